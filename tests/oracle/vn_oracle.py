"""An independent reckoning of Vietnamese imports of software, written from the law's text alone.

It knows nothing of the rulebooks or the engine: a case goes in as JSON has it, amounts come out. Rows of the law are
named in the remarks (S-01, C-07, V-04, ...), open questions by their number (15.1 .. 15.15). Where the law gives no
figure the answer is SILENT, and nobody may hold anything against it.

    reckon(case, readings) -> Outcome

`readings` names, by question, another answer than the careful one; an empty dict is the main answer.
"""
import dataclasses
import datetime
from decimal import Decimal
from fractions import Fraction

from figures import NOT_COVERED, SILENT, day, half_up

VALUE_BEGINS = day("2015-04-01")     # V-03, C-14: first text on the value of software that was read
ROUNDING_BEGINS = day("2016-01-01")  # V-18
DUTY_BEGINS = day("2016-09-01")      # N09
CLAUSE_BEGINS = day("2019-10-15")    # S-01 .. S-10, C-03 .. C-09: Circular 60
SMALL_GOODS_BEGIN = day("2021-04-25")  # D-07
FREE_EXPRESS_ENDS = day("2025-02-17")
NEW_LISTS_BEGIN = day("2025-07-01")
TARIFF_BEGINS = day("2026-01-01")    # section 6.1: the snapshot
CONTRACTOR_BEGINS = day("2014-10-01")  # F-01
CUTS = [(day(a), day(b)) for a, b in (  # .. R-08
    ("2022-02-01", "2022-12-31"), ("2023-07-01", "2023-12-31"), ("2024-01-01", "2024-06-30"),
    ("2024-07-01", "2024-12-31"), ("2025-01-01", "2025-06-30"), ("2025-07-01", "2026-12-31"))]
COMPUTERS = {"8471.30.20", "8471.41.10", "8471.49.10", "8471.50.10"}  # T-14

NAMED_MEDIA = {"optical disc", "magnetic disc", "magnetic tape", "magnetic card", "external hard disk"}  # C-01
DOUBTED_MEDIA = {"flash", "solid-state disk"}  # C-02, 15.1
GOODS_FORMS = {"carrier", "built in", "paper licence"}


@dataclasses.dataclass
class Line:
    """A line of the declaration, as this reckoning makes it."""
    of: str                # "s1/d1/1"
    kind: str              # carrier, control software, machine, paper licence
    goods: dict            # the invoice line
    price: object          # dong, unrounded
    software: object = 0   # the control software inside it (15.7)
    machine: dict = None   # of control software: what it serves
    value: object = None
    rate: object = None
    duty: object = None
    vat: object = None


@dataclasses.dataclass
class Outcome:
    values: dict = dataclasses.field(default_factory=dict)
    codes: dict = dataclasses.field(default_factory=dict)
    duties: dict = dataclasses.field(default_factory=dict)
    taxes: dict = dataclasses.field(default_factory=dict)
    contractor: dict = dataclasses.field(default_factory=dict)      # payment -> (income tax, VAT)
    deadlines: dict = dataclasses.field(default_factory=dict)
    shortfalls: dict = dataclasses.field(default_factory=dict)
    lines: list = dataclasses.field(default_factory=list)

    def border(self):
        amounts = list(self.duties.values()) + list(self.taxes.values())
        return SILENT if any(not isinstance(a, int) for a in amounts) else sum(amounts)

    def beside(self):
        amounts = [a for pair in self.contractor.values() for a in pair]
        return SILENT if any(not isinstance(a, int) for a in amounts) else sum(amounts)


class Reckoning:
    """One case under one set of readings."""

    def __init__(self, case, readings=None):
        self.case, self.readings = case, readings or {}
        self.out = Outcome()

    def reads(self, question, answer):
        return self.readings.get(question, "a").lower() == answer

    # ---- money ----

    def dong(self, text, on):
        number, currency = text.split()
        if currency == "VND":
            return Fraction(Decimal(number))
        for rate in self.case.get("exchange_rates", []):
            if rate["from"] == currency and day(rate["valid_from"]) <= on <= day(rate["valid_to"]):
                return Fraction(Decimal(number)) * Fraction(Decimal(rate["rate"]))
        return SILENT

    def price(self, goods, name, on):
        return self.dong(goods[name], on) if name in goods else Fraction(0)

    # ---- value (sections 3 and 4) ----

    @staticmethod
    def kind(goods):
        """S-03, S-04, S-08. Games and data are application software if a computer does something by them."""
        content = goods["content"]
        if content in ("game", "data"):
            return "application" if goods["for_data_processing"] else "other"
        return {"application software": "application", "control software": "control", "none": "none"}.get(content, "other")

    def is_medium(self, goods):
        medium = goods.get("medium")
        if medium in NAMED_MEDIA:
            return True
        if medium in DOUBTED_MEDIA:
            return self.reads("15.1", "b")
        if medium == "chip card":
            return False
        return not goods["holds_semiconductor"] or self.reads("15.1", "b")

    def medium_alone(self, goods):
        """Is the carrier valued without what is on it? Two prices and a carrier medium (S-01, S-06)."""
        if goods["delivery_form"] != "carrier" or not self.is_medium(goods) or not goods["priced_apart"]:
            return False
        parts = goods.get("content_parts", [])
        if any(not p["part_priced_apart"] for p in parts):
            return False
        if any(p["part_content"] != "application software" for p in parts):
            return self.reads("15.3", "a")
        return True

    def parts(self, goods, on, all_of_them):
        total = Fraction(0)
        for part in goods.get("content_parts", []):
            if all_of_them or part["part_content"] != "application software" or not part["part_priced_apart"]:
                total += self.dong(part["part_price"], on)
        return total

    def joins_machine(self, goods, on):
        """Does this control software belong to a machine? C-03, C-04; before the clause C-13."""
        if self.kind(goods) != "control":
            return False
        if goods["delivery_form"] == "built in":
            return "serves_machine" in goods
        if goods["software_purpose"] != "first" or goods["written_in_viet_nam"]:
            return False
        return on >= CLAUSE_BEGINS or self.reads("C-13", "a")

    def machine_of(self, goods):
        wanted = goods["serves_machine"].rpartition("/")[2]
        for shipment in self.case["shipments"]:
            for other in shipment["invoice_lines"]:
                if other["id"] == wanted:
                    return shipment, other
        raise KeyError(wanted)

    def software_for(self, machine, on_machine_shipment):
        """What other lines bring to a machine: with it (S-05 .. S-07), downloaded and paid apart (C-05, 15.5)."""
        total = Fraction(0)
        for shipment in self.case["shipments"]:
            on = day(shipment["entry_day"])
            for goods in shipment["invoice_lines"]:
                if not self.joins_machine(goods, on) or self.machine_of(goods)[1] is not machine:
                    continue
                software, form = self.price(goods, "software_price", on), goods["delivery_form"]
                if form == "carrier" and shipment is on_machine_shipment:
                    total += software if self.medium_alone(goods) else software + self.price(goods, "carrier_price", on)
                elif form == "built in" or (form != "carrier" and (on < CLAUSE_BEGINS or self.reads("15.5", "a"))):
                    total += software
        return total

    def make_lines(self, shipment):
        on = day(shipment["entry_day"])
        for goods in shipment["invoice_lines"]:
            made = self.lines_of(shipment, goods, on)
            for number, (kind, price, software, machine) in enumerate(made, 1):
                of = f"{shipment['id']}/{goods['id']}/{number}"
                yield Line(of, kind, goods, price, software, machine)

    def lines_of(self, shipment, goods, on):
        form, kind = goods.get("delivery_form"), self.kind(goods)
        carrier, software = self.price(goods, "carrier_price", on), self.price(goods, "software_price", on)
        hardware = self.price(goods, "hardware_price", on)
        if kind == "none":  # S-05, S-06, S-07: the machine
            more = self.software_for(goods, shipment)
            return [("machine", hardware + more, more, None)]
        if form == "built in":
            if kind == "control" and "serves_machine" in goods:
                return []
            inside = software if kind == "control" else Fraction(0)
            return [("machine", hardware + software, inside, None)]  # S-05, C-12
        if form == "paper licence":  # T-12, 15.13
            alone = goods["priced_apart"] and self.reads("15.13", "b")
            return [("paper licence", carrier if alone else carrier + software, 0, None)]
        if form != "carrier":
            return []  # E-01, E-02, D-05
        whole = carrier + software + self.parts(goods, on, True)
        medium = carrier + self.parts(goods, on, False)
        if kind == "control":
            return self.control_lines(shipment, goods, on, carrier, software, medium, whole)
        if kind == "application" and self.medium_alone(goods):
            return [("carrier", medium, 0, None)]  # S-01, S-09
        return [("carrier", whole, 0, None)]  # S-02, S-10, S-04, C-02

    def control_lines(self, shipment, goods, on, carrier, software, medium, whole):
        alone = self.medium_alone(goods)
        if not self.joins_machine(goods, on):  # C-03, C-04, 15.4; C-13 as it was claimed
            analogy = alone and (self.reads("15.4", "a"))
            return [("carrier", medium if analogy else whole, 0, None)]
        home, machine = self.machine_of(goods)
        if home is shipment:
            return [("carrier", medium, 0, None)] if alone else []  # S-06, S-07
        if on < CLAUSE_BEGINS:
            return [("carrier", whole, 0, None)]
        if alone:  # C-07, C-08
            return [("control software", software, software, machine), ("carrier", medium, 0, None)]
        return [("control software", whole, software, machine)]

    # ---- sharing, rounding (section 5) ----

    def value_lines(self, shipment, lines):
        on = day(shipment["entry_day"])
        common = self.price(shipment, "freight", on) + self.price(shipment, "insurance", on)
        total = sum((line.price for line in lines), Fraction(0))
        for line in lines:
            if on < VALUE_BEGINS:
                line.value = NOT_COVERED
                continue
            share = common if len(lines) == 1 else self.share(shipment, lines, line, common, total)
            exact = line.price + share
            line.value = half_up(exact) if on >= ROUNDING_BEGINS else (int(exact) if exact.denominator == 1 else SILENT)

    def share(self, shipment, lines, line, common, total):
        """V-04: by value, unless the shipment says weight."""
        if not common:
            return Fraction(0)
        if shipment.get("cost_sharing", "value") == "weight":
            weights = sum(Fraction(Decimal(g["weight"])) for g in shipment["invoice_lines"])
            own = [other for other in lines if other.goods is line.goods]
            of_goods = common * Fraction(Decimal(line.goods["weight"])) / weights
            return of_goods * line.price / sum(other.price for other in own)
        return common * line.price / total

    # ---- code and duty (section 6) ----

    def code(self, line, on):
        if line.kind == "machine":
            return line.goods.get("told_code", SILENT)
        if line.kind == "control software":
            return line.machine.get("told_code", SILENT)  # D-04
        if on < TARIFF_BEGINS:
            return SILENT
        if line.kind == "paper licence":
            return "4911.99.40"  # T-12
        medium, content = line.goods["medium"], line.goods["content"]
        if medium == "optical disc":
            if content in ("application software", "control software", "data"):
                return "8523.49.11"  # T-01
            if content == "game":
                return "8523.49.14"  # T-02
            recording = line.goods.get("recording_kind")
            return {"educational sound": "8523.49.12", "other sound": "8523.49.13", "film": "8523.49.15",
                    "cinema film": "8523.49.16", "other image": "8523.49.19"}.get(recording, SILENT)
        if medium in DOUBTED_MEDIA and content in ("application software", "control software"):
            return "8523.51.21"  # T-08
        return SILENT

    def most_favoured(self, line, on):
        """T-01 .. T-14: the preferential rate, as the snapshot of 2026 has it; told rates are inputs."""
        goods = line.machine if line.kind == "control software" else line.goods
        if "told_duty_rate" in goods:
            return Fraction(Decimal(goods["told_duty_rate"])), True
        if line.kind in ("machine", "control software"):
            return SILENT, False
        if line.kind == "paper licence":
            return (Fraction(20, 100) if on >= TARIFF_BEGINS else SILENT), False
        medium, content = goods["medium"], goods["content"]
        if content in ("application software", "control software"):
            if medium == "optical disc" or (on >= TARIFF_BEGINS and medium in DOUBTED_MEDIA | {"magnetic disc", "magnetic tape"}):
                return Fraction(0), False  # the examples of 2019 .. 2024 take 0 % for discs
            return SILENT, False
        if medium == "optical disc" and content in ("game", "data"):
            return (Fraction(0) if on >= TARIFF_BEGINS else SILENT), False
        if medium == "optical disc" and content == "audio film or image" and on >= TARIFF_BEGINS:
            return (Fraction(5, 100) if goods.get("recording_kind") == "cinema film" else Fraction(15, 100)), False
        return SILENT, False

    def rate(self, line, on):
        if on < DUTY_BEGINS:
            return SILENT
        rate, told = self.most_favoured(line, on)
        goods = line.machine if line.kind == "control software" else line.goods
        if told or rate is SILENT:
            return rate
        if goods.get("proof_of_origin") and (rate or not goods.get("favoured_origin_told", True)):
            return Fraction(Decimal(goods["agreement_rate"]))  # D-02
        if goods.get("favoured_origin_told", True):
            return rate  # D-01
        if rate:
            return rate * 3 / 2  # D-03
        return Fraction(5, 100) if on >= day("2023-07-15") else SILENT

    def duty_lines(self, shipment, lines):
        on = day(shipment["entry_day"])
        for line in lines:
            line.rate = self.rate(line, on)
        if on < DUTY_BEGINS:
            free = self.express_free(shipment, lines)
            for line in lines:
                line.duty = 0 if free is True else SILENT
            return
        relieved = self.small(shipment, lines, on)
        for line in lines:
            if line.rate == 0:
                line.duty = 0
            elif relieved is SILENT or line.rate is SILENT or not isinstance(line.value, int):
                line.duty = SILENT
            else:
                line.duty = 0 if relieved else half_up(line.value * line.rate)

    def small(self, shipment, lines, on):
        """D-06, D-07: small consignments. SILENT where it cannot be told."""
        if any(line.rate is SILENT or not isinstance(line.value, int) for line in lines):
            return SILENT
        value, duty = sum(line.value for line in lines), sum(line.value * line.rate for line in lines)
        consignment = shipment.get("consignment")
        parcel = value <= 1_000_000 or duty <= 100_000
        goods = on >= SMALL_GOODS_BEGIN and (value <= 500_000 or duty <= 50_000)
        if consignment is None:
            return SILENT if parcel or goods else False
        return parcel if consignment in ("express", "postal") else goods

    @staticmethod
    def express_free(shipment, lines):
        """X-09: is it small enough? True, False or SILENT."""
        if any(not isinstance(line.value, int) for line in lines):
            return SILENT
        small = sum(line.value for line in lines) <= 1_000_000
        if shipment.get("consignment") is None:
            return SILENT if small else False
        return small and shipment["consignment"] == "express"

    # ---- VAT (section 7) ----

    def vat_rate(self, line, on):
        if not any(first <= on <= last for first, last in CUTS):
            return Fraction(10, 100)
        if line.kind == "carrier":
            if self.kind(line.goods) not in ("application", "control"):
                return Fraction(8, 100) if on >= NEW_LISTS_BEGIN else SILENT
            technology = True
        elif line.kind == "paper licence":
            technology = False
        else:
            technology = (line.machine or line.goods).get("told_code") in COMPUTERS
        if line.goods.get("excluded_from_tax_cut") or (line.machine or {}).get("excluded_from_tax_cut"):
            return Fraction(10, 100) if not technology else SILENT
        if technology and (on < NEW_LISTS_BEGIN or self.reads("15.6", "b")):
            return Fraction(10, 100)
        return Fraction(8, 100)

    def tax_lines(self, shipment, lines):
        on = day(shipment["entry_day"])
        free = self.express_free(shipment, lines) if on <= FREE_EXPRESS_ENDS else False
        for line in lines:
            line.vat = self.tax(line, on, free)

    def tax(self, line, on, free):
        if line.kind == "carrier" and self.kind(line.goods) in ("application", "control") and self.reads("15.2", "a"):
            return 0  # S-11, X-01, X-02
        base = line.value
        if self.reads("15.7", "b"):
            if line.kind == "control software":
                return 0
            if line.kind == "machine" and line.software:
                base = SILENT  # the law says "exempt", not how the base is cut
        rate = self.vat_rate(line, on)
        if free is True:
            return 0
        if free is SILENT or rate is SILENT or not isinstance(base, int) or not isinstance(line.duty, int):
            return SILENT
        return half_up((base + line.duty) * rate)

    # ---- contractor tax (section 8) ----

    RATES = {  # kind of payment: income tax, VAT (F-01 .. F-04, F-07, F-09)
        "royalty": (10, 0), "service": (5, 5), "software service": (5, 0), "goods": (1, 0), "platform access": (10, 5),
    }

    def kinds(self, payment):
        purpose = payment["purpose"]
        if purpose == "several kinds":
            return payment["kinds_paid_together"]
        if purpose == "hosted service":
            if payment["program_right_granted"]:
                return ["royalty"]
            reading = self.readings.get("15.11", "a")
            if reading == "b" and day(payment["payment_day"]) < day("2016-01-01"):
                reading = "a"  # F-08 is a letter of 2016
            return {"a": ["platform access"], "b": ["service"], "c": ["royalty"]}[reading]
        if purpose == "software for resale":
            return ["goods"] if self.reads("15.12", "b") else ["royalty"]
        return {"licence": ["royalty"], "services": ["service"], "software services": ["software service"],
                "goods": ["goods"], "database access": ["platform access"]}[purpose]

    def pay(self, contract, payment):
        on = day(payment["payment_day"])
        of = f"{contract['id']}/{payment['id']}"
        amount = self.dong(payment["payment_amount"], on)
        if on < CONTRACTOR_BEGINS:
            self.out.contractor[of] = (NOT_COVERED, NOT_COVERED)
            return
        pairs = [self.RATES[kind] for kind in self.kinds(payment)]
        income, vat = (Fraction(max(p[i] for p in pairs), 100) for i in (0, 1))  # F-05
        if payment["net_of_tax"]:  # F-06
            income_base = amount / (1 - income)
            vat_base = income_base / (1 - vat)
        else:  # F-06 read backwards: the price is the base of VAT, what remains that of income tax
            vat_base, income_base = amount, amount * (1 - vat)
        self.out.contractor[of] = (half_up(income_base * income), half_up(vat_base * vat))

    # ---- days (section 11) ----

    def days(self, shipment, lines):
        on, of = day(shipment["entry_day"]), shipment["id"]
        later = datetime.timedelta
        goods = any(g["content"] == "none" or g.get("delivery_form") in GOODS_FORMS for g in shipment["invoice_lines"])
        if on >= day("2015-01-01") and goods:
            self.out.deadlines["validity of the declaration", of] = on + later(days=15)  # L-03
            try:
                self.out.deadlines["file kept until", of] = on.replace(year=on.year + 5)  # P-09
            except ValueError:
                pass
        if goods and "arrival_day" in shipment and day(shipment["arrival_day"]) >= day("2015-01-01"):
            self.out.deadlines["import declaration", of] = day(shipment["arrival_day"]) + later(days=30)  # L-01
        if "guarantee_given_on" in shipment and on >= DUTY_BEGINS:
            self.out.deadlines["payment under guarantee", of] = on + later(days=30)  # L-05
        if "monthly_payment_chosen_on" in shipment and on >= DUTY_BEGINS:
            year, month = (on.year, on.month + 1) if on.month < 12 else (on.year + 1, 1)
            self.out.deadlines["payment of a priority enterprise", of] = datetime.date(year, month, 10)  # L-06

    # ---- shortfall and fine (section 12) ----

    def correct(self, wrong):
        on, decided = day(wrong["act_day"]), day(wrong["decision_day"])
        omitted = self.dong(wrong["omitted_amount"], on)
        duty = half_up(omitted * Fraction(Decimal(wrong["omitted_line_duty_rate"])))
        vat = half_up((omitted + duty) * Fraction(Decimal(wrong["omitted_line_tax_rate"])))
        short = duty + vat
        share = self.fine_share(wrong, on, decided, short)
        fine = SILENT if share is SILENT else half_up(short * share)
        first, last = day(wrong["late_from"]), day(wrong["late_until"])
        interest = half_up(short * Fraction(3, 10000) * ((last - first).days + 1)) if last <= day("2026-06-30") else SILENT
        self.out.shortfalls[wrong["id"]] = (duty, vat, fine, interest)

    def fine_share(self, wrong, on, decided, short):
        how, new = wrong["found_how"], day("2026-07-01")
        in_time = (day(wrong["correction_day"]) - day(wrong["clearance_day"])).days <= 60
        if how == "declared by importer":
            share = Fraction(0) if in_time and not wrong["check_announced"] else Fraction(10, 100)  # L-07, Q-02, Q-06
        elif how in ("found in clearance", "found in audit"):
            share = Fraction(20, 100)
        elif on >= new:
            return min(1 + Fraction(2, 10) * int(wrong["aggravating_facts"]), Fraction(3))
        else:
            return SILENT  # one to three times
        limit = 2_000_000 if wrong["wrongdoer"] == "organisation" else 500_000
        return Fraction(0) if decided >= new and short < limit else share

    # ---- the whole ----

    def run(self):
        for shipment in self.case.get("shipments", []):
            lines = list(self.make_lines(shipment))
            self.out.lines += lines
            self.value_lines(shipment, lines)
            self.duty_lines(shipment, lines)
            self.tax_lines(shipment, lines)
            self.days(shipment, lines)
            for line in lines:
                on = day(shipment["entry_day"])
                self.out.values[line.of], self.out.codes[line.of] = line.value, self.code(line, on)
                self.out.duties[line.of], self.out.taxes[line.of] = line.duty, line.vat
        for contract in self.case.get("contracts", []):
            for payment in contract.get("payments", []):
                self.pay(contract, payment)
        for wrong in self.case.get("corrections", []):
            self.correct(wrong)
        return self.out


def reckon(case, readings=None):
    return Reckoning(case, readings).run()
