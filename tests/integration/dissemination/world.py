"""Dissemination and the gateway in front of it, each with a database of its own."""
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import uuid

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path.insert(0, os.path.join(TOP, "tests", "stack"))
import wire  # noqa: E402

PASSWORD = "jabłko rower chmura"
EDITOR, COORDINATOR, ADOPTER, OWNER = 6, 4, 7, 8
SITE = "https://katalog.example"


def sql(statement, database="postgres"):
    done = subprocess.run(["psql", "-XAtq", "-d", database, "-v", "ON_ERROR_STOP=1", "-c", statement],
                          capture_output=True, text=True, check=True)
    return done.stdout.strip()


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)


class Daemon:
    def __init__(self, program, folder, settings):
        self.name = os.path.basename(program)
        self.log = open(os.path.join(folder, self.name + ".log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen([program], stderr=self.log, env={**os.environ, **settings})

    def wait_for(self, pattern):
        while True:
            with open(self.log.name, encoding="utf-8") as log:
                written = log.read()
            found = re.search(pattern, written)
            if found:
                return found.group(1)
            if self.process.poll() is not None:
                raise RuntimeError("%s ended: %s" % (self.name, written))
            try:
                self.process.wait(0.02)
            except subprocess.TimeoutExpired:
                pass

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        if code != 0:
            with open(self.log.name, encoding="utf-8") as log:
                sys.stderr.write(log.read()[-4000:])
        return code


class World:
    def __init__(self, gateway, dissemination, **settings):
        self.folder = tempfile.TemporaryDirectory(prefix="wlacznik-dissemination-")
        for name in ("gateway", "dissemination"):
            sql('DROP DATABASE IF EXISTS "%s"' % name)
            sql('CREATE DATABASE "%s"' % name)
        self.settings = {**self.addresses(), "WLACZNIK_PUBLIC_URL": SITE + "/", **settings}
        self.dissemination = self.start(dissemination, "dissemination")
        self.gateway = self.start(gateway, "gateway")
        try:
            self.port = int(self.gateway.wait_for(r"message=listening port=(\d+)"))
            for daemon in (self.dissemination, self.gateway):
                daemon.wait_for(r"message=(ready)")
        except RuntimeError:
            for daemon in (self.dissemination, self.gateway):  # or the other one would stay for ever
                daemon.process.kill()
            raise

    def addresses(self):
        out = {"WLACZNIK_HTTP_PORT": "0"}
        for name in ("gateway", "dissemination"):
            out["WLACZNIK_SERVICES_%s" % name.upper()] = "ipc://%s/%s.rpc" % (self.folder.name, name)
            out["WLACZNIK_SERVICES_%s_LOG" % name.upper()] = "ipc://%s/%s.log.ipc" % (self.folder.name, name)
        for name in ("INTAKE", "EVALUATION", "NOTIFICATION"):
            out["WLACZNIK_SERVICES_" + name] = out["WLACZNIK_SERVICES_%s_LOG" % name] = "ipc://%s/nobody" % self.folder.name
        return out

    def start(self, program, name):
        conninfo = os.environ["WLACZNIK_TEST_DB"].replace("dbname=postgres", "dbname=" + name)
        return Daemon(program, self.folder.name, {
            **self.settings,
            "WLACZNIK_DATABASE_URL": conninfo,
            "WLACZNIK_BUS_LISTEN": self.settings["WLACZNIK_SERVICES_" + name.upper()],
            "WLACZNIK_BUS_LOG_LISTEN": self.settings["WLACZNIK_SERVICES_%s_LOG" % name.upper()]})

    def stop(self):
        return self.gateway.stop() or self.dissemination.stop()

    # ---- asking ----

    def ask(self, verb, path, body=None, token=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            headers["Authorization"] = "Bearer " + token
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode("utf-8")
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        connection.request(verb, path, body, headers)
        answer = connection.getresponse()
        out = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return out

    def get(self, path, token=None, **headers):
        return self.ask("GET", path, None, token, **headers)

    def must(self, verb, path, body=None, token=None):
        answer = self.ask(verb, path, body, token)
        assert answer.status < 300, "%s %s: %d %s" % (verb, path, answer.status, answer.text)
        return answer.json

    def until(self, wanted, seconds=30):
        """What events bring about comes soon, not within the same call; caches would last for a minute."""
        end = time.monotonic() + seconds
        while not wanted():
            assert time.monotonic() < end, "it never came to be so"
            time.sleep(0.01)

    # ---- people ----

    def account(self, email, role=None, region="*"):
        """The token of a session of a new account."""
        self.must("POST", "/v1/accounts", {"email": email, "name": "Anna Nowak", "password": PASSWORD})
        rows = sql("SELECT encode(payload, 'hex') FROM runtime.timers WHERE kind = 'send-message' ORDER BY id",
                   "gateway").split()
        packed = [bytes.fromhex(row) for row in rows]
        mail = [message for message in packed if email.encode() in message][-1]
        token = re.search(rb"token\x12\+([\w-]{43})", mail).group(1).decode()
        account = self.must("POST", "/v1/accounts/confirm", {"token": token})["id"]
        if role:
            sql("INSERT INTO account_role VALUES ('%s', %d, '%s', now(), NULL)" % (account, role, region), "gateway")
        return self.must("POST", "/v1/sessions", {"email": email, "password": PASSWORD})["token"]

    # ---- entries as intake's record would make them ----

    def draft(self, title, region="30", **text):
        """Puts a draft into the table, as on_stage_decided does; its id."""
        entry, application = str(uuid.uuid4()), str(uuid.uuid4())
        fields = [(1, title), (2, text.get("summary", "Streszczenie."))]
        packed = wire.message(*fields).hex()
        sql("INSERT INTO entry (id, slug, state, application_id, call_id, region, text, title, summary,"
            " created_at, updated_at) VALUES ('%s', 'slug-%s', 1, '%s', '%s', '%s', '\\x%s', 'x', 'x', now(), now())"
            % (entry, entry[-6:], application, uuid.uuid4(), region, packed), "dissemination")
        return entry


def complete(title, **changes):
    """An entry's text with everything that publishing asks for."""
    return {"title": title, "summary": "Streszczenie: %s." % title, "problem": "Problem.", "solution": "Rozwiązanie.",
            "recipients": "Seniorzy", "evidence": "Dowody.", "steps": "Kroki.", "licence": "CC-BY-4.0",
            "authors": "Zespół", **changes}
