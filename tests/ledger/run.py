#!/usr/bin/env python3
"""tests/ledger/run.py BINARY: the ledger on both stores, the same tests against each, and its faults.

PostgreSQL is Debian's, started here on a socket in a folder of its own (server.py). Where it is not installed its half is skipped.

Messages that tests here provoke: [blob-too-large] [clock-back] [json-not-canonical] [ledger-busy] [ledger-damaged] [ledger-disk] [ledger-encoding]
[ledger-failed] [ledger-foreign] [ledger-full] [ledger-memory] [ledger-newer] [ledger-read-only] [ledger-refused] [ledger-too-large] [ledger-unopenable]
[ledger-unreachable] [no-ledger] [no-record] [record-form] [same-person] [unknown-member] [which-record]
"""
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import server  # noqa: E402
import tap  # noqa: E402


def unit(binary, place):
    """The room's own program against a server."""
    program = binary.parent / "unit" / "test_ledger"
    done = subprocess.run([program], env=dict(os.environ, DECLARANT_TEST_PLACE=place), capture_output=True, text=True)
    tap.report("the unit tests, against PostgreSQL", done.returncode == 0, done.stdout + done.stderr)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    with server.running() as postgres:
        if not postgres:
            print("1..0 # skipped: PostgreSQL is not installed")
            return 1 if os.environ.get("CI") == "true" else 0
        unit(binary, postgres.make("unit"))
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
