"""`evidence complete`: each fact that needs evidence is confirmed, missing or conflicting, by delivery form. Expected: the rows of world/evidence.md and of the agency procedure (S0-34)."""
import json

import tap
from house import House

LINE = "shipments:s1/invoice_lines:1/"
CASE = {"jurisdiction": "CN", "movement": "import", "shipments": [{"id": "s1", "entry_day": "2026-03-10", "invoice_lines": [
    {"id": "1", "content": "application software", "delivery_form": "download", "software_price": "20000 USD"}]}]}


class Case(House):
    def __enter__(self):
        super().__enter__()
        (self.folder / "case.json").write_text(json.dumps(CASE))
        import os
        import subprocess
        made = subprocess.run([self.binary, "case", "new", "case.json", "--id", "deal"], cwd=self.folder, capture_output=True, text=True,
                              env=dict(os.environ, DECLARANT_LEDGER=str(self.ledger)))
        if made.returncode:
            raise AssertionError(made.stderr)
        return self

    def add(self, name, kind, fact):
        self.must("add", "deal", name, "--kind", kind, "--fact", fact)

    def standing(self):
        done = self.run("complete", "deal", "--json")
        told = json.loads(done.stdout)
        return done.returncode, {one["proof"]: one["standing"] for one in told["proofs"]}, told


def run(binary):
    with Case(binary, signed=False) as house:
        code, standing, told = house.standing()
        tap.report("a download without evidence", code == 5 and standing == {"delivery took place": "missing", "price agreed": "missing"}, told)
        tap.report("what the agency procedure asks stands apart", [(one["proof"], one["voice"]) for one in told["voices"]] == [("form of delivery shown", "AP26")], told)
        house.add("scan.pdf", "packing list", LINE + "delivery_form")
        code, standing, told = house.standing()
        tap.report("evidence of a kind that proves nothing here", code == 5 and standing["delivery took place"] == "missing", told)
        house.add("log.txt", "download log", LINE + "delivery_form=download")
        code, standing, told = house.standing()
        tap.report("its log confirms the delivery", code == 5 and standing == {"delivery took place": "confirmed", "price agreed": "missing"}, told)
        house.add("mail.eml", "contract", LINE + "software_price=20000.00 USD")
        code, standing, told = house.standing()
        tap.report("a contract that says the same price", code == 0 and set(standing.values()) == {"confirmed"}, told)
        house.add("scan.pdf", "invoice", LINE + "software_price=21000 USD")
        code, standing, told = house.standing()
        tap.report("an invoice that says another", code == 5 and standing["price agreed"] == "conflicting", told)
        house.add("scan.pdf", "other", "shipments:s1/nothing")
        tap.report("evidence that no fact needs is named", house.standing()[2]["loose"][0]["type"] == "other")
        first = [one for one in house.listed() if one["case"] == "deal" and one["type"] == "download log"][0]["record"]
        house.must("erase", first, "--because", "asked", "--rule", "x", "--by", "anna")
        code, standing, told = house.standing()
        tap.report("erased evidence shows nothing any more", standing["delivery took place"] == "missing", told)
        for language in ("zh", "vi"):
            shown = house.run("complete", "deal", "--lang", language).stdout
            tap.report(f"in {language} nothing is left in English", not any(word in shown for word in ("missing", "evidence", "that the", "invoice (", "needs")), shown)
        del CASE["shipments"][0]["invoice_lines"][0]["software_price"]
        (house.folder / "bare.json").write_text(json.dumps(CASE))
        done = house.run("complete", "bare.json", "--json")
        found = {one["proof"]: one["standing"] for one in json.loads(done.stdout)["proofs"]}
        tap.report("a file without a ledger; a fact that is not told is open", done.returncode == 5 and found == {"delivery took place": "missing", "price agreed": "open"}, found)
        done = house.run("complete", "none")
        tap.report("no such case", done.returncode == 1 and "[no-case]" in done.stderr, done.stderr)
