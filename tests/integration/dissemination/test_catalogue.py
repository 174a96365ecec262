"""An entry's life: draft, review, published, revised, withdrawn; its quality, versions, languages, kit."""
import hashlib
import io
import json
import sys
import unittest
import zipfile

from world import EDITOR, World, complete, sql

HOSTILE = "<script>alert(1)</script>\" onload=\"x' & ]]>"


class Catalogue(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(*cls.programs)
        cls.editor = cls.world.account("redakcja@example.org", EDITOR)
        cls.reader = cls.world.account("czytelnik@example.org")

    @classmethod
    def tearDownClass(cls):
        assert cls.world.stop() == 0

    def act(self, entry, what, version, body=None, token=None):
        return self.world.ask("POST", "/v1/entries/%s/%s" % (entry, what), {"version": version, **(body or {})},
                              token or self.editor)

    def edit(self, entry, version, text):
        return self.world.must("PUT", "/v1/entries/" + entry, {"version": version, "text": text}, self.editor)

    def publish(self, title, **text):
        entry = self.world.draft(title)
        self.edit(entry, 1, complete(title, **text))
        answer = self.act(entry, "publish", 2)
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json

    def public(self, slug, query=""):
        return self.world.get("/v1/catalogue/%s%s" % (slug, query))

    # ---- stages ----

    def test_a_change_is_not_seen_before_it_is_published(self):
        entry = self.publish("Pierwsza wersja")
        self.assertEqual((entry["state"], entry["publishedVersion"]), ("ENTRY_PUBLISHED", 1))
        revised = self.edit(entry["id"], 3, complete("Druga wersja"))
        self.assertEqual(revised["state"], "ENTRY_REVISED")
        self.assertEqual(self.public(entry["slug"]).json["text"]["title"], "Pierwsza wersja")
        self.assertIn("Pierwsza wersja", self.world.get("/catalogue.atom").text)
        self.assertNotIn("Druga wersja", self.world.get("/catalogue.atom").text)
        self.assertEqual(self.act(entry["id"], "publish", 4, {"note": "Lepszy tytuł"}).json["publishedVersion"], 2)
        self.world.until(lambda: self.public(entry["slug"]).json["text"]["title"] == "Druga wersja")
        versions = self.world.must("GET", "/v1/catalogue/%s/versions" % entry["slug"])["versions"]
        self.assertEqual([(one["number"], one["note"]) for one in versions], [(2, "Lepszy tytuł"), (1, "")])
        changes = self.world.must("GET", "/v1/catalogue/%s/versions/2/changes" % entry["slug"])["fields"]
        self.assertEqual([one["field"] for one in changes], ["text.title", "text.summary"])
        self.assertEqual(changes[0]["parts"], [{"kind": "REMOVED", "text": "Pierwsza "}, {"kind": "ADDED", "text": "Druga "},
                                               {"kind": "KEPT", "text": "wersja"}])
        self.assertEqual(self.world.get("/v1/catalogue/%s/versions/9/changes" % entry["slug"]).status, 404)

    def test_stages_are_kept(self):
        entry = self.world.draft("Etapy")
        self.edit(entry, 1, complete("Etapy"))
        self.assertEqual(self.act(entry, "submit", 2).json["state"], "ENTRY_IN_REVIEW")
        again = self.act(entry, "submit", 3)
        self.assertEqual((again.status, again.json["type"]), (400, "/problems/entry-not-in-that-state"))
        self.assertEqual(self.edit(entry, 3, complete("Etapy"))["state"], "ENTRY_DRAFT")
        self.assertEqual(self.act(entry, "withdraw", 4, {"reason": "Nie."}).status, 400)
        self.assertEqual(self.act(entry, "publish", 3).status, 409)  # another version
        self.assertEqual(self.act(entry, "publish", 4).status, 200)
        self.assertEqual(self.act(entry, "publish", 5).status, 400)  # nothing new

    def test_a_withdrawn_entry_is_gone_everywhere_at_once(self):
        entry = self.publish("Wycofany wieloryb", themes=["wieloryby"])
        slug = entry["slug"]
        places = ["/catalogue.atom", "/v1/catalogue", "/v1/catalogue?query=wieloryby", "/v1/catalogue?themes=wieloryby",
                  "/v1/catalogue-suggestions?query=wielo"]
        pages = ["/v1/catalogue/%s/%s" % (slug, name) for name in (
            "kit.zip", "kit.html", "schema.jsonld", "versions", "versions/1/changes", "similar")]

        def seen():
            index = self.world.get("/sitemap.xml").text
            maps = "".join(self.world.get("/sitemaps/" + part.split("</loc>")[0]).text
                           for part in index.split("/sitemaps/")[1:])
            return [path for path in places if "ieloryb" in self.world.get(path).text] + (["map"] if slug in maps else [])

        self.world.until(lambda: len(seen()) == len(places) + 1)
        self.assertEqual([self.world.get(path).status for path in pages], [200] * len(pages))
        self.assertEqual(self.act(entry["id"], "withdraw", 3, {"reason": "Autorzy cofnęli zgodę."}).status, 200)
        self.world.until(lambda: seen() == [] and all(self.world.get(path).status == 404 for path in pages), 5)
        stone = self.public(slug).json
        self.assertEqual((stone["state"], stone["withdrawalReason"]), ("ENTRY_WITHDRAWN", "Autorzy cofnęli zgodę."))
        self.assertTrue(stone["withdrawnAt"])
        self.assertNotIn("ieloryb", json.dumps({k: v for k, v in stone.items() if k != "slug"}))
        self.assertEqual(sql("SELECT count(*) FROM search_word WHERE word LIKE 'wielor%' AND entries > 0",
                             "dissemination"), "0")
        # An editor may bring it back.
        self.assertEqual(self.act(entry["id"], "publish", 4).json["publishedVersion"], 2)
        self.world.until(lambda: self.public(slug).json["state"] == "ENTRY_PUBLISHED")

    def test_editors_only(self):
        entry = self.publish("Dla redakcji")
        calls = [("GET", "", None), ("GET", "/quality", None), ("POST", "/submit", {"version": 3}),
                 ("POST", "/withdraw", {"version": 3, "reason": "x"}), ("POST", "/consent", {"version": 3, "given": True}),
                 ("PUT", "/translations/en", {"text": complete("x")})]
        for verb, path, body in calls:
            for token, status in ((None, 401), (self.reader, 403)):
                self.assertEqual(self.world.ask(verb, "/v1/entries/%s%s" % (entry["id"], path), body, token).status, status)
        nobody = "/v1/entries/01890a5d-ac96-774b-bcce-b302099a8057"
        for verb, path, body in calls:
            self.assertEqual(self.world.ask(verb, nobody + path, body, self.editor).status, 404, path)

    # ---- quality ----

    def test_the_quality_list_says_what_is_missing(self):
        entry = self.world.draft("Niepełny")
        self.edit(entry, 1, {"title": "Niepełny", "summary": "Krótko.", "materials": [
            {"title": "Film", "url": "https://example.org/film", "accessible": False}]})
        report = self.world.must("GET", "/v1/entries/%s/quality" % entry, token=self.editor)
        checks = {check["point"]: check for check in report["checks"]}
        self.assertEqual({point for point, check in checks.items() if not check["passed"]},
                         {"COMPLETE", "SELF_CONTAINED", "ACCESSIBLE_FILES", "OPEN_LICENCE", "CONSENT"})
        self.assertEqual(checks["ACCESSIBLE_FILES"]["fields"], ["text.materials[0]"])
        self.assertEqual([point for point, check in checks.items() if check["required"]], ["COMPLETE"])
        refused = self.act(entry, "publish", 2)
        self.assertEqual(refused.status, 400)
        self.assertEqual({error["field"] for error in refused.json["errors"]}, set(checks["COMPLETE"]["fields"]))

    def test_consent_is_to_the_text_as_it_is(self):
        entry = self.world.draft("Zgoda")
        self.edit(entry, 1, complete("Zgoda"))
        self.assertIn("consentAt", self.act(entry, "consent", 2, {"given": True}).json)
        self.assertIn("consentAt", self.world.must("GET", "/v1/entries/" + entry, token=self.editor))
        self.assertNotIn("consentAt", self.edit(entry, 3, complete("Zgoda na inny tekst")))
        self.act(entry, "consent", 4, {"given": True})
        self.assertNotIn("consentAt", self.act(entry, "consent", 5, {"given": False}).json)

    # ---- languages ----

    def test_other_languages(self):
        entry = self.publish("Ławka")
        path = "/v1/entries/%s/translations/" % entry["id"]
        self.world.must("PUT", path + "en", {"text": complete("The bench")}, self.editor)
        self.world.until(lambda: self.public(entry["slug"], "?language=en").json["text"]["title"] == "The bench")
        found = self.public(entry["slug"], "?language=en").json
        self.assertEqual((found["language"], found["languages"]), ("en", ["en"]))
        other = self.public(entry["slug"], "?language=uk").json
        self.assertEqual((other["language"], other["text"]["title"]), ("pl", "Ławka"))
        page = self.world.get("/v1/catalogue/%s/kit.html?language=en" % entry["slug"])
        self.assertIn('<html lang="en">', page.text)
        self.assertIn("Step by step", page.text)
        refused = self.world.ask("PUT", path + "pl", {"text": complete("x")}, self.editor)
        self.assertEqual((refused.status, refused.json["errors"][0]["field"]), (400, "language"))

    # ---- the kit ----

    def test_the_kit_is_an_archive_that_proves_itself(self):
        entry = self.publish("Zestaw", materials=[{"title": "Scenariusz", "url": "https://example.org/s.pdf",
                                                   "format": "PDF", "accessible": True}], risks="Deszcz.")
        answer = self.world.get("/v1/catalogue/%s/kit.zip" % entry["slug"])
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, "application/zip"))
        self.assertEqual(answer.headers["content-disposition"], 'attachment; filename="%s-v1.zip"' % entry["slug"])
        self.assertEqual(self.world.get("/v1/catalogue/%s/kit.zip" % entry["slug"],
                                        If_None_Match=answer.headers["etag"]).status, 304)
        archive = zipfile.ZipFile(io.BytesIO(answer.body))
        self.assertIsNone(archive.testzip())
        manifest = json.loads(archive.read("manifest.json"))
        for file in manifest["files"]:
            content = archive.read(file["name"])
            self.assertEqual((hashlib.sha256(content).hexdigest(), len(content)), (file["sha256"], file["bytes"]))
        sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
        self.assertEqual({name: hashlib.sha256(archive.read(name)).hexdigest() for name in sums}, sums)
        self.assertEqual(set(sums), set(archive.namelist()) - {"SHA256SUMS"})
        self.assertEqual(json.loads(archive.read("entry.json"))["text"]["risks"], "Deszcz.")
        self.assertEqual(json.loads(archive.read("schema.jsonld"))["name"], "Zestaw")

    def test_hostile_text_in_every_field_does_nothing(self):
        fields = ("summary", "problem", "solution", "recipients", "evidence", "steps", "authors", "costNote", "duration",
                  "roles", "risks", "contact")
        entry = self.publish(HOSTILE, **{name: HOSTILE for name in fields}, materials=[
            {"title": HOSTILE, "url": "https://example.org/?'&x=y", "format": HOSTILE[:40], "accessible": True}])
        page = self.world.get("/v1/catalogue/%s/kit.html" % entry["slug"])
        self.assertNotIn("<script", page.text)
        self.assertIn("sandbox", page.headers["content-security-policy"])
        self.assertNotIn("content-disposition", page.headers)
        ld = self.world.get("/v1/catalogue/%s/schema.jsonld" % entry["slug"])
        self.assertEqual(ld.headers["content-type"], "application/ld+json")
        self.assertEqual(ld.json["name"], HOSTILE)
        self.assertEqual(self.public(entry["slug"]).json["text"]["risks"], HOSTILE)
        bad = self.world.ask("PUT", "/v1/entries/" + entry["id"], {"version": 3, "text": complete("x", materials=[
            {"title": "x", "url": "javascript:alert(1)"}])}, self.editor)
        self.assertEqual([error["field"] for error in bad.json["errors"]], ["text.materials[0].url"])


class SecondReader(unittest.TestCase):
    """With catalogue.second_reader and more points required."""

    def test_who_wrote_it_does_not_publish_it(self):
        world = World(*self.programs, WLACZNIK_CATALOGUE_SECOND_READER="yes",
                      WLACZNIK_CATALOGUE_REQUIRED="complete, consent")
        writer, other = world.account("pisze@example.org", EDITOR), world.account("czyta@example.org", EDITOR)
        entry = world.draft("Cztery oczy")
        path = "/v1/entries/" + entry
        world.must("PUT", path, {"version": 1, "text": complete("Cztery oczy")}, writer)
        reasons = []
        for who, version in ((other, 2), (writer, 2)):
            reasons.append(world.ask("POST", path + "/publish", {"version": version}, who).json["type"])
        world.must("POST", path + "/submit", {"version": 2}, writer)
        reasons.append(world.ask("POST", path + "/publish", {"version": 3}, writer).json["type"])
        self.assertEqual(reasons, ["/problems/second-reader-needed"] * 3)
        refused = world.ask("POST", path + "/publish", {"version": 3}, other)
        self.assertEqual([error["field"] for error in refused.json["errors"]], ["consentAt"])
        world.must("POST", path + "/consent", {"version": 3, "given": True}, other)
        world.must("POST", path + "/publish", {"version": 4}, other)
        self.assertEqual(world.stop(), 0)


if __name__ == "__main__":
    Catalogue.programs = SecondReader.programs = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
