"""The bundle: whole and changed, in node for every byte, in headless Chromium for a few."""
import json
import pathlib
import re
import shutil
import subprocess

import tap
from house import House

HERE = pathlib.Path(__file__).resolve().parent
BROWSER = ("--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom")


def data_of(page):
    return re.search(r'id="data" data-sha256="[0-9a-f]{64}">(.*?)</script>', page, re.S).group(1)


def in_node(house, page):
    done = subprocess.run(["node", HERE / "bundle.mjs", page], cwd=house.folder, capture_output=True, text=True)
    if done.returncode:
        return {"error": done.stderr}
    return json.loads(done.stdout)


def in_browser(house, name):
    browser = shutil.which("chromium")
    done = subprocess.run([browser, *BROWSER, f"--user-data-dir={house.folder}/browser", f"file://{house.folder}/{name}"], capture_output=True, text=True, timeout=60)
    html = re.search(r"<html[^>]*>", done.stdout)
    verdict = re.search(r'data-verdict="(\w+)"', html.group(0) if html else "")
    return (verdict.group(1) if verdict else "not run"), done.stdout


def skip(why):
    tap.count += 1
    print(f"ok {tap.count} - bundle in a browser # SKIP {why}")


def every_byte(house):
    found = in_node(house, "b.html")
    good = "error" not in found and found["whole"] and found["signature"] == "good"
    tap.report("node finds the bundle whole and signed", good, found)
    if good:
        tap.report(f"each of {found['tried']} changed bytes is found", found["tried"] > 1000 and not found["unseen"], found["unseen"])
        tap.report(f"and {found['named']} of them in the part that was changed, by that part alone", not found["misnamed"] and found["named"] > 500, found["misnamed"])


def changes(page):
    """name: (page, verdict, what stands in it)"""
    data = data_of(page)
    files = json.loads(data)["files"]
    first = files[0]["bytes"]
    other = ("B" if first[5] != "B" else "C")
    return {
        "whole": (page, "whole", "Everything in this file is whole"),
        "a byte of a file": (page.replace(first, first[:5] + other + first[6:]), "changed", "the bytes of the file were changed"),
        "a letter of a record": (page.replace('made_by\\":\\"anna', 'made_by\\":\\"bnna', 1), "changed", "the record is not in the log"),
        "a letter of what it says": (page.replace("e-mail\\\"", "e-male\\\"", 1), "changed", "the text of the record was changed"),
        "the length of the log": (page.replace("ledger\\n4\\n", "ledger\\n5\\n", 1), "changed", "the signature on the head of the log is wrong"),
        "the public key": (re.sub(r'(ledger\+[0-9a-f]{8}\+A)(.)', lambda m: m.group(1) + ("X" if m.group(2) != "X" else "Y"), page, count=1), "changed", "the public key was changed"),
        "a letter of its program": (page.replace("faults.length > 0", "faults.length > 9", 1), "not run", "Nothing was checked"),
    }


def run(binary):
    with House(binary) as house:
        done = house.run("bundle", "c1", "--output", "b.html")
        tap.report("a bundle is written", done.returncode == 0 and "3" in done.stderr, done.stderr)
        page = (house.folder / "b.html").read_text()
        rule = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1)
        tap.report("nothing may be loaded, and one program may run", rule.startswith("default-src 'none'; script-src 'sha256-") and "unsafe" not in rule, rule)
        tap.report("nothing in it points outside", not re.search(r"https?://", page.replace("http://example", "")), re.findall(r"https?://\S{20}", page))
        tap.report("the secret is not in it", (house.folder / "secret.key").read_text().strip()[-40:] not in page)
        if not shutil.which("node"):
            skip("node is not here")
        else:
            every_byte(house)
        if not shutil.which("chromium"):
            skip("chromium is not here")
            return
        for name, (text, verdict, words) in changes(page).items():
            (house.folder / "changed.html").write_text(text)
            got, shown = in_browser(house, "changed.html")
            different = name == "whole" or text != page
            tap.report(f"in Chromium: {name}", different and got == verdict and words in shown, f"{got}\n{shown[:2000]}")
        for language, words in (("zh", "本文件内容全部完好"), ("vi", "Mọi thứ trong tệp này còn nguyên vẹn")):
            house.must("bundle", "c1", "--output", "b.html", "--lang", language)
            got, shown = in_browser(house, "b.html")
            tap.report(f"in Chromium, {language}", got == "whole" and words in shown, got)
        erased(house)


def erased(house):
    first = house.listed()[0]["record"]
    house.must("erase", first, "--because", "asked", "--rule", "x", "--by", "anna")
    house.must("bundle", "c1", "--output", "b.html", "--key", "secret.key")
    got, shown = in_browser(house, "b.html")
    tap.report("in Chromium: with content erased", got == "whole" and "content erased" in shown, got)
