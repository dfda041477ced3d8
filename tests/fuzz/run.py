#!/usr/bin/env python3
"""Every reader of outside bytes under libFuzzer for half a minute, from its corpus; ./run long does the same for hours.

Built by clang-14, the only thing here that gcc cannot do. What it finds is printed with the input, which goes into fuzz/corpus.
DECLARANT_FUZZ_SECONDS: another share than 18; the seed is fixed, so that a run can be repeated.
"""
# budget: 900
# plain build only
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap
from tap import report

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(sys.argv[1]).resolve().parent
FUZZ = BUILD.parent / (BUILD.name + "-fuzz")
CORPUS = ROOT / "fuzz" / "corpus"
SECONDS = int(os.environ.get("DECLARANT_FUZZ_SECONDS", 18))
SEED = 20261122
LONGEST = 8000  # bytes of an input


def build():
    """Whether the targets stand; tells why not."""
    configure = ["cmake", "-S", ROOT, "-B", FUZZ, "-DCMAKE_C_COMPILER=clang-14", "-DDECLARANT_FUZZ=ON"]
    for command in (configure, ["cmake", "--build", FUZZ, "--target", "fuzzers", "-j2"]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            report("the targets are built", False, done.stderr or done.stdout)
            return False
    return True


def fuzz(target):
    """The target's name, whether it found nothing, and what it found."""
    name = target.name.removeprefix("fuzz_")
    with tempfile.TemporaryDirectory() as work:
        words = [f"-max_total_time={SECONDS}", f"-max_len={LONGEST}", f"-seed={SEED}", "-timeout=10", "-rss_limit_mb=2048", f"-artifact_prefix={work}/"]
        done = subprocess.run([target, *words, work, CORPUS / name], capture_output=True, text=True, errors="replace")
        found = [path for path in pathlib.Path(work).iterdir() if path.name.startswith(("crash-", "leak-", "timeout-", "oom-", "slow-unit-"))]
        bytes_found = "\n".join(f"{path.name}: {path.read_bytes()!r}"[:LONGEST] for path in found if not path.name.startswith("slow-unit-"))
    why = "\n".join(line for line in done.stderr.splitlines() if "ERROR" in line or "SUMMARY" in line or line.lstrip().startswith("#"))
    return name, done.returncode == 0, bytes_found + "\n" + why[-3000:]


def main():
    if not shutil.which("clang-14"):
        print("ok 1 - fuzzing # SKIP clang-14 is not here")
        return 0
    if build():
        targets = [path for path in sorted(FUZZ.glob("fuzz/fuzz_*")) if path.is_file() and os.access(path, os.X_OK)]
        with ThreadPoolExecutor(2) as pool:
            for name, clean, why in pool.map(fuzz, targets):
                report(f"{name}: {SECONDS} seconds find nothing", clean, why)
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
