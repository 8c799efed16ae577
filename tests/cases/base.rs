//! What every case on the photo's way starts from: the school with its
//! register, and facts with nothing wrong.

use std::{collections::BTreeMap, sync::LazyLock};

use gatehouse_app::policies::{Policy, SHIPPED, Settings};
use gatehouse_captions::{Checker, Profile, Pupil, Register, School};
use gatehouse_domain::{policy::Rules, retention::RetentionRules};
use jiff::civil::Date;
use serde::Deserialize;
use toml::{Table, Value};

/// The folders of cases that no profile asks for: the law's, and the house's
/// own. They are judged as a house without a profile does.
pub const BESIDE_PROFILES: [&str; 2] = ["law", "house"];

/// The five policies that the program carries.
static POLICIES: LazyLock<BTreeMap<&str, Policy>> = LazyLock::new(|| {
    let policies = SHIPPED.iter();
    let policies = policies.map(|one| (one.name, Policy::parse(one.text).unwrap()));
    policies.collect()
});

/// What the cases of each folder start from. The files of `base/` are part of
/// the test, so a slip in them ends it.
static BASES: LazyLock<BTreeMap<&str, Base>> = LazyLock::new(|| {
    let policies = POLICIES.iter();
    let profiles = policies.map(|(name, policy)| (*name, Base::under(Some(policy))));
    let beside = BESIDE_PROFILES.map(|name| (name, Base::under(None)));
    profiles.chain(beside).collect()
});

/// What every case starts from.
pub struct Base {
    /// What cases differ from.
    pub facts: Facts,
    /// The settings that they are judged under.
    pub settings: Settings,
    /// The words checker over the register, as these settings have it.
    pub checker: Checker,
    policy: Option<&'static Policy>,
    school: SchoolFile,
}

/// What the cases of a folder start from.
pub fn base_of(folder: &str) -> Option<&'static Base> {
    BASES.get(folder)
}

/// The policies that the program carries.
pub fn policies() -> impl Iterator<Item = &'static Policy> {
    POLICIES.values()
}

/// `base/facts.toml`: untyped, so that a case can be laid over it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The day on which every case is judged.
    pub today: Date,
    /// A photo with nothing wrong.
    pub photo: Table,
    /// One of its faces.
    pub face: Table,
    /// Somebody in it.
    pub person: Table,
    /// Their answer.
    pub answer: Table,
    /// A pupil whose face may be matched.
    pub pupil: Table,
    /// An event that may be matched.
    pub roster: Table,
    /// A copy of a picture.
    pub copy: Table,
    /// A post of a picture.
    pub release: Table,
    /// Somebody who is signed in.
    pub session: Table,
    /// Somebody who sets a password.
    pub password: Table,
    /// A file that is sent.
    pub file: Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchoolFile {
    school: SchoolFacts,
    pupil: Vec<Registered>,
    staff: Vec<Member>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SchoolFacts {
    name: String,
    short_names: Vec<String>,
    email_domains: Vec<String>,
    phones: Vec<String>,
    postcodes: Vec<String>,
    address: String,
    handles: Vec<String>,
    houses: Vec<String>,
    class_names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Registered {
    first_name: String,
    preferred_name: Option<String>,
    surname: String,
    class: String,
    year: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    called: String,
    first_name: String,
}

impl Base {
    /// The base laid under a policy's settings; the house's own where there is
    /// none.
    pub fn under(policy: Option<&'static Policy>) -> Self {
        let mut facts: Facts = toml::from_str(include_str!("base/facts.toml")).unwrap();
        let school: SchoolFile = toml::from_str(include_str!("base/school.toml")).unwrap();
        let settings = policy.map_or_else(defaults, |policy| policy.settings.clone());
        let consents = facts.photo.get_mut("consents");
        if let Some(consents) = consents.and_then(Value::as_table_mut) {
            let days = Value::Integer(settings.fresh_days.into());
            consents.insert("fresh_days".to_owned(), days);
        }
        Self {
            facts,
            checker: school.checker(settings.words),
            settings,
            policy,
            school,
        }
    }

    /// The policy they are judged under; any, for what is no policy's.
    pub fn policy(&self) -> &Policy {
        self.policy
            .or_else(|| POLICIES.values().next())
            .expect("the program carries policies")
    }

    /// What the school is called.
    pub fn school_name(&self) -> &str {
        &self.school.school.name
    }

    /// The first names of the pupil who is called `who` here.
    pub fn pupil_names(&self, who: &str) -> Option<Vec<&str>> {
        self.school.pupil.iter().find_map(|pupil| {
            let names = [Some(&pupil.first_name), pupil.preferred_name.as_ref()];
            let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
            names.contains(&who).then_some(names)
        })
    }

    /// The first name of the member of staff who is called `who`.
    pub fn staff_name(&self, who: &str) -> Option<&str> {
        let mut staff = self.school.staff.iter();
        let found = staff.find(|one| one.called == who)?;
        Some(&found.first_name)
    }
}

impl SchoolFile {
    fn checker(&self, profile: Profile) -> Checker {
        let pupils = self.pupil.iter().map(|pupil| Pupil {
            first_name: pupil.first_name.clone(),
            preferred_name: pupil.preferred_name.clone(),
            surname: pupil.surname.clone(),
            class: Some(pupil.class.clone()),
            year: Some(pupil.year.clone()),
        });
        let told = self.school.clone();
        let school = School {
            name: Some(told.name),
            short_names: told.short_names,
            email_domains: told.email_domains,
            phones: told.phones,
            postcodes: told.postcodes,
            address: Some(told.address),
            handles: told.handles,
            houses: told.houses,
            class_names: told.class_names,
            staff: self.staff.iter().map(|one| one.called.clone()).collect(),
        };
        Checker::new(Register::new(pupils), school, profile)
    }
}

/// How a house judges that has no policy yet.
pub fn defaults() -> Settings {
    Settings {
        fresh_days: 14,
        rules: Rules::default(),
        words: Profile::default(),
        retention: RetentionRules::default(),
    }
}

/// `case` laid over `base`: tables are merged, everything else is replaced.
pub fn laid_over(base: &Table, case: &Table) -> Table {
    let mut merged = base.clone();
    for (key, value) in case {
        let value = match (base.get(key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => {
                Value::Table(laid_over(below, above))
            }
            _ => value.clone(),
        };
        merged.insert(key.clone(), value);
    }
    merged
}
