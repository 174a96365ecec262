"""Accounts, sessions and roles through HTTP, and what a stranger may try at the door."""

import concurrent.futures
import sys
import unittest

from world import PASSWORD, Gateway, fields, messages_to, reason, sql, token_of

ADMINISTRATOR = 9
gateway = None


def setUpModule():
    global gateway
    gateway = Gateway(program)


def tearDownModule():
    status = gateway.stop()
    written = gateway.written()
    assert status == 0, written
    for personal in ("@example.pl", "Nowak", PASSWORD, "stranger", "token="):
        assert personal not in written, f"the log has {personal}"


class Opening(unittest.TestCase):
    def test_an_account_is_opened_confirmed_and_used(self):
        email = "Journey@example.pl"
        self.assertEqual(gateway.register(email)[0], 202)
        self.assertEqual(reason(gateway.sign_in(email)), "account-not-confirmed")
        status, _, account = gateway.confirm(token_of(email))
        self.assertEqual((status, account["email"], account["confirmed"]), (200, email, True))
        status, headers, session = gateway.sign_in("JOURNEY@EXAMPLE.PL")
        self.assertEqual(status, 201)
        self.assertIn("; Path=/; HttpOnly; SameSite=Strict; Max-Age=", headers["Set-Cookie"])
        cookie = {"Cookie": headers["Set-Cookie"].split(";")[0]}
        self.assertEqual(gateway.call("GET", "/v1/me", headers=cookie)[2]["id"], account["id"])
        self.assertEqual(gateway.call("GET", "/v1/me", token=session["token"])[2], account)
        status, headers, _ = gateway.call("DELETE", "/v1/sessions/current", token=session["token"])
        self.assertEqual(status, 200)
        self.assertIn("Max-Age=0", headers["Set-Cookie"])
        self.assertEqual(gateway.call("GET", "/v1/me", token=session["token"])[0], 401)

    def test_the_answer_does_not_tell_whether_there_is_an_account(self):
        gateway.make_account("known@example.pl")
        answers = [gateway.register(email)[::2] for email in ("KNOWN@example.pl",
                                                              "stranger@example.pl")]
        self.assertEqual(answers[0], answers[1])
        self.assertIn(b"account-exists", messages_to("known@example.pl")[-1])
        wrong = [gateway.sign_in(email, "nie to hasło wcale")[2]["detail"]
                 for email in ("known@example.pl", "stranger@example.pl", "nobody@example.pl")]
        self.assertEqual(len(set(wrong)), 1)

    def test_a_confirmation_brings_the_password_of_its_own_registration(self):
        email = "twice@example.pl"
        gateway.register(email, password="hasło kogoś obcego")
        strangers = token_of(email)
        gateway.register(email)
        self.assertEqual(gateway.confirm(token_of(email))[0], 200)
        self.assertEqual(gateway.sign_in(email)[0], 201)
        self.assertEqual(gateway.sign_in(email, "hasło kogoś obcego")[0], 401)
        self.assertEqual(reason(gateway.confirm(strangers)), "confirmation-not-valid")

    def test_an_address_gets_three_messages_an_hour(self):
        answers = {gateway.register("flood@example.pl")[0] for _ in range(5)}
        self.assertEqual(answers, {202})
        self.assertEqual(len(messages_to("flood@example.pl")), 3)

    def test_nothing_secret_is_stored(self):
        _, token = gateway.make_account("secret@example.pl")
        self.assertEqual(sql("SELECT count(*) FROM runtime.commands WHERE "
                             "encode(reply, 'escape') LIKE '%Session%'"), "0")
        rows = sql("SELECT * FROM session") + sql("SELECT * FROM account")
        self.assertNotIn(token, rows)
        self.assertNotIn(PASSWORD, rows)

    def test_bad_fields_are_all_named(self):
        answer = gateway.call("POST", "/v1/accounts", {"email": 1, "password": "short",
                                                       "name": "two\nlines", "passwort": "x"})
        self.assertEqual(answer[0], 400)
        self.assertEqual(set(fields(answer)), {"email", "password", "name", "passwort"})
        answer = gateway.register("obvious@example.pl", password="password1234")
        self.assertEqual(fields(answer), {"password": "too-common"})


class Roles(unittest.TestCase):
    def setUp(self):
        sql("DELETE FROM account_role")
        name = self.id().rsplit(".", 1)[1]
        self.admin, self.token = gateway.make_account(f"{name}-admin@example.pl", ADMINISTRATOR)
        self.other, self.others_token = gateway.make_account(f"{name}-other@example.pl")

    def change(self, what, account, role, region):
        path = f"/v1/accounts/{account}/roles" + ("/revoke" if what == "revoke" else "")
        return gateway.call("POST", path, {"role": role, "region": region}, self.token)

    def test_a_role_works_at_once_and_ends_at_once(self):
        def listing():
            return gateway.call("GET", "/v1/accounts", token=self.others_token)[0]
        self.assertEqual(listing(), 403)
        self.assertEqual(self.change("grant", self.other, "ADMINISTRATOR", "*")[0], 200)
        self.assertEqual(listing(), 200)
        status, _, account = self.change("revoke", self.other, "ADMINISTRATOR", "*")
        self.assertEqual((status, account["roles"]), (200, []))
        self.assertEqual(listing(), 403)

    def test_what_cannot_be_granted(self):
        for role, region, field in (("PUBLIC", "30", "role"), ("SIGNED_IN", "*", "role"),
                                    ("ADMINISTRATOR", "30", "region"),
                                    ("COORDINATOR", "99", "region")):
            self.assertEqual(list(fields(self.change("grant", self.other, role, region))), [field])
        nobody = "01a20af6-ecc5-71ef-9fa2-83b2b8a56a11"
        self.assertEqual(self.change("grant", nobody, "COORDINATOR", "30")[0], 404)

    def test_the_last_administrator_stays(self):
        answer = self.change("revoke", self.admin, "ADMINISTRATOR", "*")
        self.assertEqual(reason(answer), "last-administrator")

    def test_two_who_revoke_each_other_do_not_both_succeed(self):
        self.change("grant", self.other, "ADMINISTRATOR", "*")
        body = {"role": "ADMINISTRATOR", "region": "*"}
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda pair: gateway.call(
                "POST", f"/v1/accounts/{pair[0]}/roles/revoke", body, pair[1]),
                ((self.other, self.token), (self.admin, self.others_token))))
        self.assertEqual(sql("SELECT count(*) FROM account_role WHERE role = 9"), "1")

    def test_accounts_are_found_by_beginnings_and_paged(self):
        sql("INSERT INTO account (id, email, name, locale, password_hash, created_at) "
            "SELECT gen_random_uuid(), 'page' || n || '@example.pl', 'Łucja ' || n, 'pl', '', now() "
            "FROM generate_series(100, 124) n ON CONFLICT DO NOTHING")
        for query in ("page", "PAGE1", "%C5%82ucja"):
            found, cursor = [], ""
            while True:
                page = gateway.call("GET", f"/v1/accounts?limit=10&query={query}&cursor={cursor}",
                                    token=self.token)[2]
                found += [account["email"] for account in page["accounts"]]
                cursor = page["nextCursor"]
                if not cursor:
                    break
            self.assertEqual(found, [f"page{n}@example.pl" for n in range(100, 125)])
            counted = gateway.call("GET", f"/v1/accounts?limit=1&total=true&query={query}", token=self.token)[2]
            self.assertEqual((counted["total"], counted["totalIsMore"]), (25, False))


class Door(unittest.TestCase):
    def test_ten_wrong_passwords_lock_for_known_and_unknown_alike(self):
        gateway.make_account("locked@example.pl")
        for email in ("locked@example.pl", "never-seen@example.pl"):
            statuses = [gateway.sign_in(email, "nie to hasło wcale")[0] for _ in range(11)]
            self.assertEqual(statuses, [401] * 10 + [429])
        status, headers, _ = gateway.sign_in("locked@example.pl")
        self.assertEqual(status, 429)
        self.assertGreater(int(headers["Retry-After"]), 0)

    def test_a_foreign_page_changes_nothing(self):
        _, token = gateway.make_account("csrf@example.pl")
        cookie = {"Cookie": f"wlacznik_session={token}"}
        for foreign in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            answer = gateway.call("DELETE", "/v1/sessions/current", headers=cookie | foreign)
            self.assertEqual((answer[0], reason(answer)), (403, "foreign-origin"))
        own = {"Origin": f"http://127.0.0.1:{gateway.port}"}
        self.assertEqual(gateway.call("DELETE", "/v1/sessions/current", headers=cookie | own)[0],
                         200)

    def test_an_expired_session_is_told(self):
        _, token = gateway.make_account("expired@example.pl")
        sql("UPDATE session SET expires_at = now() WHERE account_id = "
            "(SELECT id FROM account WHERE email = 'expired@example.pl')")
        status, headers, problem = gateway.call(
            "GET", "/v1/me", headers={"Cookie": f"wlacznik_session={token}"})
        self.assertEqual((status, problem["type"]), (401, "/problems/session-not-valid"))
        self.assertIn("Max-Age=0", headers["Set-Cookie"])

    def test_what_is_refused(self):
        json_type = {"Content-Type": "application/json"}
        for status, verb, path, body, headers in (
                (400, "POST", "/v1/accounts", b'{"email":', json_type),
                (400, "POST", "/v1/accounts", b'{"email":"\xff"}', json_type),
                (400, "POST", "/v1/accounts", b'{"email":"a\\u0000b"}', json_type),
                (400, "POST", "/v1/accounts", b"[" * 100000, json_type),
                (400, "POST", "/v1/accounts", b'{"email":"a@b.pl","email":"a@b.pl"}', json_type),
                (400, "POST", "/v1/accounts?x=1", b"{}", json_type),
                (413, "POST", "/v1/accounts", b" " * (1 << 20) + b"{}", json_type),
                (415, "POST", "/v1/accounts", b"email=a", {"Content-Type": "text/plain"}),
                (405, "PUT", "/v1/accounts", b"{}", json_type),
                (405, "OPTIONS", "/v1/accounts", None, {}),
                (404, "GET", "/v1/nothing", None, {}),
                (404, "GET", "/nothing", None, {}),
                (400, "GET", "/v1/%zz", None, {}),
                (400, "GET", "/v1/me%00", None, {}),
                (401, "GET", "/v1/me", None, {}),
                (401, "GET", "/v1/me", None, {"Authorization": "Bearer " + "x" * 9000}),
                (401, "GET", "/v1/me", None, {"Authorization": "Bearer " + "x" * 43})):
            with self.subTest(verb=verb, path=path, body=(body or b"")[:30]):
                answer = gateway.call(verb, path, body, headers=headers)
                self.assertEqual(answer[0], status)
                self.assertEqual(answer[1]["Content-Type"], "application/problem+json")
                self.assertEqual(answer[2]["status"], status)
                self.assertRegex(answer[2]["instance"], "^[0-9a-f]{32}$")

    def test_the_trace_goes_on(self):
        trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        answer = gateway.call("GET", "/v1/me",
                              headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
        self.assertEqual(answer[2]["instance"], trace)


if __name__ == "__main__":
    program = sys.argv.pop(1)
    unittest.main()
