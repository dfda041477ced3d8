#!/usr/bin/env python3
"""tests/contract-corpus/run.py: the marked contracts of tests/contract/corpus hold what their table says. Needs no binary. Prints TAP."""
# plain build only: nothing of ours is run
import pathlib
import subprocess
import sys

CHECK = pathlib.Path(__file__).resolve().parent.parent / "contract" / "corpus" / "check.py"

if __name__ == "__main__":
    sys.exit(subprocess.run([sys.executable, CHECK], check=False).returncode)
