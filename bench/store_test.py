#!/usr/bin/env python3
"""store_test.py DEMARCHE [PART…]: the long tests of the store (./x store-test).

kills     200 kills -9 at random moments of an ingest of 2,000 reports, then a plain run: row by row the store that is
          made without kills; sound after each kill
disk      a real full disk (a small tmpfs, where mounting is allowed), a lock held by another process
million   a store of a million made-up events: the time of each question of the README
scale     100,000 reports: ingest against coding alone, and its memory
"""
import os, random, re, sqlite3, subprocess, sys, tempfile, time

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
    import json
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
    rng, struck, sound = random.Random(7), 0, 0
    began = time.time()
    run(demarche, "ingest", "--quiet", "--db", calm, inputs)
    idle = time.time() - began
    for n in range(200):
        p = subprocess.Popen([demarche, "ingest", "--quiet", "--batch", "4", "--db", db, inputs],
                             stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0, idle + whole / 60))
        struck += p.poll() is None
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
    print(f"kills: 200 ({struck} struck a running ingest), integrity ok {sound} times, "
          f"{'same rows as without kills' if same else 'ROWS DIFFER'}")
    return same


def disk(demarche, work):
    inputs, ok = os.path.join(work, "in2.jsonl"), True
    write_reports(inputs, 2000, 2)
    small = os.path.join(work, "small")
    os.makedirs(small, exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", small], capture_output=True).returncode == 0:
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


QUESTIONS = [
    ["query", "--actor", "RUS", "--recipient", "UKR", "--limit", "50", "--format", "table"],
    ["query", "--from", "2023-06", "--to", "2023-07", "--limit", "50", "--format", "table"],
    ["query", "--type", "ASSAULT", "--mode", "drone", "--place", "UKR", "--once", "act", "--limit", "50"],
    ["query", "--status", "denied", "--text", "bariko* OR hirila*", "--limit", "50"],
    ["query", "--party", "tulejumot", "--limit", "50"],
    ["query", "--context", "military,election", "--quad", "4", "--source", "Publisher 7", "--limit", "50"],
    ["query", "--once", "day", "--count"],
    ["query", "--order", "oldest", "--limit", "50", "--copies", "yes"],
    ["timeline", "USA", "RUS"],
    ["timeline", "--by", "day", "--type", "ASSAULT,COERCE", "RUS", "UKR"],
    ["network"],
    ["network", "--by", "party", "--from", "2020", "--quad", "4"],
    ["network", "--by", "name", "--limit", "20"],
    ["claims", "--limit", "20", "--format", "table"],
    ["claims", "--contested", "--party", "RUS", "--limit", "20", "--format", "table"],
    ["show", "act:500000"],
    ["show", "made-4711-3"],
]


def million(demarche, work):
    db = os.environ.get("MILLION", os.path.join(work, "million.db"))
    if not os.path.exists(db):
        print(run(os.path.join(os.path.dirname(demarche), "fill_store"), db, "1000000").stdout.strip())
    print(f"million: {os.path.getsize(db) / 1e6:.0f} MB")
    slow = 0
    for q in QUESTIONS:
        times = []
        for _ in range(3):
            began = time.time()
            run(demarche, q[0], "--db", db, *q[1:])
            times.append(time.time() - began)
        ms = sorted(times)[1] * 1000
        slow += ms > 200
        print(f"  {ms:6.0f} ms{' SLOW' if ms > 200 else '     '}  {' '.join(q)}", flush=True)
    print(f"million: {slow} of {len(QUESTIONS)} questions over 200 ms")
    return slow == 0


def peak(command):
    began = time.time()
    p = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    err = p.stderr.read()
    _, status, usage = os.wait4(p.pid, 0)
    if status != 0:
        sys.exit(f"FAILED: {' '.join(command)}\n{err}")
    return time.time() - began, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, err.strip()


def scale(demarche, work, count=int(os.environ.get("REPORTS", "100000"))):
    inputs, db = os.path.join(work, "scale.jsonl"), os.path.join(work, "scale.db")
    write_reports(inputs, count, 3)
    code, memory, cpu, _ = peak([demarche, "code", "--format", "doc", inputs])
    print(f"scale: code   {count} reports in {code:.1f} s ({cpu:.0f} s of processor), {memory:.0f} MB", flush=True)
    store, memory, cpu, said = peak([demarche, "ingest", "--db", db, inputs])
    print(f"scale: ingest {count} reports in {store:.1f} s ({cpu:.0f} s of processor), {memory:.0f} MB: {store / code:.2f} x coding; "
          f"{os.path.getsize(db) / 1e6:.0f} MB on disk\n  {said}", flush=True)
    return store <= 1.5 * code and memory < 1000


def main():
    demarche = os.path.abspath(sys.argv[1])
    parts = sys.argv[2:] or ["kills", "disk", "million", "scale"]
    with tempfile.TemporaryDirectory() as work:
        done = [globals()[part](demarche, work) for part in parts]
    sys.exit(0 if all(done) else 1)


if __name__ == "__main__":
    main()
