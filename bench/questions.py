#!/usr/bin/env python3
"""bench/questions.py [--record] [--cases N] BINARY: how long questions take that run a case many times.

impact  N cases (100,000), the shipped ones in turn, under the law of two days: cases a second of processor time, and peak memory.
flips   every shipped case of one country once: runs, seconds of processor time, runs a second.

Times are of the processor (user and system), so that other people's work on the machine does not count. --record appends to
docs/measurements/questions.md.
"""
import argparse
import datetime
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CASES = ROOT / "examples" / "cases"
DAYS = ("2019-12-31", "2026-03-05")  # law: many rows begin or end between them
FLIPPED = ("vn-w11", "vn-mixed", "cn-e08", "cn-procedure-payments", "in-guide-disc-2008")


def measured(words, stdin=None):
    """Output, seconds of processor time, megabytes at most."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(words, stdin=stdin, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 3):
        sys.exit(done.stderr[:2000])
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024


def good_cases(binary):
    """Shipped cases that a book may hold: those that tell country and movement, and are no errors."""
    for path in sorted(CASES.glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        if case.get("jurisdiction") and case.get("movement"):
            yield json.dumps(case, ensure_ascii=False)


def impact(binary, count):
    cases = list(good_cases(binary))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as book:
        for number in range(count):
            book.write(cases[number % len(cases)] + "\n")
        book.flush()
        told, seconds, memory = measured([binary, "impact", "--from", DAYS[0], "--to", DAYS[1], "--json", book.name])
    answer = json.loads(told)
    yield f"impact     {answer['cases']:,} cases ({len(cases)} kinds), {answer['changed']:,} change: {seconds:.1f} s, {answer['cases'] / seconds:,.0f} cases a second, {memory:.0f} MB at most"


def flips(binary):
    for name in FLIPPED:
        told, seconds, _ = measured([binary, "explain", "--flip", "--json", str(CASES / f"{name}.json")])
        answer = json.loads(told)
        found = len(answer["flips"]) + answer["more_flips"]
        yield f"flips      {name:24} {answer['runs']:5} runs, {found:3} changes told: {seconds * 1000:5.0f} ms with the start of the program"


def commit():
    return subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()


def main():
    parser = argparse.ArgumentParser(description="questions that run a case many times")
    parser.add_argument("--record", action="store_true", help="append to docs/measurements/questions.md")
    parser.add_argument("--cases", type=int, default=100_000, help="cases of the book")
    parser.add_argument("binary", help="the program declarant")
    options = parser.parse_args()
    os.environ.update(DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"), LC_ALL="C.UTF-8")
    lines = list(impact(options.binary, options.cases)) + list(flips(options.binary))
    print("\n".join(lines))
    if options.record:
        with open(ROOT / "docs" / "measurements" / "questions.md", "a", encoding="utf-8") as page:
            page.write(f"\n## {datetime.date.today()}, {commit()}\n\n`bench/questions.py --cases {options.cases}`; law of {DAYS[0]} and of {DAYS[1]}.\n\n")
            page.writelines(f"    {line}\n" for line in lines)


if __name__ == "__main__":
    main()
