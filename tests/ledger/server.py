"""A PostgreSQL of the tests' own: made in a folder of theirs, on a socket there and no port, stopped by whoever started it.

    with server.running() as place: ...     place is what --ledger takes, or None where PostgreSQL is not installed
"""
import contextlib
import glob
import os
import pwd
import shutil
import subprocess
import tempfile


def programs():
    """The folder of PostgreSQL's programs, newest first; None where there is none."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    return found[-1] if found else None


def as_user(words):
    """PostgreSQL refuses to run as root; then it runs as Debian's user of it."""
    return ["runuser", "-u", "postgres", "--", *words] if os.geteuid() == 0 else words


def quiet(words):
    done = subprocess.run(as_user(words), capture_output=True, text=True, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")


class Server:
    """One cluster; `crash` ends it as a loss of power would, `start` brings it back."""

    def __init__(self, folder, folder_of_programs):
        self.folder, self.programs = folder, folder_of_programs
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        quiet([f"{self.programs}/initdb", "-D", f"{folder}/data", "-U", "declarant", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-instructions"])

    def control(self, *words):
        options = f"-k {self.folder} -c listen_addresses='' -c shared_buffers=16MB -c max_connections=20 -c log_min_messages=panic"
        quiet([f"{self.programs}/pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log", "-o", options, *words])

    def start(self):
        self.control("start")

    def stop(self):
        self.control("-m", "fast", "stop")

    def crash(self):
        self.control("-m", "immediate", "stop")

    def place(self, database="postgres"):
        return f"host={self.folder} user=declarant dbname={database}"

    def make(self, database):
        """A new, empty database."""
        quiet([f"{self.programs}/createdb", "-h", self.folder, "-U", "declarant", database])
        return self.place(database)

    def sql(self, database, text):
        done = subprocess.run([f"{self.programs}/psql", "-h", self.folder, "-U", "declarant", "-d", database, "-qAt", "-v", "ON_ERROR_STOP=1", "-c", text], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr


@contextlib.contextmanager
def running():
    found = programs()
    if not found:
        yield None
        return
    folder = tempfile.mkdtemp(prefix="declarant-postgres-", dir="/tmp")
    try:
        server = Server(folder, found)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
