"""Made-up business with India, held against tests/oracle/in_oracle.py."""
import datetime

import in_oracle as law
from common import Answer, Dice, without
from figures import SILENT, day, half_up

GENERATED = 320
TINY = law.Fraction(1, 10**9)  # the program works with 34 digits

# The law's open questions under the names that the rulebooks give them.
QUESTIONS = {
    ("C10", "b"): ("customs cess falls on software", "B"),
    ("C11", "b"): ("software on the list of 2005", "b"),
    ("C16", "b"): ("slot of licence papers", "5"),
    ("C16", "c"): ("slot of licence papers", "nil"),
    ("C23", "b"): ("repairs bore integrated tax before July 2021", "circular"),
    ("IN-DOC-25", "b"): ("year of the interest", "calendar"),
    ("IN-WHT-13", "b"): ("contested copy is royalty", "B"),
    ("WE-10", "b"): ("end user licence on a medium standing", "B"),
    ("IN-SAD-1", "b"): ("first special duty falls on the goods", "b"),
}

UNTOLD = {"made_for": ["many users", "one client"], "right_to_use_declared": [True, False], "commercial_exploitation": [True, False],
          "service_tax_registered": [True, False]}

# ---- the generator ----

EDGES = ["1998-02-11", "1998-06-02", "2002-03-01", "2003-02-01", "2004-01-09", "2004-07-09", "2005-03-01", "2006-03-01", "2007-01-01",
         "2007-03-01", "2008-03-01", "2008-12-07", "2009-07-07", "2010-02-27", "2010-12-21", "2011-03-01", "2011-03-18",
         "2012-03-17", "2015-03-01", "2016-03-01", "2017-07-01", "2017-09-26", "2018-02-02", "2021-07-19", "2025-09-22", "2025-11-01"]
CURRENCIES = {"USD": (35, 88), "EUR": (42, 99), "JPY": (0, 1), "INR": (1, 1)}


class Maker(Dice):
    """Makes one case after another from a fixed seed."""

    first, edges = "1998-02-11", EDGES

    def rates(self, *days):
        if self.currency == "INR":
            return []
        low, high = CURRENCIES[self.currency]
        return [{"from": self.currency, "to": "INR", "rate": f"{self.random.randrange(low, high)}.{self.random.randrange(5, 99):02d}",
                 "valid_from": str(min(days)), "valid_to": str(max(days)), "source": "made up"}]

    def disc(self, number):
        goods = {"id": number, "delivery_form": "carrier", "content": "application software", "quantity": str(self.pick(1, 1, 5, 120)),
                 "medium": self.pick("optical disc", "optical disc", "optical disc", "magnetic tape", "magnetic disc", "flash"),
                 "made_for": self.pick("many users", "many users", "many users", "one client"), "priced_apart": self.maybe(0.7),
                 "software_price": self.money(100, 20000), "bears_retail_price": self.maybe(0.3), "source_code": False,
                 "commercial_exploitation": self.maybe(0.5), "right_to_use_declared": self.maybe(0.7)}
        if goods["priced_apart"] or self.maybe(0.3):
            goods["carrier_price"] = self.money(1, 900)
        if goods["bears_retail_price"]:
            goods["retail_price"] = f"{self.random.randrange(100, 90000)} INR"
        if self.maybe(0.1):
            goods["content"], goods["for_data_processing"] = "game", True
        if self.maybe(0.1):
            goods["update_standing"] = self.pick("future updates in the price", "paid with an earlier import", "sold by itself")
        return goods

    def control(self, number):
        """A program on its own disc, beside the machine that it is for (IN-VAL-7)."""
        goods = without(self.disc(number), "for_data_processing", content="control software", serves_machine="s1/m", priced_apart=True)
        return {**goods, "carrier_price": self.money(1, 900), "software_purpose": "first"}

    def trial(self, number):
        return {**self.disc(number), "trial_version": True, "residual_value": self.money(1, 90), "priced_apart": False}

    def paper(self, number, on):
        goods = {"id": number, "delivery_form": "paper licence", "content": "application software", "quantity": "30",
                 "software_price": self.money(100, 20000), "made_for": "many users", "bears_retail_price": False}
        if on >= day("2025-09-22") and self.maybe(0.7):
            goods["licence_schedule_rate"] = self.pick("0", "0.05", "0.18")
        return goods

    def card(self, number):
        return {"id": number, "delivery_form": "key or code", "key_on_a_card": True, "content": "application software", "quantity": "9",
                "software_price": self.money(10, 900), "made_for": "many users", "bears_retail_price": False, **self.told()}

    def told(self):
        return {"told_duty_rate": self.pick("0", "0.05", "0.075", "0.1", "0.25"), "told_excise_rate": self.pick("0", "0.08", "0.1", "0.16"),
                "told_integrated_tax_rate": self.pick("0.05", "0.12", "0.18", "0.28")}

    def machine(self, number, on):
        goods = {"id": number, "name": "Machine " + number, "content": "none", "quantity": "1", "delivery_form": "carrier",
                 "hardware_price": self.money(500, 90000), "bears_retail_price": False, "told_code": "8479.89.99", **self.told()}
        if self.maybe(0.3):
            goods |= {"delivery_form": "built in", "content": "control software", "software_price": self.money(50, 9000)}
        if on >= law.ITA_GOODS_FREE and self.maybe(0.3):
            goods["told_code"] = "8471.50.00"
            del goods["told_duty_rate"], goods["told_integrated_tax_rate"]
        if on >= day("2019-05-07"):
            goods["on_registration_list"] = False
        return goods

    def sent(self, number):
        return {"id": number, "delivery_form": self.pick("download", "e-mail", "hosted access", "update over network"),
                "content": "application software", "software_price": self.money(50, 9000)}

    def goods(self, number, on):
        kind = self.pick(*["disc"] * 6, "paper", "card", "machine", "machine", "sent")
        if kind == "paper" and on < law.TITLES_FREE or kind == "card" and on < day("2011-03-18"):
            kind = "disc"
        if kind == "disc" and on >= law.NO_LANDING and self.maybe(0.1):
            kind = "trial"
        return getattr(self, kind)(number, *([on] if kind in ("paper", "machine") else []))

    def shipment(self, on, lines):
        shipment = {"id": "s1", "entry_day": str(on), "price_basis": self.pick("FOB", "FOB", "CFR", "CIF", "CIF", "assessed"),
                    "transport_mode": self.pick("sea", "air", "air"), "invoice_lines": lines}
        if shipment["price_basis"] == "FOB" and self.maybe(0.6):
            shipment["freight"] = self.money(5, 4000)
        if shipment["price_basis"] == "CFR" or shipment["price_basis"] == "FOB" and self.maybe(0.5):
            shipment["insurance"] = self.money(1, 300)
        if self.maybe(0.15) and on < day("2017-03-01"):
            shipment["arrival_day"] = str(on + datetime.timedelta(days=self.random.randrange(-9, 9)))
        if on >= law.NO_LANDING and self.maybe(0.3):
            shipment["costs"] = [self.royalty(line["id"]) for line in lines if line["delivery_form"] == "carrier" and "medium" in line]
        return shipment

    def royalty(self, line):
        return {"id": "r" + line, "cost_kind": "royalty", "cost_amount": self.money(10, 900), "known_at_entry": True, "royalty_right": "use",
                "related_to_goods": self.maybe(0.8), "condition_of_sale": self.maybe(0.8), "can_be_divided": True,
                "paid_for_line": "s1/" + line}

    def goods_case(self):
        on = self.day()
        lines = [self.goods(str(number + 1), on) for number in range(self.pick(1, 1, 1, 2, 3))]
        if self.maybe(0.1):
            lines = [self.machine("m", on), self.control("d")]
        return {"movement": self.pick("import", "import", "import", "replacement"), "service_tax_registered": self.maybe(0.8),
                "exchange_rates": self.rates(on), "shipments": [self.shipment(on, lines)]}

    def untold_case(self):
        """A disc on which one fact is not told."""
        on = self.day("2004-07-09", "2018-03-01")
        fact = self.pick(*UNTOLD)
        goods = {**self.disc("1"), "priced_apart": True, "carrier_price": self.money(1, 900)}
        if fact == "bears_retail_price":
            goods.pop("retail_price", None)
        shipment = {"id": "s1", "entry_day": str(on), "price_basis": "assessed", "transport_mode": "air",
                    "invoice_lines": [without(goods, fact, *(["retail_price"] if fact == "bears_retail_price" else []))]}
        case = {"movement": "import", "service_tax_registered": True, "exchange_rates": self.rates(on), "shipments": [shipment]}
        return without(case, fact)

    def repair_case(self):
        on = self.day("1996-12-16", "2026-10-01")
        back = self.pick(0, 1, 1, 2, 3, 3, 3, 4, 5)
        sent = law.years(on, -back) + datetime.timedelta(days=self.pick(-1, 0, 1) if back else -30)
        goods = {"id": "1", "name": "Board", "delivery_form": "carrier", "content": "none", "quantity": "1", "told_code": "8479.89.99",
                 **self.told(), "hardware_price": self.money(500, 9000), "same_serial_number": self.maybe(0.8),
                 "repair_cost": self.money(10, 900), "repair_insurance": self.money(1, 30), "repair_freight": self.money(1, 90),
                 "exported_for_repair_on": str(sent), "bears_retail_price": False,
                 "exported_for_repair_from": self.pick("domestic market", "domestic market", "duty exemption or EPCG scheme")}
        if self.maybe(0.3):
            goods["years_of_extension_granted"] = str(self.pick(1, 2))
        if on >= day("2019-05-07"):
            goods["on_registration_list"] = False
        shipment = {"id": "s1", "entry_day": str(on), "price_basis": "CIF", "transport_mode": "air", "invoice_lines": [goods]}
        return {"movement": "return after repair", "exchange_rates": self.rates(on), "shipments": [shipment]}

    def relief_case(self):
        """Goods that claim to come in free."""
        on = self.day("2003-04-01")
        relief = self.pick("export unit under bond", "back to the export unit for repair", "used computer given by an export unit",
                           "second-hand computer given to a school from abroad", "Indian goods for repair")
        if on >= law.GST and relief.endswith("abroad"):
            relief = "export unit under bond"  # how long schools were let off was not found
        goods = self.disc("1") if relief.endswith("bond") and self.maybe(0.5) else self.machine("1", on)
        goods["relief_claimed"] = relief
        if relief in ("export unit under bond", "Indian goods for repair"):
            goods["bond_given"] = self.maybe(0.7)
        if relief in law.BACK:
            goods["exported_from_India_on"] = str(law.years(on, -self.pick(1, 3, 3, 4)) + datetime.timedelta(days=self.pick(-1, 0, 1)))
            if self.maybe(0.3):
                goods["time_to_send_back_extended"] = self.maybe(0.5)
        if relief.startswith("used"):
            goods["years_in_use_by_the_unit"] = self.pick("1", "1.9", "2", "3")
        if "given" in relief and "bond" not in relief:
            goods["receiver_of_the_gift"] = self.pick("school", "charity", "public body", "other")
        shipment = {"id": "s1", "entry_day": str(on), "price_basis": "CIF", "transport_mode": "air", "invoice_lines": [goods]}
        return {"movement": "import", "service_tax_registered": True, "exchange_rates": self.rates(on), "shipments": [shipment]}

    def early_case(self):
        """Software before it was free: source code, and the software export policy."""
        on = self.day("1993-01-01", "1998-02-12")
        goods = without(self.disc("1"), "retail_price", source_code=self.maybe(0.5), bears_retail_price=False)
        if not goods["source_code"] and self.maybe(0.6):
            goods["software_export_scheme"] = True
        shipment = {"id": "s1", "entry_day": str(on), "price_basis": "CIF", "transport_mode": "air", "invoice_lines": [goods]}
        return {"movement": "import", "exchange_rates": self.rates(on), "shipments": [shipment]}

    def late_case(self):
        """Entry after arrival, duty paid late, duty paid short."""
        arrival = self.day("2004-01-01", "2026-09-01")
        on = arrival + datetime.timedelta(days=self.pick(-3, -2, -1, 0, 1, 2, 3, 4, 30, 31))
        if on < law.NO_LANDING <= arrival:
            on = arrival
        lines = [self.disc("1")]
        shipment = {"id": "s1", "entry_day": str(on), "arrival_day": str(arrival), "price_basis": "CIF",
                    "transport_mode": self.pick("sea", "air"), "invoice_lines": lines}
        due = max(on, arrival) + datetime.timedelta(days=self.pick(0, 1, 5))
        if self.maybe(0.7):
            shipment["duty_due_on"], shipment["duty_paid_on"] = str(due), str(due + datetime.timedelta(days=self.pick(0, 1, 20, 90, 400)))
            if self.maybe(0.3):
                shipment["assessed_duty"] = f"{self.random.randrange(1, 900000)} INR"
        if self.maybe(0.5):
            shipment["departure_day"] = str(on - datetime.timedelta(days=self.random.randrange(1, 60)))
            shipment["contract_payment_day"] = str(on)
        case = {"movement": "import", "service_tax_registered": True, "exchange_rates": self.rates(on), "shipments": [shipment]}
        if self.maybe(0.4):
            case["corrections"] = [self.short(due)]
        return case

    def short(self, on):
        nothing = {"found_how": "found in audit", "wrongdoer": "organisation", "omitted_amount": "0 INR", "omitted_line_duty_rate": "0",
                   "omitted_line_tax_rate": "0"}
        days = {name: str(on) for name in ("act_day", "clearance_day", "correction_day", "decision_day")}
        return {"id": "k1", "duty_paid_short": f"{self.random.randrange(1, 900000)}.50 INR", "late_from": str(on),
                "late_until": str(on + datetime.timedelta(days=self.pick(0, 1, 30, 365))), **nothing, **days}

    def used_case(self):
        """Used or new equipment before the gates of section 13."""
        on = self.gate_day()
        state = self.pick("new", "used", "refurbished")
        kind = self.pick("laptop", "tablet", "all-in-one computer", "small computer", "desktop computer", "server", "monitor", "printer",
                         "copier", "computer spare part", "other spare part", "other capital goods", "toner or consumable", "other goods")
        goods = {"id": "1", "name": kind, "delivery_form": "carrier", "content": "none", "quantity": str(self.pick(1, 1, 20, 21)),
                 "hardware_price": self.money(50, 9000), "told_code": "8479.89.99", **self.told(), "goods_state": state, "goods_kind": kind,
                 "goods_age": str(self.pick(1, 4, 5, 6, 10, 11)), "import_licence_held": self.maybe(0.5), "bears_retail_price": False,
                 "residual_life_certified": self.maybe(0.6), "on_registration_list": self.maybe(0.5), "BIS_registered": self.maybe(0.6),
                 "environment_papers_held": True}
        for fact in ("exempted_by_letter_of_MeitY", "for_research_and_development", "part_of_a_capital_good"):
            if self.maybe(0.15):
                goods[fact] = self.maybe(0.7)
        if state != "new" and self.maybe(0.15):
            goods["for_repair_and_re-export"] = True
        elif state != "new" and self.maybe(0.3):
            goods |= {"from_an_SEZ": True, "years_used_in_the_SEZ": str(self.pick(1, 2, 3)), "SEZ_unit_is_closing": self.maybe(0.3),
                      "registration_waiver_taken": self.maybe(0.2)}
        shipment = {"id": "s1", "entry_day": str(on), "price_basis": "CIF", "transport_mode": "sea", "invoice_lines": [goods],
                    "consignment": self.pick("express", "postal", "other", "other")}
        if self.maybe(0.2):
            shipment["importer_unit"] = self.pick("domestic tariff area", "SEZ unit", "STP, EHTP or EOU unit")
        return {"movement": "import", "exchange_rates": self.rates(on), "shipments": [shipment]}

    def gate_day(self):
        edge = self.pick("2002-04-01", "2003-09-29", "2004-09-01", "2013-02-28", "2018-03-28", "2019-05-07", "2024-01-01", "2023-11-01", "2026-12-31")
        on = day(edge) + datetime.timedelta(days=self.pick(-1, 0, 1, 300))
        return on if self.maybe(0.6) else self.day("2002-04-01", "2027-03-01")

    def payment_day(self):
        edge = self.pick("2001-04-01", "2003-05-14", "2004-09-10", "2006-04-18", "2007-05-11", "2008-05-16", "2009-02-24", "2010-02-27", "2010-12-21",
                         "2011-10-15", "2012-04-01", "2012-07-01", "2013-04-01", "2015-04-01", "2015-06-01", "2015-11-15", "2016-06-01", "2016-12-01",
                         "2017-07-01", "2018-01-25", "2018-04-01", "2020-04-01", "2021-03-02", "2021-10-01", "2023-04-01", "2023-10-01", "2024-08-01",
                         "2025-04-01", "2026-04-01")
        on = day(edge) + datetime.timedelta(days=self.pick(-1, 0))
        return on if self.maybe(0.6) else self.day("2001-04-01", "2026-12-31")

    def payment_case(self):
        on = self.payment_day()
        purpose = self.pick("licence", "licence", "licence", "services", "software services", "hosted service", "goods", "software for resale")
        country = self.pick("US", "US", "GB", "DE", "BM")
        payment = {"id": "p1", "payment_day": str(on), "payment_amount": self.money(100, 90000), "purpose": purpose, "net_of_tax": False,
                   "payee_country": country, "recipient_kind": self.pick("registered business", "registered business", "unregistered business",
                                                                        "private person or public body"),
                   "treaty_papers_held": self.maybe(0.6), "told_income_tax_cess": income_tax_cess(on), "sum_chargeable": False,
                   "supplier_sales_in_India": self.pick("19999999 INR", "20000001 INR", "90000000 INR", "0 INR")}
        if country not in ("US", "GB"):
            payment |= {"tax_treaty": country == "DE", "treaty_rate": self.pick("0.1", "0.125", "0.2")}
        if self.maybe(0.2):
            payment["surcharge_on_income_tax"] = self.pick("0.02", "0.05", "0.025")
        if self.maybe(0.1):
            payment["service_supplied_abroad"] = self.maybe(0.5)
        self.about_purpose(payment, purpose)
        started = law.years(on, -self.pick(0, 1, 5)) if self.maybe(0.6) else day(self.pick("1997-05-31", "1997-06-01", "2005-05-31", "2005-06-01"))
        return {"movement": "import", "exchange_rates": self.rates(on),
                "contracts": [{"id": "c1", "contract_day": str(min(started, on)), "payments": [payment]}]}

    def about_purpose(self, payment, purpose):
        if purpose == "licence":
            payment["right_paid_for"] = self.pick("own use", "own use", "resale of copies", "use with hardware", "reproduction, change or exploitation")
        if purpose in ("licence", "software for resale"):
            payment["supplied_electronically"] = self.maybe(0.5)
            if not payment["supplied_electronically"]:
                payment["retail_price_duty_paid"] = self.maybe(0.4)
        if purpose in ("services", "software services"):
            payment["service_kind"] = self.pick("development", "adaptation", "upgrade", "implementation", "maintenance", "data processing", "networking",
                                                "advice", "training", "consulting engineering", "online advertising", "other")
            payment["told_service_rate"] = "0.18"
        if purpose == "hosted service":
            payment["program_right_granted"] = False
        if self.maybe(0.2) and purpose == "licence" and not payment["supplied_electronically"]:
            payment["taxed_at_customs"] = self.money(10, 500)
        if self.maybe(0.15) and purpose == "licence":
            payment["other_intellectual_property"] = self.maybe(0.5)

    def sale_case(self):
        edge = day(self.pick("2003-05-01", "2005-04-01", "2006-03-01", "2007-04-01", "2008-06-01", "2008-12-07", "2017-07-01", "2021-10-01"))
        on = edge - datetime.timedelta(days=self.pick(0, 1)) if self.maybe(0.5) else self.day("2003-05-01", "2026-12-31")
        sale = {"id": "d1", "sold_on": str(on), "sale_price": f"{self.random.randrange(1, 90000)}.{self.pick('00', '50', '37')} INR",
                "sold_item": self.pick("packaged software", "packaged software", "customised software", "software over the network", "hardware",
                                       "repaired goods", "right in software", "other intellectual property"),
                "sold_between_States": self.maybe(0.4)}
        if sale["sold_between_States"]:
            sale["form_C_given"] = self.maybe(0.7)
        if on >= day("2005-04-01"):
            sale["told_sale_tax_rate"] = self.pick("0.04", "0.05", "0.055", "0.18")
        if self.maybe(0.3) and sale["sold_item"] == "packaged software":
            sale["duplicated_in_India"] = self.maybe(0.8)
        return {"movement": "import", "domestic_sales": [sale]}

    def export_case(self):
        edge = day(self.pick("2012-02-15", "2017-07-01", "2020-04-01", "2024-03-31", "2025-11-01", "2026-10-01", "2024-05-31", "2024-02-29", "2026-10-31"))
        on = edge - datetime.timedelta(days=self.pick(0, 1)) if self.maybe(0.5) else self.day("2012-02-15", "2027-03-01")
        line = self.sent("1") if self.maybe(0.8) else without(self.disc("1"), "carrier_price", priced_apart=False)
        shipment = {"id": "s1", "export_invoice_day": str(on), "entry_day": str(on), "invoiced_in_rupees": self.maybe(0.3),
                    "exporter_unit": self.pick("domestic tariff area", "SEZ unit", "STP, EHTP or EOU unit"), "recipient_abroad": self.maybe(0.9),
                    "place_of_supply_abroad": self.maybe(0.9), "same_person_abroad": self.maybe(0.1),
                    "export_paid_in": self.pick("convertible currency", "convertible currency", "rupees where the RBI allows them", "other"),
                    "export_tax_route": self.pick("undertaking", "tax paid and claimed back"), "invoice_lines": [line]}
        if self.maybe(0.3):
            shipment["last_invoice_of_the_month"] = str(law.months(on.replace(day=1), 1) - datetime.timedelta(days=self.pick(1, 2)))
        if self.maybe(0.3):
            shipment["refund_taken"] = True
            back = law.months(on, self.pick(9, 15, 18)) + datetime.timedelta(days=self.pick(0, 1))
            shipment["proceeds_realised_on"] = str(back)
        case = {"movement": "export", "exchange_rates": self.rates(on), "shipments": [shipment]}
        if on >= law.GST and self.maybe(0.5):
            case["refund_claims"] = [{"id": "r1", "claim_day": str(on), "zero_rated_turnover": f"{self.random.randrange(1, 10**6)} INR",
                                      "net_credit": f"{self.random.randrange(1, 10**5)}.25 INR", "adjusted_turnover": f"{self.random.randrange(10**6, 10**7)} INR",
                                      "claim_counted_from": str(on)}]
        return case

    def visit_case(self):
        edge = day(self.pick("2009-10-31", "2010-11-01"))
        on = edge - datetime.timedelta(days=self.pick(0, 1)) if self.maybe(0.4) else self.day("2003-05-01", "2026-12-31")
        visit = {"id": "v1", "visit_day": str(on), "visit_purpose": self.pick("project or contract work", "project or contract work", "business meetings"),
                 "already_in_India": False, "visa_held": self.pick("employment", "business", "tourist"), "in_IT_sector": self.maybe(0.6),
                 "skilled_and_senior": True, "yearly_salary": self.pick("24999 USD", "25000 USD", "25001 USD"), "days_of_stay": self.pick("180", "181", "30")}
        return {"movement": "import", "visits": [visit]}

    def case(self):
        self.currency = self.pick("USD", "USD", "EUR", "JPY", "INR")
        make = self.pick(*[self.goods_case] * 8, self.untold_case, self.repair_case, self.repair_case, self.late_case, self.late_case, self.used_case, self.used_case,
                         *[self.payment_case] * 4, self.sale_case, self.export_case, self.visit_case, self.early_case, self.relief_case)
        return {"jurisdiction": "IN", **make()}


def income_tax_cess(on):
    return law.step([("1990-01-01", "0"), ("2004-04-01", "0.02"), ("2007-04-01", "0.03"), ("2018-04-01", "0.04")], on)


# ---- what is wrong with an answer ----


def right(wanted, found):
    """Does the amount that was found stand for the exact one? Working to the paisa first may tip a half (C22)."""
    if wanted is SILENT:
        return True
    if wanted == 0:
        return found in ("0", "none", None)
    near = {half_up(wanted), half_up(wanted + law.Fraction(1, 100)), half_up(wanted - law.Fraction(1, 100))}
    return found in {str(amount) for amount in near}


def shown(amount):
    return "silent" if amount is SILENT else f"{half_up(amount)} ({float(amount):.4f})"


def unsure(outcome):
    """Is it not said whether the goods may come in at all?"""
    return any(shut is SILENT for (group, *_), shut in outcome.gates.items() if group != "documents")


def main_faults(outcome, answer):
    if set(outcome.values) != set(answer.values) and not unsure(outcome):
        yield f"lines {sorted(answer.values)}, wanted {sorted(outcome.values)}"
    if unsure(outcome):
        return
    for of, value in outcome.values.items():
        found = answer.values.get(of, {}).get("value")
        if value is not SILENT and (found is None or abs(law.number(found) - value) > TINY):
            yield f"value of {of} is {found}, wanted {float(value)}"
    for of, codes in outcome.codes.items():
        found = str(answer.codes.get(of, {}).get("number")).replace(".", "")
        if codes and not any(found.startswith(code) for code in codes):
            yield f"code of {of} is {found}, wanted {codes}"
    for (charge, of), amount in outcome.charges.items():
        found = answer.lines.get((charge, of), {}).get("amount")
        if not right(amount, found):
            yield f"{charge} of {of} is {found}, wanted {shown(amount)}"


def other_faults(outcome, answer):
    """Days, figures that are said, and gates."""
    for (name, of), wanted in outcome.deadlines.items():
        found = answer.deadlines.get((name, of))
        if wanted is not SILENT and str(wanted) != found:
            yield f"{name} of {of} ends {found}, wanted {wanted}"
    said = {(row.get("topic"), row["of"]["id"]): row.get("says") for row in answer.raw.get("statements", [])}
    for (topic, of), wanted in outcome.said.items():
        if abs(law.number(said.get((topic, of), "-1")) - wanted) > law.Fraction(1, 100):
            yield f"{topic} of {of} is {said.get((topic, of))}, wanted {shown(wanted)}"
    part = {"permits": "permit", "prohibitions": "prohibition", "documents": "document"}
    for (group, name, of), wanted in outcome.gates.items():
        rows = [row for row in answer.raw.get(group, []) if row.get(part[group]) == name and row["of"]["id"] == of]
        sure = any(row["status"] == "determined" for row in rows)
        if wanted is not SILENT and sure != wanted and not (group == "documents" and unsure(outcome)):
            yield f"{group}: {name} of {of} is {sure}, wanted {wanted}"


def differs(one, other):
    """Do two outcomes differ in a charge, in rupees, that the law gives for both?"""
    pairs = [(amount, other.charges.get(key)) for key, amount in one.charges.items()]
    return any(SILENT not in pair and half_up(pair[0]) != half_up(pair[1]) for pair in pairs)


def alternative_faults(case, outcome, answer):
    for (question, reading), name in QUESTIONS.items():
        other = law.reckon(case, {question: reading})
        found = answer.alternatives.get(name)
        if not differs(outcome, other):
            known = SILENT not in outcome.charges.values() and question != "IN-DOC-25"  # which leap year counts is not said
            if found and known and outcome.charges == other.charges:
                yield f"an alternative {name} where nothing differs"
            continue
        if not found:
            yield f"no alternative {question} ({name[0]} = {name[1]})"
            continue
        changed = {(d["main"]["charge"], d["main"]["of"]["id"]): d["alternative"]["amount"] for d in found.get("differences", [])
                   if d["list"] == "lines" and d.get("main") and d.get("alternative")}
        for key, amount in other.charges.items():
            here = changed.get(key, answer.lines.get(key, {}).get("amount"))
            if not right(amount, here):
                yield f"alternative {question}: {key[0]} of {key[1]} is {here}, wanted {shown(amount)}"


def told(case):
    """The case with every value of the fact that is not told; nothing where all are told."""
    lines = [line for shipment in case.get("shipments", []) for line in shipment["invoice_lines"] if "medium" in line]
    for fact, values in UNTOLD.items():
        if fact == "service_tax_registered":
            if lines and fact not in case and case["movement"] != "export" and "arrival_day" not in case["shipments"][0]:
                return [{**case, fact: value} for value in values]
        elif any(fact not in line for line in lines):
            return [{**case, "shipments": [{**case["shipments"][0], "invoice_lines": [{**lines[0], fact: value}]}]} for value in values]
    return []


def untold_faults(cases, answer):
    """One amount where all values of the fact give it, else the span of what they give."""
    outcomes = [law.reckon(case).charges for case in cases]
    for key in outcomes[0]:
        amounts = [outcome[key] for outcome in outcomes]
        if SILENT in amounts:
            continue
        row = answer.lines.get(key, {})
        if len({half_up(amount) for amount in amounts}) == 1:
            if not right(amounts[0], row.get("amount")):
                yield f"{key[0]} of {key[1]} is {row.get('amount')}, wanted {shown(amounts[0])} whatever the fact"
        elif not right(min(amounts), row.get("lowest")) or not right(max(amounts), row.get("highest")):
            yield f"{key[0]} of {key[1]} is {row.get('lowest')} .. {row.get('highest')}, wanted {shown(min(amounts))} .. {shown(max(amounts))}"


def beside_faults(case, answer):
    """C9: the careful figure leaves such a program out of its machine's value, and says that it may belong there."""
    lines = case.get("shipments", [{}])[0].get("invoice_lines", [])
    if any(line.get("serves_machine") for line in lines) and day(case["shipments"][0]["entry_day"]) >= day("2003-06-26"):
        risks = {(row.get("risk"), row["of"]["id"]) for row in answer.raw.get("risks", [])}
        if ("software may belong to the machine's value", "s1/d") not in risks and not any("beside" in str(q) for q, _ in answer.alternatives):
            yield "nothing says that the program may belong to its machine"


def faults(case, raw):
    if told(case):
        return list(untold_faults(told(case), Answer(raw)))
    outcome, answer = law.reckon(case), Answer(raw)
    found = [*main_faults(outcome, answer), *other_faults(outcome, answer), *beside_faults(case, answer)]
    if unsure(outcome):
        return found
    found += alternative_faults(case, outcome, answer)
    late = "arrival_day" in case.get("shipments", [{}])[0] and ("late bill of entry charge", "s1") not in outcome.charges
    if not late and SILENT not in outcome.charges.values() and SILENT not in outcome.values.values() and answer.status != "determined":
        missing = sorted({row.get("fact") for row in raw.get("missing", [])})
        found.append(f"status is {answer.status}, wanted determined; missing {missing}")
    return found


# ---- cases with few facts ----

DISC = {"id": "1", "delivery_form": "carrier", "medium": "optical disc", "content": "application software", "quantity": "1",
        "carrier_price": "20000 INR", "software_price": "480000 INR", "priced_apart": True, "made_for": "many users",
        "bears_retail_price": False, "commercial_exploitation": False, "right_to_use_declared": True}
HUNDRED = without(DISC, "carrier_price", software_price="100 USD", priced_apart=False, right_to_use_declared=False)
BOARD = {"id": "1", "delivery_form": "carrier", "content": "none", "quantity": "1", "told_code": "8473.30.20", "told_duty_rate": "0.1",
         "told_excise_rate": "0.16", "hardware_price": "120000 INR"}
BACK = {**BOARD, "same_serial_number": True, "repair_cost": "40000 INR", "repair_insurance": "500 INR", "repair_freight": "9500 INR",
        "exported_for_repair_on": "2003-02-03", "exported_for_repair_from": "domestic market"}
PAYMENT = {"id": "p1", "payment_day": "2024-11-05", "payment_amount": "20000 USD", "purpose": "hosted service", "treaty_papers_held": True,
           "payee_country": "US", "recipient_kind": "registered business", "net_of_tax": False}
SOURCE = without(PAYMENT, purpose="licence", right_paid_for="reproduction, change or exploitation", supplied_electronically=True)
SALES = {"supplier_sales_in_India": "30000000 INR"}
UPGRADE = {"id": "1", "delivery_form": "carrier", "medium": "magnetic tape", "content": "application software", "quantity": "1",
           "software_price": "500000 INR", "priced_apart": False, "made_for": "many users"}


def dollars(rate):
    return [{"from": "USD", "to": "INR", "rate": rate, "valid_from": "1993-01-01", "valid_to": "2026-12-31", "source": "made up"}]


def goods(on, *lines, basis="assessed", rate="43", movement="import", **more):
    shipment = {"id": "s1", **({"price_basis": basis} if basis else {}), "transport_mode": "air", "invoice_lines": list(lines), **({"entry_day": on} if on else {}), **more}
    return {"jurisdiction": "IN", "movement": movement, "service_tax_registered": True, "exchange_rates": dollars(rate), "shipments": [shipment]}


def paid(payment, rate="84", contract="2024-01-10"):
    return {"jurisdiction": "IN", "movement": "import", "exchange_rates": dollars(rate),
            "contracts": [{"id": "c1", "contract_day": contract, "payments": [payment]}]}


# Name, case, status, then what must hold: (list or charge, of, figure) or ("missing", fact). WE: the law's worked examples.
FEW = [
    ("WE-1", goods("2003-05-20", HUNDRED, basis="CIF", rate="47.50"), "determined", ("values", "s1/1/1", "4797.5"),
     ("basic customs duty", "s1/1/1", "0"), ("countervailing duty", "s1/1/1", "0")),
    ("WE-4", goods("2003-06-10", BACK, movement="return after repair"), "determined", ("values", "s1/1/1", "50000"),
     ("basic customs duty", "s1/1/1", "5000"), ("countervailing duty", "s1/1/1", "8800"), ("special additional duty", "s1/1/1", "0")),
    ("WE-4b", goods("2003-06-10", BOARD, movement="replacement"), "determined", ("basic customs duty", "s1/1/1", "12000"),
     ("countervailing duty", "s1/1/1", "21120")),
    ("WE-4b, told by the serial number", goods("2003-06-10", {**BACK, "same_serial_number": False}, movement="return after repair"), "determined",
     ("basic customs duty", "s1/1/1", "12000"), ("countervailing duty", "s1/1/1", "21120")),
    ("WE-4, serial number not told", goods("2003-06-10", without(BACK, "same_serial_number"), movement="return after repair"), "range",
     ("missing", "same serial number")),
    ("WE-6", goods("2005-06-15", UPGRADE), "determined", ("special additional duty", "s1/1/1", "20000")),
    ("WE-8", goods("2008-06-20", HUNDRED, basis="CIF"), "determined", ("values", "s1/1/1", "4343"), ("countervailing duty", "s1/1/1", "537"),
     ("special additional duty", "s1/1/1", "195")),
    ("WE-10", goods("2009-08-15", {**DISC, "software_price": "980000 INR", "commercial_exploitation": True}), "determined",
     ("countervailing duty", "s1/1/1", "1648"), ("special additional duty", "s1/1/1", "40066")),
    ("WE-10, for an end user", goods("2009-08-15", {**DISC, "software_price": "980000 INR"}), "determined",
     ("countervailing duty", "s1/1/1", "82400"), ("special additional duty", "s1/1/1", "43296")),
    ("WE-10, for an end user in 2010", goods("2010-04-15", {**DISC, "software_price": "980000 INR"}), "determined",
     ("countervailing duty", "s1/1/1", "2060"), ("special additional duty", "s1/1/1", "40082")),
    ("WE-12", goods("2013-07-01", DISC), "determined", ("countervailing duty", "s1/1/1", "2400"), ("special additional duty", "s1/1/1", "20096")),
    ("WE-13", goods("2016-08-01", DISC), "determined", ("countervailing duty", "s1/1/1", "2500"), ("special additional duty", "s1/1/1", "20100")),
    ("WE-14", goods("2018-05-10", DISC, {"id": "2", "delivery_form": "paper licence", "content": "application software",
                                         "software_price": "300000 INR"}, basis="CIF"), "determined",
     ("integrated tax", "s1/1/1", "90000"), ("integrated tax", "s1/2/1", "36000"), ("social welfare surcharge", "s1/1/1", "0")),
    ("WE-16", paid(PAYMENT), "determined", ("integrated tax reverse charge", "c1/p1", "302400"), ("withholding tax", "c1/p1", "0")),
    ("WE-16, source code", paid(SOURCE), "determined", ("withholding tax", "c1/p1", "252000")),
    ("WE-16, source code without papers", paid({**SOURCE, "treaty_papers_held": False}), "determined", ("withholding tax", "c1/p1", "349440")),
    ("WE-16, June", paid({**PAYMENT, "payment_day": "2024-06-28", **SALES}), "determined", ("equalisation levy", "c1/p1", "33600")),
    ("WE-16, sales not told", paid({**PAYMENT, "payment_day": "2024-06-28"}), "undetermined", ("missing", "supplier sales in India")),
    ("WE-17", goods("2024-02-01", DISC, basis="CIF", arrival_day="2024-01-28", duty_due_on="2024-02-02", duty_paid_on="2024-02-22"), "determined",
     ("late bill of entry charge", "s1", "35000"), ("interest on late duty", "s1", "740")),
    ("the first day of the rate of 2025, papers", goods("2025-09-22", {"id": "2", "delivery_form": "paper licence", "content": "application software",
                                                                       "software_price": "1000 INR"}), "range"),
    ("software before it was free", goods("1998-02-10", UPGRADE), "undetermined", ("values", "s1/1/1", "500000")),
    ("the first day on which it was free", goods("1998-02-11", UPGRADE), "determined", ("basic customs duty", "s1/1/1", "0")),
    ("source code before that", goods("1998-02-10", {**UPGRADE, "source_code": True}), "determined", ("basic customs duty", "s1/1/1", "0")),
    ("a disc, its day not told", goods(None, DISC), "undetermined", ("missing", "entry day")),
    ("a disc in dollars, no rate", {**goods("2018-05-10", HUNDRED), "exchange_rates": []}, "undetermined"),
    ("a disc, packaged or not", goods("2013-07-01", without(DISC, "made_for")), "range", ("missing", "made for")),
    ("a disc, packaged or not, is all one today", goods("2018-07-01", without(DISC, "made_for")), "determined", ("integrated tax", "s1/1/1", "90000")),
    ("a disc, retail price or not", goods("2013-07-01", without(DISC, "bears_retail_price")), "undetermined", ("missing", "bears retail price")),
    ("a disc, its price basis not told", goods("2018-05-10", DISC, basis=None), "range", ("missing", "price basis")),
    ("a machine whose rate is not told", goods("2018-05-10", without(BOARD, "told_duty_rate", told_code="8479.89.99")), "undetermined",
     ("missing", "told duty rate"), ("values", "s1/1/1", "120000")),
    ("a download", goods("2018-05-10", {"id": "1", "delivery_form": "download", "content": "application software", "software_price": "1 USD"}), "determined"),
    ("a payment, who receives it not told", paid(without(PAYMENT, "recipient_kind")), "range", ("missing", "recipient kind")),
    ("a payment, papers or not", paid(without(SOURCE, "treaty_papers_held")), "range", ("missing", "treaty papers held")),
    ("a payment, its day not told", paid(without(PAYMENT, "payment_day")), "undetermined", ("missing", "payment day")),
    ("nothing at all", {"jurisdiction": "IN", "movement": "import"}, "determined"),
]
