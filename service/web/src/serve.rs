//! Opens the doors: everything a request passes on its way in and out.

use std::{net::TcpListener, sync::Arc};

use actix_web::{App, HttpServer, middleware::from_fn, web};
use gatehouse_app::house::House;

use crate::{cookies::Secure, errors, headers, routes};

/// How the doors are set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Whether browsers reach it by https. Only the demo, on this very machine,
    /// goes without.
    pub https: bool,
    /// Whether a proxy stands before it and tells who asks.
    pub behind_proxy: bool,
    /// Threads that answer.
    pub threads: usize,
}

/// What every handler is handed.
pub(crate) struct Doors {
    pub(crate) house: Arc<House>,
    pub(crate) secure: Secure,
    pub(crate) behind_proxy: bool,
}

/// The largest form, in bytes; pictures come by another way.
const FORM: usize = 256 << 10;
/// The largest part of a picture, in bytes; the script sends smaller ones.
const PART: usize = 4 << 20;

/// Opens the doors at an address that is listened to already.
///
/// # Errors
/// The system's.
pub async fn serve(
    house: Arc<House>,
    settings: Settings,
    listener: TcpListener,
) -> std::io::Result<()> {
    let doors = web::Data::new(Doors {
        house,
        secure: Secure(settings.https),
        behind_proxy: settings.behind_proxy,
    });
    let app = move || {
        App::new()
            .app_data(doors.clone())
            .app_data(web::FormConfig::default().limit(FORM))
            .app_data(web::PayloadConfig::new(PART))
            .wrap(from_fn(errors::tell))
            .wrap(from_fn(headers::add))
            .configure(routes::open)
    };
    HttpServer::new(app)
        .workers(settings.threads)
        .disable_signals()
        .listen(listener)?
        .run()
        .await
}
