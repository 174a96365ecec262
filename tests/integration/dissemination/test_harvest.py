"""OAI-PMH 2.0 as a harvester and its schemas see it, over HTTP by GET and by POST."""
import re
import sys
import unittest
import urllib.parse
import xml.etree.ElementTree as xml

import schema
from world import EDITOR, SITE, World, complete, sql

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
DATACITE = "{http://datacite.org/schema/kernel-4}"
LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ERRORS = {"badArgument", "badResumptionToken", "badVerb", "cannotDisseminateFormat", "idDoesNotExist", "noRecordsMatch",
          "noMetadataFormats", "noSetHierarchy"}
VERBS = {"Identify", "ListMetadataFormats", "ListSets", "ListIdentifiers", "ListRecords", "GetRecord"}
HOSTILE = "<script>&amp;]]>\"' \ufffe"


def local(element):
    return element.tag.split("}")[1]


class Schema:
    """What the schemas (schemas/, checked by xmllint) cannot say: our own addresses, choices and identifiers, and what
    depends on something else in the document."""

    def __init__(self, case):
        self.case = case

    def children(self, element, *wanted):
        """In this order; a name with "?" may be missing, with "*" be there often, with "+" at least once."""
        pattern = "".join("(%s;)%s" % (name.rstrip("?*+"), name[-1] if name[-1] in "?*+" else "") for name in wanted)
        found = "".join(local(child) + ";" for child in element)
        self.case.assertRegex(found, "^%s$" % pattern, local(element))

    def answer(self, root):
        self.case.assertEqual(root.tag, OAI + "OAI-PMH")
        self.case.assertEqual(root.get(LOCATION).split()[0], OAI[1:-1])
        self.case.assertEqual([local(child) for child in root[:2]], ["responseDate", "request"])
        self.case.assertRegex(root[0].text, "^%s$" % STAMP.pattern)
        self.case.assertEqual(root[1].text, SITE + "/oai")
        bodies = {local(child) for child in root[2:]}
        self.case.assertTrue(bodies == {"error"} or (len(root) == 3 and bodies < VERBS), bodies)
        for error in root.iter(OAI + "error"):
            self.case.assertIn(error.get("code"), ERRORS)
        for child in root[2:]:
            getattr(self, local(child), lambda element: None)(child)

    def Identify(self, element):
        self.children(element, "repositoryName", "baseURL", "protocolVersion", "adminEmail+", "earliestDatestamp",
                      "deletedRecord", "granularity", "compression*", "description*")
        values = {local(child): child.text for child in element}
        self.case.assertEqual((values["protocolVersion"], values["deletedRecord"], values["granularity"]),
                              ("2.0", "persistent", "YYYY-MM-DDThh:mm:ssZ"))
        self.case.assertRegex(values["adminEmail"], r"^\S+@\S+$")
        self.case.assertRegex(values["earliestDatestamp"], "^%s$" % STAMP.pattern)
        self.children(element.find(OAI + "description")[0], "scheme", "repositoryIdentifier", "delimiter",
                      "sampleIdentifier")

    def ListMetadataFormats(self, element):
        self.children(element, "metadataFormat+")
        for one in element:
            self.children(one, "metadataPrefix", "schema", "metadataNamespace")

    def ListSets(self, element):
        self.children(element, "set+", "resumptionToken?")
        for one in element.findall(OAI + "set"):
            self.children(one, "setSpec", "setName", "setDescription*")
            self.case.assertRegex(one[0].text, r"^([A-Za-z0-9\-_.!~*'()])+(:[A-Za-z0-9\-_.!~*'()]+)*$")

    def header(self, element):
        self.children(element, "identifier", "datestamp", "setSpec*")
        self.case.assertIn(element.get("status"), (None, "deleted"))
        self.case.assertRegex(element[1].text, "^%s$" % STAMP.pattern)
        self.case.assertRegex(element[0].text, r"^oai:katalog\.example:[0-9a-f-]{36}$")

    def record(self, element):
        deleted = element[0].get("status") == "deleted"
        self.children(element, "header", *(() if deleted else ("metadata", "about*")))
        self.header(element[0])
        if not deleted:
            metadata = element[1]
            self.case.assertEqual(len(metadata), 1)
            self.case.assertTrue(metadata[0].get(LOCATION))
            (self.dublin_core if metadata[0].tag == OAI_DC else self.datacite)(metadata[0])

    def dublin_core(self, element):
        allowed = {"title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format",
                   "identifier", "source", "language", "relation", "coverage", "rights"}
        for child in element:
            self.case.assertTrue(child.tag.startswith(DC) and local(child) in allowed, child.tag)

    def datacite(self, element):
        self.case.assertEqual(element.tag, DATACITE + "resource")
        for name in ("identifier", "creators", "titles", "publisher", "publicationYear", "resourceType"):
            self.case.assertEqual(len(element.findall(DATACITE + name)), 1, name)
        self.case.assertRegex(element.find(DATACITE + "publicationYear").text, r"^\d{4}$")
        self.case.assertTrue(element.find(DATACITE + "identifier").get("identifierType"))
        self.case.assertEqual(element.find(DATACITE + "resourceType").get("resourceTypeGeneral"), "Text")
        for name in ("creatorName", "title"):
            self.case.assertTrue(all(one.text for one in element.iter(DATACITE + name)))

    def ListRecords(self, element):
        self.children(element, "record+", "resumptionToken?")
        for one in element.findall(OAI + "record"):
            self.record(one)

    def ListIdentifiers(self, element):
        self.children(element, "header+", "resumptionToken?")
        for one in element.findall(OAI + "header"):
            self.header(one)

    def GetRecord(self, element):
        self.children(element, "record")
        self.record(element[0])


class Harvest(unittest.TestCase):
    COUNT = 120  # three pages

    @classmethod
    def setUpClass(cls):
        cls.world = World(*cls.programs, WLACZNIK_CATALOGUE_EMAIL="katalog@example.org")
        cls.editor = cls.world.account("redakcja@example.org", EDITOR)
        cls.entries = [cls.publish("Innowacja %d" % number, "30" if number % 2 else "32",
                                   themes=["zdrowie"] if number % 3 else ["praca", "zdrowie"])
                       for number in range(cls.COUNT)]
        cls.gone = cls.entries[7]
        cls.world.must("POST", "/v1/entries/%s/withdraw" % cls.gone["id"], {"version": 3, "reason": "Zgoda cofnięta."},
                       cls.editor)

    @classmethod
    def publish(cls, title, region="30", **text):
        entry = cls.world.draft(title, region)
        cls.world.must("PUT", "/v1/entries/" + entry, {"version": 1, "text": complete(title, **text)}, cls.editor)
        return cls.world.must("POST", "/v1/entries/%s/publish" % entry, {"version": 2}, cls.editor)

    @classmethod
    def tearDownClass(cls):
        assert cls.world.stop() == 0

    def send(self, arguments, post=False):
        if post:
            return self.world.ask("POST", "/oai", arguments.encode(), Content_Type="application/x-www-form-urlencoded")
        return self.world.get("/oai?" + arguments if arguments else "/oai")

    def ask(self, post=False, **arguments):
        """The verb's element, or the error's code; the whole answer follows the schemas."""
        names = {"prefix": "metadataPrefix", "token": "resumptionToken", "start": "from"}
        text = urllib.parse.urlencode({names.get(name, name): value for name, value in arguments.items()})
        return self.read(self.send(text, post))

    def read(self, answer):
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, "text/xml; charset=utf-8"))
        schema.check(answer.body, "OAI-PMH")
        root = xml.fromstring(answer.body)
        Schema(self).answer(root)
        return root[2].get("code") if local(root[2]) == "error" else root[2]

    def all_headers(self, verb="ListIdentifiers", post=False, **arguments):
        headers, sizes, page = [], [], self.ask(post, verb=verb, **arguments)
        while True:
            found = list(page.iter(OAI + "header"))
            headers += found
            token = page.find(OAI + "resumptionToken")
            if token is None:
                return headers
            sizes.append(len(found))
            self.assertEqual(int(token.get("completeListSize")), len(self.entries))
            self.assertEqual(int(token.get("cursor")), sum(sizes[:-1]))
            if not token.text:
                return headers
            page = self.ask(post, verb=verb, token=token.text)

    @staticmethod
    def ids(headers):
        return [header.find(OAI + "identifier").text.split(":")[2] for header in headers]

    # ---- verbs ----

    def test_identify(self):
        found = self.ask(verb="Identify")
        self.assertEqual(found.find(OAI + "adminEmail").text, "katalog@example.org")
        self.assertEqual(found.find(OAI + "baseURL").text, SITE + "/oai")

    def test_formats(self):
        wanted = ["oai_dc", "datacite"]
        for more in ({}, {"identifier": "oai:katalog.example:" + self.entries[0]["id"]},
                     {"identifier": "oai:katalog.example:" + self.gone["id"]}):
            found = self.ask(verb="ListMetadataFormats", **more)
            self.assertEqual([one.text for one in found.iter(OAI + "metadataPrefix")], wanted)
        self.assertEqual(self.ask(verb="ListMetadataFormats", identifier="oai:katalog.example:nope"), "idDoesNotExist")

    def test_sets(self):
        found = [one.text for one in self.ask(verb="ListSets").iter(OAI + "setSpec")]
        self.assertEqual(found, ["theme", "region", "theme:praca", "theme:zdrowie", "region:30", "region:32"])

    def test_every_record_once_page_by_page(self):
        for verb in ("ListIdentifiers", "ListRecords"):
            for prefix in ("oai_dc", "datacite"):
                found = self.ids(self.all_headers(verb, prefix=prefix))
                self.assertEqual(sorted(found), sorted(entry["id"] for entry in self.entries), (verb, prefix))

    def test_by_post_too(self):
        found = self.ids(self.all_headers("ListRecords", post=True, prefix="oai_dc"))
        self.assertEqual(len(set(found)), self.COUNT)
        wrong = self.world.ask("POST", "/oai", b"verb=Identify", Content_Type="text/plain")
        self.assertEqual(wrong.status, 415)

    def test_one_record(self):
        entry = self.entries[0]
        identifier = "oai:katalog.example:" + entry["id"]
        record = self.ask(verb="GetRecord", identifier=identifier, prefix="oai_dc")[0]
        values = {local(child): child.text for child in record.find(OAI + "metadata")[0]}
        self.assertEqual((values["title"], values["identifier"], values["rights"]),
                         ("Innowacja 0", SITE + "/catalogue/" + entry["slug"], "CC-BY-4.0"))
        record = self.ask(verb="GetRecord", identifier=identifier, prefix="datacite")[0]
        self.assertEqual(record.find(".//" + DATACITE + "identifier").text, SITE + "/catalogue/" + entry["slug"])
        self.assertEqual(self.ask(verb="GetRecord", identifier=identifier + "0", prefix="oai_dc"), "idDoesNotExist")
        self.assertEqual(self.ask(verb="GetRecord", prefix="oai_dc",
                                  identifier="oai:katalog.example:01890a5d-ac96-774b-bcce-b302099a8057"), "idDoesNotExist")

    def test_what_was_withdrawn_is_a_deleted_record(self):
        record = self.ask(verb="GetRecord", identifier="oai:katalog.example:" + self.gone["id"], prefix="oai_dc")[0]
        self.assertEqual(record[0].get("status"), "deleted")
        self.assertNotIn("Innowacja 7", xml.tostring(record, "unicode"))
        deleted = [header for header in self.all_headers(prefix="oai_dc") if header.get("status")]
        self.assertEqual(self.ids(deleted), [self.gone["id"]])
        # Never published is not deleted: nobody knows of it.
        draft = self.world.draft("Szkic")
        self.assertEqual(self.ask(verb="GetRecord", identifier="oai:katalog.example:" + draft, prefix="oai_dc"),
                         "idDoesNotExist")

    def test_sets_choose(self):
        found = self.ask(verb="ListIdentifiers", prefix="oai_dc", set="theme:praca")
        self.assertEqual(len(found.findall(OAI + "header")), self.COUNT // 3)
        found = self.ask(verb="ListIdentifiers", prefix="oai_dc", set="region:30")
        self.assertTrue(found.find(OAI + "resumptionToken").text)
        for unknown in ("theme:nie-ma", "nope", "region:99"):
            self.assertEqual(self.ask(verb="ListIdentifiers", prefix="oai_dc", set=unknown), "noRecordsMatch")

    def test_dates_choose(self):
        sql("UPDATE entry SET public_changed_at = '2020-05-05T12:00:00.9Z' WHERE id = '%s'" % self.entries[1]["id"],
            "dissemination")
        sql("UPDATE entry SET public_changed_at = '2020-05-06T00:00:00Z' WHERE id = '%s'" % self.entries[2]["id"],
            "dissemination")
        for start, until, numbers in (("2020-05-05", "2020-05-05", [1]), ("2020-05-05", "2020-05-06", [1, 2]),
                                      ("2020-05-05T12:00:00Z", "2020-05-05T12:00:00Z", [1]),
                                      ("2020-05-05T12:00:01Z", "2020-05-06T00:00:00Z", [2])):
            found = self.ids(self.ask(verb="ListIdentifiers", prefix="oai_dc", start=start, until=until))
            self.assertEqual(found, [self.entries[number]["id"] for number in numbers], (start, until))
        self.assertEqual(self.ask(verb="ListIdentifiers", prefix="oai_dc", until="2019-01-01"), "noRecordsMatch")
        self.assertEqual(self.ask(verb="Identify").find(OAI + "earliestDatestamp").text, "2020-05-05T12:00:00Z")

    def test_errors_are_answers(self):
        for arguments, code in (("", "badVerb"), ("verb=Nope", "badVerb"), ("verb=Identify&x=1", "badArgument"),
                                ("verb=ListRecords", "badArgument"), ("verb=Identify&verb=Identify", "badArgument"),
                                ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
                                ("verb=ListRecords&resumptionToken=" + urllib.parse.quote(HOSTILE), "badResumptionToken"),
                                ("verb=ListRecords&metadataPrefix=oai_dc&set=" + urllib.parse.quote(HOSTILE), "badArgument"),
                                ("verb=ListRecords&metadataPrefix=oai_dc&set=theme:", "badArgument"),
                                ("verb=ListRecords&metadataPrefix=oai_dc&set=theme::x", "badArgument"),
                                ("verb=ListRecords&metadataPrefix=" + urllib.parse.quote(HOSTILE), "badArgument"),
                                ("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + urllib.parse.quote(HOSTILE),
                                 "badArgument"),
                                ("verb=GetRecord&metadataPrefix=oai_dc&identifier=nope", "idDoesNotExist")):
            for post in (False, True):
                self.assertEqual(self.read(self.send(arguments, post)), code, arguments)

    def test_hostile_text_stays_text(self):
        entry = self.publish(HOSTILE, authors=HOSTILE, summary=HOSTILE)
        self.entries.append(entry)
        for prefix in ("oai_dc", "datacite"):
            record = self.ask(verb="GetRecord", identifier="oai:katalog.example:" + entry["id"], prefix=prefix)[0]
            shown = HOSTILE.replace("\ufffe", "\ufffd")
            self.assertGreaterEqual([element.text for element in record.iter()].count(shown), 3)


if __name__ == "__main__":
    Harvest.programs = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
