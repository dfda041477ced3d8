"""The same on a PostgreSQL server of our own (tests/ledger/server.py): put in, signed, bundled, erased, and changes found."""
import importlib.util
import json
import pathlib

import tap
from house import FILES, House

HERE = pathlib.Path(__file__).resolve().parent


def ledgers():
    specification = importlib.util.spec_from_file_location("ledger_server", HERE.parent / "ledger" / "server.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


class BigHouse(House):
    def __init__(self, binary, place):
        super().__init__(binary)
        self.place = place

    def __enter__(self):
        return super().__enter__()

    @property
    def ledger(self):
        return self.place

    @ledger.setter
    def ledger(self, _):
        pass


def run(binary):
    with ledgers().running() as server:
        if not server:
            tap.count += 1
            print(f"ok {tap.count} - evidence on PostgreSQL # SKIP PostgreSQL is not here")
            return
        with BigHouse(binary, server.make("evidence")) as house:
            listed = house.listed()
            tap.report("PostgreSQL: what was put in is listed", [one["file_name"] for one in listed] == list(FILES), listed)
            data = house.run("get", listed[2]["record"], text=False).stdout
            tap.report("PostgreSQL: bytes come out as they went in", data == FILES["scan.pdf"][0])
            tap.report("PostgreSQL: everything is whole", house.run("verify", "--key", "public.key").returncode == 0)
            tap.report("PostgreSQL: a bundle is written", house.run("bundle", "c1", "--output", "b.html").returncode == 0)
            house.must("erase", listed[0]["record"], "--because", "asked", "--rule", "x", "--by", "anna")
            tap.report("PostgreSQL: whole after an erasure", house.run("verify", "--key", "public.key").returncode == 0)
            server.sql("evidence", "ALTER TABLE record DISABLE TRIGGER ALL; UPDATE record SET made_by = 'bert' WHERE sequence = 2")
            done = house.run("verify", "--json")
            told = [one["what"] for one in json.loads(done.stdout)["faults"]]
            tap.report("PostgreSQL: a changed column is found", done.returncode == 6 and "hash" in told, told)
