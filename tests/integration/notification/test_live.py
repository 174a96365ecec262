"""Streams of events: who hears what, how soon, from which replica, and when it ends."""
import http.client
import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import uuid

from world import FROM, Daemon, Sink, World, free_port, sql, wait_until

PROXY = pathlib.Path(__file__).resolve().parents[3] / "deploy" / "proxy"


class Stream:
    """A reader of /v1/me/stream: events as (name, id, data, moment)."""

    def __init__(self, port, token, last=None, path="/v1/me/stream", address=None, context=None):
        self.connection = http.client.HTTPSConnection("localhost", port, timeout=60, context=context) if context else \
            http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
        if last is not None:
            headers["Last-Event-ID"] = last
        if address:
            headers["X-Forwarded-For"] = address
        self.connection.request("GET", path, headers=headers)
        self.socket = self.connection.sock  # which the answer takes over, because it ends with the connection
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        self.events, self.ended = [], threading.Event()
        if self.status == 200:
            threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        fields = {}
        try:
            for line in self.answer:
                line = line.decode().rstrip("\n")
                if line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                else:
                    if "event" in fields:
                        self.events.append((fields["event"], fields.get("id"), json.loads(fields["data"]), time.monotonic()))
                    fields = {}
        except (OSError, ValueError, http.client.HTTPException):
            pass
        self.ended.set()

    def unread(self):
        counts = [data["count"] for name, _, data, _ in self.events if name == "unread"]
        return counts[-1] if counts else None

    def subjects(self):
        return [data["subject"] for name, _, data, _ in self.events if name == "message"]

    def last(self):
        return [identifier for _, identifier, _, _ in self.events if identifier][-1]

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the other side was first


class Live(unittest.TestCase):
    def setUp(self):
        self.gateway = world.daemons["gateway"]
        self.port = port_of(self.gateway)

    def person(self):
        """An account and a session of it, made as rows: signing in is tested elsewhere."""
        account = world.account(f"{uuid.uuid4().hex}@mail.example")
        return account, self.session(account)

    @staticmethod
    def session(account):
        """The token is 32 bytes in base64url; the row has its hash."""
        token, digest = new_token()
        sql("INSERT INTO session (id, token_hash, account_id, created_at, expires_at, second_factor, device) VALUES "
            f"(gen_random_uuid (), '\\x{digest}', '{account}', now (), now () + interval '1 hour', false, '')", "gateway")
        return token

    def stream(self, token, **options):
        stream = Stream(options.pop("port", self.port), token, **options)
        self.addCleanup(stream.close)
        return stream

    @staticmethod
    def tell(account):
        """A letter to the account, as an event's handler writes it."""
        return sql("INSERT INTO message (id, origin, template, user_id, facts, created_at, due) VALUES "
                   f"(gen_random_uuid (), 'test/' || gen_random_uuid (), 'account-exists', '{account}', '', now (), now ()) "
                   "RETURNING id")

    def test_a_new_message_reaches_its_person_and_nobody_else(self):
        anna, her = self.person()
        _, other = self.person()
        stream, second, foreign = self.stream(her), self.stream(her), self.stream(other)
        self.assertEqual(stream.answer.getheader("Content-Type"), "text/event-stream")
        self.assertEqual(stream.answer.getheader("Cache-Control"), "no-store")
        wait_until("the beginning", lambda: stream.unread() == 0 and second.unread() == 0 and foreign.unread() == 0)
        message = self.tell(anna)
        for each in (stream, second):
            wait_until("the message", lambda e=each: e.unread() == 1)
            ((_, _, told, _),) = [event for event in each.events if event[0] == "message"]
            self.assertEqual((told["id"], told["text"], bool(told["subject"])), (message, "", True))
        time.sleep(0.3)
        self.assertEqual((foreign.subjects(), foreign.unread()), ([], 0))

    def test_reading_elsewhere_is_told(self):
        anna, her = self.person()
        stream = self.stream(her)
        message = self.tell(anna)
        wait_until("the message", lambda: stream.unread() == 1)
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("POST", f"/v1/me/messages/{message}/read", b"{}",
                           {"Authorization": f"Bearer {her}", "Content-Type": "application/json"})
        self.assertEqual(connection.getresponse().status, 200)
        wait_until("no more unread", lambda: stream.unread() == 0)

    def test_who_comes_back_misses_nothing(self):
        anna, her = self.person()
        stream = self.stream(her)
        first = self.tell(anna)
        wait_until("the message", lambda: stream.unread() == 1)
        time.sleep(2.2)  # what was told within the last two seconds of the place may be told again
        self.tell(anna)
        wait_until("the second", lambda: stream.unread() == 2)
        last = stream.last()
        stream.close()
        missed = [self.tell(anna) for _ in range(3)]
        wait_until("the inbox", lambda: sql(
            f"SELECT count (*) FROM message WHERE user_id = '{anna}' AND composed_at IS NOT NULL") == "5")
        again = self.stream(her, last=last)
        wait_until("the end of it", lambda: again.unread() == 5)
        told = [data["id"] for name, _, data, _ in again.events if name == "message"]
        self.assertEqual((set(told) >= set(missed), first in told, len(told) == len(set(told))), (True, False, True))
        by_query = self.stream(her, path=f"/v1/me/stream?lastEventId={last}")
        wait_until("the same", lambda: by_query.unread() == 5)
        for nonsense in ("", "-1", "999999999999999999999", "x", "18446744073709551616"):
            self.assertEqual(self.stream(her, last=nonsense).status, 200, nonsense)

    def test_the_end_of_a_session_ends_its_streams(self):
        anna, her = self.person()
        ending, staying = self.stream(her), self.stream(self.session(anna))
        wait_until("the beginning", lambda: ending.unread() == 0 and staying.unread() == 0)
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("DELETE", "/v1/sessions/current", headers={"Authorization": f"Bearer {her}"})
        self.assertEqual(connection.getresponse().status, 200)
        self.assertTrue(ending.ended.wait(6))
        self.assertFalse(staying.ended.is_set())
        self.assertEqual(self.stream(her).status, 401)

    def test_a_session_that_ends_elsewhere_is_noticed(self):
        anna, her = self.person()
        stream = self.stream(her)
        wait_until("the beginning", lambda: stream.unread() == 0)
        sql(f"DELETE FROM session WHERE account_id = '{anna}'", "gateway")
        self.assertTrue(stream.ended.wait(20))

    def test_nobody_follows_without_signing_in(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", "/v1/me/stream")
        self.assertEqual(connection.getresponse().status, 401)

    def test_an_account_has_so_many_streams(self):
        _, her = self.person()
        streams = [self.stream(her) for _ in range(10)]
        self.assertEqual({stream.status for stream in streams}, {200})
        refused = self.stream(her)
        self.assertEqual((refused.status, refused.answer.getheader("Retry-After")), (429, "120"))
        self.assertEqual(json.loads(refused.answer.read())["type"], "/problems/too-many-streams")
        streams[0].close()
        wait_until("a place again", lambda: self.stream(her).status == 200)

    def test_an_address_has_so_many_streams(self):
        tokens = [self.person()[1] for _ in range(3)]
        streams = [self.stream(token, address="192.0.2.77") for token in tokens for _ in range(8)][:20]
        self.assertEqual([stream.status for stream in streams], [200] * 20)
        self.assertEqual(self.stream(tokens[2], address="192.0.2.77").status, 429)
        self.assertEqual(self.stream(tokens[2], address="192.0.2.78").status, 200)

    def test_every_replica_hears(self):
        anna, her = self.person()
        replica = Daemon(world, "gateway2", world.programs["gateway"], WLACZNIK_HTTP_PORT=0,
                         WLACZNIK_DATABASE_URL=os.environ["WLACZNIK_TEST_DB"].replace("dbname=postgres", "dbname=gateway"))
        self.addCleanup(replica.stop)
        here, there = self.stream(her), self.stream(her, port=port_of(replica))
        self.tell(anna)
        wait_until("the message here", lambda: here.unread() == 1)
        wait_until("the message there", lambda: there.unread() == 1, 5)

    def test_a_stream_outlives_every_patience_of_the_proxy(self):
        """deploy/proxy waits 20 s for clients; a stream on which nothing happens is no client that drips."""
        anna, her = self.person()
        with tempfile.TemporaryDirectory(prefix="wlacznik-live-") as folder:
            port = start_proxy(self, folder, self.port)
            context = ssl.create_default_context(cafile=f"{folder}/tls.pem")
            stream = Stream(port, her, context=context)
            wait_until("the beginning", lambda: stream.unread() == 0)
            self.assertFalse(stream.ended.wait(45))
            self.tell(anna)
            wait_until("the message", lambda: stream.unread() == 1)
            stream.close()

    def test_a_restart_ends_streams_and_they_come_back(self):
        anna, her = self.person()
        stream = self.stream(her)
        wait_until("the beginning", lambda: stream.unread() == 0)
        last = stream.last()
        self.assertEqual(world.stop("gateway"), 0)
        self.assertTrue(stream.ended.wait(5))
        start_gateway()
        self.tell(anna)
        back = self.stream(her, last=last, port=port_of(world.daemons["gateway"]))
        wait_until("the message", lambda: back.unread() == 1)


def new_token():
    import base64
    import hashlib
    import secrets
    token = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    return token, hashlib.blake2b(token.encode(), digest_size=32).hexdigest()


def start_proxy(test, folder, gateway):
    """haproxy as it is shipped, in front of the gateway; the port of its TLS."""
    certificate, plain, tls = f"{folder}/tls.pem", free_port(), free_port()
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                    "-keyout", certificate + ".key", "-out", certificate], check=True, capture_output=True)
    with open(f"{folder}/haproxy.log", "w", encoding="utf-8") as log:
        proxy = subprocess.Popen(["haproxy", "-db", "-f", str(PROXY / "haproxy.cfg")], stdout=log, stderr=log, env={
            **os.environ, "PLAIN": f"127.0.0.1:{plain}", "TLS": f"127.0.0.1:{tls}", "CERTIFICATE": certificate,
            "GATEWAY": f"127.0.0.1:{gateway}", "PAGES": str(PROXY), "UNPRIVILEGED": "1"})
    test.addCleanup(proxy.wait, 10)
    test.addCleanup(proxy.terminate)

    def listens():
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", tls)) == 0
    wait_until("the proxy", listens)
    return tls


def port_of(daemon):
    return int(re.search(r"message=listening port=(\d+)", daemon.written()).group(1))


def start_gateway():
    world.start("gateway", WLACZNIK_LIVE_PER_ADDRESS=20, WLACZNIK_RATE_ADDRESS=0, WLACZNIK_RATE_ACCOUNT=0)


if __name__ == "__main__":
    world = World(*sys.argv[1:3])
    sink = Sink()
    try:
        start_gateway()
        world.start("notification", WLACZNIK_SMTP_URL=sink.url, WLACZNIK_SMTP_FROM=FROM)
        result = unittest.main(argv=sys.argv[:1] + sys.argv[6:], verbosity=2, exit=False).result
        world.stop_all()
    finally:
        sink.stop()
    sys.exit(not result.wasSuccessful())
