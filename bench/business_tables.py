#!/usr/bin/env python3
"""bench/business_tables.py [--record]: a million rows of CSV, XLSX and ODS through the readers of casework, beside a count of lines (memchr over the same
bytes), Python's csv module, and openpyxl where the Python that runs this has it.

In turn, REPS (default 3) times, each a process of its own; seconds of the processor (user and system), which other people's load does not stretch, and the
memory at its most. `build/unit/read_table` (--target checks) is the reader alone: cells, their places, no values; "values" also reads each cell by
its kind, ten columns a row. ROWS: another number. --record writes docs/measurements/tables.md anew.
"""
import csv
import datetime
import os
import pathlib
import random
import statistics
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
READER = pathlib.Path(os.environ.get("DECLARANT_BUILD", ROOT / "build")) / "unit" / "read_table"
ROWS, REPS = int(os.environ.get("ROWS", 1000000)), int(os.environ.get("REPS", 3))
HEADER = ["Contract No", "Product", "Version", "Quantity", "Amount", "Currency", "Payment date", "HS code", "Paid", "Remark"]
NAMES = """field,kind,width,en
contract,text,,contract;contract no
product,text,,product
version,text,,version
quantity,number,,quantity
amount,number,,amount
currency,text,,currency
day,day,,payment date
code,code,8;10,hs code
paid,yes,,paid
note,text,,remark
"""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


def rows():
    rng = random.Random(1)
    for i in range(ROWS):
        yield [f"HT-{i % 5000:05d}", f"Analysis Suite {i % 40}", f"7.{i % 9}", i % 100 + 1, f"{rng.randrange(100000)}.{rng.randrange(100):02d}", "USD",
               f"2026-{i % 12 + 1:02d}-{i % 28 + 1:02d}", "85234910", "yes", 'note, "x"' if i % 100 == 0 else "-"]


def write_csv(path):
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        writer.writerows(rows())


def write_xlsx(path):
    """Shared texts, numbers, days as numbers: what spreadsheet programs write."""
    shared = {}
    share = lambda text: shared.setdefault(text, len(shared))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("_rels/.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        archive.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                         '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/s.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
                         '<Override PartName="/xl/t.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/u.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>')
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="s"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{i}.xml"/>' for i, kind in (("s", "worksheet"), ("t", "styles"), ("u", "sharedStrings"))) + "</Relationships>")
        archive.writestr("xl/t.xml", f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>')
        with archive.open("xl/s.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for at, row in enumerate([HEADER, *rows()], 1):
                cells = []
                for column, value in enumerate(row):
                    place = f'{chr(65 + column)}{at}'
                    if at > 1 and column in (3, 4):
                        cells.append(f'<c r="{place}"><v>{value}</v></c>')
                    elif at > 1 and column == 6:
                        cells.append(f'<c r="{place}" s="1"><v>{(datetime.date.fromisoformat(value) - datetime.date(1899, 12, 30)).days}</v></c>')
                    else:
                        cells.append(f'<c r="{place}" t="s"><v>{share(value)}</v></c>')
                sheet.write(f'<row r="{at}">{"".join(cells)}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        archive.writestr("xl/u.xml", f'<sst xmlns="{MAIN}">' + "".join(f"<si><t>{text}</t></si>" for text in shared) + "</sst>")


def write_ods(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write(f'<office:document-content {ODF}><office:body><office:spreadsheet><table:table table:name="Sheet1">'.encode())
            for at, row in enumerate([HEADER, *rows()]):
                cells = "".join(f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>' if at and column in (3, 4)
                                else f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>' for column, value in enumerate(row))
                content.write(f"<table:table-row>{cells}</table:table-row>".encode())
            content.write(b"</table:table></office:spreadsheet></office:body></office:document-content>")


def measured(*words):
    """(seconds of the processor, mebibytes) of a process."""
    child = os.fork()
    if not child:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execvp(words[0], [str(word) for word in words])
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"{words}: status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


READ_CSV = "import csv,sys\nfor row in csv.reader(open(sys.argv[1], newline='')): pass"
READ_XLSX = "import openpyxl,sys\nfor row in openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True): pass"


def works(folder):
    yield "count of lines (wc -l)", "CSV", ["wc", "-l", folder / "m.csv"]
    yield "Declarant, cells", "CSV", [READER, "table", folder / "m.csv", "count=1"]
    yield "Declarant, values", "CSV", [READER, "values", folder / "m.csv", f"names={folder / 'names.csv'}", "count=1"]
    yield "Python csv, cells", "CSV", [sys.executable, "-c", READ_CSV, folder / "m.csv"]
    yield "Declarant, cells", "XLSX", [READER, "table", folder / "m.xlsx", "count=1"]
    yield "Declarant, values", "XLSX", [READER, "values", folder / "m.xlsx", f"names={folder / 'names.csv'}", "count=1"]
    try:
        __import__("openpyxl")
        yield "openpyxl, read only, cells", "XLSX", [sys.executable, "-c", READ_XLSX, folder / "m.xlsx"]
    except ImportError:
        print("openpyxl is not here", file=sys.stderr)
    yield "Declarant, cells", "ODS", [READER, "table", folder / "m.ods", "count=1"]


def line(name, form, took, size):
    seconds, memory = statistics.median(time for time, _ in took), max(memory for _, memory in took)
    spread = f"{min(time for time, _ in took):.2f} .. {max(time for time, _ in took):.2f}"
    return f"| {form:4} | {name:26} | {seconds:7.2f} | {spread:>14} | {ROWS / seconds:10,.0f} | {size / 1048576 / seconds:7.0f} | {memory:5.0f} |"


def main():
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        (folder / "names.csv").write_text(NAMES)
        write_csv(folder / "m.csv")
        write_xlsx(folder / "m.xlsx")
        write_ods(folder / "m.ods")
        todo = list(works(folder))
        took = [[] for _ in todo]
        for _ in range(REPS):
            for at, (_, _, words) in enumerate(todo):
                took[at].append(measured(*words))
        sizes = {form: (folder / f"m.{form.lower()}").stat().st_size for form in ("CSV", "XLSX", "ODS")}
        lines = [line(name, form, took[at], sizes[form]) for at, (name, form, _) in enumerate(todo)]
    head = ["| file | what                       |    s    |  least .. most |     rows/s |  MiB/s  |  MiB  |", "|---|---|---|---|---|---|---|"]
    print("\n".join(head + lines))
    if "--record" in sys.argv[1:]:
        about = (f"# Rows of business data\n\n`bench/business_tables.py`, {datetime.date.today()}, {ROWS:,} rows of ten columns, {os.cpu_count()} cores shared with other work; each line a process of its own, "
                 f"{REPS} times in turn. Seconds are those of the processor, MiB/s those of the file (CSV {sizes['CSV'] / 1048576:.0f} MiB, XLSX {sizes['XLSX'] / 1048576:.0f}, ODS {sizes['ODS'] / 1048576:.0f}), "
                 "the last column is the memory at its most.\n\n")
        after = ("\nThe count of lines is one memchr over the bytes: no reader can do less. Cells of CSV point into the file; what is beyond its bytes is 16 bytes a cell. A sheet is unpacked and "
                 "parsed as it streams by (libzip, expat), and its cells are all that stays. \"Values\" reads each cell by its kind: days, exact decimals, codes, yes and no; it prints nothing.\n")
        (ROOT / "docs/measurements/tables.md").write_text(about + "\n".join(head + lines) + "\n" + after)


if __name__ == "__main__":
    main()
