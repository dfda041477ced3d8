#!/usr/bin/env python3
"""tests/evidence/run.py BINARY: proofs about logs, and the evidence kept in a ledger.

    proofs.py      vectors made by others, and random proofs against the definitions of the standards (reference.py)

Each file has a function `run(binary)`. Prints TAP.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import proofs
import tap

PARTS = (proofs,)


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    for part in PARTS:
        part.run(binary)
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
