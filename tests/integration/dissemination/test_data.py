"""Open data out, another library's entries in."""
import csv
import io
import sys
import unittest

from world import EDITOR, SITE, World, complete


class Data(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(*cls.programs)
        cls.editor = cls.world.account("redakcja@example.org", EDITOR)
        cls.adopter = cls.world.account("gmina@example.org")

    @classmethod
    def tearDownClass(cls):
        assert cls.world.stop() == 0

    def publish(self, entry, title, version=1, **text):
        self.world.must("PUT", "/v1/entries/" + entry, {"version": version, "text": complete(title, **text)}, self.editor)
        return self.world.must("POST", "/v1/entries/%s/publish" % entry, {"version": version + 1}, self.editor)

    def table(self, name):
        answer = self.world.get("/data/" + name)
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, "text/csv; charset=utf-8"))
        self.assertEqual(answer.headers["content-disposition"], 'attachment; filename="%s"' % name)
        return list(csv.DictReader(io.StringIO(answer.text)))

    def test_the_catalogue_as_a_table_and_whole(self):
        entry = self.publish(self.world.draft("x"), "=HYPERLINK(\"evil\")", themes=["zdrowie", "praca"])
        rows = {}
        self.world.until(lambda: rows.update({row["id"]: row for row in self.table("catalogue.csv")}) or entry["id"] in rows)
        row = rows[entry["id"]]
        self.assertEqual((row["title"], row["themes"], row["url"]), ("'=HYPERLINK(\"evil\")", "zdrowie praca",
                                                                    SITE + "/catalogue/" + entry["slug"]))
        whole = {}
        self.world.until(lambda: whole.update({one["id"]: one for one in self.world.must(
            "GET", "/data/catalogue.json")["entries"]}) or entry["id"] in whole)
        self.assertEqual(whole[entry["id"]]["text"]["title"], "=HYPERLINK(\"evil\")")
        self.assertEqual(self.world.must("GET", "/data/catalogue.json?fromId=" + "f" * 8 + "-ffff-7fff-bfff-ffffffffffff"),
                         {"entries": [], "nextFromId": ""})

    def test_adoptions_name_who_wants_it_and_hide_small_numbers(self):
        slug = self.publish(self.world.draft("x"), "Otwarte wdrożenia")["slug"]
        for institution, named, people in (("Gmina Jawna", True, 40), ("Gmina Skryta", False, 3)):
            adoption = self.world.must("POST", "/v1/catalogue/%s/adoptions" % slug, {"plan": {
                "institution": institution, "place": "3021104", "namedInPublic": named, "contact": "600"}}, self.adopter)
            path = "/v1/adoptions/" + adoption["id"]
            self.world.must("POST", path + "/move", {"version": 1, "state": "STARTED"}, self.adopter)
            self.world.must("POST", path + "/reports", {"version": 2, "outcome": "WORKED", "people": people, "text": "x"},
                            self.adopter)
        self.world.until(lambda: [row["people"] for row in self.table("adoptions.csv")] == ["40", "<5"])
        rows = self.table("adoptions.csv")
        self.assertEqual([(row["institution"], row["place"], row["state"]) for row in rows],
                         [("Gmina Jawna", "3021", "STARTED"), ("", "30", "STARTED")])

    def test_what_data_there_is(self):
        answer = self.world.get("/data/dcat.jsonld")
        self.assertEqual(answer.headers["content-type"], "application/ld+json")
        catalogue = answer.json
        self.assertEqual(catalogue["@type"], "dcat:Catalog")
        for name in ("dct:title", "dct:description", "dct:publisher", "dcat:dataset"):
            self.assertIn(name, catalogue)
        for dataset in catalogue["dcat:dataset"]:
            for name in ("dct:title", "dct:description", "dcat:contactPoint", "dcat:distribution", "dcat:theme"):
                self.assertIn(name, dataset)
            for file in dataset["dcat:distribution"]:
                path = file["dcat:accessURL"]["@id"].removeprefix(SITE)
                answer = self.world.get(path)
                if path.startswith("/data/calls"):  # intake is not here to be asked; tests/journey has it
                    self.assertEqual(answer.status, 503, path)
                    continue
                self.assertEqual(answer.status, 200, path)
                self.assertTrue(file["dcat:mediaType"]["@id"].endswith(answer.headers["content-type"].split(";")[0]))

    def test_entries_of_another_library(self):
        body = {"source": "https://inna.example.org/", "region": "30", "entries": [
            {"sourceId": "17", "text": {"title": "Z innej biblioteki", "summary": "Streszczenie."}},
            {"sourceId": "18", "text": {"title": "Druga", "summary": "Streszczenie."}}]}
        for token, status in ((None, 401), (self.adopter, 403)):
            self.assertEqual(self.world.ask("POST", "/v1/entries/import", body, token).status, status)
        taken = self.world.must("POST", "/v1/entries/import", body, self.editor)
        self.assertEqual((len(taken["drafts"]), taken["takenBefore"]), (2, 0))
        again = self.world.must("POST", "/v1/entries/import", body, self.editor)
        self.assertEqual((again["drafts"], again["takenBefore"]), ([], 2))
        draft = taken["drafts"][0]
        self.assertEqual((draft["state"], draft["version"]), ("ENTRY_DRAFT", "1"))
        published = self.publish(draft["id"], "Z innej biblioteki")
        self.world.until(lambda: self.world.get("/v1/catalogue/" + published["slug"]).status == 200)
        # What we give away, we take back: an export is an import.
        whole = self.world.must("GET", "/data/catalogue.json")["entries"]
        back = {"source": SITE, "region": "30", "entries": [
            {"sourceId": entry["id"], "text": entry["text"]} for entry in whole[:20]]}
        self.assertEqual(len(self.world.must("POST", "/v1/entries/import", back, self.editor)["drafts"]), len(whole[:20]))
        bad = self.world.ask("POST", "/v1/entries/import", {**body, "entries": [{"sourceId": "", "text": {"title": ""}}]},
                             self.editor)
        self.assertEqual({error["field"] for error in bad.json["errors"]},
                         {"entries[0].sourceId", "entries[0].text.title", "entries[0].text.summary"})


if __name__ == "__main__":
    Data.programs = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
