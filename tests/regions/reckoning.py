"""What does not add up between a centre and its sites: streams, offsets, effects, promises, clocks."""
import json
import subprocess
import time

import country

CENTRE = ("intake", "evaluation", "dissemination", "notification", "gateway")
SITE = ("evaluation", "notification", "gateway")

RUNTIME = """select json_build_object (
    'streams', (select coalesce (json_object_agg (region, json_build_array (sequence, encode (hash, 'hex'))), '{}') from runtime.stream),
    'offsets', (select coalesce (json_agg (json_build_array (source, region, sequence, encode (hash, 'hex'))), '[]') from runtime.offsets),
    'log', (select coalesce (json_object_agg (region, json_build_array (events, last)), '{}')
              from (select region, count (*) as events, max (sequence) as last from runtime.log group by region) as each),
    'outbox', (select count (*) from runtime.outbox), 'dead', (select count (*) from runtime.dead_letters))"""

EFFECTS = """select json_build_object (
    'dossiers', (select coalesce (json_object_agg (application_id, json_build_array (points, passed, criterion_points::text)), '{}')
                   from dossier where region = '%s'),
    'events', (select coalesce (json_object_agg (type, events), '{}')
                 from (select type, count (*) as events from runtime.log where region = '%s' group by type) as each),
    'cards', (select coalesce (json_agg (id), '[]') from card where state = 3),
    'twice', (select count (*) from (select 1 from card where state = 3 group by application_id, assessor_user_id having count (*) > 1) as d))"""

SUBMITTED = """select coalesce (json_agg (aggregate), '[]') from runtime.log
    where region = '%s' and type = 'intake.ApplicationSubmitted'"""

PLACE = """select json_build_array (taken, encode (taken_hash, 'hex'), heard, clock_difference_us, round_trip_us,
    extract (epoch from now () - contact_at)) from site where region = '%s'"""


def ask(house, service, sql):
    return json.loads(house.value(service, sql))


def streams_and_offsets(world):
    """Dense, all heard, nothing on its way, nothing given up."""
    out, state = [], {}
    for name, house in world.houses().items():
        for service in CENTRE if name == "centre" else SITE:
            state[name, service] = ask(house, service, RUNTIME)
    for (name, service), found in state.items():
        where = "%s at %s" % (service, name)
        if found["outbox"] or found["dead"]:
            out.append("%s: %d events without a place, %d dead letters" % (where, found["outbox"], found["dead"]))
        for region, (sequence, _) in found["streams"].items():
            events, last = found["log"].get(region, (0, 0))
            if not events == last == sequence:
                out.append("%s: stream %s ends at %d, has %d events up to %d" % (where, region, sequence, events, last))
        sources = {source for source, _, _, _ in found["offsets"]}
        heard = {(source, region): [sequence, digest] for source, region, sequence, digest in found["offsets"]}
        for source in sources:
            # A site hears the centre's intake and, as "centre", its evaluation: of its own region and of all.
            foreign = name != "centre" and (name, source) not in state
            origin = state["centre", "evaluation" if source == "centre" else source] if foreign else state[name, source]
            for region, head in origin["streams"].items():
                if foreign and region not in (name, "pl"):
                    if (source, region) in heard:
                        out.append("%s hears %s of %s" % (where, region, source))
                elif region != "report" and heard.get((source, region)) != head:
                    out.append("%s stands at %s of %s's %s, which ends at %s" % (where, heard.get((source, region)), source, region, head))
    return out


def effects(world, region):
    """Each once, the same on both sides, and all that people were promised."""
    out, site = [], world.sites[region]
    submitted = ask(world.centre, "intake", SUBMITTED % region)
    there, here = (ask(house, "evaluation", EFFECTS % (region, stream))
                   for house, stream in ((site, "report"), (world.centre, region)))
    if len(set(submitted)) != len(submitted):
        out.append("%s: %d submissions of %d applications" % (region, len(submitted), len(set(submitted))))
    lost = set(world.applications[region][1:]) - set(submitted)
    if lost:
        out.append("%s: accepted and lost: %s" % (region, sorted(lost)))
    for name, found in (("its site", there), ("the centre", here)):
        if set(found["dossiers"]) != set(submitted):
            out.append("%s: %d dossiers of %d at %s" % (region, len(found["dossiers"]), len(submitted), name))
    for told, took in (("ApplicationReported", "ApplicationAssessed"), ("FormalCheckDecided", "FormalCheckDecided")):
        counts = there["events"].get("evaluation." + told, 0), here["events"].get("evaluation." + took, 0)
        if counts[0] != counts[1]:
            out.append("%s: %d %s told, %d %s took effect" % (region, counts[0], told, counts[1], took))
    other = [one for one, points in there["dossiers"].items() if points[0] is not None and here["dossiers"].get(one) != points]
    if other:
        out.append("%s: other points: %s" % (region, other))
    if there["twice"]:
        out.append("%s: an assessor has two cards of one application" % region)
    if not world.locked[region] <= set(there["cards"]):
        out.append("%s: locked and lost: %s" % (region, sorted(world.locked[region] - set(there["cards"]))))
    return out


def place(world, region):
    """What the centre knows of the site: its stream to the hash, and its clock as wrong as we set it."""
    out, site = [], world.sites[region]
    taken, digest, heard, difference, round_trip, age = ask(world.centre, "evaluation", PLACE % region)
    head = ask(site, "evaluation", RUNTIME)["streams"].get("report")
    if [taken, digest] != head and (taken != 0 or head):
        out.append("%s: the site's stream ends at %s, the centre has %s" % (region, head, [taken, digest]))
    clocks = world.clocks["centre"], world.clocks[region]
    if difference is None or age is None or time.monotonic() - max(clock.since for clock in clocks) < 12:
        return out
    wanted = clocks[0].seconds - clocks[1].seconds
    if abs(difference / 1e6 - wanted) > round_trip / 2e6 + 0.05:
        out.append("%s: the clocks differ by %.2f s, measured %.2f" % (region, wanted, difference / 1e6))
    if age > 12:
        out.append("%s: no sign of life for %d s" % (region, age))
    return out


def wrong(world):
    """All that does not add up; nothing, if all is well."""
    try:
        out = streams_and_offsets(world)
        for region in country.REGIONS:
            out += effects(world, region) + place(world, region)
        return out
    except subprocess.CalledProcessError as error:
        return ["a database does not answer: %s" % error.stderr]


def totals(world):
    """How much there was to be lost."""
    events = sum(int(house.value(service, "select count (*) from runtime.log"))
                 for name, house in world.houses().items() for service in (CENTRE if name == "centre" else SITE))
    applications = sum(len(ask(world.centre, "intake", SUBMITTED % region)) for region in country.REGIONS)
    cards = sum(len(locked) for locked in world.locked.values())
    return "%d applications, %d cards locked, %d events in %d streams' logs" % (
        applications, cards, events, len(CENTRE) + len(SITE) * len(country.REGIONS))
