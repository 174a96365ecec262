"""Rehearsals: their letters are composed as any other and reach nobody; time passes in them; they go without a trace.

The gateway, intake and evaluation are real.
"""
import sys
import unittest

import office
from office import COORDINATOR, http, open_call, session
from world import sql, wait_until

ASSESSOR = 3
world = sink = owner = None


def setUpModule():
    global world, sink, owner
    office.start(programs)
    world, sink, owner = office.world, office.sink, office.owner


def tearDownModule():
    office.stop()


def rehearse(applications=0, **stage):
    call = open_call(stage=stage, corrections={"times": 1, "days": 7}, days=20)
    rehearsal = http("POST", f"/v1/calls/{call}/rehearsals", owner, {})["id"]
    if applications:
        http("POST", f"/v1/calls/{rehearsal}/rehearsal/applications", owner, {"count": applications})
        wait_until("evaluation has them all", lambda: sql(
            f"SELECT count (*) FROM dossier WHERE call_id = '{rehearsal}'", "evaluation") == str(applications), 60)
    return call, rehearsal


def mailbox(rehearsal, token=None, **query):
    asked = "&".join(f"{name}={value}" for name, value in {"limit": 100, "total": "true", **query}.items())
    return http("GET", f"/v1/calls/{rehearsal}/rehearsal/letters?{asked}", token or owner)


def letters(rehearsal, template, patience=30.0):
    return wait_until(template, lambda: [letter for letter in mailbox(rehearsal)["letters"] if letter["template"] == template], patience)


def dossiers(rehearsal, token):
    return http("GET", f"/v1/calls/{rehearsal}/dossiers?limit=100", token)["dossiers"]


class Sandbox(unittest.TestCase):
    def test_letters_are_kept_and_go_to_nobody(self):
        _, rehearsal = rehearse(4)
        letters_of = wait_until("four letters", lambda: mailbox(rehearsal).get("total", 0) == 4 and mailbox(rehearsal)["letters"])
        self.assertEqual(sorted(letter["name"] for letter in letters_of), [f"Wnioskodawca próbny {n}" for n in (1, 2, 3, 4)])
        self.assertTrue(all("-PRÓBA1/" in letter["subject"] + letter["text"] for letter in letters_of))
        self.assertEqual([letter["id"] for letter in letters_of], sorted(letter["id"] for letter in letters_of))
        self.assertFalse(any(letter["failed"] for letter in letters_of))
        self.assertEqual(sql(f"SELECT count (*) FROM message WHERE call_id = '{rehearsal}' AND composed_at IS NOT NULL"), "0")
        self.assertEqual(sql("SELECT count (*) FROM dispatch d JOIN message m ON m.id = d.message_id"
                             f" WHERE m.call_id = '{rehearsal}'"), "0")
        one = letters_of[0]["userId"]
        self.assertEqual([letter["userId"] for letter in mailbox(rehearsal, userId=one)["letters"]], [one])

    def test_what_staff_and_assessors_would_hear_is_kept_too(self):
        _, rehearsal = rehearse(2)
        coordinator = session(world.account("k30@mail.example", "Karol Trzydziesty"), COORDINATOR, "30")
        expert = world.account("ekspert@mail.example", "Ewa Ekspertka")
        token = session(expert, ASSESSOR)
        http("PUT", f"/v1/calls/{rehearsal}/assessors/{expert}", coordinator, {"maxCards": 5, "regions": ["30"]})
        http("POST", f"/v1/calls/{rehearsal}/assignments", coordinator, {})
        kept = letters(rehearsal, "card-assigned")
        self.assertEqual({letter["name"] for letter in kept}, {"Ewa Ekspertka"})
        self.assertEqual(http("GET", "/v1/me/messages", token).get("messages", []), [])
        self.assertEqual(sink.to("ekspert@mail.example"), [])

    def test_announcements_are_kept(self):
        _, rehearsal = rehearse(2)
        wait_until("letters about the applications", lambda: mailbox(rehearsal).get("total", 0) == 2)
        mailing = http("POST", f"/v1/calls/{rehearsal}/mailings", owner, {"content": {
            "audience": {"kind": "APPLICANTS"}, "subject": {"pl": "Ćwiczymy", "en": "We rehearse"},
            "body": {"pl": "Dzień dobry, {{name}}.", "en": "Dear {{name}}."}}})
        path = f"/v1/mailings/{mailing['id']}"
        seen = wait_until("how each goes", lambda: (
            lambda found: not found["reach"].get("counting") and found)(http("GET", path, owner)))
        self.assertEqual((seen["reach"]["letters"], seen["reach"].get("gone", 0)), (2, 0))
        http("POST", path + "/steering", owner, {"act": "SEND", "version": seen["version"]})
        kept = wait_until("both", lambda: (lambda found: found if len(found) == 2 else None)(
            [letter for letter in mailbox(rehearsal)["letters"] if letter["subject"] == "Ćwiczymy"]))
        for letter in kept:
            self.assertIn(f"Dzień dobry, {letter['name']}.", letter["text"])
        wait_until("it is done", lambda: http("GET", path, owner)["state"] == "MAILING_DONE")

    def test_they_have_the_words_of_the_call(self):
        call = open_call(days=20)
        http("PUT", f"/v1/letters/{call}/receipt/pl", owner, {
            "subject": "Mamy {{number}}", "body": "{{name}}, Twój wniosek {{number}} jest u nas."})
        rehearsal = http("POST", f"/v1/calls/{call}/rehearsals", owner, {})["id"]
        wait_until("its words", lambda: sql(f"SELECT 1 FROM template_text WHERE scope_id = '{rehearsal}'"))
        http("POST", f"/v1/calls/{rehearsal}/rehearsal/applications", owner, {"count": 1})
        (one,) = wait_until("its letter", lambda: mailbox(rehearsal)["letters"])
        self.assertIn("Wnioskodawca próbny 1, Twój wniosek", one["text"])

    def test_only_its_staff_reads_them(self):
        call, rehearsal = rehearse()
        stranger = session(world.account("k14@mail.example"), COORDINATOR, "14")
        for token, what in ((stranger, rehearsal), (owner, call)):
            with self.assertRaisesRegex(AssertionError, "no-such-rehearsal"):
                mailbox(what, token)
        self.assertEqual(mailbox(rehearsal, session(world.account("k32@mail.example"), COORDINATOR, "32")).get("total", 0), 0)


class Whole(unittest.TestCase):
    def test_terms_run_out_when_its_clock_moves(self):
        call, rehearsal = rehearse(2, formalItems=[{"key": "complete", "text": {"pl": "Wniosek jest kompletny"}}])
        coordinator = session(world.account("zegar@mail.example"), COORDINATOR, "30")
        (one,) = dossiers(rehearsal, coordinator)
        http("POST", f"/v1/applications/{one['applicationId']}/corrections", coordinator,
             {"defects": [{"field": "title", "text": "Podaj pełny tytuł."}]})
        (asked,) = letters(rehearsal, "correction-requested")
        http("POST", f"/v1/calls/{rehearsal}/rehearsal/clock", owner, {"days": 40})
        (over,) = letters(rehearsal, "not-considered", 60)
        self.assertEqual(over["userId"], asked["userId"])
        self.assertEqual(http("GET", f"/v1/calls/{rehearsal}", owner)["phase"], "PHASE_CLOSED")
        self.assertEqual(http("GET", f"/v1/calls/{call}", owner)["phase"], "PHASE_OPEN")
        ends = f"SELECT submit_until FROM call_schedule WHERE call_id = '%s'"
        wait_until("reminders moved, too", lambda: sql(ends % rehearsal) < sql(ends % call))

    def test_it_goes_without_a_trace(self):
        call, rehearsal = rehearse(3)
        wait_until("its letters", lambda: mailbox(rehearsal).get("total", 0) == 3)
        http("DELETE", f"/v1/calls/{rehearsal}/rehearsal", owner)
        for database, tables in (("notification", ("message", "kept_letter", "delivery", "call_schedule")),
                                 ("evaluation", ("dossier", "card", "stage")), ("intake", ("application", "submission", "rehearsal"))):
            for table in tables:
                wait_until(f"{database}.{table} is empty of it", lambda d=database, t=table: sql(
                    f"SELECT count (*) FROM {t} WHERE call_id = '{rehearsal}'", d) == "0")
        self.assertEqual(http("GET", f"/v1/calls/{call}", owner)["state"], "CALL_PUBLISHED")
        for database in ("notification", "evaluation", "intake"):
            self.assertEqual(sql("SELECT count (*) FROM runtime.dead_letters", database), "0")


if __name__ == "__main__":
    programs = sys.argv[1:6]
    unittest.main(argv=sys.argv[:1], verbosity=2)
