"""The region moves to another server, by the runbook of services/evaluation/README.md: stop, dump, restore
on a fresh machine with keys of its own, join again, go on."""
import os
import re
import subprocess

import houses
import replicas
import world as worlds
from stack import wait_until

BIN = "/usr/lib/postgresql/15/bin/"


def runbook():
    """The commands of the runbook, with their words for places: what is tested is what is written there."""
    with open(os.path.join(houses.TOP, "services", "evaluation", "README.md"), encoding="utf-8") as file:
        text = file.read().split("### Moving a region's site", 1)[1]
    return re.findall(r"^    (?:(centre|old|new)\$ )(.*)$", text, re.M)


def run(checks, world):
    centre, old = world.centre, world.site
    worlds.keep_open(world)  # a busy machine takes as long
    before = old.rows("evaluation", "select count (*), coalesce (sum (points), 0) from dossier")
    head, taken = world.site_head(), world.region_row("taken")
    new = houses.House(world.work, "moved", old.port + 12, "--region", "32", "--join", world.invitation,
                       environment=old.environment)
    os.makedirs(new.data, exist_ok=True)
    replicas.settings(new)
    os.unlink(world.invitation)
    words = {"DIR": old.data, "DUMPS": os.path.join(world.work, "dumps"), "INVITATION": world.invitation}
    for where, command in runbook():
        for word, meant in words.items():
            command = command.replace(word, meant)
        if where == "old" and command.startswith("Ctrl-C"):
            old.stop()
        elif command.startswith("wlacznik region"):
            code, said = centre.tool(*command.split()[1:])
            checks.that("%s: %s" % (where, command), code == 0, said)
            if "invite" in command:
                worlds.bend(world)
        elif where == "old":
            done = subprocess.run(["deploy/up", "--no-install", "--no-build", "--port", str(old.port), *command.split()[1:]],
                                  capture_output=True, text=True, cwd=houses.TOP)
            checks.that("%s: %s" % (where, command.replace(world.work, "")), done.returncode == 0, done.stdout + done.stderr)
        else:
            new.options = tuple(command.split()[1:])
            new.start()
            new.options = ("--region", "32")
            checks.that("%s: %s" % (where, command.replace(world.work, "")), "Region 32 is up" in new.said(), new.said())
    world.site = new
    checks.equal("every dossier and every point moved", new.rows(
        "evaluation", "select count (*), coalesce (sum (points), 0) from dossier"), before)
    checks.equal("the stream that the centre hears goes on where it stood", (world.site_head(), world.region_row("taken")),
                 (head, taken))
    contact = world.region_row("contact_at")
    wait_until("a report of the new site", lambda: world.region_row("contact_at") > contact)
    checks.that("the new site reports under its own key", True)
    coordinator = new.sign_in(world.coordinators["32"].email, old.password)
    checks.that("people sign in as before", len(worlds.dossiers(coordinator, world)) == len(world.applications["32"]))
    world.coordinators["32"] = coordinator
    world.assessors["32"] = [new.sign_in(a.email, old.password) for a in world.assessors["32"]]
    worlds.another_application(world)
    added = world.applications["32"][-1]
    coordinator.post("/v1/dossiers/%s/formal-check" % added, {"items": worlds.items(world)})
    wait_until("the centre hears of it", lambda: world.streams_equal() and int(world.region_row("taken")[0]) > int(head[0]))
    checks.that("what is new is told, after what was told before", world.streams_equal())
