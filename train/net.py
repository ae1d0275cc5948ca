"""The small network that every model of demarche shares: word features, summed embeddings, bidirectional SRU
layers, linear layers. One definition for training (here) and one for running (src/syntax/net.c): both must agree.

Tokens of all sentences of a batch stand one after another, without padding; `off` holds the sentence bounds.

A trainer for another model needs: features() for its tokens, an Encoder, Linear heads, a loss, export().
"""
import ctypes
import hashlib
import os
import struct
import subprocess
import tempfile

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))


def build():
    """The elementwise recurrences, compiled once into the cache directory."""
    src = os.path.join(HERE, "scan.c")
    tag = hashlib.sha256(open(src, "rb").read()).hexdigest()[:12]
    cache = os.path.join(os.environ.get("XDG_CACHE_HOME", tempfile.gettempdir()), f"demarche-scan-{tag}.so")
    if not os.path.exists(cache):
        tmp = f"{cache}.{os.getpid()}"
        subprocess.check_call(["cc", "-O3", "-march=native", "-ffast-math", "-fopenmp", "-shared", "-fPIC", "-o",
                               tmp, src, "-lm"])
        os.replace(tmp, cache)
    return ctypes.CDLL(cache)


LIB = build()


def ptr(t):
    return ctypes.c_void_p(t.data_ptr() if isinstance(t, torch.Tensor) else t.ctypes.data)


# ---------------------------------------------------------------- word features (see src/syntax/feature.c)

SUB_SEED = {"p": 1, "s": 2, "shape": 3, "word": 4}
PREFIXES, SUFFIXES = (1, 2, 3, 4), (1, 2, 3, 4, 5)
GLUES = 4  # rows of the hashed table that tell which neighbours touch a word
FEATURES = 2 + len(PREFIXES) + len(SUFFIXES)
FOLD = {"\u2018": "'", "\u2019": "'", "`": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-",
        "\u2026": "..."}


def fold(form):
    """Lower case, digits to 0, typographic marks to their plain forms."""
    out = []
    for c in form:
        if "0" <= c <= "9":
            c = "0"
        elif c in FOLD:
            c = FOLD[c]
        else:
            low = c.lower()
            c = low if len(low) == 1 else c
        out.append(c)
    return "".join(out)


def shape(form):
    """Aa0 pattern; runs of a class are cut at two."""
    out = []
    for c in form:
        k = "0" if "0" <= c <= "9" else FOLD.get(c, c)[0] if not c.isalpha() else "X" if c.lower() != c else "x"
        if len(k) == 1 and ord(k) > 127:
            k = "o"
        if len(out) < 2 or out[-1] != k or out[-2] != k:
            out.append(k)
    return "".join(out)


def fnv(seed, data):
    h = 2166136261 ^ seed
    for b in data:
        h = ((h ^ b) * 16777619) & 0xFFFFFFFF
    h ^= h >> 15
    h = (h * 0x2C1B3C6D) & 0xFFFFFFFF
    return h ^ (h >> 12)


class Features:
    """Maps a form to its word id and its rows of the hashed table; `glue` tells which neighbours touch it.

    Row 0 of the word table is the unknown word, row 1 the masked one. The first rows of the hashed table are the
    glue values; the rest is hashed."""

    def __init__(self, words, nsub):
        self.words = words
        self.id = {w: i + 2 for i, w in enumerate(words)}
        self.nsub = nsub
        self.cache = {}
        self.numbers = {}
        self.word, self.rows = np.zeros(1024, np.int32), np.zeros((1024, 1 + FEATURES), np.int32)

    def of(self, form):
        got = self.cache.get(form)
        if got is None:
            w = fold(form)
            b = w.encode()
            parts = [("word", b), ("shape", shape(form).encode())]
            parts += [("p", b[:k]) for k in PREFIXES if k < len(b)]
            parts += [("s", b[-k:]) for k in SUFFIXES if k < len(b)]
            sub = [GLUES + fnv(SUB_SEED[what], part) % (self.nsub - GLUES) for what, part in parts]
            got = self.cache[form] = (self.id.get(w, 0), sub)
        return got

    def number(self, form):
        """The row of `word` and `rows` (-1: none; the first column is free for the glue) that holds of(form)."""
        i = self.numbers.get(form)
        if i is None:
            i = self.numbers[form] = len(self.numbers)
            if i == len(self.word):
                self.word, self.rows = np.concatenate([self.word] * 2), np.concatenate([self.rows] * 2)
            self.word[i], sub = self.of(form)
            self.rows[i] = -1
            self.rows[i, 1:1 + len(sub)] = sub
        return i


# ---------------------------------------------------------------- layers

QUANT = False      # fake quantisation on: the forward pass computes what the int8 runtime computes


class FakeQuant(torch.autograd.Function):
    """Rounds to multiples of `step`, clipped at +-127 steps; the gradient passes inside the clip."""

    @staticmethod
    def forward(ctx, x, step):
        q = x / step
        ctx.save_for_backward(q.abs() <= 127.5)
        return q.round().clamp(-127, 127) * step

    @staticmethod
    def backward(ctx, g):
        (ok,) = ctx.saved_tensors
        return g * ok, None


# Products in bfloat16 with float32 sums are the fast way on CPUs with AMX, float32 with a good BLAS elsewhere.
HALF = torch.bfloat16 if "amx_bf16" in open("/proc/cpuinfo").read() else torch.float32


class Product(torch.autograd.Function):
    """x W'"""

    @staticmethod
    def forward(ctx, x, w):
        xb, wb = x.to(HALF), w.to(HALF)
        ctx.save_for_backward(xb, wb)
        return F.linear(xb, wb).float()

    @staticmethod
    def backward(ctx, g):
        xb, wb = ctx.saved_tensors
        gb = g.to(HALF)
        return (gb @ wb).float(), (gb.t() @ xb).float()


class Quant(nn.Module):
    """The int8 form of a float vector: one static step for all; `clip`, its range, is tracked while training in
    float (a high quantile of what passes) and fixed once QUANT is on."""

    def __init__(self):
        super().__init__()
        self.register_buffer("clip", torch.zeros(()))

    def step(self):
        return max(float(self.clip), 1e-3) / 127

    def forward(self, x):
        if QUANT:
            return FakeQuant.apply(x, self.step())
        if self.training and (float(self.clip) == 0 or torch.rand(()) < 0.05):
            with torch.no_grad():
                a = x.abs().flatten()
                if len(a) > 100000:
                    a = a[torch.randint(len(a), (100000,))]
                top = a.kthvalue(len(a) - len(a) // 10000).values
                self.clip.copy_(0.9 * self.clip + 0.1 * top if float(self.clip) > 0 else top)
        return x


class Linear(nn.Module):
    """int8 in, int8 weights with one scale for each output row, int32 sums; float32 out."""

    def __init__(self, nin, nout, gain=1.0, bias=True):
        super().__init__()
        self.w = nn.Parameter(torch.randn(nout, nin) * gain * (1.0 / nin) ** 0.5)
        self.b = nn.Parameter(torch.zeros(nout)) if bias else None
        self.q = Quant()

    def step(self):
        return self.q.step()

    def forward(self, x):
        w = self.w
        if QUANT:
            w = FakeQuant.apply(w, w.detach().abs().amax(1, keepdim=True).clamp_min(1e-6) / 127)
        y = Product.apply(self.q(x), w)
        return y if self.b is None else y + self.b


class Scan(torch.autograd.Function):
    @staticmethod
    def forward(ctx, U, v, x, off):
        T, H = x.shape[0], x.shape[1] // 2
        U, x = U.contiguous(), x.contiguous()
        h, c, f, r = (torch.empty(T, 2 * H) for _ in range(4))
        LIB.scan_forward(len(off) - 1, ptr(off), H, ptr(U), ptr(v), ptr(x), ptr(h), ptr(c), ptr(f), ptr(r))
        ctx.save_for_backward(U, v, x, c, f, r)
        ctx.off = off
        return h

    @staticmethod
    def backward(ctx, gh):
        U, v, x, c, f, r = ctx.saved_tensors
        H, gh = x.shape[1] // 2, gh.contiguous()
        gU, gx, gv = torch.empty_like(U), torch.empty_like(x), torch.zeros_like(v)
        LIB.scan_backward(len(ctx.off) - 1, ptr(ctx.off), H, ptr(U), ptr(v), ptr(x), ptr(c), ptr(f), ptr(r),
                          ptr(gh), ptr(gU), ptr(gx), ptr(gv))
        return gU, gv, gx, None


class SRU(nn.Module):
    """One bidirectional layer of width 2H -> 2H."""

    def __init__(self, H):
        super().__init__()
        self.H = H
        self.lin = Linear(2 * H, 6 * H, gain=1.0)
        self.v = nn.Parameter(torch.zeros(2, 2, H))
        with torch.no_grad():
            self.lin.b.view(2, 3, H)[:, 1] = 0.5
            self.lin.b.view(2, 3, H)[:, 2] = -1.0
            self.v.uniform_(-0.3, 0.3)

    def forward(self, x, off):
        return Scan.apply(self.lin(x), self.v, x, off)


class Bag(torch.autograd.Function):
    @staticmethod
    def forward(ctx, param, table, off, ids, holder):
        T, D = len(off) - 1, table.shape[1]
        out = torch.zeros(T, D)
        LIB.bag_forward(T, ptr(off), ptr(ids), D, ptr(table), ptr(out))
        ctx.args = (off, ids, holder)
        return out

    @staticmethod
    def backward(ctx, g):
        off, ids, holder = ctx.args
        g = g.contiguous()
        LIB.bag_backward(len(off) - 1, ptr(off), ptr(ids), g.shape[1], ptr(g), ptr(holder.grad_rows))
        holder.touched.append(ids)
        return None, None, None, None, None


class Table(nn.Module):
    """Embedding rows with lazy Adam: only the rows of the batch are updated."""

    def __init__(self, rows, dim, std=0.1):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(rows, dim) * std)
        self.grad_rows = torch.zeros(rows, dim)
        self.m = torch.zeros(rows, dim)
        self.s = torch.zeros(rows, dim)
        self.touched = []
        self.frozen = None

    def step_size(self):
        return float(self.weight.detach().abs().flatten()[::7].kthvalue(int(0.9999 * (self.weight.numel() // 7)))
                     .values) / 127

    def forward(self, off, ids):
        w = self.weight
        if QUANT:
            if not self.frozen:
                self.frozen = self.step_size()
                self.rounded = torch.zeros_like(w.data)
            rows = torch.from_numpy(np.unique(ids)).long()
            self.rounded[rows] = (w.data[rows] / self.frozen).round().clamp(-127, 127) * self.frozen
            return Bag.apply(w, self.rounded, off, ids, self)
        return Bag.apply(w, w.data, off, ids, self)

    def step(self, lr, t, b1=0.9, b2=0.98, eps=1e-8, decay=0.0):
        if not self.touched:
            return
        rows = np.unique(np.concatenate(self.touched)).astype(np.int32)
        self.touched = []
        f = ctypes.c_float
        LIB.adam_rows(len(rows), ptr(rows), self.weight.shape[1], ptr(self.weight.data), ptr(self.grad_rows),
                      ptr(self.m), ptr(self.s), f(lr), f(b1), f(b2), f(1 - b1 ** t), f(1 - b2 ** t), f(eps), f(decay))


class Encoder(nn.Module):
    """Word row and summed hashed rows side by side (2H wide), then bidirectional SRU layers."""

    def __init__(self, nword, nsub, H, layers, drop=0.3):
        super().__init__()
        self.word = Table(nword, H)
        self.sub = Table(nsub, H, std=0.04)
        self.layers = nn.ModuleList([SRU(H) for _ in range(layers)])
        self.drop, self.H = drop, H

    def mask(self, x, off):
        """One dropout mask for all tokens of a sentence."""
        if not self.training or not self.drop:
            return x
        n = torch.from_numpy(np.diff(off)).long()
        m = (torch.rand(len(n), x.shape[1]) >= self.drop).float() / (1 - self.drop)
        return x * m.repeat_interleave(n, 0)

    def forward(self, batch):
        off = batch["off"]
        n = len(batch["word"])
        one = np.arange(n + 1, dtype=np.int32)
        x = torch.cat([self.word(one, batch["word"]), self.sub(batch["suboff"], batch["sub"])], 1)
        for layer in self.layers:
            x = layer(self.mask(x, off), off)
        return self.mask(x, off)


class Adam:
    """Adam for the dense weights and the tables of a module, with a warm-up and a linear or cosine fall."""

    def __init__(self, model, lr, steps, warm=200, decay=0.0, table_lr=1.0, final=0.0):
        self.tables = [m for m in model.modules() if isinstance(m, Table)]
        skip = {id(t.weight) for t in self.tables}
        self.dense = [p for p in model.parameters() if id(p) not in skip]
        self.opt = torch.optim.AdamW(self.dense, lr=lr, betas=(0.9, 0.98), weight_decay=decay, foreach=True)
        self.lr, self.steps, self.warm, self.t, self.table_lr, self.final = lr, steps, warm, 0, table_lr, final
        self.progress = None    # 0 … 1 where the caller keeps the time

    def step(self):
        self.t += 1
        p = min(1.0, self.t / self.steps if self.progress is None else self.progress)
        lr = self.lr * min(1.0, self.t / self.warm) * (self.final + (1 - self.final) * 0.5 * (1 + np.cos(np.pi * p)))
        for g in self.opt.param_groups:
            g["lr"] = lr
        torch.nn.utils.clip_grad_norm_(self.dense, 5.0)
        self.opt.step()
        self.opt.zero_grad(set_to_none=True)
        for t in self.tables:
            t.step(lr * self.table_lr, self.t)


# ---------------------------------------------------------------- model file (see src/syntax/net.h)

MAGIC, VERSION = b"DMNET\0\1\n", 1
KINDS = {np.dtype("int8"): 1, np.dtype("int32"): 2, np.dtype("float32"): 3, np.dtype("uint8"): 4,
         np.dtype("uint32"): 5}


def fnv64(data):
    """Checksum over 8-byte little-endian words, each mixed in by one multiplication."""
    a = np.frombuffer(data, dtype="<u8").tolist()
    h = 0xCBF29CE484222325
    for w in a:
        h = ((h ^ w) * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        h ^= h >> 32
    return h


def save(path, kind, tensors):
    """tensors: name -> array (one or two dimensions). Layout: header 64 bytes, directory of 64-byte entries
    (name 32, kind u32, rows u32, cols u32, pad u32, offset u64, bytes u64), then data, each 64-byte aligned."""
    entries, blobs = [], []
    pos = 64 + 64 * len(tensors)
    for name, a in tensors.items():
        a = np.ascontiguousarray(a)
        rows, cols = (a.shape[0], 1) if a.ndim == 1 else a.shape
        assert len(name) < 32, name
        entries.append(struct.pack("<32sIIIIQQ", name.encode(), KINDS[a.dtype], rows, cols, 0, pos, a.nbytes))
        blob = a.tobytes() + b"\0" * (-a.nbytes % 64)
        blobs.append(blob)
        pos += len(blob)
    body = b"".join(entries + blobs)
    head = struct.pack("<8sI12sQQ", MAGIC, VERSION, kind.encode(), 64 + len(body), fnv64(body))
    head += struct.pack("<I", len(tensors)) + b"\0" * (64 - len(head) - 4)
    with open(path + ".tmp", "wb") as f:
        f.write(head + body)
    os.replace(path + ".tmp", path)


def load(path):
    """What save() wrote: name -> array, each of two dimensions"""
    data = open(path, "rb").read()
    (n,) = struct.unpack_from("<I", data, 40)
    kinds = {k: d for d, k in KINDS.items()}
    out = {}
    for i in range(n):
        name, kind, rows, cols, _, at, _ = struct.unpack_from("<32sIIIIQQ", data, 64 + 64 * i)
        out[name.rstrip(b"\0").decode()] = np.frombuffer(data, kinds[kind], rows * cols, at).reshape(rows, cols)
    return out


def pack_linear(out, name, lin):
    """int8 weights [out/16][in/4][16][4] (VNNI order), padded to 16 outputs and 64 inputs (AMX depth); float
    scale by output row (input step x weight step), float bias, int32 correction -128 * sum of the row."""
    w = lin.w.detach().numpy().astype(np.float32)
    n, k = w.shape
    s = np.maximum(np.abs(w).max(1), 1e-6) / 127
    q = np.clip(np.rint(w / s[:, None]), -127, 127).astype(np.int8)
    N, K = -(-n // 16) * 16, -(-k // 64) * 64
    p = np.zeros((N, K), np.int8)
    p[:n, :k] = q
    out[name + ".w"] = p.reshape(N // 16, 16, K // 4, 4).transpose(0, 2, 1, 3).reshape(N, K)
    pad = lambda a: np.concatenate([a, np.zeros(N - n, a.dtype)])
    out[name + ".scale"] = pad((s * lin.step()).astype(np.float32))
    b = np.zeros(n) if lin.b is None else lin.b.detach().numpy()
    out[name + ".bias"] = pad(b.astype(np.float32))
    out[name + ".fix"] = (-128 * p.astype(np.int32).sum(1)).astype(np.int32)
    out[name + ".quant"] = np.array([1 / lin.step(), n, k, 0], np.float32)


def pack_table(out, name, table, rows=None):
    """The (first so many) rows in int8 and the value of one unit."""
    step = table.frozen or table.step_size()
    out[name] = np.clip(np.rint(table.weight.detach().numpy()[:rows] / step), -127, 127).astype(np.int8)
    out[name + ".step"] = np.array([step], np.float32)


def pack_words(out, feats):
    """The vocabulary as an open-addressing table of 32-bit hashes: slot -> (hash, id); slots a power of two."""
    n = 1
    while n < 2 * len(feats.words):
        n *= 2
    keys, vals = np.zeros(n, np.uint32), np.zeros(n, np.uint32)
    for w, i in feats.id.items():
        h = fnv(5, w.encode()) or 1
        j = h & (n - 1)
        while keys[j] and keys[j] != h:
            j = (j + 1) & (n - 1)
        if not keys[j]:
            keys[j], vals[j] = h, i
    out["word.hash"], out["word.id"] = keys, vals


def pack_strings(out, name, strings):
    """Zero-terminated strings, in order."""
    out[name] = np.frombuffer(b"".join(s.encode() + b"\0" for s in strings), np.uint8)


def pack_encoder(out, enc, feats):
    pack_words(out, feats)
    pack_table(out, "word.rows", enc.word)
    pack_table(out, "sub.rows", enc.sub, feats.nsub)
    for i, layer in enumerate(enc.layers):
        pack_linear(out, f"sru{i}", layer.lin)
        out[f"sru{i}.v"] = layer.v.detach().numpy().astype(np.float32).reshape(4, -1)
