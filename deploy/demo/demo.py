#!/usr/bin/python3
"""Runs call I of domain.md 4.8 through the public HTTP API, as its users would, and checks every count.

    demo.py --url URL --mail FOLDER --administrator ADDRESS [--result FILE] [--site REGION URL MAIL]...

The administrator's password comes in WLACZNIK_ADMINISTRATOR_PASSWORD. Ends with the funnel as a table;
exits 1 when a count is not what domain.md says it must be.
"""
import argparse
import json
import os
import sys
import time

import people
import plan
from api import Client, Refused
from mailbox import Mailbox
from scenes import Scenes
from sites import SiteScenes
from tell import Progress, say, table

HERE = os.path.dirname(os.path.abspath(__file__))


def load(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return json.load(file)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--mail", required=True)
    parser.add_argument("--administrator", required=True)
    parser.add_argument("--result")
    parser.add_argument("--site", nargs=3, action="append", default=[], metavar=("REGION", "URL", "MAIL"))
    return parser.parse_args()


def money(grosze):
    whole = "{:,}".format(int(grosze) // 100).replace(",", " ")
    return "%s,%02d zł" % (whole, int(grosze) % 100)


def show_funnel(funnel):
    rows = [("złożone", funnel["submitted"]), ("odrzucone formalnie", funnel["formallyRejected"]),
            ("do oceny merytorycznej", funnel["toMerit"]), ("zatwierdzone karty ocen", funnel["cardsLocked"]),
            ("trzecia ocena", funnel["thirdAssessments"]), ("co najmniej 50 pkt", funnel["aboveThreshold"]),
            ("rekomendowane", "%d (%s z %s)" % (funnel["recommended"], money(funnel["recommendedGrosze"]),
                                                money(plan.POOL))),
            ("lista rezerwowa", funnel["onReserve"]), ("upowszechniane", funnel["completed"])]
    say("")
    table(("Lejek naboru", "liczba"), rows)


def check(what, got, wanted):
    if got != wanted:
        raise AssertionError("%s: %s, but domain.md 4.8 says %s" % (what, got, wanted))


def check_all(funnel, results, letters):
    for name, wanted in plan.EXPECTED.items():
        check(name, funnel[name], wanted)
    groups = {}
    for entry in results["entries"]:
        groups[entry["group"]] = groups.get(entry["group"], 0) + 1
    check("entries of the list", groups,
          {"RECOMMENDED": 10, "ON_RESERVE": 3, "NOT_SELECTED": 15, "BELOW_THRESHOLD": 29, "REJECTED_FORMALLY": 5})
    check("the list stays inside the pool", int(results["recommendedGrosze"]) <= plan.POOL, True)
    points = [e["points"] for e in results["entries"] if e["group"] in ("RECOMMENDED", "ON_RESERVE", "NOT_SELECTED")]
    wanted = [int(plan.final_points(plan.SCORES[i])) for i in plan.by_rank()][:28]
    check("points of those that passed, in order", points, wanted)
    reasons = {e["reason"] for e in results["entries"] if e["group"] == "REJECTED_FORMALLY"}
    check("different reasons of formal failure", len(reasons), 5)
    check("letters with a result", letters, 62)


def main():
    options = arguments()
    began = time.monotonic()
    progress = Progress(total=62 + 26 + 5 + 62 * 2 + 62 + 123 + 4 + 62 + 6)
    centre = (Client(options.url), Mailbox(options.mail), progress)
    scenes = SiteScenes(*centre, options.site) if options.site else Scenes(*centre)
    scenes.open_house(options.administrator, os.environ["WLACZNIK_ADMINISTRATOR_PASSWORD"])
    scenes.announce_call(load("call.json"))
    scenes.apply(load("applications.json"))
    scenes.check_formally()
    scenes.assess()
    scenes.rank_and_publish()
    letters = scenes.wait_for_letters()
    slug = scenes.carry_one_to_the_catalogue()
    progress.done()
    funnel = scenes.public.get("/v1/calls/%s/funnel" % scenes.call_id)
    results = scenes.public.get("/v1/calls/%s/results" % scenes.call_id)
    check_all(funnel, results, letters)
    check("innovations in the catalogue", funnel["completed"], 1)
    show_funnel(funnel)
    say("")
    say("Every count is as domain.md 4.8 has it; %d s." % (time.monotonic() - began))
    say("")
    say("  the call       %s/calls/%s" % (options.url, scenes.call_id))
    say("  the list       %s/calls/%s/results" % (options.url, scenes.call_id))
    say("  the catalogue  %s/catalogue/%s" % (options.url, slug))
    for region, url, _ in options.site:
        say("  region %-8s %s" % (region, url))
    if options.result:
        with open(options.result, "w", encoding="utf-8") as file:
            json.dump({"url": options.url, "callId": scenes.call_id, "slug": slug, "password": scenes.password,
                       "applicant": people.address("applicant", 0), "assessor": people.address("assessor", 0),
                       "owner": people.address("staff", 0), "coordinator": people.address("staff", 1),
                       "administrator": people.address("staff", 4),
                       "seconds": round(time.monotonic() - began, 1)}, file)


if __name__ == "__main__":
    try:
        main()
    except (Refused, AssertionError, TimeoutError, OSError) as error:
        sys.exit("\ndemo: %s" % error)
