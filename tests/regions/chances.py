"""Random schedules: the line is cut, slowed and mended, daemons and databases are killed, while both sides
work. Afterwards everything is there once. --schedules N --seed S; the seed is printed."""
import random
import signal
import subprocess
import time

import reckoning
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


def run(checks, world):
    chance = random.Random(world.seed)
    print("    --seed %d, %d schedules" % (world.seed, world.schedules))
    for number in range(world.schedules):
        done = []
        for _ in range(STEPS):
            done.append(act(world, chance))
            time.sleep(chance.random() * 0.4)
        settle(world)
        until = time.monotonic() + 60
        while (found := reckoning.wrong(world)) and time.monotonic() < until:
            time.sleep(0.2)
        if not checks.that("schedule %d: every stream, offset and effect" % number, not found, "%s after %s" % (found, done)):
            break
    for name, house, service in reckoning.places(world):
        found = reckoning.broken(name, house, service)
        checks.that("%s: wlacznik events verify %s" % (name, service), not found, found)
