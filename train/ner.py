#!/usr/bin/env python3
"""Train the classifier of names (src/code/ner.c): a softmax over hashed features, one command.

usage: ner.py                          (./x train ner: the shipped model, from all that ../shared has)
       ner.py DUMP OUT GOLD.jsonl [GOLD.jsonl …] [--all]

DUMP    the program ner_dump (cmake --build --preset release --target ner_dump)
OUT     the model file, models/ner.bin; the groups of words (groups.py) are taken over from the one that is there
GOLD    documents with entities.  Three documents in ten (by a hash of the id) are left out and measured on, unless --all
"""
import os
import subprocess
import sys
import tempfile
import zlib

import numpy as np

import net

ROWS, CLASSES, SEEDS = 1 << 17, ["PER", "ORG", "LOC", "OTHER"], 3
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MODEL = os.path.join(ROOT, "models", "ner.bin")
OWN = (2, 3, 4, 5, 6, 7, 30)  # kinds of features that are the name's own words (nerfeature.c): in new places all names are new


def held_out(name):
    return zlib.crc32(name.encode()) % 10 >= 7


def read(dump, path):
    out = subprocess.run([dump, path], check=True, capture_output=True, text=True).stdout
    for line in out.splitlines():
        if line:
            name, label, features = line.split("\t")
            kinds, rows = np.array([f.split(":") for f in features.split(" ")], dtype=np.int32).T
            yield name, CLASSES.index(label), rows, np.isin(kinds, OWN)


def train(data, epochs=6, rate=0.05, drop=0.3, nameless=0.3, decay=1e-3, seed=1):
    rng = np.random.default_rng(seed)
    w, square = np.zeros((ROWS, 4), np.float32), np.ones((ROWS, 4), np.float32)
    total, steps = np.zeros_like(w), 0
    for epoch in range(epochs):
        loss = 0.0
        for i in rng.permutation(len(data)):
            label, rows, own = data[i]
            kept = rng.random(len(rows)) > drop
            keep = rows[kept & ~own if rng.random() < nameless else kept]
            z = w[keep].sum(0)
            p = np.exp(z - z.max())
            p /= p.sum()
            loss -= np.log(p[label] + 1e-9)
            p[label] -= 1
            square[keep] += p * p
            w[keep] -= rate * (p / np.sqrt(square[keep]) + decay * w[keep])
        if epoch >= epochs // 2:
            total += w
            steps += 1
        print(f"epoch {epoch} loss {loss / len(data):.4f}", file=sys.stderr, flush=True)
    return total / steps


def measure(w, data, name):
    hit = sum(int(np.argmax(w[rows].sum(0)) == label) for label, rows, own in data)
    print(f"{name}: {hit}/{len(data)} = {100 * hit / max(1, len(data)):.2f} %")


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    if sys.argv[1:] == []:
        with tempfile.TemporaryDirectory() as tmp:
            fit_and_write(*everything(tmp), True)
    elif len(args) >= 3:
        fit_and_write(args[0], args[1], args[2:], "--all" in sys.argv)
    else:
        sys.exit(__doc__)


def everything(tmp):
    """-> the dumper, the shipped model and all annotated texts"""
    gum, corpora = os.path.join(tmp, "gum.jsonl"), os.path.join(ROOT, "..", "shared", "corpora")
    subprocess.run(["cmake", "--build", os.path.join(ROOT, "build", "release"), "--target", "ner_dump"], check=True)
    subprocess.run([sys.executable, os.path.join(ROOT, "train", "gum.py"), corpora, gum], check=True)
    names = ("uner_ewt_train", "worldwide_asia", "worldwide_africa")
    return os.path.join(ROOT, "build", "release", "ner_dump"), MODEL, [gum] + [f"{corpora}/ner/{n}.jsonl" for n in names]


def fit_and_write(dump, out, gold, every):
    fit, test = [], []
    for path in gold:
        for name, *row in read(dump, path):
            (test if held_out(name) else fit).append(row)
    if every:
        fit += test
    w = sum(train(fit, seed=seed) for seed in range(SEEDS)) / SEEDS
    step = np.float32(np.percentile(np.abs(w), 99.98) / 127)
    q = np.clip(np.rint(w / step), -127, 127).astype(np.int8)
    measure(q.astype(np.float32), fit, "fit")
    measure(q.astype(np.float32), test, "held out")
    groups = net.load(MODEL)
    net.save(out, "ner", {"weight": q, "step": np.array([step], np.float32),
                              "group.hash": groups["group.hash"][:, 0], "group.of": groups["group.of"][:, 0]})


main()
