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

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap
from tap import report

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
KIT = pathlib.Path(os.environ.get("DECLARANT_TESTDATA", ROOT.parent / "shared")) / "dmn-tck"
KIT_CASES = 2698  # dmn-tck/README.md, public part


def check_kit(binary):
    if not KIT.is_dir():
        print(f"ok {tap.count + 1} - the public test kit # SKIP no test data at {KIT}")
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


def model(inside, space="m", imports=""):
    return f'<definitions xmlns="{SPACE}" xmlns:o="http://example.org/other" namespace="{space}" name="{space}">{imports}{inside}</definitions>'


def decision(name, logic, needs=""):
    return f'<decision id="{name}" name="{name}">{needs}{logic}</decision>'


def literal(text):
    return f"<literalExpression><text>{text}</text></literalExpression>"


def table(inputs, outputs, rules=""):
    return "<decisionTable>" + "<input><inputExpression><text>1</text></inputExpression></input>" * inputs + '<output name="o"/>' * outputs + rules + "</decisionTable>"


def need(href):
    return f'<informationRequirement><requiredDecision href="{href}"/></informationRequirement>'


# Models that are taken, with decisions that are null: files by name, the first is run; what is printed, and what is told.
NULLS = {
    "imports in a circle": ({"a": model(decision("x", literal("b.y + 1"), need("b#y")), "a", '<import name="b" namespace="b"/>'),
                             "b": model(decision("y", literal("2"), need("a#x")), "b", '<import name="a" namespace="a"/>')}, "x = 3", ""),
    "decisions in a circle through imports": ({"a": model(decision("x", literal("b.y"), need("b#y")), "a", '<import name="b" namespace="b"/>'),
                                               "b": model(decision("y", literal("a.x"), need("a#x")), "b", '<import name="a" namespace="a"/>')}, "x = null", "[circle]"),
    "a model that imports itself": ({"a": model(decision("x", literal("1")), "a", '<import name="a" namespace="a"/>')}, "x = 1", ""),
    "a requirement that leads nowhere": ({"a": model(decision("x", literal("y"), need("#y")))}, "x = null", ""),
    "a table without outputs": ({"a": model(decision("x", table(1, 0, "<rule/>")))}, "x = null", "[dmn-table]"),
    "a table of too many columns": ({"a": model(decision("x", table(40, 40, "<rule/>")))}, "x = null", "LIMIT_TABLE_COLUMNS"),
    "logic in another namespace": ({"a": model(decision("x", "<o:literalExpression><o:text>1</o:text></o:literalExpression>"))}, "x = null", ""),
    "elements in another namespace": ({"a": model('<o:decision id="y" name="y"/>' + decision("x", literal("1")))}, "x = 1", ""),
    "forms inside one another": ({"a": model(decision("x", "<list>" * 90 + literal("1") + "</list>" * 90))}, "x = " + "[" * 90 + "1" + "]" * 90, ""),
    "a table of many rules": ({"a": model(decision("x", table(1, 1, "".join(f"<rule><inputEntry><text>{i}</text></inputEntry><outputEntry><text>{i}</text></outputEntry></rule>" for i in range(20000)))))},
                              "x = 1", ""),
    "decisions that require one another without end": ({"a": model(decision("x", literal("d1"), need("#d1")) + "".join(decision(f"d{i}", literal(f"d{i + 1}"), need(f"#d{i + 1}")) for i in range(1, 2500)))},
                                                       "x = null", "LIMIT_REQUIREMENT_DEPTH"),
    "a knowledge model that calls itself": ({"a": model('<businessKnowledgeModel id="k" name="k"><encapsulatedLogic><formalParameter name="n"/>' + literal("k(n + 1)") + "</encapsulatedLogic>"
                                                        '<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement></businessKnowledgeModel>' +
                                                        decision("x", literal("k(1)"), '<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>'))}, "x = null", "LIMIT_CALL_DEPTH"),
}


def check_nulls(binary, name, files, shown, told):
    with tempfile.TemporaryDirectory() as folder:
        for file, text in files.items():
            (pathlib.Path(folder) / f"{file}.dmn").write_text(text)
        ran = subprocess.run([binary, "dmn", "run", f"{folder}/a.dmn", "x"], capture_output=True, text=True, timeout=20)
        report(name, ran.returncode == 0 and ran.stdout.strip() == shown and told in ran.stderr, ran.stdout[:300] + ran.stderr[:600])


BAD = {
    "an empty file": ("", "[xml-form]"),
    "no XML": ("decision: 1", "[xml-form]"),
    "an element that is not closed": (f'<definitions xmlns="{SPACE}">', "[xml-form]"),
    "a document type": (f'<!DOCTYPE definitions><definitions xmlns="{SPACE}"/>', "[xml-document-type]"),
    "entities that grow": ('<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + f'<definitions xmlns="{SPACE}">&b;</definitions>', "[xml-document-type]"),
    "another namespace": ('<definitions xmlns="http://example.org/other"/>', "[dmn-form]"),
    "another element": (f'<model xmlns="{SPACE}"/>', "[dmn-form]"),
    "elements too deep": (f'<definitions xmlns="{SPACE}">' + "<a>" * 300 + "</a>" * 300 + "</definitions>", "[too-deep]"),
    "two elements of one id": (model('<inputData id="a" name="x"/><inputData id="a" name="y"/>'), "[id-twice]"),
    "two elements of one name": (model('<inputData id="a" name="x"/><decision id="b" name="x"/>'), "[name-twice]"),
    "more imports than a model may have": (model('<import name="n" namespace="n"/>' * 101), "LIMIT_MODEL_IMPORTS"),
    "more item definitions than a model may have": (model('<itemDefinition name="t"/>' * 10001), "LIMIT_MODEL_PARTS"),
    "more elements than a model may have": (model("".join(f'<inputData id="i{i}" name="n{i}"/>' for i in range(10001))), "LIMIT_MODEL_PARTS"),
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
    for name, (files, shown, told) in NULLS.items():
        check_nulls(binary, name, files, shown, told)
    return tap.exit_code()


sys.exit(main())
