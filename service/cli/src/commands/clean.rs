//! `gatehouse clean`: any picture in, only pixels out.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use gatehouse_app::{
    clean::{self, Line},
    decode::DecodePool,
    files, parallel,
};

use crate::{
    args::Clean,
    outcome::{Outcome, say},
    progress, setup,
};

/// What became of one file: the line for machines, the sentence for people.
struct Done {
    line: Line,
    sentence: String,
}

pub(crate) fn run(args: &Clean) -> anyhow::Result<Outcome> {
    fs::create_dir_all(&args.out).context(
        "the output folder cannot be made: name a folder, and check its place and permissions",
    )?;
    let outputs = output_names(&args.files, &args.out);
    let pool = setup::decode_pool(setup::DECODE_MEMORY)?;
    let bar = progress::bar(args.files.len(), "Cleaning");
    let jobs: Vec<(&PathBuf, PathBuf)> = args.files.iter().zip(outputs).collect();
    let done = parallel::map(&jobs, parallel::cores(), |_, (input, output)| {
        let done = one(&pool, input, output);
        bar.inc(1);
        done
    });
    bar.finish_and_clear();
    let mut refused = false;
    for file in done {
        let file = file?;
        refused |= file.line.refused.is_some();
        if args.json {
            say(serde_json::to_string(&file.line)?)?;
        } else {
            say(file.sentence)?;
        }
    }
    Ok(Outcome::findings_if(refused))
}

fn one(pool: &DecodePool, input: &Path, output: &Path) -> anyhow::Result<Done> {
    let name = input.display().to_string();
    if output.exists() {
        return Ok(refused(
            name,
            "output-exists",
            "There is a file of that name in the output folder already. Choose an empty folder.",
        ));
    }
    let Ok(bytes) = files::read(input) else {
        return Ok(refused(
            name,
            "unreadable",
            "The file cannot be opened. Check its name and that you may read it.",
        ));
    };
    let cleaned = match clean::clean(pool, &bytes) {
        Ok(cleaned) => cleaned,
        Err(refusal) => return Ok(refused(name, refusal.code(), &refusal.to_string())),
    };
    // Written beside and renamed, so that a half-written picture is never met.
    let part = output.with_extension("part");
    fs::write(&part, cleaned.picture.bytes())
        .and_then(|()| fs::rename(&part, output))
        .context("a cleaned picture cannot be written: check the disk's space and permissions")?;
    let list = |codes: &[&str]| match codes {
        [] => "nothing".to_owned(),
        codes => codes.join(", "),
    };
    let mut sentence = format!(
        "{name}: cleaned to {}; removed: {}",
        output.display(),
        list(&cleaned.removed)
    );
    if !cleaned.notices.is_empty() {
        sentence.push_str("; note: ");
        sentence.push_str(&list(&cleaned.notices));
    }
    Ok(Done {
        line: Line {
            input: name,
            output: Some(output.display().to_string()),
            removed: cleaned.removed,
            notices: cleaned.notices,
            refused: None,
        },
        sentence,
    })
}

fn refused(name: String, code: &'static str, sentence: &str) -> Done {
    Done {
        sentence: format!("{name}: refused ({code}). {sentence}"),
        line: Line {
            input: name,
            output: None,
            removed: Vec::new(),
            notices: Vec::new(),
            refused: Some(code),
        },
    }
}

/// A name for each output that no other has: the input's own, since here the
/// files never leave the person's hands, with a number where two are alike.
fn output_names(inputs: &[PathBuf], folder: &Path) -> Vec<PathBuf> {
    let mut taken = BTreeSet::new();
    inputs
        .iter()
        .map(|input| {
            let stem = input.file_stem().map_or_else(
                || "picture".into(),
                |stem| stem.to_string_lossy().into_owned(),
            );
            let mut name = format!("{stem}.jpg");
            let mut number = 2;
            while !taken.insert(name.clone()) {
                name = format!("{stem}-{number}.jpg");
                number += 1;
            }
            folder.join(name)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_inputs_of_one_name_get_two_outputs() {
        let inputs = ["a/photo.jpg", "b/photo.png", "c/photo-2.jpg", "d/.."].map(PathBuf::from);
        let names = output_names(&inputs, Path::new("out"));
        let different: BTreeSet<_> = names.iter().collect();
        assert_eq!(different.len(), inputs.len());
        assert!(
            names
                .iter()
                .all(|name| name.parent() == Some(Path::new("out")))
        );
    }
}
