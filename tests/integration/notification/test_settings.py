"""What people choose: at once, collected, never; and the one click of a mail program."""
import re
import sys
import unittest
import urllib.error
import urllib.request
import uuid

from world import FROM, Sink, World, sql, wait_until
import wire

E_MAIL = 1
IMMEDIATELY, DAILY, WEEKLY, NEVER = 1, 2, 3, 4
world = sink = gateway_url = None


def setUpModule():
    global world, sink, gateway_url
    world = World(*programs[:2])
    sink = Sink()
    gateway = world.start("gateway")
    port = re.search(r"message=listening port=(\d+)", gateway.written()).group(1)
    gateway_url = f"http://127.0.0.1:{port}"
    world.start("notification", WLACZNIK_SMTP_URL=sink.url, WLACZNIK_SMTP_FROM=FROM, WLACZNIK_PUBLIC_URL=gateway_url)


def tearDownModule():
    world.stop_all()
    sink.stop()
    for log in world.folder.glob("*.log"):
        written = log.read_text()
        assert "@mail.example" not in written and "unsubscribe/" not in written


def text(reply, number=1):
    return reply[number][0].decode()


class Settings(unittest.TestCase):
    def setUp(self):
        self.address = f"{uuid.uuid4().hex[:12]}@mail.example"
        self.user = world.account(self.address, "Grzegorz Brzęczyszczykiewicz-Wąchocki")
        self.by = wire.actor(self.user)

    def ask(self, method, *fields):
        return world.ask(method, *fields, by=self.by)

    def chosen(self):
        """{event: (frequency, mandatory)} as the person sees it."""
        status, _, reply = self.ask("GetNotificationSettings")
        self.assertEqual(status, wire.OK)
        events = [wire.parse(event) for event in reply[1]]
        return {event[1][0].decode(): (event[3][0], bool(event.get(4))) for event in events}

    def choose(self, event, frequency, *fields, version=0):
        return self.ask("PutNotificationSettings", (1, [(1, event), (2, E_MAIL), (3, frequency)]), (7, version), *fields)

    def tell(self, template="card-assigned", call=""):
        """As the handler of an event writes it."""
        facts = wire.message((1, [(1, "number"), (2, "WIS-1/0001")])).hex()
        return sql("INSERT INTO message (id, origin, template, user_id, call_id, facts, created_at, due) VALUES "
                   f"(gen_random_uuid (), 'test/' || gen_random_uuid (), '{template}', '{self.user}', "
                   f"nullif ('{call}', '')::uuid, '\\x{facts}', now (), now ()) RETURNING id")

    def composed(self, message):
        wait_until("it is in the inbox", lambda: sql(
            f"SELECT composed_at IS NOT NULL FROM message WHERE id = '{message}'") == "t")

    def test_everything_is_as_for_everybody_until_chosen(self):
        chosen = self.chosen()
        self.assertEqual(chosen["card-assigned"], (IMMEDIATELY, False))
        self.assertEqual(chosen["receipt"], (IMMEDIATELY, True))
        self.assertNotIn("confirm-account", chosen)

    def test_a_choice_is_kept_and_a_stale_one_refused(self):
        status, _, reply = self.choose("card-assigned", WEEKLY, (5, 3))
        self.assertEqual((status, reply[7][0]), (wire.OK, 1))
        self.assertEqual(self.chosen()["card-assigned"], (WEEKLY, False))
        self.assertEqual(self.choose("card-assigned", NEVER)[0], 10)  # ABORTED
        self.assertEqual(self.choose("card-assigned", NEVER, version=1)[0], wire.OK)
        self.assertEqual(self.chosen()["card-assigned"], (NEVER, False))

    def test_what_is_mandatory_or_unknown_is_refused(self):
        self.assertEqual(self.choose("receipt", NEVER)[:2], (wire.INVALID_ARGUMENT, "invalid-fields"))
        self.assertEqual(self.choose("confirm-account", NEVER)[0], wire.INVALID_ARGUMENT)
        self.assertEqual(self.choose("no-such-event", NEVER)[0], wire.INVALID_ARGUMENT)
        self.assertEqual(self.choose("digest", DAILY)[0], wire.INVALID_ARGUMENT)
        self.assertEqual(self.choose("receipt", IMMEDIATELY)[0], wire.OK)

    def test_never_means_the_inbox_only(self):
        self.choose("card-assigned", NEVER)
        message = self.tell()
        self.composed(message)
        self.assertEqual(sql(f"SELECT state FROM message WHERE id = '{message}'"), "2")
        status, _, reply = self.ask("ListMyMessages")
        self.assertEqual((status, len(reply[1]), reply[3][0]), (wire.OK, 1, 1))
        self.assertEqual(world.dispatch(message), "")
        self.assertEqual(sink.to(self.address), [])

    def test_a_muted_call_is_silent_and_others_are_not(self):
        call, other = str(uuid.uuid4()), str(uuid.uuid4())
        for _ in range(2):
            self.assertEqual(self.ask("MuteCall", (1, call))[0], wire.OK)
        muted = self.tell(call=call)
        self.composed(muted)
        self.assertEqual(world.dispatch(muted), "")
        wait_until("the other call's letter", lambda m=self.tell(call=other): world.dispatch(m) == "2")
        self.assertEqual(self.ask("UnmuteCall", (1, call))[0], wire.OK)
        wait_until("a letter again", lambda m=self.tell(call=call): world.dispatch(m) == "2")

    def test_quiet_hours_hold_back_until_they_end(self):
        # All day but one minute: it is quiet now, whatever the hour; unless this minute is that one.
        minute = int(sql("SELECT extract (hour FROM t) * 60 + extract (minute FROM t) FROM "
                         "(SELECT now () AT TIME ZONE 'Europe/Warsaw' AS t) n"))
        self.ask("PutNotificationSettings", (2, (minute - 1) % 1440 or 1439), (3, (minute + 120) % 1440 or 1))
        message = self.tell()
        self.composed(message)
        hours = float(world.dispatch(message, "extract (epoch FROM ready - created_at) / 3600"))
        self.assertTrue(1.9 < hours < 2.1, hours)
        at_once = self.tell("account-exists")
        wait_until("a mandatory letter", lambda: world.dispatch(at_once) == "2")

    def test_a_digest_collects(self):
        self.choose("card-assigned", DAILY)
        messages = [self.tell() for _ in range(45)]
        for message in messages:
            self.composed(message)
        self.assertEqual({world.dispatch(message) for message in messages}, {""})
        self.assertEqual(sql(f"SELECT count (*) FROM digest_item WHERE user_id = '{self.user}'"), "45")
        self.assertEqual(sink.to(self.address), [])
        self.assertEqual(sql("UPDATE runtime.timers SET ready = now (), due = now () WHERE kind = 'digest' "
                             f"AND key = '{self.user}/2' RETURNING extract (hour FROM due AT TIME ZONE 'Europe/Warsaw') >= 0"), "t")
        letters = wait_until("two letters", lambda: len(sink.to(self.address)) == 2 and sink.to(self.address))
        bodies = [letter.get_body(("plain",)).get_content() for letter in letters]
        self.assertEqual(sorted(body.count("- Nowe zgłoszenie do oceny: WIS-1/0001") for body in bodies), [5, 40])
        states = sql(f"SELECT DISTINCT state FROM message WHERE user_id = '{self.user}' AND template = 'card-assigned'")
        self.assertEqual(states, "2")

    def one_click(self):
        wait_until("a letter", lambda m=self.tell(): world.dispatch(m) == "2")
        letter = sink.to(self.address)[-1]
        self.assertEqual(letter["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        return re.fullmatch(r"<(.+)>", letter["List-Unsubscribe"]).group(1)

    @staticmethod
    def http(address, body=None, content_type="application/x-www-form-urlencoded"):
        request = urllib.request.Request(address, body, {"Content-Type": content_type} if body else {})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def test_one_click_stops_one_kind_of_letter_to_one_person(self):
        address = self.one_click()
        status, page = self.http(address)
        self.assertEqual(status, 200)
        self.assertIn("Nowe zgłoszenie do oceny", page)
        self.assertEqual(self.chosen()["card-assigned"], (IMMEDIATELY, False))  # reading it changed nothing
        for _ in range(2):
            self.assertEqual(self.http(address, b"List-Unsubscribe=One-Click")[0], 200)
        self.assertEqual(self.chosen()["card-assigned"], (NEVER, False))
        message = self.tell()
        self.composed(message)
        self.assertEqual(world.dispatch(message), "")

    def test_a_forged_click_stops_nothing(self):
        address = self.one_click()
        start, token = address.rsplit("/", 1)
        for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), token[1:], token + "AAAA", "x", token[:40]):
            self.assertEqual(self.http(f"{start}/{forged}", b"List-Unsubscribe=One-Click")[0], 404)
        self.assertEqual(self.http(address, b"{}", "application/json")[0], 415)
        self.assertEqual(self.chosen()["card-assigned"], (IMMEDIATELY, False))

    def test_what_is_mandatory_offers_no_click(self):
        message = self.tell("account-exists")
        wait_until("a letter", lambda: world.dispatch(message) == "2")
        self.assertIsNone(sink.to(self.address)[0]["List-Unsubscribe"])

    def test_nobody_chooses_for_another(self):
        self.assertEqual(world.ask("GetNotificationSettings")[0], wire.UNAUTHENTICATED)
        self.assertEqual(world.ask("PutNotificationSettings")[0], wire.UNAUTHENTICATED)
        self.choose("card-assigned", NEVER)
        other = wire.actor(world.account(f"{uuid.uuid4().hex}@mail.example"))
        reply = world.ask("GetNotificationSettings", by=other)[2]
        self.assertNotIn(7, reply)


if __name__ == "__main__":
    programs = sys.argv[1:6]
    unittest.main(argv=sys.argv[:1] + sys.argv[6:], verbosity=2)
