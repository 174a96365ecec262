"""Roles for a time and by two, invitations, sign-in by link, and looking at the house as another."""

import datetime
import sys
import unittest
import uuid

from world import (PASSWORD, Gateway, fields, letters_to, messages_to, reason, sql, token_of)

ASSESSOR, COORDINATOR, OWNER, ADMINISTRATOR = 3, 4, 8, 9
NEW = "inne trzy słowa"
gateway = None


def setUpModule():
    global gateway
    gateway = Gateway(program, ADMINISTRATORS_FOUR_EYES="true", ADMINISTRATORS_ASSUME="true")


def tearDownModule():
    status = gateway.stop()
    written = gateway.written()
    assert status == 0, written
    for personal in ("@example.pl", "Nowak", PASSWORD):
        assert personal not in written, f"the log has {personal}"


def moment(seconds):
    return (datetime.datetime.now(datetime.timezone.utc)
            + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def me(token):
    return gateway.call("GET", "/v1/me", token=token)


def person(email, role=None, region="*"):
    """(id, token) of an account that holds the role."""
    account, token = gateway.make_account(email)
    if role:
        sql(f"INSERT INTO account_role VALUES ('{account}', {role}, '{region}', now(), NULL)")
        token = gateway.sign_in(email)[2]["token"]
    return account, token


def held(token):
    return [(grant["role"], grant["region"]) for grant in me(token)[2]["roles"]]


class Grants(unittest.TestCase):
    def setUp(self):
        sql("DELETE FROM account_role")
        name = self.id().rsplit(".", 1)[1]
        self.admin, self.token = person(f"{name}-a@example.pl", ADMINISTRATOR)
        self.other, self.others = person(f"{name}-b@example.pl")

    def grant(self, role, region="*", token=None, **dates):
        return gateway.call("POST", f"/v1/accounts/{self.other}/roles",
                            {"role": role, "region": region, **dates}, token or self.token)

    def approve(self, token):
        return gateway.call("POST", f"/v1/accounts/{self.other}/roles/approve",
                            {"role": "ADMINISTRATOR", "region": "*"}, token)

    def test_a_role_begins_and_ends_on_its_days(self):
        self.assertEqual(self.grant("COORDINATOR", "30", validUntil=moment(1.5))[0], 200)
        answer = self.grant("EDITOR", validFrom=moment(1.5), validUntil=moment(3600))[2]
        self.assertEqual([g["role"] for g in answer["roles"]], ["COORDINATOR"])
        self.assertEqual([g["role"] for g in answer["waitingRoles"]], ["EDITOR"])
        self.assertEqual(held(self.others), [("COORDINATOR", "30")])
        sql("SELECT pg_sleep(2)")
        self.assertEqual(held(self.others), [("EDITOR", "*")])

    def test_dates_that_make_no_sense(self):
        for dates in ({"validUntil": moment(-5)}, {"validFrom": moment(60), "validUntil": moment(30)}):
            self.assertEqual(fields(self.grant("EDITOR", **dates)), {"validUntil": "too-early"})

    def test_the_last_administrator_does_not_get_an_end(self):
        answer = gateway.call("POST", f"/v1/accounts/{self.admin}/roles",
                              {"role": "ADMINISTRATOR", "region": "*", "validUntil": moment(60)}, self.token)
        self.assertEqual(reason(answer), "last-administrator")

    def test_a_third_administrator_takes_two(self):
        second, seconds = person("four-eyes-second@example.pl")
        path = f"/v1/accounts/{second}/roles"
        body = {"role": "ADMINISTRATOR", "region": "*"}
        answer = gateway.call("POST", path, body, self.token)[2]
        self.assertEqual(([g["role"] for g in answer["roles"]], answer["waitingRoles"]),
                         (["ADMINISTRATOR"], []), "one alone has nobody to ask")
        answer = self.grant("ADMINISTRATOR")[2]
        self.assertEqual((answer["roles"], len(answer["waitingRoles"])), ([], 1))
        self.assertEqual(gateway.call("GET", "/v1/accounts", token=self.others)[0], 403)
        self.assertEqual(self.approve(self.others)[0], 403)
        self.assertEqual(reason(self.approve(self.token)), "second-pair-of-eyes")
        self.assertEqual(self.approve(seconds)[0], 200)
        self.assertEqual(gateway.call("GET", "/v1/accounts", token=self.others)[0], 200)
        self.assertEqual(reason(self.approve(seconds)), "nothing-to-approve")
        self.assertEqual(len(self.grant("ADMINISTRATOR", validUntil=moment(3600))[2]["waitingRoles"]), 0,
                         "what works goes on working")

    def test_other_roles_take_one(self):
        self.assertEqual(self.grant("OWNER")[2]["waitingRoles"], [])


class Invitations(unittest.TestCase):
    def invite(self, token, email, role="ASSESSOR", region="30", **more):
        return gateway.call("POST", "/v1/invitations", {"email": email, "name": "Ewa Nowak", "role": role,
                                                        "region": region, **more}, token)

    def accept(self, email, **more):
        return gateway.call("POST", "/v1/invitations/accept", {"token": token_of(email), **more})

    def test_who_has_no_account_gets_one_with_the_role(self):
        _, token = person("inviting@example.pl", COORDINATOR, "30")
        self.assertEqual(self.invite(token, "guest@example.pl", validUntil=moment(3600))[0], 201)
        status, _, account = self.accept("guest@example.pl", password=NEW)
        self.assertEqual((status, account["name"], account["roles"][0]["role"]), (200, "Ewa Nowak", "ASSESSOR"))
        self.assertTrue(account["roles"][0]["validUntil"])
        self.assertEqual(gateway.sign_in("guest@example.pl", NEW)[0], 201)
        self.assertEqual(reason(self.accept("guest@example.pl", password=NEW)), "link-not-valid")

    def test_an_account_keeps_its_password_and_gets_the_role(self):
        _, token = person("inviting2@example.pl", OWNER)
        _, known = person("known-guest@example.pl")
        self.assertEqual(self.invite(token, "KNOWN-GUEST@example.pl")[0], 201)
        self.assertEqual(self.accept("KNOWN-GUEST@example.pl", password=NEW)[0], 200)
        self.assertEqual(gateway.sign_in("known-guest@example.pl")[0], 201)
        self.assertEqual(gateway.sign_in("known-guest@example.pl", NEW)[0], 401)
        self.assertEqual(held(known), [("ASSESSOR", "30")])

    def test_nobody_invites_beyond_their_reach(self):
        _, coordinator = person("reach-c@example.pl", COORDINATOR, "30")
        _, owner = person("reach-o@example.pl", OWNER)
        _, admin = person("reach-a@example.pl", ADMINISTRATOR)
        _, nobody = person("reach-n@example.pl")
        for token, role, region, status in (
                (coordinator, "ASSESSOR", "32", 403), (coordinator, "ASSESSOR", "*", 403),
                (coordinator, "COORDINATOR", "30", 403), (owner, "COORDINATOR", "30", 403),
                (owner, "ASSESSOR", "*", 201), (admin, "COORDINATOR", "32", 201),
                (admin, "ADMINISTRATOR", "*", 403), (nobody, "ASSESSOR", "30", 403)):
            self.assertEqual(self.invite(token, f"{uuid.uuid4()}@example.pl", role, region)[0], status,
                             (role, region))

    def test_staff_choose_a_password(self):
        _, admin = person("staff-inv@example.pl", ADMINISTRATOR)
        self.invite(admin, "new-staff@example.pl", "COORDINATOR", "32")
        self.assertEqual(fields(self.accept("new-staff@example.pl")), {"password": "required"})
        self.assertEqual(fields(self.accept("new-staff@example.pl", password="Warszawa2026!")),
                         {"password": "too-common"})
        self.assertEqual(self.accept("new-staff@example.pl", password=NEW)[0], 200)

    def test_invitations_are_listed_and_taken_back_within_reach(self):
        _, token = person("list-30@example.pl", COORDINATOR, "30")
        _, foreign = person("list-32@example.pl", COORDINATOR, "32")
        made = self.invite(token, "listed@example.pl")[2]
        listing = lambda who: [i["id"] for i in gateway.call(
            "GET", "/v1/invitations", token=who)[2]["invitations"]]
        self.assertIn(made["id"], listing(token))
        self.assertNotIn(made["id"], listing(foreign))
        path = "/v1/invitations/" + made["id"]
        self.assertEqual(gateway.call("DELETE", path, token=foreign)[0], 404)
        self.assertEqual(gateway.call("DELETE", path, token=token)[0], 200)
        self.assertEqual(reason(self.accept("listed@example.pl")), "link-not-valid")

    def test_many_at_once_are_invited_each_by_itself(self):
        _, token = person("many-30@example.pl", COORDINATOR, "30")
        people = [{"email": f"many-{n}@example.pl", "name": "Ewa Nowak", "role": "ASSESSOR", "region": region}
                  for n, region in enumerate(("30", "32", "30"))]
        key = {"Idempotency-Key": str(uuid.uuid4())}
        answers = [gateway.call("POST", "/v1/invitations/batch", {"invitations": people}, token, key) for _ in range(2)]
        self.assertEqual(answers[0][2], answers[1][2], "a repeat does nothing twice")
        outcomes = answers[0][2]["outcomes"]
        self.assertEqual([each["done"] for each in outcomes], [True, False, True])
        self.assertEqual(outcomes[1]["type"], "/problems/role-beyond-reach")
        self.assertEqual([letters_to(each["email"]) for each in people], [["invitation"], [], ["invitation"]])
        too_many = gateway.call("POST", "/v1/invitations/batch", {"invitations": people * 17}, token)
        self.assertEqual(fields(too_many), {"invitations": "too-many-items"})

    def test_three_a_day(self):
        _, token = person("thrice@example.pl", OWNER)
        answers = [self.invite(token, email)[0] for email in ("often@example.pl",) * 3]
        self.assertEqual(answers, [201] * 3)
        self.assertEqual(reason(self.invite(token, "Often@example.pl")), "invited-too-often")


class Programmes(unittest.TestCase):
    """Roles that are held in one programme."""

    def setUp(self):
        name = self.id().rsplit(".", 1)[1].replace("_", "-")
        self.one, self.two = str(uuid.uuid4()), str(uuid.uuid4())
        _, self.admin = person(f"{name}-a@example.pl", ADMINISTRATOR)
        self.account, self.token = person(f"{name}-b@example.pl")

    def roles(self, act="", **grant):
        body = {"role": "COORDINATOR", "region": "30", **grant}
        return gateway.call("POST", f"/v1/accounts/{self.account}/roles{act}", body, self.admin)

    def invite(self, token, region="30", **more):
        body = {"email": f"{uuid.uuid4()}@example.pl", "name": "Ewa Nowak", "role": "ASSESSOR", "region": region}
        return gateway.call("POST", "/v1/invitations", {**body, **more}, token)

    def held(self):
        return [grant["programmeId"] for grant in me(self.token)[2]["roles"]]

    def test_grants_for_programmes_and_for_all_stand_side_by_side(self):
        for programme in (self.one, self.two, ""):
            self.assertEqual(self.roles(programmeId=programme)[0], 200)
        self.assertEqual(self.held(), ["", *sorted((self.one, self.two))])
        self.assertEqual(self.roles("/revoke", programmeId=self.one)[0], 200)
        self.assertEqual(self.held(), ["", self.two])
        self.assertEqual(self.roles("/revoke")[0], 200)
        self.assertEqual(self.held(), [self.two])

    def test_a_grant_for_a_programme_has_its_days(self):
        answer = self.roles(programmeId=self.one, validFrom=moment(3600))[2]
        self.assertEqual(([], [self.one]), (answer["roles"], [g["programmeId"] for g in answer["waitingRoles"]]))
        self.assertEqual(reason(self.invite(self.token, programmeId=self.one)), "role-missing")

    def test_an_administrator_is_one_everywhere(self):
        answer = self.roles(role="ADMINISTRATOR", region="*", programmeId=self.one)
        self.assertEqual(fields(answer), {"programmeId": "everywhere-only"})

    def test_invitations_stay_in_the_programme(self):
        self.roles(programmeId=self.one)
        answer = self.invite(self.token)
        self.assertEqual((answer[0], reason(answer)), (403, "programme-not-named"))
        self.assertEqual(self.invite(self.token, programmeId=self.two)[0], 404)
        self.assertEqual(self.invite(self.token, "32", programmeId=self.one)[0], 403)
        status, _, made = self.invite(self.token, programmeId=self.one)
        self.assertEqual((status, made["programmeId"]), (201, self.one))
        foreign = [self.invite(self.admin, **more)[2]["id"] for more in ({}, {"programmeId": self.two})]
        listed = gateway.call("GET", "/v1/invitations", token=self.token)[2]["invitations"]
        self.assertEqual([each["id"] for each in listed], [made["id"]])
        gone = gateway.call("DELETE", f"/v1/invitations/{uuid.uuid4()}", token=self.token)
        for each in foreign:
            answer = gateway.call("DELETE", f"/v1/invitations/{each}", token=self.token)
            self.assertEqual((answer[0], answer[2]["type"], answer[2]["detail"]),
                             (404, gone[2]["type"], gone[2]["detail"]))
        self.assertEqual(gateway.call("DELETE", f"/v1/invitations/{made['id']}", token=self.token)[0], 200)

    def test_who_accepts_gets_the_role_there(self):
        email = f"{uuid.uuid4()}@example.pl"
        self.invite(self.admin, email=email, programmeId=self.one)
        account = gateway.call("POST", "/v1/invitations/accept", {"token": token_of(email)})[2]
        self.assertEqual([(g["role"], g["programmeId"]) for g in account["roles"]], [("ASSESSOR", self.one)])

    def test_a_token_works_in_one_programme(self):
        self.roles()
        self.roles(programmeId=self.two)
        body = {"name": "x", "days": 1, "write": True, "roles": ["COORDINATOR"], "programmeId": self.one}
        made = gateway.call("POST", "/v1/me/tokens", body, self.token)[2]
        self.assertEqual(made["description"]["programmeId"], self.one)
        self.assertEqual(self.invite(made["token"], programmeId=self.one)[0], 201)
        self.assertEqual(self.invite(made["token"], programmeId=self.two)[0], 404)
        self.assertEqual(self.invite(made["token"])[0], 403)
        listed = gateway.call("GET", "/v1/me/tokens", token=self.token)[2]["tokens"]
        self.assertEqual([each["programmeId"] for each in listed], [self.one])
        self.roles("/revoke")
        answer = gateway.call("POST", "/v1/me/tokens", body, self.token)
        self.assertEqual(fields(answer), {"roles": "not-held"})


class ByLink(unittest.TestCase):
    def ask(self, email):
        return gateway.call("POST", "/v1/sessions/link", {"email": email})

    def sign_in(self, email, **more):
        return gateway.call("POST", "/v1/sessions/by-link", {"token": token_of(email), **more})

    def test_an_assessor_without_a_password_comes_in(self):
        _, owner = person("link-owner@example.pl", OWNER)
        Invitations.invite(self, owner, "linked@example.pl")
        Invitations.accept(self, "linked@example.pl")
        self.assertEqual(gateway.sign_in("linked@example.pl", "")[0], 400)
        self.assertEqual(gateway.sign_in("linked@example.pl", "cokolwiek tutaj")[0], 401)
        self.assertEqual(self.ask("linked@example.pl")[0], 202)
        status, headers, session = self.sign_in("linked@example.pl")
        self.assertEqual((status, session["account"]["email"]), (201, "linked@example.pl"))
        self.assertIn("wlacznik_session=" + session["token"], headers["Set-Cookie"])
        self.assertEqual(reason(self.sign_in("linked@example.pl")), "link-not-valid")

    def test_only_who_is_an_assessor_and_nothing_else_gets_one(self):
        person("plain@example.pl")
        account, _ = person("both@example.pl", ASSESSOR)
        sql(f"INSERT INTO account_role VALUES ('{account}', {OWNER}, '*', now(), NULL)")
        person("yes@example.pl", ASSESSOR)
        addresses = ("plain@example.pl", "both@example.pl", "no-account@example.pl", "yes@example.pl")
        answers = [self.ask(email)[::2] for email in addresses]
        self.assertTrue(all(answer == answers[0] for answer in answers))
        self.assertEqual(["sign-in-link" in letters_to(email) for email in addresses],
                         [False, False, False, True])

    def test_who_became_staff_since_does_not_come_in_by_the_old_link(self):
        account, _ = person("risen@example.pl", ASSESSOR)
        self.ask("risen@example.pl")
        sql(f"INSERT INTO account_role VALUES ('{account}', {COORDINATOR}, '30', now(), NULL)")
        self.assertEqual(reason(self.sign_in("risen@example.pl")), "link-not-enough")


class Assuming(unittest.TestCase):
    def assume(self, token, account):
        return gateway.call("POST", f"/v1/accounts/{account}/assume", {"reason": "Zgłoszenie 17"}, token)

    def test_an_administrator_sees_and_changes_nothing(self):
        account, _ = person("seen-as@example.pl", COORDINATOR, "30")
        _, admin = person("support@example.pl", ADMINISTRATOR)
        status, _, session = self.assume(admin, account)
        self.assertEqual((status, session["account"]["assumed"]), (201, True))
        token = session["token"]
        own = me(token)[2]
        self.assertEqual((own["id"], own["assumed"]), (account, True))
        self.assertEqual(gateway.call("GET", "/v1/invitations", token=token)[0], 200)
        for verb, path, body in (
                ("POST", "/v1/invitations", {"email": "x@example.pl", "name": "X", "role": "ASSESSOR",
                                             "region": "30"}),
                ("PUT", "/v1/me/password", {"currentPassword": PASSWORD, "password": NEW}),
                ("POST", "/v1/me/tokens", {"name": "x", "days": 1})):
            answer = gateway.call(verb, path, body, token)
            self.assertEqual((answer[0], reason(answer)), (403, "outside-token-scope"), path)
        self.assertEqual(letters_to("seen-as@example.pl")[-1], "account-assumed")
        self.assertIn("Zgłoszenie 17".encode(), messages_to("seen-as@example.pl")[-1])
        self.assertIn(f'message="account assumed" by=', gateway.written())
        self.assertEqual(gateway.call("DELETE", "/v1/sessions/current", token=token)[0], 200)
        self.assertEqual(me(token)[0], 401)

    def test_nobody_else_does_and_never_as_an_administrator(self):
        account, plain = person("plain-as@example.pl")
        other, admin = person("admin-as@example.pl", ADMINISTRATOR)
        self.assertEqual(self.assume(plain, account)[0], 403)
        self.assertEqual(reason(self.assume(admin, other)), "not-of-administrators")
        self.assertEqual(self.assume(admin, str(uuid.uuid4()))[0], 404)


if __name__ == "__main__":
    program = sys.argv.pop(1)
    unittest.main()
