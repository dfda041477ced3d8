#!/usr/bin/env python3
"""What the documents show is run: console blocks of README.md and docs/, examples of the help, examples of the manual. What they say
of answers (docs/answer.md) and of the days covered (docs/law-coverage.md) is held against answers and pages.

A console block is fenced ```console: lines that begin with "$ " are commands, the lines below are what they print; a line "..."
stands for any lines. A block fenced with a language and a path (```c walk/first.c) is written to that file first. `declarant` is the
binary under test, the working folder holds nothing but examples, rulebooks, data, include and build, the folder of the binary.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
MANUAL_BLOCK = re.compile(r"^```\n(\$ .*?)^```$", re.M | re.S)
MANUAL_CASE = re.compile(r"^```\n(\{.*?)^```$", re.M | re.S)

count = failures = 0


def test(name, fault):
    global count, failures
    count += 1
    failures += fault is not None
    print(f"{'ok' if fault is None else 'not ok'} {count} - {name}")
    if fault:
        print("# " + fault.replace("\n", "\n# "))


def run(command, folder, binary):
    environment = dict(os.environ, PATH=f"{folder}/bin:{binary.parent}:{os.environ['PATH']}", COLUMNS="100")
    told = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    return told.returncode, told.stdout, told.stderr


def commands(block):
    """(command, what it prints) of one console block."""
    command, shown = None, []
    for line in block.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:], []
        else:
            shown.append(line)
    if command:
        yield command, shown


def agrees(printed, shown):
    pattern = "".join(r"(?:[^\n]*\n)*" if line == "..." else re.escape(line.rstrip()) + r"[ ]*\n" for line in shown)
    return re.fullmatch(pattern, printed if printed.endswith("\n") or not printed else printed + "\n") is not None


def write_file(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def check_commands(page, block, folder, binary):
    for command, shown in commands(block):
        if command.startswith("chromium ") and not shutil.which("chromium"):
            test(f"{page.relative_to(ROOT)}: {command} # SKIP chromium is not here", None)
            continue
        code, printed, talk = run(command, folder, binary)
        fault = None if agrees(printed, shown) else f"exit {code}; printed\n{printed}{talk}"
        test(f"{page.relative_to(ROOT)}: {command}", fault)


def check_blocks(folder, binary):
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for language, path, block in BLOCK.findall(page.read_text(encoding="utf-8")):
            if path:
                write_file(pathlib.Path(folder) / path, block)
            if language == "console":
                check_commands(page, block, folder, binary)
    for page in sorted((ROOT / "man").glob("*.scd")):
        for block in MANUAL_BLOCK.findall(page.read_text(encoding="utf-8")):
            check_commands(page, block, folder, binary)
        for case in MANUAL_CASE.findall(page.read_text(encoding="utf-8")):
            write_file(pathlib.Path(folder) / "walk" / "manual.json", case)
            code, _, talk = run("declarant determine walk/manual.json", folder, binary)
            test(f"{page.relative_to(ROOT)}: the case shown is determined", None if code == 0 else talk)


def check_examples(folder, binary):
    """Every command of the help shows an example that runs as it is."""
    overview = run("declarant --help", folder, binary)[1]
    names = re.findall(r"^  (\w+)  ", overview.partition("Commands\n")[2].partition("\n\n")[0], re.M)
    test("the help lists commands", None if len(names) > 3 else overview)
    for name in names:
        code, told, talk = run(f"declarant {name} --help", folder, binary)
        example = re.search(rf"^\s+(declarant {name} .*)$", told.partition("Example")[2], re.M)
        if code or not example:
            test(f"declarant {name} --help shows an example", told + talk)
            continue
        code, _, talk = run(example.group(1), folder, binary)
        test(f"help: {example.group(1)}", None if code in (0, 3, 4, 5) else f"exit {code}\n{talk}")


def check_manual(binary):
    """Every command has its page, every page its command."""
    overview = run("declarant --help", "/", binary)[1]
    names = set(re.findall(r"^  (\w+)  ", overview.partition("Commands\n")[2].partition("\n\n")[0], re.M))
    pages = {page.name.removesuffix(".1.scd").removeprefix("declarant-") for page in (ROOT / "man").glob("declarant-*.1.scd")}
    test("every command has a manual page", None if names <= pages else f"missing: {sorted(names - pages)}")
    test("every manual page has a command", None if pages <= names else f"too many: {sorted(pages - names)}")


def keys_of(value):
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield key
        yield from keys_of(inner)
    for inner in value if isinstance(value, list) else ():
        yield from keys_of(inner)


def check_answer(folder, binary):
    """Every key of every shipped answer is told of in docs/answer.md, or is a part in answers.md."""
    page = (ROOT / "docs" / "answer.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(\w+)`", page))
    parts = re.findall(r"^\| [\w ]+\| ([\w ]+?) *\|", (ROOT / "rulebooks" / "answers.md").read_text(encoding="utf-8"), re.M)
    told |= {part.replace(" ", "_").lower() + suffix for part in parts for suffix in ("", "_text")}
    printed = json.loads(run("declarant determine --json --trace examples/cases/*.json", folder, binary)[1])
    unknown = set(keys_of([answer | {"trace": [entry | {"value": 0} for entry in answer["trace"]]} for answer in printed])) - told
    test("docs/answer.md tells of every key", None if not unknown else f"not there: {sorted(unknown)}")


def check_coverage():
    """Every page of law that promises days stands in docs/law-coverage.md with these days, and no other page does."""
    told = {}
    for row in re.findall(r"^\|(.*)\|$", (ROOT / "docs" / "law-coverage.md").read_text(encoding="utf-8"), re.M):
        cells = [cell.strip() for cell in row.split("|")]
        told |= {page: cells[2] for page in re.findall(r"`(\w+/[\w-]+\.md)`", cells[1])}
    for page in sorted((ROOT / "rulebooks").glob("*/*.md")):
        name = f"{page.parent.name}/{page.name}"
        promised = re.search(r"^modelled: *(.+?) *$", page.read_text(encoding="utf-8"), re.M)
        if promised:
            test(f"docs/law-coverage.md: {name}", None if told.get(name) == promised[1] else f"{told.get(name)}, the page promises {promised[1]}")
    gone = [name for name in told if not (ROOT / "rulebooks" / name).exists()]
    test("docs/law-coverage.md names no page that is not there", None if not gone else f"{gone}")


def prepare(folder, binary):
    """What a reader has who stands in the folder of the source. A library with sanitizers wants programs that have them, too."""
    for name in ("examples", "rulebooks", "data", "include"):
        os.symlink(ROOT / name, folder / name)
    os.symlink(binary.parent, folder / "build")
    if b"__asan_init" in binary.read_bytes():
        write_file(folder / "bin" / "cc", '#!/bin/sh\nexec gcc -fsanitize=address,undefined "$@"\n')
        (folder / "bin" / "cc").chmod(0o755)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    if not binary.exists():
        print("ok 1 - documents # SKIP there is no command line yet")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        prepare(pathlib.Path(folder), binary)
        check_blocks(folder, binary)
        check_examples(folder, binary)
        check_answer(folder, binary)
    check_manual(binary)
    check_coverage()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
