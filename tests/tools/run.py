#!/usr/bin/env python3
"""The checks of the source themselves: each finds what it is for, and lets pass what looks like it."""
# plain build only
import importlib.machinery
import importlib.util
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


check_law()
check_rooms()
check_runner()
sys.exit(1 if failures else 0)
