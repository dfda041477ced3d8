#!/usr/bin/env python3
# budget: 300
"""tests/sheet/run.py BINARY: the country sheet.

expected.tsv has what it must say, each line with its origin: the statements of the guide, question by question, and of the other
sources. The rest holds of every country and day: the guide's order, an article for each answer, "not read" where there is none, three
languages, and that the sheet's own tables name only what there is. Prints TAP.
"""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap
from tap import report

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = pathlib.Path(__file__).resolve().parent
DATA = ROOT / "data" / "sheet"
BINARY = str(pathlib.Path(sys.argv[1]).resolve())
COUNTRIES = sorted(path.name.upper() for path in (ROOT / "rulebooks").iterdir() if len(path.name) == 2)  # all that have pages
DAYS = ("1993-02-01", "1999-06-30", "2006-03-01", "2012-07-01", "2017-07-01", "2026-06-01")
sheets = {}


def run(*words):
    environment = dict(os.environ, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"), LC_ALL="C.UTF-8")
    return subprocess.run([BINARY, "sheet", *map(str, words)], capture_output=True, text=True, timeout=100, env=environment)


def sheet(country, day, language="en"):
    key = (country, day, language)
    if key not in sheets:
        sheets[key] = json.loads(run(country, "--as-of", day, "--json", "--lang", language).stdout)
    return sheets[key]


def table(name):
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answers(told, question, case):
    return [answer for asked in told["questions"] if asked["id"] == question for of in asked["cases"] if of["case"] == case for answer in of["answers"]]


# ---- what it must say ----

def check_expected():
    seen = set()
    for line in (HERE / "expected.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        origin, country, day, question, case, voice, name, part = line.split("\t")
        seen.add(origin.split(":")[0])
        found = [answer for answer in answers(sheet(country, day), question, case)
                 if answer["name"] == name and answer.get("voice", "-") == voice and "reading" not in answer]
        good = len(found) == 1 and (part == "-" or part in answer_words(found[0]))
        report(f"{origin}: {country} {day} {question} {case}, {voice}: {name}: {part}", good, found or "nothing of that name")
    wanted = {f"S2-{number}" for number in range(1, 35)}
    report("every statement of the guide on law is held, S2-1 to S2-34", wanted <= seen, sorted(wanted - seen))


def answer_words(answer):
    """Prohibitions and papers say what they are in their name's words."""
    return answer.get("says", "") + " " + answer["text"]


# ---- what holds everywhere ----

def check_order():
    asked = [(row["id"], row["part"]) for row in table("questions.csv")]
    parts = [part for _, part in asked]
    report("the parts are the guide's, in its order", sorted(set(parts)) == list("ABCDE") and parts == sorted(parts), parts)
    told = [question["id"] for question in sheet("IN", "2008-06-20")["questions"]]
    report("the sheet asks them in that order", told == [row for row, _ in asked], told)


def check_articles():
    for country in COUNTRIES:
        bare = []
        for day in DAYS:
            told = sheet(country, day)
            for question in told["questions"]:
                for case in question["cases"]:
                    bare += [f"{day} {question['id']} {case['case']}: {answer['name']}" for answer in case["answers"]
                             if not (answer["citations"] or answer.get("hangs_on")) or not all(cited["source"] and cited["confidence"] for cited in answer["citations"])]
        report(f"{country}: each answer has its article, or the facts it hangs on, on each of {len(DAYS)} days", not bare, "\n".join(bare))


def check_not_read():
    told = sheet("VN", "2026-03-16")
    case = next(case for question in told["questions"] if question["id"] == "C10" for case in question["cases"])
    report("what no page answers has no answer", not case["answers"])
    printed = run("VN", "--as-of", "2026-03-16").stdout
    block = printed.split("\nC10 ", 1)[1].split("\nC11 ", 1)[0]
    report("and is said to be not read", "not read" in block, block)


def check_languages():
    for language in ("zh", "vi"):
        lacking = [row["id"] for row in table("questions.csv") + [dict(row, id=row["case"]) for row in table("cases.csv")] if not row[language]]
        report(f"{language}: every question and case is translated", not lacking, lacking)
        english, told = sheet("CN", "2026-03-16"), sheet("CN", "2026-03-16", language)
        same = [question["id"] for question, other in zip(english["questions"], told["questions"]) if question["question"] == other["question"]]
        report(f"{language}: the questions are in it", not same, same)
    told = sheet("CN", "2026-03-16", "zh")
    plain = [answer["name"] for question in told["questions"] for case in question["cases"] for answer in case["answers"] if answer["text"].isascii()]
    report("zh: what answers has Chinese names", not plain, sorted(set(plain)))


def names_known():
    """Every name that an ask may give: of a catalogue, of a decision, a kind of charge."""
    known = set()
    for path in (ROOT / "data").glob("*.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            known |= {row.get("name") for row in csv.DictReader(file)}
    for path in (ROOT / "rulebooks").glob("*/*.md"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("### `"):
                known.add(line.split("`")[1])
    return known | {"CUD", "VAT", "not CUD"}


def check_tables():
    asks, questions, cases = table("asks.csv"), table("questions.csv"), table("cases.csv")
    ids = {row["id"] for row in questions}
    report("every ask is of a question", not {row["question"] for row in asks} - ids)
    silent = {row["id"] for row in questions if row["id"] != row["part"]} - {row["question"] for row in asks}
    report("every question is asked somewhere", not silent, sorted(silent))
    named = {row["case"] for row in cases}
    report("every case is asked, described and there", {row["case"] for row in asks} == named == {path.stem for path in DATA.glob("*.json")},
           [sorted({row["case"] for row in asks} ^ named), sorted(named ^ {path.stem for path in DATA.glob("*.json")})])
    unknown = sorted({row["name"] for row in asks if row["name"]} - names_known())
    report("every name is one of a catalogue or of a decision", not unknown, unknown)
    twice = [row for row in asks if asks.count(row) > 1]
    report("nothing is asked twice", not twice, twice)


# ---- the command ----

def check_command():
    done = run("in", "--as-of", "2008-06-20")
    report("a country may be written small", done.returncode == 0 and done.stdout.startswith("India: country sheet for 2008-06-20"), done.stderr)
    done = run("ZZ", "--as-of", "2020-01-01")
    report("a country without a page is not covered", done.returncode == 3 and not done.stdout and "ZZ" in done.stderr, done.stderr)
    done = run("IN", "--as-of", "1950-01-01")
    report("a day before all law is not covered", done.returncode == 3, done.stderr + done.stdout[:300])
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "sheet.txt"
        done = run("IN", "--as-of", "2008-06-20", "--output", path)
        report("--output writes what is printed without it", done.returncode == 0 and path.read_text(encoding="utf-8") == run("IN", "--as-of", "2008-06-20").stdout, done.stderr)


def check_diff():
    done = run("diff", "IN", "2008-06-20", "2008-06-20", "--json")
    report("a day does not differ from itself", done.returncode == 0 and json.loads(done.stdout)["changes"] == [], done.stdout[:300])
    told = json.loads(run("diff", "IN", "2003-06-01", "2008-06-20", "--json").stdout)
    found = [change for change in told["changes"] if change["id"] == "C3" and change.get("after", {}).get("voice") == "USCS" and change["after"]["name"] == "countervailing duty"]
    report("S2-21 and S2-9: the guide's counterpart of excise went from none to 12.36 %", len(found) == 1 and "0%" in found[0]["before"]["says"] and "12.36%" in found[0]["after"]["says"], found)
    back = json.loads(run("diff", "IN", "2008-06-20", "2003-06-01", "--json").stdout)
    report("backwards as many things differ", len(back["changes"]) == len(told["changes"]), [len(back["changes"]), len(told["changes"])])
    report("the text has both sides", "+ " in run("diff", "VN", "2024-06-30", "2025-07-01").stdout)


def main():
    check_tables()
    check_order()
    check_expected()
    check_articles()
    check_not_read()
    check_languages()
    check_command()
    check_diff()
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
