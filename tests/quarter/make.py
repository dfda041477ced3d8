#!/usr/bin/env python3
"""A quarter as firms keep it, with a known truth: four books, differences that were planted, and others that only look like one.

    make.py FOLDER [--seed N] [--rows N] [--country CN|VN|IN]

Writes the four books, each in the form of one tool and one language, and prints the truth: for each plant its kind, its book and the
number of its row. Nothing here was taken from the program: names of columns are those of tools and offices (single window and bank of
China, VNACCS, ICEGATE, asset management), the lawful part of the quarter is lawful by how it is built, and each plant changes one thing.
"""
import argparse
import csv
import datetime
import io
import json
import pathlib
import random
import zipfile
from xml.sax.saxutils import escape

FIRST, LAST = datetime.date(2026, 7, 1), datetime.date(2026, 9, 30)
BOOKS = ("licences", "declarations", "filings", "payments")


def day(offset):
    return FIRST + datetime.timedelta(days=offset)


# ---- the quarter: rows as plain fields, amounts in cents ----

WORDS = ("Accounts", "CAD Suite", "Monitor", "Shop Engine", "Route Planner", "Ledger Pro", "数据平台", "设计大师", "Kế toán", "Quản lý kho", "Vision", "Compiler")
THRESHOLD = 5_000_000  # 50,000 dollars: a payment of exactly this much needs no recordal


class Quarter:
    def __init__(self, seed, country):
        self.random = random.Random(f"{country}{seed}")
        self.country = country
        self.books = {book: [] for book in BOOKS}
        self.plants = []
        self.counts = dict.fromkeys(BOOKS, 0)
        self.deals = self.contracts = 0

    # -- one row of each book; `told` overrides what a lawful row would say --

    def number(self, book):
        self.counts[book] += 1
        n = self.counts[book]
        return {"licences": f"ENT-{n:06d}", "declarations": f"5316{2026}1{n:09d}", "filings": f"TX2026{n:07d}", "payments": f"PAY{n:07d}"}[book]

    def row(self, book, deal, **told):
        row = {"number": self.number(book), "item": "1", "used": None, "until": None, "recordal": None, "ruling_until": None, "verdict": None, "delivery": None,
               "tax": None, "code": None, **deal, **told}
        self.books[book].append(row)
        return row

    def contract(self):
        self.contracts += 1
        return f"{self.country}-2026-{self.contracts:05d}"

    def deal(self, contract=None, amount=None, quantity=None, **told):
        """What was agreed: amounts of one contract never meet by chance, since each deal has its own last figures."""
        self.deals += 1
        n = self.deals
        quantity = quantity or self.random.choice((1, 5, 10, 20, 25, 50, 100))
        amount = amount or self.random.randrange(1_000, 45_000) * 100 + n % 97
        told.setdefault("day", day(self.random.randrange(0, 60)))
        return {"contract": contract or self.contract(), "product": f"{self.random.choice(WORDS)} {n}", "version": f"{self.random.randrange(1, 15)}.{self.random.randrange(10)}",
                "quantity": quantity, "amount": amount, "currency": "USD", **told}

    def licence(self, deal, **told):
        return self.row("licences", deal, **{"delivery": "carrier", "code": self.code(), **told})

    def declaration(self, deal, **told):
        return self.row("declarations", deal, **{"code": self.code(), **told})

    def payment(self, deal, **told):
        row = self.row("payments", deal, day=told.pop("day", deal["day"] + datetime.timedelta(days=self.random.randrange(0, 20))), **told)
        if self.is_registered(row) and "recordal" not in told:
            row["recordal"] = f"BA{self.counts['payments']:08d}"
        return row

    def is_registered(self, payment):
        """China above the threshold (law/cn.md CN-PAY-03); India each payment (form of remittances); Viet Nam none."""
        return self.country == "IN" or (self.country == "CN" and payment["amount"] > THRESHOLD)

    def taxes(self):
        return {"CN": ("VAT", "EIT"), "VN": ("VAT", "CIT"), "IN": ("GST",)}[self.country]

    def filing(self, deal, payment, **told):
        """All taxes of one payment, filed some days later and inside the quarter; the rows."""
        filed = min(payment["day"] + datetime.timedelta(days=7), LAST)
        return [self.row("filings", deal, **{"amount": payment["amount"], "currency": payment["currency"], "tax": tax, "day": filed, **told}) for tax in self.taxes()]

    def code(self):
        return {"CN": "8523491000", "VN": "85234911", "IN": "85238020"}[self.country]

    def lawful(self, **told):
        deal = self.deal(**told)
        licence = self.licence(deal)
        declaration = self.declaration(deal)
        payment = self.payment(deal)
        return licence, declaration, payment, self.filing(deal, payment)

    def plant(self, kind, book, row):
        self.plants.append({"kind": kind, "book": book, "number": row["number"]})


# ---- what is wrong: each makes one difference ----

def undeclared(q):
    deal = q.deal()
    q.plant("licence without declaration", "licences", q.licence(deal))
    q.filing(deal, q.payment(deal))


def unlicensed(q):
    deal = q.deal()
    other = q.deal(contract=deal["contract"])  # the contract is known; another product came by network
    q.licence(other, delivery="download")
    q.filing(other, q.payment(other))
    q.plant("declaration without licence", "declarations", q.declaration(deal))
    q.filing(deal, q.payment(deal))


def unregistered(q, cents=None):
    deal = q.deal(amount=cents or q.random.randrange(51_000, 300_000) * 100 + 7)
    q.licence(deal)
    q.declaration(deal)
    payment = q.payment(deal, recordal=None)
    q.plant("payment without recordal", "payments", payment)
    q.filing(deal, payment)


def a_cent_over(q):
    unregistered(q, THRESHOLD + 1)


def paid_for_nothing(q):
    """The contract is known, and what it asks was paid; this was paid besides."""
    licence, _, _, _ = q.lawful()
    extra = q.deal(contract=licence["contract"])
    payment = q.payment(extra)
    q.plant("payment without licence", "payments", payment)
    q.filing(extra, payment)


def contract_unknown(q):
    deal = q.deal(contract=f"X-{q.random.randrange(10_000, 99_999)}")
    payment = q.payment(deal)
    q.plant("contract unknown", "payments", payment)
    q.filing(deal, payment)


def unfiled(q):
    deal = q.deal()
    q.licence(deal)
    q.declaration(deal)
    payment = q.payment(deal)
    for row in q.filing(deal, payment):
        q.books["filings"].remove(row)
    q.plant("tax filing missing", "payments", payment)


def filed_for_nothing(q):
    deal = q.deal()
    q.licence(deal)
    q.declaration(deal)
    q.filing(deal, q.payment(deal))
    extra = q.deal(contract=deal["contract"])
    q.licence(extra, delivery="download")
    row = q.row("filings", extra, tax=q.taxes()[0], day=extra["day"])
    q.plant("filing without payment", "filings", row)


def value_declared(q):
    deal = q.deal()
    q.licence(deal)
    q.plant("value off", "declarations", q.declaration(deal, amount=deal["amount"] - 1))  # one cent
    q.filing(deal, q.payment(deal))


def value_paid(q):
    deal = q.deal(amount=q.random.randrange(10, 44) * 100_000 + 12_345)
    q.licence(deal)
    q.declaration(deal)
    payment = q.payment(deal, amount=deal["amount"] + 9_900)
    q.plant("value off", "payments", payment)
    q.filing(deal, payment)


def value_filed(q):
    deal = q.deal()
    q.licence(deal)
    q.declaration(deal)
    filings = q.filing(deal, q.payment(deal))
    filings[0]["amount"] = deal["amount"] // 10  # a lost digit
    q.plant("value off", "filings", filings[0])


def quantity_declared(q):
    deal = q.deal(quantity=25)
    q.licence(deal)
    q.plant("quantity off", "declarations", q.declaration(deal, quantity=20))
    q.filing(deal, q.payment(deal))


def version_unassessed(q):
    deal = q.deal()
    q.licence(deal, version=deal["version"] + ".1")
    q.plant("version not assessed", "declarations", q.declaration(deal))
    q.filing(deal, q.payment(deal))


def licence_expired(q):
    deal = q.deal()
    q.plant("licence expired", "licences", q.licence(deal, until=day(75), used=1))
    q.declaration(deal)
    q.filing(deal, q.payment(deal))


def ruling_expired(q):
    deal = q.deal(day=day(40))
    q.licence(deal)
    q.plant("ruling expired", "declarations", q.declaration(deal, ruling_until=day(39)))
    q.filing(deal, q.payment(deal))


def overused(q):
    deal = q.deal(quantity=50)
    q.plant("used beyond count", "licences", q.licence(deal, used=51))
    q.declaration(deal)
    q.filing(deal, q.payment(deal))


def declared_twice(q):
    deal = q.deal()
    q.licence(deal)
    q.declaration(deal)
    again = q.declaration(deal, day=deal["day"] + datetime.timedelta(days=2))
    q.plant("declared twice", "declarations", again)
    q.filing(deal, q.payment(deal))


def paid_twice(q):
    deal = q.deal()
    q.licence(deal)
    q.declaration(deal)
    q.filing(deal, q.payment(deal))
    q.plant("paid twice", "payments", q.payment(deal, day=LAST))


def filed_twice(q):
    deal = q.deal()
    q.licence(deal)
    q.declaration(deal)
    rows = q.filing(deal, q.payment(deal))
    again = q.row("filings", deal, amount=rows[0]["amount"], tax=rows[0]["tax"], day=LAST)
    q.plant("filed twice", "filings", again)


def currency_declared(q):
    deal = q.deal()
    q.licence(deal)
    q.plant("currency off", "declarations", q.declaration(deal, currency="EUR"))
    q.filing(deal, q.payment(deal))


def code_declared(q):
    deal = q.deal()
    q.licence(deal)
    q.plant("code off", "declarations", q.declaration(deal, code=q.code()[:4] + "29" + q.code()[6:]))
    q.filing(deal, q.payment(deal))


PLANTS = [(undeclared, 3), (unlicensed, 3), (unregistered, 2), (a_cent_over, 1), (paid_for_nothing, 2), (contract_unknown, 2), (unfiled, 3), (filed_for_nothing, 2),
          (value_declared, 2), (value_paid, 2), (value_filed, 2), (quantity_declared, 3), (version_unassessed, 2), (licence_expired, 2), (ruling_expired, 1),
          (overused, 1), (declared_twice, 2), (paid_twice, 2), (filed_twice, 1), (currency_declared, 1), (code_declared, 1)]
assert sum(times for _, times in PLANTS) == 40


# ---- what only looks wrong ----

def instalments(q):
    deal = q.deal(amount=3_000_000)
    q.licence(deal)
    q.declaration(deal)
    for part in (1_200_000, 1_050_000, 750_000):
        q.filing(deal, q.payment(deal, amount=part))


def partial_deliveries(q):
    deal = q.deal(amount=900_000, quantity=300)
    q.licence(deal)
    for part, quantity in ((300_000, 100), (600_000, 200)):
        q.declaration(deal, amount=part, quantity=quantity)
    q.filing(deal, q.payment(deal))


def equal_deliveries(q):
    """Two equal rows that are lawful: half of the licence each, on two items of one declaration."""
    deal = q.deal(amount=800_000, quantity=200)
    q.licence(deal)
    first = q.declaration(deal, amount=400_000, quantity=100)
    q.declaration(deal, amount=400_000, quantity=100, number=first["number"], item="2")
    q.filing(deal, q.payment(deal))


def equal_deals(q):
    """The same bought twice under one contract: two of each book, alike in all but their numbers."""
    deal = q.deal()
    for _ in range(2):
        q.licence(deal)
        q.declaration(deal)
        payment = q.payment(deal, day=deal["day"])
        q.filing(deal, payment)


def one_payment_for_two(q):
    deal = q.deal(amount=700_000, quantity=30)
    q.licence(deal)
    q.declaration(deal, amount=300_000, quantity=10)
    q.declaration(deal, amount=400_000, quantity=20)
    q.filing(deal, q.payment(deal))


def two_products_one_payment(q):
    """Banks know contracts, and no products."""
    first = q.deal(amount=610_011)
    second = q.deal(contract=first["contract"], amount=720_022)
    for deal in (first, second):
        q.licence(deal)
        q.declaration(deal)
    both = {**first, "amount": first["amount"] + second["amount"], "product": None}
    q.filing(both, q.payment(both))


def product_untold(q):
    deal = q.deal()
    q.licence(deal)
    q.declaration(deal)
    q.filing({**deal, "product": None}, q.payment({**deal, "product": None}))


def same_product_in_two_contracts(q):
    first = q.deal()
    second = {**first, "contract": q.contract(), "amount": first["amount"] + 3}
    for deal in (first, second):
        q.licence(deal)
        q.declaration(deal)
        q.filing(deal, q.payment(deal))


def written_otherwise(q):
    deal = q.deal()
    product = deal["product"]
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in product)
    q.licence(deal)
    q.declaration({**deal, "product": product.upper(), "contract": deal["contract"].lower()})
    q.filing({**deal, "product": "  " + product.replace(" ", "  ")}, q.payment({**deal, "product": wide}))


def exactly_the_threshold(q):
    q.lawful(amount=THRESHOLD)


def by_network(q):
    deal = q.deal()
    q.licence(deal, delivery="download")
    q.filing(deal, q.payment(deal))


def version_assessed(q):
    deal = q.deal()
    q.licence(deal, version=deal["version"] + ".2", verdict="assessed")
    q.declaration(deal)
    q.filing(deal, q.payment(deal))


def registered_first(q):
    """The same contract over the threshold twice: the number of the first is enough since 2021."""
    if q.country != "CN":
        return
    deal = q.deal(amount=12_000_000)
    q.licence(deal)
    q.declaration(deal)
    q.filing(deal, q.payment(deal, amount=6_000_000, day=deal["day"]))
    q.filing(deal, q.payment(deal, amount=6_000_000, day=deal["day"] + datetime.timedelta(days=5), recordal=None))


def another_quarter(q):
    q.lawful(day=day(-80))


DECOYS = [instalments, partial_deliveries, equal_deliveries, equal_deals, one_payment_for_two, two_products_one_payment, product_untold, same_product_in_two_contracts,
          written_otherwise, exactly_the_threshold, by_network, version_assessed, registered_first, another_quarter]


def make(seed=1, rows=10_000, country="CN", times=5):
    """The quarter: exactly `rows` rows, 40 plants, each decoy `times` times."""
    q = Quarter(seed, country)
    work = [plant for plant, count in PLANTS for _ in range(count)]
    if country == "VN":  # which registers no payments
        work = [value_declared if plant in (unregistered, a_cent_over) else plant for plant in work]
    work += DECOYS * times
    q.random.shuffle(work)
    for step in work:
        step(q)
    each = 3 + len(q.taxes())
    while sum(map(len, q.books.values())) + each <= rows:
        q.lawful()
    while sum(map(len, q.books.values())) < rows:
        q.licence(q.deal(), day=day(-200))  # of an earlier year
    return q


# ---- how tools write it ----

VERDICTS = {"assessed": {"en": "assessed", "zh": "已评估", "vi": "đã đánh giá"}}
DELIVERIES = {"carrier": {"en": "carrier", "zh": "光盘", "vi": "đĩa"}, "download": {"en": "download", "zh": "下载", "vi": "tải xuống"}}
TAXES = {"VAT": {"en": "VAT", "zh": "增值税", "vi": "GTGT"}, "EIT": {"en": "EIT", "zh": "企业所得税", "vi": "TNDN"}, "CIT": {"en": "CIT", "zh": "企业所得税", "vi": "TNDN"},
         "GST": {"en": "IGST (reverse charge)", "zh": "GST", "vi": "GST"}}

# A style: language, then (header, field). Of a field in quotes ("=Pcs") the text itself stands in each row.
STYLES = {
    "licences": {
        "en": [("Publisher", "=Example Software Inc."), ("Product Title", "product"), ("Version", "version"), ("Entitlement ID", "number"), ("Agreement Number", "contract"),
               ("Quantity Purchased", "quantity"), ("In Use", "used"), ("Start Date", "day"), ("End Date", "until"), ("Total Cost", "amount"), ("Currency", "currency"),
               ("Delivery Method", "delivery"), ("HS Code", "code"), ("Release Verdict", "verdict")],
        "zh": [("序号", "#"), ("软件名称", "product"), ("版本号", "version"), ("授权编号", "number"), ("合同编号", "contract"), ("授权数量", "quantity"), ("已用数量", "used"),
               ("授权日期", "day"), ("到期日期", "until"), ("授权金额", "amount"), ("币种", "currency"), ("交付方式", "delivery"), ("商品编码", "code"), ("评估结论", "verdict")],
        "vi": [("STT", "#"), ("Tên phần mềm", "product"), ("Phiên bản", "version"), ("Số giấy phép", "number"), ("Số hợp đồng", "contract"), ("Số lượng", "quantity"),
               ("Đang dùng", "used"), ("Ngày bắt đầu", "day"), ("Ngày hết hạn", "until"), ("Thành tiền", "amount"), ("Loại tiền", "currency"), ("Hình thức giao", "delivery"),
               ("Mã HS", "code"), ("Kết luận đánh giá", "verdict")]},
    "declarations": {
        "zh": [("报关单号", "number"), ("项号", "item"), ("商品编号", "code"), ("商品名称", "product"), ("规格型号", "version"), ("成交数量", "quantity"), ("成交单位", "=套"), ("总价", "amount"),
               ("币制", "currency"), ("合同协议号", "contract"), ("申报日期", "day"), ("监管方式", "=一般贸易"), ("预裁定有效期至", "ruling_until")],
        "vi": [("Số tờ khai", "number"), ("Mã loại hình", "=A11"), ("Số dòng hàng", "item"), ("Mã HS", "code"), ("Tên hàng", "product"), ("Phiên bản", "version"), ("Lượng", "quantity"),
               ("Trị giá hóa đơn", "amount"), ("Mã tiền tệ", "currency"), ("Số hợp đồng", "contract"), ("Ngày đăng ký", "day"),
               ("Văn bản xác định trước có hiệu lực đến", "ruling_until")],
        "en": [("Port Code", "=INMAA4"), ("BE No", "number"), ("Item Sl No", "item"), ("CTH", "code"), ("Item Description", "product"), ("Version", "version"), ("Quantity", "quantity"),
               ("Invoice Value", "amount"), ("Invoice Currency", "currency"), ("Contract No", "contract"), ("BE Date", "day"), ("Advance Ruling Valid Until", "ruling_until")]},
    "filings": {
        "zh": [("申报表编号", "number"), ("税种", "tax"), ("合同编号", "contract"), ("项目名称", "product"), ("计税依据", "amount"), ("币种", "currency"), ("申报日期", "day")],
        "vi": [("Số tờ khai thuế", "number"), ("Loại thuế", "tax"), ("Số hợp đồng", "contract"), ("Tên phần mềm", "product"), ("Doanh thu tính thuế", "amount"), ("Loại tiền", "currency"),
               ("Ngày nộp tờ khai", "day")],
        "en": [("ARN", "number"), ("Tax Type", "tax"), ("Contract No", "contract"), ("Description", "product"), ("Taxable Value", "amount"), ("Currency", "currency"),
               ("Date of Filing", "day")]},
    "payments": {
        "zh": [("业务编号", "number"), ("付款日期", "day"), ("收款人", "=EXAMPLE SOFTWARE INC."), ("币种", "currency"), ("付款金额", "amount"), ("合同编号", "contract"), ("软件名称", "product"),
               ("税务备案编号", "recordal"), ("款项用途", "=软件许可费")],
        "vi": [("Số chứng từ", "number"), ("Ngày thanh toán", "day"), ("Người thụ hưởng", "=EXAMPLE SOFTWARE INC."), ("Loại tiền", "currency"), ("Số tiền", "amount"),
               ("Số hợp đồng", "contract"), ("Sản phẩm", "product"), ("Số đăng ký", "recordal"), ("Mục đích thanh toán", "=phí bản quyền")],
        "en": [("Transaction Reference", "number"), ("Value Date", "day"), ("Beneficiary", "=EXAMPLE SOFTWARE INC."), ("Currency", "currency"), ("Amount", "amount"),
               ("Contract Number", "contract"), ("Product", "product"), ("Tax Recordal No.", "recordal"), ("Purpose of Payment", "=licence fee")]}}

TOTALS = {"en": "Grand Total", "zh": "合计", "vi": "Tổng cộng"}


def grouped(cents, comma):
    text = f"{cents // 100:,}.{cents % 100:02d}"
    return text.translate(str.maketrans(",.", ".,")) if comma else text


class Form:
    """How one book is written: separator or XLSX, days, figures."""

    def __init__(self, language, kind, day, figure, totals=False):
        self.language, self.kind, self.day, self.figure, self.totals = language, kind, day, figure, totals

    def text_of_day(self, value):
        return value.strftime({"iso": "%Y-%m-%d", "dmy": "%d/%m/%Y", "zh": "%Y年%-m月%-d日", "dots": "%Y.%m.%d", "slash": "%Y/%m/%d", "word": "%d-%b-%Y"}[self.day])

    def text_of_amount(self, cents):
        return {"plain": f"{cents // 100}.{cents % 100:02d}", "point": grouped(cents, False), "comma": grouped(cents, True)}[self.figure]

    def cell(self, row, field, place):
        if field == "#":
            return place
        if field.startswith("="):
            return field[1:]
        value = row[field]
        words = {"delivery": DELIVERIES, "tax": TAXES, "verdict": VERDICTS}.get(field)
        if words and value:
            return words[value][self.language]
        if field == "amount":
            return ("amount", value)
        return "" if value is None else value


CN_FORMS = {"licences": Form("en", "comma", "iso", "plain"), "declarations": Form("zh", "xlsx", "slash", "plain", totals=True), "filings": Form("zh", "tab", "zh", "point"),
            "payments": Form("zh", "comma", "iso", "point")}
VN_FORMS = {"licences": Form("vi", "semicolon", "dmy", "comma", totals=True), "declarations": Form("vi", "semicolon", "dmy", "comma"), "filings": Form("vi", "xlsx", "iso", "plain"),
            "payments": Form("vi", "tab", "dmy", "plain")}
IN_FORMS = {"licences": Form("en", "xlsx", "iso", "plain"), "declarations": Form("en", "comma", "word", "plain"), "filings": Form("en", "comma", "dmy", "point"),
            "payments": Form("en", "tab", "slash", "point", totals=True)}
FORMS = {"CN": CN_FORMS, "VN": VN_FORMS, "IN": IN_FORMS}


def table(rows, style, form, shuffle=None):
    """Header and rows; with `shuffle` columns and rows stand in another order."""
    columns, rows = list(style), list(rows)
    if shuffle:
        shuffle.shuffle(columns)
        shuffle.shuffle(rows)
    lines = [[header for header, _ in columns]]
    lines += [[form.cell(row, field, place) for _, field in columns] for place, row in enumerate(rows, 1)]
    if form.totals:
        first = [at for at, (_, field) in enumerate(columns) if field == "product"][0]
        line = [""] * len(columns)
        line[first] = TOTALS[form.language]
        line[[at for at, (_, field) in enumerate(columns) if field == "amount"][0]] = ("amount", sum(row["amount"] for row in rows))
        lines.append(line)
    return lines


def written(cell, form):
    if isinstance(cell, tuple):
        return form.text_of_amount(cell[1])
    return form.text_of_day(cell) if isinstance(cell, datetime.date) else str(cell)


def as_csv(lines, form):
    out = io.StringIO()
    writer = csv.writer(out, delimiter={"comma": ",", "semicolon": ";", "tab": "\t"}[form.kind], lineterminator="\r\n")
    writer.writerows([written(cell, form) for cell in line] for line in lines)
    return (b"\xef\xbb\xbf" if form.language == "zh" else b"") + out.getvalue().encode()


def column_name(at):
    return (column_name(at // 26 - 1) if at >= 26 else "") + chr(65 + at % 26)


def xlsx_cell(cell, place):
    if isinstance(cell, datetime.date):
        return f'<c r="{place}" s="1"><v>{(cell - datetime.date(1899, 12, 30)).days}</v></c>'
    if isinstance(cell, tuple):
        return f'<c r="{place}"><v>{repr(cell[1] / 100)}</v></c>'
    if isinstance(cell, int):
        return f'<c r="{place}"><v>{cell}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>' if cell else ""


def as_xlsx(lines):
    """A book of one sheet, as LibreOffice and others read it; style 1 is a day."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = "".join(f'<row r="{y}">' + "".join(xlsx_cell(cell, f"{column_name(x)}{y}") for x, cell in enumerate(line)) + "</row>" for y, line in enumerate(lines, 1))
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
                               'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets><sheet name="Export" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="b" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
                                      f'<Relationship Id="c" Type="{relation}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return out.getvalue()


def write(q, folder, shuffle=None, forms=None):
    """The four books; their paths by book. With `shuffle`, a number, rows and columns stand in another order."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    order = random.Random(shuffle) if shuffle is not None else None
    paths = {}
    for book in BOOKS:
        form = (forms or FORMS[q.country])[book]
        lines = table(q.books[book], STYLES[book][form.language], form, order)
        path = folder / f"{book}.{'xlsx' if form.kind == 'xlsx' else 'tsv' if form.kind == 'tab' else 'csv'}"
        path.write_bytes(as_xlsx(lines) if form.kind == "xlsx" else as_csv(lines, form))
        paths[book] = path
    return paths


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--country", default="CN", choices=sorted(FORMS))
    parser.add_argument("--shuffle", type=int)
    told = parser.parse_args()
    quarter = make(told.seed, told.rows, told.country)
    write(quarter, told.folder, told.shuffle)
    print(json.dumps(quarter.plants, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
