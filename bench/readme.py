#!/usr/bin/env python3
"""Brings the parts of README.md up to date that the program and eval/RESULTS.md tell: between <!-- NAME --> and <!-- end -->.

Run by `./x eval`; by hand after a command was added.
"""
import os
import re
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DEMARCHE = os.path.join("build", "release", "demarche")
SAMPLE = "reports/border-clash-islamabad.txt"
FIGURES = ["events: Wikinews", "events: Wikinews, untouched part", "event pairs: PLV", "event pairs: PLV, untouched part",
           "status: UW dev", "attribution: PolNeAR dev", "actors: phrases", "names: Worldwide Asia", "places: TR-News", "times: TimeBank",
           "parse, raw text: GUM"]


def demarche(*arguments):
    env = dict(os.environ, COLUMNS="112", NO_COLOR="1")
    return subprocess.run([DEMARCHE, *arguments], stdout=subprocess.PIPE, env=env, text=True, check=True).stdout


def output():
    return f"    $ {DEMARCHE} code {SAMPLE}\n\n" + "".join(
        ("    " + line).rstrip() + "\n" for line in demarche("code", "--format", "table", SAMPLE).rstrip().split("\n"))


def commands():
    rows = re.search(r"Commands:\n(.*?)\n\n", demarche("--help"), re.S).group(1).splitlines()
    return "| command | does |\n| --- | --- |\n" + "".join(
        f"| `demarche {name}` | {what} |\n" for name, what in (row.split(None, 1) for row in rows))


def figures():
    path = os.path.join("eval", "RESULTS.md")
    found = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", open(path, encoding="utf-8").read(), re.M))
    return "| measured on development data, per cent | |\n| --- | --- |\n" + "".join(
        f"| {name} | {found[name]} |\n" for name in FIGURES if name in found)


def main():
    os.chdir(ROOT)
    text = open("README.md", encoding="utf-8").read()
    for name, make in (("output", output), ("commands", commands), ("figures", figures)):
        text = re.sub(rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda m, make=make: m.group(1) + make() + m.group(2), text,
                      flags=re.S)
    with open("README.md", "w", encoding="utf-8") as f:
        f.write(text)


main()
