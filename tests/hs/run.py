#!/usr/bin/env python3
"""tests/hs/run.py BINARY: `declarant hs` against the two source tables that data/hs was made from, read here anew.

The oracle is the source as it is, every row of it: editions and descriptions of a code, and the full correlation of two editions. The
program sees the same only through tools/make-hs and its rule for rows that are left out. What is asked: the codes that software meets,
every number that was used twice, and a sample. Known facts stand in known.test with where they are known from. Prints TAP.
"""
# budget: 240
import csv
import json
import os
import pathlib
import random
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLE = 60
SEED = 8524
count = 0


def test(name, faults):
    global count
    count += 1
    faults = list(faults)
    print(f"{'not ok' if faults else 'ok'} {count} - {name}")
    for fault in faults[:12]:
        print(f"# {fault}")


def skip(name, why):
    global count
    count += 1
    print(f"ok {count} - {name} # SKIP {why}")


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Program:
    def __init__(self, binary):
        self.binary = binary
        self.environment = dict(os.environ, DECLARANT_DATA=str(ROOT / "data"))

    def run(self, *words):
        done = subprocess.run([self.binary, "hs", *words], capture_output=True, env=self.environment, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def json(self, *words):
        code, out, talk = self.run(*words, "--json")
        return json.loads(out) if code == 0 else {"exit": code, "talk": talk}


class Source:
    def __init__(self, folder):
        self.codes = [row for row in rows(folder / "hs-all-editions.csv")
                      if not row["hscode"].startswith("99") and "NON-WCO" not in row["description"]]  # numbers of statistics alone
        self.editions = sorted({edition for row in self.codes for edition in row["editions"].split("|")})
        self.described = {}  # (code, edition): description
        for row in self.codes:
            for edition in row["editions"].split("|"):
                self.described[row["hscode"], edition] = row["description"]
        self.links = {}  # (older edition, newer edition): rows
        self.near = {}  # (older edition, newer edition, "newer" or "older", code): rows that name it there
        for row in rows(folder / "hs-correlation.csv"):
            if not row["newer"].startswith("99") and not row["older"].startswith("99"):
                pair = row["older_edition"], row["newer_edition"]
                self.links.setdefault(pair, []).append(row)
                for side in ("newer", "older"):
                    self.near.setdefault((*pair, side, row[side]), []).append(row)

    def editions_of(self, code):
        return [edition for edition in self.editions if (code, edition) in self.described]

    def is_reused(self, code):
        places = [self.editions.index(edition) for edition in self.editions_of(code)]
        return places != list(range(places[0], places[-1] + 1))

    def beside(self, edition, forward):
        return self.editions[self.editions.index(edition) + (1 if forward else -1)]

    def step(self, code, edition, forward):
        """{(target, relation, partial)}"""
        there = self.beside(edition, forward)
        pair = (edition, there) if forward else (there, edition)
        near, far = ("older", "newer") if forward else ("newer", "older")
        found = {(row[far], row["relation"], row["partial"] == "1") for row in self.near.get((*pair, near, code), [])}
        named = any((*pair, side, code) in self.near for side in (near, far))
        if not found and not named and (code, there) in self.described:
            raise ValueError(f"{code} stands in both editions, and the source relates it to nothing")
        return found


def dotted(code):
    return code if len(code) <= 4 else f"{code[:4]}.{code[4:]}"


def show_faults(program, source, code):
    answer = program.json("show", code)
    if "exit" in answer:
        return [f"{code}: exit {answer['exit']}: {answer['talk']}"]
    faults = []
    if answer["editions"] != source.editions_of(code):
        faults.append(f"{code}: editions {answer['editions']}, the source has {source.editions_of(code)}")
    if answer["reused"] != source.is_reused(code):
        faults.append(f"{code}: reused is {answer['reused']}")
    told = {meaning["edition"]: meaning["description"] for meaning in answer["meanings"]}
    wanted = {edition: source.described[code, edition] for edition in source.editions_of(code)}
    return faults + ([f"{code}: descriptions differ"] if told != wanted else [])


def walk(source, code, edition, last, forward):
    """[(from, to, {(from code, to code, relation, partial)})] and the codes reached."""
    steps, codes = [], {code}
    while edition != last and codes:
        there = source.beside(edition, forward)
        links = {(one, *link) for one in codes for link in source.step(one, edition, forward)}
        steps.append((edition, there, links))
        codes, edition = {link[1] for link in links}, there
    return steps, codes


def told_links(step):
    return {(link["from"].replace(".", ""), link["to"].replace(".", ""), link.get("relation", ""), link["partial"]) for link in step["links"] if "to" in link}


def trace_faults(program, source, code, edition):
    answer = program.json("trace", code, "--from", edition)
    if "exit" in answer:
        return [f"{code}: exit {answer['exit']}: {answer['talk']}"]
    faults = []
    for way, forward, last in (("forward", True, source.editions[-1]), ("backward", False, source.editions[0])):
        steps, codes = walk(source, code, edition, last, forward)
        told = answer.get(way, {"steps": [], "codes": [dotted(code)]})
        if [(step["from"], step["to"], told_links(step)) for step in told["steps"]] != steps:
            faults.append(f"{code} ({edition}) {way}: the steps differ from the source")
        if {one.replace(".", "") for one in told["codes"]} != codes:
            faults.append(f"{code} ({edition}) {way}: {told['codes']} were reached, the source has {sorted(codes)}")
    return faults


def carried_faults(source):
    """Each row of the source is in the shipped table, or is what a missing row stands for."""
    for (older, newer), links in sorted(source.links.items()):
        shipped = {(row["newer"], row["older"], row["partial"], row["relation"]) for row in rows(ROOT / "data/hs/correlation" / f"{newer}-{older}.csv")}
        wanted = {(row["newer"], row["older"], row["partial"], row["relation"]) for row in links}
        left_out = {row for row in wanted - shipped if not (row[0] == row[1] and row[2:] == ("0", "1:1"))}
        added = shipped - wanted
        if left_out or added:
            yield f"{newer} to {older}: left out {sorted(left_out)[:3]}, added {sorted(added)[:3]}"


def against_source(program, folder):
    if not (folder / "hs-all-editions.csv").is_file():
        skip("the source tables", "DECLARANT_TESTDATA has no data/hs")
        return
    source = Source(folder)
    chance = random.Random(SEED)
    codes = sorted({row["hscode"] for row in source.codes})
    software = sorted({row["code"] for row in rows(ROOT / "data/hs/software-headings.csv")})
    reused = [code for code in codes if source.is_reused(code)]
    test("49 numbers were used twice", [] if len(reused) == 49 else [f"the source has {len(reused)}"])
    test("show: the codes that software meets", (fault for code in software for fault in show_faults(program, source, code)))
    test("show: every number that was used twice", (fault for code in reused for fault in show_faults(program, source, code)))
    test("show: a sample", (fault for code in chance.sample(codes, SAMPLE) for fault in show_faults(program, source, code)))
    test("trace: the codes that software meets", (fault for code in software if len(code) == 6 for edition in source.editions_of(code)[:1] + source.editions_of(code)[-1:]
                                                  for fault in trace_faults(program, source, code, edition)))
    six = [(code, edition) for code, edition in sorted(source.described) if len(code) == 6]
    test("trace: a sample", (fault for code, edition in chance.sample(six, SAMPLE) for fault in trace_faults(program, source, code, edition)))
    test("the shipped correlation is the source's", carried_faults(source))


def known(program):
    """known.test: a command, then lines "=> word" that must be printed, or "!! EXIT word"; a blank line ends a case."""
    text = (ROOT / "tests/hs/known.test").read_text(encoding="utf-8")
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        code, out, talk = program.run(*lines[0].split())
        shown = " ".join((out + talk).split())
        faults = [f"{word!r} is not shown: {shown[:300]}" for kind, _, word in (line.partition(" ") for line in lines[1:])
                  if kind == "=>" and word not in shown]
        exits = [line.split(" ", 2) for line in lines[1:] if line.startswith("!!")]
        faults += [f"exit is {code}" for _, wanted, word in exits if code != int(wanted) or word not in shown]
        test(lines[0], faults + ([f"exit is {code}: {talk}"] if code and not exits else []))


def main():
    program = Program(sys.argv[1])
    known(program)
    data = os.environ.get("DECLARANT_TESTDATA")
    if data:
        against_source(program, pathlib.Path(data) / "data" / "hs")
    else:
        skip("the source tables", "DECLARANT_TESTDATA is not set")
    print(f"1..{count}")


if __name__ == "__main__":
    main()
