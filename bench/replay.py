#!/usr/bin/env python3
"""bench/replay.py [--record] [--cases N] BINARY: recorded answers under newer law, beside `replay` and `impact` over the same cases in the same run.

The shipped cases of examples/book.jsonl are recorded once with pages in which one rate of China, India and Viet Nam each is another, and copied N times (10,000) into
the ledger, each under an id and on a day of its own; every tenth is declared. Times are of the processor (user and system), so that other people's work on the machine
does not count. --record appends to docs/measurements/replay.md.
"""
import argparse
import datetime
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
NOTE = ROOT / "docs/measurements/replay.md"
CHANGES = (("cn/import-vat.md", "| CN-VAT-04            | false       | false                    | 0.13 "), ("vn/vat.md", "| R-08   | false               | 0.08 "))


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(text):
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def run(binary, folder, *words, exits=(0, 3, 5)):
    """Output, seconds of processor time, megabytes at most."""
    environment = dict(os.environ, DECLARANT_LEDGER=str(folder / "ledger"), DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"), DECLARANT_DATA=str(ROOT / "data"), DECLARANT_USER="bench", TMPDIR=str(folder), LC_ALL="C.UTF-8")
    with open(folder / "out", "w+", encoding="utf-8") as out, open(folder / "talk", "w+", encoding="utf-8") as talk:
        process = subprocess.Popen([str(binary), *map(str, words)], stdout=out, stderr=talk, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in exits:
            sys.exit(f"{words}: exit {process.returncode}\n{(folder / 'talk').read_text()[:2000]}")
    return (folder / "out").read_text(encoding="utf-8"), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def old_pages(folder, changed):
    """Every rate of CHANGES is one point less; unchanged: only a line behind the first page, so that the law is another and says the same."""
    place = folder / "pages"
    shutil.copytree(ROOT / "rulebooks", place)
    for page, text in CHANGES:
        path = place / page
        words = path.read_text(encoding="utf-8")
        assert words.count(text) == 1, (page, text)
        rate = text.rstrip().rsplit(" ", 1)[1]
        path.write_text(words.replace(text, text.replace(rate, f"{float(rate) - 0.01:.2f}")) if changed else words + "\n", encoding="utf-8")
    return place


def record_once(binary, folder, changed):
    pages = old_pages(folder, changed)
    for line in (ROOT / "examples/book.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        path = folder / "case.json"
        path.write_text(line, encoding="utf-8")
        run(binary, folder, "case", "new", path, "--id", case["id"])
        run(binary, folder, "case", "record", case["id"], "--rulebooks", pages)


def put(database, sequence, last, kind, case, day, body):
    text = canonical(body)
    envelope = {"body_hash": digest(text), "case": case, "kind": kind, "made_at": f"{day}T12:00:00.000000Z", "made_by": "bench", "previous": last, "sequence": sequence}
    name = digest(canonical(envelope))
    database.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [sequence, name, kind, case, envelope["made_at"], "bench", "", text, envelope["body_hash"]])
    return name


def copy(folder, count):
    """Its chain is not that of a ledger that grew: `replay` looks at records and blobs alone."""
    with sqlite3.connect(folder / "ledger") as database:
        found = database.execute("SELECT case_id, body FROM record WHERE kind = 'determination' ORDER BY sequence").fetchall()
        (sequence,) = database.execute("SELECT max(sequence) FROM record").fetchone()
        last, start = "sha256:" + "0" * 64, datetime.date(2026, 1, 1)
        for number in range(count - len(found)):
            case, body = found[number % len(found)]
            day = (start + datetime.timedelta(number * 300 // count)).isoformat()
            sequence += 1
            last = put(database, sequence, last, "determination", f"{case}-{number}", day, json.loads(body))
            if number % 10 == 0:
                sequence += 1
                last = put(database, sequence, last, "declaration", f"{case}-{number}", day, {"number": f"D-{number}", "day": day})


def measure(binary, count, changed):
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        record_once(binary, folder, changed)
        copy(folder, count)
        book = folder / "book.jsonl"
        lines = (ROOT / "examples/book.jsonl").read_text(encoding="utf-8").splitlines()
        book.write_text("".join(lines[number % len(lines)] + "\n" for number in range(count)), encoding="utf-8")
        kind = "rates changed" if changed else "nothing changed"
        told, newer, memory = run(binary, folder, "replay", "--all", "--newer", "--format", "json")
        answer = json.loads(told)
        _, plain, plain_memory = run(binary, folder, "replay", "--all", "--json")
        _, impact, _ = run(binary, folder, "impact", "--from", "2024-12-31", "--to", "2025-12-05", "--json", book)
        counts = answer["counts"]
        yield (kind, counts["cases"], counts["changed"], sum(1 for case in answer["cases"] if case["standing"] == "declared"), newer, counts["cases"] / newer, memory, plain, plain_memory, impact)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--cases", type=int, default=10000)
    wanted = parser.parse_args()
    rows = [row for changed in (False, True) for row in measure(wanted.binary.resolve(), wanted.cases, changed)]
    text = "| pages | answers | changed | declared of these | `replay --newer` | answers a second | memory | `replay` | its memory | `impact` | newer to replay | newer to impact |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n"
    for kind, cases, changed, declared, newer, rate, memory, plain, plain_memory, impact in rows:
        text += f"| {kind} | {cases:,} | {changed:,} | {declared:,} | {newer:.1f} s | {rate:,.0f} | {memory:.0f} MB | {plain:.1f} s | {plain_memory:.0f} MB | {impact:.1f} s | {newer / plain:.2f} | {newer / impact:.2f} |\n"
    print(text, end="")
    if wanted.record:
        with NOTE.open("a", encoding="utf-8") as note:
            note.write(f"\n## {datetime.date.today()}, {wanted.cases:,} answers\n\n`bench/replay.py --record --cases {wanted.cases}`\n\n{text}")


if __name__ == "__main__":
    main()
