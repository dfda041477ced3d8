"""Where two engines part: the smallest parts of an expression that stand alone and on which they disagree, and a signature of each.

A signature says what the part is, of what kinds, and what the other engine makes of it: "arithmetic * months number: null".
"""
import random
import re

import evaluator
from maker import KEYS
from trees import Writer
from values import Decimal, Function, is_null, is_number, kind_of, text_of

TOLERANCE = Decimal("1e-9")  # of a double against a decimal, relative to the larger


def same_number(value, told):
    return bool(re.fullmatch(r"-?[\d.]+(e[-+]?\d+)?", told)) and abs(Decimal(told) - value) <= TOLERANCE * max(1, abs(value))


def same_temporal(told):
    """Z for an offset of nothing; years of five digits and more without sign and zeros."""
    return re.sub(r"^\+0*(?=\d{5})", "", re.sub(r"\+00:00$", "Z", told))


def same(value, told):
    """Is what the other engine told this value?"""
    if is_null(value):
        return told is None
    if isinstance(value, (bool, str)):
        return told is value or (isinstance(told, str) and told == value)
    if is_number(value):
        return isinstance(told, dict) and "number" in told and same_number(value, told["number"])
    if isinstance(value, list):
        return isinstance(told, list) and len(told) == len(value) and all(map(same, value, told))
    if isinstance(value, dict):
        entries = told.get("context") if isinstance(told, dict) else None
        return entries is not None and entries.keys() == value.keys() and all(same(value[key], entries[key]) for key in value)
    if isinstance(value, Function):
        return told == {"other": "FeelFunction"}
    return isinstance(told, dict) and same_temporal(str(told.get("temporal"))) == text_of(value)


def agree(tree, answer):
    return "value" in answer and same(evaluator.work(tree), answer["value"])


# ---- parts ----


def is_tree(part):
    return isinstance(part, tuple) and part and isinstance(part[0], str) and part[0] in evaluator.WORKERS


def children(tree):
    """The trees right below this one; both ends of a span."""
    if tree[0] in ("literal", "name"):
        return []
    found, waiting = [], list(tree[1:])
    while waiting:
        part = waiting.pop(0)
        if is_tree(part):
            found.append(part)
        elif isinstance(part, (list, tuple)):
            waiting = list(part) + waiting
    return found


def as_literal(value):
    """A tree that is that value."""
    text = text_of(value)
    return ("literal", text if is_number(value) or isinstance(value, (bool, str)) or is_null(value) else literal_text(value), value)


def literal_text(value):
    if isinstance(value, list):
        return "[" + ", ".join(as_literal(item)[1] for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_literal(item)[1]}" for key, item in value.items()) + "}"
    return f'@"{text_of(value)}"'


SCOPED = ("for", "quantified", "context", "function", "filter", "sort")


def bound(tree):
    """Names that this tree gives to all that is in it."""
    if tree[0] in ("for", "quantified"):
        return {name for name, _ in tree[-2]} | {"partial"}
    return set(tree[1]) if tree[0] == "function" else set()


def closed_context(tree, scope, inside):
    """An entry sees those before it."""
    entries = []
    for key, value in tree[1]:
        entries.append((key, closed(value, scope, inside)))
        inside = inside | {key}
    return None if any(value is None for _, value in entries) else ("context", entries)


def closed_filter(tree, scope, inside):
    """The condition sees the item and its entries."""
    items, condition = closed(tree[1], scope, inside), closed(tree[2], scope, inside | {"item", *KEYS})
    return None if items is None or condition is None else ("filter", items, condition)


def closed(part, scope, inside=frozenset()):
    """The same with the values of names in their place; None where one is a function. Names of a loop or function inside stay."""
    if not isinstance(part, (tuple, list)) or (is_tree(part) and part[0] == "literal"):
        return part
    if is_tree(part) and part[0] == "name":
        value = part if part[1] in inside else evaluator.look_up(part[1], scope)
        if value is part:
            return part
        if value is evaluator.ERROR or isinstance(value, Function):
            return None
        return ("negate", as_literal(-value)) if is_number(value) and value < 0 else as_literal(value)
    if is_tree(part) and part[0] in ("context", "filter"):
        return (closed_context if part[0] == "context" else closed_filter)(part, scope, inside)
    inside = inside | bound(part) if is_tree(part) else inside
    items = [closed(item, scope, inside) for item in part]
    return None if any(item is None and old is not None for item, old in zip(items, part)) else type(part)(items)


def inner_scopes(tree, scope):
    """The trees below with the scopes in which they are worked out; of loops and filters the first few turns."""
    if tree[0] == "context":
        names = {}
        for key, value in tree[1]:
            yield value, ({**names}, scope)
            names[key] = evaluator.work(value, (names, scope))
    elif tree[0] in ("for", "quantified"):
        iterators, body = tree[-2], tree[-1]
        turns = evaluator.loops(iterators, scope)
        for at, (_, domain) in enumerate(iterators):
            for child in [domain] if is_tree(domain) else children(("list", [domain])):
                yield child, turns[0] if at and isinstance(turns, list) and turns else scope
        for inner in turns[:12] if isinstance(turns, list) else []:
            yield body, ({"partial": []}, inner)
    elif tree[0] == "filter":
        yield tree[1], scope
        items = evaluator.work(tree[1], scope)
        for item in (items if isinstance(items, list) else [])[:4]:
            yield tree[2], ({**(item if isinstance(item, dict) else {}), "item": item}, scope)
    elif tree[0] == "call":
        callee, values = evaluator.work(tree[1], scope), [evaluator.work(value, scope) for value in tree[2]]
        for value in tree[2]:
            yield value, scope
        if isinstance(callee, Function):
            yield callee.body, (dict(zip(callee.parameters, values)), callee.scope)
    elif tree[0] != "function":
        for child in children(tree):
            yield child, scope


def parts(tree, scope=None):
    """(the tree as it stands alone, or None; the parts below it), downward."""
    below = [parts(child, inner) for child, inner in inner_scopes(tree, scope)]
    alone = tree if scope is None else closed(tree, scope)
    return (alone if tree[0] not in ("function", "range", "sign range") else None, below)


def all_parts(found):
    alone, below = found
    yield from [alone] if alone is not None else []
    for part in below:
        yield from all_parts(part)


def smallest(found, differs):
    """Those that differ and hold none that differs."""
    alone, below = found
    inner = [part for one in below for part in smallest(one, differs)]
    return inner or ([alone] if alone is not None and differs(alone) else [])


def written(tree):
    return Writer(random.Random(1), plain=True).text(tree)


# ---- signatures ----


def kind(tree):
    value = evaluator.work(tree)
    return "null" if is_null(value) else "function" if isinstance(value, Function) else kind_of(value)


def told_kind(answer):
    if "error" in answer:
        return "not read" + "".join(re.findall(r" in (<\w+>)", answer["error"]))
    told = answer["value"]
    if isinstance(told, dict):
        return "NaN" if told.get("number") in ("NaN", "Infinity", "-Infinity") else next(iter(told))
    return {type(None): "null", bool: "boolean", str: "text", list: "list"}[type(told)]


def name_of(tree):
    """What tells trees of one form apart: the operator, the function, the entry."""
    if tree[0] in ("for", "quantified"):
        ends = [domain[2] for _, domain in tree[-2] if domain[0] == "span"]
        return "to 0" if any(evaluator.work(end) == 0 for end in ends) else ""
    if tree[0] in ("and", "or"):
        return "after in" if tree[1][0] == "in" else ""
    if tree[0] == "path":
        return tree[2]
    return tree[1] if tree[0] in ("arithmetic", "builtin", "compare") else ""


def signature(tree, answer):
    operands = tree[2] if tree[0] == "builtin" else [] if tree[0] in SCOPED else children(tree)
    kinds = " ".join(kind(child) for child in operands[:3])
    return f"{tree[0]} {name_of(tree)} ({kinds}) is {kind(tree)}: {told_kind(answer)}"
