"""reconcile and what it must stand: books that are not there, totals, empty files, references to nothing, days outside, a million alike."""
import json
import pathlib
import tempfile

import commands
import tap

L = "licence number,contract,product,quantity,value,currency,licence day\n"
D = "declaration number,contract,product,quantity,value,currency,declaration day\n"
P = "payment number,contract,product,value,currency,payment day\n"
ONE_L, ONE_D, ONE_P = "L1,C,P,5,10.00,USD,2026-08-01\n", "D1,C,P,5,10.00,USD,2026-08-01\n", "P1,C,P,10.00,USD,2026-08-01\n"


def asked(files, *words):
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        words = [f"{other}/failed.csv" if word == "FAILED" else word for word in words]
        for name, text in files.items():
            (pathlib.Path(folder) / name).write_text(text, encoding="utf-8")
        done = commands.run("reconcile", "2026Q3", folder, "--json", *words)
        return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr


def found(paper):
    return sorted((row["kind"], row["number"]) for row in paper.get("differences", []))


def case(name, files, expected, code, *words, say=None):
    left, paper, talk = asked(files, *words)
    good = left == code and found(paper) == expected and (say is None or say in json.dumps(paper, ensure_ascii=False) + talk)
    tap.report(name, good, f"exit {left}\n{json.dumps(paper)[:3000]}\n{talk}")


def bad():
    case("two books of four agree: what could be compared is", {"l.csv": L + ONE_L, "d.csv": D + ONE_D}, [], 3, say="not given")
    case("one book alone", {"l.csv": L + ONE_L}, [], 3, say="not given")
    case("a file with a header alone", {"l.csv": L, "d.csv": D + ONE_D}, [("contract unknown", "D1")], 5)
    case("totals are left out", {"l.csv": L + ONE_L + "Total:,,,5,10.00,USD,\n", "d.csv": D + ONE_D + "合计,,,5,10.00,USD,\n"}, [], 3, say="\"totals\": 1")
    case("names differ in capitals, blanks and widths alone", {"l.csv": L + "L1,ht-1,Orion  Accounts,5,10.00,usd,2026-08-01\n", "d.csv": D + "D1,ＨＴ－１,ORION ACCOUNTS ,5,10.00,USD,2026-08-01\n"}, [], 3)
    case("nothing is fuzzy: one letter is another product", {"l.csv": L + ONE_L, "d.csv": D + ONE_D.replace(",P,", ",Q,")}, [("declaration without licence", "D1"), ("licence without declaration", "L1")], 5)
    case("a cent is a difference", {"l.csv": L + ONE_L, "d.csv": D + ONE_D.replace("10.00", "10.01")}, [("value off", "D1")], 5)
    case("unless it is tolerated", {"l.csv": L + ONE_L, "d.csv": D + ONE_D.replace("10.00", "10.01")}, [], 3, "--tolerance-value", "0.1%")
    case("by a sum of its currency", {"l.csv": L + ONE_L, "d.csv": D + ONE_D.replace("10.00", "10.01")}, [], 3, "--tolerance-value", "0.01 USD")
    case("and of no other", {"l.csv": L + ONE_L, "d.csv": D + ONE_D.replace("10.00", "10.01")}, [("value off", "D1")], 5, "--tolerance-value", "10 EUR")
    case("October is not the quarter", {"l.csv": L + ONE_L, "d.csv": D + ONE_D.replace("2026-08-01", "2026-10-02")}, [("licence without declaration", "L1")], 5, "--tolerance-days", "90")
    case("unless the window lets it in", {"l.csv": L + ONE_L, "d.csv": D + ONE_D.replace("2026-08-01", "2026-10-02")}, [], 3, "--tolerance-days", "90", "--window", "10")
    case("what is near the period makes no difference by itself", {"l.csv": L + ONE_L + "L2,C,P,5,99.00,USD,2026-10-02\n", "d.csv": D + ONE_D}, [], 3, "--window", "10")
    case("another currency is never guessed", {"l.csv": L + ONE_L, "d.csv": D + ONE_D.replace("USD", "EUR")}, [("currency off", "D1")], 5, say="no rate of the day")
    case("three payments for one, by their sum", {"l.csv": L + ONE_L, "p.csv": P + "P1,C,P,2.00,USD,2026-08-01\nP2,C,P,3.00,USD,2026-08-02\nP3,C,P,5.00,USD,2026-08-03\n"}, [], 3, say="\"sum\"")
    case("a part that is paid is one difference", {"l.csv": L + ONE_L, "p.csv": P + "P1,C,P,2.00,USD,2026-08-01\nP2,C,P,3.00,USD,2026-08-02\n"}, [("value off", "P1")], 5)
    case("several numbers in one reference", {"l.csv": L + ONE_L + "L2,C,Q,5,20.00,USD,2026-08-01\n", "p.csv": "payment number,licence,value,currency,payment day\nP1,L1;L2,30.00,USD,2026-08-01\n"}, [], 3, say="\"referred\"")
    case("a reference to nothing is looked for by its contents", {"l.csv": L + ONE_L, "p.csv": "payment number,licence,contract,value,currency,payment day\nP1,L9,C,10.00,USD,2026-08-01\n"}, [], 3)
    case("a figure with a formula's trace stays a question", {"l.csv": L + ONE_L.replace("10.00", "\"1,234\""), "d.csv": D + ONE_D}, [], 1)
    case("rows that cannot be read are put aside", {"l.csv": L + ONE_L + "L2,C,P,five,1.00,USD,2026-08-01\n", "d.csv": D + ONE_D}, [], 3, "--failed", "FAILED", say="rows that could not be read")
    with tempfile.TemporaryDirectory() as folder:
        alike = 20000
        for name, head, row in (("l.csv", L, "L%d,C,P,5,10.00,USD,2026-08-01\n"), ("d.csv", D, "D%d,C,P,5,10.00,USD,2026-08-01\n"), ("p.csv", P, "P%d,C,P,10.00,USD,2026-08-01\n")):
            (pathlib.Path(folder) / name).write_text(head + "".join(row % i for i in range(alike)))
        done = commands.run("reconcile", "2026Q3", folder, timeout=60)
        tap.report("sixty thousand rows alike, none left over", done.returncode == 3 and f"{alike:,}" in done.stdout, done.stdout[-2000:])
        (pathlib.Path(folder) / "d.csv").write_text(D + "D1,C,P,5,10.00,USD,2026-08-01\n" * alike)
        done = commands.run("reconcile", "2026Q3", folder, "--json", timeout=60)
        kinds = [row["kind"] for row in json.loads(done.stdout)["differences"]]
        tap.report("one number twenty thousand times", kinds.count("declared twice") == alike - 1 and kinds.count("licence without declaration") == alike - 1, str(len(kinds)))
