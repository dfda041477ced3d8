"""tests/verifier/tables.py: random small tables, and what can be said of them by trying every case there is.

It knows the form of docs/rulebook.md and nothing of the program. A column's cells are kept as predicates over Python values; the values that
stand for all others are each bound, one beside it on either side, and one between any two.
"""
import dataclasses
import datetime
import itertools
import random
from decimal import Decimal

DAY = datetime.date
MISSING = object()    # a fact that is not there
MODELLED = DAY(2020, 1, 1)
STARTS = [DAY(2000, 1, 1), DAY(2019, 6, 1), DAY(2020, 1, 1), DAY(2021, 3, 1), DAY(2022, 7, 1)]
ENDS = [DAY(2020, 6, 30), DAY(2021, 2, 28), DAY(2022, 6, 30), None]
MARKS = ["*none*", "*not modelled*"]


@dataclasses.dataclass
class Fact:
    name: str
    kind: str           # as facts.md writes it
    values: str = "-"   # as facts.md writes it
    only_if: str = "-"
    words: tuple = ()   # of a text: the words allowed, none: any
    low: object = None  # of a number, both included
    high: object = None
    there: object = None  # of one with a condition: of the facts it reads, is it there?
    needs: tuple = ()     # and which these are
    formula: str = ""     # a decision: how it is written,
    value: object = None  # and worked out
    made: bool = False    # of a thing that a rule makes


FACTS = [
    Fact("paid", "boolean"), Fact("sealed", "boolean"), Fact("heavy", "boolean"),
    Fact("form", "text", '"disc", "paper", "wire"', words=("disc", "paper", "wire")),
    Fact("label", "text"),
    Fact("weight", "number", ">= 0", low=Decimal(0)),
    Fact("grade", "number", "[1..4]", low=Decimal(1), high=Decimal(4)),
    Fact("shift", "number"),
    Fact("price", "money", ">= 0", low=Decimal(0)),
    Fact("made on", "date"),
    Fact("term", "years and months duration"),
    Fact("stamped", "boolean", only_if='form = "paper"', needs=("form",), there=lambda p: p["form"] == "paper"),
    Fact("colour", "text", '"red", "blue"', words=("red", "blue"), only_if="paid = true", needs=("paid",), there=lambda p: p["paid"]),
    Fact("remark", "text", '"late", "early"', words=("late", "early"), only_if="told", there=lambda p: None),
    Fact("share", "number", only_if='paid = true and form != "wire"', needs=("paid", "form"), there=lambda p: p["paid"] and p["form"] != "wire"),
    Fact("entry day", "date"),
    Fact("class", "text", needs=("form", "paid"), formula='if form = "disc" then "goods" else (if paid then "document" else "nothing")',
         value=lambda p: "goods" if p["form"] == "disc" else "document" if p["paid"] else "nothing"),
    Fact("band", "text", needs=("weight",), formula='if weight > 10 then "high" else (if weight >= 2.5 then "middle" else "low")',
         value=lambda p: "high" if p["weight"] > 10 else "middle" if p["weight"] >= Decimal("2.5") else "low"),
    Fact("loose", "boolean", needs=("sealed", "heavy"), formula="not(sealed) and not(heavy)", value=lambda p: not p["sealed"] and not p["heavy"]),
]
MADE = [
    Fact("grain", "text", '"stick", "sheet", "crate"', words=("stick", "sheet", "crate"), needs=("form", "paid"), made=True),
    Fact("tint", "text", '"dark", "light"', words=("dark", "light"), needs=("form", "paid"), made=True),
]
BY_NAME = {fact.name: fact for fact in FACTS + MADE}


# ---- cells ----

@dataclasses.dataclass
class Cell:
    text: str
    takes: object  # of a value that is there
    any: bool = False
    bounds: tuple = ()


def literal(fact, value):
    if fact.kind == "boolean":
        return "true" if value else "false"
    if fact.kind == "text":
        return f'"{value}"'
    if fact.kind == "date":
        return f'date("{value}")'
    if fact.kind == "years and months duration":
        return f'duration("P{value}M")' if value >= 0 else f'-duration("P{-value}M")'
    return str(value)


def words_of(rng, fact):
    words = fact.words or {"class": ("goods", "document", "nothing"), "band": ("high", "middle", "low")}.get(fact.name, ("a", "b", "c d"))
    return rng.sample(words, rng.randint(1, min(len(words), 2)))


def point(rng, fact):
    if fact.kind == "date":
        return rng.choice([DAY(2020, 1, 1), DAY(2020, 1, 2), DAY(2021, 3, 1), DAY(2022, 12, 31)])
    if fact.kind == "years and months duration":
        return rng.choice([0, 1, 6, 12])
    return Decimal(rng.choice(["0", "1", "2", "2.5", "4", "10", "0.3"]))


def interval(rng, fact):
    """One test of an ordered column: (text, predicate, bounds)."""
    a, b = sorted((point(rng, fact), point(rng, fact)))
    form = rng.randint(0, 6)
    if form == 0:
        return f"< {literal(fact, a)}", (lambda v: v < a), (a,)
    if form == 1:
        return f"<= {literal(fact, a)}", (lambda v: v <= a), (a,)
    if form == 2:
        return f"> {literal(fact, a)}", (lambda v: v > a), (a,)
    if form == 3:
        return f">= {literal(fact, a)}", (lambda v: v >= a), (a,)
    if form == 4:
        return literal(fact, a), (lambda v: v == a), (a,)
    left, right = rng.random() < .5, rng.random() < .5
    low = (lambda v: v >= a) if left else (lambda v: v > a)
    high = (lambda v: v <= b) if right else (lambda v: v < b)
    if a == b and not (left and right):
        return literal(fact, a), (lambda v: v == a), (a,)
    return f"{'[' if left else '('}{literal(fact, a)}..{literal(fact, b)}{']' if right else ')'}", (lambda v: low(v) and high(v)), (a, b)


def make_cell(rng, fact):
    if rng.random() < .3:
        return Cell("-", lambda v: True, any=True)
    if fact.kind == "boolean":
        wanted = rng.random() < .5
        return Cell(literal(fact, wanted), lambda v: v == wanted)
    if fact.kind == "text":
        words = words_of(rng, fact)
        tests = [(literal(fact, w), (lambda v, w=w: v == w), (w,)) for w in words]
    else:
        tests = [interval(rng, fact) for _ in range(rng.choice([1, 1, 1, 2]))]
    text, bounds = ", ".join(t[0] for t in tests), tuple(b for t in tests for b in t[2])
    takes = lambda v: any(t[1](v) for t in tests)
    if rng.random() < .3:
        return Cell(f"not({text})", lambda v: not takes(v), bounds=bounds)
    return Cell(text, takes, bounds=bounds)


# ---- tables ----

@dataclasses.dataclass
class Row:
    id: str
    cells: list
    output: str
    spans: list        # of (first, last or None)
    otherwise: bool = False

    def in_force(self, day):
        return any(a <= day and (b is None or day <= b) for a, b in self.spans)

    def takes(self, values):
        return all(cell.any or (v is not MISSING and cell.takes(v)) for cell, v in zip(self.cells, values))


@dataclasses.dataclass
class Table:
    name: str
    policy: str
    facts: list
    rows: list
    makers: list = None  # rows that make the thing it is about; None: it is about the parcel


def make_makers(rng):
    """Rows of the table that makes pieces: of what form and payment, on what days, into what grain and tint."""
    facts = [BY_NAME["form"], BY_NAME["paid"]]
    rows = []
    for i in range(rng.randint(2, 5)):
        output = (rng.choice(BY_NAME["grain"].words), rng.choice(BY_NAME["tint"].words))
        rows.append(Row(f"P-{i}", [make_cell(rng, f) for f in facts], output, spans_of(rng)))
    return rows


def pieces_of(table, case):
    """The case as each thing that the table is about sees it."""
    if table.makers is None:
        return [case]
    fired = [row for row in table.makers if row.in_force(case["entry day"]) and row.takes([case["form"], case["paid"]])]
    return [dict(case, grain=row.output[0], tint=row.output[1]) for row in fired]


def spans_of(rng):
    if rng.random() < .6:
        return [(STARTS[0], None)]
    while True:
        first, last = rng.choice(STARTS), rng.choice(ENDS)
        if last is None or first <= last:
            break
    spans = [(first, last)]
    if last is not None and last < DAY(2022, 1, 1) and rng.random() < .2:
        spans.append((DAY(2022, 7, 1), None))
    return spans


def make_table(rng, number, makers):
    count = rng.choice([1, 1, 2, 2, 3, 3, 4, 5, 6])
    policy = rng.choice("UUUUAFFPCRO") if rng.random() > .1 else rng.choice(["C+", "C#", "C<"])
    facts = rng.sample(FACTS, count)
    made = rng.random() < .25  # about a piece
    if made:
        facts = rng.sample(MADE, rng.randint(1, 2)) + facts[:rng.randint(0, 2)]
    rows = [Row(f"T{number}-{i}", [make_cell(rng, f) for f in facts], output_of(rng, policy), spans_of(rng)) for i in range(rng.randint(1, 7))]
    if policy == "U" and rng.random() < .2:
        rows.append(Row(f"T{number}-o", [Cell("", lambda v: True, any=True) for _ in facts], output_of(rng, policy), [(STARTS[0], None)], otherwise=True))
        rows[-1].cells[0].text = "otherwise"
    if rng.random() < .35 and policy in "UAFP":  # a table that is nearly complete: each row the other way round in one cell
        rows = complement(rng, number, facts, policy)
    return Table(f"t{number}", policy, facts, rows, makers if made else None)


def complement(rng, number, facts, policy):
    """A tree of cuts: complete and without overlap, until a cell is spoilt."""
    rows, depth = [], rng.randint(1, 3)

    def grow(cells, left):
        free = [i for i, c in enumerate(cells) if c is None]
        if not left or not free:
            rows.append([c or Cell("-", lambda v: True, any=True) for c in cells])
            return
        at = rng.choice(free)
        cell = make_cell(rng, facts[at])
        while cell.any:
            cell = make_cell(rng, facts[at])
        base = cell.text[4:-1] if cell.text.startswith("not(") else cell.text
        takes, bounds = cell.takes, cell.bounds
        if facts[at].kind == "boolean":
            other = Cell("false" if cell.text == "true" else "true", lambda v: not takes(v))
        elif base != cell.text:
            other = Cell(base, lambda v: not takes(v), bounds=bounds)
        else:
            other = Cell(f"not({base})", lambda v: not takes(v), bounds=bounds)
        for c in (cell, other):
            grow(cells[:at] + [c] + cells[at + 1:], left - 1)
    grow([None] * len(facts), depth)
    spoilt = rng.random()
    if spoilt < .3:
        rows[rng.randrange(len(rows))][rng.randrange(len(facts))] = make_cell(rng, facts[0]) if len(facts) == 1 else Cell("-", lambda v: True, any=True)
    elif spoilt < .5 and len(rows) > 1:
        rows.pop(rng.randrange(len(rows)))
    return [Row(f"T{number}-{i}", cells, output_of(rng, policy), [(STARTS[0], None)]) for i, cells in enumerate(rows)]


def output_of(rng, policy):
    if policy.startswith("C") and len(policy) > 1:
        return str(rng.randint(1, 9))
    if policy in "UAFP" and rng.random() < .1:
        return rng.choice(MARKS)
    return f'"{rng.choice("xyz")}"'


# ---- every case there is ----

def beside(fact, bounds):
    """Values that stand for all."""
    if fact.kind == "boolean":
        return [False, True]
    if fact.kind == "text":
        return list(fact.words) or sorted(set(bounds)) + ["(something else)"]
    bounds = sorted(set(bounds) | ({fact.low} if fact.low is not None else set()) | ({fact.high} if fact.high is not None else set()))
    if not bounds:
        return [DAY(2020, 5, 5)] if fact.kind == "date" else [0] if fact.kind == "years and months duration" else [Decimal(0)]
    one = datetime.timedelta(1) if fact.kind == "date" else 1 if fact.kind == "years and months duration" else Decimal(1)
    values = [bounds[0] - one] + bounds + [bounds[-1] + one]
    for a, b in zip(bounds, bounds[1:]):
        if fact.kind == "date":
            values += [a + one] if a + one < b else []
        elif fact.kind == "years and months duration":
            values += [a + 1] if a + 1 < b else []
        else:
            values.append((a + b) / 2)
    return [v for v in sorted(values) if (fact.low is None or v >= fact.low) and (fact.high is None or v <= fact.high)]


def facts_below(facts):
    """Facts that a case tells, those that conditions and decisions read among them; each behind what it needs."""
    found = []

    def add(fact):
        for name in fact.needs:
            add(BY_NAME[name])
        if fact not in found and fact.value is None and not fact.made:
            found.append(fact)
    for fact in facts:
        add(fact)
    return found


def told_facts(table):
    return facts_below(table.facts + ([BY_NAME["form"], BY_NAME["paid"]] if table.makers is not None else []))


def bounds_below(table):
    bounds = {name: [] for name in BY_NAME}
    for row in table.rows:
        for fact, cell in zip(table.facts, row.cells):
            bounds[fact.name] += cell.bounds
    if any(f.name == "band" for f in table.facts):
        bounds["weight"] += [Decimal("2.5"), Decimal(10)]
    return bounds


def days_of(table):
    """One day of each era, at either end of what is promised."""
    edges = {MODELLED}
    for row in table.rows + (table.makers or []):
        for first, last in row.spans:
            edges |= {first}
            edges |= {last + datetime.timedelta(1)} if last else set()
    edges = sorted(edges)
    return [edges[0] - datetime.timedelta(1)] + edges


def cases_of(table, most=60000):
    """Every case as {fact: value}; None when they are too many to try."""
    told = [f for f in told_facts(table) if f.name != "entry day"]
    bounds = bounds_below(table)
    days = days_of(table)
    if any(f.name == "entry day" for f in table.facts):
        days = sorted(set(days) | {v for v in beside(BY_NAME["entry day"], list(bounds["entry day"]) + days)})
    ways = {f.name: beside(f, bounds[f.name]) for f in told}
    count = len(days)
    for name in ways:
        count *= len(ways[name]) + 1
    if count > most:
        return None
    return walk_cases(told, ways, days)


def walk_cases(told, ways, days):
    def step(case, at):
        if at == len(told):
            yield dict(case)
            return
        fact = told[at]
        there = fact.there(case) if fact.there else True
        choices = [MISSING] if there is not None and not there else ways[fact.name] + ([MISSING] if there is None else [])
        for value in choices:
            case[fact.name] = value
            yield from step(case, at + 1)
        del case[fact.name]
    for day in days:
        yield from step({"entry day": day}, 0)


def columns_of(table, case):
    return [fact.value(case) if fact.value else case[fact.name] for fact in table.facts]


# ---- what is so ----

@dataclasses.dataclass
class Truth:
    gap: bool = False
    pairs: set = dataclasses.field(default_factory=set)   # rows that overlap, or disagree
    dead: set = dataclasses.field(default_factory=set)    # ids
    days: bool = False                                    # a promised day without any row


def rank(table, output):
    order = []
    for row in table.rows:
        if row.output not in order and row.output not in MARKS:
            order.append(row.output)
    return order.index(output) if output in order else len(order) + 1


def answering(table, fired):
    """Of the rows that take a case those that answer."""
    if table.policy == "F":
        return fired[:1]
    if table.policy == "P":
        best = min((rank(table, r.output) for r in fired), default=0)
        return [r for r in fired if rank(table, r.output) == best]
    return fired


def active_on(table, day):
    return [r for r in table.rows if r.in_force(day)]


def fired_by(table, case):
    active = active_on(table, case["entry day"])
    values = columns_of(table, case)
    fired = [r for r in active if not r.otherwise and r.takes(values)]
    return active, fired or [r for r in active if r.otherwise]


def truth_of(table, cases):
    truth = Truth(dead={r.id for r in table.rows})
    single = table.policy in "UAFP"
    for case in (piece for case in cases for piece in pieces_of(table, case)):
        active, fired = fired_by(table, case)
        truth.gap |= single and bool(active) and not fired
        truth.dead -= {r.id for r in answering(table, fired)}
        for a, b in itertools.combinations(fired, 2):
            if table.policy == "U" or (table.policy == "A" and a.output != b.output):
                truth.pairs.add((a.id, b.id))
    truth.days = single and any(day >= MODELLED and not active_on(table, day) for day in days_of(table))
    return truth


# ---- the page ----

def span_text(spans):
    return "; ".join(f"{a} .. {b or ''}".strip() for a, b in spans)


def type_of(table):
    if table.policy in ("C+", "C#", "C<"):
        return "number"
    return "text" if table.policy in "UAFP" else "list of text"


def write_table(table):
    heads = [f.name for f in table.facts]
    per = "" if table.makers is None else " per piece"
    lines = [f"### `{table.name}` : {type_of(table)}{per}", "", "| " + " | ".join([table.policy] + heads + [table.name, "in force", "source"]) + " |",
             "|" + "---|" * (len(heads) + 4)]
    for row in table.rows:
        lines.append("| " + " | ".join([row.id] + [c.text for c in row.cells] + [row.output, span_text(row.spans), "Z1 1"]) + " |")
    return "\n".join(lines) + "\n"


def facts_page():
    lines = ["# Facts", "", "## Things", "", "| thing | many | within |", "|---|---|---|", "| case | - | - |", "| parcel | parcels | case |", "| piece | pieces | parcel (made by `pieces`) |", "", "## Facts", "",
             "| fact | of | type | values | only if | en |", "|---|---|---|---|---|---|"]
    for fact in FACTS:
        if not fact.formula:
            lines.append(f"| {fact.name} | parcel | {fact.kind} | {fact.values} | {fact.only_if} | Q? |")
    lines += [f"| {fact.name} | piece | {fact.kind} | {fact.values} | - | (made) |" for fact in MADE]
    return "\n".join(lines) + "\n"


def answers_page(tables):
    lines = ["# Answers", "", "## Types", "", "| type | part | type | meaning |", "|---|---|---|---|", "| charge | base | money | - |", "| charge | rate | number | - |",
             "| charge | reason | text | - |", "| charge | exact | money | made: base * rate |", "| charge | amount | money | made: rounded |", "",
             "## Lists of a determination", "", "| list | made from | key |", "|---|---|---|"]
    lines += [f"| list {table.name} | `{table.name}` | thing |" for table in tables]
    return "\n".join(lines) + "\n"


def write_makers(rows):
    lines = ["### `pieces` : list of piece", "", "| C | form | paid | .grain | .tint | in force | source |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        cells = [c.text for c in row.cells] + [f'"{word}"' for word in row.output]
        lines.append("| " + " | ".join([row.id] + cells + [span_text(row.spans), "Z1 1"]) + " |")
    return "\n".join(lines) + "\n"


def law_head():
    head = "---\njurisdiction: ZZ\nlayer: law\ncurrency: EUR\nper: parcel\nclock: entry day\nmodelled: 2020-01-01 ..\nchecked: 2026-11-22\n---\n\n# Tables\n\n## Sources\n\n"
    head += "| id | instrument | grade | published | in force |\n|---|---|---|---|---|\n| Z1 | Act 1 | statute | 1999-01-01 | 2000-01-01 .. |\n\n"
    return head


def law_page(tables, makers):
    formulas = "".join(f"### `{f.name}` : {f.kind}\n\n```feel\n{f.formula}\n```\n\nSource: Z1 1\n\n" for f in FACTS if f.formula)
    return law_head() + formulas + write_makers(makers) + "\n" + "\n".join(write_table(table) for table in tables)


# ---- tables too hard to prove ----

def write_hard(folder, facts, policy, rows):
    """A book of one table; rows as lists of cells."""
    lines = ["# Facts", "", "## Things", "", "| thing | many | within |", "|---|---|---|", "| case | - | - |", "| parcel | parcels | case |", "", "## Facts", "",
             "| fact | of | type | values | only if | en |", "|---|---|---|---|---|---|", "| entry day | parcel | date | - | - | Q? |"]
    lines += [f"| {name} | parcel | {kind} | {values} | - | Q? |" for name, kind, values in facts]
    (folder / "facts.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    table = Table("hard", policy, [Fact(name, kind) for name, kind, _ in facts], [])
    (folder / "answers.md").write_text(answers_page([table]), encoding="utf-8")
    body = "\n".join("| " + " | ".join([f"H-{i}"] + cells + ['"x"', "2000-01-01 ..", "Z1 1"]) + " |" for i, cells in enumerate(rows))
    (folder / "zz").mkdir()
    (folder / "zz" / "hard.md").write_text(law_head() + write_table(table) + body + "\n", encoding="utf-8")


def pigeons(folder, holes=16):
    """Two of `holes` + 1 pigeons sit in one hole: every case is taken, and to see it takes every way of sitting."""
    names = [f"bird {chr(ord('a') + i)}" for i in range(holes + 1)]
    words = [f'"h{i}"' for i in range(holes)]
    rows = []
    for a, b in itertools.combinations(range(holes + 1), 2):
        for word in words:
            rows.append(["-"] * a + [word] + ["-"] * (b - a - 1) + [word] + ["-"] * (holes - b))
    write_hard(folder, [(name, "text", ", ".join(words)) for name in names], "F", rows)


def vast(folder, columns=50, rows=81000):
    """More cells than are looked at."""
    names = [f"weight {chr(ord('a') + i // 26)}{chr(ord('a') + i % 26)}" for i in range(columns)]
    write_hard(folder, [(name, "number", "-") for name in names], "F", [[str(r)] + ["-"] * (columns - 1) for r in range(rows)])


def generate(seed, count, first=0):
    """`count` tables whose every case can be tried, with their truth; and the rows that make pieces."""
    rng = random.Random(seed)
    number, made, makers = first, [], make_makers(rng)
    while len(made) < count:
        table = make_table(rng, number, makers)
        cases = cases_of(table)
        if cases is None:
            continue
        made.append((table, truth_of(table, cases)))
        number += 1
    return made, makers
