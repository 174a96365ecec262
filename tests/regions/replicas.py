"""Nodes of evaluation come and go in the region while people work: nobody's request fails."""
import os
import signal
import subprocess
import threading
import time

import world as worlds
from api import Client, Refused
from stack import wait_until

PEOPLE, SECONDS = 6, 12


class Node:
    """One more wlacznik-evaluation on the site's database."""

    def __init__(self, site, number):
        self.number = number
        self.log = open(os.path.join(site.data, "log", "evaluation-%d.log" % number), "wb")
        environment = dict(os.environ, **site.environment, WLACZNIK_EVALUATION_ADMIN_PORT=str(site.port + 5 + number),
                           WLACZNIK_EVALUATION_BUS_LISTEN="ipc://%s/evaluation-%d.rpc" % (site.run, number),
                           WLACZNIK_EVALUATION_BUS_LOG_LISTEN="ipc://%s/evaluation-%d.log" % (site.run, number))
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen(
            [*site.within, *as_user, os.path.join(site.data, "bin", "wlacznik-evaluation"), "--config",
             os.path.join(site.data, "wlacznik.ini")],
            env=environment, stderr=self.log, stdout=self.log)

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.process.wait(30)


def settings(site):
    """Before the site's start: where its nodes may be. Those that are not there are not asked."""
    nodes = " ".join("ipc://%s/evaluation%s.rpc" % (site.run, suffix) for suffix in ("", "-1", "-2"))
    with open(os.path.join(site.data, "local.ini"), "w", encoding="ascii") as file:
        file.write("[services]\nevaluation = %s\n[rate]\naccount = 0\naddress = 0\n" % nodes)


class Work:
    def __init__(self, world):
        self.world, self.ended, self.done, self.failed = world, threading.Event(), 0, []
        self.lock = threading.Lock()

    def run(self, client, card):
        mine = Client(self.world.site.url, client.token)
        texts = 0
        while not self.ended.is_set():
            try:
                mine.get("/v1/me/cards")
                if card:
                    texts += 1
                    seen = mine.get("/v1/cards/%s" % card)
                    mine.put("/v1/cards/%s" % card, {"version": seen["version"], "scores": {"list": [
                        {"criterion": c["key"], "points": 1000, "reason": "Próba %d" % texts}
                        for c in seen["rules"]["criteria"]]}})
                with self.lock:
                    self.done += 1
            except (Refused, OSError) as error:
                self.failed.append(str(error))


def served(site, port):
    text = site.admin_at(port, "/metrics")
    return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith("wlacznik_rpc_total{"))


def run(checks, world):
    site, work = world.site, Work(world)
    for _ in range(3):
        worlds.another_application(world)
    worlds.check_formally(world)
    open_cards = {}
    for assessor in world.assessors["32"]:
        for card in assessor.get("/v1/me/cards").get("cards", []):
            if card["state"] == "DECLARATION_DUE":
                assessor.post("/v1/cards/%s/declaration" % card["id"], {"conflict": False})
            if card["state"] in ("DECLARATION_DUE", "OPEN"):
                open_cards.setdefault(assessor, card["id"])
    threads = [threading.Thread(target=work.run, args=(client, open_cards.get(client) if i < len(world.assessors["32"]) else None))
               for i, client in enumerate((world.assessors["32"] * 2)[:PEOPLE])]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS / 6)
    nodes = [Node(site, 1), Node(site, 2)]
    for node in nodes:
        wait_until("a node is ready", lambda n=node: site.admin_at(site.port + 5 + n.number, "/readyz") is not None, 30)
    time.sleep(SECONDS / 3)
    counts = [served(site, site.port + 5 + node.number) for node in nodes]
    checks.that("nodes that were added take their share", min(counts) > 10, counts)
    before = work.done
    site.signal("evaluation", signal.SIGTERM)  # the first one ends in order, and is started again
    time.sleep(SECONDS / 6)
    nodes[0].stop()
    time.sleep(SECONDS / 6)
    nodes[1].stop(signal.SIGKILL)              # and one dies
    time.sleep(SECONDS / 6)
    work.ended.set()
    for thread in threads:
        thread.join()
    checks.that("work goes on while nodes go", work.done > before, (before, work.done))
    checks.equal("no request failed, of %d rounds" % work.done, work.failed, [])
    versions = site.value("evaluation", "select count (*) from card where version > 1")
    checks.that("what was saved is there", int(versions) >= len(open_cards), versions)
