"""A house with a ledger of its own in a folder that goes away, and the program run in it."""
import json
import os
import pathlib
import subprocess
import tempfile

FILES = {
    "mail.eml": (b"From: seller@example.com\r\nSubject: your licence\r\n\r\nThe link is in here.\r\n", "mail",
                 "shipments:s1/invoice_lines:1/delivery_form=e-mail,shipments:s1/entry_day=2025-12-05"),
    "log.txt": (b"GET /accounts-7.0.exe 200 1048576\n", "download log", "shipments:s1/entry_day=2025-12-05"),
    "scan.pdf": (bytes(range(256)) * 3, "invoice", "shipments:s1/invoice_lines:1/software_price"),
}


class House:
    """Used in a `with`; `run` gives what subprocess.run gives, with text unless told otherwise."""

    def __init__(self, binary, signed=True):
        self.binary, self.signed = binary, signed

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)
        self.ledger = self.folder / "ledger.db"
        self.case("c1")
        for name, (data, kind, facts) in FILES.items():
            (self.folder / name).write_bytes(data)
            self.must("add", "c1", name, "--kind", kind, "--fact", facts, "--by", "anna")
        if self.signed:
            self.key = self.must("key", "new", "secret.key", "example.com/ledger").stdout.strip()
            (self.folder / "public.key").write_text(self.key + "\n")
            self.head = self.must("head", "--key", "secret.key").stdout
        return self

    def __exit__(self, *_):
        self.temporary.cleanup()

    def run(self, *words, text=True, **more):
        environment = dict(os.environ, DECLARANT_LEDGER=str(self.ledger), LC_ALL="C.UTF-8", NO_COLOR="1")
        return subprocess.run([self.binary, "evidence", *words], cwd=self.folder, env=environment, capture_output=True, text=text, **more)

    def must(self, *words):
        done = self.run(*words)
        if done.returncode:
            raise AssertionError(f"{words}: exit {done.returncode}\n{done.stderr}")
        return done

    def case(self, name):
        """A case that evidence may be of, of which nothing is told: the first record of the log."""
        (self.folder / f"{name}.json").write_text("{}")
        environment = dict(os.environ, DECLARANT_LEDGER=str(self.ledger), LC_ALL="C.UTF-8")
        subprocess.run([self.binary, "case", "new", f"{name}.json", "--by", "anna"], cwd=self.folder, env=environment, capture_output=True, check=True)

    def json(self, *words):
        return json.loads(self.run(*words, "--json").stdout)

    def listed(self):
        return self.json("list")["evidence"]
