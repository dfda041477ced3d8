#!/usr/bin/env python3
"""`determine --lines --decide` answers as `determine --json` does, by the quick reader and by the strict one. oracle: the long way.

Every shipped case is told in one line. A capital in its first key is ordinary to the strict reader alone, so the same case goes
both ways. Then many lines at once on the bench's book, ordinary and odd ones mixed: the quick reader decides them side by side.
"""
import json
import os
import pathlib
import random
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


# ---- many lines at once ----

MINIATURE = ROOT / "bench" / "vn-mini"
WORDS = {"software_kind": ("application", "control-operating"), "medium": ("none", "carrier", "intermediary")}
PRICES = ("software_price", "carrier_price", "machinery_price", "duty_rate", "vat_rate")
ODD_PRICES = ("1e5", "-1", "007.50", "0.00", "99999999999999999999.123456789", "1234567890123456.78", 5, None, "unknown", "")


def chance_case(chance):
    """Mostly ordinary; now and then a fact not told, an odd number, a word that is not allowed, a key twice or unknown."""
    case = {"jurisdiction": "ZZ", "movement": "import", **{key: chance.choice(words) for key, words in WORDS.items()}}
    case |= {key: chance.random() < 0.5 for key in ("with_machinery", "separable")}
    case |= {key: f"{chance.randrange(10**7) / 100:.2f}" for key in PRICES}
    case["entry_day"] = chance.choice(("2008-12-31", "2009-01-01", "2008-02-29", "2015-07-01"))
    key = chance.choice(list(case))
    odd = chance.randrange(24)
    if odd == 0:
        del case[key]
    elif odd == 1:
        case[chance.choice(PRICES)] = chance.choice(ODD_PRICES)
    elif odd == 2:
        case[key] = chance.choice(("something else", "1999-12-31", True, [], {}))
    elif odd == 3:
        case["colour"] = "red"
    return case


def chance_line(chance):
    odd = chance.randrange(40)
    text = json.dumps(chance_case(chance), separators=chance.choice(((",", ":"), (", ", ": "))))
    return "" if odd == 0 else text[:-5] if odd == 1 else text + "\r" if odd == 2 else text


def at_once(lines):
    environment = dict(os.environ, DECLARANT_RULEBOOKS=str(MINIATURE))
    words = ["determine", "--lines", "--decide", "customs value,duty,vat,total", "-"]
    return subprocess.run([sys.argv[1], *words], input="\n".join(lines), capture_output=True, text=True, env=environment, timeout=100).stdout.splitlines()


def side_by_side(seed):
    lines = [chance_line(random.Random(seed * 1000 + number)) for number in range(700)]
    quick, strict = at_once(lines), at_once([line.replace('"entry_day"', '"Entry_day"') for line in lines])
    wrong = [f"{line}\n  side by side {a}\n  strict {b}" for line, a, b in zip(filter(str.strip, lines), quick, strict) if a != b]
    decided = sum(line.startswith('{"customs_value"') for line in quick)
    report(f"{len(lines)} lines at once, seed {seed}", not wrong and len(quick) == len(strict) and decided > 500, "\n".join(wrong[:3]))


def main():
    for seed in range(3):
        side_by_side(seed)
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
