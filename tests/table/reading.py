"""Runs unit/read_table in a folder of its own."""
import pathlib
import subprocess
import tempfile

from tap import report


class Reader:
    def __init__(self, program):
        self.program = program

    def __enter__(self):
        self.holder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.holder.name)
        return self

    def __exit__(self, *_):
        self.holder.cleanup()

    def run(self, what, name, *words, given=None):
        """(exit code, stdout as bytes, stderr as text); `given`: bytes of the file that is made first."""
        if given is not None:
            (self.folder / name).write_bytes(given)
        done = subprocess.run([self.program, what, name, *words], capture_output=True, cwd=self.folder, timeout=60)
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    def gives(self, title, expected, what, name, *words, given=None, talk=()):
        """One test: what is read, and words that are told beside it."""
        code, out, told = self.run(what, name, *words, given=given)
        expected = expected.encode() if isinstance(expected, str) else expected
        good = code == 0 and out == expected and all(word in told for word in talk)
        report(title, good, f"exit {code}\n{out[:2000]!r}\nexpected\n{expected[:2000]!r}\n{told}\nwanted words: {talk}")

    def refuses(self, title, words_told, what, name, *words, given=None):
        """One test: an error, and words that are told."""
        code, out, told = self.run(what, name, *words, given=given)
        good = code == 1 and all(word in told for word in words_told)
        report(title, good, f"exit {code}\n{told}\n{out[:500]!r}\nwanted words: {words_told}")

    def counts(self, title, got, expected):
        report(title, got == expected, f"{got} of {expected}")
