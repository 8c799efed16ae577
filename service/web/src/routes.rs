//! Every address of the house in one table: what is not in it is not served,
//! and who may come is told beside it. The tests of permissions, of
//! accessibility and of error pages are made from it.

use actix_web::{http::Method, web};
use gatehouse_app::sign_in::Scope;
use gatehouse_domain::role::Role;

use crate::{
    api,
    pages::{
        account, accounts, alike, duties, ending, events, exceptions, home, import, logs, machine,
        photos, pupils, register, releases, report, sign_in, switches, take_down, texts,
    },
};

/// Who may come to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody who reaches the machine.
    Anyone,
    /// Everybody who signed in.
    Signed,
    /// Who holds one of these roles.
    Any(&'static [Role]),
    /// A program that carries a token with one of these scopes.
    Token(&'static [Scope]),
}

/// An address.
#[derive(Clone, Copy)]
pub struct Route {
    /// GET or POST; for programs PUT as well.
    pub method: fn() -> Method,
    /// Its path, with what varies in braces.
    pub path: &'static str,
    /// Who may come.
    pub who: Who,
    handler: fn() -> actix_web::Route,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {:?}", (self.method)(), self.path, self.who)
    }
}

impl Route {
    /// Whether it is a page that a person looks at: no form's address, no
    /// picture, nothing for scripts and programs.
    #[must_use]
    pub fn is_page(&self) -> bool {
        const OTHERS: [&str; 4] = ["/picture", "/thumbnail", "/uploads/{upload}", "/next"];
        (self.method)() == Method::GET
            && !is_api(self.path)
            && !self.path.starts_with("/assets/")
            && !OTHERS.iter().any(|end| self.path.ends_with(end))
    }
}

macro_rules! routes {
    ($($method:ident $path:literal $who:expr => $handler:path;)+) => {
        /// Every address.
        pub const ROUTES: &[Route] = &[$(
            Route {
                method: || Method::$method,
                path: $path,
                who: $who,
                handler: || web::method(Method::$method).to($handler),
            },
        )+];
    };
}

use Who::{Any, Anyone, Signed, Token};

/// Who works on photos.
const PICTURES: Who = Any(&[Role::Staff, Role::Editor, Role::Dsl]);
/// Who lets posts out.
const EDITORS: Who = Any(&[Role::Editor]);
/// Who looks after what is out.
const PUBLISHED: Who = Any(&[Role::Editor, Role::Dsl]);
/// Who brings photos.
const INTAKE: Who = Any(&[Role::Staff, Role::Editor]);
/// Who looks after accounts and the machine.
const ADMIN: Who = Any(&[Role::Admin]);
/// Programs that look how far something is.
const VIEWS: Who = Token(&[Scope::Upload, Scope::Words, Scope::Recall]);
/// Who looks after protected pupils.
const SAFEGUARDING: Who = Any(&[Role::Dsl]);

/// Who keeps the register.
const OFFICE: Who = Any(&[Role::Office]);
/// Who looks at what an import would change.
const LOOKS: Who = Any(&[Role::Office, Role::Head]);
/// Who has duties, or sees those of others.
const DUTIES: Who = Any(&[Role::Staff, Role::Editor, Role::Office, Role::Head]);
/// Who switches on.
const HEAD: Who = Any(&[Role::Head]);
/// Who watches over what is switched on.
const GOVERNANCE: Who = Any(&[Role::Head, Role::Dpo]);
/// Who may know that pupils look alike, or how many.
const ALIKE: Who = Any(&[Role::Dsl, Role::Office, Role::Head, Role::Dpo]);

routes! {
    GET "/sign-in" Anyone => sign_in::ask;
    POST "/sign-in" Anyone => sign_in::enter;
    GET "/sign-in/code" Anyone => sign_in::code::ask;
    POST "/sign-in/code" Anyone => sign_in::code::give;
    GET "/sign-in/codes" Anyone => sign_in::codes::ask;
    POST "/sign-in/codes" Anyone => sign_in::codes::confirm;
    GET "/sign-in/agreement" Anyone => sign_in::agreement::ask;
    POST "/sign-in/agreement" Anyone => sign_in::agreement::sign;
    GET "/unlock" Anyone => sign_in::unlock::ask;
    POST "/unlock" Anyone => sign_in::unlock::unlock;
    GET "/set/{token}" Anyone => sign_in::set::ask;
    POST "/set/{token}" Anyone => sign_in::set::set;
    POST "/sign-out" Anyone => sign_in::leave;
    GET "/assets/{hash}/{name}" Anyone => crate::assets::serve;
    GET "/" Signed => home::show_home;
    GET "/events/{event}/post" PICTURES => releases::choose::choose;
    POST "/events/{event}/post" PICTURES => releases::choose::turn;
    POST "/releases" PICTURES => releases::choose::make;
    GET "/releases" EDITORS => releases::queue;
    GET "/releases/{release}" PICTURES => releases::look::look;
    POST "/releases/{release}/approve" EDITORS => releases::look::approve;
    GET "/releases/{release}/take-back" PUBLISHED => releases::back::ask;
    POST "/releases/{release}/take-back" PUBLISHED => releases::back::take;
    POST "/releases/{release}/try-again" PUBLISHED => releases::again::try_again;
    GET "/published" PUBLISHED => releases::out::published;
    GET "/take-down" PUBLISHED => take_down::choose;
    POST "/take-down/look" PUBLISHED => take_down::look;
    POST "/take-down" PUBLISHED => take_down::take;
    GET "/events" PICTURES => events::list;
    GET "/events/new" INTAKE => events::plan::ask;
    POST "/events/new" INTAKE => events::plan::plan;
    GET "/events/{event}" PICTURES => events::board::board;
    GET "/events/{event}/edit" INTAKE => events::plan::edit;
    POST "/events/{event}/edit" INTAKE => events::plan::amend;
    GET "/events/{event}/next" PICTURES => events::board::next;
    GET "/events/{event}/upload" INTAKE => events::upload::ask;
    POST "/events/{event}/photos" INTAKE => events::upload::take;
    POST "/events/{event}/uploads" INTAKE => events::upload::parts::begin;
    GET "/uploads/{upload}" INTAKE => events::upload::parts::far;
    POST "/uploads/{upload}/parts" INTAKE => events::upload::parts::take;
    GET "/photos/{photo}" PICTURES => photos::sheet;
    GET "/photos/{photo}/picture" PICTURES => photos::picture;
    GET "/photos/{photo}/thumbnail" PICTURES => photos::thumbnail;
    POST "/photos/{photo}" PICTURES => photos::save::save;
    POST "/photos/{photo}/said-no" PICTURES => photos::save::said_no;
    GET "/photos/{photo}/mark" PICTURES => photos::mark::ask;
    POST "/photos/{photo}/mark" PICTURES => photos::mark::mark;
    POST "/photos/{photo}/agree" EDITORS => photos::agree::agree;
    GET "/account" Signed => account::show_account;
    GET "/account/password" Signed => account::password::ask;
    POST "/account/password" Signed => account::password::change;
    GET "/account/codes" Signed => account::codes::ask;
    POST "/account/codes" Signed => account::codes::begin;
    GET "/account/codes/new" Signed => account::codes::ask_code;
    POST "/account/codes/new" Signed => account::codes::confirm;
    GET "/account/tokens" Signed => account::tokens::list;
    GET "/account/tokens/new" Signed => account::tokens::ask;
    POST "/account/tokens/new" Signed => account::tokens::make;
    GET "/account/tokens/{token}/end" Signed => account::tokens::ask_end;
    POST "/account/tokens/{token}/end" Signed => account::tokens::end;
    POST "/account/sign-out-everywhere" Signed => account::leave_everywhere;
    GET "/accounts" ADMIN => accounts::list;
    GET "/accounts/new" ADMIN => accounts::ask;
    POST "/accounts/new" ADMIN => accounts::open;
    GET "/accounts/{account}" ADMIN => accounts::one::sheet;
    POST "/accounts/{account}/roles" ADMIN => accounts::one::set_roles;
    POST "/accounts/{account}/link" ADMIN => accounts::one::make_link;
    GET "/accounts/{account}/close" ADMIN => accounts::one::ask_close;
    POST "/accounts/{account}/close" ADMIN => accounts::one::close;
    POST "/accounts/{account}/open" ADMIN => accounts::one::reopen;
    GET "/accounts/{account}/tokens/{token}/end" ADMIN => accounts::one::ask_end;
    POST "/accounts/{account}/tokens/{token}/end" ADMIN => accounts::one::end;
    GET "/machine" ADMIN => machine::look;
    GET "/machine/everything" ADMIN => machine::look_at_everything;
    POST "/machine/retry" ADMIN => machine::retry;
    GET "/logs" Any(&[Role::Dpo]) => logs::read;
    GET "/logs/proof" Any(&[Role::Dpo, Role::Admin]) => logs::prove;
    GET "/report" Any(&[Role::Head, Role::Dpo]) => report::numbers;
    GET "/api/v1/openapi.json" Anyone => api::describe;
    GET "/api/v1/events" VIEWS => api::events::list;
    POST "/api/v1/events" Token(&[Scope::Upload]) => api::events::plan;
    POST "/api/v1/events/{event}/photos" Token(&[Scope::Upload]) => api::events::upload;
    GET "/api/v1/photos/{photo}" VIEWS => api::photos::look;
    PUT "/api/v1/photos/{photo}/words" Token(&[Scope::Words]) => api::photos::write;
    POST "/api/v1/releases" Token(&[Scope::Words]) => api::releases::draft;
    GET "/api/v1/releases/{release}" VIEWS => api::releases::look;
    POST "/api/v1/releases/{release}/take-back" Token(&[Scope::Recall]) => api::releases::take_back;
    POST "/api/v1/permissions" Token(&[Scope::Register]) => api::permissions::record;
    GET "/api/v1/summary" Token(&[Scope::Report]) => api::reports::summary;
    GET "/api/v1/logs/proof" Token(&[Scope::Report]) => api::reports::prove_logs;
    GET "/api/v1/waiting" Token(&[Scope::Report]) => api::reports::waiting;
    GET "/exceptions" SAFEGUARDING => exceptions::list;
    GET "/exceptions/{photo}" SAFEGUARDING => exceptions::picture::ask;
    POST "/exceptions/{photo}/decisions" SAFEGUARDING => exceptions::picture::decide;
    POST "/exceptions/{photo}/names" SAFEGUARDING => exceptions::picture::name;
    GET "/protected" SAFEGUARDING => pupils::protected::list;
    GET "/pupils" SAFEGUARDING => pupils::list;
    POST "/pupils" SAFEGUARDING => pupils::search;
    GET "/pupils/{person}" SAFEGUARDING => pupils::person::ask;
    GET "/pupils/{person}/protection" SAFEGUARDING => pupils::protection::ask;
    POST "/pupils/{person}/protection" SAFEGUARDING => pupils::protection::change;
    POST "/pupils/{person}/said-no" SAFEGUARDING => pupils::said_no::note;
    GET "/pupils/{person}/changed-mind" SAFEGUARDING => pupils::changed_mind::ask;
    POST "/pupils/{person}/changed-mind" SAFEGUARDING => pupils::changed_mind::note;
    GET "/events/{event}/brief" INTAKE => events::brief::show_brief;
    GET "/events/{event}/receipt" INTAKE => events::receipt::ask;
    POST "/events/{event}/receipt" INTAKE => events::receipt::confirm;
    GET "/import" LOOKS => import::ask;
    POST "/import/look" LOOKS => import::look;
    GET "/import/{import}" LOOKS => import::see;
    POST "/import/{import}/confirm" OFFICE => import::enter;
    GET "/import/{import}/columns" OFFICE => import::columns::ask;
    POST "/import/{import}/columns" OFFICE => import::columns::say;
    GET "/import/{import}/answers" OFFICE => import::answers::ask;
    POST "/import/{import}/answers" OFFICE => import::answers::say;
    GET "/register" OFFICE => register::list;
    POST "/register" OFFICE => register::search;
    GET "/register/{person}" OFFICE => register::person::ask;
    POST "/register/{person}/answers" OFFICE => register::answer::record;
    POST "/register/{person}/said-no" OFFICE => register::person::said_no;
    GET "/register/{person}/changed-mind" OFFICE => pupils::changed_mind::ask_office;
    POST "/register/{person}/changed-mind" OFFICE => pupils::changed_mind::note_office;
    GET "/register/{person}/erase" OFFICE => register::erase::ask;
    POST "/register/{person}/erase" OFFICE => register::erase::erase;
    GET "/duties" DUTIES => duties::list;
    GET "/switches" Any(&[Role::Head, Role::Dpo]) => switches::list;
    GET "/ending/{kind}/{day}" OFFICE => ending::list;
    GET "/texts" LOOKS => texts::list;
    POST "/texts" LOOKS => texts::add;
    GET "/texts/{version}/force" HEAD => texts::ask;
    POST "/texts/{version}/force" HEAD => texts::put;
    POST "/switches/consents" HEAD => switches::fresh;
    GET "/switches/channel/{channel}" HEAD => switches::channel::ask;
    POST "/switches/channel/{channel}" HEAD => switches::channel::turn;
    GET "/switches/recognition" HEAD => switches::recognition::ask;
    POST "/switches/recognition" HEAD => switches::recognition::turn;
    GET "/switches/profile" HEAD => switches::profile::ask;
    POST "/switches/profile/look" HEAD => switches::profile::look;
    POST "/switches/profile" HEAD => switches::profile::sign;
    GET "/switches/dpia" HEAD => switches::dpia::ask;
    POST "/switches/dpia" HEAD => switches::dpia::record;
    GET "/switches/dpia/draft" GOVERNANCE => switches::draft::read;
    GET "/look-alikes" ALIKE => alike::report;
}

/// Opens the addresses.
pub(crate) fn open(config: &mut web::ServiceConfig) {
    for route in ROUTES {
        config.route(route.path, (route.handler)());
    }
}

/// Whether an address is for programs.
pub(crate) fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}
