"""A house with a ledger of its own, in a folder that goes away; on SQLite, or on a PostgreSQL server of tests/ledger/server.py."""
import importlib.util
import json
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "examples" / "cases"


def server():
    specification = importlib.util.spec_from_file_location("ledger_server", ROOT / "tests" / "ledger" / "server.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


class House:
    def __init__(self, binary, place=None):
        self.binary, self.place = binary, place

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)
        self.place = self.place or str(self.folder / "house.ledger")
        return self

    def __exit__(self, *_):
        self.temporary.cleanup()

    def run(self, *words, by="anna"):
        environment = dict(os.environ, DECLARANT_LEDGER=self.place, DECLARANT_USER=by, LC_ALL="C.UTF-8", NO_COLOR="1", COLUMNS="120")
        return subprocess.run([self.binary, *words], cwd=self.folder, env=environment, capture_output=True, text=True)

    def must(self, *words, by="anna"):
        done = self.run(*words, by=by)
        if done.returncode:
            raise AssertionError(f"{words}: exit {done.returncode}\n{done.stderr}")
        return done.stdout

    def json(self, *words, by="anna"):
        done = self.run(*words, "--json", by=by)
        if not done.stdout:
            raise AssertionError(f"{words}: exit {done.returncode}\n{done.stderr}")
        return done.returncode, json.loads(done.stdout)

    def add(self, case, kind, by="anna", **body):
        path = self.folder / "body.json"
        path.write_text(json.dumps(body))
        return json.loads(self.must("case", "add", case, kind, str(path), "--json", by=by))["record"]

    def new(self, name, case):
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(case))
        self.must("case", "new", str(path))
