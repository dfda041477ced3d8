#!/usr/bin/env python3
# plain build only: tests/casework goes through the commands under the sanitizers
"""tests/quarter/run.py BINARY: a quarter as firms keep it, made by make.py with a known truth, through `declarant reconcile`. Prints TAP.

What must be found is what was planted; what must not be found is all the rest, the decoys first. Neither comes from the program.
"""
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import commands
import make
import tap
from tap import report

ROWS = 10_000


def reconcile(country, inputs, *more):
    return commands.run("reconcile", "2026Q3", "--jurisdiction", country, *inputs, "--day-order", "dmy", *more)


def by_option(paths):
    return [word for book, path in paths.items() for word in (f"--{book}", path)]


def found_in(done):
    try:
        return json.loads(done.stdout)["differences"]
    except (ValueError, KeyError):
        return None


def keys(differences):
    return sorted((each["kind"], each["book"], each["number"]) for each in differences)


def check_truth(name, quarter, done):
    differences = found_in(done)
    if differences is None:
        report(name, False, done.stdout[:500] + done.stderr[:2000])
        return
    found, planted = keys(differences), sorted((plant["kind"], plant["book"], plant["number"]) for plant in quarter.plants)
    missing, invented = [key for key in planted if key not in found], [key for key in found if key not in planted]
    report(f"{name}: {len(planted)} planted, all found", not missing, "\n".join(map(str, missing)))
    report(f"{name}: none invented", not invented and len(found) == len(planted), "\n".join(map(str, invented)))
    report(f"{name}: exit 5", done.returncode == 5, done.stderr[:500])


def told(differences):
    """What the differences say, without where it stands in the files."""
    return sorted(json.dumps({key: value for key, value in each.items() if "place" not in key and key != "remark"}, sort_keys=True) for each in differences or [])


def check_quarter(folder, country, seed):
    quarter = make.make(seed, ROWS, country)
    name = f"{country}, seed {seed}"
    report(f"{name}: {ROWS} rows", sum(map(len, quarter.books.values())) == ROWS and len(quarter.plants) == 40)
    first = reconcile(country, by_option(make.write(quarter, folder / "a")), "--json")
    check_truth(name, quarter, first)
    make.write(quarter, folder / "b", shuffle=seed)
    second = reconcile(country, [folder / "b"], "--json")
    check_truth(f"{name}, rows and columns shuffled, books known by their columns", quarter, second)
    report(f"{name}: shuffled, all the same is said", told(found_in(first)) == told(found_in(second)))


def check_forms(folder):
    """One small quarter in every form and language of every book: the same truth."""
    quarter = make.make(7, 1_000, "CN", times=1)
    for language in ("en", "zh", "vi"):
        for kind, days, figures in (("comma", "iso", "point"), ("semicolon", "dots", "comma"), ("tab", "word" if language == "en" else "slash", "plain"), ("xlsx", "iso", "plain")):
            form = make.Form(language, kind, days, figures, totals=True)
            paths = make.write(quarter, folder / f"{language}-{kind}", forms=dict.fromkeys(make.BOOKS, form))
            check_truth(f"all books {language}, {kind}", quarter, reconcile("CN", by_option(paths), "--json"))


def check_clean(folder):
    """Without plants there is nothing to find."""
    quarter = make.Quarter(3, "CN")
    for decoy in make.DECOYS * 10:
        decoy(quarter)
    paths = make.write(quarter, folder / "clean")
    done = reconcile("CN", by_option(paths), "--json")
    report("decoys alone: nothing is found", found_in(done) == [], done.stdout[:600] + done.stderr[:600])
    report("decoys alone: exit 0", done.returncode == 0, f"{done.returncode} {done.stderr[-500:]}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for country, seed in (("CN", 1), ("CN", 2), ("VN", 3), ("IN", 4)):
            check_quarter(folder / f"{country}{seed}", country, seed)
        check_forms(folder)
        check_clean(folder)
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
