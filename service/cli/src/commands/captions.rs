//! `gatehouse captions`: JSON lines in, JSON lines out.

use std::{fs::File, io};

use anyhow::Context as _;
use gatehouse_app::captions_batch;

use crate::{
    args::Captions,
    outcome::{Outcome, note},
};

pub(crate) fn run(args: &Captions) -> anyhow::Result<Outcome> {
    let pupils = File::open(&args.pupils).context("the pupils file cannot be opened")?;
    let school = File::open(&args.school).context("the school file cannot be opened")?;
    let checker = captions_batch::checker(io::BufReader::new(pupils), io::BufReader::new(school))?;
    let output = io::BufWriter::new(io::stdout().lock());
    let summary = captions_batch::run(&checker, io::stdin().lock(), output)?;
    for line in &summary.bad_lines {
        note(format!(
            "gatehouse: line {line} was left out: it is not an object with id, channel, kind and caption"
        ));
    }
    Ok(Outcome::findings_if(!summary.bad_lines.is_empty()))
}
