"""Where somebody is signed in, new devices, tokens for programs and their accounts."""

import sys
import unittest
import uuid

from world import PASSWORD, Gateway, fields, letters_to, reason, sql

ADMINISTRATOR, EDITOR = 9, 6
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"}
gateway = None


def setUpModule():
    global gateway
    gateway = Gateway(program)


def tearDownModule():
    status = gateway.stop()
    written = gateway.written()
    assert status == 0, written
    for personal in ("@example.pl", "Nowak", PASSWORD, "wlt_", "Firefox"):
        assert personal not in written, f"the log has {personal}"


def me(token):
    return gateway.call("GET", "/v1/me", token=token)


class Sessions(unittest.TestCase):
    def sign_in(self, email, headers):
        return gateway.call("POST", "/v1/sessions", {"email": email, "password": PASSWORD},
                            headers=headers)

    def test_sessions_are_listed_and_ended(self):
        email = "list@example.pl"
        _, first = gateway.make_account(email)
        second = self.sign_in(email, FIREFOX)[2]["token"]
        listed = gateway.call("GET", "/v1/me/sessions", token=second)[2]["sessions"]
        self.assertEqual([(s["device"], s["current"]) for s in listed],
                         [("Firefox, Linux", True), ("", False)])
        _, stranger = gateway.make_account("list-other@example.pl")
        path = f"/v1/me/sessions/{listed[1]['id']}"
        self.assertEqual(gateway.call("DELETE", path, token=stranger)[0], 404)
        self.assertEqual(me(first)[0], 200)
        self.assertEqual(gateway.call("DELETE", path, token=second)[0], 200)
        self.assertEqual((me(first)[0], me(second)[0]), (401, 200))
        self.assertEqual(gateway.call("DELETE", path, token=second)[0], 404)

    def test_all_others_end_at_once(self):
        email = "others@example.pl"
        _, first = gateway.make_account(email)
        more = [gateway.sign_in(email)[2]["token"] for _ in range(3)]
        self.assertEqual(gateway.call("POST", "/v1/me/sessions/end-others", {}, first)[0], 200)
        self.assertEqual([me(token)[0] for token in (first, *more)], [200, 401, 401, 401])

    def test_when_it_was_seen_is_written_every_ten_minutes(self):
        account, token = gateway.make_account("seen@example.pl")
        where = f"WHERE account_id = '{account}'"
        sql(f"UPDATE session SET created_at = now() - interval '1 hour' {where}")
        for _ in range(2):
            self.assertEqual(me(token)[0], 200)
        self.assertEqual(sql(f"SELECT seen_at > now() - interval '1 minute' FROM session {where}"), "t")

    def test_a_new_device_is_told_and_a_known_one_is_not(self):
        email = "device@example.pl"
        gateway.make_account(email)
        self.assertNotIn("new-device", letters_to(email))
        _, headers, session = self.sign_in(email, FIREFOX)
        self.assertEqual(letters_to(email).count("new-device"), 1)
        self.assertIn("wlacznik_device=" + session["deviceToken"], headers["Set-Cookie"])
        cookie = {"Cookie": "wlacznik_device=" + session["deviceToken"], **FIREFOX}
        again = self.sign_in(email, {**cookie, "Sec-Fetch-Site": "same-origin"})
        self.assertEqual((again[0], again[2]["deviceToken"]), (201, session["deviceToken"]))
        self.assertEqual(letters_to(email).count("new-device"), 1)
        broken = {"Cookie": "wlacznik_device=" + "x" * 200, "Sec-Fetch-Site": "same-origin"}
        self.assertEqual(self.sign_in(email, broken)[0], 201)
        self.assertEqual(letters_to(email).count("new-device"), 2)
        for _ in range(10):
            gateway.sign_in(email)
        self.assertLessEqual(letters_to(email).count("new-device"), 5)

    def test_a_known_device_of_one_account_is_new_to_another(self):
        for email in ("shared1@example.pl", "shared2@example.pl"):
            gateway.make_account(email)
        known = gateway.sign_in("shared1@example.pl")[2]["deviceToken"]
        gateway.sign_in("shared2@example.pl", deviceToken=known)
        self.assertEqual(letters_to("shared2@example.pl").count("new-device"), 1)


class Tokens(unittest.TestCase):
    def make(self, token, path="/v1/me/tokens", **wish):
        return gateway.call("POST", path, {"name": "Excel", "days": 30, **wish}, token)

    def test_a_token_reads_and_does_no_more(self):
        email = "reads@example.pl"
        account, session = gateway.make_account(email)
        status, _, made = self.make(session)
        self.assertEqual(status, 201)
        token = made["token"]
        self.assertTrue(token.startswith("wlt_"))
        self.assertEqual(letters_to(email)[-1], "token-made")
        self.assertEqual(me(token)[2]["id"], account)
        listed = gateway.call("GET", "/v1/me/tokens", token=session)[2]["tokens"]
        self.assertEqual([(t["name"], t["write"], bool(t["usedAt"])) for t in listed],
                         [("Excel", False, True)])
        self.assertNotIn(token, sql("SELECT * FROM api_token"))
        path = "/v1/me/tokens/" + made["description"]["id"]
        answer = gateway.call("DELETE", path, token=token)
        self.assertEqual((answer[0], reason(answer)), (403, "outside-token-scope"))
        self.assertEqual(gateway.call("DELETE", path, token=session)[0], 200)
        self.assertEqual(me(token)[0], 401)

    def test_what_hangs_on_a_session_no_token_does(self):
        _, session = gateway.make_account("hangs@example.pl")
        token = self.make(session, write=True)[2]["token"]
        for verb, path, body in (
                ("POST", "/v1/me/tokens", {"name": "x", "days": 1}),
                ("PUT", "/v1/me/password", {"currentPassword": PASSWORD, "password": "inne trzy słowa"}),
                ("POST", "/v1/me/email", {"password": PASSWORD, "email": "a@example.pl"}),
                ("POST", "/v1/me/second-factor", {"password": PASSWORD}),
                ("POST", "/v1/me/second-factor/confirm", {"code": "123456"}),
                ("POST", "/v1/me/sessions/end-others", {}),
                ("DELETE", "/v1/sessions/current", None)):
            answer = gateway.call(verb, path, body, token)
            self.assertEqual((answer[0], reason(answer)), (403, "session-needed"), path)

    def test_a_token_has_the_roles_that_it_names_while_the_account_has_them(self):
        account, session = gateway.make_account("roles@example.pl", ADMINISTRATOR)
        without = self.make(session)[2]["token"]
        having = self.make(session, roles=["ADMINISTRATOR"])[2]["token"]
        listing = lambda token: gateway.call("GET", "/v1/accounts", token=token)[0]
        self.assertEqual((listing(session), listing(having), listing(without)), (200, 200, 403))
        self.assertEqual(fields(self.make(session, roles=["EDITOR"])), {"roles": "not-held"})
        sql(f"UPDATE account_role SET role = {EDITOR} WHERE account_id = '{account}'")
        gateway.make_account("roles-flush@example.pl")
        self.assertEqual(listing(having), 403)

    def test_a_token_of_a_call_asks_about_that_call_only(self):
        _, session = gateway.make_account("call@example.pl", ADMINISTRATOR)
        call = str(uuid.uuid4())
        token = self.make(session, roles=["ADMINISTRATOR"], callId=call)[2]["token"]
        for path in ("/v1/accounts", "/v1/me", f"/v1/calls/{uuid.uuid4()}/delivery"):
            self.assertEqual(gateway.call("GET", path, token=token)[0], 403, path)

    def test_a_token_ends_on_its_day_and_there_are_fifty_at_most(self):
        account, session = gateway.make_account("many@example.pl")
        token = self.make(session)[2]["token"]
        sql(f"UPDATE api_token SET expires_at = now() WHERE account_id = '{account}'")
        self.assertEqual(me(token)[0], 401)
        statuses = [self.make(session)[0] for _ in range(51)]
        self.assertEqual((statuses[:50], statuses[50]), ([201] * 50, 400))
        for days in (0, 367):
            self.assertIn("days", fields(self.make(session, days=days)))

    def test_a_program_has_an_account_of_its_own(self):
        _, admin = gateway.make_account("programs@example.pl", ADMINISTRATOR)
        person, _ = gateway.make_account("person@example.pl")
        status, _, account = gateway.call("POST", "/v1/service-accounts", {"name": "Hurtownia"}, admin)
        self.assertEqual((status, account["service"], account["email"]), (201, True, ""))
        path = f"/v1/service-accounts/{account['id']}/tokens"
        made = self.make(admin, path, roles=["ADMINISTRATOR"])[2]
        self.assertEqual(me(made["token"])[2]["name"], "Hurtownia")
        self.assertEqual(gateway.call("GET", "/v1/accounts", token=made["token"])[0], 403)
        gateway.call("POST", f"/v1/accounts/{account['id']}/roles",
                     {"role": "ADMINISTRATOR", "region": "*"}, admin)
        self.assertEqual(gateway.call("GET", "/v1/accounts", token=made["token"])[0], 200)
        self.assertIn("Hurtownia", [a["name"] for a in gateway.call(
            "GET", "/v1/service-accounts", token=admin)[2]["accounts"]])
        listed = gateway.call("GET", path, token=admin)[2]["tokens"]
        self.assertEqual(gateway.call("DELETE", f"{path}/{listed[0]['id']}", token=admin)[0], 200)
        self.assertEqual(me(made["token"])[0], 401)
        persons = f"/v1/service-accounts/{person}/tokens"
        self.assertEqual(self.make(admin, persons)[0], 404)
        self.assertEqual(gateway.call("GET", persons, token=admin)[2]["tokens"], [])


if __name__ == "__main__":
    program = sys.argv.pop(1)
    unittest.main()
