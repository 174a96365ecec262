"""What comes back: from a Maildir and over the bus; the suppression list; the operator's tool."""
import os
import re
import subprocess
import sys
import unittest

from world import FROM, Sink, World, sql, wait_until
import wire

ADMINISTRATOR = 9
DELIVERED, UNDELIVERABLE, SUPPRESSED = "2", "3", "4"
world = sink = maildir = None


def setUpModule():
    global world, sink, maildir
    world = World(*programs[:2])
    sink = Sink(rcpt=lambda address: "550 5.1.1 unknown" if address.startswith("refused") else None)
    maildir = world.folder / "bounces"
    for folder in ("new", "cur", "tmp"):
        (maildir / folder).mkdir(parents=True)
    world.start("gateway")
    world.start("notification", WLACZNIK_SMTP_URL=sink.url, WLACZNIK_SMTP_FROM=FROM, WLACZNIK_SMTP_BOUNCES=maildir,
                WLACZNIK_SMTP_BOUNCES_TO="bounces@incubator.example")


def tearDownModule():
    world.stop_all()
    sink.stop()
    for log in world.folder.glob("*.log"):
        assert "@mail.example" not in log.read_text()


def bounce(message, status="5.1.1", action="failed"):
    return (f"From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=X\n\n"
            f"--X\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
            f"Final-Recipient: rfc822; somebody@mail.example\nAction: {action}\nStatus: {status}\n"
            f"Diagnostic-Code: smtp; 550 no such user\n\n--X\nContent-Type: message/rfc822\n\n"
            f"Message-ID: <{message}@incubator.example>\n\n--X--\n")


def tool(*words):
    done = subprocess.run([programs[2], *words], capture_output=True, text=True, check=True, env={
        **os.environ, "WLACZNIK_NOTIFICATION_DATABASE_URL": os.environ["WLACZNIK_TEST_DB"].replace(
            "dbname=postgres", "dbname=notification")})
    return done.stdout


class Bounces(unittest.TestCase):
    def state(self, message, wanted):
        wait_until(f"{message} is {wanted}, not {world.dispatch(message, '*')}", lambda: world.dispatch(message) == wanted)

    def delivered(self, address, call=None):
        message = world.send(address)
        self.state(message, DELIVERED)
        return message

    def drop(self, name, text):
        (maildir / "tmp" / name).write_text(text)
        (maildir / "tmp" / name).rename(maildir / "new" / name)
        wait_until("it is taken", lambda: not (maildir / "new" / name).exists())
        self.assertTrue((maildir / "cur" / f"{name}:2,S").exists())

    def report(self, text, role=ADMINISTRATOR):
        by = wire.actor("01910000-0000-7000-8000-0000000000aa", [(role, "*")])
        return self.ask_report(text, by)

    def ask_report(self, text, by):
        status, reason, reply = world.ask("ReportBounce", (1, text.encode()), by=by)
        return status, reply.get(1, [0])[0]

    def test_the_envelope_says_where_bounces_go(self):
        self.delivered("envelope@mail.example")
        (mail,) = sink.to("envelope@mail.example")
        self.assertEqual(sink.senders, {"bounces@incubator.example"})
        self.assertEqual(mail["From"].addresses[0].addr_spec, FROM)

    def test_a_bounce_in_the_maildir_fails_its_letter_and_suppresses_the_address(self):
        message = self.delivered("gone@mail.example")
        self.drop("1", bounce(message))
        self.assertEqual(world.dispatch(message, "state, answer, bounced_at IS NOT NULL"), "3|5.1.1 550 no such user|t")
        self.assertEqual(sql(f"SELECT state FROM message WHERE id = '{message}'"), "3")
        self.state(world.send("Gone@mail.example"), SUPPRESSED)

    def test_a_full_mailbox_is_not_a_dead_one(self):
        message = self.delivered("full@mail.example")
        self.drop("2", bounce(message, "5.2.2"))
        self.assertEqual(world.dispatch(message), UNDELIVERABLE)
        self.delivered("full@mail.example")

    def test_what_is_no_failure_changes_nothing(self):
        message = self.delivered("delayed@mail.example")
        self.drop("3", bounce(message, "4.4.1", "delayed"))
        self.drop("4", f"Subject: I am away\nIn-Reply-To: <{message}@incubator.example>\n\nback soon\n")
        self.drop("5", "\0\xff" * 1000)
        self.drop("6", bounce("01910000-0000-7000-8000-0000000000aa"))
        self.assertEqual(world.dispatch(message), DELIVERED)

    def test_a_link_in_the_maildir_is_not_followed(self):
        message = self.delivered("linked@mail.example")
        (world.folder / "elsewhere").write_text(bounce(message))
        (maildir / "new" / "link").symlink_to(world.folder / "elsewhere")
        wait_until("it is seen", lambda: "cannot be read" in world.daemons["notification"].written())
        self.assertEqual(world.dispatch(message), DELIVERED)
        (maildir / "new" / "link").unlink()

    def test_a_bounce_may_come_over_http(self):
        message = self.delivered("hook@mail.example")
        self.assertEqual(self.report(bounce(message), role=2)[0], wire.PERMISSION_DENIED)
        self.assertEqual(self.ask_report(bounce(message), None)[0], wire.UNAUTHENTICATED)
        self.assertEqual(self.report(bounce(message)), (wire.OK, 1))
        self.assertEqual(self.report(bounce(message)), (wire.OK, 0))
        self.assertEqual(world.dispatch(message), UNDELIVERABLE)

    def test_the_operator_sees_and_requeues(self):
        account = world.account("refused1@mail.example")
        call = "01910000-0000-7000-8000-00000000ca11"
        sql(f"INSERT INTO delivery (call_id, state, count) VALUES ('{call}', 1, 1)")
        message = sql("INSERT INTO message (id, origin, template, user_id, call_id, facts, created_at, due) VALUES "
                      f"(gen_random_uuid (), 'test/dead', 'account-exists', '{account}', '{call}', '', now (), now ()) "
                      "RETURNING id")
        self.state(message, UNDELIVERABLE)
        counts = ("SELECT string_agg (state || ':' || count, ' ' ORDER BY state) FROM (SELECT state, sum (count) AS count "
                  f"FROM delivery WHERE call_id = '{call}' GROUP BY state) AS summed")
        self.assertEqual(sql(counts), "1:0 3:1")
        self.assertRegex(tool("mail", "dead"), rf"{message} account-exists tries 1 mail.example: 550 5.1.1 unknown")
        self.assertRegex(tool("mail", "status"), r"did not arrive +[1-9]")
        sql(f"UPDATE account SET email = 'mended1@mail.example' WHERE id = '{account}'", "gateway")
        self.assertEqual(tool("mail", "requeue", "--message", message), "1 letters are tried again\n")
        self.state(message, DELIVERED)
        self.assertEqual(sql(counts), "1:0 2:1 3:0")
        self.assertEqual(tool("mail", "requeue", "--message", message), "0 letters are tried again\n")

    def test_the_operator_suppresses_and_releases(self):
        self.delivered("some@mail.example")
        self.assertEqual(tool("mail", "suppress", "SOME@mail.example"), "nothing is sent there any more\n")
        self.state(world.send("some@mail.example"), SUPPRESSED)
        self.assertEqual(tool("mail", "release", "some@mail.example"), "it is written to again\n")
        self.assertEqual(tool("mail", "release", "some@mail.example"), "it was not on the list\n")
        self.delivered("some@mail.example")

    def test_a_letter_that_cannot_be_composed_waits_for_the_operator(self):
        account = world.account("unknown-template@mail.example")
        message = sql("INSERT INTO message (id, origin, template, user_id, facts, created_at, due) VALUES "
                      f"(gen_random_uuid (), 'test/template', 'no-such', '{account}', '', now (), now ()) RETURNING id")
        wait_until("it fails", lambda: sql(f"SELECT state FROM message WHERE id = '{message}'") == "3")
        self.assertIn(f"{message} no-such tries 1 : could not be composed", re.sub(" +", " ", tool("mail", "dead")))
        sql(f"UPDATE message SET template = 'account-exists' WHERE id = '{message}'")
        tool("mail", "requeue")
        self.state(message, DELIVERED)


if __name__ == "__main__":
    programs = sys.argv[1:6]
    unittest.main(argv=sys.argv[:1] + sys.argv[6:], verbosity=2)
