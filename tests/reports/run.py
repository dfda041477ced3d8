#!/usr/bin/env python3
"""tests/reports/run.py [--accept] BINARY [WORD...]: provokes every report and compares it, see README.md, and asks that each is (names.py).

Prints "ok NAME" or "not ok NAME" with the difference; the last line is "N passed, N failed". Exit 1 on any failure.
"""
import argparse
import difflib
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 20  # one command may take
OWN = ("command", "expected", "exit")


class Wrong(Exception):
    """The test itself is not as README.md asks."""


def read_command(folder):
    """The words to run, and where the streams go."""
    lines = (folder / "command").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        raise Wrong("command must be one line")
    words, streams = [], {}
    rest = iter(shlex.split(lines[0]))
    for word in rest:
        if word in ("<", ">", "2>"):
            streams[word] = next(rest, "")
        else:
            words.append(word)
    if not words or words[0] != "declarant":
        raise Wrong('the first word of command must be "declarant"')
    if any(streams.get(sign, "/dev/null") != "/dev/null" for sign in (">", "2>")):
        raise Wrong("output goes nowhere but to /dev/null")
    return words, streams


def copy_inputs(folder, place):
    """The folder without our own three files and without tests that lie in it."""
    def left_out(at, names):
        at = pathlib.Path(at)
        return [n for n in names if (at == folder and n in OWN) or (at / n / "command").is_file()]
    shutil.copytree(folder, place, symlinks=True, ignore=left_out)


def run(binary, folder):
    """The exit code and what was printed, in the form of `expected`."""
    words, streams = read_command(folder)
    with tempfile.TemporaryDirectory(prefix="declarant-report-") as temporary:
        place = pathlib.Path(temporary) / "case"
        copy_inputs(folder, place)
        given = (place / streams["<"]).read_bytes() if "<" in streams else b""
        environment = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", NO_COLOR="1")
        done = subprocess.run([binary] + words[1:], cwd=place, env=environment, input=given, timeout=SECONDS,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    errors, result = (stream.decode("utf-8", "backslashreplace") for stream in (done.stderr, done.stdout))
    errors = "" if "2>" in streams else errors
    result = "" if ">" in streams else result
    between = "--- stdout\n" if errors and result else ""
    return done.returncode, errors + between + result


def read_expected(folder):
    if not (folder / "expected").is_file() or not (folder / "exit").is_file():
        raise Wrong("expected or exit is missing; --accept writes them")
    return int((folder / "exit").read_text(encoding="utf-8")), (folder / "expected").read_bytes().decode("utf-8")


def difference(expected, got):
    """Lines that tell how `got` differs; none when it does not."""
    lines = []
    if got[0] != expected[0]:
        lines.append(f"exit code is {got[0]}, expected {expected[0]}")
    wanted, printed = (side[1].splitlines(keepends=True) for side in (expected, got))
    for line in difflib.unified_diff(wanted, printed, "expected", "printed"):
        lines.append(line if line.endswith("\n") else line + " (no line end)")
    return [line.rstrip("\n") for line in lines]


def test(binary, folder, accept):
    """What is wrong, line by line."""
    try:
        got = run(binary, folder)
        if accept and got[0] >= 0:
            (folder / "expected").write_bytes(got[1].encode("utf-8"))
            (folder / "exit").write_text(f"{got[0]}\n", encoding="utf-8")
        return difference(read_expected(folder), got)
    except Wrong as wrong:
        return [str(wrong)]
    except subprocess.TimeoutExpired:
        return [f"took more than {SECONDS} seconds"]
    except (OSError, ValueError) as error:
        return [str(error)]


def tell(name, faults):
    """Prints one test; is it wrong?"""
    print(f"{'not ok' if faults else 'ok'} {name}")
    for line in faults:
        print(f"    {line}")
    return bool(faults)


def main():
    parser = argparse.ArgumentParser(description="provokes every report and compares it")
    parser.add_argument("--accept", action="store_true", help="write expected and exit anew")
    parser.add_argument("binary", help="the program declarant")
    parser.add_argument("word", nargs="*", help="only tests whose name holds one of these")
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    passed = failed = 0
    if not options.word:
        import names  # not at the head: other runners load this file from their own folder
        failed += tell("every message is provoked", list(names.faults()))
        passed += not failed
    for folder in sorted(path.parent for path in HERE.rglob("command")):
        name = folder.relative_to(HERE).as_posix()
        if options.word and not any(word in name for word in options.word):
            continue
        faults = test(binary, folder, options.accept)
        wrong = tell(name, faults)
        passed, failed = passed + (not wrong), failed + wrong
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
