"""Search as people use it, through the gateway, over the demo's 62 innovations."""
import concurrent.futures
import os
import sys
import unittest
import urllib.parse

from world import EDITOR, TOP, World, complete, sql

sys.path.insert(0, os.path.join(TOP, "tests", "bench", "search"))
import quality  # noqa: E402


class Search(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(*cls.programs)
        cls.editor = cls.world.account("redakcja@example.org", EDITOR)
        cls.corpus = quality.read_corpus()
        cls.slugs = {}
        for number, text in enumerate(cls.corpus):
            cls.slugs[text["title"]] = cls.publish({**text, **cls.facets(number)}, "30" if number % 3 else "32")

    @staticmethod
    def facets(number):
        return {"themes": ["edukacja" if number % 2 else "zdrowie", "sasiedztwo"], "recipientGroups": ["seniorzy"],
                "costGrosze": str(100000 * (number + 1)), "evidenceLevel": "MEASURED" if number % 2 else "DESCRIBED"}

    @classmethod
    def publish(cls, text, region="30"):
        entry = cls.world.draft(text["title"], region)
        cls.world.must("PUT", "/v1/entries/" + entry, {"version": 1, "text": text}, cls.editor)
        return cls.world.must("POST", "/v1/entries/%s/publish" % entry, {"version": 2}, cls.editor)["slug"]

    @classmethod
    def extra(cls, title, **text):
        """An entry that no labelled query asks for."""
        return {**complete(title), "themes": ["inne"], "summary": "Lorem ipsum.", **text}

    @classmethod
    def tearDownClass(cls):
        assert cls.world.stop() == 0

    def find(self, query="", **facets):
        pairs = [("query", query)] if query else []
        for name, values in facets.items():
            pairs += [(name, value) for value in (values if isinstance(values, list) else [values])]
        return self.world.must("GET", "/v1/catalogue?" + urllib.parse.urlencode(pairs))

    def titles(self, query, **facets):
        return [entry["title"] for entry in self.find(query, **facets)["entries"]]

    def setUp(self):
        self.maxDiff = None

    def test_what_is_found_is_marked_and_never_markup(self):
        slug = self.publish(self.extra("Hamak <b>dla</b> hamaków", summary="Hamaki & <script>."))
        entry = self.find("hamakami")["entries"][0]
        self.assertEqual(entry["slug"], slug)
        self.assertEqual([part for part in entry["titleParts"] if part["match"]],
                         [{"text": "Hamak", "match": True}, {"text": "hamaków", "match": True}])
        self.assertEqual("".join(part["text"] for part in entry["titleParts"]), entry["title"])
        self.assertEqual(entry["summaryParts"], [{"text": "Hamaki", "match": True},
                                                 {"text": " & <script>.", "match": False}])

    def test_a_wrong_word_is_corrected_and_said(self):
        found = self.find("piktogarmy w kalendażu")
        self.assertEqual([entry["title"] for entry in found["entries"]], ["Kalendarz w piktogramach"])
        self.assertIn("kalendarz", found["correctedQuery"])
        self.assertFalse(found["anyWord"])

    def test_when_nothing_has_all_words_some_of_them_do(self):
        found = self.find("weterynarz piktogram krawężnik")
        self.assertTrue(found["anyWord"])
        self.assertEqual({entry["title"] for entry in found["entries"]},
                         {"Dom bez progu", "Kalendarz w piktogramach", "Mapa krawężników"})

    def test_questions_that_are_none(self):
        everything = self.find()["total"]
        for query in ("!!!", "'", "' | '", "&", "\\", "  ", ":*", "\u0301"):
            self.assertEqual(self.find(query)["total"], everything, query)
        for query in ("nie ma tego słowa'); DROP TABLE entry; --", "a" * 200, "ż" * 200, "i w na", "-" * 199 + "a"):
            self.assertIn("entries", self.find(query), query)
        self.assertEqual(self.world.get("/v1/catalogue?query=" + "a" * 201).status, 400)

    def test_facets_count_what_choosing_them_gives(self):
        all_of_them = self.find()
        counts = {(value["kind"], value["value"]): value["count"] for value in all_of_them["facets"]}
        for number, name in ((("THEME", "edukacja"), "themes"), (("REGION", "32"), "regions"),
                             (("EVIDENCE", "MEASURED"), "evidenceLevels"), (("COST", "UP_TO_5"), "costs"),
                             (("RECIPIENT_GROUP", "seniorzy"), "recipientGroups"), (("LICENCE", "CC-BY-4.0"), "licences"),
                             (("REACH", "TESTED"), "reaches")):
            self.assertGreater(counts[number], 0)
            self.assertEqual(self.find(**{name: number[1]})["total"], counts[number], number)
        # Chosen, a facet still tells what its other values would give; the others tell what is left.
        chosen = self.find(themes="edukacja")
        after = {(value["kind"], value["value"]): value["count"] for value in chosen["facets"]}
        self.assertEqual(after["THEME", "zdrowie"], counts["THEME", "zdrowie"])
        self.assertLess(after["REGION", "30"], counts["REGION", "30"])
        self.assertEqual(self.find(themes=["edukacja", "zdrowie"])["total"], len(self.corpus))
        self.assertEqual(self.find("seniorzy", themes="edukacja", regions=["30", "32"])["total"],
                         len([e for e in self.find("seniorzy", limit=100)["entries"] if "edukacja" in e["themes"]]))

    def test_pages_have_everything_once(self):
        for query in ("", "osoby"):
            seen, cursor = [], ""
            while True:
                page = self.find(query, limit=7, cursor=cursor) if cursor else self.find(query, limit=7)
                seen += [entry["slug"] for entry in page["entries"]]
                cursor = page["nextCursor"]
                if not cursor:
                    break
            self.assertEqual(len(seen), len(set(seen)))
            self.assertEqual(len(seen), self.find(query)["total"])
        self.assertEqual(self.world.get("/v1/catalogue?query=osoby&cursor=bmll").status, 400)
        self.assertEqual(self.world.get("/v1/catalogue?cursor=bmll").status, 400)

    def test_suggestions_begin_as_typed(self):
        found = self.world.must("GET", "/v1/catalogue-suggestions?" + quality.query_string("mapa kraw"))
        self.assertIn("krawężników", found["words"])
        self.assertEqual([entry["title"] for entry in found["entries"]], ["Mapa krawężników"])
        self.assertEqual(self.world.must("GET", "/v1/catalogue-suggestions?" + quality.query_string("%_")), {
            "words": [], "entries": []})

    def test_similar_ones(self):
        found = self.world.must("GET", "/v1/catalogue/%s/similar" % self.slugs["Ławka rozmów"])["entries"]
        self.assertEqual(found[0]["title"], "Siadam i słucham")
        self.assertNotIn("Ławka rozmów", [entry["title"] for entry in found])
        self.assertEqual(self.world.get("/v1/catalogue/nie-ma/similar").status, 404)

    def test_a_change_changes_what_finds_it(self):
        entry = self.world.draft("Stary")
        text = self.extra("Przedtem szklarnia")
        self.world.must("PUT", "/v1/entries/" + entry, {"version": 1, "text": text}, self.editor)
        self.assertNotIn(text["title"], self.titles("szklarnia"))
        self.world.must("POST", "/v1/entries/%s/publish" % entry, {"version": 2}, self.editor)
        self.assertEqual(self.titles("szklarnie", limit=99), [text["title"]])
        text = {**text, "title": "Potem palmiarnia"}
        self.world.must("PUT", "/v1/entries/" + entry, {"version": 3, "text": text}, self.editor)
        self.world.must("POST", "/v1/entries/%s/publish" % entry, {"version": 4}, self.editor)
        self.assertEqual(self.titles("palmiarni", limit=98), [text["title"]])
        self.assertEqual(self.titles("szklarniami", limit=97), [])
        self.assertEqual(sql("SELECT word FROM search_word WHERE word = 'szklarnia' AND entries > 0", "dissemination"), "")

    def test_a_kept_search_tells_of_what_fits_it(self):
        reader = self.world.account("czytelnik@example.org")
        other = self.world.account("inny@example.org")
        fits = self.world.must("POST", "/v1/me/searches", {"name": "Latawce", "criteria": {
            "query": "latawcami", "themes": ["wiatr", "deszcz"]}}, reader)
        self.world.must("POST", "/v1/me/searches", {"name": "Nie to", "criteria": {
            "query": "latawcami", "themes": ["nauka"]}}, other)
        text = self.extra("Latawce nad osiedlem", themes=["wiatr"])
        slug = self.publish(text)
        matched = ("SELECT count(*) FROM runtime.log WHERE type = 'dissemination.SavedSearchMatched'"
                   " AND aggregate = '%s' AND position ('%s' in encode (payload, 'escape')) > 0")
        self.world.until(lambda: sql(matched % (fits["id"], slug), "dissemination") == "1")
        self.assertEqual(sql("SELECT count(*) FROM runtime.log WHERE type = 'dissemination.SavedSearchMatched'",
                             "dissemination"), "1")
        kept = self.world.must("GET", "/v1/me/searches", token=reader)["searches"]
        self.assertEqual([(one["id"], one["criteria"]["query"]) for one in kept], [(fits["id"], "latawcami")])
        path = "/v1/me/searches/" + fits["id"]
        self.assertEqual(self.world.ask("DELETE", path, token=other).status, 404)
        self.assertEqual(self.world.ask("DELETE", path).status, 401)
        self.world.must("DELETE", path, token=reader)
        self.assertEqual(self.world.must("GET", "/v1/me/searches", token=reader)["searches"], [])

    def test_no_more_than_fifty_searches(self):
        reader = self.world.account("kolekcjoner@example.org")
        codes = [self.world.ask("POST", "/v1/me/searches", {"name": "n", "criteria": {}}, reader).status
                 for _ in range(51)]
        self.assertEqual(codes, [201] * 50 + [429])

    def test_labelled_queries(self):
        result, missed = quality.measure(self.titles, self.corpus)
        for kind, (count, recall, rank) in sorted(result.items()):
            print("%-12s %2d queries  recall@10 %.3f  MRR %.3f" % (kind, count, recall, rank), file=sys.stderr)
        print("\n".join(missed), file=sys.stderr)
        count, recall, rank = result["all"]
        self.assertGreaterEqual(count, 60)
        self.assertGreaterEqual(recall, 0.95)
        self.assertGreaterEqual(rank, 0.95)


COUNTED = """
    SELECT count(*) FROM (SELECT word, count(*) AS n FROM search_entry, unnest(words) AS word GROUP BY word) AS real
        FULL JOIN (SELECT word, entries AS n FROM search_word WHERE entries <> 0) AS kept USING (word)
        WHERE real.n IS DISTINCT FROM kept.n"""
LEXEMES = """
    SELECT count(*) FROM (SELECT lexeme, count(*) AS n FROM search_entry, unnest(tsvector_to_array(terms)) AS lexeme
            WHERE NOT starts_with (lexeme, '~') GROUP BY lexeme) AS real
        FULL JOIN (SELECT lexeme, entries AS n FROM search_lexeme WHERE entries <> 0) AS kept USING (lexeme)
        WHERE real.n IS DISTINCT FROM kept.n"""


class Index(unittest.TestCase):
    """That the index stays true: beside other editors, after other rules, without a dictionary."""

    def setUp(self):
        self.world = World(*self.programs)
        self.editor = self.world.account("redakcja@example.org", EDITOR)

    def tearDown(self):
        self.assertEqual(self.world.stop(), 0)

    def publish(self, title):
        entry = self.world.draft(title)
        self.world.must("PUT", "/v1/entries/" + entry, {"version": 1, "text": complete(title)}, self.editor)
        return self.world.must("POST", "/v1/entries/%s/publish" % entry, {"version": 2}, self.editor)

    def titles(self, query, page):
        """`page` makes the address one that no cache has."""
        found = self.world.must("GET", "/v1/catalogue?" + quality.query_string(query, limit=page))
        return [entry["title"] for entry in found["entries"]]

    def test_words_are_counted_whoever_publishes_beside(self):
        pool = concurrent.futures.ThreadPoolExecutor(6)
        names = ["Ławka numer %d nad rzeką" % (number % 5) for number in range(24)]
        entries = list(pool.map(self.publish, names))
        list(pool.map(lambda entry: self.world.must("POST", "/v1/entries/%s/withdraw" % entry["id"], {
            "version": 3, "reason": "x"}, self.editor), entries[::2]))
        for statement in (COUNTED, LEXEMES):
            self.assertEqual(sql(statement, "dissemination"), "0")
        self.assertEqual(sql("SELECT entries FROM search_word WHERE word = 'rzeka'", "dissemination"), "12")

    def restart(self, **settings):
        self.assertEqual(self.world.dissemination.stop(), 0)
        sql("UPDATE runtime.timers SET ready = now(), due = now() WHERE kind = 'index-entries'", "dissemination")
        self.world.settings.update(settings)
        self.world.dissemination = self.world.start(self.programs[1], "dissemination")
        self.world.dissemination.wait_for(r"message=(ready)")

    def built(self):
        return sql("SELECT string_agg (DISTINCT built, ' ') FROM search_entry", "dissemination")

    def test_other_rules_make_every_entry_anew(self):
        for number in range(60):  # more than a batch
            self.publish("Ławka %d" % number)
        current = self.built()
        sql("UPDATE search_entry SET built = 'old', title_terms = '', head_terms = ''", "dissemination")
        self.restart()
        self.world.until(lambda: self.built() == current)
        self.assertEqual(len(self.titles("ławkami", 99)), 60)
        self.assertEqual(sql("SELECT count(*) FROM search_entry WHERE head_terms = ''", "dissemination"), "0")
        for statement in (COUNTED, LEXEMES):
            self.assertEqual(sql(statement, "dissemination"), "0")

    def test_without_a_dictionary_whole_words_are_found(self):
        self.publish("Ławka nad rzeką")
        self.assertEqual(self.titles("rzekami", 100), ["Ławka nad rzeką"])
        self.restart(WLACZNIK_SEARCH_DICTIONARY="/nowhere/pl_PL")
        self.world.dissemination.wait_for(r"(no dictionary)")
        self.world.until(lambda: self.built().endswith(":none"))
        self.assertEqual(self.titles("lawka", 99), ["Ławka nad rzeką"])
        self.assertEqual(self.titles("RZEKĄ", 98), ["Ławka nad rzeką"])


if __name__ == "__main__":
    Index.programs = Search.programs = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
