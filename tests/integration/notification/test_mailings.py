"""Mailings: whom they reach, what each gets, and that they wait, stop and go as they are told.

The gateway, intake and evaluation are real; dossiers of a large call come as rows, as evaluation's handlers write them.
"""
import os
import re
import signal
import subprocess
import sys
import time
import unittest
import uuid

import office
from office import COORDINATOR, begin, http, open_call, session
from world import FROM, sql, wait_until

ASSESSOR = 3
world = sink = url = owner = None
PROGRAM = {"pl": "Zmiana zasad naboru", "en": "The rules of the call changed"}
TEXT = {"pl": "Zgłoszenie {{number}} „{{title}}” czeka.\n\n→ Zobacz: {{url}}/applications/{{application}}",
        "en": "Application {{number}} \"{{title}}\" waits."}


def setUpModule():
    global world, sink, url, owner
    office.start(programs)
    world, sink, url, owner = office.world, office.sink, office.url, office.owner


def tearDownModule():
    office.stop()


def refused(verb, path, token, body=None):
    """The kind of problem, or "" where there is none."""
    try:
        http(verb, path, token, body)
    except AssertionError as problem:
        return re.search(r'"type":"[^"]*/([a-z-]+)"', str(problem)).group(1)
    return ""


def submit(call, address, region="30", title="Ławka"):
    token, draft = begin(call, address, region)
    draft = http("PUT", f"/v1/applications/{draft['id']}", token, {
        "version": draft["version"], "applicant": draft["applicant"], "answers": {"list": [
            {"field": "title", "text": title}, {"field": "amount", "number": "1000000"}]}})
    http("POST", f"/v1/applications/{draft['id']}/submit", token, {"version": draft["version"]})
    wait_until("evaluation has it", lambda: sql(f"SELECT 1 FROM dossier WHERE application_id = '{draft['id']}'", "evaluation"))
    return token, draft["id"]


def crowd(call, count, name):
    """Many applicants of region 30, each with an account."""
    sql(f"WITH p AS (SELECT gen_random_uuid () AS id, i FROM generate_series (1, {count}) i) INSERT INTO account "
        f"(id, email, name, locale, password_hash, created_at) SELECT id, '{name}' || i || '@mail.example', 'Osoba ' || i, "
        "'pl', '-', now () FROM p", "gateway")
    people = sql(f"SELECT id FROM account WHERE email LIKE '{name}%'", "gateway").split()
    sql("INSERT INTO dossier (application_id, stage, call_id, current, region, number, state, applicant_type, applicant_user_id,"
        f" amount_grosze, submitted_at, to_merit) SELECT gen_random_uuid (), 'idea', '{call}', true, '30', 'C-' || n, 1, 1, id,"
        f" 1, now (), false FROM unnest ('{{{','.join(people)}}}'::uuid[]) WITH ORDINALITY AS p (id, n)", "evaluation")
    return people


def some(counts):
    """Without what is none."""
    return {name: count for name, count in counts.items() if count}


def suppress(address):
    environment = {**os.environ, "WLACZNIK_DATABASE_URL": os.environ["WLACZNIK_TEST_DB"].replace("dbname=postgres", "dbname=notification")}
    subprocess.run([programs[2], "mail", "suppress", address], env=environment, check=True, stdout=subprocess.DEVNULL)


def write(call, token, content=None, **audience):
    return http("POST", f"/v1/calls/{call}/mailings", token, {"content": {
        "audience": {"kind": "APPLICANTS", **audience}, "subject": PROGRAM, "body": {"pl": "Prosimy o cierpliwość."}, **(content or {})}})


def look(mailing, token):
    return http("GET", f"/v1/mailings/{mailing['id']}", token)


def counted(mailing, token):
    """The mailing once each of its lines was looked at."""
    return wait_until("everybody is counted", lambda: (lambda m: not m["reach"].get("counting") and m)(look(mailing, token)))


def steer(mailing, token, act):
    return http("POST", f"/v1/mailings/{mailing['id']}/steering", token, {"version": look(mailing, token)["version"], "act": act})


def done(mailing, token):
    return wait_until("it is done", lambda: (lambda m: m["state"] == "MAILING_DONE" and m)(look(mailing, token)), 60)


class Announcements(unittest.TestCase):
    def setUp(self):
        self.call = open_call(days=2)
        self.coordinator = session(world.account(f"k{uuid.uuid4().hex[:8]}@mail.example", "Kinga"), COORDINATOR, "30")
        self.stranger = session(world.account(f"s{uuid.uuid4().hex[:8]}@mail.example", "Stefan"), COORDINATOR, "32")
        self.mark = uuid.uuid4().hex[:8]

    def test_it_reaches_whom_it_says_once_and_nobody_else(self):
        mark = self.mark
        for name in ("a", "b"):
            submit(self.call, f"{name}{mark}@mail.example", title=f"Ławka <{name}>")
        submit(self.call, f"far{mark}@mail.example", "32")
        begin(self.call, f"draft{mark}@mail.example")
        mailing = counted(write(self.call, self.coordinator, {"body": TEXT}), self.coordinator)
        self.assertEqual(mailing["reach"]["letters"], 2)
        self.assertEqual(mailing["reach"]["byMail"], 2)
        self.assertEqual(mailing["acts"], ["SEND", "DISCARD"])
        lines = http("GET", f"/v1/mailings/{mailing['id']}/recipients", self.coordinator)["recipients"]
        self.assertEqual({line["name"] for line in lines}, {"Zoë O'Brien-Żółkiewska"})
        letter = http("GET", f"/v1/mailings/{mailing['id']}/recipients/{lines[0]['position']}/letter", self.coordinator)
        self.assertIn(f"Zgłoszenie {lines[0]['number']} „Ławka <", letter["text"])
        self.assertNotIn("<a>", letter["html"])
        self.assertFalse(sink.to(f"a{mark}@mail.example")[1:], "nothing but the receipt went")
        version = mailing["version"]
        http("POST", f"/v1/mailings/{mailing['id']}/steering", self.coordinator, {"version": version, "act": "SEND"})
        self.assertEqual(refused("POST", f"/v1/mailings/{mailing['id']}/steering", self.coordinator,
                                 {"version": version, "act": "SEND"}), "changed-meanwhile")
        self.assertEqual(some(done(mailing, self.coordinator)["progress"]), {"sent": 2})
        for name in ("a", "b"):
            letters = [l for l in sink.to(f"{name}{mark}@mail.example") if l["Subject"] == PROGRAM["pl"]]
            self.assertEqual(len(letters), 1)
            self.assertIsNotNone(letters[0]["List-Unsubscribe"])
        for name in ("far", "draft"):
            self.assertFalse([l for l in sink.to(f"{name}{mark}@mail.example") if l["Subject"] == PROGRAM["pl"]])
        self.assertEqual(sql(f"SELECT text FROM message WHERE mailing_id = '{mailing['id']}' AND text LIKE '%<a>%'").count("<a>"), 1)

    def test_what_people_chose_and_what_mail_does_not_reach_is_counted(self):
        mark = self.mark
        muted, _ = submit(self.call, f"muted{mark}@mail.example")
        submit(self.call, f"dead{mark}@mail.example")
        submit(self.call, f"gone{mark}@mail.example")
        http("POST", f"/v1/calls/{self.call}/mute", muted)
        suppress(f"dead{mark}@mail.example")
        sql(f"DELETE FROM session WHERE account_id = (SELECT id FROM account WHERE email = 'gone{mark}@mail.example');"
            f"DELETE FROM account WHERE email = 'gone{mark}@mail.example'", "gateway")
        reach = counted(write(self.call, self.coordinator), self.coordinator)["reach"]
        self.assertEqual(some(reach), {"letters": 3, "people": 3, "inboxOnly": 1, "suppressed": 1, "gone": 1})
        official = counted(write(self.call, self.coordinator, {"official": True}), self.coordinator)
        self.assertEqual(some(official["reach"]), {"letters": 3, "people": 3, "byMail": 1, "suppressed": 1, "gone": 1})
        steer(official, self.coordinator, "SEND")
        self.assertEqual(some(done(official, self.coordinator)["progress"]), {"sent": 1, "failed": 1})
        (letter,) = [l for l in sink.to(f"muted{mark}@mail.example") if l["Subject"] == PROGRAM["pl"]]
        self.assertIsNone(letter["List-Unsubscribe"])

    def test_a_person_gets_one_unless_the_text_speaks_of_an_application(self):
        people = crowd(self.call, 1, f"two{self.mark}x")
        sql("INSERT INTO dossier SELECT gen_random_uuid (), stage, call_id, current, region, number || 'b', state, applicant_type,"
            f" applicant_user_id, amount_grosze, submitted_at, to_merit FROM dossier WHERE applicant_user_id = '{people[0]}'", "evaluation")
        self.assertEqual(write(self.call, self.coordinator)["reach"]["letters"], 1)
        reach = write(self.call, self.coordinator, {"body": TEXT})["reach"]
        self.assertEqual((reach["letters"], reach["people"]), (2, 1))

    def test_a_region_is_the_limit(self):
        submit(self.call, f"near{self.mark}@mail.example")
        mailing = write(self.call, self.coordinator)
        path = f"/v1/mailings/{mailing['id']}"
        for verb, address, body in (
                ("GET", path, None), ("GET", path + "/recipients", None), ("GET", path + "/recipients/1/letter", None),
                ("POST", path + "/steering", {"version": 1, "act": "SEND"}),
                ("PUT", path, {"version": 1, "content": mailing["content"]})):
            with self.assertRaisesRegex(AssertionError, '"status":404'):
                http(verb, address, self.stranger, body)
        self.assertEqual(http("GET", f"/v1/calls/{self.call}/mailings", self.stranger).get("mailings", []), [])
        with self.assertRaisesRegex(AssertionError, "not-yours"):
            write(self.call, self.stranger, regions=["30"])
        everywhere = write(self.call, owner)
        self.assertEqual(everywhere["regions"], ["*"])
        with self.assertRaisesRegex(AssertionError, '"status":404'):
            http("GET", f"/v1/mailings/{everywhere['id']}", self.coordinator)
        listed = http("GET", f"/v1/calls/{self.call}/mailings", owner)["mailings"]
        self.assertEqual([m["id"] for m in listed], [everywhere["id"], mailing["id"]])
        for state, count in (("MAILING_DRAFT", 2), ("MAILING_RUNNING", 0)):
            found = http("GET", f"/v1/calls/{self.call}/mailings?total=true&state={state}", owner)
            self.assertEqual((len(found["mailings"]), found["total"]), (count, count), state)

    def test_a_text_that_wants_what_its_readers_do_not_have_is_refused(self):
        with self.assertRaisesRegex(AssertionError, r"content.body.pl.*\{\{points\}\}"):
            write(self.call, self.coordinator, {"body": {"pl": "{{points}} {{name}}"}})
        with self.assertRaisesRegex(AssertionError, r"\{\{number\}\}"):
            write(self.call, self.coordinator, {"body": TEXT}, kind="ASSESSORS")
        with self.assertRaisesRegex(AssertionError, "content.subject.pl"):
            write(self.call, self.coordinator, {"subject": {"pl": "a\r\nBcc: x@y.z"}})

    def test_drafts_assessors_and_roles(self):
        begin(self.call, f"slow{self.mark}@mail.example")
        assessor = world.account(f"expert{self.mark}@mail.example", "Ewa")
        session(assessor, ASSESSOR, "30")
        http("PUT", f"/v1/calls/{self.call}/assessors/{assessor}", self.coordinator, {"maxCards": 3, "regions": ["30"]})
        self.assertEqual(write(self.call, self.coordinator, kind="DRAFT_HOLDERS")["reach"]["letters"], 1)
        self.assertEqual(write(self.call, self.coordinator, kind="ASSESSORS")["reach"]["letters"], 1)
        self.assertEqual(write(self.call, self.coordinator, kind="ASSESSORS", openCards=True)["reach"].get("letters", 0), 0)
        mailing = write(self.call, self.coordinator, kind="ROLE_HOLDERS", role="ASSESSOR")
        self.assertGreaterEqual(mailing["reach"]["letters"], 1)
        with self.assertRaisesRegex(AssertionError, "content.audience.role"):
            write(self.call, self.coordinator, kind="ROLE_HOLDERS")
        empty = counted(write(self.call, self.coordinator, states=["DECIDED"]), self.coordinator)
        self.assertEqual(empty["acts"], ["DISCARD"])
        self.assertEqual(refused("POST", f"/v1/mailings/{empty['id']}/steering", self.coordinator,
                                 {"version": empty["version"], "act": "SEND"}), "nobody")

    def test_a_draft_is_written_anew_with_a_new_list(self):
        crowd(self.call, 3, f"anew{self.mark}x")
        mailing = write(self.call, self.coordinator)
        self.assertEqual(mailing["reach"]["letters"], 3)
        crowd(self.call, 2, f"later{self.mark}x")
        again = http("PUT", f"/v1/mailings/{mailing['id']}", self.coordinator,
                     {"version": mailing["version"], "content": mailing["content"]})
        self.assertEqual(again["reach"]["letters"], 5)
        steer(again, self.coordinator, "SEND")
        self.assertEqual(refused("PUT", f"/v1/mailings/{mailing['id']}", self.coordinator,
                                 {"version": look(mailing, self.coordinator)["version"], "content": mailing["content"]}), "not-a-draft")
        done(mailing, self.coordinator)

    def test_four_eyes_are_of_two_people(self):
        call = open_call(days=2, letters={"fourEyes": True})
        crowd(call, 2, f"eyes{self.mark}x")
        other = session(world.account(f"o{self.mark}@mail.example", "Ola"), COORDINATOR, "30")
        mailing = counted(write(call, self.coordinator), self.coordinator)
        asked = steer(mailing, self.coordinator, "SEND")
        self.assertEqual(asked["state"], "MAILING_ASKED")
        self.assertNotIn("CONFIRM", asked["acts"])
        self.assertEqual(refused("POST", f"/v1/mailings/{mailing['id']}/steering", self.coordinator,
                                 {"version": asked["version"], "act": "CONFIRM"}), "own-mailing")
        self.assertEqual(sql(f"SELECT count (*) FROM message WHERE mailing_id = '{mailing['id']}'"), "0")
        self.assertEqual(steer(mailing, other, "SEND_BACK")["state"], "MAILING_DRAFT")
        steer(mailing, self.coordinator, "SEND")
        steer(mailing, other, "CONFIRM")
        self.assertEqual(some(done(mailing, other)["progress"]), {"sent": 2})


class Steering(unittest.TestCase):
    """A mail server that takes a letter only when it is told to, so that there is something to pause."""

    COUNT = 400

    def setUp(self):
        self.call = open_call(days=2)
        self.coordinator = session(world.account(f"k{uuid.uuid4().hex[:8]}@mail.example"), COORDINATOR, "30")
        self.name = f"many{uuid.uuid4().hex[:8]}x"
        crowd(self.call, self.COUNT, self.name)
        world.stop("notification")
        self.start(WLACZNIK_SMTP_PACE="*=40")

    def tearDown(self):
        world.stop("notification")
        self.start()

    @staticmethod
    def start(**settings):
        world.start("notification", WLACZNIK_SMTP_URL=sink.url, WLACZNIK_SMTP_FROM=FROM, WLACZNIK_PUBLIC_URL=url, **settings)

    def arrived(self):
        return [to for to, _ in sink.taken if to.startswith(self.name)]

    def run_and_pause(self):
        mailing = counted(write(self.call, self.coordinator), self.coordinator)
        steer(mailing, self.coordinator, "SEND")
        wait_until("some arrived", lambda: len(self.arrived()) > 5)
        paused = steer(mailing, self.coordinator, "PAUSE")
        self.assertEqual(paused["state"], "MAILING_PAUSED")
        wait_until("what a sender had in its hands went", lambda: self.still())
        self.assertLess(len(self.arrived()), self.COUNT)
        return mailing

    def still(self):
        before = len(self.arrived())
        time.sleep(1.5)
        return len(self.arrived()) == before

    def test_it_waits_and_goes_on(self):
        mailing = self.run_and_pause()
        progress = look(mailing, self.coordinator)["progress"]
        self.assertEqual(progress["sent"] + progress["waiting"], self.COUNT)
        world.stop("notification")
        self.start()  # a pause outlives the daemon
        self.assertTrue(self.still())
        steer(mailing, self.coordinator, "RESUME")
        self.assertEqual(some(done(mailing, self.coordinator)["progress"]), {"sent": self.COUNT})
        self.assertEqual(sorted(set(self.arrived())), sorted(self.arrived()), "nobody gets it twice")
        self.assertEqual(len(self.arrived()), self.COUNT)

    def test_what_is_stopped_never_goes(self):
        mailing = self.run_and_pause()
        stopped = steer(mailing, self.coordinator, "STOP")
        self.assertEqual(stopped["state"], "MAILING_STOPPED")
        self.assertEqual(stopped["acts"] if "acts" in stopped else [], [])
        progress = stopped["progress"]
        self.assertEqual(progress["sent"] + progress["calledOff"], self.COUNT)
        self.assertEqual(progress["sent"], len(self.arrived()))
        self.assertTrue(self.still())
        inboxes = sql(f"SELECT count (*) FROM message WHERE mailing_id = '{mailing['id']}' AND composed_at IS NOT NULL")
        self.assertEqual(int(inboxes), progress["sent"])
        delivery = http("GET", f"/v1/calls/{self.call}/delivery", owner)
        self.assertEqual((delivery["sent"], delivery["calledOff"], delivery.get("waiting", 0)),
                         (progress["sent"], progress["calledOff"], 0))

    def test_it_survives_being_killed(self):
        mailing = counted(write(self.call, self.coordinator), self.coordinator)
        steer(mailing, self.coordinator, "SEND")
        wait_until("some arrived", lambda: len(self.arrived()) > 5)
        world.stop("notification", signal.SIGKILL)
        self.start(WLACZNIK_SMTP_TIMEOUT_S=1)
        wait_until("all arrived", lambda: len(set(self.arrived())) == self.COUNT, 150)
        # Those that were on their way, at most one of each connection, may come twice (README).
        self.assertLessEqual(len(self.arrived()) - self.COUNT, 8)


class Results(unittest.TestCase):
    ITEMS = [{"key": "complete", "text": {"pl": "Zgłoszenie jest kompletne", "en": "The application is complete"}}]

    def setUp(self):
        self.mark = uuid.uuid4().hex[:8]
        self.coordinator = session(world.account(f"k{self.mark}@mail.example"), COORDINATOR, "30")

    def waiting(self, call, kind, letters):
        def find():
            for mailing in http("GET", f"/v1/calls/{call}/mailings", self.coordinator).get("mailings", []):
                if mailing["kind"] == kind and mailing["reach"]["letters"] == letters and not mailing["reach"].get("counting"):
                    return mailing
        return wait_until("results wait", find)

    def letter(self, mailing, position=1):
        return http("GET", f"/v1/mailings/{mailing['id']}/recipients/{position}/letter", self.coordinator)["text"]

    def test_rejections_wait_for_a_look_and_then_name_the_last_day(self):
        call = open_call(days=2, letters={"holdResults": True}, stage={
            "formalItems": self.ITEMS, "formalAppeal": {"days": 7, "kind": "TERM_CALENDAR"}})
        address = f"out{self.mark}@mail.example"
        token, application = submit(call, address)
        http("POST", f"/v1/dossiers/{application}/formal-check", self.coordinator, {"items": [
            {"item": "complete", "answer": "NO", "reason": "Brakuje budżetu."}]})
        mailing = self.waiting(call, "FORMAL_RESULTS", 1)
        self.assertEqual(mailing["acts"], ["SEND"])
        self.assertEqual(refused("POST", f"/v1/mailings/{mailing['id']}/steering", self.coordinator,
                                 {"version": mailing["version"], "act": "DISCARD"}), "results-must-go")
        text = self.letter(mailing)
        self.assertIn("- Zgłoszenie jest kompletne\n  Brakuje budżetu.", text)
        self.assertEqual(len(sink.to(address)), 1, "only the receipt went")
        # Decided ten days ago, it would be too late to appeal by the day of the decision: the term runs from sending.
        steer(mailing, self.coordinator, "SEND")
        done(mailing, self.coordinator)
        (_, letter) = wait_until("it went", lambda: (lambda l: len(l) == 2 and l)(sink.to(address)))
        said = re.search(r"Ostatnia chwila na odwołanie: (.*)\.", letter.get_body(("plain",)).get_content()).group(1)
        until = http("GET", f"/v1/applications/{application}/appeals", token)["fileUntil"]
        last = sql(f"SELECT to_char ((timestamptz '{until}' - interval '1 second') AT TIME ZONE 'Europe/Warsaw', 'HH24:MI:SS')")
        self.assertIn("23:59:59", said)
        self.assertEqual(last, "23:59:59")
        sent = sql(f"SELECT sent_at FROM decision_sent WHERE application_id = '{application}' AND kind = 1", "evaluation")
        self.assertTrue(sent)

    def test_results_of_a_list_wait_with_points_place_and_card(self):
        call = open_call(days=2, letters={"holdResults": True}, stage={"meritAppeal": {"days": 14, "kind": "TERM_WORKING"}})
        token, application = submit(call, f"good{self.mark}@mail.example")
        assessors = []
        for name in ("e1", "e2"):
            account = world.account(f"{name}{self.mark}@mail.example", "Ekspert")
            assessors.append(session(account, ASSESSOR, "30"))
            http("PUT", f"/v1/calls/{call}/assessors/{account}", self.coordinator, {"maxCards": 3, "regions": ["30"]})
        http("POST", f"/v1/calls/{call}/assignments", self.coordinator, {})
        for assessor, points in zip(assessors, (8000, 7001)):
            (card,) = http("GET", "/v1/me/cards", assessor)["cards"]
            card = http("POST", f"/v1/cards/{card['id']}/declaration", assessor, {"conflict": False})
            card = http("PUT", f"/v1/cards/{card['id']}", assessor, {"version": card["version"], "scores": {"list": [
                {"criterion": "problem", "points": points, "reason": "Dobrze opisany."}]}})
            http("POST", f"/v1/cards/{card['id']}/lock", assessor, {"version": card["version"]})
        sql(f"UPDATE call SET submit_until = now () - interval '1 hour' WHERE id = '{call}'", "evaluation")
        ranking = http("POST", f"/v1/calls/{call}/ranking", owner, {})
        http("POST", f"/v1/calls/{call}/ranking/publish", owner, {"inputsDigest": ranking["inputsDigest"]})
        mailing = self.waiting(call, "RESULTS", 1)
        text = self.letter(mailing)
        card = http("GET", f"/v1/applications/{application}/assessment", token)
        self.assertEqual(card["points"], 7501)
        self.assertIn("na miejscu 1", text)
        self.assertIn("Ocena: 75,01 pkt (próg: 50,00 pkt)\n- Problem: 75,01 / 100,00", text)
        self.assertIn(f"{url}/applications/{application}/assessment", text)
        self.assertRegex(text, r"Ostatnia chwila na odwołanie: \d+ \w+ 20\d\d, 23:59:59")
        steer(mailing, self.coordinator, "SEND")
        done(mailing, self.coordinator)
        (letter,) = [l for l in sink.to(f"good{self.mark}@mail.example") if "rekomendowane" in l["Subject"]]
        self.assertEqual(letter.get_body(("plain",)).get_content().split(), text.split())

    def test_without_a_hold_they_go_by_themselves(self):
        call = open_call(days=2, stage={"formalItems": self.ITEMS})
        address = f"now{self.mark}@mail.example"
        _, application = submit(call, address)
        http("POST", f"/v1/dossiers/{application}/formal-check", self.coordinator, {"items": [
            {"item": "complete", "answer": "NO", "reason": "Brakuje budżetu."}]})
        (_, letter) = wait_until("it went", lambda: (lambda l: len(l) == 2 and l)(sink.to(address)))
        self.assertIn("nie przewidują odwołania", letter.get_body(("plain",)).get_content())
        self.assertEqual(http("GET", f"/v1/calls/{call}/mailings", self.coordinator).get("mailings", []), [])


if __name__ == "__main__":
    programs = sys.argv[1:6]
    unittest.main(argv=sys.argv[:1] + sys.argv[6:], verbosity=2)
