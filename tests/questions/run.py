#!/usr/bin/env python3
"""tests/questions/run.py [--accept] BINARY [WORD...]: what-if questions asked of a made-up country, see README.md."""
# budget: 240
import argparse
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def load_reports():
    """tests/reports/run.py as a module: it runs one folder; the inputs all tests share are put beside its own."""
    spec = importlib.util.spec_from_file_location("reports", HERE.parent / "reports" / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.SECONDS = 60
    copy_own = module.copy_inputs

    def copy_inputs(folder, place):
        copy_own(folder, place)
        for shared in list(HERE.glob("*.json")) + list(HERE.glob("*.jsonl")):
            if not (place / shared.name).exists():
                shutil.copy(shared, place)

    module.copy_inputs = copy_inputs
    return module


def check_book(binary):
    """What is wrong with the made-up country: it proves itself, like any law."""
    done = subprocess.run([binary, "check", str(HERE / "rulebooks")], capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else (done.stdout + done.stderr).splitlines()


def main():
    parser = argparse.ArgumentParser(description="what-if questions asked of a made-up country")
    parser.add_argument("--accept", action="store_true", help="write expected and exit anew")
    parser.add_argument("binary", help="the program declarant")
    parser.add_argument("word", nargs="*", help="only tests whose name holds one of these")
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    reports = load_reports()
    failed = reports.tell("the made-up country", check_book(binary))
    passed = not failed
    os.environ.update(DECLARANT_RULEBOOKS=str(HERE / "rulebooks"), COLUMNS="100")
    for command in sorted(HERE.rglob("command")):
        name = command.parent.relative_to(HERE).as_posix()
        if options.word and not any(word in name for word in options.word):
            continue
        wrong = reports.tell(name, reports.test(binary, command.parent, options.accept))
        passed, failed = passed + (not wrong), failed + wrong
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
