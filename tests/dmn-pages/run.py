#!/usr/bin/env python3
"""Rulebooks as DMN models, and back: every shipped page.

The oracle is the rulebook itself: what comes back is checked, decides every case and runs every example as the pages do that it was
exported from. That the models are DMN, and not only our own words in DMN's clothes, is held by `dmn run`, which knows nothing of
rulebooks: it works out the examples of some pages from the models alone.
"""
# budget: 300
import decimal
import filecmp
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap
from tap import report

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
OURS = "{urn:declarant:dmn:1}"
SPACES = {"1.5": "{https://www.omg.org/spec/DMN/20230324/MODEL/}", "1.3": "{https://www.omg.org/spec/DMN/20191111/MODEL/}"}
FIGURES = 700  # that the models alone must work out, at least, of the examples of all pages


def run(binary, *words, rulebooks=ROOT / "rulebooks", text=None):
    environment = dict(os.environ, DECLARANT_RULEBOOKS=str(rulebooks))
    return subprocess.run([binary, *map(str, words)], capture_output=True, text=True, timeout=200, input=text, env=environment)


def beside(folder):
    """Data and cases beside a folder of rulebooks, as beside ours."""
    for name in ("data", "examples"):
        (folder / name).symlink_to(ROOT / name)
    return folder / "rulebooks"


def check_models(folder, version):
    """Well-formed, ids that are the only ones, references that lead somewhere."""
    faults = []
    for path in sorted(folder.rglob("*.dmn")):
        root = ET.parse(path).getroot()
        ids = [element.get("id") for element in root.iter() if element.get("id") and not element.tag.startswith(OURS)]
        faults += [f"{path.name}: id {name} twice" for name in {name for name in ids if ids.count(name) > 1}] if len(ids) != len(set(ids)) else []
        faults += [f"{path.name}: {name} is no id" for name in ids if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", name)]
        known = set(ids)
        faults += [f"{path.name}: {element.get('href')} leads nowhere" for element in root.iter() if element.get("href") and element.get("href")[1:] not in known]
        faults += [f"{path.name}: {root.tag}"] if root.tag != SPACES[version] + "definitions" else []
    report(f"DMN {version}: ids and references of {len(list(folder.rglob('*.dmn')))} models", not faults, "\n".join(faults))


def counts(told):
    return told.stdout.strip().splitlines()[-1:] if told.returncode == 0 else told.stderr


def check_same(binary, back):
    ours, theirs = run(binary, "check", ROOT / "rulebooks"), run(binary, "check", back, rulebooks=back)
    report("what comes back is checked: as many decisions, rows, examples, cases", ours.returncode == 0 and counts(ours) == counts(theirs), f"{counts(ours)}\n{counts(theirs)}")


def check_cases(binary, back):
    """Byte for byte apart from the hash of the law."""
    lines = "".join(json.dumps(json.loads(path.read_text(encoding="utf-8"))) + "\n" for path in sorted((ROOT / "examples/cases").glob("*.json")))
    told = [re.sub(r'"law":\s*"sha256:[0-9a-f]+"', "", run(binary, "determine", "--lines", "-", rulebooks=books, text=lines).stdout) for books in (ROOT / "rulebooks", back)]
    differ = [a[:200] for a, b in zip(told[0].splitlines(), told[1].splitlines()) if a != b]
    report("every case is decided alike", len(told[0].splitlines()) == lines.count("\n") > 200 and told[0] == told[1], "\n".join(differ))


def check_round_trip(binary, folder):
    models, again = folder / "models", folder / "again"
    for place in (models, again):
        told = run(binary, "dmn", "export", "--out", place)
        report("export every page", told.returncode == 0 and "warning" not in told.stderr, told.stderr)
    names = [path.relative_to(models) for path in models.rglob("*.dmn")]
    report("twice the same bytes", len(names) > 50 and filecmp.cmpfiles(models, again, names, shallow=False)[1:] == ([], []))
    check_models(models, "1.5")
    back = beside(folder)
    told = run(binary, "dmn", "import", models, "--out", back)
    report("import every model", told.returncode == 0 and not re.search("warning|error", told.stderr), told.stderr)
    check_same(binary, back)
    check_cases(binary, back)
    told = run(binary, "dmn", "export", "--out", folder / "third", rulebooks=back)
    report("exported once more, the same models", told.returncode == 0 and filecmp.cmpfiles(models, folder / "third", names, shallow=False)[1:] == ([], []), told.stderr)
    return models


# ---- the models alone ----

def constant(text):
    """(value, known): JSON, or a day."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return text, True
    try:
        return json.loads(text, parse_float=lambda number: decimal.Decimal(number).normalize(), parse_int=decimal.Decimal), True
    except ValueError:
        return None, False


def plain_examples(decision, names):
    """(row, facts, expected) of examples that tell plain values of the model's own names and ask for the decision."""
    extension = decision.find(f"{{*}}extensionElements/{OURS}decision")
    for examples in extension.findall(f"{OURS}examples"):
        given = [(given.get("name"), given.text or "") for given in examples.findall(f"{OURS}given")]
        header = [cell.text or "" for cell in examples.find(f"{OURS}header")]
        for row in examples.findall(f"{OURS}row"):
            cells = [cell.text or "" for cell in row]
            told = [(name, cell) for name, cell in given + list(zip(header[1:], cells[1:])) if name in names and cell != "-"]
            if any(name not in names and cell != "-" and name != "by" and not name.startswith("= ") for name, cell in given + list(zip(header[1:], cells[1:]))):
                continue  # it tells what another page reads
            asked = [(name[2:], cell) for name, cell in zip(header, cells) if name.startswith("= ") and cell != "-"]
            values = [constant(cell) for _, cell in told]
            wanted = [constant(cell) for _, cell in asked]
            if all(known for _, known in values + wanted) and asked and all(name.split(".")[0] == decision.get("name") for name, _ in asked):
                yield cells[0], {name: value for (name, _), (value, _) in zip(told, values)}, [(name, value) for (name, _), (value, _) in zip(asked, wanted)]


def part_of(value, path):
    for part in path.split(".")[1:]:
        value = [entry[part] for entry in value] if isinstance(value, list) else (value or {}).get(part)
    return value


def untold(decision, elements, things, told):
    """What the decision hangs on, itself or through others, and the model does not know: inputs that nobody tells, things that facts
    point to, last days of time limits, knowledge models of other pages."""
    found = set()
    for requirement in decision.findall("{*}informationRequirement/*") + decision.findall("{*}knowledgeRequirement/*"):
        element = elements[requirement.get("href")[1:]]
        name = element.find("{*}variable").get("name")
        extension = element.find(f"{{*}}extensionElements/{OURS}decision")
        if element.tag.endswith("inputData") or extension is None or "term" in extension.get("type"):
            found |= {name} if name not in told or element.find("{*}variable").get("typeRef") in things else set()
        elif name not in told:
            found |= untold(element, elements, things, told)
    return found


def comparable(root):
    """Decisions but those that give the last day of a time limit."""
    for decision in root.findall("{*}decision"):
        if "term" not in decision.find(f"{{*}}extensionElements/{OURS}decision").get("type"):
            yield decision


def check_runs(binary, path, folder):
    root = ET.parse(path).getroot()
    names = {element.find("{*}variable").get("name") for element in root if element.find("{*}variable") is not None
             and "question" not in getattr(element.find(f"{{*}}extensionElements/{OURS}decision"), "attrib", {}).get("kind", "")}
    elements = {element.get("id"): element for element in root}
    things = {item.get("name") for item in root.findall("{*}itemDefinition") if item.find("{*}itemComponent") is not None}
    if root.find(f".//{OURS}front[@key='layer']").text != "law":
        return 0, []  # where a voice says nothing, the law answers from another page
    bad, ran, facts_file = [], 0, folder / "facts.json"
    for decision in comparable(root):
        for row, facts, asked in plain_examples(decision, names):
            if untold(decision, elements, things, facts):
                continue  # what is not told is null in DMN, and no null in a rulebook
            facts_file.write_text(json.dumps(facts, default=lambda number: int(number) if number == int(number) else float(number)), encoding="utf-8")
            told = run(binary, "dmn", "run", path, decision.get("name"), "--facts", facts_file, "--json")
            value = constant(told.stdout)[0][decision.get("name")]
            for name, wanted in asked:
                if wanted == []:
                    continue  # a list that collects nothing is null in DMN
                ran += 1
                if part_of(value, name) != wanted:
                    bad.append(f"{decision.get('name')}, {row}: {name} is {part_of(value, name)}, not {wanted}")
    return ran, [f"{path.parent.name}/{path.name}: {line}" for line in bad]


def check_all_runs(binary, models, folder):
    paths = sorted(models.glob("*/*.dmn"))
    some = tap.share(paths, 5)
    told = [check_runs(binary, path, folder) for path in some]
    ran, bad = sum(figures for figures, _ in told), [line for _, lines in told for line in lines]
    report(f"{ran} figures of examples worked out by the models alone", ran >= FIGURES * len(some) // len(paths) // 2 and ran >= (FIGURES if some == paths else 1) and not bad, f"{len(bad)} differ\n" + "\n".join(bad))


# ---- single files, and what cannot be carried ----

PAGE = """---
jurisdiction: VN
movement: import
layer: law
per: case
clock: asked on
modelled: 2020-01-01 ..
checked: 2026-11-22
---

# Signs & <tags> "quoted" ]]> | 'one'

Prose with *stars*, `code` and a tab\there.

## Sources

| id | instrument           | grade   | confidence | published  | in force      |
|----|----------------------|---------|------------|------------|---------------|
| A1 | Act "One" & < others | statute | read       | 2019-12-01 | 2020-01-01 .. |

### `sign` : text

| U   | kind            | sign            | in force                               | source | confidence | note        |
|-----|-----------------|-----------------|----------------------------------------|--------|------------|-------------|
| R/1 | "a<b", "c&d"    | "<\\|>"         | 2020-01-01 .. 2020-12-31; 2022-01-01 .. | A1 1   | inferred   | a \\| b & c |
| R/2 | "a<b", "c&d"    | *not covered*   | 2021-01-01 .. 2021-12-31                | A1 2   | -          | -           |
| R-3 | otherwise       | "none"          | 2020-01-01 ..                           | A1     | -          | -           |

| example   | asked on   | kind  | = sign        | by  |
|-----------|------------|-------|---------------|-----|
| first     | 2020-05-05 | "a<b" | "<\\|>"       | R/1 |
| the gap   | 2021-05-05 | "c&d" | *not covered* | R/2 |
| other     | 2020-05-05 | "x"   | "none"        | R-3 |

### `twice(value: number)` : number

```feel
if value < 0 and "]]>" != "&amp;" then 0 else 2 * value
```

Source: A1 3

| example | asked on   | value | = twice |
|---------|------------|-------|---------|
| two     | 2020-05-05 | 2     | 4       |

### Open question: `is it so` : boolean

| reading | value | stance      | in force      | source |
|---------|-------|-------------|---------------|--------|
| a       | true  | "the" <few> | 2020-01-01 .. | A1 4   |
| b       | false | the & many  | 2020-01-01 .. | A1 5   |

### Undecided question: `how many` : number

| reading | value | stance | in force      | source |
|---------|-------|--------|---------------|--------|
| few     | 1     | some   | 2020-01-01 .. | A1 6   |
| many    | 9     | others | 2020-01-01 .. | A1 6   |
"""
FACTS = """# Facts

## Things

| thing | many | within |
|-------|------|--------|
| case  | -    | -      |

## Facts

| fact     | of   | type | values | only if | en                |
|----------|------|------|--------|---------|-------------------|
| asked on | case | date | -      | -       | On what day?      |
| kind     | case | text | -      | -       | Which <kind> & so? |
"""


def small_book(folder, page=PAGE):
    books = folder / "rulebooks"
    (books / "vn").mkdir(parents=True)
    (books / "facts.md").write_text(FACTS, encoding="utf-8")
    (books / "answers.md").write_text("# Answers\n", encoding="utf-8")
    (books / "vn/signs.md").write_text(page, encoding="utf-8")
    return books


def check_signs(binary, folder):
    books = small_book(folder)
    told = run(binary, "check", books, rulebooks=books)
    report("a page full of signs is checked", told.returncode == 0, told.stderr)
    told = run(binary, "dmn", "export", "vn/signs.md", rulebooks=books)
    report("one page on stdout", told.returncode == 0 and told.stdout.startswith("<?xml"), told.stderr)
    (folder / "signs.dmn").write_text(told.stdout, encoding="utf-8")
    back = run(binary, "dmn", "import", folder / "signs.dmn", rulebooks=books)
    plain = [re.sub(r"-{3,}", "---", re.sub(r" +", " ", text)) for text in (PAGE, back.stdout)]
    report("signs come back as they were", plain[0] == plain[1], "\n".join(f"{a!r}\n{b!r}" for a, b in zip(plain[0].splitlines(), plain[1].splitlines()) if a != b) + back.stderr)
    written = run(binary, "dmn", "export", "vn/signs.md", "--out", folder / "one.dmn", rulebooks=books)
    report("one page into a file", written.returncode == 0 and (folder / "one.dmn").read_text(encoding="utf-8") == told.stdout, written.stderr)
    changed = told.stdout.replace("date(&quot;", 'date("').replace(">&quot;none&quot;<", ">\"other\"<").replace('<text>"none"</text>', '<text>"other"</text>')
    (folder / "changed.dmn").write_text(changed, encoding="utf-8")
    back = run(binary, "dmn", "import", folder / "changed.dmn", rulebooks=books)
    report("what a modeler changed comes back changed", '| "other"' in back.stdout, back.stdout + back.stderr)
    for name, old, new in (
        ("days that are no spans [dmn-days]", '[date("2020-01-01")', '[kind'),
        ("a page outside the folder [path-leaves-folder]", 'path="vn/signs.md"', 'path="../signs.md"'),
        ("a decision that is gone [dmn-decision-gone]", 'ref="decision_sign"', 'ref="decision_sigh"'),
    ):
        (folder / "bad.dmn").write_text(told.stdout.replace(old, new), encoding="utf-8")
        bad = run(binary, "dmn", "import", folder / "bad.dmn", rulebooks=books)
        report(name, f"[{name.rsplit('[', 1)[1]}" in bad.stderr and old in told.stdout and (bad.returncode == 1) == ("gone" not in name), bad.stderr + bad.stdout)
    books = small_book(folder / "control", PAGE.replace("Prose with", "Prose \x01 with"))
    told = run(binary, "dmn", "export", "vn/signs.md", rulebooks=books)
    report("a control character is told [dmn-not-carried]", "[dmn-not-carried]" in told.stderr and "\x01" not in told.stdout and ET.fromstring(told.stdout.encode()) is not None, told.stderr)


def check_use(binary):
    for words, wanted in ((("export", "XX"), 2), (("export", "VN"), 2), (("export", "--dmn", "1.1", "vn/duty.md"), 2), (("import",), 2), (("import", "/nowhere.dmn"), 1)):
        told = run(binary, "dmn", *words)
        report("refused: dmn " + " ".join(words), told.returncode == wanted and told.stderr and not told.stdout, told.stderr + told.stdout[:200])


FOREIGN = {  # what another tool's model has that a rulebook has not
    "structured input": '<itemDefinition name="tA"><itemComponent name="b"><typeRef>number</typeRef></itemComponent></itemDefinition><inputData id="a" name="a"><variable name="a" typeRef="tA"/></inputData>',
    "input without type": '<inputData id="a" name="a"/>',
    "a name that begins with a digit": '<inputData id="a" name="2nd"><variable name="2nd" typeRef="number"/></inputData>',
    "import": '<import name="x" namespace="x"/>',
    "decision without logic": '<decision id="a" name="a"/>',
    "Java": '<businessKnowledgeModel id="a" name="a"><encapsulatedLogic kind="Java"><context/></encapsulatedLogic></businessKnowledgeModel>',
    "table inside a context": '<decision id="a" name="a"><variable name="a" typeRef="number"/><context><contextEntry><decisionTable><output/></decisionTable></contextEntry></context></decision>',
    "default output of a list": '<decision id="a" name="a"><variable name="a" typeRef="number"/><decisionTable hitPolicy="COLLECT"><output><defaultOutputEntry><text>1</text></defaultOutputEntry></output></decisionTable></decision>',
}


# Names as modelers write them: signs, capitals, words of the language, one name in another, names in strings and remarks, blanks around signs.
NAMED = """<itemDefinition name="t_Risk"><typeRef>string</typeRef><allowedValues><text>"Order.Total", "Low"</text></allowedValues></itemDefinition>
<inputData name="Order.Total" id="i1"><variable name="Order.Total" typeRef="number"/></inputData>
<inputData name="Order" id="i2"><variable name="Order" typeRef="number"/></inputData>
<inputData name="order" id="i3"><variable name="order" typeRef="number"/></inputData>
<inputData name="Date" id="i4"><variable name="Date" typeRef="date"/></inputData>
<inputData name="count" id="i5"><variable name="count" typeRef="number"/></inputData>
<inputData name="EU_Member" id="i6"><variable name="EU_Member" typeRef="boolean"/></inputData>
<businessKnowledgeModel name="Twice_Of" id="b1"><variable name="Twice_Of"/><encapsulatedLogic><formalParameter name="The_Value" typeRef="number"/>
  <literalExpression><text>2 * The_Value</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision name="Risk/Class" id="d1"><variable name="Risk/Class" typeRef="t_Risk"/><informationRequirement><requiredInput href="#i1"/></informationRequirement>
  <decisionTable hitPolicy="PRIORITY"><input><inputExpression><text>Order  .Total</text></inputExpression></input>
    <output name="Risk/Class" typeRef="t_Risk"><outputValues><text>"Order.Total", "Low"</text></outputValues></output>
    <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>"Low"</text></outputEntry></rule>
    <rule><inputEntry><text>&gt; 100</text></inputEntry><outputEntry><text>"Order.Total"</text></outputEntry></rule></decisionTable></decision>
<decision name="all of it" id="d2"><variable name="all of it" typeRef="number"/>
  <informationRequirement><requiredInput href="#i1"/></informationRequirement><informationRequirement><requiredInput href="#i2"/></informationRequirement>
  <informationRequirement><requiredInput href="#i3"/></informationRequirement><informationRequirement><requiredInput href="#i5"/></informationRequirement>
  <informationRequirement><requiredInput href="#i6"/></informationRequirement><knowledgeRequirement><requiredKnowledge href="#b1"/></knowledgeRequirement>
  <literalExpression><text>if EU_Member then Order.Total - Order + 10 * order + count([count, 1]) /* Order */ else string length("Order.Total") + Twice_Of(The_Value: count)</text></literalExpression></decision>
<decision name="Next_Day" id="d3"><variable name="Next_Day" typeRef="date"/><informationRequirement><requiredInput href="#i4"/></informationRequirement>
  <literalExpression><text>Date + duration("P1D")</text></literalExpression></decision>
"""
NAMED_SAY = ("dmn-renamed", '"Order.Total" is called "order total"', '"Order" is called "order 2"', '"Date" is called "date value"', '"count" is called "count value"',
             '"EU_Member" is called "EU member"', '"Twice_Of" is called "twice of"', '"The_Value" is called "the value"', '"Risk/Class" is called "risk class"')
NAMED_PAGE = ("### `risk class` : text", "### `twice of(the value: number)` : number", "2 * the value", '| "Order.Total"', "date value + duration", "count([count value, 1]) /* Order */",
              "order total - order 2 + 10 * order +", 'string length("Order.Total") + twice of(the value: count value)')


def check_names(binary, folder):
    folder.mkdir()
    books = folder / "rulebooks"
    (folder / "named.dmn").write_text(f'<definitions xmlns="{SPACES["1.5"][1:-1]}" namespace="m" name="Names">{NAMED}</definitions>', encoding="utf-8")
    told = run(binary, "dmn", "import", folder / "named.dmn", "--out", books)
    missing = [words for words in NAMED_SAY if words not in told.stderr]
    report("names of another tool are made fit and told", told.returncode == 0 and not missing, f"{missing}\n{told.stderr}")
    page = (books / "zz/names.md").read_text(encoding="utf-8") if told.returncode == 0 else ""
    missing = [words for words in NAMED_PAGE if words not in page]
    report("names change wherever they stand, strings and remarks do not", page and not missing, f"{missing}\n{page}")
    told = run(binary, "check", books, rulebooks=books)
    report("the page is checked, each row reached by what the model answers", told.returncode == 0 and "2 rows, 2 examples" in told.stdout, told.stdout + told.stderr)


def check_foreign(binary, folder):
    folder.mkdir()
    books = folder / "rulebooks"
    told = run(binary, "dmn", "import", ROOT / "examples/dmn/late-charge.dmn", "--out", books)
    report("another tool's model becomes pages", told.returncode == 0 and (books / "zz/late-charge.md").is_file(), told.stderr)
    told = run(binary, "check", books, rulebooks=books)
    report("which are checked; their examples are what the model answers", told.returncode == 0 and "3 rows, 3 examples" in told.stdout, told.stdout + told.stderr)
    told = run(binary, "dmn", "import", ROOT / "examples/dmn/late-charge.dmn", "--out", books)
    report("facts that are there are not written over [file-exists]", told.returncode == 1 and "[file-exists]" in told.stderr, told.stderr)
    for name, inside in FOREIGN.items():
        (folder / "a.dmn").write_text(f'<definitions xmlns="{SPACES["1.5"][1:-1]}" namespace="m" name="m">{inside}</definitions>', encoding="utf-8")
        told = run(binary, "dmn", "import", folder / "a.dmn", "--out", folder / "no")
        report(f"not held: {name} [dmn-not-held]", told.returncode == 1 and "[dmn-not-held]" in told.stderr and not (folder / "no").exists(), told.stderr)
    (folder / "s.dmn").write_text(f'<definitions xmlns="{SPACES["1.5"][1:-1]}" namespace="m" name="m"><decisionService id="s" name="s"/></definitions>', encoding="utf-8")
    told = run(binary, "dmn", "import", folder / "s.dmn", "--out", folder / "services")
    report("a decision service is left out [dmn-left-out]", told.returncode == 0 and "[dmn-left-out]" in told.stderr, told.stderr)


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        models = check_round_trip(binary, folder)
        check_all_runs(binary, models, folder)
        check_signs(binary, folder / "signs")
        check_foreign(binary, folder / "foreign")
        check_names(binary, folder / "names")
    check_use(binary)
    return tap.exit_code()


sys.exit(main())
