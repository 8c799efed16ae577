//! Each wrong value with the exact sentence that is told of it.

use super::told;

#[test]
fn a_wrong_value_is_told_with_line_key_and_what_is_allowed() {
    for (text, sentence) in [
        (
            "[database]\n\n\n\n\n\nurl = \"mysql://root:hunter2@db/school\"",
            "gatehouse.toml line 7: database.url is \"mysql://...\" - use sqlite:PATH or postgres://USER@HOST/NAME",
        ),
        (
            "database.url = 'hunter2'",
            "gatehouse.toml line 1: database.url is wrong (a value is there) - use sqlite:PATH or postgres://USER@HOST/NAME",
        ),
        (
            "database.url = 'sqlite::memory:'",
            "gatehouse.toml line 1: database.url is \"sqlite:...\" - use sqlite:PATH or postgres://USER@HOST/NAME",
        ),
        (
            "database.url = 'postgres://gate:hunter2@/school'",
            "gatehouse.toml line 1: database.url is \"postgres://...\" - use sqlite:PATH or postgres://USER@HOST/NAME",
        ),
        (
            "data = [\n",
            "gatehouse.toml line 1: this line is not TOML: unclosed array, expected `]` - write NAME = VALUE, with text in quotes",
        ),
        (
            "\n[worker]\ncount = 0",
            "gatehouse.toml line 3: worker.count is \"0\" - use a whole number from 1 to 64",
        ),
        (
            "worker.count = -1",
            "gatehouse.toml line 1: worker.count is \"-1\" - use a whole number from 1 to 64",
        ),
        (
            "worker.count = 0xFF",
            "gatehouse.toml line 1: worker.count is \"255\" - use a whole number from 1 to 64",
        ),
        (
            "worker.count = 99999999999999999999",
            "gatehouse.toml line 1: worker.count is \"99999999999999999999\" - use a whole number from 1 to 64",
        ),
        (
            "worker.count = '4'",
            "gatehouse.toml line 1: worker.count is \"4\" in quotes - use a whole number from 1 to 64, without quotes",
        ),
        (
            "worker.count = 2.5",
            "gatehouse.toml line 1: worker.count is 2.5 without quotes - use a whole number from 1 to 64, without quotes",
        ),
        (
            "log.level = true",
            "gatehouse.toml line 1: log.level is true without quotes - use error, warn, info, debug or trace, in quotes",
        ),
        (
            "log.level = 'loud'",
            "gatehouse.toml line 1: log.level is \"loud\" - use error, warn, info, debug or trace",
        ),
        (
            "objects.kind = 'ftp'",
            "gatehouse.toml line 1: objects.kind is \"ftp\" - use folder or s3",
        ),
        (
            "data = ''",
            "gatehouse.toml line 1: data is \"\" - use a folder",
        ),
        (
            "data = ['a', 'b']",
            "gatehouse.toml line 1: data is a list - use a folder, in quotes",
        ),
        (
            "[data]\nfolder = 'x'",
            "gatehouse.toml line 1: data is a group of settings - use a folder, in quotes",
        ),
        (
            "worker.count.most = 4",
            "gatehouse.toml line 1: worker.count is a group of settings - use a whole number from 1 to 64, without quotes",
        ),
        (
            "limits.photo-bytes = '2 GB'",
            "gatehouse.toml line 1: limits.photo-bytes is \"2 GB\" - use a size from 1 KB to 1 GB",
        ),
        (
            "limits.decode-memory = 2",
            "gatehouse.toml line 1: limits.decode-memory is \"2\" - use a size from 256 MB to 64 GB",
        ),
        (
            "keys.copy-confirmed-on = '20/11/2026'",
            "gatehouse.toml line 1: keys.copy-confirmed-on is \"20/11/2026\" - use a day such as 2026-11-20",
        ),
        (
            "keys.copy-confirmed-on = '2026-11-20T10:00:00'",
            "gatehouse.toml line 1: keys.copy-confirmed-on is \"2026-11-20T10:00:00\" - use a day such as 2026-11-20",
        ),
        (
            "keys.copy-confirmed-on = 2026-11-20T10:00:00Z",
            "gatehouse.toml line 1: keys.copy-confirmed-on is \"2026-11-20T10:00:00Z\" - use a day such as 2026-11-20",
        ),
    ] {
        assert_eq!(told(text, &[]), [sentence], "{text}");
    }
}

#[test]
fn a_wrong_value_of_a_bucket_or_channel_is_told_too() {
    for (text, sentence) in [
        (
            "publish.vle.folder = '/srv/vle'\npublish.vle.base-url = 'ftp://vle.example.org'",
            "gatehouse.toml line 2: publish.vle.base-url is \"ftp://vle.example.org\" - use an address such as https://HOST/PATH, without a user name or a query",
        ),
        (
            "publish.vle.folder = '/srv/vle'\npublish.vle.base-url = 'https://me:hunter2@vle.example.org'",
            "gatehouse.toml line 2: publish.vle.base-url is wrong (a value is there) - use an address such as https://HOST/PATH, without a user name or a query",
        ),
        (
            "publish.vle.folder = '/srv/vle'\npublish.vle.base-url = 'https://vle.example.org'\npublish.vle.title = '  '",
            "gatehouse.toml line 3: publish.vle.title is \"  \" - use words of at most 200 letters",
        ),
        (
            "objects.bucket = 'My_Bucket'",
            "gatehouse.toml line 1: objects.bucket is \"My_Bucket\" - use a bucket name of 3 to 63 small letters, digits, dots or hyphens",
        ),
        (
            "objects.bucket = '-school'",
            "gatehouse.toml line 1: objects.bucket is \"-school\" - use a bucket name of 3 to 63 small letters, digits, dots or hyphens",
        ),
        (
            "objects.prefix = 'a/../b'",
            "gatehouse.toml line 1: objects.prefix is \"a/../b\" - use a name without spaces that neither begins nor ends with a slash",
        ),
        (
            "objects.prefix = '/school'",
            "gatehouse.toml line 1: objects.prefix is \"/school\" - use a name without spaces that neither begins nor ends with a slash",
        ),
        (
            "objects.allow-http = 'yes'",
            "gatehouse.toml line 1: objects.allow-http is \"yes\" in quotes - use true or false, without quotes",
        ),
        (
            "keys.secret-key = 'two words'",
            "gatehouse.toml line 1: keys.secret-key is wrong (a value is there) - use the key without spaces",
        ),
        (
            "networks.set = 'two words'",
            "gatehouse.toml line 1: networks.set is \"two words\" - use one word without spaces",
        ),
    ] {
        assert_eq!(told(text, &[]), [sentence], "{text}");
    }
}

#[test]
fn a_wrong_variable_is_told_by_its_name() {
    for (name, value, sentence) in [
        (
            "GATEHOUSE_WORKER_COUNT",
            "many",
            "variable GATEHOUSE_WORKER_COUNT: worker.count is \"many\" - use a whole number from 1 to 64",
        ),
        (
            "GATEHOUSE_WORKER_COUNT",
            "+4",
            "variable GATEHOUSE_WORKER_COUNT: worker.count is \"+4\" - use a whole number from 1 to 64",
        ),
        (
            "GATEHOUSE_DATABASE_URL",
            "mysql://root:hunter2@db/school",
            "variable GATEHOUSE_DATABASE_URL: database.url is \"mysql://...\" - use sqlite:PATH or postgres://USER@HOST/NAME",
        ),
        (
            "GATEHOUSE_KEYS_MASTER",
            "hunter2",
            "variable GATEHOUSE_KEYS_MASTER: keys.master is wrong (a value is there) - use 64 hexadecimal digits",
        ),
        (
            "GATEHOUSE_DATABSE_URL",
            "sqlite:x.db",
            "variable GATEHOUSE_DATABSE_URL: this is not a setting - did you mean GATEHOUSE_DATABASE_URL?",
        ),
        (
            "GATEHOUSE_\nFORGED LINE",
            "x",
            "variable GATEHOUSE_\\nFORGED LINE: this is not a setting - take it out of the environment",
        ),
        (
            "GATEHOUSE_NETWORK",
            "x",
            "variable GATEHOUSE_NETWORK: this is not a setting - did you mean GATEHOUSE_NETWORKS?",
        ),
        (
            "GATEHOUSE_COLOUR_OF_THE_SCHOOL_TIE",
            "blue",
            "variable GATEHOUSE_COLOUR_OF_THE_SCHOOL_TIE: this is not a setting - take it out of the environment",
        ),
    ] {
        assert_eq!(told("", &[(name, value)]), [sentence], "{name}={value}");
    }
}

#[test]
fn an_unknown_key_is_told_with_the_nearest_known() {
    for (text, key, advice) in [
        (
            "[worker]\ncuont = 4",
            "worker.cuont",
            "did you mean worker.count?",
        ),
        ("\ndtaa = 'x'", "dtaa", "did you mean data?"),
        (
            "\nlog_level = 'info'",
            "log_level",
            "did you mean log.level?",
        ),
        ("\nlevel = 'info'", "level", "did you mean log.level?"),
        (
            "\nworker.lease = 60",
            "worker.lease",
            "did you mean worker.lease-seconds?",
        ),
        (
            "\n[databse]\nurl = 'x'",
            "databse",
            "did you mean database?",
        ),
        (
            "\n\"database.url\" = 'x'",
            "\"database.url\"",
            "did you mean database.url?",
        ),
        ("\nschool-tie = 'blue'", "school-tie", "take it out"),
    ] {
        let sentences = told(text, &[]);
        let sentence = format!("gatehouse.toml line 2: {key} is not a setting - {advice}");
        assert_eq!(sentences, [sentence], "{text}");
    }
}

#[test]
fn a_group_that_is_given_a_value_is_told_how_to_be_written() {
    let sentence = "gatehouse.toml line 1: database is a group of settings - write [database] and its settings on the lines below";
    assert_eq!(told("database = 'hunter2'", &[]), [sentence]);
    assert_eq!(told("[[database]]\nurl = 'sqlite:x.db'", &[]), [sentence]);
}

#[test]
fn lines_that_are_not_toml_are_told_and_nothing_else_of_the_file() {
    let text = "data = data\n[worker\ncount = 99\n";
    assert_eq!(
        told(text, &[("GATEHOUSE_LOG_LEVEL", "loud")]),
        [
            "gatehouse.toml line 1: this line is not TOML: string values must be quoted, expected literal string - write NAME = VALUE, with text in quotes",
            "gatehouse.toml line 2: this line is not TOML: unclosed table, expected `]` - write NAME = VALUE, with text in quotes",
            "variable GATEHOUSE_LOG_LEVEL: log.level is \"loud\" - use error, warn, info, debug or trace",
        ]
    );
}

#[test]
fn a_key_that_stands_twice_is_told_with_its_second_line() {
    let sentence = "gatehouse.toml line 3: this line is not TOML: duplicate key - write NAME = VALUE, with text in quotes";
    assert_eq!(told("[worker]\ncount = 2\ncount = 3\n", &[]), [sentence]);
}

#[test]
fn everything_that_is_wrong_is_told_at_once_in_the_order_of_the_file() {
    let text = "log.level = 'loud'\n[worker]\nattempts = 0\ncount = 0\n[databse]\n";
    let environment = [("GATEHOUSE_BACKUP", "x"), ("GATEHOUSE_WORKER_COUNT", "0")];
    let sentences = told(text, &environment);
    let starts: Vec<&str> = sentences
        .iter()
        .filter_map(|s| s.split(" is ").next())
        .collect();
    assert_eq!(
        starts,
        [
            "gatehouse.toml line 1: log.level",
            "gatehouse.toml line 3: worker.attempts",
            "gatehouse.toml line 4: worker.count",
            "gatehouse.toml line 5: databse",
            "variable GATEHOUSE_BACKUP: this",
            "variable GATEHOUSE_WORKER_COUNT: worker.count",
        ]
    );
}

#[test]
fn a_long_wrong_value_is_cut() {
    let text = format!("log.level = '{}'", "é".repeat(500));
    let sentence = format!(
        "gatehouse.toml line 1: log.level is \"{}...\" - use error, warn, info, debug or trace",
        "é".repeat(60)
    );
    assert_eq!(told(&text, &[]), [sentence]);
}
