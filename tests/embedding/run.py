#!/usr/bin/env python3
"""The library inside of somebody else's program: embed.c built against this tree, and all of it under the thread sanitizer."""
# budget: 600
import json
import os
import pathlib
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap
from tap import report

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(sys.argv[1]).resolve().parent
RULEBOOKS = ROOT / "rulebooks"
CASES = sorted((ROOT / "examples" / "cases").glob("*.json"))
BOOKS = ROOT / "tests" / "determination" / "books"
# Folders of tests/reports whose pages cannot be linked, so that a case must not be answered from them.
BROKEN = ("circle", "unknown-source", "row-id-twice", "unknown-type", "second-body")
LIBRARIES = ["-lmd4c", "-lunistring", "-lcrypto", "-lpcre2-8", "-lexpat", "-lmpfr", "-lgmp", "-lsqlite3", "-lsodium", "-lpthread", "-lm"]


def run(*command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)


def is_sanitized(archive):
    return "__asan_init" in run("nm", archive).stdout


def build(program, archive, flags, source=HERE / "embed.c"):
    told = run("gcc", "-std=gnu11", "-g", "-O1", "-Wall", "-Wextra", "-Werror", *flags, "-I", ROOT / "include", source, archive, *LIBRARIES, "-o", program)
    report(f"{source.name} compiles against {archive.name} {' '.join(flags)}".strip(), told.returncode == 0, told.stderr)
    return told.returncode == 0


def modes(program, label, cases, **environment):
    """Every mode of embed.c; its own lines are passed on as one test each."""
    broken = [ROOT / "tests" / "reports" / name for name in BROKEN if (ROOT / "tests" / "reports" / name).is_dir()]
    vn = next((case for case in CASES if case.stem == "vn-w11"), CASES[0])
    for words in (["threads", RULEBOOKS, *cases], ["memory", RULEBOOKS, vn], ["memory", broken[0], vn, "fault"],
                  ["plans", BOOKS / "charges"], ["handles", RULEBOOKS, vn], ["broken", vn, *broken]):
        done = run(program, *words, env=dict(os.environ, **environment))
        lines = done.stdout.splitlines()
        for line in lines:
            if line.startswith(("ok ", "not ok ")):
                report(f"{label} {words[0]}: {line.split(' - ', 1)[1]}", line.startswith("ok "), "\n".join(x for x in lines if x.startswith("#")))
        report(f"{label} {words[0]} ends well", done.returncode == 0 and lines, done.stderr[-3000:])


# ---- all rooms once more, for the thread sanitizer ----

def sources():
    for pattern in ("base", "value", "feel", "rulebook", "determination", "ledger", "casework", "papers", "faces/library"):
        yield from sorted((ROOT / "src" / pattern).glob("*.c"))
    yield BUILD / "generated" / "zones.c"


def newest_header():
    return max(path.stat().st_mtime for folder in ("src", "include") for path in (ROOT / folder).rglob("*") if path.suffix in (".h", ".def"))


def told_flags():
    """What the build tells the compiler of each source: definitions and folders of headers."""
    flags = {}
    for command in json.loads((BUILD / "compile_commands.json").read_text(encoding="utf-8")):
        words = shlex.split(command["command"])
        taken = [word for word in words if word.startswith(("-D", "-I"))]
        taken += [part for i, word in enumerate(words) if word == "-isystem" for part in words[i:i + 2]]
        flags[pathlib.Path(command["file"])] = taken
    return flags


def thread_object(place, source, headers, flags):
    made = place / ("-".join(source.relative_to(ROOT / "src" if source.is_relative_to(ROOT / "src") else BUILD).parts) + ".o")
    if made.exists() and made.stat().st_mtime > max(source.stat().st_mtime, headers):
        return made, ""
    told = run("gcc", "-std=gnu11", "-g", "-O1", "-fsanitize=thread", *flags[source], "-c", source, "-o", made)
    return made, told.stderr if told.returncode else ""


def thread_archive():
    place, flags = BUILD / "thread-sanitizer", told_flags()
    place.mkdir(exist_ok=True)
    headers = newest_header()
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda source: thread_object(place, source, headers, flags), sources()))
    faults = "\n".join(fault for _, fault in made if fault)
    archive = place / "libdeclarant.a"
    archive.unlink(missing_ok=True)
    told = run("ar", "rcs", archive, *[path for path, _ in made])
    report("all rooms compile for the thread sanitizer", not faults and told.returncode == 0, faults)
    return archive


def main():
    archive = BUILD / "libdeclarant.a"
    if not archive.exists() or not CASES:
        print("ok 1 - embedding # SKIP the library is not built yet")
        return 0
    sanitized = is_sanitized(archive)
    program = BUILD / "embed"
    flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"] if sanitized else []
    if build(program, archive, flags):
        modes(program, "sanitized" if sanitized else "plain", CASES)
    if not sanitized:
        example = BUILD / "example-determine"
        if build(example, archive, [], ROOT / "examples" / "library" / "determine.c"):
            done = run(example, CASES[0], RULEBOOKS)
            report("the example of the manual determines a case", done.returncode in (0, 3, 4) and '"status"' in done.stdout, done.stderr)
        threads = BUILD / "embed-threads"
        if build(threads, thread_archive(), ["-fsanitize=thread"]):
            modes(threads, "thread sanitizer", CASES[::6], TSAN_OPTIONS="halt_on_error=1")  # it is twenty times slower
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
