//! Settings that are right by themselves and wrong together.

use super::{BUCKET, read_in_school, told};

#[test]
fn what_has_no_effect_is_refused() {
    for (text, sentence) in [
        (
            "objects.bucket = 'school'",
            "gatehouse.toml line 1: objects.bucket has no effect while objects.kind is folder - take it out",
        ),
        (
            "keys.allow-http = false",
            "gatehouse.toml line 1: keys.allow-http has no effect while keys.kind is folder - take it out",
        ),
        (
            "publish.press.title = 'Ours'",
            "gatehouse.toml line 1: publish.press.title has no effect without publish.press.folder - set the folder, or take it out",
        ),
        (
            "publish.press.base-url = 'https://press.example.org'",
            "gatehouse.toml line 1: publish.press.base-url has no effect without publish.press.folder - set the folder, or take it out",
        ),
    ] {
        assert_eq!(told(text, &[]), [sentence], "{text}");
    }
    let text = format!("[keys]\nkind = 's3'\n{BUCKET}folder = 'x'\n");
    let sentence =
        "gatehouse.toml line 7: keys.folder has no effect while keys.kind is s3 - take it out";
    assert_eq!(told(&text, &[]), [sentence]);
}

#[test]
fn what_is_missing_is_told_where_it_is_asked_for() {
    assert_eq!(
        told("\nobjects.kind = 's3'\nobjects.bucket = 'NO'", &[]),
        [
            "gatehouse.toml line 2: objects.access-key is missing while objects.kind is s3 - set it to the access key",
            "gatehouse.toml line 2: objects.endpoint is missing while objects.kind is s3 - set it to the address of the service",
            "gatehouse.toml line 2: objects.secret-key is missing while objects.kind is s3 - set it to the secret key",
            "gatehouse.toml line 3: objects.bucket is \"NO\" - use a bucket name of 3 to 63 small letters, digits, dots or hyphens",
        ]
    );
    assert_eq!(
        told("", &[("GATEHOUSE_PUBLISH_VLE_FOLDER", "/srv/vle")]),
        [
            "variable GATEHOUSE_PUBLISH_VLE_FOLDER: publish.vle.base-url is missing while publish.vle.folder is set - set it to the address under which the folder is read"
        ]
    );
}

#[test]
fn a_wrong_kind_of_store_leaves_the_rest_unjudged() {
    let sentence = "variable GATEHOUSE_OBJECTS_KIND: objects.kind is \"ftp\" - use folder or s3";
    let environment = [("GATEHOUSE_OBJECTS_KIND", "ftp")];
    assert_eq!(told("objects.kind = 's3'", &environment), [sentence]);
    let text = "objects.kind = 'S3'\nobjects.bucket = 'school'";
    let sentence = "gatehouse.toml line 1: objects.kind is \"S3\" - use folder or s3";
    assert_eq!(told(text, &[]), [sentence]);
}

#[test]
fn a_wrong_folder_of_a_channel_leaves_its_address_unjudged() {
    let text = "publish.vle.folder = ''\npublish.vle.base-url = 'https://vle.example.org'";
    let sentence = "gatehouse.toml line 1: publish.vle.folder is \"\" - use a folder";
    assert_eq!(told(text, &[]), [sentence]);
}

#[test]
fn an_open_address_must_be_allowed() {
    let text = format!("[objects]\nkind = 's3'\n{BUCKET}").replace("https:", "http:");
    let sentence = "gatehouse.toml line 3: objects.endpoint is an address that anybody on the way can read - use https://, or set objects.allow-http to true on a network of your own";
    assert_eq!(told(&text, &[]), [sentence]);
    assert_eq!(told(&format!("{text}allow-http = true\n"), &[]), [""; 0]);
}

#[test]
fn the_master_key_stands_in_the_environment_only() {
    let key = "0123456789abcdefABCDEF0123456789".repeat(2);
    let text = format!("keys.master = '{key}'");
    let sentence = "gatehouse.toml line 1: keys.master may not stand in the file (a value is there) - use 64 hexadecimal digits in GATEHOUSE_KEYS_MASTER, or the file that keys.master-file names";
    assert_eq!(told(&text, &[]), [sentence]);
    let given = [("GATEHOUSE_KEYS_MASTER", key.as_str())];
    assert_eq!(told("", &given), [""; 0]);
    let sentence = "gatehouse.toml line 1: keys.master-file has no effect while variable GATEHOUSE_KEYS_MASTER holds the key itself - take one of the two out";
    assert_eq!(told("keys.master-file = 'key'", &given), [sentence]);
}

#[test]
fn backups_come_by_themselves_only_into_folders_that_somebody_chose() {
    let sentence = "gatehouse.toml line 2: backup.every-days has no effect without backup.keys-folder - set both folders, or take it out";
    let text = "backup.folder = 'one'\nbackup.every-days = 7";
    assert_eq!(told(text, &[]), [sentence]);
    let both = read_in_school("backup.folder = 'one'\nbackup.keys-folder = 'two'", &[]);
    assert!(both.is_ok_and(|config| config.backup.is_set && config.backup.every_days == 1));
}

#[test]
fn no_folder_is_for_two_things() {
    for (text, sentence) in [
        (
            "keys.folder = 'data/objects/keys'",
            "gatehouse.toml line 1: keys.folder lies inside objects.folder - use a folder apart from it",
        ),
        (
            "keys.folder = 'data/objects'",
            "gatehouse.toml line 1: keys.folder is the same as objects.folder - use a folder apart from it",
        ),
        (
            "keys.folder = './x/../data/ledger/../objects/.'",
            "gatehouse.toml line 1: keys.folder is the same as objects.folder - use a folder apart from it",
        ),
        (
            "keys.folder = '/../school/data/objects'",
            "gatehouse.toml line 1: keys.folder is the same as objects.folder - use a folder apart from it",
        ),
        (
            "objects.folder = '/school/data/keys'",
            "gatehouse.toml line 1: objects.folder is the same as keys.folder - use a folder apart from it",
        ),
        (
            "backup.keys-folder = 'data/backups'",
            "gatehouse.toml line 1: backup.keys-folder is the same as backup.folder - use a folder apart from it",
        ),
        (
            "backup.keys-folder = 'data/backups/keys'",
            "gatehouse.toml line 1: backup.keys-folder lies inside backup.folder - use a folder apart from it",
        ),
        (
            "ledger.folder = 'data/objects/ledger'",
            "gatehouse.toml line 1: ledger.folder lies inside objects.folder - use a folder apart from it",
        ),
        (
            "signing.key-file = 'data/ledger/signing.key'",
            "gatehouse.toml line 1: signing.key-file lies inside ledger.folder - use a file apart from it",
        ),
        (
            "signing.key-file = 'data/master.key'",
            "gatehouse.toml line 1: signing.key-file is the same as keys.master-file - use a file apart from it",
        ),
        (
            "database.url = 'sqlite:data/objects/x.db'",
            "gatehouse.toml line 1: database.url lies inside objects.folder - use a file apart from it",
        ),
    ] {
        assert_eq!(told(text, &[]), [sentence], "{text}");
    }
    assert_eq!(told("keys.folder = 'data/objects-keys'", &[]), [""; 0]);
}

#[test]
fn a_public_folder_holds_nothing_of_ours() {
    let text = "[publish.website]\nfolder = '.'\nbase-url = 'https://www.example.org'";
    let sentences = told(text, &[]);
    for inside in [
        "objects.folder",
        "keys.folder",
        "ledger.folder",
        "backup.folder",
        "backup.keys-folder",
        "database.url",
        "keys.master-file",
        "signing.key-file",
    ] {
        let sentence = format!(
            "gatehouse.toml line 2: publish.website.folder has {inside} inside it - use a folder apart from it"
        );
        assert!(sentences.contains(&sentence), "{inside}: {sentences:#?}");
    }
    assert_eq!(sentences.len(), 8);
    // A master key that is not in a file lies nowhere.
    let key = "5a".repeat(32);
    assert_eq!(told(text, &[("GATEHOUSE_KEYS_MASTER", &key)]).len(), 7);
}

#[test]
fn keys_and_pictures_do_not_meet_in_a_bucket() {
    let with = |objects: &str, keys: &str| {
        format!(
            "[objects]\nkind = 's3'\nprefix = '{objects}'\n{BUCKET}[keys]\nkind = 's3'\nprefix = '{keys}'\n{BUCKET}"
        )
    };
    let sentence = "gatehouse.toml line 10: keys.prefix puts the keys among the pictures of objects.bucket - use another bucket, or a prefix for each that does not begin the other";
    for (objects, keys) in [
        ("", ""),
        ("", "keys"),
        ("a", "a"),
        ("a", "a/b"),
        ("a/b", "a"),
    ] {
        assert_eq!(
            told(&with(objects, keys), &[]),
            [sentence],
            "{objects} {keys}"
        );
    }
    for (objects, keys) in [("a", "b"), ("a", "ab"), ("a/b", "a/c")] {
        assert!(
            read_in_school(&with(objects, keys), &[]).is_ok(),
            "{objects} {keys}"
        );
    }
    let elsewhere = with("", "").replacen("s3.example.org", "s4.example.org", 1);
    assert!(read_in_school(&elsewhere, &[]).is_ok());
    let other = with("", "").replacen("gatehouse-school", "gatehouse-pictures", 1);
    assert!(read_in_school(&other, &[]).is_ok());
}
