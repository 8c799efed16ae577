//! The binary as a person or a program uses it: every command, its answers,
//! its exit codes, and what it leaves on the disk.

mod accounts;
mod alike;
mod captions;
mod check;
mod clean;
mod decode;
mod demo;
mod imports;
mod keeping;
mod models;
mod oracle;
mod people;
mod profiles;

use std::{
    ffi::OsStr,
    io::Write as _,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

/// The binary that `tests/run` built beside this test.
fn binary() -> PathBuf {
    let here = std::env::current_exe().expect("this test has a file");
    let binary = here
        .ancestors()
        .nth(2)
        .expect("tests lie in target/release/deps")
        .join("gatehouse");
    assert!(
        binary.exists(),
        "the binary is not built: run tests/run, which builds it first"
    );
    binary
}

/// Runs `gatehouse` with arguments and nothing on its standard input.
fn gatehouse<A: AsRef<OsStr>>(args: &[A]) -> Output {
    gatehouse_with(args, "")
}

/// Runs `gatehouse` with arguments and `input` on its standard input.
#[expect(
    clippy::disallowed_methods,
    reason = "these tests are about the binary as a process"
)]
fn gatehouse_with<A: AsRef<OsStr>>(args: &[A], input: &str) -> Output {
    let mut child = Command::new(binary())
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().expect("a standard input");
    // A command that does not read its input may have closed it already.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("the binary ends")
}

/// What it printed.
fn told(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// What it complained of.
fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Its lines of JSON.
fn lines(output: &Output) -> Vec<serde_json::Value> {
    told(output)
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect()
}

#[test]
fn a_command_that_does_not_exist_ends_with_two_and_help() {
    let output = gatehouse(&["publish-everything"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("--help"));
}

#[test]
fn help_names_every_command_but_the_decode_process() {
    let output = gatehouse(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    let help = told(&output);
    for command in ["demo", "clean", "check", "captions", "calibrate", "models"] {
        assert!(help.contains(command), "{command}");
    }
    assert!(!help.contains("decode-worker"));
    insta::assert_snapshot!("help", help);
}
