#!/usr/bin/env python3
"""The event scorers of ../shared/eval on the parts that nobody tuned on or trained with: PLV pairs whose id's SHA-1 ends in 0, 1
or 2 (mod 10), and six of the twenty Wikinews reports (train/events.py leaves out the same).

usage: untouched.py DEMARCHE plv|wikinews
"""
import hashlib
import json
import os
import subprocess
import sys
import tempfile

SHARED = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "shared")
WIKINEWS = {"wn-a05", "wn-a06", "wn-a08", "wn-a10", "wn-a12", "wn-a15"}
PARTS = {
    "plv": ("plover/plv_train.jsonl", "score_relations", lambda i: int(hashlib.sha1(i.encode()).hexdigest(), 16) % 10 < 3),
    "wikinews": ("events/wikinews_dev.jsonl", "score_events", lambda i: i in WIKINEWS),
}


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in PARTS:
        sys.exit(__doc__.strip())
    data, scorer, untouched = PARTS[sys.argv[2]]
    with tempfile.TemporaryDirectory() as tmp:
        gold, answer = os.path.join(tmp, "gold.jsonl"), os.path.join(tmp, "answer.jsonl")
        with open(os.path.join(SHARED, "corpora", data), encoding="utf-8") as rows, open(gold, "w", encoding="utf-8") as out:
            out.writelines(row for row in rows if untouched(json.loads(row)["id"]))
        with open(answer, "wb") as out:
            subprocess.run([sys.argv[1], "code", "--format", "doc", gold], stdout=out, check=True)
        subprocess.run([sys.executable, os.path.join(SHARED, "eval", scorer + ".py"), gold, answer], check=True)


if __name__ == "__main__":
    main()
