//! The throttle alone: how many tries pass, how long the others wait.

use gatehouse_domain::ids::AccountId;
use jiff::SignedDuration;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const LOGIN: [u8; 32] = [1; 32];

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn net(text: &str) -> Net {
    Net::from(text.parse::<IpAddr>().unwrap())
}

/// What a stranger at that address passes.
fn stranger(address: &str) -> [Gate; 3] {
    let from = net(address);
    [
        Gate::LoginFrom(LOGIN, from),
        Gate::Login(LOGIN),
        Gate::From(from),
    ]
}

#[test]
fn five_wrong_tries_pass_then_one_every_half_minute() {
    let throttle = Throttle::default();
    let gates = stranger("192.0.2.1");
    for _ in 0..5 {
        assert_eq!(throttle.enter(&gates, at(0)), Ok(()));
    }
    assert_eq!(throttle.enter(&gates, at(0)), Err(Wait(30)));
    assert_eq!(throttle.enter(&gates, at(29)), Err(Wait(1)));
    assert_eq!(throttle.enter(&gates, at(30)), Ok(()));
    assert_eq!(throttle.enter(&gates, at(30)), Err(Wait(30)));
}

#[test]
fn guessing_at_a_login_takes_nothing_from_a_browser_that_is_known() {
    let throttle = Throttle::default();
    for host in 0..200 {
        let gates = stranger(&format!("192.0.2.{host}"));
        while throttle.enter(&gates, at(0)).is_ok() {}
    }
    assert!(throttle.enter(&stranger("198.51.100.1"), at(0)).is_err());
    assert_eq!(throttle.enter(&[Gate::Browser([7; 16])], at(0)), Ok(()));
}

#[test]
fn one_login_from_many_addresses_is_slowed_and_never_shut() {
    let throttle = Throttle::default();
    let mut passed = 0;
    for second in 0..3600 {
        let host = format!("2001:db8:{second:x}::1");
        passed += i64::from(throttle.enter(&stranger(&host), at(second)).is_ok());
    }
    assert!((360..=380).contains(&passed), "{passed}");
}

#[test]
fn another_login_from_another_address_is_not_slowed() {
    let throttle = Throttle::default();
    let gates = stranger("192.0.2.1");
    while throttle.enter(&gates, at(0)).is_ok() {}
    let (other, from) = ([2; 32], net("192.0.2.2"));
    let gates = [
        Gate::LoginFrom(other, from),
        Gate::Login(other),
        Gate::From(from),
    ];
    assert_eq!(throttle.enter(&gates, at(0)), Ok(()));
}

#[test]
fn a_right_try_is_not_counted() {
    let throttle = Throttle::default();
    let gates = stranger("192.0.2.1");
    for _ in 0..100 {
        assert_eq!(throttle.enter(&gates, at(0)), Ok(()));
        throttle.give_back(&gates);
    }
}

#[test]
fn a_try_that_has_to_wait_is_counted_nowhere() {
    let throttle = Throttle::default();
    let gates = stranger("192.0.2.1");
    while throttle.enter(&gates, at(0)).is_ok() {}
    for _ in 0..1000 {
        assert_eq!(throttle.enter(&gates, at(0)), Err(Wait(30)));
    }
    assert_eq!(throttle.enter(&stranger("192.0.2.2"), at(0)), Ok(()));
}

#[test]
fn a_clock_that_is_set_back_keeps_nobody_out_for_longer() {
    let throttle = Throttle::default();
    let gates = stranger("192.0.2.1");
    while throttle.enter(&gates, at(100_000)).is_ok() {}
    assert_eq!(throttle.enter(&gates, at(0)), Err(Wait(30)));
    assert_eq!(throttle.enter(&gates, at(30)), Ok(()));
}

#[test]
fn addresses_of_one_home_are_one() {
    assert_eq!(net("2001:db8::1"), net("2001:db8::ffff:1"));
    assert_ne!(net("2001:db8::1"), net("2001:db8:0:1::1"));
    assert_eq!(net("::ffff:192.0.2.1"), net("192.0.2.1"));
    assert_ne!(net("192.0.2.1"), net("192.0.2.2"));
}

#[test]
fn what_is_remembered_stays_small() {
    let throttle = Throttle::default();
    for host in 0..150_000_u32 {
        let from = Net::from(IpAddr::from(host.to_be_bytes()));
        let _ = throttle.enter(&[Gate::From(from)], at(0));
    }
    assert!(throttle.lock().len() <= MOST);
}

fn gates() -> impl Strategy<Value = Vec<Gate>> {
    let gate = prop_oneof![
        any::<[u8; 1]>().prop_map(|[n]| Gate::Browser([n % 2; 16])),
        Just(Gate::Login(LOGIN)),
        any::<u32>().prop_map(|n| Gate::From(Net::from(IpAddr::from((n % 3).to_be_bytes())))),
        Just(Gate::Code(AccountId(Uuid::nil()))),
        Just(Gate::Again([3; 32])),
    ];
    proptest::collection::vec(gate, 1..4)
}

proptest! {
    /// However the clock runs and whatever was tried: who waits as long as
    /// they are told, and is alone, passes.
    #[test]
    fn who_waits_as_told_passes(
        tries in proptest::collection::vec((gates(), -500_i64..500), 1..200),
        last in gates(),
    ) {
        let throttle = Throttle::default();
        let mut now = at(0);
        let mut distinct = last;
        distinct.dedup();
        for (gates, seconds) in tries {
            now += SignedDuration::from_secs(seconds);
            let _ = throttle.enter(&gates, now);
        }
        if let Err(Wait(seconds)) = throttle.enter(&distinct, now) {
            prop_assert!((1..=60).contains(&seconds), "{seconds}");
            now += SignedDuration::from_secs(i64::try_from(seconds).unwrap());
            prop_assert_eq!(throttle.enter(&distinct, now), Ok(()));
        }
    }

    /// In any stretch of time no more pass a gate than it lets through at once
    /// and one for each period.
    #[test]
    fn no_more_pass_than_the_gate_lets(
        steps in proptest::collection::vec(0_i64..20, 1..300),
    ) {
        let throttle = Throttle::default();
        let gate = Gate::LoginFrom(LOGIN, net("192.0.2.1"));
        let (mut second, mut passed) = (0, 0);
        for step in steps {
            second += step;
            passed += i64::from(throttle.enter(&[gate], at(second)).is_ok());
            prop_assert!(passed <= 5 + second / 30);
        }
    }
}
