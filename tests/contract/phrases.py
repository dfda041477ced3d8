#!/usr/bin/env python3
"""tests/contract/phrases.py BINARY [LANGUAGE] [TOPIC...]: how often `declarant contract review` understands one sentence of a contract.

phrases/LANGUAGE.tsv (topic, state, value, sentence; a pair of sentences is joined by ` || `) holds sentences as lawyers, sales people and terms of service
write them, written before anybody looked at what the patterns know. Each stands alone in a plain contract; its state and, where one is told, its value
are compared. Every second sentence of a topic is held out: patterns are tuned on the others, which are printed where a topic is named.
"""
import collections
import csv
import io
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from commands import ROOT, run

BANK = ROOT / "tests/contract/phrases"
HALVES = ("tuned", "held out")
HEADS = {
    "en": "Software Agreement\n\nbetween Nordlys Software AS, Oslo (the \"Licensor\")\nand Delta Machinery Co., Ltd. (the \"Licensee\")\n\n1. Agreed terms\n\n",
    "zh": "软件合同\n\n甲方（被许可方）：北京某某机械有限公司\n乙方（许可方）：Nordlys Software AS\n\n第一条 约定\n",
    "vi": "HỢP ĐỒNG PHẦN MỀM\n\nBên A (bên được cấp phép): Công ty TNHH Cơ khí Sông Lam\nBên B (bên cấp phép): Nordlys Software AS\n\nĐiều 1. Thỏa thuận\n",
}
Phrase = collections.namedtuple("Phrase", "topic state value sentence half")


def bank(language):
    path, seen = BANK / f"{language}.tsv", collections.Counter()
    if not path.exists():
        return []
    phrases = []
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            phrases.append(Phrase(row["topic"], row["state"], row["value"], row["sentence"], HALVES[seen[row["topic"]] % 2]))
            seen[row["topic"]] += 1
    return phrases


def contract_of(language, phrase):
    return HEADS[language] + "".join(f"1.{place} {sentence}\n\n" for place, sentence in enumerate(phrase.sentence.split(" || "), 1))


def told(language, phrases):
    """[(state, value)] as the program tells them, all sentences in few runs."""
    with tempfile.TemporaryDirectory() as place:
        paths = []
        for number, phrase in enumerate(phrases):
            paths.append(pathlib.Path(place) / f"{number:04}.txt")
            paths[-1].write_text(contract_of(language, phrase), encoding="utf-8")
        found = {}
        for start in range(0, len(paths), 200):
            done = run("contract", "review", *paths[start:start + 200], "--format", "csv", "--part", "topics", "--lang", "en")
            found |= {(pathlib.Path(row["file"]).name, row["topic"]): (row["state"], row["value"]) for row in csv.DictReader(io.StringIO(done.stdout))}
    return [found.get((path.name, phrase.topic), ("-", "")) for path, phrase in zip(paths, phrases)]


class Bank:
    """The sentences of a language, measured."""

    def __init__(self, language):
        self.phrases = bank(language)
        self.found = told(language, self.phrases)
        self.right = [state == phrase.state and self.same(phrase, value) for phrase, (state, value) in zip(self.phrases, self.found)]

    @staticmethod
    def same(phrase, value):
        """Only what is present has one value; a length of time is compared as it was written."""
        return phrase.state != "present" or not phrase.value or phrase.value in value

    def count(self, half, topic=None):
        """(right, of)"""
        hits = [right for phrase, right in zip(self.phrases, self.right) if phrase.half == half and topic in (None, phrase.topic)]
        return sum(hits), len(hits)

    def topics(self):
        return list(dict.fromkeys(phrase.topic for phrase in self.phrases))

    def confused(self, half):
        return collections.Counter((phrase.state, state if state != phrase.state else "other value") for phrase, (state, _), right in zip(self.phrases, self.found, self.right) if phrase.half == half and not right)


def main():
    languages = [word for word in sys.argv[2:] if word in HEADS] or list(HEADS)
    shown = [word for word in sys.argv[2:] if word not in HEADS]
    for language in languages:
        measured = Bank(language)
        for topic in measured.topics() + [None]:
            print(f"{language}  {topic or 'all':18}" + "".join("{:>5} of {:<5}{}".format(*measured.count(half, topic), half) for half in HALVES))
        for half in HALVES:
            print(f"    {half}: " + ", ".join(f"{count} {wanted} told {state}" for (wanted, state), count in measured.confused(half).most_common()))
        for phrase, (state, value), right in zip(measured.phrases, measured.found, measured.right):
            if not right and phrase.half == HALVES[0] and phrase.topic in shown:
                print(f"{phrase.topic}: {phrase.state} {phrase.value} told {state} {value}: {phrase.sentence}")


if __name__ == "__main__":
    main()
