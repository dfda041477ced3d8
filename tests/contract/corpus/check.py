#!/usr/bin/env python3
"""tests/contract/corpus/check.py: holds truth.tsv against the contracts beside it.

Each contract has one row a topic, and each row's lines hold its quotes. States are legal ones, signs are of a known kind, halves hold every state of every topic
in each language. Prints TAP (through tests/tap.py); README.md says what the states mean.
"""
import collections
import csv
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))
import tap  # noqa: E402

COLUMNS = ["file", "topic", "state", "value", "line", "quote", "why"]
TOPICS = ("delivery-form", "licence-term", "licence-period", "functional-scope", "separate-prices", "taxes-borne", "update-clause", "services-apart",
          "evidence-clause", "audit-clause")
STATES = ("present", "missing", "unclear", "conflicting")
SIGNS = ("licence-as-service", "no-work", "per-copy-service", "paid-at-delivery", "round-split", "unmatched-payment")
VALUES = {
    "delivery-form": {"carrier", "built in", "paper licence", "key or code", "download", "e-mail", "hosted access", "update over network", "service on site"},
    "licence-term": {"perpetual", "subscription"},
    "taxes-borne": {"seller", "buyer", "split"},
    "update-clause": {"clause", "plan"},
}
VALUE_NEEDED = {"delivery-form", "licence-term", "licence-period", "taxes-borne", "update-clause"}
NAME = re.compile(r"(en|zh|vi)-(\d\d)\.txt")
LENGTHS = (40, 160)  # lines of a contract of the first ten; short ones come after


def table():
    with open(HERE / "truth.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def contracts():
    """Lines of each contract by its name."""
    return {path.name: path.read_text(encoding="utf-8").split("\n") for path in sorted(HERE.glob("*.txt"))}


def split(cell, by):
    return [piece.strip() for piece in cell.split(by)] if cell else []


def wrong_places(row, lines):
    """What is wrong with line and quote of a row."""
    numbers, quotes = split(row["line"], ","), split(row["quote"], "||")
    if row["state"] == "missing" and (numbers or quotes):
        yield "missing, but with a place"
    if row["state"] not in ("missing", "none") and not numbers:
        yield "no line"
    if row["state"] == "conflicting" and len(numbers) < 2:
        yield "a conflict needs two lines"
    if len(numbers) != len(quotes):
        yield f"{len(numbers)} lines, {len(quotes)} quotes"
    if numbers != sorted(numbers, key=int):
        yield "lines are not in order"
    for number, quote in zip(numbers, quotes):
        if int(number) > len(lines) or quote not in lines[int(number) - 1]:
            yield f"line {number} does not hold \"{quote}\""


def wrong_value(row):
    values = split(row["value"], "|")
    if row["state"] == "missing" and values:
        yield "missing, but with a value"
    if row["state"] == "present" and row["topic"] in VALUE_NEEDED and len(values) != 1:
        yield "one value is wanted"
    allowed = VALUES.get(row["topic"])
    if allowed:
        yield from (f"value \"{value}\" is not known" for value in values if value not in allowed)


def wrong_state(row):
    kind = row["topic"].removeprefix("sign:")
    if row["topic"] in TOPICS:
        legal = row["state"] in STATES
    elif kind == "none":
        legal = row["state"] == "none"
    else:
        legal = kind in SIGNS and row["state"] == "sign" and row["topic"].startswith("sign:")
    if not legal:
        yield f"topic \"{row['topic']}\" with state \"{row['state']}\""


def wrong_row(row, lines):
    yield from wrong_state(row)
    yield from wrong_places(row, lines)
    yield from wrong_value(row)
    if not row["why"]:
        yield "no reason"


def check_contract(name, lines, rows):
    told = collections.Counter(row["topic"] for row in rows)
    faults = [f"{topic}: {told[topic]} rows" for topic in TOPICS if told[topic] != 1]
    faults += [f"{row['topic']}: {fault}" for row in rows for fault in wrong_row(row, lines)]
    found = NAME.fullmatch(name)
    if not found:
        faults.append("a name other than en-, zh- or vi- and two digits")
    elif int(found.group(2)) <= 10 and not LENGTHS[0] <= len(lines) <= LENGTHS[1]:
        faults.append(f"{len(lines)} lines")
    if any(line != line.rstrip() for line in lines):
        faults.append("blanks at the end of a line")
    tap.report(f"{name}: truth holds", not faults, "\n".join(faults))


def half_of(name):
    """Language and half, and nothing for the short ones."""
    language, number = NAME.fullmatch(name).groups()
    return (language, "01-05" if int(number) <= 5 else "06-10") if int(number) <= 10 else None


def check_mix(rows):
    seen = collections.defaultdict(collections.Counter)
    for row in rows:
        if row["topic"] in TOPICS and half_of(row["file"]):
            seen[half_of(row["file"])][row["topic"], row["state"]] += 1
    for half, counts in sorted(seen.items()):
        lacking = [f"{topic}: never {state}" for topic in TOPICS for state in STATES if not counts[topic, state]]
        rival = [f"{topic}: present is not the most frequent" for topic in TOPICS
                 if any(counts[topic, state] > counts[topic, "present"] for state in STATES[1:])]
        tap.report(f"{' '.join(half)}: every state of every topic", not lacking + rival, "\n".join(lacking + rival))


def main():
    rows, texts = table(), contracts()
    tap.report("columns of truth.tsv", rows and list(rows[0]) == COLUMNS, rows and list(rows[0]))
    strangers = {row["file"] for row in rows} - set(texts)
    tap.report("each row has its contract", not strangers, ", ".join(sorted(strangers)))
    for name, lines in texts.items():
        check_contract(name, lines, [row for row in rows if row["file"] == name])
    check_mix([row for row in rows if NAME.fullmatch(row["file"])])
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
