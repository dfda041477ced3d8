#!/usr/bin/env python3
"""bench/reconcile.py [--record]: a quarter of a million rows through `declarant reconcile`, beside the least that any such work takes: the same
files counted line by line, read by Python's csv, and put into SQLite (in memory) with three joins over an index.

In turn, REPS (default 3) times; median, least and greatest of the seconds, and the memory at its most. The rows are made by tests/reconcile/make.py, so what is to be
found is known and looked at. A second file has as many rows that are all the same. --record appends to docs/measurements/reconcile.md.
"""
import csv
import datetime
import os
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/reconcile"))
import make  # noqa: E402

DECLARANT = pathlib.Path(os.environ.get("DECLARANT_BUILD", ROOT / "build")) / "declarant"
REPS, ROWS = int(os.environ.get("REPS", 3)), int(os.environ.get("ROWS", 1000000))


def forked(work):
    """Seconds and mebibytes of `work` in a process of its own."""
    start, child = time.monotonic(), os.fork()
    if not child:
        work()
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit("a part of the measurement failed")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def reconcile(folder, *words):
    start = time.monotonic()
    done = subprocess.run([DECLARANT, "reconcile", "2026Q3", folder, "--format", "html", *words], cwd=ROOT, env=dict(os.environ, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks")),
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode not in (0, 3, 5):
        sys.exit(done.stderr)
    return time.monotonic() - start


def memory(folder, *words):
    done = subprocess.run(["/usr/bin/time", "-f", "%M", DECLARANT, "reconcile", "2026Q3", folder, *words], cwd=ROOT, env=dict(os.environ, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks")),
                          capture_output=True, text=True, check=False)
    return int(done.stderr.split()[-1]) / 1024


def count_lines(folder):
    for path in folder.glob("*.csv"):
        subprocess.run(["wc", "-l", path], stdout=subprocess.DEVNULL, check=True)


def read_csv(folder):
    for path in folder.glob("*.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            for _ in csv.reader(file):
                pass


def sqlite(folder):
    """No matching at all: each book once into a table, and what has no partner by contract, product and amount."""
    base = sqlite3.connect(":memory:")
    for book in make.BOOKS:
        with open(folder / f"{book}.csv", encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            fields = [field for field in make.COLUMNS[book]]
            next(rows)
            base.execute(f"create table {book} ({', '.join(fields)})")
            base.executemany(f"insert into {book} values ({', '.join('?' * len(fields))})", rows)
        base.execute(f"create index {book}_by on {book} (contract, product, amount)")
    for one, other in (("licences", "declarations"), ("licences", "payments"), ("payments", "filings")):
        base.execute(f"select count(*) from {one} a left join {other} b on a.contract = b.contract and a.product = b.product and a.amount = b.amount where b.contract is null").fetchone()


def same_rows(folder, rows):
    """Half of them one licence, half one declaration, each with a number of its own."""
    with open(folder / "licences.csv", "w", encoding="utf-8") as file:
        file.write("licence number,contract,product,version,quantity,licence fee,currency,licence day\n")
        file.writelines(f"L{i},C,P,1.0,1,10.00,USD,2026-08-01\n" for i in range(rows // 2))
    with open(folder / "declarations.csv", "w", encoding="utf-8") as file:
        file.write("declaration number,contract,product,version,quantity,customs value,currency,declaration day\n")
        file.writelines(f"D{i},C,P,1.0,1,10.00,USD,2026-08-01\n" for i in range(rows // 2))


def line(what, seconds, rows, mebibytes, ratio):
    seconds = sorted(seconds)
    return f"| {what:<44} | {statistics.median(seconds):6.2f} | {seconds[0]:6.2f} .. {seconds[-1]:5.2f} | {rows / statistics.median(seconds):10,.0f} | {mebibytes:6.0f} | {ratio:5.2f} |"


def measure(folder, same):
    times = {key: [] for key in ("ours", "lines", "csv", "sqlite", "same")}
    peaks = {"lines": 0, "csv": 0, "sqlite": 0}
    for _ in range(REPS):
        times["ours"].append(reconcile(folder, "--jurisdiction", "CN"))
        for key, work in (("lines", count_lines), ("csv", read_csv), ("sqlite", sqlite)):
            seconds, peaks[key] = forked(lambda work=work: work(folder))
            times[key].append(seconds)
        times["same"].append(reconcile(same, "--jurisdiction", "CN"))
    return times, peaks


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder, same = pathlib.Path(folder) / "quarter", pathlib.Path(folder) / "same"
        folder.mkdir(), same.mkdir()
        made = make.quarter(9, ROWS, 42)
        make.write(folder, made)
        same_rows(same, ROWS)
        times, peaks = measure(folder, same)
        peak = memory(folder, "--jurisdiction", "CN"), memory(same, "--jurisdiction", "CN")
    base = statistics.median(times["ours"])
    ratio = {key: base / statistics.median(some) for key, some in times.items()}
    rows = made.rows()
    told = [f"{datetime.date.today()}, {rows:,} rows in four CSV files, {len(made.truth)} planted differences, {os.cpu_count()} cores; `bench/reconcile.py`", "",
            "| what                                         |    s   |   least .. most |     rows/s |    MiB | ours/this |", "|---|---|---|---|---|---|",
            line("declarant reconcile, CN", times["ours"], rows, peak[0], 1), line("wc -l", times["lines"], rows, peaks["lines"], ratio["lines"]),
            line("Python csv, read only", times["csv"], rows, peaks["csv"], ratio["csv"]), line("SQLite in memory, three joins", times["sqlite"], rows, peaks["sqlite"], ratio["sqlite"]),
            line("declarant reconcile, all rows alike", times["same"], ROWS, peak[1], ratio["same"])]
    print("\n".join(told))
    if "--record" in sys.argv:
        with open(ROOT / "docs/measurements/reconcile.md", "a", encoding="utf-8") as file:
            file.write("\n## Measured\n\n" + "\n".join(told) + "\n")


if __name__ == "__main__":
    main()
