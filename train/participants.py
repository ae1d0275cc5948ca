#!/usr/bin/python3
"""Train the participants' model, models/participants.bin: a linear model over hashed features (src/code/participant.h).

usage: ./x train participants [--shared ../shared] [--out models/participants.bin] [--held]

A recipient is judged twice, the second time with the actors known: then his country counts, too.  Learns from data/events/annotated (our own sentences), and where ../shared is at hand from PLV training pairs and the
Wikinews development reports.  --held trains five times, each time without a fifth of the texts, and prints how well
those are judged, by the frames alone and with the model; ids whose SHA-1 ends in 0, 1, 2 (mod 10) of PLV and six
Wikinews reports are never used.
Needs python3 with numpy and torch; one thread, a minute.
"""
import argparse
import collections
import json
import math
import os
import random
import struct
import subprocess
import sys

import numpy as np
import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from events import TYPES, code_points, lap, mixed, run_tool  # noqa: E402
from held import HELD_WIKINEWS, fold, held_back  # noqa: E402
from marks import annotated_events  # noqa: E402

BITS = 18
KIN = ("alone", "unknown", "other", "same", "state")  # src/code/participant.h
PAIR = 0.3  # weight of a mention that no pair of PLV names: others may take part, too
UNMARKED = 0.5  # weight of a mention that our sentences do not mark, though it might pass for a participant
DUMP = "build/release/participant_dump"


Match = collections.namedtuple("Match", "words event noun candidates")  # words: spans of the trigger's


class Candidate:
    """A mention near a trigger: its span, its topmost word, the frame's choice (0, 1 actor, 2 recipient), its code, whether
    it is a state, features; label [actor, recipient] and the weight of each."""

    def __init__(self, span, top, chosen, code, feats):
        self.span, self.top, self.chosen, self.feats = span, top, chosen, feats
        self.code, self.state = code.rstrip("!"), code.endswith("!")
        self.label, self.weight = [0.0, 0.0], [1.0, 1.0]


def run_dump(docs):
    """[(id, text)] -> {id: [Match]}, spans in code points"""
    texts, events, maps = dict(docs), {}, {}
    for line in run_tool(DUMP, docs):
        f = line.split("\t")
        if f[0] == "E":
            key = f[1]
            if key not in maps:
                maps[key] = code_points(texts[key])
            m = maps[key]
            a, b, c, d = (m[int(x)] for x in f[2].split())
            events.setdefault(key, []).append(Match(((a, b), (c, d)), int(f[3]), int(f[4]), []))
        else:
            a, b, c, d = (m[int(x)] for x in f[1].split())
            events[key][-1].candidates.append(Candidate((a, b), (c, d), int(f[2]), f[3],
                                                [int(x, 16) & ((1 << BITS) - 1) for x in f[4].split()]))
    return events


def mark(candidates, side, spans, missing):
    """Sets the labels of one side: the mention that fits a gold span best is right, others inside the span do not
    count, the rest are wrong with weight `missing`."""
    for c in candidates:
        c.label[side], c.weight[side] = 0.0, missing
    for span in spans:
        inside = [c for c in candidates if lap(c.top, span)]
        if not inside:
            continue
        fit = lambda c: (min(c.span[1], span[1]) - max(c.span[0], span[0])) / (
            max(c.span[1], span[1]) - min(c.span[0], span[0]))
        best = max(inside, key=fit)
        for c in inside:
            nested = best.span[0] <= c.span[0] and c.span[1] <= best.span[1]
            if c is not best and not (nested and c.chosen != side + 1) and c.label[side] == 0:
                c.weight[side] = 0.0
        best.label[side], best.weight[side] = 1.0, 1.0


def from_annotated(folder):
    docs = annotated_events(folder)
    ids = {f"a{i}": t for i, t in enumerate(docs)}
    rows = run_dump(list(ids.items()))
    for key, text in ids.items():
        for m in rows.get(key, []):
            for kind, trigger, actors, recipients in docs[text]:
                if kind == TYPES[m.event] and any(lap(w, x) for w in m.words for x in trigger):
                    mark(m.candidates, 0, actors, UNMARKED)
                    mark(m.candidates, 1, recipients, UNMARKED)
                    yield text, m
                    break


def fits(candidates, side, spans):
    return any(c.chosen == side + 1 and lap(c.span, x) for c in candidates for x in spans)


def from_plv(path):
    texts = {}
    for line in open(path, encoding="utf-8"):
        d = json.loads(line)
        if not held_back(d["id"]):
            texts.setdefault(d["text"], []).append(d)
    rows = run_dump([(pairs[0]["id"], text) for text, pairs in texts.items()])
    for text, pairs in texts.items():
        for root in sorted({d["root"] for d in pairs}):
            kinds = ("CONCEDE", "RETREAT") if root == "YIELD" else (root,)
            sources = [d["source"] for d in pairs if d["root"] == root]
            targets = [d["target"] for d in pairs if d["root"] == root]
            matches = [m for m in rows.get(pairs[0]["id"], []) if TYPES[m.event] in kinds]
            if not matches:
                continue
            m = max(matches, key=lambda m: 2 * fits(m.candidates, 0, sources) + fits(m.candidates, 1, targets)
                    + fits(m.candidates, 0, targets))
            candidates = m.candidates
            two = sum(c.chosen == 1 for c in candidates) > 1
            mark(candidates, 0, sources + (targets if two else []), PAIR)
            mark(candidates, 1, [] if two and fits(candidates, 0, targets) else targets, PAIR)
            yield text, m


def from_wikinews(path):
    docs = [json.loads(line) for line in open(path, encoding="utf-8")]
    docs = [d for d in docs if d["id"] not in HELD_WIKINEWS]
    rows = run_dump([(d["id"], d["text"]) for d in docs])
    for d in docs:
        for m in rows.get(d["id"], []):
            for e in d["events"]:
                if e["event"] == TYPES[m.event] and any(lap(w, e["trigger"]) for w in m.words):
                    for side, name in ((0, "actor"), (1, "recipient")):
                        mark(m.candidates, side, [x["span"] for x in e[name] if x.get("span")], 1.0)
                    yield d["id"], m
                    break


def kinship(candidate, actors):
    """A candidate's row of the kin table, as kinship() of src/code/participant.c."""
    if not actors:
        return 0
    codes = [a.code for a in actors if a.code]
    if not candidate.code or not codes:
        return 1
    return 2 if candidate.code not in codes else 4 if candidate.state else 3


def train(examples, epochs, seed):
    """(weights of features, weights of kin); the latter stand behind the former's rows while they are trained."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = random.Random(seed)
    rows = []
    for _, m in examples:
        actors = [c for c in m.candidates if c.label[0] == 1]
        for c in m.candidates:
            if sum(c.weight) > 0:
                rows.append((c, (1 << BITS) + m.event * len(KIN) + kinship(c, actors)))
    table = torch.nn.EmbeddingBag((1 << BITS) + len(TYPES) * len(KIN), 2, mode="sum", sparse=True)
    torch.nn.init.zeros_(table.weight)
    opt = torch.optim.Adagrad(table.parameters(), lr=0.05)
    side = torch.tensor([0.0, 1.0])
    for epoch in range(epochs):
        rng.shuffle(rows)
        total = 0.0
        for at in range(0, len(rows), 64):
            batch, feats, offsets = rows[at:at + 64], [], []
            for c, _ in batch:
                offsets.append(len(feats))
                feats.extend(f for f in c.feats if rng.random() >= 0.3)
            kin = torch.nn.functional.embedding(torch.tensor([k for _, k in batch]), table.weight, sparse=True) * side
            logits = table(torch.tensor(feats), torch.tensor(offsets)) + kin
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                logits, torch.tensor([c.label for c, _ in batch]), weight=torch.tensor([c.weight for c, _ in batch]),
                reduction="sum") / len(batch)
            used = torch.nn.functional.embedding(torch.tensor(feats).unique(), table.weight, sparse=True)
            loss = loss + 1e-3 * used.pow(2).sum() / len(batch)
            opt.zero_grad()
            loss.backward()
            opt.step()
            total += loss.item()
        print(f"epoch {epoch + 1} loss {total * 64 / len(rows):.3f}", file=sys.stderr, flush=True)
    return table.weight.detach().numpy()


def pick(scores, candidates, side, keep, find, join):
    """One side's candidates, as choose() of src/code/participant.c picks them."""
    picked = {k for k, c in enumerate(candidates) if c.chosen == side + 1 and scores[k][side] >= keep}
    need = join if picked else find
    more = [k for k in range(len(candidates)) if scores[k][side] >= need and scores[k][side] >= scores[k][1 - side]]
    return picked | set(more) if picked else {max(more, key=lambda k: scores[k][side])} if more else set()


def choose(weights, m, keep, find_verb, find_noun, join):
    """[actors, recipients] as participant_apply() of src/code/participant.c chooses them; thresholds are probabilities."""
    need = [math.log(p / (1 - p)) for p in (keep, find_noun if m.noun else find_verb, join)]
    scores = [weights[c.feats].sum(0) for c in m.candidates]
    actors = pick(scores, m.candidates, 0, *need)
    for c, score in zip(m.candidates, scores):
        kin = kinship(c, [m.candidates[k] for k in actors])
        score[1] += weights[(1 << BITS) + m.event * len(KIN) + kin][1]
    return [actors, pick(scores, m.candidates, 1, *need)]


def same_codes(answer, candidates, side, sure):
    """Whether the countries of one side are right: Libya's army for Libya is no error of a dyad."""
    key = lambda k: candidates[k].code or k
    gold = {key(k) for k, c in enumerate(candidates) if c.label[side] == 1}
    got = {key(k) for k in answer[side]}
    return got == gold if sure else gold <= got


def judge(chosen, examples):
    """[[actors, recipients]] -> for each side precision, recall, F1; events with both sides right, by mention and code"""
    out = []
    tp, fp, fn, whole, codes = [0, 0], [0, 0], [0, 0], 0, 0
    for answer, (_, m) in zip(chosen, examples):
        candidates = m.candidates
        sure = not any(w == PAIR for c in candidates for w in c.weight)  # of PLV not all participants are annotated
        right = True
        for side in (0, 1):
            for k, c in enumerate(candidates):
                if c.weight[side] == 0 or (not sure and c.label[side] == 0):
                    continue
                tp[side] += k in answer[side] and c.label[side] == 1
                fp[side] += k in answer[side] and c.label[side] == 0
                fn[side] += k not in answer[side] and c.label[side] == 1
                right &= (k in answer[side]) == (c.label[side] == 1)
        whole += right
        codes += all(same_codes(answer, candidates, side, sure) for side in (0, 1))
    for side in (0, 1):
        precision, recall = tp[side] / max(1, tp[side] + fp[side]), tp[side] / max(1, tp[side] + fn[side])
        out.append("P %.1f R %.1f F1 %.1f" % (100 * precision, 100 * recall,
                                             200 * precision * recall / max(1e-9, precision + recall)))
    n = max(1, len(examples))
    return f"actor {out[0]}  recipient {out[1]}  all right {100 * whole / n:.1f}  dyad {100 * codes / n:.1f}"


def frames(candidates):
    return [{k for k, c in enumerate(candidates) if c.chosen == side + 1} for side in (0, 1)]


def held(sets, epochs, thresholds):
    """Five-fold: each text judged by a model that has not seen it."""
    every = mixed(sets)
    weights = [train([ex for ex in every if fold(ex[0], 5) != k], epochs, k + 1) for k in range(5)]
    for name, examples in sets.items():
        for noun in (0, 1):
            some = [ex for ex in examples if ex[1].noun == noun]
            print(f"{name}: {len(some)} events told by a {'noun' if noun else 'verb'}")
            print(f"  frames alone         {judge([frames(m.candidates) for _, m in some], some)}")
            for need in thresholds:
                answer = [choose(weights[fold(key, 5)], m, *need) for key, m in some]
                print(f"  {' '.join('%.2f' % p for p in need)}  {judge(answer, some)}")


def write(weights, path, *thresholds):
    scale = float(np.quantile(np.abs(weights[weights != 0]), 0.9998)) / 127
    q = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    units = (round(math.log(p / (1 - p)) / scale) for p in thresholds)
    with open(path, "wb") as f:
        f.write(struct.pack("<IIIiiii", 0x4F484D44, 3, BITS, *units))
        f.write(q[:1 << BITS].tobytes() + q[1 << BITS:, 1].tobytes())


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", default="../shared")
    ap.add_argument("--out", default="models/participants.bin")
    ap.add_argument("--epochs", type=int, default=10)
    ap.add_argument("--held", action="store_true")
    ap.add_argument("--thresholds", default="0.05,0.35,0.45,0.65",
                    help="keep, find for verbs, find for nouns, join; several, parted by blanks, with --held")
    args = ap.parse_args()
    subprocess.run(["cmake", "--build", "--preset", "release", "--target", "participant_dump"], check=True,
                   stdout=subprocess.DEVNULL)
    sets = {"annotated": list(from_annotated("data/events/annotated"))}
    corpora = os.path.join(args.shared, "corpora")
    if os.path.isdir(corpora):
        sets["plv"] = list(from_plv(f"{corpora}/plover/plv_train.jsonl"))
        sets["wikinews"] = list(from_wikinews(f"{corpora}/events/wikinews_dev.jsonl"))
    print(", ".join(f"{name}: {len(x)} events" for name, x in sets.items()))
    if args.held:
        held(sets, args.epochs, [tuple(map(float, t.split(","))) for t in args.thresholds.split()])
        return
    every = mixed(sets)
    weights = sum(train(every, args.epochs, seed) for seed in (1, 2, 3, 4)) / 4  # the mean of runs wavers less
    write(weights, args.out, *map(float, args.thresholds.split(",")))


if __name__ == "__main__":
    main()
