"""The running stack as the tests see it: its processes, its numbers, its people."""
import http.client
import os
import re
import secrets
import signal
import subprocess
import sys
import time
import urllib.parse

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "deploy", "demo"))
sys.dont_write_bytecode = True

from api import Client  # noqa: E402
from mailbox import Mailbox  # noqa: E402

# In the order of their admin ports, which follow the web port.
SERVICES = ["intake", "evaluation", "dissemination", "notification", "gateway"]

# Words that occur nowhere else: what of these stands in a log is personal data in a log.
MARKS = {"mail": "zqjadwiga", "name": "Zqbrzechwa", "password": "zqkolczasty-szuwar", "answer": "zqtarninowy",
         "organisation": "Zqfundacja", "reason": "zqpowod", "query": "zqzapytanie"}


def wait_until(what, condition, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise TimeoutError("%s did not happen within %d s" % (what, seconds))


class Stack:
    def __init__(self, url, data):
        self.url, self.data = url, data
        self.port = urllib.parse.urlsplit(url).port
        self.run = os.path.join(data, "run")
        self.mailbox = Mailbox(os.path.join(data, "mail"))
        self.password = MARKS["password"] + "-4417"
        self.public = Client(url)

    # ---- processes ----

    def pid(self, name):
        """0 in the moment between the end of one process and the beginning of the next."""
        with open(os.path.join(self.run, name + ".pid"), encoding="ascii") as file:
            return int(file.read() or 0)

    def pids(self):
        return {name: self.pid(name) for name in SERVICES}

    def signal(self, name, number=signal.SIGTERM):
        os.kill(self.pid(name), number)

    def log(self, name):
        with open(os.path.join(self.data, "log", name + ".log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def admin_port(self, name):
        return self.port + 1 + SERVICES.index(name)

    def admin(self, name, path):
        """(status, text), status 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.admin_port(name), timeout=5)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8")
        except OSError:
            return 0, ""
        finally:
            connection.close()

    def metrics(self, name):
        """{name and labels: value}"""
        found = re.findall(r"^([^#\s]\S*) (\S+)$", self.admin(name, "/metrics")[1], re.M)
        return {key: float(value) for key, value in found}

    def answered(self, services=SERVICES):
        """Everything that workers have carried out, whatever came of it: {(method, status): count}"""
        out = {}
        for name in services:
            for key, value in self.metrics(name).items():
                found = re.match(r'wlacznik_rpc_total\{method="(\w+)",status="(\w+)"\}', key)
                if found:
                    out[found.groups()] = value
        return out

    def all_answer(self):
        return all(self.admin(name, path)[0] == 200 for name in SERVICES for path in ("/healthz", "/readyz"))

    def rows(self, service, sql):
        out = subprocess.run(
            ["/usr/lib/postgresql/15/bin/psql", "-h", self.run, "-U", "wlacznik_" + service, "-d",
             "wlacznik_" + service, "-qAtX", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql],
            check=True, capture_output=True, text=True).stdout
        return [line.split("\t") for line in out.splitlines()]

    def operate(self, *words):
        """The operators' tool; (exit code, what it said)."""
        done = subprocess.run([os.path.join(self.data, "bin", "wlacznik"), *words], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    # ---- people ----

    def sign_in(self, address, password):
        session = self.public.post("/v1/sessions", {"email": address, "password": password})
        client = Client(self.url, session["token"])
        client.account_id, client.email = session["account"]["id"], address
        return client

    def open_account(self, role, grants=()):
        address = "%s.%s.%s@poczta.example" % (MARKS["mail"], role, secrets.token_hex(3))
        self.public.post("/v1/accounts", {"email": address, "password": self.password, "locale": "pl",
                                          "name": "%s %s" % (MARKS["name"], role.title())})
        token = self.mailbox.wait_for(address, r"confirm#token=([A-Za-z0-9_-]+)").group(1)
        self.public.post("/v1/accounts/confirm", {"token": token})
        client = self.sign_in(address, self.password)
        client.name = MARKS["name"] + " " + role.title()
        for name, region in grants:
            self.administrator.post("/v1/accounts/%s/roles" % client.account_id, {"role": name, "region": region})
        return client
