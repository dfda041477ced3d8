#!/usr/bin/env python3
"""Random expressions, held against an evaluator of our own in Python, result by result and digit by digit. See README.md.

    run.py BINARY [--seed S] [--cases N]     other expressions, or more (./run long expressions)

TAP, one line for each thousand; what differs is shown with the expression.
"""
# budget: 120
import collections
import json
import pathlib
import random
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import evaluator  # noqa: E402  (the path comes first)
from maker import Maker  # noqa: E402
from values import ERROR, is_null, text_of  # noqa: E402

SEED, CASES, BATCH, SHOWN = 20261123, 5000, 1000, 10


def answers(binary, texts):
    """What `declarant feel --lines` says to each, in one process."""
    done = subprocess.run([binary, "feel", "--lines"], input="".join(text + "\n" for text in texts), capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if len(lines) != len(texts):
        sys.exit(f"{len(lines)} answers to {len(texts)} expressions; exit {done.returncode}\n{done.stderr[:2000]}")
    return lines


def difference(answer, value):
    """What is wrong with the answer; None: nothing."""
    if "value" not in answer:
        return f"not read: {answer['problems'][0]['message']}"
    if answer["value"] != text_of(value):
        return answer["value"]
    if value is ERROR and "problems" not in answer:
        return "null, and nothing says why"
    return None


def option(name, otherwise):
    return type(otherwise)(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else otherwise


def judge(binary, maker, count, counted):
    """The differences of so many new expressions, as (expression, wanted, found)."""
    made = [maker.expression() for _ in range(count)]
    found = []
    for (tree, text), answer in zip(made, answers(binary, [text for _, text in made])):
        value = evaluator.work(tree)
        counted["null" if is_null(value) else "value"] += 1
        fault = difference(answer, value)
        if fault is not None:
            found.append((text, text_of(value), fault))
    return found


def main():
    seed, cases = option("--seed", SEED), option("--cases", CASES)
    maker, counted = Maker(random.Random(seed)), collections.Counter()
    failed = shown = 0
    for number, start in enumerate(range(0, cases, BATCH), 1):
        found = judge(sys.argv[1], maker, min(BATCH, cases - start), counted)
        failed += len(found)
        print(f"{'not ok' if found else 'ok'} {number} - seed {seed}, expressions {start + 1} to {min(start + BATCH, cases)}")
        for text, wanted, fault in found[: max(0, SHOWN - shown)]:
            print(f"# {text}\n#   wanted {wanted}\n#    found {fault}")
            shown += 1
    print(f"1..{number}\n# {cases} expressions, {counted['value']} with a value and {counted['null']} null: {failed} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
