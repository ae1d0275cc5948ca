-- The usual questions, one view each, for any SQLite client:
--
--   v_report         which reports are there, of whom, copies of what, with how many events?
--   v_attribution    who said what, in which words?
--   v_event          what happened?  an event of a report a row, participants as lists
--   v_act            what happened over all reports?  the same event once, with its status and how many tell it
--   v_party          who takes part in which event?
--   v_dyad           who did what to whom?  an event once for each pair
--   v_dyad_month     how did two states treat each other, month by month?
--   v_actor          who acts, and is acted upon, how often?
--   v_claim          what is contested, or rests on somebody's word alone?
--   v_voice          who says so, who denies it, who doubts it, when, in which words?
--   v_claim_history  how did the status of a claim change, and with which report?
--   v_copy           which reports are copies of which?
--   v_publisher      how much does each publisher bring?
--
--   Python  store = sqlite3.connect("file:news.db?mode=ro", uri=True)
--           pandas.read_sql("SELECT * FROM v_dyad_month WHERE source = 'RUS' AND target = 'UKR'", store)
--   R       store <- DBI::dbConnect(RSQLite::SQLite(), "news.db", flags = RSQLite::SQLITE_RO)
--           DBI::dbGetQuery(store, "SELECT * FROM v_dyad_month WHERE source = 'RUS' AND target = 'UKR'")
--
-- Ask them with a condition on an indexed column (id, act, report, day, source and target …): of a million events the answer
-- comes within a second; without one they read everything.

CREATE VIEW v_report AS
SELECT r.id, r.doc, r.date, pb.name AS publisher, r.title, r.byline, r.url, r.lang, c.original IS NOT NULL AS copy,
       c.original, c.similarity, (SELECT count(*) FROM event e WHERE e.report = r.id) AS events, k.version AS coder
FROM report r
JOIN coding c ON c.report = r.id
JOIN coder k ON k.id = c.coder
LEFT JOIN publisher pb ON pb.id = c.publisher;

-- `source` is the name of who speaks, or else the words of the report; `words` all pieces of what was said.
CREATE VIEW v_attribution AS
SELECT t.id, t.report, r.date AS report_date, t.kind, t.stance, t.entity, a.id AS actor, a.code AS source_code,
       a.sectors AS source_sectors,
       ifnull(a.name, substr(r.text, t.source_start + 1, t.source_end - t.source_start)) AS source,
       substr(r.text, t.cue_start + 1, t.cue_end - t.cue_start) AS cue,
       (SELECT group_concat(substr(r.text, (j.value ->> 0) + 1, (j.value ->> 1) - (j.value ->> 0)), ' … ')
           FROM json_each(t.contents) j) AS words, t.parent
FROM attribution t
JOIN report r ON r.id = t.report
LEFT JOIN entity n ON n.id = t.entity
LEFT JOIN actor a ON a.id = n.actor;

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

-- Type, date, place, participants and quotation are those of the first telling; status and counts those of all.
CREATE VIEW v_act AS
SELECT k.id, v.date, k.day, k.type, v.mode, v.quad, v.score, k.status, v.actors, v.actor_codes, v.recipients,
       v.recipient_codes, v.place, v.place_country, k.events, k.reports, k.publishers, k.asserted, k.denied, k.doubted,
       k.negated, v.quote, k.first_event, k.last_report
FROM act k
JOIN v_event v ON v.id = k.first_event;

CREATE VIEW v_party AS
SELECT p.event, p.role, p.seq, a.id AS actor, a.name, a.code, a.sectors, a.type, n.role AS title, n.basis, e.report
FROM event_party p
JOIN event e ON e.id = p.event
JOIN actor a ON a.id = p.actor
JOIN entity n ON n.id = p.entity;

-- Where two act and nobody is acted upon (they meet), each acts on the other.  Events in copies are left out.  `again`:
-- an earlier pair of the event has the same two codes (the army and the navy of one state are two participants).
CREATE VIEW v_dyad AS
SELECT e.id AS event, e.date, e.day, a.code AS source, a.sectors AS source_sectors, a.name AS source_name,
       b.code AS target, b.sectors AS target_sectors, b.name AS target_name,
       e.type, e.mode, e.quad, e.score, e.cameo, e.status, e.act, e.report,
       EXISTS (SELECT 1 FROM event_party x JOIN actor y ON y.id = x.actor
           WHERE x.event = e.id AND x.role = pa.role AND x.seq < pa.seq AND y.code IS a.code)
       OR EXISTS (SELECT 1 FROM event_party x JOIN actor y ON y.id = x.actor
           WHERE x.event = e.id AND x.role = pb.role AND x.seq < pb.seq AND y.code IS b.code
             AND NOT (x.role = pa.role AND x.seq = pa.seq)) AS again
FROM event e
JOIN coding c ON c.report = e.report AND c.original IS NULL
JOIN event_party pa ON pa.event = e.id AND pa.role = 'actor'
JOIN actor a ON a.id = pa.actor
JOIN event_party pb ON pb.event = e.id AND (pb.role = 'recipient' OR (pb.seq <> pa.seq AND NOT EXISTS (
    SELECT 1 FROM event_party x WHERE x.event = e.id AND x.role = 'recipient')))
JOIN actor b ON b.id = pb.actor;

-- An event counts once for a pair of codes.  Of what is told to have happened: plans, hypotheses and denials are left
-- out (demarche export --parts dyads --status happened is the same table).
CREATE VIEW v_dyad_month AS
SELECT source, target, strftime('%Y-%m', 86400 * day, 'unixepoch') AS month, count(*) AS events, avg(score) AS score,
       sum(quad = 1) AS verbal_cooperation, sum(quad = 2) AS material_cooperation,
       sum(quad = 3) AS verbal_conflict, sum(quad = 4) AS material_conflict
FROM v_dyad
WHERE day IS NOT NULL AND source IS NOT NULL AND target IS NOT NULL AND NOT again
  AND status IN ('reported', 'claimed', 'disputed', 'historical')
GROUP BY source, target, month;

CREATE VIEW v_actor AS
SELECT a.id, a.name, a.code, a.sectors, a.type,
       (SELECT count(*) FROM event_party p WHERE p.actor = a.id AND p.role = 'actor') AS acts,
       (SELECT count(*) FROM event_party p WHERE p.actor = a.id AND p.role = 'recipient') AS acted_upon
FROM actor a;

CREATE VIEW v_claim AS
SELECT k.id AS act, k.type, k.status, date(86400 * k.day, 'unixepoch') AS date, k.reports, k.publishers, k.voices,
       (SELECT group_concat(DISTINCT source) FROM v_voice v WHERE v.act = k.id AND v.stance = 'asserts') AS asserted_by,
       (SELECT group_concat(DISTINCT source) FROM v_voice v WHERE v.act = k.id AND v.stance = 'denies') AS denied_by,
       (SELECT group_concat(DISTINCT source) FROM v_voice v WHERE v.act = k.id AND v.stance = 'doubts') AS doubted_by,
       (SELECT count(*) FROM act_status s WHERE s.act = k.id) AS changes, k.first_event
FROM act k
WHERE k.voices > 0;

CREATE VIEW v_voice AS
SELECT e.act, v.event, v.stance, a.name AS speaker, a.code AS speaker_code, a.sectors AS speaker_sectors,
       ifnull(a.name, substr(r.text, t.source_start + 1, t.source_end - t.source_start)) AS source,
       substr(r.text, t.cue_start + 1, t.cue_end - t.cue_start) AS cue,
       (SELECT group_concat(substr(r.text, (j.value ->> 0) + 1, (j.value ->> 1) - (j.value ->> 0)), ' … ')
           FROM json_each(t.contents) j) AS words,
       e.report, r.date AS report_date, r.title, pb.name AS publisher, c.original IS NOT NULL AS copy
FROM event_voice v
JOIN event e ON e.id = v.event
JOIN attribution t ON t.id = v.attribution
JOIN report r ON r.id = e.report
JOIN coding c ON c.report = e.report
LEFT JOIN publisher pb ON pb.id = c.publisher
LEFT JOIN entity n ON n.id = t.entity
LEFT JOIN actor a ON a.id = n.actor;

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
