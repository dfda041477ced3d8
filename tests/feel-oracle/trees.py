"""Trees of expressions, and how they are written.

A tree is a tuple whose first item names it; evaluator.py lists them. `written` puts parentheses only where the levels of the
language ask for them (and, where `loose` says so, some that are not needed), so that reading is tested with the reckoning.
"""
from values import quoted

LEVELS = {"if": 1, "for": 1, "quantified": 1, "function": 1, "or": 2, "and": 3, "compare": 4, "between": 4, "in": 4, "sign range": 4, "negate": 8,
          "filter": 10, "path": 10, "call": 10}
SIGNS = {"+": 5, "-": 5, "*": 6, "/": 6, "**": 7}
PRIMARY = 11


def level_of(tree):
    return SIGNS[tree[1]] if tree[0] == "arithmetic" else LEVELS.get(tree[0], PRIMARY)


class Writer:
    def __init__(self, random, plain=False):
        self.random = random
        self.plain = plain  # no brackets turned round

    def inside(self, tree, level):
        """The tree where something of that level or tighter may stand."""
        text = self.text(tree)
        if level_of(tree) < level or self.random.random() < 0.03:
            return f"({text})"
        return text

    def blank(self):
        return self.random.choice((" ", " ", " ", " ", "  ", "\t", " /* so */ "))

    def pair(self, left, sign, right):
        """A sign between two; a name may hold a sign, but none here does with one of its neighbours."""
        if self.random.random() < 0.15:
            return f"{left}{sign}{right}"
        return f"{left}{self.blank()}{sign}{self.blank()}{right}"

    def many(self, trees):
        return ", ".join(self.text(tree) for tree in trees)

    def domain(self, tree):
        return f"{self.inside(tree[1], 5)}..{self.inside(tree[2], 5)}" if tree[0] == "span" else self.inside(tree, 2)

    def iterators(self, iterators):
        return ", ".join(f"{name} in {self.domain(domain)}" for name, domain in iterators)

    def text(self, tree):
        return getattr(self, "write_" + tree[0].replace(" ", "_"))(tree)

    def write_literal(self, tree):
        return tree[1]

    def write_name(self, tree):
        return tree[1]

    def write_negate(self, tree):
        return "-" + self.inside(tree[1], 8)

    def write_arithmetic(self, tree):
        level = SIGNS[tree[1]]
        return self.pair(self.inside(tree[2], level), tree[1], self.inside(tree[3], level + 1))

    def write_compare(self, tree):
        return self.pair(self.inside(tree[2], 5), tree[1], self.inside(tree[3], 5))

    def write_and(self, tree):
        return f"{self.inside(tree[1], 3)} and {self.inside(tree[2], 4)}"

    def write_or(self, tree):
        return f"{self.inside(tree[1], 2)} or {self.inside(tree[2], 3)}"

    def write_between(self, tree):
        return f"{self.inside(tree[1], 5)} between {self.inside(tree[2], 5)} and {self.inside(tree[3], 5)}"

    def write_in(self, tree):
        tests = tree[2]
        if len(tests) == 1 and tests[0][0] in ("range", "list", "name"):
            return f"{self.inside(tree[1], 5)} in {self.text(tests[0])}"
        return f"{self.inside(tree[1], 5)} in ({self.many(tests)})"

    def write_sign_range(self, tree):
        return f"{tree[1]}{self.inside(tree[2], 5)}"

    def write_range(self, tree):
        opening = "[" if tree[3] else self.random.choice("(" if self.plain else "(]")
        closing = "]" if tree[4] else self.random.choice(")" if self.plain else ")[")
        return f"{opening}{self.inside(tree[1], 5)}..{self.inside(tree[2], 5)}{closing}"

    def write_if(self, tree):
        return f"if {self.text(tree[1])} then {self.text(tree[2])} else {self.text(tree[3])}"

    def write_for(self, tree):
        return f"for {self.iterators(tree[1])} return {self.text(tree[2])}"

    def write_quantified(self, tree):
        return f"{tree[1]} {self.iterators(tree[2])} satisfies {self.text(tree[3])}"

    def write_filter(self, tree):
        return f"{self.inside(tree[1], 10)}[{self.text(tree[2])}]"

    def write_path(self, tree):
        return f"{self.inside(tree[1], 10)}.{tree[2]}"

    def write_list(self, tree):
        return f"[{self.many(tree[1])}]"

    def write_context(self, tree):
        return "{" + ", ".join(f"{self.key(key)}: {self.text(value)}" for key, value in tree[1]) + "}"

    def key(self, key):
        return quoted(key) if self.random.random() < 0.1 else key

    def write_builtin(self, tree):
        names = tree[3]
        if names is None:
            return f"{tree[1]}({self.many(tree[2])})"
        given = list(zip(names, tree[2]))
        self.random.shuffle(given)
        return f"{tree[1]}({', '.join(f'{name}: {self.text(value)}' for name, value in given)})"

    def write_function(self, tree):
        return f"function({', '.join(tree[1])}) {self.text(tree[2])}"

    def write_call(self, tree):
        return f"{self.inside(tree[1], 10)}({self.many(tree[2])})"

    def write_sort(self, tree):
        part, sign, entry = tree[2]
        first, second = ("x", "y") if part else ("left one", "right one")
        ending = f".{entry}" if entry else ""
        return f"sort({self.text(tree[1])}, function({first}, {second}) {first}{ending} {sign} {second}{ending})"
