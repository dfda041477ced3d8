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


# ---- every shipped case ----

WAYS = (("quick", lambda case: json.dumps(case, ensure_ascii=False)), ("strict", with_capital))


def shipped():
    """(name, case, its figures by the long way, what is asked of it); all determined by one process."""
    cases = [json.loads(path.read_text(encoding="utf-8")) for path in CASES]
    for case in cases:
        case.pop("readings", None)
    whole = declarant("--lines", "-", told="".join(json.dumps(case) + "\n" for case in cases)).splitlines()
    report("each case has its line", len(whole) == len(cases), len(whole))
    for path, case, line in zip(CASES, cases, whole):
        answer = json.loads(line)
        known = {charge["charge"] for charge in answer["lines"]}  # each country has its own
        yield path.stem, case, figures(answer), ",".join(VALUES + [charge + ".amount" for charge in CHARGES if charge in known])


def alone(told):
    for name, case, wanted, asked in told:
        for way, text in WAYS:
            lines = declarant("--lines", "--decide", asked, "-", told=text(case) + "\n").splitlines()
            found = list(differences(wanted, lines[0])) if len(lines) == 1 else [f"{len(lines)} lines"]
            report(f"{name}, the {way} way", not found, "\n".join(found))


def together(told):
    """Those that are asked the same in one process: what can be is decided side by side."""
    for asked in sorted({asked for *_, asked in told}):
        some = [(name, case, wanted) for name, case, wanted, names in told if names == asked]
        for way, text in WAYS:
            lines = declarant("--lines", "--decide", asked, "-", told="".join(text(case) + "\n" for _, case, _ in some)).splitlines()
            found = [f"{name}: {fault}" for (name, _, wanted), line in zip(some, lines) for fault in differences(wanted, line)]
            report(f"{len(some)} cases asked for {asked}, the {way} way", len(lines) == len(some) and not found, "\n".join(found) or f"{len(lines)} lines")


def main():
    for seed in range(3):
        side_by_side(seed)
    told = list(shipped())
    together(told)
    alone(tap.share(told, 6))
    return tap.exit_code() if tap.count else 1


if __name__ == "__main__":
    sys.exit(main())
