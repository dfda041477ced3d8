#!/usr/bin/env python3
"""tests/reports/names.py: the names of messages in src that no test provokes. Exit 1 when there are any.

A name is a text of lower-case words joined by hyphens and nothing else, wherever it stands in the code: it may reach the
report through many hands. A name of one word is one only where it is handed to a report itself. It is provoked where
a test holds it in brackets, as reports print it, or where README.md lists the test that does.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
TESTS = HERE.parent
ROOT = TESTS.parent
FEWEST = 150  # names; fewer, and the form of the code has changed so that they are not seen
COMMENT = re.compile(r"/\*.*?\*/", re.S)
JOINED = re.compile(r'"([a-z]+(?:-[a-z0-9]+)+)"')
SINGLE = re.compile(r'\b(?:report_error|report_warning|vm_fault|call_fault|parser_complain)\([^,;]+,\s*"([a-z]+)"')
LISTED = re.compile(r"^\| `([a-z0-9-]+)` +\| `([^`]+)`", re.M)
NO_MESSAGES = {"check-proof"}  # texts of this form that are none
NO_MESSAGES = {  # texts of this form that are none: words of bills of materials and OpenDocument, encodings, an operand, signs of split fees
    "licence-as-service", "no-work", "off-history", "paid-at-delivery", "per-copy-service", "round-split", "unmatched-payment",
    "block-cipher", "bom-ref", "check-proof", "cryptographic-asset", "key-agree", "key-wrap", "machine-learning-model", "operating-system",
    "related-crypto-material", "stream-cipher", "windows-1252", "windows-1258",
    "private-key", "public-key", "secret-key", "shared-secret",
    "boolean-value", "covered-table-cell", "custom-shape", "date-value", "line-break", "number-columns-repeated", "number-columns-spanned", "number-rows-repeated",
    "number-rows-spanned", "ruby-text", "string-value", "style-name", "table-cell", "table-column", "table-properties", "table-row", "value-type",
}


def names():
    """Name: the file that tells it."""
    found = {}
    for path in sorted((ROOT / "src").rglob("*.[ch]")):
        code = COMMENT.sub("", path.read_text(encoding="utf-8"))
        for name in JOINED.findall(code) + SINGLE.findall(code):
            found.setdefault(name, path.relative_to(ROOT).as_posix())
    return {name: path for name, path in found.items() if name not in NO_MESSAGES}


def provoked():
    """Names in brackets in any test."""
    found = set()
    for path in TESTS.rglob("*"):
        if path.is_file() and path.suffix not in (".md", ".pyc"):
            found |= set(re.findall(r"\[([a-z][a-z0-9-]*)\]", path.read_text(encoding="utf-8", errors="replace")))
    return found


def faults():
    """What is wrong, line by line."""
    listed = dict(LISTED.findall((HERE / "README.md").read_text(encoding="utf-8")))
    told, seen = names(), provoked()
    if len(told) < FEWEST:
        yield f"only {len(told)} names were found in src"
    for name, path in sorted(told.items()):
        if name not in seen and name not in listed:
            yield f"[{name}] of {path} has no folder here and no row in README.md"
    for name, path in listed.items():
        if name not in told:
            yield f"[{name}] is listed in README.md, and nothing in src tells it"
        elif not (ROOT / path).is_file() or name not in (ROOT / path).read_text(encoding="utf-8"):
            yield f"[{name}] is not in {path}, which README.md lists for it"


def main():
    lines = list(faults())
    print("\n".join(lines) or f"{len(names())} names, each provoked")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
