"""An independent reckoning of software and IT goods that enter or leave India, written from the law's text alone.

It knows nothing of the rulebooks or the engine: a case goes in as JSON has it, amounts come out. Rows of the law are
named in the remarks (IN-VAL-8, ...), open questions by their number in the list of conflicts (C10, ...) or by the row
that leaves them open. An amount is a Fraction, exact, to be rounded to the rupee head by head (IN-DOC-24).

Silent: duty on software before 1998-02-11, codes of machines, the cess inside the countervailing duty before 2006, goods
other than ITA goods under the special duty of 2005, services that no row names, treaty rates of countries that no row
names, what an office or an establishment in India changes, a price net of tax, working days of customs houses.

    reckon(case, readings) -> Outcome

`readings` names, by question, another answer than the careful one; an empty dict is the main answer.
"""
import dataclasses
import datetime
from decimal import Decimal
from fractions import Fraction

from figures import SILENT, day, half_up

CRORE = 10_000_000
GST = day("2017-07-01")
SOFTWARE_FREE = day("1998-02-11")     # IN-BCD-4
TITLES_FREE = day("2002-03-01")       # IN-BCD-6: documents of title
ITA_GOODS_FREE = day("2005-03-01")    # IN-BCD-10
PACKAGED_TAXED = day("2006-03-01")    # IN-CVD-2
NO_LANDING = day("2017-09-26")        # IN-VAL-10
CESS = day("2004-07-09")              # IN-CES-1
HIGHER_CESS = day("2007-03-01")       # IN-CES-2
SURCHARGE = day("2018-02-02")         # IN-SWS-1; the day after the cesses
RETAIL_VALUE = day("2010-12-21")      # IN-CVV-4
ELECTRONIC = {"download", "e-mail", "hosted access", "update over network"}
SOFTWARE = {"application software", "control software"}
ZONE_KINDS = {"laptop", "desktop computer", "monitor", "printer"}  # IN-USE-10
ITSS = day("2008-05-16")              # IN-STX-6
NEGATIVE_LIST = day("2012-07-01")     # IN-STX-8
FEMA_2026 = day("2026-10-01")         # IN-DOC-15 .. IN-DOC-19
BACK = {"back to the export unit for repair", "Indian goods for repair"}
CHARGES = ("basic customs duty", "countervailing duty", "education cess", "higher education cess",
           "special additional duty", "social welfare surcharge", "integrated tax")


def step(table, on):
    """The last row of (from, what) that has begun; None before all of them."""
    found = None
    for first, what in table:
        if day(first) <= on:
            found = what
    return found


EXCISE = [  # IN-CVD-2 .. IN-CVD-8: rate, cess inside it at import, cess inside it at home
    ("2006-03-01", ("8", "2", "2")), ("2007-03-01", ("8", "3", "3")), ("2008-03-01", ("12", "3", "3")),
    ("2008-12-07", ("8", "3", "3")), ("2010-02-27", ("10", "3", "3")), ("2012-03-17", ("12", "0", "3")),
    ("2015-03-01", ("12.5", "0", "0")), ("2017-07-01", None)]
SERVICE_TAX = [  # IN-STR-1 .. IN-STR-10
    ("1994-07-01", "5"), ("2003-05-14", "8"), ("2004-09-10", "10.2"), ("2006-04-18", "12.24"), ("2007-05-11", "12.36"),
    ("2009-02-24", "10.3"), ("2012-04-01", "12.36"), ("2015-06-01", "14"), ("2015-11-15", "14.5"), ("2016-06-01", "15"),
    ("2017-07-01", None)]


def number(text):
    return Fraction(Decimal(text))


def percent(text):
    return number(text) / 100


@dataclasses.dataclass
class Outcome:
    values: dict = dataclasses.field(default_factory=dict)     # declaration line -> Fraction or SILENT
    codes: dict = dataclasses.field(default_factory=dict)      # declaration line -> prefixes that may stand there
    charges: dict = dataclasses.field(default_factory=dict)    # (charge, of) -> Fraction or SILENT
    deadlines: dict = dataclasses.field(default_factory=dict)  # (name, of) -> day or SILENT
    said: dict = dataclasses.field(default_factory=dict)       # (statement, of) -> Fraction
    gates: dict = dataclasses.field(default_factory=dict)      # (list, name, of) -> True, False or SILENT


class Goods:
    """What one declaration line pays at the border on the day that its duty is fixed."""

    def __init__(self, owner, goods, kind, value, on):
        self.reads, self.case, self.goods, self.kind, self.value, self.on = owner.reads, owner.case, goods, kind, value, on
        self.code = goods.get("told_code", "")

    def all(self):
        """Every charge, exact, in the order in which one rests on another."""
        self.basic = self.basic_duty()
        self.counter = self.countervailing()
        self.cess = self.cess_of(percent("2"), CESS)
        self.higher = self.cess_of(percent("1"), HIGHER_CESS)
        self.special = self.special_duty()
        self.surcharge = self.basic if self.on < SURCHARGE else self.times(self.basic, percent("10"))
        if self.on < SURCHARGE:
            self.surcharge = Fraction(0)
        self.integrated = self.integrated_tax()
        return dict(zip(CHARGES, (self.basic, self.counter, self.cess, self.higher, self.special, self.surcharge, self.integrated)))

    @staticmethod
    def times(amount, rate):
        return SILENT if SILENT in (amount, rate) else amount * rate

    @staticmethod
    def sum(*amounts):
        return SILENT if SILENT in amounts else sum(amounts)

    def told(self, fact):
        return number(self.goods[fact]) if fact in self.goods else SILENT

    def relieved(self):
        """IN-EXP-5, -7 .. -9, IN-REP-9: is it let in free of duty?"""
        goods, on = self.goods, self.on
        relief = goods.get("relief_claimed")
        if relief == "export unit under bond":
            return goods["bond_given"]
        if relief == "used computer given by an export unit":
            return on >= day("1999-01-01") and number(goods["years_in_use_by_the_unit"]) >= 2 and goods["receiver_of_the_gift"] != "other"
        if relief == "second-hand computer given to a school from abroad":
            return on >= day("1999-01-01") and goods["receiver_of_the_gift"] == "school"
        if relief in BACK:
            return on <= years(day(goods["exported_from_India_on"]), 3) and goods.get("bond_given", True)
        return False

    def ita_machine(self):
        return self.kind == "machine" and self.code.replace(".", "")[:4] == "8471"

    def basic_duty(self):
        if self.relieved():
            return Fraction(0)
        return self.times(self.value, self.basic_rate())

    def basic_rate(self):
        if self.goods.get("software_export_scheme") and self.on < SOFTWARE_FREE:
            return percent("30")  # IN-BCD-2
        if self.kind == "software":
            if self.on < SOFTWARE_FREE:
                return Fraction(0) if self.goods.get("source_code") else SILENT  # IN-BCD-1, IN-BCD-3
            return Fraction(0)  # IN-BCD-4 .. IN-BCD-9
        if self.kind == "title":
            return Fraction(0) if self.on >= TITLES_FREE else SILENT
        if self.ita_machine() and self.on >= ITA_GOODS_FREE and "told_duty_rate" not in self.goods:
            return Fraction(0)  # IN-BCD-10
        return self.told("told_duty_rate")

    # ---- countervailing duty (section 5) ----

    def countervailing(self):
        if self.on >= GST or self.relieved():
            return Fraction(0)
        if self.kind == "title":
            return Fraction(0) if self.on >= TITLES_FREE else SILENT  # IN-CVD-10
        if self.kind == "software":
            if self.on < PACKAGED_TAXED or self.goods["made_for"] == "one client":
                return Fraction(0)  # IN-CVD-0, IN-CVD-1, IN-CVD-9
            rate, cess, _ = step(EXCISE, self.on)
            return self.times(self.counter_base(), percent(rate) * (1 + percent(cess)))
        if self.goods.get("software_export_scheme"):
            return Fraction(0)
        if self.goods.get("bears_retail_price") and self.on >= RETAIL_VALUE:
            return SILENT
        return self.times(self.sum(self.value, self.basic), self.told_excise())

    def told_excise(self):
        rate = self.told("told_excise_rate")
        if rate is SILENT or CESS <= self.on < PACKAGED_TAXED:
            return SILENT if rate else rate
        return rate * (1 + percent(step([("1993-01-01", "0")] + [(a, b[1]) for a, b in EXCISE[:-1]], self.on)))

    def counter_base(self):
        """IN-CVV-1 .. IN-CVV-7."""
        goods, on = self.goods, self.on
        if on >= RETAIL_VALUE and goods["bears_retail_price"]:
            return number(goods["retail_price"].split()[0]) * number(goods["quantity"]) * percent("85")
        if not self.split_allowed():
            return self.value
        if not goods["right_to_use_declared"]:
            return self.value
        if not self.case.get("service_tax_registered"):
            return SILENT if on >= day("2016-03-01") else self.value  # IN-CVV-6 asks for the declaration, IN-DOC-11 for both
        if not goods["priced_apart"]:
            return SILENT
        return SILENT if self.value is SILENT else self.value - self.right

    def split_allowed(self):
        on = self.on
        if on < day("2009-07-07") or RETAIL_VALUE <= on < day("2011-03-01"):
            return False
        return on >= day("2010-02-27") or self.goods["commercial_exploitation"]

    # ---- special duty, cesses (section 6) ----

    def cess_of(self, rate, first):
        if not first <= self.on < SURCHARGE:
            return Fraction(0)
        if self.ita_machine():
            return Fraction(0)  # IN-CES-3
        if self.kind == "software" and not self.reads("C10", "b"):
            return Fraction(0)
        return self.times(self.sum(self.basic, self.counter), rate)

    def special_duty(self):
        if self.relieved():
            return Fraction(0)
        on, base = self.on, self.sum(self.value, self.basic, self.counter, self.cess, self.higher)
        if on < day("1998-06-02") or day("2004-01-09") <= on < ITA_GOODS_FREE or on >= GST:
            return Fraction(0)
        if on < ITA_GOODS_FREE:  # IN-SAD-1
            return self.times(base, percent("4")) if self.reads("IN-SAD-1", "b") and self.basic else Fraction(0)
        if on < PACKAGED_TAXED:  # IN-SAD-2
            if self.kind == "software":
                return Fraction(0) if self.reads("C11", "b") else self.times(base, percent("4"))
            return self.times(base, percent("4")) if self.ita_machine() else SILENT
        if on >= day("2010-02-27") and self.goods.get("bears_retail_price"):
            return Fraction(0)  # IN-SAD-5
        if self.basic == 0 and self.counter == 0:
            return Fraction(0)  # IN-SAD-4
        return self.times(base, percent("4"))  # IN-SAD-3

    # ---- integrated tax (section 7) ----

    def integrated_rate(self):
        if self.kind == "software" or self.ita_machine():
            return percent("18")  # IN-IGS-2, IN-IGS-5
        if self.kind == "title":
            if self.on < day("2025-09-22"):
                return percent("12")  # IN-IGS-3
            if "licence_schedule_rate" in self.goods:
                return self.told("licence_schedule_rate")
            return percent("5") if self.reads("C16", "b") else Fraction(0) if self.reads("C16", "c") else percent("18")  # IN-IGS-4
        return self.told("told_integrated_tax_rate")

    def integrated_tax(self):
        if self.on < GST:
            return Fraction(0)
        if self.relieved():
            return SILENT  # what was read is older than the integrated tax
        if self.goods.get("repaired") is SILENT:
            return SILENT
        if self.goods.get("repaired") and self.on < day("2021-07-19") and not self.reads("C23", "b"):
            return Fraction(0)  # IN-REP-5
        base = self.sum(self.value, self.basic, self.cess, self.higher, self.surcharge)
        return self.times(base, self.integrated_rate())


class Reckoning:
    """One case under one set of readings."""

    def __init__(self, case, readings=None):
        self.case, self.readings, self.out = case, readings or {}, Outcome()

    def reads(self, question, answer):
        return self.readings.get(question, "a") == answer

    def rupees(self, text, on):
        """IN-VAL-11: the rate of the day."""
        amount, currency = text.split()
        if currency == "INR":
            return number(amount)
        for rate in self.case.get("exchange_rates", []):
            if rate["from"] == currency and day(rate["valid_from"]) <= on <= day(rate["valid_to"]):
                return number(amount) * number(rate["rate"])
        return SILENT

    # ---- value (section 10) ----

    @staticmethod
    def kind(goods):
        """Section 3. None: nothing crosses the border as goods."""
        form = goods["delivery_form"]
        if form in ELECTRONIC or (form == "key or code" and not goods["key_on_a_card"]):
            return None
        if form == "key or code":
            return "card"
        if form == "paper licence":
            return "title"
        if form == "built in" or goods["content"] == "none":
            return "machine"
        return "software"

    def price(self, goods, on):
        """IN-VAL-1: the whole price, licence and all; IN-VAL-4: software in the machine joins it; IN-CLS-12: a trial."""
        if goods.get("trial_version") and on >= day("2007-10-10"):
            return self.rupees(goods["residual_value"], on)
        facts = ("carrier_price", "software_price", "hardware_price")
        return sum(self.rupees(goods[fact], on) for fact in facts if fact in goods)

    def cif(self, shipment, price, total, on):
        """IN-VAL-8, with what is common shared by price."""
        basis = shipment["price_basis"]
        if basis in ("CIF", "assessed"):
            return price
        freight = self.rupees(shipment["freight"], on) * price / total if "freight" in shipment else None
        insurance = self.rupees(shipment["insurance"], on) * price / total if "insurance" in shipment else None
        if basis == "CFR":
            return SILENT if insurance is None else price + insurance
        if freight is None:
            freight = price * percent("20")
        elif shipment.get("transport_mode") == "air":
            freight = min(freight, price * percent("20"))
        return price + freight + (price * percent("1.125") if insurance is None else insurance)

    def value(self, shipment, goods, on):
        lines = [g for g in shipment["invoice_lines"] if self.kind(g)]
        total = sum(self.price(g, on) for g in lines)
        amount = self.cif(shipment, self.price(goods, on), total, on)
        if amount is SILENT:
            return SILENT
        if shipment["price_basis"] != "assessed" and on < NO_LANDING:
            amount *= 1 + percent("1")  # IN-VAL-9
        return amount + self.royalties(shipment, goods, on)

    def royalties(self, shipment, goods, on):
        """IN-VAL-3: tied to the goods and a condition of their sale."""
        return sum(self.rupees(cost["cost_amount"], on) for cost in shipment.get("costs", [])
                   if cost["related_to_goods"] and cost["condition_of_sale"] and cost["paid_for_line"].endswith("/" + goods["id"]))

    def duty_day(self, shipment):
        """IN-VAL-13: the later of entry and arrival."""
        entry = day(shipment["entry_day"])
        return max(entry, day(shipment["arrival_day"])) if "arrival_day" in shipment else entry

    # ---- code (section 3) ----

    @staticmethod
    def code(goods, kind, on):
        if kind == "title":
            return ["49070030"] if on >= day("2003-02-01") else ["49070020"] if on >= day("1999-01-01") else None
        if kind == "card":
            return ["4911"] if on >= day("2011-03-18") else None
        if kind != "software":
            return [goods["told_code"].replace(".", "")] if "told_code" in goods else None
        if on >= day("2007-01-01"):
            return ["85238020"]  # IN-CLS-3
        if on < day("2003-02-01"):
            return ["8524"]  # IN-CLS-2
        return {"magnetic tape": ["85244011"], "optical disc": ["85243111", "85249112"], "magnetic disc": ["85249111", "85249112"],
                "flash": ["85249113"], "external hard disk": None}.get(goods["medium"])

    # ---- goods ----

    def enter(self, shipment):
        entry, fixed = day(shipment["entry_day"]), self.duty_day(shipment)
        for goods in shipment["invoice_lines"]:
            kind, of = self.kind(goods), f"{shipment['id']}/{goods['id']}/1"
            if kind is None or self.stopped(f"{shipment['id']}/{goods['id']}"):
                continue
            value, goods = self.worth(shipment, goods, entry)
            if entry < NO_LANDING <= fixed and shipment["price_basis"] != "assessed":
                value = SILENT  # no row says which of the two days fixes the rule on value
            line = Goods(self, goods, kind, value, fixed)
            line.right = self.rupees(goods["software_price"], entry) if "software_price" in goods else Fraction(0)
            self.out.values[of], self.out.codes[of] = value, self.code(goods, kind, entry)
            for charge, amount in line.all().items():
                self.out.charges[charge, of] = amount

    def stopped(self, of):
        """No duty is reckoned on goods that may not come in (WE-5)."""
        return any(shut is True for (group, _, line), shut in self.out.gates.items() if group == "prohibitions" and line == of)

    def worth(self, shipment, goods, on):
        """The value, and the goods as they are judged: those back from repair bear duty on the repair (IN-REP-3, -4)."""
        if self.case["movement"] != "return after repair":
            return self.value(shipment, goods, on), goods
        standing = self.repair_standing(goods, on)
        if standing is SILENT:
            return SILENT, {**goods, "repaired": SILENT}
        if not standing:
            return self.value(shipment, goods, on), goods
        cost = sum(self.rupees(goods[fact], on) for fact in ("repair_cost", "repair_insurance", "repair_freight"))
        return cost, {**goods, "repaired": True}

    def repair_standing(self, goods, on):
        """Is it duty on the repair only? IN-REP-1 .. IN-REP-7."""
        if on < day("1996-12-16"):
            return SILENT
        if not goods["same_serial_number"]:
            return False
        sent, came = day(goods["exported_for_repair_on"]), goods["exported_for_repair_from"]
        if came == "EOU or warehouse":
            return SILENT if on < GST else False
        if on < GST:
            return True
        if sent < GST and on > self.repair_limit(goods):
            return SILENT  # the time was seen for goods that left later
        return on <= self.repair_limit(goods)

    @staticmethod
    def repair_limit(goods):
        """IN-REP-7: three years and up to two more; one and one more under an export scheme."""
        first, most = (3, 2) if goods["exported_for_repair_from"] == "domestic market" else (1, 1)
        return years(day(goods["exported_for_repair_on"]), first + min(int(goods.get("years_of_extension_granted", "0")), most))

    # ---- papers (section 12) ----

    def paper(self, name, of, needed):
        self.out.gates["documents", name, of] = needed

    def import_papers(self, shipment, on):
        of = shipment["id"]
        arrives = any(self.kind(goods) and not self.stopped(f"{of}/{goods['id']}") for goods in shipment["invoice_lines"])
        if not arrives:
            return
        self.paper("bill of entry", of, True)
        self.paper("bill of lading or air waybill", of, on >= day("2015-04-01"))  # IN-DOC-4
        self.paper("commercial invoice cum packing list", of, on >= day("2015-04-01"))
        values = list(self.out.values.values())
        if SILENT not in values and not 30000 < sum(values) <= 50000:  # whether taxes count is not said
            self.paper("e-way bill", of, on >= day("2018-04-01") and sum(values) > 50000)  # IN-DOC-13

    def payment_papers(self, payment, of, on, amount, withheld):
        """IN-WHT-16, IN-DOC-12."""
        old = day("2009-07-01") <= on <= day("2026-03-31")
        asked = payment["purpose"] not in ("goods", "software for resale")  # of the price of goods the row says nothing
        for form in ("Form 15CA", "Form 15CB"):
            self.paper(form, of, old and asked if asked or not old else SILENT)
        self.paper("Form 145", of, on >= day("2026-04-01") if asked or on < day("2026-04-01") else SILENT)
        taxable = SILENT if withheld is SILENT else bool(withheld) and amount > 500_000
        self.paper("Form 146", of, taxable if on >= day("2026-04-01") else False)
        reverse = self.out.charges["integrated tax reverse charge", of]
        if payment["recipient_kind"] == "registered business" and reverse is not SILENT:
            self.paper("self-invoice for reverse charge", of, bool(reverse) if reverse or "taxed_at_customs" not in payment else SILENT)

    def export_papers(self, shipment, on, sent, undertaking):
        """IN-DOC-5, -14 .. -16, -20."""
        of = shipment["id"]
        self.paper("shipping bill", of, not sent if sent or on >= day("2015-04-01") else SILENT)
        self.paper("SOFTEX form", of, sent and day("2012-02-15") <= on < FEMA_2026 if sent or on >= day("2012-02-15") else SILENT)
        self.paper("export declaration form", of, on >= FEMA_2026 if sent else False)
        self.paper("letter of undertaking (RFD-11)", of, undertaking)

    # ---- entry, late duty, records (section 12) ----

    def days(self, shipment):
        of, entry = shipment["id"], day(shipment["entry_day"])
        if any(self.kind(goods) for goods in shipment["invoice_lines"]):
            self.out.deadlines["records kept until", of] = years(entry, 5)  # IN-DOC-23
        for goods in shipment["invoice_lines"]:
            if goods.get("relief_claimed") in BACK:
                self.send_back(goods, f"{of}/{goods['id']}", entry)
        if "departure_day" in shipment and entry < FEMA_2026:
            self.out.deadlines["payment for the import", of] = months(day(shipment["departure_day"]), 6)  # IN-DOC-18
        if "arrival_day" in shipment:
            self.entry_time(shipment, of, entry, day(shipment["arrival_day"]))
        if "duty_due_on" in shipment:
            self.late_duty(shipment, of)

    def send_back(self, goods, of, entry):
        """IN-EXP-7: a year; IN-REP-9: six months and six more."""
        if entry > years(day(goods["exported_from_India_on"]), 3) or not goods.get("bond_given", True):
            return
        count = 12 if goods["relief_claimed"].startswith("back") or goods.get("time_to_send_back_extended") else 6
        self.out.deadlines["relief re-export", of] = months(entry, count)

    def entry_time(self, shipment, of, entry, arrival):
        """IN-DOC-7 .. IN-DOC-9. From 2017-03-31 to 2021-03-30 it hangs on working days: silent."""
        if max(entry, arrival) < day("2017-03-31"):
            self.out.deadlines["bill of entry due", of] = arrival + datetime.timedelta(days=30)
            if entry <= arrival + datetime.timedelta(days=30):
                self.out.charges["late bill of entry charge", of] = Fraction(0)
        elif min(entry, arrival) >= day("2021-03-31") and shipment["transport_mode"] in ("sea", "air"):
            due = arrival - datetime.timedelta(days=1)
            late = max((entry - due).days, 0)
            self.out.deadlines["bill of entry due", of] = due
            self.out.charges["late bill of entry charge", of] = Fraction(5000 * min(late, 3) + 10000 * max(late - 3, 0))

    def late_duty(self, shipment, of):
        """IN-DOC-25, with a year of 365 days (the base is open)."""
        first, last = day(shipment["duty_due_on"]), day(shipment["duty_paid_on"])
        duties = [amount for (charge, line), amount in self.out.charges.items() if charge in CHARGES and line.startswith(of + "/")]
        base = self.rupees(shipment["assessed_duty"], first) if "assessed_duty" in shipment else None
        if base is None:
            base = SILENT if SILENT in duties else sum(half_up(amount) for amount in duties)
        if first < day("2004-01-01") or base is SILENT:
            amount = SILENT
        else:
            amount = base * percent("15") * max((last - first).days, 0) / 365
            if self.reads("IN-DOC-25", "b") and leap(first) and leap(last):
                amount = amount * 365 / 366
        self.out.charges["interest on late duty", of] = amount

    def correct(self, wrong):
        first, last = day(wrong["late_from"]), day(wrong["late_until"])
        days_late = (last - first).days + 1
        amount = self.rupees(wrong["duty_paid_short"], first) * percent("18") * days_late / 365
        self.out.charges["interest on duty paid short", wrong["id"]] = amount if first >= day("2012-01-01") else SILENT

    # ---- goods that are stopped (section 13) ----

    def gate(self, shipment, goods):
        """Which permits it needs and what shuts it out; True, False or SILENT."""
        on, of = day(shipment["entry_day"]), f"{shipment['id']}/{goods['id']}"
        licence = self.restricted(goods, on) if goods.get("goods_state") in ("used", "refurbished") else False
        listed = on >= day("2019-05-07") and goods["on_registration_list"]
        if listed and (goods.get("from_an_SEZ") or goods.get("for_repair_and_re-export")):
            listed = SILENT
        registered = goods.get("BIS_registered") or goods.get("exempted_by_letter_of_MeitY", False)
        gates = self.out.gates
        gates["permits", "import licence for second-hand goods", of] = licence
        gates["prohibitions", "second-hand goods without an import licence", of] = licence if licence in (SILENT, False) else not goods["import_licence_held"]
        gates["permits", "compulsory registration of electronics", of] = listed
        gates["prohibitions", "electronics without compulsory registration", of] = listed if listed in (SILENT, False) else not registered
        authority = self.authorised(shipment, goods, on)
        gates["permits", "import authorisation for laptops and servers", of] = authority
        gates["prohibitions", "laptops or servers without an import authorisation", of] = authority if authority in (SILENT, False) else not goods["import_licence_held"]
        gates["prohibitions", "refurbished spares without a certificate", of] = self.uncertified(goods, on)

    def restricted(self, goods, on):
        """IN-USE-3 .. IN-USE-10: does a second-hand thing need a licence?"""
        kind = goods["goods_kind"]
        if goods.get("for_repair_and_re-export") and on >= day("2018-03-28"):
            return False  # IN-USE-7
        if goods.get("from_an_SEZ"):
            return self.restricted_from_zone(goods) if on >= day("2024-01-01") and kind in ZONE_KINDS else SILENT
        if goods.get("for_repair_and_re-export"):
            return SILENT
        if on < day("2003-09-29"):
            return True if on >= day("2002-04-01") and kind in ("toner or consumable", "other goods") else SILENT
        if on < day("2004-09-01"):  # IN-USE-3, IN-USE-4
            if kind == "other capital goods":
                return int(goods["goods_age"]) > 10
            return True if kind in ("laptop", "desktop computer", "toner or consumable", "other goods") else SILENT
        if on < day("2013-02-28"):  # IN-USE-5
            if kind == "other spare part" and goods["goods_state"] == "refurbished":
                return False
            return {"laptop": True, "desktop computer": True, "other capital goods": False}.get(kind, SILENT)
        if on < day("2019-05-07"):  # IN-USE-6
            return self.restricted_of_2013(goods, kind)
        if on >= day("2023-05-01") and goods["on_registration_list"]:
            return True  # IN-USE-9
        return SILENT

    @staticmethod
    def uncertified(goods, on):
        """IN-USE-5, IN-USE-6: refurbished spares need a certificate."""
        if goods["goods_state"] == "new" or goods["goods_kind"] not in ("other spare part", "computer spare part"):
            return False
        odd = goods["goods_kind"] != "other spare part" or goods["goods_state"] == "used" or goods.get("from_an_SEZ")
        if odd or goods.get("for_repair_and_re-export") or not day("2004-09-01") <= on < day("2019-05-07"):
            return SILENT
        return not goods["residual_life_certified"]

    @staticmethod
    def restricted_of_2013(goods, kind):
        if kind in ("laptop", "desktop computer", "copier", "toner or consumable"):
            return True
        if kind == "computer spare part" and goods["goods_state"] == "refurbished":
            return True
        if kind == "other spare part" and goods["goods_state"] == "refurbished":
            return False
        return False if kind == "other capital goods" else SILENT

    @staticmethod
    def restricted_from_zone(goods):
        """IN-USE-10."""
        young = int(goods["goods_age"]) <= 5
        used = int(goods["years_used_in_the_SEZ"]) >= 2 or goods["SEZ_unit_is_closing"]
        return not (young and used and not goods["registration_waiver_taken"])

    def authorised(self, shipment, goods, on):
        """IN-USE-12: does a new computer need an authorisation?"""
        if on < day("2023-11-01") or goods["goods_state"] != "new":
            return False
        if goods["goods_kind"] not in ("laptop", "tablet", "all-in-one computer", "small computer", "server"):
            return False
        if on > day("2026-12-31"):
            return SILENT
        if self.case["movement"] == "return after repair" or goods.get("part_of_a_capital_good"):
            return False
        if shipment.get("importer_unit", "domestic tariff area") != "domestic tariff area":
            return False
        if goods.get("for_research_and_development") and int(goods["quantity"]) <= 20:
            return False
        return not (shipment.get("consignment") in ("express", "postal") and goods["quantity"] == "1")

    # ---- payments: service tax (section 8) ----

    def service_taxed(self, payment, on):
        """Does this payment to a supplier abroad bear service tax? True, False or SILENT."""
        if payment.get("service_supplied_abroad"):
            return False if on >= NEGATIVE_LIST else SILENT
        if payment.get("other_intellectual_property"):
            return SILENT
        purpose, recipient = payment["purpose"], payment["recipient_kind"]
        if purpose == "goods":
            return False
        if recipient == "private person or public body":
            return True if on >= day("2016-12-01") and online(payment) else SILENT  # IN-STX-13
        if purpose == "licence":
            return self.licence_taxed(payment, on)
        if purpose == "hosted service":
            return True if on >= NEGATIVE_LIST else False if on < ITSS else SILENT
        if purpose in ("services", "software services"):
            return True if on >= NEGATIVE_LIST else self.work_taxed(payment["service_kind"], on)
        return SILENT

    def licence_taxed(self, payment, on):
        if on < ITSS:
            return False  # IN-STX-14
        if payment["supplied_electronically"]:
            return True  # IN-STX-6
        right = payment["right_paid_for"]
        if on >= RETAIL_VALUE and payment["retail_price_duty_paid"]:
            return False  # IN-CVV-4, IN-STX-9
        if right == "reproduction, change or exploitation":
            return True
        if right == "resale of copies":
            return True if on >= NEGATIVE_LIST else SILENT
        if on < day("2010-02-27"):
            return False  # WE-10: the end user's pack of 2009
        return not self.reads("WE-10", "b") or on >= RETAIL_VALUE

    @staticmethod
    def work_taxed(kind, on):
        if kind in ("development", "adaptation", "upgrade", "implementation", "data processing", "networking"):
            if on < ITSS:
                return False if on < day("2006-05-01") else SILENT  # IN-STX-2
            return True if kind in ("development", "adaptation") else SILENT
        if kind == "maintenance":
            return False if day("2003-07-01") <= on <= day("2005-10-06") else SILENT  # IN-STX-3
        if kind == "training":
            return False if on < day("2003-07-01") else True if on >= day("2006-04-18") else SILENT  # IN-STX-5, -11
        if kind == "advice":
            return True if on >= ITSS else SILENT
        return SILENT

    # ---- payments: goods and services tax ----

    def gst(self, payment, amount, on):
        """The tax that the buyer owes and the one that the supplier charges (8.3)."""
        if on < GST or payment["purpose"] == "goods":
            return Fraction(0), Fraction(0)
        if payment.get("service_supplied_abroad"):
            return (SILENT, SILENT) if payment["recipient_kind"] == "private person or public body" else (Fraction(0), Fraction(0))  # C24
        if payment["purpose"] == "software for resale" and not payment["supplied_electronically"]:
            return Fraction(0), Fraction(0)
        if on >= day("2018-01-25") and "taxed_at_customs" in payment:
            amount = max(amount - self.rupees(payment["taxed_at_customs"], on), Fraction(0))  # IN-GST-7
        tax = self.times(amount, self.gst_rate(payment, on))
        if payment["recipient_kind"] == "private person or public body":
            return (Fraction(0), tax) if online(payment) else (SILENT, SILENT)  # IN-GST-5
        if payment["recipient_kind"] == "unregistered business" and online(payment) and on >= day("2023-10-01"):
            return Fraction(0), tax  # IN-GST-6
        return tax, Fraction(0)  # IN-GST-1

    @staticmethod
    def times(amount, rate):
        return SILENT if SILENT in (amount, rate) else amount * rate

    @staticmethod
    def gst_rate(payment, on):
        if payment.get("other_intellectual_property"):
            return percent("12") if on < day("2021-10-01") else percent("18")
        if payment.get("service_kind") in ("training", "online advertising", "other", "consulting engineering"):
            return number(payment["told_service_rate"]) if "told_service_rate" in payment else SILENT
        return percent("18")

    # ---- payments: withholding and levy (section 11) ----

    def treaty_rate(self, payment):
        if not payment["treaty_papers_held"]:
            return None
        if payment["payee_country"] in ("US", "GB"):
            return percent("15")
        return number(payment["treaty_rate"]) if payment["tax_treaty"] else None

    @staticmethod
    def domestic_rate(contract, payment, on):
        """IN-WHT-3 .. IN-WHT-9."""
        agreed = step([("1900-01-01", "30"), ("1997-06-01", "20"), ("2005-06-01", "10")], day(contract["contract_day"]))
        basic = step([("1993-01-01", agreed), ("2013-04-01", "25"), ("2015-04-01", "10"), ("2023-04-01", "20")], on)
        surcharge = number(payment.get("surcharge_on_income_tax", "0"))
        return percent(basic) * (1 + surcharge) * (1 + number(payment["told_income_tax_cess"]))

    def royalty(self, payment, on):
        """Is it a royalty? IN-WHT-11 .. IN-WHT-14."""
        if payment["right_paid_for"] == "reproduction, change or exploitation":
            return True
        if on < day("2001-04-01"):
            return SILENT
        if self.treaty_rate(payment) is None:
            return True if on >= day("2012-04-01") else SILENT
        contested = day("2011-10-15") <= on <= day("2021-03-01")
        return contested and not self.reads("IN-WHT-13", "b")

    def withheld(self, contract, payment, amount, on):
        if payment.get("other_intellectual_property"):
            return SILENT
        if payment["purpose"] == "licence":
            royalty = self.royalty(payment, on)
            if royalty is not True:
                return SILENT if royalty is SILENT else Fraction(0)
            treaty, domestic = self.treaty_rate(payment), self.domestic_rate(contract, payment, on)
            return amount * (domestic if treaty is None else min(treaty, domestic))
        if payment["purpose"] == "hosted service" and self.treaty_rate(payment) is not None:
            return Fraction(0) if on >= day("2001-04-01") and not day("2011-10-15") <= on <= day("2021-03-01") else SILENT
        return SILENT

    def levy(self, payment, amount, on, withheld):
        """IN-EQL-1 .. IN-EQL-3."""
        if payment.get("service_kind") == "online advertising":
            business = payment["recipient_kind"] != "private person or public body"
            return amount * percent("6") if business and day("2016-06-01") <= on <= day("2025-03-31") else Fraction(0)
        if not day("2020-04-01") <= on <= day("2024-07-31"):
            return Fraction(0)
        if payment["purpose"] != "hosted service" and not (payment["purpose"] == "licence" and payment["supplied_electronically"]):
            return SILENT
        sales = self.rupees(payment["supplier_sales_in_India"], on)
        if withheld is SILENT or sales == 2 * CRORE:
            return SILENT
        return amount * percent("2") if not withheld and sales > 2 * CRORE else Fraction(0)

    def pay(self, contract, payment):
        on, of = day(payment["payment_day"]), f"{contract['id']}/{payment['id']}"
        amount = self.rupees(payment["payment_amount"], on)
        taxed, rate = self.service_taxed(payment, on), step(SERVICE_TAX, on)
        service = Fraction(0) if rate is None or taxed is False else SILENT if taxed is SILENT else amount * percent(rate)
        reverse, supplier = self.gst(payment, amount, on)
        withheld = self.withheld(contract, payment, amount, on)
        names = ("service tax", "integrated tax reverse charge", "integrated tax charged by the supplier", "withholding tax", "equalisation levy")
        for name, tax in zip(names, (service, reverse, supplier, withheld, self.levy(payment, amount, on, withheld))):
            self.out.charges[name, of] = tax
        self.payment_papers(payment, of, on, amount, withheld)

    # ---- sales at home (section 9) ----

    def sell(self, sale):
        on, of = day(sale["sold_on"]), sale["id"]
        price = self.rupees(sale["sale_price"], on)
        taxes = {"State sales tax": 0, "State VAT": 0, "central sales tax": 0, "goods and services tax on the sale": 0, "excise on duplication": 0}
        if on >= GST:
            taxes["goods and services tax on the sale"] = self.times(price, self.sale_gst(sale, on))
        elif sale["sold_item"] == "repaired goods" and on >= day("2003-05-01"):
            pass  # IN-SLT-8
        elif sale["sold_item"] != "packaged software":
            taxes = dict.fromkeys(taxes, SILENT)
        elif sale["sold_between_States"]:  # IN-SLT-5
            rate = step([("1993-01-01", "4"), ("2007-04-01", "3"), ("2008-06-01", "2")], on)
            taxes["central sales tax"] = price * percent(rate) if sale["form_C_given"] else SILENT
        elif on >= day("2005-04-01"):
            taxes["State VAT"] = price * number(sale["told_sale_tax_rate"])  # IN-SLT-4
        else:
            taxes["State sales tax"] = price * percent("4") if on >= day("2003-05-01") else SILENT  # IN-SLT-1
        taxes["excise on duplication"] = self.duplication(sale, price, on)
        for name, tax in taxes.items():
            self.out.charges[name, of] = tax if tax is SILENT else Fraction(tax)

    @staticmethod
    def sale_gst(sale, on):
        if sale["sold_item"] == "repaired goods":
            return SILENT
        if sale["sold_item"] == "hardware":
            return number(sale["told_sale_tax_rate"])
        if sale["sold_item"] == "other intellectual property" and on < day("2021-10-01"):
            return percent("12")  # IN-GST-3
        return percent("18")

    @staticmethod
    def duplication(sale, price, on):
        """IN-STX-15: copied here, it bears the excise of section 5 with the cess at home."""
        if not sale.get("duplicated_in_India") or day("2003-05-01") <= on < PACKAGED_TAXED or on >= GST:
            return Fraction(0)
        if on < PACKAGED_TAXED:
            return SILENT
        rate, _, cess = step(EXCISE, on)
        return price * percent(rate) * (1 + percent(cess)) if on < RETAIL_VALUE else SILENT

    # ---- exports (sections 12, 12.1) ----

    def leave(self, shipment):
        on, of = day(shipment["export_invoice_day"]), shipment["id"]
        sent = all(self.kind(goods) is None for goods in shipment["invoice_lines"])
        if sent:
            self.out.deadlines["software export declaration", of] = self.declared(shipment, on)
        self.out.deadlines["realisation of export proceeds", of] = home = self.realised(shipment, on)
        zero_rated = on >= GST and shipment["recipient_abroad"] and shipment["place_of_supply_abroad"] \
            and shipment["export_paid_in"] != "other" and not shipment["same_person_abroad"]
        if zero_rated and shipment["export_tax_route"] == "undertaking":
            year = on.year if on.month < 4 else on.year + 1
            self.out.deadlines["end of the undertaking", of] = datetime.date(year, 3, 31)  # IN-DOC-20
        undertaking = zero_rated if sent or zero_rated else SILENT  # for goods the test of a service need not be met
        if shipment["export_tax_route"] != "undertaking" or on < GST:
            undertaking = False
        self.export_papers(shipment, on, sent, undertaking)
        if shipment.get("refund_taken") and on >= day("2020-04-01") and home is not SILENT and str(home) < shipment.get("proceeds_realised_on", ""):
            self.out.deadlines["repayment of the refund", of] = home + datetime.timedelta(days=30)  # IN-DOC-22
        for goods in shipment["invoice_lines"]:
            line = f"{of}/{goods['id']}"
            self.out.charges["export duty", line] = Fraction(0)  # IN-EXP-1
            self.out.charges["integrated tax on exports", line] = self.export_tax(shipment, goods, on, zero_rated)

    def export_tax(self, shipment, goods, on, zero_rated):
        if on < GST:
            return Fraction(0)
        if not zero_rated or self.kind(goods) not in (None, "software"):
            return SILENT
        if shipment["export_tax_route"] == "undertaking":
            return Fraction(0)
        return self.rupees(goods["software_price"], on) * percent("18") if "carrier_price" not in goods else SILENT

    @staticmethod
    def declared(shipment, on):
        """IN-DOC-14, IN-DOC-15."""
        thirty = datetime.timedelta(days=30)
        if on >= FEMA_2026:
            return months(on.replace(day=1), 1) - datetime.timedelta(days=1) + thirty
        if on < day("2012-02-15"):
            return SILENT
        return day(shipment.get("last_invoice_of_the_month", str(on))) + thirty

    @staticmethod
    def realised(shipment, on):
        """IN-DOC-17; in late 2025 an instruction of unknown day moved nine months to fifteen."""
        if on >= FEMA_2026:
            return months(on, 18 if shipment["invoiced_in_rupees"] else 15)
        return months(on, 9) if day("2016-01-01") <= on < day("2025-11-01") else SILENT

    def claim(self, claim):
        """IN-DOC-21."""
        on = day(claim["claim_day"])
        turnover, credit, whole = (self.rupees(claim[fact], on) for fact in ("zero_rated_turnover", "net_credit", "adjusted_turnover"))
        self.out.said["refund of unused credit in rupees", claim["id"]] = turnover * credit / whole
        if "claim_counted_from" in claim:
            self.out.deadlines["refund claim ends", claim["id"]] = years(day(claim["claim_counted_from"]), 2)

    # ---- people (section 12) ----

    def visit(self, visit):
        """IN-VIS-2, IN-VIS-3; whether installing is contract work is left open."""
        on, of = day(visit["visit_day"]), visit["id"]
        work = visit["visit_purpose"] == "project or contract work"
        known = on >= day("2010-11-01")
        if not work:
            return
        low = self.rupees_or_dollars(visit["yearly_salary"])
        gates = self.out.gates
        gates["permits", "employment visa for India", of] = on >= day("2009-10-31")
        gates["prohibitions", "contract work on a business or tourist visa", of] = on >= day("2009-10-31") and visit["visa_held"] in ("business", "tourist")
        gates["prohibitions", "employment visa below the salary floor", of] = low < 25000 if known else False if on < day("2009-12-01") else SILENT
        if known and int(visit["days_of_stay"]) > 180:
            self.out.deadlines["registration of the foreigner", of] = on + datetime.timedelta(days=14)

    @staticmethod
    def rupees_or_dollars(text):
        return number(text.split()[0])

    # ---- the whole ----

    def run(self):
        for shipment in self.case.get("shipments", []):
            if self.case["movement"] == "export":
                self.leave(shipment)
            else:
                for goods in shipment["invoice_lines"]:
                    if "goods_state" in goods:
                        self.gate(shipment, goods)
                self.enter(shipment)
                self.import_papers(shipment, day(shipment["entry_day"]))
                self.days(shipment)
        for contract in self.case.get("contracts", []):
            for payment in contract["payments"]:
                self.pay(contract, payment)
        for name, act in (("corrections", self.correct), ("domestic_sales", self.sell), ("refund_claims", self.claim), ("visits", self.visit)):
            for thing in self.case.get(name, []):
                act(thing)
        return self.out


def online(payment):
    """OIDAR: what runs over the network by itself."""
    return payment["purpose"] in ("hosted service", "database access") or payment.get("supplied_electronically", False)


def leap(on):
    return on.year % 4 == 0


def years(on, count):
    try:
        return on.replace(year=on.year + count)
    except ValueError:
        return on.replace(year=on.year + count, month=2, day=28)


def months(on, count):
    """So many calendar months later; the last day of a shorter month."""
    month = on.month - 1 + count
    first = datetime.date(on.year + month // 12, month % 12 + 1, 1)
    following = datetime.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + datetime.timedelta(days=on.day - 1), following - datetime.timedelta(days=1))


def reckon(case, readings=None):
    return Reckoning(case, readings).run()
