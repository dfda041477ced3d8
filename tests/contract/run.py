#!/usr/bin/env python3
"""tests/contract/run.py BINARY: `declarant contract review`.

The figures of measure.py and phrases.py must not fall (FLOORS, PHRASES: what was measured when it was last written down, docs/measurements/contract.md). The same contract
as PDF and DOCX says the same; bad input is told; facts, payments and the house's past do what docs/contract.md says. Prints TAP.
"""
# plain build only: tests/casework goes through the commands under the sanitizers
# budget: 60
import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap
from commands import BINARY, ROOT, run
from tap import report

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import measure
import phrases

EXAMPLES = ROOT / "examples/contracts-text"
FLOORS = {"tuned (01-05)": (150, 6), "held out (06-10)": (86, 4)}  # states right, signs found
PHRASES = {"en": (267, 232), "zh": (263, 257), "vi": (268, 248)}  # sentences right of each half of tests/contract/phrases


def review(*words, **more):
    return run("contract", "review", *words, **more)


def table(done):
    return list(csv.DictReader(io.StringIO(done.stdout)))


def states(path, *words):
    return {row["topic"]: row["state"] for row in table(review(path, "--format", "csv", *words))}


# ---- what it says ----

def check_measured():
    for name, numbers in measure.HALVES.items():
        half = measure.Half(numbers)
        right, signs = FLOORS[name]
        report(f"{name}: at least {right} states right", half.right >= right, f"{half.right} are")
        report(f"{name}: at least {signs} signs found", sum(half.signs[0]) >= signs, half.wrong_signs)


def check_phrases():
    for language, floors in PHRASES.items():
        bank = phrases.Bank(language)
        for half, floor in zip(phrases.HALVES, floors):
            right, of = bank.count(half)
            report(f"{language}, sentences {half}: at least {floor} right", right >= floor, f"{right} of {of} are")


def check_examples():
    done = review(EXAMPLES / "licence-en.txt")
    report("a contract with all points ends with 0", done.returncode == 0 and done.stdout.startswith("All points"), done.stdout[:300])
    found = states(EXAMPLES / "order-zh.txt")
    report("an order: choice, blank, two answers, nothing", (found["delivery-form"], found["licence-period"], found["taxes-borne"], found["audit-clause"]) == ("unclear", "unclear", "conflicting", "missing"), found)
    done = review(EXAMPLES / "order-zh.txt", "--format", "csv", "--part", "signs")
    report("an order: a split fee is a sign", {"licence-as-service", "round-split"} <= {row["sign"] for row in table(done)} and done.returncode == 5, done.stdout)
    for language in ("zh", "vi"):
        paper = json.loads(review(EXAMPLES / "licence-vi.txt", "--json", "--lang", language).stdout)
        report(f"{language}: words of people in the language", all(row["state"] in ("present", "missing", "unclear", "conflicting") for row in paper["topics"]) and paper["wording"], str(paper)[:300])


def check_places():
    """The line is that of the words."""
    lines = (EXAMPLES / "licence-en.txt").read_text(encoding="utf-8").splitlines()
    for row in table(review(EXAMPLES / "licence-en.txt", "--format", "csv")):
        start = row["quote"].split()[0] if row["quote"] else ""
        report(f"line of {row['topic']}", start in " ".join(lines[max(0, int(row["line"]) - 3):int(row["line"])]), row)


# ---- forms of a file ----

def pdf(pages, text=True):
    """A PDF of a few pages in Courier, by hand."""
    objects, kids = [], []
    def add(body):
        objects.append(body if isinstance(body, bytes) else body.encode("latin-1"))
        return len(objects)
    font = add("<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>")
    for lines in pages:
        shown = "".join(f"({line.translate({40: chr(92) + '(', 41: chr(92) + ')'})}) ' " for line in lines) if text else ""
        stream = f"BT /F1 9 Tf 11 TL 40 800 Td {shown} ET"
        content = add(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        kids.append(add(f"<< /Type /Page /Parent PARENT 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R /Resources << /Font << /F1 {font} 0 R >> >> >>"))
    parent = add(f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>")
    root = add(f"<< /Type /Catalog /Pages {parent} 0 R >>")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body.replace(b"PARENT", str(parent).encode()) + b"\nendobj\n"
    table_at = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return out + f"trailer << /Size {len(objects) + 1} /Root {root} 0 R >>\nstartxref\n{table_at}\n%%EOF\n".encode()


def docx(lines, entry="word/document.xml"):
    def run_of(line):
        safe = line.replace("&", "&amp;").replace("<", "&lt;")
        return f'<w:p><w:r><w:t xml:space="preserve">{safe}</w:t></w:r></w:p>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(entry, '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>' + "".join(map(run_of, lines)) + "</w:body></w:document>")
    return out.getvalue()


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


def check_forms(folder):
    lines = (EXAMPLES / "licence-en.txt").read_text(encoding="utf-8").splitlines()
    wanted = states(EXAMPLES / "licence-en.txt")
    report("as DOCX it says the same", states(written(folder, "en.docx", docx(lines))) == wanted)
    path = written(folder, "en.pdf", pdf([lines[:20], lines[20:]]))
    report("as PDF it says the same", states(path) == wanted, states(path))
    pages = {row["topic"]: row["page"] for row in table(review(path, "--format", "csv"))}
    report("the page stands beside the line", pages["delivery-form"] == "1" and pages["audit-clause"] == "2", pages)
    for name in ("order-zh.txt", "licence-vi.txt"):
        text = (EXAMPLES / name).read_text(encoding="utf-8")
        wanted = states(EXAMPLES / name)
        report(f"{name} as DOCX", states(written(folder, "other.docx", docx(text.splitlines()))) == wanted)
        report(f"{name} as UTF-16 with a mark", states(written(folder, "wide.txt", text.encode("utf-16"))) == wanted)
    chinese = written(folder, "gb.txt", (EXAMPLES / "order-zh.txt").read_text(encoding="utf-8").encode("gb18030"))
    report("GB18030 is told by --encoding", states(chinese, "--encoding", "GB18030") == states(EXAMPLES / "order-zh.txt"))
    report("and not guessed", "[not-utf8]" in review(chinese).stderr)
    full = (EXAMPLES / "order-zh.txt").read_text(encoding="utf-8").translate(str.maketrans(",:;()", "，：；（）")).translate(str.maketrans("软许价税费", "軟許價稅費"))
    report("full-width signs and traditional characters", states(written(folder, "full.txt", full.encode())) == states(EXAMPLES / "order-zh.txt"))


# ---- bad input ----

def check_bad(folder):
    bomb = written(folder, "bomb.docx", docx(["A" * 1000] * 200000))
    done = review(bomb)
    report("a ZIP bomb is refused by name", done.returncode == 1 and "[archive-large]" in done.stderr, done.stderr)
    done = review(written(folder, "no.docx", docx(["x"], entry="other.xml")))
    report("a ZIP that is no DOCX", done.returncode == 1 and "[no-entry]" in done.stderr, done.stderr)
    done = review(written(folder, "scan.pdf", pdf([["x"]], text=False)))
    report("a scan without text ends with 3", done.returncode == 3 and "[no-text]" in done.stderr, done.stderr)
    locked = pdf([["The licence is perpetual."]]).replace(b"trailer << ", b"trailer << /Encrypt << /Filter /Standard /V 1 /R 2 /O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b") /P -44 >> /ID [(a) (a)] ")
    done = review(written(folder, "locked.pdf", locked))
    report("an encrypted PDF", done.returncode == 1 and "[pdf-encrypted]" in done.stderr, done.stderr)
    done = review(written(folder, "greek.txt", "Το λογισμικό παραδίδεται με λήψη.\n".encode()))
    report("a language that no pattern knows ends with 3", done.returncode == 3, done.stdout + done.stderr)


def with_environment(**more):
    environment = dict(os.environ, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"), LC_ALL="C.UTF-8", NO_COLOR="1", **more)
    return lambda *words: subprocess.run([BINARY, "contract", "review", *map(str, words)], capture_output=True, text=True, timeout=120, env=environment, check=False)


def check_program(folder):
    path = written(folder, "one.pdf", pdf([["The licence is perpetual."]]))
    done = with_environment(PATH=str(folder / "nowhere"))(path)
    report("no pdftotext: said with its package", done.returncode == 1 and "[no-program]" in done.stderr and "poppler-utils" in done.stderr, done.stderr)
    place = folder / "bin"
    place.mkdir()
    (place / "pdftotext").write_text("#!/bin/sh\nwhile :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done | cat\n")
    (place / "pdftotext").chmod(0o755)
    done = with_environment(PATH=f"{place}:{os.environ['PATH']}")(path)
    report("a program that talks without end is ended", done.returncode == 1 and "[pdf-limit]" in done.stderr, done.stderr)


def check_tables(folder):
    data = folder / "data"
    data.mkdir()
    for entry in (ROOT / "data").iterdir():
        (data / entry.name).symlink_to(entry) if entry.name != "contract" else None
    (data / "contract").mkdir()
    for entry in (ROOT / "data/contract").iterdir():
        (data / "contract" / entry.name).write_bytes(entry.read_bytes())
    own = with_environment(DECLARANT_DATA=str(data))
    table_path = data / "contract/en.csv"
    good = table_path.read_text(encoding="utf-8")
    for row, name in (("delivery-form,says,download,,(unclosed", "contract-pattern"), ("delivery-form,says,by pigeon,,pigeon", "contract-word"), ("delivery-form,says,download,,<nobody>", "contract-word")):
        table_path.write_text(good + row + "\n", encoding="utf-8")
        done = own(EXAMPLES / "licence-en.txt")
        report(f"{name}: {row}", done.returncode == 1 and f"[{name}]" in done.stderr, done.stderr)


def check_time(folder):
    """Ten times the text takes about ten times as long; a text made to trouble patterns is no worse than another."""
    text = (EXAMPLES / "licence-en.txt").read_text(encoding="utf-8") + (EXAMPLES / "order-zh.txt").read_text(encoding="utf-8")
    taken = []
    for times in (40, 400):
        path = written(folder, "long.txt", (text * times).encode())
        start = time.monotonic()
        review(path, "--format", "csv", "--part", "contracts")
        taken.append(time.monotonic() - start)
    report("ten times the text takes no more than fifteen times as long", taken[1] < 15 * taken[0] + 1, taken)
    path = written(folder, "trouble.txt", ("licence use software deliver " * 40000 + "\n" + "(" * 100000 + "许可" * 50000).encode())
    start = time.monotonic()
    done = review(path, "--format", "csv", "--part", "contracts", timeout=60)
    report("words without an end are read in time", done.returncode in (3, 5) and time.monotonic() - start < 20, f"{done.returncode} {time.monotonic() - start}")


# ---- facts, payments, the past ----

def check_facts(folder):
    out = folder / "made.json"
    review(EXAMPLES / "licence-vi.txt", "--jurisdiction", "VN", "--out", out)
    made, origins = json.loads(out.read_text(encoding="utf-8")), json.loads((folder / "made.origins.json").read_text(encoding="utf-8"))
    contract = made["contracts"][0]
    report("the case tells what the text says", contract["contract_delivery"] == "network" and contract["licence_term"] == "subscription", made)
    line = (EXAMPLES / "licence-vi.txt").read_text(encoding="utf-8").splitlines()[origins[0]["line"] - 1]
    report("each fact has its file, line and words", origins[0]["quote"] == line.strip(), origins)
    done = run("determine", out, "--as-of", "2026-03-05")
    report("determine takes the case", done.returncode in (0, 3), done.stderr)
    base = ROOT / "examples/contracts/cn-05-delivery-missing.json"
    review(EXAMPLES / "licence-en.txt", "--case", base, "--out", out)
    told = json.loads(base.read_text(encoding="utf-8"))["contracts"][0]
    made = json.loads(out.read_text(encoding="utf-8"))["contracts"][0]
    report("what a case tells stands", all(made[key] == value for key, value in told.items()), made)
    done = review(ROOT / "examples/contracts/cn-06-type-missing.json", "--format", "csv")
    found = {row["topic"]: row["state"] for row in table(done)}
    report("facts alone: what marks say, and what nobody told", found["licence-term"] == "missing" and found["audit-clause"] == "not told", found)


def check_amounts(folder):
    path = written(folder, "small.txt", b"SOFTWARE LICENCE\n\nLicence fee: USD 0.125.\nTraining fee: USD 1,250.\nSupport fee: USD 12.50.\n")
    amounts = [row["amount"] for row in json.loads(review(path, "--format", "json").stdout)["fees"]]
    report("three digits behind a zero are decimals, behind another figure thousands", amounts == ["0.125", "1250", "12.5"], amounts)


def check_house(folder):
    words = ("--format", "csv", "--part", "signs")
    signs = {row["sign"]: row for row in table(review(EXAMPLES / "licence-vi.txt", "--payments", EXAMPLES / "payments.csv", "--history", EXAMPLES / "history.csv", *words))}
    report("a payment that no clause owes, with its place", "line 4" in signs.get("unmatched-payment", {}).get("about", ""), signs)
    # 9000 / 40000 = 22.5 %; the past: 4000/44000 = 9.1, 5500/57500 = 9.6, 2800/33800 = 8.3, 3100/31100 = 10.0
    report("a share far from the house's past, with the range", "22.5 %" in signs.get("off-history", {}).get("about", "") and "8.3 - 10.0" in signs["off-history"]["about"], signs)
    few = written(folder, "few.csv", b"contract,licence fee,service fee\nA,40000,4000\nB,52000,5500\n")
    signs = {row["sign"] for row in table(review(EXAMPLES / "licence-vi.txt", "--history", few, *words))}
    report("two contracts are no past", "off-history" not in signs, signs)
    paid = written(folder, "paid.csv", b"day,amount,currency\n2026-03-20,15500,USD\n2026-03-21,40000,USD\n")
    signs = {row["sign"] for row in table(review(EXAMPLES / "licence-vi.txt", "--payments", paid, *words))}
    report("half of a fee and the sum of fees are owed", "unmatched-payment" not in signs, signs)


def main():
    check_measured()
    check_phrases()
    check_examples()
    check_places()
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        for check in (check_forms, check_bad, check_program, check_tables, check_time, check_facts, check_amounts, check_house):
            check(folder)
    print(f"1..{tap.count}")
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
