//! Files modelled on the public documentation of the systems they are named
//! after; none was exported by one of them.

/// Office's number, first name, surname, class of everybody.
pub const PUPILS: [(&str, &str, &str, &str); 6] = [
    ("A1", "Larkin", "Moss", "Wren"),
    ("A2", "Zebulon", "Quartermaine", "Wren"),
    ("A3", "Marigold", "Thistlewood", "Wren"),
    ("A4", "Tamsin", "Okonkwo", "Owl"),
    ("A5", "Zoë", "O'Hara", "Owl"),
    ("A6", "Ivo", "Fenn", "Owl"),
];

/// Modelled on Arbor's list of one kind of consent: a title, then a row for
/// each pupil with confirmed, declined or pending.
pub const ARBOR: &str = "Website photographs\n\n\
    Arbor ID,Student,Registration form,Status,Responded by,Date of response\n\
    A1,Larkin Moss,Wren,Confirmed,Mrs A Moss,04 Sep 2026\n\
    A2,Zebulon Quartermaine,Wren,Declined,Mr B Quartermaine,05 Sep 2026\n\
    A3,Marigold Thistlewood,Wren,Pending,,\n";

/// Modelled on SIMS: a tick for each kind of consent, none where it was not
/// given, and no day.
pub const SIMS: &str = "Adm No\tLegal Surname\tLegal Forename\tReg Group\tPhotograph Student\tSchool website\n\
    A1\tMoss\tLarkin\tWren\t\u{2713}\t\u{2713}\n\
    A2\tQuartermaine\tZebulon\tWren\t\u{2713}\t\n\
    A3\tThistlewood\tMarigold\tWren\t\t\n";

/// Modelled on Juniper: requested, granted or not granted, and who was told.
pub const JUNIPER: &str = "UPN,Forename,Surname,Reg Group,Consent Type,Status,Informed By,Date\n\
    A1,Larkin,Moss,Wren,School website,Granted,Mrs A Moss,04/09/2026\n\
    A1,Larkin,Moss,Wren,Local newspaper,Not Granted,Mrs A Moss,04/09/2026\n\
    A2,Zebulon,Quartermaine,Wren,School website,Requested,,\n\
    A2,Zebulon,Quartermaine,Wren,Trips,Granted,Mr B Quartermaine,14/09/2026\n";

/// Modelled on `DataBridge`: it asks whether consent is denied.
pub const DATABRIDGE: &str = "Admission No;Category;Topic;Consent Denied;Date;Given By (student/contact);Given By (staff);Archived\n\
    A1;Media;Website;No;04/09/2026;Mrs A Moss;J Office;No\n\
    A2;Media;Website;Yes;14/09/2026;Mr B Quartermaine;J Office;No\n\
    A3;Media;Website;;15/09/2026;;J Office;No\n\
    A4;Media;Website;No;16/09/2026;Ms C Okonkwo;J Office;Yes\n";

/// Modelled on `ScholarPack`: a row for each pupil, yes or no for each of the
/// school's own kinds.
pub const SCHOLARPACK: &str = "UPN,Pupil Name,Class,Photo - website,Photo - newsletter,First name beside photo,Video\n\
    A1,\"Moss, Larkin\",Wren,Yes,Yes,Yes,No\n\
    A2,\"Quartermaine, Zebulon\",Wren,Yes,No,No,No\n";

/// Modelled on the answers of a Microsoft form after Excel: American days,
/// letters as Windows writes them, questions as headings.
pub const MICROSOFT: &[u8] =
    b"ID,Start time,Completion time,Email,Name,Child\x92s first name,Child\x92s surname,Class,\
    \"May we show your child\x92s picture on our website, and\non social media?\"\r\n\
    1,9/4/26 8:01:00,9/4/26 8:03:11,anonymous,,Larkin,Moss,wren,Yes\r\n\
    2,9/14/26 18:40:02,9/14/26 18:41:30,anonymous,,Zo\xeb,O\x92Hara,Owl,\"No, thank you\"\r\n\
    3,9/15/26 7:00:00,9/15/26 7:00:59,anonymous,,Larkin,Moss,Wren,No\r\n\
    4,9/15/26 9:00:00,9/15/26 9:01:00,anonymous,,Rowan,Nobody,Owl,Yes\r\n";

/// Modelled on the answers of a Google form.
pub const GOOGLE: &str = "Timestamp,Child's name,Class,\"Display in school, with the first name\"\n\
    2026/09/04 9:04:05 am GMT+1,Larkin Moss,Wren,I consent\n\
    2026/09/05 9:04:05 am GMT+1,Tamsin Okonkwo,Owl,Only from behind\n\
    2026/09/06 9:04:05 am GMT+1,Ivo Fenn,Owl,\n";
