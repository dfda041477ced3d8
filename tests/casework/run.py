#!/usr/bin/env python3
"""tests/casework/run.py BINARY: every command of casework once over its examples, in every form.

What they say is held against figures in the suites of the commands, on the plain build alone. This is the share that also runs under the
sanitizers: no fault of memory, no line of a sanitizer, an exit code that the manual knows, and something said. Prints TAP.
"""
# budget: 240
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
    in_forms(folder, "release", "check", "examples/releases/accounts-7.0.cdx.json", "examples/releases/accounts-8.0.cdx.json", forms=(*FORMS, "sarif", "junit"))


def ledger(folder):
    for words in (("case", "new", f"{CASES}/vn-w11.json"), ("case", "record", "vn-w11"), ("evidence", "key", "new", folder / "key", "tests"),
                  ("evidence", "add", "vn-w11", "examples/software.csv", "--kind", "invoice", "--fact", "shipments/s1/entry_day"), ("evidence", "head", "--key", folder / "key"),
                  ("case", "show", "vn-w11"), ("case", "list"), ("replay", "--all"), ("ledger", "check"), ("evidence", "list"), ("evidence", "verify"),
                  ("evidence", "bundle", "vn-w11", "--output", folder / "bundle.html"), ("audit", "list"), ("audit", "sample", "1", "--seed", "7"), ("backup", folder / "copy")):
        check(folder, *words)
    for proof in sorted((ROOT / "examples/evidence").glob("*.json")):
        check(folder, "evidence", "check-proof", proof.relative_to(ROOT), exits={0, 6})


def main():
    with tempfile.TemporaryDirectory() as place:
        papers(pathlib.Path(place))
        ledger(pathlib.Path(place))
    print(f"1..{tap.count}")
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
