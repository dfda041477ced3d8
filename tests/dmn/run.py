#!/usr/bin/env python3
"""DMN models of other tools: the public part of the test kit, and models of our own, good and bad.

The kit lies with the test data (DECLARANT_TESTDATA) and is read there. Each model of ours is `tests/dmn/NAME.dmn` with what is
expected of it in a comment at its end, one line each:

    tell {"amount": 5}                 inputs for the lines that follow
    DECISION => VALUE                  what `dmn run` gives, as the language writes it
    DECISION => VALUE [problem]        the same, with a diagnostic of that name
    refused [problem]                  the model is not taken
"""
# budget: 60
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
KIT = pathlib.Path(os.environ.get("DECLARANT_TESTDATA", ROOT.parent / "shared")) / "dmn-tck"
KIT_CASES = 2698  # dmn-tck/README.md, public part
count = failures = 0


def report(name, passed, detail=""):
    global count, failures
    count += 1
    failures += not passed
    print(f"{'ok' if passed else 'not ok'} {count} - {name}")
    if not passed:
        print("\n".join("# " + line for line in str(detail).splitlines()[:12]))


def check_kit(binary):
    if not KIT.is_dir():
        print(f"ok {count + 1} - the public test kit # SKIP no test data at {KIT}")
        return
    told = subprocess.run([binary, "dmn", "tck", str(KIT)], capture_output=True, text=True, timeout=120)
    lines = told.stdout.splitlines()
    bad = [line for line in lines if '"SUCCESS"' not in line]
    report("the public test kit, every case", len(lines) == KIT_CASES and not bad and told.returncode == 0, "\n".join(bad) or told.stderr)


def run(binary, model, decision, facts):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as told:
        json.dump(facts, told)
        told.flush()
        return subprocess.run([binary, "dmn", "run", str(model), *([decision] if decision else []), "--facts", told.name], capture_output=True, text=True, timeout=20)


def expect(binary, model, facts, line):
    wanted = re.fullmatch(r"(?:(?P<decision>.+?) => (?P<value>.+?)|refused)(?: \[(?P<problem>[a-z-]+)\])?", line)
    told = run(binary, model, wanted["decision"], facts)
    problem = not wanted["problem"] or f"[{wanted['problem']}]" in told.stderr
    if not wanted["decision"]:
        report(f"{model.name}: {line}", told.returncode == 1 and problem and not told.stdout, told.stderr + told.stdout)
    else:
        report(f"{model.name}: {line}", told.stdout == f"{wanted['decision']} = {wanted['value']}\n" and problem, told.stdout + told.stderr)


def check_model(binary, model):
    facts, lines = {}, model.read_text(encoding="utf-8").rsplit("<!--", 1)[1].split("-->")[0].strip().splitlines()
    for line in (line.strip() for line in lines):
        if line.startswith("tell "):
            facts = json.loads(line[5:])
        elif line:
            expect(binary, model, facts, line)


def check_bad(binary, name, text, problem):
    with tempfile.NamedTemporaryFile("w", suffix=".dmn") as model:
        model.write(text)
        model.flush()
        told = run(binary, model.name, "", {})
        report(f"refused: {name}", told.returncode == 1 and problem in told.stderr and not told.stdout, told.stderr + told.stdout)


SPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
BAD = {
    "an empty file": ("", "[xml-form]"),
    "no XML": ("decision: 1", "[xml-form]"),
    "an element that is not closed": (f'<definitions xmlns="{SPACE}">', "[xml-form]"),
    "a document type": (f'<!DOCTYPE definitions><definitions xmlns="{SPACE}"/>', "[xml-document-type]"),
    "entities that grow": ('<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + f'<definitions xmlns="{SPACE}">&b;</definitions>', "[xml-document-type]"),
    "another namespace": ('<definitions xmlns="http://example.org/other"/>', "[dmn-form]"),
    "another element": (f'<model xmlns="{SPACE}"/>', "[dmn-form]"),
    "elements too deep": (f'<definitions xmlns="{SPACE}">' + "<a>" * 300 + "</a>" * 300 + "</definitions>", "[too-deep]"),
    "elements without end": (f'<definitions xmlns="{SPACE}">' + "<a/>" * 1000001 + "</definitions>", "[too-many]"),
}


def check_bad_kit(binary):
    """A test file that is none, and one that asks for what its model does not have."""
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "a-test-01.xml").write_text("<other/>")
        (place / "b.dmn").write_text(f'<definitions xmlns="{SPACE}" namespace="b" name="b"/>')
        (place / "b-test-01.xml").write_text('<testCases><modelName>b.dmn</modelName><testCase id="1"><resultNode name="x"><expected><value xsi:type="xsd:decimal" '
                                             'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">1</value></expected></resultNode></testCase></testCases>')
        told = subprocess.run([binary, "dmn", "tck", folder], capture_output=True, text=True, timeout=20)
        report("a test file that is none fails [kit-form]", '"ERROR"' in told.stdout.splitlines()[0] and "testCases" in told.stdout and told.returncode == 5, told.stdout + told.stderr)
        report("a decision that is not there is null [no-such-decision]", "(no-such-decision: " in told.stdout, told.stdout)


def main():
    binary = sys.argv[1]
    check_kit(binary)
    check_bad_kit(binary)
    for model in sorted(HERE.glob("*.dmn")):
        check_model(binary, model)
    for name, (text, problem) in BAD.items():
        check_bad(binary, name, text, problem)
    return 1 if failures else 0


sys.exit(main())
