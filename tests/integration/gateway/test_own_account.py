"""What people do with their own way in: password, address, second factor."""

import base64
import sys
import unittest

from world import (PASSWORD, Gateway, fields, letters_to, messages_to, reason, sql, token_of, totp)

ADMINISTRATOR, COORDINATOR = 9, 4
NEW = "inne trzy słowa"
gateway = None


def setUpModule():
    global gateway
    gateway = Gateway(program, SECOND_FACTOR_REQUIRED="staff")


def tearDownModule():
    status = gateway.stop()
    written = gateway.written()
    assert status == 0, written
    for personal in ("@example.pl", "Nowak", PASSWORD, NEW, "otpauth"):
        assert personal not in written, f"the log has {personal}"


def me(token):
    return gateway.call("GET", "/v1/me", token=token)


class Language(unittest.TestCase):
    def test_letters_are_in_the_language_that_was_chosen(self):
        _, token = gateway.make_account("language@example.pl")
        self.assertEqual(me(token)[2]["locale"], "pl")
        status, _, account = gateway.call("PUT", "/v1/me/language", {"locale": "en"}, token)
        self.assertEqual((status, account["locale"], me(token)[2]["locale"]), (200, "en", "en"))
        self.assertEqual(fields(gateway.call("PUT", "/v1/me/language", {"locale": "de"}, token)), {"locale": "bad-locale"})
        self.assertEqual(gateway.call("PUT", "/v1/me/language", {"locale": "pl"})[0], 401)
        gateway.ask_for_reset("language@example.pl")
        self.assertIn(b"en", messages_to("language@example.pl")[-1])


class Password(unittest.TestCase):
    def change(self, token, current, password):
        return gateway.call("PUT", "/v1/me/password",
                            {"currentPassword": current, "password": password}, token)

    def test_a_change_ends_the_other_sessions(self):
        email = "change@example.pl"
        _, token = gateway.make_account(email)
        other = gateway.sign_in(email)[2]["token"]
        self.assertEqual(fields(self.change(token, "nie to hasło", NEW)), {"currentPassword": "wrong"})
        self.assertEqual(fields(self.change(token, PASSWORD, "Warszawa2026!")),
                         {"password": "too-common"})
        self.assertEqual(me(other)[0], 200)
        self.assertEqual(self.change(token, PASSWORD, NEW)[0], 200)
        self.assertEqual((me(token)[0], me(other)[0]), (200, 401))
        self.assertEqual((gateway.sign_in(email)[0], gateway.sign_in(email, NEW)[0]), (401, 201))
        self.assertIn("password-changed", letters_to(email))

    def test_wrong_passwords_lock_here_too(self):
        _, token = gateway.make_account("guess@example.pl")
        statuses = [self.change(token, f"nie to hasło {n}", NEW)[0] for n in range(11)]
        self.assertEqual(statuses, [400] * 10 + [429])
        self.assertEqual(gateway.sign_in("guess@example.pl")[0], 429)

    def test_a_forgotten_password_is_replaced_by_a_link(self):
        email = "forgot@example.pl"
        _, token = gateway.make_account(email)
        for _ in range(11):
            gateway.sign_in(email, "nie to hasło wcale")
        self.assertEqual(gateway.ask_for_reset("FORGOT@example.pl")[0], 202)
        link = token_of(email)
        self.assertEqual(fields(gateway.reset(link, email)), {"password": "too-common"})
        self.assertEqual(gateway.reset(link, NEW)[0], 200)
        self.assertEqual(me(token)[0], 401)
        self.assertEqual(gateway.sign_in(email, NEW)[0], 201)
        self.assertEqual(reason(gateway.reset(link, NEW)), "link-not-valid")

    def test_a_reset_does_not_tell_whether_there_is_an_account(self):
        gateway.make_account("asked@example.pl")
        answers = [gateway.ask_for_reset(email) for email in ("asked@example.pl", "none@example.pl")]
        self.assertEqual(answers[0][::2], answers[1][::2])
        self.assertEqual(messages_to("none@example.pl"), [])
        for _ in range(5):
            self.assertEqual(gateway.ask_for_reset("asked@example.pl")[0], 202)
        self.assertEqual(letters_to("asked@example.pl").count("password-reset"), 3)

    def test_an_expired_link_opens_nothing(self):
        email = "late@example.pl"
        gateway.make_account(email)
        gateway.ask_for_reset(email)
        sql("UPDATE link SET expires_at = now()")
        self.assertEqual(reason(gateway.reset(token_of(email), NEW)), "link-not-valid")
        self.assertEqual(reason(gateway.reset("x" * 43, NEW)), "link-not-valid")

    def test_a_change_takes_back_the_links_before_it(self):
        email = "links@example.pl"
        _, token = gateway.make_account(email)
        gateway.ask_for_reset(email)
        link = token_of(email)
        self.change(token, PASSWORD, NEW)
        self.assertEqual(reason(gateway.reset(link, PASSWORD)), "link-not-valid")


class Email(unittest.TestCase):
    def change(self, token, email, password=PASSWORD):
        return gateway.call("POST", "/v1/me/email", {"email": email, "password": password}, token)

    def confirm(self, token):
        return gateway.call("POST", "/v1/accounts/email", {"token": token})

    def test_the_address_changes_when_the_new_one_is_confirmed(self):
        _, token = gateway.make_account("before@example.pl")
        self.assertEqual(fields(self.change(token, "after@example.pl", "nie to hasło")),
                         {"password": "wrong"})
        self.assertEqual(self.change(token, "after@example.pl")[0], 202)
        self.assertEqual(me(token)[2]["email"], "before@example.pl")
        self.assertEqual(self.confirm(token_of("after@example.pl"))[0], 200)
        self.assertEqual(me(token)[2]["email"], "after@example.pl")
        self.assertEqual(letters_to("before@example.pl")[-1], "email-changed")
        self.assertEqual(gateway.sign_in("before@example.pl")[0], 401)
        self.assertEqual(gateway.sign_in("after@example.pl")[0], 201)

    def test_an_address_that_has_an_account_stays_its_own(self):
        gateway.make_account("taken@example.pl")
        _, token = gateway.make_account("wants@example.pl")
        self.assertEqual(self.change(token, "taken@example.pl")[0], 202)
        self.assertEqual(reason(self.confirm(token_of("taken@example.pl"))), "address-has-account")
        self.assertEqual(me(token)[2]["email"], "wants@example.pl")

    def test_a_link_is_for_its_purpose_only(self):
        _, token = gateway.make_account("purpose@example.pl")
        self.change(token, "purpose2@example.pl")
        self.assertEqual(reason(gateway.reset(token_of("purpose2@example.pl"), NEW)), "link-not-valid")


class SecondFactor(unittest.TestCase):
    def turn_on(self, token, step=0):
        secret = gateway.call("POST", "/v1/me/second-factor", {"password": PASSWORD}, token)[2]
        self.assertTrue(secret["uri"].startswith("otpauth://totp/"), secret)
        answer = gateway.call("POST", "/v1/me/second-factor/confirm",
                              {"code": totp(secret["secret"], step)}, token)
        self.assertEqual(answer[0], 200)
        return secret["secret"], answer[2]["codes"]

    def test_from_then_on_a_code_is_asked_for_and_counts_once(self):
        email = "codes@example.pl"
        _, token = gateway.make_account(email)
        other = gateway.sign_in(email)[2]["token"]
        secret, codes = self.turn_on(token, -1)
        self.assertEqual((me(token)[2]["secondFactor"], me(other)[0]), (True, 401))
        self.assertEqual(letters_to(email)[-1], "second-factor-on")
        self.assertEqual(reason(gateway.sign_in(email)), "second-factor-needed")
        self.assertEqual(reason(gateway.sign_in(email, "nie to hasło", code=totp(secret))),
                         "sign-in-failed")
        self.assertEqual(reason(gateway.sign_in(email, code="000000")), "code-wrong")
        self.assertEqual(gateway.sign_in(email, code=totp(secret))[0], 201)
        self.assertEqual(reason(gateway.sign_in(email, code=totp(secret))), "code-wrong")
        self.assertEqual(reason(gateway.sign_in(email, code=totp(secret, -1))), "code-wrong")
        self.assertEqual(len(set(codes)), 10)
        self.assertEqual(gateway.sign_in(email, code=codes[0].upper().replace("-", " "))[0], 201)
        self.assertEqual(reason(gateway.sign_in(email, code=codes[0])), "code-wrong")

    def test_a_right_password_does_not_end_the_count_of_wrong_codes(self):
        email = "brute@example.pl"
        _, token = gateway.make_account(email)
        self.turn_on(token)
        statuses = [gateway.sign_in(email, code="000000")[0] for _ in range(10)]
        self.assertEqual(statuses, [401] * 10)
        self.assertEqual(gateway.sign_in(email, code="000000")[0], 429)
        self.assertEqual(gateway.sign_in(email)[0], 429)

    def test_new_recovery_codes_replace_the_old_and_turning_off_takes_both(self):
        email = "renew@example.pl"
        _, token = gateway.make_account(email)
        _, codes = self.turn_on(token)
        body = {"password": PASSWORD, "code": codes[0]}
        status, _, renewed = gateway.call("POST", "/v1/me/second-factor/recovery-codes", body, token)
        self.assertEqual(status, 200)
        self.assertEqual(set(renewed["codes"]) & set(codes), set())
        self.assertEqual(reason(gateway.sign_in(email, code=codes[1])), "code-wrong")
        path = "/v1/me/second-factor/remove"
        self.assertEqual(gateway.call("POST", path, body, token)[0], 401)
        body["code"] = renewed["codes"][0]
        self.assertEqual(fields(gateway.call("POST", path, {**body, "password": "nie to hasło"}, token)),
                         {"password": "wrong"})
        self.assertEqual(gateway.call("POST", path, body, token)[0], 200)
        self.assertEqual(gateway.sign_in(email)[0], 201)
        self.assertEqual(sql("SELECT count(*) FROM recovery_code JOIN account ON id = account_id "
                             f"WHERE email = '{email}'"), "0")
        self.assertIn("second-factor-off", letters_to(email))

    def test_the_secret_is_sealed(self):
        email = "sealed@example.pl"
        _, token = gateway.make_account(email)
        secret, codes = self.turn_on(token)
        stored = sql("SELECT encode(totp_secret, 'hex') FROM account WHERE totp_secret IS NOT NULL")
        self.assertNotIn(base64.b32decode(secret).hex(), stored)
        self.assertEqual(sql("SELECT count(*) FROM runtime.commands WHERE "
                             f"encode(reply, 'escape') LIKE '%{codes[3]}%'"), "0")

    def test_a_role_of_staff_rests_until_it_is_on(self):
        email = "staff@example.pl"
        _, token = gateway.make_account(email, ADMINISTRATOR)
        answer = gateway.call("GET", "/v1/accounts", token=token)
        self.assertEqual((answer[0], reason(answer)), (403, "second-factor-missing"))
        self.assertTrue(me(token)[2]["secondFactorNeeded"])
        secret, _ = self.turn_on(token, -1)
        self.assertEqual(gateway.call("GET", "/v1/accounts", token=token)[0], 200)
        self.assertFalse(me(token)[2]["secondFactorNeeded"])
        token = gateway.sign_in(email, code=totp(secret))[2]["token"]
        self.assertEqual(gateway.call("GET", "/v1/accounts", token=token)[0], 200)

    def test_an_administrator_helps_who_lost_phone_and_codes(self):
        email = "lost@example.pl"
        account, token = gateway.make_account(email)
        self.turn_on(token)
        _, admin = gateway.make_account("helper@example.pl", ADMINISTRATOR)
        self.turn_on(admin)
        path = f"/v1/accounts/{account}/second-factor/remove"
        self.assertEqual(gateway.call("POST", path, {"reason": "Zgubiony telefon"}, token)[0], 403)
        self.assertEqual(gateway.call("POST", path, {"reason": "Zgubiony telefon"}, admin)[0], 200)
        self.assertEqual(me(token)[0], 401)
        self.assertEqual(gateway.sign_in(email)[0], 201)
        answer = gateway.call("POST", path, {"reason": "Zgubiony telefon"}, admin)
        self.assertEqual(reason(answer), "second-factor-off")


if __name__ == "__main__":
    program = sys.argv.pop(1)
    unittest.main()
