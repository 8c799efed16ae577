//! `gatehouse import`: the office's files, for who has no page at hand.

use std::{fs, path::Path, sync::Arc};

use anyhow::{Context as _, bail};
use gatehouse_app::{
    house::House,
    import::{file::MappingFile, mapping::Lack, read},
    school::sent::{Other, Sent, Which},
    street::{
        Actor,
        office::import::{Agreed, Choice, Looked},
    },
};
use gatehouse_domain::ids::SchoolId;
use serde::Serialize;

use crate::{
    args::{Holds, Import, Unanswered},
    house,
    outcome::{Outcome, note, say},
    setup::{self, SystemClock},
};

/// What became of an import, as JSON; places and numbers, no names.
#[derive(Serialize)]
struct Report {
    entered: bool,
    new: usize,
    changed: usize,
    lines: usize,
    first: usize,
    looser: usize,
    looser_left_out: usize,
    stricter: usize,
    missing: usize,
    unanswered: usize,
    renewed: bool,
    faults: Vec<Fault>,
    unmatched: Vec<Place>,
    outweighed: Vec<Place>,
}

#[derive(Serialize)]
struct Fault {
    file: String,
    row: Option<u64>,
    column: Option<String>,
    says: String,
}

#[derive(Serialize)]
struct Place {
    file: String,
    row: u64,
}

pub(crate) fn run(args: &Import) -> anyhow::Result<Outcome> {
    let config = house::configuration(&args.which.file)?;
    setup::block_on(async {
        let house = house::open(&config, Arc::new(SystemClock)).await?;
        let school = house::school(&house, args.which.school).await?;
        let actor = house.account(school, &args.by).await?;
        let mut sent = files(args)?;
        house.propose_mappings(&actor, school, &mut sent).await?;
        if let Some(path) = &args.write_mapping {
            return write_mapping(path, &sent);
        }
        map(args, &mut sent)?;
        asked(&sent)?;
        bring(&house, (&actor, school), args, sent).await
    })
}

/// The files, read.
fn files(args: &Import) -> anyhow::Result<Sent> {
    let mut sent = Sent::default();
    for path in &args.files {
        let shown = path.display();
        let bytes = fs::read(path).with_context(|| {
            format!("{shown} cannot be read: check its name and whether you may open it")
        })?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let table =
            read::table(&name, &bytes).with_context(|| format!("{shown} is not taken in"))?;
        if !sent.add(table) {
            bail!("{shown} has the same shape as a file before it: put their rows in one");
        }
    }
    if args.holds == Holds::Guardians && sent.guardians.is_none() {
        bail!(
            "guardians come in these columns: mis_id, guardian, parental_responsibility, \
             notified_on, biometric, method"
        );
    }
    Ok(sent)
}

/// What the mapping on the command line says.
fn map(args: &Import, sent: &mut Sent) -> anyhow::Result<()> {
    if let Some(path) = &args.mapping {
        let shown = path.display();
        let text = fs::read_to_string(path)
            .with_context(|| format!("{shown} cannot be read: check its name"))?;
        let file = MappingFile::parse(&text).map_err(|says| anyhow::anyhow!("{shown}: {says}"))?;
        for other in &mut sent.others {
            let (mapping, per_file) = file.of(&other.table);
            other.mapping = Some(mapping);
            other.file = per_file;
        }
    }
    if args.holds == Holds::Pupils {
        for mapping in sent
            .others
            .iter_mut()
            .filter_map(|one| one.mapping.as_mut())
        {
            mapping.lists_pupils = true;
        }
    }
    Ok(())
}

fn write_mapping(path: &Path, sent: &Sent) -> anyhow::Result<Outcome> {
    let mut file = MappingFile::default();
    for other in &sent.others {
        if let Some(mapping) = &other.mapping {
            file.note(&other.table, mapping);
        }
    }
    fs::write(path, file.text())
        .with_context(|| format!("{} cannot be written", path.display()))?;
    say(format!(
        "wrote {}: check every line, then import with --mapping",
        path.display()
    ))?;
    Ok(Outcome::Fine)
}

/// Ends where it is not said what columns mean, and names them.
fn asked(sent: &Sent) -> anyhow::Result<()> {
    let mut open = false;
    for other in &sent.others {
        for lack in other.lacks() {
            open = true;
            note(format!("{}: {}", other.table.name, lacking(&lack, other)));
        }
    }
    if open {
        bail!(
            "say first what the columns mean: --write-mapping FILE writes a file to correct, --mapping FILE reads it"
        );
    }
    Ok(())
}

fn lacking(lack: &Lack, other: &Other) -> String {
    let heading = |column: usize| other.table.heading(column);
    match lack {
        Lack::Twice(role) => format!("two columns hold {}", role.code()),
        Lack::Whose => format!(
            "no column holds the pupil's number, or names and class; there are: {}",
            other.table.headings.join(" | ")
        ),
        Lack::NoRegister => "a list of pupils needs mis-id, first-name and surname".to_owned(),
        Lack::Nothing => format!(
            "no column holds answers; there are: {}",
            other.table.headings.join(" | ")
        ),
        Lack::NoChannel(column) => format!("say where pictures may go by {:?}", heading(*column)),
        Lack::NoFileChannel => "say under [files] what its answers are about".to_owned(),
        Lack::Words(words) => format!("say under [words] what these mean: {}", words.join(" | ")),
        Lack::Types(kinds) => format!(
            "say under [kinds] what these are about: {}",
            kinds.join(" | ")
        ),
        Lack::Order => "say with order whether days are day-first or month-first".to_owned(),
        Lack::TooManyWords(column) => {
            format!("{:?} holds too many different answers", heading(*column))
        }
    }
}

/// Looks at the files and enters them.
async fn bring(
    house: &House,
    (actor, school): (&Actor, SchoolId),
    args: &Import,
    sent: Sent,
) -> anyhow::Result<Outcome> {
    let looked = house.look_at_import(actor, school, sent).await?;
    let mut report = report(&looked);
    let Some(id) = looked.id else {
        tell(args, &report)?;
        bail!("a file as a whole cannot be read: nothing was entered");
    };
    if !args.dry_run {
        let agreed = if args.agree_looser {
            Agreed::All
        } else {
            Agreed::Of([].into())
        };
        let choice = Choice {
            agreed,
            left: [].into(),
            without_faults: true,
            unanswered: args.unanswered.into(),
        };
        let shown = (looked.mark.as_str(), &choice);
        let imported = house.enter_import(actor, school, id, shown).await?;
        report.entered = true;
        report.looser_left_out = imported.held;
        report.renewed = imported.renewed;
    }
    tell(args, &report)?;
    let left_out = if args.dry_run {
        report.looser
    } else {
        report.looser_left_out
    };
    let found = !report.faults.is_empty()
        || !report.unmatched.is_empty()
        || left_out > 0
        || (args.unanswered == Unanswered::Leave && report.unanswered > 0);
    Ok(Outcome::findings_if(found || !report.outweighed.is_empty()))
}

fn report(looked: &Looked) -> Report {
    let name = |which: Which| match which {
        Which::Other(number) => looked.files.get(usize::from(number)).cloned(),
        _ => None,
    };
    let name = |which: Which| name(which).unwrap_or_else(|| which.file().to_owned());
    let places = |list: &[(Which, u64)]| -> Vec<Place> {
        list.iter()
            .map(|(which, row)| Place {
                file: name(*which),
                row: *row,
            })
            .collect()
    };
    Report {
        entered: false,
        new: looked.new.len(),
        changed: looked.changed.len(),
        lines: looked.lines,
        first: looked.first.len(),
        looser: looked.looser.len(),
        looser_left_out: 0,
        stricter: looked.stricter.len(),
        missing: looked.missing.len(),
        unanswered: looked.unanswered.len(),
        renewed: false,
        faults: looked
            .faults
            .iter()
            .map(|fault| Fault {
                file: name(fault.file),
                row: fault.line,
                column: fault.column.as_deref().map(str::to_owned),
                says: fault.says.clone(),
            })
            .collect(),
        unmatched: places(&looked.unmatched),
        outweighed: places(&looked.clashes),
    }
}

fn tell(args: &Import, report: &Report) -> anyhow::Result<()> {
    if args.json {
        return Ok(say(serde_json::to_string_pretty(report)?)?);
    }
    for fault in &report.faults {
        let row = fault
            .row
            .map_or_else(|| "all rows".to_owned(), |row| format!("row {row}"));
        let column = fault.column.as_deref().unwrap_or("whole row");
        say(format!("{}, {row}, {column}: {}", fault.file, fault.says))?;
    }
    for place in &report.unmatched {
        say(format!(
            "{}, row {}: about nobody on the register",
            place.file, place.row
        ))?;
    }
    for place in &report.outweighed {
        say(format!(
            "{}, row {}: a stricter answer counts",
            place.file, place.row
        ))?;
    }
    let done = if report.entered {
        "entered"
    } else {
        "would be entered"
    };
    say(format!(
        "{done}: {} new, {} changed, {} lines of the history; first answers {}, looser {} ({} left \
         out), stricter {}, missing from the list {}, with \
         answers that are not in the files {}",
        report.new,
        report.changed,
        report.lines,
        report.first,
        report.looser,
        report.looser_left_out,
        report.stricter,
        report.missing,
        report.unanswered
    ))?;
    if report.entered && !report.renewed && report.unanswered > 0 {
        note(
            "the answers do not count as up to date: some are not in the files; say with \
             --unanswered whether they end or were checked",
        );
    }
    Ok(())
}
