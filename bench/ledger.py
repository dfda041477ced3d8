#!/usr/bin/env python3
"""bench/ledger.py [--record]: commits a second of the ledger with full sync, beside a bare table of SQLite in the same run; batches, reading, check, replay, backup.

Ours and theirs in turn, REPS (default 5) times; median, least and greatest. PostgreSQL is one of the bench's own (tests/ledger/server.py), skipped where it is not installed.
Build first: cmake --build build --target declarant benches. --record appends to docs/measurements/ledger.md.
"""
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/ledger"))
import server  # noqa: E402

BUILD = pathlib.Path(os.environ.get("DECLARANT_BUILD", ROOT / "build"))
REPS = int(os.environ.get("REPS", 5))
WRITER = BUILD / "bench" / "bench_ledger"
DECLARANT = BUILD / "declarant"


def seconds(*words):
    done = subprocess.run([WRITER, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    return float(done.stderr.split()[-1])


def wall(*words, **more):
    from_ = time.monotonic()
    done = subprocess.run([DECLARANT, *map(str, words)], capture_output=True, text=True, cwd=ROOT, **more)
    if done.returncode:
        sys.exit(f"{words}: {done.stdout}{done.stderr}")
    return time.monotonic() - from_


def line(what, figures, unit):
    return f"| {what:<58} | {statistics.median(figures):>9,.0f} | {min(figures):>9,.0f} | {max(figures):>9,.0f} | {unit} |"


def writing(folder, postgres):
    """Ours and the bare table in turn."""
    plans = (("one record a commit", 1000, 1), ("500 records a commit", 20, 500))
    for name, commits, per in plans:
        told = {"ledger in SQLite": [], "bare table of SQLite": [], "ledger in PostgreSQL": []}
        for turn in range(REPS):
            told["ledger in SQLite"].append(commits * per / seconds("write", f"{folder}/{per}-{turn}.ledger", commits, per))
            told["bare table of SQLite"].append(commits * per / seconds("bare", f"{folder}/{per}-{turn}.bare", commits, per))
            if postgres:
                told["ledger in PostgreSQL"].append(commits * per / seconds("write", postgres.make(f"bench_{per}_{turn}"), commits // 2 or 1, per) / 2)
        for what, figures in told.items():
            if figures:
                yield line(f"{what}, {name}", figures, "records a second")


def keeping(folder):
    """A book of cases kept, answered and answered again."""
    place, cases = f"{folder}/book.ledger", sorted((ROOT / "examples/cases").glob("vn-*.json"))[:30]
    for case in cases:
        wall("case", "new", case, "--ledger", place)
    yield line("case record: determined and kept, with its law", [1 / wall_any("case", "record", case.stem, place=place) for case in cases], "a second, one process each")
    yield line("replay --all, the law laid out once", [len(cases) / wall_any("replay", "--all", place=place) for _ in range(REPS)], "determinations a second")
    big = f"{folder}/500-0.ledger"
    records = int(json.loads(subprocess.run([DECLARANT, "ledger", "check", "--ledger", big, "--json"], capture_output=True, text=True).stdout)["looked_at"]["records"])
    yield line("ledger check", [records / wall("ledger", "check", "--ledger", big) for _ in range(REPS)], "records a second")
    yield line("backup", [records / wall("backup", f"{folder}/copy-{turn}.ledger", "--ledger", big) for turn in range(REPS)], "records a second")
    yield line("a record read by number and by name", [2 * 20000 / seconds("read", big, 20000) for _ in range(REPS)], "reads a second")


def wall_any(*words, place):
    """Open answers end with another exit: they are kept all the same."""
    from_ = time.monotonic()
    subprocess.run([DECLARANT, *words, "--ledger", place], capture_output=True, cwd=ROOT, check=False)
    return time.monotonic() - from_


def main():
    lines = ["| what                                                       |    median |     least |  greatest |      |", "|------------------------------------------------------------|-----------|-----------|-----------|------|"]
    with tempfile.TemporaryDirectory(prefix="declarant-bench-", dir=os.environ.get("TMPDIR", "/tmp")) as folder, server.running() as postgres:
        for part in (writing(folder, postgres), keeping(folder)):
            for told in part:
                lines.append(told)
                print(told, flush=True)
    if "--record" in sys.argv:
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT).stdout.strip()
        with open(ROOT / "docs/measurements/ledger.md", "a", encoding="utf-8") as page:
            page.write(f"\n## {datetime.date.today()}, commit {commit}\n\n`REPS={REPS} bench/ledger.py`\n\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
