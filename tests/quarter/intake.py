"""Tables of goods and payments as people have them, through `declarant case new --from`: what the case holds is what was put in."""
import json

import commands
import make
from tap import report

HEAD = ["Invoice No", "Invoice Date", "Line", "Item", "Qty", "Unit Price", "Amount", "Currency", "HS Code", "Origin"]
DAY = make.datetime.date(2026, 3, 2)
DISC = ["X8", DAY, 1, "Manage 3, CD-ROM", 100, ("amount", 200), ("amount", 20_000), "USD", "85234910", "DE"]
LICENCE = ["X8", DAY, 2, "Manage 3, software licence", 100, ("amount", 50_000), ("amount", 5_000_000), "USD", "", "DE"]
TOTAL = ["", "", "", "Total", 200, "", ("amount", 5_020_000), "USD", "", ""]


def case_of(path, *more):
    done = commands.run("case", "new", "--from", path, "--jurisdiction", "CN", "--movement", "import", "--out", "-", *more)
    try:
        return json.loads(done.stdout), done
    except ValueError:
        return {}, done


def lines_of(case):
    return [{key: line.get(key) for key in ("carrier_price", "software_price", "priced_apart", "quantity", "origin")} for ship in case.get("shipments", []) for line in ship.get("invoice_lines", [])]


ONE = [{"carrier_price": "200 USD", "software_price": "50000 USD", "priced_apart": True, "quantity": "100", "origin": "DE"}]


def check_books(folder):
    books = {"plain": [HEAD, DISC, LICENCE], "title": [["COMMERCIAL INVOICE"], [], ["Hanse Software GmbH, Hamburg"], HEAD, DISC, LICENCE], "totals": [HEAD, DISC, LICENCE, TOTAL]}
    notes = {"title": "[table-title]", "totals": "[table-totals]"}
    for name, lines in books.items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(make.as_xlsx(lines))
        case, done = case_of(path)
        report(f"workbook, {name}: one thing of two lines", lines_of(case) == ONE, f"{lines_of(case)} {done.stderr[:600]}")
        report(f"workbook, {name}: told", notes.get(name, "") in done.stderr, done.stderr[:600])


def check_names(folder):
    """Countries and currencies as they are called, and a title above a CSV."""
    texts = {
        "zh": "发票号,发票日期,项号,货物名称,数量,单价,金额,币制,原产国\nX8,2026年3月2日,1,Manage 3 光盘,100,2.00,200.00,美元,德国\nX8,2026年3月2日,2,Manage 3 软件许可,100,500.00,50000.00,美元,德国\n,,,合计,,,50200.00,美元,\n",
        "vi": "Số hóa đơn;Ngày hóa đơn;Dòng;Tên hàng;Số lượng;Đơn giá;Thành tiền;Loại tiền;Xuất xứ\nX8;2026-03-02;1;Manage 3, đĩa DVD;100;2,00;200,00;USD;Đức\n"
              "X8;2026-03-02;2;Manage 3, giấy phép phần mềm;100;500,00;50.000,00;USD;Đức\nTổng cộng;;;;;;50.200,00;;\n",
        "en": "Invoice,,,,,,,,\nInvoice No,Invoice Date,Line,Item,Qty,Unit Price,Amount,Currency,Origin\nX8,2026-03-02,1,\"Manage 3, CD-ROM\",100,2.00,200.00,USD,Germany\n"
              "X8,2026-03-02,2,\"Manage 3, software licence\",100,500.00,\"50,000.00\",USD,Germany\n,,,Grand total:,,,\"50,200.00\",,\n"}
    for name, text in texts.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        case, done = case_of(path)
        lines = [line | {key: str(line[key]).replace(".00", "") for key in ("carrier_price", "software_price")} for line in lines_of(case)]
        report(f"names of countries and currencies, {name}", lines == ONE, f"{lines} {done.stderr[:600]}")


def check_not_used(folder):
    path = folder / "freight.csv"
    path.write_text("Invoice No,Invoice Date,Line,Item,Qty,Unit Price,Amount,Currency\nX8,2026-03-02,1,CD-ROM Manage 3,1,5.00,5.00,USD\n"
                    "X8,2026-03-02,2,Annual maintenance service,1,3000.00,3000.00,USD\nX8,2026-03-02,3,Freight Hamburg to Shanghai,1,120.00,120.00,USD\n", encoding="utf-8")
    done = commands.run("case", "new", "--from", path, "--jurisdiction", "CN", "--movement", "import", "--json")
    report("a freight that is no goods is told with its figure", '"120.00"' in done.stdout and '"3000.00"' in done.stdout, done.stdout[:1500])


def check_payments(folder):
    path = folder / "payments.csv"
    path.write_text("contract,payment,payment date,amount paid,currency,purpose of payment\nc1,p1,2026-03-20,600.00,USD,licence\nc1,p2,2026-04-20,400.00,USD,licence\n,Total,,1000.00,USD,\n", encoding="utf-8")
    case, done = case_of(path)
    payments = [[pay["id"], pay["payment_amount"]] for contract in case.get("contracts", []) for pay in contract.get("payments", [])]
    report("totals of payments are no payment", payments == [["p1", "600.00 USD"], ["p2", "400.00 USD"]], f"{payments} {done.stderr[:500]}")


def check_zeros(folder):
    path = folder / "zeros.csv"
    path.write_text("Invoice No,Invoice Date,Line,Item,Qty,Unit Price,Amount,Currency,HS Code\nX8,2026-03-02,1,Tea and a CD-ROM,1,10.00,10.00,USD,9012100\n", encoding="utf-8")
    case, done = case_of(path)
    report("a code that lost its zero is a question", not case and done.returncode == 1 and "[lost-zeros]" in done.stderr and '"09012100"' in done.stderr, done.stderr[:600])
    case, done = case_of(path, "--accept-zeros", "HS Code")
    report("the zero comes back when it is accepted", [line.get("told_code") for ship in case.get("shipments", []) for line in ship["invoice_lines"]] == ["09012100"], done.stderr[:600])


def check(folder):
    folder.mkdir()
    check_books(folder)
    check_names(folder)
    check_not_used(folder)
    check_payments(folder)
    check_zeros(folder)
