#!/usr/bin/env python3
"""Labels news without gold attributions with the mean of several trained nets, for the last net to learn from
(self-training): world news then is no foreign country to a net whose gold data is US election news.

usage: attribution_label.py texts CORPORA OUT.jsonl         news that may train weights, one report a line
       attribution_label.py label IN.jsonl OUT.jsonl DUMP MODEL.pt…   MODEL: what attribution.py --keep stored
"""
import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile

import numpy as np
import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import attribution  # noqa: E402

COUNTRIES = "Syria Kenya Peru Japan Iran Egypt France Ukraine India Mali Chile Iraq".split()
STORIES = 900       # of the made stories, which are many and alike
TOGETHER = 8        # single sentences that make a report


def texts(root):
    def rows(name):
        path = os.path.join(root, name)
        with gzip.open(path, "rt", encoding="utf-8") if name.endswith("gz") else open(path, encoding="utf-8") as f:
            for line in f:
                yield json.loads(line)["text"].strip()

    for name in ("ner/worldwide_asia.jsonl", "ner/worldwide_africa.jsonl", "records/isaf.jsonl"):
        yield from rows(name)
    single = list(dict.fromkeys(rows("eventplace/dev.jsonl")))
    for i in range(0, len(single) - TOGETHER + 1, TOGETHER):
        yield "\n\n".join(single[i:i + TOGETHER])
    rng = random.Random(1)
    for text in rng.sample(list(rows("plover/synthetic_stories.jsonl.gz")), STORIES):
        yield re.sub(r"\{\w+\}", lambda m: rng.choice(COUNTRIES), text)


def restore(path):
    d = torch.load(path)
    model = attribution.Attribution(**d["size"], drop=0)
    model.load_state_dict(d["state"])
    return model.eval()


def runs(label, begin, on):
    """[first, last] of each unbroken run that begins with `begin` and goes on with `on`"""
    i = 0
    while i < len(label):
        k = i + 1
        if label[i] in (begin, on):
            while k < len(label) and label[k] == on:
                k += 1
            yield i, k - 1
        i = k


class Labeller:
    def __init__(self, dump, models):
        self.dump, self.models = dump, [restore(p) for p in models]

    def load(self, docs, tmp):
        with open(f"{tmp}/docs.jsonl", "w", encoding="utf-8") as f:
            f.writelines(json.dumps(d) + "\n" for d in docs)
        subprocess.check_call([self.dump, f"{tmp}/docs.jsonl", f"{tmp}/dump"])
        return attribution.load(f"{tmp}/dump", f"{tmp}/docs.jsonl")

    def best(self, scores, moves, off):
        n = len(self.models)
        return attribution.best(sum(scores) / n, sum(moves).detach() / n, off)

    @torch.no_grad()
    def cues(self, d, x):
        b = attribution.batch([x])
        label = self.best([m.cues(m.states(b), b) for m in self.models], [m.cue_move for m in self.models],
                          b["passages"])
        for start, end in zip([0] + x.passages, x.passages):
            for i, k in runs(label[start:end], 1, 2):
                d["attributions"].append(dict(source=None, cue=[x.points(start + i, start + k)], content=None))

    @torch.no_grad()
    def parts(self, d, x):
        b = attribution.batch([x])
        label = self.best([m.pairs(m.states(b), b) for m in self.models], [m.pair_move for m in self.models],
                          b["windows"])
        for a, (_, start, _, _, _, _), low, high in zip(d["attributions"], x.windows, b["windows"], b["windows"][1:]):
            for part, begin in (("source", 1), ("content", 3)):
                a[part] = [x.points(start + i, start + k) for i, k in runs(label[low:high], begin, begin + 1)] or None
        d["attributions"] = [a for a in d["attributions"] if a["content"]]

    def run(self, docs):
        with tempfile.TemporaryDirectory() as tmp:
            for step in (self.cues, self.parts):
                for d, x in zip(docs, self.load(docs, tmp)):
                    if x.n and (step == self.cues or x.windows):
                        step(d, x)
        return docs


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "texts":
        with open(sys.argv[3], "w", encoding="utf-8") as f:
            for i, text in enumerate(texts(sys.argv[2])):
                f.write(json.dumps(dict(id=str(i), text=text, attributions=[])) + "\n")
    elif len(sys.argv) > 5 and sys.argv[1] == "label":
        docs = [dict(json.loads(line), attributions=[]) for line in open(sys.argv[2], encoding="utf-8")]
        with open(sys.argv[3], "w", encoding="utf-8") as f:
            f.writelines(json.dumps(d) + "\n" for d in Labeller(sys.argv[4], sys.argv[5:]).run(docs))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
