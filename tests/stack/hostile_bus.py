"""Frames that no service of ours would send: refused, counted, and nobody dies of it."""
import os
import random
import socket
import threading
import time

import zmq
from zmq.utils.monitor import recv_monitor_message

import wire
from stack import SERVICES, wait_until

PATIENCE_MS = 3000


class Caller:
    """A DEALER at a service's rpc endpoint. `keys` are (own public, own secret, server's public)."""

    def __init__(self, stack, service, endpoint=None, keys=None):
        self.service = service
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.linger = 0
        if keys:
            self.socket.curve_publickey, self.socket.curve_secretkey, self.socket.curve_serverkey = keys
        self.socket.connect(endpoint or "ipc://%s/%s.rpc" % (stack.run, service))
        self.last = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def answer(self, patience_ms=PATIENCE_MS):
        return self.socket.recv_multipart() if self.socket.poll(patience_ms) else None

    def ask(self, method, caller, by=None, payload=b"", patience_ms=PATIENCE_MS, key="stack", contract=None):
        """(status, reason, payload); status None when nothing comes. `contract`: whose method it is, where not the
        service's own."""
        self.last += 1
        name = self.last.to_bytes(8, "little")
        self.socket.send_multipart([name, wire.request_header(contract or self.service, method, caller, by, key=key), payload])
        until = time.monotonic() + patience_ms / 1000
        while time.monotonic() < until:
            frames = self.answer(int((until - time.monotonic()) * 1000))
            if frames and frames[0] == name:
                return (*wire.reply_status(frames[1]), frames[2])
        return None, "", b""


def is_well(stack, service):
    """Answers a well-formed request that names no known method."""
    with Caller(stack, service) as caller:
        return caller.ask("NoSuchMethod", "gateway")[0] == wire.UNIMPLEMENTED


def refused(stack, service, name="wlacznik_rpc_refused_total"):
    return stack.metrics(service).get(name, -1.0)


def rises(stack, service, before, by, name="wlacznik_rpc_refused_total"):
    try:
        return wait_until("", lambda: refused(stack, service, name) >= before + by, 5)
    except TimeoutError:
        return False


class Hostile:
    def __init__(self, checks, stack, world):
        self.checks, self.stack, self.world = checks, stack, world
        self.chance = random.Random(stack.seed)

    def random_bytes(self, most):
        return self.chance.getrandbits(8 * most).to_bytes(most, "little")[:self.chance.randrange(most)]

    def shapes(self, service):
        """Messages of the wrong shape are dropped and counted, those with a bad header answered, too."""
        good = wire.request_header(service, "NoSuchMethod", "gateway")
        name = bytes(8)
        wrong = [[b""], [b"x"], [name], [name, good], [name, good, b"", b""], [name] * 6, [name] * 60,
                 [b"1234567", good, b""], [b"123456789", good, b""], [b"", b"", b""], [name, b"x" * (1 << 20), b""]]
        bad_headers = [b"", b"\xff" * 20, good[:-1], good + b"\x0a", wire.message((1, service)),
                       wire.message((1, service), (2, "X"), (3, 0), (9, "gateway")),
                       wire.message((1, service), (2, "X" * 65), (3, 1000), (9, "gateway")),
                       wire.message((1, service), (2, b"\xff\xfe"), (3, 1000), (9, "gateway")),
                       wire.message((1, service), (2, "X"), (3, 600001), (9, "gateway")),
                       wire.request_header(service, "GetMe", "gateway", wire.actor("no-uuid"))]
        before = refused(self.stack, service)
        with Caller(self.stack, service) as caller:
            for frames in wrong:
                caller.socket.send_multipart(frames)
            answers = []
            for header in bad_headers:
                caller.socket.send_multipart([name, header, b""])
                answers.append(caller.answer())
            statuses = [wire.reply_status(frames[1])[0] if frames else None for frames in answers]
        self.checks.that("%s: %d bad headers are refused" % (service, len(bad_headers)),
                         set(statuses) == {wire.INVALID_ARGUMENT}, statuses)
        self.checks.that("%s: they and %d wrong shapes are counted" % (service, len(wrong)),
                         before >= 0 and rises(self.stack, service, before, len(wrong) + len(bad_headers)),
                         "%s, then %s" % (before, refused(self.stack, service)))

    def payloads(self, service, method):
        """Behind a good header: what cannot be unpacked is the caller's error, never more."""
        payloads = [self.random_bytes(2000) for _ in range(30)] + [b"\x0a\xff\xff\xff\xff\x0f", b"\x0b" * 50000]
        by = wire.actor(self.world.people["owner"].account_id, [(role, "*") for role in (3, 4, 6, 8, 9)])
        with Caller(self.stack, service) as caller:
            found = {caller.ask(method, "gateway", by, payload, key=str(number))[0]
                     for number, payload in enumerate(payloads)}
        self.checks.that("%s.%s: %d payloads of noise" % (service, method, len(payloads)),
                         found <= {wire.INVALID_ARGUMENT, wire.NOT_FOUND, wire.OK} and wire.INVALID_ARGUMENT in found,
                         found)

    def noise(self, service):
        """Random messages at both endpoints."""
        for kind in ("rpc", "log"):
            metric = "wlacznik_%s_refused_total" % kind
            before = refused(self.stack, service, metric)
            with Caller(self.stack, service, "ipc://%s/%s.%s" % (self.stack.run, service, kind)) as caller:
                for _ in range(200):
                    caller.socket.send_multipart([self.random_bytes(300) for _ in range(self.chance.randrange(1, 9))])
                # Closing throws away what is not sent, so it waits for the count.
                counted = before >= 0 and rises(self.stack, service, before, 190, metric)
            self.checks.that("%s.%s: 200 random messages are counted" % (service, kind), counted,
                             "%s, then %s" % (before, refused(self.stack, service, metric)))

    def too_long(self, service):
        with Caller(self.stack, service) as caller:
            monitor = caller.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
            counted = refused(self.stack, service, "wlacznik_rpc_refused_long_total")
            caller.socket.send_multipart([bytes(8), wire.request_header(service, "X", "gateway"), bytes(5 << 20)])
            frames = caller.answer()
            status = wire.reply_status(frames[1]) if frames else None
            self.checks.equal("%s: a frame of 5 MiB is refused" % service, status, (8, "request-too-long"))
            self.checks.that("%s: ... and counted" % service,
                             refused(self.stack, service, "wlacznik_rpc_refused_long_total") == counted + 1, counted)
            caller.socket.send_multipart([bytes(8), wire.request_header(service, "X", "gateway"), bytes(9 << 20)])
            cut = bool(monitor.poll(PATIENCE_MS)) and \
                recv_monitor_message(monitor)["event"] == zmq.EVENT_DISCONNECTED
            caller.socket.disable_monitor()
        self.checks.that("%s: who sends a frame of 9 MiB is cut off" % service, cut)

    def no_zmtp(self, service):
        """Below ZeroMQ: bytes that are no greeting, and greetings that never go on."""
        idle = []
        for number in range(30):
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(os.path.join(self.stack.run, service + (".rpc", ".log")[number % 2]))
            connection.sendall(self.random_bytes(400) if number % 3 else
                               b"\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03\x00NULL")
            idle.append(connection)
        self.checks.that("%s answers while 30 connections talk nonsense" % service, is_well(self.stack, service))
        for connection in idle:
            connection.close()

    def forged(self):
        """A person comes through the door only; and each method says which services may call it."""
        owner = wire.actor(self.world.people["owner"].account_id, [(8, "*"), (9, "*")])
        call = wire.message((1, self.world.call_id))
        for service, method, caller, by, what in (
                ("intake", "PublishCall", "evaluation", owner, "a person who did not come through the gateway"),
                ("evaluation", "BuildRanking", "intake", owner, "the same at evaluation"),
                ("gateway", "GrantRole", "notification", owner, "the same at the gateway"),
                ("gateway", "GetContacts", "dissemination", None, "people's addresses, asked by one who may not"),
                ("gateway", "GetContacts", "gateway", owner, "people's addresses, for a person"),
                ("gateway", "ResolveSession", "evaluation", None, "somebody's session"),
                ("intake", "GetSubmission", "gateway", owner, "frozen content, for a person"),
                ("intake", "GetSubmission", "notification", None, "frozen content, for letters"),
                ("notification", "SendMessage", "evaluation", None, "a letter to anybody"),
                ("intake", "GetSubmission", "", None, "no caller at all")):
            with Caller(self.stack, service) as client:
                status = client.ask(method, caller, by, call)[0]
            wanted = (wire.INVALID_ARGUMENT,) if not caller else (wire.PERMISSION_DENIED, wire.UNAUTHENTICATED)
            self.checks.that("refused: %s (%s.%s by %s)" % (what, service, method, caller or "nobody"),
                             status in wanted, status)

    def flood(self, service):
        """Ten callers as fast as they can: some are answered, some told to come back, none waits for ever."""
        def one(found):
            with Caller(self.stack, service) as caller:
                for number in range(300):
                    caller.socket.send_multipart([number.to_bytes(8, "little"), wire.request_header(
                        service, "NoSuchMethod", "gateway"), b""])
                while len(found) < 300 and (frames := caller.answer(2000)):
                    found.append(wire.reply_status(frames[1])[0])

        answers = [[] for _ in range(10)]
        threads = [threading.Thread(target=one, args=(found,)) for found in answers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = [status for answer in answers for status in answer]
        self.checks.that("%s: a flood of 3000 is answered or turned away" % service,
                         len(found) >= 600 and set(found) <= {wire.UNIMPLEMENTED, 14}, "%d, %s" % (len(found), set(found)))


def run(checks, stack, world):
    tests = Hostile(checks, stack, world)
    before = stack.pids()
    checks.that("every service answers on the bus", all(is_well(stack, service) for service in SERVICES))
    for service in SERVICES:
        tests.shapes(service)
        tests.noise(service)
        tests.too_long(service)
        tests.no_zmtp(service)
    for service, method in (("intake", "GetCall"), ("intake", "SaveApplication"), ("evaluation", "SaveCard"),
                            ("dissemination", "UpdateEntry"), ("notification", "ReadMessage"),
                            ("gateway", "GrantRole")):
        tests.payloads(service, method)
    tests.forged()
    tests.flood("intake")
    checks.that("every service answers on the bus", all(is_well(stack, service) for service in SERVICES))
    checks.equal("all five daemons are the same processes as before", stack.pids(), before)
    checks.that("all five are healthy and ready", stack.all_answer())


# ---- CURVE ----

def read_key(path):
    with open(path, encoding="ascii") as file:
        words = dict(line.split() for line in file if line.startswith(("public ", "secret ")))
    return words["public"].encode(), words["secret"].encode()


class Curve:
    """The evaluation daemon listens on tcp as well (run says where)."""

    def __init__(self, checks, stack, world):
        self.checks, self.stack, self.world = checks, stack, world
        self.folder = os.path.join(stack.data, "keys")
        self.server = read_key(os.path.join(self.folder, "evaluation.key"))[0]
        self.rpc = "tcp://127.0.0.1:%d" % (stack.port + 6)
        self.log = "tcp://127.0.0.1:%d" % (stack.port + 7)
        self.funnel = wire.message((1, world.call_id))

    def new_key(self, service, regions):
        code, said = self.stack.operate("keys", "new", service, "--directory", self.folder, "--regions", regions)
        assert code == 0, said
        return (*read_key(os.path.join(self.folder, service + ".key")), self.server)

    def caller(self, keys, endpoint=None):
        return Caller(self.stack, "evaluation", endpoint or self.rpc, keys)

    def admission(self):
        gateway = (*read_key(os.path.join(self.folder, "gateway.key")), self.server)
        with self.caller(gateway) as caller:
            status, _, payload = caller.ask("GetFunnel", "gateway", payload=self.funnel)
        self.checks.that("a listed key (the gateway's) gets an answer over tcp",
                         status == wire.OK and payload, status)
        stranger = (*zmq.curve_keypair(), self.server)
        with self.caller(stranger) as caller:
            self.checks.equal("an unknown key gets nothing", caller.ask(
                "GetFunnel", "gateway", payload=self.funnel, patience_ms=1000)[0], None)
        with self.caller(None) as caller:
            self.checks.equal("no key gets nothing", caller.ask(
                "GetFunnel", "gateway", payload=self.funnel, patience_ms=1000)[0], None)
        with self.caller((*gateway[:2], zmq.curve_keypair()[0])) as caller:
            self.checks.equal("a client that expects another server gets nothing", caller.ask(
                "GetFunnel", "gateway", payload=self.funnel, patience_ms=1000)[0], None)

    def key_decides(self, intake):
        """What a caller says of itself does not count when there is a key."""
        owner = wire.actor(self.world.people["owner"].account_id, [(8, "*")])
        with self.caller(intake) as caller:
            self.checks.equal("a partner's key that says it is the gateway is not", caller.ask(
                "GetFunnel", "gateway", payload=self.funnel)[0], wire.PERMISSION_DENIED)
            self.checks.equal("... nor with a person", caller.ask(
                "BuildRanking", "gateway", owner, self.funnel)[0], wire.PERMISSION_DENIED)

    def read_log(self, keys, seconds):
        """Regions of the entries that a subscriber with these keys is sent."""
        subscribe = wire.message((1, [(1, "partner"), (4, 1000), (5, 7)]))
        with self.caller(keys, self.log) as caller:
            caller.socket.send(subscribe)
            regions, until = set(), time.monotonic() + seconds
            while time.monotonic() < until:
                frames = caller.answer(200)
                for entries in wire.parse(frames[0]).get(3, []) if frames else []:
                    for entry in wire.parse(entries).get(2, []):
                        regions.add(wire.parse(entry)[1][0].decode())
            return regions

    def regions(self, all_regions, only_32):
        self.checks.that("a key for all regions reads the log of region 30", "30" in self.read_log(all_regions, 1))
        self.checks.equal("a key for region 32 reads nothing of region 30", self.read_log(only_32, 1) - {"32", "pl"}, set())

    def revocation(self, keys, name):
        before = refused(self.stack, "evaluation")
        with self.caller(keys) as caller:
            def answers():
                return caller.ask("NoSuchMethod", "x", patience_ms=400)[0] is not None
            self.checks.that("a listed key has a live connection", answers())
            code, said = self.stack.operate("keys", "revoke", keys[0].decode(), "--directory", self.folder)
            self.checks.that("wlacznik keys revoke", code == 0, said)
            revoked, last = time.monotonic(), 0.0
            while time.monotonic() < revoked + 4:
                if answers():
                    last = time.monotonic() - revoked
                time.sleep(0.05)
            self.checks.that("within 2 s the live connection gets nothing", last < 2, "answered after %.1f s" % last)
        self.checks.that("... and is counted", refused(self.stack, "evaluation") > before)
        self.checks.that("keys list says so", any(
            keys[0].decode() in line and "revoked" in line for line in
            self.stack.operate("keys", "list", "--directory", self.folder)[1].splitlines()), name)


def run_curve(checks, stack, world):
    tests = Curve(checks, stack, world)
    before = stack.pids()
    tests.admission()
    partner, only_32 = tests.new_key("partner", "*"), tests.new_key("partner-32", "32")
    time.sleep(1.5)  # the list of peers is read anew every second
    tests.key_decides(partner)
    tests.regions(partner, only_32)
    tests.revocation(partner, "partner")
    checks.equal("... and its log is closed to it", tests.read_log(partner, 1), set())
    checks.that("the machine's own sockets go on", is_well(stack, "evaluation"))
    checks.equal("all five daemons are the same processes as before", stack.pids(), before)
