"""tests/words/forms.py: said.def and messages.def held against one another's languages and against the sources.

A message inside is a printf form; said.def has the same with a blank {1}, {2} ... for each conversion. Both are brought to a skeleton
in which every conversion and every blank is one mark, so that they can be compared.
"""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SRC = ROOT / "src"
LITERAL = r'"(?:\\.|[^"\\\n])*"'
LITERALS = re.compile(rf'(?:{LITERAL}|TEXT_FMT)(?:\s*(?:{LITERAL}|TEXT_FMT))*')
COMMENT = re.compile(r"/\*.*?\*/", re.S)
CONVERSION = re.compile(r"%[-+ 0#]*[\d*]*(?:\.[\d*]+)?(?:hh|ll|[hlzjt])?[a-zA-Z]")
BLANK = re.compile(r"\{(\d)\}")
CALL = re.compile(r"\b(?:report_error|report_warning|report_note|problem_hint|problem_also|store_fault)\s*\(")
# Whoever has a case meets the messages of these; those for writers of rulebooks stay in English.
MET = ["base/archive.c", "base/encoding.c", "base/file.c", "casework/column_values.c", "casework/table.c", "casework/table_csv.c", "casework/table_xlsx.c", "value/json.c", "determination/case.c", "determination/lawbook.c", "determination/determination.c", "determination/stream.c",
       *(f"ledger/{name}.c" for name in ("backup", "blobs", "casefile", "head", "kinds", "law", "ledger", "log", "records", "stamp", "store", "store_postgres", "store_sqlite")),
       *(f"casework/{name}.c" for name in ("approval", "evidence", "payments", "procedure_act")),
       *(f"faces/cli/{name}.c" for name in ("check", "deadline", "decide", "determine", "explain", "facts", "feel", "fx", "hs", "law", "ledger_open", "load", "case_work"))]
# Forms that are put together from more than one literal: what was found stands in quotes of two kinds; a detail stands behind a colon.
JOINED = {"expected \0, found \0\0\0": ("expected \0, found \"\0\"", "expected \0, found '\0'"),
          "could not reach the ledger's server": ("could not reach the ledger's server: \0",), "\0: \0": ()}


def unescaped(literal):
    """The bytes of a C literal that may contain \\" and \\\\; other escapes stay."""
    return literal.replace('\\"', '"').replace("\\\\", "\\")


def joined(text):
    """Neighbouring literals as one: TEXT_FMT is a conversion of its own."""
    parts = re.findall(rf"{LITERAL}|TEXT_FMT", text)
    return "".join("%s" if part == "TEXT_FMT" else unescaped(part[1:-1]) for part in parts)


def of_printf(form):
    return CONVERSION.sub("\0", form.replace("%%", "%"))


def of_blanks(form):
    return BLANK.sub("\0", form)


def rows(path, name):
    """The literals of each row NAME(...) of a .def file."""
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    for row in re.finditer(rf"\b{name}\(((?:{LITERAL}|[^\"()])*)\)", text):
        yield [joined(found.group()) for found in re.finditer(rf"{LITERAL}(?:\s*{LITERAL})*", row.group(1))]


def code(path):
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def argument_text(text, at):
    """What stands between the parentheses that open at `at`."""
    depth, quoted, i = 0, False, at
    while True:
        letter = text[i]
        if quoted and letter == "\\":
            i += 1
        elif letter == '"':
            quoted = not quoted
        elif not quoted and letter in "()":
            depth += 1 if letter == "(" else -1
            if not depth:
                return text[at + 1:i]
        i += 1


def told(path):
    """Skeletons of the messages that a file tells; a name of a message (kebab-case) and a bare conversion are none."""
    text = code(path)
    for call in CALL.finditer(text):
        for found in LITERALS.finditer(argument_text(text, call.end() - 1)):
            form = joined(found.group())
            if " " in of_printf(form).replace("\0", ""):
                yield of_printf(form)


def skeletons():
    """Of every literal in the sources, wherever it stands."""
    return {of_printf(joined(found.group())) for path in sorted(SRC.rglob("*.[ch]")) for found in LITERALS.finditer(code(path))} | {
        form for forms in JOINED.values() for form in forms}


def blanks_agree(words):
    asked = set(BLANK.findall(words[0]))
    return all(set(BLANK.findall(other)) == asked for other in words[1:])


def faults():
    """{name of a test: [faults]}"""
    said = list(rows(SRC / "faces/cli/said.def", "SAID"))
    pieces = list(rows(SRC / "faces/cli/said.def", "PIECE"))
    messages = list(rows(SRC / "faces/cli/messages.def", "MESSAGE"))
    known, there = {of_blanks(row[0]) for row in said} | set(JOINED), skeletons()
    literals = {unescaped(found.group()[1:-1]) for path in sorted(SRC.rglob("*.[ch]")) for found in re.finditer(LITERAL, code(path))}
    yield "three languages in each row", [str(row) for row in said + pieces + messages if len(row) != 3] + (
        [] if len(said) > 80 and len(messages) > 200 else [f"only {len(said)} and {len(messages)} rows were read"])
    yield "each language has the same blanks", [str(row) for row in said + messages if len(row) == 3 and not blanks_agree(row)]
    yield "each form is said by the sources", [row[0] for row in said if of_blanks(row[0]) not in there]
    yield "each piece is said by the sources", [row[0] for row in pieces if row[0] not in literals]
    yield "each message that a case can meet has a form", sorted(
        {f"{name}: {form!r}" for name in MET if (SRC / name).is_file() for form in told(SRC / name) if form not in known})
