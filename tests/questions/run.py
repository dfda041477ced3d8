#!/usr/bin/env python3
"""tests/questions/run.py [--accept] BINARY [WORD...]: what-if questions asked of a made-up country, see README.md."""
# budget: 240
import argparse
import ctypes
import importlib.util
import json
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


# ---- the library ----


class Options(ctypes.Structure):
    """declarant_determine_options of include/declarant.h."""
    _fields_ = [("size", ctypes.c_size_t), ("as_of", ctypes.c_char_p), ("layer", ctypes.c_char_p), ("language", ctypes.c_char_p), ("trace", ctypes.c_int),
                ("compact", ctypes.c_int), ("alone", ctypes.c_int), ("cancel", ctypes.c_void_p), ("known_on", ctypes.c_char_p)]


class Library:
    """libdeclarant.so.0 beside the binary, with the made-up law opened."""

    def __init__(self, path):
        self.calls = ctypes.CDLL(str(path))
        for name in ("declarant_answer_json", "declarant_report_text"):
            getattr(self.calls, name).restype = ctypes.c_char_p
            getattr(self.calls, name).argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        self.law = ctypes.c_void_p()
        assert self.calls.declarant_law_open(ctypes.byref(self.law), None, None) == 0

    def ask(self, name, given, *more, **options):
        """The JSON that a question gives, or the text of its report."""
        answer, report, given = ctypes.c_void_p(), ctypes.c_void_p(), given.encode()
        chosen = Options(size=ctypes.sizeof(Options), **options)
        result = getattr(self.calls, name)(ctypes.byref(answer), self.law, given, ctypes.c_size_t(len(given)), *more, ctypes.byref(chosen), ctypes.byref(report))
        text = self.calls.declarant_answer_json(answer, None) if result == 0 else self.calls.declarant_report_text(report, None)
        text = text.decode()
        self.calls.declarant_answer_close(ctypes.byref(answer))
        self.calls.declarant_report_close(ctypes.byref(report))
        return text


# A call, what it is given beside the case, and the command that must say the same.
SAME = [
    ("declarant_determine", (), {"known_on": b"2019-06-30"}, ["determine", "case.json", "--known-on", "2019-06-30"]),
    ("declarant_compare", (b"delivery=carrier,download",), {}, ["compare", "case.json", "--vary", "delivery=carrier,download"]),
    ("declarant_flips", (b"withheld tax", None), {}, ["explain", "case.json", "withheld", "tax", "--flip"]),
    ("declarant_flips", (None, None), {}, ["explain", "case.json", "--flip"]),
]


def check_impact(binary, library, reports):
    """A book through the library is the book on the command line; a line at fault and a missing day are told."""
    book = (HERE / "book.jsonl").read_text(encoding="utf-8")
    done = subprocess.run([binary, "impact", "--from", "2019-12-31", "--to", "2021-01-01", "--json", "book.jsonl"], capture_output=True, text=True, check=False, cwd=HERE)
    got = library.ask("declarant_impact", book, b"2019-12-31", b"2021-01-01")
    yield reports.tell("declarant_impact as the command line", [] if got.strip() == done.stdout.strip() else [got[:300], done.stdout[:300]])
    got = library.ask("declarant_impact", book, b"2019-12-31", None)
    yield reports.tell("a missing day names itself", [] if "[day-untold]" in got else [got])
    # many cases are so many times the sums of one: 6 x 50
    got = json.loads(library.ask("declarant_impact", book * 50, b"2019-12-31", b"2021-01-01"))
    duty = next(sum_ for sum_ in got["charges"] if sum_["charge"] == "duty")
    yield reports.tell("fifty times the book is fifty times the sums", [] if (got["cases"], duty["difference"], duty["open"]) == (300, "15300", 50) else [str(got["cases"]), str(duty)])


def check_diff(binary, library, reports):
    """The difference of two days through the library is that on the command line; every case it shows runs and says what it is said to."""
    done = subprocess.run([binary, "law", "diff", "2019-06-01", "2024-06-01", "--jurisdiction", "YY", "--json"], capture_output=True, text=True, check=False)
    answer, report = ctypes.c_void_p(), ctypes.c_void_p()
    library.calls.declarant_law_diff(ctypes.byref(answer), library.law, b"YY", b"2019-06-01", b"2024-06-01", None, None, ctypes.byref(report))
    got = library.calls.declarant_answer_json(answer, None).decode()
    library.calls.declarant_answer_close(ctypes.byref(answer))
    yield reports.tell("declarant_law_diff as the command line", [] if got.strip() == done.stdout.strip() else [got[:300], done.stdout[:300]])
    for change in json.loads(done.stdout)["changes"]:
        case = json.dumps(change["case"])
        told = subprocess.run([binary, "explain", "-", *change["decision"].split(), "--json"], input=case, capture_output=True, text=True, check=False)
        yield reports.tell(f"the case of \"{change['decision']}\" runs", [] if told.returncode == 0 and change["after"]["row"] in told.stdout else [case, told.stderr])


def check_timeline(binary, library, reports):
    """The timeline through the library is that on the command line."""
    done = subprocess.run([binary, "law", "timeline", "--jurisdiction", "YY", "--json"], capture_output=True, text=True, check=False)
    answer = ctypes.c_void_p()
    library.calls.declarant_law_timeline(ctypes.byref(answer), library.law, b"YY", None, None, None)
    got = library.calls.declarant_answer_json(answer, None).decode()
    library.calls.declarant_answer_close(ctypes.byref(answer))
    yield reports.tell("declarant_law_timeline as the command line", [] if got.strip() == done.stdout.strip() else [got[:300], done.stdout[:300]])
    report = ctypes.c_void_p()
    result = library.calls.declarant_law_timeline(ctypes.byref(answer), library.law, b"YY", b"duty rat", None, ctypes.byref(report))
    text = library.calls.declarant_report_text(report, None).decode()
    yield reports.tell("a decision that is none names itself", [] if result == 1 and "[unknown-name]" in text else [text])


def check_library(binary, reports):
    """Library and command line give one answer; a fault is told by both."""
    library = Library(library_of(binary))
    case = (HERE / "case.json").read_text(encoding="utf-8")
    for name, more, options, words in SAME:
        done = subprocess.run([binary, *words, "--json"], capture_output=True, text=True, check=False, cwd=HERE)
        got = library.ask(name, case, *more, **options)
        yield reports.tell(f"{name} as the command line", [] if got.strip() == done.stdout.strip() else [got[:300], done.stdout[:300], done.stderr[:300]])
    yield from check_impact(binary, library, reports)
    yield from check_diff(binary, library, reports)
    yield from check_timeline(binary, library, reports)
    got = library.ask("declarant_compare", case, b"deliverry=carrier")
    yield reports.tell("a fault of the library names itself", [] if "[unknown-axis]" in got else [got])


def library_of(binary):
    return pathlib.Path(binary).parent / "libdeclarant.so.0"


def run_preloaded(binary):
    """A sanitized library asks for its runtime before all others; leaks of Python are not looked for."""
    runtime = subprocess.run(["gcc", "-print-file-name=libasan.so"], capture_output=True, text=True, check=True).stdout.strip()
    environment = dict(os.environ, LD_PRELOAD=runtime, ASAN_OPTIONS="detect_leaks=0:exitcode=99")
    done = subprocess.run([sys.executable, __file__, "--library", binary], capture_output=True, text=True, env=environment, check=False)
    print(done.stdout + done.stderr, end="")
    return done.returncode == 0


def main():
    parser = argparse.ArgumentParser(description="what-if questions asked of a made-up country")
    parser.add_argument("--accept", action="store_true", help="write expected and exit anew")
    parser.add_argument("--library", action="store_true", help="only the library")
    parser.add_argument("binary", help="the program declarant")
    parser.add_argument("word", nargs="*", help="only tests whose name holds one of these")
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    reports = load_reports()
    failed = reports.tell("the made-up country", check_book(binary))
    passed = not failed
    os.environ.update(DECLARANT_RULEBOOKS=str(HERE / "rulebooks"), COLUMNS="100", LC_ALL="C.UTF-8")
    for command in [] if options.library else sorted(HERE.rglob("command")):
        name = command.parent.relative_to(HERE).as_posix()
        if options.word and not any(word in name for word in options.word):
            continue
        wrong = reports.tell(name, reports.test(binary, command.parent, options.accept))
        passed, failed = passed + (not wrong), failed + wrong
    library = library_of(binary)
    if not options.library and library.exists() and b"__asan_init" in library.read_bytes():
        wrong = reports.tell("the sanitized library", [] if run_preloaded(binary) else ["see above"])
        passed, failed = passed + (not wrong), failed + wrong
    elif not options.word and library.exists():
        for wrong in check_library(binary, reports):
            passed, failed = passed + (not wrong), failed + wrong
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
