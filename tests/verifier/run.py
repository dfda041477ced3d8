#!/usr/bin/env python3
"""tests/verifier/run.py BINARY [--seed N] [--tables N] [--only-tables] [--keep FOLDER]: what `declarant check` says of random tables, against every case there is.

Judged both ways: a gap, an overlap, a contradiction, a row that never fires is told exactly when trying every case finds one (tables.py).
Each counter-example is told to `declarant determine`, which must show the same, and tried by the judge, who must agree. So is each that
tests/reports prints. Two tables that are too hard to prove must be told so, with the name of the limit.

Prints "ok NAME" or "not ok NAME" with what is wrong; the last line is "N passed, N failed". Exit 1 on any failure.
"""
# budget: 120
import argparse
import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from decimal import Decimal

import tables as t

HERE = pathlib.Path(__file__).resolve().parent
BATCH = 60  # tables of one page
SHOWN = {"table-gap", "time-gap", "table-overlap", "rows-disagree"}  # come with a case
NAMES = {"table-gap", "time-gap", "table-overlap", "rows-disagree", "row-never-fires", "not-proven"}


def declarant(binary, *words, given=""):
    environment = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", NO_COLOR="1")
    done = subprocess.run([binary, *map(str, words)], env=environment, input=given, capture_output=True, text=True, timeout=100, check=False)
    return done.returncode, done.stdout, done.stderr


def write_books(folder, made, makers):
    tables = [table for table, _ in made]
    (folder / "zz").mkdir(parents=True, exist_ok=True)
    (folder / "facts.md").write_text(t.facts_page(), encoding="utf-8")
    (folder / "answers.md").write_text(t.answers_page(tables), encoding="utf-8")
    (folder / "zz" / "tables.md").write_text(t.law_page(tables, makers), encoding="utf-8")


def problems_of(binary, folder):
    """By table: [(name, ids of rows, case)]; and what should not be there at all."""
    _, out, err = declarant(binary, "check", folder, "--json")
    found, strange = {}, []
    for problem in json.loads(out)["problems"]:
        if problem["name"] in ("row-not-reached", "decision-not-asked"):
            continue
        name = re.search(r'table "(t\d+)"', problem["message"])
        if problem["name"] not in NAMES or not name:
            strange.append(f"{problem['name']}: {problem['message']}")
            continue
        ids = re.findall(r"\bT\d+-\w+", problem["message"])
        found.setdefault(name[1], []).append((problem["name"], tuple(ids), problem.get("case")))
    return found, strange


# ---- a case as it is told, tried by the judge ----

def read_value(fact, value):
    if fact.kind in ("boolean", "text"):
        return value
    if fact.kind == "date":
        return datetime.date.fromisoformat(value)
    if fact.kind == "years and months duration":
        sign, years, months = re.fullmatch(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?", value).groups()
        return (-1 if sign else 1) * (int(years or 0) * 12 + int(months or 0))
    return Decimal(value.split()[0])


def completions(table, told):
    """Every case that tells this, and whatever else."""
    facts = [f for f in t.told_facts(table) if f.name != "entry day"]
    bounds = t.bounds_below(table)
    ways = {}
    for fact in facts:
        left_untold = [] if fact.only_if == "told" else t.beside(fact, bounds[fact.name])
        ways[fact.name] = [told[fact.name]] if fact.name in told else left_untold
    for case in t.walk_cases(facts, ways, [told["entry day"]]):
        if all(case.get(name) == value for name, value in told.items()) or not set(told) <= set(case) | {"entry day"}:
            yield case


def told_of(text):
    case = json.loads(text)
    parcel = case["parcels"][0]
    known = {fact.name.replace(" ", "_"): fact for fact in t.FACTS}
    return {known[key].name: read_value(known[key], value) for key, value in parcel.items()}


def case_fault(table, name, ids, text):
    """What the judge says against a counter-example."""
    if not text or not text.startswith("{\""):
        return f"{name} without a case to run: {text}"
    told = told_of(text)
    if name == "time-gap":
        return None if not t.active_on(table, told["entry day"]) else "a row is in force"
    tried = 0
    for case in completions(table, told):
        tried += 1
        fired = [{row.id for row in t.fired_by(table, piece)[1]} for piece in t.pieces_of(table, case)]
        if name == "table-gap" and all(fired):
            return f"{fired} take {case}"
        if name in ("table-overlap", "rows-disagree") and not any(set(ids) <= rows for rows in fired):
            return f"only {fired} take {case}"
    return None if tried else f"no such case: {text}"


# ---- comparing ----

def name_faults(table, truth, told):
    names = [name for name, _, _ in told]
    for name, so in (("table-gap", truth.gap), ("time-gap", truth.days)):
        if so != (name in names):
            yield f"{name} is {'missing' if so else 'a false alarm'}"
    if "not-proven" in names:
        yield "not proven"
    pairs = {ids for name, ids, _ in told if name in ("table-overlap", "rows-disagree")}
    if bool(pairs) != bool(truth.pairs) or not pairs <= truth.pairs:
        yield f"pairs told {sorted(pairs)}, there are {sorted(truth.pairs)}"
    if len(truth.pairs) <= 3 and pairs != truth.pairs:
        yield f"pairs told {sorted(pairs)}, all are {sorted(truth.pairs)}"
    dead = {ids[0] for name, ids, _ in told if name == "row-never-fires"}
    if dead != truth.dead:
        yield f"rows that never fire: told {sorted(dead)}, there are {sorted(truth.dead)}"


def run_cases(binary, folder, asked):
    """What `determine` says of the counter-examples: one line each."""
    given = "".join(text + "\n" for _, _, _, text in asked)
    names = sorted({table.name for table, _, _, _ in asked})
    if not asked:
        return []
    _, out, err = declarant(binary, "determine", "--rulebooks", folder, "--lines", "--decide", ",".join(names), "-", given=given)
    return [json.loads(line) for line in out.splitlines()]


def outcome_fault(name, said):
    """Some thing of the case must show it."""
    wanted = {"table-gap": "not modelled", "time-gap": "not covered", "table-overlap": "conflict", "rows-disagree": "conflict"}[name]
    shown = isinstance(said, dict) and wanted in said.values()
    return None if shown else f"{name}: declarant says {said}"


def judge(binary, folder, made, makers):
    """{table name: faults}"""
    write_books(folder, made, makers)
    found, strange = problems_of(binary, folder)
    faults = {table.name: list(name_faults(table, truth, found.get(table.name, []))) for table, truth in made}
    if strange:
        faults["page"] = strange
    asked = []
    for table, _ in made:
        for name, ids, text in found.get(table.name, []):
            if name in ("row-never-fires", "not-proven"):
                continue
            fault = case_fault(table, name, ids, text)
            if fault:
                faults[table.name].append(f"{name} {ids}: {fault}; case {text}")
            else:
                asked.append((table, name, ids, text))
    lines = run_cases(binary, folder, asked)
    if len(lines) != len(asked):
        faults["page"] = faults.get("page", []) + [f"{len(lines)} answers to {len(asked)} cases"]
    for (table, name, ids, text), line in zip(asked, lines):
        said = line.get(table.name)
        fault = outcome_fault(name, said or line)
        if fault:
            faults[table.name].append(f"{fault}; case {text}")
    return faults, len(asked)


# ---- what tests/reports prints ----

def printed_problems(binary, folder):
    _, out, _ = declarant(binary, "check", folder, "--json")
    return [p for p in json.loads(out).get("problems", []) if p["name"] in SHOWN]


def check_reports(binary):
    """Every counter-example that a folder of tests/reports prints is a case that runs, and shows it. How many there are, and what is wrong."""
    count, faults = 0, []
    for command in sorted((HERE.parent / "reports").rglob("command")):
        if command.read_text(encoding="utf-8").strip().splitlines()[-1] != "declarant check .":
            continue
        for problem in printed_problems(binary, command.parent):
            name = re.search(r'table "([^"]+)"', problem["message"])[1]
            text = problem.get("case", "")
            count += 1
            if not text.startswith('{"'):
                faults.append(f"{command.parent.name}: {problem['name']}: no case that runs: {text}")
                continue
            _, out, err = declarant(binary, "determine", "--rulebooks", command.parent, "--lines", "--decide", name, "-", given=text + "\n")
            fault = outcome_fault(problem["name"], json.loads(out).get(name.replace(" ", "_").lower()) if out else err)
            faults += [f"{command.parent.name}: {fault}; case {text}"] if fault else []
    return count, faults


# ---- tables too hard to prove ----

def check_limits(binary):
    """The limit is named, in bounded time."""
    faults = []
    for limit, write in (("LIMIT_PROOF_WORK", t.pigeons), ("LIMIT_PROOF_CELLS", t.vast)):
        with tempfile.TemporaryDirectory(prefix="declarant-verifier-") as temporary:
            write(pathlib.Path(temporary))
            begun = time.monotonic()
            _, out, err = declarant(binary, "check", temporary, "--json")
            told = [p["message"] for p in json.loads(out)["problems"] if p["name"] == "not-proven"] if out else [err]
        if len(told) != 1 or limit not in told[0]:
            faults.append(f"{limit}: told is {told}")
        print(f"# {limit}: {time.monotonic() - begun:.1f} s")
    return 2, faults


def judge_apart(name, count, faults):
    """A check that is not about random tables: passed, failed."""
    print(f"{'not ok' if faults else 'ok'} {name}: {count}")
    for fault in faults:
        print(f"    {fault}")
    return (0, 1) if faults else (1, 0)


def main():
    parser = argparse.ArgumentParser(description="judges the verifier by every case there is")
    parser.add_argument("binary", help="the program declarant")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--tables", type=int, default=420)
    parser.add_argument("--only-tables", action="store_true", help="nothing but random tables")
    parser.add_argument("--keep", help="write the rulebooks of tables at fault below this folder")
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    passed = failed = ran = 0
    for batch in range(0, options.tables, BATCH):
        made, makers = t.generate(options.seed + batch, min(BATCH, options.tables - batch), batch)
        with tempfile.TemporaryDirectory(prefix="declarant-verifier-") as temporary:
            folder = pathlib.Path(temporary) / "books"
            faults, cases = judge(binary, folder, made, makers)
            ran += cases
            wrong = {name: lines for name, lines in faults.items() if lines}
            if wrong and options.keep:
                shutil.copytree(folder, pathlib.Path(options.keep) / f"batch-{batch}", dirs_exist_ok=True)
        for table, _ in made:
            failed += table.name in wrong
            passed += table.name not in wrong
        failed += "page" in wrong
        print(f"{'not ok' if wrong else 'ok'} tables {batch} to {batch + len(made) - 1} of seed {options.seed}")
        for name, lines in wrong.items():
            for line in lines:
                print(f"    {name}: {line}")
    for name, check in () if options.only_tables else (("what tests/reports prints is shown by the case", check_reports), ("limits are named", check_limits)):
        good, bad = judge_apart(name, *check(binary))
        passed, failed = passed + good, failed + bad
    print(f"# {ran} counter-examples were run")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
