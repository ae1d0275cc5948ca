#!/usr/bin/env python3
"""Trains the sentence splitter: a linear classifier over hashed features of the gap between two words.

usage: sentence.py DEMARCHE OUT.bin GOLD.conllu[.gz]...      (weights of src/text/sentence.c, which computes the same
features; DEMARCHE is the program, whose tokens are used)
"""
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile

import numpy as np

BITS = 15
CLOSERS = {'"', "'", "''", ")", "]", "\u201d", "\u2019", "\u00bb"}
OPENERS = {'"', "'", "``", "(", "[", "\u201c", "\u2018", "\u00ab", "-", "--", "*", "\u2013", "\u2014", "\u2022"}


def fnv(seed, data):
    h = 2166136261 ^ seed
    for b in data:
        h = ((h ^ b) * 16777619) & 0xFFFFFFFF
    h ^= h >> 15
    h = (h * 0x2C1B3C6D) & 0xFFFFFFFF
    return h ^ (h >> 12)


def low(b):
    return bytes(c + 32 if 65 <= c <= 90 else 48 if 48 <= c <= 57 else c for c in b[:24])


def shape(b):
    out = bytearray()
    for c in b[:24]:
        k = 88 if 65 <= c <= 90 else 120 if 97 <= c <= 122 or c >= 128 else 48 if 48 <= c <= 57 else c
        if len(out) < 2 or out[-1] != k or out[-2] != k:
            out.append(k)
    return bytes(out)


def is_stop(b):
    return len(b) > 0 and (all(c in b".!?" for c in b) or b == "\u2026".encode())


def bucket(n):
    return n if n < 4 else 4 if n < 7 else 5 if n < 12 else 6 if n < 25 else 7


CL = {c.encode() for c in CLOSERS}
OP = {c.encode() for c in OPENERS}


def features(form, space, t, start, end, rule):
    """Gap after token t of the paragraph [.., end); the open sentence begins at start. -> list of table rows"""
    core = t
    while core > start and form[core] in CL and not space[core - 1]:
        core -= 1
    nxt = t + 1
    at = nxt
    while at + 1 < end and form[at] in OP:
        at += 1
    get = lambda i: form[i] if start <= i < end else b""
    cur, nx, prev, nn, word = get(t), get(nxt), get(core - 1), get(at + 1), get(at)
    co = get(core)
    quotes = sum(1 for i in range(start, t + 1) if form[i] in (b'"', b"''", b"``")) & 1
    flags = bytes([48 + rule, 48 + (1 if space[t] else 0), 48 + (t - core if t - core < 3 else 3)])
    first = shape(word)
    L = bytes([48 + bucket(t + 1 - start)])
    R = bytes([48 + bucket(end - nxt)])
    T = b"\t"
    lists = [flags, low(co) + T + flags, low(cur) + T + first, low(word), low(word) + T + flags[:2],
             low(prev) + T + low(co), low(prev) + T + first, shape(prev) + T + shape(co) + T + first,
             first + T + shape(nn), low(nn) + T + first, L + flags, R + flags, L + R + first, low(nx) + T + low(co),
             bytes([48 + quotes]) + low(cur) + T + low(nx)[:3], shape(cur) + T + first + T + L, low(cur) + T + flags[1:2],
             low(co) + T + low(word), shape(prev) + T + flags]
    return [fnv(40 + i, b) >> (32 - BITS) for i, b in enumerate(lists)]


def candidate(form, t, end):
    a, b = form[t][-1], form[t + 1][0]
    word = lambda c: 48 <= c <= 57 or 65 <= c <= 90 or 97 <= c <= 122 or c >= 128
    return not (word(a) and (97 <= b <= 122 or b in b",.;:!?)'\"")) or form[t + 1] in OP and word(a) and b not in b"'\"("


def raw(path):
    """-> [(paragraphs of text, character offsets of sentence ends in the white-space-free text)]"""
    op = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    docs, mwt, n = [], 0, 0
    for line in op:
        line = line.rstrip("\n")
        if not line:
            mwt = 0
            docs[-1][1].add(n)
            continue
        if line.startswith("# newdoc"):
            docs.append(([""], set()))
            n = 0
        elif line.startswith("# newpar"):
            docs[-1][0].append("")
        if line[0] == "#":
            continue
        c = line.split("\t")
        if "." in c[0]:
            continue
        space = "" if "SpaceAfter=No" in c[9] else " "
        if "-" in c[0]:
            mwt = int(c[0].split("-")[1])
        elif int(c[0]) <= mwt:
            continue
        docs[-1][0][-1] += c[1] + space
        n += len("".join(c[1].split()))
    return docs


def tokens(program, docs):
    """Runs the program's tokeniser -> per document a list of paragraphs of (form, space, rule, end offset)"""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8") as f:
        for i, (pars, _) in enumerate(docs):
            f.write(json.dumps({"id": str(i), "text": "\n\n".join(p.strip() for p in pars if p.strip())}) + "\n")
    out = subprocess.run([program, "parse", "--gaps", "-j1", f.name], stdout=subprocess.PIPE, check=True).stdout
    os.unlink(f.name)
    res, n = [], 0
    for line in out.decode().split("\n"):
        if line.startswith("# newdoc"):
            res.append([])
            n = 0
        elif line.startswith("# newpar"):
            res[-1].append([])
        elif line:
            form, space, rule = line.split("\t")
            n += len("".join(form.split()))
            res[-1][-1].append((form.encode(), space == "1", int(rule), n))
    return res


def examples(program, path):
    X, y, docs = [], [], raw(path)
    for (_, ends), pars in zip(docs, tokens(program, docs)):
        for p in pars:
            form, space, rule, at = zip(*p)
            start = 0
            for t in range(len(p) - 1):
                gold = at[t] in ends
                if candidate(form, t, len(p)):
                    X.append(features(form, space, t, start, len(p), rule[t]))
                    y.append(1.0 if gold else 0.0)
                elif gold:
                    y_missed[0] += 1
                if gold:
                    start = t + 1
    return X, y


y_missed = [0]


def main():
    program, out = sys.argv[1:3]
    X, y = [], []
    for path in sys.argv[3:]:
        a, b = examples(program, path)
        X += a
        y += b
    X, y = np.array(X), np.array(y, np.float32)
    print(len(y), "gaps,", int(y.sum()), "ends,", y_missed[0], "ends at no candidate")
    rng = np.random.default_rng(1)
    w, g2 = np.zeros(1 << BITS, np.float64), np.full(1 << BITS, 1e-4)
    B = 256
    avg = np.zeros_like(w)
    for epoch in range(14):
        order, lr, loss = rng.permutation(len(y)), 0.25 * (1 - epoch / 14), 0.0
        for a in range(0, len(y), B):
            i = order[a:a + B]
            p = 1 / (1 + np.exp(-w[X[i]].sum(1)))
            loss -= np.log(np.where(y[i] > 0, p, 1 - p) + 1e-9).sum()
            g = np.zeros_like(w)
            np.add.at(g, X[i].ravel(), np.repeat(p - y[i], X.shape[1]) / B)
            g += 2e-6 * w
            g2 += g * g
            w -= lr * g / np.sqrt(g2)
        avg += w if epoch >= 9 else 0
        print(epoch, round(loss / len(y), 5), flush=True)
    w = avg / 5
    top = np.abs(w).max()
    q = np.clip(np.rint(w / (top / 127)), -127, 127).astype(np.int8)
    p = q.astype(int)[X].sum(1) > 0
    print("train errors", int((p != (y > 0)).sum()), "of", len(y))
    open(out, "wb").write(q.tobytes())


if __name__ == "__main__":
    main()
