//! Slips of the pen in case files: each must be told, or a case that is never
//! judged would stand on the photo's way as if it were kept.

/// What somebody might write in a case, and a part of the answer.
pub const IN_A_CASE: &[(&str, &str)] = &[
    ("photo.chanel = 'vle'\nexpect.verdict = 'clear'", "`chanel`"),
    (
        "photo.event.people_were_aksed = false\nexpect.verdict = 'clear'",
        "`people_were_aksed`",
    ),
    (
        "photo.words.captoin = 'a'\nexpect.verdict = 'clear'",
        "`captoin`",
    ),
    (
        "photo.faces = [{ who = 'Tamsin', hight_px = 1 }]\nexpect.verdict = 'clear'",
        "`hight_px`",
    ),
    (
        "photo.faces = [{ who = 'Tasmin' }]\nexpect.verdict = 'clear'",
        "Tasmin is not on the school's register",
    ),
    ("photo.faces = [{ }]\nexpect.verdict = 'clear'", "say `who`"),
    (
        "photo.faces = [{ who = 'Tamsin', state = 'unresolved' }]\nexpect.verdict = 'hold'",
        "leave out `who`",
    ),
    (
        "photo.people.Mei.objection = true\nexpect.verdict = 'clear'",
        "Mei is not in the picture",
    ),
    (
        "photo.people.Tamsin.objektion = true\nexpect.verdict = 'clear'",
        "`objektion`",
    ),
    (
        "photo.people.Tamsin.answers = [{ desision = 'refused' }]\nexpect.verdict = 'clear'",
        "`desision`",
    ),
    (
        "photo.lifts = [{ reason = 'words-blok', about = 'caption', by = 'dsl' }]\n\
         expect.verdict = 'clear'",
        "`words-blok`",
    ),
    (
        "photo.lifts = [{ reason = 'words-block', about = 'title', by = 'dsl' }]\n\
         expect.verdict = 'clear'",
        "no title",
    ),
    (
        "photo.heads.uploader = 'write'\nexpect.verdict = 'clear'",
        "Count",
    ),
    (
        "photo = {}\nexpect = { verdict = 'clear', reason = [] }",
        "`reason`",
    ),
    (
        "photo = {}\npupil = {}\nexpect.verdict = 'clear'",
        "facts of one kind",
    ),
    ("expect.verdict = 'clear'", "facts of one kind"),
    (
        "pupil.then = [{ event = 'withdrew', guardian = 0, by = 'a' }]\n\
         expect = { gate = 'not-allowed', reasons = ['no-written-consent', 'consent-withdrawn'] }",
        "expected: { event",
    ),
    ("pupil.bevore = []\nexpect.gate = 'allowed'", "`bevore`"),
    (
        "roster.pupils = ['alowed']\nexpect.route = 'matched'",
        "alowed",
    ),
    (
        "roster.dpia.sined = true\nexpect.route = 'matched'",
        "`sined`",
    ),
    (
        "copy = { kind = 'card', form = '2026-06-19T10:00' }\nexpect.due = '2026-06-19T17:00'",
        "`form`",
    ),
    (
        "copy = { kind = 'card', from = '2026-06-19T10:00', keep.kard.hours = 1 }\n\
         expect.due = '2026-06-19T17:00'",
        "`kard`",
    ),
    (
        "copy = { kind = 'card', from = '2026-06-19T10:00', earlier = ['2026-06-19T11:00'] }\n\
         expect.due = '2026-06-19T11:00'",
        "only a review",
    ),
    (
        "copy = { kind = 'card', from = '2026-06-19T10:00' }\nexpect = {}",
        "either `due` or `refused`",
    ),
    ("session.role = ['dsl']\nexpect.step = 'open'", "`role`"),
    (
        "session.agreement_signed = false\nexpect = { refused = 'step-not-due', wants = 'code' }",
        "agreement",
    ),
    (
        "password.typed = 'short'\nexpect.accepted = false",
        "either `accepted = true` or `refused`",
    ),
    (
        "file.drawn = true\nexpect = {}",
        "either `taken = true` or `refused`",
    ),
    ("file.hex = '5'\nexpect.refused = 'archive'", "pairs"),
    (
        "page = { path = '/no-such', role = 'dsl' }\nexpect.open = true",
        "there is no page /no-such",
    ),
    (
        "page = { path = '/report', role = 'dsl' }\nexpect.open = true",
        "role-missing",
    ),
    (
        "review = { by = '2027-01-01' }\nexpect.refused = true",
        "refused: false",
    ),
    (
        "release.steps = [{ step = 'judged', reasons = [], resons = [] }]\n\
         expect.stage = 'judged'",
        "`resons`",
    ),
    (
        "release.steps = [{ step = 'judged', reasons = ['no-such'] }]\nexpect.stage = 'judged'",
        "`no-such`",
    ),
    (
        "release.steps = [{ step = 'approved', bye = 'Mrs Okonjo' }]\nexpect.stage = 'draft'",
        "`bye`",
    ),
    (
        "release.steps = [{ step = 'confirmed' }, { step = 'recalled' }]\n\
         expect.stage = 'recalled'",
        "refused before the end",
    ),
];

/// What somebody might write beside the cases, and a part of the answer.
pub const IN_A_FILE: &[(&str, &str)] = &[
    ("claus = 'a'\ncase = []", "`claus`"),
    ("clause = 'a'", "`case`"),
    ("clause = 'a'\nsay = 'b.'\ncase = []", "`say`"),
    (
        "clause = 'a'\n[[case]]\nname = 'c'\nexpct = {}\nexpect = {}",
        "`expct`",
    ),
    ("clause = 'a'\n[[case]]\nname = 'c'\nphoto = {}", "`expect`"),
];
