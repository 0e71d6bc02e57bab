//! `peakpress new COLLECTION [--owner X] ID`: writes the commented skeleton of a document.

use std::path::Path;

use anyhow::{bail, ensure};

use crate::Site;
use crate::cli::args::New;
use crate::cli::terminal::{Terminal, shown};
use crate::cli::{settings, today};
use crate::diag::nearest;

/// Runs the command.
pub(crate) fn run(root: &Path, args: &New, terminal: &Terminal) -> anyhow::Result<bool> {
    let site = crate::understand(root, settings(today(), true))?;
    let at = collection(&site, &args.collection)?;
    ensure!(
        crate::is_id(&args.id),
        "“{}”不能作编号。编号用小写字母、数字和连字符，2 到 60 个字符，例如 waste-heat",
        args.id
    );
    let folder = owner(&site, at, args)?;
    if let Some(id) = site.find(&args.collection, &args.id) {
        let path = &site.document(id).source.path;
        bail!("编号“{}”已经有了：{path}。换一个编号，或直接改那个文件", args.id);
    }
    let path = match folder {
        Some(folder) => format!("content/{}/{folder}/{}.md", args.collection, args.id),
        None => format!("content/{}/{}.md", args.collection, args.id),
    };
    let text = crate::skeleton(&site, at, folder);
    crate::write_new(&[(root.join(&path), text.into_bytes())])?;
    terminal.print(&shown(&root.join(&path)));
    terminal.say("下一步：用编辑器打开这个文件，照说明填写；运行 peakpress serve 边写边看，写完运行 peakpress check。");
    Ok(true)
}

fn collection(site: &Site, wanted: &str) -> anyhow::Result<usize> {
    if let Some(at) = site.collection(wanted) {
        return Ok(at);
    }
    let ids = site.collections.iter().map(|c| &*c.id);
    if let Some(near) = nearest(wanted, ids) {
        bail!("没有集合“{wanted}”。是不是 {near}？");
    }
    let named: Vec<String> = site.collections.iter().map(|c| format!("{}（{}）", c.id, c.label.zh)).collect();
    bail!("没有集合“{wanted}”。已有的集合：{}", named.join("、"));
}

/// The folder below the collection's, if it has owners.
fn owner<'a>(site: &Site, at: usize, args: &'a New) -> anyhow::Result<Option<&'a str>> {
    let collection = &site.collections[at];
    let label = &collection.label.zh;
    let Some(declared) = &collection.owner else {
        ensure!(args.owner.is_none(), "{label}不分所属者，去掉 --owner");
        return Ok(None);
    };
    let example = format!("peakpress new {} --owner 编号 {}", collection.id, args.id);
    let also = declared.also.iter().map(String::as_str);
    let Some(wanted) = args.owner.as_deref() else {
        let also: Vec<&str> = also.collect();
        let or = if also.is_empty() { String::new() } else { format!("，或 {}", also.join("、")) };
        bail!("{label}要写明属于谁：{example}。编号是 {} 里的一个文件名{or}", declared.folder);
    };
    if also.clone().any(|name| name == wanted) || site.find(&declared.folder, wanted).is_some() {
        return Ok(Some(wanted));
    }
    let owners = site.collection(&declared.folder).map_or(Vec::new(), |at| site.documents_of(at).collect());
    let ids = owners.iter().map(|id| &*site.document(*id).id).chain(also);
    if let Some(near) = nearest(wanted, ids.clone()) {
        bail!("{} 里没有“{wanted}”。是不是 {near}？", declared.folder);
    }
    let shown: Vec<&str> = ids.take(12).collect();
    bail!("{} 里没有“{wanted}”。例如：{}", declared.folder, shown.join("、"));
}
