#!/usr/bin/env python3
"""Every rule of the collected law is a row that fires, or is left out for a reason: tools/coverage-law, as a suite."""
import subprocess
import sys

if __name__ == "__main__":
    sys.exit(subprocess.run([sys.executable, "tools/coverage-law", sys.argv[1]], check=False).returncode)
