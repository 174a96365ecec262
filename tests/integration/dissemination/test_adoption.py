"""From interest to policy: adoptions, lineage, reports, policy records, numbers."""
import sys
import unittest
import uuid

from world import EDITOR, OWNER, World, complete, sql


def plan(institution="Gmina Kórnik", place="3021104", **more):
    return {"institution": institution, "place": place, "startedOn": "2026-09-01", "scale": "Trzy ławki",
            "changed": "Dyżury też w soboty", "contact": "Jan, 600 000 000", **more}


class Adoption(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(*cls.programs)
        cls.editor = cls.world.account("redakcja@example.org", EDITOR)
        cls.owner = cls.world.account("wlasciciel@example.org", OWNER)
        cls.kornik = cls.world.account("kornik@example.org")
        cls.other = cls.world.account("inna@example.org")

    @classmethod
    def tearDownClass(cls):
        assert cls.world.stop() == 0

    def publish(self, title):
        entry = self.world.draft(title)
        self.world.must("PUT", "/v1/entries/" + entry, {"version": 1, "text": complete(title)}, self.editor)
        return self.world.must("POST", "/v1/entries/%s/publish" % entry, {"version": 2}, self.editor)

    def declare(self, slug, token=None, parent="", **more):
        return self.world.must("POST", "/v1/catalogue/%s/adoptions" % slug,
                               {"plan": plan(**more), "parentId": parent}, token or self.kornik)

    def act(self, adoption, what, body, token=None):
        return self.world.ask("POST", "/v1/adoptions/%s/%s" % (adoption["id"], what),
                              {"version": adoption["version"], **body}, token or self.kornik)

    def move(self, adoption, state, token=None):
        answer = self.act(adoption, "move", {"state": state}, token)
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json

    def started(self, slug, **more):
        return self.move(self.declare(slug, **more), "STARTED")

    def get(self, path, token=None):
        return self.world.must("GET", path, token=token)

    # ---- adoptions ----

    def test_the_way_of_an_adoption(self):
        slug = self.publish("Droga wdrożenia")["slug"]
        adoption = self.declare(slug)
        self.assertEqual(adoption["state"], "INTERESTED")
        early = self.act(adoption, "reports", {"outcome": "WORKED", "text": "Działa."})
        self.assertEqual((early.status, early.json["type"]), (400, "/problems/adoption-not-started"))
        adoption = self.move(adoption, "IN_TALKS", self.editor)
        self.assertEqual(self.act(adoption, "move", {"state": "CONTINUING"}).json["type"],
                         "/problems/adoption-not-in-that-state")
        adoption = self.move(adoption, "STARTED")
        self.world.until(lambda: self.get("/v1/catalogue/" + slug)["reach"] == "ADOPTED")
        found = self.get("/v1/catalogue?reaches=ADOPTED&query=droga")["entries"]
        self.assertEqual([entry["slug"] for entry in found], [slug])
        reported = self.act(adoption, "reports", {"outcome": "WORKED_PARTLY", "people": 40, "text": "Zimą pusto.",
                                                  "thanks": "Dziękujemy za pomysł!"})
        self.assertEqual((reported.status, reported.json["reports"]), (200, 1))
        stopped = self.move(reported.json, "STOPPED")
        self.world.until(lambda: len(self.get("/v1/catalogue/%s/impact" % slug)["items"]) == 3)
        feed = self.get("/v1/catalogue/%s/impact" % slug)["items"]
        self.assertEqual([item["kind"] for item in feed], ["WAS_STOPPED", "WAS_REPORTED", "WAS_ADOPTED"])
        self.assertEqual((feed[1]["thanks"], feed[1]["people"], feed[1]["outcome"]),
                         ("Dziękujemy za pomysł!", 40, "WORKED_PARTLY"))
        self.assertEqual(self.act(adoption, "move", {"state": "STARTED"}).status, 409)  # an older version
        self.assertEqual(self.move(stopped, "STARTED")["state"], "STARTED")

    def test_only_ones_own(self):
        slug = self.publish("Cudze wdrożenie")["slug"]
        adoption = self.started(slug)
        for what, body in (("move", {"state": "STOPPED"}), ("reports", {"outcome": "WORKED", "text": "x"})):
            self.assertEqual(self.act(adoption, what, body, self.other).status, 404)
            self.assertEqual(self.world.ask("POST", "/v1/adoptions/%s/%s" % (adoption["id"], what), body).status, 401)
        change = {"version": adoption["version"], "plan": plan(scale="Pięć ławek")}
        self.assertEqual(self.world.ask("PUT", "/v1/adoptions/" + adoption["id"], change, self.other).status, 404)
        self.assertEqual(self.world.ask("PUT", "/v1/adoptions/" + adoption["id"], change, self.editor).status, 404)
        changed = self.world.must("PUT", "/v1/adoptions/" + adoption["id"], change, self.kornik)
        self.assertEqual(changed["plan"]["scale"], "Pięć ławek")
        mine = [one["id"] for one in self.get("/v1/me/adoptions", self.kornik)["adoptions"]]
        self.assertIn(adoption["id"], mine)
        self.assertEqual(self.get("/v1/me/adoptions", self.other)["adoptions"], [])
        self.assertIn(adoption["id"], [one["id"] for one in self.get("/v1/adoptions", self.owner)["adoptions"]])
        self.assertEqual(self.world.get("/v1/adoptions", self.kornik).status, 403)

    def test_lineage_is_a_tree_and_names_who_wants_it(self):
        slug = self.publish("Drzewo")["slug"]
        first = self.started(slug, institution="Gmina A", place="3021104", namedInPublic=True)
        second = self.started(slug, institution="Gmina B", place="146501")
        child = self.started(slug, institution="Gmina C", place="3064", parent=first["id"], namedInPublic=True)
        grandchild = self.started(slug, institution="Gmina D", place="32", parent=child["id"])
        self.declare(slug, institution="Tylko zainteresowana", namedInPublic=True)
        self.world.until(lambda: len(self.get("/v1/catalogue/%s/lineage" % slug)["nodes"]) == 4)
        nodes = self.get("/v1/catalogue/%s/lineage" % slug)["nodes"]
        self.assertEqual([(node["id"], node["parentId"], node["depth"]) for node in nodes], [
            (first["id"], "", 0), (child["id"], first["id"], 1), (grandchild["id"], child["id"], 2), (second["id"], "", 0)])
        self.assertEqual([(node["institution"], node["place"]) for node in nodes],
                         [("Gmina A", "3021"), ("Gmina C", "3064"), ("", "32"), ("", "14")])
        shown = self.world.get("/v1/catalogue/%s/lineage" % slug).text + self.world.get(
            "/v1/catalogue/%s/impact" % slug).text
        for hidden in ("Gmina B", "Gmina D", "600 000", "Tylko zain"):
            self.assertNotIn(hidden, shown)
        elsewhere = self.publish("Inne drzewo")["slug"]
        for parent in (first["id"], str(uuid.uuid4())):
            wrong = self.world.ask("POST", "/v1/catalogue/%s/adoptions" % elsewhere,
                                   {"plan": plan(), "parentId": parent}, self.kornik)
            self.assertEqual([error["field"] for error in wrong.json["errors"]], ["parentId"])
        self.assertEqual(self.world.get("/v1/catalogue/nie-ma/lineage").status, 404)
        self.assertEqual(self.world.get("/v1/catalogue/nie-ma/impact").status, 404)

    def test_bad_plans_are_refused(self):
        slug = self.publish("Zły plan")["slug"]
        wrong = self.world.ask("POST", "/v1/catalogue/%s/adoptions" % slug, {"plan": {"place": "99", "startedOn": "jutro"}},
                               self.kornik)
        self.assertEqual({error["field"] for error in wrong.json["errors"]},
                         {"plan.institution", "plan.place", "plan.startedOn"})

    # ---- policy ----

    def test_policy_counts_once_it_is_in_force(self):
        entry = self.publish("Polityka")
        text = {"document": "Strategia 2030", "institution": "Gmina A", "level": "LOCAL", "place": "3021104",
                "status": "PROPOSED", "url": "https://example.org/strategia.pdf", "proposedOn": "2026-05-01"}
        for token, status in ((None, 401), (self.kornik, 403)):
            self.assertEqual(self.world.ask("POST", "/v1/policies", {"slug": entry["slug"], "text": text}, token).status,
                             status)
        policy = self.world.must("POST", "/v1/policies", {"slug": entry["slug"], "text": text}, self.editor)
        query = "/v1/impact?call_id=" + self.get("/v1/catalogue/" + entry["slug"])["callId"]
        query = query.replace("call_id", "callId")

        def in_force():
            counts = {one["status"]: one["innovations"] for one in self.get(query)["policies"]}
            return counts.get("IN_FORCE", 0)

        self.assertEqual(in_force(), 0)
        text = {**text, "status": "IN_FORCE", "inForceOn": "2026-11-01"}
        policy = self.world.must("PUT", "/v1/policies/" + policy["id"], {"version": 1, "text": text}, self.owner)
        self.world.until(lambda: in_force() == 1)
        self.assertEqual(self.get("/v1/catalogue/" + entry["slug"])["reach"], "IN_POLICY")
        funnel = {one["step"]: one for one in self.get(query)["funnel"]}
        self.assertEqual(len(funnel), 7)
        self.assertEqual((funnel["FUNNEL_DISSEMINATED"]["count"], funnel["FUNNEL_IN_POLICY"]["count"]), (1, 1))
        self.assertEqual([one["kind"] for one in self.get("/v1/catalogue/%s/impact" % entry["slug"])["items"]],
                         ["CAME_INTO_FORCE"])
        listed = self.get("/v1/policies?slug=%s&status=IN_FORCE" % entry["slug"])["policies"]
        self.assertEqual([one["text"]["document"] for one in listed], ["Strategia 2030"])
        # It expired: it counts no more.
        self.world.must("PUT", "/v1/policies/" + policy["id"], {"version": 2, "text": {**text, "status": "EXPIRED"}},
                        self.owner)
        self.world.until(lambda: in_force() == 0)
        wrong = self.world.ask("POST", "/v1/policies", {"slug": entry["slug"], "text": {**text, "level": "NATIONAL"}},
                               self.editor)
        self.assertEqual([error["field"] for error in wrong.json["errors"]], ["text.place"])

    # ---- numbers ----

    def test_places_and_months(self):
        entry = self.publish("Mapa")
        self.started(entry["slug"], place="3021104", namedInPublic=True)
        self.started(entry["slug"], place="3064", namedInPublic=False)
        self.started(entry["slug"], place="14")
        query = "/v1/impact?callId=" + self.get("/v1/catalogue/" + entry["slug"])["callId"]
        self.world.until(lambda: sum(one["adoptions"] for one in self.get(query)["places"]) == 4)
        impact = self.get(query)
        self.assertEqual([(one["place"], one["adoptions"]) for one in impact["places"]],
                         [("14", 1), ("30", 2), ("3021", 1)])
        self.assertEqual([(one["published"], one["adopted"]) for one in impact["months"]], [(1, 3)])
        self.assertEqual(self.get("/v1/impact?programmeId=" + str(uuid.uuid4()))["places"], [])

    def test_a_withdrawn_innovation_counts_no_more(self):
        entry = self.publish("Wycofana z mapy")
        self.started(entry["slug"])
        query = "/v1/impact?callId=" + self.get("/v1/catalogue/" + entry["slug"])["callId"]
        self.world.until(lambda: self.get(query)["places"])
        self.world.must("POST", "/v1/entries/%s/withdraw" % entry["id"], {"version": 3, "reason": "x"}, self.editor)
        self.world.until(lambda: not self.get(query)["places"], 5)
        self.assertEqual(self.world.get("/v1/catalogue/%s/lineage" % entry["slug"]).status, 404)
        self.assertEqual(self.world.get("/v1/catalogue/%s/impact" % entry["slug"]).status, 404)

    def test_events_carry_no_names(self):
        slug = self.publish("Bez nazwisk")["slug"]
        adoption = self.started(slug, institution="Zqinstytucja", contact="Zqkontakt")
        self.act(adoption, "reports", {"outcome": "WORKED", "text": "Zqtekst", "thanks": "Zqdzieki"})
        self.world.until(lambda: sql("SELECT count(*) FROM runtime.log WHERE aggregate = '%s'" % adoption["id"],
                                     "dissemination") == "3")
        self.assertEqual(sql("SELECT count(*) FROM runtime.log WHERE position ('Zq'::bytea in payload) > 0",
                             "dissemination"), "0")


if __name__ == "__main__":
    Adoption.programs = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
