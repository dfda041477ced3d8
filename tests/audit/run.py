#!/usr/bin/env python3
"""`declarant audit report`: figures of a book, readings, papers, exposure day by day, the sample.

Expected figures come from the dossiers (law/cn.md E15, E28; law/vn.md W16, W17) with their arithmetic beside them, from Python's own
reckoning, or from `declarant determine` of the same correction on that one day, which takes none of the report's short ways.
"""
# plain build only: tests/casework goes through the commands under the sanitizers
import csv
import datetime
import hashlib
import io
import json
import pathlib
import re
import shutil
import sys
import tempfile
import zipfile
from decimal import Decimal

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import commands  # noqa: E402
from tap import exit_code, report  # noqa: E402

BOOK = "examples/audit/corrections.jsonl"
SCRATCH = tempfile.TemporaryDirectory()
DAY = datetime.date.fromisoformat


def run(*words, given=None):
    return commands.run(*words, text=False, given=given)


def figures(value):
    """Money and rates are texts of digits; here they are reckoned with."""
    if isinstance(value, dict):
        return {key: figures(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [figures(inner) for inner in value]
    return Decimal(value) if isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) else value


def paper(*words, exits=(0, 3)):
    done = run("audit", "report", *words, "--json")
    assert done.returncode in exits, (done.returncode, done.stderr.decode()[:500])
    return figures(json.loads(done.stdout, parse_float=Decimal, parse_int=Decimal))


def write(name, *cases):
    path = pathlib.Path(SCRATCH.name) / name
    path.write_text("".join((case if isinstance(case, str) else json.dumps(case)) + "\n" for case in cases))
    return str(path)


def case(name):
    return {"id": name, **json.loads(pathlib.Path(f"examples/cases/{name}.json").read_text())}


def test(name):
    def wrap(function):
        try:
            function()
            report(name, True)
        except Exception as fault:  # what cannot be read has failed, too
            report(name, False, f"{type(fault).__name__}: {fault}")
    return wrap


def equal(found, expected, what=""):
    assert found == expected, f"{what}: {found!r} instead of {expected!r}"


def steps(of, name, way, announced=None, correction="k1"):
    return [row for row in of["exposure"] if (row["case"], row["way"], row["check_announced"], row["correction"]) == (name, way, announced, correction)]


def step_on(rows, day):
    found = [row for row in rows if row["from"] <= day <= row["to"]]
    equal(len(found), 1, day)
    return found[0]


WHOLE = paper(BOOK)


# ---- exposure: figures of the dossiers ----

@test("E28: 400,000 at nil and 13 %: no fine where it is told within the time, 30 % to 200 % of 52,000 where it is found")
def _():
    told = step_on(steps(WHOLE, "cn-e28", "declared by importer", False), "2025-11-20")
    equal([told[key] for key in ("tax", "fine_lowest", "fine_highest", "late_a_day")], [52000, 0, 0, 26])  # 400,000 * 0.13; 52,000 * 0.0005
    equal(told["to"], "2026-03-10")  # twelve months after the act, announcement 194 of 2025
    found = step_on(steps(WHOLE, "cn-e28", "found in audit"), "2025-11-20")
    equal([found[key] for key in ("fine_lowest", "fine_highest")], [15600, 104000])  # 52,000 * 0.3, * 2
    equal([step_on(steps(WHOLE, "cn-e28", "declared by importer", True), "2025-11-20")[key] for key in ("fine_lowest", "fine_highest")], [15600, 104000])
    evasion = step_on(steps(WHOLE, "cn-e28", "evasion"), "2025-11-20")
    equal([evasion[key] for key in ("fine_lowest", "fine_highest")], [0, 156000])  # up to three times


@test("E15: 278,000 left out: 36,140 of tax, fine from 10,842 to 72,280, 18.07 a day")
def _():
    found = step_on(steps(WHOLE, "cn-e15-exposure", "found in audit"), "2026-06-18")
    equal([found[key] for key in ("tax", "fine_lowest", "fine_highest", "late_a_day")], [36140, 10842, 72280, Decimal("18.07")])


@test("W16: 20 % of 48,240,000 found in an audit, 14,472 a day until the old law ends")
def _():
    found = step_on(steps(WHOLE, "vn-w16", "found in audit"), "2024-12-20")
    equal([found[key] for key in ("tax", "fine_highest", "late_a_day", "to")], [48240000, 9648000, 14472, "2026-06-30"])


@test("W17: day 60 after clearance is the last without a fine, day 61 costs 10 %; below the threshold none")
def _():
    rows = steps(WHOLE, "vn-w17", "declared by importer", False)
    free, late = step_on(rows, "2026-07-19"), step_on(rows, "2026-07-20")
    equal((DAY("2026-07-19") - DAY("2026-05-20")).days, 60)
    equal((free["fine_highest"], late["fine_highest"]), (0, 4824000))
    equal(step_on(rows, "2026-08-03")["fine_highest"], 4824000)
    equal(step_on(steps(WHOLE, "vn-w17", "declared by importer", False, "k2"), "2026-08-03")["fine_highest"], 0)
    equal((late["late_a_day"], late["total_highest"]), (None, None))  # the late rate since July 2026 was not read: what is known is the least


@test("India: a shortfall of 366,000 told as such, 18 % a year of 365 days")
def _():
    row = step_on(steps(WHOLE, "in-shortfall-2024", "declared by importer", False), "2024-04-09")
    equal((row["tax"], round(row["late_a_day"], 6)), (366000, round(Decimal(366000) * 18 / 36500, 6)))
    equal((row["fine_highest"], row["total_highest"]), (None, None))  # no rule on fines is not a fine of nothing


@test("E15 without its correction: the case itself supposes it, under the reading that takes the whole price")
def _():
    told = case("cn-e15-exposure")
    del told["corrections"]
    whole = paper(write("supposed.jsonl", told))
    equal(whole["exposure"], [])
    found = [row for row in whole["supposed"] if row["way"] == "found in audit"]
    equal(len(found), 1)
    # 278,556 less 556 is 278,000 of value; 13 % of it 36,140; 30 % and 200 % of that
    equal([found[0][key] for key in ("tax", "fine_lowest", "fine_highest", "from", "line")], [36140, 10842, 72280, "2026-03-10", "s1/1/1"])
    equal((found[0]["question"], found[0]["reading"]), ("semiconductor carriers valued alone", "B"))
    equal((found[0]["late_a_day"], found[0]["total_highest"]), (None, None))  # from which day the tax was late is not supposed
    equal(whole["cases"][0]["exposure_highest"], None)


@test("a case with no reading that is worth more supposes nothing")
def _():
    assert "supposed" in WHOLE and not [row for row in WHOLE["supposed"] if row["case"] in ("cn-e28", "vn-w16")]


@test("the days of each way follow one another without a gap, as many as are asked for")
def _():
    for days in (1, 30, 1096):
        rows = paper(BOOK, "--days", str(days))["exposure"]
        ways = {}
        for row in rows:
            ways.setdefault((row["case"], row["correction"], row["way"], row["check_announced"]), []).append(row)
        for key, of in ways.items():
            equal(sum((DAY(row["to"]) - DAY(row["from"])).days + 1 for row in of), days, key)
            for before, after in zip(of, of[1:]):
                equal((DAY(after["from"]) - DAY(before["to"])).days, 1, key)


# ---- exposure: the long way ----

def number(text):
    """An amount of an answer; 0 where the law asks nothing."""
    return Decimal(0) if text == "none" else Decimal(text)


def total(answer, name):
    found = [row["amount"] for row in answer["totals"] if row["total"] == name][0]
    return None if found == "unknown" else number(found)


def long_way(name, index, way, announced, day):
    """What `determine` says of the correction alone on that day: (fines, late fees), None where one is no number."""
    told = case(name)
    correction = dict(told["corrections"][index], found_how=way, correction_day=day, decision_day=day, late_until=day)
    correction.pop("check_announced", None)
    if announced is not None:
        correction["check_announced"] = announced
    if way != "evasion":
        correction.pop("aggravating_facts", None)
    told = {key: told[key] for key in ("jurisdiction", "movement", "exchange_rates") if key in told} | {"corrections": [correction]}
    answer = json.loads(run("determine", "-", "--json", given=json.dumps(told).encode()).stdout, parse_float=Decimal, parse_int=Decimal)
    sums = {"late": [Decimal(0), Decimal(0)], "fine": [Decimal(0), Decimal(0)]}
    for line in answer["lines"]:
        if line["charge"].startswith("shortfall"):
            continue
        part = sums["late" if "interest" in line["charge"] else "fine"]
        part[:] = [part[0] + number(line.get("lowest", line["amount"])), part[1] + number(line.get("highest", line["amount"]))]
    return sums


@test("a day of a step is what determine says of that day")
def _():
    days = {"cn-e28": ("2025-03-12", "2025-11-20", "2026-03-10", "2026-03-11", "2027-02-01"), "vn-w16": ("2024-06-05", "2024-08-02", "2024-08-03", "2026-06-30"),
            "cn-e15-exposure": ("2026-06-18", "2027-03-10", "2027-03-11"), "in-shortfall-2024": ("2024-01-01", "2024-04-09", "2026-01-02")}
    ways = (("declared by importer", False), ("declared by importer", True), ("found in clearance", None), ("found in audit", None))
    for name, of in days.items():
        for day in of:
            for way, announced in ways:
                row, expected = step_on(steps(WHOLE, name, way, announced), day), long_way(name, 0, way, announced, day)
                if not name.startswith("in-"):
                    equal([row["fine_lowest"], row["fine_highest"]], expected["fine"], (name, day, way))
                grown = row["late_a_day"] * (DAY(row["to"]) - DAY(day)).days if row["late_a_day"] is not None else 0
                equal(abs(row["late"] - grown - expected["late"][1]) <= 1, True, (name, day, way, row["late"], expected["late"]))


# ---- figures, totals, readings, papers ----

@test("each case has the figures, status, rank and confidence of determine")
def _():
    lines = pathlib.Path("examples/book.jsonl").read_text().splitlines()
    for line, row in zip(lines, paper("examples/book.jsonl")["cases"], strict=True):
        answer = json.loads(run("determine", "-", "--json", given=line.encode()).stdout, parse_float=Decimal, parse_int=Decimal)
        equal((row["case"], row["status"], row["rank"], row["confidence"]), (json.loads(line)["id"], answer["status"], answer["rank"], answer["confidence"]))
        equal((row["border"], row["beside"]), (total(answer, "border"), total(answer, "beside")))


@test("totals by country and currency are the sums of the cases")
def _():
    whole = paper("examples/book.jsonl", BOOK)
    for total in whole["totals"]:
        of = [row for row in whole["cases"] if (row["jurisdiction"], row["currency"]) == (total["jurisdiction"], total["currency"])]
        known = [row for row in of if row["border"] is not None and row["beside"] is not None]
        equal((total["cases"], total["known"]), (len(of), len(known)))
        for key in ("border", "beside"):
            equal(total[key], sum((row[key] for row in known), Decimal(0)), key)
        exposed = [row for row in of if row["exposure_lowest"] is not None]
        if exposed:
            equal(total["exposure_lowest"], sum(row["exposure_lowest"] for row in exposed))


@test("readings that move money stand with what they move it by, and no others")
def _():
    whole = paper("examples/book.jsonl")
    for line in pathlib.Path("examples/book.jsonl").read_text().splitlines():
        answer = json.loads(run("determine", "-", "--json", given=line.encode()).stdout, parse_float=Decimal, parse_int=Decimal)
        expected = []
        for other in answer.get("alternatives", []):
            moved = (Decimal(other["border_difference"]), Decimal(other["beside_difference"]))
            if moved != (0, 0):
                expected.append(moved)
        found = [(row["border"], row["beside"]) for row in whole["readings"] if row["case"] == json.loads(line)["id"]]
        equal(sorted(set(found), key=str), sorted(set(expected), key=str), line[:40])


@test("papers that the case holds are not missing; a case that does not say is asked for all")
def _():
    told = json.loads(pathlib.Path("examples/book.jsonl").read_text().splitlines()[4])
    untold = paper(write("untold.jsonl", told))["papers"]
    assert untold and all(row["state"] == "not told" for row in untold)
    held = [row["paper"] for row in untold][:3]
    missing = paper(write("held.jsonl", dict(told, papers_held=held)))["papers"]
    equal({row["paper"] for row in missing}, {row["paper"] for row in untold} - set(held))
    assert all(row["state"] == "missing" and row["article"] for row in missing)


@test("nothing is dropped: what cannot be read stands with its line and why, what is open with what it hangs on")
def _():
    open_case = {"id": "open", "jurisdiction": "VN", "movement": "import", "shipments": [{"id": "s1", "entry_day": "2025-12-05", "invoice_lines": [{"id": "1", "name": "x"}]}]}
    path = write("mixed.jsonl", "{", open_case, {"id": "nowhere", "jurisdiction": "FR", "movement": "import"}, {"id": "untold"}, case("cn-e28"))
    done = run("audit", "report", path, "--json")
    whole = json.loads(done.stdout)
    equal(done.returncode, 1)
    assert b"error" in done.stderr
    equal([row["place"] for row in whole["unread"]], [f"{path}:1"])
    equal([(row["case"], row["status"]) for row in whole["cases"]], [("open", "undetermined"), ("nowhere", "not covered"), ("untold", "undetermined"), ("cn-e28", "determined")])
    assert "delivery form" in whole["cases"][0]["remark"] or "open:" in whole["cases"][0]["remark"], whole["cases"][0]
    equal(whole["verdict"]["is"], "unread")


@test("a book that is not there: the error alone, or among the lines of the others")
def _():
    for words in (("nowhere.jsonl",), ("nowhere.json", "--json"), ("nowhere.jsonl", "none.jsonl", "--format", "csv")):
        done = run("audit", "report", *words)
        equal((done.returncode, done.stdout), (1, b""))
        assert b"nowhere.json" in done.stderr and b"no-file" in done.stderr, done.stderr
    done = run("audit", "report", "nowhere.jsonl", write("there.jsonl", case("vn-w16")), "--json")
    whole = json.loads(done.stdout)
    equal((done.returncode, [row["case"] for row in whole["cases"]], [row["place"] for row in whole["unread"]]), (1, ["vn-w16"], ["nowhere.jsonl"]))


@test("a folder of cases; a case that is open ends with 3 and says so")
def _():
    folder = pathlib.Path(SCRATCH.name) / "folder" / "deep"
    folder.mkdir(parents=True)
    (folder / "a.json").write_text(json.dumps(case("vn-w17")))
    (folder.parent / "b.jsonl").write_text(json.dumps(case("cn-e28")) + "\n")
    done = run("audit", "report", str(folder.parent), "--json")
    equal(sorted(row["case"] for row in json.loads(done.stdout)["cases"]), ["cn-e28", "vn-w17"])
    equal((done.returncode, done.stderr), (3, b"1 case is not determined\n"))


@test("a correction that tells no day to count from is named, not guessed at")
def _():
    told = case("cn-e28")
    del told["corrections"][0]["act_day"]
    whole = paper(write("no-day.jsonl", told))
    equal(whole["exposure"], [])
    assert any("1" in note and "day of the wrong declaration" in note for note in whole["notes"]), whole["notes"]


# ---- the sample ----

def picked(seed, lines, count):
    return [json.loads(line)["id"] for line in sorted(lines, key=lambda line: hashlib.sha256(f"{seed}\n{line}".encode()).digest())[:count]]


def sampled(path, seed, count):
    return [row["case"] for row in paper(path, "--sample", str(count), "--seed", seed)["sample"] if row["step"] == row["case"]]


@test("the sample is what hash of seed and case says, and cases that are added do not reshuffle it")
def _():
    lines = [json.dumps(dict(case("cn-e28"), id=f"case-{i}")) for i in range(40)]
    few, all_of = write("few.jsonl", *lines[:30]), write("all.jsonl", *lines)
    for seed in ("7", "another seed"):
        equal(sampled(few, seed, 6), picked(seed, lines[:30], 6))
        equal(sampled(all_of, seed, 6), picked(seed, lines, 6))
    stay = set(picked("7", lines[:30], 6)) & set(picked("7", lines, 6))
    assert len(stay) >= 3, "most stay"
    equal(len(sampled(few, "7", 100)), 30)


@test("a case of the sample has its figures with every step, rule and article")
def _():
    rows = paper(write("one.jsonl", case("cn-e28")), "--sample", "1")["sample"]
    fine = [i for i, row in enumerate(rows) if row["step"] == "customs fine"][0]
    equal(rows[fine]["level"], 1)
    below = [row["step"] for row in rows[fine + 1:] if row.get("level", 0) > 1]
    assert "shortfall" in below and "found how" in below, below[:20]
    assert any("CN-PEN-24/c" in (row["rules"] or "") for row in rows) and any("PEN420 15(4)" in (row["article"] or "") for row in rows)
    assert any(row["lost"] for row in rows), "rules that lost"


# ---- forms ----

@test("text in three languages at 80 and 100 columns, HTML, CSV and XLSX")
def _():
    for language, title in (("en", "Audit report"), ("zh", "审计报告"), ("vi", "Báo cáo kiểm toán")):
        done = run("audit", "report", BOOK, "--lang", language)
        assert title in done.stdout.decode() and done.returncode == 3
        assert title in run("audit", "report", BOOK, "--lang", language, "--format", "html").stdout.decode()
    table = list(csv.reader(io.StringIO(run("audit", "report", BOOK, "--format", "csv", "--part", "exposure").stdout.decode(), newline="")))
    equal(len(table) - 1, len(WHOLE["exposure"]))
    sheets = zipfile.ZipFile(io.BytesIO(run("audit", "report", BOOK, "--format", "xlsx").stdout))
    assert b'name="exposure"' in sheets.read("xl/workbook.xml")


@test("a book of which not all is known does not say that no paper is missing")
def _():
    said = run("audit", "report", write("untold.jsonl", "{}")).stdout.decode()
    assert "None is known; not all could be determined." in said and "No paper is missing." not in said, said


@test("wrong use ends with 2 and says what is wrong")
def _():
    for words, said in ((("audit",), "report"), (("audit", "reprot", BOOK), "report"), (("audit", "report"), "file"), (("audit", "report", BOOK, "--format", "xslx"), "xlsx"),
                        (("audit", "report", BOOK, "--sample", "0"), "whole number"), (("audit", "report", BOOK, "--sample", "1001"), "1000"), (("audit", "report", BOOK, "--part", "cases"), "csv")):
        done = run(*words)
        equal((done.returncode, done.stdout), (2, b""), words)
        assert said in done.stderr.decode(), (words, done.stderr)


@test("audit-role: a table of names that an audit does not know is refused with its place")
def _():
    data = pathlib.Path(SCRATCH.name) / "data"
    shutil.copytree("data", data)
    for text, said in (("role,name\nfine,customs fine\n", "audit.csv:2:1: error: the role \"fine\" is none"), ("name\nx\n", "audit.csv:1:1: error: the table")):
        (data / "audit.csv").write_text(text)
        done = commands.run("audit", "report", BOOK, text=False, DECLARANT_DATA=str(data))
        assert done.returncode == 1 and said in done.stderr.decode() and "[audit-role]" in done.stderr.decode(), done.stderr


sys.exit(exit_code())
