#!/usr/bin/env python3
"""tests/ask/run.py BINARY [WORD...]: interviews, see README.md.

*.test are scripts: the lines a person types, what is said, the case and the status they lead to. Then whole cases of examples/cases are told
to an interview by somebody who answers whatever is asked, in the order it is asked: it must end with that very case and its very answer.
"""
# budget: 240
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))
import tap  # noqa: E402

SECONDS = 60
WALKED = """vn-w11 vn-w03 vn-w07 vn-w15 vn-w17 vn-saas-net vn-additions-2026 cn-e01 cn-e03 cn-e04 cn-e06 cn-e08 cn-e08-fee cn-e09 cn-e13 cn-e15 cn-e21 cn-e22
in-we01 in-we02 in-we04 in-we08 in-we10 in-we13 in-we17 in-we20 in-cd-2003 jp-disc""".split()


def environment(columns="80"):
    return dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", NO_COLOR="1", COLUMNS=columns, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"))


# ---- scripts ----


def unescape(line):
    """\\x1b and the like in a script are bytes."""
    return re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes([int(m.group(1), 16)]), line.encode())


class Script:
    def __init__(self, path):
        self.args, self.lines, self.says, self.answers, self.case, self.exit, self.status, self.given = [], [], [], [], None, 0, None, None
        for line in path.read_text(encoding="utf-8").splitlines():
            word, _, rest = line.partition(" ")
            if word == ">":
                self.lines.append(unescape(rest))
            elif word == "args:":
                self.args = rest.split()
            elif word == "says:":
                self.says.append(rest)
            elif word == "answers:":
                self.answers.append(rest)
            elif word == "case:":
                self.case = json.loads(rest if rest.startswith("{") else (ROOT / rest).read_text(encoding="utf-8"))
            elif word == "given:":
                self.given = rest
            elif word == "exit:":
                self.exit = int(rest)
            elif word == "status:":
                self.status = rest


def said_in_order(talk, says):
    at = 0
    flat = " ".join(talk.split())
    for words in says:
        at = flat.find(words, at)
        if at < 0:
            return f"it is not said (in this order): {words}\n{talk}"
        at += len(words)
    return ""


def run_script(binary, script):
    with tempfile.TemporaryDirectory(prefix="declarant-ask-") as place:
        if script.given:
            pathlib.Path(place, "given.json").write_text(script.given, encoding="utf-8")
        done = subprocess.run([binary, "ask", "--json", "--out", "case.json", *script.args], cwd=place, env=environment(), timeout=SECONDS, check=False,
                              input=b"".join(line + b"\n" for line in script.lines), capture_output=True)
        talk, out = done.stderr.decode("utf-8", "replace"), done.stdout.decode("utf-8", "replace")
        saved = pathlib.Path(place, "case.json")
        case = json.loads(saved.read_text(encoding="utf-8")) if saved.exists() else None
    if done.returncode != script.exit:
        return f"exit {done.returncode}, expected {script.exit}\n{talk}"
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", talk):
        return f"a control character is shown\n{talk!r}"
    if script.case is not None and case != script.case:
        return f"the case is\n{json.dumps(case, indent=1, ensure_ascii=False)}\n{talk}"
    if script.status and json.loads(out)["determination"]["status"] != script.status:
        return f"the status is {json.loads(out)['determination']['status']}"
    for words in script.answers:
        if words not in " ".join(out.split()):
            return f"the answer does not hold {words}\n{out[:3000]}"
    return said_in_order(talk, script.says)


# ---- whole cases ----

POINTERS = set()  # facts whose value is a thing


def find_pointers(binary):
    told = subprocess.run([binary, "facts", "--json"], env=environment(), capture_output=True, timeout=SECONDS, check=True).stdout
    POINTERS.update(fact["key"] for fact in json.loads(told) if fact["type"].startswith("-> "))


def thing_lists(node):
    return {key: value for key, value in node.items() if isinstance(value, list) and value and isinstance(value[0], dict)}


class Walker:
    """Somebody who knows the case and answers what is asked."""

    def __init__(self, binary, case, place):
        self.case, self.nodes, self.todo, self.log = case, {"": case}, None, ""
        self.told = set()
        self.ids = {}
        self.olds = {}
        self.process = subprocess.Popen([binary, "ask", "--json", "--lang", "en", "--out", "case.json"], cwd=place, env=environment("2000"), stdin=subprocess.PIPE,
                                        stdout=open(pathlib.Path(place, "out"), "wb"), stderr=subprocess.PIPE)

    def hear(self):
        """The talk up to the prompt; empty at the end."""
        talk = b""
        while not talk.endswith(b"> "):
            some = os.read(self.process.stderr.fileno(), 65536)
            if not some:
                self.log += talk.decode()
                return ""
            talk += some
        self.log += talk.decode()
        return talk.decode()

    def say(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def name(self, path, many):
        """The id an interview gives a new thing: the letter of its last word and the first free number."""
        letter, used = many.split("_")[-1][0], self.ids.setdefault(path, set())
        number = next(n for n in range(1, 10000) if f"{letter}{n}" not in used)
        used.add(f"{letter}{number}")
        return f"{letter}{number}"

    def add(self, path, many, node):
        name, old = self.name(path, many), self.olds.get(path, "")
        self.olds[f"{path}/{name}" if path else name] = f"{old}/{node.get('id')}" if old else node.get("id", "")
        if "id" in node:
            self.points[node["id"]] = self.points[f"{old}/{node['id']}" if old else node["id"]] = f"{path}/{name}"
        node["id"] = name
        self.nodes[f"{path}/{name}" if path else name] = node

    def things(self, path, talk):
        kinds = re.findall(r"^ +(\d+)  (.+)$", talk.rsplit("[" + (path or "case") + "]", 1)[1], re.M)
        node, words = self.nodes[path], []
        for number, many in kinds:
            inner = thing_lists(node).get(many.strip().replace(" ", "_"), [])
            for item in inner:
                self.add(path, many.strip().replace(" ", "_"), item)
            if inner:
                words.append(f"{number}x{len(inner)}")
        self.say(" ".join(words))

    def rate(self, path, need):
        """A rate that the interview asks for: its currencies are already told. One that the case does not tell is not known."""
        if path in self.nodes:
            return
        fit = [rate for rate in self.rates if not need or [rate["from"], rate["to"]] == [need.group(1), need.group(2)]]
        self.name("", "exchange_rates")
        self.nodes[path] = fit[0] if fit else {}
        if fit:
            self.rates.remove(fit[0])
            fit[0]["id"] = path
        self.told |= {(path, "from"), (path, "to")} if need else set()

    rates = ()

    def value(self, path, key):
        value = self.nodes[path].get(key)
        if key in POINTERS and value:
            self.nodes[path][key] = value = self.points[value]
        self.told.add((path, key))
        if value is None:
            return "-"
        if isinstance(value, list):
            return ", ".join(f'"{item}"' if "," not in item else item for item in value)
        return {True: "true", False: "false"}[value] if isinstance(value, bool) else value

    def rest(self):
        """A fact that was not asked, to be told all the same; "" when all is told."""
        for path, node in list(self.nodes.items()):
            for key, value in node.items():
                if key != "id" and (path, key) not in self.told and not (isinstance(value, list) and value and isinstance(value[0], dict)):
                    return f"+ {key} {path or 'case'}"
        if self.rates:
            return "+ exchange_rates case"
        return ""

    def walk(self):
        self.points = {}  # what the case calls a thing: its path in the interview
        self.rates = list(self.case.get("exchange_rates", []))
        for _ in range(2000):
            talk = self.hear()
            if not talk:
                break
            if talk.rsplit("\n\n", 1)[-1].startswith("Nothing more is asked"):
                self.say(self.rest())
                continue
            question, tag = re.findall(r"^(.*)  \[([^\]]+)\]$", talk, re.M)[-1]
            key, _, path = tag.partition(", ")
            if question.startswith("What is there in "):
                self.things("" if tag == "case" else tag, talk)
                continue
            if re.fullmatch(r"r\d+", path):
                self.rate(path, re.search(r"^   exchange rate (\w+) to (\w+) on", talk, re.M))
            self.say(self.value(path, key))
        self.process.stdin.close()
        return self.process.wait(timeout=SECONDS)


def normal(node):
    """JSON whose lists of exchange rates have no order."""
    if isinstance(node, dict):
        return {key: (sorted((dict(rate, id="") for rate in value), key=lambda rate: json.dumps(rate, sort_keys=True)) if key == "exchange_rates" else normal(value)) for key, value in node.items()}
    return [normal(value) for value in node] if isinstance(node, list) else node


def determined(binary, place, case):
    path = pathlib.Path(place, "told.json")
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    done = subprocess.run([binary, "determine", "--json", "--lang", "en", path], env=environment(), capture_output=True, timeout=SECONDS, check=False)
    return done.returncode, json.loads(done.stdout)


def walk_case(binary, path):
    with tempfile.TemporaryDirectory(prefix="declarant-ask-") as place:
        walker = Walker(binary, json.loads(path.read_text(encoding="utf-8")), place)
        code = walker.walk()
        saved = json.loads(pathlib.Path(place, "case.json").read_text(encoding="utf-8"))
        if normal(saved) != normal(walker.case):
            return f"the case is\n{json.dumps(saved, indent=1)}\nand not\n{json.dumps(walker.case, indent=1)}\n{walker.log}"
        expected = determined(binary, place, saved)
        answer = json.loads(pathlib.Path(place, "out").read_text(encoding="utf-8"))["determination"]
        if (code, answer) != expected:
            return f"exit {code}; the answer is another than that of determine\n" + "\n".join(f"{k}: {answer.get(k)} / {expected[1].get(k)}" for k in expected[1] if answer.get(k) != expected[1].get(k))[:3000]
    return ""


# ---- what cannot be a line of a script ----


def hostile(binary):
    def refused(data, words):
        done = subprocess.run([binary, "ask", "--lang", "en"], input=data, env=environment(), capture_output=True, timeout=SECONDS, check=False)
        faults = f"exit {done.returncode}" if done.returncode != 3 else ""
        talk = done.stderr.decode("utf-8")
        return faults or ("" if words in " ".join(talk.split()) and len(talk) < 4000 else talk[:4000])

    tap.report("a line of 4 MB is refused", not (why := refused(b"V" * 4_000_000 + b"\nVN\n", "longer than the limit of 4096 bytes")), why)
    tap.report("a NUL byte is refused", not (why := refused(b"V\0N\n", "control characters")), why)
    tap.report("no UTF-8 is refused", not (why := refused(b"V\xff\xfe\n", "no UTF-8")), why)
    tap.report("an escape sequence is refused", not (why := refused(b"\x1b]0;owned\x07\x1b[2J\n", "control characters")), why)
    tap.report("no input at all ends", not (why := refused(b"", "Which country")), why)
    tap.report("a line without an end is not taken", not (why := refused(b"VN", "Which country")), why)
    tap.report("a thousand empty lines end", not (why := refused(b"\n" * 20, "an answer is needed")), why)


ANSWERS = [line.encode() for line in """|>|<|-|?|+|+ freight|+ costs|+ s1|+ content_parts|+ origin s1/l1|+ exchange_rates case|+ papers_held case|1|2|1 2|1x3 2x2|9|VN|CN|IN|import|export
carrier|download|2025-12-05|2003-07-01|300 USD|20 CNY|0|-1|yes|"|1,,2|+ jurisdiction case|+ movement|99999999999999999999""".replace("\n", "|").split("|")] + [b"\0", b"\xff", b"x" * 5000]


def random_answers(binary, seed):
    """Any answers at all end in a case that determine reads."""
    chance = random.Random(seed)
    lines = [chance.choice([b"VN", b"CN", b"IN"]), b"import"] + [chance.choice(ANSWERS) for _ in range(40)]
    with tempfile.TemporaryDirectory(prefix="declarant-ask-") as place:
        done = subprocess.run([binary, "ask", "--json", "--out", "case.json"], cwd=place, input=b"\n".join(lines) + b"\n", env=environment(), capture_output=True, timeout=SECONDS, check=False)
        if done.returncode not in (0, 3, 4):
            return f"exit {done.returncode}\n{done.stderr.decode('utf-8', 'replace')[-2000:]}"
        code, _ = determined(binary, place, json.loads(pathlib.Path(place, "case.json").read_text(encoding="utf-8")))
    return "" if code in (0, 3, 4) else f"determine ends with {code}"


def interrupted(binary):
    """SIGINT between two answers: all that was told is saved."""
    with tempfile.TemporaryDirectory(prefix="declarant-ask-") as place:
        process = subprocess.Popen([binary, "ask", "--lang", "en", "--out", "case.json"], cwd=place, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdin.write(b"VN\n")
        process.stdin.flush()
        talk = b""
        while talk.count(b"> ") < 2:
            talk += os.read(process.stderr.fileno(), 4096)
        process.send_signal(2)
        process.communicate(timeout=SECONDS)
        saved = json.loads(pathlib.Path(place, "case.json").read_text(encoding="utf-8"))
    tap.report("SIGINT ends and keeps", process.returncode == 3 and saved == {"jurisdiction": "VN"}, f"exit {process.returncode}, {saved}")


def main():
    binary, words = str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2:]
    wanted = lambda name: not words or any(word in name for word in words)  # noqa: E731
    for path in sorted(HERE.glob("*.test")):
        if wanted(path.stem):
            why = run_script(binary, Script(path))
            tap.report(path.stem, not why, why)
    cases = [path for path in sorted((ROOT / "examples" / "cases").glob("*.json")) if '"readings"' not in path.read_text(encoding="utf-8")] if "all" in words else [ROOT / "examples" / "cases" / f"{name}.json" for name in tap.share(WALKED, 3)]
    find_pointers(binary)
    for path in cases:
        if (wanted(path.stem) or "all" in words) and path.exists():
            try:
                why = walk_case(binary, path)
            except (KeyError, IndexError, ValueError, BrokenPipeError) as fault:
                why = f"{type(fault).__name__}: {fault}"
            tap.report(f"walk {path.stem}", not why, why)
    if not words:
        hostile(binary)
        interrupted(binary)
        for seed in tap.share(range(12), 3):
            why = random_answers(binary, seed)
            tap.report(f"random answers {seed}", not why, why)
    return tap.exit_code()


sys.exit(main())
