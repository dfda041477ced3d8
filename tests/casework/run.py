#!/usr/bin/env python3
"""tests/casework/run.py BINARY: every command of casework once over its examples, in every form.

What they say is held against figures in the suites of the commands, on the plain build alone. This is the share that also runs under the
sanitizers: no fault of memory, no line of a sanitizer, an exit code that the manual knows, and something said. Prints TAP.
"""
# budget: 240
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap
from tap import report

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = str(pathlib.Path(sys.argv[1]).resolve())
KNOWN = {0, 3, 5, 6}
SIGNS = ("AddressSanitizer", "LeakSanitizer", "runtime error:")
FORMS = ("text", "json", "csv", "html", "xlsx")
CASES = "examples/cases"


def run(folder, *words):
    environment = dict(os.environ, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"), DECLARANT_LEDGER=str(folder / "ledger"), DECLARANT_USER="tests", LC_ALL="C.UTF-8", COLUMNS="100", NO_COLOR="1")
    return subprocess.run([BINARY, *map(str, words)], capture_output=True, timeout=120, env=environment, cwd=ROOT)


def check(folder, *words, exits=KNOWN):
    done = run(folder, *words)
    told = done.stderr.decode("utf-8", "replace")
    report(" ".join(map(str, words)).replace(str(folder), "."), done.returncode in exits and not any(sign in told for sign in SIGNS), f"exit {done.returncode}\n{told[:2000]}")
    return done


def in_forms(folder, *words, forms=FORMS):
    for form in forms:
        check(folder, *words, "--format", form, "--output", folder / f"paper.{form}")


def papers(folder):
    in_forms(folder, "clear", "examples/payments", "examples/shipments")
    in_forms(folder, "selfcheck", "examples/contracts")
    check(folder, "selfcheck", "code", "examples/software.csv")
    for case in ("cn-e19", "in-software-park-2004", "vn-w11"):
        check(folder, "selfcheck", "reliefs", f"{CASES}/{case}.json")
    for invoice in sorted((ROOT / "examples/invoices").iterdir()):
        check(folder, "invoice", "check", invoice.relative_to(ROOT), "--case", f"{CASES}/vn-w11.json")
    in_forms(folder, "invoice", f"{CASES}/cn-procedure-disc.json", forms=(*FORMS, "ubl"))
    for quote in sorted((ROOT / "examples/quotes").glob("*.json"))[::2]:
        check(folder, "quote", quote.relative_to(ROOT), "--house", "examples/house")
    check(folder, "quote", f"{CASES}/vn-w11.json", "--json", "--output", folder / "quote.json")
    in_forms(folder, "quote", "compare", folder / "quote.json", f"{CASES}/vn-w11.json")
    for kind, case in (("viet-nam-declaration", "vn-w07"), ("china-entry", "cn-procedure-disc"), ("china-royalty-entry", "cn-e11"), ("india-bill-of-entry", "in-we08"), ("india-softex", "in-we20")):
        check(folder, "paper", kind, f"{CASES}/{case}.json")
    in_forms(folder, "paper", "list", f"{CASES}/cn-e11.json")
    in_forms(folder, "audit", "report", "examples/audit/corrections.jsonl", "--sample", "1", "--seed", "7")
    in_forms(folder, "reconcile", "2026Q3", "examples/reconcile/2026Q3", "--jurisdiction", "CN", "--tolerance-days", "5", "--window", "30")
    in_forms(folder, "contract", "review", *sorted((ROOT / "examples/contracts-text").glob("*.txt")), "--case", f"{CASES}/cn-procedure-payments.json", "--history", "examples/contracts-text/history.csv", "--payments", "examples/contracts-text/payments.csv")
    check(folder, "contract", "review", "examples/contracts/cn-06-type-missing.json")
    in_forms(folder, "release", "check", "examples/releases/accounts-7.0.cdx.json", "examples/releases/accounts-8.0.cdx.json", forms=(*FORMS, "sarif", "junit"))


def written(folder, name, body):
    path = folder / f"{name}.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    return path


def kept(folder, *words):
    """A command that keeps a record; its hash."""
    done = check(folder, *words, "--json", exits={0, 3})
    return json.loads(done.stdout)["record"] if done.stdout else ""


def records(folder):
    """Cases, facts, records of other kinds, answers."""
    for invoice in sorted((ROOT / "examples/invoices").iterdir()):
        check(folder, "case", "new", "--from", invoice.relative_to(ROOT), "--jurisdiction", "VN", "--movement", "import", "--out", "-")
    in_forms(folder, "case", "new", "--from-case", f"{CASES}/vn-w11.json", "--from", "examples/invoices/vn-split.xml")
    check(folder, "case", "new", f"{CASES}/vn-w11.json")
    answer = kept(folder, "case", "record", "vn-w11")
    check(folder, "case", "fact", "vn-w11", "shipments:s1/entry_day=2025-12-06", "--origin", "examples/software.csv,line=2,who=Li Na,when=2025-12-06")
    for case, kind, body in (("vn-w11", "contract", {"number": "SW-7", "parties": ["Accounts Ltd"]}), ("vn-w11", "payment", {"number": "p1", "day": "2025-12-05", "amount": "20000 USD"}),
                             ("-", "mandate", {"agent": "Broker", "principal": "Accounts Ltd", "scope": "import", "from": "2025-01-01"}),
                             ("vn-w11", "approval", {"of": answer or "sha256:" + "0" * 64, "says": "approved", "who": "bert"})):
        check(folder, "case", "add", case, kind, written(folder, kind, body), exits={0})
    check(folder, "case", "approve", "vn-w11", answer, "--by", "bert", exits={0})
    check(folder, "case", "file", "vn-w11", exits={0})
    in_forms(folder, "case", "payments", "vn-w11")
    check(folder, "case", "payments", "--contract", "SW-7")


def work(folder):
    """A task from papers that are missing to done, with a second pair of eyes; every step after it in the file of the case."""
    payment = {"id": "p1", "payment_day": "2026-06-10", "payment_amount": "60000 USD", "purpose": "licence"}
    told = {"jurisdiction": "CN", "movement": "import", "papers_held": [], "contracts": [{"id": "c1", "payments": [payment]}]}
    step = ("deal", "record the payment")
    check(folder, "case", "new", written(folder, "deal", told), exits={0})
    in_forms(folder, "case", "status", "deal", forms=("text", "json"))
    check(folder, "case", "advance", *step, "--as-of", "2026-06-09", exits={1})
    check(folder, "case", "assign", *step, "bert", exits={0})
    check(folder, "evidence", "add", "deal", "examples/software.csv", "--kind", "tax recordal", "--fact", "contracts:c1/payments:p1/payment_amount", exits={0})
    check(folder, "case", "advance", *step, "--as-of", "2026-06-09", exits={0})
    check(folder, "case", "approve", *step, exits={1})
    check(folder, "case", "approve", *step, "--by", "bert", exits={0})
    check(folder, "case", "advance", *step, "--as-of", "2026-06-09", exits={0})
    in_forms(folder, "case", "export", "deal", forms=("ics", "html"))


def evidence(folder):
    """Evidence, its heads and proofs, and what they say of it once it is erased."""
    check(folder, "evidence", "key", "new", folder / "key", "tests", exits={0})
    check(folder, "evidence", "add", "vn-w11", "examples/software.csv", "--kind", "invoice", "--fact", "shipments/s1/entry_day=2025-12-06", exits={0})
    check(folder, "evidence", "head", "--key", folder / "key", "--output", folder / "head", exits={0})
    in_forms(folder, "evidence", "list", "vn-w11", forms=("html", "json"))
    record = json.loads((folder / "paper.json").read_text(encoding="utf-8"))["evidence"][0]["record"]
    for words in (("head",), ("show", record), ("get", record), ("prove", record), ("prove", "2", "3"), ("list",), ("stamp", "--output", folder / "query")):
        check(folder, "evidence", *words, exits={0})
    check(folder, "evidence", "stamp", folder / "query", "--certificates", folder / "head", exits={1})
    in_forms(folder, "evidence", "complete", "vn-w11", forms=("text", "html"))
    check(folder, "evidence", "bundle", "vn-w11", "--output", folder / "bundle.html", exits={0})
    check(folder, "audit", "prove", record, exits={0})
    check(folder, "evidence", "erase", record, "--because", "asked for", "--rule", "house", "--by", "bert", exits={0})
    check(folder, "evidence", "get", record, exits={3})
    check(folder, "evidence", "verify", "--head", folder / "head", exits={0})
    for proof in sorted((ROOT / "examples/evidence").glob("*.json")):
        check(folder, "evidence", "check-proof", proof.relative_to(ROOT), exits={0, 6})


def ledger(folder):
    """What is asked of all of it."""
    for words in (("case", "show", "vn-w11"), ("case", "list"), ("audit", "list"), ("audit", "sample", "1", "--seed", "7"), ("ledger", "kept", "--as-of", "2026-01-01"), ("ledger", "check")):
        in_forms(folder, *words, forms=("text", "html"))
    for words in (("replay", "--all"), ("replay", "--all", "--newer", "--to", "2024-01-01", "--fail-on", "owes", "--format", "html"), ("ledger", "rebuild"), ("ledger", "kinds"), ("backup", folder / "copy"), ("backup", "restore", folder / "copy", "--ledger", folder / "other"), ("ledger", "check", "--ledger", folder / "other")):
        check(folder, *words, exits={0})


def main():
    with tempfile.TemporaryDirectory() as place:
        for part in (papers, records, work, evidence, ledger):
            part(pathlib.Path(place))
    print(f"1..{tap.count}")
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
