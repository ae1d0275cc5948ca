#!/usr/bin/env python3
"""Names of a region that the classifier has not learnt from: spans of persons, bodies and places, overlap F1.

usage: names.py

The shipped models/ner.bin has learnt from Worldwide English NER, so its figures there flatter it.  This trains one on UNER EWT,
GUM and the other region's newspapers, builds the program around it in build/names and lets it read the region left out; then the
same with both regions, for UNER EWT's development texts, which no classifier of ours has learnt from.  Takes some minutes.
"""
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.path.join(os.path.dirname(ROOT), "shared")
BUILD = os.path.join(ROOT, "build", "names")
ASIA, AFRICA, WEB, WEB_DEV = "worldwide_asia", "worldwide_africa", "uner_ewt_train", "uner_ewt_dev"
GUM = os.path.join(BUILD, "gum.jsonl")  # names of GUM, made by train/gum.py


def gold(name):
    return os.path.join(SHARED, "corpora", "ner", name + ".jsonl")


def quietly(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)


def build(model):
    cache = ["-DCMAKE_C_COMPILER_LAUNCHER=ccache"] if subprocess.run(["which", "ccache"], capture_output=True).returncode == 0 else []
    quietly("cmake", "-S", ROOT, "-B", BUILD, "-DCMAKE_BUILD_TYPE=Release", "-DNER_MODEL=" + model, *cache)
    quietly("cmake", "--build", BUILD, "--target", "demarche", "ner_dump")


def measure(learnt, unseen, tmp):
    model = os.path.join(tmp, unseen + ".bin")
    quietly(sys.executable, "train/ner.py", os.path.join(BUILD, "ner_dump"), model, GUM, *map(gold, learnt), "--all")
    build(model)
    answer = os.path.join(tmp, "answer")
    with open(answer, "w", encoding="utf-8") as f:
        subprocess.run([os.path.join(BUILD, "demarche"), "code", "-j", "1", "-s", "actors", "-f", "doc", gold(unseen)], stdout=f, check=True)
    out = subprocess.run([sys.executable, os.path.join(SHARED, "eval", "score_entities.py"), gold(unseen), answer],
                         capture_output=True, text=True, check=True).stdout
    rows = {line.split()[0]: line.split()[6] for line in out.splitlines() if line.split()[0] in ("PER", "ORG", "LOC", "all")}
    print(f"names unseen, {unseen:<17} overlap F1 {rows['all']}   PER {rows['PER']}  ORG {rows['ORG']}  LOC {rows['LOC']}", flush=True)


def main():
    build(os.path.join(ROOT, "models", "ner.bin"))
    quietly(sys.executable, "train/gum.py", os.path.join(SHARED, "corpora"), GUM)
    with tempfile.TemporaryDirectory() as tmp:
        measure([WEB, AFRICA], ASIA, tmp)
        measure([WEB, ASIA], AFRICA, tmp)
        measure([ASIA, AFRICA, WEB], WEB_DEV, tmp)


main()
