"""Made-up imports into Viet Nam, held against tests/oracle/vn_oracle.py."""
import datetime

import vn_oracle as law
from common import Answer, Dice, same, without

GENERATED = 320

# The law's open questions under the names that the rulebooks give them.
QUESTIONS = {
    ("15.1", "b"): ("semiconductor counts as carrier", "b"),
    ("15.2", "b"): ("carrier taxed", "B"),
    ("15.3", "b"): ("mixed disc keeps the exclusion", "b"),
    ("15.4", "b"): ("carrier of loose control software valued alone", "b"),
    ("15.5", "b"): ("downloaded control software is added", "b"),
    ("15.6", "b"): ("technology goods still shut out", "B"),
    ("15.7", "b"): ("software in the machine is exempt", "b"),
    ("15.11", "b"): ("hosted access counts as", "b"),
    ("15.11", "c"): ("hosted access counts as", "c"),
    ("15.12", "b"): ("software for resale counts as", "b"),
    ("15.13", "b"): ("licence card valued with its licence", "b"),
    ("C-13", "b"): ("control software in the machine price", "B"),
}

# ---- the generator ----

EDGES = ["2015-04-01", "2016-01-01", "2016-09-01", "2019-10-15", "2021-04-25", "2022-02-01", "2023-01-01", "2023-07-01",
         "2024-01-01", "2025-02-18", "2025-07-01", "2025-10-01", "2025-12-15", "2026-01-01", "2026-07-01"]
CURRENCIES = {"USD": (21000, 26900), "EUR": (23000, 31000), "JPY": (150, 220), "CNY": (3200, 3900), "SGD": (15800, 20900)}
FAVOURED = ["US", "DE", "SG", "JP", "KR", "CN", "FR"]
MEDIA = ["optical disc"] * 6 + ["flash"] * 3 + ["solid-state disk", "magnetic tape", "magnetic disc", "external hard disk",
                                                 "other", "magnetic card"]


class Maker(Dice):
    """Makes one case after another from a fixed seed."""

    first, edges = "2015-04-01", EDGES

    def rates(self, on):
        low, high = CURRENCIES[self.currency]
        rate = f"{self.random.randrange(low, high)}" + ("" if self.whole or self.maybe(0.6) else self.pick(".5", ".25", ".07"))
        monday = on - datetime.timedelta(days=on.weekday())
        return [self.one_rate(rate, monday), self.one_rate(str(low), monday - datetime.timedelta(days=7)),
                self.one_rate(str(high), monday + datetime.timedelta(days=7))]

    def one_rate(self, rate, monday):
        return {"from": self.currency, "to": "VND", "rate": rate, "valid_from": str(monday),
                "valid_to": str(monday + datetime.timedelta(days=6)), "source": "made up"}

    def origin(self, goods):
        if self.maybe(0.85):
            goods["origin"] = self.random.choice(FAVOURED)
        else:
            goods["origin"], goods["favoured_origin_told"] = "KP", self.maybe(0.5)
        if self.maybe(0.2):
            goods["proof_of_origin"], goods["agreement_rate"] = True, self.pick("0", "0.025", "0.05")
        return goods

    def prices(self, goods, low=1, high=900):
        goods["carrier_price"], goods["software_price"] = self.money(low, high), self.money(low * 10, high * 30)
        goods["priced_apart"] = self.maybe(0.65)
        if not goods["priced_apart"] and self.maybe(0.4):
            del goods[self.pick("carrier_price", "software_price")]  # one price, told under one name
        return goods

    def disc(self, number, content="application software"):
        goods = {"id": number, "delivery_form": "carrier", "medium": self.random.choice(MEDIA), "content": content}
        if goods["medium"] == "other":
            goods["holds_semiconductor"] = self.maybe(0.5)
        self.origin(self.prices(goods))
        if goods["medium"] in ("external hard disk", "other", "magnetic card") or self.maybe(0.15):
            goods["told_duty_rate"] = self.pick("0", "0", "0.05")
        return goods

    def application(self, number):
        goods = self.disc(number)
        both = "carrier_price" in goods and "software_price" in goods
        if both and goods["medium"] == "optical disc" and self.maybe(0.2):
            goods["content_parts"] = [{"id": "p", "part_content": self.pick("audio film or image", "application software"),
                                       "part_price": self.money(5, 900), "part_priced_apart": self.maybe(0.7)}]
        return [goods]

    def recording(self, number):
        goods = self.disc(number, "audio film or image")
        goods["medium"] = "optical disc"
        goods.pop("holds_semiconductor", None)
        if self.maybe(0.7):
            goods["recording_kind"] = self.pick("film", "cinema film", "educational sound", "other sound", "other image")
        if self.maybe(0.6):
            goods["told_duty_rate"] = self.pick("0.15", "0.05")
        return [goods]

    def game(self, number):
        goods = self.disc(number, self.pick("game", "data"))
        goods["for_data_processing"] = self.maybe(0.6)
        return [goods]

    def card(self, number):
        goods = {"id": number, "delivery_form": "paper licence", "content": "application software", "quantity": "1000"}
        self.origin(self.prices(goods, 100, 2000))
        if self.maybe(0.3):
            goods["told_duty_rate"] = "0.2"
        return [goods]

    def machine_line(self, number, form=None):
        goods = {"id": number, "name": "Machine " + number, "content": "none", "hardware_price": self.money(2000, 90000),
                 "told_duty_rate": self.pick("0", "0.05", "0.1", "0.075")}
        if form or self.maybe(0.3):
            goods["delivery_form"] = form or "built in"
        if self.maybe(0.6):
            goods["told_code"] = self.pick("8422.30.00", "8479.89.39", "8471.50.10")
        if self.maybe(0.15):
            goods["excluded_from_tax_cut"] = self.maybe(0.5)
        if self.maybe(0.6):
            self.origin(goods)
            goods.pop("proof_of_origin", None), goods.pop("agreement_rate", None)
        return goods

    def control_line(self, number, machine):
        goods = self.disc(number, "control software")
        if goods["medium"] in ("other", "magnetic card", "external hard disk"):
            goods["medium"] = "optical disc"
            goods.pop("holds_semiconductor", None)
        form = self.pick("carrier", "carrier", "carrier", "built in", "download", "e-mail")
        if form != "carrier":
            goods["delivery_form"] = form
            for fact in ("medium", "carrier_price", "priced_apart", "told_duty_rate"):
                goods.pop(fact, None)
            goods["software_price"] = self.money(500, 30000)
        if form != "built in" or self.maybe(0.5):
            goods["software_purpose"] = self.pick("first", "first", "first", "upgrade or replacement", "spare copy")
            goods["written_in_viet_nam"] = self.maybe(0.15)
            if form == "built in":
                goods["software_purpose"], goods["written_in_viet_nam"] = "first", False
        if goods.get("software_purpose") != "spare copy":
            goods["serves_machine"] = machine
        return goods

    def machine(self, number):
        return [self.machine_line("m" + number), self.control_line("c" + number, "m" + number)]

    def set_with_software(self, number):
        """A machine or computer in one line with what is built in."""
        goods = self.machine_line(number, "built in")
        goods["content"] = self.pick("control software", "application software")
        if goods["content"] == "application software" or self.maybe(0.6):
            goods["software_price"] = self.money(50, 9000)
        return [goods]

    def sent(self, number):
        return [{"id": number, "delivery_form": self.pick("download", "e-mail", "hosted access", "key or code", "update over network"),
                 "content": "application software", "software_price": self.money(50, 9000)}]

    def shipment(self, name, on, lines):
        shipment = {"id": name, "entry_day": str(on), "invoice_lines": lines}
        if self.maybe(0.5):
            shipment["consignment"] = self.pick("express", "postal", "other")
        if self.maybe(0.35):
            shipment["freight"] = self.money(5, 400)
            if self.maybe(0.5):
                shipment["insurance"] = self.money(1, 50)
            if self.maybe(0.3):
                shipment["cost_sharing"] = self.pick("value", "weight")
                for goods in lines:
                    goods["weight"] = str(self.random.randrange(1, 40))
        if self.maybe(0.15):
            shipment["arrival_day"] = str(on - datetime.timedelta(days=self.random.randrange(0, 9)))
        if self.maybe(0.1):
            shipment[self.pick("guarantee_given_on", "monthly_payment_chosen_on")] = str(on)
        return shipment

    def goods_case(self):
        on = self.day("2009-01-01" if self.maybe(0.05) else "2015-04-01")
        self.whole = on < law.ROUNDING_BEGINS
        kinds = [self.application] * 5 + [self.machine] * 5 + [self.recording, self.game, self.card, self.set_with_software, self.sent]
        lines = [line for number in range(self.pick(1, 1, 1, 2, 3)) for line in self.random.choice(kinds)(str(number + 1))]
        return {"exchange_rates": self.rates(on), "shipments": [self.shipment("s1", on, lines)]}

    def split_case(self):
        """Control software before or after its machine."""
        on = self.day("2016-09-01")
        later = on + datetime.timedelta(days=self.pick(14, 35, 63))
        self.whole = False
        machine, software = self.machine_line("m1"), self.control_line("c1", "m1")
        first, second = ([software], [machine]) if self.maybe(0.6) else ([machine], [software])
        rates = self.rates(on)[:1] + self.rates(later)[:1]
        return {"exchange_rates": rates, "shipments": [self.shipment("s1", on, first), self.shipment("s2", later, second)]}

    def payment_case(self):
        on = self.day("2014-09-20", "2026-12-31")
        self.whole = False
        payment = {"id": "p1", "payment_day": str(on), "payment_amount": self.money(100, 90000),
                   "purpose": self.pick("licence", "licence", "services", "software services", "goods", "database access",
                                        "hosted service", "software for resale", "several kinds"), "net_of_tax": self.maybe(0.4)}
        if payment["purpose"] == "hosted service":
            payment["program_right_granted"] = self.maybe(0.4)
        if payment["purpose"] == "several kinds":
            payment["kinds_paid_together"] = self.pick(["royalty", "service"], ["royalty", "software service"], ["goods", "service"])
        return {"exchange_rates": self.rates(on), "contracts": [{"id": "c1", "payments": [payment]}]}

    def correction_case(self):
        on = self.day("2021-01-01", "2026-10-01")
        cleared, self.whole = on + datetime.timedelta(days=self.pick(0, 2)), False
        corrected = cleared + datetime.timedelta(days=self.pick(20, 59, 60, 61, 75, 200))
        decided = corrected + datetime.timedelta(days=self.pick(0, 5))
        wrong = {"id": "k1", "act_day": str(on), "clearance_day": str(cleared), "correction_day": str(corrected),
                 "decision_day": str(decided), "found_how": self.pick("declared by importer", "found in audit", "found in clearance", "evasion"),
                 "wrongdoer": self.pick("individual", "organisation"), "omitted_amount": self.money(30, 20000),
                 "omitted_line_duty_rate": self.pick("0", "0.05"), "omitted_line_tax_rate": self.pick("0.08", "0.1"),
                 "late_from": str(cleared + datetime.timedelta(days=1)), "late_until": str(corrected)}
        if wrong["found_how"] == "declared by importer":
            wrong["check_announced"] = self.maybe(0.3)
        if wrong["found_how"] == "evasion":
            wrong["aggravating_facts"] = str(self.random.randrange(0, 14))
        return {"exchange_rates": self.rates(on)[:1], "corrections": [wrong]}

    def case(self):
        self.currency = self.random.choice(list(CURRENCIES))
        self.whole = True
        make = self.pick(*[self.goods_case] * 6, *[self.split_case] * 2, *[self.payment_case] * 2, self.correction_case)
        return {"jurisdiction": "VN", "movement": "import", **make()}


# ---- what is wrong with an answer ----


def charge_faults(outcome, answer):
    wanted = {("customs duty", of): amount for of, amount in outcome.duties.items()}
    wanted |= {("import VAT", of): amount for of, amount in outcome.taxes.items()}
    for of, (income, vat) in outcome.contractor.items():
        wanted |= {("contractor income tax", of): income, ("contractor VAT", of): vat}
    for of, amounts in outcome.shortfalls.items():
        wanted |= dict(zip(((name, of) for name in ("shortfall duty", "shortfall VAT", "customs fine", "late interest")), amounts))
    for key, amount in wanted.items():
        found = answer.lines.get(key, {}).get("amount")
        if not same(amount, found):
            yield f"{key[0]} of {key[1]} is {found}, wanted {amount}"


def main_faults(outcome, answer):
    if set(outcome.values) != set(answer.values) and law.NOT_COVERED not in outcome.values.values():
        yield f"lines {sorted(answer.values)}, wanted {sorted(outcome.values)}"
    for of, value in outcome.values.items():
        found = answer.values.get(of, {}).get("value")
        if not same(value, found):
            yield f"value of {of} is {found}, wanted {value}"
    for of, code in outcome.codes.items():
        found = answer.codes.get(of, {}).get("number")
        if not same(code, found) and law.NOT_COVERED not in outcome.values.values():
            yield f"code of {of} is {found}, wanted {code}"
    yield from charge_faults(outcome, answer)
    for key, wanted in outcome.deadlines.items():
        if law.NOT_COVERED not in outcome.values.values() and str(wanted) != answer.deadlines.get(key):
            yield f"{key[0]} of {key[1]} ends {answer.deadlines.get(key)}, wanted {wanted}"
    for name, wanted in (("border", outcome.border()), ("beside", outcome.beside())):
        if name == "beside" and outcome.shortfalls:
            continue
        if not same(wanted, answer.totals.get(name)):
            yield f"total {name} is {answer.totals.get(name)}, wanted {wanted}"


def wanted_status(outcome):
    amounts = [a for group in (outcome.values, outcome.duties, outcome.taxes) for a in group.values()]
    amounts += [a for group in (outcome.contractor, outcome.shortfalls) for pair in group.values() for a in pair]
    if any(a is law.NOT_COVERED for a in amounts):
        return "not covered"
    return law.SILENT if any(a is law.SILENT for a in amounts) else "determined"


def differs(one, other):
    """Do two outcomes differ in a figure that the law gives for both?"""
    for group in ("values", "duties", "taxes", "contractor"):
        a, b = getattr(one, group), getattr(other, group)
        if any(a.get(of) != b.get(of) for of in set(a) | set(b)):
            return True
    return False


def alternative_faults(case, outcome, answer):
    for (question, reading), name in QUESTIONS.items():
        other = law.reckon(case, {question: reading})
        if not differs(outcome, other):
            continue
        found = answer.alternatives.get(name)
        if not found:
            if law.SILENT not in (outcome.border(), outcome.beside()):
                yield f"no alternative {question} ({name[0]} = {name[1]})"
            continue
        for part, wanted in (("border", other.border()), ("beside", other.beside())):
            if not same(wanted, found.get(part)):
                yield f"alternative {question} has {part} {found.get(part)}, wanted {wanted}"
        yield from value_faults(question, outcome, other, found)
        if question == "15.7" and not int(found.get("border_difference", -1)) < 0:
            yield f"alternative 15.7 differs by {found['border_difference']}, wanted less"


def value_faults(question, outcome, other, found):
    changed = {d["alternative"]["of"]["id"]: d["alternative"]["value"] for d in found.get("differences", [])
               if d["list"] == "values" and d.get("alternative")}
    for of, wanted in other.values.items():
        if wanted != outcome.values.get(of) and not same(wanted, changed.get(of)):
            yield f"alternative {question}: value of {of} is {changed.get(of)}, wanted {wanted}"


def faults(case, raw):
    outcome, answer = law.reckon(case), Answer(raw)
    found = list(main_faults(outcome, answer))
    if not same(wanted_status(outcome), answer.status):
        found.append(f"status is {answer.status}, wanted {wanted_status(outcome)}")
    if wanted_status(outcome) == "determined":
        found += alternative_faults(case, outcome, answer)
    return found


# ---- cases with few facts ----

USD = [{"from": "USD", "to": "VND", "rate": "25000", "valid_from": "2009-01-01", "valid_to": "2026-12-31", "source": "made up"}]
DISC = {"id": "1", "delivery_form": "carrier", "medium": "optical disc", "content": "application software",
        "carrier_price": "300 USD", "software_price": "20000 USD", "priced_apart": True, "origin": "SG"}
MACHINE = {"id": "m1", "content": "none", "hardware_price": "100000 USD", "told_duty_rate": "0.05"}
CONTROL = {**DISC, "id": "d1", "content": "control software", "software_purpose": "first", "written_in_viet_nam": False,
           "serves_machine": "m1"}
PAYMENT = {"id": "p1", "payment_day": "2026-01-20", "payment_amount": "1000 USD", "purpose": "licence", "net_of_tax": False}


def goods(*lines, on="2025-12-05", rates=None, **more):
    shipment = {"id": "s1", "invoice_lines": list(lines), **({"entry_day": on} if on else {}), **more}
    return {"jurisdiction": "VN", "movement": "import", "exchange_rates": USD if rates is None else rates, "shipments": [shipment]}


def paid(payment):
    return {"jurisdiction": "VN", "movement": "import", "exchange_rates": USD, "contracts": [{"id": "c1", "payments": [payment]}]}


# Name, case, status, then what must hold: (list, of, part, wanted) or ("missing", fact).
FEW = [
    ("a disc, no contract", goods(DISC), "determined", ("values", "s1/1/1", "7500000"), ("import VAT", "s1/1/1", "0")),
    ("a disc, its day not told", goods(DISC, on=None), "undetermined", ("missing", "entry day")),
    ("a disc without its medium", goods(without(DISC, "medium")), "undetermined", ("missing", "medium")),
    ("a disc, prices apart or not", goods(without(DISC, "priced_apart")), "range", ("missing", "priced apart")),
    ("a disc of unknown origin", goods(without(DISC, "origin")), "undetermined", ("missing", "origin"), ("values", "s1/1/1", "7500000")),
    ("a disc of unknown origin, rate told", goods(without(DISC, "origin", told_duty_rate="0")), "determined", ("customs duty", "s1/1/1", "0")),
    ("a disc, software price not told", goods(without(DISC, "software_price")), "determined", ("values", "s1/1/1", "7500000")),
    ("a disc, carrier price not told", goods(without(DISC, "carrier_price")), "undetermined", ("missing", "carrier price")),
    ("no rate for the day", goods(DISC, rates=[{**USD[0], "valid_to": "2025-12-04"}]), "undetermined"),
    ("no exchange rates", {k: v for k, v in goods(DISC).items() if k != "exchange_rates"}, "undetermined"),
    ("prices in dong", goods(without(DISC, carrier_price="300000 VND", software_price="9 VND"), rates=[]), "determined",
     ("values", "s1/1/1", "300000")),
    ("W10, one price told as the software's", goods(without(DISC, "carrier_price", priced_apart=False, software_price="500 USD"), on="2024-09-20"),
     "determined", ("values", "s1/1/1", "12500000")),
    ("W10, one price told as the carrier's", goods(without(DISC, "software_price", priced_apart=False, carrier_price="500 USD"), on="2024-09-20"),
     "determined", ("values", "s1/1/1", "12500000")),
    ("W10, no price told", goods(without(DISC, "software_price", "carrier_price", priced_apart=False), on="2024-09-20"), "undetermined"),
    ("a disc in 2014", goods(DISC, on="2014-06-02"), "not covered"),
    ("the last day before the value is covered", goods(DISC, on="2015-03-31"), "not covered"),
    ("a machine and its disc", goods(MACHINE, CONTROL, on="2020-03-10"), "determined", ("values", "s1/m1/1", "3000000000"),
     ("customs duty", "s1/m1/1", "150000000"), ("import VAT", "s1/m1/1", "315000000"), ("values", "s1/d1/1", "7500000")),
    ("a machine whose rate is not told", goods(without(MACHINE, "told_duty_rate"), on="2020-03-10"), "undetermined",
     ("missing", "told duty rate"), ("values", "s1/m1/1", "2500000000")),
    ("an upgrade that names its machine", goods(MACHINE, without(CONTROL, software_purpose="upgrade or replacement"), on="2020-03-10"),
     "determined", ("values", "s1/m1/1", "2500000000"), ("values", "s1/d1/1", "7500000")),
    ("written in Viet Nam", goods(MACHINE, without(CONTROL, written_in_viet_nam=True), on="2020-03-10"), "determined",
     ("values", "s1/m1/1", "2500000000")),
    ("control software, purpose not told", goods(MACHINE, without(CONTROL, "software_purpose"), on="2020-03-10"), "range",
     ("missing", "software purpose")),
    ("built in, on a line of its own", goods(MACHINE, {"id": "d1", "delivery_form": "built in", "content": "control software",
                                                       "software_price": "20000 USD", "serves_machine": "m1"}, on="2020-03-10"),
     "determined", ("values", "s1/m1/1", "3000000000")),
    ("built in, all in one price", goods({"id": "m1", "delivery_form": "built in", "content": "control software",
                                          "hardware_price": "115000 USD", "told_duty_rate": "0.05"}, on="2020-03-10"),
     "determined", ("values", "s1/m1/1", "2875000000")),
    ("the disc's origin leaves the machine's duty alone", goods(MACHINE, without(CONTROL, "origin"), on="2020-03-10"), "undetermined",
     ("customs duty", "s1/m1/1", "150000000"), ("import VAT", "s1/m1/1", "315000000")),
    ("a film, its kind not told", goods(without(DISC, content="audio film or image"), on="2026-02-10"), "determined",
     ("values", "s1/1/1", "507500000"), ("customs duty", "s1/1/1", "76125000"), ("import VAT", "s1/1/1", "46690000")),
    ("a film before the tariff of 2026", goods(without(DISC, content="audio film or image"), on="2020-02-10"), "undetermined",
     ("missing", "told duty rate")),
    ("a card, one price", goods({"id": "1", "delivery_form": "paper licence", "content": "application software",
                                 "software_price": "50500 USD", "priced_apart": False, "origin": "US"}, on="2026-02-20"), "determined",
     ("values", "s1/1/1", "1262500000"), ("customs duty", "s1/1/1", "252500000"), ("import VAT", "s1/1/1", "121200000")),
    ("a card, nothing said of two prices", goods({"id": "1", "delivery_form": "paper licence", "content": "application software",
                                                   "software_price": "50500 USD", "origin": "US"}, on="2026-02-20"), "determined",
     ("values", "s1/1/1", "1262500000")),
    ("a download", goods({"id": "1", "delivery_form": "download", "content": "application software"}), "determined"),
    ("hosted access", goods({"id": "1", "delivery_form": "hosted access", "content": "application software"}), "determined"),
    ("two lines, freight, no key told", goods(DISC, without(DISC, id="2", carrier_price="100 USD"), freight="40 USD"), "determined",
     ("values", "s1/1/1", "8250000"), ("values", "s1/2/1", "2750000")),
    ("a game, for a computer or not", goods(without(DISC, content="game"), on="2026-02-10"), "range", ("missing", "for data processing")),
    ("a payment", paid(PAYMENT), "determined", ("contractor income tax", "c1/p1", "2500000"), ("contractor VAT", "c1/p1", "0")),
    ("a payment, net or gross", paid(without(PAYMENT, "net_of_tax")), "range", ("missing", "net of tax")),
    ("a payment, its day not told", paid(without(PAYMENT, "payment_day")), "undetermined", ("missing", "payment day")),
    ("a payment, its purpose not told", paid(without(PAYMENT, "purpose")), "range", ("missing", "purpose")),
    ("a payment before the circular", paid(without(PAYMENT, payment_day="2014-09-30")), "not covered"),
    ("a drive, neither code nor rate told", goods(without(DISC, medium="external hard disk")), "undetermined",
     ("missing", "told duty rate"), ("values", "s1/1/1", "7500000")),
    ("a memory stick", goods(without(DISC, medium="flash"), on="2026-03-16"), "determined", ("values", "s1/1/1", "507500000")),
    ("a machine in the years of the cut", goods(MACHINE, on="2024-06-03"), "determined", ("import VAT", "s1/m1/1", "210000000")),
    ("hosted access, a program or not", paid(without(PAYMENT, purpose="hosted service")), "range", ("missing", "program right granted")),
    ("freight over lines without a price", goods(without(DISC, carrier_price="0 USD"), without(DISC, id="2", carrier_price="0 USD"),
                                                 freight="10 USD"), "not covered"),
    ("control software of what is no machine", goods(DISC, without(CONTROL, serves_machine="1"), on="2020-03-10"), "determined",
     ("values", "s1/d1/1", "7500000")),
    ("a return after repair, on which nothing was read", {**goods(DISC), "movement": "return after repair"}, "not covered"),
    ("VAT before the value is covered", goods(DISC, on="2012-05-10"), "not covered", ("import VAT", "s1/1/1", "0")),
    ("nothing at all", {"jurisdiction": "VN", "movement": "import"}, "determined"),
]
