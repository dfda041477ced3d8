"""The tables of rulebook pages, read as plainly as a check needs them: rows of decisions and registers, and examples."""
import dataclasses
import functools
import pathlib
import re

RULEBOOKS = pathlib.Path("rulebooks")
CONFIDENCE = ["read", "reported", "inferred", "unverified"]
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
    """(rows, examples, sources) of a country's pages; sources: confidence by id."""
    rows, examples, sources = [], [], {}
    for path in sorted((RULEBOOKS / code.lower()).glob("*.md")):
        page = str(path.relative_to(RULEBOOKS))
        for section, header, cells in tables_of(path.read_text(encoding="utf-8")):
            named = dict(zip(header, cells))
            if header[0] == "example":
                examples.append(Example(page, cells[0], words(named.get("by", "-"))))
            elif section == "## Sources":
                sources[cells[0]] = named.get("confidence") or "read"
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
    own = row.cells.get("confidence", "-")
    levels = [CONFIDENCE.index(sources[source]) for source in bases(row)]
    return CONFIDENCE[max([*levels, CONFIDENCE.index(own) if own in CONFIDENCE else 0])]


def surest(row, sources):
    """As sure as an answer can be of it: of bases that follow one another it cites the ones of its day."""
    own = row.cells.get("confidence", "-")
    levels = [CONFIDENCE.index(sources[source]) for source in bases(row)]
    return CONFIDENCE[max(min(levels, default=0), CONFIDENCE.index(own) if own in CONFIDENCE else 0)]
