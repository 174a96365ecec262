#!/usr/bin/python3
"""See schedules."""
import argparse
import http.client
import random
import signal
import time

import houses  # noqa: F401  (makes the others' folders known)
from api import Refused
from check import Checks
import country
import proving
import reckoning
from stack import wait_until

ACTS = 8
KINDS = {"cut": 3, "mend": 1, "slow": 1, "lossy": 1, "kill": 4, "clock": 2, "node": 1, "work": 7, "submit": 4}
CENTRE_VICTIMS = ("evaluation", "intake", "postgresql", "evaluation", "gateway", "notification")
SITE_VICTIMS = ("evaluation", "postgresql", "evaluation", "gateway")


def patiently(act, seconds=60):
    """People try again while something is being started anew."""
    until = time.monotonic() + seconds
    while True:
        try:
            return act()
        except (Refused, OSError, http.client.HTTPException) as error:
            # A refusal that is not for want of a service: the first try had its effect, its answer was lost.
            if isinstance(error, Refused) and error.status < 500:
                return None
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


class Schedule:
    """One schedule: its seed chooses what happens and when; what that hits is the machine's chance."""

    def __init__(self, world, seed, number):
        self.world, self.chance = world, random.Random("%d/%d" % (seed, number))
        self.done = []

    def act(self):
        """One thing that happens; what it was."""
        kind = self.chance.choices(list(KINDS), KINDS.values())[0]
        region = self.chance.choice(country.REGIONS)
        return "%s %s" % (kind, getattr(self, kind)(region))

    def cut(self, region):
        self.world.ground.line(region, up=0)
        return region

    def mend(self, region):
        self.world.ground.line(region, up=1)
        return region

    def slow(self, region):
        delay = self.chance.choice((5, 100, 250))
        self.world.ground.line(region, delay=delay)
        return "%s %d ms" % (region, delay)

    def lossy(self, region):
        lost = self.chance.choice((0, 50, 150))
        self.world.ground.line(region, lost=lost)
        return "%s %g %%" % (region, lost / 10)

    def kill(self, region):
        where, name = self.chance.choice([("centre", one) for one in CENTRE_VICTIMS] + [(region, one) for one in SITE_VICTIMS])
        try:
            self.world.houses()[where].signal(name, signal.SIGKILL)
        except OSError:
            pass  # just being started again
        return "%s %s" % (where, name)

    def clock(self, region):
        """Set by a few seconds, as by hand or by a server of time that was away."""
        where = self.chance.choice(("centre", region, region))
        clock = self.world.clocks[where]
        clock.set(clock.seconds + self.chance.uniform(-3, 3))
        return "%s %+.1f s" % (where, clock.seconds)

    def node(self, region):
        return "%s %s" % (region, self.world.node(region))

    def work(self, region):
        patiently(lambda: self.world.assess(region))
        return region

    def submit(self, region):
        patiently(lambda: self.world.submit(region))
        return region

    def run(self):
        for _ in range(ACTS):
            self.done.append(self.act())
            time.sleep(self.chance.random() * 0.6)


def settle(world):
    """Everything is as it should be again; what is wrong after as long as it may take."""
    for region in country.REGIONS:
        world.ground.line(region, delay=country.DELAY_MS, lost=country.LOST_OF_1000, up=1)
    for name, house, service in reckoning.places(world):
        wait_until("%s of %s is up" % (service, name), lambda h=house, s=service: h.admin(s, "/readyz")[0] == 200, 90)
    until = time.monotonic() + 240
    while True:
        found = reckoning.wrong(world)
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.5)


def run(checks, world, options):
    began, ran, counts, longest = time.monotonic(), 0, {}, 0.0
    numbers = [options.only] if options.only is not None else range(options.schedules)
    for number in numbers:
        if options.minutes and time.monotonic() - began > 60 * options.minutes:
            break
        schedule, started = Schedule(world, options.seed, number), time.monotonic()
        try:
            schedule.run()
            quiet = time.monotonic()
            found = settle(world)
        except Exception as error:  # whatever it is, it is a finding
            quiet, found = time.monotonic(), ["%s: %s" % (type(error).__name__, error)]
        longest = max(longest, time.monotonic() - quiet)
        ran += 1
        for one in schedule.done:
            counts[one.split()[0]] = counts.get(one.split()[0], 0) + 1
        print("    %d/%d: %s; equal after %.1f s, in all %.1f s" % (
            options.seed, number, ", ".join(schedule.done), time.monotonic() - quiet, time.monotonic() - started))
        if not checks.that("schedule %d: every stream, offset and effect" % number, not found, found) and settle(world):
            break  # what is wrong stays wrong, and the next ones would tell nothing
    print("    %d schedules of seed %d: %s; equal again after %.1f s at most" % (
        ran, options.seed, ", ".join("%d %s" % (counts[kind], kind) for kind in sorted(counts)), longest))
    for region, (carried, lost, swallowed) in world.ground.counted().items():
        print("    line of %s: %d packets carried, %d lost, %d swallowed by cuts" % (region, carried, lost, swallowed))
    print("    " + reckoning.totals(world))


def clocks(checks, world):
    """A clock that was just set is not compared: what its site told is of the time before. At rest all are."""
    newest = max(clock.since for clock in world.clocks.values())
    time.sleep(max(0.0, newest + reckoning.TOLD_WITHIN - time.monotonic()))
    found = settle(world)
    checks.that("every clock is measured as wrong as it is", not found, found)


def verify(checks, world):
    for name, house, service in reckoning.places(world):
        found = reckoning.broken(name, house, service)
        checks.that("%s: wlacznik events verify %s" % (name, service), not found, found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--schedules", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--prove", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    checks, chance = Checks(), random.Random(options.seed)
    skews = {name: chance.uniform(-120, 120) if name != "centre" else 0.0 for name in ("centre", *country.REGIONS)}
    print("seed %d; clocks: %s" % (options.seed, ", ".join("%s %+.1f s" % pair for pair in skews.items())), flush=True)
    ground = country.Ground(options.work, options.port, options.seed)
    world = country.Country(options.work, options.port, ground, skews)
    try:
        world.start()
        world.announce()
        if options.prove:
            proving.prove(checks, world)
        else:
            checks.chapter_of("Random schedules", run, world, options)
            checks.chapter_of("At rest", clocks, world)
            checks.chapter_of("Every chain, from its first event", verify, world)
    finally:
        world.stop()
        ground.end()
    checks.end()


if __name__ == "__main__":
    main()
