"""Issue 2, "Bad input", over HTTP: the right status, problem+json, every bad field by its path."""
import json
import random
import socket
import threading
import time

from stack import MARKS

LONG = "x" * 5000
UUID = "01890a5d-ac96-774b-bcce-b302099a8057"


class Answer:
    def __init__(self, raw):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split(" ")[1]) if lines[0].startswith("HTTP/") else 0
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        self.problem = {}
        if self.headers.get("content-type") == "application/problem+json":
            self.problem = json.loads(self.body)

    @property
    def fields(self):
        return sorted(error["field"] for error in self.problem.get("errors", []))

    def is_problem(self, status):
        return (self.status == status and self.problem.get("status") == status and
                all(self.problem.get(name) for name in ("type", "title", "detail", "instance")))

    def __str__(self):
        return "%d %s" % (self.status, self.body[:300])


def exchange(port, data, pause=0.0, piece=1 << 20, seconds=15):
    """Sends raw bytes, stopping as soon as an answer comes; reads to the end of the answer."""
    pieces = data if hasattr(data, "__next__") else iter(
        [data[at:at + piece] for at in range(0, len(data), piece)])
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        received = b""
        try:
            for part in pieces:
                connection.sendall(part)
                connection.settimeout(pause or 0.0001)
                try:
                    received = connection.recv(65536)
                    break
                except (TimeoutError, BlockingIOError):
                    connection.settimeout(seconds)
        except (BrokenPipeError, ConnectionResetError):
            pass
        connection.settimeout(seconds)
        return received + read_answer(connection, received)


def read_answer(connection, begun):
    received = begun
    try:
        while not is_whole(received):
            part = connection.recv(65536)
            if not part:
                break
            received += part
    except (ConnectionResetError, TimeoutError):
        pass
    return received[len(begun):]


def is_whole(raw):
    head, end, body = raw.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return bool(end) and len(body) >= int(line.split(b":")[1])
    return False


class BadInput:
    def __init__(self, checks, stack, world):
        self.checks, self.stack, self.world = checks, stack, world
        self.token = world.people["innovator"].token

    def raw(self, data, **how):
        return Answer(exchange(self.stack.port, data, **how))

    def ask(self, verb, path, body=b"", headers=(), token=None, content="application/json", **how):
        if isinstance(body, (dict, list)):
            body = json.dumps(body, ensure_ascii=False).encode("utf-8")
        lines = ["%s %s HTTP/1.1" % (verb, path), "Host: localhost", "Connection: close", *headers]
        if token:
            lines.append("Authorization: Bearer " + token)
        if body:
            lines += ["Content-Type: " + content, "Content-Length: %d" % len(body)]
        return self.raw(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body, **how)

    def refused(self, what, answer, status, fields=None, reason=None):
        good = answer.is_problem(status)
        good = good and (fields is None or answer.fields == sorted(fields))
        good = good and (reason is None or answer.problem.get("type") == "/problems/" + reason)
        self.checks.that(what, good, answer)

    def register(self, body, **how):
        return self.ask("POST", "/v1/accounts", body, **how)

    # ---- the body ----

    def documents(self):
        mail = MARKS["mail"] + "@x.example"
        good = {"email": mail, "password": self.stack.password, "name": MARKS["name"]}
        self.refused("malformed JSON", self.register(b'{"email": "%s", ' % mail.encode()), 400, reason="malformed-json")
        self.refused("malformed JSON: bytes behind the object", self.register(b"{} {}"), 400)
        self.refused("a JSON array where an object belongs", self.register([good]), 400, [""])
        self.refused("a number that is none (NaN)", self.register(b'{"email": NaN}'), 400)
        doubled = b'{"email":"%s",' % mail.encode() + json.dumps(good).encode()[1:]
        self.refused("duplicate keys", self.register(doubled), 400, ["email"])
        self.refused("... and what is missing beside them", self.register(
            b'{"email":"%s","email":"%s"}' % ((mail.encode(),) * 2)), 400, ["email", "name", "password"])
        self.refused("bad UTF-8, as raw bytes", self.register(b'{"name":"%s\xff\xfe"}' % MARKS["name"].encode()),
                     400, ["name"])
        self.refused("overlong UTF-8", self.register(b'{"name":"\xc0\xaf"}'), 400, ["name"])
        self.refused("a lone surrogate", self.register(b'{"name":"\\ud800"}'), 400)
        self.refused("NUL, raw", self.register(b'{"name":"a\x00b"}'), 400)
        self.refused("NUL, escaped", self.register(dict(good, name="a\x00b")), 400, ["name"])
        self.refused("a control character in one line of text", self.register(dict(good, name="a\nb")), 400, ["name"])
        self.refused("deep nesting: 200 000 arrays", self.register(b"[" * 200000), 400)
        self.refused("deep nesting: 50 000 objects in an unknown field",
                     self.register(b'{"x":' * 50000 + b"1" + b"}" * 50000), 400)
        self.refused("a number of 100 000 digits", self.register(b'{"email":' + b"9" * 100000 + b"}"), 400)

    def fields(self):
        everything = {"email": 5, "password": MARKS["password"][:5], "name": "a\x00", "locale": "xx",
                      MARKS["name"]: 1}
        self.refused("every bad field is named at once (type, length, NUL, language, unknown)",
                     self.register(everything), 400, ["email", "password", "name", "locale", MARKS["name"]])
        self.refused("missing required fields are all named", self.register({}), 400, ["email", "name", "password"])
        self.refused("too long", self.register({"email": "a" * 300 + "@x.example", "password": "p" * 201,
                                                "name": LONG}), 400, ["email", "name", "password"])
        self.refused("a field that is null counts as missing",
                     self.register({"email": None, "password": self.stack.password, "name": "x"}), 400, ["email"])
        body = self.world.draft_body(self.world.people["innovator"])
        body["applicant"]["members"] = [{"name": MARKS["name"], "email": MARKS["mail"]}, {"email": 7, "nick": "x"}]
        body.update(callId="no-uuid", region="x" * 9)
        body["applicant"]["nip"] = "1234567890"
        self.refused("bad fields deep inside, by their JSON path",
                     self.ask("POST", "/v1/applications", body, token=self.token), 400,
                     ["callId", "region", "applicant.nip", "applicant.members[0].email", "applicant.members[1].email",
                      "applicant.members[1].name", "applicant.members[1].nick"])
        body = self.world.draft_body(self.world.people["innovator"])
        body["applicant"]["members"] *= 21
        self.refused("too many items", self.ask("POST", "/v1/applications", body, token=self.token), 400,
                     ["applicant.members"])
        body["applicant"] = {"type": "EMPEROR", "members": "none"}
        self.refused("a word that is none of the list, a text for a list",
                     self.ask("POST", "/v1/applications", body, token=self.token), 400,
                     ["applicant.members", "applicant.type"])
        self.refused("a number for a text, a text for a number, a fraction, too large a number", self.ask(
            "POST", "/v1/programmes", {"name": 12, "policyTarget": "many", "description": {"pl": 1, "en": 2}},
            token=self.world.people["owner"].token), 400,
            ["name", "policyTarget", "description.pl", "description.en"])
        for number in (1.5, 10001, -1, 1e300):
            self.refused("policyTarget %r" % number, self.ask(
                "POST", "/v1/programmes", {"name": "Program", "policyTarget": number},
                token=self.world.people["owner"].token), 400, ["policyTarget"])

    # ---- the address and the headers ----

    def addresses(self):
        get = lambda path, **how: self.ask("GET", path, **how)  # noqa: E731
        wrong = self.ask("PATCH", "/v1/accounts")
        self.refused("wrong method", wrong, 405)
        self.checks.equal("... and Allow names the right ones", wrong.headers.get("allow"), "GET, HEAD, POST")
        self.refused("a method that nobody knows", self.ask("BREW", "/v1/accounts"), 400)
        self.refused("unknown path", get("/v1/nothing/here"), 404)
        self.refused("unknown query parameters, each named", get("/v1/calls?nope=1&limit=5&%s=2" % MARKS["query"]),
                     400, ["nope", MARKS["query"]])
        self.refused("a query parameter that cannot be read", get("/v1/calls?limit=" + MARKS["query"]), 400, ["limit"])
        self.refused("a query parameter out of its range", get("/v1/calls?limit=101"), 400, ["limit"])
        self.refused("a query parameter on a command", self.ask(
            "POST", "/v1/accounts?email=" + MARKS["mail"] + "%40x.example", {"name": "x", "password": "y" * 12}),
            400, ["email"])
        for what, path in (("%zz", "/v1/calls/%zz"), ("% at the end", "/v1/calls/%4"), ("%00", "/v1/calls/a%00b"),
                           ("bad UTF-8", "/v1/calls/%ff%fe"), ("in the query", "/v1/calls?cursor=%e0%80%80")):
            self.refused("bad percent-encoding: " + what, get(path), 400, reason="bad-encoding")
        self.refused("dots out of the house", get("/../../../../etc/passwd"), 404)
        self.refused("the same, encoded", get("/%2e%2e/%2e%2e/etc/passwd"), 404)
        self.refused("an id that is none", get("/v1/calls/" + MARKS["query"]), 400, ["callId"])
        self.refused("a path of 300 parts", get("/v1" + "/x" * 300), 400)
        self.refused("a cursor of somebody's own making", get("/v1/calls?cursor=" + MARKS["query"]), 400, ["cursor"])

    def headers(self):
        ask = self.ask
        self.refused("wrong Content-Type", self.register({}, content="text/plain"), 415)
        self.refused("another charset", self.register({}, content="application/json; charset=latin2"), 415)
        self.refused("a header of 20 kB", ask("GET", "/v1/calls", headers=["X-Long: " + "x" * 20000]), 400)
        self.refused("500 headers", ask("GET", "/v1/calls", headers=["X-%d: 1" % n for n in range(500)]), 400)
        self.refused("two lengths", self.raw(b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
                                             b"Content-Length: 3\r\nContent-Type: application/json\r\n\r\n{} "), 400)
        self.refused("a length and chunks", self.raw(
            b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/json\r\n\r\n2\r\n{}\r\n0\r\n\r\n"), 400)
        self.refused("a length that is no number", self.raw(
            b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 2x\r\n\r\n{}"), 400)
        self.refused("no HTTP at all", self.raw(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n"), 400)
        self.refused("HTTP/9.9", self.raw(b"GET /v1/calls HTTP/9.9\r\nHost: x\r\n\r\n"), 505)
        self.refused("a body where none belongs", ask("GET", "/v1/calls", {"x": 1}), 400)
        self.refused("an Idempotency-Key of 129 characters", ask(
            "POST", "/v1/accounts", {"email": MARKS["mail"] + "@x.example", "password": "y" * 20, "name": "x"},
            headers=["Idempotency-Key: " + "k" * 129]), 400)

    def sessions(self):
        get = lambda token: self.ask("GET", "/v1/me", token=token)  # noqa: E731
        self.refused("a token that is none", get("nonsense"), 401)
        self.refused("a token of the right shape", get("A" * 43), 401)
        self.refused("a token of 10 kB", get("A" * 10000), 401)
        client = self.stack.sign_in(self.world.people["innovator"].email, self.stack.password)
        self.checks.equal("a fresh session", get(client.token).status, 200)
        self.stack.rows("gateway", "update session set expires_at = now() - interval '1 second', created_at = "
                        "now() - interval '1 day' where account_id = '%s' and created_at = (select max (created_at) "
                        "from session where account_id = '%s')" % ((client.account_id,) * 2))
        time.sleep(2.2)  # what a token stands for is remembered for 2 s
        expired = get(client.token)
        self.refused("an expired session", expired, 401, reason="session-not-valid")
        self.checks.that("... says how to come in", expired.headers.get("www-authenticate") == "Bearer", expired.headers)
        cookie = self.ask("GET", "/v1/me", headers=["Cookie: wlacznik_session=" + "A" * 43])
        self.refused("a cookie that is not valid", cookie, 401)
        foreign = self.ask("POST", "/v1/sessions", {}, headers=["Cookie: x=y", "Origin: https://evil.example",
                                                                "Sec-Fetch-Site: cross-site"])
        self.checks.that("a command from a foreign page is refused", foreign.status in (400, 403), foreign)

    # ---- size and time ----

    def sizes(self):
        hundred = 100 << 20
        self.refused("a body of 100 MB", self.raw(self.big(
            b"Content-Length: %d\r\n\r\n" % hundred, [b"x" * (1 << 20)] * 100)), 413)
        chunk = b"%x\r\n" % (1 << 20) + b"x" * (1 << 20) + b"\r\n"
        self.refused("a body of 100 MB in chunks", self.raw(self.big(
            b"Transfer-Encoding: chunked\r\n\r\n", [chunk] * 100)), 413)
        self.refused("a length of 10^18", self.raw(self.big(b"Content-Length: 1000000000000000000\r\n\r\n", [b"x"])),
                     413)
        self.refused("a length past 64 bits", self.raw(self.big(
            b"Content-Length: 99999999999999999999999\r\n\r\n", [b"x"])), 413)
        self.refused("chunks that are none", self.raw(self.big(
            b"Transfer-Encoding: chunked\r\n\r\n", [b"zz\r\nabc\r\n"])), 400)
        self.refused("a body just past the limit", self.register(b'{"name":"' + b"x" * (1 << 20) + b'"}'), 413)

    @staticmethod
    def big(rest, parts):
        yield b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + rest
        yield from parts

    def slow(self):
        """Headers, body and chunks that drip, and one connection that says nothing, all at once."""
        start = b"POST /v1/accounts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        letters = [b"x"] * 60
        drips = {
            "a body that drips": iter([start + b"Content-Length: 500\r\n\r\n"] + letters),
            "chunks that drip": iter([start + b"Transfer-Encoding: chunked\r\n\r\n"] + [b"1\r\nx\r\n"] * 60),
            "a body that stops half-way": iter([start + b"Content-Length: 500\r\n\r\n{"]),
            "headers that drip": iter([start] + [b"X: 1\r\n"] * 60),
        }
        took, answers = {}, {}

        def drip(what, parts):
            began = time.monotonic()
            answers[what] = self.raw(parts, pause=0.2, seconds=12)
            took[what] = time.monotonic() - began

        threads = [threading.Thread(target=drip, args=pair) for pair in drips.items()]
        for thread in threads:
            thread.start()
        began = time.monotonic()
        self.checks.equal("while some drip, others are served", self.ask("GET", "/v1/calls").status, 200)
        self.checks.that("... without waiting for them", time.monotonic() - began < 2)
        for thread in threads:
            thread.join()
        for what, answer in answers.items():
            wanted = 400 if what.startswith("headers") else 408
            self.refused(what, answer, wanted)
            self.checks.that("... is ended in time", took[what] < 6, "%.1f s" % took[what])

    def garbage(self):
        get = b"GET /v1/calls HTTP/1.1\r\nHost: x\r\n\r\n"
        first = self.raw(get + b"\x00\xff garbage \r\n\r\n" * 3)
        self.checks.equal("pipelined garbage: what came before it is answered", first.status, 200)
        chance = random.Random(self.stack.seed)
        for _ in range(40):
            exchange(self.stack.port, bytes(chance.getrandbits(8) for _ in range(chance.randrange(1, 3000))) +
                     b"\r\n\r\n", seconds=1)
        self.checks.equal("after 40 connections of random bytes", self.ask("GET", "/v1/calls").status, 200)


def run(checks, stack, world):
    tests = BadInput(checks, stack, world)
    before = stack.pids()
    for part in (tests.documents, tests.fields, tests.addresses, tests.headers, tests.sessions, tests.sizes,
                 tests.slow, tests.garbage):
        part()
    checks.equal("all five daemons are the same processes as before", stack.pids(), before)
    checks.that("all five are healthy and ready", stack.all_answer())
