#!/usr/bin/env python3
"""tests/reconcile/run.py BINARY: `declarant reconcile` - quarters with planted differences whose truth is known (make.py), and the
optimality of the matching against a second reckoning (oracle.py). Prints TAP.
"""
# plain build only: tests/casework goes through the command under the sanitizers
import csv
import datetime
import json
import pathlib
import random
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import bad
import commands
import kept
import make
import oracle
import tap
from commands import ROOT
from tap import report

EXAMPLE = ROOT / "examples/reconcile/2026Q3"


def run(*words):
    return commands.run("reconcile", *words)


def asked(*words):
    done = run(*words, "--json")
    return done.returncode, json.loads(done.stdout) if done.stdout.strip().startswith("{") else {}


def example():
    """What the four files of the example hold is written by hand; each difference is known from reading them."""
    code, paper = asked("2026Q3", EXAMPLE, "--jurisdiction", "CN")
    kinds = {}
    for row in paper["differences"]:
        kinds.setdefault(row["kind"], []).append(row["number"])
    expected = {
        "licence without declaration": ["L-106"],
        "payment without recordal": ["P-9001"],
        "value off": ["5301-2026-00018", "T-2026-072"],
        "payment without licence": ["P-9006"],
        "tax filing missing": ["P-9003", "P-9004", "P-9006"],
        "contract unknown": ["5301-2026-00030", "T-2026-091"],
        "licence expired": ["L-107"],
        "used beyond count": ["L-103"],
        "paid twice": ["P-9005"],
        "version not assessed": ["5301-2026-00017"],
        "day off": ["5301-2026-00022"],
    }
    report("the example: each difference", code == 5 and {k: sorted(v) for k, v in kinds.items()} == expected, json.dumps(kinds))
    report("the example: nothing is asked of software by network", [r["number"] for r in paper["nothing_asked_of"]] == ["L-101", "L-102"], paper["nothing_asked"])


def differences(paper):
    return sorted((row["kind"], row["number"]) for row in paper["differences"])


def against(truth, found):
    """What is missing, and what was invented: each planted difference takes one that was found."""
    left, missing = list(found), []
    for kind, numbers in truth:
        hit = next((one for one in left if one[0] == kind and one[1] in numbers), None)
        if hit:
            left.remove(hit)
        else:
            missing.append((kind, sorted(numbers)))
    return missing, left


def planted(name, made, *words):
    code, paper = asked("2026Q3", *words, "--jurisdiction", "CN")
    missing, invented = against(made.truth, differences(paper)) if "differences" in paper else (made.truth, [paper])
    report(name, code == 5 and not missing and not invented, f"exit {code}\nmissing: {missing}\ninvented: {invented}\n")
    return paper


def quarters():
    """Ten thousand rows with forty differences of every kind; then the same in other forms, which must give the same."""
    for seed in (1, 2, 3):
        made = make.quarter(seed, 10000, 40)
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            first = planted(f"quarter {seed}: {len(made.truth)} planted among {made.rows()}", made, *make.write(folder, made))
            shuffled = folder / "shuffled"
            shuffled.mkdir()
            other = planted(f"quarter {seed}: rows, columns and files in any order", made, *make.write(shuffled, made, shuffle=seed))
            same = [{k: v for k, v in row.items() if "place" not in k and k != "remark"} for row in first["differences"]] == [{k: v for k, v in row.items() if "place" not in k and k != "remark"} for row in other["differences"]]
            report(f"quarter {seed}: the same list in the same order", same)
    made = make.quarter(4, 2000, 42)
    for language, form in ((1, "csv"), (2, "csv"), (0, "xlsx"), (1, "xlsx")):
        with tempfile.TemporaryDirectory() as folder:
            planted(f"headers of language {language} in {form}", made, *make.write(pathlib.Path(folder), made, form, language, shuffle=language))


# ---- the matching, against all assignments there are ----


def maybe(dice, value, share=0.1):
    return None if dice.random() < share else value


def random_slip(dice, product):
    return {"product": maybe(dice, product) if product else None, "version": maybe(dice, dice.choice(("1.0", "1.1"))), "quantity": maybe(dice, dice.randrange(1, 4)), "currency": dice.choice(("USD", "USD", "EUR")),
            "amount": maybe(dice, dice.randrange(100, 104) if dice.random() < 0.5 else dice.randrange(100, 200)), "code": maybe(dice, dice.choice(("8523491000", "8523511000"))), "day": maybe(dice, dice.randrange(0, 5))}


def random_books(dice, contracts):
    """For each contract at most five wholes and five parts of one or two products."""
    books = {}
    for place in range(contracts):
        products = ("Orion", "Vega") if dice.random() < 0.3 else ("Orion",)
        books[f"HT-{place}"] = tuple([random_slip(dice, dice.choice(products)) for _ in range(dice.randrange(1, 6))] for _ in range(2))
    return books


def write_side(path, books, side, number, day_name):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow([number, "contract", "product", "version", "quantity", "amount", "currency", "code", day_name])
        for contract, sides in books.items():
            for place, slip in enumerate(sides[side]):
                day = None if slip["day"] is None else datetime.date(2026, 8, 1) + datetime.timedelta(slip["day"])
                out.writerow([f"{contract}/{place}", contract, *(("" if slip[key] is None else slip[key]) for key in ("product", "version", "quantity", "amount", "currency", "code")), day or ""])


def pairs_by_contract(paper):
    """{contract: {how: [(wholes, parts)]}} by their places."""
    found = {}
    for row in paper["pairs"]:
        wholes, parts = (row[key].split("; ") for key in ("wholes", "parts"))
        places = tuple([int(one.rpartition("/")[2]) for one in some] for some in (wholes, parts))
        found.setdefault(wholes[0].rpartition("/")[0], {}).setdefault(row["how"], []).append(places)
    return found


def sums_hold(wholes, parts, groups):
    return all(sum(wholes[w]["amount"] for w in some) == sum(parts[p]["amount"] for p in others) for some, others in groups)


def judge_component(wholes, parts, found, tolerance):
    """Without sums the best there is; with sums, these hold, and the best of what is left."""
    if found.get("sum") and not sums_hold(wholes, parts, found["sum"]):
        return "a sum does not hold"
    taken = [{one for groups in found.get("sum", []) for one in groups[side]} for side in (0, 1)]
    joined = found.get("joined", [])
    if joined:
        return None
    pairs = [(w[0], p[0]) for w, p in found.get("assigned", [])]
    left = [[one for place, one in enumerate(some) if place not in taken[side]] for side, some in enumerate((wholes, parts))]
    best, made = oracle.least(*left, tolerance), oracle.of_pairs(wholes, parts, pairs, tolerance)
    if made is None or (min(map(len, left)) - len(pairs), made[1]) != best:
        return f"{made} is not {best}"
    return None


def optimal(seed, tolerance, *words):
    dice = random.Random(seed)
    books = random_books(dice, 400)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        write_side(folder / "l.csv", books, 0, "licence number", "licence day")
        write_side(folder / "d.csv", books, 1, "declaration number", "declaration day")
        _, paper = asked("2026Q3", "--licences", folder / "l.csv", "--declarations", folder / "d.csv", *words)
    found, wrong, exact = pairs_by_contract(paper), [], 0
    for contract, (wholes, parts) in books.items():
        here = found.get(contract, {})
        why = judge_component(wholes, parts, here, tolerance)
        exact += set(here) <= {"assigned"}
        if why:
            wrong.append((contract, why, wholes, parts, here))
    report(f"the least cost of all assignments, {len(books)} small books, {exact} without sums {' '.join(words)}", not wrong and exact > 150, "\n".join(map(str, wrong[:3])) or exact)


def damaged_data():
    """The names of columns and kinds are data, held against what the program knows."""
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data"
        shutil.copytree(ROOT / "data", data)
        (data / "reconcile-kinds.csv").write_text("name,weight,en,zh,vi\nvalue off,4,value,金额,trị giá\n", encoding="utf-8")
        done = commands.run("reconcile", "2026Q3", EXAMPLE, DECLARANT_DATA=data)
        report("kinds that are not all there [reconcile-kinds]", done.returncode == 1 and "[reconcile-kinds]" in done.stderr, done.stderr)
        shutil.copy(ROOT / "data/reconcile-kinds.csv", data / "reconcile-kinds.csv")
        (data / "reconcile-columns.csv").write_text("field,kind,en,zh,vi\nnumber,text,number,编号,số\n", encoding="utf-8")
        done = commands.run("reconcile", "2026Q3", EXAMPLE, DECLARANT_DATA=data)
        report("columns that are not all there [reconcile-columns]", done.returncode == 1 and "[reconcile-columns]" in done.stderr, done.stderr)


if __name__ == "__main__":
    example()
    quarters()
    for seed in (5, 6):
        optimal(seed, oracle.Tolerance())
        optimal(seed, oracle.Tolerance(share=20000, quantity=1, days=2), "--tolerance-value", "2%", "--tolerance-quantity", "1", "--tolerance-days", "2")
    damaged_data()
    bad.bad()
    kept.kept()
    sys.exit(tap.exit_code())
