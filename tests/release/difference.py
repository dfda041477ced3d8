#!/usr/bin/env python3
"""tests/release/difference.py OLD NEW: what came, went and moved between two bills, worked out apart from the program: sets of (package,
version), read with Python's own JSON and XML. One line a change; `declarant release check OLD NEW --json` must list the same."""
import collections
import json
import re
import sys
import xml.etree.ElementTree as xml
from urllib.parse import unquote

SMALL = {"npm", "pypi", "golang", "nuget", "composer", "deb", "rpm", "apk", "alpm", "github", "bitbucket", "conda", "hex", "pub"}


def package(purl):
    """(package, version) of a package URL, in the one spelling of its type."""
    body = re.split(r"[?#]", purl, maxsplit=1)[0].removeprefix("pkg:").lstrip("/")
    kind, _, rest = body.partition("/")
    mark = rest.find("@", rest.rfind("/") + 2)
    rest, version = (rest[:mark], rest[mark + 1:]) if mark >= 0 else (rest, "")
    name = unquote(rest).lower() if kind.lower() in SMALL else unquote(rest)
    return f"pkg:{kind.lower()}/{re.sub(r'[-_.]+', '-', name) if kind.lower() == 'pypi' else name}", unquote(version)


def one(kind, group, name, version, purl):
    if not purl:
        return f"{kind or 'library'}:{group + '/' if group else ''}{name}", version or ""
    who, inside = package(purl)
    return who, version or inside


def of_json(components):
    for told in components or ():
        yield one(told.get("type"), told.get("group"), told["name"], told.get("version"), told.get("purl"))
        yield from of_json(told.get("components"))


def of_xml(around, space):
    for told in around.findall(f"{space}component") if around is not None else ():
        text = lambda name: (told.findtext(space + name) or "").strip()
        yield one(told.get("type"), text("group"), text("name"), text("version"), text("purl"))
        yield from of_xml(told.find(f"{space}components"), space)


def of_spdx(bill):
    described = set(bill.get("documentDescribes", ())) | {told["relatedSpdxElement"] for told in bill.get("relationships", ()) if told["relationshipType"] == "DESCRIBES" and told["spdxElementId"] == "SPDXRef-DOCUMENT"}
    for told in bill.get("packages", ()):
        if told["SPDXID"] not in described:
            purl = next((ref["referenceLocator"] for ref in told.get("externalRefs", ()) if ref["referenceType"] == "purl"), "")
            version = told.get("versionInfo", "")
            yield one(told.get("primaryPackagePurpose", "library").lower().replace("_", "-"), "", told["name"], "" if version == "NOASSERTION" else version, purl)


def components(path):
    if str(path).endswith(".xml"):
        root = xml.parse(path).getroot()
        space = root.tag[:root.tag.index("}") + 1]
        return {*of_xml(root.find(f"{space}components"), space), *of_xml(root.find(f"{space}metadata/{space}component/{space}components"), space)}
    with open(path, encoding="utf-8-sig") as file:
        bill = json.load(file)
    if "spdxVersion" in bill:
        return set(of_spdx(bill))
    services = {("service:" + (f"{told['group']}/" if told.get("group") else "") + told["name"], told.get("version", "")) for told in bill.get("services", ())}
    return {*of_json(bill.get("components")), *of_json(bill.get("metadata", {}).get("component", {}).get("components")), *services}


def difference(old, new):
    before, after = components(old), components(new)
    sides = collections.defaultdict(lambda: ([], []))
    for side, left in enumerate((before - after, after - before)):
        for who, version in sorted(left):
            sides[who][side].append(version)
    out = []
    for who, (gone, came) in sides.items():
        for i in range(max(len(gone), len(came))):
            pair = gone[i] if i < len(gone) else None, came[i] if i < len(came) else None
            out.append(("came" if pair[0] is None else "gone" if pair[1] is None else "moved", who, *pair))
    return sorted(out, key=str), len(before & after)


if __name__ == "__main__":
    changes, same = difference(*sys.argv[1:3])
    for change in changes:
        print(*("-" if part is None else part for part in change), sep="\t")
    print(f"{len(changes)} changes, {same} the same", file=sys.stderr)
