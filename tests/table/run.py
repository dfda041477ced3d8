#!/usr/bin/env python3
"""The readers of tables: archives, encodings, CSV and spreadsheets, columns and their values.

All files are made here, by Python's zipfile and codecs; what is expected is what was put in. tests/unit/read_table.c runs the readers.
"""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE))
import tap
import archives
import csv_tables
import encodings_of_text
import ods_tables
import values
import xlsx_tables
from reading import Reader


def main():
    program = pathlib.Path(sys.argv[1]).resolve().parent / "unit" / "read_table"
    if not program.exists():
        print("ok 1 - tables # SKIP unit/read_table is not built (--target checks)")
        return 0
    for part in (archives, encodings_of_text, csv_tables, xlsx_tables, ods_tables, values):
        with Reader(program) as reader:
            part.check(reader)
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
