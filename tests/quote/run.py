#!/usr/bin/env python3
# plain build only: tests/casework goes through the commands under the sanitizers
# budget: 300
"""tests/quote/run.py BINARY: quotes, until when they hold, and what became of them. See README.md. Prints TAP."""
import csv
import ctypes
import datetime
import json
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import commands
import tap
from commands import BINARY, ROOT
from tap import report

HERE = pathlib.Path(__file__).resolve().parent
HOUSE = ["--house", "examples/house"]
ODD = 7  # every so many of the example cases is looked at by moving its days here


def run(*words, **more):
    return commands.run(*words, cwd=ROOT, **more)


def case_file(name):
    own = ROOT / "examples" / "quotes" / f"{name}.json"
    return own if own.exists() else ROOT / "examples" / "cases" / f"{name}.json"


def quote(path, *options):
    return json.loads(run("quote", path, "--json", *options).stdout)


# ---- what they must say ----


def at(told, pointer):
    for step in pointer.split("/"):
        told = told[int(step)] if isinstance(told, list) else told.get(step)
    return told


def check_expected():
    quotes = {}
    with open(HERE / "expected.tsv", encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t"):
            key = line["case"], line["options"]
            if key not in quotes:
                quotes[key] = quote(case_file(line["case"]), *line["options"].split())
            got = at(quotes[key], line["pointer"])
            report(f"{' '.join(key).strip()}: {line['pointer']}", str(got) == line["value"], f"{got}, not {line['value']}: {line['origin']}")


# ---- the days, moved here ----


def moved(value, days, key=None):
    """The case with every day so many days later; exchange rates stay, and hold without end."""
    if isinstance(value, dict):
        if key == "exchange_rates":
            return value
        return {name: moved(inner, days, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [dict(item, valid_to="9999-12-31") for item in value] if key == "exchange_rates" else [moved(item, days) for item in value]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return (datetime.date.fromisoformat(value) + datetime.timedelta(days)).isoformat()
    return value


CORE = ("lines", "codes", "values")
FIGURE = {"lines": ("charge", "base", "rate", "reason", "exact", "amount"), "codes": ("number", "edition"), "values": ("value",)}


def plain(number):
    """1.50 and 1.5 are one figure."""
    return re.sub(r"\.?0+$", "", number) if isinstance(number, str) and re.fullmatch(r"-?\d+\.\d+", number) else number


def figures(case):
    """What the quote says of a day is what a determination of that day says: charges, codes and values."""
    told = json.loads(run("determine", "-", "--json", given=json.dumps(case)).stdout)
    if "lines" not in told:
        return None  # the case contradicts itself on that day: the quote leaves such facts out
    return {name: sorted(json.dumps([entry.get("of")] + [plain(entry.get(part)) for part in FIGURE[name]], sort_keys=True) for entry in told[name]) for name in CORE}


def one_rate_a_pair(case):
    pairs = [(rate["from"], rate["to"]) for rate in case.get("exchange_rates", [])]
    return len(pairs) == len(set(pairs))


def check_moved(path):
    """On the day named the figures are other, the day before they are not."""
    case = json.loads(path.read_text(encoding="utf-8"))
    done = run("quote", path, "--json")
    told = json.loads(done.stdout) if done.returncode in (0, 3) else {}
    changed = (told.get("holds") or {}).get("figures_change")
    if not changed or not one_rate_a_pair(case):
        return
    clock = told["holds"]["clock"]
    days = re.findall(rf'"{clock}": "(\d{{4}}-\d\d-\d\d)"', path.read_text(encoding="utf-8"))
    if not days or len(set(days)) > 1:
        return  # which of several things has the clock is the quote's own business
    after = (datetime.date.fromisoformat(changed) - datetime.date.fromisoformat(days[0])).days
    now, before, then = (figures(moved(case, day)) for day in (0, after - 1, after))
    if None in (now, before, then):
        return
    report(f"{path.stem}: nothing changes before {changed}", now == before, f"{now}\n{before}")
    report(f"{path.stem}: something changes on {changed}", now != then, then)


# ---- compared with what became of it ----


def check_compare(folder):
    kept, altered, laid_out, final = (folder / name for name in ("quote.json", "altered.json", "laid-out.json", "final.json"))
    done = run("quote", case_file("vn-w11"), *HOUSE, "--json", "--output", kept)
    report("a quote is written to a file", done.returncode == 0 and kept.exists(), done.stderr)
    told = kept.read_text(encoding="utf-8")
    final.write_text(case_file("vn-w11").read_text(encoding="utf-8").replace('"26300"', '"26450"').replace("2025-12-01", "2025-12-08").replace("2025-12-07", "2025-12-14")
                     .replace('"2025-12-05"', '"2025-12-10"'), encoding="utf-8")
    done = run("quote", "compare", kept, final, *HOUSE, "--json")
    held = json.loads(done.stdout)
    tax = next(line for line in held["lines"] if line["charge"] == "contractor income tax")
    # 10 % of 20,000 USD at 26,300 and at 26,450
    report("a line that is more", (tax["quoted"], tax["final"], tax["difference"], tax["outcome"]) == ("52600000", "52900000", "300000", "more"), tax)
    report("why it is more", "26300 → 26450" in tax["remark"] and "2025-12-05 → 2025-12-10" in tax["remark"], tax)
    report("the rates that differ", held["rates"] == [{"pair": "USD/VND", "quoted": 26300, "final": 26450}], held["rates"])
    report("all others are the same", sum(line["outcome"] == "same" for line in held["lines"]) == len(held["lines"]) - 1, held["lines"])
    same = json.loads(run("quote", "compare", kept, case_file("vn-w11"), *HOUSE, "--json").stdout)
    report("held against its own case it is the same", same["verdict"]["is"] == "same" and "notes" not in same, same["verdict"])
    determination = folder / "determination.json"
    determination.write_text(run("determine", case_file("vn-w11"), "--json").stdout, encoding="utf-8")
    held = json.loads(run("quote", "compare", kept, determination, *HOUSE, "--json").stdout)
    report("a determination will do, without the house", held["verdict"]["is"] == "same" and len(held["lines"]) == 4, held["lines"])
    disc = json.loads(case_file("vn-w11").read_text(encoding="utf-8"))
    del disc["contracts"]
    final.write_text(json.dumps(disc), encoding="utf-8")
    held = json.loads(run("quote", "compare", kept, final, *HOUSE, "--json").stdout)
    report("a line that is gone", [line["charge"] for line in held["lines"] if line["outcome"] == "gone"] == ["contractor income tax", "contractor VAT"], held["lines"])
    for name, text in (("an amount", told.replace("52600000", "52600001", 1)), ("the case", told.replace("26300", "26301", 1)), ("a word", told.replace("entry_day", "entry_dax", 1)),
                       ("a member more", told.replace('"paper": "quote"', '"paper": "quote", "more": 1', 1)), ("its hash", told.replace('"hash": "sha256:', '"hash": "sha256:0', 1))):
        altered.write_text(text, encoding="utf-8")
        done = run("quote", "compare", altered, case_file("vn-w11"), *HOUSE)
        report(f"refused where altered: {name}", text != told and done.returncode == 6 and "[quote-altered]" in done.stderr, done.stderr)
    laid_out.write_text(json.dumps(json.loads(told), indent=7), encoding="utf-8")
    report("how it is laid out does not matter", run("quote", "compare", laid_out, case_file("vn-w11"), *HOUSE).returncode == 0)
    ranged = folder / "range.json"
    run("quote", case_file("in-2017"), "--json", "--output", ranged)
    case = json.loads(case_file("in-2017").read_text(encoding="utf-8"))
    case["shipments"][0]["invoice_lines"][0]["bears_retail_price"] = False
    final.write_text(json.dumps(case), encoding="utf-8")
    held = json.loads(run("quote", "compare", ranged, final, "--json").stdout)
    border = held["totals"][0]
    report("within the range that was quoted", border["within_range"] is True and border["final"] in ("24708", "29736"), border)


# ---- forms, languages, exits ----


def check_forms(folder):
    path = case_file("vn-w11")
    for language, word in (("en", "How long it holds"), ("zh", "有效期"), ("vi", "Hiệu lực của báo giá")):
        done = run("quote", path, *HOUSE, "--lang", language)
        report(f"text in {language}", done.returncode == 0 and word in done.stdout, done.stdout)
    for form in ("html", "xlsx"):
        done = run("quote", path, "--format", form, "--output", folder / f"quote.{form}")
        report(f"as {form}", done.returncode == 0 and (folder / f"quote.{form}").stat().st_size > 1000, done.stderr)
    done = run("quote", path, "--format", "csv")
    report("lines as csv", done.stdout.splitlines()[0].startswith("total,charge,of,base,rate,amount"), done.stdout)
    done = run("quote", case_file("in-2017"))
    report("a range exits with 3 and says so", done.returncode == 3 and "not firm" in done.stderr, done.stderr)
    done = run("quote", "-", given='{ "jurisdiction": "NZ", "movement": "import" }')
    report("what is not covered exits with 3", done.returncode == 3 and done.stderr and "No page of the law" in done.stdout, done.stdout + done.stderr)
    report("without a case it is wrong use", run("quote").returncode == 2 and run("quote", "compare", path).returncode == 2)


def check_names():
    """What ends has its name in the reader's words, also a decision that no answer shows (data/phrases/names.csv)."""
    paths = sorted((ROOT / "examples" / "quotes").glob("*.json")) + [case_file(name) for name in ("cn-e08-fee", "in-we10-service-tax", "in-machine-2011", "vn-w11")]
    left = set()
    for path in paths:
        shown = run("quote", path, *HOUSE, "--lang", "zh", COLUMNS="400").stdout
        left |= set(re.findall(r"“([ -~]+)”的", shown))
    report("in zh no name of what ends is left in English", len(paths) > 8 and not left, sorted(left))


# ---- the library ----


class Options(ctypes.Structure):
    """declarant_law_options of include/declarant.h."""
    _fields_ = [("size", ctypes.c_size_t), ("rulebooks", ctypes.c_char_p), ("data", ctypes.c_char_p), ("allocate", ctypes.c_void_p), ("release", ctypes.c_void_p),
                ("context", ctypes.c_void_p), ("house", ctypes.c_char_p)]


class Asked(ctypes.Structure):
    """The first fields of declarant_determine_options."""
    _fields_ = [("size", ctypes.c_size_t), ("as_of", ctypes.c_char_p), ("layer", ctypes.c_char_p)]


def check_library():
    found = pathlib.Path(BINARY).parent / "libdeclarant.so.0"
    if not found.exists():
        report("declarant_validity # SKIP no shared library", True)
        return
    calls = ctypes.CDLL(str(found))
    calls.declarant_answer_json.restype = ctypes.c_char_p
    law, answer = ctypes.c_void_p(), ctypes.c_void_p()
    options = Options(size=ctypes.sizeof(Options), rulebooks=str(ROOT / "rulebooks").encode(), house=str(ROOT / "examples/house").encode())
    given = case_file("vn-w11").read_bytes()
    opened = calls.declarant_law_open(ctypes.byref(law), ctypes.byref(options), None)
    asked = Asked(size=ctypes.sizeof(Asked), layer=b"house")
    result = calls.declarant_validity(ctypes.byref(answer), law, given, ctypes.c_size_t(len(given)), ctypes.byref(asked), None)
    told = json.loads(calls.declarant_answer_json(answer, None)) if not opened and not result else {}
    report("declarant_validity says how long it holds", told.get("validity", {}).get("holds_until") == "2025-12-07", told.get("validity"))
    report("declarant_law_options.house is heard", {"total": "house", "amount": "2400000", "currency": "VND"} in told.get("determination", {}).get("totals", []), told)
    change = told["validity"]["figures_change"]
    report("the later day is told with its changes", change["day"] == "2026-01-01" and [one["now"]["charge"] for one in change["changes"]] == ["declaration fee", "agency fee"], change)
    calls.declarant_answer_close(ctypes.byref(answer))
    calls.declarant_law_close(ctypes.byref(law))


def check_verdicts(folder):
    """A quote of nothing is no quote of 0, and an open amount is said to be open."""
    case = json.loads((ROOT / "examples/cases/vn-w11.json").read_text(encoding="utf-8"))
    bare = {key: value for key, value in case.items() if key not in ("shipments", "contracts")}
    undated = json.loads(json.dumps(case))
    del undated["shipments"][0]["entry_day"]
    for told, begins in ((bare, "Nothing to quote"), (undated, "The amount in all is open. Holds until")):
        path = pathlib.Path(folder) / "said.json"
        path.write_text(json.dumps(told), encoding="utf-8")
        says = json.loads(run("quote", path, "--json").stdout)["verdict"]["says"]
        report(f"a quote says: {begins}", says.startswith(begins), says)


def check_house():
    done = run("check", "--house", "examples/house")
    report("the example house is checked with the law", done.returncode == 0 and "0 errors" in done.stdout, done.stderr)
    alone, heard = (json.loads(run("determine", case_file("vn-w11"), "--json", *HOUSE, *more).stdout) for more in ([], ["--layer", "house"]))
    law = json.loads(run("determine", case_file("vn-w11"), "--json").stdout)
    report("without --layer house the answer is the law's", alone["lines"] == law["lines"] and alone["totals"] == law["totals"], alone["totals"])
    report("the house stands among the other readings", any(other["because"] == "house" for other in alone["alternatives"]))
    report("law and house are never one sum", heard["totals"][:2] == law["totals"] and heard["totals"][2]["total"] == "house", heard["totals"])
    report("its pages are part of the hash of the law", len({law["law"], alone["law"]}) == 2 and alone["law"] == heard["law"])


def main():
    check_expected()
    check_house()
    with tempfile.TemporaryDirectory() as folder:
        check_verdicts(folder)
        check_compare(pathlib.Path(folder))
        check_forms(pathlib.Path(folder))
    check_names()
    check_library()
    for path in sorted((ROOT / "examples" / "cases").glob("*.json"))[::ODD]:
        check_moved(path)
    print(f"1..{tap.count}")
    return tap.exit_code()


sys.exit(main())
