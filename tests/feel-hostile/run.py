#!/usr/bin/env python3
"""Expressions made to run forever or to fill the memory: each ends soon, in little memory, and what is told names the limit.

A case is a name, an expression, and what is told: [name] of the problem, and words that stand in a message. A value instead says what comes out
where nothing is too much. Each is run as written, and the first of each kind with --strict, too, in a process of its own that may take SECONDS and BYTES of address space.
"""
# budget: 300
# plain build only
import json
import resource
import subprocess
import sys
import time

SECONDS, BYTES = 30, 2 << 30  # many times what they take on a machine that does nothing else
TURNS = ("too-many-turns", "LIMIT_ITERATIONS")
DEEP = ("syntax", "LIMIT_EXPRESSION_DEPTH")
CHAIN = ("syntax", "LIMIT_EXPRESSION_CHAIN")
LONG = ("syntax", "LIMIT_EXPRESSION_BYTES")
DIGITS = ("syntax", "LIMIT_NUMBER_TEXT")
LARGE = ("value-too-large", "LIMIT_VALUE_STEPS")
TEXT = ("too-large", "LIMIT_VALUE_BYTES")


def grown(name, start, step, turns, last):
    """A context that applies `step` to a value of `name` again and again."""
    return f"{{f: function(g, {name}, n) if n = 0 then {name} else g(g, {step}, n - 1), r: f(f, {start}, {turns}), last: {last}}}.last"


def nested(last):
    """Lists inside one another, deeper than one may look."""
    return f"{{l: for i in 1..5000 return if i = 1 then [1] else [partial[-1]], last: {last}}}.last"


BIG_TEXT = '{a: "aaaaaaaaaaaaaaaa", b: a+a+a+a+a+a+a+a, c: b+b+b+b+b+b+b+b, d: c+c+c+c+c+c+c+c, '
HUGE_TEXT = BIG_TEXT + "e: d+d+d+d+d+d+d+d+d+d+d+d+d+d+d+d, f: e+e+e+e+e+e+e+e+e+e+e+e+e+e+e+e, "
EVIL = '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"'
CASES = [
    # calls
    ("recursion", "{f: function(g, n) g(g, n + 1), r: f(f, 0)}.r", ("too-deep", "LIMIT_CALL_DEPTH")),
    ("recursion in two", "{f: function(g, n) [g(g, n), g(g, n)], r: count(f(f, 0))}.r", ("too-deep", "LIMIT_CALL_DEPTH")),
    ("calls by the power of two", "{f: function(g, n) if n = 0 then 1 else g(g, n - 1) + g(g, n - 1), r: f(f, 60)}.r", TURNS),
    ("calls of a built-in by name", "{c: contains, r: for i in 1..300000, j in 1..4 return c(string: \"a\", match: \"b\")}.r", TURNS),
    # loops
    ("a billion turns", "for i in 1..1000000000 return i", TURNS),
    ("a billion turns downward", "for i in 1..-9999999999 return i", TURNS),
    ("a billion turns to nothing", "some i in 1..1000000000 satisfies i < 0", TURNS),
    ("a range of a billion", "for i in [1..1000000000000] return i", TURNS),
    ("all days there are", 'for d in @"-999999999-01-01"..@"999999999-12-31" return d', TURNS),
    ("ends past all whole numbers", "for i in 1..10 ** 30 return i", ("wrong-type", "not over whole numbers")),
    ("quantifiers in one another", "every a in 1..1000, b in 1..1000, c in 1..1000, d in 1..1000 satisfies a > 0", TURNS),
    ("loops in one another", "count(for a in 1..900 return for b in 1..900 return for c in 1..900 return a + b + c)", TURNS),
    ("what came so far, twice", "count(for i in 1..60 return concatenate(flatten(partial), flatten(partial), [1]))", TURNS),
    ("what came so far, counted", "count(for i in 1..100000 return count(partial))", TURNS),
    # values that grow
    ("a text doubled", grown("s", '"0123456789"', "s + s", 60, "string length(r)"), TURNS),
    ("a list doubled", grown("s", "[1]", "concatenate(s, s)", 60, "count(r)"), TURNS),
    ("a list of itself twice, printed", grown("s", "[1]", "[s, s]", 60, "r"), LARGE),
    ("a list of itself twice, as text", grown("s", "[1]", "[s, s]", 60, "string length(string(r))"), TEXT),
    ("a list of itself twice, equal", grown("s", "[1]", "[s, s]", 60, "f(f, [1], 60) = r"), TURNS),
    ("a list of itself twice, of a type", grown("s", "[1]", "[s, s]", 60, "r instance of list<list<list<Any>>>"), "true"),
    ("a list of itself twice, flattened", grown("s", "[1]", "[s, s]", 60, "count(flatten(r))"), TURNS),
    ("a context of itself twice", grown("s", "1", "{a: s, b: s}", 60, "string length(string(r))"), TEXT),
    ("a context put into itself", grown("c", "{}", "context put(c, string(n), c)", 150, "string length(string(r))"), TEXT),
    ("a deep list as text", nested("string length(string(l[-1]))"), TEXT),
    ("a deep list, equal", nested("l[-1] = l[-2]"), ("not-comparable", "cannot compare")),
    ("deep lists, each once", nested("count(distinct values(l))"), TURNS),
    ("deep lists, the place of one", nested("index of(l, l[-1])"), "[5000]"),
    ("a deep list, flattened", nested("flatten(l[-1])"), ("out-of-range", "too large")),
    ("texts replaced by themselves", HUGE_TEXT + 'r: string length(replace(e, "a", e))}.r', TURNS),
    ("texts joined with themselves", BIG_TEXT + "r: string length(string join(for i in 1..100000 return d, d))}.r", TURNS),
    ("joined over and over", '{l: for i in 1..100000 return "", d: string join(for i in 1..1000 return "0123456789"), r: string length(string join(l, d))}.r', TURNS),
    ("numbers of 6000 digits as text", "string length(string(for i in 1..500000 return 10 ** 6000))", TEXT),
    ("numbers of 6000 digits, printed", "for i in 1..500000 return 10 ** 6000", LARGE),
    ("a text sought in one like it", HUGE_TEXT + 'r: contains(f, substring(f, 2, 400000) + "b")}.r', "false"),
    ("long texts compared", HUGE_TEXT + "g: f + \"\", r: count(for i in 1..900000 return f = g)}.r", TURNS),
    ("long texts in order", HUGE_TEXT + "g: f + \"\", r: count(for i in 1..900000 return f < g)}.r", TURNS),
    ("a list compared in a loop", "{l: for i in 1..100000 return i, m: for i in 1..100000 return i, r: for i in 1..900000 return l = m}.r", TURNS),
    ("a list checked at each call", "{f: function(l: list<number>) 1, l: for i in 1..100000 return i, r: for i in 1..800000 return f(l)}.r", TURNS),
    ("a list asked for its type", "{l: for i in 1..100000 return i, r: for i in 1..800000 return l instance of list<number>}.r", TURNS),
    ("values put in before", "count(for i in 1..20000 return insert before(if i = 1 then [0] else partial, 1, i))", TURNS),
    ("each once, of many", "count(union(for i in 1..100000 return i, for i in 1..100000 return -i))", TURNS),
    ("a context of many entries", "context(for i in 1..100000 return {key: string(i), value: i})", TURNS),
    ("entries looked up one by one", "{c: context(for i in 1..10000 return {key: string(i), value: i}), r: for i in 1..900000 return get value(c, \"10000\")}.r", TURNS),
    # patterns
    ("a pattern that goes back", f'matches({EVIL}, "^(a+)+$")', ("limit-reached", "LIMIT_PATTERN_STEPS")),
    ("many patterns that go back", f'for i in 1..100000 return matches({EVIL}, "^(a+)+$" + string(modulo(i, 2)))', ("limit-reached", "LIMIT_PATTERN_STEPS")),
    ("a pattern repeated by repetition", 'matches("a", "((((a{1,1000}){1,1000}){1,1000}){1,1000})")', ("bad-pattern", "too large")),
    ("many large patterns", 'for i in 1..900000 return matches("a", "((a{1,100}){1,100})" + string(modulo(i, 2)))', TURNS),
    ("groups in one another", f'matches("a", "{"(" * 5000}a{")" * 5000}")', ("bad-pattern", "LIMIT_EXPRESSION_DEPTH")),
    ("classes in one another", f'matches("a", "{"[a-z-" * 3000}[b]{"]" * 3000}")', ("bad-pattern", "LIMIT_EXPRESSION_DEPTH")),
    ("split by what goes back", f'split({EVIL}, "(a+)+$")', ("limit-reached", "LIMIT_PATTERN_STEPS")),
    # numbers
    ("10 ** 10 ** 10", "10 ** 10 ** 10", "1" + "0" * 100),
    ("10 ** (10 ** 10)", "10 ** (10 ** 10)", ("out-of-range", "exponent")),
    ("a small base, a huge exponent", "decimal(1.0000000001 ** 999999999, 10)", "1.1051709180"),
    ("exp of a billion", "exp(1e9)", ("out-of-range", "range of numbers")),
    ("exp of minus a billion", "exp(-1e9)", "0"),
    ("many exponentials", "for i in 1..900000 return exp(i / 1000)", TURNS),
    ("many roots", "for i in 1..900000 return (1 + 1 / i) ** 0.3333", TURNS),
    ("many deviations", "for i in 1..2000 return stddev(for j in 1..400 return j * 10 ** j)", TURNS),
    ("a million digits", "1" * 1000000, LONG),
    ("sixty thousand digits", "1" * 60000, DIGITS),
    ("digits behind the point", "0." + "1" * 60000, DIGITS),
    ("digits of an exponent", "1e" + "9" * 50000, DIGITS),
    # texts of expressions
    ("brackets", "[" * 30000 + "]" * 30000, DEEP),
    ("parentheses", "(" * 30000 + "1" + ")" * 30000, DEEP),
    ("braces", "{a:" * 15000 + "1" + "}" * 15000, DEEP),
    ("minus signs", "-" * 60000 + "1", DEEP),
    ("ifs", "if true then " * 3000 + "1" + " else 2" * 3000, DEEP),
    ("fors", "for a in [1] return " * 3000 + "1", DEEP),
    ("functions", "function(a) " * 5000 + "1", DEEP),
    ("a chain of sums", "1" + "+1" * 30000, CHAIN),
    ("a chain of paths", "a" + ".a" * 30000, CHAIN),
    ("a chain of filters", "[1]" + "[1]" * 20000, CHAIN),
    ("a chain of calls", "f" + "()" * 30000, CHAIN),
    ("comments", "1" + "/*x*/" * 10000, "1"),
    ("a text that does not end", '"' + "a" * 60000, ("syntax", "no closing quote")),
    ("escapes that do not end", '"' + "\\" * 60001, ("syntax", "no closing quote")),
    ("types in one another", "1 instance of " + "list<" * 5000 + "number" + ">" * 5000, DEEP),
    # comparators
    ("all precede all", "count(sort(for i in 1..50000 return i, function(a, b) true))", "50000"),
    ("nothing precedes", "sort([3, 2, 1], function(a, b) null)", ("wrong-type", "precedes gives null")),
    ("what is no answer", "sort([3, 2, 1], function(a, b) a)", ("wrong-type", "precedes gives number")),
    ("a slow comparator", "sort(for i in 1..50000 return i, function(a, b) every x in 1..1000 satisfies x > 0)", TURNS),
    ("a comparator of one", "sort([2, 1], function(a) true)", ("wrong-arguments", "1 arguments, not 2")),
    ("a comparator that sorts", "{s: function(s, l) sort(l, function(a, b) count(s(s, l)) > 0), r: s(s, [2, 1])}.r", ("too-deep", "LIMIT_CALL_DEPTH")),
]


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def run(binary, expression, *options):
    begun = time.monotonic()
    try:
        done = subprocess.run([binary, "feel", "--lines", *options], input=expression + "\n", capture_output=True, text=True, check=False, timeout=SECONDS, preexec_fn=bounded)
    except subprocess.TimeoutExpired:
        return {"gone": f"runs for more than {SECONDS} seconds"}, SECONDS
    try:
        return json.loads(done.stdout), time.monotonic() - begun
    except ValueError:
        return {"gone": f"exit {done.returncode}: {done.stderr[:200]}"}, time.monotonic() - begun


def fault(answer, wanted):
    """What is wrong; None: nothing."""
    if "gone" in answer:
        return answer["gone"]
    problems = answer.get("problems", [])
    if isinstance(wanted, str):
        value = answer.get("value", "")
        return None if value.startswith(wanted) and not problems else f"{value[:80]} {problems[:2]}"
    name, words = wanted
    told = any(problem["name"] == name and words in problem["message"] for problem in problems)
    return None if told else f"{answer.get('value', '')[:80]} {problems[:3]}"


def main():
    failed = number = 0
    seen = set()
    for name, expression, wanted in CASES:
        for options in ((),) if wanted in seen else ((), ("--strict",)):
            seen.add(wanted)
            number += 1
            answer, seconds = run(sys.argv[1], expression, *options)
            wrong = fault(answer, wanted)
            failed += wrong is not None
            print(f"{'not ok' if wrong else 'ok'} {number} - {name}{' strictly' * bool(options)}, {seconds:.1f} s")
            if wrong:
                print(f"# {wrong}")
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
