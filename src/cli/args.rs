//! What was typed. From this one list come parser, `--help` and the tables of the documents.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// 把一个文件夹的 Markdown 印成快速、可检索、无障碍的静态网站
#[derive(Debug, Parser)]
#[command(name = "peakpress", version, after_help = "退出码：0 可以发布，1 有问题，2 没能运行。")]
pub(crate) struct Cli {
    /// 做什么
    #[command(subcommand)]
    pub(crate) command: Command,
    /// 站点的文件夹，里面有 site.yaml
    #[arg(long, global = true, default_value = ".", value_name = "文件夹")]
    pub(crate) root: PathBuf,
    /// 只说问题，不说别的
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

/// 命令
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 检查并生成网站，写到 public/
    Build(Build),
    /// 在本机预览：边写边看，问题列在页边
    Serve(Serve),
    /// 检查全部内容，一次报出所有问题
    Check(Check),
    /// 新建一篇：写出带说明的空白文件
    New(New),
    /// 新建一个站点
    Init(Init),
    /// 在已生成的网站里搜索，结果与网页上的相同
    ///
    /// 先运行 build。退出码：0 找到了，1 没有找到，2 没能运行。
    Search(Search),
    /// 解释一个问题代码；不写代码则列出全部
    Explain(Explain),
    /// 写出字段的说明 collections.md，以及各集合和 site.yaml 的 JSON Schema
    ///
    /// JSON Schema 给表单、转换程序等用；另写一份 VS Code 设置的样子。
    ///
    /// 编辑器的 YAML 插件只看 .yaml 文件，不看 .md 文件的头部；写文章时的检查靠 serve 和 check。
    Schema(Schema),
    /// 写出命令行补全的脚本，交给所用的终端程序
    ///
    /// 例如 bash：peakpress completions bash > ~/.local/share/bash-completion/completions/peakpress
    Completions(Completions),
    /// 写出手册页（roff）
    ///
    /// 例如：peakpress man > peakpress.1，再用 man ./peakpress.1 看。
    Man,
}

/// `build`
#[derive(Debug, Args)]
pub(crate) struct Build {
    /// 输出文件夹
    #[arg(long, value_name = "文件夹")]
    pub(crate) out: Option<PathBuf>,
    /// 草稿也生成
    #[arg(long)]
    pub(crate) drafts: bool,
    /// 替换 site.yaml 里的 base_url
    #[arg(long, value_name = "网址")]
    pub(crate) base_url: Option<String>,
    /// 先在旁边做好整个网站，再一步换上
    #[arg(long)]
    pub(crate) atomic: bool,
    /// 说出每一步的时间和每类页面的大小
    #[arg(long)]
    pub(crate) stats: bool,
    /// 写进 manifest.json 的源码提交号
    #[arg(long, value_name = "提交号")]
    pub(crate) source_commit: Option<String>,
    /// 问题的写法
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "写法")]
    pub(crate) format: Format,
}

/// `serve`
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// 端口；不写则从 4000 起找空着的
    #[arg(long, value_name = "端口", value_parser = port)]
    pub(crate) port: Option<u16>,
    /// 用浏览器打开
    #[arg(long)]
    pub(crate) open: bool,
    /// 草稿也显示
    #[arg(long)]
    pub(crate) drafts: bool,
}

/// `check`
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// 草稿也检查
    #[arg(long)]
    pub(crate) drafts: bool,
    /// 照一种网站的要求检查，例如 gov-cn；不写则照 site.yaml 的 profile
    #[arg(long, value_name = "档案")]
    pub(crate) profile: Option<String>,
    /// 问题的写法
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "写法")]
    pub(crate) format: Format,
}

/// `new`
#[derive(Debug, Args)]
pub(crate) struct New {
    /// 集合：content/ 里一个文件夹的名字
    #[arg(value_name = "集合")]
    pub(crate) collection: String,
    /// 编号，就是文件名，例如 waste-heat
    #[arg(value_name = "编号")]
    pub(crate) id: String,
    /// 所属者的文件夹，例如试点的编号
    #[arg(long, value_name = "编号")]
    pub(crate) owner: Option<String>,
}

/// `init`
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// 新站点的文件夹
    #[arg(value_name = "文件夹")]
    pub(crate) dir: PathBuf,
    /// 只要两页的小站点；不写则是整个默认站点
    #[arg(long)]
    pub(crate) minimal: bool,
}

/// `search`
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// 要找的词、短语、拼音或问题；有空格就加引号
    #[arg(value_name = "词")]
    pub(crate) query: String,
    /// 给程序看的结果
    #[arg(long)]
    pub(crate) json: bool,
    /// 网站所在的文件夹；不写则是 public
    #[arg(long, value_name = "文件夹")]
    pub(crate) out: Option<PathBuf>,
    /// 网站的语言
    #[arg(long, default_value = "zh", value_name = "语言", value_parser = ["zh", "en"])]
    pub(crate) lang: String,
}

/// `explain`
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// 问题代码，例如 missing-field
    #[arg(value_name = "代码")]
    pub(crate) code: Option<String>,
}

/// `schema`
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// 写到哪个文件夹
    #[arg(long, default_value = "schema", value_name = "文件夹")]
    pub(crate) out: PathBuf,
}

/// `completions`
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// 终端程序
    #[arg(value_enum, value_name = "终端程序")]
    pub(crate) shell: Shell,
}

/// 问题的写法
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// 给人看，带原文摘录和改法
    Human,
    /// 一行一个
    Short,
    /// 给程序看
    Json,
    /// SARIF 2.1.0，代码托管平台和编辑器认得
    Sarif,
    /// GitHub Actions 的提示，标在改动的行上
    Github,
    /// GitLab 的代码质量报告
    Gitlab,
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().ok().filter(|port| *port > 0).ok_or_else(|| "端口是 1 到 65535 的整数".to_owned())
}
