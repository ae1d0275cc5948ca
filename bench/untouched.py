#!/usr/bin/env python3
"""The event scorers of ../shared/eval on the parts that nobody tuned on or trained with (train/held.py).

usage: untouched.py DEMARCHE plv|wikinews
"""
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.path.join(os.path.dirname(ROOT), "shared")
sys.path.insert(0, os.path.join(ROOT, "train"))
from held import HELD_WIKINEWS, held_back  # noqa: E402

PARTS = {
    "plv": ("plover/plv_train.jsonl", "score_relations", held_back),
    "wikinews": ("events/wikinews_dev.jsonl", "score_events", HELD_WIKINEWS.__contains__),
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
