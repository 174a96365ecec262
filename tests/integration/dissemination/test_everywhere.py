"""Every public address that shows something of an entry: what is withdrawn vanishes from all of them at once, what is
hostile stays text in all of them."""
import csv
import html.parser
import io
import json
import re
import sys
import unittest
import xml.etree.ElementTree as xml
import zipfile

import schema
from world import EDITOR, SITE, World

MARK = "Zqznak"
# What browsers, spreadsheets, XML parsers, templates and terminals trip over; one line, as titles must be.
HOSTILE = '=1+1"><script>alert(1)</script><img src=x onerror=alert(2)>\'&amp;]]><!-- {{url}} ${7*7} %s%n \\x \u202e\u2028'
LONG = HOSTILE + "\n- <b>x</b>\n\n1. </main><iframe src=//evil>"


class Page(html.parser.HTMLParser):
    """What a browser would run or fetch."""

    def __init__(self, text):
        super().__init__()
        self.active, self.text = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "img", "iframe", "object", "embed", "form", "base", "link"):
            self.active.append(tag)
        for name, value in attributes:
            if name.startswith("on") or (name in ("href", "src") and not re.match(r"(https?:|mailto:|#)", value or "")):
                self.active.append("%s=%s" % (name, value))

    def handle_data(self, data):
        self.text += data


class Everywhere(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(*cls.programs)
        cls.editor = cls.world.account("redakcja@example.org", EDITOR)
        cls.adopter = cls.world.account("gmina@example.org")

    @classmethod
    def tearDownClass(cls):
        assert cls.world.stop() == 0

    def must(self, verb, path, body=None, token=None):
        return self.world.must(verb, path, body, token or self.editor)

    def publish(self, line, text):
        """An entry with a version before it, a translation, an adoption with a report, a policy record; all of them say so."""
        entry = self.world.draft("x")
        written = {"title": line, "summary": text, "problem": text, "solution": text, "recipients": text, "evidence": text,
                   "steps": text, "licence": line[:60], "authors": line, "costNote": text, "duration": text, "roles": text,
                   "risks": text, "contact": line, "themes": ["zdrowie"], "recipientGroups": ["seniorzy"],
                   "materials": [{"title": line, "url": "https://example.org/a?b=1&c=%22", "format": line[:40], "accessible": True}]}
        self.must("PUT", "/v1/entries/" + entry, {"version": 1, "text": {**written, "title": line + " 1"}})
        self.must("POST", "/v1/entries/%s/publish" % entry, {"version": 2, "note": line})
        self.must("PUT", "/v1/entries/" + entry, {"version": 3, "text": written})
        found = self.must("POST", "/v1/entries/%s/publish" % entry, {"version": 4, "note": line})
        self.must("PUT", "/v1/entries/%s/translations/en" % entry, {"text": written})
        slug = found["slug"]
        adoption = self.must("POST", "/v1/catalogue/%s/adoptions" % slug, {"plan": {
            "institution": line, "place": "3021104", "scale": text[:500], "changed": text, "contact": line,
            "namedInPublic": True}}, self.adopter)
        path = "/v1/adoptions/" + adoption["id"]
        self.must("POST", path + "/move", {"version": 1, "state": "STARTED"}, self.adopter)
        self.must("POST", path + "/reports", {"version": 2, "outcome": "WORKED", "people": 40, "text": text, "thanks": text}, self.adopter)
        self.must("POST", "/v1/policies", {"slug": slug, "text": {
            "document": line, "institution": line, "level": "LOCAL", "place": "3021", "status": "IN_FORCE", "evidence": text,
            "url": "https://example.org/", "files": [{"title": line, "url": "https://example.org/f", "sha256": "0" * 64}]}})
        return found

    def addresses(self, entry):
        slug = "/v1/catalogue/" + entry["slug"]
        oai = "/oai?verb=%s&metadataPrefix=%s"
        one = "&identifier=oai:katalog.example:" + entry["id"]
        return ([slug + each for each in (
            "", "?language=en", "/kit.zip", "/kit.html", "/kit.html?language=en", "/schema.jsonld", "/versions",
            "/versions/2/changes", "/lineage", "/impact")] + [
            "/v1/catalogue", "/v1/catalogue?query=zqznak", "/v1/catalogue-suggestions?query=zqzn", "/v1/policies",
            "/catalogue.atom", "/sitemap.xml", "/data/catalogue.csv", "/data/catalogue.json", "/data/adoptions.csv",
            oai % ("ListRecords", "oai_dc"), oai % ("ListRecords", "datacite"), oai % ("GetRecord", "oai_dc") + one,
            oai % ("GetRecord", "datacite") + one] + self.sitemaps())

    def sitemaps(self):
        root = xml.fromstring(self.world.get("/sitemap.xml").body)
        return [place.text.removeprefix(SITE) for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]

    def shown(self, path):
        """Everything that an answer says, unpacked."""
        answer = self.world.get(path)
        if answer.headers.get("content-type") != "application/zip" or answer.status != 200:
            return answer.text
        with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
            return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())

    def test_what_is_withdrawn_vanishes_from_everywhere_at_once(self):
        entry = self.publish(MARK + " ławka", MARK + " tekst.")
        similar = self.publish(MARK + " podobna ławka", "Podobny tekst o ławce.")
        paths = self.addresses(entry) + ["/v1/catalogue/%s/similar" % similar["slug"]]
        silent = {"/sitemap.xml"}  # has no words of entries

        def says(path):
            return entry["slug"] in self.shown(path) or entry["id"] in self.shown(path) or MARK in self.shown(path)

        self.world.until(lambda: all(says(path) for path in set(paths) - silent))
        self.must("POST", "/v1/entries/%s/withdraw" % similar["id"], {"version": similar["version"], "reason": "Powód."})
        self.must("POST", "/v1/entries/%s/withdraw" % entry["id"], {"version": entry["version"], "reason": "Powód."})

        def gone(path):
            text = self.shown(path)
            # The tombstone and the deleted record have the id; nobody has the words any more.
            return MARK not in text and (entry["slug"] not in text or path.startswith("/v1/catalogue/" + entry["slug"]))

        # Caches keep answers for a minute, so whatever is gone sooner was dropped.
        self.world.until(lambda: all(gone(path) for path in paths), 10)
        self.assertEqual(self.world.get("/v1/catalogue/" + entry["slug"]).json["withdrawalReason"], "Powód.")
        for path in ("/kit.zip", "/kit.html", "/schema.jsonld", "/versions", "/lineage", "/impact", "/similar"):
            self.assertEqual(self.world.get("/v1/catalogue/" + entry["slug"] + path).status, 404, path)

    def test_hostile_text_in_every_field_stays_text_everywhere(self):
        entry = self.publish(HOSTILE, LONG)
        slug = "/v1/catalogue/" + entry["slug"]
        self.world.until(lambda: "alert(1)" in self.world.get(slug + "/impact").text)
        for path in self.addresses(entry):
            answer = self.world.get(path)
            kind = answer.headers["content-type"].split(";")[0]
            self.assertEqual((answer.status, answer.headers["x-content-type-options"]), (200, "nosniff"), path)
            self.check(kind, path, answer)
        # An answer of the API never becomes a page, and what it says is what was written.
        self.assertEqual(self.world.get(slug).json["text"]["title"], HOSTILE)
        kit = self.world.get(slug + "/kit.html")
        self.assertIn("sandbox", kit.headers["content-security-policy"])
        self.assertIn("alert(1)", Page(kit.text).text)

    def check(self, kind, path, answer):
        if kind == "text/html":
            self.assertEqual(Page(answer.text).active, [], path)
        elif kind in ("application/json", "application/ld+json"):
            json.loads(answer.body)
        elif kind == "text/csv":
            for row in csv.reader(io.StringIO(answer.text)):
                self.assertFalse([cell for cell in row if re.match(r"[=+@\t\r-](?!\d+$)", cell)], path)
        elif kind == "application/zip":
            with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
                self.assertEqual([name for name in archive.namelist() if not re.fullmatch(r"[\w.-]+", name)], [])
                self.assertEqual(Page(archive.read("kit.html").decode("utf-8")).active, [])
        else:
            self.assertIn("xml", kind)
            self.assertNotIn(b"<script", answer.body)
            xml.fromstring(answer.body)
            if kind == "text/xml":
                schema.check(answer.body, "OAI-PMH")

    def test_addresses_that_run_something_are_refused(self):
        entry = self.world.draft("x")
        for address in ("javascript:alert(1)", "data:text/html,x", "ftp://x", "//evil"):
            answer = self.world.ask("PUT", "/v1/entries/" + entry, {"version": 1, "text": {
                "title": "x", "summary": "x", "materials": [{"title": "x", "url": address}]}}, self.editor)
            self.assertEqual([error["field"] for error in answer.json["errors"]], ["text.materials[0].url"], address)


if __name__ == "__main__":
    Everywhere.programs = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
