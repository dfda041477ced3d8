"""The tables of rulebook pages, read as plainly as a check needs them: rows of decisions and registers, and examples."""
import dataclasses
import datetime
import functools
import pathlib
import re

RULEBOOKS = pathlib.Path("rulebooks")
CONFIDENCE = ["read", "reported", "inferred", "unverified"]
FIRST, LAST, ONE_DAY = datetime.date.min, datetime.date.max, datetime.timedelta(days=1)
ABSENT = {"*not modelled*", "*not covered*"}


@dataclasses.dataclass
class Row:
    page: str  # "cn/tariff.md"
    section: str  # its heading
    ids: list  # the row's id, then its aliases
    cells: dict  # by header

    def is_absence(self):
        """A row that only says that the law of its days is not modelled or not covered."""
        return bool(ABSENT & set(self.cells.values()))


@dataclasses.dataclass
class Source:
    confidence: str
    spans: list  # (first day, last day)


@dataclasses.dataclass
class Example:
    page: str
    name: str
    by: list  # rows that must have fired


def cells_of(line):
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])]


def tables_of(text):
    """(heading, header, cells) of each body row."""
    section, header = "", None
    for line in text.splitlines():
        if line.startswith("#"):
            section, header = line.strip(), None
        elif not line.startswith("|"):
            header = None
        elif header is None:
            header = cells_of(line)
        elif not re.fullmatch(r"[-:| ]+", line.strip()):
            yield section, header, cells_of(line)


@functools.cache
def country(code):
    """(rows, examples, sources by id) of a country's pages."""
    rows, examples, sources = [], [], {}
    for path in sorted((RULEBOOKS / code.lower()).glob("*.md")):
        page = str(path.relative_to(RULEBOOKS))
        for section, header, cells in tables_of(path.read_text(encoding="utf-8")):
            named = dict(zip(header, cells))
            if header[0] == "example":
                examples.append(Example(page, cells[0], words(named.get("by", "-"))))
            elif section == "## Sources":
                sources[cells[0]] = Source(named.get("confidence") or "read", list(spans_of(named.get("in force", ".."))))
            elif "source" in named:
                rows.append(Row(page, section, words(cells[0]), named))
    return rows, examples, sources


def words(cell):
    return [] if cell == "-" else [word.strip() for word in cell.split(",")]


def bases(row):
    """Ids of the sources that a row rests on: neither mere support nor the source of an end."""
    for part in row.cells["source"].split(";"):
        source = part.split()
        if source and source[0] not in ("also", "until"):
            yield source[0]


def confidence(row, sources):
    """The least sure of the row's own word and of its bases, on whatever day."""
    return CONFIDENCE[max([own_level(row), *(level_of(sources[source]) for source in bases(row))])]


def surest(row, sources):
    """As sure as an answer can be of it: of bases that follow one another it cites those of its day."""
    days = [level_on(row, sources, day) for day in days_to_look_at(row, sources)]
    return CONFIDENCE[max(own_level(row), min(days, default=0))]


def own_level(row):
    own = row.cells.get("confidence", "-")
    return CONFIDENCE.index(own) if own in CONFIDENCE else 0


def level_of(source):
    return CONFIDENCE.index(source.confidence)


def level_on(row, sources, day):
    """The least sure of the bases in force on a day."""
    return max((level_of(sources[source]) for source in bases(row) if covers(sources[source].spans, day)), default=0)


def days_to_look_at(row, sources):
    """Days of the row on which its set of bases may begin to be another."""
    own = list(spans_of(row.cells.get("in force", "..")))
    starts = [first for first, _ in own]
    for source in bases(row):
        for first, last in sources[source].spans:
            starts += [first, last + ONE_DAY if last < LAST else last]
    return [day for day in starts if covers(own, day)]


def covers(spans, day):
    return any(first <= day <= last for first, last in spans)


def spans_of(cell):
    """[(first day, last day)] of "2019-10-15 ..; .. 2015-03-31"."""
    for part in cell.split(";"):
        first, _, last = (end.strip() for end in part.partition(".."))
        yield datetime.date.fromisoformat(first) if first else FIRST, datetime.date.fromisoformat(last) if last else LAST
