//! What every backend must do. A new backend adds one line at the end.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::*;
use store::{
    Commit, CommitError, Durability, EventQuery, Expectation, IndexedEvent, Key, Lookup, MAX_BODY, NewEntry, Range, Store,
    StoreError, Write,
};

async fn reads_what_was_put(s: Store) {
    let key = key("ann");
    assert_eq!(s.get(&key).await.unwrap(), None);
    let made = s.commit(writes(vec![put(&key, "{}")])).await.unwrap();
    assert_eq!(made.versions, [1]);
    let record = s.get(&key).await.unwrap().unwrap();
    assert_eq!((record.version, record.created_at, record.updated_at), (1, 1_000, 1_000));
    assert_eq!((record.seq, record.body.as_slice()), (made.sequence, b"{}".as_slice()));
    assert_eq!(record.arn.as_deref(), Some("arn:aws:iam::111111111111:user/ann"));
    assert_eq!(record.tags, [("z".into(), "1".into()), ("a".into(), "ü".into())]);

    let again = s.commit(Commit { at: 2_000, ..writes(vec![put(&key, "[]")]) }).await.unwrap();
    assert_eq!(again.versions, [2]);
    assert!(again.sequence > made.sequence);
    let record = s.get(&key).await.unwrap().unwrap();
    assert_eq!((record.version, record.created_at, record.updated_at), (2, 1_000, 2_000));
    assert_eq!(record.body, b"[]");

    let other = Key { account: "2".into(), ..key.clone() };
    let found = s.get_many(&[other, key.clone(), key]).await.unwrap();
    assert_eq!(found, [None, Some(record.clone()), Some(record)]);
    assert_eq!(s.get_many(&[]).await.unwrap(), []);
}

async fn binary_and_strange_names_survive(s: Store) {
    let key = Key::new("k'\"; --", "a\u{1F980}", "r/ \n", "id%_*\u{7f}ß");
    let body: Vec<u8> = (0..=255).collect();
    let put = Write::Put { key: key.clone(), arn: None, tags: vec![], body: body.clone(), lookups: vec![] };
    s.commit(writes(vec![put])).await.unwrap();
    let record = s.get(&key).await.unwrap().unwrap();
    assert_eq!((record.key, record.body, record.arn, record.tags), (key, body, None, vec![]));
}

async fn lists_in_order_of_bytes_with_prefix_and_pages(s: Store) {
    let all = ["B", "a", "a/", "a/x", "a/y", "a0", "b", "é"];
    for id in all.iter().rev() {
        s.commit(writes(vec![put(&key(id), id)])).await.unwrap();
    }
    let elsewhere = Key { region: "us-east-1".into(), ..key("a/z") };
    s.commit(writes(vec![put(&elsewhere, "")])).await.unwrap();
    let range = Range::all("AWS::IAM::User", "111111111111", "");
    assert_eq!(ids(&s.list(&range, None, 100).await.unwrap()), all);
    assert_eq!(ids(&s.list(&range, Some("a/"), 2).await.unwrap()), ["a/x", "a/y"]);
    assert_eq!(ids(&s.list(&range, Some("é"), 2).await.unwrap()), [""; 0]);
    assert_eq!(ids(&s.list(&range, None, 0).await.unwrap()), [""; 0]);
    let below = range.clone().with_prefix("a/");
    assert_eq!(ids(&s.list(&below, None, 100).await.unwrap()), ["a/", "a/x", "a/y"]);
    assert_eq!(ids(&s.list(&below, Some("a/x"), 100).await.unwrap()), ["a/y"]);
    // A position before the prefix begins at the prefix, one behind it finds nothing.
    assert_eq!(ids(&s.list(&below, Some("B"), 1).await.unwrap()), ["a/"]);
    assert_eq!(ids(&s.list(&below, Some("b"), 1).await.unwrap()), [""; 0]);

    let first = s.list_kind("AWS::IAM::User", None, 8).await.unwrap();
    assert_eq!(ids(&first), all);
    let rest = s.list_kind("AWS::IAM::User", first.last().map(|record| &record.key), 8).await.unwrap();
    assert_eq!(rest.iter().map(|record| &record.key).collect::<Vec<_>>(), [&elsewhere]);
    assert_eq!(s.list_kind("AWS::IAM::Role", None, 8).await.unwrap(), []);
}

async fn deletion_is_a_version_and_history_is_complete(s: Store) {
    let key = key("ann");
    let absent = s.commit(writes(vec![delete(&key)])).await.unwrap();
    assert_eq!(absent.versions, [0]);
    s.commit(Commit { at: 10, journal: vec![entry("e1"), entry("e2")], ..writes(vec![put(&key, "one")]) }).await.unwrap();
    s.commit(Commit { at: 20, ..writes(vec![delete(&key)]) }).await.unwrap();
    assert_eq!(s.get(&key).await.unwrap(), None);
    let again = s.commit(Commit { at: 30, ..writes(vec![put(&key, "two")]) }).await.unwrap();
    assert_eq!(again.versions, [3], "versions go on after a deletion");
    assert_eq!(s.get(&key).await.unwrap().unwrap().created_at, 30, "a new life");

    let history = s.history(&key, 0, 10).await.unwrap();
    let seen: Vec<_> = history
        .iter()
        .map(|v| (v.version, v.at, v.deleted, String::from_utf8_lossy(&v.body).into_owned(), v.entry.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [(1, 10, false, "one".into(), Some("e1")), (2, 20, true, String::new(), None), (3, 30, false, "two".into(), None)]
    );
    assert_eq!(history[1].arn, history[0].arn);
    assert!(history.windows(2).all(|pair| pair[0].seq < pair[1].seq));
    assert_eq!(s.history(&key, 1, 1).await.unwrap(), [history[1].clone()]);
    for (at, expected) in [(9, None), (10, Some(0)), (19, Some(0)), (20, Some(1)), (30, Some(2)), (99, Some(2))] {
        let expected = expected.map(|index: usize| history[index].clone());
        assert_eq!(s.history_at(&key, at).await.unwrap(), expected, "at {at}");
    }
}

async fn changes_are_read_in_the_order_of_commits_and_the_past_as_a_commit_left_it(s: Store) {
    let named = |id: &str| Key::new("k", "1", "r", id);
    let both = s.commit(writes(vec![put(&named("b"), "b1"), put(&named("a"), "a1")])).await.unwrap().sequence;
    let second = s
        .commit(Commit { journal: vec![entry("e1"), entry("e2")], ..writes(vec![put(&named("a"), "a2")]) })
        .await
        .unwrap()
        .sequence;
    let third = s.commit(writes(vec![delete(&named("a")), put(&named("a/c"), "c1")])).await.unwrap().sequence;

    let seen = |versions: Vec<store::Version>| -> Vec<(String, u64, bool)> {
        versions.into_iter().map(|v| (v.key.id, v.seq, v.deleted)).collect()
    };
    let all = [("b", both, false), ("a", both, false), ("a", second, false), ("a", third, true), ("a/c", third, false)]
        .map(|(id, seq, deleted)| (id.to_owned(), seq, deleted));
    assert_eq!(seen(s.changes(0, 100).await.unwrap()), all);
    assert_eq!(seen(s.changes(0, 1).await.unwrap()), all[..2], "a commit is not cut");
    assert_eq!(seen(s.changes(both, 1).await.unwrap()), all[2..3]);
    assert_eq!(seen(s.changes(second, 9).await.unwrap()), all[3..]);
    assert_eq!(seen(s.changes(third, 9).await.unwrap()), []);

    let body = |version: Option<store::Version>| version.map(|v| (String::from_utf8(v.body).unwrap(), v.deleted));
    assert_eq!(body(s.history_through(&named("a"), both - 1).await.unwrap()), None);
    assert_eq!(body(s.history_through(&named("a"), both).await.unwrap()), Some(("a1".into(), false)));
    assert_eq!(body(s.history_through(&named("a"), second).await.unwrap()), Some(("a2".into(), false)));
    assert_eq!(body(s.history_through(&named("a"), third).await.unwrap()), Some((String::new(), true)));
    let range = store::Range::all("k", "1", "r");
    let ids = |versions: Vec<store::Version>| versions.into_iter().map(|v| v.key.id).collect::<Vec<_>>();
    assert_eq!(ids(s.range_through(&range, second).await.unwrap()), ["a", "b"]);
    assert_eq!(ids(s.range_through(&range, third).await.unwrap()), ["a/c", "b"]);
    assert_eq!(ids(s.range_through(&range.with_prefix("a"), third).await.unwrap()), ["a/c"]);
}

async fn kinds_without_history_leave_nothing_behind(s: Store) {
    let (key, kept) = (key("ann"), Key::new("kept", "", "", "ann"));
    let forgetful = |writes| Commit { without_history: vec![key.kind.clone()], writes, ..Commit::default() };
    s.commit(writes(vec![put(&key, "kept so far")])).await.unwrap();
    let mut seen = Vec::new();
    for body in ["one", "two"] {
        seen.extend(s.commit(forgetful(vec![put(&key, body)])).await.unwrap().versions);
        assert_eq!(s.get(&key).await.unwrap().map(|r| (r.version, r.body)), Some((seen[seen.len() - 1], body.into())));
        assert_eq!(s.history(&key, 0, 10).await.unwrap(), []);
    }
    s.commit(forgetful(vec![delete(&key), put(&kept, "")])).await.unwrap();
    assert_eq!(s.history(&key, 0, 10).await.unwrap(), []);
    assert_eq!(s.history(&kept, 0, 10).await.unwrap().len(), 1);
    seen.extend(s.commit(forgetful(vec![put(&key, "again")])).await.unwrap().versions);
    assert!(seen.windows(2).all(|pair| pair[0] < pair[1]), "a version never names two states: {seen:?}");
    let expect = vec![Expectation::Version { key: key.clone(), version: Some(seen[1]) }];
    let late = s.commit(Commit { expect, ..forgetful(vec![put(&key, "late")]) }).await;
    assert!(matches!(late, Err(CommitError::Conflict { .. })));
}

async fn counts_follow_creation_and_deletion(s: Store) {
    let count = async || s.count("AWS::IAM::User", "111111111111", "").await.unwrap();
    assert_eq!(count().await, 0);
    s.commit(writes(vec![put(&key("a"), ""), put(&key("b"), ""), delete(&key("c"))])).await.unwrap();
    assert_eq!(count().await, 2);
    s.commit(writes(vec![put(&key("a"), "new"), delete(&key("b"))])).await.unwrap();
    assert_eq!(count().await, 1);
    s.commit(writes(vec![delete(&key("a"))])).await.unwrap();
    assert_eq!(count().await, 0);
    assert_eq!(s.count("AWS::IAM::User", "2", "").await.unwrap(), 0);
}

async fn broken_expectations_leave_nothing_behind(s: Store) {
    let (a, b) = (key("a"), key("b"));
    s.commit(writes(vec![put(&a, "1")])).await.unwrap();
    let sequence = *s.subscribe().borrow();
    for expect in
        [vec![at_version(&a, None)], vec![at_version(&a, Some(2))], vec![at_version(&a, Some(1)), at_version(&a, Some(0))]]
    {
        let commit = Commit {
            expect,
            journal: vec![entry("never")],
            cursors: vec![("c".into(), 5)],
            ..writes(vec![put(&b, ""), delete(&a)])
        };
        assert_eq!(conflict(s.commit(commit).await), a);
    }
    let commit = Commit { expect: vec![at_version(&b, Some(1))], ..writes(vec![put(&b, "")]) };
    assert_eq!(conflict(s.commit(commit).await), b);
    assert_eq!(s.get(&b).await.unwrap(), None);
    assert_eq!(s.entry("never").await.unwrap(), None);
    assert_eq!(s.cursor("c").await.unwrap(), 0);
    assert_eq!(*s.subscribe().borrow(), sequence);

    let commit = Commit { expect: vec![at_version(&a, Some(1)), at_version(&b, None)], ..writes(vec![put(&b, "")]) };
    s.commit(commit).await.unwrap();
    s.commit(writes(vec![delete(&b)])).await.unwrap();
    let commit = Commit { expect: vec![at_version(&b, None)], ..writes(vec![put(&b, "")]) };
    assert_eq!(s.commit(commit).await.unwrap().versions, [3], "deleted is absent");
}

async fn ranges_protect_against_phantoms(s: Store) {
    s.commit(writes(vec![put(&key("p/a"), ""), put(&key("p/b"), ""), put(&key("q"), "")])).await.unwrap();
    for prefix in ["", "p/"] {
        let range = Range::all("AWS::IAM::User", "111111111111", "").with_prefix(prefix);
        let guarded = async |fingerprint| {
            let expect = vec![Expectation::Range { range: range.clone(), fingerprint }];
            s.commit(Commit { expect, ..Commit::default() }).await
        };
        let mut old = s.range_fingerprint(&range).await.unwrap();
        guarded(old).await.unwrap();
        for change in [
            vec![put(&key("p/c"), "created")],
            vec![put(&key("p/c"), "changed")],
            vec![delete(&key("p/a")), put(&key("p/aa"), "exchanged")],
            vec![delete(&key("p/aa"))],
            vec![put(&key("p/a"), "again"), delete(&key("p/c"))],
        ] {
            s.commit(writes(change.clone())).await.unwrap();
            assert_eq!(conflict(guarded(old).await).id, prefix, "{change:?}");
            old = s.range_fingerprint(&range).await.unwrap();
            guarded(old).await.unwrap();
        }
        let elsewhere = Key { account: "2".into(), ..key("p/z") };
        s.commit(writes(vec![put(&elsewhere, "outside")])).await.unwrap();
        guarded(old).await.unwrap();
        assert_eq!(old.count(), if prefix.is_empty() { 3 } else { 2 });
    }
    let nowhere = Range::all("AWS::IAM::Role", "1", "");
    let empty = s.range_fingerprint(&nowhere).await.unwrap();
    let role = Key::new("AWS::IAM::Role", "1", "", "r");
    s.commit(writes(vec![put(&role, "")])).await.unwrap();
    let expect = vec![Expectation::Range { range: nowhere, fingerprint: empty }];
    assert_eq!(conflict(s.commit(Commit { expect, ..Commit::default() }).await).kind, "AWS::IAM::Role");
}

async fn unique_lookups_have_one_holder(s: Store) {
    let (a, b) = (key("a"), key("b"));
    let name = |value: &str| vec![Lookup::unique("name", value)];
    s.commit(writes(vec![put_found(&a, "", name("x")), put_found(&b, "", name("y"))])).await.unwrap();
    assert_eq!(s.find("name", "x").await.unwrap().unwrap().key, a);
    assert_eq!(s.find("other", "x").await.unwrap(), None);
    for lookup in [Lookup::unique("name", "x"), Lookup::shared("name", "x")] {
        let commit =
            Commit { journal: vec![entry("never")], ..writes(vec![put(&key("c"), ""), put_found(&b, "new", vec![lookup])]) };
        match s.commit(commit).await {
            Err(CommitError::Duplicate { name, value, holder }) => {
                assert_eq!((name.as_str(), value.as_str(), holder), ("name", "x", a.clone()))
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(s.get(&key("c")).await.unwrap(), None, "a refused commit leaves nothing");
    assert_eq!(s.entry("never").await.unwrap(), None);
    assert_eq!(s.get(&b).await.unwrap().unwrap().version, 1);
    assert_eq!(s.find("name", "y").await.unwrap().unwrap().key, b, "and keeps the look-ups");

    // Two may exchange their values in one commit; a third may take what one gives up.
    s.commit(writes(vec![put_found(&a, "", name("y")), put_found(&b, "", name("x"))])).await.unwrap();
    assert_eq!(s.find("name", "x").await.unwrap().unwrap().key, b);
    assert_eq!(s.find("name", "y").await.unwrap().unwrap().key, a);
    s.commit(writes(vec![put_found(&key("c"), "", name("y")), delete(&a)])).await.unwrap();
    assert_eq!(s.find("name", "y").await.unwrap().unwrap().key, key("c"));
    // Replacing without naming a look-up gives it up.
    s.commit(writes(vec![put(&b, "")])).await.unwrap();
    assert_eq!(s.find("name", "x").await.unwrap(), None);
    // Two claims in one commit.
    let both = writes(vec![put_found(&key("d"), "", name("n")), put_found(&key("e"), "", name("n"))]);
    assert!(matches!(s.commit(both).await, Err(CommitError::Duplicate { .. })));
    // The same look-up named twice, and shared turned unique.
    let twice = vec![Lookup::unique("name", "n"), Lookup::unique("name", "n")];
    s.commit(writes(vec![put_found(&key("d"), "", twice)])).await.unwrap();
    s.commit(writes(vec![put_found(&key("d"), "", vec![Lookup::shared("name", "n")])])).await.unwrap();
    s.commit(writes(vec![put_found(&key("e"), "", vec![Lookup::shared("name", "n")])])).await.unwrap();
    assert!(matches!(
        s.commit(writes(vec![put_found(&key("d"), "", name("n"))])).await,
        Err(CommitError::Duplicate { holder, .. }) if holder == key("e")
    ));
}

async fn shared_lookups_page_by_key(s: Store) {
    for id in ["c", "a", "b"] {
        s.commit(writes(vec![put_found(&key(id), id, vec![Lookup::shared("group", "g")])])).await.unwrap();
    }
    let role = Key::new("AWS::IAM::Role", "1", "", "r");
    s.commit(writes(vec![put_found(&role, "", vec![Lookup::shared("group", "g"), Lookup::shared("group", "h")])])).await.unwrap();
    let first = s.find_all("group", "g", None, 2).await.unwrap();
    assert_eq!(ids(&first), ["r", "a"]);
    let rest = s.find_all("group", "g", Some(&first[1].key), 9).await.unwrap();
    assert_eq!(ids(&rest), ["b", "c"]);
    assert_eq!(rest[1].body, b"c");
    s.commit(writes(vec![delete(&key("b"))])).await.unwrap();
    assert_eq!(ids(&s.find_all("group", "g", None, 9).await.unwrap()), ["r", "a", "c"]);
}

async fn the_journal_is_ordered_and_idempotent(s: Store) {
    let mut wake = s.subscribe();
    assert_eq!(*wake.borrow_and_update(), 0);
    let one = s.commit(Commit { journal: vec![entry("1"), entry("2")], ..Commit::default() }).await.unwrap();
    assert_eq!(one.entries.len(), 2);
    assert_eq!(one.sequence, one.entries[1]);
    assert!(wake.has_changed().unwrap());
    assert_eq!(*wake.borrow_and_update(), one.sequence);
    let two = s.commit(writes(vec![put(&key("a"), "")])).await.unwrap();
    let other = NewEntry { body: b"other".to_vec(), ..entry("1") };
    let three =
        s.commit(Commit { journal: vec![other, entry("3"), entry("3")], ..writes(vec![put(&key("b"), "")]) }).await.unwrap();
    assert!(one.sequence < two.sequence && two.sequence < three.sequence);
    assert_eq!(three.entries, [one.entries[0], three.sequence, three.sequence]);
    assert_eq!(s.get(&key("b")).await.unwrap().unwrap().seq, three.sequence);

    let journal = s.journal(0, 10).await.unwrap();
    assert_eq!(journal.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(journal[0].body, b"body of 1", "the first stays");
    assert_eq!((journal[0].at, journal[0].kind.as_str(), journal[0].region.as_str()), (7, "api-call", "eu-central-1"));
    assert_eq!(s.journal(one.entries[0], 1).await.unwrap(), [journal[1].clone()]);
    assert_eq!(s.journal(three.sequence, 10).await.unwrap(), []);
    assert_eq!(s.entry("2").await.unwrap(), Some(journal[1].clone()));

    // A commit whose entries are all there already, but which changes something, has a sequence of its own.
    let four = s.commit(Commit { journal: vec![entry("3")], ..writes(vec![put(&key("b"), "")]) }).await.unwrap();
    assert!(four.sequence > three.sequence);
    assert_eq!(four.entries, [three.sequence]);
    wake.borrow_and_update();
    let nothing =
        s.commit(Commit { journal: vec![entry("3")], cursors: vec![("v".into(), 3)], ..Commit::default() }).await.unwrap();
    assert_eq!(nothing.sequence, four.sequence);
    assert!(!wake.has_changed().unwrap(), "moving a cursor wakes nobody");
}

async fn cursors_move_with_commits(s: Store) {
    assert_eq!(s.cursor("view").await.unwrap(), 0);
    let step = |from: u64, to: u64| Commit {
        expect: vec![Expectation::Cursor { name: "view".into(), value: from }],
        cursors: vec![("view".into(), to), ("other".into(), 1)],
        durability: Durability::Written,
        ..Commit::default()
    };
    s.commit(step(0, 9)).await.unwrap();
    assert_eq!(conflict(s.commit(step(0, 9)).await), Key::new("cursor", "", "", "view"));
    s.commit(step(9, 12)).await.unwrap();
    assert_eq!(s.cursor("view").await.unwrap(), 12);
    assert_eq!(s.cursor("other").await.unwrap(), 1);
}

async fn the_event_history_is_searched_newest_first(s: Store) {
    let (account, region) = ("111111111111", "eu-central-1");
    let mut index = Vec::new();
    for (id, at, name) in [("1", 10, "CreateUser"), ("2", 30, "DeleteUser"), ("3", 20, "CreateUser"), ("4", 20, "CreateUser")] {
        let made = s.commit(Commit { journal: vec![NewEntry { at, ..entry(id) }], ..Commit::default() }).await.unwrap();
        let attributes = vec![("EventName".to_owned(), name.to_owned()), ("EventId".to_owned(), id.to_owned())];
        index.push(IndexedEvent { seq: made.sequence, account: account.into(), region: region.into(), at, attributes });
    }
    let later = IndexedEvent { seq: 999_999, at: 40, ..index[0].clone() };
    for _ in 0..2 {
        let index = index.iter().chain([&later]).cloned().collect();
        s.commit(Commit { index, ..Commit::default() }).await.unwrap();
    }
    let base = EventQuery { account: account.into(), region: region.into(), limit: 10, ..EventQuery::default() };
    let ask =
        async |query: EventQuery| s.events(&query).await.unwrap().into_iter().map(|entry| entry.id).collect::<Vec<_>>().join(" ");
    assert_eq!(ask(base.clone()).await, "2 4 3 1");
    let named = |name: &str, value: &str| EventQuery { attribute: Some((name.into(), value.into())), ..base.clone() };
    assert_eq!(ask(named("EventName", "CreateUser")).await, "4 3 1");
    assert_eq!(ask(named("EventId", "2")).await, "2");
    assert_eq!(ask(named("EventName", "2")).await, "");
    assert_eq!(ask(EventQuery { region: "us-east-1".into(), ..base.clone() }).await, "");
    assert_eq!(ask(EventQuery { account: "2".into(), ..base.clone() }).await, "");
    assert_eq!(ask(EventQuery { from: Some(20), to: Some(20), ..base.clone() }).await, "4 3");
    assert_eq!(ask(EventQuery { from: Some(21), ..base.clone() }).await, "2");
    assert_eq!(ask(EventQuery { to: Some(19), ..base.clone() }).await, "1");
    let page = s.events(&EventQuery { limit: 2, ..base.clone() }).await.unwrap();
    let before = page.last().map(|entry| (entry.at, entry.seq));
    assert_eq!(ask(EventQuery { before, ..base.clone() }).await, "3 1");
    assert_eq!(ask(EventQuery { before, to: Some(10), ..base }).await, "1");
}

async fn the_event_history_forgets_what_is_old(s: Store) {
    let mut index = Vec::new();
    // More terms than are looked at in one commit.
    for number in 0..400_i64 {
        let at = number * 1000;
        let made =
            s.commit(Commit { journal: vec![NewEntry { at, ..entry(&number.to_string()) }], ..Commit::default() }).await.unwrap();
        let attributes = vec![("EventId".to_owned(), number.to_string()), ("Odd".to_owned(), (number % 2).to_string())];
        index.push(IndexedEvent { seq: made.sequence, account: "1".into(), region: "r".into(), at, attributes });
    }
    s.commit(Commit { index, ..Commit::default() }).await.unwrap();
    let base = EventQuery { account: "1".into(), region: "r".into(), limit: 1000, ..EventQuery::default() };
    let count = async |attribute: Option<(&str, &str)>| {
        let attribute = attribute.map(|(name, value)| (name.to_owned(), value.to_owned()));
        s.events(&EventQuery { attribute, ..base.clone() }).await.unwrap()
    };
    for _ in 0..2 {
        s.commit(Commit { forget_before: Some(200_000), ..Commit::default() }).await.unwrap();
    }
    for (attribute, before, step) in [(None, 200, 1), (Some(("Odd", "1")), 100, 2)] {
        let found = count(attribute).await;
        // Runs go as a whole, and none is longer than ten seconds.
        assert!((before..=before + 10 / step).contains(&found.len()), "{}", found.len());
        assert!(found.iter().all(|e| e.at >= 190_000));
    }
    assert!(count(Some(("EventId", "5"))).await.is_empty());
    assert_eq!(count(Some(("EventId", "399"))).await.len(), 1);
    // The journal has it still, and what is indexed again is found again.
    assert_eq!(s.entry("5").await.unwrap().map(|e| e.at), Some(5000));
    let again = IndexedEvent {
        seq: 6,
        account: "1".into(),
        region: "r".into(),
        at: 5000,
        attributes: vec![("EventId".to_owned(), "5".to_owned())],
    };
    s.commit(Commit { index: vec![again], ..Commit::default() }).await.unwrap();
    assert_eq!(count(Some(("EventId", "5"))).await.len(), 1);
}

async fn leases_exclude_until_they_end(s: Store) {
    assert!(s.lease("job", "a", 100, 50).await.unwrap());
    assert!(!s.lease("job", "b", 149, 50).await.unwrap());
    assert!(s.lease("job", "a", 140, 50).await.unwrap(), "prolonged to 190");
    assert!(!s.lease("job", "b", 189, 50).await.unwrap());
    assert!(s.lease("other", "b", 189, 50).await.unwrap());
    assert!(s.lease("job", "b", 190, 50).await.unwrap());
    assert!(!s.lease("job", "a", 191, 50).await.unwrap());
    assert!(!s.release("job", "a").await.unwrap());
    assert!(s.release("job", "b").await.unwrap());
    assert!(s.lease("job", "a", 192, i64::MAX).await.unwrap());
}

async fn limits_are_refused_with_their_reason(s: Store) {
    let refused = async |commit: Commit| match s.commit(commit).await {
        Err(CommitError::Failed(StoreError::Invalid(reason))) => reason,
        other => panic!("{other:?}"),
    };
    let large = NewEntry { body: vec![0; MAX_BODY + 1], ..entry("large") };
    assert!(refused(Commit { journal: vec![large], ..Commit::default() }).await.contains("larger"));
    let many = (0..5).map(|n| NewEntry { body: vec![0; MAX_BODY], ..entry(&n.to_string()) }).collect();
    assert!(refused(Commit { journal: many, ..Commit::default() }).await.contains("larger"));
    assert!(refused(writes(vec![put(&key("a"), "1"), delete(&key("a"))])).await.contains("twice"));
    assert!(refused(writes(vec![put(&key(""), "1")])).await.contains("no id"));
    assert_eq!(s.journal(0, 1).await.unwrap(), []);
    let greatest = NewEntry { body: vec![1; MAX_BODY], ..entry("greatest") };
    s.commit(Commit { journal: vec![greatest], ..Commit::default() }).await.unwrap();
    assert_eq!(s.entry("greatest").await.unwrap().unwrap().body.len(), MAX_BODY);
}

async fn readers_never_see_half_a_commit(s: Store) {
    let (a, b) = (key("a"), key("b"));
    let (reader, pair) = (s.clone(), [a.clone(), b.clone()]);
    let reading = tokio::spawn(async move {
        let mut last = 0;
        while last < 200 {
            let found = reader.get_many(&pair).await.unwrap();
            let versions = found.iter().map(|record| record.as_ref().map_or(0, |record| record.version)).collect::<Vec<_>>();
            assert_eq!(versions[0], versions[1]);
            assert!(versions[0] >= last);
            last = versions[0];
            tokio::task::yield_now().await;
        }
    });
    for _ in 0..200 {
        let commit = writes(vec![put(&a, ""), put(&b, "")]);
        s.commit(Commit { durability: Durability::Written, ..commit }).await.unwrap();
    }
    reading.await.unwrap();
}

async fn one_document_counts_what_64_tasks_add(s: Store) {
    let key = key("counter");
    let tasks: Vec<_> = (0..64)
        .map(|task| {
            let (s, key) = (s.clone(), key.clone());
            tokio::spawn(async move {
                let mut conflicts = 0_u64;
                for round in 0..5 {
                    loop {
                        let old = s.get(&key).await.unwrap();
                        let value = old.as_ref().map_or(0, |old| String::from_utf8_lossy(&old.body).parse::<u64>().unwrap());
                        let commit = Commit {
                            expect: vec![at_version(&key, old.map(|old| old.version))],
                            journal: vec![entry(&format!("{task}-{round}"))],
                            durability: Durability::Written,
                            ..writes(vec![put(&key, &(value + 1).to_string())])
                        };
                        match s.commit(commit).await {
                            Ok(_) => break,
                            Err(CommitError::Conflict { .. }) => conflicts += 1,
                            Err(other) => panic!("{other}"),
                        }
                    }
                }
                conflicts
            })
        })
        .collect();
    let mut conflicts = 0;
    for task in tasks {
        conflicts += task.await.unwrap();
    }
    let record = s.get(&key).await.unwrap().unwrap();
    assert_eq!((record.body.as_slice(), record.version), (b"320".as_slice(), 320));
    assert_eq!(s.journal(0, 1_000).await.unwrap().len(), 320, "a refused commit leaves no entry");
    assert!(conflicts > 0, "the tasks never met: the test proves nothing");
}

async fn one_refused_commit_does_not_spoil_its_batch(s: Store) {
    // Polled together, they are queued together; whichever batches they fall into, exactly one of each pair wins.
    let commits: Vec<_> = (0..100)
        .map(|n| {
            let s = s.clone();
            tokio::spawn(async move {
                let id = format!("{}", n / 2);
                let commit = if n % 4 < 2 {
                    Commit { expect: vec![at_version(&key(&id), None)], ..writes(vec![put(&key(&id), "")]) }
                } else {
                    writes(vec![put_found(&key(&format!("{id}-{}", n % 2)), "", vec![Lookup::unique("name", &id)])])
                };
                s.commit(commit).await
            })
        })
        .collect();
    let (mut made, mut conflicts, mut duplicates) = (0, 0, 0);
    for commit in commits {
        match commit.await.unwrap() {
            Ok(_) => made += 1,
            Err(CommitError::Conflict { .. }) => conflicts += 1,
            Err(CommitError::Duplicate { .. }) => duplicates += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((made, conflicts, duplicates), (50, 25, 25));
    assert_eq!(s.count("AWS::IAM::User", "111111111111", "").await.unwrap(), 50);
}

async fn a_reader_of_the_journal_misses_nothing(s: Store) {
    let reader = s.clone();
    let reading = tokio::spawn(async move {
        let (mut seen, mut wake) = (Vec::new(), reader.subscribe());
        while seen.len() < 400 {
            let after = seen.last().map_or(0, |(seq, _)| *seq);
            let page = reader.journal(after, 7).await.unwrap();
            if page.is_empty() && *wake.borrow_and_update() <= after {
                wake.changed().await.unwrap();
            }
            seen.extend(page.into_iter().map(|entry| (entry.seq, entry.id)));
        }
        seen
    });
    let writing: Vec<_> = (0..8)
        .map(|task| {
            let s = s.clone();
            tokio::spawn(async move {
                for n in 0..50 {
                    let journal = vec![entry(&format!("{task}-{n}"))];
                    s.commit(Commit { journal, durability: Durability::Written, ..Commit::default() }).await.unwrap();
                }
            })
        })
        .collect();
    for task in writing {
        task.await.unwrap();
    }
    let seen = reading.await.unwrap();
    assert!(seen.windows(2).all(|pair| pair[0].0 < pair[1].0));
    let names: std::collections::BTreeSet<_> = seen.iter().map(|(_, id)| id).collect();
    assert_eq!(names.len(), 400);
}

async fn whoever_asks_after_a_commit_sees_it(s: Store) {
    // Many read what one changes: what a reader found before a change must never be given to one who asks after it.
    let key = key("seen");
    let done = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let readers: Vec<_> = (0..8)
        .map(|_| {
            let (s, key, done) = (s.clone(), key.clone(), done.clone());
            tokio::spawn(async move {
                loop {
                    let acknowledged = done.load(std::sync::atomic::Ordering::SeqCst);
                    let found = s.get(&key).await.unwrap().map_or(0, |record| record.version);
                    assert!(found >= acknowledged, "version {found} after {acknowledged} was acknowledged");
                    if acknowledged == 400 {
                        return;
                    }
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for version in 1..=400 {
        s.commit(Commit { durability: Durability::Written, ..writes(vec![put(&key, "")]) }).await.unwrap();
        done.store(version, std::sync::atomic::Ordering::SeqCst);
        assert_eq!(s.get(&key).await.unwrap().unwrap().version, version);
        tokio::task::yield_now().await;
    }
    for reader in readers {
        reader.await.unwrap();
    }
    s.commit(writes(vec![Write::Delete { key: key.clone() }])).await.unwrap();
    assert_eq!(s.get(&key).await.unwrap(), None);
}

async fn changes_wake_who_waits_for_them_and_records_of_reads_do_not(s: Store) {
    let (mut all, mut changes) = (s.subscribe(), s.subscribe_to_changes());
    let read = s.commit(Commit { journal: vec![entry("read")], durability: Durability::Written, ..Commit::default() });
    let read = read.await.unwrap().sequence;
    assert!(all.has_changed().unwrap() && !changes.has_changed().unwrap());
    assert_eq!(*all.borrow_and_update(), read);
    let made = s.commit(writes(vec![put(&key("a"), "")])).await.unwrap().sequence;
    assert_eq!((*all.borrow_and_update(), *changes.borrow_and_update()), (made, made));
    let moved = Commit { cursors: vec![("c".to_owned(), 1)], ..Commit::default() };
    s.commit(moved).await.unwrap();
    assert!(!all.has_changed().unwrap() && !changes.has_changed().unwrap());
}

async fn closed_is_closed(s: Store) {
    s.commit(writes(vec![put(&key("a"), "")])).await.unwrap();
    let clone = s.clone();
    s.close().await;
    clone.close().await;
    assert!(matches!(clone.get(&key("a")).await, Err(StoreError::Closed)));
    assert!(matches!(clone.commit(Commit::default()).await, Err(CommitError::Failed(StoreError::Closed))));
    assert!(matches!(clone.lease("l", "o", 0, 1).await, Err(StoreError::Closed)));
}

macro_rules! suite {
    ($backend:ident: $($case:ident),+ $(,)?) => {
        mod $backend {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                let fixture = super::common::$backend();
                super::$case(fixture.store.clone()).await;
                fixture.store.close().await;
                drop(fixture.folder);
            })+
        }
    };
    ($($backend:ident),+) => {
        $(suite! { $backend:
            reads_what_was_put,
            binary_and_strange_names_survive,
            lists_in_order_of_bytes_with_prefix_and_pages,
            deletion_is_a_version_and_history_is_complete,
            changes_are_read_in_the_order_of_commits_and_the_past_as_a_commit_left_it,
            kinds_without_history_leave_nothing_behind,
            counts_follow_creation_and_deletion,
            broken_expectations_leave_nothing_behind,
            ranges_protect_against_phantoms,
            unique_lookups_have_one_holder,
            shared_lookups_page_by_key,
            the_journal_is_ordered_and_idempotent,
            cursors_move_with_commits,
            the_event_history_is_searched_newest_first,
            the_event_history_forgets_what_is_old,
            leases_exclude_until_they_end,
            limits_are_refused_with_their_reason,
            readers_never_see_half_a_commit,
            one_document_counts_what_64_tasks_add,
            one_refused_commit_does_not_spoil_its_batch,
            a_reader_of_the_journal_misses_nothing,
            whoever_asks_after_a_commit_sees_it,
            changes_wake_who_waits_for_them_and_records_of_reads_do_not,
            closed_is_closed,
        })+
    };
}

suite!(file, memory);
