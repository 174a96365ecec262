"""Who did and saw what: recorded before the answer, chained, and proved unchanged."""

import concurrent.futures
import os
import subprocess
import sys
import time
import unittest

from world import PASSWORD, Gateway, sql

ADMINISTRATOR = 9
gateway = None


def setUpModule():
    global gateway
    gateway = Gateway(program, ADMINISTRATORS_ASSUME="true")


def tearDownModule():
    status = gateway.stop()
    written = gateway.written()
    assert status == 0, written
    for personal in ("@example.pl", "Nowak", PASSWORD):
        assert personal not in written, f"the log has {personal}"


def operate(*words):
    """The operators' tool; (exit code, what it said)."""
    done = subprocess.run([tool, *words], capture_output=True, text=True, env={
        **os.environ, "WLACZNIK_GATEWAY_DATABASE_URL": os.environ["WLACZNIK_TEST_DB"]})
    return done.returncode, done.stdout + done.stderr


def wait_for_chain():
    until = time.monotonic() + 20
    while sql("SELECT count(*) FROM runtime.outbox") != "0":
        assert time.monotonic() < until, "the sequencer does not come"
        time.sleep(0.05)


class Audit(unittest.TestCase):
    def setUp(self):
        name = "audit-%d" % time.monotonic_ns()
        self.admin, self.token = gateway.make_account(f"{name}-admin@example.pl", ADMINISTRATOR)
        self.other, self.others = gateway.make_account(f"{name}-other@example.pl")

    def listed(self, **wish):
        query = "&".join(f"{name}={value}" for name, value in wish.items())
        return gateway.call("GET", "/v1/audit?" + query, token=self.token)[2]["entries"]

    def test_reads_and_changes_of_staff_are_there_with_what_they_named(self):
        gateway.call("GET", f"/v1/accounts/{self.other}", token=self.token)
        gateway.call("POST", f"/v1/accounts/{self.other}/roles", {"role": "EDITOR", "region": "*"}, self.token)
        found = self.listed(objectId=self.other)
        self.assertEqual([(e["method"], e["accountId"], e["status"], e["program"]) for e in found],
                         [("gateway.GrantRole", self.admin, 0, False),
                          ("gateway.GetAccount", self.admin, 0, False)])
        self.assertEqual([e["method"] for e in self.listed(accountId=self.admin, objectId=self.other)],
                         ["gateway.ListAudit", "gateway.GrantRole", "gateway.GetAccount"],
                         "whoever looks into the audit stands in it")
        self.assertEqual(self.listed(accountId=self.other), [])

    def test_what_was_asked_for_in_vain_is_there_too(self):
        nothing = "01890a5d-ac96-774b-bcce-b302099a8057"
        gateway.call("GET", f"/v1/accounts/{nothing}", token=self.token)
        self.assertEqual([e["status"] for e in self.listed(objectId=nothing)], [5])

    def test_of_people_without_a_role_only_their_way_in(self):
        gateway.call("GET", "/v1/me", token=self.others)
        gateway.call("GET", "/v1/me/sessions", token=self.others)
        gateway.call("POST", "/v1/me/tokens", {"name": "x", "days": 1}, self.others)
        self.assertEqual([e["method"] for e in self.listed(accountId=self.other)], ["gateway.MakeToken"])

    def test_looking_as_somebody_else_names_both(self):
        path = f"/v1/accounts/{self.other}/assume"
        token = gateway.call("POST", path, {"reason": "Zgłoszenie 17"}, self.token)[2]["token"]
        gateway.call("GET", "/v1/me", token=token)
        found = self.listed(accountId=self.other)
        self.assertEqual([(e["method"], e["assumedBy"]) for e in found], [("gateway.GetMe", self.admin)])

    def test_pages_go_back_in_time(self):
        for _ in range(7):
            gateway.call("GET", f"/v1/accounts/{self.other}", token=self.token)
        seen, cursor = [], ""
        while True:
            page = gateway.call("GET", f"/v1/audit?objectId={self.other}&limit=3&cursor={cursor}",
                                token=self.token)[2]
            seen += [entry["id"] for entry in page["entries"]]
            cursor = page["nextCursor"]
            if not cursor:
                break
        self.assertEqual((len(seen), seen), (7, sorted(set(seen), reverse=True)))
        about, by = f"object_ids @> ARRAY['{self.other}'::uuid]", f"account_id = '{self.admin}'"
        for asked, where in (("", "true"), (f"&objectId={self.other}", about), (f"&accountId={self.admin}", by),
                             (f"&objectId={self.other}&accountId={self.admin}", f"{about} AND {by}"),
                             (f"&objectId={self.other}&accountId={self.other}", "false")):
            wanted = int(sql("SELECT count(*) FROM audit_entry WHERE " + where))
            page = gateway.call("GET", "/v1/audit?limit=1&total=true" + asked, token=self.token)[2]
            self.assertEqual((page["total"], page["totalIsMore"]), (wanted, False), asked)

    def test_many_at_once_are_all_there(self):
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            statuses = list(pool.map(lambda _: gateway.call(
                "GET", f"/v1/accounts/{self.other}", token=self.token)[0], range(160)))
        self.assertEqual(set(statuses), {200})
        self.assertEqual(sql(f"SELECT count(*) FROM audit_entry WHERE '{self.other}' = ANY (object_ids)"), "160")

    def test_only_administrators_read_it(self):
        self.assertEqual(gateway.call("GET", "/v1/audit", token=self.others)[0], 403)

    def test_what_cannot_be_recorded_is_not_answered(self):
        sql("ALTER TABLE audit_entry ADD CONSTRAINT never CHECK (false) NOT VALID")
        try:
            status, _, problem = gateway.call("GET", f"/v1/accounts/{self.other}", token=self.token)
        finally:
            sql("ALTER TABLE audit_entry DROP CONSTRAINT never")
        self.assertEqual((status, problem["type"]), (503, "/problems/audit-unavailable"))
        self.assertNotIn("other@example.pl", str(problem))
        self.assertEqual(gateway.call("GET", f"/v1/accounts/{self.other}", token=self.token)[0], 200)


class Proof(unittest.TestCase):
    def setUp(self):
        _, token = gateway.make_account("proof-%d@example.pl" % time.monotonic_ns(), ADMINISTRATOR)
        for _ in range(5):
            gateway.call("GET", "/v1/accounts", token=token)
        wait_for_chain()

    def broken(self, change, back):
        sql(change)
        try:
            return operate("audit", "verify")
        finally:
            sql(back)

    def test_an_untouched_audit_is_proved(self):
        code, said = operate("audit", "verify")
        self.assertEqual(code, 0, said)
        self.assertRegex(said, r"^\d+ entries, each as the hash chain tells it; 0 wait")
        rows = sql("SELECT count(*) FROM audit_entry")
        self.assertTrue(said.startswith(rows + " "), (rows, said))

    def test_a_changed_entry_is_found(self):
        one = "id = (SELECT max(id::text)::uuid FROM audit_entry)"
        code, said = self.broken(f"UPDATE audit_entry SET status = status + 1 WHERE {one}",
                                 f"UPDATE audit_entry SET status = status - 1 WHERE {one}")
        self.assertEqual(code, 1)
        self.assertIn("was changed or taken out", said)

    def test_an_entry_that_nobody_made_is_found(self):
        extra = "'01890a5d-ac96-774b-bcce-b302099a8057'"
        code, said = self.broken(f"INSERT INTO audit_entry VALUES ({extra}, now(), {extra}, NULL, false, 'x', '{{}}', 0)",
                                 f"DELETE FROM audit_entry WHERE id = {extra}")
        self.assertEqual((code, "the log tells of" in said), (1, True), said)

    def test_a_changed_chain_is_found(self):
        flip = ("UPDATE runtime.log SET payload = set_byte(payload, 3, get_byte(payload, 3) # 1) "
                "WHERE region = 'audit' AND sequence = 2")
        code, said = self.broken(flip, flip)
        self.assertEqual((code, "breaks at event 2" in said), (1, True), said)

    def test_the_root_of_a_day_is_the_hash_of_its_last_entry(self):
        code, said = operate("audit", "roots")
        self.assertEqual(code, 0, said)
        last = sql("SELECT sequence || ' ' || encode(hash, 'hex') FROM runtime.log WHERE region = 'audit' "
                   "ORDER BY sequence DESC LIMIT 1")
        self.assertEqual(said.strip().split("\n")[-1].split(" ", 1)[1], last)


if __name__ == "__main__":
    program, tool = sys.argv.pop(1), sys.argv.pop(1)
    unittest.main()
