"""What China's law asks beside the border, reckoned from its text alone (see cn_oracle.py): payments abroad, shortfalls
and fines, the refund on software, technology contracts, licences, rulings, exports."""
import datetime
from fractions import Fraction

from cn_tools import STANDARD, after, at, convert, exact, fen, months_on, percent, plain, working_days
from figures import SILENT, day, half_up

FULL_REFORM = day("2016-05-01")       # CN-VAT-21
PILOT = day("2012-01-01")             # CN-VAT-20
PILOT_EVERYWHERE = day("2013-08-01")
INCOME_LAW = day("2008-01-01")        # CN-EIT-03
GROSS_UP = day("2017-12-01")          # CN-EIT-07
LAST_SURCHARGE = day("2021-08-31")    # CN-VAT-40
URBAN = {"city": 7, "county town": 5, "elsewhere": 1}
FINES = {  # CN-PEN-01, -03, -04: of what, from, to (percent), or yuan
    "licensing": ("goods_value_of_the_entry", 5, 30), "foreign exchange or export refund": ("declared_price_of_the_entry", 10, 50)}
FIXED_FINES = {"statistics": (0, 10000_00), "supervision": (0, 30000_00)}  # or a warning
DISCLOSURE = [  # CN-PEN-21 .. 24: from, free months, months with thresholds (None: any), percent, yuan
    (day("2020-01-01"), 3, None, 10, 500000), (day("2022-07-01"), 6, 12, 30, 1000000), (day("2023-10-11"), 6, 24, 30, 1000000),
    (day("2025-10-11"), 12, None, 0, 0)]
DEVICES = {"encrypted telephone", "encrypted fax", "cipher machine or card", "encryption VPN device"}  # CN-CRY-04
KEYS = {"symmetric": 64, "integer factorisation": 768, "elliptic curve": 128}
ZERO_SERVICES = {"software service", "circuit design", "information system service", "business process management",
                 "offshore outsourcing", "technology transfer"}  # CN-EXP-02, -03


class Beside:
    """One case under one set of readings."""

    def __init__(self, case, readings, out):
        self.case, self.readings, self.out = case, readings, out

    def reads(self, question, answer):
        return self.readings.get(question, "a") == answer

    # ---- payments abroad: taxes (3.8, 3.9) ----

    @staticmethod
    def counts_as(payment, on):
        """Royalty, service or goods (CN-EIT-09 .. 11, 5.28)."""
        purpose = payment["purpose"]
        if purpose in ("licence", "software for resale"):
            return "royalty"
        if purpose == "hosted service":
            return "royalty" if payment["program_right_granted"] else "service"
        if purpose in ("services", "software services"):
            if payment["service_linked_to_licence"]:
                return "royalty" if on >= day("2009-10-01") else SILENT
            return "service"
        return "goods" if purpose == "goods" else SILENT

    def indirect_tax(self, contract, payment, on):
        """Which tax on sales lies on the payment: VAT, business tax, none, SILENT."""
        share = exact(payment.get("technology_transfer_share", "0"))
        if self.counts_as(payment, on) == "goods":
            return "none"
        if payment.get("used_wholly_abroad"):
            return "none" if FULL_REFORM <= on else SILENT
        if on < day("1994-01-01") or (on < FULL_REFORM and payment["purpose"] in ("services", "software services")):
            return SILENT
        if on >= PILOT_EVERYWHERE or (on >= PILOT and payment["vat_pilot_begun"]):
            return self.vat_kind(payment, on, share)
        if day(contract["contract_day"]) <= day("1993-12-31"):
            return "none" if self.counts_as(payment, on) == "royalty" else SILENT
        if share and on < day("1999-10-01"):
            return SILENT
        return "business tax" if self.counts_as(payment, on) == "royalty" else SILENT  # CN-VAT-30

    def vat_kind(self, payment, on, share):
        """CN-VAT-33, question 5.12."""
        if share == 0 or (on >= day("2026-01-01") and self.reads("5.12", "b")):
            return "VAT"
        return "none" if share == 1 and on >= FULL_REFORM else SILENT

    def income_rate(self, payment, on):
        """CN-EIT-01 .. 03, -08."""
        counts = self.counts_as(payment, on)
        if counts == "goods":
            return Fraction(0)
        if counts == "service":
            return Fraction(0) if on >= day("2009-10-01") else SILENT
        if payment["purpose"] == "software for resale" and self.reads("5.28", "b"):
            return Fraction(0)
        if counts is SILENT or on < day("1994-01-01"):
            return SILENT
        if on < day("2000-01-01"):
            return exact(payment.get("advanced_technology_rate", "0.2"))
        rate = percent(10)
        if "treaty_rate" in payment:
            return min(rate, exact(payment["treaty_rate"])) if on >= INCOME_LAW else SILENT
        return rate

    @staticmethod
    def surcharges(payment, on):
        """CN-VAT-40, -41: urban, education, local education."""
        if on > LAST_SURCHARGE:
            return [Fraction(0)] * 3
        return [percent(p) for p in (URBAN[payment["payer_place"]], 3, 2)]

    def pay(self, contract, payment):
        on, of = day(payment["payment_day"]), f"{contract['id']}/{payment['id']}"
        price = convert(self.case, payment["payment_amount"], on)
        tax, rate = self.indirect_tax(contract, payment, on), self.income_rate(payment, on)
        if price is SILENT:
            tax = SILENT
        if tax == "VAT":
            self.with_vat(payment, on, of, price, rate)
        elif tax == "business tax":
            self.with_business_tax(payment, on, of, price, rate)
        elif tax == "none":
            self.without_tax(payment, on, of, price, rate)
        else:
            self.out.beside = SILENT
        if rate is not SILENT and rate > 0 and on >= INCOME_LAW:
            self.out.deadlines["income tax paid over", of] = plain(after(on, 7))  # CN-EIT-06
        self.formality(contract, payment, on, of)

    def with_vat(self, payment, on, of, price, rate):
        """CN-VAT-23, -25, CN-EIT-04, -07; the seller gets what is left."""
        surcharges = self.surcharges(payment, on)
        if rate is SILENT or (payment["net_of_tax"] and on < GROSS_UP):
            self.out.beside = SILENT
            return
        if payment["net_of_tax"]:
            base = fen(price / (1 - rate - percent(6) * sum(surcharges)))
            vat = half_up(base * percent(6))
        else:
            base = fen(price / Fraction(106, 100))
            vat = fen(price) - base
        income, more = half_up(base * rate), [half_up(vat * s) for s in surcharges]
        self.out.charge("withheld VAT", of, vat, "beside")
        self.out.charge("withheld income tax", of, income, "beside")
        for name, amount in zip(("urban construction tax", "education surcharge", "local education surcharge"), more):
            self.out.charge(name, of, amount, "beside")
        left = fen(price) - vat - income - sum(more)
        self.out.fields["withholding statement", "price without VAT", of] = base
        self.out.fields["withholding statement", "seller receives", of] = fen(price) if payment["net_of_tax"] else left

    def with_business_tax(self, payment, on, of, price, rate):
        """CN-VAT-30, -31; 5.29: whether it comes off the base of income tax is told."""
        share = exact(payment.get("technology_transfer_share", "0"))
        if share and not payment["technology_priced_apart"]:
            share = min(share, Fraction(1, 2))
        if payment["net_of_tax"] or rate is SILENT:
            self.out.beside = SILENT
            return
        tax = fen(price * (1 - share) * percent(5))
        base = fen(price) - (tax if on < INCOME_LAW and payment["business_tax_deducted"] else 0)
        self.out.charge("business tax", of, tax, "beside")
        self.out.charge("withheld income tax", of, half_up(base * rate), "beside")
        if on >= day("2010-12-01"):  # CN-VAT-40 speaks of the surcharges on withheld VAT alone
            self.out.beside = SILENT
            return
        self.out.fields["withholding statement", "seller receives", of] = fen(price) - tax - half_up(base * rate)

    def without_tax(self, payment, on, of, price, rate):
        if payment["net_of_tax"] and (on < GROSS_UP or rate is SILENT):
            self.out.beside = SILENT
            return
        base = fen(price / (1 - rate)) if payment["net_of_tax"] else fen(price)
        self.out.charge("withheld income tax", of, SILENT if rate is SILENT else half_up(base * rate), "beside")
        for name in ("withheld VAT", "business tax", "urban construction tax"):
            self.out.charge(name, of, 0)

    # ---- payments abroad: formalities (3.10) ----

    def dollars(self, payment):
        on, (number, currency) = day(payment["payment_day"]), payment["payment_amount"].split()
        if currency == "USD":
            return exact(number)
        yuan, one = convert(self.case, payment["payment_amount"], on), convert(self.case, "1 USD", on)
        return SILENT if SILENT in (yuan, one) else yuan / one

    def formality(self, contract, payment, on, of):
        amount = self.dollars(payment)
        if on < day("1999-01-01") or amount is SILENT:
            word = SILENT
        elif self.counts_as(payment, on) == "goods":
            word = "none: a payment for goods" if on >= day("2013-09-01") else SILENT  # CN-PAY-08
        elif on < day("2009-01-01"):
            word = "tax papers shown to the bank"  # CN-PAY-01
        elif on < day("2013-09-01"):
            word = "tax certificate before payment" if amount > 30000 else "none: not above USD 30,000"  # CN-PAY-02
        elif payment.get("exempt_payment_kind"):
            word = SILENT
        elif amount <= 50000:
            word = "none: not above USD 50,000"
        else:
            word = self.recordal(contract, payment, on)
        self.out.fields["payment abroad", "formality", of] = word

    def recordal(self, contract, payment, on):
        """CN-PAY-03 .. 05; in June 2021 the day is not known."""
        if on < day("2021-06-01"):
            return "tax recordal before payment"
        earlier = [p for p in contract["payments"] if day(p["payment_day"]) < on and self.counts_as(p, on) != "goods"]
        above = [p for p in earlier if self.dollars(p) is not SILENT and self.dollars(p) > 50000]
        if not above:
            return "tax recordal before payment"
        if on < day("2022-01-01") or any(day(p["payment_day"]) < day("2022-01-01") for p in above):
            return SILENT
        return "none: recorded with the first payment above the threshold"

    # ---- shortfall and fine (3.16) ----

    def correct(self, wrong):
        of, on = wrong["id"], day(wrong["act_day"])
        omitted = fen(convert(self.case, wrong["omitted_amount"], on))
        duty = half_up(omitted * exact(wrong["omitted_line_duty_rate"]))
        vat = half_up((omitted + duty) * exact(wrong["omitted_line_tax_rate"]))
        short = duty + vat
        touches_tax = wrong.get("breach_kind", "tax") == "tax"
        self.out.charge("shortfall duty", of, duty if touches_tax else SILENT)
        self.out.charge("shortfall VAT", of, vat if touches_tax else SILENT)
        self.out.charge("customs fine", of, self.fine(wrong, short))
        days = (day(wrong["late_until"]) - day(wrong["late_from"])).days + 1
        interest = half_up(short * days * Fraction(5, 10000))
        asked = touches_tax and wrong["found_how"] != "declared by importer" and interest >= 50_00 and on >= day("2004-01-01")
        self.out.charge("late interest", of, interest if asked else SILENT)
        self.recovery(wrong, of)

    def recovery(self, wrong, of):
        """CN-PEN-10 .. 12."""
        cleared = day(wrong["clearance_day"])
        if cleared >= day("2004-01-01"):
            self.out.deadlines["recovery after a breach", of] = months_on(cleared, 36)
        if cleared >= day("2004-01-01"):
            self.out.deadlines["recovery without fault", of] = months_on(cleared, 36 if cleared >= day("2024-12-01") else 12)

    def fine(self, wrong, short):
        breach, how = wrong.get("breach_kind", "tax"), wrong["found_how"]
        if day(wrong["act_day"]) < day("2004-11-01"):
            return SILENT  # CN-PEN-09
        if how == "declared by importer":
            return self.disclosed(wrong, short) if breach == "tax" and not wrong["check_announced"] else SILENT
        if how == "evasion":
            return SILENT if "fine_share_decided" not in wrong else half_up(short * exact(wrong["fine_share_decided"]))  # CN-PEN-07
        if breach in FIXED_FINES:
            return self.set_fine(wrong, *FIXED_FINES[breach])
        fact, low, high = FINES.get(breach, (None, 30, 200))  # CN-PEN-02
        base = fen(convert(self.case, wrong[fact], day(wrong["act_day"]))) if fact else short
        if "fine_share_decided" in wrong:
            return half_up(base * exact(wrong["fine_share_decided"]))
        return self.set_fine(wrong, half_up(base * percent(low)), half_up(base * percent(high)))

    @staticmethod
    def set_fine(wrong, low, high):
        if "fine_at_the_top" in wrong:
            return high if wrong["fine_at_the_top"] else low
        return (low, high)

    def disclosed(self, wrong, short):
        """CN-PEN-20 .. 24: no fine, or a lighter one whose size the law does not say."""
        act, told = day(wrong["act_day"]), day(wrong["correction_day"])
        begun = [row for row in DISCLOSURE if row[0] <= told]
        if not begun or told > day("2027-06-30"):
            return SILENT
        first, free, longest, share, most = begun[-1]
        if wrong.get("advanced_certified_trader") and first == day("2023-10-11"):
            if told < day("2024-08-01"):
                return SILENT
            free = 12  # CN-PEN-23b
        if SILENT in (months_on(act, free), months_on(act, longest or 0)):
            return SILENT
        if told <= months_on(act, free):
            return 0
        due = fen(convert(self.case, wrong["tax_due_of_the_entry"], act))
        small = short <= due * percent(share) or short <= most * 100
        in_time = longest is None or told <= months_on(act, longest)
        return 0 if small and in_time and most else SILENT

    # ---- refund on software (CN-VAT-50 .. 53) ----

    def sell(self, month):
        of, on = month["id"], day(month["month_of_sales_ends"])
        sales, paid = (fen(convert(self.case, month[k], on)) for k in ("software_sales", "software_input_tax"))
        payable = half_up(sales * percent(at(STANDARD, on))) - paid
        if payable < 0 or month["software_sold_abroad"]:
            payable = SILENT
        self.out.charge("VAT on software sales", of, payable)
        self.out.charge("software VAT refund", of, self.refund(month, on, sales, payable))

    def refund(self, month, on, sales, payable):
        made, begun = month["software_made_by"], day("1999-10-01")
        if on < begun or "2000-06-24" <= month["month_of_sales_ends"] <= "2000-07-23":
            return SILENT
        late = on >= day("2000-06-24")
        entitled = made == "seller" or (made == "seller from imported software" and late)
        barred = not month["general_taxpayer"] or (late and month["software_sold_abroad"]) or month.get("hardware_not_apart")
        if not entitled or barred or (on >= day("2011-01-01") and not month["tested_and_registered"]):
            return 0
        if payable is SILENT:
            return SILENT
        if on >= day("2026-01-01") and self.reads("5.11", "b"):
            return 0
        return -max(0, payable - half_up(sales * percent(3 if late else 6)))

    # ---- technology contracts (3.12) ----

    def technology(self, contract):
        of, out = contract["id"], self.out.deadlines
        if "technology_kind" not in contract:
            return
        kind, begins = contract["technology_class"], day(contract["contract_day"])
        under_measures = begins >= day("2009-03-03")
        if contract.get("running_royalty"):
            begins = day(contract["first_base_amount_day"])
        if kind == "free" and under_measures and self.case["movement"] == "import":  # CN-TEC-03
            out["registration of the technology contract", of] = plain(after(begins, 60))
        if kind == "free" and "registration_filed_on" in contract:  # CN-TEC-02, -07
            out["answer of the registration office", of] = working_days(day(contract["registration_filed_on"]), 3)
        if kind == "restricted" and "restricted_technology_filed_on" in contract:  # CN-TEC-06, -08
            together = contract.get("contract_filed_along") and self.case["movement"] == "import"
            filed = day(contract["restricted_technology_filed_on"])
            out["decision on restricted technology", of] = working_days(filed, 40 if together else 30)
        if kind == "restricted" and "technology_licence_asked_on" in contract:
            asked = day(contract["technology_licence_asked_on"])
            out["technology licence", of] = working_days(asked, 10 if self.case["movement"] == "import" else 15)

    # ---- encryption (3.13) and rulings (3.11) ----

    def encrypts(self, goods, of, on):
        device = goods.get("cryptographic_device")
        if device:
            self.out.permits["approval of a cryptographic product", of] = day("1999-10-07") <= on <= day("2019-12-31")  # CN-CRY-01
            if on <= day("2019-12-31"):
                self.out.permits["commercial cryptography import licence", of] = False
        if device and on >= day("2021-01-01"):
            self.device(goods, of, device)
        if "presented_without_licence_on" in goods:  # CN-PEN-05, -06
            line = of + "/1"
            parts = [self.out.values.get(line, SILENT)]
            parts += [self.out.amounts.get((c, line), SILENT) for c in ("customs duty", "additional duty", "import VAT")]
            self.out.charge("highest fine without licence", line, SILENT if SILENT in parts else half_up(sum(parts) * percent(30)))

    def device(self, goods, of, device):
        listed = device in DEVICES and int(goods["key_length"]) >= KEYS[goods["key_kind"]]
        needed = listed and not goods.get("mass_consumer_product")  # CN-CRY-03, -04
        self.out.permits["commercial cryptography import licence", of] = bool(needed)
        if needed and "cryptography_licence_file_complete_on" in goods:  # CN-CRY-05
            filed = day(goods["cryptography_licence_file_complete_on"])
            last = working_days(filed, 45) if filed >= day("2023-07-01") else SILENT
            self.out.deadlines["decision on the cryptography licence", of] = last

    def rulings(self, goods, of, on):
        out = self.out.deadlines
        if goods.get("ruling_wanted") and on >= day("2018-06-01"):
            out["last day to ask", of] = months_on(on, -3)  # CN-ADV-03
        if goods.get("ruling_wanted") and day("2007-07-01") <= on < day("2018-02-01"):
            out["last day to ask", of] = after(on, -45)  # CN-ADV-02
        for fact, name, days in (("ruling_asked_on", "word on the ruling application", 10), ("ruling_taken_on", "advance ruling", 60)):
            if fact in goods and day(goods[fact]) >= day("2018-02-01"):
                out[name, of] = plain(after(day(goods[fact]), days))
        if "ruling_given_on" in goods and day(goods["ruling_given_on"]) >= day("2018-02-01"):
            out["advance ruling ends", of] = months_on(day(goods["ruling_given_on"]), 36)
        asked = day(goods.get("pre_classification_asked_on", "0001-01-01"))
        if asked >= day("2007-05-01") and asked <= day("2018-01-31"):
            out["pre-classification decision", of] = working_days(asked, 15)
            out["refusal of the pre-classification", of] = working_days(asked, 3)
            out["word that a ruling must be sought", of] = working_days(asked, 7)

    # ---- exports (3.14) ----

    def export(self, goods, of, on):
        """The reason: G zero rate, E exempt. Amounts are nothing either way."""
        form = goods.get("delivery_form")
        if form == "carrier":
            made = goods.get("made_to_order")
            exempt = made and day("2012-07-01") <= on < day("2020-01-01")  # CN-EXP-01, 5.27
            reason = "E" if exempt else SILENT if made or on < day("1994-01-01") else "G"  # CN-EXP-07
            self.out.amounts["export duty", of] = 0 if on >= day("2019-01-01") and not made else SILENT
        else:
            reason = self.export_service(goods, on)
        self.out.reasons["export VAT", of] = reason
        self.out.charge("export VAT", of, SILENT if reason is SILENT else 0, "beside")
        if reason == "G" and form != "carrier" and on >= day("2026-01-01"):
            self.out.deadlines["export refund claim", of] = months_on(on, 36)  # CN-EXP-05

    @staticmethod
    def export_service(goods, on):
        if not goods["consumed_wholly_abroad"]:
            return SILENT
        listed = goods["export_service_kind"] in ZERO_SERVICES
        if listed:
            return "G" if on >= day("2015-12-01") else "E" if on >= day("2013-08-01") else SILENT
        return "E" if FULL_REFORM <= on < day("2026-01-01") else SILENT

    def export_licence(self, goods, of, on):
        if on >= day("2020-12-01") and goods.get("danger_known"):  # CN-EXC-02
            self.out.permits["export licence for an unlisted item", of] = True
        if not goods.get("listed_for_export_control"):
            return
        encrypting = goods.get("cryptographic_device") and day("2021-01-01") <= on <= day("2024-11-30")
        self.out.permits["commercial cryptography export licence", of] = bool(encrypting)  # CN-CRY-06
        self.out.permits["dual-use export licence", of] = on >= day("2024-12-01")  # CN-EXC-01
        if "export_licence_file_complete_on" in goods and day(goods["export_licence_file_complete_on"]) >= day("2024-12-01"):
            self.out.deadlines["decision on the export licence", of] = working_days(day(goods["export_licence_file_complete_on"]), 45)

    def export_fine(self, shipment, of):
        """CN-EXC-04, -05: yuan of turnover from which the fine is a multiple of it."""
        rules = (("exporter", "turnover_without_licence", 500000, 5, 10, 500000, 5000000),
                 ("helper", "turnover_of_the_helper", 100000, 3, 5, 100000, 500000))
        for who, fact, limit, low, high, lowest, highest in rules:
            if fact in shipment:
                turnover = exact(shipment[fact].split()[0])
                ends = (turnover * low, turnover * high) if turnover >= limit else (lowest, highest)
                for name, end in zip(("lowest", "highest"), ends):
                    self.out.fields["export control fine", f"{who}: {name} fine", of] = fen(end)

    def technology_income(self, contract, of):
        """CN-EIT-13."""
        if "technology_income_of_the_year" in contract:
            income = exact(contract["technology_income_of_the_year"].split()[0])
            free = min(income, Fraction(5000000))
            self.out.fields["relief for technology transfer", "free of income tax", of] = fen(free)
            if income > free:
                self.out.fields["relief for technology transfer", "taxed at half", of] = fen(income - free)

    # ---- the whole ----

    def ship(self, shipment):
        on = day(shipment["entry_day"])
        for goods in shipment["invoice_lines"]:
            of = f"{shipment['id']}/{goods['id']}"
            self.rulings(goods, of, on)
            if self.case["movement"] == "export":
                self.export(goods, of, on)
                self.export_licence(goods, of, on)
                self.export_fine(shipment, shipment["id"])
            else:
                self.encrypts(goods, of, on)

    def run(self):
        for shipment in self.case.get("shipments", []):
            self.ship(shipment)
        for contract in self.case.get("contracts", []):
            self.technology(contract)
            self.technology_income(contract, contract["id"])
            for payment in contract.get("payments", []):
                self.pay(contract, payment)
        for wrong in self.case.get("corrections", []):
            self.correct(wrong)
        for month in self.case.get("software_sales_months", []):
            self.sell(month)
