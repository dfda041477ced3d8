"""tests/reconcile/make.py - quarters whose truth is known, because it is planted.

    quarter(seed, rows, plants)   four books that agree, and in them so many differences of every kind; with them the list of what is off
    write(folder, quarter, ...)   the books as files: CSV or workbook, columns and rows in any order, headers in three languages

A clean quarter is made of contracts with one or more deliveries. What makes matching hard is in it: contracts with many like deliveries,
payments that name no product, one payment for several licences, several payments and several declarations for one, rows of other quarters.
Each planted difference stands in a contract of its own, so that what it must be called does not hang on the matching.
"""
import csv
import datetime
import io
import random
import zipfile
from decimal import Decimal
from xml.sax.saxutils import escape

FIRST, LAST = datetime.date(2026, 7, 1), datetime.date(2026, 9, 30)
KINDS = ("licence without declaration", "declaration without licence", "payment without recordal", "payment without licence", "tax filing missing", "filing without payment",
         "contract unknown", "currency off", "version off", "version not assessed", "quantity off", "value off", "code off", "day off", "licence expired", "recordal expired",
         "ruling expired", "used beyond count", "declared twice", "paid twice", "filed twice")
PRODUCTS = ("Orion Accounts", "Vega CAD", "Lyra Bench", "Altair Mail", "Cygnus Player", "Draco Router", "Hydra Sync", "Carina Suite")
CODES = ("8523491000", "8523511000", "8523802900")
BOOKS = ("licences", "declarations", "filings", "payments")

COLUMNS = {  # field: English, Chinese, Vietnamese
    "licences": {"licence": ("licence number", "许可证号", "số giấy phép"), "contract": ("contract", "合同编号", "số hợp đồng"), "product": ("product", "软件名称", "tên phần mềm"),
                 "version": ("version", "版本号", "phiên bản"), "quantity": ("quantity", "授权数量", "số lượng"), "used": ("in use", "已安装数量", "đã cài đặt"),
                 "amount": ("licence fee", "许可费", "phí giấy phép"), "currency": ("currency", "币种", "loại tiền"), "licence_day": ("delivery date", "交付日期", "ngày giao"),
                 "until": ("valid until", "有效期至", "hiệu lực đến"), "code": ("HS code", "税则号列", "mã hs"), "delivery": ("delivery", "交付方式", "hình thức giao hàng"),
                 "verdict": ("release verdict", "版本评估结论", "kết luận phiên bản")},
    "declarations": {"declaration": ("declaration number", "报关单号", "số tờ khai"), "contract": ("contract no", "合同协议号", "hợp đồng"), "product": ("software", "商品名称", "tên hàng"),
                     "version": ("software version", "版本", "phiên bản"), "quantity": ("qty", "数量", "số lượng"), "amount": ("customs value", "完税价格", "trị giá"),
                     "currency": ("currency", "币制", "đồng tiền"), "declaration_day": ("entry date", "申报日期", "ngày tờ khai"), "code": ("commodity code", "商品编号的编码", "mã số hàng hóa"),
                     "ruling_until": ("ruling valid until", "预裁定有效期至", "văn bản xác định trước có hiệu lực đến")},
    "filings": {"filing": ("filing number", "纳税申报编号", "số tờ khai thuế"), "filing_day": ("filing date", "报税日期", "ngày khai thuế"), "form": ("tax", "税种", "loại thuế"),
                "payment": ("payment number", "付款编号", "số thanh toán"), "contract": ("contract", "合同号", "số hợp đồng"), "product": ("product", "产品", "sản phẩm"),
                "amount": ("tax base", "计税依据", "giá tính thuế"), "currency": ("currency", "币种", "tiền tệ"), "payment_day": ("payment date", "付款日期", "ngày thanh toán")},
    "payments": {"payment": ("payment number", "付款单号", "số lệnh chuyển tiền"), "payment_day": ("value date", "支付日期", "ngày trả tiền"), "contract": ("contract", "合同", "hợp đồng"),
                 "product": ("product name", "产品名称", "tên sản phẩm"), "amount": ("amount", "金额", "số tiền"), "currency": ("ccy", "货币", "mã tiền tệ"),
                 "purpose": ("purpose", "付款用途", "mục đích"), "recordal": ("recordal number", "备案编号", "số đăng ký"), "recordal_until": ("recordal valid until", "备案有效期至", "đăng ký có hiệu lực đến")},
}
COLUMNS["declarations"]["code"] = ("commodity code", "编码", "mã số hàng hóa")
TOTALS = ("Total", "合计", "Tổng cộng")


class Quarter:
    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.books = {book: [] for book in BOOKS}
        self.truth = []      # (kind, {numbers, one of which is reported})
        self.counter = 0

    def number(self, prefix):
        self.counter += 1
        return f"{prefix}-{self.counter:06d}"

    def day(self, first=FIRST, last=LAST):
        return first + datetime.timedelta(self.dice.randrange((last - first).days + 1))

    def contract(self):
        return self.number("HT/2026")

    def amount(self, low=500, high=45000):
        return Decimal(self.dice.randrange(low * 100, high * 100)) / 100

    # ---- rows ----

    def licence(self, **told):
        row = {"licence": self.number("L"), "product": self.dice.choice(PRODUCTS), "version": f"{self.dice.randrange(1, 9)}.{self.dice.randrange(10)}", "quantity": self.dice.randrange(1, 80),
               "amount": self.amount(), "currency": "USD", "licence_day": self.day(), "until": None, "code": self.dice.choice(CODES), "delivery": "disc", "verdict": None} | told
        row.setdefault("used", self.dice.randrange(0, row["quantity"] + 1))
        self.books["licences"].append(row)
        return row

    def declaration(self, licence, **told):
        row = {"declaration": self.number("D")} | {key: licence[key] for key in ("contract", "product", "version", "quantity", "amount", "currency", "code")}
        row |= {"declaration_day": licence["licence_day"], "ruling_until": None} | told
        self.books["declarations"].append(row)
        return row

    def payment(self, licence, **told):
        row = {"payment": self.number("P"), "payment_day": self.day(), "contract": licence["contract"], "product": licence["product"], "amount": licence["amount"], "currency": licence["currency"],
               "purpose": "goods" if licence["delivery"] == "disc" else "licence", "recordal": None, "recordal_until": None} | told
        self.books["payments"].append(row)
        return row

    def filing(self, of, **told):
        row = {"filing": self.number("T"), "filing_day": of["payment_day"] + datetime.timedelta(3), "form": "VAT", "payment": None, "contract": of["contract"], "product": of["product"],
               "amount": of["amount"], "currency": of["currency"], "payment_day": of["payment_day"]} | told
        row["filing_day"] = min(row["filing_day"], LAST)
        self.books["filings"].append(row)
        return row

    def delivery(self, contract, network=False, **told):
        """A licence that agrees with all that is told of it."""
        licence = self.licence(contract=contract, **({"delivery": "download", "code": None} if network else {}), **told)
        declaration = None if network else self.declaration(licence)
        payment = self.payment(licence)
        return licence, declaration, payment, self.filing(payment)

    # ---- what agrees ----

    def plain(self):
        contract = self.contract()
        for _ in range(self.dice.randrange(1, 6)):
            self.delivery(contract, network=self.dice.random() < 0.2)

    def alike(self):
        """Several deliveries that are the same in all but their numbers."""
        contract = self.contract()
        first = self.delivery(contract)[0]
        same = {key: first[key] for key in ("product", "version", "quantity", "amount", "licence_day", "code")}
        for _ in range(self.dice.randrange(2, 8)):
            self.delivery(contract, **same)

    def unnamed(self):
        """Payments that name no product, only their amount."""
        contract = self.contract()
        for _ in range(self.dice.randrange(2, 7)):
            licence = self.licence(contract=contract)
            self.declaration(licence)
            self.filing(self.payment(licence, product=None), product=None)

    def one_payment(self):
        contract = self.contract()
        licences = [self.licence(contract=contract) for _ in range(self.dice.randrange(2, 5))]
        for licence in licences:
            self.declaration(licence)
        payment = self.payment(licences[0], product=None, amount=sum(one["amount"] for one in licences))
        self.filing(payment, product=None, payment=payment["payment"])

    def instalments(self):
        licence = self.licence(contract=self.contract(), amount=self.amount(3000))
        self.declaration(licence)
        part = (licence["amount"] / 3).quantize(Decimal("0.01"))
        for amount in (part, part + 1, licence["amount"] - 2 * part - 1):
            self.filing(self.payment(licence, amount=amount))

    def parts(self):
        """One licence, delivered and declared in three parts."""
        licence = self.licence(contract=self.contract(), quantity=30, amount=self.amount(3000))
        part = (licence["amount"] / 4).quantize(Decimal("0.01"))
        for quantity, amount in ((5, part), (10, part + 3), (15, licence["amount"] - 2 * part - 3)):
            self.declaration(licence, quantity=quantity, amount=amount)
        self.filing(self.payment(licence))

    def recorded(self):
        licence = self.licence(contract=self.contract(), delivery="download", code=None, amount=self.amount(51000, 90000))
        self.filing(self.payment(licence, recordal=self.number("R"), recordal_until=datetime.date(2027, 1, 1)))

    def elsewhere(self):
        """Rows of other quarters, which do not even agree."""
        day = self.day(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))
        licence = self.licence(contract=self.contract(), licence_day=day)
        self.declaration(licence, quantity=licence["quantity"] + 3)
        self.filing(self.payment(licence, payment_day=day, amount=licence["amount"] + 7), filing_day=day, payment_day=day)

    def clean(self):
        self.dice.choice((self.plain, self.plain, self.plain, self.alike, self.unnamed, self.one_payment, self.instalments, self.parts, self.recorded, self.elsewhere))()

    # ---- what does not ----

    def found(self, kind, *numbers):
        self.truth.append((kind, set(numbers)))

    def plant(self, kind):
        getattr(self, "plant_" + kind.replace(" ", "_"))()

    def plant_licence_without_declaration(self):
        licence = self.licence(contract=self.contract())
        self.filing(self.payment(licence))
        self.found("licence without declaration", licence["licence"])

    def plant_declaration_without_licence(self):
        licence, *_ = self.delivery(self.contract(), product="Vega CAD")
        self.found("declaration without licence", self.declaration(licence, product="Nova Plug-in", amount=self.amount())["declaration"])

    def plant_payment_without_recordal(self):
        licence = self.licence(contract=self.contract(), delivery="download", code=None, amount=Decimal("50000.01") if self.dice.random() < 0.5 else self.amount(51000, 80000))
        payment = self.payment(licence)
        self.filing(payment)
        self.found("payment without recordal", payment["payment"])

    def plant_payment_without_licence(self):
        licence, *_ = self.delivery(self.contract(), product="Vega CAD")
        payment = self.payment(licence, product="Nova Plug-in", amount=self.amount())
        self.filing(payment)
        self.found("payment without licence", payment["payment"])

    def plant_tax_filing_missing(self):
        licence = self.licence(contract=self.contract(), delivery="download", code=None)
        self.found("tax filing missing", self.payment(licence)["payment"])

    def plant_filing_without_payment(self):
        _, _, _, filing = self.delivery(self.contract(), product="Vega CAD")
        self.found("filing without payment", self.filing(filing | {"payment_day": filing["payment_day"]}, product="Nova Plug-in", amount=self.amount())["filing"])

    def plant_contract_unknown(self):
        licence = {"contract": self.contract(), "product": "Vega CAD", "amount": self.amount(), "currency": "USD", "delivery": "download", "version": "1.0", "quantity": 3, "code": CODES[0], "licence_day": self.day()}
        if self.dice.random() < 0.5:
            self.found("contract unknown", self.declaration(licence)["declaration"])
            return
        payment = self.payment(licence)
        self.filing(payment)
        self.found("contract unknown", payment["payment"])

    def off(self, kind, **told):
        licence = self.licence(contract=self.contract(), verdict=told.pop("verdict", None))
        change = {key: value(licence) for key, value in told.items()}
        declaration = self.declaration(licence, **change)
        self.filing(self.payment(licence))
        self.found(kind, declaration["declaration"])

    def plant_currency_off(self):
        self.off("currency off", currency=lambda licence: "EUR")

    def plant_version_off(self):
        self.off("version off", verdict="declare", version=lambda licence: licence["version"] + ".1")

    def plant_version_not_assessed(self):
        self.off("version not assessed", version=lambda licence: licence["version"] + ".1")

    def plant_quantity_off(self):
        self.off("quantity off", quantity=lambda licence: licence["quantity"] + 1)

    def plant_value_off(self):
        way = self.dice.randrange(3)
        if way == 0:
            self.off("value off", amount=lambda licence: licence["amount"] + Decimal("0.01"))
            return
        licence = self.licence(contract=self.contract())
        self.declaration(licence)
        payment = self.payment(licence, amount=licence["amount"] + (100 if way == 1 else 0))
        filing = self.filing(payment, amount=payment["amount"] - (50 if way == 2 else 0))
        self.found("value off", payment["payment"] if way == 1 else filing["filing"])

    def plant_code_off(self):
        self.off("code off", code=lambda licence: "8471500000")

    def plant_day_off(self):
        self.off("day off", declaration_day=lambda licence: licence["licence_day"] + datetime.timedelta(1 if licence["licence_day"] < LAST else -1))

    def plant_licence_expired(self):
        licence, *_ = self.delivery(self.contract(), until=datetime.date(2026, 9, 29), quantity=5, used=3)
        self.found("licence expired", licence["licence"])

    def plant_recordal_expired(self):
        licence = self.licence(contract=self.contract(), delivery="download", code=None, amount=self.amount(51000, 90000))
        day = self.day()
        payment = self.payment(licence, payment_day=day, recordal=self.number("R"), recordal_until=day - datetime.timedelta(1))
        self.filing(payment)
        self.found("recordal expired", payment["payment"])

    def plant_ruling_expired(self):
        self.off("ruling expired", ruling_until=lambda licence: licence["licence_day"] - datetime.timedelta(1))

    def plant_used_beyond_count(self):
        licence, *_ = self.delivery(self.contract(), quantity=10, used=11)
        self.found("used beyond count", licence["licence"])

    def twice(self, kind, book, row, number):
        again = dict(row)
        if self.dice.random() < 0.5:
            again[number] = self.number(number[0].upper())
        self.books[book].append(again)
        self.found(kind, row[number], again[number])

    def plant_declared_twice(self):
        self.twice("declared twice", "declarations", self.delivery(self.contract())[1], "declaration")

    def plant_paid_twice(self):
        self.twice("paid twice", "payments", self.delivery(self.contract())[2], "payment")

    def plant_filed_twice(self):
        self.twice("filed twice", "filings", self.delivery(self.contract())[3], "filing")

    def rows(self):
        return sum(len(rows) for rows in self.books.values())


def quarter(seed, rows, plants):
    made = Quarter(seed)
    for place in range(plants):
        made.plant(KINDS[place % len(KINDS)])
    while made.rows() < rows:
        made.clean()
    return made


# ---- as files ----


def shown(value):
    return "" if value is None else str(value)


def table_of(made, book, language, dice):
    fields = list(COLUMNS[book])
    rows = list(made.books[book])
    if dice:
        dice.shuffle(fields)
        dice.shuffle(rows)
    table = [[COLUMNS[book][field][language] for field in fields]] + [[shown(row.get(field)) for field in fields] for row in rows]
    total = [""] * len(fields)
    total[0] = TOTALS[language]
    return table + [total], fields


def as_csv(table, mark=","):
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(table)
    return out.getvalue().encode()


NUMBERS = {"quantity", "used", "amount"}


def as_workbook(table, fields):
    """The smallest workbook: one sheet, numbers as numbers, all else as inline strings."""
    def cell(row, place, text):
        if not text:
            return ""
        if row and fields[place] in NUMBERS and text[0].isdigit():
            return f"<c r=\"{chr(65 + place)}{row + 1}\"><v>{text}</v></c>"
        return f"<c r=\"{chr(65 + place)}{row + 1}\" t=\"inlineStr\"><is><t>{escape(text)}</t></is></c>"
    sheet = "".join(f"<row r=\"{i + 1}\">{''.join(cell(i, k, text) for k, text in enumerate(row))}</row>" for i, row in enumerate(table))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                               "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
                               "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>",
        "_rels/.rels": f"<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        "xl/workbook.xml": f"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text)
    return out.getvalue()


def write(folder, made, form="csv", language=0, shuffle=None):
    """Paths of the four files, named without a word of their book where they are shuffled."""
    dice = random.Random(shuffle) if shuffle is not None else None
    paths = []
    for place, book in enumerate(BOOKS):
        table, fields = table_of(made, book, language, dice)
        path = folder / f"{'file' + str(place) if dice else book}.{form}"
        path.write_bytes(as_workbook(table, fields) if form == "xlsx" else as_csv(table, dice.choice(",;\t") if dice else ","))
        paths.append(path)
    if dice:
        dice.shuffle(paths)
    return paths
