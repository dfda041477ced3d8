"""tests/reconcile/oracle.py - the assignment reckoned a second time: all of them, for books small enough to try every one.

The words of a cost are those of docs/reconcile.md, written down here again: pairs that could not be made, mismatches by their weight, value
off, quantity off, days off; all in whole numbers.
"""
import itertools

WEIGHTS = {"currency": 16, "version": 8, "quantity": 4, "amount": 4, "code": 2, "day": 1}
UNTOLD = 1
NOTHING = (0, 0, 0, 0)


def plus(a, b):
    return tuple(x + y for x, y in zip(a, b))


class Tolerance:
    def __init__(self, share=0, quantity=0, days=0):
        self.share, self.quantity, self.days = share, quantity, days  # share in millionths


def may_meet(whole, part):
    return not (whole["product"] and part["product"]) or whole["product"] == part["product"]


def cost(whole, part, tolerance):
    """(mismatches, value off, quantity off, days off)"""
    mismatch = sum(UNTOLD for key in ("amount", "quantity", "version", "code", "day", "product") if (whole[key] is None) != (part[key] is None))
    off = {"amount": 0, "quantity": 0, "day": 0}
    both = {key for key in WEIGHTS if whole[key] is not None and part[key] is not None}
    same_currency = whole["currency"] == part["currency"]
    for key in both & {"currency", "version", "code"}:
        mismatch += WEIGHTS[key] if whole[key] != part[key] else 0
    if "amount" in both and same_currency:
        off["amount"] = abs(part["amount"] - whole["amount"])
        mismatch += WEIGHTS["amount"] if off["amount"] * 1000000 > abs(whole["amount"]) * tolerance.share else 0
    if "quantity" in both:
        off["quantity"] = abs(part["quantity"] - whole["quantity"])
        mismatch += WEIGHTS["quantity"] if off["quantity"] > tolerance.quantity else 0
    if "day" in both:
        off["day"] = abs(part["day"] - whole["day"])
        mismatch += WEIGHTS["day"] if off["day"] > tolerance.days else 0
    return (mismatch, off["amount"], off["quantity"], off["day"])


def least(wholes, parts, tolerance):
    """(pairs not made, cost) of the best of all assignments."""
    few, many, turned = (wholes, parts, False) if len(wholes) <= len(parts) else (parts, wholes, True)
    best = None
    for chosen in itertools.permutations(range(len(many)), len(few)):
        refused, total = 0, NOTHING
        for one, place in zip(few, chosen):
            whole, part = (many[place], one) if turned else (one, many[place])
            if may_meet(whole, part):
                total = plus(total, cost(whole, part, tolerance))
            else:
                refused += 1
        best = min(best, (refused, total)) if best else (refused, total)
    return best


def of_pairs(wholes, parts, pairs, tolerance):
    """The same of pairs (whole, part) that were chosen; where one may not be, or one stands in two: None."""
    if len({whole for whole, _ in pairs}) != len(pairs) or len({part for _, part in pairs}) != len(pairs) or not all(may_meet(wholes[w], parts[p]) for w, p in pairs):
        return None
    total = NOTHING
    for whole, part in pairs:
        total = plus(total, cost(wholes[whole], parts[part], tolerance))
    return (min(len(wholes), len(parts)) - len(pairs), total)
