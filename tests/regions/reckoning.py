"""What does not add up between a centre and its sites: streams, offsets, effects, promises, clocks. That each of
these can be seen is shown by proving.py, which puts the faults in."""
import collections
import json
import subprocess
import time

CENTRE = ("intake", "evaluation", "dissemination", "notification", "gateway")
SITE = ("evaluation", "notification", "gateway")

# Whom each hears (`hears` in the services' main.c). A site has no intake: it hears the centre's, and as "centre"
# the centre's evaluation.
HEARS_AT_CENTRE = {"intake": ("dissemination", "evaluation", "gateway", "notification"), "evaluation": ("intake",),
                   "dissemination": ("evaluation", "intake"), "notification": ("dissemination", "evaluation", "intake"),
                   "gateway": ("dissemination", "intake", "notification")}
HEARS_AT_SITE = {"evaluation": ("centre", "intake"), "notification": ("evaluation",), "gateway": ("notification",)}

# A change of an inbox may be told twice: it says that there is something to read, and nothing else.
RUNTIME = """select json_build_object (
    'streams', (select coalesce (json_object_agg (region, json_build_array (sequence, encode (hash, 'hex'))), '{}') from runtime.stream),
    'offsets', (select coalesce (json_agg (json_build_array (source, region, sequence, encode (hash, 'hex'))), '[]') from runtime.offsets),
    'log', (select coalesce (json_object_agg (region, json_build_array (events, last)), '{}')
              from (select region, count (*) as events, max (sequence) as last from runtime.log group by region) as each),
    'twice', (select coalesce (json_agg (json_build_array (region, type, aggregate)), '[]')
                from (select region, type, aggregate from runtime.log where type <> 'notification.InboxChanged'
                       group by region, type, aggregate, at, trace, payload having count (*) > 1) as each),
    'outbox', (select count (*) from runtime.outbox), 'dead', (select count (*) from runtime.dead_letters),
    'aside', (select count (*) from runtime.events_aside))"""

EFFECTS = """select json_build_object (
    'dossiers', (select coalesce (json_agg (json_build_array (application_id, points, passed, criterion_points::text)), '[]')
                   from dossier where region = '{region}'),
    'foreign', (select count (*) from dossier where region <> '{region}'),
    'events', (select coalesce (json_agg (json_build_array (type, aggregate)), '[]') from runtime.log where region = '{stream}'),
    'cards', (select coalesce (json_agg (id), '[]') from card where state = 3),
    'twice', (select count (*) from (select 1 from card where state <> 5
                                      group by application_id, stage, assessor_user_id having count (*) > 1) as d))"""

SUBMITTED = """select coalesce (json_agg (aggregate), '[]') from runtime.log
    where region = '%s' and type = 'intake.ApplicationSubmitted'"""

RECEIPTS = """select coalesce (json_agg (application_id), '[]') from message
    where template = 'receipt' and origin like 'intake/%s/%%'"""

PLACE = """select json_build_array (taken, encode (taken_hash, 'hex'), clock_difference_us, round_trip_us,
    extract (epoch from now () - contact_at)) from site where region = '%s'"""

# A site tells every five seconds, and what it measured one report later.
TOLD_WITHIN = 12


def ask(house, service, sql):
    return json.loads(house.value(service, sql))


def places(world):
    """(house's name, house, service) of all that have a log."""
    return [(name, house, service) for name, house in world.houses().items()
            for service in (CENTRE if name == "centre" else SITE)]


def streams(where, found):
    """Dense, each event once, nothing on its way, nothing given up."""
    out = []
    if found["outbox"]:
        out.append("%s: %d events without a place" % (where, found["outbox"]))
    if found["dead"]:
        out.append("%s: %d dead letters" % (where, found["dead"]))
    if found["aside"]:
        out.append("%s: %d events put aside" % (where, found["aside"]))
    for region in sorted(set(found["streams"]) | set(found["log"])):
        sequence, (events, last) = found["streams"].get(region, [0])[0], found["log"].get(region, (0, 0))
        if not events == last == sequence:
            out.append("%s: stream %s ends at %d, has %d events up to %d" % (where, region, sequence, events, last))
    for region, kind, aggregate in found["twice"]:
        out.append("%s: stream %s has %s of %s twice" % (where, region, kind, aggregate))
    return out


def to_be_heard(state, name, source):
    """{stream of `source`: its end}, as a service of this house is to hear it."""
    if name == "centre" or (name, source) in state:
        ends = state[name, source]["streams"]
        return {region: end for region, end in ends.items() if region != "report"}
    ends = state["centre", "evaluation" if source == "centre" else source]["streams"]
    return {region: end for region, end in ends.items() if region in (name, "pl")}


def offsets(state, name, service):
    """All is heard, to the hash, and nothing else."""
    out, where = [], "%s at %s" % (service, name)
    heard = {(source, region): [sequence, digest] for source, region, sequence, digest in state[name, service]["offsets"]}
    wanted = {(source, region): end for source in (HEARS_AT_CENTRE if name == "centre" else HEARS_AT_SITE)[service]
              for region, end in to_be_heard(state, name, source).items()}
    for source, region in sorted(set(heard) | set(wanted)):
        if (source, region) not in wanted:
            out.append("%s hears %s of %s" % (where, region, source))
        elif heard.get((source, region)) != wanted[source, region]:
            out.append("%s stands at %s of %s's %s, which ends at %s" % (
                where, heard.get((source, region)), source, region, wanted[source, region]))
    return out


def effects(world, region):
    """Each once, the same on both sides, and all that people were promised."""
    out, site = [], world.sites[region]
    submitted = sorted(ask(world.centre, "intake", SUBMITTED % region))
    there, here = (ask(house, "evaluation", EFFECTS.format(region=region, stream=stream))
                   for house, stream in ((site, "report"), (world.centre, region)))
    if len(set(submitted)) != len(submitted):
        out.append("%s: %d submissions of %d applications" % (region, len(submitted), len(set(submitted))))
    lost = set(world.applications[region][1:]) - set(submitted)
    if lost:
        out.append("%s: accepted and lost: %s" % (region, sorted(lost)))
    receipts = ask(world.centre, "notification", RECEIPTS % region)
    if sorted(receipts) != sorted(set(submitted)):
        out.append("%s: %d receipts for %d applications" % (region, len(receipts), len(set(submitted))))
    for name, found in (("its site", there), ("the centre", here)):
        if sorted(dossier[0] for dossier in found["dossiers"]) != sorted(set(submitted)):
            out.append("%s: %d dossiers of %d at %s" % (region, len(found["dossiers"]), len(set(submitted)), name))
    if there["foreign"]:
        out.append("%s: %d dossiers of other regions at its site" % (region, there["foreign"]))
    for told, took in (("ApplicationReported", "ApplicationAssessed"), ("FormalCheckDecided", "FormalCheckDecided")):
        counts = [collections.Counter(aggregate for kind, aggregate in found["events"] if kind == "evaluation." + wanted)
                  for found, wanted in ((there, told), (here, took))]
        if counts[0] != counts[1]:
            out.append("%s: %s told and %s took effect differ: %s" % (region, told, took, sorted(
                set((counts[0] - counts[1]) + (counts[1] - counts[0])))))
    points = [{application: assessed for application, *assessed in found["dossiers"]} for found in (there, here)]
    other = sorted(one for one in set(points[0]) & set(points[1]) if points[0][one] != points[1][one])
    if other:
        out.append("%s: other points: %s" % (region, other))
    if there["twice"]:
        out.append("%s: an assessor has two cards of one application" % region)
    if not world.locked[region] <= set(there["cards"]):
        out.append("%s: locked and lost: %s" % (region, sorted(world.locked[region] - set(there["cards"]))))
    return out


def place(world, region, head):
    """What the centre knows of the site: its stream to the hash, and its clock as wrong as we set it."""
    out = []
    taken, digest, difference, round_trip, age = ask(world.centre, "evaluation", PLACE % region)
    if [taken, digest] != head and (taken != 0 or head):
        out.append("%s: the site's stream ends at %s, the centre has %s" % (region, head, [taken, digest]))
    clocks = world.clocks["centre"], world.clocks[region]
    if time.monotonic() - max(clock.since for clock in clocks) < TOLD_WITHIN:
        return out  # what it told is of the time before
    wanted = clocks[0].seconds - clocks[1].seconds
    if difference is None or abs(difference / 1e6 - wanted) > round_trip / 2e6 + 0.05:
        out.append("%s: the clocks differ by %.2f s, measured %s us" % (region, wanted, difference))
    if age is None or age > TOLD_WITHIN:
        out.append("%s: no sign of life for %s s" % (region, age))
    return out


def wrong(world):
    """All that does not add up; nothing, if all is well."""
    try:
        out, state = [], {(name, service): ask(house, service, RUNTIME) for name, house, service in places(world)}
        for name, service in state:
            out += streams("%s at %s" % (service, name), state[name, service]) + offsets(state, name, service)
        for region in world.sites:
            out += effects(world, region) + place(world, region, state[region, "evaluation"]["streams"].get("report"))
        return out
    except subprocess.CalledProcessError as error:
        return ["a database does not answer: %s" % error.stderr]


def broken(name, house, service):
    """The chains that do not hold, every event recomputed by `wlacznik events verify`."""
    code, said = house.tool("events", "verify", service)
    return ["%s: events verify %s: %s" % (name, service, said)] if code != 0 else []


def totals(world):
    """How much there was to be lost."""
    found = places(world)
    events = sum(int(house.value(service, "select count (*) from runtime.log")) for _, house, service in found)
    applications = sum(len(ask(world.centre, "intake", SUBMITTED % region)) for region in world.sites)
    cards = sum(len(locked) for locked in world.locked.values())
    return "%d applications, %d cards locked, %d events in %d services' logs" % (applications, cards, events, len(found))
