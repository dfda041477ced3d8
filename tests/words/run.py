#!/usr/bin/env python3
"""tests/words/run.py BINARY: whatever a page says is there in Chinese, and what Viet Nam's pages and the dictionary say in Vietnamese too.

The texts are found twice: where they stand in the pages (`declarant law words`), and in the answers to all example cases, so that a
text made by a formula is found as well. What the program itself says is held against its sources (forms.py). Prints TAP.
"""
# budget: 240
import importlib.machinery
import importlib.util
import json
import pathlib
import subprocess
import sys

import forms

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SHOWN = 12  # texts shown of those that lack a translation
# Parts of an answer's records that are texts, not names.
TEXTS = {"statements": ("says",), "risks": ("why", "remedy"), "steps": ("leaves",), "registrations": ("with",), "permits": ("from",),
         "prohibitions": ("why",), "clauses": ("clause", "why"), "fields": ("field",), "demands": ("says", "without"), "gates": ("paper", "why"), "reliefs": ("why",)}

OWN = {"yes", "no", "low", "medium", "high"}  # words of the program itself

count = 0


def load_tool():
    loader = importlib.machinery.SourceFileLoader("phrases", str(ROOT / "tools" / "phrases"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("phrases", loader))
    loader.exec_module(module)
    return module


def test(name, faults):
    global count
    count += 1
    print(f"{'not ok' if faults else 'ok'} {count} - {name}")
    for line in faults[:SHOWN]:
        print(f"# {line}")
    if len(faults) > SHOWN:
        print(f"# and {len(faults) - SHOWN} more")


def pages(found, language, wanted):
    """One test for each file that says something."""
    for file in sorted({word["file"] for word in found if wanted(word["file"])}):
        lacking = [f"line {word['line']}: {word['kind']}: {word['text']}" for word in found
                   if word["file"] == file and word["needed"] and not word.get(language)]
        test(f"{language}: {file}", lacking)


def needs_words(text):
    return any(a.islower() and a.isascii() and b.islower() and b.isascii() for a, b in zip(text, text[1:]))


def answers(binary):
    """(case, text) of every answer; what a case tells itself (a name of goods) is no text of a page."""
    cases = sorted((ROOT / "examples" / "cases").glob("*.json"))
    done = subprocess.run([binary, "determine", "--json", "--rulebooks", ROOT / "rulebooks", *cases], capture_output=True, check=False)
    for case, answer in zip(cases, json.loads(done.stdout)):
        for kind, parts in TEXTS.items():
            for entry in answer.get(kind, []):
                yield from ((case.name, entry[part]) for part in parts if isinstance(entry.get(part), str))
        for other in answer.get("alternatives", []):
            yield from ((case.name, other[part]) for part in ("question", "stance") if isinstance(other.get(part), str))


def is_known(text, known):
    return not needs_words(text) or text in known or text in OWN or (": " in text and text.partition(": ")[0] + ":" in known)


def main():
    binary = sys.argv[1]
    for name, faults in forms.faults():
        test(f"messages: {name}", faults)
    tool = load_tool()
    found = tool.words(binary)
    phrases = tool.phrases()
    pages(found, "zh", lambda file: True)
    pages(found, "vi", lambda file: file.startswith("vn/") or "/" not in file)
    known = {text for text, (_, words) in phrases.items() if "zh" in words} | {word["text"] for word in found if word["kind"] == "name"}
    lacking = {}
    for case, text in answers(binary):
        if not is_known(text, known):
            lacking.setdefault(text, case)
    test("zh: texts in the answers to the example cases", [f"{case}: {text}" for text, case in lacking.items()])
    print(f"1..{count}")


if __name__ == "__main__":
    main()
