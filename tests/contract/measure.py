#!/usr/bin/env python3
"""tests/contract/measure.py BINARY [--write]: how often `declarant contract review` is right on the contracts of tests/contract/corpus.

Held against truth.tsv, topic by topic, for both halves: numbers 01 to 05 of each language, on which the patterns were tuned, and 06 to 10, which
were held out. --write puts the figures of this run, and every wrong one by name, into docs/measurements/contract.md, below the first measurement.
"""
import collections
import csv
import io
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from commands import ROOT, run

CORPUS = ROOT / "tests/contract/corpus"
DOC = ROOT / "docs/measurements/contract.md"
MARK = "<!-- below: written by tests/contract/measure.py --write -->\n"
STATES = ("present", "missing", "unclear", "conflicting")
HALVES = {"tuned (01-05)": range(1, 6), "held out (06-10)": range(6, 11)}


def truth():
    """{(file, topic): state}, {file: set of signs}"""
    states, signs = {}, collections.defaultdict(set)
    with open(CORPUS / "truth.tsv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            topic = row["topic"]
            if not topic.startswith("sign:"):
                states[row["file"], topic] = row["state"]
            elif row["state"] == "sign":
                signs[row["file"]].add(topic[5:])
    return states, signs


def files_of(numbers):
    return [path for language in ("en", "zh", "vi") for number in numbers if (path := CORPUS / f"{language}-{number:02}.txt").exists()]


def told(files):
    """The same as the program tells it."""
    states, signs = {}, collections.defaultdict(set)
    for part in ("topics", "signs"):
        done = run("contract", "review", *files, "--format", "csv", "--part", part)
        for row in csv.DictReader(io.StringIO(done.stdout)):
            name = pathlib.Path(row["file"]).name
            if part == "topics":
                states[name, row["topic"]] = row["state"]
            else:
                signs[name].add(row["sign"])
    return states, signs


def rate(part, whole):
    return f"{part / whole:.2f}" if whole else "-"


class Half:
    """One half, measured."""

    def __init__(self, numbers):
        wanted, wanted_signs = truth()
        self.files = files_of(numbers)
        names = {path.name for path in self.files}
        self.wanted = {key: state for key, state in wanted.items() if key[0] in names}
        self.found, found_signs = told(self.files)
        self.right = sum(self.found.get(key) == state for key, state in self.wanted.items())
        self.topics = sorted({topic for _, topic in self.wanted}, key=[topic for _, topic in self.wanted].index)
        self.signs = [len(wanted_signs[name] & found_signs[name]) for name in names], [len(found_signs[name] - wanted_signs[name]) for name in names], [len(wanted_signs[name] - found_signs[name]) for name in names]
        self.wrong_signs = sorted([(name, sign, "missed") for name in names for sign in wanted_signs[name] - found_signs[name]] + [(name, sign, "not there") for name in names for sign in found_signs[name] - wanted_signs[name]])

    def counts(self, state, topic=None):
        keys = [key for key in self.wanted if topic in (None, key[1])]
        hit = sum(self.wanted[key] == state == self.found.get(key) for key in keys)
        return hit, sum(self.found.get(key) == state for key in keys), sum(self.wanted[key] == state for key in keys)

    def report(self, name):
        yield f"## {name}\n"
        yield f"{self.right} of {len(self.wanted)} states right ({100 * self.right / max(1, len(self.wanted)):.0f} %).\n"
        yield "| state | precision | recall | in the truth |\n|---|---|---|---|"
        for state in STATES:
            hit, found, wanted = self.counts(state)
            yield f"| {state} | {rate(hit, found)} | {rate(hit, wanted)} | {wanted} |"
        yield "\nPrecision and recall of each state by topic; a dash where there is none.\n"
        yield "| topic | right | " + " | ".join(STATES) + " |\n|---|---|" + "---|" * len(STATES)
        for topic in self.topics:
            cells = []
            for state in STATES:
                hit, found, wanted = self.counts(state, topic)
                cells.append(f"{rate(hit, found)} / {rate(hit, wanted)}")
            right = sum(self.found.get(key) == state for key, state in self.wanted.items() if key[1] == topic)
            yield f"| {topic} | {right} of {sum(key[1] == topic for key in self.wanted)} | " + " | ".join(cells) + " |"
        hit, extra, missed = (sum(part) for part in self.signs)
        yield f"\nSigns of split fees: {hit} found, {extra} that are not there, {missed} missed (precision {rate(hit, hit + extra)}, recall {rate(hit, hit + missed)}).\n"
        wrong = [(file, topic, state, self.found.get((file, topic), "-")) for (file, topic), state in self.wanted.items() if self.found.get((file, topic)) != state]
        if wrong:
            yield "| wrong | topic | truth | told |\n|---|---|---|---|"
            yield from (f"| {file} | {topic} | {state} | {told_state} |" for file, topic, state, told_state in wrong)
            yield ""
        if self.wrong_signs:
            yield "| wrong sign | sign | how |\n|---|---|---|"
            yield from (f"| {file} | {sign} | {how} |" for file, sign, how in self.wrong_signs)
            yield ""


def main():
    lines = [line for name, numbers in HALVES.items() for line in Half(numbers).report(name)]
    text = "\n".join(lines) + "\n"
    if "--write" not in sys.argv:
        print(text, end="")
        return
    head = DOC.read_text(encoding="utf-8").partition(MARK)[0] if DOC.exists() else ""
    DOC.write_text(head + MARK + "\n" + text, encoding="utf-8")


if __name__ == "__main__":
    main()
