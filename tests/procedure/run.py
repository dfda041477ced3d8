#!/usr/bin/env python3
"""tests/procedure/run.py BINARY: the work of a case (`case status|advance|assign|approve|export`), on a file and on a PostgreSQL server.

Expected days: dossier law/cn.md, CN-DUT-40 and CN-DUT-54 (14 days from 16 May 2026 end on Saturday the 30th, so Monday 1 June; 15 days for the tax end on
Sunday 31 May, so 1 June); S0-35 (the quarter's last day). Expected order and papers: the rows of cn/procedure.md and cn/agency-procedure-tasks.md.
The calendar is read by a parser of its own, written from RFC 5545 and not from our writer; by the library icalendar, too, where it is installed.
Prints TAP.
"""
# plain build only: tests/casework goes through the commands under the sanitizers
# budget: 120
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import tap

CASE = {"jurisdiction": "CN", "movement": "import", "papers_held": [], "shipments": [{"id": "s1", "entry_day": "2026-05-16", "arrival_day": "2026-05-16", "invoice_lines": [
    {"id": "1", "content": "application software", "delivery_form": "download", "software_price": "20000 USD"}]}],
    "contracts": [{"id": "c1", "payments": [{"id": "p1", "payment_day": "2026-06-10", "payment_amount": "60000 USD", "purpose": "licence"}]}]}
DISC = {"jurisdiction": "CN", "movement": "import", "papers_held": [], "shipments": [{"id": "s1", "entry_day": "2026-05-16", "arrival_day": "2026-05-16", "invoice_lines": [
    {"id": "1", "content": "application software", "delivery_form": "carrier", "medium": "optical disc", "software_price": "20000 USD", "carrier_price": "300 USD"}]}]}
RECORD, SEND, FORM = "record the payment", "send the payment", "settle the form of delivery"


class House:
    def __init__(self, binary, folder, ledger):
        self.binary, self.folder, self.ledger = binary, pathlib.Path(folder), ledger

    def words(self, by, words):
        return [self.binary, *words, *(["--by", by] if by else [])], dict(os.environ, DECLARANT_LEDGER=str(self.ledger), LC_ALL="C.UTF-8", NO_COLOR="1")

    def run(self, *words, by="anna"):
        line, environment = self.words(by, words)
        return subprocess.run(line, cwd=self.folder, env=environment, capture_output=True, text=True)

    def start(self, *words, by):
        line, environment = self.words(by, words)
        return subprocess.Popen(line, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def must(self, *words, by="anna"):
        done = self.run(*words, by=by)
        if done.returncode:
            raise AssertionError(f"{words}: exit {done.returncode}\n{done.stderr}")
        return done

    def new(self, name, case):
        (self.folder / f"{name}.json").write_text(json.dumps(case))
        self.must("case", "new", f"{name}.json", "--id", name)

    def add(self, case, kind, fact="contracts:c1/payments:p1/payment_amount"):
        (self.folder / "paper.txt").write_text(f"{case} {kind}\n")
        self.must("evidence", "add", case, "paper.txt", "--kind", kind, "--fact", fact)

    def status(self, case, *more):
        done = self.run("case", "status", case, "--json", *more)
        told = json.loads(done.stdout)
        return done, told, {row["id"]: row for part in ("tasks", "voices") for row in told.get(part, [])}

    def refused(self, name, *words, by="anna"):
        done = self.run(*words, by=by)
        tap.report(f"refused: {' '.join(words[1:])} [{name}]", done.returncode == 1 and f"[{name}]" in done.stderr, done.stderr)


# ---- the way of one task ----

def walk(house):
    house.new("deal", CASE)
    done, told, tasks = house.status("deal")
    tap.report("a payment above the threshold is recorded first", tasks[f"{RECORD}@c1/p1"]["state"] == "papers missing" and tasks[f"{SEND}@c1/p1"]["state"] == "waits", told)
    tap.report("the steps of the agency procedure stand apart", [row["task"] for row in told["voices"]] ==
               [FORM, "ask customs for the code", "put the taxes in order", "deliver", "compare each quarter"], told)
    tap.report("the quarter's last day", tasks["compare each quarter@s1/1"]["due"] == "2026-06-30", tasks)
    house.refused("step-refused", "case", "advance", "deal", RECORD, "--as-of", "2026-06-09")
    house.refused("no-task", "case", "advance", "deal", "record the paymant", "--as-of", "2026-06-09")
    house.refused("step-refused", "case", "advance", "deal", SEND, "--as-of", "2026-06-09")
    done = house.run("case", "advance", "deal", RECORD)
    tap.report("no day is taken from the machine's clock", done.returncode == 2 and "--as-of" in done.stderr, done.stderr)
    house.must("case", "assign", "deal", RECORD, "bert")
    tap.report("its owner", house.status("deal")[2][f"{RECORD}@c1/p1"]["owner"] == "bert")
    house.add("deal", "tax recordal")
    house.refused("not-prepared", "case", "approve", "deal", RECORD, by="carl")
    house.must("case", "advance", "deal", RECORD, "--as-of", "2026-06-09")
    done, told, tasks = house.status("deal")
    tap.report("prepared, and waits for somebody else", tasks[f"{RECORD}@c1/p1"]["state"] == "to be approved", tasks)
    house.refused("same-person", "case", "approve", "deal", RECORD, by="anna")
    house.refused("step-refused", "case", "advance", "deal", RECORD, "--as-of", "2026-06-09")
    house.must("case", "approve", "deal", RECORD, by="carl")
    tap.report("approved is not done", house.status("deal")[2][f"{RECORD}@c1/p1"]["state"] == "ready")
    house.refused("day-before", "case", "advance", "deal", RECORD, "--as-of", "2026-06-08")
    house.must("case", "advance", "deal", RECORD, "--as-of", "2026-06-09")
    house.add("deal", "payment record")
    house.refused("day-before", "case", "advance", "deal", SEND, "--as-of", "2026-06-08")
    house.must("case", "advance", "deal", SEND, "--as-of", "2026-06-10")
    house.must("case", "approve", "deal", SEND, by="bert")
    house.must("case", "advance", "deal", SEND, "--as-of", "2026-06-10")
    house.refused("step-refused", "case", "advance", "deal", SEND, "--as-of", "2026-06-10")
    done, told, tasks = house.status("deal")
    tap.report("both are done, and who approved is told", [(tasks[one]["state"], tasks[one]["approved_by"]) for one in (f"{RECORD}@c1/p1", f"{SEND}@c1/p1")] == [("done", "carl"), ("done", "bert")], tasks)
    tap.report("the history, in order", [(row["state"], row["by"]) for row in told["history"]] ==
               [("assigned", "anna"), ("prepared", "anna"), ("approved", "carl"), ("done", "anna"), ("prepared", "anna"), ("approved", "bert"), ("done", "anna")], told["history"])
    return told


def by_hand(house):
    """What anna writes down of others is kept, told by her, and nothing goes on under it: neither an approval nor a task that is said to be done."""
    house.new("hand", CASE)
    house.add("hand", "tax recordal")
    house.must("case", "advance", "hand", RECORD, "--as-of", "2026-06-09")
    record = next(one["record"] for one in json.loads(house.must("case", "show", "hand", "--json").stdout)["records"] if one["kind"] == "task")
    for kind, body in (("approval", {"of": record, "says": "approved", "who": "carl"}), ("task", {"id": f"{RECORD}@c1/p1", "state": "done", "day": "2026-06-09"})):
        (house.folder / f"{kind}.json").write_text(json.dumps(body))
        house.must("case", "add", "hand", kind, f"{kind}.json")
    done, told, tasks = house.status("hand")
    tap.report("what was told by hand changes nothing", (tasks[f"{RECORD}@c1/p1"]["state"], tasks[f"{RECORD}@c1/p1"]["approved_by"]) == ("to be approved", None), tasks)
    tap.report("it stands in the history as told", [(one["by"], one["state"], one["told_by"]) for one in told["history"][-2:]] == [("carl", "approved", "anna"), ("anna", "done", "anna")], told["history"])
    shown = house.run("case", "status", "hand").stdout
    tap.report("and is shown so", "carl (told by anna)" in shown and "told by anna" in shown, shown)
    house.refused("step-refused", "case", "advance", "hand", RECORD, "--as-of", "2026-06-09")
    house.must("case", "approve", "hand", RECORD, by="carl")
    house.must("case", "advance", "hand", RECORD, "--as-of", "2026-06-09")
    tap.report("who approves it in person lets it go on", house.status("hand")[2][f"{RECORD}@c1/p1"]["approved_by"] == "carl")


def others(house):
    house.new("second", CASE)
    record = json.loads(house.run("case", "record", "second", "--as-of", "2026-06-10", "--json").stdout)["record"]
    house.refused("same-person", "case", "approve", "second", record, by="anna")
    house.refused("other-case", "case", "approve", "deal", record, by="bert")
    house.must("case", "approve", "second", record, by="bert")
    two = json.loads(json.dumps(CASE))
    two["contracts"][0]["payments"].append(dict(two["contracts"][0]["payments"][0], id="p2"))
    house.new("two", two)
    house.refused("which-task", "case", "assign", "two", SEND, "bert")
    house.must("case", "assign", "two", f"{SEND}@c1/p2", "bert")
    (house.folder / "change.json").write_text(json.dumps({"file": "fees.md", "because": "new prices", "author": "dora", "reviewer": "emil"}))
    done = house.must("case", "add", "second", "house_change", "change.json", "--json", by="anna")
    change = json.loads(done.stdout)["record"]
    house.refused("same-person", "case", "approve", "second", change, by="dora")
    house.must("case", "approve", "second", change, by="emil")


def days(house):
    house.new("disc", DISC)
    done, told, tasks = house.status("disc")
    tap.report("the 14th day rests: the next working day of China's calendar", tasks["declare the goods@s1"]["due"] == "2026-06-01", tasks)
    tap.report("its gate is red while papers are missing", tasks["declare the goods@s1"]["state"] == "red", tasks)
    house.refused("step-refused", "case", "advance", "disc", "declare the goods", "--as-of", "2026-05-20")
    done, told, tasks = house.status("disc", "--as-of", "2026-06-02")
    tap.report("a day after the last day", done.returncode == 5 and "declare the goods@s1" in done.stderr, done.stderr)
    done, told, tasks = house.status("disc", "--as-of", "2026-06-01")
    tap.report("the last day itself", done.returncode == 0, done.stderr)
    spring = json.loads(json.dumps(DISC))
    spring["shipments"][0].update(entry_day="2025-12-18", arrival_day="2025-12-18")
    house.new("spring", spring)
    tap.report("a Sunday that is worked counts (CN-DUT-54)", house.status("spring")[2]["declare the goods@s1"]["due"] == "2026-01-04")
    for language in ("zh", "vi"):
        shown = house.run("case", "status", "disc", "--lang", language).stdout
        tap.report(f"in {language} nothing is left in English", not any(word in shown for word in ("step", "declaration", "importer", "the ", "missing", "papers")), shown)
    page = house.run("case", "export", "disc", "--format", "html")
    tap.report("as a page", page.returncode == 0 and page.stdout.startswith("<!DOCTYPE html>") and "declare the goods" in page.stdout, page.stderr)


# ---- the calendar, read by RFC 5545 ----

def parse(raw):
    """Components as (name, [(property, parameters, value)], inner); raises where the bytes are not of the standard."""
    if not raw.endswith(b"\r\n") or b"\n" in raw.replace(b"\r\n", b""):
        raise AssertionError("lines end in CRLF")
    for line in raw.split(b"\r\n"):
        line.decode("utf-8")
        if len(line) > 75:
            raise AssertionError(f"{len(line)} octets in a line")
    root = ("", [], [])
    stack = [root]
    for line in raw.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]:
        head, _, value = line.partition(":")
        name, *parameters = head.split(";")
        if name == "BEGIN":
            stack.append((value, [], []))
        elif name == "END":
            done = stack.pop()
            if done[0] != value:
                raise AssertionError(f"{done[0]} ends as {value}")
            stack[-1][2].append(done)
        else:
            stack[-1][1].append((name, parameters, value))
    if len(stack) != 1:
        raise AssertionError("a component has no end")
    return root[2]


def value_of(component, name):
    found = [value for key, _, value in component[1] if key == name]
    return found[0] if len(found) == 1 else None


def calendar(house):
    done = subprocess.run(*[house.words(None, ("case", "export", "disc", "--format", "ics"))[0]], cwd=house.folder, env=house.words(None, ())[1], capture_output=True)
    (whole,) = parse(done.stdout)
    todos, events = ([one for one in whole[2] if one[0] == kind] for kind in ("VTODO", "VEVENT"))
    tap.report("a calendar with its version and maker", whole[0] == "VCALENDAR" and value_of(whole, "VERSION") == "2.0" and value_of(whole, "PRODID"), done.stdout)
    tap.report("due days", sorted(value_of(one, "DUE") for one in todos) == ["20260601", "20260601", "20260630"], todos)
    tap.report("a day as an event ends the day after", [(value_of(one, "DTSTART"), value_of(one, "DTEND")) for one in events][-1] in (("20260601", "20260602"), ("20260630", "20260701")), events)
    tap.report("each has its identity, once", len({value_of(one, "UID") for one in todos + events}) == len(todos + events) == 6)
    tap.report("an alarm a day before", all(one[2] and one[2][0][0] == "VALARM" and value_of(one[2][0], "TRIGGER") == "-P1D" and value_of(one[2][0], "ACTION") == "DISPLAY" for one in todos + events))
    again = house.run("case", "export", "disc").stdout
    tap.report("the same bytes again", again.encode().replace(b"\r\n", b"\n") == done.stdout.replace(b"\r\n", b"\n"))
    chinese = subprocess.run(house.words(None, ("case", "export", "disc", "--lang", "zh"))[0], cwd=house.folder, env=house.words(None, ())[1], capture_output=True)
    tap.report("in Chinese, folded between characters, under the same identities",
               {value_of(one, "UID") for one in parse(chinese.stdout)[0][2]} == {value_of(one, "UID") for one in todos + events} and "申报" in chinese.stdout.replace(b"\r\n ", b"").decode())
    count = "import sys, icalendar; print(len(list(icalendar.Calendar.from_ical(sys.stdin.buffer.read()).walk('VTODO'))))"
    debian = subprocess.run(["/usr/bin/python3", "-c", count], input=done.stdout if isinstance(done.stdout, bytes) else done.stdout.encode(), capture_output=True) if pathlib.Path("/usr/bin/python3").exists() else None
    if debian and b"No module named" not in debian.stderr:
        tap.report("icalendar reads it", debian.stdout.strip() == b"3", debian.stderr.decode())
    else:
        tap.count += 1
        print(f"ok {tap.count} - icalendar reads it # SKIP icalendar is not here")


# ---- two at once, and the power that goes ----

def at_once(house):
    house.new("race", CASE)
    house.add("race", "tax recordal")
    running = [house.start("case", "advance", "race", RECORD, "--as-of", "2026-06-09", by=f"clerk{i}") for i in range(6)]
    ended = [(one.communicate()[1], one.returncode) for one in running]
    won = [code for _, code in ended if code == 0]
    told = all(code == 0 or "[case-moved]" in words or "[step-refused]" in words for words, code in ended)
    tap.report("six at once: one wins, the others are told", len(won) == 1 and told, ended)
    tap.report("and one record is there", [row["state"] for row in house.status("race")[1]["history"]] == ["prepared"])
    ended = []
    for _ in range(20):
        running = [house.start("case", "assign", "race", SEND, f"clerk{i}", by=f"clerk{i}") for i in range(4)]
        ended += [(one.communicate()[1], one.returncode) for one in running]
        if any("[case-moved]" in words for words, _ in ended):
            break
    tap.report("who comes second is told [case-moved]", any("[case-moved]" in words for words, _ in ended) and all(code == 0 or "[case-moved]" in words for words, code in ended), ended[-4:])


def killed(house):
    """Between approval and advance, at many moments: the approval stays, the task is prepared or done and nothing else, and the ledger is whole."""
    house.new("cut", CASE)
    house.add("cut", "tax recordal")
    house.must("case", "advance", "cut", RECORD, "--as-of", "2026-06-09")
    house.must("case", "approve", "cut", RECORD, by="bert")
    for moment in range(12):
        one = house.start("case", "advance", "cut", RECORD, "--as-of", "2026-06-09", by="anna")
        try:
            one.wait(0.01 * moment)
        except subprocess.TimeoutExpired:
            one.kill()
        one.communicate()
        done, told, tasks = house.status("cut")
        states = [row["state"] for row in told["history"]]
        if states not in (["prepared", "approved"], ["prepared", "approved", "done"]):
            break
    tap.report("killed between approval and advance: all of it or nothing", states in (["prepared", "approved"], ["prepared", "approved", "done"]), states)
    tap.report("the ledger is whole", house.run("ledger", "check").returncode == 0)


def all_of_it(house):
    walk(house)
    by_hand(house)
    others(house)
    days(house)
    calendar(house)
    at_once(house)
    killed(house)


def on_a_server(binary, folder):
    specification = importlib.util.spec_from_file_location("ledger_server", HERE.parent / "ledger" / "server.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    with module.running() as server:
        if not server:
            tap.count += 1
            print(f"ok {tap.count} - the work of a case on PostgreSQL # SKIP PostgreSQL is not here")
            return
        all_of_it(House(binary, folder, server.make("procedure")))


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    for server in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            if server:
                on_a_server(binary, folder)
            else:
                all_of_it(House(binary, folder, pathlib.Path(folder) / "ledger.db"))
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
