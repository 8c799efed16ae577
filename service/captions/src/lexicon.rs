//! The words stop: what is private about a pupil, what labels a group, what
//! judges; as patterns over folded text, so that time stays linear.

/// Health, special needs, care, benefits, refuge, exclusion, attainment.
pub(crate) const SENSITIVE: &str = r"(?ix)\b(?:
 autis(?:m|tic)|asd|asperger'?s?|adhd|(?-i:ADD)\b|pda|dyslexi[ac]|dyspraxi[ac]|dyscalculi[ac]|tourette'?s?
 |sen\b|(?-i:SEND)\b|send\s(?:register|support|needs|pupils?|child(?:ren)?|unit|department|team|provision)|senco|ehcps?|ehc\splan|iep\b|statemented|special\s(?:educational\s)?needs|additional\sneeds|(?:ha[sd]|gets|got|getting|receiv(?:es?|ed|ing)|need(?:s|ed)?|with|given)\s(?:\w+\s)?(?:additional|extra)\s(?:\w+\s)?support|eal|learning\s(?:difficult\w+|disabilit\w+|needs)
 |one[-\s]to[-\s]one\s(?:support|helper|assistant|adult|ta\b)|1[:-]1\ssupport|support\splan|behaviour\splan|disab(?:led|ility|ilities)|wheelchair|cerebral\spalsy|down(?:'?s)?\s?syndrome|spina\sbifida|muscular\sdystrophy
 |cystic\sfibrosis|sickle\scell|haemophilia\w*|epilep(?:sy|tic)|seizures?|diabet(?:es|ic)|insulin|asthma(?:tic)?|inhaler|epi-?pen|anaphyla\w+|allerg(?:y|ies|ic)|coeliac|celiac|eczema|arthritis
 |cancer(?:[-\s]free)?|leukaemia|leukemia|tumour|chemo(?:therapy)?|radiotherapy|transplant|heart\scondition|heart\ssurgery|kidney\s(?:disease|failure|transplant|problems?|condition|infection|dialysis|stones?|operation)|surgery|operation\son|had\san\soperation|major\soperation|medication|ritalin|illness|medical\scondition|health\scondition
 |(?:broke|broken|breaking|fractured)\s(?:her|his|their|an?)\s(?:\w+\s)?(?:arm|leg|wrist|ankle|foot|toe|finger|collarbone|elbow|nose|hand)|broken\s(?:arm|leg|wrist|ankle|foot|toe|finger|collarbone|elbow|hand)|on\scrutches|plaster\scast|appendicitis|pneumonia|meningitis|tonsillitis|chickenpox|migraines?|scoliosis|tube[-\s]fed|feeding\stube|english\sas\san\sadditional\slanguage
 |walking\sframe|(?:leg|ankle|back|knee)\s(?:splints?|braces?)|ocd|ptsd|hard\sof\shearing|(?:appendix|tonsils)\s(?:out|removed)|hay\s?fever|hypermobil\w+|non[-\s]?verbal|(?:her|his|their)\s(?:\w+\s)?operation|wets?\sthe\sbed|bed[-\s]?wetting|brain\sinjury|heart\s(?:defect|operation)|pacemaker|stoma|catheter|nebuliser|(?:lactose|gluten)[-\s]intoleran\w+|developmental\sdelay|attachment\sdisorder|foetal\salcohol
 |(?:mum|mums|dad|dads|mother|father|brother|sister|gran|nan|grandma|grandad|parents)\s(?:have\s|has\s|had\s|recently\s)?(?:died|passed\saway|split\sup|separated)|carer\sfor\s(?:her|his|their)|new\sto\senglish|fled\s(?:the\swar|war|ukraine|syria|afghanistan|sudan|eritrea|fighting|violence|persecution)|sent\shome\sfor|bullied|(?:reduced|part[-\s]time)\stimetable|eleven[-\s]plus|\d+\sgcses
 |in\shospital|hospital\s(?:stay|treatment|appointment|bed|visit)|(?:out\sof|from|into|to)\shospital|hearing\s(?:aids?|loss|impair\w+)|hearing[-\s]impaired|visual(?:ly)?[-\s]impair\w+|deaf(?:ness)?|(?:is|was|registered|partially|born|who's|went|are)\sblind|partially\ssighted|cochlear|prosthe\w+|stammer\w*|stutter\w*|selective(?:ly)?\smut\w+|speech\sand\slanguage|speech\s(?:and\slanguage\s)?(?:therap\w+|delay)|language\stherapy|occupational\stherapy|physiotherapy
 |anxi(?:ety|ous)|depress(?:ion|ed)|self[-\s]?harm\w*|eating\sdisorder|anorexi[ac]|bulimi[ac]|camhs|counsell(?:ing|or)|therap(?:y|ist)|mental\shealth|panic\sattacks?|trauma\w*|bereave\w+|incontinen\w+|hiv|hepatitis|covid|concussion|phobia
 |free\sschool\smeals?|fsm\b|pupil\spremium|ever\s?6|universal\scredit|on\sbenefits|(?:uses?|using|visits|visiting|(?:relies|rely|relying)\son|go(?:es|ing)?\sto|depends?\son)\s(?:(?:the|a|our|her|his|their)\s)?(?:local\s)?food\s?banks?|food\s?bank\s(?:parcels?|vouchers?)|hardship|homeless\w*|temporary\saccommodation|poverty|bursary\sfund
 |fostered|foster\s(?:care|famil\w+|homes?|parents?|mum|dad|mother|father|carers?|child(?:ren)?|brothers?|sisters?|son|daughter)\b|in\scare\b|into\scare|looked[-\s]after|care\sorder|children'?s\shome|adoption|(?:is|was|are|were|been|being|newly|recently|just)\sadopted|adopted\s(?:child|son|daughter|brother|sister|famil\w+|parents?|mum|dad|last|this|in|at|as|from|when|by)|social\s(?:worker|services|care)|child\sprotection|child\sin\sneed|young\scarers?|special\sguardian\w*|safeguarding\sconcern|court\sorder|custody|domestic\s(?:abuse|violence)|refuge\b|abused?|neglect(?:ed)?|in\sprison|divorc\w+
 |refugee\b|(?:as|are|were)\srefugees|refugees\sfrom|asylum|immigra\w+|deport\w+|undocumented|trafficked|resettle\w*
 |exclu(?:ded|sion)|suspen(?:ded|sion)|expelled|detention|(?:in|into)\sisolation|isolation\s(?:room|unit|booth)|managed\smove|pupil\sreferral|(?:is|was|been|put|placed)\son\sreport|truan\w+|poor\sattendance|persistent\sabsen\w+
 |working\s(?:well\s)?(?:below|towards|at|above|beyond)\s(?:the\s)?(?:age|expect\w*|greater|national|standard|year|level)\w*|(?:below|above|at|towards|exceed\w+|met|meeting)\s(?:the\s|age[-\s]related\s)?expect(?:ed|ations?)(?:\s(?:standard|level))?|greater\sdepth|sats?\s(?:score|result|paper|mark)s?|in\s(?:her|his|their|the)\ssats?\b|reading\sage|(?:above|below|ahead\sof|behind)\s(?:her|his|their)\s(?:reading\s|chronological\s)?age|years?\s(?:ahead|behind|above|below)|spelling\sage|scaled\sscore|predicted\s(?:a\s)?(?:grade|[a-e]\b|\d)\w*|gcse\s(?:grade|result|score)s?|grade\s[1-9]s?\sin|[1-9]\sgrade\s[1-9]s|grade\s9s|(?:bottom|lowest|lower|top)\s(?:set|group|stream|table|of\sthe\sclass)|fail(?:ed|ing)\s(?:her|his|their|the|in|at|maths|english|phonics)|phonics\s(?:screening|check)|behind\sin|struggl(?:es|ed|ing)\s(?:with|in)|scored\s(?:just\s|only\s)?\d+\s?(?:%|per\scent|out\sof)\s?(?:\d+\s)?(?:in|on)|\d+\s?(?:%|per\scent)\s(?:in|on)\s(?:her|his|their|the)\s|(?:got|achieved|with)\s(?:an?\s)?(?:[a-e]\*?|[1-9])\sin\s(?:maths|english|science|reading|writing|history|geography|french|physics|chemistry|biology)
)\b";

/// Words right behind a private term that make it a cause, not a person's.
pub(crate) const CAUSES: &[&str] = &[
    "awareness",
    "free",
    "friendly",
    "era",
    "charity",
    "charities",
    "research",
    "day",
    "week",
    "month",
    "appeal",
    "fund",
    "society",
    "trust",
    "foundation",
    "association",
    "campaign",
    "poster",
    "posters",
    "project",
    "topic",
    "assembly",
    "talk",
    "talks",
    "workshop",
    "nurses",
    "uk",
    "bridge",
    "basketball",
    "rugby",
    "tennis",
    "race",
    "races",
    "racing",
    "day's",
    "fundraiser",
    "relief",
    "action",
    "council",
    "fair",
    "stories",
    "lesson",
];

/// Words before a private term that make it a topic or a cause.
pub(crate) const TOPICS: &[&str] = &[
    "about",
    "learn",
    "learned",
    "learnt",
    "learning",
    "raise",
    "raised",
    "raising",
    "charity",
    "aid",
    "supporting",
    "supports",
    "supported",
    "visited",
    "thank",
    "thanked",
    "donates",
    "packed",
    "support",
    "for",
    "fundraising",
    "fundraise",
    "studied",
    "studying",
    "researched",
    "against",
    "donated",
    "donate",
    "donating",
    "poem",
    "book",
    "story",
    "play",
    "topic",
    "lesson",
    "campaign",
    "beat",
    "combat",
    "fight",
    "tackle",
    "collected",
    "collecting",
    "helped",
    "helping",
    "understanding",
];

/// A label that marks some pupils out, named or not.
pub(crate) const LABEL: &str = r"(?ix)\b(?:(?:our|the|some|all|these|those|\w+)\s)?(?:
 (?:sen|send|eal|esl|fsm|lac|pp|ppg|pupil[-\s]premium|ever\s?6|free[-\s]school[-\s]meals?|looked[-\s]after|disadvantaged|deprived|underprivileged|vulnerable|needy|poor(?:er|est)?
 |low(?:er|est)?[-\s](?:ability|attaining|achieving|income|set)|middle[-\s]ability|high(?:er)?[-\s](?:ability|attaining)|(?:less|more|most|least)[-\s]able|gifted(?:\sand\stalented)?|g\s?&\s?t|underachieving|struggling|weak(?:er|est)?|slow(?:er|est)?|bottom[-\s](?:set|table|group)|remedial
 |autistic|dyslexic|disabled|deaf|blind|wheelchair|special[-\s]needs|additional[-\s]needs|complex[-\s]needs|behaviour(?:al)?|ehcp|naughty|naughtiest|difficult|troubled|disruptive|challenging
 |refugee|asylum[-\s]seek(?:er|ing)|immigrant|migrant|foreign|gypsy|roma|traveller|foster(?:ed)?|adopted|young[-\s]carer|in[-\s]care|homeless|working[-\s]class|non[-\s]english[-\s]speaking|ethnic[-\s]minority|bame|obese|overweight)
 \s(?:pupils?|children|kids|learners?|students?|boys|girls|ones|youngsters|group|groups|families|set|class|table|cohort|unit|club)
 |(?:pupils|children|kids|learners|students|boys|girls|group|youngsters)\s(?:who\s(?:are|have|get|receive)|with|on|in|from)\s(?:\w+\s)?(?:sen|send|ehcps?|special\s\w+\s?needs|special\sneeds|additional\sneeds|complex\sneeds|autism|adhd|dyslexia|disabilities|learning\sdifficulties|behaviou?r\s\w+|free\sschool\smeals|fsm|pupil\spremium|foster\scare|care\b|poor\s\w+|deprived\s\w+|low\sincome\s\w+|asylum\s\w+|refugee\s\w+|english\sas\san\sadditional)
 |pupil\spremium(?:\s(?:trip|club|treat|event|morning|visit))|(?:bottom|lower|low[-\s]ability|nurture)\s(?:set|sets|group|stream)|young\scarers|refugees\sin\sour\s\w+|our\s(?:\w+\s)?refugees
)\b";

/// A judgement of one pupil; praise of what was done is none.
pub(crate) const OPINION: &str = r"(?ix)\b(?:
 naught(?:y|iest|ier)|laz(?:y|iest)|slow(?:est)?\s(?:runner|reader|learner|swimmer|worker|child|pupil|in|of|at)|slowest|weak(?:est|er)|worst|clums(?:y|iest)|cheek(?:y|iest)|bossy|bossiest|nois(?:y|iest)|loudest|messiest|fussiest|shy(?:est)?|quietest|quiet\sone|timid|moody|grumpy|grumpiest|sulk(?:y|ed|ing)|rude|badly[-\s]behaved|trouble[-\s]?maker|class\sclown|chatterbox|drama\squeen|diva|teacher'?s\spet|geek|nerd|swot|loser|stupid|dumb|thick|silliest|ugly|fat\b|fattest|chubby|skinny|skinniest|tiniest|shortest|smallest|tallest\sgirl|pretty\sgirl|prettiest|prettier|uglier|fatter|cleverer|even\s\w+\s(?:managed|behaved|listened|finished)|cutest|cutie|gorgeous|hottest|sexy|beautiful\sgirl|handsome|stunning|adorable|heartthrob|cry\s?baby|wimp|tomboy|girly|odd|weird\w*|strange|annoying|spoilt|attention[-\s]seek\w+|not\sthe\s(?:best|brightest|fastest|cleverest|quickest|strongest|tidiest)|less\sable|least\s\w+|usually\s(?:so\s)?(?:badly|naughty|late|lazy|quiet|shy|difficult)|for\sonce|finally\smanaged|never\s(?:listens|sits|stops\stalking)|always\s(?:late|last|in\strouble)|came\s(?:dead\s)?last|can'?t\s(?:sit|spell|read|swim|sing|dance|behave)|brightest|cleverest|most\s(?:popular|beautiful|handsome|gorgeous|intelligent)|more\sintelligent|favourite\spupil|genius
)\b";

/// Words for a person: a judgement before one of them is of the pupil.
pub(crate) const PEOPLE: &[&str] = &[
    "boy",
    "boys",
    "girl",
    "girls",
    "child",
    "children",
    "pupil",
    "pupils",
    "kid",
    "kids",
    "one",
    "ones",
    "member",
    "student",
    "runner",
    "reader",
    "swimmer",
    "learner",
    "player",
    "singer",
    "dancer",
    "writer",
    "artist",
    "brother",
    "sister",
    "twin",
    "friend",
    "lad",
    "lass",
    "person",
    "class",
    "group",
    "year",
    "mathematician",
    "scientist",
    "brain",
    "brains",
    "self",
    "face",
];

/// Words with which a sentence goes on behind a judgement.
pub(crate) const GOING_ON: &[&str] = &[
    "in",
    "of",
    "at",
    "on",
    "and",
    "but",
    "to",
    "for",
    "with",
    "from",
    "today",
    "this",
    "that",
    "when",
    "again",
    "ever",
    "as",
    "because",
    "by",
    "he",
    "she",
    "they",
    "than",
    "last",
    "always",
    "so",
    "or",
    "all",
    "yet",
    "now",
    "about",
    "after",
    "before",
    "during",
    "until",
    "since",
    "while",
    "if",
    "though",
    "although",
    "most",
    "enough",
    "here",
    "there",
    "week",
    "yesterday",
];
