"""What the tests in Python share: one line a test, in the Test Anything Protocol, and how many failed."""
import os
import sys

LINES = 60
count = failures = 0


def report(name, passed, why=""):
    """One test; `why` is told below it where it failed, its first LINES lines."""
    global count, failures
    count += 1
    failures += not passed
    print(f"{'ok' if passed else 'not ok'} {count} - {name}")
    if not passed:
        print("".join(f"# {line}\n" for line in str(why).splitlines()[:LINES]), end="")
    sys.stdout.flush()


def exit_code():
    return 1 if failures else 0


def share(items, one_in):
    """All of them on the plain build. With sanitizers, three times as slow, one in so many of what goes the same ways through the program: `tests/run` says which build it is."""
    return list(items)[::one_in] if os.environ.get("DECLARANT_SANITIZED") else list(items)
