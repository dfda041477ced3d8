#!/usr/bin/env python3
"""tests/evidence/run.py BINARY: proofs about logs, and the evidence kept in a ledger.

    proofs.py      vectors made by others, and random proofs against the definitions of the standards (reference.py)
    kept.py        files put in, listed, given out, erased; heads and proofs against reference.py and OpenSSL; time stamps of an authority of our own
    complete.py    confirmed, missing, conflicting: by delivery form
    changed.py     each byte of a small ledger changed in turn; files cut short, disks full
    postgres.py    the same on a server
    bundle.py      the bundle in a real browser, whole and changed

Each file has a function `run(binary)`. Prints TAP.
"""
# plain build only: tests/casework goes through the commands under the sanitizers
# budget: 300
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import bundle
import changed
import complete
import kept
import postgres
import proofs
import tap

PARTS = (proofs, kept, complete, changed, postgres, bundle)


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    wanted = sys.argv[2:]
    for part in PARTS:
        if not wanted or part.__name__ in wanted:
            part.run(binary)
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
