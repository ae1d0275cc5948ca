"""The second look at the tags: weights of hashed features of the tree around a word, one for each part of speech, that are
added to the scores of its tags once the tree stands (Stacking: a second classifier reads what the first ones said, Wolpert
1992).  src/syntax/look.c computes the same."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

BITS, COLUMNS = 14, 32
UPOS = "X ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB".split()     # of src/doc/ud.h
NONE = len(UPOS)


def casing(form):
    """3 all capitals, 1 a capital first, 2 small letters only, 0 else; letters of ASCII count."""
    upper, lower = any("A" <= c <= "Z" for c in form), any("a" <= c <= "z" for c in form)
    return 3 if upper and not lower and len(form.encode()) > 1 else 1 if "A" <= form[:1] <= "Z" else \
        2 if lower and not upper else 0


def row(kind, a=0, b=0, c=0, d=0, e=0, f=0):
    key = kind | a << 4 | b << 10 | c << 15 | d << 17 | e << 19 | f << 20
    return (key * 0x9E3779B1 & 0xFFFFFFFF) >> (32 - BITS)


def rows(forms, upos, head, rel, case, det):
    """-> for each word of a sentence but the first one its rows.  upos: as the net tagged it, numbers of UPOS; head: -1 the root; rel: the
    model's numbers, `case` and `det` two of them."""
    n, out = len(forms), []
    if not (any("A" <= c <= "Z" for f in forms for c in f) and any("a" <= c <= "z" for f in forms for c in f)):
        return [[] for _ in forms]     # without both capitals and small letters casing misleads
    child = [[] for _ in range(n)]
    for i, h in enumerate(head):
        if h >= 0:
            child[h].append(i)
    cased = [casing(f) if i else 0 for i, f in enumerate(forms)]     # a first word's capital says nothing
    for i in range(n):
        if i == 0:     # names begin sentences of the news, but seldom those of the treebanks: no votes
            out.append([])
            continue
        h, r, c = head[i], rel[i], cased[i]
        hu, hc = (upos[h], cased[h]) if h >= 0 else (NONE, 0)
        after = upos[i + 1] if i + 1 < n else NONE
        marks = any(rel[j] == case for j in child[i]) + 2 * any(rel[j] == det for j in child[i])
        own = [row(0, r, e=int(h > i)), row(1, r, hu), row(2, r, hu, c, hc), row(3, 0, after, c),
               row(4, r, hu, f=upos[i]), row(5, r, 0, c, marks), row(6, 0, upos[i - 1], c),
               row(7, 0, upos[i - 1], f=after)]
        if not child[i]:
            own.append(row(8, r, 0, c))
        for j in child[i]:
            own += [row(9, rel[j], e=int(j > i)), row(10, rel[j], upos[j], c)]
        out.append(own)
    return out


class Votes(nn.Module):
    def __init__(self):
        super().__init__()
        self.bag = nn.EmbeddingBag(1 << BITS, COLUMNS, mode="sum", include_last_offset=True)
        nn.init.zeros_(self.bag.weight)

    def forward(self, many):
        """many: lists of rows, one for each word -> [words, UPOS]"""
        off = np.concatenate([[0], np.cumsum([len(m) for m in many])])
        return self.bag(torch.tensor([r for m in many for r in m]), torch.from_numpy(off))[:, :len(UPOS)]

    def packed(self):
        """-> rows of bytes, the value of one unit"""
        w = self.bag.weight.detach().numpy()
        step = max(float(np.abs(w).max()), 1e-6) / 127
        return np.rint(w / step).astype(np.int8), np.array([step], np.float32)


def fit(words, epochs=5, lr=5e-3, decay=3e-4, batch=4096):
    """words: (rows, log-probabilities of the parts of speech, the right one) each"""
    votes = Votes()
    opt = torch.optim.Adam(votes.parameters(), lr=lr, betas=(0.9, 0.99))
    score, gold = torch.from_numpy(np.stack([w[1] for w in words])), torch.tensor([w[2] for w in words])
    for _ in range(epochs):
        for a in (torch.randperm(-(-len(words) // batch)) * batch).tolist():
            e = votes([w[0] for w in words[a:a + batch]])
            loss = F.cross_entropy(score[a:a + batch] + e, gold[a:a + batch]) + decay * (e * e).sum(1).mean()
            opt.zero_grad()
            loss.backward()
            opt.step()
    return votes
