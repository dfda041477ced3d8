"""What the checks of coverage share: determinations of the example cases, and the rows that fired in them."""
import csv
import json
import pathlib
import subprocess

CASES = pathlib.Path("examples/cases")
ANSWERED = (0, 3, 4)


def read_table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_table(path, columns, lines):
    text = "\t".join(columns) + "\n" + "".join("\t".join(line[c] for c in columns) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")


def determine(binary, case, cache={}):
    """The determination of an example case with its trace; None where there is none."""
    if case not in cache:
        path = CASES / f"{case}.json"
        run = subprocess.run([binary, "determine", str(path), "--json", "--trace"], capture_output=True, text=True, timeout=60)
        cache[case] = json.loads(run.stdout) if run.returncode in ANSWERED else None
    return cache[case]


def determine_all(binary, cases):
    """By case name, the determinations of many cases, in one run."""
    texts = [" ".join((CASES / f"{case}.json").read_text(encoding="utf-8").split()) for case in cases]
    run = subprocess.run([binary, "determine", "--lines", "--json", "--trace", "-"], input="\n".join(texts) + "\n",
                         capture_output=True, text=True, timeout=300)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    if len(answers) != len(texts):
        raise SystemExit(f"{len(answers)} answers to {len(texts)} cases: {run.stderr.strip()}")
    return dict(zip(cases, answers))


def rules_below(value, found):
    if isinstance(value, dict):
        found.update(rule for rule in value.get("rules", []) if isinstance(rule, str))
        for inner in value.values():
            rules_below(inner, found)
    elif isinstance(value, list):
        for inner in value:
            rules_below(inner, found)
    return found


def fired(answer):
    """Rows of the trace, and rules of entries, also of those that stand only in an alternative."""
    rows = {row for note in answer.get("trace", []) for row in note["rows"]}
    return rules_below(answer, rows)
