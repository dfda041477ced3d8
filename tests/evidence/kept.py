"""Files put in and given out, the log over them, signatures, stamps, erasure. Oracles: reference.py for roots and proofs, OpenSSL for Ed25519 and RFC 3161."""
import base64
import hashlib
import json
import os
import sqlite3
import stat
import subprocess

import reference as ref
import tap
from house import FILES, House

# SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410)
ED25519 = bytes.fromhex("302a300506032b6570032100")


def hashes(house):
    with sqlite3.connect(house.ledger) as database:
        return [row[0] for row in database.execute("SELECT hash FROM record ORDER BY sequence")]


def pieces(house):
    """Those of evidence alone."""
    with sqlite3.connect(house.ledger) as database:
        return [row[0] for row in database.execute("SELECT hash FROM record WHERE kind = 'evidence' ORDER BY sequence")]


def leaves(house):
    return [ref.leaf(bytes.fromhex(name.removeprefix("sha256:"))) for name in hashes(house)]


def files(binary):
    with House(binary) as house:
        listed = house.listed()
        tap.report("what was put in is listed, in order", [one["file_name"] for one in listed] == list(FILES), listed)
        for one in listed:
            data, kind, facts = FILES[one["file_name"]]
            shown = house.json("show", one["record"])["record"]
            given = house.run("get", one["record"], text=False)
            good = given.stdout == data and shown["file"] == "sha256:" + hashlib.sha256(data).hexdigest() and shown["type"] == kind
            tap.report(f"{one['file_name']} comes out as it went in", good, shown)
        of_case = house.json("list", "c1")["evidence"]
        tap.report("those of a case, with their places in the log", [(one["sequence"], one["case"]) for one in of_case] == [(one["sequence"], one["case"]) for one in listed], of_case)
        house.case("c2")
        again = house.run("add", "c2", "log.txt", "--kind", "download log", "--fact", "x")
        with sqlite3.connect(house.ledger) as database:
            kept = database.execute("SELECT count(*) FROM blob WHERE size > 2").fetchone()[0]
        tap.report("the same bytes are kept once", again.returncode == 0 and kept == len(FILES), kept)


def use(binary):
    with House(binary) as house:
        tries = {
            "no kind": (2, "", "add", "c1", "mail.eml", "--fact", "x"),
            "a kind that is none": (2, "", "add", "c1", "mail.eml", "--kind", "mial", "--fact", "x"),
            "no fact": (2, "", "add", "c1", "mail.eml", "--kind", "mail"),
            "no such case": (1, "[no-case]", "add", "c9", "mail.eml", "--kind", "mail", "--fact", "x"),
            "no such file": (1, "", "add", "c1", "none.eml", "--kind", "mail", "--fact", "x"),
            "a folder": (1, "", "add", "c1", ".", "--kind", "mail", "--fact", "x"),
            "no such record": (1, "", "show", "sha256:00000000"),
            "a record that is no evidence": (1, "[no-evidence]", "show", hashes(house)[-1]),
            "a proof beyond the log": (1, "[no-such-proof]", "prove", "3", "99"),
            "a proof of nothing": (2, "", "prove", "0", "3"),
            "a name that is no key's": (1, "[key-name]", "key", "new", "k", "two words"),
            "a key over another": (1, "[key-unwritten]", "key", "new", "secret.key", "example.com/ledger"),
            "a public key for signing": (1, "[key-unreadable]", "head", "--key", "public.key"),
            "a secret key for checking": (1, "[key-unreadable]", "verify", "--key", "secret.key"),
            "no head in a file": (1, "[head-unreadable]", "verify", "--head", "public.key"),
            "an erasure without a rule": (2, "", "erase", pieces(house)[0], "--because", "asked", "--by", "anna"),
            "a stamp without certificates": (2, "", "stamp", "mail.eml"),
            "no such part": (2, "", "verfy"),
        }
        for name, (code, said, *words) in tries.items():
            done = house.run(*words)
            tap.report(f"use: {name}", done.returncode == code and done.stderr.strip() and said in done.stderr, f"exit {done.returncode}\n{done.stderr}")
        mode = stat.S_IMODE(os.stat(house.folder / "secret.key").st_mode)
        tap.report("only its owner reads the secret key", mode == 0o600, oct(mode))
        secret = (house.folder / "secret.key").read_text().strip()
        tap.report("the secret is not in the ledger", secret[-40:].encode() not in house.ledger.read_bytes())
    with House(binary, signed=False) as house:
        done = house.run("stamp", "--output", "q.tsq")
        tap.report("use: a stamp where nothing is signed", done.returncode == 1 and "[no-head]" in done.stderr, done.stderr)
        done = house.run("verify")
        tap.report("a log without a head says so", done.returncode == 0 and "head --key" in done.stdout, done.stdout)


def signed(house, text, key):
    """By OpenSSL: is the signature of the note right?"""
    body, _, line = text.rpartition("\n\n")
    raw = base64.b64decode(line.split()[-1])
    public = base64.b64decode(key.split("+", 2)[2])[1:]
    mark = hashlib.sha256(key.split("+")[0].encode() + b"\n\x01" + public).digest()[:4]
    (house.folder / "body").write_bytes((body + "\n").encode())
    (house.folder / "signature").write_bytes(raw[4:])
    (house.folder / "public.der").write_bytes(ED25519 + public)
    done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "public.der", "-rawin", "-in", "body", "-sigfile", "signature"],
                          cwd=house.folder, capture_output=True)
    return raw[:4] == mark and done.returncode == 0


def log(binary):
    with House(binary) as house:
        size, root = house.head.splitlines()[1:3]
        tap.report("the head names length and root of the log", int(size) == 4 and base64.b64decode(root) == ref.root(leaves(house)[:4]), house.head)
        tap.report("OpenSSL finds its signature right", signed(house, house.head, house.key))
        tap.report("OpenSSL finds a changed head's wrong", not signed(house, house.head.replace("\n4\n", "\n5\n"), house.key))
        for at, name in enumerate(hashes(house)[:5]):
            proof = json.loads(house.must("prove", name).stdout)
            good = [base64.b64decode(one) for one in proof["proof"]] == ref.path(at, leaves(house)) and base64.b64decode(proof["root"]) == ref.root(leaves(house))
            tap.report(f"the proof of record {at + 1} is the standard's", good and proof["leafIdx"] == at, proof)
        proof = json.loads(house.must("prove", "3", "5").stdout)
        tap.report("so is the proof that the log grew", [base64.b64decode(one) for one in proof["proof"]] == ref.subproof(3, leaves(house), True), proof)
        (house.folder / "p.json").write_text(json.dumps(proof))
        tap.report("and check-proof takes it", house.run("check-proof", "p.json").returncode == 0)
        (house.folder / "old.head").write_text(house.head)
        house.must("add", "c1", "log.txt", "--kind", "other", "--fact", "x")
        house.must("head", "--key", "secret.key")
        tap.report("the log grew from a head kept elsewhere", house.run("verify", "--head", "old.head", "--key", "public.key").returncode == 0)
        house.must("key", "new", "other.key", "example.com/ledger")
        (house.folder / "other.head").write_text(house.must("head", "--key", "other.key").stdout)
        done = house.run("verify", "--key", "public.key", "--json")
        tap.report("a head of another key is found", done.returncode == 6 and [one["what"] for one in json.loads(done.stdout)["faults"]] == ["key"], done.stdout)


def rewritten(binary):
    """Who can write into the ledger makes it anew, with all hashes right: only a head that was kept elsewhere tells."""
    with House(binary) as house:
        (house.folder / "old.head").write_text(house.head)
        house.ledger.unlink()
        house.case("c1")
        for name in FILES:
            house.must("add", "c1", name, "--kind", "other", "--fact", "x", "--by", "someone else")
        tap.report("a ledger made anew is whole in itself", house.run("verify").returncode == 0)
        done = house.run("verify", "--head", "old.head", "--json")
        tap.report("but did not grow from the head kept elsewhere", done.returncode == 6 and json.loads(done.stdout)["faults"][0]["what"] == "outside", done.stdout)


AUTHORITY = """
[req]
distinguished_name = name
prompt = no
[name]
CN = Test Authority
[stamping]
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = one
[one]
serial = ./serial
signer_cert = ./tsa.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
tsa_name = yes
"""


def authority(house, name="tsa"):
    (house.folder / f"{name}.cnf").write_text(AUTHORITY)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-config", f"{name}.cnf", "-extensions", "stamping", "-days", "30",
                    "-keyout", f"{name}.key", "-out", f"{name}.pem"], cwd=house.folder, capture_output=True, check=True)
    (house.folder / "serial").write_text("01\n")


def reply(house, query, out):
    return subprocess.run(["openssl", "ts", "-reply", "-config", "tsa.cnf", "-section", "one", "-queryfile", query, "-out", out], cwd=house.folder, capture_output=True, text=True)


def stamps(binary):
    with House(binary) as house:
        authority(house)
        house.must("stamp", "--output", "q.tsq")
        shown = subprocess.run(["openssl", "ts", "-query", "-in", "q.tsq", "-text"], cwd=house.folder, capture_output=True, text=True)
        want = hashlib.sha256(house.head.encode()).hexdigest()
        data = "".join(part for line in shown.stdout.splitlines() if line.strip().startswith("00") for part in line.split("-", 1)[1].split("   ")[0].replace("-", " ").split())
        tap.report("OpenSSL reads our query, and it is of the head", shown.returncode == 0 and data == want, shown.stdout + shown.stderr)
        made = reply(house, "q.tsq", "r.tsr")
        done = house.run("stamp", "r.tsr", "--certificates", "tsa.pem", "--json")
        tap.report("its reply holds and is kept", done.returncode == 0 and json.loads(done.stdout)["stamp"]["time"].endswith("Z"), made.stderr + done.stderr)
        found = house.json("verify")["looked_at"]
        tap.report("verify looks at it again", found["stamps"] == "1" or found["stamps"] == 1, found)
        tries = bad_replies(house)
        for name, (code, words) in tries.items():
            done = house.run("stamp", *words)
            tap.report(f"stamp: {name}", done.returncode == code and done.stderr.strip(), f"exit {done.returncode}\n{done.stderr}")


def bad_replies(house):
    data = (house.folder / "r.tsr").read_bytes()
    (house.folder / "cut.tsr").write_bytes(data[:-40])
    (house.folder / "more.tsr").write_bytes(data + b"\0")
    turned = bytearray(data)
    turned[-20] ^= 1
    (house.folder / "turned.tsr").write_bytes(bytes(turned))
    (house.folder / "empty.tsr").write_bytes(b"")
    subprocess.run(["openssl", "ts", "-query", "-data", "mail.eml", "-sha256", "-cert", "-out", "other.tsq"], cwd=house.folder, capture_output=True, check=True)
    reply(house, "other.tsq", "other.tsr")
    subprocess.run(["openssl", "ts", "-query", "-data", "mail.eml", "-sha512", "-cert", "-out", "refused.tsq"], cwd=house.folder, capture_output=True, check=True)
    reply(house, "refused.tsq", "refused.tsr")
    for name in ("tsa.pem", "tsa.key"):
        (house.folder / name).rename(house.folder / f"first-{name}")
    authority(house)
    return {
        "cut short": (1, ["cut.tsr", "--certificates", "first-tsa.pem"]),
        "a byte behind it": (1, ["more.tsr", "--certificates", "first-tsa.pem"]),
        "a bit turned": (6, ["turned.tsr", "--certificates", "first-tsa.pem"]),
        "nothing": (1, ["empty.tsr", "--certificates", "first-tsa.pem"]),
        "of other bytes": (6, ["other.tsr", "--certificates", "first-tsa.pem"]),
        "refused by the authority": (6, ["refused.tsr", "--certificates", "first-tsa.pem"]),
        "by one who is not trusted": (6, ["r.tsr", "--certificates", "tsa.pem"]),
        "no certificates [no-certificates]": (1, ["r.tsr", "--certificates", "mail.eml"]),
    }


def erasure(binary):
    with House(binary) as house:
        before, kept = hashes(house), pieces(house)
        done = house.run("erase", kept[0], "--because", "a person asked for it", "--rule", "PIPL 47", "--by", "anna", "--json")
        told = json.loads(done.stdout)["erasure"]
        tap.report("an erasure says who, why and under which rule", done.returncode == 0 and (told["who"], told["rule"]) == ("anna", "PIPL 47"), done.stderr + done.stdout)
        raw = house.ledger.read_bytes()
        with sqlite3.connect(house.ledger) as database:
            bodies = database.execute("SELECT body FROM record WHERE hash = ?", (kept[0],)).fetchall()
            blobs = [row[0] for row in database.execute("SELECT bytes FROM blob")]
        tap.report("bytes and body are gone", bodies == [(None,)] and FILES["mail.eml"][0] not in blobs)
        del raw
        tap.report("no hash has changed", hashes(house)[:len(before)] == before)
        tap.report("everything is still whole", house.run("verify", "--key", "public.key").returncode == 0, house.run("verify").stdout)
        proof = house.must("prove", kept[0]).stdout
        (house.folder / "p.json").write_text(proof)
        tap.report("its proof holds as before", house.run("check-proof", "p.json").returncode == 0)
        tap.report("the file is not given out", house.run("get", kept[0]).returncode == 3)
        done = house.run("erase", kept[0], "--because", "again", "--rule", "x", "--by", "anna")
        tap.report("it is not erased twice", done.returncode == 1 and "[erased-before]" in done.stderr, done.stderr)
        done = house.run("add", "c1", next(iter(FILES)), "--kind", "mail", "--fact", "movement", "--by", "anna")
        tap.report("the same bytes are not said to be kept when they are put in again", done.returncode == 1 and "[erased-before]" in done.stderr, done.stdout + done.stderr)
        house.case("c2")
        house.must("add", "c2", "log.txt", "--kind", "other", "--fact", "x")
        done = house.run("erase", kept[1], "--because", "asked", "--rule", "x", "--by", "anna", "--json")
        with sqlite3.connect(house.ledger) as database:
            blobs = [row[0] for row in database.execute("SELECT bytes FROM blob")]
        tap.report("bytes stay where another record rests on them", json.loads(done.stdout)["erasure"]["file_kept"] is True and FILES["log.txt"][0] in blobs, done.stdout)


def languages(binary):
    with House(binary) as house:
        for language in ("zh", "vi"):
            shown = house.run("verify", "--lang", language).stdout + house.run("list", "--lang", language).stdout
            tap.report(f"in {language} nothing is left in English", not any(word in shown for word in (" records", "proves", "whole", "recorded")), shown)


def run(binary):
    for part in (files, use, log, rewritten, stamps, erasure, languages):
        part(binary)
