#!/usr/bin/env python3
"""bench/run.py [BAR...]: Declarant beside hand-written C, on the miniature of bench/vn-mini. Prints ratios.

    in-process   bar 1: a bound case -> all outputs, against hand-written C with 64-bit cents
    end-to-end   bar 2: JSON lines in, JSON lines out, against simdjson that only parses
    tables       bar 4: a table of 10,000 rows against one of 10, and against a hand-written C hash
    exact        bar 5: all 200,000 results as printed against the reference
    cold         bar 6: process start to the first byte of one answer, against a C hello world
    shipped      no bar: one process for one shipped case, its country's pages read from source
    peers [--record] [WORD...]   bars 1, 2, 4 and 5 beside the engines that a user could take instead (bench/peers.py)

Every figure is a ratio taken in turn on one machine: ours, theirs, ours, theirs; the median of REPS (default 5) pairs with
the least and the greatest. CPU time, except for `cold`. CASES (default 200000) makes a smaller run. Needs the peers' sources (../shared/peers, or below
DECLARANT_TESTDATA), g++ and libsimdjson-dev; builds into bench/scratch. Build ours first: ./run, then
cmake --build build --target benches.
"""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time
from decimal import Decimal

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCRATCH = pathlib.Path(os.environ.get("DECLARANT_BENCH_SCRATCH", ROOT / "bench" / "scratch"))
PEERS = SCRATCH / "peers"
BUILD = pathlib.Path(os.environ.get("DECLARANT_BUILD", ROOT / "build"))
REPS = int(os.environ.get("REPS", 5))
CASES = int(os.environ.get("CASES", 200000))
LOOK_UPS = min(CASES, 20000)
NEEDED = ("gen", "native", "hello", "e2e_simdjson", "scale")
ROWS = (10, 100, 1000, 10000)
DECLARANT = BUILD / "declarant"
IN_PROCESS = BUILD / "bench" / "bench_determine"
BOOK = ROOT / "bench" / "vn-mini"

BATCH = [DECLARANT, "determine", "--lines", "--decide", "customs value,duty,vat,total", "-"]
ONE = [DECLARANT, "determine", "--json", "-"]
OURS = dict(os.environ, DECLARANT_RULEBOOKS=str(BOOK))
FIELDS = ("customs value", "duty", "vat", "total")


# ---- the peers ----


def peers_source():
    for place in (os.environ.get("DECLARANT_TESTDATA"), ROOT.parent / "shared"):
        if place and (pathlib.Path(place) / "peers" / "Makefile").exists():
            return pathlib.Path(place) / "peers"
    sys.exit("skipped: the peers' sources are neither in ../shared/peers nor below DECLARANT_TESTDATA")


def make_peers(needed=NEEDED):
    """Their programs and the cases, once."""
    if not PEERS.exists():
        shutil.copytree(peers_source(), PEERS, ignore=shutil.ignore_patterns("node_modules", "build", "data"))
        subprocess.run(["chmod", "-R", "u+w", PEERS], check=True)
    subprocess.run(["make", "-s", *(f"build/{name}" for name in needed)], cwd=PEERS, check=True)
    data = PEERS / "data"
    data.mkdir(exist_ok=True)
    if not (data / "ours.jsonl").exists():
        with open(data / "cases.jsonl", "w") as out:
            subprocess.run([PEERS / "build/gen", "cases", str(CASES)], stdout=out, check=True)
        with open(data / "cases.jsonl") as cases, open(data / "ref.jsonl", "w") as out:
            subprocess.run([PEERS / "build/native", "e2e"], stdin=cases, stdout=out, check=True)
        subprocess.run([sys.executable, ROOT / "bench/convert.py", data / "cases.jsonl", data / "ours.jsonl"], check=True)
        with open(data / "ours.jsonl") as cases, open(data / "one.json", "w") as one:
            one.write(cases.readline())
    return data


# ---- measuring ----


def whole(command, stdin, stdout=os.devnull, environment=None):
    """CPU seconds, and peak memory in MB, of a whole process."""
    memory = SCRATCH / "memory"
    timer = ["/usr/bin/time", "-q", "-o", memory, "-f", "%M"] if os.path.exists("/usr/bin/time") else []
    with open(stdin) as source, open(stdout, "w") as out, open(SCRATCH / "talk", "w") as talk:
        process = subprocess.Popen([str(word) for word in timer + command], stdin=source, stdout=out, stderr=talk, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        last = (SCRATCH / "talk").read_text().splitlines()[-1:]
        sys.exit(f"{' '.join(map(str, command))}: exit {process.returncode}; last said: {last}")
    return used.ru_utime + used.ru_stime, int(memory.read_text()) / 1024 if timer else None


def passes(command):
    """Median CPU seconds per case of the passes a program reports, one JSON object a line."""
    with open(SCRATCH / "talk", "w") as talk:
        told = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=talk, text=True, check=True).stdout
    return statistics.median(row["cpu"] / row["n"] for row in map(json.loads, told.splitlines()))


def first_byte(command, stdin, environment=None):
    """Seconds from the start of a process to its first byte of output."""
    with open(stdin) as source:
        begin = time.perf_counter()
        process = subprocess.Popen([str(word) for word in command], stdin=source, stdout=subprocess.PIPE, bufsize=0,
                                   env=environment)
        process.stdout.read(1)
        seconds = time.perf_counter() - begin
        process.stdout.read()
        process.wait()
    return seconds


def in_pairs(ours, theirs, count=None):
    """Ours and theirs in turn, after one of each to warm up: (ratios, ours, theirs)."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(count or REPS)]
    return [a / b for a, b in pairs], [a for a, _ in pairs], [b for _, b in pairs]


def tell(bar, pairs, limit, unit, scale):
    ratios, ours, theirs = pairs
    ratio = statistics.median(ratios)
    print(f"{bar:12} {ratio:6.2f} x  ({min(ratios):.2f}-{max(ratios):.2f}), at most {limit:g} wanted: "
          f"{'reached' if ratio <= limit else 'NOT REACHED'};  ours {statistics.median(ours) * scale:.3g} {unit}, "
          f"theirs {statistics.median(theirs) * scale:.3g} {unit}", flush=True)
    return ratio <= limit


# ---- the bars ----


def bar_in_process(data):
    ours = [IN_PROCESS, "time", BOOK, data / "ours.jsonl", 5, 3, *FIELDS]
    theirs = [PEERS / "build/native", "inproc", "int64", data / "cases.jsonl", 30, 3]
    return tell("in-process", in_pairs(lambda: passes(ours), lambda: passes(theirs)), 20, "ns a case", 1e9)


def bar_end_to_end(data):
    out = data / "out.jsonl"
    peaks = []

    def ours():
        seconds, peak = whole(BATCH, data / "ours.jsonl", out, OURS)
        peaks.append(peak)
        return seconds

    theirs = [PEERS / "build/e2e_simdjson", "parse"]
    reached = tell("end-to-end", in_pairs(ours, lambda: whole(theirs, data / "cases.jsonl")[0]), 2, "us a case", 1e6 / CASES)
    if peaks[0]:
        print(f"{'':12} peak memory {max(peaks):.1f} MB")
    return reached


def bar_cold(data):
    pairs = in_pairs(lambda: first_byte(ONE, data / "one.json", OURS),
                     lambda: first_byte([PEERS / "build/hello"], os.devnull), 3 * REPS)
    return tell("cold", pairs, 3, "ms", 1000)


SHIPPED = ("cn-e21", "in-1995-scheme", "vn-w11")


def bar_shipped(data):
    for name in SHIPPED:
        command = [DECLARANT, "determine", "--json", ROOT / "examples/cases" / f"{name}.json"]
        pairs = [whole(command, os.devnull, environment=dict(os.environ, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"))) for _ in range(3 * REPS)]
        seconds = [used for used, _ in pairs]
        print(f"{'shipped':12} {name}: {statistics.median(seconds) * 1000:.1f} ms of CPU ({min(seconds) * 1000:.1f}-{max(seconds) * 1000:.1f}), "
              f"peak memory {max(peak or 0 for _, peak in pairs):.1f} MB")
    return True


def results(answer):
    """The four numbers of one answer of ours, by name."""
    return {key.replace("_", " "): value for key, value in answer.items()}


def exact_counts(data):
    """Their compare.py on our answers by every path: (path, how many differ, cases, is it good?)."""
    whole(BATCH, data / "ours.jsonl", data / "out.jsonl", OURS)
    with open(data / "out.jsonl") as told, open(data / "plain.jsonl", "w") as plain:
        for line in told:
            found = results(json.loads(line, parse_float=Decimal))
            plain.write(json.dumps({name: str(found[name]) for name in FIELDS}) + "\n")
    files = {"command line": data / "plain.jsonl"}
    for path, mode in (("one case a call", "results"), ("64 cases a call", "results-batch"), ("two threads", "results-threads")):
        files[path] = data / f"{mode}.jsonl"
        with open(files[path], "w") as out:
            subprocess.run([IN_PROCESS, mode, BOOK, data / "ours.jsonl", *FIELDS], stdout=out, check=True)
    for path, file in files.items():
        told = subprocess.run([sys.executable, PEERS / "run/compare.py", data / "ref.jsonl", file, path],
                              capture_output=True, text=True, check=True).stdout
        found = json.loads(told)
        differ = found["not exact as printed"]
        yield path, differ, found["cases"], found["cases"] == CASES and not found["missing"] and not differ


def bar_exact(data):
    good = True
    for path, differ, cases, exact in exact_counts(data):
        print(f"{'exact':12} {path}: {differ} of {cases} differ")
        good = good and exact
    return good


def make_tables(data):
    """Rulebooks of 10 to 10,000 rows, and the same for the C hash."""
    for rows in ROWS:
        folder = data / f"rates-{rows}"
        if (folder / "expected.txt").exists():
            continue
        table, lookups = data / f"table{rows}.json", data / f"lookups{rows}.jsonl"
        for path, words in ((table, ("table", rows)), (lookups, ("lookups", rows, LOOK_UPS))):
            with open(path, "w") as out:
                subprocess.run([PEERS / "build/gen", *map(str, words)], stdout=out, check=True)
        for path, kind in ((table, "table"), (lookups, "lookups")):
            with open(path.with_suffix(".tsv"), "w") as out:
                subprocess.run([sys.executable, PEERS / "run/tsv.py", kind, path], stdout=out, check=True)
        subprocess.run([sys.executable, ROOT / "bench/tables.py", table, lookups, folder], check=True)


def wrong_rates(folder):
    """How many of the look-ups give another rate than the generator says, one a call and 64 a call."""
    wanted = (folder / "expected.txt").read_text().split()
    number = lambda text: Decimal(text) if text[:1].isdigit() else None
    wrong = 0
    for mode in ("results", "results-batch"):
        told = subprocess.run([IN_PROCESS, mode, folder, folder / "cases.jsonl", "rate"], capture_output=True, text=True, check=True).stdout
        found = [line.partition(":")[2].strip(" }") for line in told.splitlines()]
        wrong += sum(number(a) != number(b) for a, b in zip(found, wanted)) + abs(len(found) - len(wanted))
    return wrong


def bar_tables(data):
    make_tables(data)
    folders = {rows: data / f"rates-{rows}" for rows in ROWS}
    ours = lambda rows: passes([IN_PROCESS, "time", folders[rows], folders[rows] / "cases.jsonl", 20, 3, "rate"])
    theirs = lambda rows: passes([PEERS / "build/scale", "hash", data / f"table{rows}.tsv", data / f"lookups{rows}.tsv", LOOK_UPS, 3])
    good = tell("tables", in_pairs(lambda: ours(ROWS[-1]), lambda: ours(ROWS[0])), 2, "ns a look-up", 1e9)
    for rows in ROWS:
        good = tell(f"  {rows} rows", in_pairs(lambda: ours(rows), lambda: theirs(rows)), 10, "ns a look-up", 1e9) and good
        wrong = wrong_rates(folders[rows])
        load = passes([IN_PROCESS, "load", folders[rows], folders[rows] / "cases.jsonl", 5, "rate"]) * 1000
        print(f"{'':12} {wrong} of 2 x {LOOK_UPS} differ; read, linked and compiled in {load:.1f} ms"
              + (", at most 36 wanted" if rows == ROWS[-1] else ""))
        good = good and not wrong
    return good


BARS = {"in-process": bar_in_process, "end-to-end": bar_end_to_end, "tables": bar_tables, "exact": bar_exact, "cold": bar_cold, "shipped": bar_shipped}


def check_built():
    if not (DECLARANT.exists() and IN_PROCESS.exists()):
        sys.exit(f"not built: ./run, then cmake --build {BUILD} --target benches")
    SCRATCH.mkdir(parents=True, exist_ok=True)


def main():
    if sys.argv[1:2] == ["peers"]:
        import peers
        return peers.main(sys.argv[2:])
    wanted = sys.argv[1:] or list(BARS)
    unknown = [name for name in wanted if name not in BARS]
    if unknown:
        sys.exit(f"no bar {unknown[0]}; there are {', '.join(BARS)}")
    check_built()
    data = make_peers()
    return 0 if all([BARS[name](data) for name in wanted]) else 1


if __name__ == "__main__":
    sys.exit(main())
