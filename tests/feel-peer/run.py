#!/usr/bin/env python3
"""Random expressions, held against an engine of others: npm's feelin. See README.md.

Each expression is worked out three times: by the program, by the evaluator of tests/feel-oracle, with which it must agree digit by
digit, and by feelin. Where feelin differs, the smallest parts that differ must fall into classes that classes.tsv explains.

    run.py BINARY [--seed S] [--cases N]     other expressions, or more
    run.py BINARY --classes                  how many fell into each class, for docs/measurements
"""
# budget: 180
# plain build only
import collections
import csv
import filecmp
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LIBRARY = ROOT / ".cache/feel-peer"
FILES = ("package.json", "package-lock.json", "evaluate.mjs")
SEED, CASES, SHOWN = 20261123, 2000, 8
sys.path[:0] = [str(HERE.parent / "feel-oracle"), str(HERE)]
import compare  # noqa: E402  (the path comes first)
import evaluator  # noqa: E402
from maker import Maker  # noqa: E402
from values import text_of  # noqa: E402


def installed():
    """Why the library could not be installed, or None."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "node and npm are missing"
    LIBRARY.mkdir(parents=True, exist_ok=True)
    same = all((LIBRARY / name).is_file() and filecmp.cmp(HERE / name, LIBRARY / name, shallow=False) for name in FILES)
    for name in FILES:
        shutil.copy(HERE / name, LIBRARY / name)
    if same and (LIBRARY / "node_modules/.package-lock.json").is_file():
        return None
    told = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=LIBRARY, capture_output=True, text=True, timeout=120, check=False)
    return None if told.returncode == 0 else "npm could not install feelin: " + (told.stderr.strip().splitlines() or ["?"])[-1]


def ask(words, texts, folder):
    done = subprocess.run(words, input="".join(text + "\n" for text in texts), cwd=folder, capture_output=True, text=True, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(texts):
        sys.exit(f"{words[0]}: {len(answers)} answers to {len(texts)} expressions\n{done.stderr[:2000]}")
    return answers


def peer(texts):
    return ask(["node", "evaluate.mjs"], texts, LIBRARY)


def option(name, otherwise):
    return type(otherwise)(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else otherwise


def classes():
    with open(HERE / "classes.tsv", encoding="utf-8", newline="") as file:
        return [(row["class"], re.compile(row["signatures"])) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def causes(parted):
    """The smallest parts of these (tree, text, answer) that differ: (signature, part, text, what the peer says)."""
    found = [compare.parts(tree) for tree, _, _ in parted]
    texts = {compare.written(part): part for tree in found for part in compare.all_parts(tree)}
    answers = dict(zip(texts, peer(list(texts))))
    for tree, (whole, text, answer) in zip(found, parted):
        small = compare.smallest(tree, lambda part: not compare.agree(part, answers[compare.written(part)]))
        for part in small:
            yield compare.signature(part, answers[compare.written(part)]), part, compare.written(part), answers[compare.written(part)]
        if not small:  # written with other blanks and parentheses it agrees
            yield "as written: " + compare.signature(whole, answer), whole, text, answer


def main():
    binary, seed, cases = pathlib.Path(sys.argv[1]).resolve(), option("--seed", SEED), option("--cases", CASES)
    why = installed()
    if why:
        print(f"ok 1 - feelin # SKIP {why}")
        return 0
    maker = Maker(random.Random(seed), peer=True)
    made = [maker.expression() for _ in range(cases)]
    texts = [text for _, text in made]
    ours = ask([binary, "feel", "--lines"], texts, ROOT)
    wrong = [text for (tree, text), answer in zip(made, ours) if answer.get("value") != text_of(evaluator.work(tree))]
    theirs = peer(texts)
    parted = [(tree, text, answer) for (tree, text), answer in zip(made, theirs) if not compare.agree(tree, answer)]
    known, counted, unexplained = classes(), collections.Counter(), []
    for signature, part, text, answer in causes(parted):
        name = next((name for name, pattern in known if pattern.fullmatch(signature)), None)
        counted[name] += 1
        if name is None:
            unexplained.append(f"# {signature}\n#   {text}\n#   ours {text_of(evaluator.work(part))}\n#   feelin's {json.dumps(answer)}")
    print(f"{'not ok' if wrong else 'ok'} 1 - seed {seed}: {cases} expressions as our evaluator has them")
    print("\n".join(f"# {text}" for text in wrong[:SHOWN]) + "\n" * bool(wrong), end="")
    print(f"{'not ok' if unexplained else 'ok'} 2 - feelin agrees on {cases - len(parted)}, and each difference in the others is explained")
    print("\n".join(unexplained[:SHOWN]) + "\n" * bool(unexplained), end="")
    if "--classes" in sys.argv:
        print("".join(f"| {name} | {counted[name]} |\n" for name, _ in known), end="")
    print("1..2")
    return 1 if wrong or unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
