#!/usr/bin/env python3
# plain build only: tests/casework goes through the commands under the sanitizers
# budget: 120
"""tests/forms/run.py BINARY: declarations box by box.

expected.tsv has what stands in boxes, each with its origin: the law's worked examples, arithmetic, a statement. The rest holds of every
form and case: its boxes are names of data/boxes.csv and rows name no other; every box of the form is told exactly once; a box says where it
is from; what is open names its fact; hostile cases end with a message. Prints TAP.
"""
import csv
import json
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import commands
import tap
from commands import ROOT
from tap import report

HERE = pathlib.Path(__file__).resolve().parent
PARTS = ("head", "lines", "taxes", "missing", "unsaid")
papers = {}


def run(*words, text=True):
    return commands.run("paper", *words, text=text)


def paper(kind, case, *options):
    key = (kind, case, options)
    if key not in papers:
        papers[key] = dict({part: [] for part in PARTS}, **json.loads(run(kind, case, "--json", *options).stdout))
    return papers[key]


def case_file(name):
    return ROOT / "examples" / f"{name}.json"


def table(path):
    with open(ROOT / "data" / path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- what must stand in boxes ----

def found_in(told, part, sheet, line, box, column):
    for row in told[part]:
        if row["box"] == box and (not sheet or str(row["sheet"]) == sheet) and (not line or str(row.get("line")) == line):
            value = row[column]
            return "true" if value is True else "false" if value is False else value
    return f"no box \"{box}\""


def same(found, expected):
    try:
        return float(found) == float(expected)
    except (TypeError, ValueError):
        return found == expected


def check_expected():
    for text in (HERE / "expected.tsv").read_text(encoding="utf-8").splitlines():
        if text.startswith("#"):
            continue
        origin, case, kind, options, part, sheet, line, box, column, expected = text.split("\t")
        found = found_in(paper(kind, case_file(case), *options.split()), part, sheet, line, box, column)
        report(f"{kind}: {box} of {case}: {origin}", same(found, expected), f"found {found}, expected {expected}")


# ---- forms and rows ----

def rows_of_pages():
    """(kind, box) of every row of the rulebooks."""
    for page in sorted((ROOT / "rulebooks").glob("*/*forms*.md")):
        for line in page.read_text(encoding="utf-8").splitlines():
            cells = re.findall(r'"([^"]*)"', line) if line.startswith("| ") else []
            kinds = [cell for cell in cells if cell in KINDS]
            if kinds and len(cells) > cells.index(kinds[0]) + 1 and ".declaration" not in line and " .. " in line + " ":
                yield kinds[0], cells[cells.index(kinds[0]) + 1], page.name


KINDS = {row["name"]: row for row in table("declarations.csv")}
BOXES = {row["name"]: row for row in table("boxes.csv")}


def check_forms():
    for kind in KINDS:
        fields = table(f"forms/{kind}.csv")
        unknown = [field["box"] for field in fields if field["box"] not in BOXES]
        report(f"{kind}: every box of the form has a name", not unknown, unknown)
        twice = [field["box"] for field in fields if [other["box"] for other in fields].count(field["box"]) > 1]
        report(f"{kind}: no box stands twice", not twice, twice)
    missing = [f"{page}: {kind}: {box}" for kind, box, page in rows_of_pages()
               if box in BOXES and box not in [field["box"] for field in table(f"forms/{kind}.csv")]]
    report("rows speak of boxes that their form has", not missing, "\n".join(missing))
    untold = [name for name, row in BOXES.items() if not (row["en"] and row["zh"] and row["vi"])]
    report("every box has words in three languages", not untold, untold)


def whole(told, kind):
    lines = {row["line"] for part in ("lines", "taxes") for row in told[part] if row["line"]}
    fields = {field["box"] for field in table(f"forms/{kind}.csv") if lines or field["of"] == "head"}
    seen = {row["box"] for part in PARTS for row in told[part]}
    return sorted(fields - seen) if told["head"] or told["lines"] or told["taxes"] else []


def check_rows(told):
    """What is wrong with the rows of a paper."""
    for part in ("head", "lines"):
        for row in told[part]:
            if not row["rule"]:
                yield f"{row['box']}: no rule"
            if row["state"] == "filled" and row["value"] in (None, ""):
                yield f"{row['box']}: filled with nothing"
            if row["state"] != "filled" and row["value"] not in (None, ""):
                yield f"{row['box']}: {row['state']} and yet {row['value']}"
            if row["state"] == "open" and not any(other["box"] == row["box"] and other["sheet"] == row["sheet"] for other in told["missing"]):
                yield f"{row['box']}: open and no fact named"
            if not row["from"]:
                yield f"{row['box']}: from nowhere"


def cases_of(kind, country):
    """The cases that may ask for it: one in three of those whose goods or software move that way, and all made for declarations."""
    way = "export" if re.search("export|shipping|softex|edf", kind) else "import"
    paths = sorted((ROOT / "examples" / "cases").glob(f"{country.lower()}-*.json"))
    paths = [path for path in paths if f'"movement": "{way}"' in path.read_text(encoding="utf-8") and ("royalty" not in kind or '"royalty"' in path.read_text(encoding="utf-8"))]
    return paths[:: 3 if len(paths) > 30 else 1] + sorted((ROOT / "examples" / "declarations").glob(f"{country.lower()}-*.json"))


def check_cases():
    for kind, row in KINDS.items():
        faults = []
        for path in cases_of(kind, row["country"]):
            done = run(kind, path, "--json")
            if done.returncode not in (0, 3) or (done.returncode and not done.stderr.strip()):
                faults.append(f"{path.name}: exit {done.returncode}: {done.stderr.strip()[:200]}")
                continue
            if not done.stdout:
                continue
            told = json.loads(done.stdout)
            faults += [f"{path.name}: {fault}" for fault in check_rows(told)] + [f"{path.name}: box not told: {box}" for box in whole(told, kind)]
            if (told["verdict"]["is"] == "filled") != (done.returncode == 0):
                faults.append(f"{path.name}: verdict {told['verdict']['is']} and exit {done.returncode}")
        report(f"{kind}: every case of the country, every box told once", not faults, "\n".join(faults))


# ---- several declarations ----

def vn_case(count, **line):
    case = json.loads(case_file("declarations/vn-disc").read_text(encoding="utf-8"))
    shipment = case["shipments"][0]
    first = dict(shipment["invoice_lines"][0], **line)
    shipment["invoice_lines"] = [dict(first, id=str(i + 1), name=f"Program {i + 1}") for i in range(count)]
    return case


def told_of(case, *options, kind="viet-nam-declaration"):
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(case, file)
        file.flush()
        return run(kind, file.name, "--json", *options)


def check_fifty():
    done = told_of(vn_case(50))
    report("fifty lines are one declaration", {row["sheet"] for row in json.loads(done.stdout)["lines"]} == {1}, done.stderr)
    case = vn_case(51)
    told = json.loads(told_of(case).stdout)
    lines = {sheet: len({row["line"] for row in told["lines"] if row["sheet"] == sheet}) for sheet in (1, 2)}
    report("the 51st line goes onto a second declaration", lines == {1: 50, 2: 1}, lines)
    report("the first of them is marked F", found_in(told, "head", "1", "", "first declaration", "value") == "F")
    report("the second waits for the number of the first", found_in(told, "head", "2", "", "first declaration", "state") == "open"
           and found_in(told, "missing", "2", "", "first declaration", "fact") == "first_declaration_number")
    numbers = [found_in(told, "head", sheet, "", box, "value") for sheet in ("1", "2") for box in ("number of this declaration", "number of declarations")]
    report("1 of 2 and 2 of 2", [str(number) for number in numbers] == ["1", "2", "2", "2"], numbers)
    case["shipments"][0]["first_declaration_number"] = "100099999999"
    told = json.loads(told_of(case).stdout)
    report("told, it stands there", found_in(told, "head", "2", "", "first declaration", "value") == "100099999999")
    case["shipments"][0]["entry_day"] = "2018-06-04"
    case["exchange_rates"][0].update(valid_from="2018-06-01", valid_to="2018-06-30")
    told = json.loads(told_of(case).stdout)
    report("before the limit of lines one declaration takes them all", {row["sheet"] for row in told["lines"]} == {1})


def check_digits():
    # V-19: quantity 2, value 4, unit price 6 decimals; the exact figure stands behind the description.
    told = json.loads(told_of(vn_case(1, quantity="2.125", carrier_price="6.375 USD")).stdout)
    told_lines = {box: found_in(told, "lines", "1", "1", box, "value") for box in ("quantity", "invoice value", "description")}
    report("2.125 pieces are 2.13, exactly told behind the name", same(told_lines["quantity"], "2.13") and told_lines["description"] == "Program 1 #& 2.125 #& 3 USD", told_lines)
    report("and their unit price has no box", found_in(told, "lines", "1", "1", "unit price", "state") == "left empty")
    told = json.loads(told_of(vn_case(1, quantity="1", carrier_price="1.00005 USD")).stdout)
    report("1.00005 dollars are 1.0001", same(found_in(told, "lines", "1", "1", "invoice value", "value"), "1.0001")
           and found_in(told, "lines", "1", "1", "description", "value") == "Program 1 #& 1.00005 USD")
    told = json.loads(told_of(vn_case(1, quantity="3", carrier_price="1 USD")).stdout)
    report("a third: six decimals in the box, 34 digits behind the name", same(found_in(told, "lines", "1", "1", "unit price", "value"), "0.333333")
           and found_in(told, "lines", "1", "1", "description", "value") == "Program 1 #& 0." + "3" * 34 + " USD", told["lines"])
    long = "1234567890123456789012345678901234"
    done = told_of(vn_case(1, quantity="1", carrier_price=f"{long} USD"))
    report("a price of 34 digits is written whole", found_in(json.loads(done.stdout), "lines", "1", "1", "invoice value", "value") == long, done.stdout[-400:])
    done = told_of(vn_case(1, quantity="1", carrier_price=f"{long}5 USD"))
    report("one of 35 is refused, the limit named", done.returncode == 1 and "34" in done.stderr + done.stdout, done.stderr)


# ---- wrong use, what is missing ----

def check_use():
    case = case_file("cases/vn-w11")
    for words, exit, said in ((("viet-nam-declaratoin", case), 2, "viet-nam-declaration"), (("china-entry", case), 2, "CN"), (("china-entry",), 2, "list"), ((), 2, "list"),
                              (("viet-nam-value-declaration", case), 3, "viet-nam-value-declaration"), (("viet-nam-declaration", ROOT / "no.json"), 1, "no.json"),
                              (("viet-nam-declaration", case, case), 2, "list"), (("india-edf", case_file("cases/in-we20")), 3, "india-edf"),
                              (("india-softex", case_file("cases/in-we20-2026")), 3, "india-softex")):
        done = run(*words)
        report(f"paper {' '.join(str(word).replace(str(ROOT) + '/', '') for word in words)}: exit {exit}", done.returncode == exit and said in done.stderr, done.stderr)
    done = told_of({"movement": "import"})
    report("a case without a country says so", done.returncode == 3 and "jurisdiction" in done.stderr, done.stderr)
    bare = vn_case(1)
    bare["shipments"][0] = {"id": "s1", "entry_day": "2025-12-05", "invoice_lines": [{"id": "1"}]}
    done = told_of(bare)
    report("a case that tells nothing leaves boxes open, and exits with 3", done.returncode == 3 and json.loads(done.stdout)["verdict"]["is"] in ("open", "undetermined"), done.stdout[:300])


def check_list():
    listed = json.loads(run("list", "--json").stdout)["declarations"]
    report("paper list tells all kinds", {row["kind"] for row in listed} == set(KINDS))
    for case, expected in (("in-we20", {"india-softex"}), ("in-we20-2026", {"india-edf"}), ("in-export-disc-2026", {"india-shipping-bill"}), ("cn-e11", {"china-entry", "china-royalty-entry"}),
                           ("vn-w11", {"viet-nam-declaration"}), ("cn-e13", {"china-payment-recordal"})):
        rows = json.loads(run("list", case_file(f"cases/{case}"), "--json").stdout)["declarations"]
        needed = {row["kind"] for row in rows if row["needed"]}
        report(f"paper list {case}: {', '.join(sorted(expected)) or 'none'}", needed == expected, needed)
        report(f"paper list {case}: each with its article", all(row["rule"] and row["why"] for row in rows if row["needed"]), rows)


def check_forms_of_paper():
    case = case_file("declarations/vn-disc")
    for language, word in (("en", "Viet Nam, import declaration"), ("zh", "越南进口货物报关单"), ("vi", "tờ khai hàng hóa nhập khẩu")):
        for form in ("text", "html", "csv"):
            done = run("viet-nam-declaration", case, "--lang", language, "--format", form)
            report(f"{form} in {language}", done.returncode == 0 and (form == "csv" or word in done.stdout), done.stderr)
    done = run("viet-nam-declaration", case, "--format", "xlsx", text=False)
    report("xlsx", done.returncode == 0 and done.stdout[:2] == b"PK", done.stderr)
    done = run("viet-nam-declaration", case, "--format", "csv", "--part", "taxes")
    report("csv of another part", done.stdout.startswith("line,number,box,base,rate,amount"), done.stdout[:100])


if __name__ == "__main__":
    check_expected()
    check_forms()
    check_cases()
    check_fifty()
    check_digits()
    check_use()
    check_list()
    check_forms_of_paper()
    print(f"1..{tap.count}")
    sys.exit(tap.exit_code())
