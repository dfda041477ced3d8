#!/usr/bin/env python3
"""tests/payments/run.py BINARY: payments of a ledger under the law, and what an auditor reads in it; on SQLite and on PostgreSQL.

    audit.py       audit list, sample, prove; that a look leaves a record
    pays.py        case payments: thresholds, one contract in several cases, numbers kept, months of sales, late charges

Each file has a function `run(house, where)`. Prints TAP.
"""
# plain build only: tests/casework goes through the commands under the sanitizers
# budget: 120
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import audit
import house
import pays
import tap

PARTS = (audit, pays)


def on_postgres(binary):
    with house.server().running() as server:
        if not server:
            tap.count += 1
            print(f"ok {tap.count} - payments on PostgreSQL # SKIP PostgreSQL is not here")
            return
        for part in PARTS:
            with house.House(binary, server.make(part.__name__)) as one:
                part.run(one, "PostgreSQL")


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    for part in PARTS:
        with house.House(binary) as one:
            part.run(one, "SQLite")
    on_postgres(binary)
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
