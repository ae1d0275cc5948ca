#!/usr/bin/env python3
"""Speed and memory: words a second with one thread and with all, raw text to tree with each syntax model, the share of
each stage, attributions alone, peak memory, start-up time.

usage: bench.py [FILE…]       reports to time; default: ../shared/corpora/news if it is there, else the bundled reports

Run it as `./x bench`; it takes a minute or two.  A word is what white space parts.  Each figure is the median of three runs,
without the start-up time of the program.  Compare only figures of one run on one machine.
"""
import glob
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.path.join(os.path.dirname(ROOT), "shared")
DEMARCHE = os.path.join(ROOT, "build", "release", "demarche")
REPEATS = 3
WORDS_MOST = 100_000  # of each file, so that a slow machine finishes in minutes
MODELS = ["accurate", "fast"]  # of --model, the default first
STAGES = ["text", "syntax", "actors", "attributions", "events"]


def run(arguments, affinity=None):
    """-> seconds, peak memory in KiB.  Of one thread, which is tied to a core, the processor's time counts: others do not disturb it."""
    start = time.perf_counter()
    child = subprocess.Popen([DEMARCHE] + arguments, stdout=subprocess.DEVNULL,
                             preexec_fn=(lambda: os.sched_setaffinity(0, affinity)) if affinity else None)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"bench: demarche {' '.join(arguments)} ended with status {child.returncode}")
    seconds = usage.ru_utime + usage.ru_stime if affinity else time.perf_counter() - start
    return seconds, usage.ru_maxrss


def timed(arguments, affinity=None):
    runs = [run(["code", "--format", "doc"] + arguments, affinity) for _ in range(REPEATS)]
    return statistics.median(r[0] for r in runs), max(r[1] for r in runs)


def bundled(tmp):
    """The bundled reports, repeated to 200,000 words."""
    out = subprocess.run([DEMARCHE, "code", "--stage", "text", "--format", "doc", os.path.join(ROOT, "reports")],
                         stdout=subprocess.PIPE, check=True).stdout
    texts = [json.loads(line)["text"] for line in out.splitlines()]
    path, words = os.path.join(tmp, "bundled reports.jsonl"), 0
    with open(path, "w", encoding="utf-8") as f:
        for i in range(10**6):
            f.write(json.dumps({"id": str(i), "text": texts[i % len(texts)]}) + "\n")
            words += len(texts[i % len(texts)].split())
            if words > 200_000:
                break
    return path


def cut(path, tmp):
    """The first WORDS_MOST words of a JSON Lines file, unpacked. -> path, words, documents"""
    out, words, docs = os.path.join(tmp, os.path.basename(path).replace(".gz", "")), 0, 0
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as f, open(
            out + ".cut", "w", encoding="utf-8") as g:
        for line in f:
            g.write(line)
            words += len(json.loads(line)["text"].split())
            docs += 1
            if words >= WORDS_MOST:
                break
    os.rename(out + ".cut", out)
    return out, words, docs


def figure(name, words, seconds, memory=None):
    mib = f", {memory / 1024:.0f} MiB" if memory else ""
    print(f"  {name:<28}{words / max(1e-9, seconds):10,.0f} words/s{mib}")


def attributions_alone(path):
    """Words a second of that stage's one function: the median of REPEATS runs of attribution_speed.c, tied to one core."""
    subprocess.run(["cmake", "--build", os.path.dirname(DEMARCHE), "--target", "attribution_speed"], check=True, stdout=subprocess.DEVNULL)
    out = [subprocess.run([os.path.join(os.path.dirname(DEMARCHE), "attribution_speed"), path, "1"], check=True, stdout=subprocess.PIPE,
                          text=True).stdout for _ in range(REPEATS)]
    return statistics.median(float(line.split("attributions ")[1].split()[0]) for line in out)


def bench(path, words, start, one, all_cores):
    """`start`: seconds of start-up with each model; `one`, `all_cores`: processors to run on."""
    total, before, times = {}, 0, {}
    for stage in STAGES:
        total[stage], memory = timed(["--jobs", "1", "--stage", stage, path], one)
        total[stage] -= start[MODELS[0]]
        times[stage] = max(0.0, total[stage] - before)
        before = max(before, total[stage])
    figure("one thread", words, before, memory)
    for stage in STAGES:
        print(f"    {stage:<26}{100 * times[stage] / max(1e-9, sum(times.values())):10.1f} %")
    print(f"  {'attributions alone':<28}{attributions_alone(path):10,.0f} words/s")
    for model in MODELS:
        seconds = total["syntax"]
        if model != MODELS[0]:
            seconds = timed(["--jobs", "1", "--stage", "syntax", "--model", model, path], one)[0] - start[model]
        figure(f"text to tree, {model}", words, seconds)
    if len(all_cores) > 1:
        seconds, memory = timed(["--jobs", str(len(all_cores)), path])
        figure(f"{len(all_cores)} threads", words, seconds - start[MODELS[0]], memory)


def main():
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as tmp:
        empty = os.path.join(tmp, "one.jsonl")
        with open(empty, "w", encoding="utf-8") as f:
            f.write('{"id":"1","text":"They met."}\n')
        files = sys.argv[1:] or sorted(glob.glob(os.path.join(SHARED, "corpora", "news", "*.jsonl*"))) or [bundled(tmp)]
        start = {}
        for model in MODELS:
            start[model], memory = timed(["--jobs", "1", "--model", model, empty], {cores[0]})
            print(f"start-up and one sentence, {model:<12}{1000 * start[model]:5.0f} ms, {memory / 1024:.0f} MiB")
        for path in files:
            cut_path, words, docs = cut(path, tmp)
            print(f"\n{os.path.basename(path)}: {docs:,} reports, {words:,} words")
            bench(cut_path, words, start, {cores[0]}, cores)


main()
