#!/usr/bin/env python3
"""Papers in every form: what goes in, comes out the same, read by other people's readers.

The papers are made by tests/unit/paper_forms.c: a good one, one with what others may hand in, numbers and days at their edges, empty
ones, a long one, a wide one. JSON is read by Python, CSV by Python's csv, XLSX by zipfile and an XML parser, HTML by an XML parser.
"""
# plain build only: tests/casework goes through the commands under the sanitizers
import csv
import datetime
import io
import json
import pathlib
import re
import resource
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from tap import exit_code, report  # noqa: E402

FORMS = pathlib.Path(sys.argv[1]).resolve().parent / "unit" / "paper_forms"


def make(name, form, *more, okay=True):
    run = subprocess.run([FORMS, name, form, *more], capture_output=True, check=False)
    if okay and (run.returncode or run.stderr):
        raise AssertionError(f"{name} {form}: exit {run.returncode}: {run.stderr.decode()[:500]}")
    return run if not okay else run.stdout


def test(name):
    def wrap(function):
        try:
            function()
            report(name, True)
        except Exception as fault:  # a test that cannot even read what was written has failed, too
            report(name, False, f"{type(fault).__name__}: {fault}")
    return wrap


def equal(found, expected, what=""):
    assert found == expected, f"{what}: {found!r} instead of {expected!r}"


def tables(name, *more):
    return json.loads(make(name, "json", *more), parse_float=Decimal, parse_int=Decimal)


# What tests/unit/paper_forms.c hands in, in its order; written here anew.
HOSTILE = [
    '=HYPERLINK("http://x","y")', "+1+1", "-1+1", "-12.50", "@SUM(A1)", "\t=1+1", "\r=1", "\n=1", "</td></tr><script>alert(1)</script>", "a\0b", "\x1b[31mred\x07",
    "\u202eevil\u202c", '"quoted", and\r\nlines', "_x0041_", "\uff1d1+1", "&amp; &#60; ]]>", "\uffff", "{=SUM(A1:A2)}", "http://x.example/", "\U0001f414", "",
]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
HIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def seen(text):
    """As people see it: hidden letters as U+FFFD, line ends one letter."""
    text = text.replace("\r\n", "\n")
    return "".join("\ufffd" if HIDDEN.match(letter) or letter == "\t" else letter for letter in text)


# ---- JSON ----

@test("JSON: what was handed in comes out as it was, counts as numbers, amounts, rates, codes and days as text")
def _():
    paper = tables("good")
    equal(paper["verdict"], {"is": "red", "says": "Do not pay yet: one gate is red, one is not known."})
    equal([row["state"] for row in paper["gates"]], ["red", "green", "unknown"])
    equal(paper["gates"][1]["by"], None)
    assert "remark" in paper["gates"][0] and "remark" not in paper["gates"][1]
    last = paper["amounts"][2]
    equal((last["amount"], last["rate"], last["code"]), ("1234567890123456789012345678901.234", "0.0333333333333333333333333333333333", "8523.49.10"))
    equal([row["paid"] for row in paper["amounts"]], [True, False, None])
    equal(paper["amounts"][1]["level"], 1)
    equal((last["pieces"], paper["parties"]["sum"], paper["parties"]["told"]), (Decimal("2.50"), "50000", None))
    equal((paper["clauses"], paper["silent"]), ([], []))


@test("JSON: keys and values are the same in every language")
def _():
    def bare(paper):
        return {key: value for key, value in paper.items() if key not in ("title", "notes", "verdict")}
    english = bare(tables("good", "0"))
    for language in ("1", "2"):
        equal(bare(tables("good", language)), english)


@test("JSON: hostile text is text, and nothing but a plain number is a number")
def _():
    paper = tables("hostile")
    for row, text in zip(paper["cells"], HOSTILE, strict=True):
        equal(row["number"], Decimal("-12.50") if text == "-12.50" else text or None)
        for key in ("text", "amount", "rate"):
            equal(row[key], text or None)
    plain = [row["number"] for row in tables("numbers")["numbers"]]
    equal(plain[-6:], ["1e5", "007", "1.", ".5", "+5", "12,5"])
    assert all(isinstance(number, Decimal) for number in plain[:-6]), plain


@test("JSON: one line where it is asked for")
def _():
    line = make("good", "line")
    equal(line.count(b"\n"), 0)
    equal(json.loads(line, parse_float=Decimal, parse_int=Decimal), tables("good"))


# ---- CSV ----

def rows(name, *more):
    text = make(name, "csv", "0", *more).decode()
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@test("CSV: the main table, or the one that is named; keys stand in its header")
def _():
    table = rows("good")
    equal(table[0], ["gate", "state", "by", "article", "remark"])
    equal(table[2], ["payee equals contract party", "green", "", "X2 7; X3 1", ""])
    equal(rows("good", "amounts")[3][4], "1234567890123456789012345678901.234")
    equal(rows("good", "parties"), [["payer", "payee", "sum", "on", "told"], ["Buyer Co.", "Vendor Inc.", "50000", "2025-12-05", ""]])
    assert make("good", "csv").count(b"\r\n") == 4


@test("CSV: nothing that a spreadsheet reckons with, and all of it can be had back")
def _():
    for row, text in zip(rows("hostile")[1:], HOSTILE, strict=True):
        for cell in row[:8]:
            guarded = text.startswith(FORMULA) and text != "-12.50"
            equal(cell, "'" + text if guarded else text)
    for row in rows("hostile", "record"):
        assert not any(cell.startswith(FORMULA) and cell != "-12.50" for cell in row), row


@test("CSV: no columns, no rows, no parts")
def _():
    equal(make("empty", "csv"), b"\r\n")
    equal(rows("empty", "rows_of_nothing"), [["remark"], [], ["below nothing"]])
    equal(make("bare", "csv"), b"")


@test("CSV: 100,000 rows")
def _():
    table = rows("many")
    equal(len(table), 100001)
    equal(table[100000], ["99999", "699993.99", "row 99999"])


@test("no-part: a part that is not there is told with those that are")
def _():
    run = make("good", "csv", "0", "gate", okay=False)
    equal(run.returncode, 1)
    assert b"[no-part]" in run.stderr and b"gates, amounts, parties" in run.stderr, run.stderr


# ---- XLSX ----

NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class Workbook:
    """A spreadsheet as its parts say it is: sheets by name, a cell by its place as (type, text, number format)."""

    def __init__(self, content):
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        assert self.zip.testzip() is None
        for name in self.zip.namelist():
            ET.fromstring(self.zip.read(name))  # each part is well-formed
        self.strings = [unescape("".join(node.itertext())) for node in self.xml("xl/sharedStrings.xml").findall("x:si", NS)]
        styles = self.xml("xl/styles.xml")
        forms = {node.get("numFmtId"): node.get("formatCode") for node in styles.findall("x:numFmts/x:numFmt", NS)}
        self.formats = [forms.get(node.get("numFmtId"), "") for node in styles.findall("x:cellXfs/x:xf", NS)]
        names = [node.get("name") for node in self.xml("xl/workbook.xml").findall("x:sheets/x:sheet", NS)]
        self.sheets = {name: self.xml(f"xl/worksheets/sheet{i}.xml") for i, name in enumerate(names, 1)}

    def xml(self, name):
        return ET.fromstring(self.zip.read(name))

    def cells(self, sheet):
        found = {}
        for node in self.sheets[sheet].iter("{%s}c" % NS["x"]):
            assert node.find("x:f", NS) is None, "a formula"
            value = node.find("x:v", NS)
            if value is None:
                continue
            form = self.formats[int(node.get("s", "0"))]
            found[node.get("r")] = (self.strings[int(value.text)], form) if node.get("t") == "s" else (Decimal(value.text), form)
        return found


def unescape(text):
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found.group(1), 16)), text)


@test("XLSX: a sheet about the paper, then one a part; the header stays")
def _():
    book = Workbook(make("good", "xlsx"))
    equal(list(book.sheets), ["about", "gates", "amounts", "parties", "clauses", "silent"])
    for name, sheet in book.sheets.items():
        pane = sheet.find("x:sheetViews/x:sheetView/x:pane", NS)
        equal((pane.get("state"), pane.get("ySplit")), ("frozen", "1"), name)
    about = book.cells("about")
    text = [value for value, _ in about.values()]
    for said in ("Do not pay yet: one gate is red, one is not known.", "Rates are those of the day of entry.", "No clause of the contract was read.",
                 "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", "2025-12-05", "This is not legal advice."):
        assert said in text, said


@test("XLSX: exact digits as text, a number beside them, codes as text, days as days")
def _():
    book = Workbook(make("good", "xlsx"))
    cells = book.cells("amounts")
    equal([cells[place][0] for place in ("A1", "B1", "C1", "D1", "E1", "F1", "G1", "H1", "I1")],
          ["Line", "Code", "Pieces", "Rate", "Rate (number)", "Amount", "Amount (number)", "Currency", "Paid"])
    equal([cells[place] for place in ("B3", "F2")], [("00012345", "@"), ("828450.5", "@")])
    equal([cells[place][0] for place in ("C2", "G2", "G3")], [Decimal(3), Decimal("828450.5"), Decimal(-7890000)])
    equal(cells["F4"][0], "1234567890123456789012345678901.234")
    assert "G4" not in cells and "E4" not in cells, "a number that fifteen digits do not hold"
    # 2025-12-05: Python's days since 1899-12-30, where the count of spreadsheets begins
    day = book.cells("gates")["C2"]
    equal((day[0], day[1].replace("\\", "")), (Decimal((datetime.date(2025, 12, 5) - datetime.date(1899, 12, 30)).days), "yyyy-mm-dd"))


@test("XLSX: numbers stand only where fifteen digits hold them")
def _():
    book = Workbook(make("numbers", "xlsx"))
    cells = book.cells("numbers")
    for i, row in enumerate(tables("numbers")["numbers"], 2):
        number = row["number"]
        exact = isinstance(number, Decimal) and len("".join(map(str, number.as_tuple().digits)).strip("0")) <= 15
        if exact:
            equal(Decimal(repr(float(cells[f"C{i}"][0]))), Decimal(repr(float(number))), str(number))
        elif isinstance(number, Decimal):
            assert f"C{i}" not in cells, number
        if isinstance(number, str):
            equal(cells[f"B{i}"][0], number)
    days = book.cells("days")
    equal([isinstance(days[f"A{i}"][0], Decimal) for i in range(2, 10)], [True, True, True, False, True, False, False, False])


@test("XLSX: hostile text is text: no formula, no link, no letter by its number")
def _():
    content = make("hostile", "xlsx")
    book = Workbook(content)
    assert not any("rels" in name and "sheet" in name for name in book.zip.namelist()), "a link"
    cells = book.cells("cells")
    for i, text in enumerate(HOSTILE, 2):
        if not text:
            continue
        equal(cells[f"B{i}"][0], seen(text), repr(text))
        equal(cells[f"A{i}"][0].lstrip(" "), seen(text).lstrip(" "), repr(text))


@test("XLSX: the same bytes for the same paper, and a container of 1980")
def _():
    first = make("good", "xlsx")
    equal(first, make("good", "xlsx"))
    days = {entry.date_time for entry in Workbook(first).zip.infolist()}
    equal(len(days), 1)
    assert b"1980-01-01T00:00:00Z" in Workbook(first).zip.read("docProps/core.xml")


@test("XLSX: empty parts, long names, long cells")
def _():
    book = Workbook(make("empty", "xlsx"))
    assert all(len(name) <= 31 for name in book.sheets), list(book.sheets)
    Workbook(make("bare", "xlsx"))
    cell = Workbook(make("wide", "xlsx")).cells("wide")["A2"][0]
    assert len(cell.encode("utf-16-le")) // 2 <= 32767 and cell.endswith("…"), len(cell)


@test("XLSX: 100,000 rows")
def _():
    cells = Workbook(make("many", "xlsx")).cells("many")
    equal((cells["A100001"][0], cells["B100001"][0], cells["C100001"][0], cells["D100001"][0]), (99999, "699993.99", Decimal("699993.99"), "row 99999"))


@test("sheet-rows: more rows than a sheet has are told, and CSV takes them")
def _():
    run = make("million", "xlsx", okay=False)
    equal((run.returncode, run.stdout), (1, b""))
    assert b"[sheet-rows]" in run.stderr and b"1048576" in run.stderr, run.stderr
    equal(make("million", "csv").count(b"\r\n"), 1048577)


@test("no-sheet: a system that gives no file is told")
def _():
    def no_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # every write to a file fails; Python leaves its signal ignored
    run = subprocess.run([FORMS, "good", "xlsx"], capture_output=True, check=False, restore_signals=False, preexec_fn=no_room)
    equal((run.returncode, run.stdout), (1, b""))
    assert b"could not write the spreadsheet" in run.stderr and b"[no-sheet]" in run.stderr, run.stderr


# ---- HTML ----

class Page:
    def __init__(self, content):
        self.text = content.decode()
        body = self.text.replace("<!DOCTYPE html>", "", 1)
        self.root = ET.fromstring(body)  # well-formed: every element closed, every attribute quoted

    def all(self, name):
        return list(self.root.iter(name))


def words(node):
    return "".join(node.itertext())


@test("HTML: well-formed in three languages, tables with captions and scopes, nothing from outside")
def _():
    for language, tag in (("0", "en"), ("1", "zh-Hans"), ("2", "vi")):
        page = Page(make("good", "html", language))
        equal(page.root.get("lang"), tag)
        for table in page.all("table"):
            assert words(table.find("caption")).strip()
            assert all(node.get("scope") in ("col", "row") for node in table.iter("th"))
        assert not page.all("script") and not page.all("img") and not page.all("link") and "url(" not in page.text
        assert "default-src 'none'" in page.text


@test("HTML: what people read: verdict, words, figures, remarks; silent parts are left out")
def _():
    page = Page(make("good", "html"))
    text = words(page.root.find("body"))
    for said in ("Do not pay yet", "1,234,567,890,123,456,789,012,345,678,901.234", "10.5%", "-7,890,000", "The payment is above the threshold", "No clause of the contract was read.", "This is not legal advice."):
        assert said in text, said
    assert "Silent" not in text and "Not told" not in text
    assert "7.890.000" in words(Page(make("good", "html", "2")).root.find("body"))


@test("HTML: hostile text is text")
def _():
    page = Page(make("hostile", "html"))
    assert not page.all("script") and not page.all("img") and not page.all("b")
    assert not re.search("[\0-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", page.text)
    found = [words(node).strip() for node in page.all("td")]
    for text in HOSTILE:
        assert not text or seen(text).replace("\n", "").strip() in found, repr(text)


@test("HTML: empty, wide and long papers")
def _():
    for name in ("empty", "bare", "wide", "numbers"):
        Page(make(name, "html"))
    equal(len(Page(make("many", "html")).all("tr")), 100001)


sys.exit(exit_code())
