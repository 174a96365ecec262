"""The advisories of a peer (features.md 1.2, HotCRP's NEWS of 2026), each tried here under its name."""
import json
import urllib.parse

from access import status
from attachments import Files
from stack import MARKS, wait_until

SCRIPT = b"<html><script>document.title = 'owned'</script></html>"


def found(client, path="/v1/dossiers", **query):
    """(numbers, total)"""
    page = client.get(path, total="true", **query)
    return sorted(each["number"] for each in page.get("dossiers", [])), page.get("total", 0)


def of_region_30(client, **query):
    return [each["number"] for each in client.get("/v1/dossiers", **query).get("dossiers", []) if each["region"] == "30"]


# ---- CVE-2026-55493: search leaks what is hidden ----

def search_leaks(checks, world):
    here, there, owner = (world.people[who] for who in ("coordinator-30", "coordinator-32", "owner"))
    number = here.get("/v1/dossiers/" + world.application)["number"]
    words = {"a word of the answers": MARKS["answer"], "the applicant's organisation": MARKS["organisation"],
             "the applicant's name": MARKS["name"], "the number": number}
    checks.equal("whose region it is finds it by each of %d kinds of words" % len(words),
                 {what: number in found(here, text=text)[0] for what, text in words.items()}, {what: True for what in words})
    checks.equal("... another region finds and counts nothing by any", {
        what: found(there, text=text) for what, text in words.items()}, {what: ([], 0) for what in words})
    title = here.get("/v1/dossiers/" + world.application)["title"]
    hidden = {what: found(owner, text=text) for what, text in words.items()
              if "organisation" in what or "name" in what}
    checks.equal("... the owner, whose lists show titles only, finds by title and by no applicant",
                 (number in found(owner, text=title)[0], set(map(str, hidden.values()))), (True, {"([], 0)"}))
    checks.equal("... and not by answers", status(owner, "GET", "/v1/dossiers?answers=topic=health"), 400)
    checks.equal("a filter by another's region counts nothing", found(there, region="30"), ([], 0))
    orders = ["DOSSIERS_NEWEST", "DOSSIERS_OLDEST", "DOSSIERS_BY_POINTS", "DOSSIERS_BY_AMOUNT"]
    checks.equal("... in whatever order", [found(there, order=order, region="30") for order in orders], [([], 0)] * 4)
    cursor = here.get("/v1/dossiers", limit=1).get("nextCursor", "")
    checks.equal("another's cursor opens nothing of theirs", of_region_30(there, cursor=cursor), [])
    waits = {}
    for client, who in ((here, "found"), (there, "not theirs")):
        before = waits_of(world.stack)
        found(client, text=MARKS["answer"])
        waits[who] = waits_of(world.stack) - before
    checks.equal("... and a search that finds waits as often as one that does not", waits["found"], waits["not theirs"])


def waits_of(stack):
    return stack.metrics("evaluation")['wlacznik_rpc_round_trips_total{method="SearchDossiers"}']


# ---- CVE-2026-23836: what is typed becomes a formula ----

TYPED = ["' or 1=1 --", "'); select pg_sleep(5); --", "a:* | b", "!x", "x & y | z", "a <-> b", "\\", "'", "\"", "((",
         "$1", "%", "*", ":*", "t:*", "30:*", "32:" + MARKS["answer"], "\u0000x".replace("\u0000", ""), "x" * 200]


def formulas(checks, world):
    there = world.people["coordinator-32"]
    lists = {
        "/v1/dossiers": ("text", there),
        "/v1/catalogue": ("query", world.stack.public),
        "/v1/catalogue-suggestions": ("query", world.stack.public),
        "/v1/accounts": ("query", world.people["administrator"]),
        "/v1/places": ("query", world.stack.public),
    }
    for path, (name, client) in lists.items():
        answers = {text: status(client, "GET", "%s?%s" % (path, encoded({name: text}))) for text in TYPED}
        wrong = {text: code for text, code in answers.items() if code not in (200, 400)}
        checks.that("%s takes %d texts that mean something elsewhere for words" % (path, len(TYPED)), not wrong, wrong)
    checks.equal("... and none of them finds another region's", [of_region_30(there, text=text) for text in TYPED],
                 [[]] * len(TYPED))
    owner = world.people["owner"]
    filters = ["a='b'", "a=b|30=c", "topic=health' | 't:a", "=", "a=b=c"]
    coordinator = world.people["coordinator-30"]
    checks.equal("a filter is a field and an answer or nothing", {
        status(coordinator, "GET", "/v1/dossiers?" + encoded({"answers": text})) for text in filters}, {400})
    checks.equal("... an order one of the documented", status(owner, "GET", "/v1/dossiers?order=points;drop"), 400)
    masks = ["id,(select 1)", "*", "id;drop", "../id", "id,,", "answers[0]"]
    checks.equal("... and fields the answer's own", {
        status(coordinator, "GET", "/v1/dossiers/%s?%s" % (world.application, encoded({"fields": text})))
        for text in masks}, {400})


def encoded(query):
    return urllib.parse.urlencode(query)


# ---- CVE-2026-23878: any author fetches any document ----

def documents(checks, world):
    owner, other = world.people["innovator"], world.others["innovator"]
    attachment = owner.post("/v1/applications/%s/attachments" % world.draft, {
        "field": "film", "name": "Zqtajne.pdf", "size": 9})["id"]
    files = Files(world.stack, owner)
    checks.equal("an author's file is taken", files.put(attachment, 0, b"%PDF-1.7\n"), 200)
    path = "/v1/attachments/" + attachment
    wait_until("the check of a file", lambda: owner.get(path)["state"] != "CHECKING")
    checks.equal("... and theirs to read", [status(owner, "GET", path), files.ask("GET", path + "/content").status], [200, 200])
    mine = other.post("/v1/applications", world.draft_body(other))["id"]
    tries = {
        "by its address": status(other, "GET", path),
        "its bytes": Files(world.stack, other).ask("GET", path + "/content").status,
        "a part of them": Files(world.stack, other).ask("GET", path + "/content", Range="bytes=0-3").status,
        "more bytes into it": Files(world.stack, other).put(attachment, 9, b"x"),
        "by deleting it": status(other, "DELETE", path),
        "the list of its application": status(other, "GET", "/v1/applications/%s/attachments" % world.draft),
    }
    checks.equal("another author gets nothing of it", set(tries.values()), {404})
    draft = other.get("/v1/applications/" + mine)
    body = {"version": draft["version"], "applicant": draft["applicant"],
            "answers": {"list": [{"field": "film", "attachments": [attachment]}]}}
    try:
        other.put("/v1/applications/" + mine, body)
        stolen = json.dumps(other.get("/v1/applications/%s/attachments" % mine))
        outcome = attachment in stolen or "Zqtajne" in stolen
    except Exception as refused:  # whatever refuses it is right
        outcome = getattr(refused, "status", 500) >= 500
    checks.that("... not by naming it in an application of their own", not outcome)
    checks.equal("... and the bytes are still nobody else's", status(other, "GET", path + "/content"), 404)
    owner.ask("DELETE", path)


# ---- CVE-2026-25156: an upload that runs in our origin ----

def inline_uploads(checks, world):
    owner = world.people["innovator"]
    bodies = {"a page": ("x.html", SCRIPT), "a picture with a script": ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>"
              b"<script>1</script></svg>"), "a page that says it is a PDF": ("x.pdf", SCRIPT),
              "a PDF with a name of a page": ("x.html", b"%PDF-1.7\n1 0 obj\n")}
    for what, (name, body) in bodies.items():
        answer = uploaded(world, owner, name, body)
        if answer is None:
            checks.that("%s is refused" % what, True)
            continue
        headers = {key.lower(): value for key, value in answer.getheaders()}
        safe = (headers.get("content-disposition", "").startswith("attachment") and
                headers.get("x-content-type-options") == "nosniff" and "default-src 'none'" in headers.get(
                    "content-security-policy", "") and not headers["content-type"].startswith(("text/html", "image/svg")))
        checks.that("%s comes back to be saved, of no type that runs" % what, safe, headers)


def uploaded(world, client, name, body):
    """The answer to a read of it; None when it was refused on the way."""
    path = "/v1/applications/%s/attachments" % world.draft
    try:
        attachment = client.post(path, {"field": "film", "name": name, "size": len(body)})["id"]
    except Exception as refused:
        assert refused.status == 400, refused
        return None
    files = Files(world.stack, client)
    files.put(attachment, 0, body)
    path = "/v1/attachments/" + attachment
    state = wait_until("the check of a file", lambda: (lambda s: s if s in ("READY", "REFUSED") else None)(
        client.get(path)["state"]))
    answer = files.ask("GET", path + "/content")
    answer.read()
    client.ask("DELETE", path)
    return answer if state == "READY" or answer.status == 200 else None


# ---- openreview#351, GHSA-v8jx-vq6p-jq52, GHSA-fr3q-pp37-9wcg: who assesses, by counts, times and roles ----

def reviewers(checks, world):
    applicant, assessor = world.people["innovator"], world.people["assessor"]
    seen = []
    for path in ("/v1/me/applications", "/v1/applications/" + world.application, "/v1/applications/%s/corrections" %
                 world.application, "/v1/me/messages", "/v1/me", "/v1/me/data", "/v1/calls/%s/funnel" % world.call_id):
        seen.append(json.dumps(applicant.get(path) if status(applicant, "GET", path) == 200 else {}, ensure_ascii=False))
    text = " ".join(seen)
    marks = [assessor.account_id, assessor.email, world.card, world.second_card]
    checks.equal("nothing that an applicant reads names an assessor or a card",
                 [mark for mark in marks if mark in text], [])
    funnel = world.stack.public.get("/v1/calls/%s/funnel" % world.call_id)
    counts = ("cardsLocked", "thirdAssessments", "assessed", "aboveThreshold", "recommended")
    checks.equal("what assessors did is not counted in public before the list is out (test-call.c scores first)",
                 [funnel[name] for name in counts], [0] * len(counts))
    before = json.dumps(applicant.get("/v1/applications/" + world.application), sort_keys=True)
    assessor.post("/v1/cards/%s/declaration" % world.card, {"conflict": False})
    after = json.dumps(applicant.get("/v1/applications/" + world.application), sort_keys=True)
    checks.equal("an assessor's work changes nothing that the applicant sees", after, before)
    again = world.stack.public.get("/v1/calls/%s/funnel" % world.call_id)
    checks.equal("... nor what everybody sees", again, funnel)
    peer = json.dumps(assessor.get("/v1/cards/" + world.card), ensure_ascii=False)
    checks.equal("an assessor's card names neither the applicant nor another assessor", [mark for mark in (
        MARKS["organisation"], applicant.email, applicant.account_id, world.second_card) if mark in peer], [])
    staff = ["/v1/dossiers/" + world.application, "/v1/dossiers?text=x", "/v1/calls/%s/assessors" % world.call_id,
             "/v1/calls/%s/dossiers" % world.call_id, "/v1/calls/%s/desks" % world.call_id]
    checks.equal("neither of them reads what staff read", {
        status(client, "GET", path) for client in (applicant, assessor) for path in staff}, {403})
    both = [status(assessor, verb, "/v1/applications/" + world.application + rest, body) for verb, rest, body in (
        ("GET", "", None), ("POST", "/withdraw", {}), ("GET", "/attachments", None), ("GET", "/assessment", None))]
    checks.equal("an assessor has none of the applicant's ways in", set(both), {404})
    print("  (times: secrecy.py compares the waits of every operation on a card that is another's and on none)")


def run(checks, stack, world):
    checks.that("a search is there", status(world.people["owner"], "GET", "/v1/dossiers") == 200)
    wait_until("the search knows the application", lambda: found(world.people["coordinator-30"], text=MARKS["answer"])[1])
    for title, body in (("CVE-2026-55493", search_leaks), ("CVE-2026-23836", formulas), ("CVE-2026-23878", documents),
                        ("CVE-2026-25156", inline_uploads), ("GHSA-v8jx-vq6p-jq52, GHSA-fr3q-pp37-9wcg", reviewers)):
        print("  " + title)
        body(checks, world)
