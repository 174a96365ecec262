"""Plug-ins: the documented example, from an address and its code to the evidence of a delivery; and programs that fail."""
import pathlib
import re
import stat
import sys
import unittest
import uuid

from world import FROM, Sink, World, sql, wait_until
import wire

EXAMPLE = pathlib.Path(__file__).resolve().parents[3] / "services" / "notification" / "plug-ins" / "keep-as-file"
SMS, E_DELIVERY = 4, 5
DELIVERED, UNDELIVERABLE = "2", "3"
IMMEDIATELY, DAILY, NEVER = 1, 2, 4
NUMBER, ADE = "+48601234567", "AE:PL-12345-67890-ABCDE-12"


class PlugIns(unittest.TestCase):
    def setUp(self):
        self.letters = world.folder / uuid.uuid4().hex
        self.letters.mkdir()
        self.sink = Sink()
        self.addCleanup(self.sink.stop)
        self.account = world.account(f"{uuid.uuid4().hex}@mail.example")
        self.person = wire.actor(self.account)

    def program(self, words):
        path = self.letters / "program"
        path.write_text(f"#!/bin/sh\n{words}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def start(self, words=None, **settings):
        """Both channels, by the example unless other words are given."""
        program = self.program(words or f"exec {EXAMPLE} {self.letters}")
        world.start("notification", WLACZNIK_SMTP_URL=self.sink.url, WLACZNIK_SMTP_FROM=FROM,
                    **{"WLACZNIK_PLUG_IN_SMS": program, "WLACZNIK_PLUG_IN_E_DELIVERY": program, **settings})
        self.addCleanup(world.stop, "notification")

    def ask(self, method, *fields):
        return world.ask(method, *fields, by=self.person)

    def code(self, address):
        """The last code that came to the address."""
        def find():
            files = sorted(self.letters.glob("*.txt"), key=lambda file: file.stat().st_mtime_ns)
            codes = [re.search(r"\b(\d{6})\b", file.read_text()) for file in files if f"To: {address}\n" in file.read_text()]
            return [code.group(1) for code in codes if code]
        return wait_until("a code", find)[-1]

    def prove(self, channel, address):
        status, reason, _ = self.ask("PutMyChannel", (1, channel), (2, address))
        self.assertEqual(status, wire.OK, reason)
        status, reason, confirmed = self.ask("ConfirmMyChannel", (1, channel), (2, self.code(address)))
        self.assertEqual((status, 3 in confirmed, 5 in confirmed), (wire.OK, True, False), reason)

    def choose(self, *events):
        """(event, channel, frequency)"""
        settings = self.ask("GetNotificationSettings")[2]
        return self.ask("PutNotificationSettings", *[(1, [(1, event), (2, channel), (3, frequency)])
                                                     for event, channel, frequency in events], (7, settings.get(7, [0])[0]))

    def tell(self, template="receipt"):
        return sql("INSERT INTO message (id, origin, template, user_id, state, facts, created_at, due) VALUES "
                   f"(gen_random_uuid (), 'test/' || gen_random_uuid (), '{template}', '{self.account}', 1, {facts_of()}, "
                   "now (), now ()) RETURNING id")

    @staticmethod
    def way(message, channel, columns="state"):
        return sql(f"SELECT {columns} FROM dispatch WHERE message_id = '{message}' AND channel = {channel}")

    def test_an_address_is_proved_chosen_and_reached(self):
        self.start()
        self.prove("sms", NUMBER)
        self.assertEqual(self.choose(("receipt", SMS, IMMEDIATELY))[0], wire.OK)
        message = self.tell()
        wait_until("the letter", lambda: self.way(message, SMS) == DELIVERED)
        dispatch, evidence, sent = self.way(message, SMS, "id, answer, sent_at IS NOT NULL").split("|")
        kept = (self.letters / f"{dispatch}.txt").read_text()
        self.assertIn(f"To: {NUMBER}\n", kept)
        self.assertEqual((evidence, sent), (f"file {self.letters}/{dispatch}.txt", "t"))
        wait_until("the mail, too", lambda: world.dispatch(message) == "2")
        self.assertEqual(self.way(message, E_DELIVERY), "")

    def test_nothing_goes_where_nobody_asked_or_proved(self):
        self.start()
        message = self.tell()
        wait_until("the mail", lambda: world.dispatch(message) == "2")
        self.prove("sms", NUMBER)
        self.ask("PutMyChannel", (1, "e-delivery"), (2, ADE))
        self.choose(("receipt", E_DELIVERY, IMMEDIATELY))
        second = self.tell()
        wait_until("the mail", lambda: world.dispatch(second) == "2")
        for each in (message, second):
            self.assertEqual((self.way(each, SMS), self.way(each, E_DELIVERY)), ("", ""))

    def test_an_e_delivery_is_asked_about_until_it_is_received(self):
        self.start()
        self.ask("PutMyChannel", (1, "e-delivery"), (2, ADE))
        status, reason, _ = self.ask("ConfirmMyChannel", (1, "e-delivery"), (2, self.code(ADE)))
        self.assertEqual(status, wire.OK, reason)
        self.choose(("receipt", E_DELIVERY, IMMEDIATELY))
        message = self.tell()
        wait_until("its way", lambda: self.way(message, E_DELIVERY, "reference") not in ("", None))
        dispatch = self.way(message, E_DELIVERY, "id")
        self.assertEqual(self.way(message, E_DELIVERY, "state, ready > now () + interval '50 seconds'"), "1|t")
        sql(f"UPDATE dispatch SET ready = now () WHERE id = '{dispatch}'")
        wait_until("a question", lambda: self.way(message, E_DELIVERY, "answer") == "not opened yet")
        (self.letters / f"{dispatch}.received").write_text("UPD 2026/11/26/77\n")
        sql(f"UPDATE dispatch SET ready = now () WHERE id = '{dispatch}'")
        wait_until("the receipt", lambda: self.way(message, E_DELIVERY) == DELIVERED)
        self.assertEqual(self.way(message, E_DELIVERY, "answer"), "UPD 2026/11/26/77")

    def test_codes_are_few_and_guessing_ends_them(self):
        self.start()
        self.ask("PutMyChannel", (1, "sms"), (2, NUMBER))
        code = self.code(NUMBER)
        wrong = f"{(int(code) + 1) % 1000000:06d}"
        for _ in range(5):
            self.assertEqual(self.ask("ConfirmMyChannel", (1, "sms"), (2, wrong))[2][5], [1])
        self.assertEqual(self.ask("ConfirmMyChannel", (1, "sms"), (2, code))[2][5], [1])
        self.assertNotIn(code, sql("SELECT channel_address::text FROM channel_address"))
        for _ in range(4):
            self.assertEqual(self.ask("PutMyChannel", (1, "sms"), (2, NUMBER))[0], wire.OK)
        self.assertEqual(self.ask("PutMyChannel", (1, "sms"), (2, NUMBER))[1], "too-many-codes")
        self.assertEqual(self.ask("DeleteMyChannel", (1, "sms"))[0], wire.OK)
        self.assertEqual(self.ask("DeleteMyChannel", (1, "sms"))[0], wire.NOT_FOUND)
        self.assertEqual(self.ask("PutMyChannel", (1, "sms"), (2, NUMBER))[1], "too-many-codes")

    def test_what_is_no_address_or_no_channel_is_refused(self):
        self.start()
        for channel, address in (("sms", "601234567"), ("sms", ADE), ("e-delivery", NUMBER)):
            self.assertEqual(self.ask("PutMyChannel", (1, channel), (2, address))[1], "invalid-fields")
        self.assertEqual(self.ask("PutMyChannel", (1, "pigeon"), (2, NUMBER))[1], "no-such-channel")
        self.assertEqual(self.choose(("receipt", SMS, DAILY))[1], "invalid-fields")
        self.assertEqual(self.choose(("receipt", 2, NEVER))[1], "invalid-fields")

    def test_a_program_that_fails_is_tried_again_and_seen(self):
        self.start("cat >/dev/null; echo '{\"outcome\":\"TAKEN\"}'; test ! -e /nowhere && exit 3")
        sql(f"INSERT INTO channel_address (user_id, channel, address, confirmed_at, codes_since) VALUES "
            f"('{self.account}', {SMS}, '{NUMBER}', now (), now ())")
        self.choose(("receipt", SMS, IMMEDIATELY))
        message = self.tell()
        wait_until("a try", lambda: self.way(message, SMS, "attempts") == "1")
        self.assertEqual(self.way(message, SMS, "state, answer, ready > now () + interval '40 seconds'"),
                         "1|the plug-in ended with status 3|t")
        self.program("cat >/dev/null; echo '{\"outcome\":\"REFUSED\",\"evidence\":\"no such number\"}'")
        sql("UPDATE dispatch SET ready = now () WHERE channel = 4 AND ready IS NOT NULL")
        wait_until("a refusal", lambda: self.way(message, SMS) == UNDELIVERABLE)
        self.assertEqual(self.way(message, SMS, "answer"), "no such number")
        administrator = wire.actor(world.account(f"{uuid.uuid4().hex}@mail.example"), [(9, "*")])
        dispatch = self.way(message, SMS, "id")
        self.program("cat >/dev/null; echo '{\"outcome\":\"TAKEN\"}'")
        self.assertEqual(world.ask("RequeueMail", (2, dispatch), by=administrator)[2][1], [1])
        wait_until("a delivery", lambda: self.way(message, SMS) == DELIVERED)

    def test_the_service_does_not_start_with_a_program_that_is_not_there(self):
        with self.assertRaisesRegex(RuntimeError, "plug_in.sms must name a program"):
            world.start("notification", WLACZNIK_SMTP_URL=self.sink.url, WLACZNIK_SMTP_FROM=FROM,
                        WLACZNIK_PLUG_IN_SMS="/nowhere/at/all")


def facts_of():
    """What a receipt shows, as the handler of its event packs it."""
    packed = wire.message(*[(1, [(1, name), (2, value)]) for name, value in (
        ("application", str(uuid.uuid4())), ("number", "WŁ/2026/0001"), ("submitted-at", "1795715525000000"), ("digest", "ab" * 32), ("title", "Ławka"))])
    return f"'\\x{packed.hex()}'"


if __name__ == "__main__":
    world = World(*sys.argv[1:3])
    world.start("gateway")
    result = unittest.main(argv=sys.argv[:1] + sys.argv[6:], verbosity=2, exit=False).result
    world.stop_all()
    sys.exit(not result.wasSuccessful())
