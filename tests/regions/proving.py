"""Whether the reckoning finds what it is there to find: each fault is put into the databases of the running houses, must
be named, and is taken out again. It must be named alone, so what is left of the one before would be seen; and whatever
reckoning.py can say must have been said in the end."""
import ast
import contextlib
import re
import signal
import sys
import time

import reckoning
from altered import Busy, altered, as_owner, copied
from stack import wait_until

MARK = "00000000-0000-7000-8000-0000000000aa"  # an application that nobody submitted
INTAKE, EVALUATION = ("centre", "intake"), ("centre", "evaluation")
SITE, LETTERS = ("30", "evaluation"), ("centre", "notification")


class Fault:
    """What is done to one table, and all that must be said of it, as regular expressions. `lift` is an index that
    PostgreSQL would keep it from by."""

    def __init__(self, what, place, table, sql, *said, lift=None):
        self.what, self.place, self.table, self.sql, self.said, self.lift = what, place, table, sql, said, lift


STARTED = "region = '30' and type = 'intake.ApplicationStarted'"
FIRST, LAST = ("sequence = (select %s (sequence) from runtime.log where region = '30')" % which for which in ("min", "max"))
OF_INTAKE = "source = 'intake' and region = '30'"
ONE = "ctid = (select min (ctid) from %s where %s)"
DOSSIER, CARD = ONE % ("dossier", "region = '30'"), ONE % ("card", "state = 3")
RECEIPT = ONE % ("message", "template = 'receipt' and origin like 'intake/30/%'")


def chain(where, stream):
    return r"%s: events verify %s: (.*\n)*%s: BROKEN at \d+\n(.*\n)*" % (*where, stream)


def stands(who, region="30", source="intake"):
    return r"%s stands at .* of %s's %s, which ends at .*" % (who, source, region)


HEAR_INTAKE = [stands(who) for who in ("evaluation at centre", "dissemination at centre", "notification at centre",
                                      "gateway at centre", "evaluation at 30")]
DOSSIERS_OF_SITE, DOSSIERS_OF_CENTRE = (r"30: \d dossiers of 2 at " + name for name in ("its site", "the centre"))

STREAMS = [
    Fault("an event is gone from a log", INTAKE, "runtime.log", "delete from runtime.log where %s and %s" % (STARTED, FIRST),
          "intake at centre: stream 30 ends at 4, has 3 events up to 4", chain(INTAKE, "intake/30")),
    Fault("the last event is gone", SITE, "runtime.log", "delete from runtime.log where region = '30' and " + LAST,
          r"evaluation at 30: stream 30 ends at (\d+), has \d+ events up to \d+", chain(SITE, "evaluation/30")),
    Fault("a stream's end is not known any more", ("32", "gateway"), "runtime.stream", "delete from runtime.stream",
          r"gateway at 32: stream audit ends at 0, has (\d+) events up to \1",
          r"32: events verify gateway: (.*\n)*gateway/audit: BROKEN, its end is gone\n(.*\n)*"),
    Fault("a stream ends one too early", INTAKE, "runtime.stream", "update runtime.stream set sequence = 3 where region = '30'",
          "intake at centre: stream 30 ends at 3, has 4 events up to 4", *HEAR_INTAKE, chain(INTAKE, "intake/30")),
    Fault("a stream ends with another hash", INTAKE, "runtime.stream",
          "update runtime.stream set hash = sha256 (hash) where region = '30'", *HEAR_INTAKE, chain(INTAKE, "intake/30")),
    Fault("an event stands twice in a log", ("02", "gateway"), "runtime.log", copied(
        "runtime.log", "sequence = 1", sequence="(select max (sequence) + 1 from runtime.log)"),
        r"gateway at 02: stream audit ends at \d+, has \d+ events up to \d+",
        "gateway at 02: stream audit has gateway.AuditRecorded of .* twice", chain(("02", "gateway"), "gateway/audit")),
    Fault("two events have changed places", SITE, "runtime.log", "update runtime.log set sequence = -sequence where region = '30'"
          " and sequence in (2, 3); update runtime.log set sequence = 5 + sequence where sequence < 0",
          chain(SITE, "evaluation/30")),
    Fault("one byte of a payload is another", EVALUATION, "runtime.log", "update runtime.log set payload ="
          " set_byte (payload, length (payload) - 1, get_byte (payload, length (payload) - 1) # 1) where region = '30' and " + LAST,
          chain(EVALUATION, "evaluation/30")),
    Fault("one byte of what a site's gateway wrote down is another", ("30", "gateway"), "runtime.log", "update runtime.log"
          " set payload = set_byte (payload, 0, get_byte (payload, 0) # 128) where sequence = 7", chain(("30", "gateway"), "gateway/audit")),
    Fault("an event is at another time", ("32", "notification"), "runtime.log",
          "update runtime.log set at = at + interval '1 us' where sequence = 1", chain(("32", "notification"), "notification/inbox")),
    Fault("an event has no place", SITE, "runtime.outbox",
          "insert into runtime.outbox (at, region, type, aggregate, trace, payload)"
          " select at, region, type, aggregate, trace, payload from runtime.log where region = '30' limit 1",
          "evaluation at 30: 1 events without a place"),
    Fault("an event was given up", LETTERS, "runtime.dead_letters",
          "insert into runtime.dead_letters (source, region, sequence, type, aggregate, at, trace, payload, hash, reason, attempts)"
          " values ('intake', '30', 1, 'intake.ApplicationStarted', 'x', now (), '', '', '', 'proof', 8)",
          "notification at centre: 1 dead letters"),
    Fault("an event was put aside", SITE, "runtime.events_aside", "insert into runtime.events_aside values"
          " (1, 'intake', '30', 1, 'x', 'x', now (), '', '', '', '', 8, now (), '', '', now ())",
          "evaluation at 30: 1 events put aside"),
]

OFFSETS = [
    Fault("an offset is moved back", SITE, "runtime.offsets", "update runtime.offsets set sequence = sequence - 1 where " + OF_INTAKE,
          stands("evaluation at 30")),
    Fault("an offset is moved forward", LETTERS, "runtime.offsets",
          "update runtime.offsets set sequence = sequence + 1 where " + OF_INTAKE, stands("notification at centre")),
    Fault("an offset has another hash", EVALUATION, "runtime.offsets",
          "update runtime.offsets set hash = sha256 (hash) where " + OF_INTAKE, stands("evaluation at centre")),
    Fault("an offset is gone", ("centre", "gateway"), "runtime.offsets", "delete from runtime.offsets where " + OF_INTAKE,
          stands("gateway at centre")),
    Fault("nothing is known of what was heard of a source", ("30", "notification"), "runtime.offsets",
          "delete from runtime.offsets where source = 'evaluation'", stands("notification at 30", source="evaluation")),
    Fault("a site hears another region's stream", SITE, "runtime.offsets",
          copied("runtime.offsets", OF_INTAKE, region="'32'"), "evaluation at 30 hears 32 of intake"),
    Fault("a stream is heard that its source has not", ("centre", "dissemination"), "runtime.offsets",
          copied("runtime.offsets", OF_INTAKE, region="'24'"), "dissemination at centre hears 24 of intake"),
]

EFFECTS = [
    Fault("a submission is another application's", INTAKE, "runtime.log", "update runtime.log set aggregate = '%s'"
          " where region = '30' and type = 'intake.ApplicationSubmitted' and sequence < 4" % MARK,
          r"30: accepted and lost: \['[-0-9a-f]{36}'\]", "30: 2 receipts for 2 applications", DOSSIERS_OF_SITE, DOSSIERS_OF_CENTRE,
          chain(INTAKE, "intake/30")),
    Fault("an application was submitted twice", INTAKE, "runtime.log", "update runtime.log set type = 'intake.ApplicationSubmitted'"
          " where %s and %s" % (STARTED, FIRST), "30: 3 submissions of 2 applications", chain(INTAKE, "intake/30")),
    Fault("a receipt is gone", LETTERS, "message", "delete from message where " + RECEIPT, "30: 1 receipts for 2 applications"),
    Fault("a receipt stands twice", LETTERS, "message", copied("message", RECEIPT, id="'%s'" % MARK, origin="'intake/30/999'"),
          "30: 3 receipts for 2 applications"),
    Fault("a dossier is gone at a site", SITE, "dossier", "delete from dossier where " + DOSSIER, DOSSIERS_OF_SITE),
    Fault("a dossier is gone at the centre", EVALUATION, "dossier", "delete from dossier where " + DOSSIER, DOSSIERS_OF_CENTRE),
    Fault("an application has two dossiers", SITE, "dossier", copied("dossier", DOSSIER, stage="'another'", current="false"),
          DOSSIERS_OF_SITE),
    Fault("there is a dossier of no application", EVALUATION, "dossier", copied("dossier", DOSSIER, application_id="'%s'" % MARK),
          DOSSIERS_OF_CENTRE),
    Fault("another region's dossier lies at a site", SITE, "dossier", copied(
        "dossier", DOSSIER, application_id="'%s'" % MARK, region="'32'"), "30: 1 dossiers of other regions at its site"),
    Fault("a told result took no effect", EVALUATION, "runtime.log", "update runtime.log set type = 'evaluation.Other' where"
          " region = '30' and type = 'evaluation.ApplicationAssessed' and " + LAST,
          r"30: ApplicationReported told and ApplicationAssessed took effect differ: \['.{36}'\]", chain(EVALUATION, "evaluation/30")),
    Fault("a formal check took effect for another application, as often as it was told", EVALUATION, "runtime.log",
          "update runtime.log set aggregate = '%s' where region = '30' and type = 'evaluation.FormalCheckDecided' and %s" % (MARK, FIRST),
          r"30: FormalCheckDecided told and FormalCheckDecided took effect differ: \['.{36}', '.{36}'\]",
          chain(EVALUATION, "evaluation/30")),
    Fault("points are others at the centre", EVALUATION, "dossier", "update dossier set points = points + 1 where " + DOSSIER,
          r"30: other points: \['.{36}'\]"),
    Fault("points of one criterion are", EVALUATION, "dossier",
          "update dossier set criterion_points[2] = criterion_points[2] - 1 where " + DOSSIER, r"30: other points: \['.{36}'\]"),
    Fault("only the centre has points", SITE, "dossier",
          "update dossier set points = null, passed = null, criterion_points = null where " + DOSSIER, r"30: other points: \['.{36}'\]"),
    Fault("a card that was locked is gone", SITE, "card", "delete from card where " + CARD, r"30: locked and lost: \['.{36}'\]"),
    Fault("a card that was locked is open", SITE, "card", "update card set state = 2, locked_at = null where " + CARD,
          r"30: locked and lost: \['.{36}'\]"),
    Fault("an application is assigned twice to one assessor", SITE, "card",
          copied("card", CARD, id="'%s'" % MARK, state="1", locked_at="null"), "30: an assessor has two cards of one application",
          lift="card_of_dossier"),
]

SITE_STREAM = r"30: the site's stream ends at .*, the centre has .*"
PLACES = [
    Fault("the centre has taken one less", EVALUATION, "site", "update site set taken = taken - 1 where region = '30'", SITE_STREAM),
    Fault("the centre has taken something else", EVALUATION, "site",
          "update site set taken_hash = sha256 (taken_hash) where region = '30'", SITE_STREAM),
    Fault("a clock is told wrongly", EVALUATION, "site",
          "update site set clock_difference_us = clock_difference_us + 1000000 + round_trip_us / 2 where region = '30'",
          r"30: the clocks differ by .* s, measured -?\d+ us"),
    Fault("a clock was never told", EVALUATION, "site",
          "update site set clock_difference_us = null, round_trip_us = null where region = '30'",
          "30: the clocks differ by .* s, measured None us"),
    Fault("a site was silent", EVALUATION, "site", "update site set contact_at = contact_at - interval '12 s' where region = '30'",
          r"30: no sign of life for [\d.]+ s"),
]

# ---- to put a fault in, and to take it out again ----


@contextlib.contextmanager
def held(house, services):
    """Its services stand still, so that none works on what is put in."""
    for service in services:
        house.signal(service, signal.SIGSTOP)
    try:
        yield
    finally:
        for service in services:
            house.signal(service, signal.SIGCONT)


def try_fault(checks, world, fault):
    (name, service), found = fault.place, None
    house = world.houses()[name]
    while found is None:
        # While the centre is held no site tells: each was heard just before, so a slow machine makes no silence.
        wait_until("every site is heard", lambda: world.centre.value(
            "evaluation", "select max (now () - contact_at) < interval '6 s' from site") == "t", 60)
        try:
            # Whoever holds a row was stopped in the middle of something: let it end that.
            with held(house, reckoning.CENTRE if name == "centre" else reckoning.SITE), \
                    altered(house.run, service, fault.table, fault.sql, lift=fault.lift):
                found = reckoning.wrong(world) + reckoning.broken(name, house, service)
        except Busy:
            time.sleep(0.1)
    named = [[one for one in found if re.fullmatch(said, one)] for said in fault.said]
    checks.that(fault.what, all(len(ones) == 1 for ones in named) and len(found) == len(fault.said), found)


# ---- whether all was said ----

class Heard:
    """The lines of reckoning.py that ran; those that say something is wrong are its `append`s."""

    def __init__(self):
        self.lines = set()
        with open(reckoning.__file__, encoding="utf-8") as file:
            self.source = file.read()

    def follow(self, frame, event, _):
        if frame.f_code.co_filename != reckoning.__file__:
            return None
        if event == "line":
            self.lines.add(frame.f_lineno)
        return self.follow

    def never(self):
        said = [node for node in ast.walk(ast.parse(self.source)) if isinstance(node, ast.Call) and
                isinstance(node.func, ast.Attribute) and node.func.attr == "append"]
        assert said
        return [ast.unparse(node) for node in said if node.lineno not in self.lines]


def settled(checks, world, what):
    found = reckoning.wrong(world) + [said for place in reckoning.places(world) for said in reckoning.broken(*place)]
    checks.that(what, not found, found)


def work(world):
    """Two applications for each region, each with two locked cards; then the clocks are told."""
    for region in world.sites:
        for _ in range(2):
            world.submit(region)
    for region, site in world.sites.items():
        wait_until("the applications are there", lambda s=site: s.value("evaluation", "select count (*) from dossier") == "2", 60)
        world.assess(region, cards=4)
        assert len(world.locked[region]) == 4
    wait_until("nothing is wrong", lambda: not reckoning.wrong(world), 60)


def run(checks, world, faults):
    for fault in faults:
        try_fault(checks, world, fault)
    found = reckoning.wrong(world)
    checks.that("... and all is well again", not found, found)


def run_unanswered(checks, world):
    """A database that lets nobody in."""
    as_owner(world.sites["02"].run, "gateway", "alter role wlacznik_gateway nologin")
    found = reckoning.wrong(world)
    as_owner(world.sites["02"].run, "gateway", "alter role wlacznik_gateway login")
    checks.that("a database does not answer", len(found) == 1 and found[0].startswith("a database does not answer:"), found)


def run_doubled(checks, world):
    """The one that is not taken out again, because everybody acts on it: an event doubled in an outbox gets a place and
    a good hash, and all hear it. A dossier is one for an application; a letter is one for an event."""
    as_owner(world.centre.run, "intake", "insert into runtime.outbox (at, region, type, aggregate, trace, payload)"
           " select at, region, type, aggregate, trace, payload from runtime.log where region = '30' and sequence = 2")
    said = ("intake at centre: stream 30 has intake.ApplicationSubmitted of .* twice", "30: 3 submissions of 2 applications",
            "30: 3 receipts for 2 applications")
    until = time.monotonic() + 20
    while True:
        found = reckoning.wrong(world) + reckoning.broken("centre", world.centre, "intake")
        good = len(found) == len(said) and all(map(re.fullmatch, said, found))
        if good or time.monotonic() > until:
            break
        time.sleep(0.5)
    checks.that("an event is doubled in an outbox", good, found)


def prove(checks, world):
    heard = Heard()
    checks.chapter_of("A quiet run", lambda c: (work(world), settled(c, world, "nothing is wrong")))
    sys.settrace(heard.follow)
    for title, faults in (("Streams", STREAMS), ("Offsets", OFFSETS), ("Effects and promises", EFFECTS), ("Sites and clocks", PLACES)):
        checks.chapter_of(title, run, world, faults)
    checks.chapter_of("No answer", run_unanswered, world)
    checks.chapter_of("All again", settled, world, "every stream, offset, effect and chain is as it was")
    checks.chapter_of("An event twice", run_doubled, world)
    sys.settrace(None)
    checks.equal("everything that reckoning.py can say was said", heard.never(), [])
