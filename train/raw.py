#!/usr/bin/env python3
"""The raw text that pretraining and the silver trees are made from: news that may train weights, cut into sentences and
words by the program itself.

usage: raw.py DEMARCHE CORPORA OUT.pkl
"""
import gzip
import json
import os
import pickle
import random
import re
import subprocess
import sys
import tempfile

FILES = ("polnear/train.jsonl", "ner/worldwide_asia.jsonl", "ner/worldwide_africa.jsonl", "records/isaf.jsonl",
         "plover/plv_train.jsonl", "eventplace/dev.jsonl", "muc/dev.jsonl.gz", "plover/synthetic_stories.jsonl.gz")
COUNTRIES = ("Syria", "Kenya", "Peru", "Japan", "Iran", "Egypt", "France", "Ukraine", "India")


def texts(root, rng):
    for name in FILES:
        path = os.path.join(root, name)
        with gzip.open(path, "rt", encoding="utf-8") if name.endswith("gz") else open(path, encoding="utf-8") as f:
            for line in f:
                yield re.sub(r"\{\w+\}", lambda m: rng.choice(COUNTRIES), json.loads(line)["text"])


def main():
    program, root, out = sys.argv[1:4]
    rng = random.Random(1)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8") as f:
        for i, text in enumerate(texts(root, rng)):
            f.write(json.dumps({"id": str(i), "text": text}) + "\n")
    conllu = subprocess.run([program, "parse", "--tokens", "-j1", f.name], stdout=subprocess.PIPE, check=True).stdout
    os.unlink(f.name)
    seen, result = set(), []
    form, space, mwt = [], [], (0, True)
    for line in conllu.decode().split("\n"):
        c = line.split("\t")
        if len(c) == 10 and "-" in c[0]:
            mwt = (int(c[0].split("-")[1]), c[9] == "_")
        elif len(c) == 10:
            n = int(c[0])
            form.append(c[1])
            space.append(n == mwt[0] and mwt[1] if n <= mwt[0] else c[9] == "_")
        elif not line and form:
            key = " ".join(form)
            if 3 <= len(form) <= 120 and key not in seen:
                seen.add(key)
                result.append(("raw", form, space))
            form, space, mwt = [], [], (0, True)
    print(len(result), "sentences,", sum(len(r[1]) for r in result), "words")
    pickle.dump(result, open(out, "wb"))


if __name__ == "__main__":
    main()
