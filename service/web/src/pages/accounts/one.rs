//! One account: its roles, a new link, its end and its beginning again, its
//! programs' tokens. Nobody changes what they may do themselves.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::{
    desk::Admin,
    street::{
        StreetError,
        office::{Account, HasSet},
    },
};
use gatehouse_domain::ids::AccountId;
use uuid::Uuid;

use super::{Choice, choices, show_link, ticked};
use crate::{
    fields::Fields,
    pages::{
        Answer, Wrong,
        account::tokens::{End, Line, find, lines},
        again,
        layout::Page,
        show,
    },
    problem::{Problem, Stop, sentence},
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "accounts/one.html")]
struct One {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    id: Uuid,
    name: String,
    login: String,
    closed: bool,
    own: bool,
    /// Whether a link for it is made on the machine itself alone.
    second: bool,
    has: HasSet,
    roles: Vec<Choice>,
    tokens: Vec<Line>,
}

#[derive(Template)]
#[template(path = "accounts/close.html")]
struct Close {
    page: Page,
    token: String,
    id: Uuid,
    login: String,
    own: bool,
}

impl One {
    /// Where its tokens' addresses begin.
    fn tokens_at(&self) -> String {
        format!("/accounts/{}/tokens", self.id)
    }
}

/// Shows it.
pub(crate) async fn sheet(visit: Visit, account: Path<Uuid>) -> Answer {
    page(&visit, *account, None).await
}

async fn page(visit: &Visit, account: Uuid, wrong: Option<Wrong>) -> Answer {
    let signed = visit.signed().await?;
    let admin = signed.admin().ok_or_else(Problem::role_missing)?;
    let id = AccountId(account);
    let (known, has) = admin.account(id).await?;
    let tokens = lines(admin.tokens(id).await?, visit.doors.house.now());
    let mut page = visit.page(&signed, "An account").await?;
    page.wrong = wrong.is_some();
    let refused = page.wrong;
    let one = One {
        page,
        token: visit.form_mark(),
        wrongs: wrong.into_iter().collect(),
        id: account,
        name: known.name,
        login: known.login,
        closed: known.disabled,
        own: admin.is_own(id),
        second: admin.needs_second(id).await?,
        has,
        roles: choices(&known.roles),
        tokens,
    };
    if refused { again(&one) } else { show(&one) }
}

/// An account of the school.
async fn known(admin: &Admin<'_>, account: Uuid) -> Result<(AccountId, Account), Stop> {
    let id = AccountId(account);
    let (known, _) = admin.account(id).await?;
    Ok((id, known))
}

/// The account of another.
async fn other(admin: &Admin<'_>, account: Uuid) -> Result<(AccountId, Account), Stop> {
    let (id, known) = known(admin, account).await?;
    if admin.is_own(id) {
        return Err(Problem::role_missing().into());
    }
    Ok((id, known))
}

/// Gives it exactly these roles.
pub(crate) async fn set_roles(visit: Visit, account: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let admin = signed.admin().ok_or_else(Problem::role_missing)?;
    let (id, _) = other(&admin, *account).await?;
    let roles = ticked(&fields);
    if roles.is_empty() {
        let says = "Tick what the person does. To keep them out, close the account";
        return page(&visit, *account, Some(Wrong::new("roles", says))).await;
    }
    match admin.set_roles(id, &roles).await {
        Ok(()) => {}
        Err(error @ StreetError::SecondPerson) => {
            let wrong = Wrong::new("roles", sentence(&error.to_string()));
            return page(&visit, *account, Some(wrong)).await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(go(&format!("/accounts/{account}?done=roles-saved")))
}

/// Makes a link by which its password is set, and shows it, this once.
pub(crate) async fn make_link(visit: Visit, account: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let admin = signed.admin().ok_or_else(Problem::role_missing)?;
    let (id, known) = other(&admin, *account).await?;
    let lost = fields.one("lost") == "yes";
    let link = admin.make_set_link(id, lost).await?;
    show_link(&visit, (*account, known.login), &link).await
}

/// Asks whether it is to be closed.
pub(crate) async fn ask_close(visit: Visit, account: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let admin = signed.admin().ok_or_else(Problem::role_missing)?;
    let (id, known) = known(&admin, *account).await?;
    show(&Close {
        page: visit.page(&signed, "Close this account?").await?,
        token: visit.form_mark(),
        id: *account,
        login: known.login,
        own: admin.is_own(id),
    })
}

/// Closes it.
pub(crate) async fn close(visit: Visit, account: Path<Uuid>, fields: Fields) -> Answer {
    set_disabled(&visit, *account, &fields, true).await?;
    Ok(go(&format!("/accounts/{account}?done=account-closed")))
}

/// Opens it again.
pub(crate) async fn reopen(visit: Visit, account: Path<Uuid>, fields: Fields) -> Answer {
    set_disabled(&visit, *account, &fields, false).await?;
    Ok(go(&format!("/accounts/{account}?done=account-opened")))
}

async fn set_disabled(
    visit: &Visit,
    account: Uuid,
    fields: &Fields,
    disabled: bool,
) -> Result<(), Stop> {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let admin = signed.admin().ok_or_else(Problem::role_missing)?;
    let (id, _) = other(&admin, account).await?;
    Ok(admin.set_disabled(id, disabled).await?)
}

/// Asks whether a token of it is to end.
pub(crate) async fn ask_end(visit: Visit, which: Path<(Uuid, Uuid)>) -> Answer {
    let (account, token) = which.into_inner();
    let signed = visit.signed().await?;
    let admin = signed.admin().ok_or_else(Problem::role_missing)?;
    let (id, _) = known(&admin, account).await?;
    let found = find(admin.tokens(id).await?, token)?;
    show(&End {
        page: visit.page(&signed, "End this token?").await?,
        token: visit.form_mark(),
        name: found.name,
        before: format!("/accounts/{account}/tokens"),
        id: found.id,
    })
}

/// Ends it.
pub(crate) async fn end(visit: Visit, which: Path<(Uuid, Uuid)>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let (account, token) = which.into_inner();
    let signed = visit.signed().await?;
    let admin = signed.admin().ok_or_else(Problem::role_missing)?;
    let (id, _) = known(&admin, account).await?;
    find(admin.tokens(id).await?, token)?;
    admin.revoke_token(id, token).await?;
    Ok(go(&format!("/accounts/{account}?done=token-ended")))
}
