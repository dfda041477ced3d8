"""What the tests of commands share: the binary under test (their first argument), run with the rulebooks and data of this tree."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = str(pathlib.Path(sys.argv[1]).resolve())


def run(*words, text=True, timeout=300, stdin=subprocess.DEVNULL, given=None, cwd=None, **more):
    """`declarant WORDS`, as on a terminal of 100 columns without colour. `given` is what standard input has, `more` of the environment."""
    environment = dict(os.environ, DECLARANT_RULEBOOKS=str(ROOT / "rulebooks"), DECLARANT_DATA=str(ROOT / "data"), LC_ALL="C.UTF-8", TZ="UTC", COLUMNS="100", NO_COLOR="1") | more
    source = {"stdin": stdin} if given is None else {"input": given}
    return subprocess.run([BINARY, *map(str, words)], capture_output=True, text=text, timeout=timeout, env=environment, cwd=cwd, check=False, **source)
