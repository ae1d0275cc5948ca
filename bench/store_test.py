#!/usr/bin/env python3
"""store_test.py DEMARCHE [PART…]: the long tests of the store (./x store-test).

kills     200 kills -9 at random moments of an ingest of 2,000 reports, then a plain run: row by row the store that is
          made without kills; sound after each kill
disk      a real full disk (a small tmpfs, where mounting is allowed), a lock held by another process
million   a store of a million made-up events: the time of each question of the README, of the manual and some wider ones
scale     100,000 reports (many_reports.py): ingest against coding alone, and its memory
grown     what a report costs the writer in an empty store, and in the store of a million events
export    every file of an export read back: what query, the views and the hashes say

REPORTS=N in the environment makes disk, scale, grown and export smaller; MILLION=FILE keeps the store of a million events.
"""
import collections, csv, hashlib, io, itertools, json, os, random, re, shlex, shutil, sqlite3, subprocess, sys, tempfile, time

import many_reports

HERE = os.path.dirname(os.path.abspath(__file__))
REPORTS = os.path.join(HERE, "..", "reports")
NAMES = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper"]


def texts():
    out = []
    for name in sorted(os.listdir(REPORTS)):
        if name.endswith(".txt"):
            with open(os.path.join(REPORTS, name), encoding="utf-8") as f:
                out.append(f.read().strip())
    return out


def vary(text, n, rng):
    """Another report of the same make: sentences reordered, numbers changed, a tail of its own."""
    paragraphs = [p for p in text.split("\n") if p.strip()]
    head, body = paragraphs[:2], paragraphs[2:]
    rng.shuffle(body)
    body = body[: max(2, int(len(body) * rng.uniform(0.4, 1.0)))]
    body = [re.sub(r"\b\d+\b", lambda m: str(int(m.group()) + rng.randrange(9)) if len(m.group()) < 4 else m.group(), p)
            for p in body]
    return "\n".join(head + body + [f"{rng.choice(NAMES)} {n} of {rng.choice(NAMES)} contributed to report {n}."])


def write_reports(path, count, seed=1):
    rng, base = random.Random(seed), texts()
    with open(path, "w", encoding="utf-8") as f:
        for n in range(count):
            text = vary(rng.choice(base), n, rng)
            date = f"20{10 + n % 14:02d}-{1 + n % 12:02d}-{1 + n % 28:02d}"
            f.write(json.dumps({"id": f"r{n}", "date": date, "source": f"Paper {n % 17}", "text": text}) + "\n")


def run(*args, check=True, **kw):
    r = subprocess.run(args, capture_output=True, text=True, **kw)
    if check and r.returncode != 0:
        sys.exit(f"FAILED ({r.returncode}): {' '.join(args)}\n{r.stderr}")
    return r


def digest(demarche, db):
    return run(demarche, "stats", "--db", db, "--digest").stdout


def kills(demarche, work):
    inputs, calm, db = (os.path.join(work, x) for x in ("in.jsonl", "calm.db", "killed.db"))
    write_reports(inputs, 2000)
    began = time.time()
    run(demarche, "ingest", "--quiet", "--db", calm, inputs)
    whole = time.time() - began
    rng, struck, sound, have = random.Random(7), 0, 0, 0
    began = time.time()
    run(demarche, "ingest", "--quiet", "--db", calm, inputs)
    idle = time.time() - began
    for n in range(200):
        p = subprocess.Popen([demarche, "ingest", "--quiet", "--batch", "4", "--db", db, inputs],
                             stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0, idle + whole / 80))
        struck += p.poll() is None and have < 2000
        p.kill()
        p.wait()
        if os.path.exists(db) and os.path.getsize(db) > 0:
            con = sqlite3.connect(db)
            assert con.execute("PRAGMA integrity_check").fetchone() == ("ok",), f"kill {n}"
            have = con.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'report'").fetchone()[0] and \
                con.execute("SELECT count(*) FROM report").fetchone()[0]
            con.close()
            sound += 1
            if n % 20 == 19:
                print(f"  kill {n + 1}: {have} reports kept", flush=True)
    run(demarche, "ingest", "--quiet", "--db", db, inputs)
    run(demarche, "stats", "--db", db, "--check")
    same = digest(demarche, db) == digest(demarche, calm)
    print(f"kills: 200 ({struck} struck an ingest with work left), integrity ok {sound} times, "
          f"{'same rows as without kills' if same else 'ROWS DIFFER'}")
    return same


def disk(demarche, work):
    inputs, ok = os.path.join(work, "in2.jsonl"), True
    count = int(os.environ.get("REPORTS", "2000"))
    write_reports(inputs, count, 2)
    small = os.path.join(work, "small")
    os.makedirs(small, exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={2 + count // 500}m", "tmpfs", small], capture_output=True).returncode == 0:
        try:
            db = os.path.join(small, "s.db")
            r = run(demarche, "ingest", "--batch", "50", "--db", db, inputs, check=False)
            con = sqlite3.connect(db)
            kept = con.execute("SELECT count(*) FROM report").fetchone()[0]
            ok = r.returncode == 3 and "full" in r.stderr and kept > 0 and \
                con.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            con.close()
            print(f"disk: full after {kept} reports, status {r.returncode}: {r.stderr.strip().splitlines()[0]}")
            subprocess.run(["mount", "-o", "remount,size=200m", small], check=True)
            run(demarche, "ingest", "--quiet", "--db", db, inputs)
            calm = os.path.join(work, "calm2.db")
            run(demarche, "ingest", "--quiet", "--db", calm, inputs)
            same = digest(demarche, db) == digest(demarche, calm)
            print(f"disk: with room again: {'same rows as without' if same else 'ROWS DIFFER'}")
            ok = ok and same
        finally:
            subprocess.run(["umount", small])
    else:
        print("disk: skipped, mounting a tmpfs is not allowed here")
    db = os.path.join(work, "locked.db")
    run(demarche, "ingest", "--quiet", "--db", db, REPORTS)
    con = sqlite3.connect(db, isolation_level=None)
    con.execute("BEGIN IMMEDIATE")
    r = run(demarche, "ingest", "--db", db, inputs, check=False)
    con.execute("ROLLBACK")
    con.close()
    print(f"lock: status {r.returncode}: {r.stderr.strip().splitlines()[-1]}")
    return ok and r.returncode == 3 and "another process is writing" in r.stderr


ASKING = ("query", "timeline", "network", "claims", "show", "stats")
# As the README and the manual ask, and then the widest that can be asked of each command.
WIDE = """
query --actor RUS --recipient UKR --limit 50 --format table
query --from 2023-06 --to 2023-07 --limit 50 --format table
query --type ASSAULT --mode drone --place UKR --once act --limit 50
query --status denied --text 'bariko* OR hirila*' --limit 50
query --party tulejumot --limit 50
query --context military,election --quad 4 --source 'Publisher 7' --limit 50
query --once day --count
query --order oldest --limit 50 --copies yes
timeline --by day --type ASSAULT,COERCE RUS UKR
network
network --by party --from 2020 --quad 4
network --by name --limit 20
claims --limit 20 --format table
claims --contested --party RUS --limit 20 --format table
show act:500000
show made-4711-3
"""


def questions(demarche):
    """Those of the README's block and of the manual's examples, as words without --db; each once."""
    with open(os.path.join(HERE, "..", "README.md"), encoding="utf-8") as f:
        lines = re.findall(r"^    demarche ((?:%s) .*?)(?:\s+#.*)?$" % "|".join(ASKING), f.read(), re.M)
    for command in ASKING:
        examples = re.search(r"^Examples: (.*?)\.?$(?=\n\n)", run(demarche, command, "--help").stdout + "\n\n", re.M | re.S)
        lines += (f"{command} {x}" for x in re.sub(r"\s+", " ", examples.group(1)).split("; "))
    asked = []
    for line in lines + WIDE.strip().split("\n"):
        words = shlex.split(line)
        if "--db" in words:
            at = words.index("--db")
            del words[at:at + 2]
        if words not in asked and not {"--check", "--digest"} & set(words):
            asked.append(words)
    return asked


def million(demarche, work):
    """The best of five.  A question runs in one thread: the processor's time is what it takes by the clock where nothing
    else runs, and that decides."""
    db = os.environ.get("MILLION", os.path.join(work, "million.db"))
    if not os.path.exists(db):
        print(run(os.path.join(os.path.dirname(demarche), "fill_store"), db, "1000000").stdout.strip())
    print(f"million: {os.path.getsize(db) / 1e6:.0f} MB")
    run(demarche, "ingest", "--quiet", "--db", db, os.devnull, check=False)  # of an older version: brought up to date
    slow, late, asked = 0, 0, questions(demarche)
    for q in asked:
        times = [peak([demarche, q[0], "--db", db, *q[1:]], (0, 1))[::2] for _ in range(5)]
        wall, cpu = (1000 * min(t[i] for t in times) for i in (0, 1))
        slow, late = slow + (cpu > 200), late + (wall > 200)
        print(f"  {wall:6.0f} ms by the clock, {cpu:6.0f} ms of processor{' SLOW' if cpu > 200 else '     '}  {shlex.join(q)}",
              flush=True)
    print(f"million: {slow} of {len(asked)} questions over 200 ms of processor, {late} by the clock")
    return slow == 0


def peak(command, fine=(0,)):
    began = time.time()
    p = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    err = p.stderr.read()
    _, status, usage = os.wait4(p.pid, 0)
    if os.waitstatus_to_exitcode(status) not in fine:
        sys.exit(f"FAILED: {' '.join(command)}\n{err}")
    return time.time() - began, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, err.strip()


def scale(demarche, work):
    """Coded alone and ingested by turns, ten thousand at a time: what else runs on the machine then slows both."""
    inputs, db = os.path.join(work, "scale.jsonl"), os.path.join(work, "scale.db")
    count, part = int(os.environ.get("REPORTS", "100000")), 10000
    alone, stored, memory = [0, 0], [0, 0], 0
    many = many_reports.reports(count)
    for done in range(0, count, part):
        with open(inputs, "w", encoding="utf-8") as f:
            f.writelines(json.dumps(report) + "\n" for report in itertools.islice(many, part))
        for sums, command in ((alone, ["code", "--format", "doc"]), (stored, ["ingest", "--quiet", "--db", db])):
            wall, held, cpu, _ = peak([demarche, *command, inputs])
            sums[0], sums[1] = sums[0] + wall, sums[1] + cpu
        memory = max(memory, held)
        print(f"  {min(done + part, count):6} reports: coding alone {alone[0]:.0f} s ({alone[1]:.0f} s of processor), ingesting "
              f"{stored[0]:.0f} s ({stored[1]:.0f} s of processor), {held:.0f} MB, {os.path.getsize(db) / 1e6:.0f} MB on disk", flush=True)
    kept = sqlite3.connect(db).execute("SELECT count(*), sum(original IS NOT NULL), sum(length(text)), (SELECT count(*) FROM event) "
                                       "FROM report JOIN coding ON report = id").fetchone()
    print(f"scale: {kept[0]} reports, {kept[1]} of them copies, {kept[2] / 1e6:.0f} million characters, {kept[3]} events: ingested in "
          f"{stored[0] / alone[0]:.2f} x the time of coding alone ({stored[1] / alone[1]:.2f} x of the processor), at most {memory:.0f} MB")
    return kept[0] == count and stored[0] <= 1.5 * alone[0] and memory < 1000


def grown(demarche, work):
    """The writer alone: all but it is the same in both runs, so the difference is what the size of the store costs."""
    inputs, empty, full = (os.path.join(work, x) for x in ("grown.jsonl", "grown.db", "full.db"))
    db = os.environ.get("MILLION", os.path.join(work, "million.db"))
    if not os.path.exists(db):
        run(os.path.join(os.path.dirname(demarche), "fill_store"), db, "1000000")
    count = int(os.environ.get("REPORTS", "2000"))
    write_reports(inputs, count, 4)
    shutil.copyfile(db, full)
    code, _, coding, _ = peak([demarche, "code", "--format", "doc", inputs])
    for name, path in (("empty store", empty), ("million events", full)):
        wall, memory, cpu, _ = peak([demarche, "ingest", "--quiet", "--db", path, inputs])
        print(f"grown: {count} reports into {name}: {wall:.1f} s ({wall / code:.2f} x coding), "
              f"{1000 * (cpu - coding) / count:.2f} ms of processor a report beyond coding, {memory:.0f} MB", flush=True)
    return True


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def same(what, a, b):
    if a != b:
        difference = [x for x in zip(a, b) if x[0] != x[1]][:3] if isinstance(a, list) else ""
        print(f"export: DIFFERENT: {what}: {len(a)} and {len(b)} rows, first {difference}")
    return a == b


def export(demarche, work):
    inputs, db, into = (os.path.join(work, x) for x in ("export.jsonl", "export.db", "set"))
    write_reports(inputs, int(os.environ.get("REPORTS", "300")), 5)
    run(demarche, "ingest", "--quiet", "--db", db, REPORTS, inputs)
    run(demarche, "export", "--db", db, "--into", into, "--copies", "yes")
    con = sqlite3.connect(db)
    at = lambda name: os.path.join(into, name)
    with open(at("datapackage.json"), encoding="utf-8") as f:
        package = json.load(f)
    ok = True
    for r in package["resources"]:
        data = open(at(r["path"]), "rb").read()
        ok &= same(r["path"] + " hash, bytes", [r["hash"], r["bytes"]], ["sha256:" + hashlib.sha256(data).hexdigest(), len(data)])
        if "schema" in r and r["path"].endswith(".csv"):
            rows = rows_of(at(r["path"]))
            names, key = [f["name"] for f in r["schema"]["fields"]], r["schema"].get("primaryKey", [])
            key = [key] if isinstance(key, str) else key
            ok &= same(r["path"] + " columns", list(rows[0]), names) and same(r["path"] + " rows", [len(rows)], [r["rowCount"]])
            if key:
                ok &= same(r["path"] + " primary key", [len({tuple(x[k] for k in key) for x in rows})], [len(rows)])
    events = rows_of(at("events.csv"))
    lines = [json.loads(x) for x in run(demarche, "query", "--db", db, "--order", "arrival", "--copies", "yes").stdout.splitlines()]
    codes = lambda parties: ";".join(p.get("code", "") for p in parties)
    ok &= same("events.csv and query", [(e["id"], e["event"], e["date"], e["status"], e["actor_code"], e["recipient_code"], e["text"]) for e in events],
               [(e["id"], e["event"], e.get("date", ""), e["status"], codes(e["actor"]), codes(e["recipient"]), e["text"]) for e in lines])
    ok &= same("events.csv and v_event", [(e["id"], e["event"], e["mode"], e["date"], e["status"], float(e["score"]), e["place"], e["text"]) for e in events],
               con.execute("SELECT eid, type, ifnull(mode, ''), ifnull(date, ''), status, score, ifnull(place, ''), quote FROM v_event ORDER BY id").fetchall())
    with open(at("events.plover.jsonl"), encoding="utf-8") as f:
        ok &= same("PLOVER and events.csv", [json.loads(x)["id"] for x in f], [e["id"] for e in events])
    with open(at("events.cameo.tsv"), encoding="utf-8") as f:
        dyads = [x.rstrip("\n").split("\t") for x in f]
    ok &= same("CAMEO and events.csv", sorted({d[4] for d in dyads}), sorted({e["id"] for e in events if e["cameo"]}))
    claims = rows_of(at("claims.csv"))
    ok &= same("claims.csv and v_claim", sorted((int(c["act"]), c["event"], c["status"], int(c["reports"]), int(c["changes"])) for c in claims),
               con.execute("SELECT act, type, status, reports, changes - 1 FROM v_claim ORDER BY act").fetchall())
    voices = collections.Counter((int(v["act"]), v["stance"], v["speaker"], v["words"], v["document_date"]) for v in rows_of(at("voices.csv")))
    ok &= same("voices.csv and v_voice", sorted(voices), con.execute(
        "SELECT DISTINCT act, stance, ifnull(source, ''), ifnull(words, ''), ifnull(report_date, '') FROM v_voice "
        "ORDER BY 1, 2, 3, 4, 5").fetchall())
    ok &= same("voices.csv and event_voice", [sum(voices.values())], list(con.execute(
        "SELECT count(*) FROM (SELECT DISTINCT act, stance, attribution FROM event_voice JOIN event ON id = event)").fetchone()))
    ok &= same("reports.csv and report", [(r["document"], r["sha256"]) for r in rows_of(at("reports.csv"))],
               con.execute("SELECT doc, lower(hex(hash)) FROM report ORDER BY id").fetchall())
    run(demarche, "export", "--db", db, "--into", into + "-2", "--parts", "dyads,events", "--status", "happened")
    panel = [d for d in rows_of(os.path.join(into + "-2", "dyad-month.csv")) if d["month"] and d["actor"] and d["recipient"]]
    ok &= same("dyad-month.csv and v_dyad_month", sorted((d["month"], d["actor"], d["recipient"], int(d["events"]), float(d["score"]), int(d["material_conflict"])) for d in panel),
               sorted(con.execute("SELECT month, source, target, events, round(score, 3), material_conflict FROM v_dyad_month").fetchall()))
    for once in ("day", "act"):
        run(demarche, "export", "--db", db, "--into", into + "-3", "--parts", "events,plover,cameo", "--once", once)
        asked = run(demarche, "query", "--db", db, "--once", once, "--order", "arrival", "--format", "csv").stdout
        with open(os.path.join(into + "-3", "events.csv"), encoding="utf-8", newline="") as f:
            ok &= same("--once " + once, list(csv.reader(f)), list(csv.reader(io.StringIO(asked, newline=""))))
    print(f"export: {len(events)} events, {len(claims)} claims, {sum(voices.values())} voices, {len(panel)} dyad-months: "
          f"{'the same in every form' if ok else 'DIFFERENT'}")
    return ok


def main():
    demarche = os.path.abspath(sys.argv[1])
    parts = sys.argv[2:] or ["kills", "disk", "million", "scale", "grown", "export"]
    with tempfile.TemporaryDirectory() as work:
        done = [globals()[part](demarche, work) for part in parts]
    sys.exit(0 if all(done) else 1)


if __name__ == "__main__":
    main()
