#!/usr/bin/env python3
"""Every shipped case is determined and holds what its .expect says. tests/examples/README.md has the form."""
# budget: 240
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal, InvalidOperation

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "examples" / "cases"

# The word of a line of .expect: the list it speaks of, what names an entry, what is meant without a part.
LISTS = {
    "line": ("lines", ("charge",), "amount"),
    "value": ("values", ("decision",), "value"),
    "code": ("codes", ("decision",), "number"),
    "document": ("documents", ("document",), "needed_by"),
    "field": ("fields", ("field", "form"), "value"),
    "registration": ("registrations", ("registration",), "with"),
    "permit": ("permits", ("permit",), "from"),
    "step": ("steps", ("step",), "leaves"),
    "deadline": ("deadlines", ("decision",), "day"),
    "prohibition": ("prohibitions", ("prohibition",), "why"),
    "risk": ("risks", ("risk",), "level"),
    "statement": ("statements", ("topic",), "says"),
    "clause": ("clauses", ("clause",), "why"),
}
LINE = re.compile(
    r"(?:alternative\[(?P<question>[^=\]]+)=(?P<reading>[^\]]+)\]\.)?"
    r"(?:(?P<plain>status|total\.(?:border|beside))|(?P<word>\w+)\[(?P<keys>[^\]]+)\](?:\.(?P<part>\w+))?)"
    r"\s+=\s+(?P<wanted>.+)")


class Wrong(Exception):
    """What is not as expected, in a sentence."""


@dataclasses.dataclass
class Answer:
    """What an expectation is held to: the main answer, or one alternative over it."""
    main: dict
    alternative: dict | None = None

    def plain(self, name):
        if name == "status":
            return (self.alternative or self.main)["status"]
        total = name.partition(".")[2]
        if self.alternative:
            return self.alternative.get(total)
        return next((row["amount"] for row in self.main["totals"] if row["total"] == total), None)

    def entries(self, name):
        """The entries of a list; in an alternative, with its differences."""
        found = list(self.main.get(name, []))
        for difference in (self.alternative or {}).get("differences", []):
            if difference["list"] != name:
                continue
            if difference["main"] in found:
                found.remove(difference["main"])
            if difference["alternative"]:
                found.append(difference["alternative"])
        return found


def read_of(alternative):
    yield (alternative.get("question") or alternative["because"]), (alternative.get("reading") or alternative.get("voice"))
    for same in alternative.get("same_outcome", []):
        yield (same.get("question") or same.get("because")), (same.get("reading") or same.get("voice"))


def alternative_of(main, question, reading):
    for alternative in main.get("alternatives", []):
        if (question, reading) in read_of(alternative):
            return alternative
    raise Wrong(f'no alternative answers "{question}" with {reading}')


def fits(entry, names, keys):
    """One key is the name or the place; two are both."""
    place = (entry.get("of") or {}).get("id", "")
    told = [entry.get(name) for name in names] + [place]
    return all(key in told for key in keys)


def found_by(answer, match):
    if match["plain"]:
        return answer.plain(match["plain"])
    if match["word"] not in LISTS:
        raise Wrong(f'no list is called "{match["word"]}"')
    name, names, part = LISTS[match["word"]]
    keys = [key.strip() for key in match["keys"].split(",")]
    entries = [entry for entry in answer.entries(name) if fits(entry, names, keys)]
    if len(entries) > 1:
        raise Wrong(f"{len(entries)} entries fit")
    if not entries:
        return None
    return entries[0].get(match["part"] or part, "no such part")


def same(found, wanted):
    if wanted == "absent":
        return found is None
    if found is None:
        return False
    try:
        return Decimal(found) == Decimal(wanted)
    except (InvalidOperation, TypeError):
        return str(found) == wanted


def check_line(main, line):
    match = LINE.fullmatch(line)
    if not match:
        raise Wrong("cannot be read")
    alternative = match["question"] and alternative_of(main, match["question"].strip(), match["reading"].strip())
    found = found_by(Answer(main, alternative or None), match)
    if not same(found, match["wanted"].strip()):
        raise Wrong(f"found {'nothing' if found is None else found}")


def expectations(path):
    """(line, without its remark); a remark begins with a # after a blank."""
    for line in path.read_text(encoding="utf-8").splitlines():
        line = re.sub(r"(^|\s)#.*", "", line).strip()
        if line:
            yield line


def check_case(binary, case):
    """[(name, fault or None)] of one case."""
    told = subprocess.run([binary, "determine", "--json", "--lang", "en", case], capture_output=True, text=True,
                          env=dict(os.environ, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks")))
    if told.returncode not in (0, 3, 4):
        return [(case.stem, f"exit {told.returncode}: {told.stderr.strip()}")]
    main = json.loads(told.stdout)
    results = [(f"{case.stem} is determined", None)]
    expect = case.with_suffix(".expect")
    if not expect.exists():
        return results + [(f"{case.stem} has an .expect", "there is none")]
    for line in expectations(expect):
        try:
            check_line(main, line)
            results.append((f"{case.stem}: {line}", None))
        except Wrong as wrong:
            results.append((f"{case.stem}: {line}", str(wrong)))
    if len(results) == 1:
        results.append((f"{case.stem} expects something", "its .expect is empty"))
    return results


def main():
    binary = sys.argv[1]
    if not os.path.exists(binary):
        print("ok 1 - examples # SKIP there is no command line yet")
        return 0
    number = failures = 0
    with ThreadPoolExecutor(2) as pool:
        for results in pool.map(lambda case: check_case(binary, case), sorted(CASES.glob("*.json"))):
            for name, fault in results:
                number += 1
                failures += fault is not None
                print(f"{'ok' if fault is None else 'not ok'} {number} - {name}")
                if fault:
                    print("# " + fault.replace("\n", "\n# "))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
