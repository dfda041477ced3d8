#!/usr/bin/env python3
# budget: 300
"""tests/lawbook/run.py BINARY: the law as one HTML document.

Two parsers that are not ours read it: expat, which takes nothing that is not well-formed, and Python's html.parser, which sees it as a
browser does. What must stand in it is read from the Markdown pages here, without our reader. The folder hostile/ has rulebooks whose
titles, texts, ids and notes try to leave the place they stand in. Prints TAP.
"""
import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap
from tap import report

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = pathlib.Path(__file__).resolve().parent
BINARY = str(pathlib.Path(sys.argv[1]).resolve())
VOID = {"meta", "br", "hr"}
# All that the book is made of; whatever else stands in a document came from a page.
ELEMENTS = set("""html head meta title style body header nav main section h1 h2 h3 h4 p a ol ul li dl dt dd div span b i em strong code pre
                  blockquote br hr table caption thead tbody tr th td details summary svg path time""".split())
ATTRIBUTES = set("""lang charset http-equiv content name id class href title scope viewBox preserveAspectRatio aria-hidden aria-label data-label d""".split())


def run(*words, rulebooks=ROOT / "rulebooks", cwd=None):
    environment = dict(os.environ, DECLARANT_RULEBOOKS=str(rulebooks), LC_ALL="C.UTF-8")
    return subprocess.run([BINARY, *map(str, words)], capture_output=True, text=True, timeout=100, env=environment, cwd=cwd)


# ---- what the pages say, read here ----

def cells(line):
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def tables(text):
    """(heading above, cells of the header, rows) of each table of a page."""
    lines, heading, at = text.split("\n"), "", 0
    while at < len(lines):
        if lines[at].startswith("#"):
            heading = lines[at]
        if not lines[at].startswith("|"):
            at += 1
            continue
        end = at
        while end < len(lines) and lines[end].startswith("|"):
            end += 1
        yield heading, cells(lines[at]), [cells(line) for line in lines[at + 2:end]]
        at = end


def pages():
    for path in sorted((ROOT / "rulebooks").glob("*/*.md")):
        text = path.read_text(encoding="utf-8")
        yield path, re.search(r"^jurisdiction: (\w+)", text, re.M).group(1), text


def rules_and_sources():
    """(ids and aliases of rows, (country, source id), rows whose own column says unverified)"""
    rules, sources, unverified = set(), set(), set()
    for _, country, text in pages():
        for heading, head, rows in tables(text):
            if heading == "## Sources":
                sources |= {(country, row[0]) for row in rows}
            elif heading == "## Exchange rates":
                rules |= {row[0] for row in rows}
            elif heading.startswith("### ") and head[0] not in ("example", "reading"):
                rules |= {name.strip() for row in rows for name in row[0].split(",")}
                if "confidence" in head:
                    unverified |= {row[0].split(",")[0].strip() for row in rows if row[head.index("confidence")] == "unverified"}
    return rules, sources, unverified


# ---- what the document holds ----

class Nesting(html.parser.HTMLParser):
    """As a browser reads it: every element is closed where it was opened."""

    def __init__(self):
        super().__init__()
        self.open, self.faults = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        if tag not in VOID | {"path"}:
            self.faults.append(f"{self.getpos()}: <{tag}/> closes nothing in a browser")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"{self.getpos()}: </{tag}> out of place")


def check_sound(name, text):
    """Well-formed, nested, ids once, links that lead somewhere inside, nothing from outside. The tree, or None."""
    try:
        tree = ET.fromstring(text)
    except ET.ParseError as fault:
        report(f"{name}: well-formed", False, fault)
        return None
    report(f"{name}: well-formed", True)
    seen = Nesting()
    seen.feed(text)
    report(f"{name}: a browser's parser nests it alike", not seen.faults and not seen.open, "\n".join(map(str, seen.faults[:5])))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    report(f"{name}: every id once", len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})[:5] if len(ids) != len(set(ids)) else "")
    known = set(ids)
    astray = [element.get("href") for element in tree.iter() if element.get("href") is not None and (element.get("href")[:1] != "#" or element.get("href")[1:] not in known)]
    report(f"{name}: every link leads to a place in it", not astray, astray[:5])
    foreign = sorted({element.tag for element in tree.iter()} - ELEMENTS) + sorted({key for element in tree.iter() for key in element.attrib} - ATTRIBUTES)
    report(f"{name}: no element and no attribute but the book's own", not foreign, foreign)
    style = "".join(element.text or "" for element in tree.iter("style"))
    report(f"{name}: the style asks for nothing outside", not re.search(r"url\(|@import|https?:", style), style[:200])
    return tree


def words_of(element):
    return " ".join("".join(element.itertext()).split())


def check_complete(text, tree):
    rules, sources, unverified = rules_and_sources()
    by_id = {element.get("id"): element for element in tree.iter() if element.get("id")}
    lost = sorted(rules - set(by_id))
    report(f"each of {len(rules)} rule ids is an anchor", len(rules) > 2000 and not lost, lost[:20])
    index = {element.get("id"): {row.get("id") for row in element.iter("tr")} for element in tree.iter("section") if (element.get("id") or "").endswith(":sources")}
    lost = sorted(f"{country}:{source}" for country, source in sources if f"{country}:{source}" not in index.get(f"{country}:sources", ()))
    report(f"each of {len(sources)} sources stands in its country's index", len(sources) > 300 and not lost, lost[:20])
    silent = sorted(one for one in unverified if not by_id[one].find(".//b[@class='mark unverified']") is not None)
    report(f"each of {len(unverified)} rows that say so bear the mark unverified", len(unverified) > 20 and not silent, silent[:20])
    contents = words_of(next(tree.iter("nav")))
    report("the contents name every country", all(name in contents for name in ("China", "India", "Vietnam")))
    open_details = [element for element in tree.iter("details") if element.get("open") is not None]
    report("examples are there, and folded", len(list(tree.iter("details"))) > 500 and not open_details)


def check_counts(binary_counts):
    told = json.loads(run("law", "list", "--json").stdout)
    report("as many pages as the list has", binary_counts["pages"] == len(told["pages"]), binary_counts)
    report("as many rows", binary_counts["rows"] == sum(page["rows"] for page in told["pages"]), binary_counts)
    report("as many sources", binary_counts["sources"] == len(told["sources"]), binary_counts)


def check_languages():
    """Titles are shown in the reader's language and, beside it, in the others; the phrases say how."""
    import csv
    with open(ROOT / "data" / "phrases" / "titles.csv", encoding="utf-8", newline="") as file:
        titles = {row["en"]: row for row in csv.DictReader(file)}
    english = {re.search(r"^# (.*)$", text, re.M).group(1) for _, _, text in pages()} & set(titles)
    for language in ("zh", "vi"):
        tree = check_sound(f"in {language}", run("law", "book", "--lang", language).stdout)
        if tree is None:
            continue
        shown = {words_of(element) for element in tree.iter("h3")}
        lost = [one for one in english if titles[one][language] and titles[one][language] not in shown]
        report(f"every title that has {language} is in {language}", len(english) > 30 and not lost, lost[:5])
        beside = {words_of(element) for element in tree.iter("span") if element.get("lang") == "en"}
        lost = [one for one in english if titles[one][language] and one not in beside]
        report(f"and beside {language} stands English", not lost, lost[:5])


HOSTILE = ['"><script>alert(3)</script>: a title & <b>more</b>', "<script>alert(4)</script>", "<img src=x onerror=alert(1)> which?", "Law \"of quotes\" ' onmouseover='alert(9)' <script>x",
           "</code><script>alert(12)</script>", "what </p><script>alert(8)</script> leaves out.", "</tr><script>alert(14)", "1(<script>alert(13))", "]]> &amp; <style>*{}</style>"]


def check_hostile():
    text = run("law", "book", rulebooks=HERE / "hostile").stdout
    tree = check_sound("hostile pages", text)
    if tree is None:
        return
    told = " ".join("".join(tree.itertext()).split())
    lost = [words for words in HOSTILE if words not in told]
    report("what tries to leave its place stands there as text", not lost, lost)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    report("a row named like the frame does not take its place", ids.count("guide") == 1 and "guide~XX" in ids and "XX~XX" in ids, ids)
    report("a row id with marks of HTML is its anchor", 'R"<1>' in ids, ids)


def check_files():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        done = run("law", "book", "--jurisdiction", "vn", "--output", folder / "book.html")
        written = (folder / "book.html").read_text(encoding="utf-8") if done.returncode == 0 else ""
        report("--output writes the document", written.startswith("<!DOCTYPE html>") and not done.stdout, done.stderr)
        report("which is what is printed without it", written == run("law", "book", "--jurisdiction", "VN").stdout)
        report("of one country only", 'id="VN"' in written and 'id="CN"' not in written)
        done = run("law", "book", "--jurisdiction", "VN", "--json", "--output", folder / "other.html")
        counts = json.loads(done.stdout)
        report("--json tells what was written", counts["output"].endswith("other.html") and counts["rows"] > 100 and "html" not in counts, done.stdout[:200])
        done = run("law", "book", "--output", folder / "none" / "book.html")
        report("a place that cannot be written is an error, and leaves nothing", done.returncode == 1 and "[" in done.stderr and sorted(path.name for path in folder.iterdir()) == ["book.html", "other.html"], done.stderr)
        done = run("law", "list", "--jurisdiction", "VN", "--output", folder / "list.txt")
        report("the other verbs mind --output, too", done.returncode == 0 and not done.stdout and (folder / "list.txt").read_text(encoding="utf-8") == run("law", "list", "--jurisdiction", "VN").stdout)
        done = run("law", "book", "--jurisdiction", "ZZ")
        report("a country without a page is not covered", done.returncode == 3 and not done.stdout, done.stderr)


def main():
    done = run("law", "book", "--json")
    told = json.loads(done.stdout)
    text = told.pop("html")
    tree = check_sound("the shipped law", text)
    if tree is not None:
        check_complete(text, tree)
        check_counts(told)
    check_languages()
    check_hostile()
    check_files()
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
