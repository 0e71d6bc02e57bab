//! What clap says of a wrong command line → one Chinese sentence with a hint, in the manner of diagnostics.

use std::error::Error as _;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};

use crate::cli::help::usage;
use crate::cli::visible;
use crate::diag::nearest;

/// What is wrong, what was perhaps meant, and where to read more. `words` is the whole line, with the program's name.
pub(crate) fn sentence(error: &Error, command: &Command, words: &[OsString]) -> String {
    let (inner, typed) = meant(command, words);
    let (wrong, hint) = said(error, command, inner, &typed);
    let hint = if hint.is_empty() { String::new() } else { format!("。{hint}") };
    format!("{}{hint}\n运行 {typed} --help 看说明。", visible::line(&wrong))
}

/// The command that the line names, and how it is typed.
fn meant<'a>(command: &'a Command, words: &[OsString]) -> (&'a Command, String) {
    let named = words.iter().skip(1).find_map(|word| command.find_subcommand(word));
    let root = command.get_name();
    named.map_or((command, root.to_owned()), |inner| (inner, format!("{root} {}", inner.get_name())))
}

fn said(error: &Error, command: &Command, inner: &Command, typed: &str) -> (String, String) {
    let one = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.as_str(),
        Some(ContextValue::Strings(texts)) => texts.first().map_or("", String::as_str),
        _ => "",
    };
    let arg = one(ContextKind::InvalidArg);
    let value = one(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument if arg.starts_with('-') => {
            (format!("没有选项“{arg}”"), other_option(arg, command, inner, typed))
        }
        ErrorKind::UnknownArgument => (format!("多了一个词“{arg}”"), format!("写成 {}", usage(inner, typed))),
        ErrorKind::InvalidSubcommand => {
            let wrong = one(ContextKind::InvalidSubcommand);
            (format!("没有命令“{wrong}”"), other_word(wrong, &commands(command)))
        }
        ErrorKind::MissingSubcommand => ("缺少命令".to_owned(), format!("可以写：{}", commands(command).join("、"))),
        ErrorKind::MissingRequiredArgument => {
            let missing = match error.get(ContextKind::InvalidArg) {
                Some(ContextValue::Strings(names)) => names.join(" "),
                _ => arg.to_owned(),
            };
            (format!("缺少 {missing}"), format!("写成 {}", usage(inner, typed)))
        }
        ErrorKind::InvalidValue if value.is_empty() => (format!("{arg} 的值没有写"), choices(error)),
        ErrorKind::InvalidValue => {
            let hint = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(allowed)) => other_word(value, allowed),
                _ => String::new(),
            };
            (format!("{arg} 不能写“{value}”"), hint)
        }
        ErrorKind::ValueValidation => {
            (format!("{arg} 不能写“{value}”"), error.source().map_or(String::new(), ToString::to_string))
        }
        ErrorKind::TooManyValues => (format!("{arg} 后面不写值，这里写了“{value}”"), "去掉这个值".to_owned()),
        ErrorKind::ArgumentConflict if arg == one(ContextKind::PriorArg) => {
            (format!("{arg} 写了不止一次"), "只留一个".to_owned())
        }
        ErrorKind::ArgumentConflict => {
            (format!("{arg} 和 {} 不能同时写", one(ContextKind::PriorArg)), "只留一个".to_owned())
        }
        ErrorKind::InvalidUtf8 => ("有一个词不是 UTF-8 编码".to_owned(), "把终端的编码设为 UTF-8".to_owned()),
        _ => ("命令写得不对".to_owned(), format!("写成 {}", usage(inner, typed))),
    }
}

/// The option that was perhaps meant: one of this command that is spelt like it, or the same one of another command.
fn other_option(wrong: &str, command: &Command, inner: &Command, typed: &str) -> String {
    let name = wrong.split('=').next().unwrap_or(wrong);
    let options = |command: &Command| -> Vec<String> {
        command.get_arguments().filter_map(|arg| Some(format!("--{}", arg.get_long()?))).collect()
    };
    let known = options(inner);
    if known.iter().any(|option| option == name) {
        return format!("它写在命令后面：{typed} {name}");
    }
    let owners: Vec<&str> = command
        .get_subcommands()
        .filter(|other| options(other).iter().any(|option| option == name))
        .map(Command::get_name)
        .collect();
    if let Some(near) = nearest(name, known.iter().map(String::as_str)) {
        return format!("是不是 {near}？");
    }
    match owners.as_slice() {
        [] => String::new(),
        [owner, ..] if typed == command.get_name() => format!("它写在命令后面，例如 {typed} {owner} {name}"),
        _ => format!("有这个选项的命令：{}", owners.join("、")),
    }
}

fn commands(command: &Command) -> Vec<String> {
    command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect()
}

fn choices(error: &Error) -> String {
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(allowed)) if !allowed.is_empty() => format!("可以写：{}", allowed.join("、")),
        _ => "在它后面空一格写值".to_owned(),
    }
}

fn other_word(wrong: &str, allowed: &[String]) -> String {
    match nearest(wrong, allowed.iter().map(String::as_str)) {
        Some(near) => format!("是不是 {near}？"),
        None => format!("可以写：{}", allowed.join("、")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slip_has_its_sentence() {
        let check = |line: &str, expected: &str| {
            let words: Vec<OsString> = line.split(' ').map(Into::into).collect();
            let mut command = crate::cli::help::command();
            let error = command.try_get_matches_from_mut(&words).unwrap_err();
            assert_eq!(sentence(&error, &command, &words).lines().next(), Some(expected), "{line}: {error:?}");
        };
        check("peakpress buld", "没有命令“buld”。是不是 build？");
        check(
            "peakpress xyzzy",
            "没有命令“xyzzy”。可以写：build、serve、check、new、init、search、explain、schema、completions、man",
        );
        check(
            "peakpress --quiet",
            "缺少命令。可以写：build、serve、check、new、init、search、explain、schema、completions、man",
        );
        check("peakpress build --dafts", "没有选项“--dafts”。是不是 --drafts？");
        check("peakpress build --rot x", "没有选项“--rot”。是不是 --root？");
        check("peakpress check --open", "没有选项“--open”。有这个选项的命令：serve");
        check("peakpress --stats build", "没有选项“--stats”。它写在命令后面：peakpress build --stats");
        check("peakpress --stats", "没有选项“--stats”。它写在命令后面，例如 peakpress build --stats");
        check("peakpress build -z", "没有选项“-z”");
        check("peakpress check all", "多了一个词“all”。写成 peakpress check [选项]");
        check("peakpress new", "缺少 <集合> <编号>。写成 peakpress new [选项] <集合> <编号>");
        check("peakpress new notes", "缺少 <编号>。写成 peakpress new [选项] <集合> <编号>");
        check("peakpress build --out", "--out <文件夹> 的值没有写。在它后面空一格写值");
        check(
            "peakpress check --format",
            "--format <写法> 的值没有写。可以写：human、short、json、sarif、github、gitlab",
        );
        check("peakpress check --format jsn", "--format <写法> 不能写“jsn”。是不是 json？");
        check(
            "peakpress check --format xml",
            "--format <写法> 不能写“xml”。可以写：human、short、json、sarif、github、gitlab",
        );
        check("peakpress serve --port 99999", "--port <端口> 不能写“99999”。端口是 1 到 65535 的整数");
        check("peakpress serve --port 1 --port 2", "--port <端口> 写了不止一次。只留一个");
        check("peakpress build --drafts=yes", "--drafts 后面不写值，这里写了“yes”。去掉这个值");
        check("peakpress completions csh", "<终端程序> 不能写“csh”。是不是 zsh？");
        check("peakpress buil\u{1b}", "没有命令“buil\\u{1b}”。是不是 build？");
    }
}
