"""CoNLL-U sentences for the trainers: the basic tree only; empty nodes are skipped."""
import gzip


class Sent:
    __slots__ = ("form", "lemma", "upos", "xpos", "feats", "head", "rel", "space", "src", "code", "soft")

    def __init__(self, src):
        self.src, self.code, self.soft = src, None, None     # of syntax.py: in numbers; what a teacher thinks of it
        for k in self.__slots__[:-3]:
            setattr(self, k, [])


def opener(path):
    return gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")


def read(path, src=""):
    """space[i]: a space follows word i (inside a multiword token: no)."""
    out, s, mwt = [], Sent(src), None
    for line in opener(path):
        line = line.rstrip("\n")
        if not line:
            if s.form:
                out.append(s)
            s, mwt = Sent(src), None
            continue
        if line[0] == "#":
            continue
        c = line.split("\t")
        if "." in c[0]:
            continue
        if "-" in c[0]:
            mwt = (int(c[0].split("-")[1]), "SpaceAfter=No" not in c[9])
            continue
        s.form.append(c[1])
        s.lemma.append(c[2])
        s.upos.append(c[3])
        s.xpos.append(c[4])
        s.feats.append(c[5])
        s.head.append(int(c[6]) if c[6].isdigit() else 0)
        s.rel.append(c[7])
        if mwt and int(c[0]) <= mwt[0]:
            s.space.append(mwt[1] if int(c[0]) == mwt[0] else False)
        else:
            s.space.append("SpaceAfter=No" not in c[9])
    if s.form:
        out.append(s)
    return out
