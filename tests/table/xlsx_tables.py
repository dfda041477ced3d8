"""Spreadsheets: what programs write is read cell by cell, what they should not have written is refused with its place.

Expected values are what was put in; days of serial numbers by Python's datetime, digits of floats by Python's repr, which is the shortest
text that reads back to the same float, too.
"""
import datetime
import random
import struct

from books import HEAD, MAIN, OFFICE, PACKAGE, Sheet, book, one


def day_of(serial, from_1904=False):
    if from_1904:
        return datetime.date(1904, 1, 1) + datetime.timedelta(serial)
    return datetime.date(1899, 12, 31 if serial < 60 else 30) + datetime.timedelta(serial)


def plain(number):
    """The float as plain digits, by Python's shortest repr and exact decimals."""
    from decimal import Decimal
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def check(reader):
    table = lambda title, expected, given, *words, talk=(): reader.gives(title, expected, "table", "b.xlsx", *words, given=given, talk=talk)
    wrong = lambda title, told, given, *words: reader.refuses(title, told, "table", "b.xlsx", *words, given=given)

    # ---- what programs write ----
    table("shared texts, numbers", "a|b\nt:x|n:1\nt:y|n:2.5\n", one([["x", 1], ["y", 2.5]]))
    table("places", "a|b\nt:x <x> <Sheet1!A2>|n:1 <1> <Sheet1!B2>\n", one([["x", 1]]), "place=1")
    table("texts inside cells, as openpyxl writes them", "a|b\nt:x & y|t: z \n", one([[dict(value=None, kind="inlineStr", inline="<t>x &amp; y</t>"), dict(value=None, kind="inlineStr", inline='<t xml:space="preserve"> z </t>')]]))
    table("rich text, without its pronunciation", "a\nt:合同书\n", one([[dict(value=None, kind="inlineStr", inline='<r><rPr><b/></rPr><t>合同</t></r><r><t>书</t></r><rPh sb="0" eb="2"><t>けいやく</t></rPh>')]]))
    table("rich text among the shared", "a\nt:ab\n", book([Sheet(rows=[["a"], [dict(value=1, kind="s")]])], strings_extra="<si><r><t>a</t></r><r><t>b</t></r><rPh><t>no</t></rPh><phoneticPr/></si>"))
    table("letters by their number", "a\nt:x\n", one([["_x0078_"]]))
    table("an escaped escape", "a\nt:_x0041_\n", one([["_x005F_x0041_"]]))
    table("formulas give what was reckoned, and that is said", "a|b|c\nn:3|t:xy|y:true\n",
          one([[dict(value=3, formula="1+2"), dict(value="xy", kind="str", formula='"x"&"y"'), dict(value=1, kind="b", formula="TRUE()")]]),
          talk=["b.xlsx:Sheet1!A2: note: 3 cells hold formulas", "[table-formula]"])
    table("yes and no", "a|b\ny:true|y:false\n", one([[dict(value=1, kind="b"), dict(value=0, kind="b")]]))
    table("ISO days in cells", "a|b\nd:2026-09-03|d:2026-09-03T12:30:00\n", one([[dict(value="2026-09-03T00:00:00.000", kind="d"), dict(value="2026-09-03T12:30:00", kind="d")]]))
    table("empty cells between, rows left out", "a|b|c\nt:x|t:|t:z\nt:|t:y|t:\n", one([["x", None, "z"], [None, None, None], [None, "y", None]]))
    table("rows and cells without a reference", "a|b\nn:1|n:2\n", book([Sheet(raw='<sheetData><row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row><row><c><v>1</v></c><c><v>2</v></c></row></sheetData>')]))
    table("a header below blank rows", "a|b\nn:1 <1> <Sheet1!A5>|n:2 <2> <Sheet1!B5>\n", book([Sheet(rows=[[], [], [], ["a", "b"], [1, 2]])]), "place=1")
    table("the strict form of the format", "a\nt:x\n", one([["x"]], namespace="http://purl.oclc.org/ooxml/spreadsheetml/main"))
    table("prefixes on every element", "a\nn:7\n", book([Sheet()], entries={"xl/worksheets/sheet1.xml": f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row><x:row r="2"><x:c r="A2"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>'}))
    table("rows of drawings are none of the table", "a\nn:7\n", one([[7]], after="<controls><anchor><row>99</row><c>1</c></anchor></controls>"))
    table("column 28 is AB", "1 28\n", book([Sheet(rows=[[f"h{i}" for i in range(28)], [1] * 28])]), "count=1")

    # ---- sheets ----
    three = [Sheet("Cover", [["nothing"], ["x"]], state="hidden"), Sheet("Q3 价", [["a"], [1]]), Sheet("Old", [["b"], [2]])]
    table("the first sheet that is not hidden, and it is said", "a\nn:1\n", book(three), talk=['b.xlsx: note: the sheet "Q3 价" is read, of "Cover" (hidden), "Q3 价", "Old" [table-sheet]'])
    table("a sheet by its name", "b\nn:2\n", book(three), "sheet=Old")
    table("a sheet by its number", "b\nn:2\n", book(three), "sheet=3")
    table("a hidden sheet by its name", "nothing\nt:x\n", book(three), "sheet=Cover")
    wrong("no such sheet", ['the file has no sheet "New" [no-such-sheet]', '"Cover" (hidden), "Q3 价", "Old"'], book(three), "sheet=New")
    wrong("no sheet 4, nor a very large number", ["[no-such-sheet]"], book(three), "sheet=99999999999999999999")

    # ---- titles ----
    table("titles above the header", "a|b\nn:1 <1> <Sheet1!A5>|n:2 <2> <Sheet1!B5>\n", book([Sheet(rows=[["Payments of the quarter"], [None, "in USD"], [], ["a", "b"], [1, 2]])]), "place=1", talk=["note: what stands alone above the table is taken for its title", "[table-title]"])
    table("one column is one column", "a\nn:1\nn:2\n", book([Sheet(rows=[["a"], [1], [2]])]))

    # ---- numbers ----
    numbers = ["0.1", "1.1000000000000001", "0.30000000000000004", "1E-3", "1.5E+3", "123456789012345", "99999999999.99", "-12.50", "1000000", "0", "-0", "2.2204460492503131E-16",
               "1.7976931348623157E+308", "100.00", "8.4700000000000006", "1234567.8899999999"]
    expected = [plain(float(text)) if float(text) else "0" for text in numbers]
    table("numbers as programs write them: the shortest that reads back the same", "a\n" + "".join(f"n:{text}\n" for text in expected), one([[dict(value=text)] for text in numbers]))
    rng = random.Random(7)
    floats = [struct.unpack("<d", rng.randbytes(8))[0] for _ in range(3000)]
    floats = [number for number in floats if number == number and 1e-300 < abs(number) < 1e300]
    table("thousands of floats with 17 digits", "a\n" + "".join(f"n:{plain(number)}\n" for number in floats), one([[dict(value=f"{number:.17g}")] for number in floats]))
    cents = [f"{rng.randrange(10 ** 13) / 100:.17g}" for _ in range(3000)]
    table("thousands of amounts with two decimals come back to the cent", "a\n" + "".join(f"n:{plain(round(float(text), 2))}\n" for text in cents), one([[dict(value=text)] for text in cents]))
    table("more digits than a spreadsheet keeps are said", "a\nn:12345678901234567000\n", one([[dict(value="1.2345678901234567E+19")]]), talk=["15 digits", "[table-digits]"])
    for text in ("1,5", "x", "1e", "--1", "1.2.3", "1E+400", "٣"):
        wrong(f"no number: {text}", ["b.xlsx:Sheet1!A2: error", "[table-number]"], one([[dict(value=text)]]))

    # ---- forms ----
    table("zeros that only the form shows: the value", "a\nn:1234\n", one([[dict(value="1234", style=1)]], formats=["00000000"]))
    table("zeros that only the form shows: as shown", "a\nn:00001234\n", one([[dict(value="1234", style=1)]], formats=["00000000"]), "shown=1")
    table("a number longer than its form", "a\nn:123456\nn:-5\nn:1.5\n", one([[dict(value="123456", style=1)], [dict(value="-5", style=1)], [dict(value="1.5", style=1)]], formats=["000"]), "shown=1")
    table("decimals that the form shows: the value", "a|b|c\nn:7.1|n:7|n:7.125\n", one([[dict(value="7.0999999999999996", style=1), dict(value="7", style=2), dict(value="7.125", style=2)]], formats=["0.00", 2]))
    table("decimals that the form shows: as shown", "a|b|c\nn:7.10|n:7.00|n:7.125\n", one([[dict(value="7.0999999999999996", style=1), dict(value="7", style=2), dict(value="7.125", style=2)]], formats=["0.00", 2]), "shown=1")
    serials = [1, 59, 61, 25569, 36526, 45903, 46268, 2958465]
    for from_1904 in (False, True):
        counted = [serial for serial in serials if serial < 2958465 or not from_1904]
        table(f"days by their number, from {'1904' if from_1904 else '1900'}", "a\n" + "".join(f"d:{day_of(serial, from_1904)}\n" for serial in counted), one([[dict(value=str(serial), style=1)] for serial in counted], formats=[14], date1904=from_1904))
    table("a day and a time", "a\nd:2026-09-03T12:30:00\nd:2026-09-03T23:59:59\n", one([[dict(value="46268.520833333336", style=1)], [dict(value="46268.999988425923", style=1)]], formats=[22]))
    days = ["yyyy-mm-dd", "d/m/yy", 'yyyy"年"m"月"d"日"', "[$-804]yyyy/m/d", "mmm yyyy", "dd\\.mm\\.yyyy", "m/d", 14, 27, 31, 57]
    table("forms that show days", "|".join(chr(97 + i) for i in range(len(days))) + "\n" + "|".join(["d:2026-09-03"] * len(days)) + "\n", one([[dict(value="46268", style=i + 1) for i in range(len(days))]], formats=days))
    others = ["0.00", '#,##0.00 "USD"', '0 "days"', "[Red]0;[Blue]0", "@", "h:mm:ss", "[h]:mm", "mm:ss", "0.00E+00", "General", 1, 4, 10, 49, 20, "0\\d"]
    table("forms that show none", "|".join(chr(97 + i) for i in range(len(others))) + "\n" + "|".join(["n:46268"] * len(others)) + "\n", one([[dict(value="46268", style=i + 1) for i in range(len(others))]], formats=others))
    for serial in ("0", "60", "-1", "2958466", "0.5"):
        wrong(f"no day of the calendar: {serial}", ["b.xlsx:Sheet1!A2: error", "[table-day]"], one([[dict(value=serial, style=1)]], formats=[14]))

    # ---- refused, with the place ----
    for error in ("#N/A", "#REF!", "#DIV/0!"):
        wrong(f"{error} in a cell", [f"b.xlsx:Sheet1!B3: error: the cell holds the error {error} [table-error]"], one([["x", 1], ["y", dict(value=error, kind="e")]]))
    wrong("a formula that was never reckoned", ["b.xlsx:Sheet1!A2: error: the formula in the cell was never reckoned [table-formula]", "save it there"], one([[dict(value=None, formula="A9")]]))
    wrong("a formula with an empty value, as programs write that cannot reckon", ["b.xlsx:Sheet1!A2: error: the formula in the cell was never reckoned [table-formula]"], one([[dict(value="", formula="A9")]]))
    wrong("an error in a formula's result", ["[table-error]"], one([[dict(value="#NAME?", kind="e", formula="FOO()")]]))
    wrong("a cell behind the header", ["b.xlsx:Sheet1!A2", "the row has 3 cells, the header has 1 [table-row-length]"], book([Sheet(rows=[["a"], [1, None, 3]])]))
    wrong("a shared text that is not there", ["b.xlsx:Sheet1!A2", "[table-damaged]"], one([[dict(value="77", kind="s")]]))
    wrong("a kind of cell nobody knows", ["[table-damaged]", '"zz"'], one([[dict(value="1", kind="zz")]]))
    wrong("rows out of order", ["row 1 follows row 2", "[table-damaged]"], book([Sheet(raw='<sheetData><row r="2"><c r="A2"><v>1</v></c></row><row r="1"/></sheetData>')]))
    wrong("a cell twice", ["[table-damaged]"], book([Sheet(raw='<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row></sheetData>')]))
    wrong("a row beyond the sheet", ["[table-damaged]"], book([Sheet(raw='<sheetData><row r="4294967297"><c><v>1</v></c></row></sheetData>')]))
    wrong("a cell far to the right", ["LIMIT_DATA_COLUMNS", "[table-columns]"], book([Sheet(raw='<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row></sheetData>')]))
    wrong("nothing in the sheet", ["[table-empty]"], book([Sheet(rows=[])]))
    table("merged cells are told", "a|b\nn:1|n:2\nt:|n:3\n", one([[1, 2], [None, 3]], after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'), talk=["b.xlsx:Sheet1!A2: warning: the cells A2:A3 are merged", "[table-merged]"])
    table("hidden rows and columns are read, and told", "a|b\nn:1|n:2\nn:3|n:4\n", one([[1, 2], [3, 4]], before='<cols><col min="2" max="2" hidden="1"/></cols>', row_attributes={3: ' hidden="1"'}),
          talk=["b.xlsx:Sheet1!A3: note: the row is hidden and read all the same", "b.xlsx:Sheet1!B1: note: the column is hidden", "[table-hidden]"])
    table("rows that cannot be used come back", "a|b\nn:1|n:2\nn:5|n:6\n" 'a,b,reason\r\n3,#N/A,the cell holds the error #N/A\r\n,7,the formula in the cell was never reckoned\r\n',
          one([[1, 2], [3, dict(value="#N/A", kind="e")], [5, 6], [dict(value=None, formula="X"), 7]]), "keep=1", "failed=1", talk=["warning"])

    # ---- hostile and damaged ----
    entity = '<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    wrong("entities in a sheet", ["document types are not read", "[xml-document-type]"], book([Sheet()], entries={"xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{entity}<worksheet xmlns="{MAIN}"><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'}))
    wrong("entities in the workbook", ["[xml-document-type]"], book([Sheet()], entries={"xl/workbook.xml": f'<?xml version="1.0"?>{entity}<workbook xmlns="{MAIN}"/>'}))
    wrong("entities among the shared texts", ["[xml-document-type]"], book([Sheet()], entries={"xl/sharedStrings.xml": f'<?xml version="1.0"?>{entity}<sst xmlns="{MAIN}"/>'}))
    wrong("a zip bomb in the place of a sheet", ["[archive-large]"], book([Sheet()], entries={"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>' + " " * (40 << 20)}))
    wrong("a zip bomb among the shared texts", ["[archive-large]"], book([Sheet()], entries={"xl/sharedStrings.xml": "<sst><si><t>" + "x" * (40 << 20)}))
    wrong("elements without end", ["[too-deep]"], book([Sheet()], entries={"xl/worksheets/sheet1.xml": "<a>" * 1000}))
    wrong("XML cut short", ["[xml-form]"], book([Sheet()], entries={"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row>'}))
    wrong("no sheet entry", ["[no-entry]"], book([Sheet()], leave_out=["xl/worksheets/sheet1.xml"]))
    wrong("no relations of the workbook", ["[no-entry]"], book([Sheet()], leave_out=["xl/_rels/workbook.xml.rels"]))
    wrong("an archive that is no spreadsheet", ["the archive is no spreadsheet [table-form]"], book([Sheet()], leave_out=["_rels/.rels"]))
    wrong("a text document", ["[table-form]"], book([Sheet()], entries={"xl/workbook.xml": '<w:document xmlns:w="x"/>'}))
    wrong("a sheet outside of the archive is none", ["[no-entry]"], book([Sheet()], entries={"xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="../../../etc/passwd"/></Relationships>'}))
    table("styles are not needed", "a\nn:1\n", book([Sheet(rows=[[dict(value=None, kind="inlineStr", inline="<t>a</t>")], [dict(value=1, style=9)]])], entries={"xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'}))
    table("a formula that spreadsheets would run is text", "a\nt:=cmd|' /c calc'!A1\n", one([["=cmd|' /c calc'!A1"]]))
    rows = 100000
    table("a hundred thousand rows", f"{rows} 3\n", book([Sheet(rows=[["a", "b", "c"], *([f"c{i % 50}", i, i / 4] for i in range(rows))])]), "count=1")
