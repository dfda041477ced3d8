#!/usr/bin/env python3
"""Rulebooks exported for today's modelers (DMN 1.3), loaded by the library that they load models with: npm's dmn-moddle.

It must load every model without a warning, and what it writes again must give the same pages when it is imported: our extension elements
come through a modeler. The library is installed by the lock file beside this one; where npm cannot be reached the test is skipped,
and with CI=true that is a failure.
"""
# budget: 240
# plain build only
import filecmp
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap
from tap import report

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LIBRARY = ROOT / ".cache/dmn-moddle"
FILES = ("package.json", "package-lock.json", "load.mjs")


def installed():
    """Why the library could not be installed, or None."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "node and npm are missing"
    LIBRARY.mkdir(parents=True, exist_ok=True)
    ready = LIBRARY / "node_modules/.package-lock.json"
    same = all((LIBRARY / name).is_file() and filecmp.cmp(HERE / name, LIBRARY / name, shallow=False) for name in FILES)
    for name in FILES:
        shutil.copy(HERE / name, LIBRARY / name)
    if same and ready.is_file():
        return None
    told = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=LIBRARY, capture_output=True, text=True, timeout=120)
    return None if told.returncode == 0 else "npm could not install dmn-moddle: " + (told.stderr.strip().splitlines() or ["?"])[-1]


def run(*words):
    return subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=120, env=dict(os.environ, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks")))


def load(models, written):
    told = run("node", LIBRARY / "load.mjs", models, written)
    return [json.loads(line) for line in told.stdout.splitlines()], told.stderr


def check_models(binary, folder):
    models, written = folder / "models", folder / "written"
    told = run(binary, "dmn", "export", "--dmn", "1.3", "--out", models)
    report("export every page for DMN 1.3", told.returncode == 0, told.stderr)
    losses = told.stderr.count("[dmn-not-carried]")
    report("what is not carried is told: amounts of charges, newer functions", losses > 50 and "the amount of charge" in told.stderr and "newer than DMN 1.3" in told.stderr, losses)
    loaded, fault = load(models, written)
    warned = [f"{model['file']}: {warning}" for model in loaded for warning in model["warnings"]]
    report(f"dmn-moddle loads {len(loaded)} models without a warning", len(loaded) == len(list(models.rglob("*.dmn"))) > 50 and not warned, "\n".join(warned) + fault)
    check_counts(binary, loaded)
    back, again = folder / "back", folder / "rulebooks"
    for name in ("data", "examples"):
        (folder / name).symlink_to(ROOT / name)
    for place, pages in ((models, back), (written, again)):
        told = run(binary, "dmn", "import", place, "--out", pages)
        report(f"import the models as {place.name}", told.returncode == 0, told.stderr)
    names = [path.relative_to(back) for path in back.rglob("*.md")]
    differ = filecmp.cmpfiles(back, again, names, shallow=False)[1:]
    report(f"{len(names)} pages come through the modeler's library as they were", names and differ == ([], []), differ)
    told = run(binary, "check", again, "--rulebooks", again)
    report("and are checked as ours are", told.returncode == 0 and told.stdout == run(binary, "check", ROOT / "rulebooks").stdout, told.stdout + told.stderr)


def check_counts(binary, loaded):
    """dmn-moddle sees as many decisions and rules as `declarant check` counts of blocks: its tables are not empty."""
    blocks = sum(len(re.findall(r"^### (?:Open question: |Undecided question: )?`", page.read_text(encoding="utf-8"), re.M)) for page in (ROOT / "rulebooks").rglob("*.md"))
    rows = int(re.search(r"(\d+) rows", run(binary, "check", ROOT / "rulebooks").stdout)[1])
    seen = {key: sum(model.get(key, 0) for model in loaded) for key in ("decisions", "rules", "sources", "shapes")}
    report(f"it sees {seen}", seen["decisions"] == blocks and seen["rules"] >= rows * 9 // 10 and seen["sources"] and seen["shapes"] > blocks, f"{blocks} blocks, {rows} rows")


def check_sharp(folder):
    """The library does warn."""
    models = folder / "sharp"
    models.mkdir()
    (models / "a.dmn").write_text('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="a" name="a" namespace="a"><decison id="b"/></definitions>')
    loaded, _ = load(models, folder / "sharper")
    report("dmn-moddle warns of what is no DMN", loaded and loaded[0]["warnings"], loaded)


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    missing = installed()
    if missing:
        print(f"not ok 1 - {missing}" if os.environ.get("CI") == "true" else f"ok 1 - models in dmn-moddle # SKIP {missing}")
        return 1 if os.environ.get("CI") == "true" else 0
    with tempfile.TemporaryDirectory() as name:
        check_models(binary, pathlib.Path(name))
        check_sharp(pathlib.Path(name))
    return tap.exit_code()


sys.exit(main())
