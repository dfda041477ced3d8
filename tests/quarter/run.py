#!/usr/bin/env python3
# plain build only: tests/casework goes through the commands under the sanitizers
"""tests/quarter/run.py BINARY: a quarter as firms keep it, made by make.py with a known truth, through `declarant reconcile`. Prints TAP.

What must be found is what was planted; what must not be found is all the rest, the decoys first. Neither comes from the program.
"""
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import commands
import intake
import make
import tap
from tap import report

ROWS = 10_000


def reconcile(country, inputs, *more):
    return commands.run("reconcile", "2026Q3", "--jurisdiction", country, *inputs, "--day-order", "dmy", *more)


def by_option(paths):
    return [word for book, path in paths.items() for word in (f"--{book}", path)]


def found_in(done):
    try:
        return json.loads(done.stdout)["differences"]
    except (ValueError, KeyError):
        return None


def keys(differences):
    return sorted((each["kind"], each["book"], each["number"]) for each in differences)


def check_truth(name, quarter, done):
    differences = found_in(done)
    if differences is None:
        report(name, False, done.stdout[:500] + done.stderr[:2000])
        return
    found, planted = keys(differences), sorted((plant["kind"], plant["book"], plant["number"]) for plant in quarter.plants)
    missing, invented = [key for key in planted if key not in found], [key for key in found if key not in planted]
    report(f"{name}: {len(planted)} planted, all found", not missing, "\n".join(map(str, missing)))
    report(f"{name}: none invented", not invented and len(found) == len(planted), "\n".join(map(str, invented)))
    report(f"{name}: exit 5", done.returncode == 5, done.stderr[:500])


def told(differences):
    """What the differences say, without where it stands in the files."""
    return sorted(json.dumps({key: value for key, value in each.items() if "place" not in key and key != "remark"}, sort_keys=True) for each in differences or [])


def check_quarter(folder, country, seed):
    quarter = make.make(seed, ROWS, country)
    name = f"{country}, seed {seed}"
    report(f"{name}: {ROWS} rows", sum(map(len, quarter.books.values())) == ROWS and len(quarter.plants) == 40)
    first = reconcile(country, by_option(make.write(quarter, folder / "a")), "--json")
    check_truth(name, quarter, first)
    make.write(quarter, folder / "b", shuffle=seed)
    second = reconcile(country, [folder / "b"], "--json")
    check_truth(f"{name}, rows and columns shuffled, books known by their columns", quarter, second)
    report(f"{name}: shuffled, all the same is said", told(found_in(first)) == told(found_in(second)))


def check_forms(folder):
    """One small quarter in every form and language of every book: the same truth."""
    quarter = make.make(7, 1_000, "CN", times=1)
    for language in ("en", "zh", "vi"):
        for kind, days, figures in (("comma", "iso", "point"), ("semicolon", "dots", "comma"), ("tab", "word" if language == "en" else "slash", "plain"), ("xlsx", "iso", "plain")):
            form = make.Form(language, kind, days, figures, totals=True)
            paths = make.write(quarter, folder / f"{language}-{kind}", forms=dict.fromkeys(make.BOOKS, form))
            check_truth(f"all books {language}, {kind}", quarter, reconcile("CN", by_option(paths), "--json"))


def check_clean(folder):
    """Without plants there is nothing to find."""
    quarter = make.Quarter(3, "CN")
    for decoy in make.DECOYS * 10:
        decoy(quarter)
    paths = make.write(quarter, folder / "clean")
    done = reconcile("CN", by_option(paths), "--json")
    report("decoys alone: nothing is found", found_in(done) == [], done.stdout[:600] + done.stderr[:600])
    report("decoys alone: exit 0", done.returncode == 0, f"{done.returncode} {done.stderr[-500:]}")


# ---- what lists have besides ----

HEADS = {"licences": "Licence No,Contract No,Product,Version,Quantity,Amount,Currency,Start Date", "declarations": "Declaration No,Contract No,Product,Version,Quantity,Amount,Currency,Declaration Date",
         "filings": "Filing No,Tax,Contract No,Product,Amount,Currency,Filing Date", "payments": "Payment No,Contract No,Product,Amount,Currency,Payment Date"}
ROW = {"licences": "L1,C1,Tool,1.0,10,1000.00,USD,2026-07-05", "declarations": "D1,C1,Tool,1.0,10,1000.00,USD,2026-07-05", "filings": "F1,VAT,C1,Tool,1000.00,USD,2026-07-15",
       "payments": "P1,C1,Tool,1000.00,USD,2026-07-09"}


def small(folder, **books):
    """Four books of one row each that agree, or with the lines told; the answer."""
    folder.mkdir()
    for book in make.BOOKS:
        (folder / f"{book}.csv").write_text("\n".join(books.get(book, (HEADS[book], ROW[book]))) + "\n", encoding="utf-8")
    return reconcile("CN", [word for book in make.BOOKS for word in (f"--{book}", folder / f"{book}.csv")], "--json")


def check_lists(folder):
    report("small: four books that agree", found_in(small(folder / "s0")) == [])
    done = small(folder / "s1", payments=(HEADS["payments"], ROW["payments"].replace("USD", "美元")))
    report("a currency in words is that currency", found_in(done) == [], done.stdout[:800])
    done = small(folder / "s2", payments=("Amount,Product,Payment No,Contract No,Currency,Payment Date", "1000.00,Tool,P1,C1,USD,2026-07-09", "1000.00,合计,,,,"))
    report("totals behind their figure are left out", found_in(done) == [] and done.returncode == 0, done.stdout[:800])
    done = small(folder / "s3", payments=("序号,合同号,产品,付款金额,币种,付款日期", "1,C1,Tool,1000.00,USD,2026-07-09"), filings=("序号,税种,合同号,产品,计税依据,币种,申报日期", "1,增值税,C1,Tool,1000.00,USD,2026-07-15"))
    report("a counter of rows is no number, a day of filing is called as one of customs", found_in(done) == [] and done.returncode == 0, done.stdout[:800])
    done = small(folder / "s4", licences=("Licence No,Contract No,Product,Quantity,Currency,Start Date", "L1,C1,Tool,10,EUR,2026-07-05"))
    report("a value that is not told is not shown as 0", "not 0 " not in done.stdout and '"expected": "EUR"' in done.stdout, done.stdout[:800])


def check_purposes(folder):
    large = [ROW[book].replace("1000.00", "60000.00") for book in make.BOOKS]
    books = {book: (HEADS[book], row) for book, row in zip(make.BOOKS, large)}
    head, row = HEADS["payments"] + ",Purpose", books["payments"][1]
    for number, (told, kinds, code) in enumerate((("软件许可费", ["payment without recordal"], 5), ("货款", [], 0), ("phí bản quyền", ["payment without recordal"], 5), ("Licence fee", ["payment without recordal"], 5),
                                                  ("see letter", [], 3), ("", [], 3))):
        done = small(folder / f"p{number}", **(books | {"payments": (head, f"{row},{told}")}))
        found = found_in(done)
        report(f'60,000 dollars without a number, purpose "{told}"', found is not None and [each["kind"] for each in found] == kinds and done.returncode == code, f"{done.returncode} {done.stdout[:600]}")


def check_many_alike(folder):
    """Of rows that are alike the first by day and number counts, whatever their order; of so many some are listed, all are counted."""
    numbers = [f"P{number:06d}" for number in range(60_000)]
    make.random.Random(5).shuffle(numbers)
    done = small(folder / "many", payments=(HEADS["payments"], *(f"{number},C1,Tool,1000.00,USD,2026-07-09" for number in numbers)))
    answer = json.loads(done.stdout) if done.stdout else {}
    kinds = {each["kind"]: each["count"] for each in answer.get("kinds", [])}
    listed = answer.get("differences", [])
    report("60,000 alike: 59,999 paid twice", kinds == {"paid twice": 59_999}, kinds)
    report("60,000 alike: 50,000 are listed, and that is told", len(listed) == 50_000 and any("LIMIT_RECONCILE_LISTED" in note for note in answer.get("notes", [])), len(listed))
    report("60,000 alike: the first counts", {each["against"] for each in listed} == {"P000000"})


def check_alike_and_off(folder):
    """Of two that are alike the first counts, and what is off is told of it."""
    rows = ("D2,C1,Tool,1.0,9,1000.00,USD,2026-07-05", "D1,C1,Tool,1.0,9,1000.00,USD,2026-07-05")
    found = keys(found_in(small(folder / "off", declarations=(HEADS["declarations"], *rows))))
    report("alike, and off", found == [("declared twice", "declarations", "D2"), ("quantity off", "declarations", "D1")], found)


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for country, seed in (("CN", 1), ("CN", 2), ("VN", 3), ("IN", 4)):
            check_quarter(folder / f"{country}{seed}", country, seed)
        check_forms(folder)
        check_clean(folder)
        check_lists(folder)
        check_purposes(folder)
        check_many_alike(folder)
        check_alike_and_off(folder)
        intake.check(folder / "intake")
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
