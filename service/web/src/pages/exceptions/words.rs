//! What a safeguarding lead is told of a reason: more than anybody else.

use gatehouse_app::street::{board::Standing, exceptions::May};
use gatehouse_domain::{
    findings::TextKind,
    policy::{Code, Subject},
    role::Role,
};

/// What stands in the way, told to those who may know it.
pub(super) const fn says(code: Code) -> &'static str {
    match code {
        Code::Protected => {
            "This child is protected: no picture of them leaves the school, whatever was agreed."
        }
        code => code.sentence(),
    }
}

/// Who may lift it, and what else helps.
pub(super) const fn lifts(code: Code, may: May) -> &'static str {
    match (may, code) {
        (May::You, Code::WordsBlock) => {
            "You, where the match is wrong: a class or a place of that name. Else the words have \
             to be corrected."
        }
        (May::You, Code::ExposurePortrait | Code::ExposureFaceOn | Code::ExposureNamed) => {
            "You. Another frame, a crop or a smaller picture is better."
        }
        (May::You, _) => "You or an editor.",
        (May::Only(role), _) => only(role),
        (May::Nobody, Code::Protected) => {
            "Nobody. Choose another picture, or leave the child out of it, with others around \
             them so that nobody stands out."
        }
        (May::Nobody, code) if code.is_denial() => {
            "Nobody. Choose another picture, leave the child out of it, or ask for a new \
             permission."
        }
        (May::Nobody, Code::FaceUnresolved | Code::FaceAmbiguous | Code::FaceProposed) => {
            "Whoever knows the face names it, below."
        }
        (
            May::Nobody,
            Code::SourceStale | Code::DpiaLapsed | Code::UploaderLapsed | Code::ChannelOff,
        ) => "Nobody, until it is renewed or switched on.",
        (May::Nobody, Code::ChannelRuledOut) => "Nobody: the school's policy rules it out.",
        (May::Nobody, _) => "Nobody: it has to be put right. Staff can do that.",
    }
}

const fn only(role: Role) -> &'static str {
    match role {
        Role::Head => "The head.",
        Role::Editor => "An editor.",
        Role::Staff => "Staff.",
        Role::Office => "The office.",
        Role::Dpo => "The data protection officer.",
        Role::Admin => "Whoever looks after Gatehouse.",
        Role::Dsl => "A safeguarding lead.",
    }
}

/// What a reason speaks of.
pub(super) fn about(subject: Subject, text: Option<TextKind>) -> String {
    match (subject, text) {
        (Subject::Picture, _) => "The picture".to_owned(),
        (Subject::Face(place), _) => format!("Face {}", place.saturating_add(1)),
        (Subject::Text(_), Some(kind)) => kind_name(kind).to_owned(),
        (Subject::Text(_), None) => "The words".to_owned(),
    }
}

const fn kind_name(kind: TextKind) -> &'static str {
    match kind {
        TextKind::Caption => "The caption",
        TextKind::Title => "The title",
        TextKind::AltText => "The text for who cannot see the picture",
        TextKind::Filename => "The file’s name",
        TextKind::Hashtag => "A hashtag",
        TextKind::Handle => "An account’s name",
        TextKind::Album => "The album’s name",
    }
}

/// A standing as a word.
pub(super) const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Clear => "Fine",
        Standing::Hold => "Waits",
        Standing::Blocked => "Cannot be used",
    }
}

/// Who settled something.
pub(super) const fn role(role: Role) -> &'static str {
    match role {
        Role::Dsl => "safeguarding lead",
        Role::Editor => "editor",
        Role::Head => "head",
        Role::Staff => "staff",
        Role::Office => "office",
        Role::Dpo => "data protection officer",
        Role::Admin => "administrator",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gatehouse_domain::policy::Rules;

    #[test]
    fn every_reason_says_who_may_lift_it() {
        for code in Code::ALL {
            let may = May::of(*code, &Rules::default());
            let told = lifts(*code, may);
            assert!(told.ends_with('.') && !says(*code).is_empty(), "{code}");
            assert_eq!(told.starts_with("You"), may == May::You, "{code}");
        }
    }
}
