//! `peakpress man`: the manual, one page in roff with a part for each command.

use clap::Command;
use clap_mangen::Man;

use crate::cli::help;
use crate::cli::terminal::Terminal;

/// Runs the command.
pub(crate) fn run(terminal: &Terminal) -> anyhow::Result<bool> {
    terminal.print(page()?.trim_end());
    Ok(true)
}

fn page() -> std::io::Result<String> {
    let command = help::command();
    let man = Man::new(command.clone()).manual("peakpress 手册");
    let mut out = Vec::new();
    man.render_title(&mut out)?;
    let mut page = String::from_utf8_lossy(&out).into_owned();
    for (title, render) in [
        (".SH 名称", Man::render_name_section as Render),
        (".SH 用法", Man::render_synopsis_section),
        (".SH 选项", Man::render_options_section),
    ] {
        part(&mut page, title, &man, render)?;
    }
    page.push_str(".SH 命令\n");
    for inner in command.get_subcommands() {
        let man = Man::new(alone(inner));
        part(&mut page, &format!(".SS {}", inner.get_name()), &man, Man::render_description_section)?;
        part(&mut page, ".PP", &man, Man::render_synopsis_section)?;
        part(&mut page, "", &man, Man::render_options_section)?;
    }
    part(&mut page, ".SH 退出码", &man, Man::render_extra_section)?;
    part(&mut page, ".SH 版本", &man, Man::render_version_section)?;
    Ok(page)
}

type Render = fn(&Man, &mut dyn std::io::Write) -> std::io::Result<()>;

/// Appends a part under our own heading: the library writes an English one, and a preamble before it.
fn part(page: &mut String, heading: &str, man: &Man, render: Render) -> std::io::Result<()> {
    let mut out = Vec::new();
    render(man, &mut out)?;
    if !heading.is_empty() {
        page.push_str(heading);
        page.push('\n');
    }
    let text = String::from_utf8_lossy(&out);
    let own = text.lines().filter(|line| ![".SH", ".ie", ".el"].iter().any(|start| line.starts_with(start)));
    own.for_each(|line| {
        page.push_str(line);
        page.push('\n');
    });
    Ok(())
}

/// A command by itself, without the options that every command has.
fn alone(command: &Command) -> Command {
    command.clone().bin_name(format!("peakpress {}", command.get_name())).mut_arg("help", |arg| arg.hide(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_its_part() {
        let page = page().unwrap();
        assert!(page.contains(".TH peakpress 1 "), "{page}");
        for inner in help::command().get_subcommands() {
            assert!(page.contains(&format!(".SS {}\n", inner.get_name())), "{page}");
        }
        for english in ["NAME", "SYNOPSIS", "OPTIONS", "Possible", "default:", "EXTRA"] {
            assert!(!page.contains(english), "{english}: {page}");
        }
    }
}
