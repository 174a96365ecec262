"""Webhooks: signed as a library that is not ours verifies, never into our own network, gone when told so."""
import http.server
import json
import pathlib
import subprocess
import sys
import threading
import unittest
import uuid

from world import FROM, Sink, World, sql, wait_until
import wire

VERIFY = pathlib.Path(__file__).resolve().parent / "verify"
PENDING, DELIVERED, UNDELIVERABLE = "1", "2", "3"
FAILED_PRECONDITION = 9
world = sink = None


def setUpModule():
    global world, sink
    if not (VERIFY / "node_modules").exists():
        subprocess.run(["npm", "ci", "--silent"], cwd=VERIFY, check=True)
    world = World(*programs[:2])
    sink = Sink()
    world.start("gateway")


def tearDownModule():
    world.stop_all()
    sink.stop()


def verify(calls):
    """What the npm package standardwebhooks says to each (secret, headers, body)."""
    lines = "".join(json.dumps({"secret": secret, "headers": headers, "body": body}) + "\n" for secret, headers, body in calls)
    done = subprocess.run(["node", "verify.mjs"], cwd=VERIFY, input=lines, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


class Receiver:
    def __init__(self, answer=lambda handler: (204, {})):
        receiver = self
        self.calls = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                receiver.calls.append((self.path, dict(self.headers.items()), body))
                status, headers = answer(self)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Webhooks(unittest.TestCase):
    def setUp(self):
        self.user = world.account(f"{uuid.uuid4().hex}@mail.example")
        self.by = wire.actor(self.user)

    def start(self, private="true"):
        world.start("notification", WLACZNIK_SMTP_URL=sink.url, WLACZNIK_SMTP_FROM=FROM, WLACZNIK_WEBHOOKS_PRIVATE=private)
        self.addCleanup(lambda: self.assertEqual(world.stop("notification"), 0))

    def receiver(self, *arguments):
        receiver = Receiver(*arguments)
        self.addCleanup(receiver.stop)
        return receiver

    def ask(self, method, *fields, by=None):
        return world.ask(method, *fields, by=by or self.by)

    def add(self, url):
        """(id, secret)"""
        status, reason, reply = self.ask("AddWebhook", (1, url))
        self.assertEqual(status, wire.OK, reason)
        return reply[1][0].decode(), reply[3][0].decode()

    def tell(self):
        return sql("INSERT INTO message (id, origin, template, user_id, call_id, facts, created_at, due) VALUES "
                   f"(gen_random_uuid (), 'test/' || gen_random_uuid (), 'account-exists', '{self.user}', gen_random_uuid (), "
                   "'', now (), now ()) RETURNING id")

    @staticmethod
    def way(message, columns="state"):
        return sql(f"SELECT {columns} FROM dispatch WHERE message_id = '{message}' AND channel = 2")

    def state(self, message, wanted):
        wait_until(f"{self.way(message, '*')} is {wanted}", lambda: self.way(message) == wanted)

    def test_a_call_is_signed_and_says_ids_only(self):
        self.start()
        receiver = self.receiver()
        _, secret = self.add(receiver.url + "/hook?x=1")
        message = self.tell()
        self.state(message, DELIVERED)
        ((path, headers, body),) = receiver.calls
        self.assertEqual(path, "/hook?x=1")
        said = json.loads(body)
        self.assertEqual((said["type"], said["data"]["messageId"]), ("account-exists", message))
        self.assertEqual(set(said["data"]), {"messageId", "callId"})
        self.assertEqual(headers["webhook-id"], self.way(message, "id"))
        forged = (secret, headers, body.replace("account", "acc0unt"))
        self.assertEqual(verify([(secret, headers, body)]), ["ok"])
        self.assertNotEqual(verify([forged]), ["ok"])
        self.assertNotEqual(verify([("whsec_" + "A" * 43 + "=", headers, body)]), ["ok"])

    def test_while_a_key_changes_both_sign(self):
        self.start()
        receiver = self.receiver()
        webhook, old = self.add(receiver.url)
        new = self.ask("RotateWebhook", (1, webhook))[2][3][0].decode()
        self.state(self.tell(), DELIVERED)
        _, headers, body = receiver.calls[0]
        self.assertEqual(verify([(old, headers, body), (new, headers, body)]), ["ok", "ok"])
        sql("UPDATE webhook SET previous_until = now ()")
        self.state(self.tell(), DELIVERED)
        _, headers, body = receiver.calls[1]
        self.assertEqual(verify([(new, headers, body)]), ["ok"])
        self.assertNotEqual(verify([(old, headers, body)]), ["ok"])

    def test_a_failure_is_tried_again_with_the_same_id(self):
        self.start()
        answers = [(500, {}), (204, {})]
        receiver = self.receiver(lambda _: answers.pop(0))
        self.add(receiver.url)
        message = self.tell()
        wait_until("a failure", lambda: self.way(message, "attempts") == "1")
        self.assertEqual(self.way(message, "state || answer"), "1HTTP 500")
        sql("UPDATE dispatch SET ready = now () WHERE channel = 2 AND state = 1")
        self.state(message, DELIVERED)
        self.assertEqual(receiver.calls[0][1]["webhook-id"], receiver.calls[1][1]["webhook-id"])

    def test_gone_disables_until_enabled(self):
        self.start()
        receiver = self.receiver(lambda _: (410, {}))
        webhook, _ = self.add(receiver.url)
        message = self.tell()
        self.state(message, UNDELIVERABLE)
        listed = wire.parse(self.ask("ListWebhooks")[2][1][0])
        self.assertIn(5, listed)
        self.assertNotIn(3, listed)  # the secret is shown once
        message = self.tell()
        wait_until("the letter", lambda: world.dispatch(message) == "2")
        self.assertEqual(self.way(message), "")
        self.assertNotIn(5, self.ask("EnableWebhook", (1, webhook))[2])

    def test_a_pause_holds_back_and_the_calls_are_listed(self):
        self.start()
        answers = [(500, {})]
        receiver = self.receiver(lambda _: answers.pop(0) if answers else (204, {}))
        webhook, _ = self.add(receiver.url)
        waits = self.tell()
        wait_until("a failure", lambda: self.way(waits, "attempts") == "1")
        self.assertEqual(self.ask("PauseWebhook", (1, webhook))[2][6], [1])
        sql("UPDATE dispatch SET ready = now () WHERE channel = 2 AND state = 1 AND ready < '9999-01-01'")
        missed = self.tell()
        wait_until("the letter", lambda: world.dispatch(missed) == "2")
        self.assertEqual((self.way(missed), len(receiver.calls)), ("", 1))
        self.assertNotIn(6, self.ask("EnableWebhook", (1, webhook))[2])
        self.state(waits, DELIVERED)
        self.state(self.tell(), DELIVERED)
        listed = [wire.parse(one) for one in self.ask("ListWebhookDeliveries", (1, webhook))[2][1]]
        self.assertEqual([(one[5], one[6], one[10]) for one in listed], [([2], [1], [b"HTTP 204"]), ([2], [2], [b"HTTP 204"])])
        self.assertEqual(listed[1][2][0].decode(), waits)

    def test_a_call_that_fails_while_it_is_paused_stays_held(self):
        self.start()
        arrived, go_on = threading.Event(), threading.Event()
        receiver = self.receiver(lambda _: (arrived.set(), go_on.wait(8), (500, {}))[2])
        webhook, _ = self.add(receiver.url)
        message = self.tell()
        self.assertTrue(arrived.wait(20))
        self.ask("PauseWebhook", (1, webhook))
        go_on.set()
        wait_until("a failure", lambda: self.way(message, "attempts") == "1")
        self.assertEqual(self.way(message, "state, extract (year FROM ready)"), "1|9999")

    def test_a_redirect_is_not_followed(self):
        self.start()
        inside = self.receiver()
        receiver = self.receiver(lambda _: (307, {"Location": inside.url}))
        self.add(receiver.url)
        message = self.tell()
        wait_until("a try", lambda: self.way(message, "attempts") == "1")
        self.assertEqual((self.way(message, "state || answer"), inside.calls), ("1HTTP 307", []))

    def test_our_own_network_is_out_of_reach(self):
        self.start(private="false")
        receiver = self.receiver()
        port = receiver.server.server_port
        self.assertEqual(self.ask("AddWebhook", (1, receiver.url))[:2], (wire.INVALID_ARGUMENT, "invalid-fields"))
        for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"):
            sql("DELETE FROM webhook")
            status, reason, _ = self.ask("AddWebhook", (1, f"https://{host}:{port}/"))
            if status != wire.OK:
                continue  # refused at once
            message = self.tell()
            wait_until(f"a try at {host}", lambda m=message: self.way(m, "attempts") == "1")
            self.assertEqual(self.way(message, "state || answer"), "1the address is not on the public internet", host)
        self.assertEqual(receiver.calls, [])

    def test_a_hanging_address_ends(self):
        self.start()
        hold = threading.Event()
        receiver = self.receiver(lambda _: (hold.wait(15), (204, {}))[1])
        self.addCleanup(hold.set)
        self.add(receiver.url)
        message = self.tell()
        wait_until("an end of patience", lambda: self.way(message, "attempts") == "1", 30)
        self.assertEqual(self.way(message, "state || answer"), "1Timeout was reached")

    def test_webhooks_are_ones_own_and_few(self):
        self.start()
        webhook, _ = self.add("http://127.0.0.1:9/")
        other = wire.actor(world.account(f"{uuid.uuid4().hex}@mail.example"))
        for method in ("DeleteWebhook", "EnableWebhook", "PauseWebhook", "RotateWebhook", "ListWebhookDeliveries"):
            self.assertEqual(self.ask(method, (1, webhook), by=other)[0], wire.NOT_FOUND)
        self.assertEqual(self.ask("ListWebhooks", by=other)[2], {})
        for _ in range(4):
            self.add("http://127.0.0.1:9/")
        self.assertEqual(self.ask("AddWebhook", (1, "http://127.0.0.1:9/"))[:2], (FAILED_PRECONDITION, "too-many-webhooks"))
        self.assertEqual(self.ask("DeleteWebhook", (1, webhook))[0], wire.OK)
        self.assertEqual(self.ask("DeleteWebhook", (1, webhook))[0], wire.NOT_FOUND)
        self.add("http://127.0.0.1:9/")


if __name__ == "__main__":
    programs = sys.argv[1:6]
    unittest.main(argv=sys.argv[:1] + sys.argv[6:], verbosity=2)
