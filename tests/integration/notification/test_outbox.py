"""The operator's outbox: what it lists, what it tries again, and the mail of a house without a mail server. And feeds of
inboxes."""
import pathlib
import sys
import unittest
import uuid
import xml.etree.ElementTree

from world import FROM, Sink, World, empty, sql, wait_until
import wire

ATOM = "{http://www.w3.org/2005/Atom}"
PENDING, DELIVERED, UNDELIVERABLE, SUPPRESSED = 1, 2, 3, 4
ADMINISTRATOR = 9
NASTY = "Żółw <b>&\"'\u0001\u202e ]]> </content>"


class Case(unittest.TestCase):
    def setUp(self):
        self.sink = Sink(rcpt=self.answer)
        self.refuse = None
        self.addCleanup(self.sink.stop)
        empty()
        world.start("notification", WLACZNIK_SMTP_URL=self.sink.url, WLACZNIK_SMTP_FROM=FROM,
                    WLACZNIK_SMTP_KEPT=world.folder / "kept", WLACZNIK_PUBLIC_URL="https://wlacznik.example")
        self.addCleanup(world.stop, "notification")
        self.administrator = wire.actor(world.account(f"{uuid.uuid4().hex}@mail.example"), [(ADMINISTRATOR, "*")])

    def answer(self, address):
        return self.refuse

    def ask(self, method, *fields, by=None):
        return world.ask(method, *fields, by=by or self.administrator)

    def outbox(self, *fields):
        """(items, counts, next cursor)"""
        status, reason, reply = self.ask("ListOutbox", *fields)
        self.assertEqual(status, wire.OK, reason)
        return ([wire.parse(item) for item in reply.get(1, [])], wire.parse(reply[3][0]),
                reply.get(2, [b""])[0].decode())


class Outbox(Case):
    def test_each_state_has_its_list_and_count(self):
        delivered = world.send("a@mail.example")
        wait_until("delivery", lambda: world.dispatch(delivered) == "2")
        self.refuse = "550 5.1.1 No such user"
        dead = world.send("b@mail.example")
        wait_until("a refusal", lambda: world.dispatch(dead) == "3")
        suppressed = world.send("b@mail.example")
        wait_until("a suppression", lambda: world.dispatch(suppressed) == "4")
        self.refuse = "450 4.2.1 Later"
        waits = world.send("c@mail.example")
        wait_until("a try", lambda: world.dispatch(waits, "attempts") == "1")
        for state, message in ((DELIVERED, delivered), (UNDELIVERABLE, dead), (SUPPRESSED, suppressed), (PENDING, waits)):
            items, counts, _ = self.outbox((1, state))
            self.assertEqual([(item[2][0].decode(), item[6][0]) for item in items], [(message, state)])
        self.assertEqual({key: value[0] for key, value in counts.items()}, {2: 1, 3: 1, 4: 1, 5: 1, 6: 1})
        items, _, _ = self.outbox((1, UNDELIVERABLE))
        self.assertEqual(items[0][13][0], b"550 5.1.1 No such user")
        self.assertEqual((items[0][7][0], items[0][15][0]), (b"mail.example", 1))
        everything, _, _ = self.outbox()
        self.assertEqual(len(everything), 4)

    def test_what_failed_is_tried_again_alone_or_all(self):
        self.refuse = "554 5.7.1 Not today"
        letters = [world.send(f"{name}@mail.example") for name in "abc"]
        wait_until("refusals", lambda: all(world.dispatch(letter) == "3" for letter in letters))
        self.refuse = None
        self.assertEqual(self.ask("RequeueMail")[:2], (wire.INVALID_ARGUMENT, "invalid-fields"))
        self.assertEqual(self.ask("RequeueMail", (1, letters[0]))[2][1][0], 1)
        wait_until("one more", lambda: world.dispatch(letters[0]) == "2")
        self.assertEqual(world.dispatch(letters[1]), "3")
        self.assertEqual(self.ask("RequeueMail", (3, 1), (4, "other.example"))[2], {})
        self.assertEqual(self.ask("RequeueMail", (3, 1))[2][1][0], 2)
        wait_until("all of them", lambda: all(world.dispatch(letter) == "2" for letter in letters))
        self.assertEqual(sql("SELECT count (*) FROM message WHERE state <> 2"), "0")

    def test_pages_follow_each_other(self):
        letters = [world.send(f"{number}@mail.example") for number in range(5)]
        wait_until("deliveries", lambda: all(world.dispatch(letter) == "2" for letter in letters))
        seen, cursor = [], ""
        while True:
            items, _, cursor = self.outbox((1, DELIVERED), (2, 2), (3, cursor))
            seen += [item[2][0].decode() for item in items]
            if not cursor:
                break
        self.assertEqual(sorted(seen), sorted(letters))

    def test_a_message_that_could_not_be_composed_is_there(self):
        sql("INSERT INTO message (id, origin, template, email, locale, facts, created_at, due) VALUES "
            "(gen_random_uuid (), 'test/x', 'no-such-template', 'a@mail.example', 'pl', '', now (), now ())")
        wait_until("a failure", lambda: sql("SELECT state FROM message") == "3")
        items, counts, _ = self.outbox((1, UNDELIVERABLE))
        self.assertEqual((len(items), items[0].get(5), counts[4][0]), (1, None, 1))

    def test_only_administrators_look(self):
        person = wire.actor(world.account(f"{uuid.uuid4().hex}@mail.example"), [(8, "*"), (4, "*")])
        for method, fields in (("ListOutbox", []), ("RequeueMail", [(3, 1)]), ("ListKeptMail", []),
                               ("GetKeptMail", [(1, "1-1.eml")])):
            self.assertEqual(self.ask(method, *fields, by=person)[0], wire.PERMISSION_DENIED, method)


class Kept(Case):
    def test_files_are_listed_and_read_and_nothing_else_is(self):
        folder = world.folder / "kept"
        folder.mkdir(exist_ok=True)
        mail = b"X-Envelope-To: a@mail.example\r\nSubject: =?UTF-8?B?xbvDs8WCdw==?=\r\n\r\nbody\r\n"
        for number in range(25):
            (folder / f"{1795715525000000 + number}-{number + 1:06d}.eml").write_bytes(mail)
        (folder / "notes.txt").write_text("not a mail")
        (world.folder / "1-1.eml").write_text("outside")
        (folder / "0000000000000002-2.eml").symlink_to("/etc/passwd")
        status, reason, reply = self.ask("ListKeptMail")
        self.assertEqual(status, wire.OK, reason)
        first = [wire.parse(item) for item in reply[1]]
        self.assertEqual((len(first), first[0][1][0], first[0][3][0]),
                         (20, b"1795715525000024-000025.eml", mail.partition(b"\r\n\r\n")[0]))
        rest = [wire.parse(item)[1][0] for item in self.ask("ListKeptMail", (2, reply[2][0].decode()))[2][1]]
        self.assertEqual((len(rest), rest[-1]), (6, b"0000000000000002-2.eml"))
        status, _, document = self.ask("GetKeptMail", (1, "1795715525000000-000001.eml"))
        self.assertEqual((status, document[1][0], document[3][0]), (wire.OK, mail, b"1795715525000000-000001.eml"))
        for name in ("../1-1.eml", "notes.txt", "0000000000000002-2.eml", "3-3.eml", "1795715525000000-000001.eml/", ".", "%2e%2e"):
            self.assertEqual(self.ask("GetKeptMail", (1, name))[0], wire.NOT_FOUND, name)


class Feeds(Case):
    def setUp(self):
        super().setUp()
        self.account = world.account(f"{uuid.uuid4().hex}@mail.example")
        self.person = wire.actor(self.account)

    def make(self):
        status, reason, feed = self.ask("MakeInboxFeed", by=self.person)
        self.assertEqual(status, wire.OK, reason)
        return feed[1][0].decode()

    @staticmethod
    def read(url):
        token = url.rpartition("/")[2]
        return world.ask("ReadInboxFeed", (1, token))

    def test_a_feed_shows_the_messages_of_its_person(self):
        self.assertEqual(self.ask("GetInboxFeed", by=self.person)[2], {})
        url = self.make()
        self.assertRegex(url, r"^https://wlacznik\.example/v1/inbox-feeds/[\w-]{43}$")
        self.assertEqual(set(self.ask("GetInboxFeed", by=self.person)[2]), {2})
        empty = xml.etree.ElementTree.fromstring(self.read(url)[2][1][0])
        self.assertEqual((empty.tag, len(empty.findall(f"{ATOM}entry"))), (f"{ATOM}feed", 0))
        for number in range(33):
            sql("INSERT INTO message (id, origin, template, user_id, state, subject, text, created_at, composed_at) VALUES "
                f"('018f0000-0000-7000-8000-{number:012d}', 'test/{number}', 'receipt', '{self.account}', 2, "
                f"$nasty${NASTY} {number}$nasty$, $nasty$Treść {NASTY}$nasty$, now (), now ())")
        sql("INSERT INTO message (id, origin, template, user_id, state, subject, text, created_at, composed_at) VALUES "
            f"(gen_random_uuid (), 'test/other', 'receipt', '{world.account('x@mail.example')}', 2, 'Cudze', 'x', now (), now ())")
        status, _, document = self.read(url)
        self.assertEqual(status, wire.OK)
        feed = xml.etree.ElementTree.fromstring(document[1][0])
        entries = feed.findall(f"{ATOM}entry")
        self.assertEqual(len(entries), 30)
        clean = NASTY.replace("\u0001", " ")
        self.assertEqual(entries[0].find(f"{ATOM}title").text, f"{clean} 32")
        self.assertEqual(entries[0].find(f"{ATOM}content").text, f"Treść {clean}")
        self.assertEqual(entries[0].find(f"{ATOM}id").text, "urn:uuid:018f0000-0000-7000-8000-000000000032")
        self.assertNotIn(self.account.encode(), document[1][0])

    def test_addresses_end_when_they_are_told_to(self):
        first = self.make()
        second = self.make()
        self.assertEqual((self.read(first)[0], self.read(second)[0]), (wire.NOT_FOUND, wire.OK))
        self.assertEqual(self.ask("EndInboxFeed", by=self.person)[0], wire.OK)
        self.assertEqual(self.read(second)[0], wire.NOT_FOUND)
        self.assertEqual(self.ask("EndInboxFeed", by=self.person)[0], wire.NOT_FOUND)

    def test_tokens_are_not_kept_and_not_guessed(self):
        token = self.make().rpartition("/")[2]
        self.assertEqual(sql(f"SELECT count (*) FROM inbox_feed WHERE inbox_feed::text LIKE '%{token}%'"), "0")
        self.assertNotIn(token, pathlib.Path(world.folder / "notification.log").read_text())
        for forged in (token[:-1], token + "A", token[:-1] + ("A" if token[-1] != "A" else "B"), "A" * 43, "../x", "'"):
            self.assertEqual(world.ask("ReadInboxFeed", (1, forged))[0], wire.NOT_FOUND, forged)


if __name__ == "__main__":
    world = World(*sys.argv[1:3])
    try:
        world.start("gateway")
        result = unittest.main(argv=sys.argv[:1] + sys.argv[6:], verbosity=2, exit=False).result
        world.stop_all()
    finally:
        pass
    sys.exit(not result.wasSuccessful())
