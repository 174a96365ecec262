"""How often somebody may ask, and what every answer says of it; headers that guard browsers."""

import sys
import time
import unittest

from world import Gateway, reason

gateway = None


def setUpModule():
    global gateway
    gateway = Gateway(program, RATE_ADDRESS="40", RATE_ENTRANCE="12", RATE_ACCOUNT="80", RATE_TOKEN="8",
                      PUBLIC_URL="https://wlacznik.example")


def tearDownModule():
    status = gateway.stop()
    written = gateway.written()
    assert status == 0, written
    assert "192.0.2." not in written, "the log has an address"


def of(address):
    return {"X-Forwarded-For": address}


def get(address, path="/v1/me", token=None):
    return gateway.call("GET", path, token=token, headers=of(address))


class Addresses(unittest.TestCase):
    def test_a_burst_passes_and_the_rest_is_told_exactly_when(self):
        answers = [get("192.0.2.1") for _ in range(11)]
        self.assertEqual([answer[0] for answer in answers], [401] * 10 + [429])
        self.assertEqual(reason(answers[10]), "too-many-requests")
        self.assertEqual(answers[0][1]["RateLimit-Policy"], '"address";q=40;w=60')
        self.assertRegex(answers[0][1]["RateLimit"], '^"address";r=9;t=[12]$')
        self.assertRegex(answers[10][1]["RateLimit"], '^"address";r=0;t=[12]$')
        wait = int(answers[10][1]["Retry-After"])
        self.assertIn(wait, (1, 2))
        time.sleep(wait)
        self.assertEqual(get("192.0.2.1")[0], 401)

    def test_each_address_counts_for_itself_and_ipv6_by_its_network(self):
        for _ in range(10):
            get("2001:db8:0:1::1")
        self.assertEqual(get("2001:db8:0:1:ffff::9")[0], 429)
        self.assertEqual(get("2001:db8:0:2::1")[0], 401)

    def test_what_a_client_writes_in_front_of_the_proxys_word_counts_nothing(self):
        for n in range(10):
            get(f"198.51.100.{n}, 192.0.2.2")
        self.assertEqual(get("198.51.100.99, 192.0.2.2")[0], 429)

    def test_a_program_on_the_machine_itself_is_not_held_up(self):
        statuses = {gateway.call("GET", "/v1/me")[0] for _ in range(30)}
        self.assertEqual(statuses, {401})

    def test_the_entrance_is_narrower(self):
        body = {"email": "nobody@example.pl", "password": "nie to hasło wcale"}
        statuses = [gateway.call("POST", "/v1/sessions", body, headers=of("192.0.2.3"))[0] for _ in range(4)]
        self.assertEqual(statuses, [401, 401, 401, 429])
        self.assertEqual(get("192.0.2.3")[0], 401)
        self.assertEqual(gateway.call("POST", "/v1/sessions", body, headers=of("192.0.2.4"))[0], 401)


class Accounts(unittest.TestCase):
    def test_an_account_counts_wherever_it_comes_from(self):
        _, token = gateway.make_account("busy@example.pl")
        _, other = gateway.make_account("calm@example.pl")
        statuses = [get(f"203.0.113.{n}", token=token)[0] for n in range(21)]
        self.assertEqual(statuses, [200] * 20 + [429])
        self.assertEqual(get("203.0.113.200", token=other)[0], 200)

    def test_a_token_counts_for_itself(self):
        _, session = gateway.make_account("tokens@example.pl")
        token = gateway.call("POST", "/v1/me/tokens", {"name": "x", "days": 1}, session)[2]["token"]
        statuses = [gateway.call("GET", "/v1/me", token=token)[0] for _ in range(3)]
        self.assertEqual(statuses, [200, 200, 429])
        self.assertEqual(gateway.call("GET", "/v1/me", token=session)[0], 200)

    def test_a_lockout_says_how_long_it_lasts(self):
        gateway.make_account("locked@example.pl")
        for _ in range(10):
            gateway.sign_in("locked@example.pl", "nie to hasło wcale")
        status, headers, _ = gateway.sign_in("locked@example.pl")
        self.assertEqual(status, 429)
        self.assertTrue(840 < int(headers["Retry-After"]) <= 900, headers)


class Conventions(unittest.TestCase):
    def test_fields_choose_what_an_answer_has(self):
        _, token = gateway.make_account("fields@example.pl")
        answer = gateway.call("GET", "/v1/me?fields=email,roles.role", token=token)
        self.assertEqual(answer[2], {"email": "fields@example.pl", "roles": []})
        answer = gateway.call("GET", "/v1/me?fields=email,phone&x=1", token=token)
        self.assertEqual((answer[0], {e["field"]: e["code"] for e in answer[2]["errors"]}),
                         (400, {"fields[1]": "unknown-field", "x": "unknown-parameter"}))
        self.assertEqual(gateway.call("POST", "/v1/accounts?fields=text", {})[0], 400)

    def test_whoever_prefers_no_body_gets_none(self):
        _, token = gateway.make_account("minimal@example.pl")
        status, headers, body = gateway.call("POST", "/v1/me/sessions/end-others", {}, token,
                                             {"Prefer": "return=minimal"})
        self.assertEqual((status, body, headers["Preference-Applied"]), (204, None, "return=minimal"))
        self.assertNotIn("Content-Length", headers)

    def test_a_version_where_there_is_none_is_refused(self):
        _, token = gateway.make_account("match@example.pl")
        for verb, path, body in (("GET", "/v1/me", None), ("POST", "/v1/me/sessions/end-others", {})):
            answer = gateway.call(verb, path, body, token, {"If-Match": '"1"'})
            self.assertEqual((answer[0], reason(answer)), (400, "if-match-not-supported"))


class Guards(unittest.TestCase):
    def test_behind_tls_browsers_are_told_to_insist_on_it(self):
        headers = gateway.call("GET", "/openapi.json")[1]
        self.assertEqual(headers["Strict-Transport-Security"], "max-age=63072000")

    def test_cookies_are_of_this_host_only(self):
        gateway.make_account("host@example.pl")
        headers = gateway.sign_in("host@example.pl")[1]
        for name in ("session", "device"):
            self.assertRegex(headers["Set-Cookie"], f"__Host-wlacznik_{name}=[^;]+; Path=/; HttpOnly; "
                             "SameSite=Strict; Secure; Max-Age=")
        token = gateway.sign_in("host@example.pl")[2]["token"]
        self.assertEqual(gateway.call("GET", "/v1/me", headers={"Cookie": f"__Host-wlacznik_session={token}"})[0],
                         200)
        self.assertEqual(gateway.call("GET", "/v1/me", headers={"Cookie": f"wlacznik_session={token}"})[0], 401)

    def test_an_answer_that_is_no_page_may_do_nothing(self):
        headers = gateway.call("GET", "/v1/me")[1]
        self.assertEqual(headers["Content-Security-Policy"], "default-src 'none'; frame-ancestors 'none'")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(headers["Cache-Control"], "no-store")


if __name__ == "__main__":
    program = sys.argv.pop(1)
    unittest.main()
