"""Reminders: set by the events of others, moved with the deadline, gone when the thing is done.

intake, the gateway and evaluation's log are real; evaluation's events are written into its outbox, as its handlers write
them: to have it do so by itself needs a whole call to be assessed, which deploy/demo does.
"""
import sys
import time
import unittest
import uuid

import office
from office import COORDINATOR, begin, http, moment, open_call, session
from world import sql, wait_until
import wire

world = sink = url = owner = None


def setUpModule():
    global world, sink, url, owner
    office.start(programs)
    world, sink, url, owner = office.world, office.sink, office.url, office.owner


def tearDownModule():
    office.stop()


class Reminders(unittest.TestCase):
    @staticmethod
    def timers(call):
        """{step: hours before the deadline}"""
        rows = sql("SELECT split_part (t.key, '/', 2), round (extract (epoch FROM s.submit_until - t.due) / 3600) FROM runtime.timers t "
                   f"JOIN call_schedule s ON s.call_id = '{call}' WHERE t.kind = 'remind-drafts' AND t.key LIKE '{call}/%'")
        return {row.split("|")[0]: int(row.split("|")[1]) for row in rows.splitlines()}

    @staticmethod
    def ring(call, step):
        sql(f"UPDATE runtime.timers SET ready = now () WHERE kind = 'remind-drafts' AND key = '{call}/{step}'")

    def test_timers_stand_before_the_deadline_and_move_with_it(self):
        call = open_call(days=2)
        self.assertEqual(self.timers(call), {"1d": 24, "3h": 3})  # 7 and 3 days before are over
        http("POST", f"/v1/calls/{call}/extend", owner, {"submitUntil": moment(days=10)})
        wait_until("the timers moved", lambda: self.timers(call) == {"7d": 168, "3d": 72, "1d": 24, "3h": 3})

    def test_who_has_an_unfinished_draft_is_reminded_and_who_has_not_is_not(self):
        call = open_call(days=2)
        _, draft = begin(call, "slow@mail.example")
        token, gone = begin(call, "gone@mail.example")
        http("POST", f"/v1/applications/{gone['id']}/withdraw", token, {})
        wait_until("it is withdrawn", lambda: not sql(f"SELECT 1 FROM draft WHERE application_id = '{gone['id']}'"))
        self.ring(call, "1d")
        (letter,) = wait_until("a letter", lambda: sink.to("slow@mail.example"))
        text = letter.get_body(("plain",)).get_content()
        self.assertIn(f"{url}/applications/{draft['id']}", text)
        self.assertIn("„Nabór”", text)
        self.assertRegex(text, r"Nabór trwa do: \d+ \w+ 20\d\d, \d\d:\d\d:\d\d")
        html = letter.get_body(("html",)).get_content()
        self.assertIn(">Dokończ zgłoszenie</a>", html)
        self.assertIsNotNone(letter["List-Unsubscribe"])
        self.assertEqual(sink.to("gone@mail.example"), [])

    def test_the_same_step_reminds_once_and_again_after_an_extension(self):
        call = open_call(days=2)
        begin(call, "twice@mail.example")
        self.ring(call, "3h")
        wait_until("a letter", lambda: len(sink.to("twice@mail.example")) == 1)
        http("POST", f"/v1/calls/{call}/extend", owner, {"submitUntil": moment(days=4)})
        wait_until("a new timer", lambda: self.timers(call).get("3h") == 3)
        self.ring(call, "3h")
        wait_until("a second letter", lambda: len(sink.to("twice@mail.example")) == 2)

    def test_a_thousand_drafts_are_reminded_page_by_page(self):
        call = open_call(days=2)
        account = uuid.uuid4()  # whom no letter reaches: it is about the messages
        sql("INSERT INTO draft SELECT gen_random_uuid (), "
            f"'{call}', '{account}' FROM generate_series (1, 1100)")
        self.ring(call, "1d")
        wait_until("1100 messages", lambda: sql(
            f"SELECT count (*) FROM message WHERE call_id = '{call}' AND template = 'draft-unfinished'") == "1100", 60)
        self.assertNotIn("1d", self.timers(call))

    # ---- cards ----

    @staticmethod
    def emit(kind, application, *fields, region="30", service="evaluation"):
        payload = wire.message(*fields).hex()
        sql("INSERT INTO runtime.outbox (at, region, type, aggregate, trace, payload) VALUES "
            f"(now (), '{region}', '{service}.{kind}', '{application}', '', '\\x{payload}')", service)

    def assign(self, call, address):
        card, application, assessor = str(uuid.uuid4()), str(uuid.uuid4()), world.account(address, "Ewa Ocenna")
        self.emit("CardAssigned", application, (1, card), (2, application), (3, call), (4, assessor), (6, "R1/0001"))
        wait_until("the assessor is told", lambda: sink.to(address))
        return card, application

    @staticmethod
    def card_timers(card):
        return sql("SELECT split_part (key, '/', 2) FROM runtime.timers WHERE kind = 'remind-card' "
                   f"AND key LIKE '{card}/%' ORDER BY key").split()

    def test_a_card_has_a_term_a_reminder_and_an_escalation(self):
        coordinator = world.account("coordinator@mail.example", "Kuba Koordynator")
        session(coordinator, COORDINATOR, "30")
        session(coordinator, COORDINATOR, "*")  # twice over: still one letter
        session(world.account("elsewhere@mail.example"), COORDINATOR, "32")
        call = open_call({"assessmentDays": 14, "assessmentWorkingDays": True}, days=2)
        card, _ = self.assign(call, "assessor@mail.example")
        self.assertRegex(sink.to("assessor@mail.example")[0].get_body(("plain",)).get_content(),
                         r"Ostatni dzień na kartę oceny: \d+ \w+ 20\d\d, 23:59:59\.")
        self.assertEqual(self.card_timers(card), ["overdue", "soon"])
        sql(f"UPDATE runtime.timers SET ready = now () WHERE key = '{card}/soon'")
        wait_until("a reminder", lambda: len(sink.to("assessor@mail.example")) == 2)
        self.assertEqual(sink.to("coordinator@mail.example"), [])
        sql(f"UPDATE runtime.timers SET ready = now () WHERE key = '{card}/overdue'")
        wait_until("the end of the term", lambda: len(sink.to("assessor@mail.example")) == 3)
        (letter,) = wait_until("an escalation", lambda: sink.to("coordinator@mail.example"))
        self.assertEqual(letter["Subject"], "Spóźniona ocena zgłoszenia R1/0001")
        self.assertEqual(sink.to("elsewhere@mail.example"), [])

    def test_an_assessor_who_coordinates_gets_one_letter(self):
        call = open_call({"assessmentDays": 14, "assessmentWorkingDays": True}, days=2)
        card, _ = self.assign(call, "both@mail.example")
        both = sql("SELECT id FROM account WHERE email = 'both@mail.example'", "gateway")
        session(both, COORDINATOR, "30")
        session(world.account("other@mail.example"), COORDINATOR, "30")
        sql(f"UPDATE runtime.timers SET ready = now () WHERE key = '{card}/overdue'")
        wait_until("an escalation", lambda: sink.to("other@mail.example"))
        wait_until("the end of the term", lambda: len(sink.to("both@mail.example")) == 2)
        self.assertEqual(sql(f"SELECT count (*) FROM message WHERE user_id = '{both}'"), "2")
        sql(f"DELETE FROM account_role WHERE account_id = '{both}'", "gateway")

    def test_a_locked_card_is_not_reminded_of(self):
        call = open_call({"assessmentDays": 14}, days=2)
        card, application = self.assign(call, "diligent@mail.example")
        self.assertEqual(self.card_timers(card), ["overdue", "soon"])
        self.emit("CardLocked", application, (1, card), (2, application), (3, 50))
        wait_until("the timers are gone", lambda: not self.card_timers(card))

    def test_without_a_term_nobody_is_reminded(self):
        card, _ = self.assign(open_call(days=2), "free@mail.example")
        self.assertEqual(self.card_timers(card), [])

    def test_appeals_places_and_grants_reach_their_person(self):
        call = open_call(days=2)
        address = "grants@mail.example"
        _, draft = begin(call, address)
        application = draft["id"]
        sql(f"UPDATE application SET number = 'R1/0077', title = 'Ławka', submitted_at = now () WHERE id = '{application}'", "intake")
        person = sql(f"SELECT user_id FROM draft WHERE application_id = '{application}'")
        until = 1777672800000000  # 2026-05-01 24:00 in Warsaw
        for kind, service, fields in (
                ("AppealFiled", "evaluation", ((2, call), (5, person), (6, "R1/0077"))),
                ("AppealDecided", "evaluation", ((2, call), (5, 1), (6, person), (7, "R1/0077"))),
                ("AppealDecided", "evaluation", ((2, call), (6, person), (7, "R1/0077"))),
                ("OfferMade", "evaluation", ((2, call), (3, person), (4, "R1/0077"), (5, 3298340), (6, [(1, until // 10**6)]))),
                ("GrantOffered", "intake", ((2, call), (3, person), (4, 3298340), (5, until))),
                ("TranchePaid", "intake", ((2, person), (3, 1), (4, 1500000))),
                ("ReportDecided", "intake", ((2, person), (3, 1), (4, 1))),
                ("ReportDecided", "intake", ((2, person), (3, 1), (5, until))),
                ("ReportOverdue", "intake", ((2, person), (3, 1)))):
            self.emit(kind, application, (1, application), *fields, service=service)
        letters = wait_until("nine letters", lambda: len(sink.to(address)) == 9 and sink.to(address), 60)
        texts = {letter["Subject"]: letter.get_body(("plain",)).get_content() for letter in letters}
        self.assertEqual(len(texts), 9)
        self.assertIn("32 983,40 zł", texts["Jest miejsce dla zgłoszenia R1/0077"].replace("\u202f", " "))
        for subject in ("Jest miejsce dla zgłoszenia R1/0077", "Umowa do podpisania: R1/0077", "Sprawozdanie do poprawy: R1/0077"):
            self.assertIn("1 maja 2026, 23:59:59", texts[subject])
        self.assertTrue(all("„Ławka”" in text for text in texts.values()))

    def test_a_third_assessment_is_told_to_the_coordinators_of_the_region(self):
        session(world.account("third@mail.example"), COORDINATOR, "32")
        call = open_call(days=2)
        _, draft = begin(call, "applicant@mail.example")
        sql("UPDATE application SET number = 'R1/0009', title = 'Ławka rozmów', submitted_at = now () "
            f"WHERE id = '{draft['id']}'", "intake")
        self.emit("ThirdAssessmentNeeded", draft["id"], (1, draft["id"]), (2, "gap"), region="32")
        (letter,) = wait_until("a letter", lambda: sink.to("third@mail.example"))
        self.assertEqual(letter["Subject"], "Potrzebna trzecia ocena zgłoszenia R1/0009")
        text = letter.get_body(("plain",)).get_content()
        self.assertIn("„Ławka rozmów”", text)
        self.assertIn(f"/office/dossiers/{draft['id']}", text)
        # The event does not say its call; muting, own words and the call's counts go by it.
        self.assertEqual(sql("SELECT DISTINCT call_id FROM message WHERE template = 'third-assessor-needed'"), call)

    # ---- reports ----

    def grantee(self, address):
        call = open_call(days=2)
        _, draft = begin(call, address)
        sql(f"UPDATE application SET number = 'R1/0078', title = 'Ławka', submitted_at = now () WHERE id = '{draft['id']}'", "intake")
        return call, draft["id"], sql(f"SELECT user_id FROM draft WHERE application_id = '{draft['id']}'")

    @staticmethod
    def report_timers(application):
        return sql("SELECT split_part (key, '/', 3) || ' ' || (due AT TIME ZONE 'Europe/Warsaw')::time FROM runtime.timers "
                   f"WHERE kind = 'remind-report' AND key LIKE '{application}/%' ORDER BY due").splitlines()

    def test_a_report_is_reminded_of_and_no_more_when_it_came(self):
        call, application, person = self.grantee("report@mail.example")
        due = int((time.time() + 40 * 86400) * 10**6)
        self.emit("TranchePaid", application, (1, application), (2, person), (3, 1), (4, 1500000), (5, due), service="intake")
        wait_until("timers", lambda: self.report_timers(application) == ["14d 09:00:00", "3d 09:00:00"])
        wait_until("the tranche", lambda: len(sink.to("report@mail.example")) == 1)
        sql(f"UPDATE runtime.timers SET ready = now () WHERE key = '{application}/1/14d'")
        wait_until("a reminder", lambda: len(sink.to("report@mail.example")) == 2)
        letter = sink.to("report@mail.example")[1]
        self.assertEqual(letter["Subject"], "Zbliża się termin sprawozdania: R1/0078")
        self.assertIn(f"/applications/{application}", letter.get_body(("plain",)).get_content())
        self.assertEqual(sql("SELECT DISTINCT call_id FROM message WHERE template IN ('report-due', 'tranche-paid') "
                             f"AND application_id = '{application}'"), call)
        self.emit("ReportSubmitted", application, (1, application), (2, 1), service="intake")
        wait_until("no timer", lambda: self.report_timers(application) == [])
        self.emit("ReportDecided", application, (1, application), (2, person), (3, 1), (5, due), service="intake")
        wait_until("what must be mended is due, too", lambda: len(self.report_timers(application)) == 2)
        self.emit("ReportDecided", application, (1, application), (2, person), (3, 1), (4, 1), service="intake")
        wait_until("accepted, it is not", lambda: self.report_timers(application) == [])


if __name__ == "__main__":
    programs = sys.argv[1:6]
    unittest.main(argv=sys.argv[:1] + sys.argv[6:], verbosity=2)
