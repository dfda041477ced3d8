#!/usr/bin/env python3
"""tests/cli/run.py [--accept] BINARY [WORD...]: the command line against a made-up country, see README.md.

A folder with a `command` is a test in the form of tests/reports; large and broken input is made here. Prints "ok NAME"
or "not ok NAME" with what is wrong; the last line is "N passed, N failed". Exit 1 on any failure.
"""
# budget: 240
import argparse
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SECONDS = 60  # one command may take; a sanitized build is slow


def load_reports():
    """tests/reports/run.py as a module: it runs one folder."""
    spec = importlib.util.spec_from_file_location("reports", HERE.parent / "reports" / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.SECONDS = SECONDS
    return module


# ---- input that is made ----

CASE = {
    "jurisdiction": "ZZ", "movement": "import",
    "shipments": [{"id": "s1", "entry_day": "2024-04-25", "items": [
        {"id": "1", "delivery": "carrier", "medium": "stick", "price": "100 ZZD", "quantity": "1", "priced_apart": False}]}],
}


class Run:
    """One command in an empty folder; `files` are written there first."""

    def __init__(self, binary, words, files=None, given=b"", stdout=subprocess.PIPE, preexec=None):
        with tempfile.TemporaryDirectory(prefix="declarant-cli-") as place:
            for name, content in (files or {}).items():
                pathlib.Path(place, name).write_bytes(content)
            environment = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", NO_COLOR="1", COLUMNS="80")
            done = subprocess.run([binary] + words, cwd=place, env=environment, input=given, timeout=SECONDS, stdout=stdout,
                                  stderr=subprocess.PIPE, preexec_fn=preexec, check=False)
        self.code = done.returncode
        self.out = (done.stdout or b"").decode("utf-8", "replace")
        self.talk = done.stderr.decode("utf-8", "replace")


def expect(run, code, *talk):
    """What is wrong with a run: its exit, what is not on stderr."""
    faults = [] if run.code == code else [f"exit code is {run.code}, expected {code}"]
    faults += [f"stderr does not say {word!r}: {run.talk[:300]!r}" for word in talk if word not in run.talk]
    return faults


def hundred_megabytes(binary):
    yield from expect(Run(binary, ["determine", "-"], given=b'{"a": "' + b"x" * (100 << 20) + b'"}'), 1, "file-too-large", "67108864")


def long_expression(binary):
    """A line too long is told in its place; those before and after it are worked out."""
    run = Run(binary, ["feel", "--lines"], given=b"1 + 1\n" + b"1" * (65 << 20) + b"\n2 + 2\n")
    values = [json.loads(line) for line in run.out.splitlines()]
    if [value.get("value") for value in values] != ["2", None, "4"]:
        yield f"values of the three lines: {run.out[:300]!r}"
    elif values[1]["problems"][0]["name"] != "expression-too-long" or "line 2" not in values[1]["problems"][0]["message"]:
        yield f"line 2 is said to be: {values[1]!r}"


def brackets(binary):
    for opening in (b"[", b'{"a":'):
        yield from expect(Run(binary, ["determine", "-"], given=opening * 200_000), 1, "json-depth", "64")


def closed_brackets(binary):
    yield from expect(Run(binary, ["determine", "-"], given=b"[" * 200_000 + b"]" * 200_000), 1, "json-depth")


def many_values(binary):
    yield from expect(Run(binary, ["determine", "-"], given=b"[" + b"0," * 4_000_000 + b"0]"), 1, "json-values", "4000000")


def deep_folders(binary):
    """Folders inside one another until their path is longer than the system opens."""
    with tempfile.TemporaryDirectory(prefix="declarant-cli-") as place:
        for name in ("facts.md", "answers.md"):
            pathlib.Path(place, name).write_bytes((HERE / "rulebooks" / name).read_bytes())
        here = os.open(place, os.O_RDONLY)
        for _ in range(18):
            os.mkdir("d" * 250, dir_fd=here)
            inner = os.open("d" * 250, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        os.close(here)
        yield from expect(Run(binary, ["check", place]), 5, "directory-unreadable", "the path is too long")


def broken_utf8(binary):
    yield from expect(Run(binary, ["determine", "-"], given=b'{"jurisdiction": "\xff\xfe"}'), 1, "not-utf8")


def nul_bytes(binary):
    yield from expect(Run(binary, ["determine", "-"], given=b"\0" * 1000), 1, "error:")


def many_items(binary):
    """Three thousand items: the same item again and again, and a total of 3,000 * 4."""
    case = json.loads(json.dumps(CASE))
    item = case["shipments"][0]["items"][0]
    case["shipments"][0]["items"] = [dict(item, id=str(i)) for i in range(3000)]
    run = Run(binary, ["determine", "--json", "--only", "lines", "-"], given=json.dumps(case).encode())
    yield from expect(run, 0)
    if run.code == 0 and json.loads(run.out)["totals"][0]["amount"] != "12000":
        yield f"total is {json.loads(run.out)['totals'][0]['amount']}, expected 12000"


def full_disk(binary):
    for words in (["determine", "case.json"], ["--help"], ["facts"], ["facts", "--schema"], ["feel", "1"], ["--version"],
                  ["law", "list"], ["explain", "case.json"], ["check"], ["--completion", "bash"]):
        with open("/dev/full", "wb") as full:
            run = Run(binary, words, {"case.json": json.dumps(CASE).encode()}, stdout=full)
        yield from expect(run, 1, "could not write the result")


def closed_stdout(binary):
    run = Run(binary, ["determine", "case.json"], {"case.json": json.dumps(CASE).encode()}, preexec=lambda: os.close(1))
    yield from expect(run, 1, "could not write the result")


def closed_pipe(binary):
    reading, writing = os.pipe()
    os.close(reading)
    run = Run(binary, ["facts", "--schema"], stdout=writing)
    os.close(writing)
    yield from expect(run, 1, "could not write the result")


def closed_stdin(binary):
    yield from expect(Run(binary, ["determine", "-"], preexec=lambda: os.close(0)), 1, "error:")


def json_lines(binary):
    """As many lines out as in, in order, each of its own status; the worst of them is the exit."""
    open_case = json.loads(json.dumps(CASE))
    del open_case["shipments"][0]["entry_day"]
    lines = [json.dumps(CASE), json.dumps(open_case), '{"jurisdiction":', json.dumps(CASE)]
    run = Run(binary, ["determine", "--lines"], given="\n".join(lines).encode())
    yield from expect(run, 1, "undetermined", "json-syntax")
    status = [json.loads(line)["status"] for line in run.out.splitlines()]
    if status != ["determined", "undetermined", "error", "determined"]:
        yield f"statuses are {status}"
    yield from expect(Run(binary, ["determine", "--lines"], given="\n".join(lines[:2]).encode()), 3)
    yield from expect(Run(binary, ["determine", "--lines"], given=b""), 0)


def long_line(binary):
    given = b'"' + b"x" * (65 << 20) + b'"\n' + json.dumps(CASE).encode() + b"\n"
    run = Run(binary, ["determine", "--lines"], given=given)
    yield from expect(run, 1, "file-too-large")
    if len(run.out.splitlines()) != 2:
        yield "not one line out for each line in"


def every_json(binary):
    """What --json prints is JSON, for every command, also on failure."""
    files = {"case.json": json.dumps(CASE).encode(), "bad.json": b'{"x":1}'}
    for words in (["determine", "case.json"], ["determine", "case.json", "bad.json"], ["determine", "bad.json"], ["determine", "none.json"],
                  ["determine", "--trace", "case.json"], ["explain", "case.json"], ["explain", "case.json", "duty", "s1/1"], ["facts"], ["facts", "price"],
                  ["facts", "--schema"], ["law", "list"], ["law", "show", "V-1"], ["law", "show", "GA"], ["law", "show", "duty"], ["law", "timeline"],
                  ["check"], ["deadline", "2024-04-25", "+10wd", "--calendar", "ZZ"], ["fx", "--jurisdiction", "ZZ"], ["feel", "1 + 1"],
                  ["--version"]):
        run = Run(binary, words + ["--json"], files)
        try:
            json.loads(run.out)
        except ValueError as error:
            yield f"{' '.join(words)}: {error}: {run.out[:200]!r}"


def one_page(binary):
    """A page is checked alone, wherever the program runs."""
    yield from expect(Run(binary, ["check", str(HERE / "rulebooks" / "zz" / "duty.md")]), 0)


def every_language(binary):
    """All of a screen in each language; and none of it wider than the terminal."""
    for language, words in (("en", "due at the border"), ("zh", "进境应缴合计"), ("vi", "phải nộp tại")):
        run = Run(binary, ["determine", "case.json", "--lang", language], {"case.json": json.dumps(CASE).encode()})
        yield from expect(run, 0)
        if words not in run.out:
            yield f"{language}: {words!r} is not shown"
    wide = [line for line in Run(binary, ["determine", "case.json"], {"case.json": json.dumps(CASE).encode()}).out.splitlines() if len(line) > 80]
    if wide:
        yield f"wider than 80 columns: {wide[0]!r}"


def terminal_codes(binary):
    """A case cannot steer the reader's terminal."""
    case = json.loads(json.dumps(CASE))
    case["shipments"][0]["id"] = "\x1b]0;owned\x07\x9b31m"
    run = Run(binary, ["determine", "-"], given=json.dumps(case).encode())
    yield from expect(run, 0)
    if re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", run.out + run.talk):
        yield "control characters of the case reach the terminal"


def out_of_memory(binary):
    """With too little memory it says so, and nothing else breaks. An address sanitizer needs more than any limit: skipped."""
    import resource
    if b"__asan_init" in pathlib.Path(binary).read_bytes():
        return
    items = [dict(CASE["shipments"][0]["items"][0], id=str(i)) for i in range(20000)]
    case = dict(CASE, shipments=[dict(CASE["shipments"][0], items=items)])
    limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (48 << 20, 48 << 20))
    run = Run(binary, ["determine", "-"], given=json.dumps(case).encode(), preexec=limit)
    yield from expect(run, 1, "out-of-memory")


def shown_commands(page):
    """(command, the lines it prints) of the blocks of a manual page that begin with "$ "."""
    for block in re.findall(r"^```\n(\$ .*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, shown = part.partition("\n")
            yield command, shown


def agrees(printed, shown):
    """Word for word; "..." stands for anything, a line of it for any lines."""
    pattern = "".join("(?:.*\n)*" if line == "..." else ".*".join(map(re.escape, line.rstrip().split("..."))) + " *\n" for line in shown.splitlines())
    return re.fullmatch(pattern, printed)


def manual(binary):
    """What the manual shows is true."""
    environment = dict(os.environ, LC_ALL="C.UTF-8", NO_COLOR="1", COLUMNS="100")
    environment["DECLARANT_RULEBOOKS"] = str(ROOT / "rulebooks")
    for page in sorted((ROOT / "man").glob("*.scd")):
        for command, shown in shown_commands(page):
            words = re.sub(r"\bdeclarant\b", lambda found: binary, command, count=1)
            run = subprocess.run(["sh", "-c", words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
            if not agrees(run.stdout, shown):
                yield f"{page.name}: {command}: prints {run.stdout[:400]!r} {run.stderr[:200]!r}"


def refused(schema, value, place="case"):
    """What JSON Schema finds wrong: as much of it as the schema of a case uses."""
    if "anyOf" in schema:
        faults = [refused(form, value, place) for form in schema["anyOf"]]
        return [] if [] in faults else faults[0]
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool}
    if not isinstance(value, kinds[schema["type"]]):
        return [f"{place} is no {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place}: {value!r} is not allowed"]
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return [f"{place}: {value!r} does not look like {schema['pattern']}"]
    faults = []
    for number, item in enumerate(value if isinstance(value, list) else []):
        faults += refused(schema["items"], item, f"{place}[{number}]")
    for key, member in value.items() if isinstance(value, dict) else ():
        inner = schema.get("properties", {}).get(key, schema.get("additionalProperties", True))
        if inner is False:
            faults.append(f"{place} has no {key}")
        elif isinstance(inner, dict):
            faults += refused(inner, member, f"{place}.{key}")
    return faults


def schema(binary):
    """The schema takes every shipped case, and refuses what determine refuses: other keys, other words, numbers."""
    environment = dict(os.environ, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"))
    printed = subprocess.run([binary, "facts", "--schema"], env=environment, capture_output=True, check=False).stdout
    whole = json.loads(printed)
    for path in sorted((ROOT / "examples" / "cases").glob("*.json")):
        yield from (f"{path.name}: {fault}" for fault in refused(whole, json.loads(path.read_text(encoding="utf-8"))))
    for wrong in ({"x": "y"}, {"movement": "imprt"}, {"jurisdiction": 1}, {"shipments": {}}, {"shipments": [{"entry_day": 5}]}):
        if not refused(whole, wrong):
            yield f"{wrong} is taken"


def completions(binary):
    for command in ("determine", "deadline"):
        for shell in ("bash", "zsh", "fish"):
            run = Run(binary, ["--completion", shell])
            yield from expect(run, 0)
            if command not in run.out:
                yield f"{shell} does not complete {command}"
    run = subprocess.run(["bash", "-n"], input=Run(binary, ["--completion", "bash"]).out.encode(), capture_output=True, check=False)
    if run.returncode:
        yield run.stderr.decode()


def one_screen(binary):
    """Help of a command fits a screen of 40 lines, that of all commands one of 56; each has an example."""
    names = re.findall(r'^COMMAND\("(\w+)"', (ROOT / "src/faces/cli/commands.def").read_text(encoding="utf-8"), re.M)
    for words in [["--help"]] + [[name, "--help"] for name in names]:
        run = Run(binary, words)
        yield from expect(run, 0)
        if len(run.out.splitlines()) > (56 if words == ["--help"] else 40) or "Example" not in run.out:
            yield f"{' '.join(words)}: {len(run.out.splitlines())} lines, or no example"


MADE = (hundred_megabytes, long_expression, brackets, closed_brackets, many_values, deep_folders, broken_utf8, nul_bytes, many_items, full_disk, closed_stdout,
        closed_pipe, closed_stdin, json_lines, long_line, every_json, one_page, every_language, terminal_codes, out_of_memory, manual, schema,
        completions, one_screen)


# ---- all of them ----


def main():
    parser = argparse.ArgumentParser(description="tests the command line")
    parser.add_argument("--accept", action="store_true", help="write expected and exit anew")
    parser.add_argument("binary", help="the program declarant")
    parser.add_argument("word", nargs="*", help="only tests whose name holds one of these")
    wanted = parser.parse_args()
    binary = os.path.abspath(wanted.binary)
    os.environ.update(DECLARANT_RULEBOOKS=str(HERE / "rulebooks"), COLUMNS="80")
    os.environ.pop("DECLARANT_DATA", None)
    reports = load_reports()
    tests = [(folder.relative_to(HERE).as_posix(), lambda folder=folder: reports.test(binary, folder, wanted.accept))
             for folder in sorted(path.parent for path in HERE.rglob("command"))]
    tests += [(function.__name__, lambda function=function: list(function(binary))) for function in MADE]
    passed = failed = 0
    for name, test in tests:
        if wanted.word and not any(word in name for word in wanted.word):
            continue
        try:
            faults = test()
        except subprocess.TimeoutExpired:
            faults = [f"took more than {SECONDS} seconds"]
        print(f"{'not ok' if faults else 'ok'} {name}")
        for line in faults:
            print(f"    {line}")
        passed, failed = passed + (not faults), failed + bool(faults)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
