#!/usr/bin/env python3
"""The library as others get it: what it shows, what it asks of the system, and that it works where it is installed."""
# plain build only
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap
from tap import report

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(sys.argv[1]).resolve().parent
LIBRARY = BUILD / "libdeclarant.so.0"
# A library neither ends its host nor prints.
FORBIDDEN = {"exit", "_exit", "quick_exit", "printf", "puts", "putchar", "perror", "vprintf", "stdout", "stderr", "system", "fork"}


def symbols(*options):
    told = subprocess.run(["nm", "-D", *options, LIBRARY], capture_output=True, text=True, check=True).stdout
    return {line.split()[-1].split("@")[0] for line in told.splitlines() if line.split()[-2] != "A"}


def declared():
    """Functions the public header declares."""
    text = re.sub(r"/\*.*?\*/", "", (ROOT / "include" / "declarant.h").read_text(encoding="utf-8"), flags=re.S)
    return set(re.findall(r"\b(declarant_\w+)\s*\(", text))


def check_symbols():
    shown = symbols("--defined-only")
    report("only declarant_* is shown", all(name.startswith("declarant_") for name in shown), sorted(shown)[:20])
    report("every declared function is shown", declared() and declared() <= shown, sorted(declared() - shown))
    report("every shown function is declared", shown <= declared(), sorted(shown - declared()))
    used = symbols("--undefined-only") & FORBIDDEN
    report("nothing that ends or prints is used", not used, sorted(used))


def run(*command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)


def check_installed(folder):
    """A program that knows nothing of this tree compiles, links and runs against an installed copy."""
    prefix, stage = pathlib.Path("/usr"), pathlib.Path(folder) / "stage"
    told = run("cmake", "--install", BUILD, "--prefix", prefix, env=dict(os.environ, DESTDIR=str(stage)))
    report("installs", told.returncode == 0, told.stderr)
    installed = {str(path.relative_to(stage)) for path in stage.rglob("*")}
    for wanted in ("usr/bin/declarant", "usr/include/declarant.h", "usr/share/declarant/rulebooks/facts.md"):
        report(f"{wanted} is there", wanted in installed)
    package = next(iter(stage.rglob("declarant.pc")), None)
    report("declarant.pc is there", package is not None)
    if package is None:
        return
    environment = dict(os.environ, PKG_CONFIG_PATH=str(package.parent), PKG_CONFIG_SYSROOT_DIR=str(stage))
    flags = run("pkg-config", "--cflags", "--libs", "declarant", env=environment).stdout.split()
    flags = [flag.replace("-I/usr", f"-I{stage}/usr").replace("-L/usr", f"-L{stage}/usr") for flag in flags]
    program = pathlib.Path(folder) / "user"
    told = run("gcc", "-Wall", "-Wextra", "-Werror", "-I", stage / "usr/include", pathlib.Path(__file__).parent / "user.c", "-o", program,
               "-L", next(stage.rglob("libdeclarant.so.0")).parent, "-ldeclarant", *flags)
    report("a user's program compiles", told.returncode == 0, told.stderr)
    if told.returncode == 0:
        case = next(iter(sorted((ROOT / "examples" / "cases").glob("*.json"))), "")
        told = run(program, stage / "usr/share/declarant/rulebooks", *([case] if case else []), env=dict(os.environ, LD_LIBRARY_PATH=str(next(stage.rglob("libdeclarant.so.0")).parent)))
        report("and runs", told.returncode == 0, told.stdout + told.stderr)
    binary = stage / "usr/bin/declarant"
    version = re.search(r"VERSION ([\d.]+) LANGUAGES", (ROOT / "CMakeLists.txt").read_text()).group(1)
    told = run(binary, "--version")
    report("the installed binary tells the one version", version in told.stdout, told.stdout + told.stderr)


def main():
    if not LIBRARY.exists():
        print("ok 1 - library # SKIP the public header is not there yet")
        return 0
    check_symbols()
    with tempfile.TemporaryDirectory() as folder:
        check_installed(folder)
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
