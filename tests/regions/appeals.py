"""Appeals against what 32's site decided: filed at the centre, where applicants have their accounts, decided at the
site by somebody else, and read at the centre again. What an upheld one brings stands on the list."""
import world as worlds
from stack import wait_until

TEXT = "Ocena pomija opis odbiorców z punktu drugiego, a załącznik był w pliku."
UPHELD, DISMISSED = "zquznano-odwolanie, bo załącznik jednak był.", "zqoddalono-odwolanie, bo opis uwzględniono."


def mine(world, application):
    return world.applicants[application].get("/v1/applications/%s/appeals" % application)["appeals"][0]


def run(checks, world):
    site, call, coordinator = world.site, "/v1/calls/%s" % world.call_id, world.coordinators["32"]
    rejected, listed = world.applications["32"][2], world.applications["32"][0]
    criterion = world.definition["stages"][0]["meritCard"]["criteria"][0]["key"]
    another = site.sign_in(world.deputy.email, world.deputy_password)
    for application, contested in ((rejected, "complete"), (listed, criterion)):
        world.applicants[application].post("/v1/applications/%s/appeals" % application, {"contested": [contested], "text": TEXT})
    appeals = wait_until("both reach the site", lambda: (lambda found: len(found) == 2 and found)(
        coordinator.get(call + "/appeals").get("appeals", [])))
    checks.equal("the site reads what was filed at the centre", {(a["applicationId"], a["text"], tuple(a["contested"])) for a in appeals},
                 {(rejected, TEXT, ("complete",)), (listed, TEXT, (criterion,))})
    wait_until("a letter to the region's coordinators", lambda: site.mailbox.refresh() is None and any(
        "odwoł" in subject.lower() for subject, _ in site.mailbox.of(coordinator.email)))

    world.centre.mailbox.refresh()
    checks.equal("the centre's coordinators of that region are not asked to decide", [
        subject for subject, _ in world.centre.mailbox.of(world.centre_32.email) if "odwoł" in subject.lower()], [])

    def decide(client, application, kind, upheld, reason):
        client.post("/v1/dossiers/%s/appeals/decision" % application, {"kind": kind, "upheld": upheld, "reason": reason})
    checks.equal("who rejected it does not decide", worlds.refusal(
        lambda: decide(coordinator, rejected, "FORMAL_APPEAL", True, UPHELD)), 403)
    checks.equal("nor does the centre", worlds.refusal(
        lambda: decide(world.centre_32, rejected, "FORMAL_APPEAL", True, UPHELD)), 400)
    decide(another, rejected, "FORMAL_APPEAL", True, UPHELD)
    decide(another, listed, "MERIT_APPEAL", False, DISMISSED)
    for application, state, reason in ((rejected, "APPEAL_UPHELD", UPHELD), (listed, "APPEAL_REJECTED", DISMISSED)):
        wait_until("the centre knows", lambda a=application, s=state: mine(world, a)["state"] == s)
        checks.equal("the applicant reads at the centre: %s" % state, mine(world, application).get("decisionReason"), reason)
    worlds.check_formally(world)
    worlds.score_all(world, "32")
    wait_until("its points are at the centre", lambda: any(
        d["applicationId"] == rejected and d["state"] == "ASSESSED" for d in worlds.dossiers(world.owner, world)))
    world.owner.post(call + "/ranking/amend", {})
    entries = {e["applicationId"]: e for e in world.centre.public.get(call + "/results")["entries"]}
    checks.that("the amended list has it with its points", entries[rejected]["group"] != "REJECTED_FORMALLY"
                and entries[rejected]["points"] > 0, entries[rejected])
    code, said = world.centre.tool("ranking", "verify", world.call_id)
    checks.that("wlacznik ranking verify", code == 0, said)
    rows = site.rows("notification", "select template, state, count (*) from message where state = 3 group by 1, 2")
    checks.equal("the site wrote to nobody whom it does not know", rows, [])
