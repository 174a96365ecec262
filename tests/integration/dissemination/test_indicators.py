"""What a programme is to reach: targets, what is counted, what is entered, who sees what."""
import csv
import datetime
import io
import sys
import unittest
import uuid
import zoneinfo

from world import COORDINATOR, EDITOR, OWNER, World, complete, sql

TODAY = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Warsaw")).date()


def day(days):
    return (TODAY + datetime.timedelta(days)).isoformat()


def indicator(measure, target, name="Wskaźnik", **more):
    """From two years ago to two years ahead: half of the target is expected by now."""
    return {"name": {"pl": name}, "kind": "RESULT_INDICATOR", "measure": measure, "target": str(target),
            "startsOn": day(-730), "dueOn": day(730), **more}


class Indicators(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(*cls.programs)
        cls.owner = cls.world.account("wlasciciel@example.org", OWNER)
        cls.editor = cls.world.account("redakcja@example.org", EDITOR)
        cls.coordinator = cls.world.account("koordynator@example.org", COORDINATOR)

    @classmethod
    def tearDownClass(cls):
        assert cls.world.stop() == 0

    def setUp(self):
        self.programme = str(uuid.uuid4())

    def add(self, text):
        return self.world.must("POST", "/v1/programmes/%s/indicators" % self.programme, {"text": text}, self.owner)

    def listed(self):
        return self.world.must("GET", "/v1/programmes/%s/indicators" % self.programme, token=self.owner)["indicators"]

    def refused(self, verb, path, body, token=None):
        answer = self.world.ask(verb, path, body, token or self.owner)
        return answer.status, [error["field"] for error in answer.json.get("errors", [])] or answer.json["type"]

    # ---- what is counted, on real rows ----

    def call(self):
        call = str(uuid.uuid4())
        sql("INSERT INTO call_programme VALUES ('%s', '%s')" % (call, self.programme), "dissemination")
        return call

    def come_to(self, call, steps, region="30", kind="1", at="now()", application=None):
        application = application or str(uuid.uuid4())
        for step in range(1, steps + 1):
            sql("INSERT INTO funnel VALUES ('%s', %d, '%s', %s, %s, %s)" % (
                application, step, call, at, "'%s'" % region if region else "NULL", kind if step == 1 else "NULL"),
                "dissemination")
        return application

    def publish(self, call, application, title, region="30"):
        entry = self.world.draft(title, region)
        sql("UPDATE entry SET call_id = '%s', application_id = '%s' WHERE id = '%s'" % (call, application, entry),
            "dissemination")
        self.world.must("PUT", "/v1/entries/" + entry, {"version": 1, "text": complete(title)}, self.editor)
        return self.world.must("POST", "/v1/entries/%s/publish" % entry, {"version": 2}, self.editor)

    def adopt(self, slug, place, people=0):
        plan = {"institution": "Gmina", "place": place, "startedOn": "2026-09-01"}
        adoption = self.world.must("POST", "/v1/catalogue/%s/adoptions" % slug, {"plan": plan}, self.coordinator)
        path = "/v1/adoptions/%s/" % adoption["id"]
        started = self.world.must("POST", path + "move", {"version": 1, "state": "STARTED"}, self.coordinator)
        if people:
            self.world.must("POST", path + "reports", {"version": started["version"], "outcome": "WORKED", "text": "x",
                                                       "people": people}, self.coordinator)

    def test_each_measure_counts_what_it_says(self):
        call = self.call()
        self.come_to(self.call_of_another_programme(), 4)
        for _ in range(3):
            self.come_to(call, 1, "32", "3")
        self.come_to(call, 2)
        self.come_to(call, 1, None, "NULL", "NULL")  # from before anybody noted when, where and whose
        first, second = self.come_to(call, 4, kind="3"), self.come_to(call, 4)
        slug = self.publish(call, first, "Pierwsza")["slug"]
        gone = self.publish(call, second, "Wycofana")
        self.adopt(slug, "3021104", 40)
        self.adopt(slug, "3064", 2)
        self.adopt(slug, "14")
        self.adopt(gone["slug"], "02", 100)
        self.world.must("POST", "/v1/policies", {"slug": slug, "text": {
            "document": "Strategia", "institution": "Gmina", "level": "NATIONAL", "status": "IN_FORCE"}}, self.editor)
        self.world.must("POST", "/v1/entries/%s/withdraw" % gone["id"], {"version": 3, "reason": "x"}, self.editor)
        wanted = {"IDEAS": 7, "FORMAL": 3, "FUNDED": 2, "TESTED": 2, "CATALOGUE": 1, "ADOPTED": 1, "IN_POLICY": 1,
                  "ADOPTIONS": 3, "PEOPLE": 42, "VOIVODESHIPS": 2}
        for name, count in wanted.items():
            found = self.add(indicator("MEASURE_" + name, 4000))
            self.assertEqual((name, found["actual"], found["asOf"]), (name, str(100 * count), TODAY.isoformat()))
        narrowed = [
            ({"measure": "MEASURE_IDEAS", "applicantType": "NGO"}, 400), ({"measure": "MEASURE_IDEAS", "region": "30"}, 300),
            ({"measure": "MEASURE_TESTED", "applicantType": "NGO", "region": "30"}, 100),
            ({"measure": "MEASURE_CATALOGUE", "applicantType": "PERSON"}, 0),
            ({"measure": "MEASURE_ADOPTED", "applicantType": "NGO"}, 100),
            ({"measure": "MEASURE_ADOPTIONS", "region": "30"}, 200), ({"measure": "MEASURE_PEOPLE", "region": "14"}, 0),
            ({"measure": "MEASURE_IDEAS", "applicantType": "NGO", "shareOf": "MEASURE_IDEAS"}, 5714),
            ({"measure": "MEASURE_CATALOGUE", "shareOf": "MEASURE_TESTED"}, 5000),
        ]
        for changes, actual in narrowed:
            found = self.add({**indicator("MEASURE_IDEAS", 9000), **changes})
            self.assertEqual((changes, found["actual"]), (changes, str(actual)))
        self.assertEqual({found["undated"] for found in self.listed() if found["text"]["measure"] == "MEASURE_IDEAS"}, {1})
        self.assertEqual(len(self.listed()), len(wanted) + len(narrowed))

    def call_of_another_programme(self):
        call = str(uuid.uuid4())
        sql("INSERT INTO call_programme VALUES ('%s', '%s')" % (call, uuid.uuid4()), "dissemination")
        return call

    def test_where_it_stands(self):
        call = self.call()
        for days in (400, 400, 5):
            self.come_to(call, 1, at="now() - interval '%d days'" % days)
        found = self.add(indicator("MEASURE_IDEAS", 1000))
        self.assertEqual((found["actual"], found["expected"], found["progress"], found["standing"]),
                         ("300", "500", 3000, "BEHIND"))
        self.assertEqual([found["points"][0]["value"], found["points"][-1]], ["0", {"on": TODAY.isoformat(), "value": "300"}])
        self.assertEqual([point["value"] for point in found["points"] if point["on"] < day(-40)][-1], "200")
        self.assertEqual(self.add(indicator("MEASURE_IDEAS", 600))["standing"], "ON_TRACK")
        self.assertEqual(self.add(indicator("MEASURE_IDEAS", 300))["standing"], "TARGET_REACHED")
        self.assertEqual(self.add(indicator("MEASURE_IDEAS", 1000, dueOn=day(-1)))["standing"], "TARGET_MISSED")
        steep = self.add(indicator("MEASURE_IDEAS", 1000, milestones=[{"dueOn": day(-10), "value": "100"}]))
        self.assertEqual((steep["standing"], steep["expected"]), ("ON_TRACK", "100"))

    # ---- what is entered ----

    def test_entered_values_and_their_history(self):
        text = indicator("MEASURE_ENTERED", 50000, "Zadowolenie", unit={"pl": "osoby", "en": "people"},
                         definition={"pl": "Liczymy ankiety z oceną 4 albo 5."})
        found = self.add(text)
        self.assertEqual((found["standing"], found["points"]), ("NO_VALUE_YET", []))
        path = "/v1/indicators/%s/" % found["id"]

        def record(value, on, source):
            return self.world.must("POST", path + "values", {"value": str(value), "on": on, "source": source}, self.owner)

        record(41000, day(-200), "Ankieta 1")
        record(12000, day(-20), "Ankieta 2, z błędem")
        found = record(22050, day(-20), "Ankieta 2")
        self.assertEqual((found["actual"], found["asOf"], found["source"], found["standing"]),
                         ("22050", day(-20), "Ankieta 2", "BEHIND"))
        self.assertEqual([point["value"] for point in found["points"]], ["41000", "22050"])
        late = record(40000, day(-100), "Znalezione później")  # an earlier day: the newest stays
        self.assertEqual((late["actual"], len(late["points"])), ("22050", 3))
        for body, wrong in (({"value": "1", "on": day(1), "source": "x"}, ["on"]), ({"value": "1", "on": day(0)}, ["source"]),
                            ({"value": "-1", "on": day(0), "source": "x"}, ["value"])):
            self.assertEqual(self.refused("POST", path + "values", body), (400, wrong))
        counted = self.add(indicator("MEASURE_IDEAS", 500))
        self.assertEqual(self.refused("POST", "/v1/indicators/%s/values" % counted["id"], {
            "value": "1", "on": day(0), "source": "x"}), (400, "/problems/indicator-is-counted"))
        history = self.world.must("GET", path + "history", token=self.owner)
        self.assertEqual([(one["source"], one["replaced"]) for one in history["records"]],
                         [("Znalezione później", False), ("Ankieta 2", False), ("Ankieta 2, z błędem", True), ("Ankieta 1", False)])

    def test_a_changed_target_leaves_the_old_one_in_the_history(self):
        found = self.add(indicator("MEASURE_IDEAS", 500))
        path = "/v1/indicators/" + found["id"]
        changed = self.world.must("PUT", path, {"version": 1, "text": indicator("MEASURE_IDEAS", 400), "reason": "Aneks 2"},
                                  self.owner)
        self.assertEqual((changed["version"], changed["text"]["target"]), ("2", "400"))
        self.assertEqual(self.refused("PUT", path, {"version": 2, "text": indicator("MEASURE_IDEAS", 300)}), (400, ["reason"]))
        self.assertEqual(self.refused("PUT", path, {"version": 1, "text": indicator("MEASURE_IDEAS", 300), "reason": "x"})[0], 409)
        entered = indicator("MEASURE_ENTERED", 300, unit={"pl": "x"}, definition={"pl": "x"})
        self.assertEqual(self.refused("PUT", path, {"version": 2, "text": entered, "reason": "x"}), (400, ["text.measure"]))
        self.world.must("PUT", path, {"version": 2, "text": indicator("MEASURE_IDEAS", 400), "reason": "Pomyłka",
                                      "withdrawn": True}, self.owner)
        self.assertEqual(self.listed(), [])
        history = self.world.must("GET", path + "/history", token=self.owner)["versions"]
        self.assertEqual([(one["version"], one["reason"], one["withdrawn"], one["text"]["target"]) for one in history],
                         [("3", "Pomyłka", True, "400"), ("2", "Aneks 2", False, "400"), ("1", "", False, "500")])
        self.assertEqual(self.refused("PUT", path, {"version": 3, "text": indicator("MEASURE_IDEAS", 400), "reason": "x"})[0], 404)

    def test_what_is_refused_says_which_field(self):
        path = "/v1/programmes/%s/indicators" % self.programme
        self.assertEqual(self.refused("POST", path, {"text": {}}), (400, [
            "text.name", "text.kind", "text.measure", "text.target", "text.startsOn", "text.dueOn"]))
        bad = indicator("MEASURE_ADOPTIONS", 550, applicantType="NGO", shareOf="MEASURE_IDEAS")
        self.assertEqual(self.refused("POST", path, {"text": bad}), (400, ["text.applicantType", "text.shareOf"]))
        for _ in range(60):
            self.add(indicator("MEASURE_IDEAS", 500))
        self.assertEqual(self.refused("POST", path, {"text": indicator("MEASURE_IDEAS", 500)}),
                         (400, "/problems/too-many-indicators"))

    # ---- who sees what ----

    def test_readers_see_what_is_public(self):
        shown = self.add(indicator("MEASURE_IN_POLICY", 500, "Zqjawny", isPublic=True))
        hidden = self.add(indicator("MEASURE_IDEAS", 500, "Zqukryty"))
        for token in (None, self.editor, self.coordinator):
            self.assertEqual(self.world.get("/v1/programmes/%s/indicators" % self.programme, token).status,
                             403 if token else 401)
            self.assertEqual(self.world.get("/v1/indicators/%s/history" % shown["id"], token).status, 403 if token else 401)
        seen = self.world.must("GET", "/v1/indicators?programmeId=" + self.programme)["indicators"]
        self.assertEqual([one["id"] for one in seen], [shown["id"]])
        self.assertIn(shown["id"], [one["id"] for one in self.world.must("GET", "/v1/indicators")["indicators"]])
        table = self.world.get("/data/indicators.csv?programmeId=" + self.programme)
        self.assertEqual(table.headers["content-type"], "text/csv; charset=utf-8")
        rows = list(csv.DictReader(io.StringIO(table.text)))
        self.assertEqual([(row["name"], row["target"], row["actual"], row["standing"]) for row in rows],
                         [("Zqjawny", "5.00", "0.00", "BEHIND")])
        page = self.world.get("/impact?programmeId=" + self.programme).text
        self.assertIn("Zqjawny", page)
        for text in (page, table.text, self.world.get("/v1/indicators").text):
            self.assertNotIn("Zqukryty", text)
        self.assertEqual(len(self.listed()), 2)
        self.assertNotEqual(hidden["id"], shown["id"])


if __name__ == "__main__":
    Indicators.programs = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
