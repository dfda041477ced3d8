#!/usr/bin/env python3
# plain build only
# budget: 30
"""Cases made of files: `declarant case new --from`. What is expected of each stands here in words, read off the files by hand; so do limits, [intake-cases] among them."""
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
import tap  # noqa: E402

BINARY = str(Path(sys.argv[1]).resolve())
INVOICES = ROOT / "examples/invoices"


def run(words, folder, given=None):
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1", "DECLARANT_RULEBOOKS": str(ROOT / "rulebooks"), "DECLARANT_DATA": str(ROOT / "data"),
           "DECLARANT_NOW": "2026-01-05T08:00:00.000000Z", "DECLARANT_USER": "tester"}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
        if name in os.environ:
            env[name] = os.environ[name]
    return subprocess.run([BINARY, *map(str, words)], cwd=folder, env=env, input=given, capture_output=True, text=True)


def made(words, folder, expect=3):
    """The case and its origins by path."""
    got = run(["case", "new", *words, "--out", "made.json"], folder)
    if got.returncode != expect:
        raise AssertionError(f"exit {got.returncode}, not {expect}\n{got.stderr}")
    case = json.loads((folder / "made.json").read_text(encoding="utf-8"))
    origins = json.loads((folder / "made.origins.json").read_text(encoding="utf-8"))
    return case, {one["path"]: one for one in origins["facts"]}, origins, got


TESTS = []


def test(function):
    TESTS.append(function)
    return function


@test
def every_example_makes_a_case(folder):
    """Each makes a case that `determine` takes: an answer that is open, never an error; what is open is said."""
    countries = {"cn": "CN", "in": "IN", "vn": "VN"}
    for path in sorted(INVOICES.iterdir()):
        for more in ([], ["--jurisdiction", countries[path.name[:2]], "--movement", "import"]):
            got = run(["case", "new", "--from", path, *more, "--json"], folder)
            assert got.returncode in (0, 3), f"{path.name} {more}: {got.returncode} {got.stderr}"
            paper = json.loads(got.stdout)
            assert (got.returncode == 3) == bool(paper["open"]), path.name
            assert all(one["question"] for one in paper["open"]), path.name
            assert all(one["origin"] for one in paper["facts"] if one["how"] != "told"), path.name
            alone = run(["case", "new", "--from", path, *more, "--out", "-"], folder)
            answer = run(["determine", "-", "--json"], folder, alone.stdout)
            assert answer.returncode in (0, 3, 4), f"{path.name} {more}: {answer.stderr}"


@test
def lines_apart(folder):
    """vn-split.xml: line 1 the disc for 300.00, line 2 the licence for 20000.00 (read off the file)."""
    case, origins, _, _ = made(["--from", INVOICES / "vn-split.xml"], folder)
    line = case["shipments"][0]["invoice_lines"]
    assert len(line) == 1 and line[0]["priced_apart"] is True
    assert line[0]["carrier_price"] == "300.00 USD" and line[0]["software_price"] == "20000.00 USD"
    price = origins["shipments:s1/invoice_lines:1+2/carrier_price"]
    assert price["place"] == "InvoiceLine[1]/LineExtensionAmount" and price["line"] == 54
    assert price["document"] == "sha256:" + hashlib.sha256((INVOICES / "vn-split.xml").read_bytes()).hexdigest()


@test
def one_price(folder):
    """vn-one-price.xml: one line for disc and licence."""
    case, origins, _, _ = made(["--from", INVOICES / "vn-one-price.xml"], folder)
    line = case["shipments"][0]["invoice_lines"][0]
    assert line["priced_apart"] is False
    assert origins["shipments:s1/invoice_lines:1/priced_apart"]["how"] == "lines"


@test
def buyer_is_proposed(folder):
    """The buyer's country is no country of import: it is proposed, never told."""
    got = run(["case", "new", "--from", INVOICES / "vn-split.xml"], folder)
    assert "--jurisdiction VN" in got.stdout
    case, _, _, _ = made(["--from", INVOICES / "vn-split.xml"], folder)
    assert "jurisdiction" not in case and "movement" not in case


@test
def not_used_is_said(folder):
    """Everything that stands on the invoice and is no fact: vn-split.xml has a due day and two streets."""
    _, _, origins, _ = made(["--from", INVOICES / "vn-split.xml"], folder)
    left = {one["what"]: one for one in origins["not_used"]}
    assert left["due_day"]["value"] == "2025-12-28" and left["seller.street"]["value"] == "12 Harbour Road"
    assert left["unit_price"]["count"] == 2


def ubl(folder, name, line):
    text = (INVOICES / "vn-split.xml").read_text(encoding="utf-8")
    (folder / name).write_text(text.replace("<cac:OriginCountry>", line + "<cac:OriginCountry>", 1), encoding="utf-8")
    return folder / name


@test
def codes_of_the_list(folder):
    """UN/EDIFACT 7143: HS is the Harmonized System; a code of another list (STL, CPV) is none. The second of two counts where it is the HS one."""
    def code(number, scheme):
        return f'<cac:CommodityClassification><cbc:ItemClassificationCode listID="{scheme}">{number}</cbc:ItemClassificationCode></cac:CommodityClassification>'
    case, origins, _, _ = made(["--from", ubl(folder, "a.xml", code("48900000", "STL") + code("852349", "HS"))], folder)
    assert case["shipments"][0]["invoice_lines"][0]["told_code"] == "852349"
    assert origins["shipments:s1/invoice_lines:1+2/told_code"]["how"] == "seller"
    (folder / "made.json").unlink()
    (folder / "made.origins.json").unlink()
    case, _, origins, _ = made(["--from", ubl(folder, "b.xml", code("48900000", "STL"))], folder)
    assert "told_code" not in case["shipments"][0]["invoice_lines"][0]
    assert any(one["what"] == "code" and one["why"] == "other code" for one in origins["not_used"])


@test
def base_case_is_kept(folder):
    """The base's facts stand, the invoice's come beside them; figures of one size agree (300 and 300.00)."""
    (folder / "base.json").write_text(json.dumps({"jurisdiction": "VN", "movement": "import", "shipments": [
        {"id": "x9", "entry_day": "2025-12-05", "invoice_lines": [{"id": "L", "name": "Disc", "carrier_price": "300 USD", "content": "application software"}]}]}), encoding="utf-8")
    case, origins, _, _ = made(["--from", INVOICES / "vn-split.xml", "--case", "base.json"], folder)
    shipment = case["shipments"][0]
    assert shipment["id"] == "x9" and len(case["shipments"]) == 1 and len(shipment["invoice_lines"]) == 1
    line = shipment["invoice_lines"][0]
    assert line["name"] == "Disc" and line["carrier_price"] == "300 USD" and line["software_price"] == "20000.00 USD"
    assert origins["shipments:x9/invoice_lines:L/carrier_price"]["how"] == "base"
    assert origins["shipments:x9/invoice_lines:L/software_price"]["how"] == "read"


@test
def conflict_names_both(folder):
    (folder / "base.json").write_text(json.dumps({"shipments": [{"id": "s1", "commercial_invoice_day": "2025-11-27"}]}), encoding="utf-8")
    got = run(["case", "new", "--from", INVOICES / "vn-split.xml", "--case", "base.json", "--out", "made.json"], folder)
    assert got.returncode == 1 and "[intake-conflict]" in got.stderr and "base.json" in got.stderr and "vn-split.xml" in got.stderr
    assert not (folder / "made.json").exists()


@test
def earlier_case(folder):
    """Of an earlier case days, figures and evidence are asked again; what the goods are is not."""
    earlier = ROOT / "examples/cases/vn-w11.json"
    case, origins, all_of_it, _ = made(["--from-case", earlier], folder)
    line = case["shipments"][0]["invoice_lines"][0]
    assert case["jurisdiction"] == "VN" and line["medium"] == "optical disc" and line["content"] == "application software"
    assert "entry_day" not in case["shipments"][0] and "carrier_price" not in line and "quantity" not in line and "exchange_rates" not in case
    again = {one["what"] for one in all_of_it["not_used"] if one["why"] == "asked again"}
    assert {"shipments:s1/entry_day", "shipments:s1/invoice_lines:1/carrier_price", "exchange_rates"} <= again
    assert all(one["how"] == "earlier" for one in origins.values())


@test
def earlier_case_with_an_invoice(folder):
    """What the invoice tells stands in the place of the earlier; a line that is not on the invoice was not sent."""
    (folder / "old.json").write_text(json.dumps({"jurisdiction": "VN", "movement": "import", "shipments": [{"id": "s1", "invoice_lines": [
        {"id": "1", "name": "Accounts 7, DVD-R carrier medium", "origin": "DE", "content": "application software"}, {"id": "2", "name": "Plant planner", "content": "data"}]}]}), encoding="utf-8")
    case, _, origins, _ = made(["--from-case", "old.json", "--from", INVOICES / "vn-split.xml"], folder)
    lines = case["shipments"][0]["invoice_lines"]
    assert len(lines) == 1 and lines[0]["origin"] == "SG" and lines[0]["content"] == "application software"
    why = {one["why"] for one in origins["not_used"]}
    assert {"told anew", "not sent"} <= why


@test
def nothing_is_overwritten(folder):
    (folder / "made.json").write_text("{}", encoding="utf-8")
    got = run(["case", "new", "--from", INVOICES / "vn-split.xml", "--out", "made.json"], folder)
    assert got.returncode == 1 and "[intake-exists]" in got.stderr and (folder / "made.json").read_text(encoding="utf-8") == "{}"


@test
def the_ledger_keeps_it(folder):
    """Case, file and place of each fact."""
    got = run(["case", "new", "--from", INVOICES / "vn-split.xml", "--ledger", "l", "--id", "new"], folder)
    assert got.returncode == 3, got.stderr
    shown = json.loads(run(["case", "show", "new", "--ledger", "l", "--json"], folder).stdout)
    price = next(one for one in shown["facts"] if one["path"].endswith("carrier_price"))
    assert "InvoiceLine[1]/LineExtensionAmount" in price["origin"] and "vn-split.xml" in price["origin"]
    whole = run(["ledger", "check", "--ledger", "l"], folder)
    assert whole.returncode == 0, whole.stderr
    case = json.loads(run(["case", "file", "new", "--ledger", "l"], folder).stdout)
    assert case["shipments"][0]["invoice_lines"][0]["carrier_price"] == "300.00 USD"
    again = run(["case", "new", "--from-case", "new", "--ledger", "l", "--id", "second"], folder)
    assert again.returncode == 3, again.stderr


def main():
    for one in TESTS:
        with tempfile.TemporaryDirectory() as folder:
            try:
                one(Path(folder))
                tap.report(one.__name__, True)
            except (AssertionError, KeyError, IndexError, ValueError) as why:
                tap.report(one.__name__, False, f"{type(why).__name__}: {why}")
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
