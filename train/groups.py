#!/usr/bin/env python3
"""Groups of words that are used alike, for the classifier of names (src/code/ner.c): written into its model file.

usage: groups.py CORPORA MODEL      (../shared/corpora, models/ner.bin)

What stands two words before and behind each word of raw news is counted, weighed by positive pointwise mutual information
(Levy and Goldberg 2014), reduced to 80 dimensions by a randomised singular value decomposition (Halko et al. 2011) and cut
into 255 groups by spherical k-means.  Of the words only hashes are kept.  Worldwide English NER is left out of the text, so
that bench/names.py measures regions that the groups have not seen either.
"""
import collections
import gzip
import json
import os
import random
import re
import sys

import numpy as np
import torch

import net
import raw

WORD = re.compile(r"[^\W\d_](?:[\w’'.&-]*\w)?|\d[\d,.]*|[^\w\s]")
ENDS = re.compile(r"(.+)('s|n't|'re|'ve|'ll|'d|'m)$")
RARE, CONTEXTS, WIDTH, GROUPS = 8, 3000, 80, 255
MASK = (1 << 64) - 1


def words(text):
    for paragraph in re.split(r"\n+", text):
        for w in WORD.findall(paragraph):
            w = "0" if w[0].isdigit() else w.lower().replace("’", "'")
            parts = ENDS.match(w)
            yield from parts.groups() if parts else (w,)
        yield "\n"


def texts(root):
    raw.FILES = tuple(f for f in raw.FILES if "worldwide" not in f) + ("ner/uner_ewt_train.jsonl",)
    yield from dict.fromkeys(raw.texts(root, random.Random(1)))
    for name in ("ewt-train", "gum-train"):
        for line in gzip.open(os.path.join(root, "ud", name + ".conllu.gz"), "rt", encoding="utf-8"):
            if line.startswith("# text ="):
                yield line[9:]


def vectors(tokens):
    count = collections.Counter(tokens)
    vocabulary = [w for w, n in count.most_common() if n >= RARE and w != "\n"]
    n, wide = len(vocabulary), CONTEXTS + 1
    number = {w: i for i, w in enumerate(vocabulary)}
    ids = np.array([n if w == "\n" else number.get(w, -1) for w in tokens])
    cells = []
    for k, off in enumerate((-2, -1, 1, 2)):
        here, there = (ids[-off:], ids[:off]) if off < 0 else (ids[:-off], ids[off:])
        fit = (here >= 0) & (here < n) & (there >= 0) & ((there < CONTEXTS) | (there == n))
        context = np.where(there[fit] == n, CONTEXTS, there[fit]) + k * wide
        cells.append(here[fit].astype(np.int64) * 4 * wide + context)
    key, times = np.unique(np.concatenate(cells), return_counts=True)
    row, col = key // (4 * wide), key % (4 * wide)
    total, of_row, of_col = times.sum(), np.bincount(row, times, n), np.bincount(col, times, 4 * wide) ** 0.75
    information = np.log(times * of_col.sum() / (of_row[row] * of_col[col]))
    keep = information > 0
    return vocabulary, np.array([count[w] for w in vocabulary]), reduced(row[keep], col[keep], information[keep], n, 4 * wide)


def reduced(row, col, value, n, m):
    torch.manual_seed(1)
    a = torch.sparse_coo_tensor(torch.tensor(np.stack([row, col])), torch.tensor(value, dtype=torch.float32), (n, m)).coalesce()
    b = a.t().coalesce()
    y = torch.sparse.mm(a, torch.randn(m, WIDTH + 30))
    for _ in range(4):
        z = torch.linalg.qr(torch.sparse.mm(b, torch.linalg.qr(y)[0]))[0]
        y = torch.sparse.mm(a, z)
    q = torch.linalg.qr(y)[0]
    u, s, _ = torch.linalg.svd(torch.sparse.mm(b, q).t(), full_matrices=False)
    v = ((q @ u)[:, :WIDTH] * s[:WIDTH].sqrt()).numpy()
    return v / np.maximum(1e-6, np.linalg.norm(v, axis=1, keepdims=True))


def grouped(v, count):
    rng = np.random.default_rng(1)
    p = np.sqrt(count)
    centre = v[rng.choice(len(v), GROUPS, replace=False, p=p / p.sum())]
    for _ in range(25):
        group = (v @ centre.T).argmax(1)
        for k in np.unique(group):
            centre[k] = (v[group == k] * np.log(count[group == k])[:, None]).sum(0)
        centre /= np.maximum(1e-6, np.linalg.norm(centre, axis=1, keepdims=True))
    return group + 1


def hashed(word):
    """The lower half of str_hash() of src/base/str.c"""
    data = word.encode()
    h = 0xCBF29CE484222325
    for byte in data:
        h = ((h ^ byte) * 0x100000001B3) & MASK
    h ^= (len(data) + 0x9E3779B97F4A7C15 + ((h << 6) & MASK) + (h >> 2)) & MASK
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        h = ((h ^ (h >> 33)) * factor) & MASK
    return (h ^ (h >> 33)) & 0xFFFFFFFF


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    vocabulary, count, v = vectors([w for text in texts(sys.argv[1]) for w in words(text)])
    group = grouped(v, count)
    table = {hashed(w): g for w, g in reversed(list(zip(vocabulary, group)))}
    model = net.load(sys.argv[2])
    net.save(sys.argv[2], "ner", {"weight": model["weight"], "step": model["step"][:, 0],
                                  "group.hash": np.array(sorted(table), np.uint32),
                                  "group.of": np.array([table[h] for h in sorted(table)], np.uint8)})
    print(f"{len(table)} words in {GROUPS} groups")


main()
