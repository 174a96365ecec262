"""A running gateway and what a client of it needs. Only the standard library and psql."""

import base64
import hashlib
import hmac
import http.client
import json
import os
import re
import signal
import struct
import subprocess
import tempfile
import time

PASSWORD = "jabłko rower chmura"


def sql(statement):
    done = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement],
                          capture_output=True, text=True, check=True)
    return done.stdout.strip()


class Gateway:
    def __init__(self, program, **settings):
        """`settings` are further ones, as the environment names them without WLACZNIK_."""
        self.folder = tempfile.TemporaryDirectory(prefix="wlacznik-gateway-")
        sockets = f"ipc://{self.folder.name}"
        self.log = open(f"{self.folder.name}/log", "w+", encoding="utf-8")
        self.process = subprocess.Popen([program], stderr=self.log, env={
            **os.environ,
            "WLACZNIK_DATABASE_URL": os.environ["WLACZNIK_TEST_DB"],
            "WLACZNIK_BUS_LISTEN": f"{sockets}/rpc",
            "WLACZNIK_BUS_LOG_LISTEN": f"{sockets}/log.ipc",
            "WLACZNIK_SERVICES_GATEWAY": f"{sockets}/rpc",
            "WLACZNIK_SERVICES_GATEWAY_LOG": f"{sockets}/log.ipc",
            "WLACZNIK_SERVICES_DISSEMINATION_LOG": f"{sockets}/nobody",
            "WLACZNIK_SERVICES_NOTIFICATION_LOG": f"{sockets}/nobody",
            "WLACZNIK_SERVICES_INTAKE_LOG": f"{sockets}/nobody",
            "WLACZNIK_HTTP_PORT": "0",
            "WLACZNIK_HTTP_REQUEST_TIMEOUT_MS": "1000",
            "WLACZNIK_SECOND_FACTOR_KEY": "5a" * 32,
            **{"WLACZNIK_" + name: value for name, value in settings.items()},
        })
        self.port = int(self.wait_for(r"message=listening port=(\d+)"))
        self.wait_for(r"message=(ready)")

    def written(self):
        with open(self.log.name, encoding="utf-8") as log:
            return log.read()

    def wait_for(self, pattern):
        while True:
            found = re.search(pattern, self.written())
            if found:
                return found.group(1)
            if self.process.poll() is not None:
                raise RuntimeError(f"the gateway ended: {self.written()}")
            try:
                self.process.wait(0.05)
            except subprocess.TimeoutExpired:
                pass

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    def call(self, verb, path, body=None, token=None, headers=None):
        """The status, the headers and the JSON of the answer. `body`: bytes, or what becomes JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        connection.request(verb, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        names = {name for name, _ in answer.getheaders()}
        joined = {name: answer.getheader(name) for name in names}
        return answer.status, joined, json.loads(content) if content else None

    def register(self, email, name="Anna Nowak", password=PASSWORD):
        return self.call("POST", "/v1/accounts", {"email": email, "name": name,
                                                  "password": password})

    def confirm(self, token):
        return self.call("POST", "/v1/accounts/confirm", {"token": token})

    def sign_in(self, email, password=PASSWORD, **more):
        return self.call("POST", "/v1/sessions", {"email": email, "password": password, **more})

    def ask_for_reset(self, email):
        return self.call("POST", "/v1/accounts/password-reset", {"email": email})

    def reset(self, token, password):
        return self.call("POST", "/v1/accounts/password", {"token": token, "password": password})

    def make_account(self, email, role=None):
        """A confirmed account; gives its id and the token of a session."""
        self.register(email)
        account = self.confirm(token_of(email))[2]["id"]
        if role:
            sql(f"INSERT INTO account_role VALUES ('{account}', {role}, '*', now(), NULL)")
        return account, self.sign_in(email)[2]["token"]


def messages_to(email):
    """What waits to be sent to an address, the oldest first: packed SendMessageRequests."""
    rows = sql("SELECT encode(payload, 'hex') FROM runtime.timers "
               "WHERE kind = 'send-message' ORDER BY id").split()
    packed = [bytes.fromhex(row) for row in rows]
    return [message for message in packed if email.encode() in message]


def letters_to(email):
    """The templates of the letters, the oldest first."""
    return [re.search(rb"(?s)\x22.([a-z-]+)", message).group(1).decode() for message in messages_to(email)]


def totp(secret, step=0):
    """The code of RFC 6238, made here and not by the library under test; `step` 1 is the next one."""
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    return "%06d" % ((struct.unpack(">I", digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1000000)


def reason(answer):
    return answer[2]["type"].removeprefix("/problems/")


def fields(answer):
    return {error["field"]: error["code"] for error in answer[2]["errors"]}


def token_of(email):
    return re.search(rb"token\x12\+([\w-]{43})", messages_to(email)[-1]).group(1).decode()
