"""Letters to people without an account: asked for, confirmed, sent once, ended by one click. And what authors
see of theirs."""
import hashlib
import json
import re
import secrets
import sys
import unittest
import urllib.error
import urllib.request
import uuid

import office
from world import FROM, Sink, World, sql, wait_until
import wire

EDITOR = 6
NEWS = 3
world = sink = url = editor = None


def setUpModule():
    global world, sink, url, editor
    world = World(programs[0], programs[1], dissemination=programs[2], intake=programs[3])
    sink = Sink()
    gateway = world.start("gateway", WLACZNIK_RATE_ENTRANCE=0)
    url = "http://127.0.0.1:" + re.search(r"message=listening port=(\d+)", gateway.written()).group(1)
    world.start("notification", WLACZNIK_SMTP_URL=sink.url, WLACZNIK_SMTP_FROM=FROM, WLACZNIK_PUBLIC_URL=url)
    world.start("dissemination", WLACZNIK_PUBLIC_URL=url)
    world.start("intake")
    office.world, office.sink, office.url = world, sink, url
    office.owner = session(world.account("wlasciciel@mail.example", "Olga Właścicielska"), office.OWNER)
    editor = session(world.account("redakcja@mail.example", "Ewa Redaktorska"), EDITOR)


def tearDownModule():
    world.stop_all()
    sink.stop()
    for log in world.folder.glob("*.log"):
        written = log.read_text()
        assert "@mail.example" not in written and "/leave/" not in written, written[-3000:]


def catalogue(statement):
    return sql(statement, "dissemination")


def session(account, role=None):
    token = secrets.token_urlsafe(32)
    digest = hashlib.blake2b(token.encode(), digest_size=32).hexdigest()
    if role:
        sql(f"INSERT INTO account_role VALUES ('{account}', {role}, '*', now (), NULL)", "gateway")
    sql("INSERT INTO session (id, token_hash, account_id, created_at, expires_at) VALUES "
        f"(gen_random_uuid (), '\\x{digest}', '{account}', now (), now () + '1 hour')", "gateway")
    return token


def ask(verb, path, body=None, token=None, kind="application/json"):
    """(status, answer); a JSON answer as what it says."""
    headers = {"Content-Type": kind, **({"Authorization": "Bearer " + token} if token else {})}
    data = body.encode() if isinstance(body, str) else None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, method=verb, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            status, raw, kind = answer.status, answer.read(), answer.headers["Content-Type"]
    except urllib.error.HTTPError as refused:
        status, raw, kind = refused.code, refused.read(), refused.headers["Content-Type"]
    return status, json.loads(raw) if "json" in kind else raw.decode()


def must(verb, path, body=None, token=None):
    status, answer = ask(verb, path, body, token)
    assert status < 300, (verb, path, status, answer)
    return answer


def body_of(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def letters(address, words):
    return [mail for mail in sink.to(address) if words in str(mail["Subject"])]


def announce(title, **more):
    return must("POST", "/v1/announcements", {"text": {"topic": "NEWS", "title": title, "text": "Treść.", **more}}, editor)


def publish(title, author=None, **text):
    """An entry of the catalogue, out of a draft as on_stage_decided leaves it."""
    entry = str(uuid.uuid4())
    packed = wire.message((1, title), (2, "Streszczenie.")).hex()
    owner = f"'{author}'" if author else "NULL"
    catalogue("INSERT INTO entry (id, slug, state, application_id, call_id, region, text, title, summary, created_at, "
              f"updated_at, author_id) VALUES ('{entry}', 'slug-{entry[-6:]}', 1, gen_random_uuid (), gen_random_uuid (), "
              f"'30', '\\x{packed}', 'x', 'x', now (), now (), {owner})")
    must("PUT", f"/v1/entries/{entry}", {"version": 1, "text": {
        "title": title, "summary": "Streszczenie.", "problem": "P.", "solution": "R.", "recipients": "Seniorzy",
        "evidence": "D.", "steps": "K.", "licence": "CC-BY-4.0", "authors": "Zespół", **text}}, editor)
    return must("POST", f"/v1/entries/{entry}/publish", {"version": 2}, editor)


class News(unittest.TestCase):
    def setUp(self):
        catalogue("TRUNCATE subscription")
        self.address = f"{uuid.uuid4().hex[:12]}@mail.example"

    def pending(self):
        return catalogue(f"SELECT count (*) FROM subscription WHERE email = '{self.address}' AND confirmed_at IS NULL")

    def ask_for(self, address=None, **wanted):
        return must("POST", "/v1/subscriptions", {"email": address or self.address, **wanted})

    def token(self, address=None, number=1):
        wanted = address or self.address
        asked = wait_until("the question", lambda: [mail for words in ("Potwierdź", "Confirm") for mail in letters(wanted, words)][number - 1:])
        return re.search(r"/subscription#token=([\w-]{43})", body_of(asked[0])).group(1)

    def confirmed(self, address=None, **wanted):
        self.ask_for(address, **wanted)
        return must("POST", "/v1/subscriptions/confirm", {"token": self.token(address)})

    # ---- asking twice ----

    def test_nothing_comes_before_it_is_confirmed(self):
        said = self.ask_for(themes=["samotnosc"], topics=["NEWS"])
        self.assertIn("48 godzin", said["text"])
        token = self.token()
        announce("Przed potwierdzeniem")
        subscription = must("POST", "/v1/subscriptions/confirm", {"token": token})
        self.assertEqual((subscription["themes"], subscription["topics"]), (["samotnosc"], ["NEWS"]))
        announce("Po potwierdzeniu", themes=["samotnosc"])
        wait_until("the letter", lambda: letters(self.address, "Po potwierdzeniu"))
        self.assertEqual(letters(self.address, "Przed"), [])
        # The link again (a lost answer, a second tap) says the same.
        self.assertEqual(must("POST", "/v1/subscriptions/confirm", {"token": token})["confirmedAt"],
                         subscription["confirmedAt"])
        self.assertEqual(ask("POST", "/v1/subscriptions/confirm", {"token": "x" * 43})[0], 404)

    def test_who_does_not_confirm_is_forgotten(self):
        self.ask_for()
        token = self.token()
        self.assertEqual(self.pending(), "1")
        catalogue("UPDATE runtime.timers SET due = now (), ready = now () WHERE kind = 'forget-subscription'")
        wait_until("it is forgotten", lambda: self.pending() == "0")
        self.assertEqual(ask("POST", "/v1/subscriptions/confirm", {"token": token})[0], 404)
        # Nowhere else does the address stay once the letter is gone.
        wait_until("its message is empty", lambda: sql(
            f"SELECT count (*) FROM message WHERE email = '{self.address}' OR text LIKE '%{token}%'") == "0")
        self.assertEqual(sql(f"SELECT count (*) FROM message WHERE encode (facts, 'escape') LIKE '%{token}%'"), "0")

    def test_an_expired_link_does_nothing_even_before_the_timer(self):
        self.ask_for()
        token = self.token()
        catalogue("UPDATE subscription SET expires_at = now () - interval '1 second'")
        self.assertEqual(ask("POST", "/v1/subscriptions/confirm", {"token": token})[0], 404)

    def test_an_address_is_not_flooded_and_nobody_learns_whose_it_is(self):
        answers = {self.ask_for()["text"] for _ in range(5)}
        self.assertEqual(self.pending(), "3")
        must("POST", "/v1/subscriptions/confirm", {"token": self.token()})
        answers.add(self.ask_for()["text"])
        self.assertEqual(len(answers), 1)
        self.assertEqual(catalogue(f"SELECT count (*) FROM subscription WHERE email = '{self.address}' "
                                   "AND confirmed_at IS NOT NULL"), "1")

    def test_choosing_again_replaces_what_was_chosen(self):
        self.confirmed(themes=["zdrowie"])
        self.ask_for(self.address.upper().replace("@MAIL.EXAMPLE", "@mail.example"), themes=["praca"])
        upper = self.address.split("@")[0].upper() + "@mail.example"
        # Until it is confirmed, what was chosen before holds.
        self.assertEqual(catalogue("SELECT themes FROM subscription WHERE confirmed_at IS NOT NULL"), "{zdrowie}")
        must("POST", "/v1/subscriptions/confirm", {"token": self.token(upper)})
        self.assertEqual(catalogue("SELECT themes FROM subscription"), "{praca}")

    def test_bad_questions_are_refused_with_their_fields(self):
        status, problem = ask("POST", "/v1/subscriptions", {"email": "nikt", "regions": ["Polska!"], "topics": ["X"]})
        self.assertEqual(status, 400)
        self.assertTrue({"email", "topics[0]"} & {error["field"] for error in problem["errors"]}, problem)

    # ---- whom it concerns ----

    def test_by_theme_region_and_topic(self):
        people = {}
        for name, wanted in (("all", {}), ("theme", {"themes": ["praca"]}), ("region", {"regions": ["32"]}),
                             ("events", {"topics": ["EVENTS"]})):
            people[name] = f"{name}-{self.address}"
            self.confirmed(people[name], **wanted)
        title = uuid.uuid4().hex
        announce(title, themes=["praca"], regions=["30"])
        wait_until("two letters", lambda: letters(people["all"], title) and letters(people["theme"], title))
        event = uuid.uuid4().hex
        announce(event, topic="EVENTS", startsAt="2027-03-01T16:00:00Z", place="Poznań, Ratajczaka 44")
        wait_until("the event's letters", lambda: all(letters(people[name], event) for name in people))
        text = body_of(letters(people["events"], event)[0])
        self.assertIn("Gdzie: Poznań, Ratajczaka 44", text)
        self.assertRegex(text, r"Kiedy: .*17:00")
        self.assertEqual([len(letters(people[name], title)) for name in ("region", "events")], [0, 0])

    def test_a_new_call_is_told_by_theme_and_region_in_ones_language(self):
        people = {}
        for name, wanted in (("theme", {"themes": ["praca"], "topics": ["CALLS"]}), ("other", {"themes": ["zdrowie"]}),
                             ("far", {"regions": ["02"]}), ("english", {"regions": ["32"], "locale": "en"}),
                             ("events", {"topics": ["EVENTS"]})):
            people[name] = f"{name}-{self.address}"
            self.confirmed(people[name], **wanted)
        call = office.open_call(days=3, themes=["praca"])
        told = wait_until("two letters", lambda: letters(people["theme"], "Nowy nabór") and letters(people["english"], "A new call"))
        self.assertIn(f"/calls/{call}", body_of(told[0]))
        text = body_of(letters(people["theme"], "Nowy nabór")[0])
        self.assertRegex(text, r"Zgłoszenia przyjmujemy do: \d+ \w+ 20\d\d, \d\d:\d\d:\d\d")
        self.assertEqual([sink.to(people[name])[1:] for name in ("other", "far", "events")], [[], [], []])
        self.assertEqual(must("GET", "/v1/subscriptions", token=editor)["topics"][3], {"topic": "CALLS", "subscribers": 4})

    def test_an_innovation_is_told_to_who_asked_for_its_theme(self):
        other = "inny-" + self.address
        self.confirmed(themes=["sasiedztwo"])
        self.confirmed(other, themes=["zdrowie"])
        entry = publish("Ławka <b>sąsiedzka</b>", themes=["sasiedztwo"])
        mail = wait_until("the letter", lambda: letters(self.address, "Nowa innowacja"))[0]
        self.assertIn(f"{url}/catalogue/{entry['slug']}", body_of(mail))
        self.assertNotIn("<b>", mail.get_body(("html",)).get_content())
        self.assertEqual(letters(other, "Nowa innowacja"), [])
        # A later version is no news.
        must("PUT", f"/v1/entries/{entry['id']}", {"version": entry["version"], "text": entry["text"]}, editor)
        must("POST", f"/v1/entries/{entry['id']}/publish", {"version": int(entry["version"]) + 1}, editor)
        announce("Po nowej wersji")
        wait_until("what came later", lambda: letters(self.address, "Po nowej wersji"))
        self.assertEqual(len(letters(self.address, "Nowa innowacja")), 1)

    def test_each_of_many_gets_it_once_whatever_is_repeated(self):
        tail = uuid.uuid4().hex[:8]
        catalogue("INSERT INTO subscription SELECT gen_random_uuid (), 'n' || n || '-" + tail + "@mail.example', 'en', '{}', "
                  "'{}', '{}', sha256 (('t' || n)::bytea), 'leave-' || n, now (), now (), now () "
                  "FROM generate_series (1, 230) AS n")
        title = uuid.uuid4().hex
        announced = announce(title)["id"]
        sent = lambda: [to for to, mail in sink.taken if title in str(mail["Subject"])]  # noqa: E731
        wait_until("230 letters", lambda: len(sent()) >= 230, 60)
        payload = wire.message((1, NEWS)).hex()
        catalogue("INSERT INTO runtime.timers (ready, due, kind, key, payload) VALUES (now (), now (), 'send-newsletters', "
                  f"'{announced}', '\\x{payload}')")
        wait_until("the repetition is done", lambda: catalogue(
            "SELECT count (*) FROM runtime.timers WHERE kind = 'send-newsletters'") == "0", 60)
        wait_until("all is sent", lambda: sql("SELECT count (*) FROM message WHERE state = 1") == "0", 60)
        self.assertEqual((len(sent()), len(set(sent()))), (230, 230))

    # ---- leaving ----

    def test_one_click_ends_it_and_erases_the_address(self):
        self.confirmed()
        title = uuid.uuid4().hex
        announce(title)
        mail = wait_until("the letter", lambda: letters(self.address, title))[0]
        self.assertEqual(mail["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        path = re.search(r"<%s(/v1/subscriptions/leave/[\w-]{43})>" % re.escape(url), mail["List-Unsubscribe"]).group(1)
        status, page = ask("GET", path)
        self.assertEqual((status, "/unsubscribe#token=" in page), (200, True))
        self.assertEqual(catalogue("SELECT count (*) FROM subscription"), "1")
        status, page = ask("POST", path, "List-Unsubscribe=One-Click", kind="application/x-www-form-urlencoded")
        self.assertEqual((status, "usunęliśmy" in page), (200, True))
        self.assertEqual(catalogue("SELECT count (*) FROM subscription"), "0")
        self.assertEqual(ask("POST", path, "List-Unsubscribe=One-Click", kind="application/x-www-form-urlencoded")[0], 200)
        wait_until("the address is gone", lambda: sql(
            f"SELECT count (*) FROM message WHERE email = '{self.address}' OR leave_url LIKE '%{path}'") == "0")

    def test_the_page_of_the_letters_link_ends_it_too(self):
        leave = self.confirmed()["leaveToken"]
        self.assertIn("usunęliśmy", must("POST", "/v1/subscriptions/end", {"token": leave})["text"])
        self.assertIn("Nie ma już", must("POST", "/v1/subscriptions/end", {"token": leave})["text"])

    # ---- announcements ----

    def test_what_an_announcement_must_say(self):
        for text, fields in (({"topic": "EVENTS"}, {"text.startsAt", "text.place"}), ({"topic": "INNOVATIONS"}, {"text.topic"}),
                             ({"topic": "NEWS", "startsAt": "2027-01-01T00:00:00Z"}, {"text.startsAt"}),
                             ({"topic": "EVENTS", "place": "x", "startsAt": "2027-01-02T00:00:00Z",
                               "endsAt": "2027-01-01T00:00:00Z"}, {"text.endsAt"})):
            status, problem = ask("POST", "/v1/announcements", {"text": {"title": "x", "text": "x", **text}}, editor)
            self.assertEqual((status, {error["field"] for error in problem["errors"]}), (400, fields))
        self.assertEqual(ask("POST", "/v1/announcements", {"text": {"topic": "NEWS", "title": "x", "text": "x"}})[0], 401)

    def test_the_list_shows_what_is_announced_and_forgets_what_is_taken_back(self):
        titles = lambda query="": [one["text"]["title"] for one in must(  # noqa: E731
            "GET", "/v1/announcements" + query)["announcements"]]
        past, soon, later = (uuid.uuid4().hex for _ in range(3))
        for title, day in ((later, "2031-01-01"), (past, "2020-01-01"), (soon, "2030-01-01")):
            announce(title, topic="EVENTS", startsAt=day + "T10:00:00Z", place="zdalnie", regions=["32"])
        wait_until("they are listed", lambda: titles()[:3] == [soon, past, later])
        self.assertEqual(titles("?upcoming=true&region=32")[-2:], [soon, later])
        self.assertNotIn(soon, titles("?region=30"))
        gone = must("GET", "/v1/announcements?limit=1")["announcements"][0]
        self.assertEqual(ask("DELETE", "/v1/announcements/" + gone["id"])[0], 401)
        must("DELETE", "/v1/announcements/" + gone["id"], token=editor)
        wait_until("it is gone", lambda: soon not in titles())
        self.assertEqual(ask("DELETE", "/v1/announcements/" + gone["id"], token=editor)[0], 404)

    def test_editors_see_how_many_and_not_who(self):
        self.confirmed(topics=["NEWS"])
        self.ask_for("drugi-" + self.address)
        counts = must("GET", "/v1/subscriptions", token=editor)
        self.assertEqual((counts["confirmed"], counts["pending"]), (1, 1))
        self.assertEqual({one["topic"]: one["subscribers"] for one in counts["topics"]},
                         {"INNOVATIONS": 0, "EVENTS": 0, "NEWS": 1, "CALLS": 0})
        self.assertEqual(ask("GET", "/v1/subscriptions")[0], 401)

    # ---- authors ----

    def test_authors_see_what_became_of_theirs(self):
        author = world.account(self.address, "Anna Autorska")
        adopter = session(world.account("wdraza-" + self.address))
        entry = publish("Czyja jest ta ławka", author)
        adoption = must("POST", f"/v1/catalogue/{entry['slug']}/adoptions", {"plan": {
            "institution": "Gmina Kórnik", "place": "3021104"}}, adopter)
        must("POST", f"/v1/adoptions/{adoption['id']}/move", {"version": 1, "state": "STARTED"}, adopter)
        must("POST", f"/v1/adoptions/{adoption['id']}/reports", {"version": 2, "outcome": "WORKED", "people": 40,
                                                                "text": "Działa.", "thanks": "Dziękujemy!"}, adopter)
        mine = must("GET", "/v1/me/innovations", token=session(author))["innovations"]
        self.assertEqual([(one["slug"], one["adoptions"], one["reports"], one["people"], one["thanks"]) for one in mine],
                         [(entry["slug"], 1, 1, "40", ["Dziękujemy!"])])
        self.assertEqual(must("GET", "/v1/me/innovations", token=adopter), {"innovations": []})


if __name__ == "__main__":
    programs = sys.argv[1:5]
    unittest.main(argv=sys.argv[:1] + sys.argv[5:])
