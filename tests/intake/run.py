#!/usr/bin/env python3
# plain build only
# budget: 30
"""Cases made of files: `declarant case new --from`. What is expected of each stands here in words, read off the files by hand; so do limits, [intake-cases] among them."""
import csv
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
import tap  # noqa: E402

BINARY = str(Path(sys.argv[1]).resolve())
INVOICES = ROOT / "examples/invoices"


def run(words, folder, given=None, data=ROOT / "data"):
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1", "DECLARANT_RULEBOOKS": str(ROOT / "rulebooks"), "DECLARANT_DATA": str(data),
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
            got = run(["case", "new", "--from", path, *more, "--json", "--out", f"{path.name}{len(more)}.json"], folder)
            assert got.returncode in (0, 3), f"{path.name} {more}: {got.returncode} {got.stderr}"
            paper = json.loads(got.stdout)
            assert (got.returncode == 3) == bool(paper["open"]), path.name
            assert all(one["question"] for one in paper["open"]), path.name
            assert all(one["origin"] for one in paper["facts"] if one["how"] != "told"), path.name
            answer = run(["determine", f"{path.name}{len(more)}.json", "--json"], folder)
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
def the_other_syntax(folder):
    """vn-split-cii.xml says in CII, the other syntax of EN 16931, what vn-split.xml says in UBL: the same case, the same figures, other places."""
    case, _, _, _ = made(["--from", INVOICES / "vn-split.xml"], folder)
    (folder / "made.json").unlink()
    (folder / "made.origins.json").unlink()
    other, origins, _, _ = made(["--from", INVOICES / "vn-split-cii.xml"], folder)
    assert other == case
    assert origins["shipments:s1/invoice_lines:1+2/carrier_price"]["place"].startswith("IncludedSupplyChainTradeLineItem[1]/")
    checked = [run(["invoice", "check", INVOICES / name, "--jurisdiction", "VN", "--json"], folder) for name in ("vn-split.xml", "vn-split-cii.xml")]
    found = [[(one["finding"], one["says"]) for one in json.loads(got.stdout)["findings"]] for got in checked]
    assert found[0] == found[1] and checked[0].returncode == checked[1].returncode, found


@test
def one_price(folder):
    """vn-one-price.xml: one line for disc and licence."""
    case, origins, _, _ = made(["--from", INVOICES / "vn-one-price.xml"], folder)
    line = case["shipments"][0]["invoice_lines"][0]
    assert line["priced_apart"] is False
    assert origins["shipments:s1/invoice_lines:1/priced_apart"]["how"] == "lines"


def goods_of(folder, *lines, column="name"):
    """A table of lines, made a case: of each thing what is told of its price, and what is left of it."""
    written(folder, "lines.csv", f"{column},quantity,unit price,amount,currency\n" + "".join(f'"{name}",1,{price},{price},USD\n' for name, price in lines))
    made_file = folder / f"made{len(list(folder.iterdir()))}.json"
    done = run(["case", "new", "--from", "lines.csv", "--jurisdiction", "VN", "--movement", "import", "--json", "--out", made_file], folder)
    return {line["id"]: line for line in json.loads(made_file.read_text(encoding="utf-8"))["shipments"][0]["invoice_lines"]}, done


PRODUCTS = {"zh": ("管理软件3 光盘", "管理软件3 软件许可"), "en": ("Accounts software 7, DVD-R", "Accounts software 7 licence"), "vi": ("Đĩa cài phần mềm kế toán", "Bản quyền phần mềm kế toán")}


@test
def a_product_called_software(folder):
    """The product's own name has the word for software; the words in which the lines differ tell the carrier from the licence, in either order."""
    for language, (disc, licence) in PRODUCTS.items():
        goods, _ = goods_of(folder, (disc, "200.00"), (licence, "50000.00"))
        assert list(goods) == ["1+2"] and goods["1+2"]["priced_apart"] is True, (language, goods)
        assert (goods["1+2"]["carrier_price"], goods["1+2"]["software_price"]) == ("200.00 USD", "50000.00 USD"), (language, goods)
        goods, _ = goods_of(folder, (licence, "50000.00"), (disc, "200.00"), column="description")
        assert (goods["2+1"]["carrier_price"], goods["2+1"]["software_price"], goods["2+1"]["priced_apart"]) == ("200.00 USD", "50000.00 USD", True), (language, goods)


@test
def two_products_called_software(folder):
    """Each disc goes with the licence of its own product, however the lines stand."""
    goods, _ = goods_of(folder, ("管理软件3 光盘", "200.00"), ("Accounts software 7, DVD-R", "300.00"), ("Accounts software 7 licence", "70000.00"), ("管理软件3 软件许可", "50000.00"))
    assert {one: (told["carrier_price"], told["software_price"]) for one, told in goods.items()} == {"1+4": ("200.00 USD", "50000.00 USD"), "2+3": ("300.00 USD", "70000.00 USD")}, goods


@test
def disc_and_licence_in_one_line(folder):
    """Words of one line alone name both: one price, alone or beside a line of another licence."""
    for name, other in (("Accounts 7, disc and licence", "Ledger 2 licence"), ("管理软件3 光盘及软件许可", "管理软件3 软件许可"), ("Kế toán 5: đĩa và giấy phép", "Sổ cái 2: giấy phép")):
        for lines in (((name, "200.00"),), ((name, "200.00"), (other, "50000.00"))):
            goods, _ = goods_of(folder, *lines)
            assert goods["1"]["priced_apart"] is False and goods["1"]["software_price"] == "200.00 USD" and "carrier_price" not in goods["1"], (name, goods)


@test
def what_is_in_doubt_is_asked(folder):
    """A disc beside the product itself, or beside another version: nothing of its price is told, and that is said."""
    for disc, other in (("Accounts software 7, DVD-R", "Accounts software 7"), ("Accounts software 7, DVD-R", "Accounts software 8 licence"), ("管理软件3 光盘", "管理软件3"), ("Đĩa cài phần mềm", "Bản quyền phần mềm")):
        goods, done = goods_of(folder, (disc, "200.00"), (other, "50000.00"))
        assert not {"priced_apart", "carrier_price", "software_price"} & set(goods["1"]), (disc, goods)
        assert goods["2"]["software_price"] == "50000.00 USD" and done.returncode == 3, (disc, goods)
        left = [one for one in json.loads(done.stdout)["not_used"] if one["what"] == "amount"]
        assert [(one["value"], one["why"]) for one in left] == [("200.00", "in doubt")], (disc, left)


@test
def the_tax_category(folder):
    """Both goods of vn-split.xml bear category G (UN/EDIFACT 5305); where lines differ, nothing is told."""
    case, _, _, _ = made(["--from", INVOICES / "vn-split.xml"], folder)
    assert case["shipments"][0]["seller_tax_category"] == "G"
    text = (INVOICES / "vn-split.xml").read_text(encoding="utf-8")
    cut = text.rindex("<cbc:ID>G</cbc:ID>")
    other = written(folder, "other.xml", text[:cut] + "<cbc:ID>E</cbc:ID>" + text[cut + len("<cbc:ID>G</cbc:ID>"):])
    got = run(["case", "new", "--from", other, "--out", "-"], folder)
    assert "seller_tax_category" not in json.loads(got.stdout)["shipments"][0]


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
def empty_list_is_filled(folder):
    """A base whose list of goods is empty takes the invoice's; one that stays empty stays in the case."""
    (folder / "base.json").write_text(json.dumps({"jurisdiction": "VN", "contracts": [], "shipments": [{"id": "s1", "entry_day": "2025-12-05", "invoice_lines": []}]}), encoding="utf-8")
    case, _, _, _ = made(["--from", INVOICES / "vn-split.xml", "--case", "base.json"], folder)
    assert len(case["shipments"]) == 1 and len(case["shipments"][0]["invoice_lines"]) == 1
    assert case["contracts"] == []


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


def written(folder, name, text, encoding="utf-8"):
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


HEAD = "Case,Jurisdiction,Movement,Shipment,Entry date,Line,Product,Carrier price,Currency\n"


@test
def origins_go_into_a_ledger_later(folder):
    """A case made without a ledger is kept later with its origins; a fact that was changed in between is from the case's own file."""
    made(["--from", INVOICES / "vn-split.xml"], folder)
    text = (folder / "made.json").read_text(encoding="utf-8")
    (folder / "made.json").write_text(text.replace("20000.00 USD", "21000.00 USD"), encoding="utf-8")
    got = run(["case", "new", "made.json", "--origins", "made.origins.json", "--ledger", "l"], folder)
    assert got.returncode == 0, got.stderr
    facts = {one["path"]: one["origin"] for one in json.loads(run(["case", "show", "made", "--ledger", "l", "--json"], folder).stdout)["facts"]}
    line = "shipments:s1/invoice_lines:1+2/"
    assert "vn-split.xml" in facts[line + "carrier_price"] and "made.json" in facts[line + "software_price"], facts


@test
def many_cases_by_a_column(folder):
    """Two cases of three rows: a file for each, none without a folder."""
    rows = HEAD + "a,VN,import,s1,2025-12-05,1,Accounts 7,300,USD\na,VN,import,s1,2025-12-05,2,Ledger,50,USD\nb,VN,import,s1,2025-12-06,1,Planner,3,USD\n"
    written(folder, "rows.csv", rows)
    assert run(["case", "new", "--from", "rows.csv", "--out", "one.json"], folder).returncode == 2
    got = run(["case", "new", "--from", "rows.csv", "--out", "out/"], folder)
    assert got.returncode == 3, got.stderr
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["a.json", "a.origins.json", "b.json", "b.origins.json"]
    case = json.loads((folder / "out/a.json").read_text(encoding="utf-8"))
    assert [line["name"] for line in case["shipments"][0]["invoice_lines"]] == ["Accounts 7", "Ledger"]


@test
def names_in_three_languages(folder):
    """The same row under English, Chinese and Vietnamese names of columns and words; without the marks of letters, too."""
    cells = {"en": ("contract day", "payment day", "payment amount (USD)", "purpose", "licence"), "zh": ("合同日期", "付款日期", "付款金额（USD）", "付款用途", "许可"),
             "vi": ("Ngày hợp đồng", "Ngày thanh toán", "Số tiền thanh toán (USD)", "Mục đích thanh toán", "giấy phép sử dụng"), "bare": ("ngay hop dong", "ngay thanh toan", "so tien thanh toan (USD)", "muc dich thanh toan", "LICENCE")}
    cases = []
    for name, (contract, day, amount, purpose, word) in cells.items():
        written(folder, f"{name}.csv", f"{contract};{day};{amount};{purpose}\n2025-11-03;2025-12-05;20000.00;{word}\n")
        got = run(["case", "new", "--from", f"{name}.csv", "--out", "-"], folder)
        assert got.returncode == 3, f"{name}: {got.stderr}"
        cases.append(json.loads(got.stdout))
    assert all(case == cases[0] for case in cases)
    contract = cases[0]["contracts"][0]
    assert contract["contract_day"] == "2025-11-03" and contract["payments"][0] == {"id": "p1", "payment_day": "2025-12-05", "payment_amount": "20000.00 USD", "purpose": "licence"}


@test
def the_row_decides_what_a_number_is_of(folder):
    """A contract's number and an amount beside facts of payments are the contract's id and the payment's amount; beside facts of a shipment they are not."""
    def told(name):
        return json.loads(run(["case", "new", "--from", name, "--out", "-"], folder).stdout)
    heads = {"en": "contract number,payment day,amount,purpose", "zh": "合同号,付款日期,金额,用途", "vi": "Số hợp đồng,ngày thanh toán,số tiền,mục đích", "whole": "Contract No.,payment date,payment amount,purpose"}
    words = {"en": "licence", "zh": "许可", "vi": "giấy phép sử dụng", "whole": "licence"}
    for name, head in heads.items():
        written(folder, f"{name}.csv", f"{head}\nHT-1,2025-12-05,20000 USD,{words[name]}\nHT-2,2025-12-06,500 USD,{words[name]}\nHT-1,2026-01-05,70 USD,{words[name]}\n")
        case = told(f"{name}.csv")
        assert "shipments" not in case, (name, case)
        paid = {one["id"]: [(payment["payment_day"], payment["payment_amount"], payment["purpose"]) for payment in one["payments"]] for one in case["contracts"]}
        assert paid == {"HT-1": [("2025-12-05", "20000 USD", "licence"), ("2026-01-05", "70 USD", "licence")], "HT-2": [("2025-12-06", "500 USD", "licence")]}, (name, paid)
    written(folder, "days.csv", "合同号,合同日期,付款编号,付款日期,付款金额\nHT-1,2025-11-01,p1,2025-12-05,20000 USD\nHT-2,2025-11-02,p1,2025-12-06,500 USD\n")
    case = told("days.csv")
    assert [(one["id"], one["contract_day"]) for one in case["contracts"]] == [("HT-1", "2025-11-01"), ("HT-2", "2025-11-02")] and "shipments" not in case, case
    written(folder, "goods.csv", "contract number,entry day,product\nHT-1,2025-12-05,Accounts 7\n")
    case = told("goods.csv")
    assert case["shipments"][0]["contract_number"] == "HT-1" and "contracts" not in case, case
    written(folder, "invoice.csv", "invoice no,contract number,description,amount,currency\nF-1,HT-1,Accounts 7 licence,500.00,USD\n")
    case = told("invoice.csv")
    assert case["shipments"][0]["contract_number"] == "HT-1" and len(case["shipments"][0]["invoice_lines"]) == 1 and "contracts" not in case, case


@test
def questions_are_names(folder):
    """A column may be headed by the question of a fact, as the dictionary has it."""
    facts = json.loads(run(["facts", "--json"], folder).stdout)
    question = next(one["question"] for one in facts if one["fact"] == "entry day")
    written(folder, "rows.csv", f'"{question}",name\n2025-12-05,Accounts 7\n')
    got = run(["case", "new", "--from", "rows.csv", "--out", "-"], folder)
    assert json.loads(got.stdout)["shipments"][0]["entry_day"] == "2025-12-05", got.stderr


@test
def several_files_make_one_case(folder):
    """An invoice, then a table that tells its shipment's day, then one of payments."""
    written(folder, "days.csv", "entry day\n2025-12-05\n")
    written(folder, "payments.csv", "contract,payment,payment day,payment amount\nc9,p1,2025-12-05,20000 USD\nc9,p2,2026-01-05,500 USD\n")
    case, origins, _, _ = made(["--from", INVOICES / "vn-split.xml", folder / "days.csv", folder / "payments.csv"], folder)
    assert len(case["shipments"]) == 1 and case["shipments"][0]["entry_day"] == "2025-12-05"
    assert [one["payment_amount"] for one in case["contracts"][0]["payments"]] == ["20000 USD", "500 USD"]
    assert origins["shipments:s1/entry_day"]["line"] == 2


@test
def a_workbook(folder):
    """A sheet made by another hand: cells name their places."""
    sheet = ('<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
             '<row r="1"><c r="A1" t="inlineStr"><is><t>entry day</t></is></c><c r="B1" t="inlineStr"><is><t>product</t></is></c><c r="C1" t="inlineStr"><is><t>carrier price (USD)</t></is></c></row>'
             '<row r="2"><c r="A2" t="inlineStr"><is><t>2025-12-05</t></is></c><c r="B2" t="inlineStr"><is><t>Accounts 7</t></is></c><c r="C2"><v>300.1</v></c></row></sheetData></worksheet>')
    parts = {"[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
             "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
             "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Goods" sheetId="1" r:id="r1"/></sheets></workbook>',
             "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
             "xl/worksheets/sheet1.xml": sheet}
    with zipfile.ZipFile(folder / "goods.xlsx", "w") as book:
        for name, text in parts.items():
            book.writestr(name, text)
    case, origins, _, _ = made(["--from", folder / "goods.xlsx"], folder)
    assert case["shipments"][0]["invoice_lines"][0]["carrier_price"] == "300.1 USD"
    assert origins["shipments:s1/invoice_lines:1/carrier_price"]["place"] == "Goods!C2"


@test
def rows_at_fault_go_aside(folder):
    """With --failed the case of a row at fault goes aside whole, with the reason; the others are made."""
    rows = HEAD + "a,VN,import,s1,2025-12-05,1,Accounts 7,300,USD\na,VN,import,s1,2025-12-05,2,Ledger,much,USD\nb,VN,import,s1,2025-12-06,1,Planner,3,USD\n"
    written(folder, "rows.csv", rows)
    assert run(["case", "new", "--from", "rows.csv", "--out", "out/"], folder).returncode == 1
    got = run(["case", "new", "--from", "rows.csv", "--out", "out/", "--failed", "failed.csv"], folder)
    assert got.returncode == 3, got.stderr
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["b.json", "b.origins.json"]
    failed = (folder / "failed.csv").read_text(encoding="utf-8").splitlines()
    assert len(failed) == 3 and failed[0].endswith("reason") and "another row of the case" in failed[1] and "much" in failed[2]


@test
def an_ambiguous_day_is_a_question(folder):
    """3 April or 4 March: nobody chooses; the option does."""
    written(folder, "rows.csv", "entry day,product\n03/04/2025,Accounts 7\n")
    got = run(["case", "new", "--from", "rows.csv", "--out", "-"], folder)
    assert got.returncode == 1 and "--day-order" in got.stderr
    for order, day in (("dmy", "2025-04-03"), ("mdy", "2025-03-04")):
        got = run(["case", "new", "--from", "rows.csv", "--out", "-", "--day-order", order], folder)
        assert json.loads(got.stdout)["shipments"][0]["entry_day"] == day


@test
def an_invoice_table_of_many_cases(folder):
    """A row a line, a column of cases: each case has its invoice; facts of the shipment stand beside."""
    rows = "Case;Invoice no;Goods;Kind;Quantity;Line total;Currency;Entry date\na;R-1;Disc;carrier;1;3,50;USD;2025-12-05\na;R-1;Licence;software;1;200,00;USD;2025-12-05\nb;R-2;Disc and licence;carrier;1;9,00;USD;2025-12-06\n"
    written(folder, "rows.csv", rows)
    got = run(["case", "new", "--from", "rows.csv", "--out", "out/"], folder)
    assert got.returncode == 3, got.stderr
    case = json.loads((folder / "out/a.json").read_text(encoding="utf-8"))["shipments"][0]
    assert case["commercial_invoice_number"] == "R-1" and case["entry_day"] == "2025-12-05"
    assert case["invoice_lines"][0]["carrier_price"] == "3.50 USD" and case["invoice_lines"][0]["software_price"] == "200.00 USD"


@test
def too_many_cases(folder):
    """LIMIT_INTAKE_CASES is 10,000: the next one is refused by name."""
    written(folder, "rows.csv", "case,product\n" + "".join(f"c{i},x\n" for i in range(10_001)))
    got = run(["case", "new", "--from", "rows.csv", "--out", "out/"], folder)
    assert got.returncode == 1 and "[intake-cases]" in got.stderr and "10000" in got.stderr


@test
def names_that_are_no_facts(folder):
    """A table of names in the data folder that names no fact is said: [intake-column]."""
    data = folder / "data"
    data.mkdir()
    for path in (ROOT / "data").iterdir():
        (data / path.name).symlink_to(path)
    (data / "intake-columns.csv").unlink()
    (data / "intake-columns.csv").write_text("field,en,zh,vi\nshipment.colour,colour,,\n", encoding="utf-8")
    written(folder, "rows.csv", "product\nAccounts 7\n")
    got = run(["case", "new", "--from", "rows.csv", "--out", "-"], folder, data=data)
    assert got.returncode == 1 and "[intake-column]" in got.stderr, got.stderr


@test
def data_names_facts_that_are_there(folder):
    """Every thing and fact of data/intake-again.csv is in the dictionary."""
    facts = {(one["of"], one["fact"]) for one in json.loads(run(["facts", "--json"], folder).stdout)}
    things = {of for of, _ in facts}
    with (ROOT / "data/intake-again.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["thing"] in things and (not row["fact"] or (row["thing"], row["fact"]) in facts), row


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
