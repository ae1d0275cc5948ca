#!/usr/bin/env python3
"""same_test.py DEMARCHE [ECBPLUS.jsonl]: how well the store knows a copy, and the same event in several reports.

copies   each report of the file (or, without one, of reports/) is given near-copies by machine: another headline and
         outlet, cut at the end, corrected (words and numbers changed), all of it at once.  Two reports are a pair when
         they come from the same one; pair precision, recall, F1.
events   B3 (Bagga and Baldwin 1998) over the annotated action mentions of ECB+ that lie under a trigger of an event of
         ours, across the reports of a topic; and over all annotated actions, those without an event counting as alone.
         Topics are split by number: 7 in 10 for development, the others untouched.
"""
import collections, json, os, random, re, sqlite3, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def load(path):
    if path:
        with open(path, encoding="utf-8") as f:
            return [json.loads(line) for line in f]
    sys.path.insert(0, HERE)
    import store_test
    return [{"id": f"report-{i}", "topic": i, "text": t} for i, t in enumerate(store_test.texts())]


def untouched(topic):
    return topic % 10 in (3, 6, 9)


# ---- copies ----

def sentences(text):
    return [s for s in re.split(r"(?<=[.!?\"”])\s+|\n+", text) if s.strip()]


def headline(text, rng):
    return "Agency report: " + " ".join(rng.sample(text.split()[:40], min(6, len(text.split())))) + "\n\n" + text


def cut(text, rng):
    s = sentences(text)
    return " ".join(s[: max(1, round(len(s) * rng.uniform(0.4, 0.9)))])


def correct(text, rng):
    words = text.split(" ")
    for _ in range(max(1, round(len(words) * rng.uniform(0.01, 0.04)))):
        i = rng.randrange(len(words))
        words[i] = str(rng.randrange(99)) if words[i].isdigit() else rng.choice(words)
    return " ".join(words)


def credit(text, rng):
    return text + "\n" + rng.choice(["Additional reporting by our staff.", "Editing by the foreign desk.",
                                     "© The agency. All rights reserved."])


KINDS = [("headline", [headline]), ("cut", [cut]), ("corrected", [correct]),
         ("all", [cut, correct, headline, credit])]


def ingest(demarche, rows, db, work):
    path = os.path.join(work, os.path.basename(db) + ".jsonl")
    with open(path, "w", encoding="utf-8") as f:
        for r in rows:
            f.write(json.dumps(r, ensure_ascii=False) + "\n")
    subprocess.run([demarche, "ingest", "--quiet", "--db", db, path], check=True)
    return sqlite3.connect(db)


def runs(text):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i:i + 4]) for i in range(len(words) - 3)}


def without_copies(rows):
    """Rows of which no earlier one shares half of the shorter's four-word runs: agencies' copies that are there already
    would count as errors."""
    kept = []
    for r in rows:
        mine = runs(r["text"])
        if len(mine) >= 12 and all(len(mine & k) < 0.5 * min(len(mine), len(k)) for _, k in kept):
            kept.append((r, mine))
    return [r for r, _ in kept]


def copies(demarche, rows, work, name):
    rng, made = random.Random(3), []
    for r in rows:
        made.append((r["id"], "as it is", r["text"]))
        for kind, changes in KINDS:
            text = r["text"]
            for change in changes:
                text = change(text, rng)
            made.append((r["id"], kind, text))
    rng.shuffle(made)
    docs = [{"id": f"{i}", "source": f"Outlet {rng.randrange(30)}", "text": t} for i, (_, _, t) in enumerate(made)]
    con = ingest(demarche, docs, os.path.join(work, f"copies-{name}.db"), work)
    found = {int(doc): original for doc, original in con.execute(
        "SELECT r.doc, ifnull(o.doc, r.doc) FROM report r JOIN coding c ON c.report = r.id "
        "LEFT JOIN report o ON o.id = c.original")}

    def pairs(groups):
        members = collections.defaultdict(list)
        for i, g in groups:
            members[g].append(i)
        return {(a, b) for m in members.values() for a in m for b in m if a < b}

    gold, got = pairs((i, m[0]) for i, m in enumerate(made)), pairs((i, g) for i, g in found.items())
    hit = len(gold & got)
    p, r = hit / max(1, len(got)), hit / max(1, len(gold))
    print(f"copies, {name}: {len(docs)} reports of {len(rows)}: pair precision {100 * p:.1f} recall {100 * r:.1f} "
          f"pair F1 {200 * p * r / max(1e-9, p + r):.1f}")
    wrong = collections.Counter(tuple(sorted((made[a][0], made[b][0]))) for a, b in got - gold)
    if wrong:
        print("   different reports taken for copies:", ", ".join(f"{a}~{b}" for (a, b), _ in wrong.most_common(8)))
    missed = collections.Counter(tuple(sorted((made[a][1], made[b][1]))) for a, b in gold - got)
    if missed:
        print("   pairs missed:", ", ".join(f"{a}/{b} {n}" for (a, b), n in missed.most_common(6)))


# ---- events ----

def b_cubed(gold, got):
    """gold, got: mention -> cluster.  Mean precision and recall over mentions."""
    gold_of, got_of = collections.defaultdict(set), collections.defaultdict(set)
    for m, g in gold.items():
        gold_of[g].add(m)
    for m, g in got.items():
        got_of[g].add(m)
    p = sum(len(gold_of[gold[m]] & got_of[got[m]]) / len(got_of[got[m]]) for m in gold) / max(1, len(gold))
    r = sum(len(gold_of[gold[m]] & got_of[got[m]]) / len(gold_of[gold[m]]) for m in gold) / max(1, len(gold))
    return p, r, 2 * p * r / max(1e-9, p + r)


def events(demarche, rows, work, name):
    # a date for all: ECB+ has none, and none of its topics is told apart by date here
    docs = [{"id": r["id"], "source": r.get("url", "").split("/")[2] if "//" in r.get("url", "") else r["id"],
             "text": r["text"]} for r in rows]
    con = ingest(demarche, docs, os.path.join(work, f"events-{name}.db"), work)
    ours = collections.defaultdict(list)
    for doc, start, end, act in con.execute("SELECT r.doc, e.trigger_start, e.trigger_end, e.act FROM event e "
                                            "JOIN report r ON r.id = e.report"):
        ours[doc].append((start, end, act))
    gold, got, alone = {}, {}, {}
    for r in rows:
        selected = [r["sentences"][i] for i in r["selected"]]
        for i, m in enumerate(r["mentions"]):
            if "ACTION" not in m["class"] or not any(s <= m["start"] and m["end"] <= e for s, e in selected):
                continue
            key = (r["id"], i)
            gold[key] = (r["topic"], m["cluster"]) if m["cluster"] else key
            acts = [a for s, e, a in ours[r["id"]] if s < m["end"] and m["start"] < e]
            alone[key] = acts[0] if acts else key
            if acts:
                got[key] = acts[0]
    covered = {k: g for k, g in gold.items() if k in got}
    p, r, f = b_cubed(covered, got)
    q, s, g = b_cubed(gold, alone)
    h = b_cubed(covered, {k: k for k in covered})[2]
    one = b_cubed(covered, {k: 0 for k in covered})[2]
    print(f"events, {name}: B3 over {len(covered)} mentions with an event: P {100 * p:.1f} R {100 * r:.1f} F1 {100 * f:.1f} "
          f"(all apart {100 * h:.1f}, all one {100 * one:.1f}); over all {len(gold)}: P {100 * q:.1f} R {100 * s:.1f} "
          f"F1 {100 * g:.1f}")
    multi = con.execute("SELECT count(*), sum(reports > 1) FROM act").fetchone()
    print(f"   {multi[0]} acts, {multi[1]} told by several reports")


def main():
    demarche = os.path.abspath(sys.argv[1])
    rows = load(sys.argv[2] if len(sys.argv) > 2 else None)
    with tempfile.TemporaryDirectory() as work:
        parts = [("development", [r for r in rows if not untouched(r["topic"])]),
                 ("untouched", [r for r in rows if untouched(r["topic"])])]
        for name, part in parts:
            copies(demarche, part, work, name + ", as it is")
            copies(demarche, without_copies(part), work, name + ", copies of its own left out")
            if "mentions" in part[0]:
                events(demarche, part, work, name)


if __name__ == "__main__":
    main()
