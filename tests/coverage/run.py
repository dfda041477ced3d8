#!/usr/bin/env python3
"""Every statement of the sources is answered where a user reads it: tools/coverage-sources, as a suite."""
import subprocess
import sys

if __name__ == "__main__":
    sys.exit(subprocess.run([sys.executable, "tools/coverage-sources", sys.argv[1]], check=False).returncode)
