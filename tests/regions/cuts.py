"""The line is cut in the middle of assessment; both sides lose processes; then it is mended."""
import signal
import time

import region_files
import world as worlds
from stack import wait_until


def run(checks, world):
    centre, site, line = world.centre, world.site, world.line
    worlds.keep_open(world)
    worlds.score_all(world, "32", only=1)
    world.line.cut()
    before = world.region_row("taken")[0]
    began = time.monotonic()
    locked = worlds.score_all(world, "32")
    checks.that("the region assesses with the line cut", locked >= 2, locked)
    checks.equal("... and reads of the call", site.public.get("/v1/calls/%s" % world.call_id)["id"], world.call_id)
    region_files.with_cut_line(checks, world)
    locked_at = int(site.value("evaluation", "select extract (epoch from max (locked_at))::int8 from card"))
    head = wait_until("results wait at the site", lambda: int(world.site_head()[0]) > int(before) and world.site_head())
    checks.equal("nothing of it is at the centre", world.region_row("taken")[0], before)
    site.signal("evaluation", signal.SIGKILL)
    centre.signal("evaluation", signal.SIGKILL)
    site.signal("postgresql", signal.SIGKILL)
    for house in (site, centre):
        wait_until("evaluation is up again", lambda h=house: h.admin("evaluation", "/readyz")[0] == 200, 60)
    site.signal("evaluation", signal.SIGSTOP)
    silent = float(world.region_row("extract (epoch from now () - contact_at)")[0])
    site.signal("evaluation", signal.SIGCONT)
    checks.that("the centre shows how long it has heard nothing", silent >= time.monotonic() - began - 6, silent)
    world.line.mend()
    mended = time.monotonic()
    wait_until("the streams are equal", lambda: world.streams_equal() and int(world.region_row("taken")[0]) >= int(head[0]), 60)
    print("    equal %.1f s after the line was back" % (time.monotonic() - mended))
    region_files.with_mended_line(checks, world)
    checks.that("afterwards the streams are equal, to the hash", world.streams_equal(), world.site_head())
    for type_there, type_here in (("ApplicationReported", "ApplicationAssessed"),
                                  ("FormalCheckDecided", "FormalCheckDecided")):
        there = int(site.value("evaluation", "select count (*) from runtime.log where region = 'report'"
                                             " and type = 'evaluation.%s'" % type_there))
        here = wait_until("the centre's log", lambda t=type_here: int(centre.value(
            "evaluation", "select count (*) from runtime.log where region = '32' and type = 'evaluation.%s'" % t)))
        checks.equal("every %s took effect once" % type_there, here, there)
    told_at = int(centre.value("evaluation", "select extract (epoch from max (at))::int8 from runtime.log"
                                             " where region = '32' and type = 'evaluation.ApplicationAssessed'"))
    checks.that("an act counts from when it was done there, not from when it came here",
                abs(told_at - locked_at) <= 1, "%d, %d" % (told_at, locked_at))
    for house in (site, centre):
        code, said = house.tool("events", "verify", "evaluation")
        checks.that("wlacznik events verify", code == 0, said)
    points = {row[0]: row[1] for row in site.rows("evaluation", "select application_id, points from dossier where points is not null")}
    there = {row[0]: row[1] for row in centre.rows("evaluation", "select application_id, points from dossier where at_site and points is not null")}
    checks.equal("the points are the same on both sides", there, points)
