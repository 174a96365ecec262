"""Random schedules: the line is cut, slowed and mended, daemons and databases are killed, while both sides
work. Afterwards everything is there once. --schedules N --seed S; the seed is printed."""
import random
import signal
import subprocess
import time

import world as worlds
from stack import wait_until

STEPS = 6
VICTIMS = (("site", "evaluation"), ("site", "postgresql"), ("centre", "evaluation"), ("centre", "intake"),
           ("centre", "postgresql"))


def act(world, chance):
    """One thing that happens; what it was."""
    kind = chance.choice(("cut", "mend", "kill", "work", "work", "submit", "delay"))
    if kind == "cut":
        world.line.cut()
    elif kind == "mend":
        world.line.mend()
    elif kind == "delay":
        world.line.delay = chance.choice((0.0, 0.005, 0.02, 0.1))
        return "delay %g" % world.line.delay
    elif kind == "kill":
        house, name = chance.choice(VICTIMS)
        try:
            getattr(world, house).signal(name, signal.SIGKILL)
        except OSError:
            pass  # just being started again
        kind = "kill %s %s" % (house, name)
    elif kind == "submit":
        patiently(world.centre, lambda: worlds.another_application(world, wait=False))
    else:
        patiently(world.site, lambda: work(world))
    return kind


def patiently(house, step, seconds=60):
    """People try again while something is being started anew."""
    until = time.monotonic() + seconds
    while True:
        try:
            return step()
        except (worlds.Refused, OSError, worlds.HTTPException):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def work(world):
    """A coordinator checks what came and an assessor scores one card."""
    try:
        worlds.check_formally(world)
        worlds.score_all(world, "32", only=1)
    except worlds.Refused as refused:
        if refused.status >= 500:
            raise  # else the first try had its effect and its answer was lost


def settle(world):
    world.line.delay = 0.005
    world.line.mend()
    for house in (world.centre, world.site):
        wait_until("the database is up", lambda h=house: is_up(h), 90)
    for house, services in ((world.centre, ("intake", "evaluation")), (world.site, ("evaluation",))):
        for service in services:
            wait_until("%s is up" % service, lambda h=house, s=service: h.admin(s, "/readyz")[0] == 200, 90)
    wait_until("the site has heard all", lambda: heard(world), 90)
    patiently(world.site, lambda: work(world))
    wait_until("the streams are equal", world.streams_equal, 90)


def is_up(house):
    try:
        return house.value("evaluation", "select 1") == "1"
    except subprocess.CalledProcessError:
        return False


def heard(world):
    head = world.centre.value("intake", "select sequence from runtime.stream where region = '32'")
    found = world.site.rows("evaluation", "select sequence from runtime.offsets where source = 'intake' and region = '32'")
    return found and found[0][0] == head


def wrong(world):
    """What does not add up; nothing, if all is well."""
    out = []
    submitted = int(world.centre.value(
        "intake", "select count (*) from runtime.log where region = '32' and type = 'intake.ApplicationSubmitted'"))
    for house in (world.site, world.centre):
        found = int(house.value("evaluation", "select count (*) from dossier where region = '32'"))
        if found != submitted:
            out.append("%d dossiers of %d" % (found, submitted))
        if house.value("evaluation", "select count (*) from runtime.dead_letters") != "0":
            out.append("dead letters")
    for there, here in (("ApplicationReported", "ApplicationAssessed"), ("FormalCheckDecided", "FormalCheckDecided")):
        sql = "select count (*) from runtime.log where region = '%s' and type = 'evaluation.%s'"
        told, took = world.site.value("evaluation", sql % ("report", there)), world.centre.value("evaluation", sql % ("32", here))
        if told != took:
            out.append("%s: %s told, %s took effect" % (there, told, took))
    columns = "select application_id, points, passed, criterion_points from dossier where region = '32' and points is not null order by 1"
    if world.site.rows("evaluation", columns) != world.centre.rows("evaluation", columns):
        out.append("other points")
    double = world.site.value("evaluation", "select count (*) from (select 1 from card where state = 3"
                                            " group by application_id, assessor_user_id having count (*) > 1) d")
    if double != "0":
        out.append("an assessor has two cards")
    return out


def run(checks, world):
    chance = random.Random(world.seed)
    print("    --seed %d, %d schedules" % (world.seed, world.schedules))
    for number in range(world.schedules):
        done = []
        for _ in range(STEPS):
            done.append(act(world, chance))
            time.sleep(chance.random() * 0.4)
        settle(world)
        found = wrong(world)
        if not checks.that("schedule %d: everything once" % number, not found, "%s after %s" % (found, done)):
            break
    for house in (world.site, world.centre):
        code, said = house.tool("events", "verify", "evaluation")
        checks.that("wlacznik events verify", code == 0, said)
