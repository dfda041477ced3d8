#!/usr/bin/env python3
"""Every point on which the collected law disagrees, and every open question, is shown in an example: tools/coverage-questions, as a suite."""
import subprocess
import sys

if __name__ == "__main__":
    sys.exit(subprocess.run([sys.executable, "tools/coverage-questions", sys.argv[1]], check=False).returncode)
