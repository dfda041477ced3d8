#!/usr/bin/env python3
"""Made-up cases of every country, held against its reckoning in tests/oracle, which was written from the law alone.

A country is a file CC_cases.py beside this one: FEW are hand-written cases with few facts, where what matters is the
status; `Maker(seed).case()` makes others; `faults(case, answer)` says what is wrong with the answer to one; GENERATED
is how many are made here.

    run.py BINARY [--country IN] [--seed S] [--cases N]     other cases, or more (./run long)
    run.py BINARY --country IN --show N                     case N and what was expected of it
"""
# budget: 240
import importlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import common  # noqa: E402  (the path comes first)

SEED = 20261122
COUNTRIES = sorted(p.name[:2].upper() for p in pathlib.Path(__file__).parent.glob("??_cases.py"))


def determine(binary, cases):
    environment = {**os.environ, "DECLARANT_RULEBOOKS": os.environ.get("DECLARANT_RULEBOOKS", str(ROOT / "rulebooks"))}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "cases.jsonl"
        path.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
        done = subprocess.run([binary, "determine", "--lines", str(path)], capture_output=True, text=True, env=environment, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]
    if len(answers) != len(cases):
        sys.exit(f"{len(answers)} answers to {len(cases)} cases\n{done.stderr[:2000]}")
    return answers


def option(name, otherwise):
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else otherwise


class Country:
    """One country's cases: those with few facts, then the made-up ones."""

    def __init__(self, code):
        self.code, self.cases = code, importlib.import_module(code.lower() + "_cases")
        maker = self.cases.Maker(int(option("--seed", SEED)))
        self.made = [maker.case() for _ in range(int(option("--cases", self.cases.GENERATED)))]
        self.all = [case for _, case, *_ in self.cases.FEW] + self.made

    def show(self, number):
        case = self.all[number - 1]
        print(json.dumps(case, indent=1))
        print(self.cases.law.reckon(case))

    def judged(self, binary):
        """Name and faults of one case after another."""
        answers = determine(binary, self.all)
        for (name, _, status, *wanted), raw in zip(self.cases.FEW, answers):
            found = common.error_faults(raw)
            yield name, common.few_faults(status, wanted, raw) if found is None else found
        for number, (case, raw) in enumerate(zip(self.made, answers[len(self.cases.FEW):]), 1):
            found = common.error_faults(raw)
            yield f"made up {number}", self.cases.faults(case, raw) if found is None else found


def main():
    countries = [Country(code) for code in option("--country", ",".join(COUNTRIES)).split(",")]
    if "--show" in sys.argv:
        return countries[0].show(int(option("--show", 1)))
    number = failed = 0
    for country in countries:
        for name, found in country.judged(sys.argv[1]):
            number, failed = number + 1, failed + bool(found)
            print(f"{'not ok' if found else 'ok'} {number} - {country.code}: {name}")
            for fault in found:
                print(f"# {fault}")
    print(f"1..{number}")
    print(f"{number - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
