#!/usr/bin/env python3
"""many_reports.py COUNT >FILE.jsonl: as many short reports as wanted, for measuring the store.

Each is some sixty words of one report at hand and some fifty of another, with other numbers; one in twenty is an agency
copy of a recent one: another headline, cut at the end.  They come day by day, thirty a day, from forty publishers.  At
hand are the bundled reports and, where it lies beside the tree, the news of ../shared/corpora.  The same count gives the
same file.
"""
import glob, gzip, json, os, random, re, sys, datetime

HERE = os.path.dirname(os.path.abspath(__file__))
BUNDLED = os.path.join(HERE, "..", "reports", "*.txt")
CORPORA = os.path.join(HERE, "..", "..", "shared", "corpora")
POLITICS = ["ner/worldwide_asia.jsonl", "ner/worldwide_africa.jsonl", "news/guardian_sdf.jsonl", "records/isaf.jsonl",
            "geo/trnews.jsonl", "polnear/train.jsonl"]
OTHER = ["news/reuters21578.jsonl.gz"]
PER_DAY, PUBLISHERS, COPIES = 30, 40, 0.05


def paragraphs(text):
    """Paragraphs of eight words and more; long ones cut at a full stop."""
    for p in text.split("\n"):
        if len(p.split()) >= 60:
            yield from (s for s in re.split(r"(?<=[a-z]{2}[.”\"]) (?=[A-Z“])", p) if len(s.split()) >= 8)
        elif len(p.split()) >= 8:
            yield p


def read_all(names):
    pool = []
    for name in names:
        path = os.path.join(CORPORA, name)
        if os.path.exists(path):
            with (gzip.open if name.endswith(".gz") else open)(path, "rt", encoding="utf-8") as f:
                pool += (list(paragraphs(json.loads(line)["text"])) for line in f)
    return [p for p in pool if len(p) > 1]


def bundled():
    for path in sorted(glob.glob(BUNDLED)):
        with open(path, encoding="utf-8") as f:
            yield list(paragraphs(f.read()))


def window(rng, pools, words):
    report = rng.choice(rng.choice(pools))
    at, taken = rng.randrange(len(report)), []
    while at < len(report) and sum(len(p.split()) for p in taken) < words:
        taken.append(report[at])
        at += 1
    return taken


def other_numbers(rng, text):
    return re.sub(r"\b[1-9]\d?\b", lambda m: str(int(m.group()) + rng.randrange(9)), text)


def reports(count, seed=1):
    rng = random.Random(seed)
    politics = read_all(POLITICS) + list(bundled())
    pools = [politics, read_all(OTHER) or politics]
    recent = []
    for n in range(count):
        if recent and rng.random() < COPIES:
            old = rng.choice(recent)
            title, text = f"Agency {n}: " + " ".join(old.split()[:6]), old[: old.rindex("\n")]
        else:
            text = other_numbers(rng, "\n".join(window(rng, pools, 50) + window(rng, pools, 40)))
            title = " ".join(text.split()[:8])
            recent = recent[-199:] + [text]
        day = datetime.date(2015, 1, 1) + datetime.timedelta(days=n // PER_DAY)
        yield {"id": f"r{n}", "date": day.isoformat(), "source": f"Publisher {rng.randrange(PUBLISHERS)}", "title": title,
               "text": text}


if __name__ == "__main__":
    for report in reports(int(sys.argv[1])):
        print(json.dumps(report, ensure_ascii=False))
