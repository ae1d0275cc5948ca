#!/usr/bin/env python3
"""Trains the tagger, lemmatiser and parser.  See README.md for the method and the order of commands.

usage: syntax.py pretrain|train|silver|soup|look|eval|export ... (each with --help)
"""
import argparse
import functools
import gc
import os
import pickle
import random
import sys
import time
from collections import Counter

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import look as second  # noqa: E402
import net  # noqa: E402
import ud  # noqa: E402

DIST = 30   # arcs longer than this share one bias
HEADS = ("tag_hid", "tag_out", "arc_hid", "arc_dep", "rel_hid", "rel_out")
TOP = 4     # the likeliest answers of a teacher that are kept


# ---------------------------------------------------------------- labels

@functools.lru_cache(maxsize=None)
def lemma_rule(form, lemma):
    """Shortest edit: a base (L lower case, K as it is, T title case), characters cut from its end, characters put
    on. -> "L2y" """
    best = None
    for mode, b in (("L", form.lower()), ("K", form), ("T", form[:1].upper() + form[1:].lower())):
        k = 0
        while k < len(b) and k < len(lemma) and b[k] == lemma[k]:
            k += 1
        cost = len(b) - k + len(lemma) - k
        if best is None or cost < best[0]:
            best = (cost, f"{mode}{len(b) - k} {lemma[k:]}")
    return best[1]


def lemma_apply(form, rule):
    base = {"L": form.lower(), "K": form, "T": form[:1].upper() + form[1:].lower()}[rule[0]]
    cut, add = rule[1:].split(" ", 1)
    cut = int(cut)
    if cut > len(base):
        return base
    return base[:len(base) - cut] + add


class Labels:
    def __init__(self, sents, least=2):
        tag, rel, lem = Counter(), Counter(), Counter()
        for s in sents:
            for i in range(len(s.form)):
                tag[(s.upos[i], s.xpos[i], s.feats[i])] += 1
                rel[s.rel[i]] += 1
                lem[lemma_rule(s.form[i], s.lemma[i])] += 1
        self.name([t for t, n in tag.most_common() if n >= least],
                  [r for r, n in lem.most_common() if n >= least], [r for r, n in rel.most_common() if n > 4])

    def name(self, tags, lemmas, rels):
        self.tags, self.lemmas, self.rels = tags, lemmas, rels
        self.tag_id = {t: i for i, t in enumerate(self.tags)}
        self.rel_id = {r: i for i, r in enumerate(self.rels)}
        self.lemma_id = {r: i for i, r in enumerate(self.lemmas)}


# ---------------------------------------------------------------- model

class Parser(nn.Module):
    """apart: GUM's sentences have rows of their own for the glue, behind the others, from which the net learns what GUM
    does otherwise than EWT; the program has the first rows alone and so annotates as EWT does."""

    def __init__(self, feats, labels, H=128, layers=3, tag=128, arc=96, rel=128, drop=0.3, apart=False):
        super().__init__()
        self.feats, self.labels = feats, labels
        self.size = dict(H=H, layers=layers, tag=tag, arc=arc, rel=rel, drop=drop, apart=apart)
        self.enc = net.Encoder(len(feats.words) + 2, feats.nsub + net.GLUES * apart, H, layers, drop)
        D = 2 * H
        self.tag_hid = net.Linear(D, tag, 1.4)
        self.tag_out = net.Linear(tag, len(labels.tags) + len(labels.lemmas))
        self.arc_hid = net.Linear(D, 2 * arc, 1.4)          # dependent, head
        self.arc_dep = net.Linear(arc, arc)
        self.arc_dep_q, self.arc_head_q = net.Quant(), net.Quant()
        self.root = nn.Parameter(torch.randn(arc) * 0.1)
        self.dist = nn.Parameter(torch.zeros(2 * DIST + 1))
        self.rel_hid = net.Linear(D, 2 * rel, 1.4)
        self.rel_root = nn.Parameter(torch.randn(rel) * 0.1)
        self.rel_out = net.Linear(rel, len(labels.rels))
        self.dropout = nn.Dropout(drop)
        self.arc = arc
        self.votes = None     # look.Votes, once they are trained

    def heads(self, x, off):
        """-> padded [B, n, n + 1] arc scores; column n is the root"""
        n = int(np.diff(off).max())
        B = len(off) - 1
        pos = torch.from_numpy(batch_index(off, n))                 # [B, n] into T, padding -> T
        a = torch.relu(self.arc_hid(x))
        a = self.dropout(a)
        d, h = a[:, :self.arc], a[:, self.arc:]
        d = self.arc_dep_q(self.arc_dep(d))
        h = self.arc_head_q(h)
        root = net.FakeQuant.apply(self.root, self.arc_head_q.step()) if net.QUANT else self.root
        zero = torch.zeros(1, self.arc)
        d = torch.cat([d, zero])[pos]
        h = torch.cat([h, zero])[pos]
        h = torch.cat([h, root.expand(B, 1, self.arc)], 1)
        s = BMM.apply(d, h) * self.arc ** -0.5
        rng = torch.arange(n)
        dist = self.dist[(rng[None, :] - rng[:, None]).clamp(-DIST, DIST) + DIST]
        s = s + F.pad(dist, (0, 1))
        length = torch.from_numpy(np.diff(off)).long()
        bad = rng[None, :] >= length[:, None]
        bad = F.pad(bad, (0, 1))[:, None, :] | F.pad(torch.eye(n, dtype=torch.bool), (0, 1))[None]
        return s.masked_fill(bad, -1e4), length

    def rels(self, x, head):
        """head: for each token the index of its head in T, or -1"""
        r = self.dropout(torch.relu(self.rel_part(x, head)))
        return self.rel_out(r)

    def rel_part(self, x, head):
        p = self.rel_hid(x)
        R = p.shape[1] // 2
        h = torch.cat([p[:, R:], self.rel_root[None]])[head]
        return p[:, :R] + h

    def tags(self, x):
        y = self.tag_out(self.dropout(torch.relu(self.tag_hid(x))))
        n = len(self.labels.tags)
        return y[:, :n], y[:, n:]


class BMM(torch.autograd.Function):
    """Batched d h' (float32 while quantised, where the integers must stay exact)"""

    @staticmethod
    def forward(ctx, d, h):
        db, hb = d.to(net.HALF), h.to(net.HALF)
        ctx.save_for_backward(db, hb)
        if net.QUANT and not torch.is_grad_enabled():
            return torch.bmm(d, h.transpose(1, 2))
        return torch.bmm(db, hb.transpose(1, 2)).float()

    @staticmethod
    def backward(ctx, g):
        db, hb = ctx.saved_tensors
        g = g.to(net.HALF)
        return torch.bmm(g, hb).float(), torch.bmm(g.transpose(1, 2), db).float()


def batch_index(off, n):
    T = off[-1]
    ln = np.diff(off)
    idx = off[:-1, None] + np.arange(n)[None, :]
    idx[np.arange(n)[None, :] >= ln[:, None]] = T
    return idx.astype(np.int64)


# ---------------------------------------------------------------- data

def batches(sents, size, rng=None):
    """Sentences of like length together, about `size` tokens a batch; in random order when rng is given."""
    order = list(range(len(sents)))
    if rng:
        rng.shuffle(order)
        order = [i for a in range(0, len(order), 4000)
                 for i in sorted(order[a:a + 4000], key=lambda i: len(sents[i].form))]
    out, cur, n = [], [], 0
    for i in order:
        if cur and n + len(sents[i].form) > size:
            out.append(cur)
            cur, n = [], 0
        cur.append(sents[i])
        n += len(sents[i].form)
    if cur:
        out.append(cur)
    if rng:
        rng.shuffle(out)
    return out


def recase(form, how):
    return form.upper() if how == 1 else form.lower() if how == 2 else form[:1].upper() + form[1:]


class Answers:
    """For each word up to TOP labels and how likely each is; weight 0: none."""

    def __init__(self, label, weight):
        self.label, self.weight = label, weight

    @staticmethod
    def one(labels):
        label = np.array(list(labels), np.int16)[:, None]
        return Answers(np.pad(label, ((0, 0), (0, TOP - 1))), np.pad(label >= 0, ((0, 0), (0, TOP - 1))).astype(np.float16))

    @staticmethod
    def of(probabilities):
        p, label = probabilities.topk(TOP, -1)
        return Answers(label.numpy().astype(np.int16), p.numpy().astype(np.float16))

    def part(self, at):
        return Answers(self.label[at].copy(), self.weight[at].copy())

    def translated(self, to):
        label = to[self.label]
        return Answers(label, self.weight * (label >= 0))

    @staticmethod
    def all(many):
        return (torch.from_numpy(np.maximum(np.concatenate([a.label for a in many]), 0).astype(np.int64)),
                torch.from_numpy(np.concatenate([a.weight for a in many]).astype(np.float32)))


class Soft:
    """What a teacher thinks of a sentence; `arc` counts words from 0, -1 is the root."""

    def __init__(self, tag, rel, arc):
        self.tag, self.rel, self.arc = tag, rel, arc


class Coded:
    """A sentence in numbers, made once: its words' numbers in each casing, and its labels"""

    def __init__(self, model, s):
        feats, lab, n = model.feats, model.labels, len(s.form)
        space = np.array(s.space, bool)
        self.glue = np.concatenate([[False], ~space[:-1]]) + 2 * ~space
        if model.size["apart"] and s.src == "gum":
            self.glue += feats.nsub
        self.head = np.array(s.head, np.int64) - 1
        self.tag = Answers.one(lab.tag_id.get(t, -1) for t in zip(s.upos, s.xpos, s.feats))
        self.rel = Answers.one(lab.rel_id.get(r, -1) for r in s.rel)
        self.arc = Answers.one(self.head)
        self.arc.weight[:, 0] = 1
        if s.soft:
            self.tag, self.rel, self.arc = s.soft.tag, s.soft.rel, s.soft.arc
        self.sent, self.cased, self.n = s, {}, n
        self.feats, self.lab = feats, lab

    def words(self, how):
        """-> numbers of the words, their lemmas' rules"""
        if how not in self.cased:
            forms = [recase(f, how) for f in self.sent.form] if how else self.sent.form
            lemma = [self.lab.lemma_id.get(lemma_rule(f, le), -100) if le != "_" else -100
                     for f, le in zip(forms, self.sent.lemma)]
            self.cased[how] = (np.array([self.feats.number(f) for f in forms], np.int32), np.array(lemma, np.int64))
        return self.cased[how]


def coded(model, s):
    if s.code is None or s.code.lab is not model.labels:
        s.code = Coded(model, s)
    return s.code


def encode(model, sents, rng=None, gold=True, worddrop=None, aug=0.12):
    """-> batch of feature rows and, when gold, of labels (-100: none)"""
    codes = [coded(model, s) for s in sents]
    how = [rng.choice((1, 1, 2, 3)) if rng and rng.random() < aug else 0 for _ in sents]
    off = np.concatenate([[0], np.cumsum([len(s.form) for s in sents])]).astype(np.int32)
    cased = [c.words(h) for c, h in zip(codes, how)]
    number = np.concatenate([c[0] for c in cased])
    word, rows = model.feats.word[number], model.feats.rows[number]
    rows[:, 0] = np.concatenate([c.glue for c in codes])
    if rng and worddrop is not None:
        nrng = np.random.default_rng(rng.getrandbits(32))
        drop = nrng.random(len(word)) < worddrop[word]
        word[drop] = 0
        rows[drop & (nrng.random(len(word)) < 0.5), 1] = -1
    there = rows >= 0
    b = {"word": word, "sub": np.ascontiguousarray(rows[there]), "off": off,
         "suboff": np.concatenate([[0], np.cumsum(there.sum(1))]).astype(np.int32)}
    if gold:
        start = np.repeat(off[:-1], np.diff(off))
        head = np.concatenate([c.head for c in codes])
        b.update(tag=Answers.all([c.tag for c in codes]), rel=Answers.all([c.rel for c in codes]),
                 arc=arc_answers([c.arc for c in codes], off),
                 lem=torch.from_numpy(np.concatenate([c[1] for c in cased])),
                 head=torch.from_numpy(np.where(head >= 0, head + start, -1)))
    return b


def arc_answers(many, off):
    """-> labels and weights [B, n, TOP]; the root is label n"""
    n = int(np.diff(off).max())
    label, weight = np.zeros((2, len(many), n, TOP), np.float32)
    for k, a in enumerate(many):
        label[k, :len(a.label)] = np.where((a.label < 0) | (a.label >= n), n, a.label)  # beyond: padding, of weight 0
        weight[k, :len(a.label)] = a.weight
    return torch.from_numpy(label).long(), torch.from_numpy(weight)


def cross_entropy(score, answers, T):
    label, weight = answers
    return -(weight * F.log_softmax(score, -1).gather(-1, label)).sum() / T


def loss_of(model, b, tag_weight):
    x = model.enc(b)
    tag, lem = model.tags(x)
    T = len(b["word"])
    arc = cross_entropy(model.heads(x, b["off"])[0], b["arc"], T)
    rel = cross_entropy(model.rels(x, b["head"]), b["rel"], T)
    ltag = cross_entropy(tag, b["tag"], T)
    llem = F.cross_entropy(lem, b["lem"], ignore_index=-100)
    return arc + rel + tag_weight * ltag + 0.4 * llem


def tree(score):
    """score [n, n+1] (column n: root) -> heads (0 = root, else 1-based): greedy, else Chu-Liu/Edmonds"""
    n = score.shape[0]
    if n == 1:
        return np.zeros(1, int)
    s = np.full((n + 1, n + 1), -1e9)
    s[1:, 1:] = score[:, :n]
    s[1:, 0] = score[:, n]
    best, roots = None, np.argsort(-s[1:, 0])[:3]
    h = s[1:].argmax(1)
    if (h == 0).sum() == 1 and acyclic(h):
        return h
    for r in roots:
        t = s.copy()
        t[1:, 0] = -1e9
        t[r + 1, :] = -1e9
        t[r + 1, 0] = s[r + 1, 0]
        h = edmonds(t)
        v = sum(t[i, h[i]] for i in range(1, n + 1))
        if best is None or v > best[0]:
            best = (v, h[1:])
    return best[1]


def acyclic(h):
    n = len(h)
    state = np.zeros(n + 1, int)
    for i in range(1, n + 1):
        j, path = i, []
        while j and not state[j]:
            state[j] = -i
            path.append(j)
            j = h[j - 1]
        if j and state[j] == -i:
            return False
        for k in path:
            state[k] = 1
    return True


def edmonds(s):
    n = len(s)
    np.fill_diagonal(s, -1e9)
    h = s.argmax(1)
    h[0] = 0
    color, cyc = np.zeros(n, int), None
    for i in range(1, n):
        j = i
        while j and not color[j]:
            color[j] = i
            j = h[j]
        if j and color[j] == i:
            cyc = [j]
            k = h[j]
            while k != j:
                cyc.append(k)
                k = h[k]
            break
    if cyc is None:
        return h
    cyc = np.array(cyc)
    rest = np.array([i for i in range(n) if i not in set(cyc)])
    cs = s[cyc, h[cyc]].sum()
    m = len(rest)
    t = np.full((m + 1, m + 1), -1e9)
    t[:m, :m] = s[np.ix_(rest, rest)]
    out = s[np.ix_(rest, cyc)]
    t[:m, m] = out.max(1)
    out_at = cyc[out.argmax(1)]
    into = s[np.ix_(cyc, rest)] - s[cyc, h[cyc]][:, None] + cs
    t[m, :m] = into.max(0)
    into_at = cyc[into.argmax(0)]
    g = edmonds(t)
    r = h.copy()
    for i in range(1, m):
        r[rest[i]] = out_at[i] if g[i] == m else rest[g[i]]
    e = into_at[g[m]]
    r[e] = rest[g[m]]
    return r


def upos_of(labels):
    """-> the part of speech of each tag, a number of look.UPOS"""
    return torch.tensor([second.UPOS.index(t[0]) for t in labels.tags])


def tree_rows(model, group, off, tag, head, rel):
    """What look.py sees of each word.  tag, rel: the chosen ones; head: within the batch, -1 the root."""
    upos, out = upos_of(model.labels)[tag].tolist(), []
    case, det = model.labels.rel_id["case"], model.labels.rel_id["det"]
    for k, s in enumerate(group):
        a, b = off[k], off[k + 1]
        out += second.rows(s.form, upos[a:b], [h - a if h >= 0 else -1 for h in head[a:b]], rel[a:b], case, det)
    return out


@torch.no_grad()
def predict(models, sents, size=4000):
    """Labels sentences in place with the mean of the models' probabilities."""
    for m in models:
        m.eval()
    order = sorted(range(len(sents)), key=lambda i: len(sents[i].form))
    for group in batches([sents[i] for i in order], size):
        arcs, xs, tags, lems = 0, [], 0, 0
        for m in models:
            b = encode(m, group, gold=False)
            x = m.enc(b)
            s, _ = m.heads(x, b["off"])
            arcs = arcs + F.log_softmax(s, -1)
            t, le = m.tags(x)
            tags, lems = tags + t.softmax(-1), lems + le.softmax(-1)
            xs.append(x)
        arcs = arcs.numpy()
        off, head = b["off"], []
        for k, s in enumerate(group):
            n = len(s.form)
            sc = np.concatenate([arcs[k, :n, :n], arcs[k, :n, -1:]], 1)
            s.head = [int(v) for v in tree(sc)]
            head += [off[k] + v - 1 if v else -1 for v in s.head]
        head = torch.tensor(head)
        rels = 0
        for m, x in zip(models, xs):
            rels = rels + m.rels(x, head).softmax(-1)
        lab = models[0].labels
        # "root" goes with the root and with nothing else
        root = lab.rel_id["root"]
        rels[:, root] = -1.0
        ri = torch.where(head < 0, root, rels.argmax(-1)).tolist()
        if models[0].votes:
            seen = tree_rows(models[0], group, off, tags.argmax(-1), head.tolist(), ri)
            tags = tags.log() + models[0].votes(seen)[:, upos_of(lab)]
        ti, li = tags.argmax(-1).tolist(), lems.argmax(-1).tolist()
        for k, s in enumerate(group):
            a = off[k]
            n = len(s.form)
            s.upos, s.xpos, s.feats = (list(z) for z in zip(*[lab.tags[ti[a + i]] for i in range(n)]))
            s.lemma = [lemma_apply(s.form[i], lab.lemmas[li[a + i]]) for i in range(n)]
            s.rel = [lab.rels[ri[a + i]] if s.head[i] else "root" for i in range(n)]


def evaluate(models, gold):
    sys_ = []
    for g in gold:
        s = ud.Sent("")
        s.form, s.space = g.form, g.space
        sys_.append(s)
    predict(models, sys_)
    c = Counter()
    for g, s in zip(gold, sys_):
        for i in range(len(g.form)):
            c["n"] += 1
            c["upos"] += g.upos[i] == s.upos[i]
            c["xpos"] += g.xpos[i] == s.xpos[i]
            c["feats"] += g.feats[i] == s.feats[i]
            c["lemma"] += g.lemma[i] == s.lemma[i] or g.lemma[i] == "_"
            ok = g.head[i] == s.head[i]
            c["uas"] += ok
            c["las"] += ok and g.rel[i].split(":")[0] == s.rel[i].split(":")[0]
    return {k: round(100 * c[k] / c["n"], 2) for k in ("upos", "xpos", "feats", "lemma", "uas", "las")}


# ---------------------------------------------------------------- commands

def vocabulary(sents, raw, least_raw, size):
    c = Counter()
    for s in sents:
        for f in s.form:
            c[net.fold(f)] += 2
    for s in raw:
        for f in s.form:
            c[net.fold(f)] += 1
    return [w for w, n in c.most_common(size) if n >= least_raw]


def load_raw(path, few=0):
    if not path:
        return []
    out = []
    for src, forms, spaces in pickle.load(open(path, "rb"))[:few or None]:
        if "wikinews" in src:
            continue
        s = ud.Sent("raw")
        s.form, s.space = forms, spaces
        out.append(s)
    return out


def gold_sets(args):
    part = {n: ud.read(f"{args.ud}/{n}.conllu.gz", n[:3])[:args.few or None]
            for n in ("ewt-train", "gum-train", "ewt-dev", "gum-dev")}
    return part["ewt-train"] + part["gum-train"], {k: part[k + "-dev"] for k in ("ewt", "gum")}


def new_model(args, tr, raw):
    teacher = restore(args.like) if args.like else None
    words = teacher.feats.words if teacher else vocabulary(tr, raw, 3, args.words)
    feats = net.Features(words, teacher.feats.nsub if teacher else args.nsub)
    model = Parser(feats, Labels(tr, args.least), args.H, args.layers, args.tag, args.arc, args.rel, args.drop,
                   args.apart)
    if teacher:
        narrow(model.enc.word, teacher.enc.word)
        narrow(model.enc.sub, teacher.enc.sub)
    return model


def narrow(table, wide):
    """Rows begin as the main components of a wider table's."""
    with torch.no_grad():
        w = wide.weight
        axes = torch.from_numpy(np.linalg.eigh((w.t() @ w).double().numpy())[1][:, ::-1].copy()).float()
        table.weight.copy_(w @ axes[:, :table.weight.shape[1]])


def store(model, path):
    torch.save({"words": model.feats.words, "nsub": model.feats.nsub, "labels": model.labels, "size": model.size,
                "state": {k: v for k, v in model.state_dict().items() if not k.startswith("votes.")},
                "votes": model.votes, "frozen": [model.enc.word.frozen, model.enc.sub.frozen]}, path + ".tmp")
    os.replace(path + ".tmp", path)


def restore(path, apart=False):
    """apart: from now on, if it was not so before"""
    sys.modules["__main__"].Labels = Labels     # where the pickle looks for it
    d = torch.load(path)
    size = dict(d["size"], apart=apart or d["size"].get("apart", False))
    m = Parser(net.Features(d["words"], d["nsub"]), d["labels"], **size)
    rows = d["state"]["enc.sub.weight"]
    if len(rows) < len(m.enc.sub.weight):
        d["state"]["enc.sub.weight"] = torch.cat([rows, rows[:net.GLUES]])
    m.load_state_dict(d["state"])
    m.enc.word.frozen, m.enc.sub.frozen = d["frozen"]
    m.votes = d.get("votes")
    for t in (m.enc.word, m.enc.sub):
        if t.frozen:
            t.rounded = torch.zeros_like(t.weight.data)
    return m


def family(paths):
    """Models from one start, which share words and labels"""
    models = [restore(p) for p in paths]
    for m in models[1:]:
        assert m.feats.words == models[0].feats.words and m.labels.tags == models[0].labels.tags
        m.feats, m.labels = models[0].feats, models[0].labels
    return models


class MaskedWords(nn.Module):
    """Pretraining: one word in seven is masked and guessed from both sides (Devlin et al. 2019, on SRUs)."""

    def __init__(self, model, nout):
        super().__init__()
        self.model = model
        D = 2 * model.size["H"]
        self.hid = net.Linear(D, 192, 1.4)
        self.out = net.Linear(192, nout)
        self.nout = nout

    def loss(self, b, rng):
        word = b["word"]
        T = len(word)
        pick = np.nonzero((rng.random(T) < 0.15) & (word > 1) & (word < self.nout))[0]
        target = torch.from_numpy(word[pick].astype(np.int64))
        masked = word.copy()
        masked[pick] = 1
        keep = np.ones(T, bool)
        keep[pick] = False
        cnt = np.diff(b["suboff"])
        sel = np.repeat(keep, cnt)
        b = dict(b, word=masked, sub=np.ascontiguousarray(b["sub"][sel]),
                 suboff=np.concatenate([[0], np.cumsum(np.where(keep, cnt, 0))]).astype(np.int32))
        x = self.model.enc(b)[torch.from_numpy(pick)]
        return F.cross_entropy(self.out(torch.relu(self.hid(x))), target), len(pick)


def pretrain(args):
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    nrng = np.random.default_rng(args.seed)
    tr, _ = gold_sets(args)
    raw = load_raw(args.raw, args.few)
    model = new_model(args, tr, raw)
    print(len(tr), "gold,", len(raw), "raw sentences;", len(model.feats.words), "words;", len(model.labels.tags),
          "tags", len(model.labels.lemmas), "lemma rules", len(model.labels.rels), "relations", flush=True)
    mlm = MaskedWords(model, min(args.out_words, len(model.feats.words)))
    data = raw + tr
    plan = batches(data, args.batch, rng)
    total = len(plan) * args.epochs
    opt = net.Adam(mlm, args.lr, total, warm=300, final=0.1)
    t0, k, run = time.time(), 0, None
    for epoch in range(args.epochs):
        for group in plan:
            mlm.train()
            b = encode(model, group, rng, gold=False, aug=0.1)
            loss, n = mlm.loss(b, nrng)
            loss.backward()
            opt.step()
            k += 1
            run = loss.item() if run is None else 0.99 * run + 0.01 * loss.item()
            if k % 200 == 0:
                print(f"step {k}/{total} loss {run:.3f} {time.time() - t0:.0f}s", flush=True)
            if args.minutes and time.time() - t0 > 60 * args.minutes:
                break
        store(model, args.out)
        plan = batches(data, args.batch, rng)
    print("done", flush=True)


def train(args):
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    tr, dev = gold_sets(args)
    model = restore(args.init, args.apart) if args.init else new_model(args, tr, load_raw(args.raw, args.few))
    if args.init:
        model.dropout.p = model.enc.drop = args.drop
    trees = load_silver(args.silver, model.labels)
    freq = Counter(model.feats.of(f)[0] for s in tr for f in s.form)
    drop = np.array([args.worddrop / (args.worddrop + freq.get(i, 0)) if freq.get(i, 0) else 0.2
                     for i in range(len(model.feats.words) + 2)])
    drop = np.minimum(drop + 0.02, 0.3)
    def epoch_plan():
        part = rng.sample(trees, min(len(trees), args.silver_part))
        return batches(tr + [s for s in tr if s.src == "ewt"] * (args.ewt_times - 1) + part, args.batch, rng)
    plan = epoch_plan()
    total = len(plan) * args.epochs
    qat_from = args.epochs - args.qat
    opt = net.Adam(model, args.lr, total, warm=200)
    t0, k, run = time.time(), 0, 0
    for epoch in range(args.epochs):
        if epoch >= qat_from and not net.QUANT:
            net.QUANT = True
            print("int8 from here", flush=True)
        model.train()
        for group in plan:
            if args.minutes:
                opt.progress = (time.time() - t0) / (60 * args.minutes)
                if opt.progress >= 1:
                    break
            b = encode(model, group, rng, worddrop=drop)
            loss = loss_of(model, b, args.tag_weight)
            loss.backward()
            opt.step()
            k += 1
            run = 0.99 * run + 0.01 * loss.item()
        text = ""
        over = args.minutes and opt.progress >= 1
        if (epoch + 1) % args.every == 0 or epoch + 1 == args.epochs or over:
            r = {kk: evaluate([model], v) for kk, v in dev.items()}
            text = f"ewt {r['ewt']} gum {r['gum']}"
            store(model, args.out)
        print(f"epoch {epoch + 1} step {k} loss {run:.3f} {time.time() - t0:.0f}s {text}", flush=True)
        if over:
            break
        plan = epoch_plan()


@torch.no_grad()
def silver(args):
    """The models' trees of raw sentences, and what they think of each word, on average -> pickle"""
    models, sents = family(args.models), load_raw(args.raw, args.few)
    predict(models, sents)
    for s in sents:
        s.code = None       # made before there were trees
    order = sorted(range(len(sents)), key=lambda i: len(sents[i].form))
    for group in batches([sents[i] for i in order], 3000):
        tag, rel, arc = 0, 0, 0
        for m in models:
            b = encode(m, group)
            x, off = m.enc(b), b["off"]
            arc = arc + m.heads(x, off)[0].softmax(-1) / len(models)
            tag = tag + m.tags(x)[0].softmax(-1) / len(models)
            rel = rel + m.rels(x, b["head"]).softmax(-1) / len(models)
        root = arc.shape[1]
        arc, tag, rel = Answers.of(arc), Answers.of(tag), Answers.of(rel)
        arc.label[arc.label == root] = -1
        for i, s in enumerate(group):
            at = slice(off[i], off[i + 1])
            s.code, s.soft = None, Soft(tag.part(at), rel.part(at), arc.part((i, slice(len(s.form)))))
    labels = models[0].labels
    pickle.dump({"tags": labels.tags, "rels": labels.rels, "sents": sents}, open(args.out, "wb"))


def load_silver(path, lab):
    """What silver() wrote, in the labels of another model"""
    if not path:
        return []
    d = pickle.load(open(path, "rb"))
    tag = np.array([lab.tag_id.get(t, -1) for t in d["tags"]], np.int16)
    rel = np.array([lab.rel_id.get(r, -1) for r in d["rels"]], np.int16)
    for s in d["sents"]:
        s.soft.tag, s.soft.rel = s.soft.tag.translated(tag), s.soft.rel.translated(rel)
    return d["sents"]


def look(args):
    """The second look at the tags, learnt from trees as the model makes them of the treebanks, which it knows too well,
    with states dropped as in training"""
    torch.manual_seed(args.seed)
    rng, words = random.Random(args.seed), []
    tr, dev = gold_sets(args)
    for s in tr:
        s.src = ""      # as the program sees them, not apart
    m = restore(args.models[0]).train()
    m.votes, m.dropout.p, m.enc.drop = None, args.drop, args.drop
    upos, root = upos_of(m.labels), m.labels.rel_id["root"]
    with torch.no_grad():
        for group in batches(tr, args.batch, rng):
            b = encode(m, group)
            x, off = m.enc(b), b["off"]
            tag = m.tags(x)[0].log_softmax(-1)
            arc, head = m.heads(x, off)[0].numpy(), []
            for k, s in enumerate(group):
                n = len(s.form)
                head += [off[k] + v - 1 if v else -1 for v in tree(np.concatenate([arc[k, :n, :n], arc[k, :n, -1:]], 1))]
            rel = m.rels(x, torch.tensor(head))
            rel[:, root] = -1e9
            rel = torch.where(torch.tensor(head) < 0, root, rel.argmax(-1)).tolist()
            part = torch.zeros(len(tag), len(second.UPOS)).index_add_(1, upos, tag.exp()).clamp_min(1e-9).log().numpy()
            gold = [second.UPOS.index(u) for s in group for u in s.upos]
            words += zip(tree_rows(m, group, off, tag.argmax(-1), head, rel), part, gold)
    m = restore(args.models[0])
    print("before", {k: evaluate([m], v) for k, v in dev.items()}, flush=True)
    m.votes = second.fit(words)
    print("after ", {k: evaluate([m], v) for k, v in dev.items()}, flush=True)
    store(m, args.out)


def soup(args):
    """The mean of the weights of models that were tuned from one start (Wortsman et al. 2022)"""
    models = [restore(p) for p in args.models]
    states = [m.state_dict() for m in models]
    mean = {k: sum(s[k] for s in states) / len(states) for k in states[0]}
    models[0].load_state_dict(mean)
    store(models[0], args.out)


def test(args):
    _, dev = gold_sets(args)
    net.QUANT = args.quant
    models = family(args.models)
    for k, v in dev.items():
        print(k, evaluate(models, v))


def lexicon(out, sents):
    """Lemmas seen in the treebanks by Penn tag and form: they go before the net's rule. An open-addressing table of
    hashes of (tag, form), or of (tag, lower-case form) where that says the same; each points to an edit rule.  Where
    the treebanks disagree ("people": GUM has "person"), EWT, the larger one, weighs more."""
    exact, lower = {}, {}
    for s in sents:
        times = 2 if s.src == "ewt" else 1
        for f, le, x in zip(s.form, s.lemma, s.xpos):
            if le != "_":
                exact.setdefault((x, f), Counter())[le] += times
                if not x.startswith("NNP"):
                    lower.setdefault((x, f.lower()), Counter())[le] += times
    entries, rules = {}, {}

    def add(seed, x, f, c):
        le, n = c.most_common(1)[0]
        if n * 10 >= sum(c.values()) * 6:
            r = lemma_rule(f, le)
            key = net.fnv(seed, f"{x}\t{f}".encode()) or 1
            entries.setdefault(key, rules.setdefault(r, len(rules)))
    for (x, f), c in lower.items():
        add(7, x, f, c)
    for (x, f), c in exact.items():
        low = lower.get((x, f.lower()))
        once = sum(c.values()) < 2      # in GUM, with a capital
        if low is None or (not once and low.most_common(1)[0][0] != c.most_common(1)[0][0]):
            add(6, x, f, c)
    n = 1
    while n < 1.5 * len(entries):
        n *= 2
    keys, vals = np.zeros(n, np.uint32), np.zeros(n, np.uint32)
    for k, v in entries.items():
        j = k & (n - 1)
        while keys[j]:
            j = (j + 1) & (n - 1)
        keys[j], vals[j] = k, v
    out["lexicon.hash"], out["lexicon.rule"] = keys, vals
    net.pack_strings(out, "lexicon.rules", list(rules))


def export(args):
    """-> the model file that the program reads (see src/syntax/syntax.h)"""
    m = restore(args.models[0])
    out = {}
    lexicon(out, gold_sets(args)[0])
    net.pack_encoder(out, m.enc, m.feats)
    clip = max(getattr(m, k).q.clip for k in ("tag_hid", "arc_hid", "rel_hid"))     # they share one rounding
    for k in ("tag_hid", "arc_hid", "rel_hid"):
        getattr(m, k).q.clip.copy_(clip)
    for name in HEADS:
        net.pack_linear(out, name, getattr(m, name))
    a, b = m.arc_dep_q.step(), m.arc_head_q.step()
    root = m.root.detach().numpy() / b
    out["arc.root"] = np.clip(np.rint(root), -127, 127).astype(np.int8)
    out["arc.quant"] = np.array([1 / a, 1 / b, a * b * m.arc ** -0.5], np.float32)
    out["look.rows"], out["look.step"] = (m.votes or second.Votes()).packed()
    out["arc.dist"] = m.dist.detach().numpy().astype(np.float32)
    out["rel.root"] = m.rel_root.detach().numpy().astype(np.float32)
    net.pack_strings(out, "tags", ["\t".join(t) for t in m.labels.tags])
    net.pack_strings(out, "lemmas", m.labels.lemmas)
    net.pack_strings(out, "rels", m.labels.rels)
    net.save(args.out, "syntax", out)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("command", choices=("pretrain", "train", "silver", "soup", "look", "eval", "export"))
    p.add_argument("models", nargs="*")
    p.add_argument("--ud", default="../shared/corpora/ud")
    p.add_argument("--raw", default="")
    p.add_argument("--out", default="model.pt")
    p.add_argument("--init", default="")
    p.add_argument("--silver", default="")
    p.add_argument("--silver-part", type=int, default=20000)
    p.add_argument("--ewt-times", type=int, default=1)
    p.add_argument("--apart", action="store_true", help="what GUM does otherwise than EWT is learnt apart")
    p.add_argument("--like", default="", help="a wider model: its words, and its rows made narrower")
    p.add_argument("--least", type=int, default=2, help="how often a tag or lemma rule occurs")
    p.add_argument("--few", type=int, default=0, help="so many sentences of each file, one epoch: to try the steps")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--tag-weight", type=float, default=0.7)
    p.add_argument("--epochs", type=int, default=20)
    p.add_argument("--every", type=int, default=2)
    p.add_argument("--qat", type=int, default=0)
    p.add_argument("--batch", type=int, default=1500)
    p.add_argument("--lr", type=float, default=2e-3)
    p.add_argument("--minutes", type=float, default=0)
    p.add_argument("--words", type=int, default=24000)
    p.add_argument("--out-words", type=int, default=10000)
    p.add_argument("--nsub", type=int, default=16384)
    p.add_argument("--H", type=int, default=128)
    p.add_argument("--layers", type=int, default=3)
    p.add_argument("--tag", type=int, default=128)
    p.add_argument("--arc", type=int, default=96)
    p.add_argument("--rel", type=int, default=128)
    p.add_argument("--drop", type=float, default=0.3)
    p.add_argument("--worddrop", type=float, default=0.25)
    p.add_argument("--quant", action="store_true")
    args = p.parse_args()
    args.epochs = 1 if args.few else args.epochs
    torch.set_num_threads(args.threads)
    gc.disable()    # millions of words are no rubbish
    {"pretrain": pretrain, "train": train, "silver": silver, "eval": test, "export": export, "soup": soup,
     "look": look}[args.command](args)


if __name__ == "__main__":
    main()
