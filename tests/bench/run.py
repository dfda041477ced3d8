#!/usr/bin/env python3
# budget: 200
"""The programs of bench/ do their work: a small share of it, on 2,000 cases and tables of 10 and 1,000 rows.

Every answer is held against the peers' exact ones, by every path; of the times only that there are some. Needs the peers' sources.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "bench")]
import tap
from tap import report

BUILD = pathlib.Path(sys.argv[1]).resolve().parent
SOURCES = [place for place in (os.environ.get("DECLARANT_TESTDATA"), ROOT.parent / "shared") if place and (pathlib.Path(place) / "peers").is_dir()]


def why_not():
    if not (BUILD / "bench" / "bench_determine").exists():
        return "bench/bench_determine is not built"
    return None if SOURCES else "the peers' sources are neither in ../shared nor below DECLARANT_TESTDATA"


def exact(run, data):
    for path, differ, cases, good in run.exact_counts(data):
        report(f"{path}: as the exact results", good, f"{differ} of {cases} differ")


def tables(run, data):
    run.make_tables(data)
    for rows in run.ROWS:
        wrong = run.wrong_rates(data / f"rates-{rows}")
        report(f"{rows} rows: as the generator says", wrong == 0, f"{wrong} of 2 x {run.LOOK_UPS} differ")


def modes(run, data):
    for mode, words in (("time", (1, 1)), ("time-single", (1, 1)), ("load", (1,))):
        seconds = run.passes([run.IN_PROCESS, mode, run.BOOK, data / "ours.jsonl", *words, *run.FIELDS])
        report(f"bench_determine {mode} tells a time", seconds > 0)


def comparisons(peers):
    lines = list(peers.compare_all(["C by hand", "C hash"]))
    report("bench/peers.py compares with C by hand", len(lines) == 4 + len(peers.run.ROWS), "\n".join(lines))
    told = peers.HEAD.splitlines() + [peers.line(peers.Found(row, 1.0, 0.5, 2.0, 1e-9, 1e-9)) for row in peers.bar_1() + peers.bar_2() + peers.bar_4()]
    report("and tells every comparison in one form", len({line.count("|") for line in told}) == 1, "\n".join(told))


def main():
    why = why_not()
    if why:
        print(f"ok 1 - bench # SKIP {why}")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"DECLARANT_BENCH_SCRATCH": scratch, "DECLARANT_BUILD": str(BUILD), "CASES": "2000", "REPS": "1"}
        import peers
        run = peers.run
        run.ROWS = (10, 1000)
        data = run.make_peers(("gen", "native", "scale"))
        exact(run, data)
        tables(run, data)
        modes(run, data)
        comparisons(peers)
    return tap.exit_code()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (subprocess.CalledProcessError, SystemExit) as failure:
        if failure.args and failure.args[0] not in (0, 1):
            report("the bench runs", False, str(failure))
        sys.exit(tap.exit_code() or (failure.code if isinstance(failure, SystemExit) and isinstance(failure.code, int) else 1))
