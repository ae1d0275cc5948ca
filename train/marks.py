"""Reads data/events/annotated: lines `EVENT mode status | text with {actor}, <recipient> and [trigger]`."""
import glob
import os

KINDS = {"{": "actor", "<": "recipient", "[": "trigger"}


def annotated_events(folder):
    """{sentence: [(event, trigger spans, actor spans, recipient spans)]}, spans in code points"""
    docs = {}
    for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        for line in open(path, encoding="utf-8"):
            if line.startswith("#") or " | " not in line:
                continue
            head, marked = line.rstrip("\n").split(" | ", 1)
            text, open_at = "", []
            spans = {"actor": [], "recipient": [], "trigger": []}
            for ch in marked:
                if ch in KINDS:
                    open_at.append((ch, len(text)))
                elif ch in "}>]" and open_at:
                    kind, start = open_at.pop()
                    spans[KINDS[kind]].append((start, len(text)))
                else:
                    text += ch
            docs.setdefault(text, []).append((head.split()[0], spans["trigger"], spans["actor"], spans["recipient"]))
    return docs
