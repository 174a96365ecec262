"""Delivery to mail servers that behave badly: nothing is lost, nothing goes twice, one bad letter holds back no other."""
import asyncio
import signal
import ssl
import subprocess
import sys
import threading
import time
import unittest

from world import FROM, RawServer, Sink, World, empty, free_port, sql, wait_until

PENDING, DELIVERED, UNDELIVERABLE, SUPPRESSED = "1", "2", "3", "4"
world = None
FAST = {"WLACZNIK_SMTP_FROM": FROM, "WLACZNIK_SMTP_TIMEOUT_S": "4"}


def setUpModule():
    global world
    world = World(*programs[:2])
    world.start("gateway", WLACZNIK_SMTP_URL="")


def tearDownModule():
    world.stop_all()
    for log in world.folder.glob("*.log"):
        written = log.read_text()
        for personal in ("@mail.example", "Ćwiek", "Sanitizer"):
            assert personal not in written, f"{log} has {personal}: {written[-3000:]}"


class Delivery(unittest.TestCase):
    def start(self, url, **settings):
        world.start("notification", **{**FAST, "WLACZNIK_SMTP_URL": url, **settings})
        self.addCleanup(self.stop)

    def setUp(self):
        empty()

    def stop(self):
        if "notification" in world.daemons:
            self.assertEqual(world.stop("notification"), 0)

    def sink(self, **options):
        sink = Sink(**options)
        self.addCleanup(sink.stop)
        self.start(sink.url)
        return sink

    def state(self, message, wanted, patience=20):
        wait_until(f"{message} is {wanted}, not {world.dispatch(message, '*')}",
                   lambda: world.dispatch(message) == wanted, patience)

    def all_delivered(self, messages):
        wait_until("all letters", lambda: sql("SELECT count (*) FROM dispatch WHERE state = 2") == str(len(messages)), 90)

    def test_a_letter_arrives_and_the_answer_is_kept(self):
        sink = self.sink()
        message = world.send("anna@mail.example")
        self.state(message, DELIVERED)
        (mail,) = sink.to("anna@mail.example")
        self.assertEqual(mail["Message-ID"], f"<{message}@incubator.example>")
        self.assertEqual(world.dispatch(message, "answer, domain, attempts"),
                         "250 2.0.0 Ok: queued as 000001|mail.example|1")
        self.assertEqual(mail.get_body(("plain",)).get_content().split("\n")[0].strip(), "Dzień dobry!")
        self.assertEqual([part.get_content_type() for part in mail.walk()], ["multipart/alternative", "text/plain", "text/html"])
        self.assertNotIn("=0A", mail.as_string())
        self.assertNotIn("anna", sql(f"SELECT row_to_json (d) FROM dispatch d WHERE message_id = '{message}'"))

    def test_a_secret_is_sent_and_not_kept(self):
        sink = self.sink()
        message = world.send("secret@mail.example", "confirm-account",
                             (("name", "Zoë <b>\r\nBcc: all@mail.example"), ("token", "SesameOpen")))
        self.state(message, DELIVERED)
        (mail,) = sink.to("secret@mail.example")
        self.assertIn("token=SesameOpen", mail.get_body(("plain",)).get_content())
        self.assertIn("Zoë &lt;b&gt;", mail.get_body(("html",)).get_content())
        self.assertIsNone(mail["Bcc"])
        self.assertNotIn("Sesame", sql(f"SELECT * FROM message WHERE id = '{message}'"))
        self.assertEqual(sql(f"SELECT facts IS NULL FROM message WHERE id = '{message}'"), "t")

    def test_connections_are_kept_open(self):
        sink = self.sink()
        world.queue(f"kept{i}@mail.example" for i in range(60))
        wait_until("60 letters", lambda: len(sink.taken) == 60)
        self.assertLessEqual(sink.connections, 8)

    def test_an_account_is_written_to_in_its_language(self):
        sink = self.sink()
        account = world.account("petra@mail.example", name="Petra \"O'Neil\", <x@y.z>", locale="en")
        sql("INSERT INTO message (id, origin, template, user_id, facts, created_at, due) VALUES "
            f"(gen_random_uuid (), 'test/en', 'account-exists', '{account}', '', now (), now ())")
        mail = wait_until("a letter", lambda: sink.to("petra@mail.example"))[0]
        self.assertEqual(mail["Subject"], "You already have a Włącznik account")
        self.assertEqual(mail["To"].addresses[0].display_name, "Petra \"O'Neil\", <x@y.z>")
        self.assertEqual(len(mail["To"].addresses), 1)

    def test_the_same_request_makes_one_letter(self):
        sink = self.sink()
        first, second = (world.send("once@mail.example", key="the-same-key") for _ in range(2))
        self.state(first, DELIVERED)
        time.sleep(0.5)
        self.assertEqual(len(sink.to("once@mail.example")), 1)
        self.assertEqual(sql("SELECT count (*) FROM message"), "1")

    def test_a_greylisted_letter_waits_five_minutes_and_then_arrives(self):
        seen = set()

        def greylist(address):
            if address in seen:
                return None
            seen.add(address)
            return "451 4.7.1 Greylisting in action, please come back later"

        sink = self.sink(rcpt=greylist)
        message = world.send("grey@mail.example")
        other = world.send("grey2@mail.example")
        wait_until("a first try", lambda: world.dispatch(message, "attempts") == "1")
        self.assertEqual(world.dispatch(message), PENDING)
        wait = float(world.dispatch(message, "extract (epoch FROM ready - last_try_at)"))
        self.assertTrue(300 < wait < 400, wait)
        sql(f"UPDATE dispatch SET ready = now () WHERE message_id IN ('{message}', '{other}')")
        self.state(message, DELIVERED)
        self.state(other, DELIVERED)
        self.assertEqual(sink.tries.count("grey@mail.example"), 2)

    def test_a_refused_address_ends_and_is_not_written_to_again(self):
        sink = self.sink(rcpt=lambda address: "550 5.1.1 No such user here" if "dead" in address else None)
        dead, well = world.send("dead@mail.example"), world.send("well@mail.example")
        self.state(dead, UNDELIVERABLE)
        self.state(well, DELIVERED)
        self.assertEqual(world.dispatch(dead, "answer"), "550 5.1.1 No such user here")
        again = world.send("DEAD@mail.example")
        self.state(again, SUPPRESSED)
        self.assertEqual(len(sink.tries), 2)
        self.assertEqual(sql("SELECT count (*) FROM suppression WHERE reason = 'refused'"), "1")

    def test_a_letter_refused_for_its_content_does_not_condemn_the_address(self):
        self.sink(data=lambda address: "554 5.7.1 Looks like spam to me")
        message = world.send("content@mail.example")
        self.state(message, UNDELIVERABLE)
        self.state(world.send("content@mail.example"), UNDELIVERABLE)

    def test_a_server_that_closes_is_rested_and_gets_everything_later(self):
        closing = [12]

        def close(address):
            closing[0] -= 1
            return "421 4.3.2 Service shutting down" if closing[0] >= 0 else None

        sink = self.sink(rcpt=close)
        messages = world.queue(f"rest{i}@mail.example" for i in range(20))
        self.all_delivered(messages)
        self.assertEqual(sorted(address for address, _ in sink.taken), sorted(f"rest{i}@mail.example" for i in range(20)))
        self.assertLess(len(sink.tries), 60)

    def test_a_letter_that_hangs_holds_back_no_other(self):
        async def hang(address):
            if address.startswith("hang"):
                await asyncio.sleep(30)

        sink = self.sink(data=hang)
        hanging = [world.send(f"hang{i}@mail.example") for i in range(5)]
        time.sleep(0.5)
        world.queue(f"swift{i}@mail.example" for i in range(300))
        wait_until("300 letters", lambda: len(sink.taken) == 300, 60)
        for message in hanging:
            wait_until("an end of patience", lambda m=message: world.dispatch(m, "attempts") != "0")
        self.assertEqual(world.dispatch(hanging[0], "state || answer"), "1Timeout was reached")
        # Nor does the connection that it hung on: the server still owes it an answer there.
        self.state(world.send("next@mail.example"), DELIVERED)

    def test_others_arrive_while_letters_hang(self):
        released = threading.Event()

        async def hang(address):
            while address.startswith("hang") and not released.is_set():
                await asyncio.sleep(0.05)

        sink = Sink(data=hang)
        self.addCleanup(sink.stop)
        self.start(sink.url, WLACZNIK_SMTP_TIMEOUT_S="120")
        self.addCleanup(released.set)
        hanging = [world.send(f"hang{i}@mail.example") for i in range(7)]
        wait_until("letters that hang", lambda: len(sink.tries) == 7)
        others = world.queue(f"swift{i}@mail.example" for i in range(50))
        wait_until("50 letters", lambda: len(sink.taken) == 50)
        self.assertEqual(len(sink.tries), 57)  # no one's time ran out
        self.assertEqual(sql("SELECT count (*) FROM dispatch WHERE attempts = 0 AND message_id IN "
                             f"({', '.join(repr(message) for message in hanging)})"), "7")
        released.set()
        self.all_delivered(hanging + others)

    def test_broken_answers_are_the_servers_fault(self):
        async def nonsense(reader, writer):
            writer.write(b"\x00\xff\xfeHELLO\r\n" * 50)
            await writer.drain()
            await reader.read(100)

        server = RawServer(nonsense)
        self.addCleanup(server.stop)
        self.start(f"smtp://127.0.0.1:{server.port}")
        messages = world.queue(f"broken{i}@mail.example" for i in range(30))
        wait_until("a rest", lambda: "sending rests" in world.daemons["notification"].written())
        time.sleep(1)
        self.assertEqual({world.dispatch(message) for message in messages}, {PENDING})
        self.assertLess(server.visits, 30)

    def test_an_answer_without_end_uses_up_nothing(self):
        async def flood(reader, writer):
            writer.write(b"220 hello\r\n")
            await reader.readline()
            while True:
                writer.write(b"250-" + b"x" * 65536)
                await writer.drain()

        server = RawServer(flood)
        self.addCleanup(server.stop)
        self.start(f"smtp://127.0.0.1:{server.port}")
        message = world.send("flood@mail.example")
        wait_until("an end", lambda: world.dispatch(message, "attempts > 0") == "t")
        self.assertEqual(world.dispatch(message), PENDING)
        resident = int(subprocess.run(["ps", "-o", "rss=", str(world.daemons["notification"].process.pid)],
                                      capture_output=True, text=True, check=True).stdout)
        self.assertLess(resident, 600_000)  # kB, under ASan

    def test_nobody_listens_and_then_somebody_does(self):
        port = free_port()
        self.start(f"smtp://127.0.0.1:{port}")
        message = world.send("later@mail.example")
        wait_until("a first try", lambda: world.dispatch(message, "attempts > 0") == "t")
        sink = Sink(port=port)
        self.addCleanup(sink.stop)
        self.state(message, DELIVERED, 60)

    def test_a_letter_waits_while_tls_cannot_be_trusted(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", world.folder / "key.pem",
                        "-out", world.folder / "cert.pem"], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(world.folder / "cert.pem", world.folder / "key.pem")
        sink = Sink(tls_context=context)
        self.addCleanup(sink.stop)
        self.start(sink.url)
        message = world.send("tls@mail.example")
        wait_until("a first try", lambda: world.dispatch(message, "attempts > 0") == "t")
        self.assertEqual((world.dispatch(message), sink.taken), (PENDING, []))
        self.stop()
        sql("UPDATE dispatch SET ready = now () WHERE state = 1")
        self.start(sink.url, WLACZNIK_SMTP_CA_FILE=world.folder / "cert.pem")
        self.state(message, DELIVERED)

    def test_a_password_never_goes_without_tls(self):
        sink = Sink(auth_require_tls=False, authenticator=lambda *_: None)
        self.addCleanup(sink.stop)
        self.start(sink.url, WLACZNIK_SMTP_USER="post", WLACZNIK_SMTP_PASSWORD="sesame")
        message = world.send("password@mail.example")
        wait_until("a first try", lambda: world.dispatch(message, "attempts > 0") == "t")
        self.assertEqual((world.dispatch(message), sink.taken), (PENDING, []))

    def test_pace_by_domain(self):
        sink = Sink()
        self.addCleanup(sink.stop)
        self.start(sink.url, WLACZNIK_SMTP_PACE="slow.mail.example=4", WLACZNIK_SMTP_SENDERS="1")
        begun = time.monotonic()
        world.queue(f"a{i}@slow.mail.example" for i in range(12))
        world.queue(f"b{i}@quick.mail.example" for i in range(12))
        wait_until("the quick ones", lambda: sum("quick" in to for to, _ in sink.taken) == 12)
        self.assertLess(sum("slow" in to for to, _ in sink.taken), 12)
        wait_until("the slow ones", lambda: len(sink.taken) == 24, 30)
        self.assertGreater(time.monotonic() - begun, 11 / 4)

    def test_after_a_crash_at_most_one_letter_per_connection_goes_twice(self):
        sink = Sink()
        self.addCleanup(sink.stop)
        self.start(sink.url)
        messages = world.queue(f"crash{i}@mail.example" for i in range(200))
        wait_until("some letters", lambda: len(sink.taken) > 40)
        world.stop("notification", signal.SIGKILL)
        sql("UPDATE dispatch SET ready = now () WHERE ready IS NOT NULL")
        sql("UPDATE message SET due = now () WHERE due IS NOT NULL")
        self.start(sink.url)
        self.all_delivered(messages)
        got = [address for address, _ in sink.taken if address.startswith("crash")]
        self.assertEqual(len(set(got)), 200)
        self.assertLessEqual(len(got), 208)
        for address in set(got):
            self.assertEqual(len({mail["Message-ID"] for mail in sink.to(address)}), 1)

    def test_an_orderly_end_sends_nothing_twice(self):
        sink = Sink()
        self.addCleanup(sink.stop)
        self.start(sink.url)
        messages = world.queue(f"stop{i}@mail.example" for i in range(200))
        wait_until("some letters", lambda: len(sink.taken) > 40)
        self.stop()
        self.start(sink.url)
        self.all_delivered(messages)
        self.assertEqual(len(sink.taken), 200, sql("SELECT attempts, answer FROM dispatch WHERE attempts <> 1"))


if __name__ == "__main__":
    programs = sys.argv[1:6]
    unittest.main(argv=sys.argv[:1] + sys.argv[6:], verbosity=2)
