"""Attachments at 32's site: its people read what the centre keeps, by way of the centre's evaluation, and nobody else does."""
import os
import time

import attachments
import authority
import wire
import world as worlds
from api import Client, Refused
from stack import wait_until

# What assessors see, and what only coordinators do: so names that applicants gave are hidden from assessors.
FIELDS = [{"key": "budget-table", "kind": "FILE", "label": {"pl": "Tabela budżetu"}, "maxRows": 2},
          {"key": "letter", "kind": "FILE", "label": {"pl": "List poparcia"}, "maxRows": 1, "hiddenFromAssessors": True}]
# In every name and every line of a file of that region; they occur nowhere else.
MARKS = {"30": "zqplik-trzydziestki", "32": "zqplik-trzydwojki"}
LINES = 30000  # so that a file is more than two pieces


def content(region, field):
    return b"%PDF-1.7\n" + ("%s %s\n" % (MARKS[region], field)).encode() * LINES


def attach(world, client, draft, region):
    """Uploads a file for each field; the answers that name them."""
    world.files = getattr(world, "files", {})
    world.files[region] = {field["key"]: attachments.upload(
        client, draft, field["key"], "%s %s.pdf" % (MARKS[region], field["key"]), content(region, field["key"])) for field in FIELDS}
    return [{"field": key, "attachments": [id]} for key, id in world.files[region].items()]


def refused(client, path):
    """(status, reason); (0, "") when it was answered."""
    try:
        client.get(path)
        return 0, ""
    except Refused as no:
        return no.status, no.problem.get("type", "").split("/")[-1]


def cards_of(world, *states):
    """{assessor of the site: their card of the application that has files}, in one of these states."""
    found = {}
    for assessor in world.assessors["32"]:
        found.update({assessor: card["id"] for card in assessor.pages("/v1/me/cards", "cards", limit=50)
                      if card["applicationId"] == world.applications["32"][0] and card["state"] in states})
    return found


def places(world):
    """(assessor who reads it, path of their card's files, path of the dossier's, id of the file that both see)"""
    reader, card = next(iter(cards_of(world, "OPEN", "LOCKED").items()))
    return reader, "/v1/cards/%s/files" % card, "/v1/dossiers/%s/files" % world.applications["32"][0], world.files["32"]["budget-table"]


def refusals(world):
    reader, card, dossier, file = places(world)
    return [refused(reader, "%s/%s" % (card, file)), refused(world.coordinators["32"], "%s/%s" % (dossier, file))]


def run(checks, world):
    reader, card = next(iter(cards_of(world, "DECLARATION_DUE").items()))
    file = world.files["32"]["budget-table"]
    checks.equal("no file before the declaration", (reader.get("/v1/cards/%s/files" % card).get("files", []), refused(
        reader, "/v1/cards/%s/files/%s" % (card, file))[0]), ([], 404))
    reader.post("/v1/cards/%s/declaration" % card, {"conflict": False})
    reader, card, dossier, file = places(world)
    coordinator, letter = world.coordinators["32"], world.files["32"]["letter"]
    seen = reader.get(card)["files"]
    checks.equal("an assessor at the site sees the file of the field that assessors see, without its name",
                 [(one["id"], one["name"], one["mediaType"]) for one in seen], [(file, "plik-1.pdf", "application/pdf")])
    checks.that("... and reads every byte of it", reader.get("%s/%s" % (card, file)) == content("32", "budget-table"))
    checks.equal("a coordinator sees both, as their owner named them", {one["name"] for one in coordinator.get(dossier)["files"]},
                 {"%s %s.pdf" % (MARKS["32"], field["key"]) for field in FIELDS})
    checks.that("... and reads them", coordinator.get("%s/%s" % (dossier, letter)) == content("32", "letter"))
    refuse(checks, world)


def refuse(checks, world):
    reader, card, dossier, file = places(world)
    site, centre, letter, foreign = world.site, world.centre, world.files["32"]["letter"], world.files["30"]["budget-table"]
    checks.equal("the assessor gets no file of a hidden field, nor of another application", [
        refused(reader, "%s/%s" % (card, one))[0] for one in (letter, foreign)], [404, 404])
    others = [assessor for assessor in world.assessors["32"] if assessor is not reader]
    checks.equal("another assessor gets nothing by that card", {refused(one, path) for one in others for path in (
        card, "%s/%s" % (card, file))}, {refused(reader, "/v1/cards/%s/files" % file)})
    stranger = worlds.named(site, "Obca Osoba", [("COORDINATOR", "30")])
    checks.equal("nor does a coordinator of another region, nor anybody without a role",
                 [refused(stranger, dossier)[0], refused(stranger, card)[0]], [404, 403])
    applicant = Client(site.url)
    applicant.token = world.applicants[world.applications["32"][0]].token
    checks.equal("the applicant, who has an account at the centre, has none here", refused(applicant, dossier)[0], 401)
    checks.equal("at the centre evaluation has nothing of what the site evaluates", world.centre_32.get(dossier).get("files", []), [])

    keys, stage = authority.Keys(world, "evaluation"), "idea"
    own, other = world.applications["32"][0], world.applications["30"][0]
    ask = lambda application, one: keys.ask("evaluation", "GetSiteFile", "evaluation", wire.message(  # noqa: E731
        (1, application), (2, stage), (3, one)))[0]
    checks.equal("the site's key opens its own application's files, and no other's, nor one by another's name", [
        ask(own, file), ask(other, foreign), ask(own, foreign), ask(other, file)], [wire.OK] + [wire.NOT_FOUND] * 3)
    checks.equal("... nor their list", keys.ask("evaluation", "ListSiteFiles", "evaluation", wire.message(
        (1, other), (2, stage)))[0], wire.NOT_FOUND)
    for method, payload in (("ListAttachments", own), ("GetAttachmentContent", file)):
        checks.equal("... and does not open intake.%s" % method, keys.ask(
            "intake", method, "evaluation", wire.message((1, payload)))[0], wire.PERMISSION_DENIED)


def tries(world):
    """How often the site asked in vain."""
    with open(os.path.join(world.site.data, "log", "evaluation.log"), encoding="utf-8") as file:
        return sum("another service does not answer" in line and "GetSiteFile" in line for line in file)


def with_cut_line(checks, world):
    reader, card, _, file = places(world)
    checks.equal("a file is away, and that is said", refusals(world), [(503, "files-away")] * 2)
    began, before = time.monotonic(), tries(world)
    again = {refused(reader, "%s/%s" % (card, file)) for _ in range(20)}
    waited, tried = time.monotonic() - began, tries(world) - before
    print("    20 more answers took %.2f s and tried the line %d times" % (waited, tried))
    checks.equal("... to whoever asks again, too", again, {(503, "files-away")})
    checks.that("one in five seconds tries the line, and the others need no worker to wait for it", tried <= 1 + waited / 5, (tried, waited))
    checks.that("the card is there", reader.get(card.rsplit("/", 1)[0])["answers"])


def with_mended_line(checks, world):
    reader, card, _, file = places(world)
    wait_until("the file is back", lambda: refused(reader, "%s/%s" % (card, file)) == (0, ""), 30)
    checks.that("the file is back with the line", reader.get("%s/%s" % (card, file)) == content("32", "budget-table"))
