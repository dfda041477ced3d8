#!/usr/bin/env python3
"""tests/clear/run.py BINARY: `declarant clear` - may I ship, may I pay?

expected.tsv has, case by case, the verdict on each shipment and payment and the gates that are not green, worked out by hand; all others
must be green. The rest holds of every case: exits, forms, languages, what a voice and a house change. Prints TAP.
"""
# plain build only: tests/casework goes through the commands under the sanitizers
import csv
import io
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
EXAMPLES = ROOT / "examples"
seen = {}


def run(*words):
    return commands.run("clear", *words)


def cleared(case):
    if case not in seen:
        done = run(EXAMPLES / f"{case}.json", "--json")
        seen[case] = done.returncode, json.loads(done.stdout, parse_float=str), done.stderr
    return seen[case]


def changed(case, change, *words):
    """The case told otherwise, as JSON."""
    told = json.loads((EXAMPLES / f"{case}.json").read_text(encoding="utf-8"))
    change(told)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(told, file)
        file.flush()
        return json.loads(run(file.name, "--json", *words).stdout)


def gates_of(paper, thing, state, part="gates"):
    return sorted(gate["gate"] for gate in paper.get(part, []) if gate["of"] == thing and gate["state"] == state)


# ---- case by case ----

def rows():
    with open(HERE / "expected.tsv", encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    for row in csv.reader(io.StringIO("".join(lines)), delimiter="\t", quoting=csv.QUOTE_NONE):
        yield ["" if cell == "-" else cell for cell in row]


def check_expected():
    told = set()
    for case, code, thing, verdict, count, red, unknown, origin in rows():
        told.add(case)
        returned, paper, _ = cleared(case)
        waiting = {one["of"]: one for one in paper["waiting"]}
        found = [str(returned), waiting.get(thing, {}).get("verdict", ""), str(sum(gate["of"] == thing for gate in paper["gates"])),
                 "; ".join(gates_of(paper, thing, "red")), "; ".join(gates_of(paper, thing, "not known"))]
        report(f"{case}, {thing}: {verdict}: {origin}", found == [code, verdict, count, red, unknown], f"found {found}\nwanted {[code, verdict, count, red, unknown]}")
    files = {path.relative_to(EXAMPLES).with_suffix("").as_posix() for folder in ("payments", "shipments") for path in (EXAMPLES / folder).glob("*.json")}
    report("every example is expected", files == told, sorted(files ^ told))


# ---- what holds of all ----

def check_all():
    for case, (returned, paper, talk) in seen.items():
        worst = {0: "green", 3: "not known", 5: "red"}[returned]
        states = {gate["state"] for gate in paper["gates"]}
        sound = paper["verdict"]["is"] == worst and (worst in states) and (worst != "green" or states == {"green"}) and (worst != "not known" or "red" not in states)
        report(f"{case}: verdict and exit are the worst of its gates", sound, (returned, paper["verdict"], states))
        report(f"{case}: every gate has its row, its article and its day", all(re.search(r"\S+: \S", gate["article"]) and gate.get("day") for gate in paper["gates"]), paper["gates"])
        report(f"{case}: a gate that is not green says why, and what is not known names its fact",
               all(gate["state"] == "green" or gate.get("remark") for gate in paper["gates"]) and
               all(gate["state"] != "not known" or "[" in gate["remark"] for gate in paper["gates"]), paper["gates"])
        report(f"{case}: an exit other than 0 leaves a line on stderr", bool(talk.strip()) == (returned != 0), talk)


def check_taxes():
    _, paper, _ = cleared("payments/good-50000")
    # 50,000 USD at 7 are 350,000 CNY; / 1.06 = 330,188.68; VAT 19,811.32; 10 % income tax 33,018.87 (dossier E13's way with other figures)
    taxes = {tax["charge"]: tax["amount"] for tax in paper["taxes"]}
    report("withheld VAT and income tax of 50,000 USD at 7", (taxes["withheld VAT"], taxes["withheld income tax"]) == ("19811.32", "33018.87"), taxes)
    report("their sum stands beside the payment: 52,830.19", paper["waiting"][0]["tax"] == "52830.19", paper["waiting"])


    for case, tax, origin in (("payments/vn-w11", "52600000", "W11: 10 % of 526,000,000"), ("payments/in-good-2024", "302400", "18 % of 20,000 USD at 84; a copy for own use under a treaty bears no income tax")):
        _, paper, _ = cleared(case)
        report(f"{case}: {origin}", str(paper["waiting"][0]["tax"]) == tax, paper["waiting"])


def check_papers():
    _, paper, _ = cleared("shipments/cn-two-papers-missing")
    missing = sorted(one["document"] for one in paper["papers"])
    report("the papers that are missing are listed", missing == ["licence agreement with period and functions", "statement on encryption modules"], missing)
    _, paper, _ = cleared("shipments/in-second-hand-no-licence")
    report("what is forbidden is told with its reason", [one["prohibition"] for one in paper["prohibitions"]] == ["second-hand goods without an import licence"] and
           all(one["why"] for one in paper["prohibitions"]), paper["prohibitions"])
    _, paper, _ = cleared("shipments/cn-no-licence")
    report("the licence that is missing is listed, with its authority", [(one["permit"], one["in_hand"]) for one in paper["permits"]] == [("technology import licence", False)], paper["permits"])


# ---- voices, house, halves ----

def check_voices():
    case = "shipments/cn-not-insured-no-remark"
    _, paper, _ = cleared(case)
    report("a gate of one voice stands apart", gates_of(paper, "s1", "red", "voices") == ["remark on the declaration"], paper["voices"])
    heard = json.loads(run(EXAMPLES / f"{case}.json", "--json", "--layer", "AP26").stdout)
    report("under that voice it counts", "remark on the declaration" in gates_of(heard, "s1", "red"), heard["gates"])

    def insured(told):
        told["shipments"][0]["carriage_insured"] = True
    report("and alone it shuts nothing", changed(case, insured)["verdict"]["is"] == "green")
    report("unless that voice is heard", changed(case, insured, "--layer", "AP26")["verdict"]["is"] == "red")


def check_tolerance():
    """The house lets 5 dollars pass (examples/house/world.md, EF-PAY-01)."""
    house = ("--house", EXAMPLES / "house", "--layer", "house")
    for amount, words, verdict in (("49005.00", (), "red"), ("49005.00", house, "green"), ("49005.01", house, "red"), ("48995.00", house, "green"), ("48994.99", house, "red")):
        def paid(told, amount=amount):
            told["contracts"][0]["payments"][0]["payment_amount"] = f"{amount} USD"
        found = changed("payments/cent-over", paid, *words)["verdict"]["is"]
        report(f"{amount} for 49,000.00, {'the house' if words else 'the law'}: {verdict}", found == verdict, found)


def check_halves():
    def both(told):
        told["contracts"] = json.loads((EXAMPLES / "payments/no-clause.json").read_text(encoding="utf-8"))["contracts"]
    for only, verdict, things in (((), "red", ["s1", "c1/p1"]), (("--only", "ship"), "green", ["s1"]), (("--only", "pay"), "red", ["c1/p1"])):
        paper = changed("shipments/cn-good", both, *only)
        found = paper["verdict"]["is"], [one["of"] for one in paper["waiting"]]
        report(f"a shipment in order and a payment that is not, {' '.join(only) or 'both'}: {verdict}", found == (verdict, things), found)
    done = run(EXAMPLES / "shipments/cn-good.json", "--only", "sail")
    report("--only takes ship or pay", done.returncode == 2 and "ship or pay" in done.stderr, done.stderr)


def check_nothing():
    def empty(told):
        del told["shipments"]
    paper = changed("shipments/cn-good", empty)
    report("nothing waits: not known, and it says so", paper["verdict"] == {"is": "not known", "says": "Nothing in this case waits to be shipped or paid."}, paper["verdict"])


def check_untold_days():
    """A gate that is open as a whole still tells what waits for it."""
    def no_payment_day(told):
        del told["contracts"][0]["payments"][0]["payment_day"]
    for only in ((), ("--only", "pay")):
        paper = changed("payments/good-50000", no_payment_day, *only)
        report(f"a payment of an untold day waits, {' '.join(only) or 'both'}", paper["verdict"]["says"] == "Pay: not known." and paper["waiting"][0]["opens"] == "pay", paper["verdict"])

    def no_entry_day(told):
        del told["shipments"][0]["entry_day"]
    paper = changed("shipments/vn-good", no_entry_day)
    report("and a shipment", paper["verdict"]["says"] == "Ship: not known.", paper["verdict"])
    paper = changed("shipments/vn-good", no_entry_day, "--only", "pay")
    report("which is no payment", paper["waiting"] == [] if "waiting" in paper else True, paper)


def check_no_lines():
    def bare(told):
        told["shipments"][0]["invoice_lines"] = []
    for case in ("shipments/vn-good", "shipments/cn-good", "shipments/in-good"):
        paper = changed(case, bare)
        report(f"{case}: of nothing nobody says that it may be shipped", paper["verdict"]["is"] == "red" and "goods named" in gates_of(paper, "s1", "red"), paper["verdict"])


def check_order():
    """A payment told first but made later has the other before it."""
    def swapped(told):
        told["contracts"][0]["payments"].reverse()
    paper = changed("payments/changed-currency", swapped)
    report("which payment was before is told by the days, not by their order", gates_of(paper, "c1/p2", "red") == ["currency as before"] and not gates_of(paper, "c1/p1", "red"), paper["gates"])

    def one_day(told):
        for payment in told["contracts"][0]["payments"]:
            payment["payment_day"] = "2026-02-10"
    paper = changed("payments/paid-twice", one_day)
    report("of two on one day the first told is the earlier", gates_of(paper, "c1/p2", "red") == ["invoice not paid before"] and not gates_of(paper, "c1/p1", "red"), paper["gates"])


def check_agents():
    _, paper, _ = cleared("shipments/cn-agent-asks-for-ruling")
    told = {line["fact"]: line["value"] for line in paper["acting"]}
    report("who acts for whom, and under which mandate", (told["agent"], told["principal"], told["mandate_covers"]) == ("Example Forwarding", "Lotus Systems Co.", "customs declaration"), told)
    topics = [one["topic"] for one in paper["law_of_agents"]]
    report("what the law says of agents", topics == ["advance ruling asked by an agent", "what a broker checks"], topics)
    _, paper, _ = cleared("shipments/cn-good")
    report("nothing of it where nobody acts for another", not paper.get("acting") and not paper.get("law_of_agents"), paper)


def check_countries():
    def japan(told):
        told["jurisdiction"] = "JP"
        del told["contracts"][0]["standard_software_licence"]
    paper = changed("payments/no-clause", japan)
    report("where a country has no gates of its own the paper says so", any("no gates of its own" in note for note in paper["notes"]) and
           gates_of(paper, "c1/p1", "red") == ["clause in the contract"], paper)
    paper = changed("payments/good-50000", japan)
    report("what holds everywhere is no leave of a law that was not asked", paper["verdict"] == {"is": "not known", "says": "Pay: not known."} and
           all(gate["state"] == "green" for gate in paper["gates"]), paper["verdict"])

    def abroad(told):
        told["movement"] = "export"
    paper = changed("payments/good-50000", abroad)
    report("nor of one that has gates for another movement only", paper["verdict"]["is"] == "not known", paper["verdict"])
    _, paper, _ = cleared("payments/no-clause")
    report("and not where it has", not any("no gates of its own" in note for note in paper["notes"]), paper["notes"])


# ---- many cases ----

def check_many():
    done = run(EXAMPLES / "payments", "--json")
    paper = json.loads(done.stdout)
    wanted = {(pathlib.Path(case).name, thing): verdict for case, _, thing, verdict, *_ in rows() if case.startswith("payments/")}
    found = {(one["file"].removesuffix(".json"), one["of"]): one["verdict"] for one in paper["cases"]}
    report("a folder: each payment with its verdict", found == wanted, (sorted(found.items()), sorted(wanted.items())))
    ranks = [("red", "not known", "green").index(one["verdict"]) for one in paper["cases"]]
    report("a folder: those that are shut first; the exit is the worst", ranks == sorted(ranks) and done.returncode == 5 and len(done.stderr.splitlines()) == 1, done.stderr)
    with tempfile.TemporaryDirectory() as folder:
        book = pathlib.Path(folder, "book.jsonl")
        cases = ["payments/good-50000", "payments/not-told"]
        book.write_text("".join(json.dumps(json.loads((EXAMPLES / f"{case}.json").read_text(encoding="utf-8"))) + "\n" for case in cases), encoding="utf-8")
        done = run(book, "--json")
        report("a book: a case a line", [one["verdict"] for one in json.loads(done.stdout)["cases"]] == ["not known", "green"] and done.returncode == 3, done.stdout)
        book.write_text(book.read_text(encoding="utf-8") + "{ \n", encoding="utf-8")
        done = run(book)
        report("a line that is no case is told, and the exit is 1", done.returncode == 1 and "book.jsonl:3" in done.stderr, done.stderr)


# ---- forms and languages ----

def check_forms():
    case = EXAMPLES / "payments/other-payee.json"
    done = run(case, "--format", "csv")
    table = list(csv.DictReader(io.StringIO(done.stdout)))
    report("as CSV: the gates, one a line", len(table) == 9 and done.returncode == 5, done.stdout)
    for language, word in (("zh", "付款：否"), ("vi", "Trả tiền: không")):
        done = run(case, "--lang", language)
        report(f"{language}: the verdict comes first", done.stdout.startswith(word), done.stdout[:200])
        left = re.findall(r"^.*(?:the money goes|payee is the).*$", done.stdout, re.M)
        report(f"{language}: no English is left in it", not left, left)
    page = run(case, "--format", "html").stdout
    report("as HTML: one page with its verdict", page.lstrip().lower().startswith("<!doctype html") and "Pay: no." in page, page[:200])


if __name__ == "__main__":
    for check in (check_expected, check_all, check_taxes, check_papers, check_voices, check_tolerance, check_halves, check_nothing, check_untold_days, check_no_lines, check_order, check_agents, check_countries, check_many, check_forms):
        check()
    sys.exit(tap.exit_code())
