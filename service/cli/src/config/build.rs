//! Before the first photo: checked values become the configuration.

use std::{collections::BTreeMap, time::Duration};

use super::{
    checks,
    problem::{Problem, Source},
    settings::CHANNELS,
    types::{
        Backup, Config, Database, Keys, Ledger, Limits, Log, Master, Networks, Objects, Outlet, S3,
        SignIn, Signing, Store, Web, Worker,
    },
    values::Values,
};

/// Builds the configuration. A problem only if the table of settings lacks a
/// key that is asked for here, which the tests rule out for every kind.
pub(super) fn config(values: &Values) -> Result<Config, Problem> {
    Ok(Config {
        data: need("data", Values::path, values)?,
        database: Database {
            url: need("database.url", Values::database, values)?,
            connections: need("database.connections", Values::number, values)?,
        },
        objects: Objects {
            store: store("objects", values)?,
        },
        keys: keys(values)?,
        ledger: Ledger {
            folder: need("ledger.folder", Values::path, values)?,
        },
        signing: Signing {
            key_file: need("signing.key-file", Values::path, values)?,
        },
        worker: worker(values)?,
        web: Web {
            address: need("web.address", Values::socket, values)?,
            https: need("web.https", Values::yes_no, values)?,
            behind_proxy: need("web.behind-proxy", Values::yes_no, values)?,
            threads: need("web.threads", Values::number, values)?,
        },
        sign_in: SignIn {
            codes: need("sign-in.codes", Values::text, values)?,
        },
        limits: Limits {
            photo_bytes: need("limits.photo-bytes", Values::bytes, values)?,
            decode_memory: need("limits.decode-memory", Values::bytes, values)?,
        },
        publish: publish(values)?,
        networks: Networks {
            set: need("networks.set", Values::text, values)?,
            folder: values.path("networks.folder"),
        },
        log: Log {
            level: need("log.level", Values::text, values)?,
        },
        backup: Backup {
            folder: need("backup.folder", Values::path, values)?,
            keys_folder: need("backup.keys-folder", Values::path, values)?,
            is_set: checks::BACKUP_FOLDERS
                .iter()
                .all(|key| values.set(key).is_some()),
            every_days: need("backup.every-days", Values::number, values)?,
        },
    })
}

/// A value that the checks have seen to be there.
fn need<T>(
    key: &str,
    get: impl Fn(&Values, &str) -> Option<T>,
    values: &Values,
) -> Result<T, Problem> {
    get(values, key).ok_or_else(|| Problem {
        source: Source::Default,
        key: key.to_owned(),
        said: "has no value".to_owned(),
        allowed: "set it".to_owned(),
    })
}

fn store(group: &str, values: &Values) -> Result<Store, Problem> {
    let key = |name: &str| format!("{group}.{name}");
    if need(&key("kind"), Values::text, values)? == "folder" {
        return need(&key("folder"), Values::path, values).map(Store::Folder);
    }
    Ok(Store::S3(S3 {
        endpoint: need(&key("endpoint"), Values::text, values)?,
        region: need(&key("region"), Values::text, values)?,
        bucket: need(&key("bucket"), Values::text, values)?,
        prefix: need(&key("prefix"), Values::text, values)?,
        access_key: need(&key("access-key"), Values::secret, values)?,
        secret_key: need(&key("secret-key"), Values::secret, values)?,
        allow_http: need(&key("allow-http"), Values::yes_no, values)?,
    }))
}

fn keys(values: &Values) -> Result<Keys, Problem> {
    let master = match values.secret("keys.master") {
        Some(key) => Master::Given(key),
        None => Master::File(need("keys.master-file", Values::path, values)?),
    };
    Ok(Keys {
        store: store("keys", values)?,
        master,
        copy_confirmed_on: values.day("keys.copy-confirmed-on"),
    })
}

fn worker(values: &Values) -> Result<Worker, Problem> {
    let number = |key: &str| need(key, Values::number, values);
    Ok(Worker {
        count: number("worker.count")?,
        lease: Duration::from_secs(number("worker.lease-seconds")?.into()),
        attempts: number("worker.attempts")?,
        poll: Duration::from_millis(number("worker.poll-milliseconds")?.into()),
    })
}

fn publish(values: &Values) -> Result<BTreeMap<&'static str, Outlet>, Problem> {
    let mut outlets = BTreeMap::new();
    for channel in CHANNELS {
        let key = |name: &str| format!("publish.{channel}.{name}");
        if let Some(folder) = values.path(&key("folder")) {
            let outlet = Outlet {
                folder,
                base_url: need(&key("base-url"), Values::text, values)?,
                title: values.text(&key("title")),
            };
            outlets.insert(channel, outlet);
        }
    }
    Ok(outlets)
}
