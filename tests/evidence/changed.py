"""Each byte of a small ledger changed in turn: either it is found and named, or nothing that the ledger holds is different. And what else goes wrong."""
import json
import os
import random
import resource
import sqlite3
import subprocess

import tap
from house import House

EVERY = 31  # of the ledger's bytes one in so many is changed; each where DECLARANT_LONG_SECONDS is set
TABLES = ("record", "blob", "entry")


def held(path):
    """What the tables hold, or None where SQLite cannot read it."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            database.text_factory = bytes
            return [sorted(database.execute(f"SELECT * FROM {table} NOT INDEXED")) for table in TABLES]
    except (sqlite3.Error, UnicodeDecodeError, OverflowError, TypeError):
        return None


def whole_file(house):
    with sqlite3.connect(house.ledger) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("PRAGMA journal_mode=DELETE")
    return house.ledger.read_bytes()


def flips(binary):
    with House(binary) as house:
        data, path = whole_file(house), house.ledger
        before, step = held(path), 1 if os.environ.get("DECLARANT_LONG_SECONDS") else EVERY
        unseen, found, same = [], 0, 0
        picked = random.Random(6962)
        places = sorted(picked.sample(range(len(data)), len(data) // step)) if step > 1 else range(len(data))
        for at in places:
            changed = bytearray(data)
            changed[at] ^= 1 << picked.randrange(8)
            path.write_bytes(changed)
            done = house.run("verify", "--json")
            if done.returncode in (1, 6) and done.stderr.strip():
                found += 1
            elif held(path) == before:
                same += 1
            else:
                unseen.append(f"byte {at}: exit {done.returncode}")
            for name in ("ledger.db-wal", "ledger.db-shm", "ledger.db-journal"):
                (house.folder / name).unlink(missing_ok=True)
        tap.report(f"{found} changed bytes are found; {same} change nothing that is held", found > 100 and not unseen, "\n".join(unseen[:20]))


CONTENT = {
    "a file's bytes": ("blob", "UPDATE blob SET bytes = CAST(replace(CAST(bytes AS TEXT), 'G', 'P') AS BLOB) WHERE size = 34"),
    "a file taken away": ("file", "DELETE FROM blob WHERE size = 34"),
    "what a record says": ("body", "UPDATE record SET body = replace(body, 'e-mail', 'e-male') WHERE sequence = 2"),
    "who made it": ("hash", "UPDATE record SET made_by = 'bert' WHERE sequence = 3"),
    "a record taken away": ("sequence", "DELETE FROM record WHERE sequence = 3"),
    "a head's signature": ("body", "UPDATE record SET body = replace(body, '= ', '=') || ' ' WHERE kind = 'head'"),
    "content cleared without an erasure": ("body", "UPDATE record SET body = NULL WHERE sequence = 3"),
}


def named(binary):
    """Past the triggers, as one would with another program."""
    for name, (what, statement) in CONTENT.items():
        with House(binary) as house:
            with sqlite3.connect(house.ledger) as database:
                for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                    database.execute(f"DROP TRIGGER {trigger}")
                database.execute(statement)
            done = house.run("verify", "--json")
            told = [one["what"] for one in json.loads(done.stdout)["faults"]] if done.returncode == 6 else []
            tap.report(f"named: {name}", what in told, f"exit {done.returncode} {told}\n{done.stderr}")


def faults(binary):
    with House(binary) as house:
        data = whole_file(house)
        for part in (0, 1, 100, len(data) // 2, len(data) - 1):
            house.ledger.write_bytes(data[:part])
            done = house.run("verify")
            tap.report(f"a ledger cut to {part} bytes", done.returncode in (1, 6) and done.stderr.strip(), f"exit {done.returncode}\n{done.stderr}")
        house.ledger.write_bytes(data)
        small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (len(data) + 4096,) * 2)
        (house.folder / "large.bin").write_bytes(os.urandom(1 << 20))
        done = house.run("add", "c1", "large.bin", "--kind", "other", "--fact", "x", preexec_fn=small, restore_signals=False)
        tap.report("a full disk: told, and nothing of it is kept", done.returncode == 1 and done.stderr.strip() and len(house.listed()) == 3, f"exit {done.returncode}\n{done.stderr}")
        tap.report("what was there before is whole", house.run("verify").returncode == 0)


def clock(binary):
    """The system's clock cannot be turned here: the hours of a record are, in a ledger made by faketime where it is there."""
    with House(binary) as house:
        if subprocess.run(["which", "faketime"], capture_output=True).returncode:
            tap.count += 1
            print(f"ok {tap.count} - a clock that ran back # SKIP faketime is not here; tests/ledger has it by the ledger's own clock")
            return
        house.must("verify")


def run(binary):
    named(binary)
    faults(binary)
    flips(binary)
