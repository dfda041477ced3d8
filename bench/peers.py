#!/usr/bin/env python3
"""bench/run.py peers [--record] [WORD...]: bars 1, 2, 4 and 5 beside the engines a user could take instead, in one run.

Every peer does the same work on the same cases, in turn with ours: ours, theirs, ours, theirs; CPU time of the whole process or of
the passes that a program reports; the median of REPS (default 5) pairs with the least and the greatest. In process, slow peers
take the first 20,000 cases, and so do we beside them. WORDs choose the comparisons whose bar or peer has the word in its name.
--record appends the table to docs/measurements/peers.md.

Peers stay outside this repository (../shared/peers); they are built and installed into bench/scratch. One that cannot be had is
`not here`. Packages, on Debian 12: nodejs npm clips libclips-dev swi-prolog-nox luajit lua-cjson libsqlite3-dev libsimdjson-dev g++;
for OpenFisca: python3 -m venv bench/scratch/venv && bench/scratch/venv/bin/pip install openfisca-core.
"""
import datetime
import itertools
import json
import re
import shutil
import statistics
import subprocess
import sys
from collections import namedtuple

import run

PEERS = run.PEERS
VENV = run.SCRATCH / "venv" / "bin" / "python"
RECORD = run.ROOT / "docs" / "measurements" / "peers.md"
AT_MOST, AT_LEAST = "at most", "at least"
CASES, FEW = run.CASES, min(run.CASES, 20000)

# One row: bar, peer, `ours` and `theirs` (functions that give seconds a case), which way, bar wanted and stretch (None: none is set).
Comparison = namedtuple("Comparison", "bar peer ours theirs way wanted stretch needs", defaults=(None,))
Found = namedtuple("Found", "row ratio least greatest ours theirs")


# ---- running ----


def shell(command, stdin=None):
    """Standard output and talk of a command of the peers, in their folder."""
    done = subprocess.run(["bash", "-c", command], cwd=PEERS, stdin=stdin, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise RuntimeError(f"{command}: exit {done.returncode}: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout, done.stderr


def their_passes(command):
    """CPU seconds a case: the median of the passes that the program reports."""
    def measure():
        rows = [json.loads(line) for line in shell(command)[0].splitlines() if line.startswith("{")]
        rows = [row for row in rows if row["e"] != "openfisca-one-case-a-simulation"]
        return statistics.median(row["cpu"] / row["n"] for row in rows)
    return measure


def their_whole(command, cases, count):
    """CPU seconds a case of a whole process, JSON lines in and out."""
    return lambda: run.whole(["bash", "-c", f"cd {PEERS} && {command}"], PEERS / "data" / cases)[0] / count


def their_load(command):
    """Seconds that a program says it took to load its table."""
    def measure():
        number, unit = re.search(r"load ([\d.]+) (ms|s)\b", shell(command)[1]).groups()
        return float(number) / (1000 if unit == "ms" else 1)
    return measure


def our_passes(mode, book, cases, *words):
    return lambda: run.passes([run.IN_PROCESS, mode, book, cases, *words])


def our_whole():
    return run.whole(run.BATCH, PEERS / "data" / "ours.jsonl", environment=run.OURS)[0] / CASES


# ---- what is compared ----


def bar_1():
    ours = our_passes("time", run.BOOK, PEERS / "data/ours.jsonl", 5, 3, *run.FIELDS)
    single = our_passes("time-single", run.BOOK, PEERS / "data/ours.jsonl", 5, 3, *run.FIELDS)
    by_hand = their_passes("build/native inproc int64 data/cases.jsonl 30 3")
    few = our_passes("time", run.BOOK, PEERS / "data/ours-few.jsonl", 50, 3, *run.FIELDS)
    row = lambda peer, command, wanted, stretch=None, needs=None, ours=few: Comparison("1 in process", peer, ours, their_passes(command), AT_LEAST, wanted, stretch, needs)
    return [
        Comparison("1 in process", "C by hand, int64 cents; 64 cases a call", ours, by_hand, AT_MOST, 20, 10),
        Comparison("1 in process", "C by hand, int64 cents; one case a call", single, by_hand, AT_MOST, 20, 10),
        row("zen-engine 0.54.0, 256 in flight", "node js/zen.mjs inproc data/few.jsonl 20000 3 concurrent 256", 300, 600, "zen"),
        row("json-rules-engine 7.3.1", "node js/jre.mjs inproc data/few.jsonl 8000 3", 300, None, "jre"),
        row("feelin 8.2.0, parsed once", "node js/feelin.mjs inproc data/few.jsonl 8000 3 function", 200, None, "feelin"),
        row("feelin 8.2.0, as documented", "node js/feelin.mjs inproc data/few.jsonl 300 3 each", 10000, None, "feelin"),
        row("CLIPS, cents", "cd clips && ../build/clips_vn inproc cents each ../data/few.jsonl 20000 3", 35, None, "clips"),
        row("SQLite, cents", "build/sqlite_vn inproc cents case data/few.jsonl 20000 3", 4, None, "sqlite"),
        row("Python by hand, Decimal", "python3 python/plain.py inproc decimal data/few.jsonl 20000 3", 5),
        row("SWI-Prolog, cents", "swipl -O prolog/vn.pl inproc cents data/few.jsonl 20000 3", 2.5, None, "swipl"),
        row("OpenFisca, all cases at once", f"OMP_NUM_THREADS=1 NUMEXPR_MAX_THREADS=1 {VENV} openfisca/vn.py inproc data/cases.jsonl {CASES} 3", 1, 2.4, "openfisca", ours),
        row("LuaJIT by hand, cents", "luajit lua/vn.lua inproc cents data/cases.jsonl 100000 3", None, None, "luajit", ours),
        row("JavaScript by hand, cents", "node js/plain.mjs inproc data/cases.jsonl 100000 3 cents", None, None, "node", ours),
    ]


def bar_2():
    row = lambda peer, command, wanted, needs=None, cases="cases.jsonl", count=CASES: Comparison(
        "2 end to end", peer, our_whole, their_whole(command, cases, count), AT_LEAST, wanted, None, needs)
    return [
        Comparison("2 end to end", "simdjson, only parse", our_whole, their_whole("exec build/e2e_simdjson parse", "cases.jsonl", CASES), AT_MOST, 2, 1.4),
        row("zen-engine 0.54.0", "exec node js/zen.mjs e2e 256", 70, "zen", "few.jsonl", FEW),
        row("json-rules-engine 7.3.1", "exec node js/jre.mjs e2e", None, "jre", "few.jsonl", FEW),
        row("feelin 8.2.0, parsed once", "exec node js/feelin.mjs e2e function", None, "feelin", "few.jsonl", FEW),
        row("Python by hand, Decimal", "exec python3 python/plain.py e2e decimal", 9),
        row("JavaScript by hand, cents", "exec node js/plain.mjs e2e cents", 4, "node"),
        row("LuaJIT by hand, cents", "exec luajit lua/vn.lua e2e cents", 4, "luajit"),
        row("SQLite, cents", "exec sqlite3 :memory: 3<&0 < sql/e2e-cents.sql", None, "sqlite3"),
        row("CLIPS, cents", "cd clips && exec ../build/clips_vn e2e cents", None, "clips"),
        row("SWI-Prolog, rational", "exec swipl -O prolog/vn.pl e2e rational", None, "swipl", "few.jsonl", FEW),
    ]


def our_look_ups(rows):
    folder = PEERS / "data" / f"rates-{rows}"
    return our_passes("time", folder, folder / "cases.jsonl", 20, 3, "rate")


def our_load(rows):
    folder = PEERS / "data" / f"rates-{rows}"
    return our_passes("load", folder, folder / "cases.jsonl", 5, "rate")


def bar_4():
    look_ups = lambda rows: f"data/table{rows}.tsv data/lookups{rows}.tsv"
    by_hand = lambda rows: their_passes(f"build/scale hash {look_ups(rows)} {run.LOOK_UPS} 3")
    most = run.ROWS[-1]
    beside = lambda peer, command, wanted, needs: Comparison("4 big tables", f"{peer}, {most:,} rows", our_look_ups(most), their_passes(command), AT_LEAST, wanted, None, needs)
    sqlite = f"build/sqlite_vn scale index {look_ups(most)} {run.LOOK_UPS} 3"
    zen = f"node js/zen.mjs scale data/table{most}.json data/lookups{most}.jsonl 300 3 64"
    return [
        Comparison("4 big tables", f"ours: {most:,} rows to {run.ROWS[0]}", our_look_ups(most), our_look_ups(run.ROWS[0]), AT_MOST, 2, None),
        *(Comparison("4 big tables", f"C hash by hand, {rows:,} rows", our_look_ups(rows), by_hand(rows), AT_MOST, 10, None) for rows in run.ROWS),
        beside("SQLite, index", sqlite, 8, "sqlite"),
        beside("CLIPS, a rule per row", f"build/clips_vn scale rules {look_ups(most)} 4000 3", 30, "clips"),
        beside("zen-engine 0.54.0", zen, 2800, "zen"),
        Comparison("4 big tables", f"load: SQLite, index, {most:,} rows", our_load(most), their_load(sqlite), AT_MOST, 1, None, "sqlite"),
        Comparison("4 big tables", f"load: zen-engine 0.54.0, {most:,} rows", our_load(most), their_load(zen), AT_MOST, 1, None, "zen"),
    ]


# ---- is it here? ----


def npm_packages():
    """What `npm install` of the peers brings, once."""
    if not (PEERS / "node_modules").exists() and shutil.which("npm"):
        subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=PEERS, capture_output=True, check=False)
    return PEERS / "node_modules"


def built(name):
    return subprocess.run(["make", "-s", f"build/{name}"], cwd=PEERS, capture_output=True, check=False).returncode == 0


HERE = {
    "zen": lambda: (npm_packages() / "@gorules").exists(),
    "jre": lambda: (npm_packages() / "json-rules-engine").exists(),
    "feelin": lambda: (npm_packages() / "feelin").exists(),
    "clips": lambda: built("clips_vn"),
    "sqlite": lambda: built("sqlite_vn"),
    "openfisca": lambda: VENV.exists() and subprocess.run([VENV, "-c", "import openfisca_core"], check=False).returncode == 0,
}


def is_here(needs):
    return HERE[needs]() if needs in HERE else not needs or shutil.which(needs) is not None


# ---- measuring, telling ----


def measure(row):
    """The ratio to tell: ours to theirs where at most so much is wanted, else how many times their time ours goes into."""
    ratios, ours, theirs = run.in_pairs(row.ours, row.theirs)
    ratios = ratios if row.way == AT_MOST else [1 / ratio for ratio in ratios]
    return Found(row, statistics.median(ratios), min(ratios), max(ratios), statistics.median(ours), statistics.median(theirs))


def reaches(found, bar):
    return found.ratio <= bar if found.row.way == AT_MOST else found.ratio >= bar


def verdict(found):
    row = found.row
    if row.wanted is None:
        return "no bar"
    if not reaches(found, row.wanted):
        return "NOT REACHED"
    return "stretch reached" if row.stretch is not None and reaches(found, row.stretch) else "reached"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def seconds(value):
    for unit, scale in (("ns", 1e9), ("us", 1e6), ("ms", 1e3)):
        if value * scale < 1000:
            break
    return f"{value * scale:.3g} {unit}"


def line(found):
    row = found.row
    want = "" if row.wanted is None else f"{row.way} {row.wanted:,g}" + (f" ({row.stretch:,g})" if row.stretch is not None else "")
    ratio = f"{number(found.ratio)} ({number(found.least)}-{number(found.greatest)})"
    return f"| {row.bar:12} | {row.peer:42} | {ratio:27} | {want:16} | {verdict(found):15} | {seconds(found.ours):>7} | {seconds(found.theirs):>7} |"


HEAD = (f"| {'bar':12} | {'beside':42} | {'ratio (least-greatest)':27} | {'wanted (stretch)':16} | {'':15} | {'ours':>7} | {'theirs':>7} |\n"
        f"|{'-' * 14}|{'-' * 44}|{'-' * 29}|{'-' * 18}|{'-' * 17}|{'-' * 9}|{'-' * 9}|")


def exact_lines():
    """Bar 5: how many of the printed results differ from the exact ones, by every path."""
    return [f"| {'5 exact':12} | {'ours, ' + path:42} | {f'{differ} of {cases} differ':27} | {'0':16} | {'reached' if good else 'NOT REACHED':15} | {'':7} | {'':7} |"
            for path, differ, cases, good in run.exact_counts(PEERS / "data")]


def wrong_lines():
    counts = [(rows, run.wrong_rates(PEERS / "data" / f"rates-{rows}")) for rows in run.ROWS]
    return [f"| {'5 exact':12} | {f'look-ups, {rows:,} rows':42} | {f'{wrong} of 2 x {run.LOOK_UPS} differ':27} | {'0':16} | {'NOT REACHED' if wrong else 'reached':15} | {'':7} | {'':7} |"
            for rows, wrong in counts]


def compare_all(words):
    """Lines of the table, told as they come."""
    chosen = lambda name: not words or any(word.lower() in name.lower() for word in words)
    yield from HEAD.splitlines()
    for row in itertools.chain(bar_1(), bar_2(), bar_4()):
        if not chosen(row.bar + " " + row.peer):
            continue
        yield line(measure(row)) if is_here(row.needs) else f"| {row.bar:12} | {row.peer:42} | {'not here':27} | {'':16} | {'':15} | {'':7} | {'':7} |"
    if chosen("5 exact"):
        yield from exact_lines()
        yield from wrong_lines()


def record(lines, words):
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=run.ROOT, capture_output=True, text=True, check=True).stdout.strip()
    command = " ".join(["bench/run.py peers --record", *words])
    with open(RECORD, "a") as out:
        out.write(f"\n## {datetime.datetime.now(datetime.timezone.utc):%F}, {commit}\n\n`{command}`; {run.REPS} pairs each.\n\n" + "\n".join(lines) + "\n")


def main(told):
    words = [word for word in told if word != "--record"]
    run.check_built()
    data = run.make_peers()
    run.make_tables(data)
    for whole, few in (("cases.jsonl", "few.jsonl"), ("ours.jsonl", "ours-few.jsonl")):
        with open(data / whole) as cases, open(data / few, "w") as out:
            out.writelines(itertools.islice(cases, FEW))
    lines = []
    for found in compare_all(words):
        lines.append(found)
        print(found, flush=True)
    if "--record" in told:
        record(lines, words)
    return 1 if any("NOT REACHED" in found for found in lines) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
