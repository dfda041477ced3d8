"""What China's law asks of goods at the border, reckoned from its text alone (see cn_oracle.py)."""
import dataclasses
import datetime
from fractions import Fraction

from cn_tools import (STANDARD, after, at, convert, exact, fen, months_on, next_working, percent, plain, working_days)
from figures import NOT_COVERED, SILENT, day, half_up

FIRST_DAY = day("1993-02-01")        # CN-S1-11
ORDER_102 = day("2003-07-01")        # CN-VAL-10, CN-ROY-01
CARRIER_RULE = day("2003-12-11")     # CN-VAL-20
REGULATIONS = day("2004-01-01")      # CN-DUT-01, CN-DUT-31
MEDIA_FREE = day("2005-01-01")       # CN-TAR-31
RATE_DAY_BEGINS = day("2005-03-01")  # CN-DUT-20
LATE_BEGINS = day("2005-07-01")      # CN-DUT-41: "about 2005-06-01"
HS_2007 = day("2007-01-01")          # CN-CLS-32, CN-VAL-25
CODES_READ = day("2019-01-01")       # section 3.6
TARIFF_LAW = day("2024-12-01")       # CN-DUT-02, -11, -32, -51
RECORDED = STANDARD[:1] + [(day("2007-09-15"), 13), (day("2017-07-01"), 11), (day("2018-05-01"), 10), (day("2019-04-01"), 9)]  # CN-VAT-10, 11
SEMICONDUCTORS = {"flash", "solid-state disk"}
FULL_PRICE = {"game", "audio film or image", "electronic publication"}  # CN-VAL-20b, -23
NETWORK = {"download", "e-mail", "hosted access", "key or code", "update over network"}
CODES = {  # section 3.6, recorded with a program for machines of 84.71
    "optical disc": "8523.4920", "flash": "8523.5120", "magnetic disc": "8523.2919", "magnetic tape": "8523.2928",
    "magnetic card": "8523.2120"}
GENERAL = {"magnetic disc": 14, "magnetic card": 130}  # CN-TAR-02, -04
LISTED_US = {"optical disc": 5}      # CN-TAR-40: 8523.4920
STATUTORY_WEDNESDAYS = {day("2010-06-16"), day("2026-02-18")}  # CN-CAL-12, -14: Dragon Boat, second day of the first month




@dataclasses.dataclass
class Line:
    """A line of the declaration, as this reckoning makes it."""
    of: str
    kind: str          # carrier, machine, paper licence
    goods: dict
    price: Fraction    # yuan, unrounded
    free: Fraction = Fraction(0)   # of it: software fees without any tax (CN-S1-07)
    value: object = None
    duty: object = 0
    extra: object = 0


class Border:
    """The goods of one case under one set of readings."""

    def __init__(self, case, readings, out):
        self.case, self.readings, self.out = case, readings, out

    def reads(self, question, answer):
        return self.readings.get(question, "a") == answer

    def yuan(self, thing, name, on):
        return convert(self.case, thing[name], on) if name in thing else Fraction(0)

    # ---- value (3.2, 3.4, 3.5) ----

    def carrier_alone(self, goods, on):
        """Is a carrier valued without its software, and at what? None: the whole price."""
        if on < CARRIER_RULE or goods["content"] != "application software":
            return None
        if any(p["part_content"] != "application software" for p in goods.get("content_parts", [])):
            return None  # CN-VAL-23
        if goods["medium"] in SEMICONDUCTORS and self.reads("5.5", "b"):
            return None
        if goods.get("licence_right", "use") != "use" and self.reads("5.4", "b"):
            return None
        if goods["priced_apart"]:
            return self.yuan(goods, "carrier_price", on)
        if "proven_carrier_value" in goods:
            return self.yuan(goods, "proven_carrier_value", on)
        if "proven_software_value" in goods:
            return self.whole(goods, on) - self.yuan(goods, "proven_software_value", on)
        return None  # CN-VAL-26

    def whole(self, goods, on):
        parts = sum((self.yuan(p, "part_price", on) for p in goods.get("content_parts", [])), Fraction(0))
        return sum((self.yuan(goods, name, on) for name in ("carrier_price", "software_price", "hardware_price")), parts)

    def sent_for(self, machine, shipment, on):
        """CN-CLS-11: software over the network that serves an imported machine."""
        return sum((self.yuan(g, "software_price", on) for g in shipment["invoice_lines"]
                    if g.get("delivery_form") in NETWORK and g.get("serves_machine") == machine["id"]), Fraction(0))

    @staticmethod
    def is_fee(fee):
        """CN-S1-02. What is no such fee may be part of the price or not."""
        return fee["fee_paid_abroad"] and fee["fee_stated_apart"] and fee["fee_use"] != "other"

    @staticmethod
    def relieved_fee(fee):
        """CN-S1-07."""
        return fee["fee_contract"] != "sale" and fee["for_technical_renovation"] and fee["technology_brought_in"] != "none"

    def fees(self, goods, on):
        """CN-S1-03: all software fees, and those without any tax."""
        told = goods.get("software_fees", [])
        if not all(self.is_fee(f) for f in told):
            return SILENT, SILENT
        return [sum((self.yuan(f, "fee_amount", on) for f in some), Fraction(0))
                for some in (told, [f for f in told if self.relieved_fee(f)])]

    def royalty(self, cost, on):
        """CN-ROY-01: a royalty known at entry. What was done with others before the procedure was not read."""
        dutiable = cost["related_to_goods"] and cost["condition_of_sale"]
        if dutiable and not cost["known_at_entry"] and cost["royalty_right"] != "reproduce" and on < day("2019-05-01"):
            return SILENT
        if not dutiable or not cost["known_at_entry"] or cost.get("royalty_in_the_price"):
            return Fraction(0)
        if cost["royalty_right"] == "reproduce":
            return SILENT if on < day("2006-05-01") else Fraction(0)  # CN-VAL-29
        return self.yuan(cost, "cost_amount", on)

    def service(self, cost, on):
        """CN-S1-09, CN-VAL-28, -29: what comes out of the price."""
        amount, kind = self.yuan(cost, "cost_amount", on), cost.get("service_kind")
        if on < ORDER_102:
            return amount if cost["shown_apart"] and cost["verified_by_customs"] else Fraction(0)
        if on < REGULATIONS or (kind in ("training", "study visits") and on < day("2006-05-01")):
            return SILENT
        stays = not cost["shown_apart"] or (kind == "warranty repair" and on >= TARIFF_LAW)
        return Fraction(0) if stays else amount

    def costs(self, shipment, on):
        """Freight, insurance, royalties, services after import: what they add to the goods."""
        total = self.yuan(shipment, "freight", on) + self.yuan(shipment, "insurance", on)  # CN-VAL-27
        for cost in shipment.get("costs", []):
            royal = cost["cost_kind"] == "royalty"
            part = self.royalty(cost, on) if royal else self.service(cost, on)
            if part is SILENT:
                return SILENT
            total += part if royal else -part
        return total

    def line_of(self, shipment, goods, on):
        """The line that an invoice line becomes; None for what crosses no border (CN-CLS-10)."""
        of, form = f"{shipment['id']}/{goods['id']}/1", goods.get("delivery_form")
        if form in NETWORK:
            return None
        if form == "carrier":
            alone = self.carrier_alone(goods, on)
            return Line(of, "carrier", goods, self.whole(goods, on) if alone is None else alone)
        if form == "paper licence":
            return Line(of, "paper licence", goods, self.whole(goods, on))
        fee, free = self.fees(goods, on)
        price = SILENT if fee is SILENT else self.whole(goods, on) + self.sent_for(goods, shipment, on) + fee
        return Line(of, "machine", goods, price, free)

    def value_lines(self, shipment, lines, on):
        more = self.costs(shipment, on)
        for line in lines:
            known = SILENT not in (more, line.price) and (more == 0 or len(lines) == 1)
            line.value = fen(line.price + more) if known else SILENT
            self.out.values[line.of] = line.value
        if more is not SILENT and lines and all(line.price is not SILENT for line in lines):
            self.out.sums[shipment["id"]] = fen(sum(line.price for line in lines) + more)

    # ---- code and rate (3.6) ----

    def code(self, line, on):
        goods = line.goods
        if line.kind == "machine":
            return goods.get("told_code", SILENT)
        if line.kind == "carrier" and on < HS_2007 and goods["medium"] not in SEMICONDUCTORS:
            return "8524"  # CN-CLS-32
        if on < CODES_READ:
            return SILENT
        if line.kind == "paper licence":
            if goods["content"] == "game":
                return "4907.0090.19"
            return "4911.9910.10" if self.reads("5.17", "b") else "4907.0090.11"
        return CODES.get(goods["medium"], SILENT) if goods["content"] == "application software" else SILENT

    def paper_rate(self, goods, on):
        """CN-TAR-20 .. 22, question 5.17."""
        if not goods.get("favoured_origin_told", True):
            return Fraction(1, 2) if on >= CODES_READ else SILENT
        if on < day("2017-01-01"):
            return SILENT
        if goods["content"] == "game":
            if on < CODES_READ or self.reads("5.17", "b"):
                return SILENT
            return percent({"a": "6", "b": "2.5", "c": "0"}[self.readings.get("CN-TAR-21", "a")])
        if on < day("2019-04-01"):
            return percent("7.5") if on < day("2018-05-01") and self.reads("5.17", "a") else SILENT
        if self.reads("5.17", "b"):
            return Fraction(0) if on >= day("2026-01-01") else SILENT  # CN-TAR-22: 2.5 % in an older copy
        return percent(6)

    def rate(self, line, on):
        goods = line.goods
        if line.kind != "machine" and "told_duty_rate" in goods and on >= ORDER_102:
            return exact(goods["told_duty_rate"])
        if line.kind == "machine":
            rate = exact(goods["told_duty_rate"])
            if goods.get("duty_position_of_the_goods") == "reduced duty":
                return rate * (1 - exact(goods["share_of_duty_that_falls_away"]))  # CN-S1-06
            return Fraction(0) if "duty_position_of_the_goods" in goods else rate  # CN-S1-05
        if line.kind == "paper licence":
            return self.paper_rate(goods, on)
        if on < MEDIA_FREE:
            uncertified = on < ORDER_102 and not goods.get("program_certificate_held", True)  # CN-S1-08b
            return SILENT if uncertified else exact(goods["told_duty_rate"])  # CN-S1-08, CN-TAR-32
        if goods.get("favoured_origin_told", True):
            return Fraction(0)  # CN-TAR-31
        general = GENERAL.get(goods["medium"])
        return percent(general) if general and on >= CODES_READ else SILENT

    def extra_rate(self, line, on):
        """CN-TAR-40 .. 42, question 5.22."""
        goods = line.goods
        if goods.get("origin") != "US" or on < day("2018-09-24"):
            return Fraction(0)
        listed = LISTED_US.get(goods.get("medium")) if line.kind == "carrier" else None
        if self.reads("5.22", "b"):
            return SILENT if listed is None or goods["content"] != "application software" else percent(listed + self.all_lines(goods, on))
        return SILENT if self.all_lines(goods, on) is SILENT else percent(self.all_lines(goods, on))

    @staticmethod
    def all_lines(goods, on):
        if on < day("2025-04-01"):
            return 0
        if on < day("2025-06-01"):
            return exact(goods["told_additional_duty_rate"]) * 100
        if on <= day("2026-11-10"):
            return 10
        return {True: 10, False: 0}[goods["additional_duty_still_in_force"]]

    # ---- duty and tax (3.7, 3.8, 3.15) ----

    def duty_lines(self, shipment, lines, on):
        for line in lines:
            rate, extra = self.rate(line, on), self.extra_rate(line, on)
            base = SILENT if SILENT in (line.value, line.free) else line.value - fen(line.free)
            if shipment["id"] not in self.out.sums:  # nothing is known of the value
                rate = SILENT
            if line.goods.get("lost_before_release") or self.replaced(shipment):
                rate = extra = Fraction(0)  # CN-DUT-60, CN-DUT-61
            if line.goods.get("relief_claimed"):
                rate = self.relieved(line, on, rate)
                extra = SILENT if extra else extra
            if line.goods.get("origin_cannot_be_shown") and on >= TARIFF_LAW:
                rate, extra = self.doubtful_origin(line, on, rate)
            line.duty = self.share(base, rate)
            line.extra = self.share(base, extra)
        self.small_duty(lines, on)

    def doubtful_origin(self, line, on, rate):
        """CN-TAR-43: the general rate, or the measure's on top, whichever is higher; as duty and the rest."""
        if rate is SILENT or line.kind != "paper licence" or line.goods.get("relief_claimed") or not day("2025-06-01") <= on <= day("2026-11-10"):
            return SILENT, SILENT
        return rate, max(Fraction(10, 100), percent(50) - rate)

    @staticmethod
    def share(base, rate):
        if rate == 0:
            return 0
        return SILENT if SILENT in (base, rate) else half_up(base * rate)

    def replaced(self, shipment):
        """CN-DUT-61."""
        if self.case["movement"] != "replacement" or not shipment["same_goods_free_of_charge"] or not shipment["within_contract_claim_period"]:
            return False
        released, claimed = day(shipment["original_goods_released_on"]), day(shipment["replacement_claimed_on"])
        return claimed <= months_on(released, 36)

    def relieved(self, line, on, rate):
        claim = line.goods["relief_claimed"]
        if claim == "research and teaching list":
            return self.researched(line, on, rate, Fraction(0))
        if claim == "sample without commercial value" and on >= REGULATIONS:
            return Fraction(0)  # CN-DUT-62
        return rate if claim == "instrument for research or teaching" else SILENT

    def researched(self, line, on, taxed, free):
        """CN-REL-10: software and software licences on any carrier; the list of 2026 was not seen (5.26)."""
        if line.kind == "machine" or line.goods["content"] != "application software" or on < day("2021-01-01"):
            return SILENT
        return free if on <= day("2025-12-31") or self.reads("5.26", "b") else taxed

    def small_duty(self, lines, on):
        """CN-DUT-31, -32, -34: the duty of the whole consignment."""
        duties = [line.duty for line in lines] + [line.extra for line in lines]
        if any(d is SILENT for d in duties):
            for line in lines:
                line.duty = line.duty if line.duty in (0, SILENT) else SILENT
                line.extra = line.extra if line.extra in (0, SILENT) else SILENT
            return
        ordinary, total = sum(line.duty for line in lines), sum(duties)
        if total <= 50_00 and on >= REGULATIONS and (on < TARIFF_LAW or self.reads("5.18", "a")):
            for line in lines:
                line.duty = line.extra = 0
        elif 0 < total <= 10_00 or (0 < ordinary <= 50_00 < total and on >= REGULATIONS):
            for line in lines:
                line.duty = line.extra = SILENT

    def vat_rate(self, line, on):
        if line.kind == "carrier" and line.goods["content"] in ("audio film or image", "electronic publication"):
            return at(RECORDED, on)
        printed = line.kind == "carrier" and on >= day("2019-04-01") and line.goods["medium"] != "magnetic tape"
        if printed and self.reads("5.6", "b"):
            return 9 if line.goods["content"] == "application software" else SILENT
        return at(STANDARD, on)

    def tax(self, shipment, line, on):
        """CN-DUT-02, CN-DUT-13."""
        claim = line.goods.get("relief_claimed")
        if line.goods.get("lost_before_release"):
            return 0
        tax = self.plain_tax(line, on)
        if claim == "research and teaching list":
            return self.researched(line, on, tax, 0)
        if claim == "instrument for research or teaching" and line.kind == "machine":
            return 0  # CN-REL-13
        return SILENT if self.replaced(shipment) or (claim and claim != "sample without commercial value") else tax

    def plain_tax(self, line, on):
        if SILENT in (line.value, line.free, line.duty, line.extra):
            return SILENT
        if line.goods.get("duty_position_of_the_goods") not in (None, "reduced duty", "no duty in the tariff"):
            return SILENT  # CN-S1-05: under the rules for those goods
        rate = self.vat_rate(line, on)
        return SILENT if rate is SILENT else half_up((line.value - fen(line.free) + line.duty + line.extra) * percent(rate))

    def tax_lines(self, shipment, lines, on):
        taxes = {}
        for line in lines:
            if on < day("1994-01-01"):  # CN-VAT-05
                rate = exact(line.goods["told_product_tax_rate"])
                tax = SILENT if SILENT in (line.value, line.free, line.duty) else half_up((line.value - fen(line.free) + line.duty) * rate)
                self.out.charge("import product tax", line.of, tax, "border")
                continue
            taxes[line.of] = self.tax(shipment, line, on)
        if self.reads("5.19", "b") and SILENT not in taxes.values() and sum(taxes.values()) <= 50_00:
            taxes = dict.fromkeys(taxes, 0)
        for of, tax in taxes.items():
            self.out.charge("import VAT", of, tax, "border")

    # ---- days (3.7, 3.17) ----

    @staticmethod
    def rate_day(on):
        """CN-DUT-20, -21: the third Wednesday of the month before the declaration's."""
        last_month = on.replace(day=1) - datetime.timedelta(days=1)
        first = last_month.replace(day=1)
        third = after(first, (2 - first.weekday()) % 7 + 14)
        return after(third, 7) if third in STATUTORY_WEDNESDAYS else third

    def days(self, shipment, lines, on):
        of = shipment["id"]
        if on >= RATE_DAY_BEGINS and any(not v.endswith(" CNY") for v in self.moneys(shipment)):
            early = "conveyance_entry_day" in shipment and on < TARIFF_LAW  # the law read does not say whose month
            self.out.deadlines["exchange rate day", of] = SILENT if early else self.rate_day(on)
        if on >= day("2003-01-01"):
            self.out.deadlines["file kept until", of] = months_on(on, 120)  # CN-REC-03, -06: the tax rules of 2002
        if "arrival_day" in shipment:
            self.declared_late(shipment, lines, on)
        start = on if on >= TARIFF_LAW else day(shipment.get("payment_notice_issued_on", "0001-01-01"))
        if start >= day("2002-01-01"):  # CN-DUT-50, -51
            last = next_working(after(start, 15))
            self.out.deadlines["tax payment", of] = last
            if "tax_paid_on" in shipment:
                self.paid_late(shipment, lines, last)
        if shipment.get("goods_released_on", "") >= "1997-01-03":  # CN-REC-01
            self.out.deadlines["customs papers kept until", of] = months_on(day(shipment["goods_released_on"]), 36)
        if "monthly_payment_chosen_on" in shipment and on >= TARIFF_LAW:
            month_end = months_on(on.replace(day=1), 1) - datetime.timedelta(days=1)
            self.out.deadlines["monthly tax payment", of] = working_days(month_end, 5)
        if "tax_paid_on" in shipment:  # CN-PEN-13
            paid = day(shipment["tax_paid_on"])
            if paid >= REGULATIONS:
                self.out.deadlines["refund of overpaid tax", of] = months_on(paid, 36 if paid >= TARIFF_LAW else 12)

    @staticmethod
    def moneys(shipment):
        for goods in shipment["invoice_lines"]:
            yield from (v for k, v in goods.items() if k.endswith("_price"))

    def declared_late(self, shipment, lines, on):
        """CN-DUT-40, -41."""
        of, last = shipment["id"], next_working(after(day(shipment["arrival_day"]), 14))
        self.out.deadlines["import declaration", of] = last
        if last is SILENT or on < LATE_BEGINS or any(line.value is SILENT for line in lines):
            self.out.charge("late declaration charge", of, SILENT, "border")
            return
        late = max(0, (on - last).days)
        amount = int(Fraction(sum(line.value for line in lines), 100) * late * Fraction(5, 10000)) * 100
        self.out.charge("late declaration charge", of, amount if amount >= 50_00 else 0, "border")

    def paid_late(self, shipment, lines, last):
        """CN-DUT-53; silent where duty and VAT apart would each stay under fifty."""
        of = shipment["id"]
        amounts = [self.out.amounts.get((c, line.of), 0) for line in lines for c in ("customs duty", "additional duty", "import VAT")]
        if last is SILENT or last < day("2005-04-01") or SILENT in amounts:
            self.out.charge("late payment charge", of, SILENT)
            return
        late = max(0, (day(shipment["tax_paid_on"]) - last).days)
        fee = half_up(sum(amounts) * late * Fraction(5, 10000))
        apart = [half_up(a * late * Fraction(5, 10000)) for a in amounts if a]
        doubtful = fee >= 50_00 and any(f < 50_00 for f in apart)
        self.out.charge("late payment charge", of, SILENT if doubtful else fee if fee >= 50_00 else 0)

    # ---- later royalties (CN-ROY-10 .. 15) ----

    def later_royalties(self, shipment, lines, on):
        dutiable = False
        for cost in shipment.get("costs", []):
            if cost["cost_kind"] != "royalty":
                continue
            counts = cost["related_to_goods"] and cost["condition_of_sale"] and cost["royalty_right"] != "reproduce"
            dutiable = dutiable or counts
            if counts and not cost["known_at_entry"] and cost["paid_later"] >= "2019-05-01":
                self.later_royalty(shipment, cost, lines[0])
        if on >= day("2019-05-01") and lines:
            self.out.fields["import declaration", "royalty payment confirmation", shipment["id"]] = "yes" if dutiable else "no"

    def later_royalty(self, shipment, cost, line):
        """CN-ROY-13 .. 15: value, rates and exchange rate of the day of its own declaration."""
        of, paid = f"{shipment['id']}/{cost['id']}", day(cost["paid_later"])
        declared = day(cost.get("royalty_declared_on", cost["paid_later"]))
        last = plain(after(paid, 30))
        self.out.deadlines["late royalty declaration", of] = last
        value = fen(convert(self.case, cost["cost_amount"], declared))
        duty = half_up(value * exact(line.goods["told_duty_rate"]))
        extra = self.share(value, self.royalty_extra(cost, line, declared))
        vat = SILENT if extra is SILENT else half_up((value + duty + extra) * percent(at(STANDARD, declared)))
        small = 0 < duty <= 50_00  # nobody says whether a royalty is a consignment
        amounts = [SILENT] * 3 if small else [duty, extra, vat]
        for name, amount in zip(("royalty duty", "royalty additional duty", "royalty import VAT"), amounts):
            self.out.charge(name, of, amount)
        self.out.charge("royalty late fee", of, self.royalty_late_fee(amounts, (declared - after(paid, 30)).days, last))

    def royalty_extra(self, cost, line, declared):
        """CN-TAR-41: the extra duty lies on customs value, and a royalty is part of it."""
        if "extra_duty_rate_of_the_royalty_goods" in cost:
            return exact(cost["extra_duty_rate_of_the_royalty_goods"])
        if line.goods.get("origin") != "US" or declared < day("2025-04-01"):
            return Fraction(0)
        return Fraction(10, 100) if day("2025-06-01") <= declared <= day("2026-11-10") else SILENT

    @staticmethod
    def royalty_late_fee(amounts, late, last):
        if SILENT in amounts or last is SILENT:
            return SILENT
        fee = half_up(sum(amounts) * max(0, late) * Fraction(5, 10000))
        return fee if fee >= 50_00 or late <= 0 else SILENT

    # ---- the whole ----

    def ship(self, shipment):
        on = day(shipment["entry_day"])
        lines = [line for g in shipment["invoice_lines"] if (line := self.line_of(shipment, g, on))]
        if on < FIRST_DAY:
            self.out.values.update({line.of: NOT_COVERED for line in lines})
            return
        duty_day = day(shipment.get("conveyance_entry_day", shipment["entry_day"]))  # CN-DUT-12
        self.value_lines(shipment, lines, on)
        self.duty_lines(shipment, lines, duty_day)
        for line in lines:
            self.out.codes[line.of] = self.code(line, on)
            self.out.charge("customs duty", line.of, line.duty, "border")
            self.out.charge("additional duty", line.of, line.extra, "border")
        self.tax_lines(shipment, lines, on)
        if lines:
            self.days(shipment, lines, on)
        self.later_royalties(shipment, lines, on)

    def run(self):
        for shipment in self.case.get("shipments", []):
            self.ship(shipment)
