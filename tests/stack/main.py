#!/usr/bin/python3
"""Checks a running stack. See run."""
import argparse
import os
import random
import time

import stack as stacks
import access
import advisories
import assignment
import attachments
import backup
import bad_input
import conventions
import edges
import erasure
import hostile_bus
import idempotency
import privacy
import rehearsal
import rotation
import traces
import watching
from check import Checks
from world import World


def main():
    parser = argparse.ArgumentParser()
    for name in ("--url", "--data", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--only", help="one chapter, by its title; the stack stays up behind it")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    options = parser.parse_args()
    checks, stack = Checks(), stacks.Stack(options.url, options.data)
    stack.seed, stack.out = options.seed, options.out
    stack.administrator = stack.sign_in("admin@wlacznik.localhost", os.environ["WLACZNIK_ADMINISTRATOR_PASSWORD"])
    stack.collector = traces.Collector(stack.port + 8)
    began = time.monotonic()
    world = World(stack)
    print("A call, an application and its cards took %.1f s; --seed %d" % (time.monotonic() - began, options.seed))
    # A row a chapter, so that chapters written side by side do not meet in one line.
    chapters = (
        ("Assignment", assignment.run),
        ("Bad input", bad_input.run),
        ("Access: every operation and everybody", access.run),
        ("The advisories of a peer", advisories.run),
        ("Conventions", conventions.run),
        ("Idempotency", idempotency.run),
        ("Hostile frames on the bus", hostile_bus.run),
        ("CURVE", hostile_bus.run_curve),
        ("Attachments", attachments.run),
        ("Backup and restore", backup.run),
        ("Personal data", privacy.run),
        ("Traces", traces.run),
        ("What operators look at", watching.run),
        ("Erasure", erasure.run),
        ("A rehearsal is nobody's news", rehearsal.run),
        ("A new key without stopping", rotation.run),
    )
    for title, body in chapters:
        if options.only and title != options.only:
            continue
        checks.chapter_of(title, body, stack, world)
    if options.only:
        checks.end()
        return
    checks.chapter_of("SIGHUP, and a death", edges.run_signals, stack)
    checks.chapter_of("The edges of deploy/up", edges.run_deploy, stack)
    checks.chapter_of("Down, in order", edges.run_down, stack, world)
    checks.end()


if __name__ == "__main__":
    main()
