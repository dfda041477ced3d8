"""What the tests of commands share: the binary under test (their first argument), run with the rulebooks and data of this tree."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = str(pathlib.Path(sys.argv[1]).resolve())


def run(*words, text=True, timeout=300, stdin=subprocess.DEVNULL):
    """`declarant WORDS`, as on a terminal of 100 columns without colour."""
    environment = dict(os.environ, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"), LC_ALL="C.UTF-8", COLUMNS="100", NO_COLOR="1")
    return subprocess.run([BINARY, *map(str, words)], capture_output=True, text=text, timeout=timeout, env=environment, stdin=stdin)
