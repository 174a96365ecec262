#!/usr/bin/python3
"""See run."""
import argparse
import os
import random

import houses
from check import Checks
from line import Line
import world as worlds
import appeals
import authority
import chances
import cuts
import moving
import privacy
import region_files
import replicas
import second_opinions


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--schedules", type=int, default=2)
    options = parser.parse_args()
    checks, port = Checks(), options.port
    centre = houses.House(options.work, "centre", port, "--partners", "127.0.0.1")
    line = Line([(port + 50 + i, port + 10 + i) for i in range(4)], delay=0.005)
    tap = {"LD_PRELOAD": os.path.join(options.work, "tap.so"), "WLACZNIK_TAP": os.path.join(options.work, "tap")}
    invitation = os.path.join(options.work, "32.invitation")
    site = houses.House(options.work, "site", port + 20, "--region", "32", "--join", invitation, environment=tap)
    place = worlds.World(options.work, centre, site, line, invitation)
    place.seed, place.schedules = options.seed, options.schedules
    try:
        for title, chapter in (
                ("Joining", worlds.join),
                ("A call in two regions", worlds.announce),
                ("A second opinion is asked for", second_opinions.run),
                ("The region works on its own premises", worlds.assess),
                ("Files of an application at the site", region_files.run),
                ("The second opinions are written", second_opinions.give_cards),
                ("Whose key opens what", authority.run),
                ("A cut line, and deaths meanwhile", cuts.run),
                ("The region moves to another server", moving.run),
                ("Nodes come and go under load", replicas.run),
                ("Random schedules", chances.run),
                ("One list out of both", worlds.publish),
                ("How comparable the regions are", second_opinions.run_comparison),
                ("Appeals against what the region decided", appeals.run),
                ("Every byte that crossed", privacy.run),
                ("A key is revoked", authority.run_revocation),
        ):
            checks.chapter_of(title, chapter, place)
    finally:
        place.site.stop()
        site.stop()
        centre.stop()
    checks.end()


if __name__ == "__main__":
    main()
