#!/usr/bin/env python3
"""tests/ledger/run.py BINARY: the ledger on both stores, the same tests against each, and its faults.

PostgreSQL is Debian's, started here on a socket in a folder of its own (server.py). Where it is not installed its half is skipped, and with CI=true that is a failure.
kill.py has the writers that are killed. Hashes are reckoned again here, by Python's hashlib over json.dumps; what a case says is held against the file it came from.

Messages that are provoked: [backup-exists] [case-form] [case-taken] [fact-path] [id-twice] [law-missing] [law-unwritable] [ledger-encoding] [ledger-failed] [ledger-foreign] [ledger-newer] [ledger-not-empty] [ledger-unopenable] [ledger-unreachable] [no-case] [no-ledger] [no-ledger-named] [no-record] [not-an-instant] [record-form] [same-person] [unknown-member] [which-record]
"""
# plain build only: tests/casework goes through the commands under the sanitizers
# budget: 420
import contextlib
import datetime
import hashlib
import json
import os
import pathlib
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import kill  # noqa: E402
import server  # noqa: E402
import tap  # noqa: E402

CASE = ROOT / "examples/cases/vn-w11.json"
KILLS = 50
NOON = "2026-11-22T12:00:00.000000Z"


class Bench:
    """One ledger, and the binary at work with it."""

    def __init__(self, binary, name, place, folder):
        self.binary, self.name, self.place, self.folder = binary, name, place, pathlib.Path(folder)

    def run(self, *words, place=None, now=NOON, by="Li Na", text=True, **more):
        environment = dict(os.environ, DECLARANT_LEDGER=str(place or self.place), DECLARANT_NOW=now, DECLARANT_USER=by, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"), LC_ALL="C.UTF-8", NO_COLOR="1", TMPDIR=str(self.folder))
        environment.pop("DECLARANT_DATA", None)
        environment.update(more.pop("env", {}))
        done = subprocess.run([str(self.binary), *map(str, words)], capture_output=True, text=text, env=environment, cwd=self.folder, timeout=120, **more)
        return done.returncode, done.stdout, done.stderr

    def start(self, *words):
        environment = dict(os.environ, DECLARANT_LEDGER=str(self.place), DECLARANT_NOW=NOON, DECLARANT_USER="Li Na", LC_ALL="C.UTF-8")
        return subprocess.Popen([str(self.binary), *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=self.folder)

    def json(self, *words, **more):
        code, out, talk = self.run(*words, "--json", **more)
        return json.loads(out) if out else {"exit": code, "talk": talk}

    def write(self, name, value):
        path = self.folder / name
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return path

    def check(self, title, good, why=""):
        tap.report(f"{self.name}: {title}", good, why)

    def refused(self, title, name, code, *words, **more):
        found, out, talk = self.run(*words, **more)
        self.check(f"{title} [{name}]", found == code and f"[{name}]" in talk, f"exit {found}\n{out}{talk}")


def digest(text):
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def plain(value):
    """A case as two programs must agree on it: in one form."""
    return canonical(value)


@contextlib.contextmanager
def opened(place):
    """A file of SQLite, committed and closed after."""
    with contextlib.closing(sqlite3.connect(place)) as database:
        yield database
        database.commit()


# ---- a case, from file to answer ----

def keep_a_case(bench):
    code, out, talk = bench.run("case", "new", CASE, "--title", "Disc to Ha Noi")
    bench.check("a case is kept", code == 0 and "vn-w11" in out, out + talk)
    code, out, talk = bench.run("case", "file", "vn-w11")
    bench.check("its facts make the case again", code == 0 and json.loads(out) == json.loads(CASE.read_text()), out + talk)
    code, out, talk = bench.run("case", "record", "vn-w11")
    bench.check("it is determined and kept", code == 0, out + talk)
    shown = bench.json("case", "show", "vn-w11")
    day = next((fact for fact in shown["facts"] if fact["path"] == "shipments:s1/entry_day"), {})
    where = next(number for number, text in enumerate(CASE.read_text().splitlines(), 1) if "entry_day" in text)
    bench.check("a fact names file and line", f"line {where}" in day.get("origin", ""), day)
    bench.check("the term of keeping is that of the answer", [term["until"] for term in shown["kept"]] == kept_until(bench), shown["kept"])


def kept_until(bench):
    """What `determine` says of the same case, by the names of data/ledger/keeping.csv."""
    names = (ROOT / "data/ledger/keeping.csv").read_text().splitlines()[1:]
    answer = json.loads(bench.run("determine", CASE, "--json")[1])
    return [term["day"] for term in answer["deadlines"] if term["decision"] in names and "day" in term]


def tell_facts(bench):
    scan = bench.folder / "contract.pdf"
    scan.write_bytes(b"%PDF\0\xff")
    code, out, talk = bench.run("case", "fact", "vn-w11", "shipments:s1/invoice_lines:1/medium=flash", "--origin", f"{scan},page=3,who=Zhang Wei,when=2026-01-05")
    bench.check("a fact is told with its origin", code == 0, out + talk)
    bench.run("case", "fact", "vn-w11", "shipments:s1/invoice_lines:1/medium=optical disc")
    told = json.loads(bench.run("case", "file", "vn-w11")[1])
    bench.check("the newest counts", told["shipments"][0]["invoice_lines"][0]["medium"] == "optical disc", told)
    bench.run("case", "fact", "vn-w11", "shipments:s1/invoice_lines:1/medium=null", "shipments:s2/entry_day=2026-02-03", 'shipments:s2/invoice_lines:1/priced_apart=true', "notes~1x=~")
    told = json.loads(bench.run("case", "file", "vn-w11")[1])
    second = {"id": "s2", "entry_day": "2026-02-03", "invoice_lines": [{"id": "1", "priced_apart": True}]}
    bench.check("null takes a fact back, a new id makes a thing", "medium" not in told["shipments"][0]["invoice_lines"][0] and told["shipments"][1] == second and told["notes/x"] == "~", told)
    bench.run("case", "fact", "vn-w11", "shipments:s2=null", "notes~1x=null")
    told = json.loads(bench.run("case", "file", "vn-w11")[1])
    del told["shipments"][0]["invoice_lines"][0]  # its medium was taken back
    bench.check("null takes a thing back with all below it", len(told["shipments"]) == 1 and "notes/x" not in told, told)


def until_when(bench):
    """The last term of the answer, a day before it ends, on it, and behind it; and an answer that facts have overtaken."""
    last = max(kept_until(bench))
    told = [bench.json("ledger", "kept", "--as-of", day)["cases"][0]["keep"] for day in (last, later(last, 1))]
    bench.check("a case stays on the last day of its term, and may go on the next", told == ["stays", "may go"], told)
    bench.run("case", "fact", "vn-w11", "title=late")
    told = bench.json("ledger", "kept", "--as-of", later(last, 1))["cases"][0]["keep"]
    bench.check("not while facts were told since", told == "not known", told)
    bench.run("case", "fact", "vn-w11", "title=null")


def later(day, days):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


def add_records(bench):
    """One of each kind that is added by hand; what it may hold is `ledger kinds`."""
    bodies = {
        "party": {"name": "Công ty TNHH Phần mềm", "country": "VN"}, "role": {"party": "Công ty TNHH Phần mềm", "role": "importer", "from": "2025-11-03"},
        "mandate": {"agent": "Li Na", "principal": "Công ty TNHH Phần mềm", "scope": "declares", "from": "2025-11-03"},
        "contract": {"number": "HD-1", "day": "2025-11-03", "parties": ["A", "B"], "amount": "20000 USD"}, "licence": {"number": "G-7", "of": "trade in ciphers", "from": "2025-01-01"},
        "payment": {"number": "P-1", "contract": "HD-1", "day": "2025-12-05", "amount": "20000 USD", "purpose": "licence"}, "declaration": {"number": "T-1", "day": "2025-12-05", "office": "Nội Bài"},
        "filing": {"number": "F-1", "day": "2026-01-20", "form": "01", "period": "2025-12", "amount": "52600000 VND"}, "release": {"number": "7.1", "product": "Accounts", "day": "2026-02-01"},
        "task": {"id": "t1", "state": "open", "due": "2026-03-01"}, "decision": {"decides": "declare the disc alone", "because": "priced apart"},
        "approval": {"of": digest("x"), "says": "approved", "who": "Wang Fang"}, "reading": {"who": "auditor", "what": "the whole case"},
        "house change": {"file": "house/fees.md", "because": "new price list", "author": "Li Na", "reviewer": "Wang Fang"},
    }
    kinds = json.loads(bench.run("ledger", "kinds")[1])
    bench.check("every kind has a schema", set(bodies) <= set(kinds) and all(kind["type"] == "object" for kind in kinds.values()), sorted(kinds))
    for kind, body in bodies.items():
        code, out, talk = bench.run("case", "add", "-" if kind == "house change" else "vn-w11", kind, bench.write("body.json", body))
        bench.check(f"a {kind} is added", code == 0, out + talk)
    old = next(record["record"] for record in bench.json("case", "show", "vn-w11")["records"] if record["kind"] == "payment")
    code, out, talk = bench.run("case", "add", "vn-w11", "payment", bench.write("body.json", dict(bodies["payment"], day="2025-12-06")), "--corrects", old[7:17])
    records = bench.json("case", "show", "vn-w11")["records"]
    bench.check("a correction is a new record", code == 0 and sum(record["kind"] == "payment" for record in records) == 2, out + talk)


# ---- what it is made of ----

def rows(bench, sql):
    if bench.name == "PostgreSQL":
        code, out = bench.server.sql(bench.database, f"SELECT coalesce(json_agg(t), '[]') FROM ({sql}) t")
        return json.loads(out)
    with opened(bench.place) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(sql)]


def reckon_again(bench):
    """Every hash and the chain, in Python."""
    before, faults = None, []
    for number, row in enumerate(rows(bench, "SELECT * FROM record ORDER BY sequence"), 1):
        envelope = {"body": row["body_hash"], "case": row["case_id"] or None, "corrects": row["corrects"] or None, "kind": row["kind"], "made_at": row["made_at"], "made_by": row["made_by"], "previous": before, "sequence": number}
        faults += [] if digest(canonical(envelope)) == row["hash"] and digest(row["body"]) == row["body_hash"] and canonical(json.loads(row["body"])) == row["body"] else [f"{number} {row['kind']}"]
        before = row["hash"]
    bench.check("Python reckons the same hashes", not faults, faults)
    salts = [json.loads(row["body"]).get("salt") for row in rows(bench, "SELECT body FROM record WHERE kind IN ('fact', 'party')")]
    bench.check("what tells of persons is salted, each alone", all(salts) and len(set(salts)) == len(salts), salts[:3])


def replay(bench):
    code, out, talk = bench.run("replay", "--all")
    bench.check("each answer is worked out again to the same bytes", code == 0 and "1 of 1" in out, out + talk)
    code, out, talk = bench.run("replay", "--all", "--newer", "--tasks")
    bench.check("under the same pages nothing is newer", code == 0 and "1 say what they said, 0 changed" in out, out + talk)
    code, out, talk = bench.run("replay", "--all", "--newer", "--to", "2024-01-01")
    bench.check("under the law of another day something is", code == 5 and "1 changed" in out, out + talk)
    moved = bench.folder / "empty"
    moved.mkdir(exist_ok=True)
    code, out, talk = bench.run("replay", "vn-w11", env={"DECLARANT_RULEBOOKS": str(moved), "DECLARANT_DATA": str(moved)})
    bench.check("without any rulebooks on the disk", code == 0, out + talk)
    bench.check("nothing is left behind", not list(bench.folder.glob("declarant-law-*")), list(bench.folder.iterdir()))


def replay_of_another_answer(bench):
    """An answer that the engine would not give, kept by a ledger of its own: told, with what differs."""
    if bench.name == "PostgreSQL":
        return
    place = bench.folder / "other.ledger"
    bench.run("case", "new", CASE, place=place)
    bench.run("case", "record", "vn-w11", place=place)
    forge(place)
    code, out, talk = bench.run("replay", "--all", place=place)
    bench.check("an answer that is another today is told, with what differs", code == 6 and "status" in out and "0.0.9" in out, f"exit {code}\n{out}{talk}")


def forge(place):
    """A determination of engine 0.0.9 with another status, hashed as it must be: put in by hand, behind the triggers."""
    with opened(place) as database:
        database.row_factory = sqlite3.Row
        for name in ("record_follows", "record_stays", "blob_once"):
            database.execute(f"DROP TRIGGER {name}")
        row = dict(database.execute("SELECT * FROM record WHERE kind = 'determination'").fetchone())
        body = json.loads(row["body"])
        answer = json.loads(database.execute("SELECT bytes FROM blob WHERE hash = ?", [body["answer"]]).fetchone()[0])
        answer["status"] = "range"
        text = canonical(answer)
        body.update(answer=digest(text), engine="0.0.9")
        database.execute("INSERT INTO blob VALUES (?, ?, ?)", [digest(text), len(text.encode()), text.encode()])
        database.execute("UPDATE record SET body = ?, body_hash = ? WHERE sequence = ?", [canonical(body), digest(canonical(body)), row["sequence"]])


def backup(bench):
    copy, size = bench.folder / "copy.ledger", len(rows(bench, "SELECT sequence FROM record"))
    code, out, talk = bench.run("backup", copy)
    bench.check("a backup is made", code == 0 and str(size) in talk, out + talk)
    bench.refused("a backup takes no other's place", "backup-exists", 1, "backup", copy)
    bench.check("it is whole", bench.run("ledger", "check", place=copy)[0] == 0)
    bench.refused("nothing is restored over a ledger", "ledger-not-empty", 1, "backup", "restore", copy)
    at_once = [bench.start("backup", bench.folder / "at-once.ledger") for _ in range(3)]
    codes = sorted(one.wait(timeout=120) for one in at_once)
    left = [path.name for path in bench.folder.glob("at-once.ledger*")]
    bench.check("of three backups to one place at once one is made, whole", codes == [0, 1, 1] and left == ["at-once.ledger"] and bench.run("ledger", "check", place=bench.folder / "at-once.ledger")[0] == 0, f"{codes} {left}")
    for name, place in bench.empty_places("back"):
        code, out, talk = bench.run("backup", "restore", copy, place=place)
        again = bench.run("ledger", "check", place=place)
        replayed = bench.run("replay", "--all", place=place)
        bench.check(f"it is restored to {name}", code == 0 and again[0] == 0 and replayed[0] == 0, talk + again[2] + replayed[1] + replayed[2])


def behind_the_triggers(place, sql):
    """As one would with another program: and so that nothing is seen of it but the change."""
    with opened(place) as database:
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        database.execute(sql)
        for _, text in triggers:
            database.execute(text)


GUARDS = ("record_follows", "record_stays", "record_never_goes", "blob_once", "blob_stays", "blob_never_goes")


def find_guards(bench):
    """A trigger that was dropped, weakened, turned off or put beside the others is found and named, with nothing else changed."""
    postgres = bench.name == "PostgreSQL"
    table = {name: name.split("_")[0] for name in GUARDS}
    changes = {f"dropped: {name}": (name, f"DROP TRIGGER {name} ON {table[name]}" if postgres else f"DROP TRIGGER {name}") for name in GUARDS}
    if postgres:
        changes["turned off"] = ("blob_stays", "ALTER TABLE blob DISABLE TRIGGER blob_stays")
        changes["a weaker function"] = ("record_stays", "CREATE OR REPLACE FUNCTION record_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")
        changes["one beside them"] = ("extra", "CREATE TRIGGER extra BEFORE INSERT ON record FOR EACH ROW EXECUTE FUNCTION record_stays()")
    else:
        changes["a weaker one"] = ("record_stays", "DROP TRIGGER record_stays; CREATE TRIGGER record_stays BEFORE UPDATE ON record WHEN 0 BEGIN SELECT 1; END")
        changes["one beside them"] = ("extra", "CREATE TRIGGER extra AFTER INSERT ON record BEGIN SELECT 1; END")
    copy = bench.folder / "copy.ledger"
    for name, (trigger, sql) in changes.items():
        place = bench.folder / "unguarded.ledger"
        if postgres:
            database = f"guard_{len(name)}_{trigger}"
            place = bench.server.make(database)
            bench.run("backup", "restore", copy, place=place)
            bench.server.sql(database, sql)
        else:
            shutil.copy(copy, place)
            with opened(place) as database:
                database.executescript(sql)
        code, out, talk = bench.run("ledger", "check", "--json", place=place)
        found = [(one["fault"], one["hash"]) for one in json.loads(out).get("faults", [])] if out else []
        bench.check(f"guards: {name}", code == 6 and found == [("guard", trigger)], f"exit {code}\n{out}{talk}")
    if not postgres:
        bench.run("backup", bench.folder / "guarded.ledger", place=place)
        bench.check("guards: a backup has its triggers again", bench.run("ledger", "check", place=bench.folder / "guarded.ledger")[0] == 0)


def find_changes(bench):
    """Every byte that somebody changes behind the triggers is found: each column of a record, a blob, a list."""
    changes = {
        "kind": "UPDATE record SET kind = 'task' WHERE sequence = 3", "case": "UPDATE record SET case_id = 'other' WHERE sequence = 3",
        "made_at": "UPDATE record SET made_at = '2020-01-01T00:00:00.000000Z' WHERE sequence = 3", "made_by": "UPDATE record SET made_by = 'x' WHERE sequence = 3",
        "body": "UPDATE record SET body = replace(body, 'path', 'qath') WHERE sequence = 3", "body_hash": "UPDATE record SET body_hash = hash WHERE sequence = 3",
        "corrects": "UPDATE record SET corrects = hash WHERE sequence = 3", "sequence": "DELETE FROM record WHERE sequence = 3",
        "hash": "UPDATE record SET hash = 'sha256:0' WHERE sequence = 3", "no body": "UPDATE record SET body = NULL WHERE sequence = 3",
        "entries": "DELETE FROM entry WHERE sequence = 3", "more entries": "INSERT INTO entry VALUES ('party', 'x', 3)", "blob's size": "UPDATE blob SET size = size + 1 WHERE hash = (SELECT min(hash) FROM blob)",
        "content of a blob that no erasure names": "UPDATE blob SET bytes = NULL WHERE hash = (SELECT min(hash) FROM blob)",
        "number of blobs: the answer": "DELETE FROM blob WHERE hash = (SELECT json_extract(body, '$.answer') FROM record WHERE kind = 'determination')",
        "number of blobs: a page of the law": "DELETE FROM blob WHERE hash = (SELECT json_extract(body, '$.files[0][1]') FROM record WHERE kind = 'law')",
        "blob": "UPDATE blob SET bytes = CAST('x' || substr(bytes, 2) AS BLOB) WHERE hash = (SELECT min(hash) FROM blob)",
    }
    if bench.name == "PostgreSQL":
        return
    for name, sql in changes.items():
        place = bench.folder / "changed.ledger"
        shutil.copy(bench.folder / "copy.ledger", place)
        behind_the_triggers(place, sql)
        code, out, talk = bench.run("ledger", "check", place=place)
        bench.check(f"a changed {name} is found", code == 6, f"exit {code}\n{out}{talk}")
        if "blob" in name:
            code, out, talk = bench.run("backup", bench.folder / "hidden.ledger", place=place)
            bench.check(f"and no backup hides it: {name}", code in (1, 6) and talk and not (bench.folder / "hidden.ledger").exists(), f"exit {code}\n{talk}")
    place = bench.folder / "changed.ledger"
    shutil.copy(bench.folder / "copy.ledger", place)
    with opened(place) as database:
        database.execute("DELETE FROM entry")
    bench.run("ledger", "rebuild", place=place)
    code, out, talk = bench.run("ledger", "check", place=place)
    bench.check("lists are made anew", code == 0, out + talk)


# ---- refusals ----

def refusals(bench):
    bench.refused("an id is given once", "case-taken", 1, "case", "new", CASE)
    bench.refused("a case that is not there", "no-case", 1, "case", "show", "vn-w12")
    bench.refused("a record that is not there", "no-record", 1, "case", "add", "vn-w11", "decision", bench.write("body.json", {"decides": "a", "because": "b"}), "--corrects", "0123456789")
    for title, words, by in (("a line end", ("--id", "a\nb"), "Li Na"), ("no UTF-8", ("--id", b"\xff".decode("utf-8", "surrogateescape")), "Li Na"), ("too much", ("--id", "a" * 201), "Li Na"),
                             ("a sign of the terminal in who does it", ("--id", "x1"), "\x1b[31mLi"), ("no UTF-8 in who does it", ("--id", "x2"), b"\xff".decode("utf-8", "surrogateescape"))):
        bench.refused(f"an id or a name with {title}", "record-form", 1, "case", "new", CASE, *words, by=by)
    bench.refused("a path that is none", "fact-path", 1, "case", "fact", "vn-w11", "shipments//x=1")
    bench.refused("a body without what it needs", "record-form", 1, "case", "add", "vn-w11", "contract", bench.write("body.json", {}))
    bench.refused("a member nobody knows", "unknown-member", 1, "case", "add", "vn-w11", "contract", bench.write("body.json", {"number": "1", "nummber": "1"}))
    bench.refused("one person writes and reviews", "same-person", 1, "case", "add", "-", "house change", bench.write("body.json", {"file": "a", "because": "b", "author": "Li Na", "reviewer": "Li Na"}))
    bench.refused("an instant that is none", "not-an-instant", 1, "case", "list", now="noon")
    bench.refused("two things of one id", "id-twice", 1, "case", "new", bench.write("twice.json", '{"shipments": [{"id": "s"}, {"id": "s"}]}'))
    bench.refused("a case that is no object", "case-form", 1, "case", "new", bench.write("list.json", "[]"))
    for kind in ("evidence", "head", "stamp"):
        code, out, talk = bench.run("case", "add", "vn-w11", kind, CASE)
        bench.check(f"by hand no {kind} is made, which would be a fault for ever", code == 2 and "did you mean" not in talk, f"exit {code} {out}{talk}")
    for words in (["case"], ["case", "new"], ["case", "fact", "vn-w11"], ["case", "fact", "vn-w11", "x"], ["case", "add", "vn-w11", "fact", CASE], ["replay"], ["replay", "a", "--all"], ["ledger"], ["backup"], ["case", "fact", "vn-w11", "a=b", "--origin", "page=x"]):
        code, out, talk = bench.run(*words)
        bench.check(f"wrong use: {' '.join(map(str, words))}", code == 2 and talk, f"exit {code} {out}{talk}")
    code, out, talk = bench.run("case", "fact", "vn-w11", "title=late", now="2020-01-01T00:00:00.000000Z")
    bench.check("a clock that runs back [clock-back]", code == 0 and "[clock-back]" in talk, talk)
    code, out, talk = bench.run("ledger", "check")
    bench.check("and the ledger is whole", code == 0, out + talk)


def limited(megabytes):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (megabytes << 20, megabytes << 20))
        import signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    return limit


def faults_of_files(bench):
    folder = bench.folder
    bench.refused("no place is named", "no-ledger-named", 1, "case", "list", env={"DECLARANT_LEDGER": ""})
    bench.refused("no ledger is there", "no-ledger", 1, "case", "list", place=folder / "none.ledger")
    bench.refused("a folder that is not there", "ledger-unopenable", 1, "case", "new", CASE, place=folder / "none/x.ledger")
    (folder / "text.ledger").write_text("this is no database, though it is long enough to be taken for the head of one, which has a hundred bytes. " * 10)
    bench.refused("a file of another kind", "ledger-foreign", 1, "case", "list", place=folder / "text.ledger")
    with opened(folder / "mail.db") as other:
        other.execute("CREATE TABLE mail (id INTEGER)")
    bench.refused("a database of another program", "ledger-foreign", 1, "case", "new", CASE, place=folder / "mail.db")
    with opened(folder / "mail.db") as other:
        tables = [row[0] for row in other.execute("SELECT name FROM sqlite_master")]
    bench.check("which is left as it was", tables == ["mail"], tables)
    newer = folder / "newer.ledger"
    shutil.copy(folder / "copy.ledger", newer)
    with opened(newer) as database:
        database.execute("INSERT INTO schema_version VALUES (99, 'x', 'x')")
    bench.refused("a ledger of a newer version", "ledger-newer", 1, "case", "list", place=newer)
    cut = folder / "cut.ledger"
    cut.write_bytes((folder / "copy.ledger").read_bytes()[:1000000])
    code, out, talk = bench.run("ledger", "check", place=cut)
    bench.check("a truncated file [ledger-damaged]", code == 1 and "[ledger-damaged]" in talk or code == 6, f"exit {code}\n{out}{talk}")
    full = folder / "full.ledger"
    code, out, talk = bench.run("case", "new", CASE, place=full)
    code, out, talk = bench.run("case", "record", "vn-w11", place=full, preexec_fn=limited(2))
    bench.check("a full disk [ledger-full]", code == 1 and "[ledger-full]" in talk, f"exit {code}\n{out}{talk}")
    code, out, talk = bench.run("ledger", "check", place=full)
    bench.check("loses nothing", code == 0 and json.loads(bench.run("case", "file", "vn-w11", place=full)[1]) == json.loads(CASE.read_text()), out + talk)
    code, out, talk = bench.run("case", "record", "vn-w11", place=full)
    bench.check("and goes on when there is room", code == 0, out + talk)


def read_only(bench):
    """As another user, since root may write everywhere."""
    locked = bench.folder / "locked"
    locked.mkdir()
    shutil.copy(bench.folder / "copy.ledger", locked / "a.ledger")
    (locked / "a.ledger").chmod(0o444)
    locked.chmod(0o555)
    if os.geteuid() == 0:
        user = ["runuser", "-u", "nobody", "--"]
        bench.folder.chmod(0o755)
        bench.folder.parent.chmod(0o755)
    else:
        user = []
    environment = dict(os.environ, DECLARANT_LEDGER=str(locked / "a.ledger"), LC_ALL="C.UTF-8", DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"))
    binary = bench.folder / "declarant"
    shutil.copy(bench.binary, binary)
    done = subprocess.run([*user, str(binary), "case", "fact", "vn-w11", "a=b"], capture_output=True, text=True, env=environment, cwd="/")
    bench.check("a file that cannot be written [ledger-read-only]", done.returncode == 1 and re.search(r"\[ledger-(read-only|unopenable)\]", done.stderr), done.stdout + done.stderr)
    locked.chmod(0o755)


def law_that_is_not_there(bench):
    bench.refused("a law that cannot be laid out", "law-unwritable", 1, "replay", "--all", env={"TMPDIR": str(bench.folder / "nowhere")})
    place = bench.folder / "lawless.ledger"
    shutil.copy(bench.folder / "copy.ledger", place)
    with opened(place) as database:
        database.execute("DROP TRIGGER blob_never_goes")
        page = [path for path in json.loads(database.execute("SELECT body FROM record WHERE kind = 'law'").fetchone()[0])["files"] if path[0].endswith("facts.md")][0]
        database.execute("DELETE FROM blob WHERE hash = ?", [page[1]])
    bench.refused("a page of the law that is gone", "law-missing", 1, "replay", "--all", place=place)
    with opened(place) as database:
        database.execute("DROP TABLE entry")
    bench.refused("a store without a table", "ledger-failed", 1, "case", "list", place=place)


def names_that_begin_alike(bench):
    place = bench.folder / "alike.ledger"
    shutil.copy(bench.folder / "copy.ledger", place)
    with opened(place) as database:
        database.execute("DROP TRIGGER record_follows")
        name = database.execute("SELECT hash FROM record WHERE sequence = 1").fetchone()[0]
        other = name[:-1] + ("0" if name[-1] != "0" else "1")
        database.execute("INSERT INTO record SELECT 9999, ?, kind, case_id, made_at, made_by, corrects, body, body_hash FROM record WHERE sequence = 1", [other])
    body = bench.write("body.json", {"decides": "a", "because": "b"})
    bench.refused("two records of one beginning", "which-record", 1, "case", "add", "vn-w11", "decision", body, "--corrects", name[7:20], place=place)


def law_that_moves(bench):
    """Somebody writes pages while a case is determined: the answer is not kept with a law it does not rest on."""
    law, place, ended = bench.folder / "law", bench.folder / "moving.ledger", threading.Event()
    shutil.copytree(ROOT / "rulebooks", law)
    page = law / "vn/deadlines.md"
    before = page.read_text()

    def write():
        number = 0
        while not ended.is_set():
            number += 1
            page.with_suffix(".new").write_text(f"{before}\n{number}\n")
            os.replace(page.with_suffix(".new"), page)

    bench.run("case", "new", CASE, place=place)
    writer = threading.Thread(target=write)
    writer.start()
    told = [bench.run("case", "record", "vn-w11", "--rulebooks", law, place=place, env={"DECLARANT_DATA": str(ROOT / "data")}) for _ in range(5)]
    ended.set()
    writer.join()
    bench.check("pages that change meanwhile [law-changed]", any("[law-changed]" in talk for _, _, talk in told), told)
    bench.check("what was kept replays", bench.run("replay", "--all", place=place)[0] == 0)


def two_writers(bench):
    """Ten at once, each with facts of its own: all are there, in one row."""
    jobs = []
    for number in range(10):
        environment = dict(os.environ, DECLARANT_LEDGER=str(bench.place), DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"), LC_ALL="C.UTF-8")
        jobs.append(subprocess.Popen([str(bench.binary), "case", "fact", "vn-w11", f"writer_{number}=here"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True))
    talk = [job.communicate(timeout=60) for job in jobs]
    told = json.loads(bench.run("case", "file", "vn-w11")[1])
    good = all(job.returncode == 0 for job in jobs) and all(told.get(f"writer_{number}") == "here" for number in range(10))
    bench.check("ten writers at once", good and bench.run("ledger", "check")[0] == 0, talk)


def old_version(bench):
    """A ledger of the first schema, made from the text of that day (version-1.sql), is brought to today's by opening it."""
    if bench.name == "PostgreSQL":
        return
    old = bench.folder / "old.ledger"
    with opened(old) as database:
        database.executescript((HERE / "version-1.sql").read_text())
    code, out, talk = bench.run("case", "new", CASE, place=old)
    bench.check("an older ledger is brought to today's schema", code == 0 and bench.run("ledger", "check", place=old)[0] == 0, out + talk)


SHARED = (keep_a_case, replay, until_when, tell_facts, add_records, reckon_again, replay_of_another_answer, backup, find_changes, find_guards, refusals, two_writers)
FILES = (faults_of_files, read_only, old_version, law_that_is_not_there, names_that_begin_alike, law_that_moves)


def stories(bench, parts):
    for part in parts:
        part(bench)


def unit(binary, place):
    """The room's own program against a server."""
    done = subprocess.run([binary.parent / "unit" / "test_ledger"], env=dict(os.environ, DECLARANT_TEST_PLACE=place), capture_output=True, text=True)
    tap.report("PostgreSQL: the unit tests", done.returncode == 0, done.stdout + done.stderr)


def server_faults(bench):
    bench.refused("a server that is not there", "ledger-unreachable", 1, "case", "list", place="host=/nowhere dbname=x")
    quiet = bench.run("case", "list", place="postgresql://li:secret@nowhere.invalid/x")
    bench.check("a password is not shown", "secret" not in quiet[1] + quiet[2], quiet)
    bench.refused("a database without a ledger", "no-ledger", 1, "case", "list", place=bench.server.make("bare"))
    code, out = bench.server.sql("postgres", "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    bench.refused("a database in other letters", "ledger-encoding", 1, "case", "new", CASE, place=bench.server.place("latin"))
    bench.server.sql(bench.database, "INSERT INTO schema_version VALUES (99, 'x', 'x')")
    bench.refused("a ledger of a newer version", "ledger-newer", 1, "case", "list")


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    with server.running() as postgres, tempfile.TemporaryDirectory(prefix="declarant-ledger-") as folder:
        files = pathlib.Path(folder) / "files"
        files.mkdir()
        lite = Bench(binary, "SQLite", files / "house.ledger", files)
        lite.empty_places = lambda name: [("SQLite", files / f"{name}.ledger")] + ([("PostgreSQL", postgres.make(f"from_file_{name}"))] if postgres else [])
        stories(lite, SHARED + FILES)
        kill.kill_often(binary, kill.Lite(folder), KILLS, kill.SEED)
        kill.synced_first(binary, folder)
        if postgres:
            (pathlib.Path(folder) / "server").mkdir()
            big = Bench(binary, "PostgreSQL", postgres.make("house"), pathlib.Path(folder) / "server")
            big.server, big.database = postgres, "house"
            big.empty_places = lambda name: [("SQLite", big.folder / f"{name}.ledger"), ("PostgreSQL", postgres.make(f"from_server_{name}"))]
            unit(binary, postgres.make("unit"))
            stories(big, SHARED)
            server_faults(big)
            kill.kill_often(binary, kill.Big(postgres), KILLS, kill.SEED)
        else:
            tap.report("PostgreSQL # skipped: it is not installed", os.environ.get("CI") != "true")
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
