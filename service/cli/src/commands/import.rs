//! `gatehouse import`: the office's files, for who has no page at hand.

use std::{fs, path::Path, sync::Arc};

use anyhow::{Context as _, bail};
use gatehouse_app::{
    house::House,
    import::{About, file::MappingFile, mapping::Lack, read, table::letters, words},
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
    columns: Vec<Tally>,
    looser_answers: Vec<Looser>,
    without_guardian: usize,
}

/// How a column was read.
#[derive(Serialize)]
struct Tally {
    file: String,
    column: String,
    inverted: bool,
    yes: usize,
    no: usize,
    none: usize,
}

/// An answer that allows more, by the office's number.
#[derive(Serialize)]
struct Looser {
    mis_id: String,
    about: &'static str,
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
        sent.strangers.extend(args.other_pupil.iter().cloned());
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
            other.is_said = true;
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

/// Ends where nobody has said what columns mean, and names them by their place:
/// what stands in them may be about a child.
fn asked(sent: &Sent) -> anyhow::Result<()> {
    let mut open = false;
    for other in &sent.others {
        let lacks = other.lacks();
        if !other.is_said && lacks.is_empty() {
            open = true;
            let says = "nobody has said yet that its columns are taken for the right thing";
            note(format!("{}: {says}", other.table.name));
        }
        for lack in lacks {
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
    let way = "say whether a yes there means that they do not agree";
    match lack {
        Lack::Twice(role) => format!("two columns hold {}", role.code()),
        Lack::Whose => "no column holds the pupil's number, or names and class".to_owned(),
        Lack::NoRegister => "a list of pupils needs mis-id, first-name and surname".to_owned(),
        Lack::Nothing => "no column holds answers".to_owned(),
        Lack::NoChannel(column) => {
            format!("say where pictures may go by column {}", letters(*column))
        }
        Lack::NoFileChannel => "say under [files] what its answers are about".to_owned(),
        Lack::Way(column) => format!("column {}: {way}, with inverted", letters(*column)),
        Lack::FileWay => format!("{way}, under [turned-files]"),
        Lack::KindWays(count) => format!("{count} kinds: {way}, under [turned-kinds]"),
        Lack::Words(count) => {
            format!(
                "say under [words] what {count} words mean: {}",
                open_words(other)
            )
        }
        Lack::Types(count) => format!("say under [kinds] what {count} kinds are about"),
        Lack::Givers(count) => {
            let relations = other
                .mapping
                .as_ref()
                .map(|one| one.relations(&other.table));
            let relations: Vec<&str> = relations.into_iter().flatten().collect();
            format!(
                "say under [givers] of {count} whether they may agree: {}",
                relations.join(", ")
            )
        }
        Lack::Order => "say with order whether days are day-first or month-first".to_owned(),
        Lack::MixedDays(column) => format!(
            "column {}: Excel may have swapped day and month; export the file again as CSV",
            letters(*column)
        ),
        Lack::TooManyWords(column) => {
            format!(
                "column {} holds too many different answers",
                letters(*column)
            )
        }
        Lack::TooManyKinds(column) => {
            format!("column {} holds too many different kinds", letters(*column))
        }
    }
}

/// Where words stand of which nobody said what they mean, the first of each.
fn open_words(other: &Other) -> String {
    let Some(mapping) = &other.mapping else {
        return String::new();
    };
    let of = (&other.table, &other.file);
    let mut places = Vec::new();
    for column in mapping.answers() {
        for word in mapping.unknown_in(column, of) {
            let mut rows = other.table.rows.iter();
            let row = rows.find(|row| words::folded(row.cell(column)) == word.text);
            if let Some(row) = row.filter(|_| !mapping.words.contains_key(&word.key())) {
                places.push(format!("row {}, column {}", row.line, letters(column)));
            }
        }
    }
    places.join("; ")
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
            nobodies: args.unmatched_checked,
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
        columns: looked
            .tallies
            .iter()
            .map(|tally| Tally {
                file: name(tally.file),
                column: tally.column.clone(),
                inverted: tally.inverted,
                yes: tally.yes,
                no: tally.no,
                none: tally.none,
            })
            .collect(),
        looser_answers: looked
            .looser
            .iter()
            .map(|one| Looser {
                mis_id: one.who.mis_id.as_str().to_owned(),
                about: match one.about {
                    About::Channel(channel) => channel.code(),
                    About::Recognition => "recognition",
                },
            })
            .collect(),
        without_guardian: looked.powerless.len(),
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
            "{}, row {}: another answer counts; ask the family",
            place.file, place.row
        ))?;
    }
    for column in &report.columns {
        let way = if column.inverted {
            " (a yes means that they do not agree)"
        } else {
            ""
        };
        say(format!(
            "{}, {}{way}: {} agree, {} do not, {} have not answered",
            column.file, column.column, column.yes, column.no, column.none
        ))?;
    }
    for looser in &report.looser_answers {
        say(format!(
            "{}, {}: allows more than before",
            looser.mis_id, looser.about
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
    if report.without_guardian > 0 {
        note(format!(
            "a yes for {} pupils does not count: no guardian with parental responsibility is on \
             record; import guardians, or say responsible = true in the mapping",
            report.without_guardian
        ));
    }
    if report.entered && !report.renewed && report.unanswered > 0 {
        note(
            "the answers do not count as up to date: some are not in the files; say with \
             --unanswered whether they end or were checked",
        );
    }
    if report.entered && !report.renewed && !report.unmatched.is_empty() {
        note(
            "the answers do not count as up to date: rows are about nobody on the register; say \
             with --unmatched-checked that nobody at the school is meant",
        );
    }
    Ok(())
}
