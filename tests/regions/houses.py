"""Centre and sites as processes: deploy/up, once for each."""
import os
import re
import subprocess
import sys
import time
import urllib.request

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[1:1] = [os.path.join(TOP, "tests", "stack"), os.path.join(TOP, "deploy", "demo")]
sys.dont_write_bytecode = True

from stack import Stack  # noqa: E402

UP = os.path.join(TOP, "deploy", "up")


class House(Stack):
    """A running deploy/up. `within` is the command that puts its processes where they are to be, such as a
    network namespace."""

    within = ()

    def __init__(self, work, name, port, *options, environment=None):
        super().__init__("http://127.0.0.1:%d" % port, os.path.join(work, name))
        self.out = os.path.join(work, name + ".out")
        self.options, self.environment = options, environment or {}
        self.administrator = self.process = None

    def start(self):
        environment = dict({"WLACZNIK_RESTART_PAUSE_MOST": "1"}, **os.environ, **self.environment)
        with open(self.out, "wb") as out:
            self.process = subprocess.Popen(
                [*self.within, UP, "--no-install", "--no-build", "--data", self.data, "--port", str(self.port), *self.options],
                stdout=out, stderr=subprocess.STDOUT, env=environment, start_new_session=True)
        until = time.monotonic() + 120
        while "Ctrl-C stops" not in self.said():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(self.said())
            time.sleep(0.1)
        password = self.administrator is None and re.search(r"^  password  *(\S+)", self.said(), re.M)
        if password:
            self.administrator = self.sign_in("admin@wlacznik.localhost", password.group(1))
        return self

    def said(self):
        with open(self.out, encoding="utf-8") as file:
            return file.read()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    def tool(self, *words):
        return self.operate("--config", os.path.join(self.data, "wlacznik.ini"), *words)

    def admin_at(self, port, path):
        """The text of an admin page; None when nobody is ready there."""
        try:
            with urllib.request.urlopen("http://127.0.0.1:%d%s" % (port, path), timeout=5) as answer:
                return answer.read().decode("utf-8")
        except OSError:
            return None

    def value(self, service, sql):
        return self.rows(service, sql)[0][0]
