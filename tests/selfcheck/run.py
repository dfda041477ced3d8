#!/usr/bin/env python3
"""tests/selfcheck/run.py BINARY: what `declarant selfcheck` says of twenty contracts, a list of software and reliefs with known figures.

contracts.tsv: the points of each contract of examples/contracts, ten of them flawed by hand. hangs.tsv: money under each answer to an open
point. codes.tsv: verdicts on examples/software.csv. reliefs.tsv: what fits cases of examples/cases and what it is worth. Each line says where
its figure is known from. Prints TAP.
"""
# plain build only: tests/casework goes through the commands under the sanitizers
# budget: 120
import csv
import decimal
import json
import os
import pathlib
import pty
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import commands  # noqa: E402
import tap  # noqa: E402
from commands import ROOT  # noqa: E402

POINTS = ("way of delivery", "type of licence", "licence period", "functional scope", "platform of delivery", "reach of updates")
STANDINGS = ("well", "open", "badly")


def run(*words, **more):
    done = commands.run("selfcheck", *words, **more)
    return done.returncode, done.stdout, done.stderr


def paper(*words):
    code, out, err = run(*words, "--json")
    return code, json.loads(out, parse_float=decimal.Decimal), err


def table(name):
    with open(HERE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def same(said, wanted):
    """Figures by value; "-" is nothing."""
    if wanted == "-":
        return said is None
    try:
        return said is not None and decimal.Decimal(said) == decimal.Decimal(wanted)
    except decimal.InvalidOperation:
        return said == wanted


def name_of(path):
    return pathlib.Path(path.partition("#")[0]).stem


# ---- contracts ----


def contracts():
    code, said, err = paper("contracts", ROOT / "examples" / "contracts")
    tap.report("twenty contracts: exit 5 and a line on stderr", code == 5 and "9" in err, f"exit {code}: {err}")
    found = {name_of(row["contract"]): row for row in said["contracts"]}
    wanted = table("contracts.tsv")
    tap.report("every contract has one line", sorted(found) == sorted(row["contract"] for row in wanted), sorted(found))
    for row in wanted:
        have = found.get(row["contract"], {})
        got = {point: have.get(point.replace(" ", "_")) or "-" for point in POINTS}
        right = got == {point: row[point] for point in POINTS} and have.get("in_all") == row["standing"]
        tap.report(f"{row['contract']}: {row['what is so']}", right, f"{have}")
    totals = {row["kind"]: row for row in said["totals"]}["contracts"]
    counted = {standing: str(sum(row["standing"] == standing for row in wanted)) for standing in STANDINGS}
    tap.report("totals", {standing: str(totals[standing]) for standing in STANDINGS} == counted and totals["all"] == 20, totals)
    hangs(said)
    open_points = sum(row[point] not in ("marked", "-") for row in wanted for point in POINTS)
    tap.report("each open point is a finding with what to do", len(said["findings"]) == open_points and all(row["remedy"] for row in said["findings"]), len(said["findings"]))
    voices = {(name_of(row["contract"]), row["rows"]) for row in said["guidance"]}
    tap.report("the China agency procedure speaks of what is missing (S0-40)", {("cn-05-delivery-missing", "S0-40"), ("cn-06-type-missing", "S0-40/t")} <= voices, voices)


def hangs(said):
    for row in table("hangs.tsv"):
        found = [one for one in said["hangs"] if (name_of(one["contract"]), one["if"], one["by"]) == (row["contract"], row["if"], row["by"])]
        right = len(found) == 1 and same(found[0]["border"], row["border"]) and same(found[0]["beside"], row["beside"])
        tap.report(f"{row['contract']}, if {row['if']}, by {row['by']}: {row['origin']}", right, found)
    told = [one for one in said["hangs"] if name_of(one["contract"]) == "vn-04-delivery-unclear"]
    tap.report("a voice that changes nothing has no lines", {one["by"] for one in told} == {"law"}, told)


def clean():
    names = [row["contract"] for row in table("contracts.tsv") if row["standing"] == "well"]
    code, out, err = run("contracts", *(ROOT / "examples" / "contracts" / f"{name}.json" for name in names))
    tap.report("ten clean contracts: exit 0, nothing on stderr", (code, err) == (0, "") and out.startswith("Nothing is missing"), f"exit {code}: {err}{out[:200]}")
    code, _, err = run("contracts", ROOT / "examples" / "contracts" / "in-05-nobody-looked.json")
    tap.report("nobody looked: exit 3 and a line on stderr", code == 3 and err, f"exit {code}: {err}")


def as_cells(case):
    contract = case["contracts"][0]
    cells = {"jurisdiction": case["jurisdiction"], "movement": case["movement"]}
    cells.update({key: value for key, value in contract.items() if key != "payments"})
    for payment in contract.get("payments", []):
        cells.update({f"payment.{key}": value for key, value in payment.items() if key != "id"})
    for shipment in case.get("shipments", []):
        cells.update({f"shipment.{key}": value for key, value in shipment.items() if key not in ("id", "invoice_lines")})
        cells.update({f"line.{key}": value for key, value in shipment["invoice_lines"][0].items() if key != "id"})
    return {key: str(value).lower() if isinstance(value, bool) else value for key, value in cells.items()}


def books():
    """The same twenty as a book of JSON Lines, and as a table: one contract a line."""
    wanted = table("contracts.tsv")
    cases = [json.loads((ROOT / "examples" / "contracts" / f"{row['contract']}.json").read_text(encoding="utf-8")) for row in wanted]
    with tempfile.TemporaryDirectory() as folder:
        lines = pathlib.Path(folder) / "book.jsonl"
        lines.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
        cells = [as_cells(case) for case in cases]
        header = sorted({key for one in cells for key in one})
        rows = pathlib.Path(folder) / "book.csv"
        with open(rows, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(cells)
        marked = pathlib.Path(folder) / "marked.csv" # as a spreadsheet program writes UTF-8
        marked.write_bytes(b"\xef\xbb\xbf" + rows.read_bytes())
        for book in (lines, rows, marked):
            _, said, _ = paper("contracts", book)
            got = [(row["in_all"], *(row.get(point.replace(" ", "_")) or "-" for point in POINTS)) for row in said["contracts"]]
            tap.report(f"{book.name}: as the folder", got == [(row["standing"], *(row[point] for point in POINTS)) for row in wanted], got)
        (pathlib.Path(folder) / "broken.json").write_text("{", encoding="utf-8")
        code, out, err = run("contracts", folder)
        tap.report("a broken file is told, the others are looked at", code == 1 and "broken.json" in err and "40" in out, f"exit {code}: {err}{out[:300]}")


# ---- codes ----


def codes():
    code, said, _ = paper("code", ROOT / "examples" / "software.csv")
    tap.report("a list of software: exit 5", code == 5, code)
    for row in table("codes.tsv"):
        found = [one for one in said["codes"] if (one["goods"].partition("#")[0].endswith(f":{row['row']}"), one["code"], one["by"]) == (True, row["code"], row["by"])]
        right = len(found) == 1 and found[0]["verdict"] == row["verdict"] and (found[0]["law_gives"] or "-") == row["law_gives"]
        tap.report(f"line {row['row']}, {row['code']} by {row['by']}: {row['origin']}", right, found)
    guessed = [one for one in said["codes"] if ":8#" in one["goods"]]
    tap.report("what the name lets one guess is shown and not used", "DVD" in guessed[0]["remark"] and guessed[0]["law_gives"] is None, guessed)
    code, said, _ = paper("code", "Management software", "--jurisdiction", "CN", "--as-of", "2026-03-02")
    tap.report("a name alone: no code is worked out from it, exit 3", code == 3 and said["codes"][0]["law_gives"] is None and "8523.4920" in said["codes"][0]["remark"], said["codes"])
    code, _, err = run("code", "Management software")
    tap.report("a name without a country: exit 3 and a line", code == 3 and err, f"exit {code}: {err}")


# ---- reliefs ----


def reliefs():
    for row in table("reliefs.tsv"):
        _, said, _ = paper("reliefs", ROOT / "examples" / "cases" / f"{row['case']}.json")
        found = [one for one in said["reliefs"] if one["relief"] == row["relief"] and row["of"] in ("-", one["of"].partition("#")[2])]
        right = len(found) == 1 and found[0]["fits"] == row["fits"] and found[0]["claimed"] == (row["claimed"] == "true") and same(found[0]["worth"], row["worth"])
        tap.report(f"{row['case']} {row['of']}, {row['relief']}: {row['origin']}", right, found)
    code, _, err = run("reliefs", ROOT / "examples" / "cases" / "in-software-park-no-bond-2004.json")
    tap.report("claimed, and does not fit: exit 5", code == 5 and err, f"exit {code}: {err}")
    code, said, _ = paper("reliefs", ROOT / "examples" / "cases" / "cn-research-2025.json")
    tap.report("what is missing to know is asked for: exit 3", code == 3 and "research body" in said["reliefs"][0]["remark"], said["reliefs"])
    unclaimed = json.loads((ROOT / "examples" / "cases" / "cn-research-2025.json").read_text(encoding="utf-8"))
    del unclaimed["shipments"][0]["invoice_lines"][0]["relief_claimed"]
    unclaimed["shipments"][0]["listed_research_body"] = True
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "unclaimed.json"
        path.write_text(json.dumps(unclaimed), encoding="utf-8")
        code, said, _ = paper("reliefs", path)
    one = said["reliefs"][0]
    tap.report("not claimed yet: worth as much (E17)", code == 0 and one["fits"] == "fits" and one["claimed"] is False and same(one["worth"], "13846"), one)


# ---- all three, and how it is asked ----


def whole():
    code, said, _ = paper(ROOT / "examples" / "contracts")
    tap.report("a folder runs all three", code == 5 and all(said.get(part) for part in ("contracts", "codes", "reliefs", "totals")), list(said))
    for language in ("zh", "vi"):
        code, out, _ = run(ROOT / "examples" / "contracts", "--lang", language)
        tap.report(f"in {language}", code == 5 and "TRADE" in out and " missing " not in out, out[:400])
    with tempfile.TemporaryDirectory() as folder:
        for form in ("html", "xlsx", "csv"):
            path = pathlib.Path(folder) / f"check.{form}"
            code, out, err = run(ROOT / "examples" / "contracts", "--format", form, "--output", path)
            tap.report(f"as {form}", code == 5 and path.stat().st_size > 1000 and not out, f"exit {code}: {err}")
    code, _, err = run()
    tap.report("nothing named, nobody there: exit 2", code == 2 and "folder" in err, f"exit {code}: {err}")
    code, _, err = run("contracts", ROOT / "examples" / "no-such-folder")
    tap.report("no such file: exit 1", code == 1 and "no-such-folder" in err, f"exit {code}: {err}")


def narrow():
    """On a narrow terminal no id and no word of a table is torn: the first cells of a row go on a line of their own."""
    for columns, whole in (("100", True), ("80", True), ("60", False)):
        _, out, _ = run("contracts", ROOT / "examples" / "contracts", COLUMNS=columns)
        ids = [path.stem for path in (ROOT / "examples" / "contracts").glob("*.json")]
        tap.report(f"at {columns} columns each id stands whole", ids and all(name in out for name in ids) and max(map(len, out.splitlines())) <= int(columns), out)
        tap.report(f"at {columns} columns words are {'whole' if whole else 'shown'}", not whole or "conflicting" in out, out)
    _, out, _ = run("code", ROOT / "examples" / "software.csv", COLUMNS="80")
    tap.report("at 80 columns each place stands whole", all(f"software.csv:{line}" in out for line in range(2, 9)), out)


def at_a_terminal():
    """Nothing named and somebody there: it asks."""
    ours, theirs = pty.openpty()
    os.write(ours, (str(ROOT / "examples" / "contracts") + "\n").encode())
    code, out, err = run("contracts", stdin=theirs)
    os.close(ours)
    os.close(theirs)
    tap.report("at a terminal it asks where the contracts are", code == 5 and "Which folder" in err and "cn-05" in out, f"exit {code}: {err}{out[:200]}")


def main():
    for test in (contracts, clean, books, codes, reliefs, whole, narrow, at_a_terminal):
        test()
    print(f"1..{tap.count}")
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
