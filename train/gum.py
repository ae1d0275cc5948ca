#!/usr/bin/env python3
"""GUM's documents with their names, from ud/gum-*.conllu.gz (Entity=).

usage: gum.py CORPORA OUT.jsonl     the names as train/ner.py reads them (id, text, entities); three documents
                                    in ten are left out, those that bench/actors.py calls untouched
"""
import gzip
import json
import os
import re
import sys
import zlib

INNER = {"PROPN", "ADP", "DET", "PUNCT", "X", "ADJ", "NUM"}
TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}


def untouched(name):
    return zlib.crc32(name.encode()) % 10 >= 7


def documents(corpora, *parts):
    """-> {id, text, tokens [(start, end, upos)], entities [(id, type, first token, minimal tokens)]}"""
    for name in parts:
        doc = None
        for block in gzip.open(os.path.join(corpora, "ud", name + ".conllu.gz"), "rt", encoding="utf-8").read().split("\n\n"):
            new = re.search(r"# newdoc id = (\S+)", block)
            if new:
                if doc:
                    yield doc
                doc = {"id": new[1], "text": "", "tokens": [], "entities": []}
            if not block.strip():
                continue
            doc["text"] += "" if not doc["text"] else "\n\n" if "# newpar" in block else " "
            joined = None
            for cols in (l.split("\t") for l in block.split("\n") if l and l[0] != "#"):
                after = "" if "SpaceAfter=No" in cols[9] else " "
                if "." in cols[0]:
                    continue
                if "-" in cols[0]:
                    first, last = map(int, cols[0].split("-"))
                    joined = (first, last, len(doc["text"]), len(doc["text"]) + len(cols[1]))
                    doc["text"] += cols[1] + after
                    continue
                if joined and joined[0] <= int(cols[0]) <= joined[1]:
                    here = int(cols[0]) == joined[0]
                    start = joined[2] if here else joined[3] - len(cols[1])
                    end = joined[2] + len(cols[1]) if here else joined[3]
                else:
                    start, end = len(doc["text"]), len(doc["text"]) + len(cols[1])
                    doc["text"] += cols[1] + after
                for field in re.findall(r"\(([^()]+)", (re.search(r"Entity=([^|]*)", cols[9]) or [0, ""])[1]):
                    part = field.split("-")
                    if len(part) > 5 and re.fullmatch(r"[\d,]+", part[5]):
                        doc["entities"].append((part[0], part[1], len(doc["tokens"]), [int(x) - 1 for x in part[5].split(",")]))
                doc["tokens"].append((start, end, cols[3]))
        yield doc


def names(doc):
    """-> (entity, type, start, end): the minimal span of a mention up to its first gap, where it is all proper nouns (articles,
    prepositions, numbers allowed)"""
    for entity, kind, first, minimal in doc["entities"]:
        tokens = [doc["tokens"][first + i] for i in minimal if first + i < len(doc["tokens"])]
        if not any(t[2] == "PROPN" for t in tokens) or not all(t[2] in INNER for t in tokens):
            continue
        n = 1
        while n < len(tokens) and tokens[n][0] - tokens[n - 1][1] <= 2 and tokens[n][2] != "ADP":
            n += 1
        yield entity, kind, tokens[0][0], tokens[n - 1][1]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[2], "w", encoding="utf-8") as f:
        for doc in documents(sys.argv[1], "gum-train", "gum-dev"):
            if not untouched(doc["id"]):
                entities = [{"start": start, "end": end, "type": TYPES.get(kind, "other")} for _, kind, start, end in names(doc)]
                f.write(json.dumps({"id": doc["id"], "text": doc["text"].rstrip(), "entities": entities}) + "\n")


if __name__ == "__main__":
    main()
