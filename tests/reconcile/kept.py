"""reconcile with a ledger: its records as books, tasks once, what a file and the ledger both have."""
import json
import os
import pathlib
import sys

import commands
import tap

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "payments"))
from house import House  # noqa: E402

CASE = {"jurisdiction": "CN", "movement": "import", "contracts": [{"id": "c1", "contract_day": "2026-01-05", "payments": []}]}


def fill(house):
    """Under one contract: a licence of 5 of which 4 were declared, and a payment above 50,000 dollars without a number (law/cn.md CN-S0-18)."""
    house.new("one", CASE)
    house.add("one", "contract", number="HT-1")
    house.add("one", "licence", number="L-1", of="Orion", version="1.0", seats=5, amount="60000 USD", **{"from": "2026-08-03"})
    house.add("one", "declaration", number="D-1", day="2026-08-03", product="Orion", version="1.0", quantity="4", amount="60000 USD")
    house.add("one", "payment", number="P-1", day="2026-08-10", amount="60000 USD", purpose="licence", product="Orion")


def asked(house, *words):
    code, paper = house.json("reconcile", "2026Q3", *words)
    return code, {row["kind"]: row for row in paper["differences"]}, paper


def kept():
    os.environ.update(DECLARANT_RULEBOOKS=str(commands.ROOT / "rulebooks"), DECLARANT_DATA=str(commands.ROOT / "data"))
    with House(commands.BINARY) as house:
        fill(house)
        code, found, paper = asked(house)
        tap.report("a ledger: its records, under the country of its cases", code == 5 and set(found) == {"quantity off", "payment without recordal"} and paper["about"] == "2026Q3, CN", json.dumps(paper))
        tasks = house.json("case", "show", "one")[1]
        tap.report("a ledger: each difference is a task", sum("reconcile/2026Q3/" in json.dumps(row) for row in tasks.get("records", [])) >= 0 and {row["state"] for row in found.values()} == {"open"}, json.dumps(tasks)[:2000])
        before = house.must("ledger", "check", "--json")
        asked(house)
        tap.report("a ledger: a second run makes no other", before == house.must("ledger", "check", "--json"), before)
        files = house.folder / "files"
        files.mkdir()
        (files / "declarations.csv").write_text("declaration number,declaration day,contract,product,version,quantity,value,currency\nD-1,2026-08-03,HT-1,Orion,1.0,5,60000,USD\n")
        code, found, _ = asked(house, str(files), "--ledger", house.place)
        tap.report("a file and the ledger have one declaration: that of the file counts", set(found) == {"payment without recordal"}, json.dumps(found))
        house.add("one", "filing", number="R-1", day="2026-08-09", payment="P-1")
        code, found, _ = asked(house, str(files), "--ledger", house.place)
        tap.report("a number that is kept for the payment", "payment without recordal" not in found, json.dumps(found))
