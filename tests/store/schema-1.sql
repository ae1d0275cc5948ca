CREATE TABLE coder (
    id      INTEGER PRIMARY KEY,
    version TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE report (
    id       INTEGER PRIMARY KEY,
    hash     BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    doc      TEXT NOT NULL,
    date     TEXT,
    title    TEXT,
    byline   TEXT,
    section  TEXT,
    source   TEXT,
    url      TEXT,
    lang     TEXT,
    dateline TEXT,
    captions TEXT,
    extra    TEXT,
    text     TEXT NOT NULL
) STRICT;
CREATE INDEX report_doc ON report (doc);
CREATE INDEX report_url ON report (url) WHERE url IS NOT NULL;
CREATE TABLE run (
    id       INTEGER PRIMARY KEY,
    command  TEXT NOT NULL,
    started  TEXT NOT NULL,
    finished TEXT,
    coder    INTEGER NOT NULL REFERENCES coder,
    added    INTEGER NOT NULL DEFAULT 0,
    known    INTEGER NOT NULL DEFAULT 0,
    failed   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE publisher (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE party (
    id     INTEGER PRIMARY KEY,
    code   TEXT NOT NULL,
    sector TEXT NOT NULL,
    UNIQUE (code, sector)
) STRICT;
CREATE TABLE actor (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    code        TEXT,
    sectors     TEXT,
    type        TEXT NOT NULL,
    registry_id TEXT,
    party       INTEGER NOT NULL REFERENCES party,
    key         TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX actor_name ON actor (name COLLATE NOCASE);
CREATE TABLE place (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    country   TEXT,
    admin1    TEXT,
    geonameid INTEGER,
    lat       REAL,
    lon       REAL,
    key       TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX place_name ON place (name COLLATE NOCASE);
CREATE INDEX place_country ON place (country);
CREATE TABLE coding (
    report     INTEGER PRIMARY KEY REFERENCES report,
    coder      INTEGER NOT NULL REFERENCES coder,
    publisher  INTEGER REFERENCES publisher,
    day        INTEGER,
    original   INTEGER REFERENCES report,
    similarity REAL,
    sentences  TEXT NOT NULL,
    times      TEXT NOT NULL,
    places     TEXT NOT NULL
) STRICT;
CREATE INDEX coding_original ON coding (original) WHERE original IS NOT NULL;
CREATE INDEX coding_day ON coding (day);
CREATE INDEX coding_publisher ON coding (publisher);
CREATE TABLE entity (
    id       INTEGER PRIMARY KEY,
    report   INTEGER NOT NULL REFERENCES report,
    seq      INTEGER NOT NULL,
    actor    INTEGER NOT NULL REFERENCES actor,
    role     TEXT,
    basis    TEXT NOT NULL,
    mentions TEXT NOT NULL,
    UNIQUE (report, seq)
) STRICT;
CREATE INDEX entity_actor ON entity (actor);
CREATE TABLE attribution (
    id           INTEGER PRIMARY KEY,
    report       INTEGER NOT NULL REFERENCES report,
    seq          INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    stance       TEXT NOT NULL,
    entity       INTEGER REFERENCES entity,
    sentence     INTEGER NOT NULL,
    source_start INTEGER,
    source_end   INTEGER,
    cue_start    INTEGER,
    cue_end      INTEGER,
    contents     TEXT NOT NULL,
    parent       INTEGER REFERENCES attribution,
    UNIQUE (report, seq)
) STRICT;
CREATE INDEX attribution_entity ON attribution (entity) WHERE entity IS NOT NULL;
CREATE INDEX attribution_parent ON attribution (parent) WHERE parent IS NOT NULL;
CREATE TABLE act (
    id          INTEGER PRIMARY KEY,
    type        TEXT NOT NULL,
    world       INTEGER NOT NULL,
    day         INTEGER,
    status      TEXT NOT NULL,
    events      INTEGER NOT NULL,
    reports     INTEGER NOT NULL,
    publishers  INTEGER NOT NULL,
    voices      INTEGER NOT NULL,
    asserted    INTEGER NOT NULL,
    plain       INTEGER NOT NULL,
    denied      INTEGER NOT NULL,
    doubted     INTEGER NOT NULL,
    negated     INTEGER NOT NULL,
    first_event INTEGER NOT NULL,
    last_report INTEGER NOT NULL REFERENCES report,
    words       BLOB NOT NULL
) STRICT;
CREATE INDEX act_claims ON act (last_report, id, status) WHERE voices > 0;
CREATE INDEX act_contested ON act (last_report, id, status) WHERE asserted > 0 AND denied + doubted > 0;
CREATE TABLE event (
    id            INTEGER PRIMARY KEY,
    eid           TEXT NOT NULL,
    report        INTEGER NOT NULL REFERENCES report,
    seq           INTEGER NOT NULL,
    act           INTEGER NOT NULL REFERENCES act,
    type          TEXT NOT NULL,
    mode          TEXT,
    quad          INTEGER NOT NULL CHECK (quad BETWEEN 1 AND 4),
    score         REAL NOT NULL CHECK (score BETWEEN -10 AND 10),
    cameo         TEXT,
    contexts      TEXT,
    status        TEXT NOT NULL,
    date          TEXT,
    enddate       TEXT,
    day           INTEGER,
    date_basis    TEXT NOT NULL,
    place         INTEGER REFERENCES place,
    sentence      INTEGER NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end   INTEGER NOT NULL,
    span_start    INTEGER NOT NULL,
    span_end      INTEGER NOT NULL,
    evidence      TEXT,
    dead          INTEGER,
    injured       INTEGER,
    arrested      INTEGER,
    rule          TEXT,
    confidence    REAL NOT NULL,
    about         INTEGER REFERENCES event DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (report, seq)
) STRICT;
CREATE INDEX event_eid ON event (eid);
CREATE INDEX event_act ON event (act);
CREATE INDEX event_day ON event (day);
CREATE INDEX event_about ON event (about) WHERE about IS NOT NULL;
CREATE TABLE event_party (
    event  INTEGER NOT NULL REFERENCES event,
    role   TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
    seq    INTEGER NOT NULL,
    entity INTEGER NOT NULL REFERENCES entity,
    actor  INTEGER NOT NULL REFERENCES actor,
    PRIMARY KEY (event, role, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_party_actor ON event_party (actor, role, event);
CREATE TABLE event_voice (
    event       INTEGER NOT NULL REFERENCES event,
    stance      TEXT NOT NULL CHECK (stance IN ('asserts', 'denies', 'doubts')),
    seq         INTEGER NOT NULL,
    attribution INTEGER NOT NULL REFERENCES attribution,
    PRIMARY KEY (event, stance, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE act_publisher (
    act       INTEGER NOT NULL REFERENCES act,
    publisher INTEGER NOT NULL REFERENCES publisher,
    reports   INTEGER NOT NULL,
    PRIMARY KEY (act, publisher)
) STRICT, WITHOUT ROWID;
CREATE TABLE act_status (
    act    INTEGER NOT NULL REFERENCES act,
    seq    INTEGER NOT NULL,
    status TEXT NOT NULL,
    report INTEGER NOT NULL REFERENCES report,
    PRIMARY KEY (act, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE fingerprint (
    hash   INTEGER NOT NULL,
    report INTEGER NOT NULL,
    PRIMARY KEY (hash, report)
) STRICT, WITHOUT ROWID;
CREATE TABLE act_key (
    who INTEGER NOT NULL,
    day INTEGER NOT NULL,
    act INTEGER NOT NULL,
    PRIMARY KEY (who, day, act)
) STRICT, WITHOUT ROWID;
CREATE TABLE fact (
    block   INTEGER PRIMARY KEY,
    records INTEGER NOT NULL,
    day_min INTEGER,
    day_max INTEGER,
    undated INTEGER NOT NULL,
    data    BLOB NOT NULL
) STRICT;
CREATE VIRTUAL TABLE report_fts USING fts5 (
    title, text, content = 'report', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIEW v_event AS
SELECT e.id, e.eid, e.date, e.enddate, e.day, e.type, e.mode, e.quad, e.score, e.cameo, e.contexts, e.status,
       (SELECT group_concat(name, '; ') FROM (SELECT a.name FROM event_party p JOIN actor a ON a.id = p.actor
           WHERE p.event = e.id AND p.role = 'actor' ORDER BY p.seq)) AS actors,
       (SELECT group_concat(code, ';') FROM (SELECT ifnull(a.code, '') AS code FROM event_party p
           JOIN actor a ON a.id = p.actor WHERE p.event = e.id AND p.role = 'actor' ORDER BY p.seq)) AS actor_codes,
       (SELECT group_concat(name, '; ') FROM (SELECT a.name FROM event_party p JOIN actor a ON a.id = p.actor
           WHERE p.event = e.id AND p.role = 'recipient' ORDER BY p.seq)) AS recipients,
       (SELECT group_concat(code, ';') FROM (SELECT ifnull(a.code, '') AS code FROM event_party p
           JOIN actor a ON a.id = p.actor WHERE p.event = e.id AND p.role = 'recipient' ORDER BY p.seq))
           AS recipient_codes,
       pl.name AS place, pl.country AS place_country, pl.lat, pl.lon, e.dead, e.injured, e.arrested,
       substr(r.text, e.trigger_start + 1, e.trigger_end - e.trigger_start) AS trigger,
       substr(r.text, e.span_start + 1, e.span_end - e.span_start) AS quote,
       e.rule, e.confidence, e.act, k.status AS act_status, k.reports AS act_reports, k.publishers AS act_publishers,
       e.report, r.doc, r.date AS report_date, r.title, pb.name AS publisher, r.url,
       c.original IS NOT NULL AS copy
FROM event e
JOIN report r ON r.id = e.report
JOIN coding c ON c.report = e.report
JOIN act k ON k.id = e.act
LEFT JOIN publisher pb ON pb.id = c.publisher
LEFT JOIN place pl ON pl.id = e.place;
CREATE VIEW v_dyad AS
SELECT e.id AS event, e.date, e.day, a.code AS source, a.sectors AS source_sectors, a.name AS source_name,
       b.code AS target, b.sectors AS target_sectors, b.name AS target_name,
       e.type, e.mode, e.quad, e.score, e.cameo, e.status, e.act, e.report
FROM event e
JOIN coding c ON c.report = e.report AND c.original IS NULL
JOIN event_party pa ON pa.event = e.id AND pa.role = 'actor'
JOIN actor a ON a.id = pa.actor
JOIN event_party pb ON pb.event = e.id AND pb.role = 'recipient'
JOIN actor b ON b.id = pb.actor;
CREATE VIEW v_dyad_month AS
SELECT source, target, strftime('%Y-%m', 86400 * day, 'unixepoch') AS month, count(*) AS events, avg(score) AS score,
       sum(quad = 1) AS verbal_cooperation, sum(quad = 2) AS material_cooperation,
       sum(quad = 3) AS verbal_conflict, sum(quad = 4) AS material_conflict
FROM v_dyad
WHERE day IS NOT NULL AND source IS NOT NULL AND target IS NOT NULL
  AND status IN ('reported', 'claimed', 'disputed', 'historical')
GROUP BY source, target, month;
CREATE VIEW v_voice AS
SELECT e.act, v.event, v.stance, a.name AS speaker, a.code AS speaker_code, a.sectors AS speaker_sectors,
       ifnull(a.name, substr(r.text, t.source_start + 1, t.source_end - t.source_start)) AS source,
       substr(r.text, t.cue_start + 1, t.cue_end - t.cue_start) AS cue,
       (SELECT group_concat(substr(r.text, (j.value ->> 0) + 1, (j.value ->> 1) - (j.value ->> 0)), ' … ')
           FROM json_each(t.contents) j) AS words,
       e.report, r.date AS report_date, r.title, pb.name AS publisher
FROM event_voice v
JOIN event e ON e.id = v.event
JOIN attribution t ON t.id = v.attribution
JOIN report r ON r.id = e.report
JOIN coding c ON c.report = e.report
LEFT JOIN publisher pb ON pb.id = c.publisher
LEFT JOIN entity n ON n.id = t.entity
LEFT JOIN actor a ON a.id = n.actor;
CREATE VIEW v_claim AS
SELECT k.id AS act, k.type, k.status, date(86400 * k.day, 'unixepoch') AS date, k.reports, k.publishers, k.voices,
       (SELECT count(*) FROM act_status s WHERE s.act = k.id) AS changes, k.first_event
FROM act k
WHERE k.voices > 0;
CREATE VIEW v_claim_history AS
SELECT s.act, s.seq, s.status, s.report, r.date AS report_date, r.title
FROM act_status s JOIN report r ON r.id = s.report;
CREATE VIEW v_copy AS
SELECT c.report, r.title, pb.name AS publisher, r.date, c.original, o.title AS original_title, c.similarity
FROM coding c
JOIN report r ON r.id = c.report
JOIN report o ON o.id = c.original
LEFT JOIN publisher pb ON pb.id = c.publisher;
CREATE VIEW v_publisher AS
SELECT pb.name, count(*) AS reports, sum(c.original IS NOT NULL) AS copies, min(r.date) AS first, max(r.date) AS last
FROM publisher pb
JOIN coding c ON c.publisher = pb.id
JOIN report r ON r.id = c.report
GROUP BY pb.id;
