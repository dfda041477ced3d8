#!/usr/bin/env python3
"""bench/tables.py ROWS.json LOOKUPS.jsonl FOLDER: the peers' table of rates as a rulebook of ours, and its look-ups as cases.

One unique table: country by equality, heading as a range of eight-digit codes, period as days in force. Writes FOLDER/facts.md,
answers.md, rates.md, cases.jsonl, and expected.txt with one rate a line ("-" where no row fits).
"""
import json
import pathlib
import sys

FACTS = """# Facts of the table

## Things

| thing | many | within | WCO Data Model class |
|-------|------|--------|----------------------|
| case  | -    | -      | Declaration          |

## Facts

| fact         | of   | type    | values | only if | unit | en                                | zh             | vi                             | WCO name |
|--------------|------|---------|--------|---------|------|-----------------------------------|----------------|--------------------------------|----------|
| jurisdiction | case | country | -      | -       | -    | Which country's law is asked for? | 查询哪国法律？ | Hỏi luật của nước nào?         | -        |
| movement     | case | text    | "import" | -      | -    | Which way does it go?             | 进口还是出口？ | Nhập hay xuất?                 | -        |
| maker        | case | text    | -      | -       | -    | From which country is it?         | 原产国是哪国？ | Xuất xứ từ nước nào?           | -        |
| heading      | case | number  | -      | -       | -    | Which code of eight digits?       | 哪个八位编码？ | Mã tám chữ số nào?             | -        |
| entry day    | case | date    | -      | -       | -    | On what day does it come in?      | 哪一天进口？   | Nhập khẩu ngày nào?            | -        |
"""
ANSWERS = """# Answers of the table

## Lists of a determination

| list   | made from | key   |
|--------|-----------|-------|
| values | `rate`    | thing |

## Decisions that every jurisdiction answers

| decision | per  | type   | asked when |
|----------|------|--------|------------|
| rate     | case | number | -          |
"""
HEAD = """---
jurisdiction: ZZ
layer: law
per: case
clock: entry day
modelled: 2000-01-01 .. 2019-12-31
checked: 2026-11-20
---

# A table of rates, made up for timing

## Sources

| id   | instrument                                | grade    | confidence | published  | in force      |
|------|-------------------------------------------|----------|------------|------------|---------------|
| MINI | Generator of the peers' tables, one seed  | practice | read       | 2000-01-01 | 2000-01-01 .. |

### `rate` : number

| U | maker | heading | rate | in force | source |
|---|-------|---------|------|----------|--------|
"""


def row(number, made):
    """First to last code below the prefix, both included."""
    free = 8 - len(made["prefix"])
    low, high = made["prefix"] + "0" * free, made["prefix"] + "9" * free
    return f'| R-{number} | "{made["country"]}" | [{low}..{high}] | {made["rate"]} | {made["from"]} .. {made["to"]} | MINI |\n'


def main():
    table, lookups, folder = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "facts.md").write_text(FACTS, encoding="utf-8")
    (folder / "answers.md").write_text(ANSWERS, encoding="utf-8")
    rows = json.loads(table.read_text(), parse_float=str, parse_int=str)
    (folder / "rates.md").write_text(HEAD + "".join(row(n, made) for n, made in enumerate(rows, 1)), encoding="utf-8")
    with open(folder / "cases.jsonl", "w") as cases, open(folder / "expected.txt", "w") as expected:
        for line in lookups.read_text().splitlines():
            asked = json.loads(line, parse_float=str, parse_int=str)
            cases.write(json.dumps({"jurisdiction": "ZZ", "movement": "import", "maker": asked["country"], "heading": asked["hs"], "entry_day": asked["date"]},
                                   separators=(",", ":")) + "\n")
            expected.write((asked["expect"] or "-") + "\n")


if __name__ == "__main__":
    main()
