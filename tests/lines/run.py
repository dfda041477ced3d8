#!/usr/bin/env python3
"""`determine --lines --decide` answers as `determine --json` does, by the quick reader and by the strict one. oracle: the long way.

Every shipped case is told in one line. A capital in its first key is ordinary to the strict reader alone, so the same case goes
both ways.
"""
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap
from tap import report

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = sorted((ROOT / "examples" / "cases").glob("*.json"))
VALUES = ["customs value"]
CHARGES = ["customs duty", "import VAT", "contractor income tax", "contractor VAT", "withheld VAT", "withheld income tax", "software VAT refund"]


def declarant(*words, told=None):
    return subprocess.run([sys.argv[1], "determine", *words], input=told, capture_output=True, text=True, cwd=ROOT, timeout=100).stdout


def with_capital(case):
    """The same case, one inner key with a capital."""
    text = json.dumps(case, ensure_ascii=False)
    for key in ("entry_day", "contract_day", "payment_day"):
        text = text.replace(f'"{key}"', f'"{key.capitalize()}"')
    return text


def figures(answer):
    """{(decision, place): figure} of a whole determination, for the decisions asked."""
    found = {("customs_value", entry["of"]["id"]): entry["value"] for entry in answer["values"] if entry["decision"] in VALUES}
    for line in answer["lines"]:
        if line["charge"] in CHARGES:
            found[line["charge"].replace(" ", "_").lower() + ".amount", line["of"]["id"]] = line["amount"]
    return found


def differences(wanted, line):
    told = json.loads(line)
    for (decision, place), figure in wanted.items():
        by_place = told.get(decision)
        if isinstance(by_place, dict) and place in by_place and by_place[place] != figure:
            yield f"{decision} {place}: {by_place[place]}, the long way {figure}"
        elif not isinstance(by_place, dict) or place not in by_place:
            if figure not in ("unknown", "not covered"):  # of lines that nobody knows there is no list of places
                yield f"{decision} {place}: absent from {by_place}, the long way {figure}"


def main():
    for path in CASES:
        case = json.loads(path.read_text(encoding="utf-8"))
        case.pop("readings", None)
        whole = json.loads(declarant("--lines", "-", told=json.dumps(case) + "\n"))
        known = {line["charge"] for line in whole["lines"]}  # each country has its own
        names = ",".join(VALUES + [charge + ".amount" for charge in CHARGES if charge in known])
        for way, text in (("quick", json.dumps(case, ensure_ascii=False)), ("strict", with_capital(case))):
            lines = declarant("--lines", "--decide", names, "-", told=text + "\n").splitlines()
            found = list(differences(figures(whole), lines[0])) if len(lines) == 1 else [f"{len(lines)} lines"]
            report(f"{path.stem}, the {way} way", not found, "\n".join(found))
    return tap.exit_code() if tap.count else 1


if __name__ == "__main__":
    sys.exit(main())
