#!/usr/bin/env python3
"""tests/release/run.py BINARY: `declarant release check` - bills of materials, their difference, and the verdicts on it.

The differences of real bills are worked out a second time here, from the JSON alone. What came of cryptography is written by hand from the
bills (expected.tsv: the two bills, the day, what must be found). Prints TAP.
"""
# plain build only: tests/casework goes through the commands under the sanitizers
import concurrent.futures
import copy
import csv
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import textwrap
import xml.etree.ElementTree as xml

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parent.parent)]
import commands
import difference
import tap
from commands import ROOT
from tap import report

HERE = pathlib.Path(__file__).resolve().parent
DATA = pathlib.Path(os.environ.get("DECLARANT_TESTDATA", ROOT.parent / "shared")) / "data/samples/sbom"
EXAMPLES = ROOT / "examples/releases"
OLD, NEW, MODEL = (EXAMPLES / f"accounts-{version}.cdx.json" for version in ("7.0", "7.1", "8.0"))


def run(*words):
    return commands.run("release", "check", *words)


def checked(*words):
    done = run(*words, "--json")
    return done.returncode, json.loads(done.stdout)


NOWHERE = ("--jurisdiction", "JP")  # a country without pages: what bills tell is read, no rules are asked, exit 3


def read(*words):
    """What the bills tell, apart from any law."""
    done = run(*words, *NOWHERE, "--json")
    return json.loads(done.stdout)


def written(bill, *, text=None):
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8", delete=False) as file:
        file.write(json.dumps(bill) if text is None else text)
    return file.name


def levels(paper, country=None, by=None):
    return sorted(row["level"] for row in paper["verdicts"] if country in (None, row["country"]) and by in (None, row["by"]))


def traits(paper):
    return sorted((row["change"], row["kind"], row["name"], str(row["bits_after"] or "")) for row in paper["traits"])


# ---- the difference, worked out a second time ----

def found_difference(paper):
    """As difference.py has it: None for what is not there, each package in its one spelling."""
    rows = [(row["change"], row["component"], row["before"], row["after"]) for row in paper["components"]]
    return sorted(((change, difference.package(name)[0] if name.startswith("pkg:") else name, None if change == "came" else before or "", None if change == "gone" else after or "") for change, name, before, after in rows), key=str)


def test_real_bills():
    if not DATA.is_dir():
        report(f"bills of others # SKIP {DATA} is not there", True)
        return False
    old, new = DATA / "proton-bridge-v1.6.3.bom.json", DATA / "proton-bridge-v1.8.0.bom.json"
    for one, other in ((old, new), (new, old)):
        exit, paper = checked(one, other)
        expected, _ = difference.difference(one, other)
        report(f"{one.name} to {other.name}: the same difference as worked out from the JSON", found_difference(paper) == expected and len(expected) == 7, (found_difference(paper), expected))
        report(f"{one.name} to {other.name}: seven other versions of libraries ask for nothing", exit == 0 and set(levels(paper)) == {"none"}, paper["verdicts"])
    return True


def test_samples():
    """By hand from the samples: algorithm and key length as each component tells them."""
    with open(HERE / "expected.tsv", encoding="utf-8", newline="") as file:
        for name, expected in csv.reader((line for line in file if not line.startswith("#")), delimiter="\t"):
            exit, paper = checked(DATA / "valid-bom-1.6.json", DATA / name)
            got = ["|".join(row) for row in traits(paper)]
            report(f"{name}: what it tells", got == sorted(expected.split(", ")), (got, expected))
            report(f"{name}: by the procedure it is declared", exit == 5 and "declare" in levels(paper, "CN", "AP26"), paper["verdicts"])
            report(f"{name}: by the law nothing that comes over the network is", "declare" not in levels(paper, by="law"), paper["verdicts"])


# ---- our own bills ----

def test_examples():
    exit, paper = checked(OLD, NEW)
    report("a new library and another version: nothing", exit == 0 and set(levels(paper)) == {"none"}, paper)
    report("what came and what moved", [row[:2] for row in found_difference(paper)] == [("came", "pkg:npm/calendar-view"), ("moved", "pkg:npm/chart-view")], paper["components"])
    exit, paper = checked(OLD, MODEL)
    report("a model and a cipher: declared by the procedure", exit == 5 and levels(paper, "CN", "AP26") == ["declare"], paper)
    report("the cipher is looked at by China's and Viet Nam's law", levels(paper, "CN", "law") == ["none", "note"] and levels(paper, "VN", "law") == ["none", "note"], paper["verdicts"])
    sources = {row["fact"]: row["component"] for row in paper["facts"]}
    report("each fact names the component it is known from", sources["new_core_function"] == "machine-learning-model:forecast-net" and "AES-256" in sources["new_encryption"], sources)
    exit, paper = checked(OLD, OLD)
    report("the same bill twice: nothing changed", exit == 0 and not paper["components"] and not paper["traits"] and paper["bills"]["same"] == 3, paper)
    report("before the procedure it says nothing", levels(checked(OLD, MODEL, "--as-of", "2025-12-31")[1], by="AP26") == [], "")
    report("on its first day it speaks", levels(checked(OLD, MODEL, "--as-of", "2026-01-01")[1], by="AP26") == ["declare"], "")
    exit, paper = checked(OLD, MODEL, "--as-of", "2020-12-31", "--jurisdiction", "CN")
    report("before the import list no key is looked at, but the law on cryptography is", exit == 0 and levels(paper) == ["none", "note"] and "CN-CRY-03/v" in str(paper["verdicts"]), paper["verdicts"])
    exit, paper = checked(OLD, MODEL, "--as-of", "1999-10-06", "--jurisdiction", "CN")
    report("before the regulations of 1999 nothing is", levels(paper) == ["none"], paper["verdicts"])
    exit, paper = checked(OLD, MODEL, "--jurisdiction", "JP")
    report("a country without rules on versions: not known", exit == 3 and not paper["verdicts"], paper)


def test_told():
    disc = written({"delivered_online": False})
    exit, paper = checked(OLD, NEW, "--facts", disc)
    report("on a new carrier it is a new import, by the law of all three", exit == 5 and levels(paper, by="law") == ["declare"] * 3, paper["verdicts"])
    core = written({"new_core_function": True})
    report("a core function that no bill shows", checked(OLD, NEW, "--facts", core)[0] == 5, "")
    plan = {"upgrade_plan_filed_on": "2026-01-05", "updates_before_this_year": "1"}
    exit, paper = checked(OLD, NEW, "--jurisdiction", "CN", "--facts", written(plan))
    report("the second update of a plan", exit == 0 and "within the plan that was filed" in str(paper["verdicts"]), paper["verdicts"])
    plan["updates_before_this_year"] = "2"
    exit, paper = checked(OLD, NEW, "--jurisdiction", "CN", "--facts", written(plan), "--fail-on", "note")
    report("the third: the plan is used up", exit == 5 and "plan of upgrades used up" in str(paper["verdicts"]), paper["verdicts"])
    plan["updates_filed_a_year"] = "4"
    report("a plan of four has one left", checked(OLD, NEW, "--jurisdiction", "CN", "--facts", written(plan), "--fail-on", "note")[0] == 0, "")
    done = run(OLD, NEW, "--facts", written({"new_core_functoin": True}))
    report("an unknown fact is refused by name", done.returncode == 1 and "new_core_functoin" in done.stderr, done.stderr)


# ---- what must not matter ----

def test_order():
    rng = random.Random(20261122)
    bills = [json.loads(path.read_text()) for path in (OLD, MODEL)]
    expected = checked(OLD, MODEL)[1]
    for turn in range(3):
        mixed = []
        for bill in copy.deepcopy(bills):
            rng.shuffle(bill["components"])
            mixed.append(written(bill))
        paper = checked(*mixed)[1]
        report(f"order {turn} of the components changes nothing", all(paper[part] == expected[part] for part in ("components", "traits", "verdicts", "facts")), paper)


def spdx_of(bill):
    packages = [{"SPDXID": f"SPDXRef-{i}", "name": component["name"], "versionInfo": component.get("version", ""), "downloadLocation": "NOASSERTION",
                 "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": component["purl"]}]}
                for i, component in enumerate(bill["components"]) if "purl" in component]
    return {"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "Accounts", "packages": packages}


def test_forms():
    old, new = json.loads(OLD.read_text()), json.loads(NEW.read_text())
    one = checked(OLD, NEW)[1]["components"]
    two = checked(written(spdx_of(old)), written(spdx_of(new)))[1]["components"]
    key = [(row["change"], row["component"], row["before"], row["after"]) for row in one]
    report("SPDX 2.3 gives the same difference as CycloneDX", key == [(row["change"], row["component"], row["before"], row["after"]) for row in two], two)
    nested = copy.deepcopy(new)
    nested["components"][0]["components"] = [{"type": "machine-learning-model", "name": "hidden-net"}]
    report("a model inside of a component is found", checked(OLD, written(nested))[0] == 5, "")
    for version in ("1.4", "1.5", "1.6"):
        bill = dict(new, specVersion=version)
        report(f"CycloneDX {version} is read", checked(OLD, written(bill))[0] == 0, "")
    library = copy.deepcopy(new)
    library["components"].append({"type": "library", "name": "openssl", "version": "3.0.2", "purl": "pkg:deb/debian/openssl@3.0.2?arch=amd64"})
    exit, paper = checked(OLD, written(library))
    report("a library that is known to carry cryptography is new encryption", exit == 5 and ("came", "cryptography library", "pkg:deb/debian/openssl", "") in traits(paper), traits(paper))
    moved = copy.deepcopy(library)
    moved["components"][-1].update(version="3.0.9", purl="pkg:deb/debian/openssl@3.0.9")
    exit, paper = checked(written(library), written(moved), "--fail-on", "note")
    report("another version of it is a note", exit == 5 and levels(paper, "CN", "AP26") == ["none", "note"], paper["verdicts"])
    report("which does not stop a pipeline by itself", checked(written(library), written(moved))[0] == 0, "")


def cipher(bits):
    return {"type": "cryptographic-asset", "name": f"AES-{bits}", "cryptoProperties": {"assetType": "algorithm", "algorithmProperties": {"primitive": "block-cipher", "parameterSetIdentifier": str(bits)}}}


def test_keys():
    bill = json.loads(OLD.read_text())
    short, long = copy.deepcopy(bill), copy.deepcopy(bill)
    short["components"].append(cipher(128))
    long["components"].append(cipher(256))
    exit, paper = checked(written(short), written(long), "--jurisdiction", "CN", "--fail-on", "note")
    report("a longer key of an algorithm that was there", traits(paper) == [("longer key", "algorithm", "AES", "256")] and exit == 5, traits(paper))
    report("is no new encryption", all(row["value"] == "false" for row in paper["facts"] if row["fact"] == "new_encryption"), paper["facts"])
    exit, paper = checked(written(long), written(short), "--jurisdiction", "CN")
    report("a shorter one asks for nothing", traits(paper) == [("shorter key", "algorithm", "AES", "128")] and set(levels(paper)) == {"none"}, paper["verdicts"])


# ---- names ----

def bill_of(*components):
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": list(components)}


def test_names():
    """Names marked by hand. What was measured before the list grew by its misses stands in docs/measurements/release.md."""
    with open(HERE / "names.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    new = bill_of(*({"type": "library", "name": row["purl"].rpartition("/")[2], "version": "1", "purl": row["purl"] + "@1"} for row in rows))
    found = {row["component"]: row["kind"] for row in read(written(bill_of()), written(new))["traits"]}
    kinds = {"cryptography": "cryptography library", "signatures": "cryptography library", "learning": "machine-learning library", "-": None}
    wrong = [row["purl"] for row in rows if found.get(row["purl"]) != kinds[row["truth"]]]
    report(f"{len(rows)} names of packages tell what they are marked with", len(rows) > 350 and not wrong, wrong)
    hashes = written(bill_of(*({"type": "library", "name": row["purl"], "purl": row["purl"] + "@1"} for row in rows if row["truth"] == "signatures")))
    exit, paper = checked(written(bill_of()), hashes, "--jurisdiction", "CN")
    facts = {row["fact"]: row["value"] for row in paper["facts"]}
    report("what signs or hashes is a note, no new encryption", exit == 0 and "note" in levels(paper) and facts["new_encryption"] == "false" and facts["new_signing_library"] == "true", paper["verdicts"])
    bare = ("cryptocurrency-icons", "aiofiles", "constants", "tls-check", "aider", "snow", "age", "ring", "openssl-wrapper-docs")
    quiet = written(bill_of(*({"type": "library", "name": name, "version": "1"} for name in bare)))
    report("names alone that only sound like it", not read(written(bill_of()), quiet)["traits"], bare)
    known = written(bill_of(*({"type": "library", "name": name, "version": "1"} for name in ("openssl", "libsodium", "org.bouncycastle")),
                            {"type": "library", "group": "org.bouncycastle", "name": "bcprov-jdk18on"}))
    report("names alone that are known", len(read(written(bill_of()), known)["traits"]) == 4, "")


# ---- families of algorithms ----

FILLED = {"keyLength": "256", "tagLength": "128", "nonceLength": "96", "ivLength": "96", "hashAlgorithm": "SHA-256", "mode": "CBC", "padding": "PKCS7", "ellipticCurve": "P-256", "namedGroup": "ffdhe2048",
          "parameterSetIdentifier": "768", "iterations": "1000", "dkLen": "32", "cipherAlgorithm": "AES-128"}
NOT = {"signature", "hash", "mac", "xof", "drbg", "kdf"}


def names_of_pattern(pattern):
    """ "AES[-(128|192|256)][-{mode}]": without what may be left out, and with all of it; each choice on its own."""
    bare = pattern
    while (shorter := re.sub(r"\[[^\[\]]*\]", "", bare)) != bare:
        bare = shorter
    out = set()
    for name in (bare, pattern.replace("[", "").replace("]", "")):
        options = [name]
        while any("(" in option for option in options):
            inner = [(option, re.search(r"\(([^()]*)\)", option)) for option in options]
            options = [option[:choices.start()] + choice + option[choices.end():] for option, choices in inner for choice in choices.group(1).split("|")]
        for option in options:
            out.update(re.sub(r"\{(\w+)\}", lambda place: FILLED.get(place.group(1), "x"), one) for one in option.split("|"))
    return sorted(out)


# Names that a signature and an encryption share, or a cipher and the code made of it: alone they count for the heavier.
BOTH = ("RSA-PKCS1-1.5", "AES", "SM2")


def asset(name, number):
    return {"type": "cryptographic-asset", "name": name, "bom-ref": f"{number}:{name}", "cryptoProperties": {"assetType": "algorithm", "algorithmProperties": {"primitive": "unknown"}}}


def test_families():
    """The registry of cryptography definitions that CycloneDX keeps: every family, by every pattern, by name alone, one run for all names of
    one primitive; what does not encrypt by the registry must not here."""
    path = DATA.parent / "schema/cryptography-defs.json"
    if not path.is_file():
        report(f"families of the registry # SKIP {path} is not there", True)
        return
    with open(ROOT / "data/crypto/algorithms.csv", encoding="utf-8", newline="") as file:
        families = {row["family"] for row in csv.DictReader(file)}
    cases = {(name, variant["primitive"]) for family in json.loads(path.read_text())["algorithms"] for variant in family["variant"] for name in names_of_pattern(variant["pattern"])}
    old = written(bill_of())
    for primitive in sorted({primitive for _, primitive in cases}):
        names = sorted(name for name, kind in cases if kind == primitive)
        paper = read(old, written(bill_of(*(asset(name, i) for i, name in enumerate(names)))))
        unknown = [row["name"] for row in paper["traits"] if row["name"] not in families]
        report(f"{primitive}: {len(names)} names of the registry are of a known family", not unknown, unknown)
        if primitive in NOT:
            quiet = [name for name in names if not name.startswith(BOTH)]
            facts = {row["fact"]: row["value"] for row in read(old, written(bill_of(*(asset(name, i) for i, name in enumerate(quiet)))))["facts"]}
            report(f"{primitive}: none of them encrypts", facts["new_encryption"] == "false", facts)


def test_bits():
    """Lengths of keys by name alone; the expected ones are what the names say, or the standard of the algorithm."""
    expected = {"AES-256-GCM": 256, "AES128": 128, "aes-192-cbc": 192, "RSA-2048": 2048, "rsa4096": 4096, "ECDSA-P-256-SHA-256": 256, "ECDH-P-521": 521, "ECDSA-SHA256": None, "Ed25519": 255, "X448": 448, "3DES": 168,
                "ChaCha20-Poly1305": 256, "SM4-CBC": 128, "SM2": 256, "ML-KEM-768": None, "ML-DSA-65": None, "SLH-DSA-SHA2-128f": None, "SHA512withRSA": None, "secp256k1-ECDSA": 256, "brainpoolP384r1-ECDH": 384,
                "RSA-X9.31": None, "HC-128": 128, "CTR_DRBG-AES-128-256": 128, "GOST28147": 256, "Ascon-AEAD128": 128}
    for name, bits in expected.items():
        rows = read(written(bill_of()), written(bill_of(asset(name, 0))))["traits"]
        report(f"{name}: {bits or 'no'} bits", len(rows) == 1 and rows[0]["bits_after"] == bits, rows)


# ---- pipelines ----

def test_pipelines():
    done = run(OLD, MODEL, "--format", "sarif")
    sarif = json.loads(done.stdout)
    results, rules = sarif["runs"][0]["results"], {rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]}
    report("SARIF: version, driver, results that name their rules", sarif["version"] == "2.1.0" and results and all(result["ruleId"] in rules for result in results), done.stdout)
    report("SARIF: the exit code stays", done.returncode == 5, done.stderr)
    report("SARIF: one error, for the procedure", [r["level"] for r in results].count("error") == 1, done.stdout)
    lines = MODEL.read_text().splitlines()
    place = results[0]["locations"][0]["physicalLocation"]
    report("SARIF: the place is where the component begins", "{" in lines[place["region"]["startLine"] - 1] and place["artifactLocation"]["uri"].endswith("accounts-8.0.cdx.json"), place)
    suite = xml.fromstring(run(OLD, MODEL, "--format", "junit").stdout)
    cases = suite.findall("testcase")
    report("JUnit: as many tests and failures as it says", int(suite.get("tests")) == len(cases) and int(suite.get("failures")) == len(suite.findall("testcase/failure")) == 1, "")
    for words, what, skipped in ((("--jurisdiction", "JP"), "a country without rules", 1), (("--facts", written({"delivered_online": None})), "nobody told how it comes", 0)):
        suite = xml.fromstring(run(OLD, MODEL, "--format", "junit", *words).stdout or "<none/>")
        if suite.tag != "none":
            counts = {name: int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")}
            told = {"tests": len(suite.findall("testcase")), "failures": len(suite.findall("testcase/failure")), "errors": 0, "skipped": len(suite.findall("testcase/skipped"))}
            report(f"JUnit, {what}: as many of each as it says", counts == told and counts["skipped"] >= skipped, (counts, told))
    for form in ("text", "csv", "html"):
        for language in ("en", "zh", "vi"):
            done = run(OLD, MODEL, "--format", form, "--lang", language)
            report(f"{form} in {language}", done.returncode == 5 and len(done.stdout) > 200, done.stderr)


# ---- bad input ----

ODD = (7, -1.5, True, None, "", "x", [], {}, [[]], [None], [7], ["x"], [{}], {"a": 1}, "\u0000", "9" * 5000, "pkg:", "pkg:npm/", "pkg:npm/%zz@%", "=cmd()")


def paths_in(value, path=()):
    """Every place of a document, itself apart."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield path + (key,)
        yield from paths_in(inner, path + (key,))


def changed_at(document, path, value, remove=False):
    copied = copy.deepcopy(document)
    around = copied
    for key in path[:-1]:
        around = around[key]
    if remove:
        del around[path[-1]]
    else:
        around[path[-1]] = value
    return copied


def whole_bill():
    """Something of every member that is read."""
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": {"type": "application", "name": "a", "version": "1", "bom-ref": "a", "components": [{"type": "library", "name": "in"}]}},
            "components": [{"type": "library", "group": "g", "name": "n", "version": "1", "purl": "pkg:npm/%40g/n@1", "bom-ref": "n", "hashes": [{"alg": "SHA-256", "content": "00"}],
                            "licenses": [{"license": {"id": "MIT"}}, {"expression": "MIT OR X"}], "components": [{"type": "library", "name": "m"}], "modelCard": {}, "data": [{"type": "dataset"}]},
                           {"type": "cryptographic-asset", "name": "k", "bom-ref": "k", "cryptoProperties": {"assetType": "related-crypto-material", "relatedCryptoMaterialProperties": {"type": "key", "size": 256, "algorithmRef": "x"},
                            "algorithmProperties": {"primitive": "ae", "parameterSetIdentifier": "256", "curve": "c", "mode": "gcm", "algorithmFamily": "AES"},
                            "protocolProperties": {"type": "tls", "version": "1.3", "cipherSuites": [{"name": "TLS_AES_128_GCM_SHA256"}], "ikev2TransformTypes": {"encr": [{"name": "ENCR_AES_GCM", "keyLength": 128}]}}}}],
            "services": [{"name": "s", "version": "1", "services": [{"name": "t"}]}], "dependencies": [{"ref": "a", "dependsOn": ["n"]}, {"ref": "n", "dependsOn": ["a"]}]}


def whole_spdx():
    return {"spdxVersion": "SPDX-2.3", "name": "d", "documentDescribes": ["SPDXRef-1"], "packages": [{"SPDXID": "SPDXRef-1", "name": "p", "versionInfo": "1", "primaryPackagePurpose": "LIBRARY", "licenseConcluded": "MIT",
            "licenseDeclared": "MIT", "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:npm/p@1"}], "checksums": [{"algorithm": "SHA256", "checksumValue": "00"}]}],
            "files": [{"SPDXID": "SPDXRef-2", "fileName": "a.onnx"}], "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-1"}]}


def test_every_member():
    """Every member of a bill in turn is missing, or is one of ODD things, by a draw that is the same each time: read, or an error with a name and a place."""
    rng = random.Random(8)
    for form, bill in (("CycloneDX", whole_bill()), ("SPDX", whole_spdx())):
        good = written(bill)
        assert run(good, good, *NOWHERE).returncode == 3
        changes = [(path, value) for path in paths_in(bill) for value in (..., rng.choice(ODD))]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            done = list(pool.map(lambda change: run(good, written(changed_at(bill, *change, remove=change[1] is ...)), *NOWHERE), changes))
        told = [one.returncode == 3 or one.returncode == 1 and re.search(r":\d+:\d+: error: .* \[[a-z0-9-]+\]", one.stderr) for one in done]
        wrong = [(change, one.returncode, one.stderr[:200]) for change, one, good_one in zip(changes, done, told) if not good_one]
        report(f"{form}: every member missing or odd is read, or refused with its place", not wrong, wrong)
        text = json.dumps(bill)
        cuts = [run(good, written(None, text=text[:cut]), *NOWHERE).returncode for cut in rng.sample(range(len(text)), 20)]
        report(f"{form}: cut short anywhere it is refused", set(cuts) == {1}, cuts)


CYCLONEDX_XML = """<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><metadata><component type="application"><name>Accounts</name><version>8</version></component></metadata>
<components><component type="library" bom-ref="a"><name>chart-view</name><version>2.1.0</version><hashes><hash alg="SHA-256">00</hash></hashes><licenses><license><id>MIT</id></license></licenses>
<purl>pkg:npm/chart-view@2.1.0</purl><components><component type="machine-learning-model"><name>inner-net</name></component></components></component>
<component type="cryptographic-asset"><name>AES-256</name><cryptoProperties><assetType>algorithm</assetType><algorithmProperties><primitive>ae</primitive></algorithmProperties></cryptoProperties></component>
</components><services><service><name>mail</name></service></services></bom>"""


def bytes_of(name, content):
    with tempfile.NamedTemporaryFile("wb", suffix=name, delete=False) as file:
        file.write(content)
    return file.name


def test_other_forms():
    """CycloneDX as XML, other encodings, and what is known and not read."""
    paper = read(written(bill_of()), bytes_of(".xml", CYCLONEDX_XML.encode()))
    report("XML: components, the one inside, services", [row["component"] for row in paper["components"]] == ["cryptographic-asset:AES-256", "machine-learning-model:inner-net", "pkg:npm/chart-view", "service:mail"], paper["components"])
    report("XML: its model and its algorithm", ("came", "algorithm", "AES", "256") in traits(paper) and ("came", "machine-learning model", "machine-learning-model:inner-net", "") in traits(paper), traits(paper))
    report("XML: the product", "Accounts 8 (CycloneDX 1.6" in paper["bills"]["new"], paper["bills"])
    text = OLD.read_text()
    for name, content in (("UTF-16 with its mark", b"\xff\xfe" + text.encode("utf-16-le")), ("UTF-16, the other way round", b"\xfe\xff" + text.encode("utf-16-be")), ("UTF-8 with a mark", b"\xef\xbb\xbf" + text.encode())):
        paper = read(OLD, bytes_of(".json", content))
        report(f"{name}: read as what it is", paper["bills"]["same"] == 3, paper["bills"])
    refused = {
        "XML that defines entities": (b'<!DOCTYPE x [<!ENTITY a "b">]><bom xmlns="http://cyclonedx.org/schema/bom/1.6">&a;</bom>', "xml-document-type"), "XML of something else": (b"<a/>", "sbom-form"),
        "XML of an unknown version": (b'<bom xmlns="http://cyclonedx.org/schema/bom/9.9"/>', "sbom-version"), "XML cut short": (CYCLONEDX_XML[:300].encode(), "xml"),
        "SPDX 3": (b'{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": []}', "sbom-form"), "SPDX as tags": (b"SPDXVersion: SPDX-2.3\n", "sbom-form"), "YAML": (b"bomFormat: CycloneDX\n", "sbom-form"),
        "protocol buffers": (b"\n\x031.6\x18\x01\xff\x00", "sbom-form"), "Latin-1": (b'{"bomFormat": "Cyclon\xe9"}', "not-utf8"), "a picture": (b"\x89PNG\r\n\x1a\n\x00", "not-utf8"), "nothing": (b"", "json-syntax"),
        "a key that stands twice": (b'{"bomFormat": "CycloneDX", "bomFormat": "CycloneDX"}', "duplicate-key"), "a key that stands twice far inside": (b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": "a", "name": "b"}]}', "duplicate-key"),
        "lists without end": (b"[" * 100000, "json-depth"),
    }
    for name, (content, message) in refused.items():
        done = run(OLD, bytes_of(".bin", content), *NOWHERE)
        report(f"{name}: refused by name", done.returncode == 1 and f"[{message}" in done.stderr, done.stderr[:300])


def recipes():
    """The commands of docs/release.md in its two recipes, as a shell runs them."""
    words = (ROOT / "docs/release.md").read_text(encoding="utf-8").split("## In a pipeline")[1]
    return [line.strip().removeprefix("- run: ").removeprefix("- ") for line in words.splitlines() if "declarant release check released" in line]


def test_recipes():
    """Both recipes: YAML where a reader of YAML is at hand, and their commands run as they stand."""
    words = (ROOT / "docs/release.md").read_text(encoding="utf-8").split("## In a pipeline")[1]
    blocks = re.findall(r"(?:^    .*\n|^\n)+", words, re.M)
    try:
        import yaml
        loaded = [yaml.safe_load(textwrap.dedent(block)) for block in blocks if "declarant" in block]
        report("the recipes are YAML", len(loaded) == 2 and all(loaded), loaded)
    except ImportError:
        report("the recipes are YAML # SKIP no reader of YAML is here", True)
    commands_told = recipes()
    report("two recipes", len(commands_told) == 2, commands_told)
    for command in commands_told:
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder)
            (place / "build").mkdir()
            (place / "bin").mkdir()
            (place / "bin/declarant").symlink_to(commands.BINARY)
            (place / "released.cdx.json").write_text(OLD.read_text())
            exits = []
            for bill in (NEW, MODEL):
                (place / "build/bom.cdx.json").write_text(bill.read_text())
                environment = dict(os.environ, PATH=f"{place}/bin:{os.environ['PATH']}", DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"))
                exits.append(subprocess.run(["bash", "-ec", command], cwd=place, env=environment, capture_output=True).returncode)
            written_files = [path for path in place.glob("release.*") if path.stat().st_size > 200]
            report(f"runs, and stops for a model: {command}", exits == [0, 5] and len(written_files) == 1, (exits, written_files))


def test_same_thing():
    """What two tools write of one thing is no difference."""
    one = {"type": "library", "group": "@babel", "name": "core", "version": "7.1.0", "purl": "pkg:npm/%40babel/core@7.1.0", "hashes": [{"alg": "SHA-1", "content": "AA"}, {"alg": "SHA-256", "content": "bb"}]}
    pairs = {
        "a purl without escapes": {"purl": "pkg:npm/@babel/core@7.1.0"}, "capitals in it": {"purl": "pkg:NPM/%40Babel/Core@7.1.0"}, "qualifiers": {"purl": "pkg:npm/%40babel/core@7.1.0?vcs_url=x#lib"}, "no version beside it": {"version": None},
        "no purl at all": {"purl": None}, "hashes of other algorithms": {"hashes": [{"alg": "SHA-512", "content": "cc"}, {"alg": "SHA-1", "content": "aa"}]}, "two slashes": {"purl": "pkg://npm/%40babel/core@7.1.0"},
    }
    for name, change in pairs.items():
        for order in (1, -1):
            bills = [written(bill_of(one)), written(bill_of({**one, **change}))][::order]
            paper = read(*bills)
            report(f"{name}, {'after' if order > 0 else 'before'}: nothing changed", not paper["components"] and paper["bills"]["same"] == 1, paper["components"])
    other = {**one, "hashes": [{"alg": "SHA-256", "content": "dd"}]}
    report("one hash of the same algorithm differs: altered", [row["change"] for row in read(written(bill_of(one)), written(bill_of(other)))["components"]] == ["altered"], "")
    report("one component at three places counts once", read(written(bill_of(one)), written(bill_of(one, one, one)))["components"] == [], "")
    pypi = [{"type": "library", "name": name, "purl": f"pkg:pypi/{name}@1"} for name in ("Foo_Bar.baz", "foo-bar-baz")]
    report("names of PyPI as its rules have them", read(written(bill_of(pypi[0])), written(bill_of(pypi[1])))["components"] == [], "")
    renamed = [{"type": "library", "name": "x", "purl": purl} for purl in ("pkg:golang/github.com/dgrijalva/jwt-go@v3.2.0", "pkg:golang/github.com/golang-jwt/jwt/v5@v5.2.1", "pkg:golang/golang.org/x/crypto@v0.1.0", "pkg:pypi/pycrypto@2.6", "pkg:pypi/pycryptodome@3.20")]
    for before, after in ((0, 1), (3, 4)):
        exit, paper = checked(written(bill_of(renamed[before])), written(bill_of(renamed[after])))
        report("a fork in the place of what it was forked from is renamed, no new encryption", [row["change"] for row in paper["traits"]] == ["renamed"] and exit == 0, paper["traits"])
    exit, paper = checked(written(bill_of(renamed[3])), written(bill_of(renamed[3], renamed[4])))
    report("a fork beside it is new", exit == 5 and [row["change"] for row in paper["traits"]] == ["came"], paper["traits"])


def protocol(version):
    return {"type": "cryptographic-asset", "name": f"TLSv{version}", "cryptoProperties": {"assetType": "protocol", "protocolProperties": {"type": "tls", "version": version}}}


def test_weights():
    """What is a note, and what more."""
    exit, paper = checked(written(bill_of(protocol("1.2"))), written(bill_of(protocol("1.2"), protocol("1.3"))), "--jurisdiction", "CN")
    report("another version of a protocol is a note", exit == 0 and ("moved", "protocol", "TLS 1.3", "") in traits(paper) and "S0-37/p" in str(paper["verdicts"]), paper["verdicts"])
    report("a protocol that was not there is new encryption", checked(written(bill_of()), written(bill_of(protocol("1.3"))))[0] == 5, "")
    signs, encrypts = ({**asset("RSA-4096", i), "cryptoProperties": {"assetType": "algorithm", "algorithmProperties": {"primitive": primitive}}} for i, primitive in enumerate(("signature", "pke")))
    encrypts["name"] = "RSA-OAEP"
    report("RSA that encrypts is new where RSA only signed", checked(written(bill_of(signs)), written(bill_of(signs, encrypts)))[0] == 5, "")
    report("RSA that signs is not", checked(written(bill_of()), written(bill_of(signs)))[0] == 0 and checked(written(bill_of(encrypts)), written(bill_of(signs, encrypts)))[0] == 0, "")
    report("both at once are one algorithm that encrypts", checked(written(bill_of()), written(bill_of(signs, encrypts)))[0] == 5 and len(read(written(bill_of()), written(bill_of(signs, encrypts)))["traits"]) == 1, "")
    torch = {"type": "library", "name": "torch", "version": "2", "purl": "pkg:pypi/torch@2"}
    exit, paper = checked(written(bill_of()), written(bill_of(torch)), "--jurisdiction", "CN")
    report("a library that runs models is a note, no model", exit == 0 and "find out whether a model came" in str(paper["verdicts"]) and levels(paper) == ["none", "none", "note"], paper["verdicts"])
    for model in ({"type": "file", "name": "weights/net.gguf"}, {"type": "library", "name": "bert", "purl": "pkg:huggingface/google/bert@1"}, {"type": "library", "name": "m", "purl": "pkg:mlflow/m@1"}, {"type": "application", "name": "m", "modelCard": {}}):
        report(f"a model: {model}", checked(written(bill_of()), written(bill_of(model)))[0] == 5, "")
    spdx = whole_spdx()
    report("a model among the files of SPDX, which are no components", checked(written(dict(spdx, files=[])), written(spdx))[0] == 5 and not checked(written(dict(spdx, files=[])), written(spdx))[1]["components"], "")
    report("a release as its own predecessor", checked(MODEL, MODEL)[0] == 0 and checked(MODEL, MODEL)[1]["traits"] == [], "")
    gone = checked(MODEL, OLD)[1]
    report("the order of the two matters: what came is gone", {row["change"] for row in gone["traits"]} == {"gone"} and checked(MODEL, OLD)[0] == 0, gone["traits"])


def test_said():
    """Said where nothing is wrong, and something may be: one bill twice, two products, the wrong order."""
    product = lambda name, version: written({**bill_of(), "metadata": {"component": {"type": "application", "name": name, "version": version}}})
    told = lambda *bills: " ".join(read(*bills)["notes"])
    one = product("a", "1.10")
    report("the same bill twice", "byte for byte" in told(one, one) and "byte for byte" not in told(one, product("a", "1.11")), told(one, one))
    report("two products", "a and b" in told(one, product("b", "1.10")) and "two names" not in told(one, product("a", "2")), told(one, product("b", "1.10")))
    report("the wrong order", "1.9" in told(one, product("a", "1.9")) and "right order" not in told(product("a", "1.9"), one) + told(one, product("a", "1.10.1")) + told(one, product("a", "x")), told(one, product("a", "1.9")))


def test_bad():
    good = json.loads(OLD.read_text())
    bad = {
        "no JSON": ("{", "json"), "no bill": ('{"a": 1}', "sbom-form"), "a list": ("[]", "sbom-form"),
        "a version nobody knows": (json.dumps(dict(good, specVersion="9.9")), "sbom-version"), "SPDX 3": ('{"spdxVersion": "SPDX-3.0"}', "sbom-version"),
        "components that are no list": (json.dumps(dict(good, components={})), "sbom-member"), "a component that is a number": (json.dumps(dict(good, components=[7])), "sbom-member"),
        "a name that is a number": (json.dumps(dict(good, components=[{"type": "library", "name": 7}])), "sbom-member"),
        "no name": (json.dumps(dict(good, components=[{"type": "library"}])), "sbom-no-name"),
        "a package that is a text": ('{"spdxVersion": "SPDX-2.3", "packages": ["x"]}', "sbom-member"),
    }
    for name, (text, message) in bad.items():
        done = run(OLD, written(None, text=text))
        report(f"{name}: told, with its place", done.returncode == 1 and message in done.stderr and ":1:" in done.stderr, done.stderr)
    twice = written(dict(good, components=[{"type": "library", "name": "a", "bom-ref": "x"}, {"type": "library", "name": "b", "bom-ref": "x"}]))
    done = run(twice, twice)
    report("one reference twice: told, and read", done.returncode == 0 and "sbom-ref-twice" in done.stderr, done.stderr)
    odd = dict(good, components=[{"type": "library", "name": "", "group": None, "purl": "pkg:npm/a@1.0", "version": None}])
    report("what tools write beside the form: null for nothing, an empty name", run(written(odd), written(odd)).returncode == 0, "")
    report("a byte-order mark", run(written(None, text="\ufeff" + json.dumps(good)), OLD).returncode == 0, "")
    report("SPDX inside of a document of its own", checked(written({"sbom": spdx_of(good)}), written(spdx_of(good)))[1]["components"] == [], "")
    deep = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [' + '{"type": "library", "name": "a", "components": [' * 60 + "]}" * 60 + "]}"
    report("components too deep inside one another", run(OLD, written(None, text=deep)).returncode == 1, "")
    large = written(None, text='{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [' + ",".join('{"type":"library","name":"n%d","version":"%s"}' % (i, "9" * 300) for i in range(200000)) + "]}")
    exit, paper = checked(OLD, large)
    report("a bill of 69 MB is read, every component of it", exit == 0 and paper["bills"]["came"] == 200000, str(paper)[:300])
    os.truncate(large, 1 << 30 | 1)
    done = run(OLD, large)
    report("a bill past its limit is refused, with the limit", done.returncode == 1 and str(1 << 30) in done.stderr, done.stderr[:500])
    os.unlink(large)
    report("facts that are a list", run(OLD, NEW, "--facts", written([])).returncode == 1, "")
    for words, what in ((("a",), "one bill"), ((OLD, NEW, "--fail-on", "never"), "no level"), ((OLD, NEW, "--format", "pdf"), "no form")):
        report(f"wrong use: {what}", run(*words).returncode == 2, "")


def main():
    if test_real_bills():
        test_samples()
    for test in (test_examples, test_told, test_order, test_forms, test_keys, test_names, test_families, test_bits, test_pipelines, test_recipes, test_same_thing, test_weights, test_other_forms, test_every_member, test_said, test_bad):
        test()
    print(f"1..{tap.count}")
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
