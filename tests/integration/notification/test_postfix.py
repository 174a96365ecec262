"""Debian's Postfix on the other side: STARTTLS, a password, a letter that comes back, a server that restarts."""
import email
import email.policy
import pathlib
import sys
import time
import unittest

from postfix import PASSWORD, USER, Postfix
from world import FROM, World, empty, sql, wait_until

PENDING, DELIVERED, UNDELIVERABLE, SUPPRESSED = "1", "2", "3", "4"
BOUNCES = "bounces@incubator.example"
ANNA = "anna@mail.example"
world = folder = None


def setUpModule():
    global world, folder
    folder = pathlib.Path(programs[0]).resolve().parents[1] / "postfix"
    world = World(*programs[:2])
    world.start("gateway", WLACZNIK_SMTP_URL="")


def tearDownModule():
    if world:
        world.stop_all()


class RealServer(unittest.TestCase):
    def setUp(self):
        empty()

    def serve(self, **options):
        server = Postfix(folder, (ANNA, BOUNCES), **options)
        self.addCleanup(server.remove)
        return server

    def start(self, server, **settings):
        world.start("notification", **{
            "WLACZNIK_SMTP_URL": server.url, "WLACZNIK_SMTP_FROM": FROM, "WLACZNIK_SMTP_BOUNCES_TO": BOUNCES,
            "WLACZNIK_SMTP_BOUNCES": server.home / "mail" / BOUNCES, "WLACZNIK_SMTP_CA_FILE": server.certificate,
            "WLACZNIK_SMTP_USER": USER, "WLACZNIK_SMTP_PASSWORD": PASSWORD, "WLACZNIK_SMTP_TIMEOUT_S": "5", **settings})
        self.addCleanup(self.stop)

    def stop(self):
        if "notification" in world.daemons:
            self.assertEqual(world.stop("notification"), 0)

    def state(self, message, wanted):
        wait_until(f"{message} is {wanted}, not {world.dispatch(message, '*')}", lambda: world.dispatch(message) == wanted, 30)

    def refused_for_now(self, message):
        wait_until("a try", lambda: world.dispatch(message, "attempts > 0") == "t")
        self.assertEqual(world.dispatch(message), PENDING)

    def test_a_letter_goes_over_tls_with_a_password_and_is_whole(self):
        server = self.serve()
        self.start(server)
        message = world.send(ANNA, "confirm-account", (("name", "Zażółć, „Jaźń” <b>"), ("token", "SesameOpen")))
        self.state(message, DELIVERED)
        self.assertRegex(world.dispatch(message, "answer"), r"^250 2\.0\.0 Ok: queued as \w+$")
        (path,) = wait_until("the letter", lambda: server.mails(ANNA))
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        self.assertEqual(mail["Message-ID"], f"<{message}@incubator.example>")
        self.assertEqual(mail["Return-Path"], f"<{BOUNCES}>")
        self.assertEqual([part.get_content_type() for part in mail.walk()], ["multipart/alternative", "text/plain", "text/html"])
        self.assertIn("Zażółć, „Jaźń” <b>", mail.get_body(("plain",)).get_content())
        self.assertIn("Zażółć, „Jaźń” &lt;b&gt;", mail.get_body(("html",)).get_content())
        log = server.log()
        self.assertIn("sasl_method=PLAIN", log.replace("LOGIN", "PLAIN"))
        self.assertNotIn("Zażółć", "".join(file.read_text() for file in world.folder.glob("*.log")))

    def test_a_letter_to_nobody_comes_back_and_stops_the_address(self):
        server = self.serve()
        self.start(server)
        message = world.send("nobody@mail.example")
        self.state(message, UNDELIVERABLE)
        self.assertRegex(world.dispatch(message, "answer"), r"^5\.1\.1 .*unknown user")
        self.assertEqual(world.dispatch(message, "bounced_at IS NOT NULL, attempts"), "t|1")
        self.assertEqual(sql(f"SELECT state FROM message WHERE id = '{message}'"), "3")
        self.state(world.send("Nobody@mail.example"), SUPPRESSED)
        self.state(world.send(ANNA), DELIVERED)
        self.assertEqual(server.log().count("to=<nobody@mail.example>"), 1)

    def test_letters_wait_while_the_certificate_is_anothers(self):
        server = self.serve(name="mx.elsewhere.example")
        self.start(server)
        message = world.send(ANNA)
        self.refused_for_now(message)
        self.assertEqual(server.mails(ANNA), [])

    def test_letters_wait_while_the_password_is_wrong(self):
        server = self.serve()
        self.start(server, WLACZNIK_SMTP_PASSWORD="sesame")
        message = world.send(ANNA)
        self.refused_for_now(message)
        wait_until("it is refused", lambda: "SASL PLAIN authentication failed" in server.log().replace("LOGIN", "PLAIN"))
        self.stop()
        sql("UPDATE dispatch SET ready = now () WHERE state = 1")
        self.start(server)
        self.state(message, DELIVERED)

    def test_a_server_that_restarts_gets_everything_once(self):
        server = self.serve()
        self.start(server)
        messages = world.queue([ANNA] * 100)
        wait_until("some letters", lambda: len(server.mails(ANNA)) > 20, 30)
        server.stop()
        time.sleep(1)
        server.start()
        # Nobody waits here for the minute that a letter rests which failed half-way; what is on its way has a lease of 35 s.
        hurry = "UPDATE dispatch SET ready = now () WHERE state = 1 AND ready > now () + interval '36 s'; "
        wait_until("all letters", lambda: sql(hurry + "SELECT count (*) FROM dispatch WHERE state = 2") == "100", 90)
        wait_until("all mails", lambda: len(server.mails(ANNA)) >= 100, 30)
        ids = [email.message_from_bytes(path.read_bytes())["Message-ID"] for path in server.mails(ANNA)]
        self.assertEqual({f"<{message}@incubator.example>" for message in messages}, set(ids))
        # What was on its way when the server went may have been taken without our hearing of it.
        self.assertLessEqual(len(ids), 100 + 8)


if __name__ == "__main__":
    programs = sys.argv[1:6]
    unittest.main(argv=sys.argv[:1] + sys.argv[6:], verbosity=2)
