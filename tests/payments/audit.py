"""audit list, sample and prove: against the records, against a drawing of lots and a tree of our own, and what they leave behind."""
import base64
import hashlib

import tap
from house import CASES

NAMES = ("cn-e01", "cn-e13", "vn-w11")


def determined(house):
    for name in NAMES:
        house.must("case", "new", str(CASES / f"{name}.json"))
        house.run("case", "record", name)


def items(house, *words, by="aud"):
    return house.json("audit", *words, by=by)[1]


def list_and_approval(house, where):
    listed = items(house, "list")["items"]
    tap.report(f"{where}: each case stands in the list", [one["case"] for one in listed] == sorted(NAMES), listed)
    code = next(one for one in listed if one["case"] == "cn-e01")
    # law/cn.md E1: the disc with a machine goes with the machine; the answer itself says which code
    answer = house.json("determine", str(CASES / "cn-e01.json"))[1]["codes"][0]
    tap.report(f"{where}: code, edition and who decided", (code["code"], code["edition"], code["item"], code["decided_by"]) == (answer["number"], answer["edition"], answer["of"]["id"], "anna"), code)
    tap.report(f"{where}: nobody approved it yet", code["approved_by"] is None, code)
    house.add("cn-e01", "approval", by="anna", of=code["record"], says="approved", who="bo", told_by="bo")
    told, paper = next(one for one in items(house, "list")["items"] if one["case"] == "cn-e01"), items(house, "list")
    tap.report(f"{where}: what anna writes down of bo is told, and does not count", (told["approved_by"], told["approval_told_of"]) == (None, "bo") and "approved: 0" in str(paper["verdict"]), told)
    house.add("cn-e01", "approval", by="bo", of=code["record"], says="approved", who="bo")
    told = next(one for one in items(house, "list")["items"] if one["case"] == "cn-e01")
    tap.report(f"{where}: nor what bo writes down by hand", told["approved_by"] is None, told)
    house.must("case", "approve", "cn-e01", code["record"], by="bo")
    again = next(one for one in items(house, "list")["items"] if one["case"] == "cn-e01")
    tap.report(f"{where}: then bo has", again["approved_by"] == "bo", again)
    house.run("case", "record", "cn-e01", by="carl")
    newer = next(one for one in items(house, "list")["items"] if one["case"] == "cn-e01")
    tap.report(f"{where}: a newer determination waits for its own approval", (newer["decided_by"], newer["approved_by"]) == ("carl", None), newer)


def drawing(house, where):
    listed = items(house, "list")["items"]

    def lot(one):
        return hashlib.sha256(f"7\n{one['case']}\n{one['item'] or ''}\n{one['record']}".encode()).digest()

    expected = [one["record"] for one in sorted(listed, key=lot)[:2]]
    first, second = (items(house, "sample", "2", "--seed", "7")["items"] for _ in range(2))
    tap.report(f"{where}: the sample is the one that seed and hashes give", [one["record"] for one in first] == expected, first)
    tap.report(f"{where}: and the same again", first == second)
    tap.report(f"{where}: more than there are: all", len(items(house, "sample", "100")["items"]) == len(listed))
    for words in (("sample",), ("sample", "0"), ("sample", "two"), ("sample", "1001"), ("list", "x"), ("prove",)):
        done = house.run("audit", *words)
        tap.report(f"{where}: audit {' '.join(words)}: wrong use", done.returncode == 2 and done.stderr, done.stderr)


def root_of(proof):
    """RFC 9162, 2.1.3.2, with nothing but this file."""
    record, at, last = proof["record"], int(proof["record"]["leaf"]), int(proof["record"]["size"]) - 1
    node = hashlib.sha256(b"\0" + bytes.fromhex(record["record"][7:])).digest()
    for hash_ in (base64.b64decode(one["hash"]) for one in proof["path"]):
        if last == 0:
            return None
        if at & 1 or at == last:
            node = hashlib.sha256(b"\1" + hash_ + node).digest()
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\1" + node + hash_).digest()
        at, last = at >> 1, last >> 1
    return node if last == 0 else None


def proving(house, where):
    record = items(house, "list")["items"][0]["record"]
    done = house.run("audit", "prove", record)
    tap.report(f"{where}: without a head there is no proof", done.returncode == 1 and "no-head" in done.stderr, done.stderr)
    house.must("evidence", "key", "new", "secret.key", "example.com/ledger")
    head = house.must("evidence", "head", "--key", "secret.key")
    proof = items(house, "prove", record[7:23])
    root = base64.b64decode(head.splitlines()[2])
    tap.report(f"{where}: the path leads from the record to the root of the head", proof["record"]["record"] == record and root_of(proof) == root, proof)
    tap.report(f"{where}: the head is the signed one", proof["record"]["head"] == head, proof["record"]["head"])
    newer = house.add("cn-e13", "decision", decides="to ask the tax office", because="the wording")
    done = house.run("audit", "prove", newer)
    tap.report(f"{where}: a record behind the head waits for the next", done.returncode == 3 and "no signed head" in done.stderr, done.stderr)


def readings(house, where):
    before = items(house, "list", by="dora")["readings"]
    mine = [one for one in before if one["who"] == "dora"]
    tap.report(f"{where}: who looked stands there at once", [one["what"] for one in mine] == ["audit list"], before)
    wanted = {"audit list", "audit sample 2 --seed 7", "audit prove"}
    tap.report(f"{where}: so do samples and proofs", wanted <= {one["what"] for one in before}, before)
    tap.report(f"{where}: the ledger is whole", house.run("ledger", "check").returncode == 0)


def run(house, where):
    determined(house)
    list_and_approval(house, where)
    drawing(house, where)
    proving(house, where)
    readings(house, where)
