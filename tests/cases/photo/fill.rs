//! A photo's facts in full: what a case says, laid over what every photo
//! starts from.

use toml::{Table, Value};

use crate::base::{Facts, laid_over};

/// The case's facts laid over the base's, down to each face and answer.
pub fn filled(base: &Facts, case: &Table) -> Result<Table, String> {
    let mut photo = laid_over(&base.photo, case);
    let mut answer = base.answer.clone();
    if let Some(channel) = photo.get("channel") {
        answer.insert("channel".to_owned(), channel.clone());
    }
    if let Some(Value::Array(faces)) = photo.get_mut("faces") {
        fill_each(faces, &base.face);
    }
    let pictured = pictured(&photo);
    let Some(Value::Table(people)) = photo.get_mut("people") else {
        return Err("`people` is a table by name".to_owned());
    };
    // Whoever is pictured without a word about them is as the base says.
    for who in pictured {
        people
            .entry(who)
            .or_insert_with(|| Value::Table(Table::new()));
    }
    for (who, person) in people.iter_mut() {
        let said = person.as_table().ok_or(format!("{who} is a table"))?;
        let mut full = laid_over(&base.person, said);
        if let Some(Value::Array(answers)) = full.get_mut("answers") {
            fill_each(answers, &answer);
        }
        *person = Value::Table(full);
    }
    Ok(photo)
}

/// The names that faces were given.
fn pictured(photo: &Table) -> Vec<String> {
    let faces = photo.get("faces").and_then(Value::as_array);
    let named = faces.into_iter().flatten().filter_map(|face| {
        let who = face.get("who")?.as_str()?;
        Some(who.to_owned())
    });
    named.collect()
}

fn fill_each(these: &mut [Value], base: &Table) {
    for one in these {
        if let Value::Table(said) = one {
            *said = laid_over(base, said);
        }
    }
}
