"""Where a reader finds something in a determination: `line[customs duty, s1/1/1].amount` and the like.

    status | total.border | total.beside
    KIND[KEY, ID].PART          KIND is line, value, code, document, field, registration, permit, step, deadline,
                                prohibition, risk, statement, clause; ID may be left out; PART has a default by kind
    alternative[QUESTION=READING].SELECTOR      the same under another reading of an open question, or [voice=ID]

A selector gives the text found, or None where there is no such entry.
"""
import re

# kind: (list in the JSON, member that holds its name, part shown when none is named)
KINDS = {
    "line": ("lines", "charge", "amount"),
    "value": ("values", None, "value"),
    "code": ("codes", None, "number"),
    "document": ("documents", "document", "needed_by"),
    "field": ("fields", "field", "value"),
    "registration": ("registrations", "registration", "registration"),
    "permit": ("permits", "permit", "permit"),
    "step": ("steps", "step", "step"),
    "deadline": ("deadlines", "decision", "day"),
    "prohibition": ("prohibitions", "prohibition", "prohibition"),
    "risk": ("risks", "risk", "level"),
    "statement": ("statements", "topic", "says"),
    "clause": ("clauses", "clause", "clause"),
}
SELECTOR = re.compile(r"(\w+)(?:\[([^\]]*)\])?(?:\.(\w[\w ]*))?$")
ALTERNATIVE = re.compile(r"alternative\[([^=\]]+)=([^\]]+)\]\.(.*)$")


class Unreadable(Exception):
    """The selector is not one of the forms above."""


def keys_of(kind, inside):
    parts = [p.strip() for p in inside.split(",")] if inside else []
    if KINDS[kind][1] is None:
        return None, (parts[0] if parts else None)
    return (parts[0] if parts else None), (parts[1] if len(parts) > 1 else None)


def entry_fits(entry, kind, name, thing):
    member = KINDS[kind][1]
    if name is not None and entry.get(member) != name:
        return False
    return thing is None or entry.get("of", {}).get("id") == thing


def part_of(entry, kind, part):
    part = (part or KINDS[kind][2]).replace(" ", "_")
    if part == "value" and "value" not in entry:
        part = KINDS[kind][2]
    found = entry.get(part)
    return None if found is None else (("true" if found else "false") if isinstance(found, bool) else str(found))


def alternative_of(answer, question, reading):
    for one in answer["alternatives"]:
        for same in [one] + one.get("same_outcome", []):
            if question == "voice" and same.get("voice") == reading:
                return one
            if same.get("question") == question and same.get("reading") == reading:
                return one
    return None


def entry_under(alternative, kind, name, thing):
    """(found, entry): whether the alternative says anything of it, and what."""
    for difference in alternative["differences"]:
        if difference["list"] != KINDS[kind][0]:
            continue
        for side in ("alternative", "main"):
            entry = difference[side]
            if entry is not None and entry_fits(entry, kind, name, thing):
                return True, difference["alternative"]
    return False, None


def select(answer, selector, alternative=None):
    match = ALTERNATIVE.match(selector)
    if match:
        other = alternative_of(answer, match.group(1).strip(), match.group(2).strip())
        return None if other is None else select(answer, match.group(3), other)
    match = SELECTOR.match(selector.strip())
    if not match:
        raise Unreadable(selector)
    kind, inside, part = match.groups()
    if kind == "status":
        return (alternative or answer)["status"]
    if kind == "total":
        if alternative is not None:
            return alternative[part]
        return next(t["amount"] for t in answer["totals"] if t["total"] == part)
    if kind not in KINDS:
        raise Unreadable(selector)
    name, thing = keys_of(kind, inside)
    if alternative is not None:
        found, entry = entry_under(alternative, kind, name, thing)
        if found:
            return None if entry is None else part_of(entry, kind, part)
    for entry in answer[KINDS[kind][0]]:
        if entry_fits(entry, kind, name, thing):
            return part_of(entry, kind, part)
    return None
