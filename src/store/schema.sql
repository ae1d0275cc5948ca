-- The store of demarche: one SQLite file.  Everything here can be read with any SQLite client, R's RSQLite or Python's
-- sqlite3 included; start with the views of views.sql, one for each usual question.
--
-- PRAGMA user_version says which version of this schema a store has.  Changes to tables are made here and, for stores
-- that are there already, as a step of migrate.c; views are made anew whenever a store of an older version is opened to
-- be written.  So a change of either raises the version.
--
--   TRUTH      coder, report             what came in, and who coded it; never changed once written
--     │  demarche rebuild
--     ▼
--   DERIVED    coding                    what was found out about a report as a whole: publisher, copy of which other
--              publisher, actor, party, place      names that many reports share
--              entity, attribution, event, event_party, event_voice       what the coder found in each report
--              act, act_publisher, act_status      the same event over all reports, and how its status changed
--              fingerprint, act_key, fact          indexes: for copies, for acts, for counting
--              report_fts                          full-text index
--
-- Every *_start and *_end counts Unicode code points of report.text, from 0, end exclusive; in SQL
-- substr(text, start + 1, end - start).  Lists of spans are JSON arrays [[start, end], …].  Days count from 1970-01-01;
-- date(86400 * day, 'unixepoch') turns them back.  Lists of codes are joined by ";".

-- ---- truth ----

-- A version of program, model and lexicon.
CREATE TABLE coder (
    id      INTEGER PRIMARY KEY,
    version TEXT NOT NULL UNIQUE
) STRICT;

-- A report as it was read.
CREATE TABLE report (
    id       INTEGER PRIMARY KEY,   -- in order of arrival
    hash     BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),  -- SHA-256 over all fields below: the same report once
    doc      TEXT NOT NULL,         -- its id in the input
    date     TEXT,                  -- ISO 8601
    title    TEXT,
    byline   TEXT,
    section  TEXT,
    source   TEXT,                  -- as the input names it
    url      TEXT,
    lang     TEXT,
    dateline TEXT,
    captions TEXT,                  -- JSON [{"text", "credit"}, …]
    extra    TEXT,                  -- JSON object: keys of the input that are not ours
    text     TEXT NOT NULL          -- the body, NFC
) STRICT;
CREATE INDEX report_doc ON report (doc);
CREATE INDEX report_url ON report (url) WHERE url IS NOT NULL;

-- Runs of `demarche ingest` and `demarche rebuild`, for the record; nothing refers to them.
CREATE TABLE run (
    id       INTEGER PRIMARY KEY,
    command  TEXT NOT NULL,
    started  TEXT NOT NULL,         -- UTC
    finished TEXT,                  -- NULL: still running, or killed
    coder    INTEGER NOT NULL REFERENCES coder,
    added    INTEGER NOT NULL DEFAULT 0,   -- reports new to the store
    known    INTEGER NOT NULL DEFAULT 0,   -- reports it had already
    failed   INTEGER NOT NULL DEFAULT 0    -- inputs that could not be read or coded
) STRICT;

-- ---- derived: shared names ----

-- Who published: the source, or else the host of the address.
CREATE TABLE publisher (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- Country (or kind of non-state) and primary sector of an actor; '' is none.
CREATE TABLE party (
    id     INTEGER PRIMARY KEY,
    code   TEXT NOT NULL,
    sector TEXT NOT NULL,
    UNIQUE (code, sector)
) STRICT;

-- A person, organisation, state or group by name and code, over all reports.
CREATE TABLE actor (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    code        TEXT,               -- ISO 3166-1 alpha-3, or IGO UNO EUR NGO ISM IMG MNC
    sectors     TEXT,               -- "GOV;MIL", primary first
    type        TEXT NOT NULL,      -- person organization state group place unnamed
    registry_id TEXT,
    party       INTEGER NOT NULL REFERENCES party,
    key         TEXT NOT NULL UNIQUE -- name, code, sectors, type, registry id joined by U+001F
) STRICT;
CREATE INDEX actor_name ON actor (name COLLATE NOCASE);
CREATE INDEX actor_code ON actor (code) WHERE code IS NOT NULL;

CREATE TABLE place (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    country   TEXT,                 -- ISO 3166-1 alpha-3
    admin1    TEXT,
    geonameid INTEGER,
    lat       REAL,
    lon       REAL,
    key       TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX place_name ON place (name COLLATE NOCASE);
CREATE INDEX place_country ON place (country);

-- ---- derived: each report ----

-- One row a report.
CREATE TABLE coding (
    report     INTEGER PRIMARY KEY REFERENCES report,
    coder      INTEGER NOT NULL REFERENCES coder,
    publisher  INTEGER REFERENCES publisher,
    day        INTEGER,             -- of report.date
    original   INTEGER REFERENCES report,  -- the first report of which this one is a copy; NULL: it is no copy
    similarity REAL,                -- share of the shorter one's four-word runs that the two have in common
    sentences  TEXT NOT NULL,       -- JSON [[start, end, kind], …]; kind 1: a heading
    times      TEXT NOT NULL,       -- JSON [[start, end, type, value], …]
    places     TEXT NOT NULL        -- JSON [[start, end, place.id], …]
) STRICT;
CREATE INDEX coding_original ON coding (original) WHERE original IS NOT NULL;
CREATE INDEX coding_day ON coding (day);
CREATE INDEX coding_publisher ON coding (publisher);

-- An actor as one report mentions it.
CREATE TABLE entity (
    id       INTEGER PRIMARY KEY,
    report   INTEGER NOT NULL REFERENCES report,
    seq      INTEGER NOT NULL,      -- e1 of the document record is 0
    actor    INTEGER NOT NULL REFERENCES actor,
    role     TEXT,                  -- role words as found in the text
    basis    TEXT NOT NULL,         -- how code and sector were decided
    mentions TEXT NOT NULL,         -- JSON [[start, end], …]
    UNIQUE (report, seq)
) STRICT;
CREATE INDEX entity_actor ON entity (actor);

-- Who said what.
CREATE TABLE attribution (
    id           INTEGER PRIMARY KEY,
    report       INTEGER NOT NULL REFERENCES report,
    seq          INTEGER NOT NULL,
    kind         TEXT NOT NULL,     -- direct indirect mixed
    stance       TEXT NOT NULL,     -- asserts denies doubts …
    entity       INTEGER REFERENCES entity,
    sentence     INTEGER NOT NULL,
    source_start INTEGER,
    source_end   INTEGER,
    cue_start    INTEGER,
    cue_end      INTEGER,
    contents     TEXT NOT NULL,     -- JSON [[start, end], …]
    parent       INTEGER REFERENCES attribution,  -- the saying that tells this saying
    UNIQUE (report, seq)
) STRICT;
CREATE INDEX attribution_entity ON attribution (entity) WHERE entity IS NOT NULL;
CREATE INDEX attribution_parent ON attribution (parent) WHERE parent IS NOT NULL;

-- The same event over all reports.
CREATE TABLE act (
    id          INTEGER PRIMARY KEY,
    type        TEXT NOT NULL,
    world       INTEGER NOT NULL,   -- 0 told as fact (or denied), 1 planned, 2 hypothetical
    day         INTEGER,            -- of the first event that has one
    status      TEXT NOT NULL,      -- over all reports
    events      INTEGER NOT NULL,   -- events that tell it
    reports     INTEGER NOT NULL,   -- reports that tell it, copies not counted: corroboration
    publishers  INTEGER NOT NULL,   -- publishers of these
    voices      INTEGER NOT NULL,   -- how often somebody asserts, denies or doubts it
    asserted    INTEGER NOT NULL,   -- events that assert it, on the report's or somebody's word
    plain       INTEGER NOT NULL,   -- … on the report's own word
    denied      INTEGER NOT NULL,   -- events in which somebody denies it
    doubted     INTEGER NOT NULL,   -- events in which somebody doubts it
    negated     INTEGER NOT NULL,   -- events in which the report says that it did not happen
    first_event INTEGER NOT NULL,
    last_report INTEGER NOT NULL REFERENCES report,
    words       BLOB NOT NULL       -- what it is recognised by (acts.c)
) STRICT;
CREATE INDEX act_claims ON act (last_report, id, status) WHERE voices > 0;
CREATE INDEX act_contested ON act (last_report, id, status) WHERE asserted > 0 AND denied + doubted > 0;

CREATE TABLE event (
    id            INTEGER PRIMARY KEY,
    eid           TEXT NOT NULL,    -- the id of the document record; of one event alone (entry.c)
    report        INTEGER NOT NULL REFERENCES report,
    seq           INTEGER NOT NULL,
    act           INTEGER NOT NULL REFERENCES act,
    type          TEXT NOT NULL,    -- PLOVER 2.0
    mode          TEXT,
    quad          INTEGER NOT NULL CHECK (quad BETWEEN 1 AND 4),
    score         REAL NOT NULL CHECK (score BETWEEN -10 AND 10),
    cameo         TEXT,
    contexts      TEXT,             -- "military;legal"
    status        TEXT NOT NULL,    -- of this report's telling; act.status is that of all reports
    date          TEXT,             -- ISO 8601, perhaps cut ("2023-04")
    enddate       TEXT,
    day           INTEGER,          -- first day of date
    date_basis    TEXT NOT NULL,    -- document stated
    place         INTEGER REFERENCES place,
    sentence      INTEGER NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end   INTEGER NOT NULL,
    span_start    INTEGER NOT NULL,
    span_end      INTEGER NOT NULL,
    evidence      TEXT,             -- JSON [[start, end], …]: further places of the report that tell the same
    dead          INTEGER,
    injured       INTEGER,
    arrested      INTEGER,
    rule          TEXT,
    confidence    REAL NOT NULL,
    about         INTEGER REFERENCES event DEFERRABLE INITIALLY DEFERRED,  -- content of an accusation or denial
    UNIQUE (report, seq)
) STRICT;
CREATE INDEX event_eid ON event (eid);
CREATE INDEX event_act ON event (act);
CREATE INDEX event_day ON event (day);
CREATE INDEX event_about ON event (about) WHERE about IS NOT NULL;

-- Who takes part.
CREATE TABLE event_party (
    event  INTEGER NOT NULL REFERENCES event,
    role   TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
    seq    INTEGER NOT NULL,
    entity INTEGER NOT NULL REFERENCES entity,
    actor  INTEGER NOT NULL REFERENCES actor,
    PRIMARY KEY (event, role, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_party_actor ON event_party (actor, role, event);

-- On whose word.
CREATE TABLE event_voice (
    event       INTEGER NOT NULL REFERENCES event,
    stance      TEXT NOT NULL CHECK (stance IN ('asserts', 'denies', 'doubts')),
    seq         INTEGER NOT NULL,
    attribution INTEGER NOT NULL REFERENCES attribution,
    PRIMARY KEY (event, stance, seq)
) STRICT, WITHOUT ROWID;

-- ---- derived: over all reports ----

CREATE TABLE act_publisher (
    act       INTEGER NOT NULL REFERENCES act,
    publisher INTEGER NOT NULL REFERENCES publisher,
    reports   INTEGER NOT NULL,     -- copies not counted
    PRIMARY KEY (act, publisher)
) STRICT, WITHOUT ROWID;

-- Each change of an act's status, with the report that brought it.
CREATE TABLE act_status (
    act    INTEGER NOT NULL REFERENCES act,
    seq    INTEGER NOT NULL,
    status TEXT NOT NULL,
    report INTEGER NOT NULL REFERENCES report,
    PRIMARY KEY (act, seq)
) STRICT, WITHOUT ROWID;

-- ---- derived: indexes of our own ----

-- Some of a report's four-word runs, by hash (copies.c).
CREATE TABLE fingerprint (
    hash   INTEGER NOT NULL,
    report INTEGER NOT NULL,
    PRIMARY KEY (hash, report)
) STRICT, WITHOUT ROWID;

-- Where an act is looked for: type, world, participant (hash), day (acts.c).
CREATE TABLE act_key (
    who INTEGER NOT NULL,
    day INTEGER NOT NULL,
    act INTEGER NOT NULL,
    PRIMARY KEY (who, day, act)
) STRICT, WITHOUT ROWID;

-- All events as fixed-size records, dyad by dyad, in blocks: what queries count from (facts.h).
CREATE TABLE fact (
    block   INTEGER PRIMARY KEY,
    records INTEGER NOT NULL,
    day_min INTEGER,                -- NULL: no record has a day
    day_max INTEGER,
    undated INTEGER NOT NULL,       -- records without a day
    data    BLOB NOT NULL
) STRICT;

CREATE VIRTUAL TABLE report_fts USING fts5 (
    title, text, content = 'report', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
