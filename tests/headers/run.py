#!/usr/bin/env python3
"""Every header compiles alone, the public one also as strict C99: a file that includes it needs nothing before it."""
# plain build only
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", ROOT / "src", "-I", ROOT / "include"]


def compiles(header, standard):
    told = subprocess.run(["gcc", f"-std={standard}", *WARNINGS, "-x", "c", "-"], input=f'#include "{header}"\n',
                          capture_output=True, text=True)
    return told.returncode == 0, told.stderr


def main():
    headers = [(path.relative_to(ROOT / "src"), "gnu11") for path in sorted((ROOT / "src").rglob("*.h"))]
    if (ROOT / "include" / "declarant.h").exists():
        headers.append(("declarant.h", "c99"))
    bad = 0
    for number, (header, standard) in enumerate(headers, 1):
        good, why = compiles(header, standard)
        bad += not good
        print(f"{'ok' if good else 'not ok'} {number} - {header} alone" + (f"\n{why}" if why else ""))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
