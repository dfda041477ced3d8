"""Spreadsheets of OpenDocument, as LibreOffice writes them: what is expected is what was put in."""
import io
import zipfile

NAMES = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
         'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" xmlns:dc="x"')


def cell(kind=None, value=None, text=None, more=""):
    attribute = {"date": "date-value", "boolean": "boolean-value", "string": "string-value", "time": "time-value"}.get(kind, "value")
    attributes = (f' office:value-type="{kind}"' if kind else "") + (f' office:{attribute}="{value}"' if value is not None else "") + more
    inner = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n")) if text is not None else ""
    return f"<table:table-cell{attributes}>{inner}</table:table-cell>"


def string(text, more=""):
    return cell("string", None, text, more)


def number(value, text=None, more=""):
    return cell("float", value, text or value, more)


def row(*cells, more=""):
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def sheet(*rows, name="Sheet1", style="ta1", columns=""):
    return f'<table:table table:name="{name}" table:style-name="{style}">{columns}{"".join(rows)}</table:table>'


def book(*sheets, entries=None, body=None):
    out = io.BytesIO()
    styles = ('<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>'
              '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>')
    content = body or f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}>{styles}<office:body><office:spreadsheet>{"".join(sheets)}</office:spreadsheet></office:body></office:document-content>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        for name, data in (entries or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def check(reader):
    table = lambda title, expected, given, *words, talk=(): reader.gives(title, expected, "table", "b.ods", *words, given=given, talk=talk)
    wrong = lambda title, told, given, *words: reader.refuses(title, told, "table", "b.ods", *words, given=given)
    header = row(string("a"), string("b"))
    rest = '<table:table-cell table:number-columns-repeated="16382"/>'
    empty = '<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    table("texts and numbers of ODS", "a|b\nt:x|n:1.5\n", book(sheet(row(string("a"), string("b"), rest), row(string("x"), number("1.5"), rest), empty)))
    table("places", "a|b\nt:x <x> <Sheet1!A2>|n:1 <1> <Sheet1!B2>\n", book(sheet(header, row(string("x"), number("1")))), "place=1")
    table("days, yes and no, percent, money", "a|b|c|d|e\nd:2026-09-03|d:2026-09-03T12:30:00|y:true|n:0.05|n:1234.5\n",
          book(sheet(row(*(string(c) for c in "abcde")), row(cell("date", "2026-09-03", "03.09.26"), cell("date", "2026-09-03T12:30:00", "x"), cell("boolean", "true", "WAHR"), cell("percentage", "0.05", "5 %"), cell("currency", "1234.5", "1.234,50 €", ' office:currency="EUR"')))))
    table("digits of a float", "a|b\nn:1.1|n:8.47\n", book(sheet(header, row(number("1.1000000000000001"), number("8.4700000000000006")))))
    table("zeros that only the form shows: the value", "a|b\nn:1234567|n:5\n", book(sheet(header, row(number("1234567", "01234567"), number("5", "5.00")))))
    table("zeros that only the form shows: as shown", "a|b\nn:01234567|n:5\n", book(sheet(header, row(number("1234567", "01234567"), number("5", "5")))), "shown=1")
    table("decimals that the form shows", "a|b\nn:7.10|n:7.0\n", book(sheet(header, row(number("7.1", "7.10"), number("7", "7.0")))), "shown=1")
    table("decimals of another form are none", "a|b\nn:7.1|n:71\n", book(sheet(header, row(number("7.1", "7.1000 kg"), number("71", "7.100")))), "shown=1")
    table("lines, blanks and tabs in a text; a note is none of it", "a|b\nt:two\nlines|t:x   y\tz\n",
          book(sheet(header, row(string("two\nlines"), cell("string", None, 'x<text:s text:c="3"/>y<text:tab/>z').replace("</table:table-cell>", "<office:annotation><dc:date>2026</dc:date><text:p>a note</text:p></office:annotation></table:table-cell>")))))
    table("links and parts of a text", "a|b\nt:one two|n:1\n", book(sheet(header, row(string('<text:a>one</text:a> <text:span>two</text:span>'), number("1")))))
    table("repeated cells and rows", "a|b\nn:7|n:7\nn:7|n:7\nn:8|t:\n", book(sheet(header, row(number("7", None, ' table:number-columns-repeated="2"'), more=' table:number-rows-repeated="2"'), row(number("8")))))
    table("blank rows between count in places", "a|b\nn:7 <7> <Sheet1!A12>|t: <> <Sheet1!B12>\n", book(sheet(header, '<table:table-row table:number-rows-repeated="10"><table:table-cell/></table:table-row>', row(number("7")))), "place=1")
    table("rows in groups and headers", "a|b\nn:7|n:8\n", book(sheet(f"<table:table-header-rows>{header}</table:table-header-rows>", f"<table:table-row-group>{row(number('7'), number('8'))}</table:table-row-group>")))
    table("formulas give what was reckoned, and that is said", "a|b\nn:3|t:xy\n", book(sheet(header, row(number("3", None, ' table:formula="of:=1+2"'), cell("string", None, "xy", ' table:formula="of:=A1"')))), talk=["b.ods:Sheet1!A2: note: 2 cells hold formulas", "[table-formula]"])
    sheets = (sheet(row(string("no")), name="Cover", style="ta2"), sheet(header, row(number("1"), number("2")), name="Q3"), sheet(row(string("c")), row(number("3")), name="Old"))
    table("the first sheet that is not hidden", "a|b\nn:1|n:2\n", book(*sheets), talk=['the sheet "Q3" is read, of "Cover" (hidden), "Q3", "Old" [table-sheet]'])
    table("hidden sheets alone", "no\n", book(sheet(row(string("no")), name="Cover", style="ta2")))
    table("a sheet by its number", "c\nn:3\n", book(*sheets), "sheet=3")
    table("a sheet by its name", "c\nn:3\n", book(*sheets), "sheet=Old")
    wrong("no such sheet", ["[no-such-sheet]"], book(*sheets), "sheet=x")
    table("hidden rows and columns are read, and told", "a|b\nn:1|n:2\n", book(sheet(header, row(number("1"), number("2"), more=' table:visibility="filter"'), columns='<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="3"/>')),
          talk=["b.ods:Sheet1!A2: note: the row is hidden", "b.ods:Sheet1!B1: note: the column is hidden"])
    table("merged cells are told", "a|b\nn:1|n:2\nt:|n:3\n", book(sheet(header, row(number("1", None, ' table:number-rows-spanned="2" table:number-columns-spanned="1"'), number("2")), row("<table:covered-table-cell/>", number("3")))),
          talk=["b.ods:Sheet1!A2: warning: the cells A2:A3 are merged", "[table-merged]"])
    wrong("more blanks than a text has", ["b.ods:Sheet1", "1001 blanks stand in one place (limit 1000) [table-damaged]"], book(sheet(header, row('<table:table-cell office:value-type="string"><text:p>a<text:s text:c="1001"/></text:p></table:table-cell>'))))
    wrong("an error in a cell", ["b.ods:Sheet1!A2: error: the cell holds the error #N/A [table-error]"], book(sheet(header, row(cell("string", "", "#N/A", ' calcext:value-type="error" table:formula="of:=NA()"')))))
    wrong("a formula that was never reckoned", ["[table-formula]"], book(sheet(header, row(cell(None, None, None, ' table:formula="of:=A9"')))))
    wrong("no number", ["[table-number]"], book(sheet(header, row(number("1,5")))))
    wrong("behind the header", ["the row has 3 cells, the header has 2", "[table-row-length]"], book(sheet(header, row(number("1"), number("1"), number("1")))))
    wrong("sixteen thousand cells that are one", ["LIMIT_DATA_COLUMNS", "[table-columns]"], book(sheet(header, row(number("1", None, ' table:number-columns-repeated="16384"')))))
    wrong("a row without end", ["[table-damaged]"], book(sheet(header, row(number("1"), number("2"), more=' table:number-rows-repeated="9999999999"'))))
    wrong("nothing", ["[table-empty]"], book(sheet(empty)))
    wrong("a text document", ["[table-form]"], book())
    wrong("entities", ["[xml-document-type]"], book(body='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'))
    wrong("XML cut short", ["[xml-form]"], book(body="<x><y>"))
