"""A second opinion across regions: 32's site asks, 30 at the centre offers one of its assessors, who takes a
code there and an account in 32. Their cards in both make the regions comparable. What may not cross is looked
for in every frame by privacy.py, and here what it does not know of."""
import datetime
import os

import privacy
import world as worlds
from stack import wait_until

EXPERT = "Zqpomostowa"


def run(checks, world):
    """Before anything is assessed: the expert is one of 30's and becomes one of 32's."""
    centre, site, call = world.centre, world.site, "/v1/calls/%s" % world.call_id
    coordinator, other = world.coordinators["32"], world.coordinators["30"]
    for number in range(6, 9):  # so that each of 30's assessors gets enough cards
        worlds.submit(world, number, "30", world.texts[number])
    expert = world.expert = worlds.named(centre, EXPERT, [("ASSESSOR", "30")])
    world.assessors["30"].append(expert)
    other.put("%s/assessors/%s" % (call, expert.account_id), {"maxCards": 900, "regions": ["30"]})

    until = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
    asked = coordinator.post(call + "/second-opinions", {
        "region": "32", "until": until, "applicationIds": world.applications["32"][:2]})
    found = wait_until("30 at the centre reads it", lambda: other.get(call + "/second-opinions").get("secondOpinions"))[0]
    checks.equal("another region reads for how many applications an assessor is wanted",
                 (found["id"], found["region"], found["applications"]), (asked["id"], "32", 2))
    checks.that("... and not which", not found.get("applicationIds") and not found.get("own"), found)
    checks.equal("... and where they would be read", found["address"], site.url)
    listed = other.post("/v1/second-opinions/%s/offers" % asked["id"], {"region": "30", "assessorUserId": expert.account_id})
    offer = expert.get("/v1/me/second-opinions")["secondOpinions"][0]["offerId"]
    checks.equal("the assessor is asked at home", listed["offers"][0]["id"], offer)
    answer = expert.post("/v1/me/second-opinions/" + offer, {"agree": True})

    guest = worlds.named(site, EXPERT, [])
    world.opinion_code = answer["code"]
    checks.equal("a wrong code opens nothing", worlds.refusal(lambda: guest.post(
        "/v1/me/second-opinion-arrivals", {"code": "00000-00000-00000-00000"})), 400)
    arrived = wait_until("the offer reaches the site", lambda: arrival(guest, answer["code"]))
    checks.equal("who brings the code has arrived from 30", (arrived["state"], arrived["homeRegion"]), ("OPINION_ARRIVED", "30"))
    seen = coordinator.get(call + "/second-opinions")["secondOpinions"][0]
    checks.equal("the coordinator of 32 sees who came, and invites them", [
        (one["assessorUserId"], one["name"], one["email"]) for one in seen["offers"]],
        [(guest.account_id, EXPERT, guest.email)])
    coordinator.post("/v1/invitations", {"email": seen["offers"][0]["email"], "name": EXPERT, "role": "ASSESSOR", "region": "32"})
    token = site.mailbox.wait_for(guest.email, r"invitation#token=([A-Za-z0-9_-]+)").group(1)
    site.public.post("/v1/invitations/accept", {"token": token})
    guest = site.sign_in(guest.email, site.password)
    guest.name = EXPERT
    world.assessors["32"].append(guest)
    world.guest = guest
    # For appeals.py, while this house has its administrator: who decides must not be who checked.
    world.deputy = worlds.named(site, worlds.SECRET["coordinator"] + " 2", [("COORDINATOR", "32")])
    world.deputy_password = site.password
    coordinator.post("/v1/second-opinions/%s/close" % asked["id"])
    wait_until("30 reads that it is settled", lambda: other.get(call + "/second-opinions")["secondOpinions"][0].get("closedAt"))
    worlds.keep_open(world, 120)
    compared = world.owner.get(call + "/ranking/regions")
    checks.equal("before anybody scored, no region can be compared", (compared.get("pairs", []), compared["unlinked"]),
                 ([], ["30", "32"]))


def arrival(guest, code):
    try:
        return guest.post("/v1/me/second-opinion-arrivals", {"code": code})
    except worlds.Refused as refused:
        if refused.status == 400:
            return None
        raise


def give_cards(checks, world):
    """The opinion is one of the cards that the call wants anyway; a wish gives it to the guest."""
    coordinator, call = world.coordinators["32"], "/v1/calls/%s" % world.call_id
    wanted = []
    for _ in range(3):
        worlds.another_application(world)
        wanted.append(world.applications["32"][-1])
        coordinator.post("/v1/dossiers/%s/formal-check" % wanted[-1], {"items": worlds.items(world)})
    given = coordinator.post(call + "/assignments", {"wishes": {"fixed": [
        {"applicationId": one, "assessorUserId": world.guest.account_id} for one in wanted]}})
    checks.that("the guest gets cards by a wish", not given.get("shortOfAssessors") and given["made"] >= 6, given)
    held = [card["applicationId"] for card in world.guest.pages("/v1/me/cards", "cards", limit=50)]
    checks.that("... of those applications", set(wanted) <= set(held), held)


def run_comparison(checks, world):
    """After the list: the closed list of 32 told what the expert's cards there add up to."""
    call = "/v1/calls/%s" % world.call_id
    cards = {}
    for region, house, person in (("30", world.centre, world.expert), ("32", world.site, world.guest)):
        cards[region] = int(house.value("evaluation", """
            select count (*) from card k join dossier d using (application_id, stage) where k.state = 3 and k.round = d.round
                and k.assessor_user_id = '%s' and exists (select 1 from card o where o.application_id = k.application_id
                and o.stage = k.stage and o.state = 3 and o.round = k.round and o.id <> k.id)""" % person.account_id))
    checks.that("the expert scored enough in both", min(cards.values()) >= 3, cards)
    compared = world.owner.get(call + "/ranking/regions")
    checks.equal("the list shows on how many cards the comparison stands",
                 [(one["region"], one["other"], one["experts"], one["cards"], one["otherCards"]) for one in compared["pairs"]],
                 [("30", "32", 1, cards["30"], cards["32"])])
    pair = compared["pairs"][0]
    checks.that("... with a difference inside its interval",
                pair.get("low", 0) <= pair.get("difference", 0) <= pair.get("high", 0), pair)
    checks.equal("... and no region is left out", compared.get("unlinked", []), [])
    checks.equal("at the site nobody compares", worlds.refusal(
        lambda: world.coordinators["32"].get(call + "/ranking/regions")), 400)
    frames = privacy.read_tap(os.path.join(world.work, "tap"))
    for way, what, needles in ((">", "the guest's account, code and address at the site",
                                [world.guest.account_id, world.guest.email, world.opinion_code, EXPERT]),
                               ("<", "the expert's account, address and name at home",
                                [world.expert.account_id, world.expert.email, EXPERT])):
        checks.equal("%s crossed nowhere" % what, [n for n in needles if privacy.holds(frames[way], n)], [])
