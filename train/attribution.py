#!/usr/bin/env python3
"""Trains the net that finds attributions (src/code/attribution_net.h) and writes models/attribution.bin.

usage: attribution.py --teach            the whole way, with teachers; about an hour on one core
       attribution.py [OPTION...]        one net; --help lists the options

The features come from the program itself (attribution_dump), with its own trees, so that training and running see the
same.  The last epochs train with rounded weights and inputs, as the program computes.
"""
import argparse
import ctypes
import hashlib
import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch
import torch.nn as nn

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import attribution_made  # noqa: E402
import net  # noqa: E402
from net import ptr  # noqa: E402


def build():
    """crf.c, compiled once into the cache directory."""
    src = os.path.join(net.HERE, "crf.c")
    tag = hashlib.sha256(open(src, "rb").read()).hexdigest()[:12]
    cache = os.path.join(os.environ.get("XDG_CACHE_HOME", tempfile.gettempdir()), f"demarche-crf-{tag}.so")
    if not os.path.exists(cache):
        tmp = f"{cache}.{os.getpid()}"
        subprocess.check_call(["cc", "-O3", "-march=native", "-ffast-math", "-fopenmp", "-shared", "-fPIC", "-o",
                               tmp, src, "-lm"])
        os.replace(tmp, cache)
    lib = ctypes.CDLL(cache)
    lib.crf_loss.restype = ctypes.c_double
    return lib


LIB = build()


class Crf(torch.autograd.Function):
    """Negative log likelihood of the gold labels of all sequences, added up."""

    @staticmethod
    def forward(ctx, e, move, off, gold):
        e, move = e.contiguous(), move.contiguous()
        ge, gm = torch.zeros_like(e), torch.zeros_like(move)
        loss = LIB.crf_loss(len(off) - 1, ptr(off), e.shape[1], ptr(e), ptr(move), ptr(gold), ptr(ge), ptr(gm))
        ctx.save_for_backward(ge, gm)
        return torch.tensor(loss, dtype=torch.float32)

    @staticmethod
    def backward(ctx, g):
        ge, gm = ctx.saved_tensors
        return ge * g, gm * g, None, None


def best(e, move, off):
    e, out = e.contiguous(), np.zeros(len(e), np.int32)
    LIB.crf_best(len(off) - 1, ptr(off), e.shape[1], ptr(e), ptr(move.contiguous()), ptr(out))
    return out


# ---------------------------------------------------------------- data

class Doc:
    """n tokens; off, rows: token features; passages: their ends; cue: labels; windows: (head, start, stop, off, rows,
    labels) of each attribution"""

    def points(self, first, last):
        """Code points of the text that the tokens first … last cover"""
        return [int(np.searchsorted(self.byte, self.token[first, 0])),
                int(np.searchsorted(self.byte, self.token[last, 1]))]


def load(path, gold):
    """Documents of a dump with the labels of `gold` -> list of Doc"""
    a, p, out = np.fromfile(path, np.uint32), 0, []

    def bag(n):
        nonlocal p
        off = a[p:p + n + 1].astype(np.int32)
        rows = a[p + n + 1:p + n + 1 + off[n]].astype(np.int32)
        p += n + 1 + off[n]
        return off, rows

    for line in open(gold, encoding="utf-8"):
        d, j = Doc(), json.loads(line)
        d.n, size = int(a[p]), int(a[p + 1])
        token = a[p + 2:p + 2 + 3 * d.n].reshape(d.n, 3).astype(np.int64)
        p += 2 + 3 * d.n
        d.off, d.rows = bag(d.n)
        bounds = np.flatnonzero(np.diff(token[:, 2])) + 1
        d.passages = [int(b) for b in bounds] + [d.n]
        d.token = token
        d.byte = byte = np.concatenate([[0], np.cumsum([len(c.encode()) for c in j["text"]])])
        assert byte[-1] == size, f"{j['id']}: the dump is of another text"
        count = int(a[p])
        p += 1
        d.cue, d.windows = np.zeros(d.n, np.int32), []
        for k in range(count):
            first, end, head, start, stop = map(int, a[p:p + 5])
            p += 5
            off, rows = bag(stop - start)
            if end == first:
                continue
            d.cue[first], d.cue[first + 1:end] = 1, 2
            label = np.zeros(stop - start, np.int32)
            for part, base in (("content", 3), ("source", 1)):
                for s, e in j["attributions"][k][part] or []:
                    x = max(int(np.searchsorted(token[:, 1], byte[s], "right")) - start, 0)
                    y = min(int(np.searchsorted(token[:, 0], byte[e], "left")) - start, stop - start)
                    if y > x:
                        label[x], label[x + 1:y] = base, base + 1
            d.windows.append((head, start, stop, off, rows, label))
        out.append(d)
    return out


def ranges(fields, names):
    """Rows of the named fields: [first, end) of each"""
    out, base = [], 0
    for name, rows in filter(None, fields):
        if name in names:
            out.append((base, base + rows))
        base += rows
    return out


def thin(off, rows, p, lexical, group, q):
    """Drops rows at random, and all rows of words (fields `lexical`) of some groups of things: a cue that was never
    seen is then told by its place in the tree and by its stance."""
    keep = np.random.rand(len(rows)) >= p
    blind = np.random.rand(group.max() + 1 if len(group) else 0) < q
    word = np.zeros(len(rows), bool)
    for a, b in lexical:
        word |= (rows >= a) & (rows < b)
    keep &= ~(word & np.repeat(blind[group], np.diff(off)))
    count = np.add.reduceat(np.append(keep, False).astype(np.int64), off[:-1]) * (np.diff(off) > 0)
    return np.concatenate([[0], np.cumsum(count)]).astype(np.int32), np.ascontiguousarray(rows[keep])


def batch(docs, drop=0.0, blind=0.0, fields=None):
    """Documents -> flat arrays: token rows, passages, cue labels; pair rows, their tokens, cues, windows, labels"""
    off, rows, passages, cue = [np.zeros(1, np.int64)], [], [0], []
    poff, prows, token, head, windows, label = [np.zeros(1, np.int64)], [], [], [], [0], []
    base = nrow = nprow = 0
    for d in docs:
        off.append(d.off[1:].astype(np.int64) + nrow)
        rows.append(d.rows)
        nrow += len(d.rows)
        passages += [b + base for b in d.passages]
        cue.append(d.cue)
        for h, start, stop, o, r, lab in d.windows:
            poff.append(o[1:].astype(np.int64) + nprow)
            prows.append(r)
            nprow += len(r)
            token.append(np.arange(start, stop) + base)
            head.append(np.full(stop - start, h + base))
            windows.append(windows[-1] + stop - start)
            label.append(lab)
        base += d.n

    def cat(parts, kind=np.int32):
        return np.ascontiguousarray(np.concatenate(parts).astype(kind)) if parts else np.zeros(0, kind)

    b = dict(off=cat(off), rows=cat(rows), passages=np.array(passages, np.int32), cue=cat(cue), poff=cat(poff),
             prows=cat(prows), token=torch.from_numpy(cat(token, np.int64)), head=torch.from_numpy(cat(head, np.int64)),
             windows=np.array(windows, np.int32), label=cat(label))
    if drop > 0:
        window = np.repeat(np.arange(len(windows) - 1), np.diff(windows))
        b["off"], b["rows"] = thin(b["off"], b["rows"], drop, ranges(fields[0], ("LEMMA", "SUFFIX", "BIGRAM")),
                                   np.arange(len(cat(cue))), blind)
        b["poff"], b["prows"] = thin(b["poff"], b["prows"], drop, ranges(fields[1], ("CUE",)), window, 2 * blind)
    return b


def batches(docs, size, rng):
    order, out, cur, n = list(docs), [], [], 0
    rng.shuffle(order)
    for d in order:
        cur.append(d)
        n += d.n
        if n >= size:
            out.append(cur)
            cur, n = [], 0
    return out + [cur] if cur else out


# ---------------------------------------------------------------- model

class Attribution(nn.Module):
    def __init__(self, rows, prows, H=64, layers=2, P=64, drop=0.3):
        super().__init__()
        self.size = dict(rows=rows, prows=prows, H=H, layers=layers, P=P)
        self.token, self.pair = net.Table(rows, 2 * H, std=0.05), net.Table(prows, P, std=0.05)
        self.sru = nn.ModuleList([net.SRU(H) for _ in range(layers)])
        self.hid, self.out = net.Linear(2 * H, 64, 1.4), net.Linear(64, 3)
        self.of_token, self.of_cue = net.Linear(2 * H, P), net.Linear(2 * H, P, bias=False)
        self.window, self.label = net.SRU(P // 2), net.Linear(P, 5)
        self.cue_move, self.pair_move = nn.Parameter(torch.zeros(4, 3)), nn.Parameter(torch.zeros(6, 5))
        self.drop = drop

    def mask(self, x, off):
        """One dropout mask for all tokens of a passage or window."""
        if not self.training or not self.drop:
            return x
        m = (torch.rand(len(off) - 1, x.shape[1]) >= self.drop).float() / (1 - self.drop)
        return x * m.repeat_interleave(torch.from_numpy(np.diff(off)).long(), 0)

    def states(self, b):
        x = self.mask(self.token(b["off"], b["rows"]), b["passages"])
        for layer in self.sru:
            x = self.mask(layer(x, b["passages"]), b["passages"])
        return x

    def cues(self, x, b):
        return self.out(self.mask(torch.relu(self.hid(x)), b["passages"]))

    def pairs(self, x, b):
        z = self.of_token(x)[b["token"]] + self.of_cue(x)[b["head"]] + self.pair(b["poff"], b["prows"])
        z = self.mask(self.window(self.mask(torch.relu(z), b["windows"]), b["windows"]), b["windows"])
        return self.label(z)

    def loss(self, b):
        x, n = self.states(b), len(b["cue"])
        cue = Crf.apply(self.cues(x, b), self.cue_move, b["passages"], b["cue"]) / n
        return cue, Crf.apply(self.pairs(x, b), self.pair_move, b["windows"], b["label"]) / n

    def export(self, path):
        out = {}
        net.pack_table(out, "token", self.token)
        net.pack_table(out, "pair", self.pair)
        for i, layer in list(enumerate(self.sru)) + [("", self.window)]:
            name = f"sru{i}" if i != "" else "window"
            net.pack_linear(out, name, layer.lin)
            out[name + ".v"] = layer.v.detach().numpy().astype(np.float32).reshape(4, layer.H)
        for name in ("hid", "out", "of_token", "of_cue", "label"):
            net.pack_linear(out, name, getattr(self, name))
        out["cue.move"] = self.cue_move.detach().numpy().astype(np.float32)
        out["pair.move"] = self.pair_move.detach().numpy().astype(np.float32)
        net.save(path, "attribution", out)


def tensors(path):
    """name -> array of a model file (net.save)"""
    blob = open(path, "rb").read()
    kinds = {v: k for k, v in net.KINDS.items()}
    out = {}
    for i in range(struct.unpack_from("<I", blob, 40)[0]):
        name, kind, rows, cols, _, at, size = struct.unpack_from("<32sIIIIQQ", blob, 64 + 64 * i)
        a = np.frombuffer(blob, kinds[kind], rows * cols, at)
        out[name.rstrip(b"\0").decode()] = a.reshape(rows, cols)
    return out


def begin(model, path):
    """Weights of a model file of the same widths; of its layers as many as the model has"""
    t = tensors(path)

    def copy(to, a):
        to.data.copy_(torch.from_numpy(np.array(a, np.float32)).view_as(to))

    def linear(lin, name):
        n, k = lin.w.shape
        quant, p = t[name + ".quant"].ravel()[0], t[name + ".w"]
        N, K = p.shape
        w = p.reshape(N // 16, K // 4, 16, 4).transpose(0, 2, 1, 3).reshape(N, K)[:n, :k].astype(np.float32)
        copy(lin.w, w * (t[name + ".scale"][:n] * quant))
        if lin.b is not None:
            copy(lin.b, t[name + ".bias"].ravel()[:n])
        lin.q.clip.fill_(127 / float(quant))

    for name in ("token", "pair"):
        copy(getattr(model, name).weight, t[name].astype(np.float32) * t[name + ".step"][0])
    for name, layer in [(f"sru{i}", layer) for i, layer in enumerate(model.sru)] + [("window", model.window)]:
        linear(layer.lin, name)
        copy(layer.v, t[name + ".v"])
    for name in ("hid", "out", "of_token", "of_cue", "label"):
        linear(getattr(model, name), name)
    copy(model.cue_move, t["cue.move"])
    copy(model.pair_move, t["pair.move"])


@torch.no_grad()
def judge(model, docs):
    """Labels of words right on given documents: F1 of cue words; of source and content words, from the gold cues"""
    model.eval()
    hit, said, gold = np.zeros(3), np.zeros(3), np.zeros(3)
    for d in docs:
        b = batch([d])
        x = model.states(b)
        sides = [(best(model.cues(x, b), model.cue_move, b["passages"]), b["cue"], ((1, 2),))]
        if d.windows:
            sides.append((best(model.pairs(x, b), model.pair_move, b["windows"]), b["label"], ((1, 2), (3, 4))))
        for k, (got, want, kinds) in enumerate(sides):
            for i, kind in enumerate(kinds):
                g, w = np.isin(got, kind), np.isin(want, kind)
                hit[k + i] += (g & w).sum()
                said[k + i] += g.sum()
                gold[k + i] += w.sum()
    return " ".join(f"{k} {200 * h / max(1, s + g):.2f}" for k, h, s, g in zip(("cue", "source", "content"), hit, said,
                                                                              gold))


TEACHERS = (("--H", "64", "--P", "64", "--seed", "3", "--epochs", "10", "--round", "2", "--drop", "0.25", "--made", "2000"),
            ("--H", "128", "--P", "128", "--seed", "4", "--epochs", "10", "--round", "0", "--drop", "0.35", "--made", "2000"))


def teach(args):
    """Trains the teachers and labels news with them -> the file of their labels"""
    work = os.path.join(os.path.dirname(args.dump), "attribution")
    os.makedirs(work, exist_ok=True)
    kept = []
    for i, size in enumerate(TEACHERS):
        kept.append(f"{work}/teacher{i}.pt")
        subprocess.check_call([sys.executable, __file__, "--gold", args.gold, "--dump", args.dump, "--keep", kept[-1],
                               "--out", f"{work}/teacher{i}.bin", "--threads", str(args.threads), *size])
    label = [sys.executable, os.path.join(net.HERE, "attribution_label.py")]
    subprocess.check_call([*label, "texts", os.path.join(args.gold, ".."), f"{work}/texts.jsonl"])
    subprocess.check_call([*label, "label", f"{work}/texts.jsonl", f"{work}/labelled.jsonl", args.dump, *kept])
    return f"{work}/labelled.jsonl"


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--gold", default="../shared/corpora/polnear")
    p.add_argument("--dump", default="build/release/attribution_dump")
    p.add_argument("--out", default="models/attribution.bin")
    p.add_argument("--keep", default="", help="also store the float weights here")
    p.add_argument("--H", type=int, default=96)
    p.add_argument("--P", type=int, default=64)
    p.add_argument("--layers", type=int, default=1)
    p.add_argument("--start", default="", help="begin with the weights of this model file")
    p.add_argument("--epochs", type=int, default=6)
    p.add_argument("--round", type=int, default=2, help="last epochs that train with rounded weights")
    p.add_argument("--batch", type=int, default=4000)
    p.add_argument("--lr", type=float, default=3e-3)
    p.add_argument("--drop", type=float, default=0.3)
    p.add_argument("--thin", type=float, default=0.2)
    p.add_argument("--blind", type=float, default=0.12, help="share of tokens whose word is hidden")
    p.add_argument("--made", type=int, default=2600, help="reports of attribution_made.py to train on as well")
    p.add_argument("--more", nargs="*", default=[], help="further files like the gold data, labelled by a teacher")
    p.add_argument("--seed", type=int, default=5)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--teach", action="store_true", help="first train two teachers, and learn from their labels as well")
    args = p.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    np.random.seed(args.seed)
    rng = random.Random(args.seed)
    data = {}
    subprocess.check_call(["cmake", "--build", os.path.dirname(args.dump), "--target", "attribution_dump"],
                          stdout=subprocess.DEVNULL)
    if args.teach:
        args.more.append(teach(args))
    with tempfile.TemporaryDirectory() as tmp:
        with open(f"{tmp}/made.jsonl", "w", encoding="utf-8") as f:
            maker = attribution_made.Maker(args.seed)
            for i in range(args.made):
                f.write(json.dumps(maker.report(i)) + "\n")
        for part, path in (("train", f"{args.gold}/train.jsonl"), ("dev", f"{args.gold}/dev.jsonl"),
                           ("made", f"{tmp}/made.jsonl")) + tuple(("more", path) for path in args.more):
            subprocess.check_call([args.dump, path, f"{tmp}/{part}"])
            data[part] = data.get(part, []) + load(f"{tmp}/{part}", path)
    data["train"] += data["made"] + data.get("more", [])
    fields = json.loads(subprocess.check_output([args.dump, "--fields"]))
    model = Attribution(*(sum(f[1] for f in side if f) for side in fields), H=args.H, layers=args.layers, P=args.P, drop=args.drop)
    if args.start:
        begin(model, args.start)
    plan = batches(data["train"], args.batch, rng)
    opt = net.Adam(model, args.lr, len(plan) * args.epochs, warm=100, final=0.02)
    start = time.time()
    for epoch in range(args.epochs):
        net.QUANT = epoch >= args.epochs - args.round
        model.train()
        run = np.zeros(2)
        for docs in plan:
            cue, pair = model.loss(batch(docs, args.thin, args.blind, fields))
            (cue + pair).backward()
            opt.step()
            run += cue.item(), pair.item()
        last = epoch + 1 == args.epochs
        told = judge(model, data["dev"]) if epoch % 3 == 2 or last else ""
        print(f"epoch {epoch + 1} cue {run[0] / len(plan):.4f} pair {run[1] / len(plan):.4f} "
              f"{time.time() - start:.0f}s  {told}", flush=True)
        plan = batches(data["train"], args.batch, rng)
    model.export(args.out)
    if args.keep:
        torch.save(dict(state=model.state_dict(), size=model.size), args.keep)
    print(f"{args.out}: {os.path.getsize(args.out)} bytes")


if __name__ == "__main__":
    main()
