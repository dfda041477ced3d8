"""Columns by their names, and values: what can mean one thing is taken, what can mean two is asked. What is expected is what was put in."""
import datetime
import decimal
import random

from books import Sheet, book, one

NAMES = """field,kind,width,en,zh,vi
contract,text,,contract;contract number;contract no,合同;合同号,số hợp đồng;hợp đồng
day,day,,day;date,日期;付款日期,ngày
until,day,,valid until;end,有效期至,hiệu lực đến
value,number,,value;amount;total value,价值;金额,trị giá;giá trị
quantity,number,,quantity;qty,数量,số lượng
code,code,8;10,hs code;commodity code,商品编码,mã hs
number,code,,document number,单号,số chứng từ
paid,yes,,paid,已付,đã trả
note,text,,note;remark,备注,ghi chú
seller,text,,seller,卖方,bán
table,text,,table,桌子,bàn
"""


def check(reader):
    (reader.folder / "names.csv").write_text(NAMES, encoding="utf-8")
    values = lambda title, expected, given, *words, talk=(), name="v.csv": reader.gives(title, expected, "values", name, *words, given=given.encode() if isinstance(given, str) else given, talk=talk)
    wrong = lambda title, told, given, *words, name="v.csv": reader.refuses(title, told, "values", name, *words, given=given.encode() if isinstance(given, str) else given)
    quoted = lambda header, *cells: header + "\n" + "".join('"' + cell.replace('"', '""') + '"\n' for cell in cells)
    xlsx = lambda title, expected, given, *words, talk=(): values(title, expected, given, *words, talk=talk, name="v.xlsx")

    # ---- names ----
    for header in ("contract", "Contract", "CONTRACT NUMBER", "contract_number", "Contract-No.", " Contract  number ", "ｃｏｎｔｒａｃｔ", "Contract (ours)", "合同", "合同号", "合同号（必填）", "số hợp đồng", "Số Hợp Đồng",
                   "so hop dong", "SO_HOP_DONG", "Số hợp đồng".encode("utf-8").decode() , "So\u0302\u0301 ho\u031b\u0323p d\u0327o\u0300ng".replace("d\u0327", "đ").replace("o\u0300ng", "ô\u0300ng"), "contract\u00a0number"):
        values(f"a column named {header!r}", "contract=X\n", f'"{header}"\nX\n'.encode())
    values("the currency of a header in brackets", "value=5USD\n", "Total value (USD)\n5\n")
    values("a unit in brackets is none", "quantity=5\n", "Quantity [pcs]\n5\n")
    values("in any order, some unknown, which is told", "contract=C1 value=5\n", "What,Value,Contract\nx,5,C1\n", talk=['v.csv:1:1: warning: column "What" is not read [column-unknown]'])
    values("a column without name and content is no word worth", "contract=C1\n", "Contract,\nC1,\n")
    values("marks of letters count where two fields differ in nothing else", "seller=A table=B\n", "Bán,bàn\nA,B\n")
    values("without the marks it is neither", "contract=1\n", "ban,contract\nA,1\n", talk=['column "ban" is not read'])
    wrong("two columns of one meaning", ['v.csv:1:10: error: columns "Contract" and "合同号" mean one thing [column-twice]', "the first"], "Contract,合同号\n1,2\n")
    values("how many columns are known", "contract=1 value=2\n2 known, 1 not\n", "x,Contract,Value\n0,1,2\n", "fit=1")
    (reader.folder / "twice.csv").write_text("field,en\na,x;y\nb,y\n")
    wrong("a name of two fields", ["twice.csv:3:3", "[column-name-twice]"], "x\n1\n", "names=twice.csv")
    (reader.folder / "kind.csv").write_text("field,kind,en\na,amount,x\n")
    wrong("a kind that is none", ["kind.csv:2:3", "[column-kind]"], "x\n1\n", "names=kind.csv")

    # ---- days ----
    plain = ["2026-09-03", "2026/9/3", "2026.09.03", "20260903", "2026年9月3日", "2026 年 9 月 3 日", "２０２６年９月３日", "3-Sep-2026", "3 September 2026", "Sep 3, 2026", "September 3, 2026", "3 sept 2026", "03-SEP-2026",
             "ngày 3 tháng 9 năm 2026", "Ngày 03 tháng 09 năm 2026", "2026-09-03T10:00:00", "2026-09-03 10:00", "3rd".replace("3rd", "2026-9-3"), "\u30002026-09-03\u00a0"]
    for text in plain:
        values(f"a day: {text!r}", "day=2026-09-03\n", quoted("day", text))
    values("25 can be no month", "day=2026-03-25\n", "day\n25/03/2026\n")
    values("25 can be no month, the other way", "day=2026-03-25\n", "day\n03/25/2026\n")
    values("both ways are one day", "day=2026-05-05\n", "day\n05/05/2026\n")
    values("one cell decides for its column, and that is told", "day=2026-04-03\nday=2026-03-25\nday=2026-05-04\n", "day\n03/04/2026\n25/03/2026\n4/5/2026\n",
           talk=['v.csv:3:1: note: "25/03/2026" can only be day, month, year: so are all days of column "day" [day-order]'])
    values("the other way", "day=2026-03-04\nday=2026-03-25\n", "day\n03/04/2026\n03-25-2026\n", talk=["month, day, year"])
    values("a column decides for itself alone", "day=2026-03-25 until=!\n".replace("!", "2027-01-01"), "day,end\n25/03/2026,2027-01-01\n")
    wrong("not for another", ["v.csv:2:12", '"03/04/2026" may be 2026-04-03 or 2026-03-04', "[day-unclear]"], "day,end\n25/03/2026,03/04/2026\n")
    wrong("a question, with its place and the option that answers it", ['v.csv:2:1: error: "03/04/2026" may be 2026-04-03 or 2026-03-04 [day-unclear]', "--day-order dmy or --day-order mdy", "that ask it: 2"], "day\n03/04/2026\n04/05/2026\n")
    wrong("two orders in one column", ["[day-unclear]", "days in both orders"], "day\n25/03/2026\n03/25/2026\n03/04/2026\n")
    values("told dmy", "day=2026-04-03\nday=2026-09-03\nday=2026-09-03\n", "day\n03/04/2026\n2026-09-03\n3-Sep-2026\n", "order=dmy")
    values("told mdy", "day=2026-03-04\n", "day\n03/04/2026\n", "order=mdy")
    wrong("told, and not so", ["v.csv:2:1", "is no day in the order month, day, year, which is told", "[no-day]"], "day\n25/03/2026\n", "order=mdy")
    wrong("two digits of a year", ["the year in \"03/04/26\" has two digits [day-year]"], "day\n03/04/26\n")
    for text in ("2026-02-29", "31/04/2026", "2026-13-01", "soon", "2026", "45903", "1/2/3/2026", "32-Sep-2026", "3-Set-2026", "0/1/2026", "-", "2026-09-03x", "12026-01-01", "tháng 9"):
        wrong(f"no day: {text!r}", ["v.csv:2:1", "[no-day]"], quoted("day", text))
    values("no day told", "contract=A day=-\ncontract=B day=2026-01-02\n", "contract,day\nA,\nB,2026-01-02\n")
    xlsx("days of a spreadsheet", "contract=1 day=2026-09-03\ncontract=2 day=2026-09-03\n", book([Sheet(rows=[["contract", "day"], [1, dict(value="46268", style=1)], [2, dict(value="46268.5", style=1)]])], formats=[14]))
    wrong("a number where a spreadsheet should show a day", ["v.xlsx:Sheet1!A2: error: \"46268\" is no day [no-day]", "the form of a day"], book([Sheet(rows=[["day"], [46268]])]), name="v.xlsx")
    wrong("a place in a spreadsheet", ["v.xlsx:Sheet1!B3: error:", "[day-unclear]"], book([Sheet(rows=[["contract", "day"], ["1", "2026-01-02"], ["2", "03/04/2026"]])]), name="v.xlsx")
    good = 0
    rng = random.Random(3)
    for _ in range(20):  # a column in one order: taken if and only if a cell decides, and then each day as it was meant
        order = rng.choice(("%d/%m/%Y", "%m/%d/%Y"))
        days = [datetime.date(2020, 1, 1) + datetime.timedelta(rng.randrange(3000)) for _ in range(rng.randint(1, 6))]
        decided, doubtful = any(day.day > 12 for day in days), any(day.day <= 12 and day.day != day.month for day in days)
        code, out, _ = reader.run("values", "r.csv", given=("day\n" + "".join(day.strftime(order) + "\n" for day in days)).encode())
        good += (code == 0 and out.decode() == "".join(f"day={day}\n" for day in days)) if decided or not doubtful else code == 1
    reader.counts("random columns of days", good, 20)

    # ---- numbers ----
    for text, expected in {"5": "5", "0": "0", "1250.50": "1250.50", "1,234.56": "1234.56", "1.234,56": "1234.56", "1 234,56": "1234.56", "1\u00a0234,56": "1234.56", "1\u202f234.5": "1234.5", "1'234.56": "1234.56", "１２３４．５": "1234.5",
                           "１，２３４．５６": "1234.56", "1,234,567": "1234567", "1.234.567": "1234567", "12,34,567.89": "1234567.89", "1,23,456.00": "123456.00", "0.125": "0.125", "0,125": "0.125", "1,5": "1.5", "1234.567": "1234.567", "1234,567": "1234.567",
                           "-5.25": "-5.25", "−5.25": "-5.25", "(5.25)": "-5.25", "5.25-": "-5.25", "+5": "5", "1 234 567": "1234567", "1 234,567": "1234.567", ".5": "0.5", "99999999999999999999.99": "99999999999999999999.99",
                           "USD 5.25": "5.25USD", "5.25 USD": "5.25USD", "(5.25) USD": "-5.25USD", "€5,25": "5.25€", "5.000.000 ₫": "5000000₫", "5.25 元": "5.25元", "5.5%": "5.5%", "-0": "0", "007": "7"}.items():
        values(f"a number: {text!r}", f"value={expected}\n", quoted("value", text))
    wrong("a question: 1,234", ['v.csv:2:1: error: "1,234" may be 1234 or 1.234 [number-unclear]', "--decimal point or --decimal comma"], quoted("value", "1,234"))
    wrong("a question: 1.234", ['"1.234" may be 1.234 or 1234 [number-unclear]'], quoted("value", "1.234"))
    wrong("a question asked once for its column", ['"1.234" may be 1.234 or 1234 [number-unclear]', "that ask it: 3"], quoted("value", "1.234", "5.678", "9.012"))
    values("one cell decides for its column", "value=1234\nvalue=1.5\nvalue=12\n".replace("1.5", "1234.5"), quoted("value", "1,234", "1,234.5", "12"), talk=['v.csv:3:1: note: "1,234.5" can only have a point before its decimals: so have all numbers of column "value" [decimal-sign]'])
    values("the comma decides", "value=1.234\nvalue=0.5\n", quoted("value", "1,234", "0,5"))
    wrong("a column written in both ways", ["[number-unclear]", "written in both ways"], quoted("value", "1.5", "1,5", "1,234"))
    values("both ways, but nothing doubtful", "value=1.5\nvalue=1.5\n", quoted("value", "1.5", "1,5"))
    values("told point", "value=1234\n", quoted("value", "1,234"), "decimal=point")
    values("told comma", "value=1.234\n", quoted("value", "1,234"), "decimal=comma")
    wrong("told, and not so", ["no number with a comma before its decimals", "[no-number]"], quoted("value", "1,234.5"), "decimal=comma")
    for text in ("x", "1,2,3", "1.2.3", "12,34", "1,23,4", "0,123,456", "1 23", "--5", "5 5", "1e5", "(5", "5)", "USD", "USD 5 EUR", "1,,234", ",", "1.", "12.345.67", "1,234.567.8", "½", "٣", "5 apples", "1" * 36, "1_000", "NaN"):
        if text == "12,34":
            values("12,34 has two decimals", "value=12.34\n", quoted("value", text))
            continue
        wrong(f"no number: {text!r}", ["v.csv:2:1", "[no-number]"], quoted("value", text))
    wrong("a day where a number should be", ["v.xlsx:Sheet1!A2", "a day stands where a number is needed", "[no-number]"], book([Sheet(rows=[["value"], [dict(value="46268", style=1)]])], formats=[14]), name="v.xlsx")
    xlsx("numbers of a spreadsheet are never in doubt", "value=1.234\nvalue=1234\nvalue=1234.5\n", book([Sheet(rows=[["value"], [1.234], [1234], ["1,234.5"]])]))
    rng = random.Random(5)
    good = 0
    for _ in range(30):
        point, group = rng.choice(((".", ","), (",", "."), (",", " "), (".", "'")))
        amounts = [decimal.Decimal(rng.randrange(1, 10 ** rng.randint(3, 12))).scaleb(-2) for _ in range(5)]
        texts = [f"{amount:,.2f}".replace(".", "p").replace(",", group).replace("p", point) for amount in amounts]
        code, out, _ = reader.run("values", "r.csv", given=quoted("value", *texts).encode())
        good += code == 0 and out.decode() == "".join(f"value={amount:.2f}\n" for amount in amounts)
    reader.counts("random amounts in four ways of writing", good, 30)

    # ---- codes that lost zeros ----
    wrong("an HS code of seven digits", ['v.csv:3:1: error: "1234567" has 7 digits: zeros before it may have been lost, and "01234567" be meant [lost-zeros]', '--accept-zeros "HS code"'], "HS code\n85234910\n1234567\n")
    wrong("an HS code of nine digits", ['"0123456789" be meant'], "HS code\n123456789\n")
    values("accepted by the name of the column", "code=01234567\ncode=85234910\n", "HS code\n1234567\n85234910\n", "zeros=HS code", talk=['"1234567" is read as "01234567", as --accept-zeros says', "[zeros-accepted]"])
    values("accepted by the name of the field, among others", "code=01234567\n", "商品编码\n1234567\n", "zeros=x, code")
    wrong("accepted for another column", ["[lost-zeros]"], "HS code\n1234567\n", "zeros=number")
    for code in ("85234910", "8523491000", "852349", "8523", "8523.49.10", "8523 49 10", "1234.567"):
        values(f"a code as it stands: {code}", f"code={code}\n", f"HS code\n{code}\n")
    values("a number narrower than its neighbours: proposed, not changed", "number=00012\nnumber=12345\nnumber=23456\nnumber=34567\nnumber=456\n", "document number\n00012\n12345\n23456\n34567\n456\n",
           talk=['v.csv:6:1: warning: "456" has 3 digits', '"00456" be meant', "[lost-zeros]"])
    values("accepted", "number=00012\nnumber=12345\nnumber=23456\nnumber=34567\nnumber=00456\n", "document number\n00012\n12345\n23456\n34567\n456\n", "zeros=document number")
    values("numbers of many widths say nothing", "number=1\nnumber=22\nnumber=333\nnumber=4444\n", "document number\n1\n22\n333\n4444\n")
    xlsx("zeros that the form of a cell shows are there", "contract=00123 code=01234567\n", book([Sheet(rows=[["contract", "hs code"], [dict(value="123", style=1), dict(value="1234567", style=2)]])], formats=["00000", "00000000"]))
    wrong("zeros that a spreadsheet lost", ["v.xlsx:Sheet1!A2: error", "[lost-zeros]"], book([Sheet(rows=[["hs code"], [1234567]])]), name="v.xlsx")

    # ---- yes and no ----
    for text, expected in {"yes": "yes", "YES": "yes", "True": "yes", "是": "yes", "có": "yes", "Có": "yes", "x": "yes", "1": "yes", "no": "no", "否": "no", "không": "no", "0": "no", "ｎｏ": "no"}.items():
        values(f"{text} is {expected}", f"paid={expected}\n", f"paid\n{text}\n")
    wrong("neither", ['"perhaps" is neither yes nor no [no-yes]'], "paid\nperhaps\n")

    # ---- rows that cannot be used ----
    values("rows that cannot be used come back with all their reasons",
           "contract=A day=! value=!\ncontract=B day=2026-01-02 value=5\ncontract=C day=2026-01-02 value=!\n"
           'Contract,Day,Value,reason\r\nA,soon,much,"Day: ""soon"" is no day; Value: ""much"" is no number"\r\nC,2026-01-02,"1,234","Value: ""1,234"" may be 1234 or 1.234"\r\n',
           'Contract;Day;Value\nA;soon;much\nB;2026-01-02;5\nC;2026-01-02;1,234\n', "keep=1", "failed=1", talk=["warning", "[no-day]", "[no-number]", "[number-unclear]"])
