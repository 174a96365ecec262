"""Atom, sitemaps, robots.txt: the catalogue for programs, through the gateway."""
import sys
import unittest
import xml.etree.ElementTree as xml

import schema
from world import EDITOR, SITE, World, complete

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOSTILE = "<script>alert(1)</script> & \"'>]]> \ufffe"


class Feeds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(*cls.programs)
        cls.editor = cls.world.account("redakcja@example.org", EDITOR)

    @classmethod
    def tearDownClass(cls):
        assert cls.world.stop() == 0

    def publish(self, title, **text):
        entry = self.world.draft(title)
        self.world.must("PUT", "/v1/entries/" + entry, {"version": 1, "text": complete(title, **text)}, self.editor)
        return self.world.must("POST", "/v1/entries/%s/publish" % entry, {"version": 2}, self.editor)

    def feed(self):
        return self.world.get("/catalogue.atom")

    def titles(self):
        return [entry.find(ATOM + "title").text for entry in xml.fromstring(self.feed().body).findall(ATOM + "entry")]

    def test_published_entries_are_in_the_feed_at_once(self):
        self.assertNotIn("Ławka rozmów", self.titles())
        slug = self.publish("Ławka rozmów")["slug"]
        self.world.until(lambda: "Ławka rozmów" in self.titles())
        answer = self.feed()
        self.assertEqual(answer.headers["content-type"], "application/atom+xml; charset=utf-8")
        self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
        feed = xml.fromstring(answer.body)
        self.assertEqual(feed.find(ATOM + "id").text, SITE + "/catalogue.atom")
        self.assertIn(SITE + "/catalogue/" + slug, [
            link.get("href") for link in feed.iter(ATOM + "link") if link.get("rel") == "alternate"])

    def test_a_feed_that_did_not_change_costs_no_bytes(self):
        tag = self.feed().headers["etag"]
        again = self.world.get("/catalogue.atom", If_None_Match=tag)
        self.assertEqual((again.status, again.body), (304, b""))
        head = self.world.ask("HEAD", "/catalogue.atom")
        self.assertEqual((head.status, head.body), (200, b""))

    def test_hostile_text_stays_text(self):
        self.publish("Wroga " + HOSTILE, authors=HOSTILE, summary=HOSTILE)
        self.world.until(lambda: any(title.startswith("Wroga") for title in self.titles()))
        feed = xml.fromstring(self.feed().body)
        entry = [e for e in feed.findall(ATOM + "entry") if e.find(ATOM + "title").text.startswith("Wroga")][0]
        shown = HOSTILE.replace("\ufffe", "\ufffd")
        self.assertEqual(entry.find(ATOM + "title").text, "Wroga " + shown)
        self.assertEqual(entry.find(ATOM + "author").find(ATOM + "name").text, shown)
        self.assertNotIn(b"<script", self.feed().body)

    def test_sitemaps_lead_to_every_entry(self):
        slug = self.publish("W mapie strony")["slug"]
        self.world.until(lambda: slug in self.all_places())
        robots = self.world.get("/robots.txt")
        self.assertIn("Sitemap: %s/sitemap.xml" % SITE, robots.text)
        self.assertEqual(robots.headers["content-type"], "text/plain; charset=utf-8")

    def all_places(self):
        body = self.world.get("/sitemap.xml").body
        schema.check(body, "sitemap")
        index = xml.fromstring(body)
        out = ""
        for place in index.iter(MAP + "loc"):
            page = self.world.get(place.text.removeprefix(SITE))
            schema.check(page.body, "sitemap")
            out += " ".join(loc.text for loc in xml.fromstring(page.body).iter(MAP + "loc"))
        return out

    def test_what_is_not_of_the_contract_is_refused(self):
        self.assertEqual(self.world.get("/catalogue.atom?x=1").status, 400)
        self.assertEqual(self.world.get("/sitemaps/nic").status, 400)
        refused = self.world.ask("POST", "/catalogue.atom", {})
        self.assertEqual((refused.status, refused.headers["allow"]), (405, "GET, HEAD"))
        self.assertEqual(refused.headers["content-type"], "application/problem+json")

    def test_the_description_names_the_types(self):
        paths = self.world.get("/openapi.json").json["paths"]
        content = paths["/catalogue.atom"]["get"]["responses"]["200"]["content"]
        self.assertEqual(list(content), ["application/atom+xml; charset=utf-8"])


if __name__ == "__main__":
    Feeds.programs = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
