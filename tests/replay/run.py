#!/usr/bin/env python3
"""tests/replay/run.py BINARY: recorded answers under newer law. Cases are recorded with a copy of the rulebooks in which one row is made another, and run again under those of the tree.

Expected figures are reckoned here from the case's value and the two rates; time limits and shares are those of the dossiers' rows named beside them.

Messages that are provoked: [no-case] [law-unwritable] [not-a-law] [no-rulebooks]
"""
# plain build only: tests/casework goes through the command under the sanitizers
import csv
import datetime
import decimal
import io
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE.parent / "ledger"))

import tap  # noqa: E402

CASES = ROOT / "examples/cases"
D = decimal.Decimal
TODAY = "2026-11-22"
CN_RATE = ("cn/import-vat.md", "| CN-VAT-04            | false       | false                    | 0.13 ", "| CN-VAT-04            | false       | false                    | {} ")
VN_RATE = ("vn/vat.md", "| R-08   | false               | 0.08 ", "| R-08   | false               | {} ")
IN_RATE = ("in/igst.md", '"software"                                                        | -                           | -                             | 0.18 ', '"software"                                                        | -                           | -                             | {} ')


class Desk:
    """A ledger of its own in a folder of its own."""

    def __init__(self, binary, folder, name):
        self.binary, self.folder = binary, pathlib.Path(folder) / name
        self.folder.mkdir()
        self.pages = 0

    def run(self, *words, now=f"{TODAY}T12:00:00.000000Z", text=True, **env):
        environment = dict(os.environ, DECLARANT_LEDGER=str(self.folder / "ledger"), DECLARANT_NOW=now, DECLARANT_USER="Li Na", DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"),
                           DECLARANT_DATA=str(ROOT / "data"), LC_ALL="C.UTF-8", NO_COLOR="1", TMPDIR=str(self.folder), **env)
        done = subprocess.run([str(self.binary), *map(str, words)], capture_output=True, text=text, env=environment, cwd=self.folder, timeout=120)
        return done.returncode, done.stdout, done.stderr

    def copy(self, *changes):
        """Rulebooks of the countries that are named in which each (page, text, other text) stands otherwise."""
        self.pages += 1
        place = self.folder / f"pages{self.pages}"
        place.mkdir()
        for name in ("facts.md", "answers.md"):
            shutil.copy(ROOT / "rulebooks" / name, place)
        for name in {"world", "cn", *(page.split("/")[0] for page, _, _ in changes if "/" in page)}:
            shutil.copytree(ROOT / "rulebooks" / name, place / name)
        for page, text, other in changes:
            path = place / page
            words = path.read_text(encoding="utf-8")
            assert words.count(text) == 1, (page, text, words.count(text))
            path.write_text(words.replace(text, other), encoding="utf-8")
        return place

    def keep(self, case, pages, *more, now="2026-03-11T09:00:00.000000Z", **facts):
        """A case of examples/cases, with facts of its first shipment told besides, recorded under these pages."""
        told = json.loads((CASES / f"{case}.json").read_text())
        told["shipments"][0].update(facts)
        path = self.folder / f"{case}.json"
        path.write_text(json.dumps(told))
        code, out, talk = self.run("case", "new", path, "--id", case, now=now)
        assert code == 0, out + talk
        code, out, talk = self.run("case", "record", case, "--rulebooks", pages, *more, now=now)
        assert code in (0, 3), out + talk

    def add(self, case, kind, **body):
        path = self.folder / "body.json"
        path.write_text(json.dumps(body))
        code, out, talk = self.run("case", "add", case, kind, path)
        assert code == 0, out + talk

    def newer(self, *words, exit=5, **env):
        code, out, talk = self.run("replay", *(words or ("--all",)), "--newer", "--json", **env)
        if code != exit:
            return {"exit": code, "out": out, "talk": talk, "cases": [], "totals": [], "changes": [], "counts": {}, "claims": [], "disclose": [], "terms": [], "not_run": []}
        return json.loads(out)


def case_of(paper, name):
    return next((case for case in paper["cases"] if case["case"] == name), {})


def same(title, found, expected):
    tap.report(title, found == expected, f"found {found}\nexpected {expected}")


def way_of(paper, way, announced=None):
    found = [row for row in paper["disclose"] if row["way"] == way and row["check_announced"] in (announced, None)]
    return found[0] if found else {}


def half_up(number, places):
    return number.quantize(D(1).scaleb(-places), decimal.ROUND_HALF_UP)


def plain(number):
    return format(D(number).normalize(), "f")


# ---- paid too little ----

def too_little(binary, folder):
    """cn-e15 is worth 556.00; import VAT 13 % (CN-VAT-04). The recorded pages said 12 %."""
    desk = Desk(binary, folder, "little")
    desk.keep("cn-e15", desk.copy((*CN_RATE[:2], CN_RATE[2].format("0.12"))))
    short = D("556") * D("0.13") - D("556") * D("0.12")
    draft = desk.newer()
    one = case_of(draft, "cn-e15")
    same("a draft owes nothing and is made anew", (one.get("standing"), one.get("means"), draft["totals"] and draft["totals"][0]["owes"], draft["disclose"]), ("draft", "make anew", "0", []))
    desk.add("cn-e15", "declaration", number="D-1", day="2026-03-10")
    paper = desk.newer()
    one = case_of(paper, "cn-e15")
    same("a declared case owes the difference", (one.get("standing"), one.get("means"), one.get("border_moved"), paper["totals"] and paper["totals"][0]["owes"]), ("declared", "too little", plain(short), plain(short)))
    change = next((row for row in paper["changes"] if row["what"] == "import VAT"), {})
    same("by the row that says otherwise now, with article and day of publication",
         (change.get("rows_before"), change.get("rows_after"), change.get("article"), change.get("published"), change.get("before"), change.get("after")),
         ("CN-VAT-04", "CN-VAT-04", "VATL2024 10(1)", "2024-12-25", "66.72", "72.28"))
    same("published in 2024, it could have been known in 2026", (one.get("known"), one.get("known_day")), ("known then", "2026-03-10"))
    disclosure(paper, short)


def disclosure(paper, short):
    """30 to 200 % of the tax missed (CN-PEN-02), 0.05 % a day (CN-PEN-11), none when told within 12 months (CN-PEN-24); three years (CN-PEN-11, CN-PEN-12)."""
    days = (datetime.date.fromisoformat(TODAY) - datetime.date(2026, 3, 10)).days
    late = half_up(short * D("0.0005") * days, 2)
    own = way_of(paper, "declared by importer", False)
    same("told before customs asks: tax and late fee, no fine, until twelve months are over", (own.get("tax"), own.get("fine"), own.get("late"), own.get("total"), own.get("until")), (plain(short), "0", plain(late), plain(short + late), "2027-03-10"))
    found = way_of(paper, "found in audit")
    same("found in an audit: twice the tax at most on top", (found.get("fine"), found.get("total")), (plain(half_up(2 * short, 2)), plain(short + late + half_up(2 * short, 2))))
    same("customs may ask for three years", {(row["until"], row["over"]) for row in paper["terms"]}, {("2029-03-10", False)})


# ---- paid too much ----

def too_much(binary, folder):
    """The recorded pages said 14 %; claimed back within three years of payment (CN-PEN-13)."""
    desk = Desk(binary, folder, "much")
    desk.keep("cn-e15", desk.copy((*CN_RATE[:2], CN_RATE[2].format("0.14"))), tax_paid_on="2026-03-20")
    desk.add("cn-e15", "filing", number="F-1", day="2026-03-20")
    paper = desk.newer()
    one = case_of(paper, "cn-e15")
    over = D("556") * D("0.14") - D("556") * D("0.13")
    same("what was paid too much is a gain", (one.get("standing"), one.get("means"), one.get("border_moved"), paper["totals"] and paper["totals"][0]["gains"]), ("paid", "too much", plain(-over), plain(over)))
    same("claimed back within three years of payment", [(row["term"], row["until"], row["article"]) for row in paper["claims"]], [("refund of overpaid tax", "2029-03-20", "TL2024 51")])
    late = desk.newer("--all", "--as-of", "2029-03-21")
    same("and over on the day after", [row["over"] for row in late["claims"]], [True])
    same("nothing is disclosed then", paper["disclose"], [])
    code, _, _ = desk.run("replay", "--all", "--newer", "--fail-on", "owes")
    same("--fail-on owes: nobody owes", code, 0)
    code, _, _ = desk.run("replay", "--all", "--newer", "--fail-on", "money")
    same("--fail-on money: money moved", code, 5)


def not_told(binary, folder):
    """Without the day of payment no time limit is known, and what would tell it is named."""
    desk = Desk(binary, folder, "untold")
    desk.keep("cn-e15", desk.copy((*CN_RATE[:2], CN_RATE[2].format("0.14"))))
    desk.add("cn-e15", "declaration", number="D-1", day="2026-03-10")
    paper = desk.newer()
    same("the fact that is missing is named", [(row["until"], row["missing"]) for row in paper["claims"]], [(None, "tax paid on")])


# ---- rows that came, readings that came ----

def missing_row(binary, folder):
    """The recorded pages lacked a row: the paper it asks for is new, and no money moves."""
    desk = Desk(binary, folder, "row")
    page = (ROOT / "rulebooks/cn/penalties.md").read_text(encoding="utf-8")
    risk = next(line for line in page.splitlines() if line.startswith("| CN-PEN-02/x "))
    desk.keep("cn-e15-exposure", desk.copy(("cn/penalties.md", risk + "\n", "")))
    paper = desk.newer()
    change = next((row for row in paper["changes"] if row["what"] == "customs finds the shortfall first"), {})
    same("what a new row asks for is new", (change.get("change"), change.get("list"), change.get("rows_after"), change.get("published")), ("added", "risks", "CN-PEN-02/x", "2004-09-19"))
    same("and moves no money at the border", case_of(paper, "cn-e15-exposure").get("border_moved"), "0")
    code, _, _ = desk.run("replay", "--all", "--newer", "--fail-on", "money")
    same("--fail-on money: none moved", code, 0)


def published_later(binary, folder):
    """Newer pages with a row of 12 % from 2026-03-01 on, published on 2026-05-01: nobody could know it on 2026-03-10."""
    desk = Desk(binary, folder, "later")
    desk.keep("cn-e15", ROOT / "rulebooks")
    desk.add("cn-e15", "declaration", number="D-1", day="2026-03-10")
    page = (ROOT / "rulebooks/cn/import-vat.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith("| CN-VAT-04 "))
    source = next(line for line in (ROOT / "rulebooks/cn/import-vat.md").read_text(encoding="utf-8").splitlines() if line.startswith("| VATL2024 "))
    cells = [cell.strip() for cell in source.strip("|").split("|")]
    later = "| " + " | ".join(["RETRO26", "A decree of the test", "regulation", *cells[3:]]) + " |"
    later = later.replace(cells[[i for i, cell in enumerate(cells) if cell == "2024-12-25"][0]], "2026-05-01")
    newer = desk.copy(("cn/import-vat.md", row, row.replace("2026-01-01 ..  ", "2026-01-01 .. 2026-02-28") + "\n" + row.replace("CN-VAT-04 ", "CN-VAT-04/x ").replace("0.13", "0.12").replace("2026-01-01 ..", "2026-03-01 ..").replace("VATL2024 10(1)", "RETRO26 1")), ("cn/import-vat.md", source + "\n", source + "\n" + later + "\n"))
    paper = desk.newer("--all", "--under", newer)
    one = case_of(paper, "cn-e15")
    same("a row published later could not be known", (one.get("known"), one.get("means"), one.get("border_moved"), paper["totals"] and paper["totals"][0]["published_later"]), ("published later", "too much", "-5.56", 1))
    asked = case_of(desk.newer("--all", "--under", newer, "--known-on", "2026-05-01"), "cn-e15")
    same("on the day it was published it could", (asked.get("known"), asked.get("known_day")), ("known then", "2026-05-01"))
    asked = case_of(desk.newer("--all", "--under", newer, "--known-on", "2026-04-30"), "cn-e15")
    same("the day before it could not", asked.get("known"), "published later")


def another_reading(binary, folder):
    """The recorded pages did not know reading B of an open question: the answer stands, what it may come to does not."""
    desk = Desk(binary, folder, "reading")
    name, line = reading_b()
    desk.keep("cn-e15", desk.copy((name, line + "\n", "")))
    paper = desk.newer()
    one = case_of(paper, "cn-e15")
    change = next((row for row in paper["changes"] if row["list"] == "readings" and row["change"] == "added"), {})
    same("which reading, since when it could be known", (change.get("what"), change.get("of"), change.get("question"), change.get("known")), ("semiconductor carriers valued alone", "B", True, "known then"))
    same("a reading that came is told", (one.get("outcome"), one.get("readings_differ"), one.get("border_moved")), ("changed", True, "0"))


def reading_b():
    for path in sorted((ROOT / "rulebooks/cn").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        at = text.find("### Open question: `semiconductor carriers valued alone`")
        if at >= 0:
            line = next(line for line in text[at:].splitlines() if line.startswith("| B "))
            if text.count(line + "\n") == 1:
                return f"cn/{path.name}", line
    raise AssertionError("the question is gone")


def own_pages(binary, folder):
    """A house's own pages stand in the ledger with the record: newer law is asked with them, and its fees do not go."""
    desk = Desk(binary, folder, "house")
    old = desk.copy((*CN_RATE[:2], CN_RATE[2].format("0.12")))
    desk.keep("cn-e15", old, "--house", ROOT / "examples/house")
    desk.keep("vn-w11", ROOT / "rulebooks")
    paper = desk.newer()
    same("only what the law says changes", [row["what"] for row in paper["changes"] if row["list"] == "lines"], ["import VAT"])
    same("and it could have been known", case_of(paper, "cn-e15").get("known"), "known then")


# ---- three countries ----

def three_countries(binary, folder):
    """Each country's own currency and rules: VN 8 % of 1,039,500,000 (R-08) recorded at 5 %, IN 18 % of 100,000 (IN-IGS-2) recorded at 12 %."""
    desk = Desk(binary, folder, "three")
    old = desk.copy((*CN_RATE[:2], CN_RATE[2].format("0.12")), (*VN_RATE[:2], VN_RATE[2].format("0.05")), (*IN_RATE[:2], IN_RATE[2].format("0.12")))
    for case, day in (("cn-e15", "2026-03-10"), ("vn-additions-2026", entry_day("vn-additions-2026")), ("in-update-disc-2018", "2018-05-10")):
        desk.keep(case, old)
        desk.add(case, "declaration", number=f"D {case}", day=day)
    paper = desk.newer()
    vn, india = D(1039500000) * (D("0.08") - D("0.05")), D(100000) * (D("0.18") - D("0.12"))
    same("sums by country and currency", [(row["jurisdiction"], row["currency"], row["owes"]) for row in paper["totals"]], [("CN", "CNY", "5.56"), ("IN", "INR", plain(india)), ("VN", "VND", plain(vn))])
    days = (datetime.date.fromisoformat(TODAY) - datetime.date(2018, 5, 10)).days
    ways = [row for row in paper["disclose"] if row["case"] == "in-update-disc-2018"]
    low = half_up(india * D("0.18") * days / 365, 0)
    same("India: 18 % a year on duty paid short (IN-DOC-25)", {row["late"] for row in ways}, {plain(low)})
    ways = [row for row in paper["disclose"] if row["case"] == "vn-additions-2026" and row["way"] == "found in audit"]
    same("Viet Nam: the tax that is short", [row["tax"] for row in ways], [plain(vn)])
    same("most money first in each currency", [row["case"] for row in paper["cases"]], ["cn-e15", "in-update-disc-2018", "vn-additions-2026"])


def entry_day(case):
    return json.loads((CASES / f"{case}.json").read_text())["shipments"][0]["entry_day"]


# ---- what was done ----

def standings(binary, folder):
    """Which determination an act rests on: the one it names, else the newest before it."""
    desk = Desk(binary, folder, "standing")
    old = desk.copy((*CN_RATE[:2], CN_RATE[2].format("0.12")))
    desk.keep("cn-e15", old)
    desk.run("case", "record", "cn-e15", "--rulebooks", old, now="2026-03-12T09:00:00.000000Z")
    paper = desk.newer()
    same("of two determinations the newer is the draft", sorted(case["standing"] for case in paper["cases"]), ["draft", "overtaken"])
    first = min(paper["cases"], key=lambda case: case["made_at"])["record"]
    desk.add("cn-e15", "declaration", number="D-1", day="2026-03-10", determination=first)
    paper = desk.newer()
    same("the declaration names the first", {case["record"] == first: case["standing"] for case in paper["cases"]}, {True: "declared", False: "draft"})
    same("the declared one comes first", [case["standing"] for case in paper["cases"]], ["declared", "draft"])
    same("only the declared one owes", paper["totals"][0]["owes"] if paper["totals"] else None, "5.56")


def tasks(binary, folder):
    desk = Desk(binary, folder, "tasks")
    desk.keep("cn-e15", desk.copy((*CN_RATE[:2], CN_RATE[2].format("0.12"))))
    desk.add("cn-e15", "declaration", number="D-1", day="2026-03-10")
    made = [desk.newer("--all", "--tasks")["counts"].get("tasks") for _ in range(2)]
    same("a task for the case that changed, once", made, [1, 0])
    records = json.loads(desk.run("case", "show", "cn-e15", "--json")[1])
    same("the ledger has one task", json.dumps(records).count('"task"'), 1)
    code, _, talk = desk.run("ledger", "check")
    same("and is whole", code, 0)
    code, _, _ = desk.run("case", "status", "cn-e15")
    same("the case's own work is told as before", code in (0, 3), True)


# ---- what cannot be run ----

def refused_facts(binary, folder):
    """Newer pages that no longer take a value which the case tells: a quantity of 10."""
    desk = Desk(binary, folder, "refused")
    desk.keep("cn-e15", ROOT / "rulebooks")
    desk.keep("vn-w11", ROOT / "rulebooks")
    facts = (ROOT / "rulebooks/facts.md").read_text(encoding="utf-8")
    line = next(line for line in facts.splitlines() if line.startswith("| quantity "))
    newer = desk.copy(("facts.md", line, line.replace("| > 0 ", "| > 99 ")))
    paper = desk.newer("cn-e15", "--under", newer, exit=3)
    same("a case whose facts are refused is told with the reason", [(row["case"], "quantity" in row["why"]) for row in paper["not_run"]], [("cn-e15", True)])
    same("and counted", paper["counts"].get("not_run"), 1)


def erased(binary, folder):
    desk = Desk(binary, folder, "erased")
    desk.keep("cn-e15", desk.copy((*CN_RATE[:2], CN_RATE[2].format("0.12"))))
    place = desk.folder / "ledger"
    with sqlite3.connect(place) as database:
        (body,) = database.execute("SELECT body FROM record WHERE kind = 'determination'").fetchone()
    facts = json.loads(body)["facts"]
    with sqlite3.connect(place) as database:  # as `evidence erase` leaves a blob behind
        database.execute("DROP TRIGGER blob_stays")
        database.execute("UPDATE blob SET bytes = NULL WHERE hash = ?", (facts,))
    paper = desk.newer(exit=3)
    same("facts that are erased are told", [case["outcome"] for case in paper["cases"]], ["erased"])


def broken(binary, folder):
    """A record that its own law does not give: integrity, whatever else changed."""
    import run as ledger_tests  # noqa: PLC0415 (tests/ledger/run.py)
    desk = Desk(binary, folder, "broken")
    desk.keep("vn-w11", ROOT / "rulebooks")
    ledger_tests.forge(desk.folder / "ledger")
    paper = desk.newer(exit=6)
    same("a record that is not reproduced ends with 6 and is named", [(case["outcome"], "status" in case.get("remark", "")) for case in paper["cases"]], [("broken", True)])


def no_room(binary, folder):
    """A folder for temporary files that is not there is said as such, in both forms."""
    desk = Desk(binary, folder, "room")
    desk.keep("cn-e15", desk.copy((*CN_RATE[:2], CN_RATE[2].format("0.12"))))
    nowhere = {"TMPDIR": str(desk.folder / "nowhere")}
    environment = dict(os.environ, DECLARANT_LEDGER=str(desk.folder / "ledger"), LC_ALL="C.UTF-8", NO_COLOR="1", DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"), DECLARANT_DATA=str(ROOT / "data"), **nowhere)
    for words, exit in ((("replay", "--all"), 1), (("replay", "--all", "--newer"), 3)):
        done = subprocess.run([str(binary), *words], capture_output=True, text=True, env=environment)
        same(f"{' '.join(words)}: what stood in the way is said", (done.returncode, "do not say what they said" in done.stdout, "could not lay out the law's pages" in done.stdout + done.stderr), (exit, False, True))


# ---- the command ----

def the_law_of_a_day(binary, folder):
    """--to: 2019-03-31 still had 16 % (CN-VAT-02): 556.00 x 0.16 less 0.13; nobody owes it."""
    desk = Desk(binary, folder, "day")
    desk.keep("cn-e15", ROOT / "rulebooks")
    desk.add("cn-e15", "declaration", number="D-1", day="2026-03-10")
    paper = desk.newer("--all", "--to", "2019-03-31")
    one = case_of(paper, "cn-e15")
    same("the law of another day moves the charge", next((row["moved"] for row in paper["changes"] if row["what"] == "import VAT"), None), plain(D("556") * (D("0.16") - D("0.13"))))
    same("and nothing is disclosed or claimed", (one.get("known"), paper["disclose"], paper["claims"]), (None, [], []))


def nothing_newer(binary, folder):
    desk = Desk(binary, folder, "same")
    desk.keep("cn-e15", ROOT / "rulebooks")
    desk.keep("vn-w11", ROOT / "rulebooks")
    code, out, talk = desk.run("replay", "--all", "--newer")
    same("under the very pages nothing changed", (code, talk, out.splitlines()[0]), (0, "", "2 recorded answers: 2 say what they said, 0 changed."))
    paper = desk.newer("--all", "--from", "vn-w11", exit=0)
    same("--from begins with a case", [case["case"] for case in paper["cases"]], ["vn-w11"])
    paper = desk.newer("--all", "--changed", exit=0)
    same("--changed leaves out what did not", paper["cases"], [])
    code, _, talk = desk.run("replay", "--all", "--newer", "--from", "nobody")
    same("a case that is not there [no-case]", (code, "[no-case]" in talk), (1, True))
    with sqlite3.connect(desk.folder / "ledger") as database:
        (law,) = database.execute("SELECT hash FROM record WHERE kind = 'law'").fetchone()
    same("--under a law of the ledger", desk.newer("--all", "--under", law, exit=0)["counts"].get("same"), 2)


def misused(binary, folder):
    desk = Desk(binary, folder, "misused")
    desk.keep("cn-e15", ROOT / "rulebooks")
    for words in (("--all", "--tasks"), ("--all", "--newer", "--fail-on", "much"), ("--all", "--newer", "--to", "soon"), ("--all", "--newer", "--to", "2026-01-01", "--tasks"), ("--newer",), ("cn-e15", "--all", "--newer"), ("--all", "--newer", "--days", "0")):
        code, _, talk = desk.run("replay", *words)
        same(f"replay {' '.join(words)} is wrong use", (code, talk != ""), (2, True))


def no_law(binary, folder):
    desk = Desk(binary, folder, "no-law")
    desk.keep("cn-e15", desk.copy())
    with sqlite3.connect(desk.folder / "ledger") as database:
        (record,) = database.execute("SELECT hash FROM record WHERE kind = 'determination'").fetchone()
    (desk.folder / "empty").mkdir()
    for under, name in ((record, "not-a-law"), (desk.folder / "empty", "no-rulebooks"), ("sha256:12345678", "no-record")):
        code, _, talk = desk.run("replay", "--all", "--newer", "--under", under)
        same(f"--under what is no law [{name}]", (code, f"[{name}]" in talk), (1, True))


def forms_and_languages(binary, folder):
    desk = Desk(binary, folder, "forms")
    desk.keep("cn-e15", desk.copy((*CN_RATE[:2], CN_RATE[2].format("0.12"))))
    desk.add("cn-e15", "declaration", number="D-1", day="2026-03-10")
    plain_paper = desk.newer()
    rows = list(csv.DictReader(io.StringIO(desk.run("replay", "--all", "--newer", "--format", "csv")[1])))
    same("CSV has the cases", [(row["case"], row["border_moved"], row["means"]) for row in rows], [("cn-e15", "5.56", "too little")])
    book = desk.folder / "book.xlsx"
    code, _, _ = desk.run("replay", "--all", "--newer", "--format", "xlsx", "--output", book)
    same("XLSX has a sheet for each part", (code, zipfile.ZipFile(book).testzip()), (5, None))
    for language, word in (("zh", "少缴"), ("vi", "nộp thiếu")):
        told = desk.run("replay", "--all", "--newer", "--lang", language)[1]
        same(f"in {language}", word in told, True)
        other = json.loads(desk.run("replay", "--all", "--newer", "--json", "--lang", language)[1])
        same(f"what machines read is the same in {language}", [{key: row[key] for key in row if key != "remark"} for row in other["cases"]], [{key: row[key] for key in row if key != "remark"} for row in plain_paper["cases"]])
    page = desk.run("replay", "--all", "--newer", "--format", "html")[1]
    same("HTML", "<html" in page and "import VAT" in page, True)
    twice = [desk.run("replay", "--all", "--newer", "--json")[1] for _ in range(2)]
    same("the same twice", twice[0] == twice[1], True)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    memory = "/dev/shm"  # a ledger waits for its disk at each commit, which says nothing here
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        for test in (too_little, too_much, not_told, missing_row, published_later, another_reading, own_pages, three_countries, standings, tasks, refused_facts, erased, broken, no_room, the_law_of_a_day,
                     nothing_newer, misused, no_law, forms_and_languages):
            test(binary, folder)
    print(f"1..{tap.count}")
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
