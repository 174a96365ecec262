"""Signing in by an identity provider: a browser's way through a real one, and answers that are not ours."""

import http.client
import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import time
import unittest
import urllib.parse
import urllib.request

from world import Gateway, letters_to, reason, sql, totp

HERE = os.path.dirname(os.path.abspath(__file__))
ADMINISTRATOR, PASSWORD = 9, "jabłko rower chmura"
PUBLIC = "http://localhost:8080"
gateway = provider = None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Provider:
    def __init__(self, port, key, algorithm="RS256"):
        self.process = subprocess.Popen(
            ["node", os.path.join(HERE, "provider.mjs"), str(port), PUBLIC + "/sign-in/provider", key, algorithm],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout.readline().strip() == "listening"

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


class Stop(urllib.request.HTTPRedirectHandler):
    """Follows a redirect unless it leads back to us."""

    def redirect_request(self, request, file, code, message, headers, address):
        if address.startswith(PUBLIC):
            raise Back(address)
        return super().redirect_request(request, file, code, message, headers, address)


class Back(Exception):
    pass


def go_through(address, login):
    """As a browser: types a name at the provider, agrees, and comes back with what it gives."""
    browser = urllib.request.build_opener(Stop, urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    try:
        page = browser.open(address, timeout=20)
        for _ in range(4):
            text = page.read().decode()
            action = re.search(r'action="([^"]+)"', text).group(1)
            prompt = re.search(r'name="prompt" value="(\w+)"', text).group(1)
            form = urllib.parse.urlencode({"prompt": prompt, "login": login, "password": "x"}).encode()
            page = browser.open(urllib.parse.urljoin(page.url, action), form, timeout=20)
    except Back as back:
        query = urllib.parse.parse_qs(urllib.parse.urlparse(str(back)).query)
        return {name: query[name][0] for name in ("code", "state", "iss") if name in query}
    raise AssertionError("the provider did not send us back")


def begin():
    status, headers, question = gateway.call("POST", "/v1/sessions/provider", {})
    assert status == 200, question
    assert "wlacznik_flow=" + question["flow"] in headers["Set-Cookie"]
    assert "HttpOnly; SameSite=Strict" in headers["Set-Cookie"]
    return question


def finish(question, answer, flow=None, **more):
    body = {"state": answer["state"], "code": answer.get("code", ""), "issuer": answer.get("iss", ""), **more}
    return gateway.call("POST", "/v1/sessions/by-provider", body, headers={
        "Cookie": "wlacznik_flow=" + (flow or question["flow"]), "Sec-Fetch-Site": "same-origin"})


def sign_in(login):
    question = begin()
    return finish(question, go_through(question["address"], login))


def me(token):
    return gateway.call("GET", "/v1/me", token=token)


def setUpModule():
    global gateway, provider, port
    port = free_port()
    provider = Provider(port, "one")
    gateway = Gateway(program, OIDC_ISSUER=f"http://127.0.0.1:{port}", OIDC_CLIENT_ID="wlacznik",
                      OIDC_CLIENT_SECRET="sekret+/=", OIDC_NAME="Urząd", PUBLIC_URL=PUBLIC,
                      OIDC_DOMAINS="example.pl, example.org")


def tearDownModule():
    provider.stop()
    status = gateway.stop()
    written = gateway.written()
    assert status == 0, written
    for personal in ("@example", "Zofia", "sekret", "wlacznik_flow"):
        assert personal not in written, f"the log has {personal}"


class SigningIn(unittest.TestCase):
    def test_the_way_in_is_offered(self):
        self.assertEqual(gateway.call("GET", "/v1/ways-in")[2]["provider"], "Urząd")

    def test_a_newcomer_gets_an_account_and_comes_back_to_it(self):
        status, headers, answer = sign_in("new@example.pl")
        self.assertEqual(status, 200, answer)
        account = answer["session"]["account"]
        self.assertEqual((account["email"], account["name"], account["confirmed"]),
                         ("new@example.pl", "Zofia Żak", True))
        self.assertIn("wlacznik_session=", headers["Set-Cookie"])
        self.assertEqual(sign_in("new@example.pl")[2]["session"]["account"]["id"], account["id"])
        self.assertEqual(letters_to("new@example.pl").count("identity-linked"), 1)
        self.assertEqual(gateway.sign_in("new@example.pl", "")[0], 400)
        self.assertEqual(gateway.sign_in("new@example.pl", "x" * 12)[0], 401)

    def test_who_tells_no_name_is_called_by_the_address(self):
        self.assertEqual(sign_in("bare-ola@example.pl")[2]["session"]["account"]["name"], "bare-ola")

    def test_an_account_is_linked_by_its_verified_address_and_can_be_parted(self):
        account, session = gateway.make_account("known@example.pl")
        self.assertEqual(sign_in("known@example.pl")[2]["session"]["account"]["id"], account)
        self.assertEqual(letters_to("known@example.pl")[-2:], ["identity-linked", "new-device"])
        listed = gateway.call("GET", "/v1/me/identities", token=session)[2]["identities"]
        self.assertEqual([each["provider"] for each in listed], ["Urząd"])
        path = f"/v1/me/identities/{listed[0]['id']}"
        _, stranger = gateway.make_account("known-other@example.pl")
        self.assertEqual(gateway.call("DELETE", path, token=stranger)[0], 404)
        self.assertEqual(gateway.call("DELETE", path, token=session)[0], 200)
        self.assertEqual(gateway.call("GET", "/v1/me/identities", token=session)[2]["identities"], [])

    def test_the_link_holds_when_the_address_changes(self):
        account = sign_in("moving@example.pl")[2]["session"]["account"]["id"]
        sql(f"UPDATE account SET email = 'elsewhere@example.net' WHERE id = '{account}'")
        self.assertEqual(sign_in("moving@example.pl")[2]["session"]["account"]["id"], account)

    def test_who_is_not_let_in(self):
        gateway.make_account("boss@example.pl", ADMINISTRATOR)
        for login, why in (("unverified-eve@example.pl", "address-not-verified"),
                           ("somebody@example.com", "address-of-other-domain"),
                           ("no-address", "address-not-verified"),
                           ("boss@example.pl", "administrators-sign-in-here")):
            answer = sign_in(login)
            self.assertEqual((answer[0], reason(answer)), (403, why), login)
        self.assertEqual(sql("SELECT count(*) FROM identity WHERE subject LIKE 'unverified%'"), "0")

    def test_a_second_factor_is_still_asked_for(self):
        _, session = gateway.make_account("codes@example.pl")
        secret = gateway.call("POST", "/v1/me/second-factor", {"password": PASSWORD}, session)[2]["secret"]
        gateway.call("POST", "/v1/me/second-factor/confirm", {"code": totp(secret)}, session)
        question = begin()
        answer = go_through(question["address"], "codes@example.pl")
        status, headers, half = finish(question, answer)
        self.assertEqual((status, half["codeNeeded"], half.get("session")), (200, True, None))
        self.assertNotIn("Set-Cookie", headers)
        self.assertEqual(sql("SELECT count(*) FROM identity WHERE subject = 'codes@example.pl'"), "0")
        again = {"state": answer["state"]}
        wrong = finish(question, again, oneTimeCode="000000")
        self.assertEqual((wrong[0], reason(wrong)), (401, "code-wrong"))
        self.assertEqual(finish(question, again, flow="x" * 43, oneTimeCode=totp(secret, 1))[0], 401)
        done = finish(question, again, oneTimeCode=totp(secret, 1))
        self.assertEqual(done[0], 200, done[2])
        sessions = gateway.call("GET", "/v1/me/sessions", token=done[2]["session"]["token"])[2]["sessions"]
        self.assertTrue(sessions[0]["secondFactor"])


class Refusing(unittest.TestCase):
    def refuse(self, answer):
        self.assertEqual((answer[0], reason(answer)), (401, "provider-answer-not-valid"))

    def test_an_answer_is_for_the_browser_that_asked(self):
        mine, theirs = begin(), begin()
        answer = go_through(mine["address"], "bound@example.pl")
        self.refuse(finish(theirs, answer))
        self.refuse(finish(mine, {**answer, "state": "A" * 43}))
        self.refuse(finish(mine, answer, flow="bad"))
        self.refuse(gateway.call("POST", "/v1/sessions/by-provider", {"state": answer["state"], "code": answer["code"]}))
        self.refuse(finish(mine, {**answer, "iss": "https://evil.example"}))
        self.assertEqual(finish(mine, answer)[0], 200)

    def test_an_answer_counts_once(self):
        question = begin()
        answer = go_through(question["address"], "once@example.pl")
        self.assertEqual(finish(question, answer)[0], 200)
        self.refuse(finish(question, answer))

    def test_a_code_of_another_question_is_not_taken(self):
        """Injection of a stolen code: PKCE and nonce are of the other flow."""
        first, second = begin(), begin()
        stolen = go_through(first["address"], "victim@example.pl")
        own = go_through(second["address"], "thief@example.pl")
        self.refuse(finish(second, {**own, "code": stolen["code"]}))

    def test_made_up_codes_and_late_answers_are_refused(self):
        question = begin()
        answer = go_through(question["address"], "late@example.pl")
        self.refuse(finish(question, {**answer, "code": "made-up"}))
        question = begin()
        answer = go_through(question["address"], "late@example.pl")
        sql("UPDATE flow SET expires_at = now()")
        self.refuse(finish(question, answer))

    def test_nothing_leads_elsewhere(self):
        address = urllib.parse.urlparse(begin()["address"])
        query = urllib.parse.parse_qs(address.query)
        self.assertEqual(query["redirect_uri"], [PUBLIC + "/sign-in/provider"])
        self.assertEqual(query["code_challenge_method"], ["S256"])
        answer = gateway.call("POST", "/v1/sessions/provider", {"redirect": "https://evil.example"})
        self.assertEqual(answer[0], 400)


class TurningKeys(unittest.TestCase):
    """Comes last (by name): it changes the provider."""

    def test_new_keys_are_fetched_and_an_absent_provider_is_told(self):
        global provider
        sign_in("before@example.pl")
        provider.stop()
        answer = gateway.call("POST", "/v1/sessions/by-provider", {"state": "A" * 43, "code": "x"})
        self.assertEqual(answer[0], 401)
        question = begin()  # the description is kept
        for algorithm in ("RS256", "ES256"):
            provider = Provider(port, "two-" + algorithm, algorithm)
            time.sleep(5.1)  # keys are asked for every five seconds at most
            self.assertEqual(sign_in(f"after-{algorithm}@example.pl".lower())[0], 200)
            provider.stop()
        state = urllib.parse.parse_qs(urllib.parse.urlparse(question["address"]).query)["state"][0]
        answer = finish(question, {"state": state, "code": "x"})
        self.assertEqual((answer[0], reason(answer)), (503, "provider-unavailable"))
        self.assertIn("Retry-After", answer[1])
        provider = Provider(port, "three")


if __name__ == "__main__":
    program = sys.argv.pop(1)
    unittest.main()
