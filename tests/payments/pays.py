"""case payments: thresholds by payment, contract and day; one contract in two cases; what was paid; numbers kept; months of sales; late charges.

Expected states are those of the dossier (law/cn.md E13, E19, E21) with their arithmetic beside them.
"""
import json

import tap
from house import CASES

RATE = {"from": "USD", "to": "CNY", "rate": "7.00", "valid_from": "2021-01-01", "valid_to": "2026-12-31", "source": "told"}


def case_of(*payments, day="2021-01-05"):
    told = [{"id": f"p{number}", "payment_day": on, "payment_amount": amount, "purpose": "licence", "net_of_tax": False} for number, (on, amount) in enumerate(payments, 1)]
    return {"jurisdiction": "CN", "movement": "import", "exchange_rates": [RATE], "contracts": [{"id": "c1", "contract_day": day, "licence_term": "perpetual", "delivery_named": True, "payments": told}]}


def asked(house, *words):
    code, paper = house.json("case", "payments", *words)
    return code, {one["payment"]: one for one in paper["payments"]}, paper


def states(found):
    return {name: one["state"] for name, one in found.items()}


def thresholds(house, where):
    """E13: 50,000.00 is not above 50,000; since 2021-07-01 the first above it alone, before that each."""
    house.new("cent", case_of(("2026-02-10", "50000 USD"), ("2026-03-10", "50000.01 USD"), ("2026-04-10", "60000 USD")))
    code, found, _ = asked(house, "cent")
    tap.report(f"{where}: E13, 50,000.00, a cent more, and the next", (code, states(found)) == (5, {"p1": "free", "p2": "needs a number", "p3": "free"}), found)
    house.new("days", case_of(("2021-06-29", "60000 USD"), ("2021-06-30", "60000 USD"), ("2021-07-01", "60000 USD")))
    code, found, _ = asked(house, "days")
    tap.report(f"{where}: E13, both sides of 2021-07-01", (code, states(found)) == (5, {"p1": "needs a number", "p2": "needs a number", "p3": "free"}), found)


def one_contract(house, where):
    """E13, its two payments told in two cases: only the contract's number makes them one."""
    house.new("first", case_of(("2026-02-10", "60000 USD")))
    house.new("second", case_of(("2026-08-10", "60000 USD")))
    code, found, _ = asked(house, "second")
    tap.report(f"{where}: alone it is the first above the threshold", (code, states(found)) == (5, {"p1": "needs a number"}), found)
    for name in ("first", "second"):
        house.add(name, "contract", number="SW-2026-7")
    code, found, _ = asked(house, "second")
    tap.report(f"{where}: under one number it is the second", (code, states(found)) == (5, {"p1": "free", "p1@first": "needs a number"}), found)
    code, found, paper = asked(house, "--contract", "SW-2026-7")
    tap.report(f"{where}: asked by the contract", (code, states(found)) == (5, {"p1": "needs a number", "p1@second": "free"}), found)
    tap.report(f"{where}: each with its rule", "CN-PAY-06" in found["p1"]["article"] and "CN-PAY-04" in found["p1@second"]["article"], paper)
    house.add("first", "filing", number="2026-0001", day="2026-02-09", payment="p1")
    code, found, _ = asked(house, "--contract", "SW-2026-7")
    tap.report(f"{where}: with the number kept nothing is lacking", (code, found["p1"]["state"], found["p1"]["number"]) == (0, "numbered", "2026-0001"), found)


def paid(house, where):
    house.new("paid", case_of(("2026-02-10", "49000 USD")))
    house.add("paid", "payment", number="p1", day="2026-02-11", amount="50000.01 USD")
    code, found, _ = asked(house, "paid")
    one = found["p1"]
    tap.report(f"{where}: what was paid counts, not what was told", (code, one["state"], one["amount"], one["day"], one["paid"]) == (5, "paid without a number", "50000.01 USD", "2026-02-11", True), one)
    tap.report(f"{where}: and that they differ is said", "49000 USD" in (one.get("remark") or ""), one)
    house.must("case", "fact", "paid", "contracts:c1/payments:p1/recordal_number=2026-0002")
    code, found, _ = asked(house, "paid")
    tap.report(f"{where}: a number told as a fact", (code, found["p1"]["state"]) == (0, "numbered"), found)
    house.add("paid", "payment", number="X-9", day="2026-05-11", amount="60000 USD", purpose="licence", contract="c1")
    code, found, _ = asked(house, "paid")
    tap.report(f"{where}: a payment that only a record tells", (code, states(found)) == (0, {"p1": "numbered", "X-9": "free"}), found)
    house.add("paid", "payment", number="X-10", day="2026-06-11", amount="60000 USD")
    code, found, _ = asked(house, "paid")
    tap.report(f"{where}: whose purpose nobody tells is not known", (code, found["X-10"]["state"]) == (3, "not known"), found)


def months(house, where):
    """E19: 1,000,000 x 13 % - 40,000 = 90,000; 3 % of 1,000,000 = 30,000; 60,000 come back."""
    house.must("case", "new", str(CASES / "cn-e19-2026.json"))
    house.add("cn-e19-2026", "filing", number="R-1", day="2026-02-12", period="2026-01", form="software VAT refund claim")
    code, _, paper = asked(house, "cn-e19-2026")
    found = {one["charge"]: (one["of"], one["amount"], one["number"]) for one in paper["months"]}
    tap.report(f"{where}: E19, the refund of the month, with its number", code == 0 and found == {"VAT on software sales": ("2026-01", "90000", "R-1"), "software VAT refund": ("2026-01", "-60000", "R-1")}, paper["months"])


def late(house, where):
    """E21: 1,000,000 x 0.0005 x 8 days = 4,000; tax of 130,000 (13 %) ten days late: 130,000 x 0.0005 x 10 = 650."""
    house.must("case", "new", str(CASES / "cn-e21.json"))
    _, _, paper = asked(house, "cn-e21")
    found = {one["charge"]: one["amount"] for one in paper["late"]}
    tap.report(f"{where}: E21, late declaration and late payment", found == {"late declaration charge": "4000", "late payment charge": "650"}, found)


def faults(house, where):
    for words, exit_code, text in ((("payments",), 2, "--contract"), (("payments", "cent", "--contract", "x"), 2, "--contract"), (("payments", "nowhere"), 1, "no-case"), (("payments", "--contract", "SW-1"), 1, "no-contract")):
        done = house.run("case", *words)
        tap.report(f"{where}: case {' '.join(words)}", done.returncode == exit_code and text in done.stderr, (done.returncode, done.stderr))
    for language, word in (("zh", "须先办理"), ("vi", "Các khoản trả của cent")):
        done = house.run("case", "payments", "cent", "--lang", language)
        tap.report(f"{where}: in {language}", word in done.stdout, done.stdout)
    html = house.run("case", "payments", "cent", "--format", "html").stdout
    tap.report(f"{where}: as a page", "<html" in html and "50000.01 USD" in html, html[:300])
    tap.report(f"{where}: the ledger is whole", json.loads(house.must("ledger", "check", "--json"))["verdict"]["is"] == "whole")


def run(house, where):
    thresholds(house, where)
    one_contract(house, where)
    paid(house, where)
    months(house, where)
    late(house, where)
    faults(house, where)
