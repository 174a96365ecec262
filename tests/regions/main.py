#!/usr/bin/python3
"""See run."""
import argparse
import os

import houses
from check import Checks
from line import Line
import world as worlds
import authority
import privacy
import cuts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    checks, port = Checks(), options.port
    centre = houses.House(options.work, "centre", port, "--partners", "127.0.0.1")
    line = Line([(port + 36 + i, port + 10 + i) for i in range(4)], delay=0.005)
    tap = {"LD_PRELOAD": os.path.join(options.work, "tap.so"), "WLACZNIK_TAP": os.path.join(options.work, "tap")}
    invitation = os.path.join(options.work, "32.invitation")
    site = houses.House(options.work, "site", port + 20, "--region", "32", "--join", invitation, environment=tap)
    place = worlds.World(options.work, centre, site, line, invitation)
    try:
        for title, chapter in (
                ("Joining", worlds.join),
                ("A call in two regions", worlds.announce),
                ("The region works on its own premises", worlds.assess),
                ("Whose key opens what", authority.run),
                ("A cut line, and deaths meanwhile", cuts.run),
                ("One list out of both", worlds.publish),
                ("Every byte that crossed", privacy.run),
                ("A key is revoked", authority.run_revocation),
        ):
            checks.chapter_of(title, chapter, place)
    finally:
        site.stop()
        centre.stop()
    checks.end()


if __name__ == "__main__":
    main()
