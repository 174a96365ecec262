"""Letters in the words of a programme and of a call: checked, versioned, looked at beforehand, used."""
import sys
import unittest

import office
from office import COORDINATOR, begin, http, open_call, session
from world import sql, wait_until

sink = owner = None
NAME = "draft-unfinished"


def setUpModule():
    global sink, owner
    office.start(programs)
    sink, owner = office.sink, office.owner


def tearDownModule():
    office.stop()


def refused(verb, path, token, body=None):
    try:
        http(verb, path, token, body)
    except AssertionError as problem:
        return str(problem)
    raise RuntimeError("it was not refused")


class Templates(unittest.TestCase):
    def setUp(self):
        self.call = open_call(days=2)
        self.programme = sql(f"SELECT programme_id FROM call_schedule WHERE call_id = '{self.call}'")

    def put(self, scope, subject, body, version=0, name=NAME, locale="pl"):
        return http("PUT", f"/v1/letters/{scope}/{name}/{locale}", owner, {"subject": subject, "body": body, "version": version})

    def letter(self, address):
        begin(self.call, address)
        sql(f"UPDATE runtime.timers SET ready = now () WHERE kind = 'remind-drafts' AND key = '{self.call}/1d'")
        letter = wait_until("a letter", lambda: sink.to(address))[0]
        return letter["Subject"], letter.get_body(("plain",)).get_content().replace("\r\n", "\n").strip()

    def effective(self, scope, locale="pl"):
        letters = http("GET", f"/v1/letters/{scope}", owner)["templates"]
        self.assertNotIn("confirm-account", {letter["name"] for letter in letters})
        return next(letter for letter in letters if (letter["name"], letter["locale"]) == (NAME, locale))

    def test_ours_hold_until_changed(self):
        letter = self.effective(self.call)
        self.assertEqual((letter["subject"], letter["version"]), ("Twoje zgłoszenie czeka na dokończenie", 0))
        self.assertEqual(letter["facts"], ["application", "call", "name", "until-at", "url"])
        self.assertIn("Twoje zgłoszenie", self.letter("ours@mail.example")[0])

    def test_a_programmes_words_hold_for_its_calls_and_a_calls_own_before_them(self):
        self.put(self.programme, "Program przypomina", "Cześć {{name}}, zdążysz? {{until-at}}")
        subject, text = self.letter("programme@mail.example")
        self.assertEqual(subject, "Program przypomina")
        self.assertTrue(text.startswith("Cześć Zoë O'Brien-Żółkiewska, zdążysz? "))
        self.call = open_call(days=2)
        sql(f"UPDATE call_schedule SET programme_id = '{self.programme}' WHERE call_id = '{self.call}'")
        self.put(self.call, "Nabór przypomina", "{{call}}")
        self.assertEqual(self.letter("call@mail.example"), ("Nabór przypomina", "Nabór"))

    def test_versions_are_kept_and_a_stale_change_refused(self):
        self.assertEqual(self.put(self.call, "Jeden", "1")["version"], 1)
        self.assertIn("409", refused("PUT", f"/v1/letters/{self.call}/{NAME}/pl", owner,
                                     {"subject": "Zero", "body": "0", "version": 0}))
        self.put(self.call, "Dwa", "2", version=1)
        self.assertEqual(http("DELETE", f"/v1/letters/{self.call}/{NAME}/pl", owner)["subject"],
                         "Twoje zgłoszenie czeka na dokończenie")
        self.assertEqual(self.effective(self.call)["version"], 3)
        self.put(self.call, "Cztery", "4", version=3)
        versions = http("GET", f"/v1/letters/{self.call}/{NAME}/pl/versions", owner)["templates"]
        self.assertEqual([(v["version"], v["subject"]) for v in versions], [(4, "Cztery"), (3, ""), (2, "Dwa"), (1, "Jeden")])

    def test_every_name_that_the_letter_does_not_have_is_said(self):
        problem = refused("PUT", f"/v1/letters/{self.call}/{NAME}/pl", owner,
                          {"subject": "{{points}}", "body": "{{name}} {{title}} {{token}} {{ name}} {{"})
        for said in ("{{points}}", "{{title}}", "{{token}}", "niedokończona"):
            self.assertIn(said, problem)
        self.assertNotIn("{{name}}", problem)
        self.assertIn("404", refused("PUT", f"/v1/letters/{self.call}/confirm-account/pl", owner, {"subject": "a", "body": "b"}))
        self.assertIn("400", refused("PUT", f"/v1/letters/{self.call}/{NAME}/pl", owner, {"subject": "a\r\nBcc: x@y.z", "body": "b"}))

    def test_a_look_beforehand_has_real_data_and_sends_nothing(self):
        before = sql("SELECT count (*) FROM message")
        _, draft = begin(self.call, "preview@mail.example")
        sql(f"UPDATE application SET number = 'R1/0042', title = 'Ławka <b>', submitted_at = now () WHERE id = '{draft['id']}'", "intake")
        seen = http("POST", f"/v1/letters/{self.call}/stage-stop/pl/preview", owner, {
            "subject": "Decyzja {{number}}", "body": "{{name}}: „{{title}}”", "callId": self.call, "applicationId": draft["id"]})
        self.assertEqual((seen["subject"], seen["text"]), ("Decyzja R1/0042", "Olga Właścicielska: „Ławka <b>”"))
        self.assertIn("Ławka &lt;b&gt;", seen["html"])
        self.assertEqual(seen.get("samples", []), [])
        seen = http("POST", f"/v1/letters/{self.call}/recommended/pl/preview", owner, {
            "subject": "x", "body": "{{points}} pkt, miejsce {{place}}", "callId": self.call, "applicationId": draft["id"]})
        self.assertEqual(seen["text"], "[points] pkt, miejsce [place]")
        self.assertLessEqual({"points", "place"}, set(seen["samples"]))
        self.assertEqual(sql("SELECT count (*) FROM message"), before)

    def test_only_the_owner_writes_letters(self):
        coordinator = session(office.world.account("writes@mail.example"), COORDINATOR)
        for verb, path in (("GET", f"/v1/letters/{self.call}"), ("PUT", f"/v1/letters/{self.call}/{NAME}/pl"),
                           ("DELETE", f"/v1/letters/{self.call}/{NAME}/pl"), ("GET", f"/v1/letters/{self.call}/{NAME}/pl/versions"),
                           ("POST", f"/v1/letters/{self.call}/{NAME}/pl/preview")):
            self.assertIn("403", refused(verb, path, coordinator, {} if verb in ("PUT", "POST") else None))


if __name__ == "__main__":
    programs = sys.argv[1:6]
    unittest.main(argv=sys.argv[:1] + sys.argv[6:], verbosity=2)
