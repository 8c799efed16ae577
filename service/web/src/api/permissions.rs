//! Answers about showing somebody, from the office's own system.

use actix_web::{HttpResponse, web::Payload};
use gatehouse_app::{
    school::MisId,
    street::office::{Answered, record::AnswerFault},
};
use gatehouse_domain::permission::{self, Detail, Giver, PermissionRow};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    program, read,
    shared::{Channel, Refused},
    unfit,
};
use crate::{pages::Answer, visitor::Visit};

/// An answer about showing somebody on a channel.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Permission {
    /// The number under which the office's own system keeps whom it is about.
    mis_id: String,
    /// The channel it speaks of.
    channel: Channel,
    /// What it covers.
    naming: Naming,
    /// The answer.
    decision: Decision,
    /// The lawful basis.
    basis: Basis,
    /// Which guardian gave it, from 1, as in the register; left out where the
    /// pupil or the member of staff did.
    #[serde(default)]
    guardian: Option<u16>,
    /// When it was given.
    given_on: Date,
    /// The last day on which it holds, if it ends.
    #[serde(default)]
    expires_on: Option<Date>,
    /// Version of the text that was agreed to.
    text_version: u32,
    /// How it reached the school, where that is known.
    #[serde(default)]
    means: Option<Means>,
    /// What it is about.
    #[serde(default)]
    purpose: Purpose,
}

/// How an answer reached the school.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Means {
    /// A signed form.
    Paper,
    /// The parents' portal.
    Portal,
    /// An e-mail.
    Email,
    /// On the telephone, or in passing.
    Verbal,
    /// Face to face.
    InPerson,
}

/// What an answer is about.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Purpose {
    /// Using a picture on the channel.
    #[default]
    Using,
    /// Taking pictures at all; the channel is not asked.
    Taking,
}

/// What an answer covers besides the picture.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Naming {
    /// The picture without a name.
    PictureOnly,
    /// The picture together with the first name.
    WithFirstName,
}

/// What was answered.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Decision {
    /// Yes.
    Granted,
    /// No.
    Refused,
    /// A yes that was taken back.
    Withdrawn,
}

/// Lawful basis of UK GDPR Article 6.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Basis {
    /// Article 6(1)(a).
    Consent,
    /// Article 6(1)(e).
    PublicTask,
    /// Article 6(1)(f).
    LegitimateInterests,
}

/// Records an answer about showing somebody. What may not be out any more is
/// taken back at once.
#[utoipa::path(
    post,
    path = "/api/v1/permissions",
    request_body = Permission,
    responses((status = 204, description = "It is recorded and counts."), Refused),
    security(("token" = ["register"])),
)]
pub(crate) async fn record(visit: Visit, payload: Payload) -> Answer {
    let imports = program(&visit).await?.imports()?;
    let sent: Permission = read(payload).await?;
    let number = MisId::parse(&sent.mis_id).map_err(|says| unfit(format!("mis_id: {says}.")))?;
    let Some(row) = row(&sent) else {
        return Err(unfit("guardian: guardians are counted from 1."));
    };
    match imports.record_answer(&number, &row).await? {
        Answered::Recorded => Ok(HttpResponse::NoContent().finish()),
        Answered::Unfit(AnswerFault::GivenOn) => Err(unfit("given_on: this day has not come yet.")),
        Answered::Unfit(AnswerFault::Until) => {
            Err(unfit("expires_on: it ends before it was given."))
        }
        Answered::Unfit(_) => Err(unfit(
            "A yes for a pupil is given by one of their guardians on the register, for staff by \
             themselves.",
        )),
    }
}

/// As the register keeps it.
fn row(sent: &Permission) -> Option<PermissionRow> {
    Some(PermissionRow {
        channel: sent.channel.into(),
        naming: match sent.naming {
            Naming::PictureOnly => permission::Naming::PictureOnly,
            Naming::WithFirstName => permission::Naming::WithFirstName,
        },
        basis: match sent.basis {
            Basis::Consent => permission::Basis::Consent,
            Basis::PublicTask => permission::Basis::PublicTask,
            Basis::LegitimateInterests => permission::Basis::LegitimateInterests,
        },
        decision: match sent.decision {
            Decision::Granted => permission::Decision::Granted,
            Decision::Refused => permission::Decision::Refused,
            Decision::Withdrawn => permission::Decision::Withdrawn,
        },
        given_by: match sent.guardian {
            Some(place) => Giver::Guardian(place.checked_sub(1)?),
            None => Giver::Self_,
        },
        given_on: sent.given_on,
        expires_on: sent.expires_on,
        text_version: sent.text_version,
        detail: Detail {
            means: sent.means.map(|means| match means {
                Means::Paper => permission::Means::Paper,
                Means::Portal => permission::Means::Portal,
                Means::Email => permission::Means::Email,
                Means::Verbal => permission::Means::Verbal,
                Means::InPerson => permission::Means::InPerson,
            }),
            purpose: match sent.purpose {
                Purpose::Using => permission::Purpose::Using,
                Purpose::Taking => permission::Purpose::Taking,
            },
        },
    })
}
