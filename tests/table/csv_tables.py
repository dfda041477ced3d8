"""CSV of several dialects. What is expected is what was put in; Python's csv module is the oracle of random tables."""
import csv
import io
import random


def shown(rows):
    """As read_table prints a table: header, then cells with their kind."""
    return "".join("|".join(row) + "\n" if not at else "|".join("t:" + cell for cell in row) + "\n" for at, row in enumerate(rows))


def random_table(seed, mark):
    rng = random.Random(seed)
    letters = 'ab1 ,;\t"\n|价ế'
    width = rng.randint(2, 6)
    rows = [[f"h{i}" for i in range(width)]]
    for _ in range(rng.randint(1, 30)):
        row = ["".join(rng.choice(letters) for _ in range(rng.randint(0, 6))) for _ in range(width)]
        row[rng.randrange(width)] = "x"  # a row with nothing in it is no row
        rows.append(row)
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator=rng.choice(("\n", "\r\n")), quoting=rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))).writerows(rows)
    return rows, out.getvalue()


def check(reader):
    table = lambda title, expected, given, *words, talk=(): reader.gives(title, expected, "table", "t.csv", *words, given=given.encode() if isinstance(given, str) else given, talk=talk)
    wrong = lambda title, told, given, *words: reader.refuses(title, told, "table", "t.csv", *words, given=given.encode() if isinstance(given, str) else given)
    two = shown([["a", "b"], ["1", "2"]])
    table("commas", two, "a,b\n1,2\n")
    table("no end behind the last row", two, "a,b\n1,2")
    table("ends of Windows", two, "a,b\r\n1,2\r\n")
    table("semicolons, told", two, "a;b\n1;2\n", talk=["note: cells are parted by semicolons, as in the header [table-mark]"])
    table("tabs", two, "a\tb\n1\t2\n", talk=["tabs"])
    table("bars", two, "a|b\n1|2\n", talk=["bars"])
    table("the mark that the file tells", shown([["a,x", "b"], ["1,1", "2"]]), "sep=;\r\na,x;b\r\n1,1;2\r\n", talk=["semicolons, as the file says"])
    table("a told comma is not worth a word", two, "SEP=,\na,b\n1,2\n")
    table("the mark is that of header and row", shown([["name, first", "b"], ["1", "2"]]), "name, first;b\n1;2\n")
    table("marks inside quotes do not count", shown([["a;x;y", "b"], ["1", "2"]]), '"a;x;y",b\n1,2\n')
    table("one column", shown([["a"], ["1"]]), "a\n1\n")
    table("quotes, doubled quotes, ends of lines in a cell", shown([["a", "b"], ['say "x"', "two\nlines"]]), 'a,b\n"say ""x""","two\nlines"\n')
    table("rows in which nothing stands", two, "\n\na,b\n\n,\n1,2\n , \n\n")
    table("empty cells behind the header's", two, "a,b\n1,2,,\n")
    table("a mark of UTF-8 and semicolons", two, "a;b\n1;2\n".encode("utf-8-sig"))
    table("UTF-16 with tabs, as spreadsheets save text", two, "a\tb\r\n1\t2\r\n".encode("utf-16"))
    table("GB18030 told", shown([["合同", "价"], ["甲", "1"]]), "合同,价\n甲,1\n".encode("gb18030"), "encoding=GB18030")
    table("places", 'a|b\nt:x <x> <line 2, column 1>|t:y"z <"y""z"> <line 2, column 2>\nt:two\nlines <"two\nlines"> <line 3, column 1>|t: <> <line 3, column 2>\nt:1 <1> <line 5, column 1>|t:2 <2> <line 5, column 2>\n',
          'a,b\nx,"y""z"\n"two\nlines",\n1,2\n', "place=1")

    table("titles above the header, and the mark below them", shown([["a", "b"], ["1", "2"]]), "Payments\n2026Q3;;\n\na;b\n1;2\n", talk=["[table-title]", "semicolons"])
    wrong("a figure is no header", ["the row has 2 cells, the header has 1"], "a\n1,2\n")
    wrong("too few cells", ["t.csv:2:1: error: the row has 1 cell, the header has 2 [table-row-length]"], "a,b\n1\n")
    wrong("too many cells", ["t.csv:3:1", "the row has 3 cells, the header has 2 [table-row-length]"], "a,b\n1,2\n1,2,3\n")
    wrong("all wrong rows are told", ["t.csv:2:1", "t.csv:4:1"], "a,b\n1\n1,2\n1\n")
    wrong("a quote that is not closed", ["t.csv:2:3", "not closed [csv-quote]"], 'a,b\n1,"2\n')
    wrong("text behind a quote", ["t.csv:2:4", "behind the closing quote [csv-quote]"], 'a,b\n"1"x,2\n')
    wrong("a quote inside", ["t.csv:2:2", "[csv-quote]", "Put the whole cell in quotes"], 'a,b\n1"x,2\n')
    wrong("a carriage return alone", ["[csv-row-end]"], "a,b\r1,2\r")
    wrong("nothing", ["t.csv: error: there is no header", "[table-empty]"], "")
    wrong("nothing but blank lines", ["[table-empty]"], "\n , \n\n")
    wrong("a sheet of a text", ["[no-sheets]"], "a,b\n1,2\n", "sheet=1")
    wrong("not UTF-8", ["[not-utf8]", "GB18030 reads"], "合同,价\n甲,1\n".encode("gb18030"))
    wrong("257 columns", ["LIMIT_DATA_COLUMNS", "[table-columns]"], ",".join("x" * 257) + "\n")
    table("256 columns", "1 256\n", ",".join("x" * 256) + "\n" + ",".join("1" * 256) + "\n", "count=1")
    wrong("a PDF", ["[table-form]", "PDF"], "%PDF-1.7\n")
    wrong("a spreadsheet of the old kind", ["[table-form]", ".xls"], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)

    table("rows that cannot be used come back, nothing lost",
          shown([["a", "b"], ["1", "2"], ["5", "6"]]) + 'a,b,,reason\r\n3,,,"the row has 1 cell, the header has 2"\r\n"x""y,z",,,a quote stands inside a cell that does not begin with one\r\n'
          '"""7""8,9",,,text stands behind the closing quote\r\n1,2,3,"the row has 3 cells, the header has 2"\r\n',
          'a,b\n1,2\n3\nx"y,z\n5,6\n"7"8,9\n1,2,3\n', "keep=1", "failed=1", talk=["warning"])
    table("a million-byte cell", shown([["a", "b"], ["x" * 1000000, "2"]]), "a,b\n" + "x" * 1000000 + ",2\n")
    good = 0
    for seed in range(200):
        rows, text = random_table(seed, random.Random(seed).choice(",;\t|"))
        (reader.folder / "r.csv").write_bytes(text.encode())
        code, out, told = reader.run("table", "r.csv")
        good += code == 0 and out.decode() == shown(rows)
        if not (code == 0 and out.decode() == shown(rows)) and good + 1 == seed + 1:
            print(f"# seed {seed}: {text!r}\n# {out.decode()!r}\n# {shown(rows)!r}\n# {told}".replace("\n\n", "\n"))
    reader.counts("random tables, as Python's csv writes them", good, 200)
    plain = "".join(f"{i},{i * 7}\r\n" for i in range(300000))
    table("three hundred thousand rows", "300000 2\n", "a,b\n" + plain, "count=1")
    wrong("two million rows and one", ["LIMIT_DATA_ROWS", "[table-rows]"], "a\n" + "1\n" * 2000001)
    # [table-cells] would need a gigabyte of memory: 64 million cells and one.
