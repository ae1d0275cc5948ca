#!/usr/bin/env python3
"""Runs every scorer that applies on the development data beside the tree, prints one table, writes eval/RESULTS.md.

usage: eval.py [NAME…]        NAME: only the rows whose name begins so; RESULTS.md stays as it is then

Run it as `./x eval`.  Data and scorers are looked for in ../shared; without them nothing is measured.
"""
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.path.join(os.path.dirname(ROOT), "shared")
DEMARCHE = os.path.join(ROOT, "build", "release", "demarche")

CODE = "demarche code --format doc {input}"
# name, data, scorer, how the system's answer is made, what is quoted in the table: (label, pattern with one group)
F1 = r"\s+[\d.]+\s+[\d.]+\s+([\d.]+)"
TASKS = [
    ("parse, gold tokens: EWT", "ud/ewt-dev.conllu.gz", "score_parse", "demarche parse {input}",
     [("UPOS", "upos" + F1), ("UAS", "uas" + F1), ("LAS", "las" + F1)]),
    ("parse, gold tokens: GUM", "ud/gum-dev.conllu.gz", "score_parse", "demarche parse {input}",
     [("UPOS", "upos" + F1), ("UAS", "uas" + F1), ("LAS", "las" + F1)]),
    ("parse, raw text: EWT", "ud/ewt-dev.conllu.gz", "score_parse", "demarche parse {raw}",
     [("tokens", "tokens" + F1), ("sentences", "sentences" + F1), ("LAS", "las" + F1)]),
    ("parse, raw text: GUM", "ud/gum-dev.conllu.gz", "score_parse", "demarche parse {raw}",
     [("tokens", "tokens" + F1), ("sentences", "sentences" + F1), ("LAS", "las" + F1)]),
    ("parse, gold tokens, fast model: EWT", "ud/ewt-dev.conllu.gz", "score_parse", "demarche parse --model fast {input}",
     [("UPOS", "upos" + F1), ("UAS", "uas" + F1), ("LAS", "las" + F1)]),
    ("parse, gold tokens, fast model: GUM", "ud/gum-dev.conllu.gz", "score_parse", "demarche parse --model fast {input}",
     [("UPOS", "upos" + F1), ("UAS", "uas" + F1), ("LAS", "las" + F1)]),
    ("names: UNER EWT", "ner/uner_ewt_dev.jsonl", "score_entities", CODE,
     [("strict F1", r"all\s+[\d.]+\s+[\d.]+\s+([\d.]+)"), ("overlap F1", r"all(?:\s+[\d.]+){5}\s+([\d.]+)")]),
    ("names: Worldwide Asia", "ner/worldwide_asia.jsonl", "score_entities", CODE,
     [("strict F1", r"all\s+[\d.]+\s+[\d.]+\s+([\d.]+)"), ("overlap F1", r"all(?:\s+[\d.]+){5}\s+([\d.]+)")]),
    ("names: Worldwide Africa", "ner/worldwide_africa.jsonl", "score_entities", CODE,
     [("strict F1", r"all\s+[\d.]+\s+[\d.]+\s+([\d.]+)"), ("overlap F1", r"all(?:\s+[\d.]+){5}\s+([\d.]+)")]),
    ("actors: phrases", "actors/dev.tsv", "score_actors", "cut -f1,2 {input} | demarche actor",
     [("code", r"code\s+\S+ = ([\d.]+)"), ("sector", r"sector\s+\S+ = ([\d.]+)")]),
    ("times: TimeBank", "time/timebank.jsonl", "score_times", CODE,
     [("relaxed F1", "relaxed" + F1), ("value F1", r"value\s+([\d.]+)")]),
    ("times: AQUAINT", "time/aquaint.jsonl", "score_times", CODE,
     [("relaxed F1", "relaxed" + F1), ("value F1", r"value\s+([\d.]+)")]),
    ("places: LGL", "geo/lgl.jsonl", "score_places", CODE, [("found F1", "found" + F1), ("end-to-end F1", "end2end" + F1)]),
    ("places: TR-News", "geo/trnews.jsonl", "score_places", CODE,
     [("found F1", "found" + F1), ("end-to-end F1", "end2end" + F1)]),
    ("attribution: PolNeAR dev", "polnear/dev.jsonl", "score_attribution", CODE,
     [("content exact F1", "exact content" + F1), ("relation content F1", "relation content" + F1),
      ("relation full F1", "relation full" + F1)]),
    ("status: UW dev", "factuality/uw_dev.jsonl", "score_status", CODE,
     [("coverage", r"= ([\d.]+) %"), ("macro F1", r"macro F1 ([\d.]+)"), ("always yes", r"always yes: macro F1 ([\d.]+)")]),
    ("status: UW train", "factuality/uw_train.jsonl", "score_status", CODE,
     [("coverage", r"= ([\d.]+) %"), ("macro F1", r"macro F1 ([\d.]+)"), ("always yes", r"always yes: macro F1 ([\d.]+)")]),
    ("event pairs: PLV", "plover/plv_train.jsonl", "score_relations", CODE,
     [("either root F1", r"either\s+root macro F1 ([\d.]+)"), ("quad F1", r"either\s.*quad macro F1 ([\d.]+)"),
      ("both root F1", r"both\s+root macro F1 ([\d.]+)")]),
    ("events: Wikinews", "events/wikinews_dev.jsonl", "score_events", CODE,
     [("type F1", "type" + F1), ("actor F1", "actor" + F1), ("dyad F1", "dyad" + F1), ("status", r"status right on \S+ = ([\d.]+)")]),
]
# scorers of our own, which run the program themselves: name, data, command, figures
RUNS = [
    ("event pairs: PLV, untouched part", "plover/plv_train.jsonl", "python3 bench/untouched.py {demarche} plv",
     [("either root F1", r"either\s+root macro F1 ([\d.]+)"), ("quad F1", r"either\s.*quad macro F1 ([\d.]+)"),
      ("both root F1", r"both\s+root macro F1 ([\d.]+)")]),
    ("events: Wikinews, untouched part", "events/wikinews_dev.jsonl", "python3 bench/untouched.py {demarche} wikinews",
     [("type F1", "type" + F1), ("actor F1", "actor" + F1), ("dyad F1", "dyad" + F1), ("status", r"status right on \S+ = ([\d.]+)")]),
    ("names merged: GUM news", "ud/gum-dev.conllu.gz", "python3 bench/actors.py",
     [("heads found", r"found .*= ([\d.]+)"), ("pairs F1 seen", r"seen: .*F1 ([\d.]+)"), ("untouched", r"untouched: .*F1 ([\d.]+)")]),
    ("store: copies and acts", "sameevent/ecbplus.jsonl", "python3 bench/same_test.py {demarche} {input}",
     [("copies pair F1", r"untouched, copies of its own left out: .*pair F1 ([\d.]+)"),
      ("acts B3 F1", r"events, untouched: .*?F1 ([\d.]+)"), ("all apart", r"events, untouched: .*?all apart ([\d.]+)")]),
]


def lines(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as f:
        yield from f


def raw_text(conllu, out):
    """The text of a treebank as JSON Lines: one document an object, a blank line between paragraphs."""
    docs, space = [], ""
    for line in lines(conllu):
        if line.startswith("# newdoc") or not docs:
            docs.append("")
            space = ""
        if line.startswith("# newpar") and docs[-1]:
            space = "\n\n"
        if line.startswith("# text = "):
            docs[-1] += space + line[9:].rstrip("\n")
            space = " "
        elif line[0].isdigit():
            space = "" if "SpaceAfter=No" in line else " "
    with open(out, "w", encoding="utf-8") as f:
        for i, text in enumerate(docs):
            f.write(json.dumps({"id": str(i), "text": text}, ensure_ascii=False) + "\n")


def run(command, stdout):
    env = dict(os.environ, PATH=os.path.dirname(DEMARCHE) + ":" + os.environ["PATH"])
    return subprocess.run(["sh", "-c", command], stdout=stdout, stderr=subprocess.PIPE, env=env, text=True, check=False)


def quote(path):
    return "'" + path.replace("'", "'\\''") + "'"


def measure(task, tmp):
    name, data, scorer, command, wanted = task
    gold = os.path.join(SHARED, "corpora", data)
    raw, answer = os.path.join(tmp, "raw.jsonl"), os.path.join(tmp, "answer")
    shown = command.replace("{input}", "../shared/corpora/" + data).replace("{raw}", "raw.jsonl")
    if "{raw}" in command:
        raw_text(gold, raw)
    if data.endswith(".conllu.gz"):  # the scorer reads it plain
        plain = os.path.join(tmp, "gold.conllu")
        with open(plain, "w", encoding="utf-8") as f:
            f.writelines(lines(gold))
        gold, source = plain, gold
    else:
        source = gold
    start = time.time()
    with open(answer, "w", encoding="utf-8") as f:
        done = run(command.replace("{input}", quote(source)).replace("{raw}", quote(raw)), f)
    seconds = time.time() - start
    if done.returncode != 0:
        return name, shown, None, (done.stderr.strip().splitlines() or ["failed"])[-1], seconds
    score = subprocess.run([sys.executable, os.path.join(SHARED, "eval", scorer + ".py"), gold, answer],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    text = score.stdout.rstrip() or score.stderr.strip().splitlines()[-1]
    before, against = "", "../shared/corpora/" + data
    if gold != source:
        before, against = f"zcat {against} >gold.conllu; ", "gold.conllu"
    shown = f"{before}{shown} >answer; ../shared/eval/{scorer}.py {against} answer"
    return name, shown, figures_of(text, wanted), text, seconds


def figures_of(text, wanted):
    return [(label, m.group(1)) for label, pattern in wanted for m in [re.search(pattern, text)] if m]


def measure_run(task):
    name, data, command, wanted = task
    shown = command.replace("{demarche}", "build/release/demarche").replace("{input}", "../shared/corpora/" + data)
    start = time.time()
    done = subprocess.run(["sh", "-c", command.replace("{demarche}", quote(DEMARCHE)).replace(
        "{input}", quote(os.path.join(SHARED, "corpora", data)))], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, check=False)
    if done.returncode != 0:
        return name, shown, None, (done.stderr.strip().splitlines() or ["failed"])[-1], time.time() - start
    return name, shown, figures_of(done.stdout, wanted), done.stdout.rstrip(), time.time() - start


def main():
    only = sys.argv[1:]
    if not os.path.isdir(os.path.join(SHARED, "corpora")):
        print("eval: there is no ../shared with corpora and scorers beside this tree: nothing measured, eval/RESULTS.md stays")
        return
    version = subprocess.run([DEMARCHE, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    rows, details = [], []
    with tempfile.TemporaryDirectory() as tmp:
        for task in TASKS + RUNS:
            if only and not any(task[0].startswith(o) for o in only):
                continue
            name, command, found, text, seconds = measure(task, tmp) if task in TASKS else measure_run(task)
            figures = ", ".join(f"{k} {v}" for k, v in found) if found is not None else "not measured: " + text
            rows.append((name, figures))
            print(f"{name:<26} {figures}   ({seconds:.1f} s)", flush=True)
            details.append((name, command, text))
    if only:
        return
    path = os.path.join(ROOT, "eval", "RESULTS.md")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"# Accuracy on development data\n\nWritten by `./x eval` with {version}; figures are per cent, as the scorers of "
                "`../shared/eval` print them.\nNone of these sets is a test set: rules and models were developed beside them.\n\n")
        f.write("| what | figures |\n| --- | --- |\n")
        f.writelines(f"| {name} | {figures} |\n" for name, figures in rows)
        for name, command, text in details:
            f.write(f"\n## {name}\n\n    {command}\n\n```\n{text}\n```\n")
    print("eval: wrote eval/RESULTS.md")


main()
