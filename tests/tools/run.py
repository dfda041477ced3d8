#!/usr/bin/env python3
"""The checks of the source themselves: each finds what it is for, and lets pass what looks like it."""
# plain build only
import importlib.machinery
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RULES = ["V-1", "E42b"]

LAW = [  # a line of C, and the kinds of law in it
    ('if (is(country, "VN"))', {"country"}),
    ('if (is(country, "IN"))', {"country"}),
    ('say("software for India");', {"country"}),
    ('/* holds for "CN" only */', {"country"}),
    ('day = "2009-01-01";', {"day"}),
    ('/* from 2009-01-01 on */', {"day"}),
    ('days_of(2009, 1, 1)', {"day", "threshold"}),
    ('if (day >= 20090101)', {"day", "threshold"}),
    ('rule = "S-01";', {"rule"}),
    ('// see CN-EXP-1', {"rule"}),
    ('case_of("W11")', {"rule"}),
    ('row = "E42b";', {"rule"}),
    ('rate = "0.05";', {"rate"}),
    ('rate = 0.05;', {"rate"}),
    ('rate = 5e-2;', {"rate"}),
    ('say("10 %% of the value");', {"rate"}),
    ('if (value > 5000000)', {"threshold"}),
    ('if (value > "5,000,000")', {"threshold"}),
    ('heading = "8523";', {"threshold"}),
]
NO_LAW = [
    'printf("%5d %% %.4f %10s\\n", a, b, c);',
    'say("%s: 100 of %d", a, b);',
    '/* RFC 8259, ISO 8601, UTF-8, SHA-256, UN/EDIFACT 5153, DMN 1.5 */',
    'Text standard = TEXT("ISO 3166");',
    'if (is(word, "or") || is(word, "IF"))',
    'enum { ROOM = 4096, MORE = 65535, MILLION = 1000000, MASK = 0xffff1234, MODE = 0644 };',
    "char letter = '\"'; int wide = 1'000'000;",
    '/* days since 1970-01-01 */',
    '#include "feel/vm.h"',
    'f(1, 2, 12);',
    'name = "value-2024x";',
    'a = b ? 1 : 10; /* the third row of 12 */',
]

count = failures = 0


def test(name, good, why=""):
    global count, failures
    count += 1
    failures += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}" + (f"\n# {why}" if not good and why else ""))


def tool(name):
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), str(ROOT / "tools" / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def check_law():
    law = tool("no-law-in-c")
    for line, kinds in LAW:
        found = {kind for _, kind, _ in law.law_in(line, RULES)}
        test(f"refuses {line}", found == kinds, f"found {found or 'nothing'}")
    for line in NO_LAW:
        found = law.law_in(line, RULES)
        test(f"lets pass {line}", not found, found)


def check_rooms():
    rooms = tool("rooms")
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, text in {
            "src/base/a.h": '#include "base/b.h"\n',
            "src/value/v.c": '#include "base/a.h"\n#include <stdio.h>\n',
            "src/base/up.c": '#include "value/v.h"\n',
            "src/feel/bare.c": '#include "vm.h"\n',
            "src/feel/public.c": '#include "declarant.h"\n',
            "src/attic/x.c": "",
        }.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        faults, edges = rooms.read(root)
        told = "\n".join(faults)
        for wanted in ("src/base/up.c:1: base reaches right into value", 'src/feel/bare.c:1: "vm.h" names no room',
                       "src/feel/public.c:1: feel reaches right into faces", "src/attic/x.c: lies in no room"):
            test(f"rooms refuses {wanted}", wanted in told, told)
        test("rooms lets the rest pass", len(faults) == 4, told)
        test("rooms counts includes", edges.get(("value", "base")) == 1 and edges.get(("base", "base")) == 1, edges)


def runs(script, **environment):
    """Exit code and output of tests/run over one made-up suite."""
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "unit" / "test_made_up"
        program.parent.mkdir()
        program.write_text("#!/bin/sh\n" + script)
        program.chmod(0o755)
        told = subprocess.run([sys.executable, ROOT / "tests/run", "--build", folder, "--only", "unit/made_up"], capture_output=True,
                              text=True, env={"PATH": "/usr/bin:/bin", "HOME": "/", **environment})
        return told.returncode, told.stdout.splitlines()[-1]


def check_runner():
    for name, script, wanted in (
        ("counts TAP", "echo ok 1 - a; echo not ok 2 - b; echo 'ok 3 - c # SKIP why'; exit 1", (1, "1 passed, 1 failed, 1 skipped")),
        ("counts a last line", "echo '7 passed, 0 failed'", (0, "7 passed, 0 failed")),
        ("fails an empty suite", "true", (1, "0 passed, 1 failed")),
        ("fails a suite that only exits badly", "echo ok 1 - a; exit 3", (1, "1 passed, 1 failed")),
        ("fails a suite that dies", "echo ok 1 - a; kill -SEGV $$", (1, "1 passed, 1 failed")),
    ):
        told = runs(script)
        test(f"the runner {name}", told == wanted, told)
    script = "echo ok 1 - a; echo 'ok 2 - b # SKIP why'"
    test("the runner lets skips pass", runs(script) == (0, "1 passed, 0 failed, 1 skipped"))
    test("but not in CI", runs(script, CI="true") == (1, "1 passed, 0 failed, 1 skipped"))


def coverage(root):
    """tools/coverage-law over a made-up country with three rows and one case."""
    pages, law = root / "rulebooks" / "vn", root / "shared" / "law"
    pages.mkdir(parents=True)
    law.mkdir(parents=True)
    (pages / "a.md").write_text("""
## Sources

| id | instrument | grade   | confidence | in force                 |
|----|------------|---------|------------|--------------------------|
| L  | Law        | statute | read       | 2020-01-01 ..            |
| M  | Memory     | law     | unverified | 2020-01-01 ..            |
| N  | Older one  | law     | unverified | 2020-01-01 .. 2020-12-31 |

### `duty` : number

| U      | content | duty           | in force      | source    |
|--------|---------|----------------|---------------|-----------|
| A-01   | "a\\|b" | 1              | 2020-01-01 .. | L 1       |
| A-02/b | -       | 2              | 2020-01-01 .. | L 2; M    |
| A-03   | -       | *not modelled* | 2020-01-01 .. | L 3       |
| A-04   | -       | 4              | 2020-01-01 .. | L; also M |
| A-05   | -       | 5              | 2020-01-01 .. | L; N      |

| example | content | = duty | by     |
|---------|---------|--------|--------|
| a page  | -       | 2      | A-02/b |
""")
    (law / "vn.md").write_text("| A-01 | x | M |\n| A-02 | x | L |\n| A-03 | x | H |\n| A-04 | x | H |\n| W-1 | x | H |\n")
    tool_of_law = tool("coverage-law")
    sys.modules["pages"].RULEBOOKS = root / "rulebooks"
    sys.modules["pages"].country.cache_clear()
    tool_of_law.CASES = root / "cases"
    os.environ["DECLARANT_TESTDATA"] = str(root / "shared")
    return tool_of_law


def line_of(rule, modelled="yes", rows=None, example="vn-case", confidence="read", reason="-"):
    return {"country": "VN", "rule": rule, "modelled": modelled, "pages": "vn/a.md", "rows": rows or rule, "example": example,
            "confidence": confidence, "reason": reason}


SEEN = {"vn-case": {"A-01"}}
LINES = [  # a line, and what is wrong with it
    (line_of("A-01"), None),
    (line_of("A-02", rows="A-02/b", example="vn/a.md: a page", confidence="unverified"), None),
    (line_of("A-03", "no", example="-", reason="text not read"), None),
    (line_of("A-03", "no", example="-", reason="no time"), '"no time" is none of the five reasons'),
    (line_of("A-03"), 'modelled: the rulebooks have "no", the table "yes"'),
    (line_of("A-04"), "none of its rows fires in vn-case"),
    (line_of("A-04", example="vn/a.md: a page"), "none of its rows fires in vn/a.md: a page"),
    (line_of("A-01", rows="A-01, A-01/x"), "the rulebooks have no row A-01/x"),
    (line_of("A-02", rows="A-02/b", example="vn/a.md: a page"), 'confidence: the rulebooks have "unverified", the table "read"'),
]


def check_coverage_of_law(law):
    for line, wanted in LINES:
        faults = list(law.faults_of(line, SEEN))
        test(f"coverage-law tells of {line['rule']}: {wanted or 'nothing'}", wanted in faults if wanted else not faults, faults)
    whole = [line_of("A-01"), line_of("A-01"), line_of("A-02", confidence="unverified"), line_of("A-03", "no"), line_of("B-09")]
    told = "\n".join(law.set_faults("VN", whole))
    for wanted in ("A-01 stands twice", "A-04 is missing", "B-09 is no rule of the collected law", "1 of 5 rules are not modelled: more than 8 %",
                   "A-01 is reported in the collected law, and read here"):
        test(f"coverage-law tells: {wanted}", wanted in told, told)


def check_unverified(law):
    entry = {"rules": ["A-02/b"], "decision": "duty", "confidence": "unverified"}
    quiet = dict(entry, confidence="read")
    change = {"differences": [{"alternative": quiet}]}
    for name, answer, faults in (
        ("says so", {"values": [entry], "confidence": "unverified"}, 0),
        ("does not", {"values": [quiet], "confidence": "unverified"}, 1),
        ("leaves it to its entry", {"values": [entry], "confidence": "read"}, 1),
        ("says so of a paper alone", {"documents": [entry], "confidence": "read"}, 0),
        ("is silent in an alternative", {"alternatives": [change], "confidence": "read"}, 1),
    ):
        found = list(law.silent_entries(answer, law.unverified_rows("VN")))
        test(f"an answer on unverified law {name}", len(found) == faults, found)
    test("a row is unverified where it is so on every day", law.unverified_rows("VN") == {"A-02/b"}, law.unverified_rows("VN"))


def check_coverage():
    sys.path.insert(0, str(ROOT / "tools"))
    with tempfile.TemporaryDirectory() as folder:
        law = coverage(pathlib.Path(folder))
        check_coverage_of_law(law)
        check_unverified(law)


check_law()
check_rooms()
check_coverage()
check_runner()
sys.exit(1 if failures else 0)
