//! The list of commands and options (`args`) → the parser with its help in Chinese: clap's own words are English.

use clap::{Arg, ArgAction, Command, CommandFactory};

use crate::cli::args::Cli;

/// The parser.
pub(crate) fn command() -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let command = Cli::command()
        .disable_version_flag(true)
        .arg(version.help("显示版本").display_order(1001))
        .subcommand_value_name("命令");
    chinese(command, "peakpress")
}

fn chinese(command: Command, typed: &str) -> Command {
    let help =
        Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示这份说明").display_order(1000);
    let command = command.disable_help_flag(true).disable_help_subcommand(true).arg(help).mut_args(said);
    let (usage, template) = (usage(&command, typed), template(&command));
    command.override_usage(usage).help_template(template).mut_subcommands(|inner| {
        let typed = format!("{typed} {}", inner.get_name());
        chinese(inner, &typed)
    })
}

/// An option with its allowed words and its default told in its help.
fn said(arg: Arg) -> Arg {
    let mut help = arg.get_help().map_or(String::new(), ToString::to_string);
    if !arg.get_action().takes_values() {
        return arg;
    }
    let words: Vec<String> = arg
        .get_possible_values()
        .iter()
        .map(|word| match word.get_help() {
            Some(help) => format!("{} {help}", word.get_name()),
            None => word.get_name().to_owned(),
        })
        .collect();
    if !words.is_empty() {
        let between = if words.iter().any(|word| word.contains(' ')) { "；" } else { "、" };
        help = format!("{help}：{}", words.join(between));
    }
    let defaults: Vec<String> = arg.get_default_values().iter().map(|value| value.to_string_lossy().into()).collect();
    if !defaults.is_empty() {
        help = format!("{help}（不写则是 {}）", defaults.join(" "));
    }
    arg.help(help).hide_default_value(true).hide_possible_values(true)
}

/// `peakpress new [选项] <集合> <编号>`
pub(crate) fn usage(command: &Command, typed: &str) -> String {
    let mut usage = format!("{typed} [选项]");
    for arg in command.get_positionals() {
        let name = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        usage.push_str(&if arg.is_required_set() { format!(" <{name}>") } else { format!(" [{name}]") });
    }
    if command.has_subcommands() {
        usage.push_str(" <命令>");
    }
    usage
}

fn template(command: &Command) -> String {
    let mut template = String::from("{about-with-newline}\n用法：{usage}\n\n");
    if command.has_subcommands() {
        template.push_str("命令：\n{subcommands}\n\n");
    }
    if command.get_positionals().next().is_some() {
        template.push_str("参数：\n{positionals}\n\n");
    }
    template.push_str("选项：\n{options}{after-help}");
    template
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sound() {
        command().debug_assert();
    }

    /// The program's own words, names of options and ids of codes may be Latin; sentences of clap may not come through.
    #[test]
    fn no_word_of_the_library_is_left() {
        let mut command = command();
        command.build();
        let mut all = vec![command.render_long_help().to_string()];
        all.extend(command.get_subcommands_mut().map(|inner| inner.render_long_help().to_string()));
        assert!(all.len() > 9);
        for text in all {
            for english in ["Usage", "Options", "OPTIONS", "Commands", "Arguments", "Print", "default", "possible"] {
                assert!(!text.contains(english), "{english}: {text}");
            }
        }
    }
}
