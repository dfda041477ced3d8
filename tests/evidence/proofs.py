"""`evidence check-proof` against vectors of others and against the standards' own definitions."""
import base64
import json
import os
import pathlib
import random
import subprocess
import tempfile

import reference as ref
import tap

SIZES = 20          # every tree up to this size, every proof of it
AT_ONCE = 400       # files of one run of the program
FORMS = ("inclusion", "consistency", "subtreeinclusion", "subtreeconsistency")


def b64(data):
    return base64.b64encode(data).decode()


def verdicts(binary, files):
    """holds, for each file; None where the program said something else"""
    found = {}
    for at in range(0, len(files), AT_ONCE):
        part = [str(file) for file in files[at:at + AT_ONCE]]
        done = subprocess.run([binary, "evidence", "check-proof", "--json", *part], capture_output=True, text=True)
        told = json.loads(done.stdout)
        expected_exit = 0 if all(one["holds"] for one in told) else 6
        if done.returncode != expected_exit or (done.returncode != 0) != bool(done.stderr):
            return {}
        found.update({one["file"]: one["holds"] for one in told})
    return found


def vectors(binary):
    shared = os.environ.get("DECLARANT_TESTDATA")
    folder = pathlib.Path(shared or "/nonexistent") / "data" / "samples" / "merkle"
    for form in FORMS:
        files = sorted((folder / form).rglob("*.json"))
        if not files:
            tap.count += 1
            print(f"ok {tap.count} - vectors of {form} # SKIP no test data of others is here")
            continue
        wrong = []
        for file in files:
            want = 6 if json.loads(file.read_text())["wantErr"] else 0
            got = subprocess.run([binary, "evidence", "check-proof", str(file)], capture_output=True).returncode
            if got != want:
                wrong.append(f"{file}: exit {got}, not {want}")
        tap.report(f"vectors of {form}: {len(files)}", not wrong, "\n".join(wrong))


class Trials:
    """Claims with what is expected of each, written as files and judged together."""

    def __init__(self):
        self.claims, self.random = [], random.Random(9162)

    def add(self, holds, **claim):
        self.claims.append((holds, claim))

    def judge(self, binary, name):
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for i, (_, claim) in enumerate(self.claims):
                file = pathlib.Path(folder) / f"{i}.json"
                shown = {key: b64(value) if isinstance(value, bytes) else [b64(one) for one in value] if isinstance(value, list) else value
                         for key, value in claim.items()}
                file.write_text(json.dumps(shown))
                files.append(file)
            found = verdicts(binary, files)
        wrong = [f"{claim}: should{'' if holds else ' not'} hold" for file, (holds, claim) in zip(files, self.claims)
                 if found.get(str(file)) is not holds]
        held = sum(holds for holds, _ in self.claims)
        tap.report(f"{name}: {held} that hold, {len(self.claims) - held} that do not", held and not wrong, "\n".join(wrong[:10]))

    def broken(self, proof):
        """The same with a bit turned, without its last, first, with one more, two changed over."""
        some = self.random.randbytes(32)
        yield proof + [some]
        yield [some] + proof
        if proof:
            at = self.random.randrange(len(proof))
            turned = bytearray(proof[at])
            turned[self.random.randrange(32)] ^= 1 << self.random.randrange(8)
            yield proof[:at] + [bytes(turned)] + proof[at + 1:]
            yield proof[:-1]
            yield proof[1:]
            yield proof[:at] + [proof[at][:31]] + proof[at + 1:]
            yield proof[:at] + [proof[at] + b"\0"] + proof[at + 1:]
        if len(proof) > 1:
            yield [proof[1], proof[0]] + proof[2:]


def leaves_of(count):
    return [ref.leaf(b"entry %d" % i) for i in range(count)]


def inclusion(binary):
    trials = Trials()
    for size in range(1, SIZES + 1):
        leaves = leaves_of(size)
        root = ref.root(leaves)
        for index in range(size):
            proof = ref.path(index, leaves)
            tries = [(index, proof)] + [(index, other) for other in trials.broken(proof)] + [(other, proof) for other in (index + 1, index ^ 1, size)]
            for at, other in tries:
                reached = ref.inclusion_root(at, size, leaves[index], other)
                trials.add(reached == root and all(len(one) == 32 for one in other), leafIdx=at, treeSize=size, leafHash=leaves[index], root=root, proof=other)
    trials.judge(binary, "inclusion in every small tree, against RFC 9162, 2.1.3")


def consistency(binary):
    trials = Trials()
    for second in range(0, SIZES + 1):
        leaves = leaves_of(second)
        for first in range(0, second + 1):
            proof = ref.subproof(first, leaves, True) if first else []
            old, new = ref.root(leaves[:first]), ref.root(leaves)
            tries = [(first, second, proof)] + [(first, second, other) for other in trials.broken(proof)]
            tries += [(first + 1, second, proof), (first, second + 1, proof), (second, first, proof)]
            for size1, size2, other in tries:
                holds = ref.consistent(size1, size2, old, new, other) and all(len(one) == 32 for one in other)
                trials.add(holds, size1=size1, size2=size2, root1=old, root2=new, proof=other)
    trials.judge(binary, "consistency of every pair of small trees, against RFC 9162, 2.1.4")


def subtrees(binary):
    trials = Trials()
    for size in range(1, SIZES + 1):
        leaves = leaves_of(size)
        for start in range(size):
            for end in range(start + 1, size + 1):
                part, proof = ref.root(leaves[start:end]), []
                holds = ref.is_subtree(start, end)
                if holds:
                    proof = ref.subtree_proof(start, end, leaves)
                    for other in trials.broken(proof):
                        trials.add(False, start=start, end=end, size=size, root1=part, root2=ref.root(leaves), proof=other)
                    index = trials.random.randrange(start, end)
                    trials.add(True, leafIdx=index, start=start, end=end, leafHash=leaves[index], root=part, proof=ref.path(index - start, leaves[start:end]))
                trials.add(holds, start=start, end=end, size=size, root1=part, root2=ref.root(leaves), proof=proof)
    trials.judge(binary, "every subtree of every small tree, against the definition of its proof")


def large(binary):
    """Trees that nobody has: the roots are what the standard's own steps lead to from random hashes."""
    trials = Trials()
    for _ in range(400):
        size = trials.random.randrange(1, 1 << trials.random.choice((8, 33, 62, 63, 64)))
        index = trials.random.randrange(size)
        hashed, proof = trials.random.randbytes(32), []
        while (root := ref.inclusion_root(index, size, hashed, proof)) is None:
            proof.append(trials.random.randbytes(32))
        trials.add(True, leafIdx=index, treeSize=size, leafHash=hashed, root=root, proof=proof)
        trials.add(False, leafIdx=index, treeSize=size, leafHash=hashed, root=root, proof=proof + [root])
        # a tree that ends behind this leaf, and the larger one: fewer hashes are right, if any are
        trials.add(size == 1, size1=size, size2=size, root1=hashed, root2=root, proof=[])
    trials.judge(binary, "trees of up to 2^64 - 1 leaves")


HOLDS = {"leafIdx": 0, "treeSize": 1, "root": b64(ref.leaf(b"")), "leafHash": b64(ref.leaf(b"")), "proof": []}
MALFORMED = {
    "not JSON": "{",
    "two values": "{}{}",
    "a list": "[]",
    "no members": "{}",
    "an unknown member": json.dumps(HOLDS | {"leaf": 1}),
    "a member too many": json.dumps(HOLDS | {"size": 1}),
    "a member twice": json.dumps(HOLDS)[:-1] + ', "proof": []}',
    "no proof": json.dumps({key: value for key, value in HOLDS.items() if key != "proof"}),
    "a negative number": json.dumps(HOLDS | {"leafIdx": -1}),
    "a number with a point": json.dumps(HOLDS | {"leafIdx": 0.0}),
    "a number with an exponent": json.dumps(HOLDS).replace('"treeSize": 1', '"treeSize": 1e0'),
    "2^64": json.dumps(HOLDS | {"treeSize": 1 << 64}),
    "a number as text": json.dumps(HOLDS | {"leafIdx": "0"}),
    "no base64": json.dumps(HOLDS | {"root": "?" + HOLDS["root"][1:]}),
    "base64 without its padding": json.dumps(HOLDS | {"root": HOLDS["root"].rstrip("=")}),
    "base64 with bits to spare": json.dumps(HOLDS | {"root": HOLDS["root"][:-2] + "J="}),
    "base64 with a line end": json.dumps(HOLDS | {"root": HOLDS["root"] + "\n"}),
    "a proof that is a text": json.dumps(HOLDS | {"proof": ""}),
    "a hash that is a number": json.dumps(HOLDS | {"proof": [1]}),
    "nothing": "",
}


def malformed(binary):
    for name, text in MALFORMED.items():
        done = subprocess.run([binary, "evidence", "check-proof", "-"], input=text, capture_output=True, text=True)
        tap.report(f"malformed: {name}", done.returncode == 1 and done.stderr.strip(), done.stderr)
    done = subprocess.run([binary, "evidence", "check-proof", "-"], input=json.dumps(HOLDS | {"proof": None, "wantErr": True, "desc": "said to fail"}),
                          capture_output=True, text=True)
    tap.report("what a vector says of itself is not looked at", done.returncode == 0, done.stderr)


def run(binary):
    vectors(binary)
    inclusion(binary)
    consistency(binary)
    subtrees(binary)
    large(binary)
    malformed(binary)
