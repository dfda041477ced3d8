#!/usr/bin/env python3
"""Papers in every form: what goes in, comes out the same, read by other people's readers.

The papers are made by tests/unit/paper_forms.c: a good one, one with what others may hand in, numbers and days at their edges, empty
ones, a long one, a wide one. JSON is read by Python, CSV by Python's csv, XLSX by zipfile and an XML parser, HTML by an XML parser.
"""
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from tap import exit_code, report  # noqa: E402

FORMS = pathlib.Path(sys.argv[1]).resolve().parent / "unit" / "paper_forms"


def make(name, form, *more, okay=True):
    run = subprocess.run([FORMS, name, form, *more], capture_output=True, check=False)
    if okay and (run.returncode or run.stderr):
        raise AssertionError(f"{name} {form}: exit {run.returncode}: {run.stderr.decode()[:500]}")
    return run if not okay else run.stdout


def test(name):
    def wrap(function):
        try:
            function()
            report(name, True)
        except Exception as fault:  # a test that cannot even read what was written has failed, too
            report(name, False, f"{type(fault).__name__}: {fault}")
    return wrap


def equal(found, expected, what=""):
    assert found == expected, f"{what}: {found!r} instead of {expected!r}"


def tables(name, *more):
    return json.loads(make(name, "json", *more), parse_float=Decimal, parse_int=Decimal)


@test("no-part: a part that is not there is told with those that are")
def _():
    run = make("good", "csv", "0", "gate", okay=False)
    equal(run.returncode, 1)
    assert b"[no-part]" in run.stderr and b"gates, amounts, parties" in run.stderr, run.stderr


sys.exit(exit_code())
