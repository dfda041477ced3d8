#!/usr/bin/env python3
"""tests/invoice/run.py BINARY: invoices, good and flawed, and what is found on them.

NAME.expect, beside this file, has one command and what it must find, written by hand with the reckoning in remarks:

    run: check examples/invoices/x.xml --case examples/cases/y.json
    exit: 5
    finding: must line-amount 12:5      level, kind, line and column; exactly these, in any order
    costs: charges at_most value        of each demand with a cost, in the order of the paper; "-" not known
    has: a text                         stands in the text form
"""
# plain build only: tests/casework goes through the commands under the sanitizers
import json
import pathlib
import sys
import tempfile
from decimal import Decimal, ROUND_HALF_UP
import xml.etree.ElementTree as ET

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import commands  # noqa: E402
import tap  # noqa: E402
from commands import ROOT  # noqa: E402

CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"


def run(*words):
    return commands.run("invoice", *words, cwd=ROOT, COLUMNS="240")


def expected(path):
    keys = {"finding": [], "costs": [], "has": []}
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip() if not line.startswith("has:") else line
        if not line:
            continue
        key, _, value = line.partition(":")
        if key in keys and isinstance(keys[key], list):
            keys[key].append(value.strip())
        else:
            keys[key] = value.strip()
    return keys


def found(paper):
    return sorted(f"{row['level']} {row['kind']} {(row['where'] or '-').split(' ')[0]}" for row in paper.get("findings", []))


def costs(paper):
    return [" ".join(str(row[key] if row[key] is not None else "-") for key in ("charges", "at_most", "customs_value")) for row in paper.get("money", [])]


def check_file(path):
    keys = expected(path)
    words = keys["run"].split(" ")
    text, machine = run(*words), run(*words, "--format", "json")
    tap.report(f"{path.stem}: exit", str(machine.returncode) == keys["exit"] and text.returncode == machine.returncode, f"{machine.returncode} {text.returncode}\n{machine.stderr}")
    tap.report(f"{path.stem}: an exit other than 0 leaves a line", bool(machine.stderr) == (machine.returncode != 0), machine.stderr)
    try:
        paper = json.loads(machine.stdout, parse_float=str)
    except ValueError as fault:
        tap.report(f"{path.stem}: JSON", False, f"{fault}\n{machine.stdout}")
        return
    if words[0] == "check":
        tap.report(f"{path.stem}: findings", found(paper) == sorted(keys["finding"]), "\n".join(found(paper)))
    if keys["costs"]:
        tap.report(f"{path.stem}: costs", costs(paper) == keys["costs"], "\n".join(costs(paper)))
    for words_there in keys["has"]:
        tap.report(f"{path.stem}: says {words_there}", " ".join(words_there.split()) in " ".join(text.stdout.split()), text.stdout)


# ---- UBL: the sample of a case that tells all, held against the rules of EN 16931 by this file's own reckoning ----

def amount(parent, path):
    return Decimal(parent.find(path).text)


def en16931(root):
    """The core rules that a sample can break; each as (rule, holds)."""
    lines, total = root.findall(f"{CAC}InvoiceLine"), root.find(f"{CAC}LegalMonetaryTotal")
    sums = [amount(line, f"{CBC}LineExtensionAmount") for line in lines]
    currency = root.find(f"{CBC}DocumentCurrencyCode").text
    yield "BR-01 specification", root.find(f"{CBC}CustomizationID").text == "urn:cen.eu:en16931:2017"
    for rule, path in (("BR-02 number", f"{CBC}ID"), ("BR-03 day", f"{CBC}IssueDate"), ("BR-04 type", f"{CBC}InvoiceTypeCode"),
                       ("BR-06 seller", f"{CAC}AccountingSupplierParty/{CAC}Party/{CAC}PartyLegalEntity/{CBC}RegistrationName"),
                       ("BR-07 buyer", f"{CAC}AccountingCustomerParty/{CAC}Party/{CAC}PartyLegalEntity/{CBC}RegistrationName"),
                       ("BR-09 seller's country", f"{CAC}AccountingSupplierParty/{CAC}Party/{CAC}PostalAddress/{CAC}Country/{CBC}IdentificationCode"),
                       ("BR-11 buyer's country", f"{CAC}AccountingCustomerParty/{CAC}Party/{CAC}PostalAddress/{CAC}Country/{CBC}IdentificationCode")):
        yield rule, root.find(path) is not None and bool(root.find(path).text)
    yield "BR-16 a line", bool(lines)
    for number, line in enumerate(lines):
        for rule, path in (("BR-21", f"{CBC}ID"), ("BR-22", f"{CBC}InvoicedQuantity"), ("BR-24", f"{CBC}LineExtensionAmount"), ("BR-25", f"{CAC}Item/{CBC}Name"), ("BR-26", f"{CAC}Price/{CBC}PriceAmount"), ("BR-CO-4", f"{CAC}Item/{CAC}ClassifiedTaxCategory/{CBC}ID")):
            yield f"{rule} line {number}", line.find(path) is not None
        yield f"BR-23 line {number}", bool(line.find(f"{CBC}InvoicedQuantity").get("unitCode"))
        base = line.find(f"{CAC}Price/{CBC}BaseQuantity")
        exact = amount(line, f"{CBC}InvoicedQuantity") * amount(line, f"{CAC}Price/{CBC}PriceAmount") / (Decimal(base.text) if base is not None else 1)
        yield f"quantity x price, line {number}", exact.quantize(Decimal("0.01"), ROUND_HALF_UP) == amount(line, f"{CBC}LineExtensionAmount")
    yield "BR-CO-10", sum(sums) == amount(total, f"{CBC}LineExtensionAmount")
    yield "BR-CO-13", sum(sums) == amount(total, f"{CBC}TaxExclusiveAmount")
    tax = amount(root, f"{CAC}TaxTotal/{CBC}TaxAmount")
    subtotals = root.findall(f"{CAC}TaxTotal/{CAC}TaxSubtotal")
    yield "BR-CO-14", sum(amount(one, f"{CBC}TaxAmount") for one in subtotals) == tax
    yield "BR-CO-15", amount(total, f"{CBC}TaxExclusiveAmount") + tax == amount(total, f"{CBC}TaxInclusiveAmount")
    yield "BR-CO-16", amount(total, f"{CBC}TaxInclusiveAmount") == amount(total, f"{CBC}PayableAmount")
    yield "BR-CO-18", bool(subtotals)
    for one in subtotals:
        yield "BR-G-10 reason", one.find(f"{CAC}TaxCategory/{CBC}TaxExemptionReason") is not None
        yield "BR-48 rate", one.find(f"{CAC}TaxCategory/{CBC}Percent").text == "0"
        yield "BR-G-08 base", amount(one, f"{CBC}TaxableAmount") == sum(sums)
    yield "one currency", {element.get("currencyID") for element in root.iter() if element.get("currencyID")} == {currency}


# Elements below Invoice in the order of the UBL 2.1 schema.
ORDER = ["CustomizationID", "ID", "IssueDate", "DueDate", "InvoiceTypeCode", "Note", "DocumentCurrencyCode", "OrderReference", "ContractDocumentReference", "AdditionalDocumentReference",
         "AccountingSupplierParty", "AccountingCustomerParty", "Delivery", "DeliveryTerms", "PaymentTerms", "AllowanceCharge", "TaxTotal", "LegalMonetaryTotal", "InvoiceLine"]


def told_case():
    case = json.loads((ROOT / "examples/cases/vn-w11.json").read_text(encoding="utf-8"))
    case["shipments"][0].update({"commercial_invoice_number": "LS-2025-118", "commercial_invoice_day": "2025-11-28", "seller_on_the_invoice": "Lion Software Pte Ltd", "seller_country_on_the_invoice": "SG",
                                 "buyer_on_the_invoice": "Song Hong Trading JSC", "buyer_country_on_the_invoice": "VN", "terms_of_delivery": "CIP Ha Noi", "terms_of_payment": "30 days", "seller_tax_category": "G"})
    case["shipments"][0]["invoice_lines"][0]["licence_agreement"] = "LA-7"
    return case


def check_ubl():
    with tempfile.TemporaryDirectory() as folder:
        case, sample = pathlib.Path(folder) / "case.json", pathlib.Path(folder) / "sample.xml"
        told = told_case()
        case.write_text(json.dumps(told), encoding="utf-8")
        for language in ("en", "zh", "vi"):
            made = run(str(case), "--format", "ubl", "--lang", language)
            tap.report(f"ubl {language}: made", made.returncode == 0, made.stderr)
            root = ET.fromstring(made.stdout)
            for rule, holds in en16931(root):
                if language == "en" or not holds:
                    tap.report(f"ubl {language}: {rule}", holds, made.stdout)
            names = [child.tag.split("}")[1] for child in root]
            tap.report(f"ubl {language}: order of the schema", names == sorted(names, key=ORDER.index), names)
            sample.write_text(made.stdout, encoding="utf-8")
            again = run("check", str(sample), "--case", str(case))
            tap.report(f"ubl {language}: the sample meets its own demands", again.returncode == 0, again.stdout + again.stderr)
        # 203.00 for 7 pieces has no exact unit price: the price of all seven stands there
        told["shipments"][0]["invoice_lines"][0].update({"quantity": "7", "carrier_price": "10.01 USD", "software_price": "203.04 USD"})
        case.write_text(json.dumps(told), encoding="utf-8")
        made = run(str(case), "--format", "ubl")
        root = ET.fromstring(made.stdout)
        prices = [(line.find(f"{CAC}Price/{CBC}PriceAmount").text, line.findtext(f"{CAC}Price/{CBC}BaseQuantity")) for line in root.findall(f"{CAC}InvoiceLine")]
        tap.report("ubl: a price that does not divide", prices == [("1.43", None), ("203.04", "7")], prices)
        for rule, holds in en16931(root):
            if not holds:
                tap.report(f"ubl, price that does not divide: {rule}", holds, made.stdout)


# ---- the same invoice in all three forms is read as one ----

def check_forms():
    base = json.loads((ROOT / "examples/invoices/cn-remark.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        one = pathlib.Path(folder) / "one.json"
        for name, change, code in (("thousands separator", lambda i: i["lines"][1].update(amount="50,000.00"), 1), ("JSON number", lambda i: i["lines"][1].update(amount=50000.00), 1),
                                   ("exponent", lambda i: i["lines"][1].update(amount="5e4"), 1), ("a cent off", lambda i: i["lines"][1].update(amount="50000.01"), 5),
                                   ("half a cent off, a product that is rounded", lambda i: i["lines"][0].update(unit_price="2.00005"), 0), ("issued on the day of the entry", lambda i: i.update(day="2026-03-10"), 0), ("issued after the entry of 2026-03-10", lambda i: i.update(day="2026-03-11"), 5),
                                   ("another price than the case's", lambda i: (i["lines"][1].update(amount="40000.00", unit_price="400.00"), i["total"].update(lines="40200.00", payable="40200.00")), 5),
                                   ("a day that is none", lambda i: i.update(day="2026-02-29"), 1), ("two serial numbers for a hundred pieces", lambda i: i["lines"][0].update(serial_numbers=["1", "2"]), 5),
                                   ("a line twice", lambda i: (i["lines"].append(i["lines"][1]), i["total"].update(lines="100200.00", payable="100200.00")), 5), ("no lines", lambda i: i.update(lines=[]), 5),
                                   ("trailing zeros", lambda i: i["lines"][0].update(amount="200.0000"), 0)):
            changed = json.loads(json.dumps(base))
            change(changed)
            one.write_text(json.dumps(changed), encoding="utf-8")
            result = run("check", str(one), "--case", "examples/cases/cn-procedure-disc.json")
            tap.report(f"figures: {name}", result.returncode == code, f"{result.returncode}\n{result.stdout}{result.stderr}")


def check_size():
    """The limit on lines, and the time of an invoice at it."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "long.csv"
        for count, code in ((100_000, 5), (100_001, 1)):
            rows = [f"1,USD,Accounts {i},1,2.00,2.00" for i in range(count)]
            file.write_text("\n".join(["Invoice no,Currency,Goods,Qty,Price,Amount", *rows, ""]), encoding="utf-8")
            result = run("check", str(file), "--case", "examples/cases/vn-w11.json", "--format", "csv")
            tap.report(f"{count} lines", result.returncode == code and (code == 5 or "invoice-too-long" in result.stderr), result.stderr[:2000])


def check_mark():
    """What a spreadsheet program saves as UTF-8 begins with a byte-order mark: it is read as if it did not."""
    plain = ROOT / pathlib.Path("examples/invoices/vn-sums-wrong.csv")
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "marked.csv"
        file.write_bytes(b"\xef\xbb\xbf" + plain.read_bytes())
        results = [run("check", str(each), "--format", "json") for each in (plain, file)]
        findings = [found(json.loads(result.stdout, parse_float=str)) for result in results if result.stdout]
        tap.report("a byte-order mark changes nothing", len(findings) == 2 and findings[0] == findings[1] and results[0].returncode == results[1].returncode, results[1].stderr)


def check_unasked():
    """Pages on invoices are written for imports of three countries: elsewhere no demand of the law is no leave, and the paper says so."""
    for case, silent in (("cn-export-2011", True), ("vn-export-disc", True), ("vn-w11", False), ("in-we08", False), ("cn-procedure-disc", False)):
        path = f"examples/cases/{case}.json"
        if (ROOT / path).exists():
            told = run(path, "--json").stdout
            tap.report(f"{case}: whether a page speaks of invoices", ("No page of this country" in told) == silent, told[-600:])


def check_product_names():
    """The words that two lines of one product do not share tell the carrier from the licence; one line that names both is one price; what is neither cannot be seen."""
    head = {"content": "application software", "medium": "optical disc"}
    names = (("Accounts software 7, DVD-R", "Accounts software 7 licence", None), ("管理软件3 光盘", "管理软件3 软件许可", None), ("Đĩa cài phần mềm kế toán", "Bản quyền phần mềm kế toán", None),
             ("Accounts software 7, DVD-R", "Accounts software 7", "demand_open"), ("Accounts software 7, disc and licence", "Accounts software 7 licence", "demand_missing"))
    for disc, licence, kind in names:
        lines = [{"id": "1", "name": disc, "amount": "200.00", "delivery_form": "carrier", **head}, {"id": "2", "name": licence, "amount": "50000.00", "content": "application software"}]
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "invoice.json"
            file.write_text(json.dumps({"number": "A-1", "day": "2025-12-05", "currency": "USD", "lines": lines}), encoding="utf-8")
            paper = json.loads(run("check", str(file), "--jurisdiction", "VN", "--movement", "import", "--as-of", "2025-12-05", "--json").stdout)
        kinds = [one["kind"] for one in paper["findings"] if "lines apart" in one["finding"] and one["kind"] != "demand_perhaps"]
        tap.report(f"{disc} beside {licence}: {kind or 'apart'}", kinds == ([kind] if kind else []), kinds)


def check_languages():
    for language, words in (("zh", "应载明"), ("vi", "Phải ghi")):
        for form in ("text", "html"):
            result = run("check", "examples/invoices/vn-one-price.xml", "--case", "examples/cases/vn-w11.json", "--lang", language, "--format", form)
            tap.report(f"{language} {form}", words in result.stdout, result.stdout)


def main():
    for path in sorted(HERE.glob("*.expect")):
        check_file(path)
    check_ubl()
    check_forms()
    check_size()
    check_mark()
    check_unasked()
    check_product_names()
    check_languages()
    sys.exit(tap.exit_code())


main()
