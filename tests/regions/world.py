"""A call in two regions: 30 is assessed at the centre, 32 at its site."""
import collections
import json
import os
import secrets
import subprocess
from http.client import HTTPException

import region_files
import replicas
from api import Refused
from hostile_bus import read_key
from scenes import Scenes, instant
from stack import TOP, wait_until
from tell import Progress

# Words that occur nowhere else. `SECRET` ones stay in the region; `RESULT` is told.
SECRET = {"assessor": "Zqoceniacz", "coordinator": "Zqkoordynator", "conflict": "zqznam-wnioskodawce-z-pracy",
          "draft": "zqbrudnopis-karty", "profile": "zqprofil-eksperta"}
RESULT = {"reason": "zquzasadnienie-wyniku", "formal": "zqbrakuje-zalacznika"}
FOREIGN = {"applicant": "Zqtrzydziestka", "file": region_files.MARKS["30"]}  # in region 30
OWN = {"applicant": "Zqtrzydwojka", "file": region_files.MARKS["32"]}        # in region 32


# How wrong it is, and since when.
Clock = collections.namedtuple("Clock", ("seconds", "since"))


def scenes_of(house):
    scenes = Scenes(house.public, house.mailbox, Progress(1))
    scenes.progress.live, scenes.progress.scene = False, lambda title: None
    scenes.amounts = [1500000] * 20
    return scenes


class World:
    def __init__(self, work, centre, site, line, invitation):
        self.work, self.centre, self.site, self.line, self.invitation = work, centre, site, line, invitation
        self.applications = {"30": [], "32": []}
        # For reckoning.py: one machine has one clock.
        self.locked = {"32": set()}
        self.clocks = {name: Clock(0.0, 0.0) for name in ("centre", "32")}

    def houses(self):
        return {"centre": self.centre, "32": self.site}

    @property
    def sites(self):
        return {"32": self.site}

    def region_row(self, columns):
        return self.centre.rows("evaluation", "select %s from site where region = '32'" % columns)[0]

    def site_head(self):
        rows = self.site.rows("evaluation", "select sequence, hash from runtime.stream where region = 'report'")
        return rows[0] if rows else ["0", ""]

    def streams_equal(self):
        return self.region_row("taken, taken_hash") == self.site_head()


def bend(world):
    """Has the site reach the centre by our line."""
    with open(world.invitation, encoding="utf-8") as file:
        text = file.read()
    for place in range(4):
        text = text.replace(":%d\n" % (world.centre.port + 10 + place), ":%d\n" % (world.centre.port + 50 + place))
    with open(world.invitation, "w", encoding="utf-8") as file:
        file.write(text)


# ---- joining ----

def join(checks, world):
    centre, site = world.centre, world.site
    centre.start()
    code, said = centre.tool("region", "invite", "32", "--out", world.invitation)
    checks.that("wlacznik region invite 32", code == 0, said)
    checks.equal("the invitation is for its reader alone", oct(os.stat(world.invitation).st_mode & 0o777), "0o600")
    bend(world)
    os.makedirs(site.data, exist_ok=True)
    replicas.settings(site)
    site.start()
    checks.that("deploy/up --region 32 --join FILE", "Region 32 is up" in site.said(), site.said())
    peers = [line.split() for line in open(os.path.join(centre.data, "keys", "peers"), encoding="ascii")]
    checks.equal("one key is listed, with region 32 and nothing else",
                 [words[1:] for words in peers if words[2] != "*" and words[1] != "joiner"], [["evaluation", "32"]])
    checks.that("the invitation's key is used up", any(
        words[1] == "joiner" and words[3:] == ["revoked"] for words in peers), peers)
    keys = os.path.join(site.data, "keys")
    own = [read_key(os.path.join(keys, name))[1].decode() for name in os.listdir(keys) if name.endswith(".key")]
    found = subprocess.run(["grep", "-rlF", *sum((["-e", key] for key in own), []), centre.data],
                           capture_output=True, text=True).stdout
    checks.equal("no secret key of the site is anywhere at the centre", found, "")
    again = subprocess.run([os.path.join(site.data, "bin", "wlacznik"), "region", "join", world.invitation,
                            "--directory", keys], capture_output=True, text=True)
    checks.that("an invitation does not open twice", again.returncode != 0, again.stdout)
    wait_until("the first report", lambda: world.region_row("contact_at")[0])
    wait_until("a measured clock", lambda: world.region_row("coalesce (round_trip_us, 0)")[0] != "0")
    difference, round_trip = (int(cell) for cell in world.region_row("clock_difference_us, round_trip_us"))
    checks.that("the clocks of one machine differ by less than half the way there and back",
                abs(difference) <= round_trip / 2, "%d of %d us" % (difference, round_trip))
    code, said = centre.tool("region", "status")
    checks.that("wlacznik region status shows it joined", code == 0 and "joined" in said, said)
    print("".join("    %s\n" % line for line in said.splitlines()[:2]))
    code, said = centre.tool("status")
    checks.that("wlacznik status shows it below the services", code == 0 and any(
        line.startswith("32 ") for line in said.split("REGION'S SITE")[-1].splitlines()), said)


# ---- the call ----

def announce(checks, world):
    centre, site = world.centre, world.site
    world.owner = centre.open_account("owner", [("OWNER", "*"), ("COORDINATOR", "*")])
    world.coordinators = {"30": centre.open_account("coordinator", [("COORDINATOR", "30")]),
                          "32": named(site, SECRET["coordinator"], [("COORDINATOR", "32")])}
    world.centre_32 = centre.open_account("coordinator", [("COORDINATOR", "32")])
    world.assessors = {"30": [centre.open_account("assessor", [("ASSESSOR", "*")]) for _ in range(3)],
                       "32": [named(site, "%s %d" % (SECRET["assessor"], n), [("ASSESSOR", "32")])
                              for n in range(4)]}
    scenes = scenes_of(centre)
    scenes.owner = world.owner
    with open(os.path.join(TOP, "deploy", "demo", "call.json"), encoding="utf-8") as file:
        definition = dict(json.load(file), applicationsPerPerson=0, letters={"holdResults": True})
    definition["stages"][0]["form"]["sections"][-1]["fields"] += region_files.FIELDS
    definition["stages"][0].update(meritAppeal={"days": 14, "kind": "TERM_WORKING"}, formalAppeal={"days": 7, "kind": "TERM_WORKING"})
    scenes.announce_call(definition)
    world.owner.post("/v1/calls/%s/extend" % scenes.call_id, {"submitUntil": instant(90)})
    world.call_id, world.scenes, world.definition = scenes.call_id, scenes, definition
    with open(os.path.join(TOP, "deploy", "demo", "applications.json"), encoding="utf-8") as file:
        world.texts = json.load(file)
    for number in range(6):
        submit(world, number, ("30", "32")[number % 2], world.texts[number])
    wait_until("the centre has all six", lambda: len(dossiers(world.owner, world)) == 6)
    wait_until("the site has its three", lambda: len(dossiers(world.coordinators["32"], world)) == 3)
    states = {d["applicationId"]: d["state"] for d in dossiers(world.owner, world)}
    checks.that("at the centre those of 32 wait for their site",
                all(states[a] == "AT_SITE" for a in world.applications["32"]) and
                all(states[a] == "FORMAL_REVIEW" for a in world.applications["30"]), states)
    checks.equal("at the site are those of 32 and no others",
                 {d["applicationId"] for d in dossiers(world.coordinators["32"], world)},
                 set(world.applications["32"]))
    checks.equal("... in its database too",
                 int(site.value("evaluation", "select count (*) from dossier")), 3)
    refused = refusal(lambda: world.centre_32.post(
        "/v1/dossiers/%s/formal-check" % world.applications["32"][0], {"items": items(world)}))
    checks.that("a coordinator of 32 at the centre does not check them", refused in (400, 404, 409), refused)
    checks.equal("the site has a copy of the call", site.public.get("/v1/calls/%s" % world.call_id)["id"], world.call_id)
    checks.equal("... and lists it", [call["id"] for call in site.public.get("/v1/calls")["calls"]], [world.call_id])
    refused = refusal(lambda: world.coordinators["32"].get("/v1/applications/%s" % world.applications["32"][0]))
    checks.equal("what is not in the region is asked at the centre, by oneself", refused, 404)


def named(house, name, grants):
    """An account with this name."""
    address = "%s.%s@poczta.example" % (name.lower().replace(" ", ""), secrets.token_hex(3))
    house.public.post("/v1/accounts", {"email": address, "password": house.password, "locale": "pl", "name": name})
    token = house.mailbox.wait_for(address, r"confirm#token=([A-Za-z0-9_-]+)").group(1)
    house.public.post("/v1/accounts/confirm", {"token": token})
    client = house.sign_in(address, house.password)
    client.name = name
    for role, region in grants:
        house.administrator.post("/v1/accounts/%s/roles" % client.account_id, {"role": role, "region": region})
    return client


def submit(world, number, region, text):
    mark = {"30": FOREIGN, "32": OWN}[region]["applicant"]
    client = named(world.centre, "%s %d" % (mark, number), [])
    draft = client.post("/v1/applications", {
        "callId": world.call_id, "region": region,
        "applicant": {"type": "PERSON", "members": [{"name": client.name, "email": client.email}]}})
    answers = world.scenes.answers(number, text, region)
    if number < 2:
        answers["list"] += region_files.attach(world, client, draft["id"], region)
    saved = client.put("/v1/applications/" + draft["id"], {
        "version": draft["version"], "applicant": draft["applicant"], "answers": answers})
    client.post("/v1/applications/%s/submit" % draft["id"], {"version": saved["version"]})
    world.applications[region].append(draft["id"])
    world.applicants = getattr(world, "applicants", {})
    world.applicants[draft["id"]] = client


def keep_open(world, seconds=60):
    """Whatever the machine is busy with, there is time to apply; never moves the end back."""
    until = instant(seconds)
    if world.centre.public.get("/v1/calls/%s" % world.call_id)["definition"]["submitUntil"] < until:
        world.owner.post("/v1/calls/%s/extend" % world.call_id, {"submitUntil": until})


def another_application(world, region="32", wait=True):
    """One more, of somebody who has applied before."""
    keep_open(world)
    client = world.applicants[world.applications[region][0]]
    number = sum(map(len, world.applications.values()))
    draft = client.post("/v1/applications", {
        "callId": world.call_id, "region": region,
        "applicant": {"type": "PERSON", "members": [{"name": client.name, "email": client.email}]}})
    text = dict(world.texts[number % len(world.texts)], title="Pomysł numer %d" % number)
    saved = client.put("/v1/applications/" + draft["id"], {
        "version": draft["version"], "applicant": draft["applicant"],
        "answers": world.scenes.answers(number % 20, text, region)})
    client.post("/v1/applications/%s/submit" % draft["id"], {"version": saved["version"]})
    world.applications[region].append(draft["id"])
    world.applicants[draft["id"]] = client
    if wait:
        wait_until("it reaches the region", lambda: any(
            d["applicationId"] == draft["id"] for d in dossiers(world.coordinators[region], world)))


def dossiers(client, world, state=None):
    return list(client.pages("/v1/calls/%s/dossiers" % world.call_id, "dossiers", state=state, limit=100))


def items(world, failing=None):
    return [dict({"item": item["key"], "answer": "NO" if item["key"] == failing else "YES"},
                 **({"reason": RESULT["formal"]} if item["key"] == failing else {}))
            for item in world.definition["stages"][0]["formalItems"]]


def refusal(act):
    try:
        act()
    except Refused as refused:
        return refused.status
    return 0


# ---- assessment ----

def assess(checks, world):
    for region, client in world.coordinators.items():
        for number, application in enumerate(world.applications[region]):
            fails = "complete" if region == "32" and number == 2 else None
            client.post("/v1/dossiers/%s/formal-check" % application, {"items": items(world, fails)})
        for assessor in world.assessors[region]:
            client.put("/v1/calls/%s/assessors/%s" % (world.call_id, assessor.account_id), {
                "maxCards": 900, "regions": [region],
                "profile": {"homeRegion": region, "text": SECRET["profile"] if region == "32" else "Zna się."}})
        given = client.post("/v1/calls/%s/assignments" % world.call_id)
        checks.that("region %s gives out its cards" % region, not given.get("shortOfAssessors") and given["made"] > 0, given)
    score_all(world, "30")
    declare_one_conflict(world)
    wait_until("a letter to an assessor of the region, from the region", lambda: any(
        world.site.mailbox.of(a.email) and world.site.mailbox.refresh() is None and
        any("kart" in subject.lower() or "ocen" in subject.lower() for subject, _ in world.site.mailbox.of(a.email))
        for a in world.assessors["32"]))
    checks.that("assessors of the region get their letters from its own house", True)
    rejected = world.applications["32"][2]
    wait_until("the rejection at the centre", lambda: any(
        d["applicationId"] == rejected and d["state"] == "FORMALLY_REJECTED" for d in dossiers(world.owner, world)))
    applicant = world.applicants[rejected]
    wait_until("intake knows it", lambda: applicant.get("/v1/applications/" + rejected)["state"] == "REJECTED_FORMALLY"
               or applicant.get("/v1/applications/" + rejected)["state"].startswith("REJECTED")
               or "FORMAL" in applicant.get("/v1/applications/" + rejected)["state"])
    failed = wait_until("the reason is told", lambda: applicant.get(
        "/v1/applications/%s/assessment" % rejected).get("failedItems"))
    checks.equal("the applicant reads at the centre why the region rejected it", failed[0]["reason"], RESULT["formal"])


def check_formally(world, region="32"):
    """What waits in the region is checked, and its cards are given out."""
    coordinator = world.coordinators[region]
    for dossier in dossiers(coordinator, world, "FORMAL_REVIEW"):
        coordinator.post("/v1/dossiers/%s/formal-check" % dossier["applicationId"], {"items": items(world)})
    coordinator.post("/v1/calls/%s/assignments" % world.call_id)


def declare_one_conflict(world):
    for assessor in world.assessors["32"]:
        cards = assessor.get("/v1/me/cards")["cards"]
        if cards:
            assessor.post("/v1/cards/%s/declaration" % cards[0]["id"], {"conflict": True, "reason": SECRET["conflict"]})
            return


def score_all(world, region, points=(1400, 1500, 1300, 1600, 1400), only=None):
    """Every card that waits in the region is declared, scored and locked, until none is left."""
    done = 0
    while True:
        before = done
        for assessor in world.assessors[region]:
            for card in list(assessor.pages("/v1/me/cards", "cards", limit=50)):
                if card["state"] in ("DECLARATION_DUE", "OPEN") and (only is None or done < only):
                    score(world, assessor, card, points)
                    done += 1
        if done == before:
            return done


def score(world, assessor, card, points):
    if card["state"] == "DECLARATION_DUE":
        card = assessor.post("/v1/cards/%s/declaration" % card["id"], {"conflict": False})
    card = assessor.get("/v1/cards/%s" % card["id"])
    # A draft that is written over stays in the region; what is locked is a result.
    at_site = assessor in world.assessors["32"]
    for text in (SECRET["draft"] if at_site else "Na brudno", RESULT["reason"] if at_site else "Uzasadnienie"):
        text += " i jeszcze trochę słów, bo karta ich wymaga"
        scores = [{"criterion": criterion["key"], "points": p, "reason": text}
                  for criterion, p in zip(card["rules"]["criteria"], points)]
        card = dict(assessor.put("/v1/cards/%s" % card["id"], {"version": card["version"], "scores": {"list": scores}}),
                    rules=card["rules"])
    assessor.post("/v1/cards/%s/lock" % card["id"], {"version": card["version"]})


# ---- the list ----

def publish(checks, world):
    call = "/v1/calls/%s" % world.call_id
    check_formally(world)
    score_all(world, "32")
    until = world.centre.public.get(call)["definition"]["submitUntil"]
    wait_until("the deadline", lambda: instant(0) > until, 300)
    checks.equal("no list before the region closed its own", refusal(lambda: world.owner.post(call + "/ranking")), 400)
    closed = world.coordinators["32"].post(call + "/region-lists")
    checks.equal("the region closes its list", closed["applications"], len(world.applications["32"]))
    listed = wait_until("the closed list is whole at the centre", lambda: [
        one for one in world.owner.get(call + "/region-lists").get("lists", []) if one.get("complete")])
    checks.equal("both sides hold the same list", listed[0]["digest"], closed["digest"])
    ranking = world.owner.post(call + "/ranking")
    world.owner.post(call + "/ranking/publish", {"inputsDigest": ranking["inputsDigest"]})
    results = world.centre.public.get(call + "/results")
    checks.equal("applications of both regions stand on one list",
                 {entry["applicationId"] for entry in results["entries"]},
                 set(world.applications["30"] + world.applications["32"]))
    code, said = world.centre.tool("ranking", "verify", world.call_id)
    checks.that("wlacznik ranking verify", code == 0, said)
    chosen = world.applications["32"][0]
    card = world.applicants[chosen].get("/v1/applications/%s/assessment" % chosen)
    checks.that("an applicant of 32 reads points and reasons at the centre",
                card["criteria"][0]["points"] and RESULT["reason"] in card["criteria"][0]["reasons"][0], card)
    wait_until("the site knows of the list", lambda: all(
        d["state"] in ("RANKED", "FORMALLY_REJECTED") for d in dossiers(world.coordinators["32"], world)))
    checks.that("the site knows where its applications stand", True)
    letters(checks, world, chosen, card)
    funnel = world.centre.public.get(call + "/funnel")
    cards = int(world.site.value("evaluation", "select count (*) from card where state = 3")) + \
        int(world.centre.value("evaluation", "select count (*) from card where state = 3"))
    checks.equal("the funnel counts the region's cards", funnel["cardsLocked"], cards)


def letters(checks, world, chosen, card):
    """Results are held back; those of 32 go when the centre's coordinator of 32 sends them, and say what the site told."""
    def held(kind):
        return [one for one in world.centre_32.get("/v1/calls/%s/mailings" % world.call_id)["mailings"]
                if one["kind"] == kind and one["regions"] == ["32"] and not one["reach"].get("counting")]

    def send(kind):
        path = "/v1/mailings/" + wait_until("%s of 32 to send" % kind, lambda: held(kind))[0]["id"]
        preview = world.centre_32.get(path + "/recipients/1/letter")["text"]
        world.centre_32.post(path + "/steering", {"version": world.centre_32.get(path)["version"], "act": "SEND"})
        return preview

    def letter(application, words):
        def found():
            world.centre.mailbox.refresh()
            return [text for _, text in world.centre.mailbox.of(world.applicants[application].email) if words in text]
        return wait_until("the letter about %s" % application, found)

    send("FORMAL_RESULTS")
    preview = send("RESULTS")
    points = lambda hundredths: ("%.2f" % (hundredths / 100)).replace(".", ",")  # noqa: E731
    (text,) = letter(chosen, "/applications/%s/assessment" % chosen)
    checks.that("the letter about 32 has the points of its site", "Ocena: %s pkt" % points(card["points"]) in text and
                all("%s / %s" % (points(one["points"]), points(one["maxPoints"])) in text for one in card["criteria"]), text)
    checks.that("... and says who decides an appeal, and until when it may be filed", "partner w regionie" in text and
                "Ostatnia chwila na odwołanie" in text, text)
    (text,) = letter(world.applications["32"][2], RESULT["formal"])
    checks.that("the letter about a rejection there has its reason", "partner w regionie" in text, text)
    checks.that("a coordinator could read it beforehand", "partner w regionie" in preview and "Ocena: " in preview, preview)
    rows = world.site.rows("notification", "select template, state, count (*) from message where state = 3 group by 1, 2")
    checks.equal("the site wrote to nobody whom it does not know", rows, [])
    checks.equal("... and holds nobody's results back", int(world.site.value("notification", "select count (*) from mailing")), 0)
