#!/usr/bin/env python3
"""tests/ledger/kill.py BINARY [KILLS]: writers that are killed at any moment, on both stores (default: 50 kills on each). Prints TAP, then figures.

A writer says each record's number and hash after its commit. It is killed with SIGKILL, the server now and then with it (an immediate stop, after which PostgreSQL recovers from its log). Then the
ledger is opened again: whatever was said must be there under its hash, every hash and the chain must hold, and nothing half-written may be seen: a commit of several records is there whole or not at all.

A kill leaves what the kernel has not written yet; a loss of power does not. So a second writer runs under sync_shim.c, which sees to it that nothing is said before every byte written to the
database's files was synced.
"""
import contextlib
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import server  # noqa: E402
import tap  # noqa: E402

PER = 3          # records of one commit
FRESH = 50       # kills after which a new ledger is begun
SERVER_EVERY = 10
EARLY = 0.01     # seconds
SEED = int(os.environ.get("DECLARANT_LONG_SEED", "20261122"))


class Lite:
    name = "SQLite"

    def __init__(self, folder):
        self.folder, self.number = folder, 0

    def fresh(self):
        self.number += 1
        self.place = f"{self.folder}/{self.number}.ledger"

    def hashes(self):
        with contextlib.closing(sqlite3.connect(self.place)) as database:
            return dict(database.execute("SELECT sequence, hash FROM record"))

    def crash(self):
        return False


class Big:
    name = "PostgreSQL"

    def __init__(self, postgres):
        self.postgres, self.number = postgres, 0

    def fresh(self):
        self.number += 1
        self.database = f"kill_{self.number}"
        self.place = self.postgres.make(self.database)

    def hashes(self):
        lines = self.postgres.sql(self.database, "SELECT sequence || ' ' || hash FROM record")[1].split("\n")
        return {int(line.split()[0]): line.split()[1] for line in lines if line}

    def crash(self):
        self.postgres.crash()
        return True


def write_and_kill(writer, store, after, with_server):
    """What was said before the end."""
    job = subprocess.Popen([writer, "write", store.place, "0", str(PER)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    first = job.stdout.readline() if after > EARLY else b""  # a few are killed before they said anything
    time.sleep(after)
    crashed = with_server and store.crash()
    job.send_signal(signal.SIGKILL)
    said = (first + job.stdout.read()).decode()
    job.wait()
    if crashed:
        store.postgres.start()
    lines = said.split("\n")[:-1]  # the last may be cut: it was not said
    return {int(number): name for number, name in (line.split() for line in lines)}


def one_kill(binary, store, number, luck):
    writer = binary.parent / "bench" / "bench_ledger"
    said = write_and_kill(writer, store, luck.uniform(0, 0.1), number % SERVER_EVERY == 0)
    if not said and not os.path.exists(store.place) and store.name == "SQLite":
        return 0, []
    faults, found = [], {}
    done = subprocess.run([binary, "ledger", "check", "--ledger", store.place], capture_output=True, text=True)
    if done.returncode and not (not said and "[no-ledger]" in done.stderr):
        faults.append(f"kill {number}: the ledger is not whole: {done.stdout}{done.stderr}")
    else:
        found = store.hashes() if not done.returncode else {}
    faults += [f"kill {number}: record {at} was said, and is not there" for at, name in said.items() if found.get(at) != name]
    faults += [f"kill {number}: {len(found)} records are there, a commit has {PER}"] if len(found) % PER else []
    return len(said), faults


def kill_often(binary, store, kills, seed):
    luck, commits, faults, from_ = random.Random(seed), 0, [], time.monotonic()
    for number in range(kills):
        if number % FRESH == 0:
            store.fresh()
        said, wrong = one_kill(binary, store, number, luck)
        commits += said
        faults += wrong
    tap.report(f"{store.name}: {kills} kills, nothing that was said is lost, nothing half-written is seen", not faults, "\n".join(faults))
    print(f"# {store.name}: {kills} kills, {commits} commits said before them, {len(faults)} lost or torn, {time.monotonic() - from_:.0f} s, seed {seed}")


def synced_first(binary, folder):
    shim = f"{folder}/sync_shim.so"
    built = subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", shim, HERE / "sync_shim.c", "-ldl"], capture_output=True, text=True)
    done = subprocess.run([binary.parent / "bench" / "bench_ledger", "write", f"{folder}/synced.ledger", "500"], env=dict(os.environ, LD_PRELOAD=shim), capture_output=True, text=True)
    said = done.stdout.count("\n")
    good = not built.returncode and done.returncode == 0 and said == 500 and "sync_shim: 0 unsynced" in done.stderr
    tap.report("SQLite: nothing is said before it was synced", good, built.stderr + done.stderr[-2000:])
    careless = subprocess.run([binary.parent / "bench" / "bench_ledger", "write", f"{folder}/careless.ledger", "20"], env=dict(os.environ, LD_PRELOAD=shim, SYNC_SHIM_DEAF="1"), capture_output=True, text=True)
    tap.report("the watch sees writers that do not sync", "sync_shim: 20 unsynced" in careless.stderr, careless.stderr[-500:])


def main():
    binary, kills = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 50
    with tempfile.TemporaryDirectory(prefix="declarant-kill-") as folder, server.running() as postgres:
        kill_often(binary, Lite(folder), kills, SEED)
        synced_first(binary, folder)
        if postgres:
            kill_often(binary, Big(postgres), kills, SEED)
        else:
            tap.report("PostgreSQL # skipped: it is not installed", os.environ.get("CI") != "true")
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
