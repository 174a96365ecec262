"""What the site's own keys open at the centre, and what they do not."""
import os
import time

import zmq

import region_files
import wire
from hostile_bus import Caller, read_key
from stack import wait_until


class Keys:
    """The site's key of one service, used against a service of the centre as its owner might."""

    def __init__(self, world, service):
        self.world = world
        self.own = read_key(os.path.join(world.site.data, "keys", service + ".key"))

    def caller(self, service, log=False):
        centre = self.world.centre
        place = {"intake": 10, "evaluation": 12}[service] + (1 if log else 0)
        server = read_key(os.path.join(centre.data, "keys", service + ".key"))[0]
        return Caller(centre, service, "tcp://127.0.0.1:%d" % (centre.port + place), (*self.own, server))

    def ask(self, service, method, caller, payload=b"", by=None, patience_ms=3000):
        with self.caller(service) as connection:
            return connection.ask(method, caller, by, payload, patience_ms, key=os.urandom(8).hex())


def refused_at(world, service, why=None):
    label = 'why="%s"' % why if why else ""
    return sum(value for key, value in world.centre.metrics(service).items()
               if key.startswith("wlacznik_sites_refused_total") and label in key)


def streams(keys, service, regions=(), seconds=1.5):
    """(regions of the entries, reason of a refusal)"""
    subscribe = wire.message((1, [(1, "partner"), (4, 1000), (5, 7)] + [(3, region) for region in regions]))
    with keys.caller(service, log=True) as caller:
        caller.socket.send(subscribe)
        found, why, until = set(), "", time.monotonic() + seconds
        while time.monotonic() < until:
            frames = caller.answer(200)
            frame = wire.parse(frames[0]) if frames else {}
            for entries in frame.get(3, []):
                found |= {wire.parse(entry)[1][0].decode() for entry in wire.parse(entries).get(2, [])}
            for refused in frame.get(5, []):
                why = wire.parse(refused).get(2, [b""])[0].decode()
        return found, why


def run(checks, world):
    keys = Keys(world, "evaluation")
    own, foreign = world.applications["32"][0], world.applications["30"][0]
    submission = lambda application: wire.message((1, application), (2, "idea"))
    status, _, payload = keys.ask("intake", "GetSubmission", "evaluation", submission(own))
    checks.that("the site's key gets its own region's submission", status == wire.OK and payload, status)
    checks.equal("... and another region's is as if it did not exist",
                 keys.ask("intake", "GetSubmission", "evaluation", submission(foreign))[0], wire.NOT_FOUND)
    before = refused_at(world, "intake"), refused_at(world, "evaluation")
    for service, method in (("intake", "GetTitles"), ("intake", "ListDataRequests"), ("evaluation", "ListDossiers"),
                            ("evaluation", "BuildRanking"), ("evaluation", "JoinRegion")):
        status = keys.ask(service, method, "gateway", wire.message((1, world.call_id)))[0]
        checks.that("it does not get %s.%s" % (service, method),
                    status in (wire.PERMISSION_DENIED, wire.UNAUTHENTICATED), status)
    owner = wire.actor(world.owner.account_id, [(8, "*")])
    for service, method in (("intake", "GetCall"), ("intake", "ListDataRequests"), ("evaluation", "ListDossiers")):
        checks.equal("it speaks for no person here (%s)" % method,
                     keys.ask(service, method, "gateway", wire.message((1, world.call_id)), owner)[0],
                     wire.PERMISSION_DENIED)
    for service in ("gateway", "notification"):
        checks.equal("the site's %s is nobody at the centre" % service, Keys(world, service).ask(
            "intake", "GetCall", "gateway", wire.message((1, world.call_id)), patience_ms=1000)[0], None)
    after = refused_at(world, "intake"), refused_at(world, "evaluation")
    checks.that("all of it is counted", after[0] > before[0] and after[1] > before[1], (before, after))

    found, _ = streams(keys, "intake")
    checks.equal("of intake's log it reads 32 and what concerns all", found, {"32", "pl"})
    checks.equal("... and asking for 30 is refused", streams(keys, "intake", ["30"]), (set(), "region-not-allowed"))
    checks.equal("of the centre's evaluation it reads no 30", streams(keys, "evaluation")[0] - {"32", "pl"}, set())

    taken = int(world.region_row("taken")[0])
    def report(region, after, *events):
        return wire.message((1, region), (2, after), *[(3, list(event)) for event in events])
    forged = [(1, taken + 1), (2, "evaluation.ApplicationReported"), (3, own), (4, 1), (6, b"\x0a\x00"), (7, b"\x01" * 32)]
    for what, payload, wanted, why in (
            ("a forged event", report("32", taken, forged), 15, "broken-chain"),
            ("a report for another region", report("30", 0, forged), wire.PERMISSION_DENIED, "other-region")):
        counted = refused_at(world, "evaluation", why)
        checks.equal("%s is refused" % what, keys.ask("evaluation", "TakeSiteReport", "evaluation", payload)[0], wanted)
        checks.that("... and counted", refused_at(world, "evaluation", why) > counted)
    events = world.centre.value("evaluation", "select count (*) from runtime.log where region = '32'")
    status, _, answer = keys.ask("evaluation", "TakeSiteReport", "evaluation", report("32", 0, forged))
    checks.equal("a replayed report is told where we are", (status, wire.parse(answer).get(1, [0])[0]), (wire.OK, taken))
    checks.equal("... and has no effect", world.centre.value(
        "evaluation", "select count (*) from runtime.log where region = '32'"), events)
    pids = world.centre.pids()
    long_ones = lambda: world.centre.metrics("evaluation")["wlacznik_rpc_refused_long_total"]
    counted = long_ones()
    with keys.caller("evaluation") as caller:
        caller.socket.send_multipart([b"12345678", b"x", b"y" * (5 << 20)])
        frames = caller.answer()
        checks.equal("an oversized frame is refused", frames and wire.reply_status(frames[1]), (8, "request-too-long"))
        checks.that("... and counted", long_ones() == counted + 1, counted)
        caller.socket.send_multipart([b"12345678", b"x", b"y" * (9 << 20)])
        checks.equal("one of which not even the beginning is read gets no answer", caller.answer(1000), None)
    checks.equal("... and ends nobody", world.centre.pids(), pids)


def run_revocation(checks, world):
    keys, centre, site = Keys(world, "evaluation"), world.centre, world.site
    with keys.caller("intake") as caller:
        own = wire.message((1, world.applications["32"][0]), (2, "idea"))
        checks.equal("a live connection", caller.ask("GetSubmission", "evaluation", payload=own)[0], wire.OK)
        code, said = centre.tool("region", "revoke", "32")
        checks.that("wlacznik region revoke 32", code == 0, said)
        revoked = time.monotonic()
        gone = wait_until("it is cut off", lambda: caller.ask(
            "GetSubmission", "evaluation", payload=own, patience_ms=300)[0] is None, 5)
        checks.that("within 2 s the live connection gets nothing", gone and time.monotonic() - revoked < 2.5,
                    time.monotonic() - revoked)
    checks.equal("the log is closed to it", streams(keys, "intake", seconds=1), (set(), ""))
    checks.equal("its people get no file any more, and are told so", region_files.refusals(world), [(503, "files-away")] * 2)
    contact = world.region_row("contact_at")
    time.sleep(7)
    checks.equal("its reports are not heard", world.region_row("contact_at"), contact)
    checks.that("wlacznik region list says so", "revoked" in centre.tool("region", "list")[1])
    cards = sum(len(a.get("/v1/me/cards").get("cards", [])) for a in world.assessors["32"])
    checks.that("the region's own house goes on", cards > 0 and site.admin("evaluation", "/readyz")[0] == 200, cards)
