#!/usr/bin/env python3
"""tests/classify/run.py BINARY: what `declarant hs assess` says of a code, and `declarant hs classify` of goods.

verdicts.tsv: a code, a case of examples/cases, the goods in it where it has several, and what is to be said, each with where that is
known from. Candidates are held against the table of the rulebook, read here as Markdown. What a name lets one guess stands in
GUESSES. Prints TAP.
"""
# budget: 60
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))
import tap  # noqa: E402

# name of the product, facts told of vn-w11's line, what is guessed: fact, value, is it told otherwise
GUESSES = (
    ("Accounts 7 on USB stick", {"medium": None}, {("medium", "flash", False)}),
    ("Accounts 7 on USB stick", {"medium": "flash"}, set()),
    ("Accounts 7 on USB stick", {"medium": "optical disc"}, {("medium", "flash", True)}),
    ("Accounts 7, busby edition", {"medium": None}, set()),  # "usb" is no word there
    ("Solid-state drive with firmware", {"medium": None, "content": "control software"}, {("medium", "solid-state disk", False)}),
    ("财务软件 固态硬盘", {"medium": None}, {("medium", "solid-state disk", False)}),  # not the shorter 硬盘, a hard disk
    ("Phần mềm ứng dụng trên ĐĨA CD", {"medium": None}, {("medium", "optical disc", False)}),
    ("Accounts 7", {"medium": None}, set()),
)


def run(binary, *words, data=ROOT / "data"):
    environment = dict(os.environ, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"), DECLARANT_DATA=str(data), LC_ALL="C.UTF-8", NO_COLOR="1")
    done = subprocess.run([binary, "hs", *map(str, words)], capture_output=True, text=True, env=environment, check=False)
    return done.returncode, done.stdout, done.stderr


def judge(binary, row):
    words = ["assess", row["code"], ROOT / "examples/cases" / f"{row['case']}.json"] + ([row["place"]] if row["place"] else [])
    code, out, talk = run(binary, *words, "--json")
    faults = [] if code == int(row["exit"]) else [f"exit {code}, expected {row['exit']}: {talk}"]
    if row["verdict"] and not faults:
        goods = json.loads(out)["goods"]
        told = [(one["verdict"], one["ground"]) for one in goods]
        faults += [] if told == [(row["verdict"], row["ground"])] else [f"told {told}"]
        faults += [] if row["says"] in out.replace('\\"', '"') else [f"nothing says {row['says']!r}: {out}"]
    tap.report(f"{row['code']} for {row['case']} {row['place']}: {row['verdict'] or 'refused'} {row['ground']}", not faults, "\n".join(faults))


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def rows_in_force(page, decision, day):
    """Row ids and plain codes of a table, of rows in force on the day."""
    lines = (ROOT / "rulebooks" / page).read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(f"### `{decision}`"))
    at = next(i for i in range(at, len(lines)) if lines[i].startswith("|"))
    header = cells(lines[at])
    found = {}
    for line in lines[at + 2:]:
        if not line.startswith("|"):
            return found
        row = dict(zip(header, cells(line)))
        first, _, last = row["in force"].partition("..")
        if row[".number"].startswith('"') and first.strip() <= day and (not last.strip() or day <= last.strip()):
            found[cells(line)[0].split(",")[0]] = row[".number"].strip('"')
    return found


def check_candidates(binary):
    for case, page, day in (("vn-w11", "vn/classification.md", "2025-12-05"), ("cn-us-disc", "cn/classification.md", None)):
        path = ROOT / "examples/cases" / f"{case}.json"
        day = day or json.loads(path.read_text(encoding="utf-8"))["shipments"][0]["entry_day"]
        code, out, talk = run(binary, "classify", path, "--json")
        told = {c["row"]: c["number"] for c in json.loads(out)["goods"][0]["candidates"] if "row" in c} if code == 0 else talk
        tap.report(f"{case}: every row of the day with a code is a candidate", told == rows_in_force(page, "commodity code", day), told)


def check_guesses(binary, folder):
    for number, (name, facts, wanted) in enumerate(GUESSES):
        case = json.loads((ROOT / "examples/cases/vn-w11.json").read_text(encoding="utf-8"))
        line = case["shipments"][0]["invoice_lines"][0]
        line["name"] = name
        for fact, value in facts.items():
            line.pop(fact, None)
            if value:
                line[fact] = value
        path = pathlib.Path(folder, "case.json")
        path.write_text(json.dumps(case), encoding="utf-8")
        _, out, talk = run(binary, "classify", path, "--json")
        told = {(one["fact"], one["value"], one["told_otherwise"]) for one in json.loads(out)["goods"][0]["guesses"]} if out else talk
        tap.report(f"guess {number + 1}: {name}", told == wanted, told)


def check_words(binary, folder):
    """The table of words at fault: told with its place, never half read."""
    data = pathlib.Path(folder, "data")
    data.mkdir()
    for one in (ROOT / "data").iterdir():
        if one.name != "product-words.csv":
            (data / one.name).symlink_to(one)
    for name, text in (("word-twice", "word,fact,value\nUSB,medium,flash\nusb,medium,other\n"), ("column-missing", "word,fact\nusb,medium\n")):
        (data / "product-words.csv").write_text(text, encoding="utf-8")
        code, out, talk = run(binary, "classify", ROOT / "examples/cases/vn-w11.json", data=data)
        tap.report(f"the table of words [{name}]", code == 1 and not out and f"[{name}]" in talk and "product-words.csv" in talk, talk + out)
    (data / "product-words.csv").unlink()
    code, out, talk = run(binary, "classify", ROOT / "examples/cases/vn-w11.json", data=data)
    tap.report("no table of words: nothing is guessed", code == 0 and "8523.49.11" in out, talk)


def check_pages(binary):
    """For people: the same verdict in three languages, no line wider than the screen."""
    path = ROOT / "examples/cases/vn-w11.json"
    for language, word in (("en", "wrong"), ("zh", "错误"), ("vi", "sai")):
        code, out, talk = run(binary, "assess", "8523.51.21", path, "--lang", language)
        tap.report(f"the page in {language}", code == 5 and word in out.splitlines()[0], out + talk)


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    with open(HERE / "verdicts.tsv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            judge(binary, row)
    check_candidates(binary)
    with tempfile.TemporaryDirectory() as folder:
        check_guesses(binary, folder)
        check_words(binary, folder)
    check_pages(binary)
    return tap.exit_code()


sys.exit(main())
