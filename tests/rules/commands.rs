//! The commands that the binary really has, read from the source of the front
//! door: the sub-commands of its `Command` enum, those below them (`models
//! verify`) of `ModelsCommand`, and every long option.

use crate::tree::Source;

/// What the binary understands.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Commands {
    /// Names of sub-commands, hidden ones left out.
    pub names: Vec<String>,
    /// Sub-commands of a sub-command, each with the name above it.
    pub below: Vec<(String, String)>,
    /// Long options, without their hyphens.
    pub options: Vec<String>,
}

impl Commands {
    /// Reads the sources of the front door; empty where it has no commands.
    #[must_use]
    pub fn read(tree: &[Source]) -> Self {
        let mut found = Self {
            names: Vec::new(),
            below: Vec::new(),
            options: vec!["help".to_owned(), "version".to_owned()],
        };
        let front = |file: &&Source| file.path.starts_with("service/cli/src/");
        for file in tree.iter().filter(front) {
            found.read_source(file.text.as_deref().unwrap_or(""));
        }
        found
    }

    /// What is wrong with the words of a command, `None` where nothing is:
    /// the words after the binary's name, options left out.
    #[must_use]
    pub fn fault(&self, words: &[&str]) -> Option<String> {
        let mut words = words.iter().filter(|word| !word.starts_with('-'));
        let name = *words.next().filter(|word| is_name(word))?;
        if !self.names.iter().any(|known| known == name) {
            return Some(format!("gatehouse {name}"));
        }
        let mut below = self
            .below
            .iter()
            .filter(|(above, _)| above == name)
            .peekable();
        below.peek()?;
        let next = *words.next().filter(|word| is_name(word))?;
        let is_known = below.any(|(_, known)| known == next);
        (!is_known).then(|| format!("gatehouse {name} {next}"))
    }

    fn read_source(&mut self, text: &str) {
        if let Some(body) = enum_body(text, "Command") {
            self.names.extend(variants(body));
        }
        for (start, _) in text.match_indices("enum ") {
            let name = text.get(start + "enum ".len()..).unwrap_or("");
            let name = name.split_whitespace().next().unwrap_or("");
            let above = name
                .strip_suffix("Command")
                .filter(|above| !above.is_empty());
            if let Some((above, body)) = above.zip(enum_body(text, name)) {
                let below = variants(body).into_iter();
                self.below.extend(below.map(|below| (kebab(above), below)));
            }
        }
        self.options.extend(long_options(text));
    }
}

/// Whether a word can be a sub-command's name, and not `COMMAND` or `<x>`.
fn is_name(word: &str) -> bool {
    word.chars()
        .all(|letter| letter.is_ascii_lowercase() || letter == '-')
}

/// The text between the braces of `enum NAME { ... }`.
fn enum_body<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let head = format!("enum {name} {{");
    let (_, rest) = text.split_once(&head)?;
    let mut depth = 1;
    let end = rest.find(|letter: char| {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        depth == 0
    })?;
    rest.get(..end)
}

/// The variants of an enum's body as the command line writes them.
fn variants(body: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0;
    let mut attribute = String::new();
    for line in body.lines().map(str::trim) {
        if depth == 0 {
            let name: String = line.chars().take_while(|c| c.is_alphanumeric()).collect();
            if line.starts_with("#[") {
                attribute.push_str(line);
            } else if name.starts_with(char::is_uppercase) {
                if !attribute.contains("hide = true") {
                    names.push(renamed(&attribute, "name").unwrap_or_else(|| kebab(&name)));
                }
                attribute.clear();
            }
        }
        if !line.starts_with("//") {
            depth += line.matches(['{', '(']).count();
            depth = depth.saturating_sub(line.matches(['}', ')']).count());
        }
    }
    names
}

/// The long options that `#[arg(long)]` gives to fields.
fn long_options(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in text.split("#[arg(").skip(1) {
        let Some((attribute, after)) = rest.split_once(")]") else {
            continue;
        };
        if !crate::sources::has_word(attribute, "long") {
            continue;
        }
        let field = after
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty() && !line.starts_with("//") && !line.starts_with('#'))
            .and_then(|line| line.split(':').next())
            .and_then(|start| start.split_whitespace().next_back());
        let name = renamed(attribute, "long").or(field.map(|field| field.replace('_', "-")));
        found.extend(name);
    }
    found
}

/// The text of `key = "text"` in an attribute.
fn renamed(attribute: &str, key: &str) -> Option<String> {
    let (_, rest) = attribute.split_once(&format!("{key} = \""))?;
    rest.split_once('"').map(|(name, _)| name.to_owned())
}

/// `VerifyLog` as the command line writes it: `verify-log`.
fn kebab(name: &str) -> String {
    let mut written = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !written.is_empty() {
            written.push('-');
        }
        written.extend(letter.to_lowercase());
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRONT: &str = "\
/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Draws a school {and more}.
    Demo {
        /// Stop when done.
        #[arg(long)]
        exit: bool,
        #[arg(long = \"dir\", value_name = \"DIR\")]
        folder: Option<PathBuf>,
        #[arg(short)]
        quiet: bool,
    },
    Clean(CleanArgs),
    #[command(hide = true)]
    DecodeWorker,
    #[command(name = \"check\")]
    CheckPhotos(Args),
    VerifyLog,
}
enum VerifyLogCommand {
    FromStart,
    Since { day: Date },
}
struct CleanArgs {
    #[arg(short, long)]
    pub out_folder: PathBuf,
}
";

    #[test]
    fn sub_commands_and_options_are_read_from_the_source() {
        let tree = [
            Source::made_up("service/cli/src/args.rs", FRONT),
            Source::made_up("service/app/src/lib.rs", "enum Command { Other }"),
        ];
        let commands = Commands::read(&tree);
        assert_eq!(commands.names, ["demo", "clean", "check", "verify-log"]);
        let options = ["help", "version", "exit", "dir", "out-folder"];
        assert_eq!(commands.options, options);
        let below: Vec<_> = commands.below.iter().map(|(_, name)| name).collect();
        assert_eq!(below, ["from-start", "since"]);
    }

    #[test]
    fn a_command_below_a_command_is_known_by_both_names() {
        let commands = Commands::read(&[Source::made_up("service/cli/src/args.rs", FRONT)]);
        assert_eq!(commands.fault(&["verify-log", "since", "today"]), None);
        assert_eq!(commands.fault(&["verify-log", "--since"]), None);
        assert_eq!(commands.fault(&["demo", "since"]), None);
        assert_eq!(commands.fault(&["COMMAND"]), None);
        let wrong = |words: &[&str]| commands.fault(words).expect("a fault");
        assert_eq!(
            wrong(&["verify-log", "until"]),
            "gatehouse verify-log until"
        );
        assert_eq!(wrong(&["--quiet", "wash"]), "gatehouse wash");
    }

    #[test]
    fn a_front_door_without_commands_has_none() {
        let tree = [Source::made_up("service/cli/src/main.rs", "fn main() {}")];
        assert_eq!(Commands::read(&tree).names, [""; 0]);
    }
}
