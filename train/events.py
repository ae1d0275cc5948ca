#!/usr/bin/python3
"""Train the event model, models/events.bin: a linear model over hashed features (src/code/event_opinion.h).

usage: train/events.py [--shared ../shared] [--out models/events.bin] [--held]

Learns from data/events/annotated (our own sentences), and where ../shared is at hand from PLV training pairs, the
Wikinews development reports and the synthetic stories: there the word that fits the label is the rules' match of that
type.  --held trains three times, each time without a third of the texts, and prints how well those are judged; ids
whose SHA-1 ends in 0, 1, 2 (mod 10) of PLV and six Wikinews reports are never used.
Needs python3 with numpy and torch; one thread, a minute.
"""
import argparse
import gzip
import hashlib
import json
import os
import random
import struct
import subprocess
import sys

import numpy as np
import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from held import HELD_WIKINEWS, held_back  # noqa: E402
from marks import annotated_events  # noqa: E402

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
NONE = len(TYPES)
BITS = 16
DUMP = "build/release/event_dump"
TIMES = {"plv": 3, "wikinews": 2}  # how often real news counts beside our sentences


def run_tool(tool, docs):
    """The lines that a dumper writes of [(id, text)]"""
    data = "".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in docs)
    return subprocess.run([tool], input=data.encode(), stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()


def code_points(text):
    """{byte: code point}"""
    at, byte = {}, 0
    for i, ch in enumerate(text):
        at[byte] = i
        byte += len(ch.encode())
    at[byte] = len(text)
    return at


def mixed(sets):
    """All examples of {name: [example]}, real news more often than our sentences"""
    return [ex for name, examples in sets.items() for ex in examples * TIMES.get(name, 1)]


def run_dump(docs):
    """[(id, text)] -> {id: [(start, end, rule, fires, flags, features, other span)]} with spans in code points"""
    texts, rows, maps = dict(docs), {}, {}
    for line in run_tool(DUMP, docs):
        key, span, rule, fires, flags, feats = line.split("\t")
        if key not in maps:
            maps[key] = code_points(texts[key])
        s, e, s2, e2 = (maps[key].get(int(x), 0) for x in span.split())
        rows.setdefault(key, []).append((s, e, int(rule), fires == "1", flags,
                                         [int(x, 16) & ((1 << BITS) - 1) for x in feats.split()], (s2, e2)))
    return rows


def lap(a, b):
    return a[0] < b[1] and b[0] < a[1]


def from_annotated(folder):
    docs = annotated_events(folder)
    ids = {f"a{i}": t for i, t in enumerate(docs)}
    rows = run_dump(list(ids.items()))
    for key, text in ids.items():
        for s, e, rule, fires, flags, feats, also in rows.get(key, []):
            label = None
            for kind, spans, _, _ in docs[text]:
                if any(lap((s, e), x) or (fires and lap(also, x)) for x in spans):
                    label = NONE if kind == "NONE" else TYPES.index(kind)
                    break
            if label is None and flags[2] == "1":
                continue  # what is asked or feared is not annotated
            yield text, rule, fires, feats, NONE if label is None else label, 1.0


def from_plv(path):
    docs = [json.loads(l) for l in open(path, encoding="utf-8")]
    docs = [d for d in docs if not held_back(d["id"])]
    rows = run_dump([(d["id"], d["text"]) for d in docs])
    for d in docs:
        kinds = ("CONCEDE", "RETREAT") if d["root"] == "YIELD" else (d["root"],)
        wanted = [TYPES.index(k) for k in kinds]
        cand = rows.get(d["id"], [])
        fits = [r for r in cand if r[2] in wanted and r[3]]
        if fits:
            for r in fits:
                yield d["text"], r[2], r[3], r[5], r[2], 1.0
            continue
        lo, hi = sorted((d["source"], d["target"]))
        between = [r for r in cand if lo[1] <= r[0] and r[1] <= max(hi[0], lo[1] + 60)]
        if between:
            yield d["text"], between[0][2], between[0][3], between[0][5], wanted[0], 0.5


def from_wikinews(path):
    docs = [json.loads(l) for l in open(path, encoding="utf-8")]
    docs = [d for d in docs if d["id"] not in HELD_WIKINEWS]
    rows = run_dump([(d["id"], d["text"]) for d in docs])
    for d in docs:
        for s, e, rule, fires, flags, feats, also in rows.get(d["id"], []):
            hit = [ev for ev in d["events"] if lap((s, e), ev["trigger"]) or (fires and lap(also, ev["trigger"]))]
            hit.sort(key=lambda ev: (TYPES.index(ev["event"]) != rule, bool(ev.get("optional"))))
            yield d["id"], rule, fires, feats, TYPES.index(hit[0]["event"]) if hit else NONE, 1.0


def from_stories(path, limit):
    docs = []
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            d = json.loads(line)
            if d["event"] in TYPES and "{" not in d["text"][:600]:
                docs.append(d)
    random.Random(1).shuffle(docs)
    docs = docs[:limit]
    rows = run_dump([(d["id"], d["text"][:700]) for d in docs])
    for d in docs:
        k = TYPES.index(d["event"])
        for s, e, rule, fires, flags, feats, also in rows.get(d["id"], []):
            if fires and rule == k:
                yield d["id"], rule, fires, feats, k, 0.2


def train(examples, epochs, seed):
    """A softmax over the types; sparse steps touch only the rows that a batch uses."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = random.Random(seed)
    table = torch.nn.EmbeddingBag(1 << BITS, NONE + 1, mode="sum", sparse=True)
    torch.nn.init.zeros_(table.weight)
    opt = torch.optim.Adagrad(table.parameters(), lr=0.15)
    for epoch in range(epochs):
        rng.shuffle(examples)
        total = 0.0
        for at in range(0, len(examples), 64):
            batch = examples[at:at + 64]
            feats, offsets, drop = [], [], 0.15
            for ex in batch:
                offsets.append(len(feats))
                feats.extend(f for f in ex[3] if rng.random() >= drop)
            logits = table(torch.tensor(feats), torch.tensor(offsets))
            loss = torch.nn.functional.cross_entropy(logits, torch.tensor([ex[4] for ex in batch]), reduction="none",
                                                     label_smoothing=0.05)
            loss = (loss * torch.tensor([ex[5] for ex in batch])).mean()
            used = torch.nn.functional.embedding(torch.tensor(feats).unique(), table.weight, sparse=True)
            loss = loss + 2e-4 * used.pow(2).sum() / len(batch)
            opt.zero_grad()
            loss.backward()
            opt.step()
            total += loss.item()
        print(f"epoch {epoch + 1} loss {total / max(1, len(examples) // 64):.3f}", file=sys.stderr, flush=True)
    return table.weight.detach().numpy()


def combined(weights, examples, keep, change, find):
    """Right, wrong and missed words of rules and model together, as src/code/event_opinion.c combines them."""
    tp = fp = fn = 0
    for ex in examples:
        z = weights[ex[3]].sum(0)
        p = np.exp(z - z.max())
        p /= p.sum()
        best, k = int(p.argmax()), NONE
        if ex[2]:
            k = ex[1]
            if best == NONE and p[k] < keep:
                k = NONE
            elif best not in (NONE, k) and p[best] > change:
                k = best
        elif best != NONE and p[best] > find:
            k = best
        tp += k == ex[4] != NONE
        fp += k != NONE and k != ex[4]
        fn += ex[4] != NONE and k != ex[4]
    return tp, fp, fn


def held(sets, epochs, thresholds):
    """Three-fold: each text judged by a model that has not seen it; F1, precision and recall over the words."""
    part = lambda ex: int(hashlib.md5(ex[0].encode()).hexdigest(), 16) % 3
    every = mixed(sets)
    weights = [train([ex for ex in every if part(ex) != fold], epochs, fold + 1) for fold in range(3)]
    for name in ("annotated", "wikinews"):
        for keep, change, find in [(0.0, 2.0, 2.0)] + thresholds:
            parts = [combined(weights[k], [ex for ex in sets.get(name, []) if part(ex) == k], keep, change, find)
                     for k in range(3)]
            tp, fp, fn = (sum(p[i] for p in parts) for i in range(3))
            print("%-10s %-6s F1 %.1f P %.1f R %.1f" % (
                name, "rules" if find > 1 else "both", 200 * tp / max(1, 2 * tp + fp + fn),
                100 * tp / max(1, tp + fp), 100 * tp / max(1, tp + fn)))


def write(weights, path, keep, change, find):
    scale = float(np.abs(weights).max()) / 127 or 1.0
    scale = max(scale, float(np.quantile(np.abs(weights[weights != 0]), 0.9995)) / 127)
    q = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    with open(path, "wb") as f:
        f.write(struct.pack("<IIIIffff", 0x504F4D44, 1, BITS, NONE + 1, scale, keep, change, find))
        f.write(q.tobytes())


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", default="../shared")
    ap.add_argument("--out", default="models/events.bin")
    ap.add_argument("--epochs", type=int, default=7)
    ap.add_argument("--stories", type=int, default=1500)
    ap.add_argument("--held", action="store_true")
    ap.add_argument("--thresholds", default="0.08,0.95,0.75")
    args = ap.parse_args()
    subprocess.run(["cmake", "--build", "--preset", "release", "--target", "event_dump"], check=True,
                   stdout=subprocess.DEVNULL)
    sets = {"annotated": list(from_annotated("data/events/annotated"))}
    corpora = os.path.join(args.shared, "corpora")
    if os.path.isdir(corpora):
        sets["plv"] = list(from_plv(f"{corpora}/plover/plv_train.jsonl"))
        sets["wikinews"] = list(from_wikinews(f"{corpora}/events/wikinews_dev.jsonl"))
        sets["stories"] = list(from_stories(f"{corpora}/plover/synthetic_stories.jsonl.gz", args.stories))
    print(", ".join(f"{name}: {len(x)} words" for name, x in sets.items()))
    if args.held:
        held(sets, args.epochs, [tuple(map(float, args.thresholds.split(",")))])
        return
    examples = mixed(sets)
    weights = np.mean([train(examples, args.epochs, seed) for seed in range(1, 7)], axis=0)  # one run's luck evens out
    write(weights, args.out, *map(float, args.thresholds.split(",")))


if __name__ == "__main__":
    main()
