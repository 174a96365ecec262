"""Reads what the tap wrote down: every frame that crossed, before encryption."""
import glob
import os
import subprocess
import time
import uuid

import wire
import world as worlds
from hostile_bus import Caller, read_key
from stack import wait_until

TOLD = {"evaluation.FormalCheckDecided", "evaluation.ApplicationReported", "evaluation.StageDecided",
        "evaluation.ErasureConfirmed", "evaluation.RegionListClosed", "evaluation.SecondOpinionAsked", "evaluation.SecondOpinionOffered",
        "evaluation.AppealDecided"}


def read_tap(folder):
    frames = {">": [], "<": []}
    for path in glob.glob(os.path.join(folder, "*.tap")):
        with open(path, "rb") as file:
            data = file.read()
        at = 0
        while at + 5 <= len(data):
            length = int.from_bytes(data[at + 1:at + 5], "little")
            frames[chr(data[at])].append(data[at + 5:at + 5 + length])
            at += 5 + length
    return frames


def forms(needle):
    """A text as it may stand in a message; an id also as 16 bytes and without hyphens."""
    out = [needle.encode("utf-8")]
    try:
        parsed = uuid.UUID(needle)
        out += [parsed.bytes, parsed.hex.encode("ascii")]
    except ValueError:
        out += [needle.lower().encode("utf-8"), needle.upper().encode("utf-8")]
    return out


def holds(frames, needle):
    return any(form in frame for frame in frames for form in forms(needle))


def cost_of_curve(world):
    """(bytes of a handshake, bytes of a frame beyond its content) to the centre, measured on the line."""
    own = read_key(os.path.join(world.site.data, "keys", "evaluation.key"))
    server = read_key(os.path.join(world.centre.data, "keys", "intake.key"))[0]
    world.site.stop()
    before = world.line.up
    with Caller(world.centre, "intake", "tcp://127.0.0.1:%d" % (world.centre.port + 50), (*own, server)) as caller:
        wait_until("the handshake", lambda: world.line.up > before and settled(world.line))
        handshake = world.line.up - before
        caller.socket.send(b"x" * 1000)
        wait_until("the frame", lambda: world.line.up > before + handshake and settled(world.line))
        per_frame = world.line.up - before - handshake - 1000
    world.site.start()
    return handshake, per_frame


def settled(line):
    """Nothing more comes."""
    seen = line.up
    time.sleep(0.5)
    return line.up == seen


def run(checks, world):
    site, centre = world.site, world.centre
    frames = read_tap(os.path.join(world.work, "tap"))
    up, down = frames[">"], frames["<"]
    seen = sum(map(len, up))
    print("    %d frames (%d bytes) to the centre, %d (%d bytes) from it; %d connections; %d bytes on the line" % (
        len(up), seen, len(down), sum(map(len, down)), world.line.connections, world.line.up))
    carried, connections = world.line.up, world.line.connections
    handshake, per_frame = cost_of_curve(world)
    bound = seen + per_frame * len(up) + handshake * connections
    print("    a handshake is %d bytes, a frame %d more than its content: %d are accounted for" % (
        handshake, per_frame, bound))
    checks.that("the tap saw all that the line carried to the centre", carried <= bound,
                "%d on the line, %d accounted for" % (carried, bound))

    people = world.assessors["32"] + [world.coordinators["32"], world.deputy]
    secrets = list(worlds.SECRET.values())
    secrets += [p.account_id for p in people] + [p.email for p in people]
    secrets += [row[0] for row in site.rows("evaluation", "select id from card")]
    secrets += [row[0] for row in site.rows("evaluation", "select id from assignment")]
    found = [needle for needle in secrets if holds(up, needle)]
    checks.equal("no assessor, no declaration, no draft and no single card left the region (%d needles)" % len(secrets),
                 found, [])
    checks.that("... while the results did, so the needles would be found",
                all(holds(up, needle) for needle in worlds.RESULT.values()) and
                holds(up, world.applications["32"][0]))
    foreign = world.applications["30"] + list(worlds.FOREIGN.values())
    foreign += [world.applicants[a].account_id for a in world.applications["30"]]
    checks.equal("nothing of region 30 came to the region", [n for n in foreign if holds(down, n)], [])
    checks.that("... while its own applicants did", holds(down, worlds.OWN["applicant"]))
    checks.that("... and so did its own files", holds(down, worlds.OWN["file"]))
    checks.that("of files only their ids went to the centre", not holds(up, worlds.OWN["file"]) and holds(up, world.files["32"]["budget-table"]))
    kept = dump_of(site)
    checks.that("... and nothing of them stayed at the site", not in_dump(kept, worlds.OWN["file"]))
    checks.that("... where its applications are, so they would be found", in_dump(kept, worlds.OWN["applicant"]))
    types = set()
    for frame in up:
        types |= types_of_report(frame)
    checks.that("only results are told", types and types <= TOLD, types)

    dump = dump_of(centre)
    checks.equal("nor is any of it in the centre's databases and logs", [n for n in secrets if in_dump(dump, n)], [])


def dump_of(house):
    """Every database and log of a house."""
    databases = " ".join(row[0] for row in house.rows("evaluation", "select datname from pg_database where datname like 'wlacznik\\_%'"))
    return subprocess.run("for d in %s; do /usr/lib/postgresql/15/bin/pg_dump -h %s -U wlacznik $d; done; cat %s/log/*.log" % (
        databases, house.run, house.data), shell=True, capture_output=True, check=True).stdout


def in_dump(dump, needle):
    return any(form in dump or form.hex().encode() in dump for form in forms(needle))


def types_of_report(frame):
    """The types of the events in a SiteReport; none for any other frame."""
    try:
        report = wire.parse(frame)
        if report.get(1, [b""])[0] != b"32":
            return set()
        return {wire.parse(event)[2][0].decode() for event in report.get(3, [])}
    except (ValueError, IndexError, KeyError, AttributeError, TypeError, UnicodeDecodeError):
        return set()
