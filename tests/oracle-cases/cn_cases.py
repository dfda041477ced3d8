"""Made-up cases of China, held against tests/oracle/cn_oracle.py."""
import datetime
from decimal import Decimal, InvalidOperation

import cn_oracle as law
from common import Answer, Dice, without
from figures import NOT_COVERED, SILENT, day

GENERATED = 420

# The law's open questions under the names that the rulebooks give them.
QUESTIONS = {
    ("5.4", "b"): ("wider licence leaves the value", "B"),
    ("5.5", "b"): ("semiconductor carriers valued alone", "B"),
    ("5.6", "b"): ("nine per cent as printed", "B"),
    ("5.11", "b"): ("software refund goes on", "b"),
    ("5.12", "b"): ("technology exemption goes on", "b"),
    ("5.17", "b"): ("heading of a printed licence", "B"),
    ("CN-TAR-21", "b"): ("rate of other printed access rights", "B"),
    ("CN-TAR-21", "c"): ("rate of other printed access rights", "C"),
    ("5.18", "b"): ("exempt amount since December 2024", "B"),
    ("5.19", "b"): ("small import VAT exempt", "B"),
    ("5.22", "b"): ("duty of the US lists counted", "B"),
    ("5.26", "b"): ("software on the research list of 2026", "B"),
    ("5.28", "b"): ("copy counts as", "b"),
}

# ---- the generator ----

EDGES = ["1994-01-01", "1999-10-01", "1999-10-07", "2000-01-01", "2000-06-24", "2003-07-01", "2003-12-11", "2004-01-01", "2005-01-01", "2005-03-01",
         "2006-05-01", "2007-09-15", "2009-01-01", "2013-09-01", "2014-02-01", "2016-05-01", "2017-07-01", "2018-05-01", "2019-04-01",
         "2019-05-01", "2020-01-01", "2020-12-01", "2021-01-01", "2021-09-01", "2024-12-01", "2025-06-01", "2025-11-10", "2026-01-01"]
CURRENCIES = {"USD": (6100, 8700), "EUR": (7000, 11000), "JPY": (500, 900), "CNY": (1, 2)}
MEDIA = ["optical disc"] * 6 + ["flash"] * 3 + ["solid-state disk", "magnetic tape", "magnetic disc"]
ORIGINS = ["DE", "JP", "SG", "KR", "FR"]


class Maker(Dice):
    """Makes one case after another from a fixed seed."""

    first, last, edges = "1993-02-01", "2026-12-20", EDGES

    def rates(self, on):
        """The rate of the day's month, and another one in the months beside it."""
        if self.currency == "CNY":
            return []
        first = on.replace(day=1)
        following = (first + datetime.timedelta(days=32)).replace(day=1)
        low, high = CURRENCIES[self.currency]
        mine = self.one_rate(self.random.randrange(low, high), first, following - datetime.timedelta(days=1))
        return [mine, self.one_rate(low, first - datetime.timedelta(days=28), first - datetime.timedelta(days=1)),
                self.one_rate(high, following, following + datetime.timedelta(days=250))]

    def one_rate(self, thousandths, first, last):
        return {"from": self.currency, "to": "CNY", "rate": str(Decimal(thousandths) / 1000), "valid_from": str(first),
                "valid_to": str(last), "source": "made up"}

    def yuan(self, low, high):
        return f"{self.random.randrange(low, high)} CNY"

    # ---- goods ----

    def origin(self, goods, on):
        goods["origin"] = "US" if self.maybe(0.25) else self.random.choice(ORIGINS)
        if goods["origin"] == "US":
            if day("2025-04-01") <= on <= day("2025-05-31"):
                goods["told_additional_duty_rate"] = self.pick("0.1", "0.34", "1.25")
            if on > day("2026-11-10"):
                goods["additional_duty_still_in_force"] = self.maybe(0.5)
        return goods

    def disc(self, number, on):
        content = self.pick(*["application software"] * 5, "game", "audio film or image", "electronic publication")
        goods = {"id": number, "delivery_form": "carrier", "medium": self.random.choice(MEDIA), "content": content,
                 "carrier_price": self.money(1, 900), "software_price": self.money(10, 90000), "priced_apart": self.maybe(0.6)}
        if content == "game":
            goods["for_data_processing"] = True
        if on < day("2007-01-01"):
            goods["medium"] = self.pick("optical disc", "magnetic disc", "magnetic tape")
        if on < day("2005-01-01"):
            goods["told_duty_rate"] = self.pick("0.03", "0.09", "0.1")
        if on < day("2003-07-01") and content == "application software":
            goods["program_certificate_held"] = self.maybe(0.8)
        if on < day("1994-01-01"):
            goods["told_product_tax_rate"] = self.pick("0.1", "0.14")
        self.proof(goods, on)
        if content == "application software" and on >= day("2003-12-11") and self.maybe(0.1):
            goods["licence_right"] = self.pick("use", "reproduce", "distribute or resell")
        return self.origin(goods, on)

    def proof(self, goods, on):
        if goods["content"] != "application software" or on < day("2003-12-11"):
            return
        if not goods["priced_apart"] and self.maybe(0.6):
            fact = self.pick("proven_carrier_value", "proven_software_value")
            goods[fact] = f"{self.random.randrange(1, 10)} {self.currency}"
        elif self.maybe(0.15):
            goods["content_parts"] = [{"id": "p", "part_content": self.pick("game", "audio film or image"), "part_price": self.money(5, 900),
                                       "part_priced_apart": self.maybe(0.7)}]

    def machine(self, number, on, sure=False):
        goods = {"id": number, "content": "none", "hardware_price": self.money(100, 90000), "told_code": "8422.3030",
                 "told_duty_rate": self.pick("0", "0.05", "0.1", "0.08")}
        if on < day("1994-01-01"):
            goods["told_product_tax_rate"] = "0.1"
        if not sure and self.maybe(0.2):
            goods |= {"content": self.pick("control software", "application software"), "delivery_form": "built in",
                      "software_price": self.money(10, 9000)}
        return self.origin(goods, on)

    def machine_and_more(self, number, on):
        machine = self.machine(number, on, True)
        if on < day("2003-07-01") and self.maybe(0.8):
            self.fees(machine)
            return [machine]
        if self.maybe(0.3):
            sent = {"id": "n" + number, "delivery_form": "download", "content": "control software", "serves_machine": number,
                    "software_price": self.money(10, 9000), "software_purpose": "first"}
            return [machine, sent]
        return [machine]

    def fees(self, machine):
        """Software fees of the measures of 1993."""
        if self.maybe(0.4):
            machine["duty_position_of_the_goods"] = self.pick("reduced duty", "duty-free", "no duty in the tariff")
            if machine["duty_position_of_the_goods"] == "reduced duty":
                machine["share_of_duty_that_falls_away"] = self.pick("0.5", "0.25", "0.333")
            else:
                machine["told_duty_rate"] = "0"
        machine["software_fees"] = [self.fee(f"f{n}") for n in range(self.pick(1, 1, 2))]

    def fee(self, name):
        fee = {"id": name, "fee_kind": self.pick("copyright", "know-how", "computer software"), "fee_use": self.pick("use", "obtain", "distribute"),
               "fee_amount": self.money(10, 40000), "fee_stated_apart": True, "fee_paid_abroad": self.maybe(0.85),
               "fee_in_its_own_contract": self.maybe(0.5), "fee_contract": self.pick("sale", "sale", "technology licence")}
        if fee["fee_contract"] != "sale":
            fee["technology_brought_in"], fee["for_technical_renovation"] = self.pick("know-how", "technology"), self.maybe(0.7)
        return fee

    def paper(self, number, on):
        content = self.pick("application software", "application software", "application software", "game")
        goods = {"id": number, "delivery_form": "paper licence", "content": content, "software_price": self.money(10, 30000),
                 "origin": self.random.choice(ORIGINS)}
        if content == "game":
            goods["for_data_processing"] = True
        if self.maybe(0.15) and on >= day("2019-01-01"):
            goods["origin"], goods["favoured_origin_told"] = "KP", False
        if on < day("2017-01-01"):
            goods["told_duty_rate"] = "0.075"
        if on >= day("2024-12-01") and self.maybe(0.15):
            goods["origin_cannot_be_shown"] = True
        return goods

    def royalty(self, name, on):
        later = on >= day("2018-12-01") and self.maybe(0.6)
        cost = {"id": name, "cost_kind": "royalty", "cost_amount": self.money(50, 90000), "known_at_entry": not later,
                "royalty_right": self.pick("use", "use", "distribute or resell", "reproduce"), "related_to_goods": self.maybe(0.8),
                "condition_of_sale": self.maybe(0.8), "can_be_divided": True}
        if later:
            self.later(cost, on)
        elif self.maybe(0.1):
            cost["royalty_in_the_price"] = True
        return cost

    def later(self, cost, on):
        """Paid after entry, in a month whose exchange rate is told; declared in time or late."""
        first = max(on, day("2019-05-01"))
        paid = first + datetime.timedelta(days=self.random.randrange(60))
        cost["paid_later"] = str(paid)
        if self.maybe(0.6):
            cost["royalty_declared_on"] = str(paid + datetime.timedelta(days=self.pick(10, 30, 31, 45)))
        if self.maybe(0.1):
            cost["extra_duty_rate_of_the_royalty_goods"] = "0.2"

    def service(self, name, on):
        cost = {"id": name, "cost_kind": "installation and maintenance", "cost_amount": f"{self.random.randrange(1, 90)} {self.currency}",
                "shown_apart": self.maybe(0.7)}
        if on < day("2003-07-01"):
            cost["verified_by_customs"] = self.maybe(0.7)
        elif self.maybe(0.5):
            cost["service_kind"] = self.pick("technical guidance", "training", "study visits", "warranty repair")
        return cost

    def shipment(self, on, lines):
        shipment = {"id": "s1", "entry_day": str(on), "invoice_lines": lines}
        if self.maybe(0.25):
            shipment["freight"] = self.money(5, 400)
            if self.maybe(0.5):
                shipment["insurance"] = self.money(1, 50)
        goods = [g for g in lines if g.get("delivery_form") != "download"]
        if len(goods) == 1 and goods[0]["content"] == "none" and "software_fees" not in goods[0] and self.maybe(0.5):
            make = self.royalty if on >= day("2003-07-01") and self.maybe(0.75) else self.service
            shipment["costs"] = [make("k1", on)]
        self.days(shipment, on)
        return shipment

    def days(self, shipment, on):
        if self.maybe(0.3) and on >= day("2004-06-01"):
            shipment["arrival_day"] = str(on - datetime.timedelta(days=self.pick(3, 14, 15, 16, 18, 25, 60)))
        if self.maybe(0.1) and on >= day("2004-01-01") and all(g.get("origin") != "US" for g in shipment["invoice_lines"]):
            shipment["conveyance_entry_day"] = str(on + datetime.timedelta(days=self.pick(1, 3)))
            shipment.pop("arrival_day", None)
        if self.maybe(0.1):
            shipment["goods_released_on"] = str(on)
        notice = on
        if on < day("2024-12-01") and on >= day("2004-06-01") and self.maybe(0.4):
            notice = on + datetime.timedelta(days=self.pick(0, 1, 6))
            shipment["payment_notice_issued_on"] = str(notice)
        if ("payment_notice_issued_on" in shipment or on >= day("2024-12-01")) and self.maybe(0.5):
            shipment["tax_paid_on"] = str(min(notice + datetime.timedelta(days=self.pick(5, 15, 16, 20, 40)), day("2026-12-31")))
        elif on >= day("2024-12-01") and self.maybe(0.2):
            shipment["monthly_payment_chosen_on"] = str(on)

    def relief(self, goods, on):
        if goods["content"] == "none" and on >= day("1994-01-01") and self.maybe(0.5):
            goods["relief_claimed"] = "instrument for research or teaching"
        elif on >= day("2004-01-01") and self.maybe(0.2):
            goods["relief_claimed"] = "sample without commercial value"
        elif on >= day("2021-01-01") and self.maybe(0.7):
            goods["relief_claimed"] = "research and teaching list"
        else:
            goods["lost_before_release"] = True
        return goods

    def goods_case(self):
        on = self.day("2018-04-01" if self.maybe(0.4) else None)
        makers = [lambda n: [self.disc(n, on)]] * 4 + [lambda n: self.machine_and_more(n, on)] * 4
        makers += [lambda n: [self.machine(n, on)], lambda n: [self.paper(n, on)]] if on >= day("2003-07-01") else []
        lines = [g for n in range(self.pick(1, 1, 1, 2)) for g in self.random.choice(makers)(str(n + 1))]
        if on >= day("2004-01-01") and self.maybe(0.07):
            lines = [self.relief(lines[0], on)]
            lines[0].pop("software_fees", None)
        return {"exchange_rates": self.rates(on), "shipments": [self.shipment(on, lines)]}

    def replacement_case(self):
        on = self.day("2024-12-01")
        released = (on - datetime.timedelta(days=self.pick(30, 1000, 1300))).replace(day=self.random.randrange(1, 28))
        shipment = {"id": "s1", "entry_day": str(on), "same_goods_free_of_charge": self.maybe(0.8), "within_contract_claim_period": self.maybe(0.8),
                    "original_goods_released_on": str(released), "replacement_claimed_on": str(on), "invoice_lines": [self.machine("1", on, True)]}
        return {"movement": "replacement", "exchange_rates": self.rates(on), "shipments": [shipment]}

    # ---- payments ----

    def payment(self, name, on, amount=None):
        purpose = self.pick("licence", "licence", "licence", "services", "software services", "goods", "hosted service", "software for resale")
        payment = {"id": name, "payment_day": str(on), "payment_amount": amount or self.money(100, 90000), "purpose": purpose,
                   "net_of_tax": self.maybe(0.3)}
        if purpose == "hosted service":
            payment["program_right_granted"] = self.maybe(0.4)
        if purpose in ("services", "software services"):
            payment["service_linked_to_licence"] = self.maybe(0.4)
        if day("1994-01-01") <= on <= day("2007-12-31"):
            payment["business_tax_deducted"] = self.maybe(0.5)
        if day("2012-01-01") <= on <= day("2021-08-31"):
            payment["payer_place"] = self.pick("city", "county town", "elsewhere")
        if day("2012-01-01") <= on <= day("2013-07-31"):
            payment["vat_pilot_begun"] = self.maybe(0.5)
        self.rare(payment, on)
        return payment

    def rare(self, payment, on):
        if payment["purpose"] == "licence" and self.maybe(0.3):
            fact, value = self.pick(("technology_transfer_share", "1"), ("treaty_rate", self.pick("0.07", "0.06", "0.12")), ("used_wholly_abroad", True))
            if fact == "technology_transfer_share" and on < day("2012-01-01"):
                value = self.pick("1", "0.3", "0.7")
            payment[fact] = value
            if fact == "technology_transfer_share":
                payment["technology_priced_apart"] = self.maybe(0.5)
        if on < day("2000-01-01") and self.maybe(0.3):
            payment["advanced_technology_rate"] = "0.1"

    def payment_case(self):
        on = self.day("1993-02-01")
        thresholds = ["30000 USD", "30000.01 USD", "50000 USD", "50000.01 USD", "40000 USD", "55000 USD"]
        amount = self.random.choice(thresholds) if self.currency == "USD" and self.maybe(0.4) else None
        payments = [self.payment("p1", on, amount)]
        if self.currency == "USD" and self.maybe(0.4):
            later = on + datetime.timedelta(days=self.pick(30, 400))
            payments.append(self.payment("p2", min(later, day("2026-12-20")), amount))
        signed = self.pick(on, on - datetime.timedelta(days=200))
        if signed < day("1993-02-01"):
            signed = on
        rates = self.rates(on)[:1]
        if self.currency in ("EUR", "CNY"):
            rates.append({**self.one_rate(self.random.randrange(6100, 8700), on, on), "from": "USD"})
        for rate in rates:
            rate["valid_to"] = "2026-12-31"
        contract = {"id": "c1", "contract_day": str(signed), "licence_term": "perpetual", "delivery_named": True, "payments": payments}
        return {"exchange_rates": rates, "contracts": [contract]}

    # ---- shortfalls ----

    def correction_case(self):
        on = self.day("2004-10-20", "2026-06-01").replace(day=self.random.randrange(1, 28))
        told = on + datetime.timedelta(days=self.pick(10, 100, 150, 200, 300, 380, 500, 740, 800))
        if self.maybe(0.6):
            months = self.pick(3, 6, 12, 24)
            told = law.months_on(on, months) + datetime.timedelta(days=self.pick(-1, 0, 1))
        told = min(told, day("2026-12-20"))
        wrong = {"id": "k1", "act_day": str(on), "clearance_day": str(on), "correction_day": str(told), "decision_day": str(told),
                 "found_how": self.pick("declared by importer", "declared by importer", "found in audit", "found in clearance", "evasion"),
                 "omitted_amount": self.pick(self.yuan(100, 90000), self.yuan(10 ** 6, 10 ** 7), "3846153.84 CNY"),
                 "omitted_line_duty_rate": self.pick("0", "0.05"), "omitted_line_tax_rate": self.pick("0.13", "0.17"),
                 "tax_due_of_the_entry": self.yuan(1000, 10 ** 7), "late_from": str(on + datetime.timedelta(days=1)), "late_until": str(told)}
        if wrong["found_how"] == "declared by importer":
            wrong["check_announced"] = self.maybe(0.2)
            if self.maybe(0.3):
                wrong["advanced_certified_trader"] = True
        else:
            self.breach(wrong)
        return {"corrections": [wrong]}

    def breach(self, wrong):
        if wrong["found_how"] != "evasion" and self.maybe(0.5):
            wrong["breach_kind"] = self.pick("tax", "statistics", "supervision", "licensing", "foreign exchange or export refund")
            if wrong["breach_kind"] == "licensing":
                wrong["goods_value_of_the_entry"] = self.yuan(1000, 10 ** 6)
            if wrong["breach_kind"] == "foreign exchange or export refund":
                wrong["declared_price_of_the_entry"] = self.yuan(1000, 10 ** 6)
        kind = wrong.get("breach_kind", "tax")
        if wrong["found_how"] == "evasion":
            wrong["fine_share_decided"], wrong["aggravating_facts"] = self.pick("0.5", "1", "3"), "0"
        elif self.maybe(0.3) and kind not in ("statistics", "supervision"):
            wrong["fine_share_decided"] = {"tax": "0.6", "licensing": "0.2"}.get(kind, "0.3")
        elif self.maybe(0.5):
            wrong["fine_at_the_top"] = self.maybe(0.5)

    # ---- refund, technology, encryption, rulings, exports ----

    def month_case(self):
        on = self.day("1999-10-01")
        month = {"id": "m1", "month_of_sales_ends": str(on), "software_sales": self.yuan(1000, 10 ** 7), "software_input_tax": self.yuan(0, 40000),
                 "software_made_by": self.pick("seller", "seller", "seller from imported software", "others, translated only", "others"),
                 "software_sold_abroad": self.maybe(0.15), "general_taxpayer": self.maybe(0.85)}
        if on >= day("2011-01-01"):
            month["tested_and_registered"] = self.maybe(0.85)
        if self.maybe(0.1):
            month["hardware_not_apart"] = True
        return {"software_sales_months": [month]}

    def technology_case(self):
        on = self.day("2005-01-01", "2026-06-01")
        contract = {"id": "c1", "contract_day": str(on), "licence_term": "perpetual", "delivery_named": True,
                    "technology_kind": self.pick("know-how", "patent", "technical services"), "technology_class": self.pick("free", "restricted")}
        if contract["technology_class"] == "restricted":
            contract[self.pick("restricted_technology_filed_on", "technology_licence_asked_on")] = str(on)
            if "restricted_technology_filed_on" in contract:
                contract["contract_filed_along"] = self.maybe(0.5)
        elif self.maybe(0.5):
            contract["registration_filed_on"] = str(on)
        if contract["technology_class"] == "free" and self.maybe(0.4):
            contract["running_royalty"], contract["first_base_amount_day"] = True, str(on + datetime.timedelta(days=90))
        movement = self.pick("import", "import", "export")
        if movement == "export" and on >= day("2008-01-01") and self.maybe(0.5):
            contract |= {"technology_income_of_the_year": self.pick("4999999.99 CNY", "5000000 CNY", "5000000.01 CNY", "7000000 CNY"),
                         "technology_income_year_ends": f"{on.year}-12-31"}
        return {"movement": movement, "contracts": [contract]}

    def device_case(self):
        on = self.day("2020-12-20" if self.maybe(0.8) else "1999-06-01", "2026-06-01")
        goods = self.machine("1", on, True)
        goods["cryptographic_device"] = self.pick("encrypted telephone", "encrypted fax", "cipher machine or card", "encryption VPN device",
                                                  "other equipment with encryption")
        if goods["cryptographic_device"] != "other equipment with encryption":
            goods["key_kind"] = self.pick("symmetric", "integer factorisation", "elliptic curve")
            limit = {"symmetric": 64, "integer factorisation": 768, "elliptic curve": 128}[goods["key_kind"]]
            goods["key_length"], goods["speed_threshold_met"] = str(limit + self.pick(-1, 0, 1, 64)), True
        if self.maybe(0.2):
            goods["mass_consumer_product"] = True
        if on >= day("2004-11-01"):
            goods[self.pick("cryptography_licence_file_complete_on", "presented_without_licence_on")] = str(on)
        return {"exchange_rates": self.rates(on), "shipments": [self.shipment(on, [goods])]}

    def ruling_case(self):
        on = self.day("2007-06-01", "2026-06-01")
        goods = self.machine("1", on, True)
        goods["ruling_wanted"] = True
        asked = on - datetime.timedelta(days=self.pick(50, 100, 120))
        facts = ["ruling_asked_on", "ruling_taken_on", "ruling_given_on"] if asked >= day("2018-02-01") else ["pre_classification_asked_on"]
        goods[self.random.choice(facts)] = str(asked)
        return {"exchange_rates": self.rates(on), "shipments": [{"id": "s1", "entry_day": str(on), "invoice_lines": [goods]}]}

    def export_case(self):
        on = self.day("2004-01-01", "2026-06-01")
        goods = {"id": "1", "content": "application software", "software_price": self.money(10, 9000), "delivery_form": self.pick("carrier", "download")}
        if goods["delivery_form"] == "carrier":
            goods |= {"medium": "optical disc", "carrier_price": self.money(1, 9), "priced_apart": True}
            if self.maybe(0.5):
                goods |= {"made_to_order": True, "custom_software_class": "system software"}
        else:
            goods |= {"export_service_kind": self.pick("software service", "circuit design", "technology transfer", "licence or other intangible"),
                      "consumed_wholly_abroad": self.maybe(0.8)}
        if self.maybe(0.4):
            goods |= {"listed_for_export_control": True, "export_licence_file_complete_on": str(on)}
            goods |= {"cryptographic_device": "software"} if self.maybe(0.5) else {"danger_known": True}
        shipment = {"id": "s1", "entry_day": str(on), "invoice_lines": [goods]}
        if on >= day("2020-12-01") and self.maybe(0.3):
            shipment |= {"turnover_without_licence": self.pick("499999 CNY", "500000 CNY", "900000 CNY"),
                         "turnover_of_the_helper": self.pick("99999 CNY", "100000 CNY", "250000 CNY")}
        return {"movement": "export", "exchange_rates": self.rates(on), "shipments": [shipment]}

    def case(self):
        self.currency = self.pick("USD", "USD", "EUR", "JPY", "CNY")
        make = self.pick(*[self.goods_case] * 9, *[self.payment_case] * 4, self.correction_case, self.correction_case, self.month_case,
                         self.technology_case, self.device_case, self.ruling_case, self.export_case, self.replacement_case)
        return {"jurisdiction": "CN", "movement": "import", **make()}


# ---- what is wrong with an answer ----


def in_fen(text):
    """Yuan as printed, in fen; "none" is nothing; None for what is no number."""
    if text == "none":
        return Decimal(0)
    try:
        return Decimal(text) * 100
    except (InvalidOperation, TypeError):
        return None


def amount_fault(name, wanted, row):
    if wanted is SILENT:
        return None
    if isinstance(wanted, tuple) and wanted[0] != wanted[1]:
        found = tuple(in_fen(row.get(end)) for end in ("lowest", "highest"))
    else:
        wanted, found = wanted[0] if isinstance(wanted, tuple) else wanted, in_fen(row.get("amount"))
        found = Decimal(0) if wanted == 0 and not row else found
    return None if found == wanted else f"{name} is {found}, wanted {wanted} (fen)"


def rows_of(raw, part, *names):
    return {tuple(row.get(n) for n in names) + (row["of"]["id"],): row for row in raw.get(part, [])}


def goods_faults(outcome, answer):
    if NOT_COVERED in outcome.values.values():
        return
    if set(outcome.values) != set(answer.values):
        yield f"lines {sorted(answer.values)}, wanted {sorted(outcome.values)}"
    for of, value in outcome.values.items():
        found = in_fen(answer.values.get(of, {}).get("value"))
        if value not in (SILENT, found):
            yield f"value of {of} is {found}, wanted {value} (fen)"
    for of, wanted in outcome.sums.items():
        found = [in_fen(row.get("value")) for line, row in answer.values.items() if line.startswith(of + "/")]
        if None not in found and abs(sum(found) - wanted) > len(found):
            yield f"values of {of} make {sum(found)}, wanted {wanted} (fen)"
    for of, code in outcome.codes.items():
        found = str(answer.codes.get(of, {}).get("number"))
        if code is not SILENT and found != code and not (code == "8524" and found.replace(".", "").startswith(code)):
            yield f"code of {of} is {found}, wanted {code}"


def other_faults(outcome, answer, raw):
    for key, wanted in outcome.deadlines.items():
        if wanted is not SILENT and str(wanted) != answer.deadlines.get(key):
            yield f"{key[0]} of {key[1]} ends {answer.deadlines.get(key)}, wanted {wanted}"
    fields = rows_of(raw, "fields", "form", "field")
    for key, wanted in outcome.fields.items():
        found = fields.get(key, {}).get("value")
        same = in_fen(found) == wanted if isinstance(wanted, int) else found == wanted
        if wanted is not SILENT and not same:
            yield f"{key} is {found}, wanted {wanted}"
    permits = rows_of(raw, "permits", "permit")
    for key, wanted in outcome.permits.items():
        if wanted is not SILENT and wanted != (key in permits):
            yield f"{key[0]} of {key[1]} is {'' if key in permits else 'not '}asked for"
    for key, wanted in outcome.reasons.items():
        found = answer.lines.get(key, {}).get("reason")
        if wanted is not SILENT and wanted != found:
            yield f"{key[0]} of {key[1]} has the reason {found}, wanted {wanted}"


def main_faults(outcome, answer, raw):
    yield from goods_faults(outcome, answer)
    for key, wanted in outcome.amounts.items():
        fault = amount_fault(f"{key[0]} of {key[1]}", wanted, answer.lines.get(key, {}))
        if fault:
            yield fault
    yield from other_faults(outcome, answer, raw)
    for name in ("border", "beside"):
        wanted = total(outcome, name)
        if wanted is not SILENT and in_fen(answer.totals.get(name)) != wanted:
            yield f"total {name} is {answer.totals.get(name)}, wanted {wanted} (fen)"


def total(outcome, name):
    """The border whole; beside it only where nothing but withheld taxes stands there."""
    mixed = {"shortfall VAT", "late payment charge", "royalty duty", "VAT on software sales", "highest fine without licence"}
    if name == "beside" and mixed & {charge for charge, _ in outcome.amounts}:
        return SILENT
    return getattr(outcome, name)


def alternative_faults(case, outcome, answer):
    for question, name in QUESTIONS.items():
        other = law.reckon(case, dict([question]))
        if other.amounts == outcome.amounts and other.values == outcome.values:
            continue
        found = answer.alternatives.get(name)
        if not found:
            if SILENT not in other.amounts.values():
                yield f"no alternative {question} ({name[0]} = {name[1]})"
            continue
        for part in ("border", "beside"):
            wanted = total(other, part)
            if wanted is not SILENT and in_fen(found.get(part)) != wanted:
                yield f"alternative {question} has {part} {found.get(part)}, wanted {wanted} (fen)"


def faults(case, raw):
    outcome, answer = law.reckon(case), Answer(raw)
    found = list(main_faults(outcome, answer, raw))
    if SILENT not in outcome.amounts.values() and not any(isinstance(a, tuple) for a in outcome.amounts.values()):
        found += alternative_faults(case, outcome, answer)
    return found


# ---- cases with few facts ----

USD = [{"from": "USD", "to": "CNY", "rate": "7.00", "valid_from": "1993-01-01", "valid_to": "2026-12-31", "source": "made up"}]
DISC = {"id": "1", "delivery_form": "carrier", "medium": "optical disc", "content": "application software", "carrier_price": "200 USD",
        "software_price": "50000 USD", "priced_apart": True, "origin": "DE"}
MACHINE = {"id": "1", "content": "none", "hardware_price": "100000 USD", "told_code": "8422.3030", "told_duty_rate": "0.05", "origin": "DE"}
PAPER = {"id": "1", "delivery_form": "paper licence", "content": "application software", "software_price": "10000 USD", "origin": "DE"}
PAYMENT = {"id": "p1", "payment_day": "2026-02-10", "payment_amount": "60000 USD", "purpose": "licence", "net_of_tax": False}
ROYALTY = {"id": "k1", "cost_kind": "royalty", "cost_amount": "20000 USD", "known_at_entry": True, "royalty_right": "use",
           "related_to_goods": True, "condition_of_sale": True, "can_be_divided": True}
WRONG = {"id": "k1", "act_day": "2025-03-10", "clearance_day": "2025-03-10", "correction_day": "2025-11-20", "decision_day": "2025-11-20",
         "found_how": "declared by importer", "check_announced": False, "omitted_amount": "400000 CNY", "omitted_line_duty_rate": "0",
         "omitted_line_tax_rate": "0.13", "late_from": "2025-03-11", "late_until": "2025-11-20"}
MONTH = {"id": "m1", "month_of_sales_ends": "2020-05-31", "software_sales": "1000000 CNY", "software_input_tax": "40000 CNY",
         "software_made_by": "seller", "software_sold_abroad": False, "general_taxpayer": True, "tested_and_registered": True}


def cn(**parts):
    return {"jurisdiction": "CN", "movement": "import", "exchange_rates": USD, **parts}


def goods(*lines, on="2026-03-10", **more):
    return cn(shipments=[{"id": "s1", "invoice_lines": list(lines), **({"entry_day": on} if on else {}), **more}])


def paid(payment, contract_day="2026-01-15"):
    return cn(contracts=[{"id": "c1", "contract_day": contract_day, "licence_term": "perpetual", "delivery_named": True, "payments": [payment]}])


# Name, case, status, then what must hold: (list or charge, of, wanted) or ("missing", fact).
FEW = [
    ("a disc", goods(DISC), "determined", ("import VAT", "s1/1/1", "182")),
    ("a disc, its day not told", goods(DISC, on=None), "undetermined", ("missing", "entry day")),
    ("a disc without its medium", goods(without(DISC, "medium")), "undetermined", ("missing", "medium")),
    ("a disc, prices apart or not", goods(without(DISC, "priced_apart")), "range", ("missing", "priced apart")),
    ("a disc, its content not told", goods(without(DISC, "content")), "undetermined", ("missing", "content")),
    ("a disc, carrier price not told", goods(without(DISC, "carrier_price")), "undetermined", ("missing", "carrier price")),
    ("a disc, software price not told", goods(without(DISC, "software_price")), "determined", ("import VAT", "s1/1/1", "182")),
    ("a disc of unknown origin", goods(without(DISC, "origin")), "undetermined", ("missing", "origin")),
    ("no rate for the day", {**goods(DISC), "exchange_rates": [{**USD[0], "valid_to": "2026-03-09"}]}, "undetermined"),
    ("prices in yuan, no rates", {**goods(without(DISC, carrier_price="200 CNY")), "exchange_rates": []}, "determined", ("import VAT", "s1/1/1", "26")),
    ("the day before the measures of 1993", goods(DISC, on="1993-01-31"), "not covered"),
    ("the last day of 1993, product tax not told", goods(without(DISC, told_duty_rate="0.09", program_certificate_held=True), on="1993-12-31"),
     "undetermined", ("missing", "told product tax rate")),
    ("the first day of 1994", goods(without(DISC, told_duty_rate="0.09", program_certificate_held=True), on="1994-01-01"), "determined",
     ("customs duty", "s1/1/1", "31626"), ("import VAT", "s1/1/1", "65114.42")),
    ("a disc of 2004, its rate not told", goods(DISC, on="2004-12-31"), "undetermined", ("missing", "told duty rate")),
    ("a disc of 2005, no rate needed", goods(DISC, on="2005-01-01"), "determined", ("customs duty", "s1/1/1", "0")),
    ("the last day without a carrier rule", goods(without(DISC, told_duty_rate="0"), on="2003-12-10"), "determined", ("import VAT", "s1/1/1", "59738")),
    ("the first day of the carrier rule", goods(without(DISC, told_duty_rate="0"), on="2003-12-11"), "determined", ("import VAT", "s1/1/1", "238")),
    ("US origin, the measure's last day", goods(without(DISC, origin="US"), on="2026-11-10"), "determined",
     ("additional duty", "s1/1/1", "140"), ("import VAT", "s1/1/1", "200.2")),
    ("US origin, the day after", goods(without(DISC, origin="US"), on="2026-11-11"), "range", ("missing", "additional duty still in force")),
    ("US origin in May 2025", goods(without(DISC, origin="US"), on="2025-05-31"), "undetermined", ("missing", "told additional duty rate")),
    ("a film in 2026", goods(without(DISC, content="audio film or image", recording_kind="film")), "determined", ("import VAT", "s1/1/1", "31626")),
    ("a machine, its rate not told", goods(without(MACHINE, "told_duty_rate")), "undetermined", ("missing", "told duty rate")),
    ("E9, the royalty's tie not told", goods(MACHINE, costs=[without(ROYALTY, "related_to_goods")]), "range", ("missing", "related to goods")),
    ("E9, a condition of the sale or not", goods(MACHINE, costs=[without(ROYALTY, "condition_of_sale")]), "range", ("missing", "condition of sale")),
    ("E17", goods(PAPER, on="2026-04-15"), "determined", ("customs duty", "s1/1/1", "4200"), ("import VAT", "s1/1/1", "9646")),
    ("E17, an origin without most favoured treatment", goods(without(PAPER, origin="KP", favoured_origin_told=False)), "determined",
     ("customs duty", "s1/1/1", "35000"), ("import VAT", "s1/1/1", "13650")),
    ("a download", goods({"id": "1", "delivery_form": "download", "content": "application software"}), "determined"),
    ("E27, lost before release", goods(without(MACHINE, lost_before_release=True), on="2026-06-03"), "determined",
     ("customs duty", "s1/1/1", "0"), ("import VAT", "s1/1/1", "0")),
    ("duty of fifty yuan", {**goods(without(MACHINE, hardware_price="1000 CNY"))}, "determined", ("customs duty", "s1/1/1", "0"), ("import VAT", "s1/1/1", "130")),
    ("duty of a fen more", goods(without(MACHINE, hardware_price="1000.20 CNY")), "determined", ("customs duty", "s1/1/1", "50.01")),
    ("E21, nine thousand paid ten days late", goods(without(MACHINE, hardware_price="69230.77 CNY", told_duty_rate="0"), on="2026-05-28",
                                                      tax_paid_on="2026-06-22"), "determined", ("late payment charge", "s1", "0")),
    ("E13", paid(PAYMENT), "determined", ("withheld VAT", "c1/p1", "23773.58"), ("withheld income tax", "c1/p1", "39622.64")),
    ("E14", paid(without(PAYMENT, net_of_tax=True)), "determined", ("withheld VAT", "c1/p1", "28000"), ("withheld income tax", "c1/p1", "46666.67")),
    ("a payment, net or gross", paid(without(PAYMENT, "net_of_tax")), "range", ("missing", "net of tax")),
    ("a payment, its day not told", paid(without(PAYMENT, "payment_day")), "undetermined", ("missing", "payment day")),
    ("a payment, its purpose not told", paid(without(PAYMENT, "purpose")), "undetermined", ("missing", "purpose")),
    ("a payment of 2020, the payer's place not told", paid(without(PAYMENT, payment_day="2020-02-10")), "range", ("missing", "payer place")),
    ("the last day of the surcharges, in a city", paid(without(PAYMENT, payment_day="2021-08-31", payer_place="city")), "determined",
     ("urban construction tax", "c1/p1", "1664.15"), ("education surcharge", "c1/p1", "713.21"), ("local education surcharge", "c1/p1", "475.47")),
    ("the day after", paid(without(PAYMENT, payment_day="2021-09-01")), "determined", ("urban construction tax", "c1/p1", "0")),
    ("hosted, a program or not", paid(without(PAYMENT, purpose="hosted service")), "range", ("missing", "program right granted")),
    ("services, with a licence or not", paid(without(PAYMENT, purpose="services")), "range", ("missing", "service linked to licence")),
    ("E28, within twelve months", cn(corrections=[WRONG]), "determined", ("shortfall VAT", "k1", "52000"), ("customs fine", "k1", "0")),
    ("E28, found in audit", cn(corrections=[without(WRONG, "check_announced", found_how="found in audit")]), "range", ("missing", "fine at the top")),
    ("E28, nobody says how it was found", cn(corrections=[without(WRONG, "check_announced", "found_how")]), "range", ("missing", "found how")),
    ("E19, 2020", cn(software_sales_months=[MONTH]), "determined", ("software VAT refund", "m1", "-60000")),
    ("E19, 2020, registered or not", cn(software_sales_months=[without(MONTH, "tested_and_registered")]), "range", ("missing", "tested and registered")),
    ("E19, 2020, translated only", cn(software_sales_months=[without(MONTH, software_made_by="others, translated only")]), "determined",
     ("software VAT refund", "m1", "0")),
    ("nothing at all", {"jurisdiction": "CN", "movement": "import"}, "determined"),
]
