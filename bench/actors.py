#!/usr/bin/env python3
"""Two measures of mentions and entities that ../shared/eval has no scorer for.

usage: actors.py

found    source and target of each pair of plover/plv_train.jsonl: does a mention of an entity share a character with it?
merged   names of persons and organisations in GUM's news (ud/gum-*.conllu.gz, Entity=): pairs of names of one document that
         are one in the gold and one here.  A gold name is the minimal span of its mention, up to its first gap, all proper nouns
         (articles, prepositions, numbers allowed); it goes to the mention of ours that it shares most with (Jaccard ≥ 0.25).
         Pairs spelled alike that the gold parts (the church and the faith, a firm and its shop) no spelling can tell.
         Three documents in ten, by a hash of the id, are told apart: leave their errors unread.
"""
import itertools
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CORPORA = os.path.join(os.path.dirname(ROOT), "shared", "corpora")
DEMARCHE = os.path.join(ROOT, "build", "release", "demarche")
sys.path.insert(0, os.path.join(ROOT, "train"))
import gum  # noqa: E402


def code(path):
    out = subprocess.run([DEMARCHE, "code", "-f", "doc", "-s", "actors", path], capture_output=True, text=True, check=True).stdout
    return {d["id"]: d for d in map(json.loads, out.splitlines())}


def found():
    path = os.path.join(CORPORA, "plover", "plv_train.jsonl")
    system = code(path)
    hit = total = 0
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        mentions = [m for e in system[row["id"]]["entities"] for m in e["mentions"]]
        for start, end in (row["source"], row["target"]):
            total += 1
            hit += any(a < end and start < b for a, b in mentions)
    print(f"found    {hit}/{total} = {100 * hit / total:.1f} %")


def pairs(clusters):
    return {p for c in clusters.values() for p in itertools.combinations(c, 2)}


def merged():
    documents = [d for d in gum.documents(CORPORA, "gum-train", "gum-dev") if "_news_" in d["id"]]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for d in documents:
            f.write(json.dumps({"id": d["id"], "text": d["text"].rstrip()}) + "\n")
        f.flush()
        system = code(f.name)
    counts = {False: [0] * 5, True: [0] * 5}
    for d in documents:
        mentions = [(e["id"], m[0], m[1]) for e in system[d["id"]]["entities"] for m in e["mentions"]]
        gold, ours, names = {}, {}, {}
        who = [(entity, a, b) for entity, kind, a, b in gum.names(d) if kind in ("person", "organization")]
        for i, (entity, start, end) in enumerate(who):
            best, share = f"none {i}", 0.25
            for name, a, b in mentions:
                jaccard = (min(b, end) - max(a, start)) / (max(b, end) - min(a, start))
                if jaccard >= share and (jaccard > share or best.startswith("none")):
                    best, share = name, jaccard
            names[i] = d["text"][start:end]
            gold.setdefault(entity, []).append(i)
            ours.setdefault(best, []).append(i)
        g, s = pairs(gold), pairs(ours)
        row = counts[gum.untouched(d["id"])]
        same = [sum(names[a] == names[b] for a, b in p) for p in (s - g, g - s)]
        for k, n in enumerate((len(g & s), len(s - g), len(g - s), *same)):
            row[k] += n
    for held, (hit, wrong, missed, *same) in counts.items():
        f1 = 200 * hit / max(1, 2 * hit + wrong + missed)
        print(f"merged   {'untouched' if held else 'seen'}: pairs right {hit}, wrong {wrong}, missed {missed}, F1 {f1:.1f}; "
              f"spelled alike: {same[0]} of the wrong, {same[1]} of the missed")


found()
merged()
