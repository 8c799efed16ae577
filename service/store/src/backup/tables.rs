//! What a backup of the database is made of: every table with every column, in
//! an order in which each row finds what it refers to. Both databases are read
//! and filled by this one description, so that what one wrote the other reads.
//! The migrations' own table is no data; triggers and views are not either.

/// What a column holds, whichever database it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An id.
    Id,
    /// Bytes: sealed, a mark, a hash.
    Bytes,
    /// A moment in microseconds.
    Moment,
    /// A day.
    Day,
    /// Yes or no.
    Flag,
    /// A whole number.
    Int,
    /// A code or other text.
    Text,
}

impl Kind {
    /// The byte that stands for it in the file.
    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Id => 1,
            Self::Bytes => 2,
            Self::Moment => 3,
            Self::Day => 4,
            Self::Flag => 5,
            Self::Int => 6,
            Self::Text => 7,
        }
    }
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may hold nothing.
    pub nullable: bool,
}

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
}

macro_rules! tables {
    ($($table:ident { $($column:ident: $kind:ident $($null:ident)?,)+ })+) => {
        /// Every table, those that others refer to before those.
        pub const TABLES: &[Table] = &[$(Table {
            name: stringify!($table),
            columns: &[$(Column {
                name: stringify!($column),
                kind: Kind::$kind,
                nullable: tables!(@null $($null)?),
            },)+],
        },)+];
    };
    (@null) => { false };
    (@null null) => { true };
}

tables! {
    school {
        id: Id, version: Int, sealed: Bytes, created_at: Moment, restored_on: Day null,
    }
    account {
        id: Id, school_id: Id, login_mark: Bytes, sealed: Bytes, created_at: Moment,
        disabled_at: Moment null,
    }
    account_role {
        school_id: Id, account_id: Id, role: Text, granted_at: Moment,
    }
    device {
        id: Id, school_id: Id, mark: Bytes null, sealed: Bytes, personal: Flag, added_at: Moment,
        retired_at: Moment null,
    }
    loan {
        id: Id, school_id: Id, device_id: Id, account_id: Id, out_at: Moment, due_at: Moment,
        back_at: Moment null,
    }
    consent_text {
        id: Id, school_id: Id, version: Int, sha256: Bytes, dated: Day, sealed: Bytes,
        account_id: Id, added_at: Moment,
    }
    signed_profile {
        school_id: Id, number: Int, name_mark: Bytes, version: Int, sha256: Bytes, account_id: Id,
        signed_at: Moment, sealed: Bytes,
    }
    person {
        id: Id, school_id: Id, kind: Text, mis_mark: Bytes, sealed: Bytes, left_on: Day null,
        pupil_word: Text, pupil_word_on: Day null, restricted: Flag, created_at: Moment,
    }
    guardian {
        id: Id, school_id: Id, person_id: Id, place: Int, relation: Text, notified_on: Day null,
        exception_ground: Text null, exception_signed_on: Day null, answer: Text,
        answered_on: Day null, method: Text null, responsibility: Flag,
    }
    permission {
        id: Id, school_id: Id, person_id: Id, channel: Text, naming: Text, basis: Text,
        decision: Text, guardian_place: Int null, given_on: Day, expires_on: Day null,
        text_version: Int, recorded_at: Moment, means: Text null, purpose: Text,
        text_sha256: Bytes null,
    }
    template {
        id: Id, school_id: Id, person_id: Id, network: Text, made_on: Day, expires_on: Day,
        sealed: Bytes,
    }
    lookalike {
        school_id: Id, person_id: Id, other_id: Id,
    }
    event {
        id: Id, school_id: Id, sealed: Bytes, held_on: Day, closes_at: Moment, created_at: Moment,
        maker_id: Id null,
    }
    photo {
        id: Id, school_id: Id, event_id: Id, uploader_id: Id, state: Text, original_id: Id,
        original_kept: Flag, received_at: Moment, cleaned_at: Moment null, scanned_at: Moment null,
        refused_at: Moment null, refused_code: Text null, destroyed_at: Moment null,
        width: Int null, height: Int null, sealed: Bytes null, mark: Bytes null,
    }
    face {
        id: Id, school_id: Id, photo_id: Id, place: Int, by_hand: Flag, sealed: Bytes,
        decision: Bytes null, decided_by: Id null, decided_at: Moment null,
    }
    appearance {
        school_id: Id, person_id: Id, photo_id: Id,
    }
    negative_pair {
        school_id: Id, face_id: Id, person_id: Id, said_by: Id, said_at: Moment,
    }
    head_count {
        school_id: Id, photo_id: Id, part: Text, heads: Int, account_id: Id, counted_at: Moment,
    }
    settlement {
        id: Id, school_id: Id, photo_id: Id, account_id: Id, settled_at: Moment, sealed: Bytes,
    }
    rendition {
        school_id: Id, photo_id: Id, name: Text, subject_id: Id, bytes: Int, sha256: Bytes,
        width: Int null, height: Int null, made_at: Moment,
    }
    words {
        school_id: Id, photo_id: Id, kind: Text, sealed: Bytes, written_by: Id, written_at: Moment,
    }
    release {
        id: Id, school_id: Id, channel: Text, stage: Text, sealed: Bytes, slug: Text,
        created_by: Id, created_at: Moment, attempts: Int, published_at: Moment null,
        gone_at: Moment null, ended_at: Moment null, receipt: Text null,
    }
    release_picture {
        school_id: Id, release_id: Id, place: Int, photo_id: Id,
    }
    judgement {
        id: Id, school_id: Id, release_id: Id, judged_at: Moment, verdict: Text, sealed: Bytes,
    }
    duty {
        id: Id, school_id: Id, kind: Text, about: Id, due_at: Moment, met_at: Moment null,
        met_by: Id null,
    }
    destruction {
        subject_id: Id, school_id: Id, kind: Text, why: Text, decided_at: Moment,
        decided_by: Id null, verified_at: Moment null,
    }
    job {
        id: Id, school_id: Id, kind: Text, about: Id, state: Text, ready_at: Moment, attempts: Int,
        leased_by: Id null, last_code: Text null, again_at: Moment null, written_at: Moment,
    }
    credential {
        account_id: Id, school_id: Id, sealed: Bytes, changed_at: Moment,
        codes_since: Moment null, code_step: Int null, password_at: Moment null,
        by_link: Flag null, link_by: Id null, void_at: Moment null,
    }
    set_link {
        mark: Bytes, school_id: Id, account_id: Id, ends_codes: Flag, made_at: Moment,
        expires_at: Moment, used_at: Moment null, made_by: Id null,
    }
    session {
        mark: Bytes, school_id: Id, account_id: Id, made_at: Moment, seen_at: Moment,
        ends_at: Moment, code_at: Moment null, locked_at: Moment null,
    }
    agreement {
        school_id: Id, account_id: Id, version: Int, signed_at: Moment,
    }
    api_token {
        id: Id, school_id: Id, account_id: Id, mark: Bytes, sealed: Bytes, scopes: Text,
        made_at: Moment, expires_at: Moment, used_at: Moment null, revoked_at: Moment null,
    }
    import {
        id: Id, school_id: Id, account_id: Id, sealed: Bytes, made_at: Moment, expires_at: Moment,
    }
    import_mapping {
        id: Id, school_id: Id, mark: Bytes, sealed: Bytes, made_at: Moment,
    }
    access_log {
        school_id: Id, seq: Int, at: Moment, actor_id: Id null, verb: Text, about_kind: Text null,
        about_id: Id null, outcome: Text, previous: Bytes, hash: Bytes,
    }
    evidence_log {
        school_id: Id, seq: Int, at: Moment, actor_id: Id null, verb: Text, about_kind: Text null,
        about_id: Id null, outcome: Text, facts: Bytes null, previous: Bytes, hash: Bytes,
    }
    checkpoint {
        school_id: Id, log: Text, seq: Int, hash: Bytes, made_at: Moment, signature: Bytes,
    }
}

impl Table {
    /// The table of that name.
    pub(super) fn called(name: &str) -> Option<(u8, &'static Self)> {
        let place = TABLES.iter().position(|table| table.name == name)?;
        Some((u8::try_from(place).ok()?, TABLES.get(place)?))
    }

    /// The statement that reads all of it.
    pub(super) fn select(&self) -> String {
        format!("SELECT {} FROM {}", self.names(), self.name)
    }

    /// The statement that asks whether there is anything in it.
    pub(super) fn probe(&self) -> String {
        format!("SELECT 1 FROM {} LIMIT 1", self.name)
    }

    /// The statement that adds a row.
    pub(super) fn insert(&self) -> String {
        let values: Vec<String> = (1..=self.columns.len())
            .map(|place| format!("${place}"))
            .collect();
        let (name, names, values) = (self.name, self.names(), values.join(", "));
        format!("INSERT INTO {name} ({names}) VALUES ({values})")
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
        names.join(", ")
    }
}
