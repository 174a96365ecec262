#!/usr/bin/python3
"""See regions."""
import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(1, os.path.join(TOP, "tests", "regions"))

import houses  # noqa: E402

sys.path.insert(1, sys.path.pop(sys.path.index(os.path.join(TOP, "tests", "regions"))))  # tests/stack has a world, too
from hostile_bus import read_key  # noqa: E402
from line import Line  # noqa: E402
from stack import wait_until  # noqa: E402
import world as programme  # noqa: E402
from scenes import PLACES as demo_places  # noqa: E402

MILLION, OVER_THE_LINE = 1000000, 200000
# Seventeen houses stand on one machine: half the connections are enough for who works there one at a time.
SETTINGS = "[database]\nconnections = 4\n[rate]\naccount = 0\naddress = 0\nentrance = 0\n"
PROGRAMS = os.path.join(TOP, "build", "release", "bin")
EVENTS = """insert into runtime.outbox (region, type, aggregate, at, trace, payload)
    select '32', 'bench.Event', gen_random_uuid ()::text, now (), repeat ('t', 55), decode (repeat ('ab', 150), 'hex')
      from generate_series (1, %d)"""


def show(what, measured, goal, ratio, good):
    print("  %-58s %-22s %-22s %5.2f  %s" % (what, measured, goal, ratio, "ok" if good else "MISSED"), flush=True)


def replay(centre, keys, port, events):
    server = read_key(os.path.join(centre.data, "keys", "intake.key"))[0].decode()
    out = subprocess.run([os.path.join(PROGRAMS, "bench-replay"), "tcp://127.0.0.1:%d" % port, "intake", "32",
                          str(events), keys, server], check=True, capture_output=True, text=True).stdout
    return json.loads(out)


def catching_up(centre, line):
    code, said = centre.operate("keys", "new", "bench", "--directory", os.path.join(centre.data, "keys"), "--regions", "32")
    assert code == 0, said
    keys = os.path.join(centre.data, "keys", "bench.key")
    began = time.monotonic()
    for _ in range(10):
        centre.rows("intake", EVENTS % (MILLION // 10))
    wait_until("every event has its place", lambda: centre.value("intake", "select count (*) from runtime.outbox") == "0", 300)
    print("  (%d events were written and sequenced in %.0f s)" % (MILLION, time.monotonic() - began))
    centre.rows("intake", "vacuum analyze runtime.log")
    result = replay(centre, keys, centre.port + 11, MILLION)
    show("catching up 1,000,000 events on loopback, CURVE", "%.1f s" % result["seconds"], "60 s",
         result["seconds"] / 60, result["seconds"] <= 60)
    result = replay(centre, keys, line, OVER_THE_LINE)
    rate = result["events_per_second"]
    show("replay over a line of 40 ms there and back, CURVE", "%d/s" % rate, "20,000/s", rate / 20000, rate >= 20000)


WAITS = """begin; %s; commit; begin; %s; commit;
    select extract (epoch from clock_timestamp ());
    do $$ begin while exists (select from runtime.outbox) loop perform pg_sleep (0.0005); end loop; end $$;
    select extract (epoch from clock_timestamp ())"""


def ringing(centre):
    """How long an event of another node waits for its place: where that node rings for the one that leads, and where the
    leader has to look by itself."""
    def waited(ring):
        times = []
        for _ in range(20):
            (began,), (ended,) = centre.rows("evaluation", WAITS % (EVENTS % 1, ring))
            times.append(float(ended) - float(began))
            time.sleep(0.02 * len(times) % 0.1)
        return sum(times) / len(times)
    rung, unheard = waited("notify committed"), waited("set local jit = off")
    show("an event of a node that does not lead gets its place", "%.1f ms" % (1000 * rung), "%.0f ms, not rung" % (1000 * unheard),
         rung / unheard, rung < unheard / 10)


def failover(centre):
    """From the death of the node that sequences to the first event that another one gave its place."""
    environment = dict(os.environ, WLACZNIK_EVALUATION_ADMIN_PORT=str(centre.port + 7),
                       WLACZNIK_EVALUATION_BUS_LISTEN="ipc://%s/evaluation-1.rpc" % centre.run,
                       WLACZNIK_EVALUATION_BUS_LOG_LISTEN="ipc://%s/evaluation-1.log" % centre.run)
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    second = subprocess.Popen(as_user + [os.path.join(centre.data, "bin", "wlacznik-evaluation"), "--config",
                                         os.path.join(centre.data, "wlacznik.ini")], env=environment, stderr=subprocess.DEVNULL)
    wait_until("a second node", lambda: centre.admin_at(centre.port + 7, "/readyz") is not None, 60)
    leader = centre.pid("evaluation")
    os.kill(leader, signal.SIGKILL)
    died = time.monotonic()
    centre.rows("evaluation", EVENTS % 1)
    wait_until("its place", lambda: centre.value("evaluation", "select count (*) from runtime.outbox") == "0", 60)
    seconds = time.monotonic() - died
    second.terminate()
    second.wait(30)
    show("failover of the sequencer", "%.2f s" % seconds, "5 s", seconds / 5, seconds <= 5)


# ---- what a card costs ----

# The voivodeships; each has a site of its own. At work at once: 1, 2, 4, 8 and 16 of them.
REGIONS = ("30", "32", "02", "04", "06", "08", "10", "12", "14", "16", "18", "20", "22", "24", "26", "28")
# A region assesses ten applications each time, both cards of each, so that all times decide and tell the same: to
# warm up, alone, and with 2, 4, 8 and 16 at work.
APPLICATIONS, EACH_TIME, IDLE_S = 60, 10, 10
TICK = os.sysconf("SC_CLK_TCK")


def parent_of(pid):
    with open("/proc/%d/stat" % pid, encoding="ascii", errors="replace") as file:
        return int(file.read().rsplit(")", 1)[1].split()[1])


def own_seconds(pid):
    """To the nanosecond, of all its threads: the ticks of /proc/PID/stat are a third of a card."""
    total = 0
    for task in os.listdir("/proc/%d/task" % pid):
        with open("/proc/%d/task/%s/schedstat" % (pid, task), encoding="ascii") as file:
            total += int(file.read().split()[0])
    return total / 1e9


def of_ended_children(pid):
    with open("/proc/%d/stat" % pid, encoding="ascii", errors="replace") as file:
        words = file.read().rsplit(")", 1)[1].split()
    return (int(words[13]) + int(words[14])) / TICK


def processor_seconds(house):
    """Of evaluation, gateway, notification and the whole of PostgreSQL."""
    total, postmaster = 0.0, house.pid("postgresql")
    for name in os.listdir("/proc"):
        try:
            total += own_seconds(int(name)) if parent_of(int(name)) == postmaster else 0
        except (ValueError, OSError):
            pass
    total += own_seconds(postmaster) + of_ended_children(postmaster)
    return total + sum(own_seconds(house.pid(name)) for name in ("evaluation", "gateway", "notification"))


class Region:
    def __init__(self, work, centre, number):
        self.region = REGIONS[number]
        invitation = os.path.join(work, self.region + ".invitation")
        code, said = centre.tool("region", "invite", self.region, "--out", invitation)
        assert code == 0, said
        self.house = houses.House(work, "site-" + self.region, centre.port + 14 * (number + 1), "--region", self.region,
                                  "--join", invitation)
        os.makedirs(self.house.data)
        with open(os.path.join(self.house.data, "local.ini"), "w", encoding="ascii") as file:
            file.write(SETTINGS)

    def people(self):
        self.coordinator = programme.named(self.house, "Koordynator", [("COORDINATOR", self.region)])
        self.assessors = {"30": [], "32": [programme.named(self.house, "Ekspert", [("ASSESSOR", self.region)]) for _ in range(3)]}

    def give_out(self, place):
        self.call_id, self.definition = place.call_id, place.definition
        wait_until("the applications of %s" % self.region, lambda: len(programme.dossiers(self.coordinator, self)) == APPLICATIONS, 90)
        for dossier in programme.dossiers(self.coordinator, self):
            self.coordinator.post("/v1/dossiers/%s/formal-check" % dossier["applicationId"], {"items": programme.items(self)})
        for assessor in self.assessors["32"]:
            self.coordinator.put("/v1/calls/%s/assessors/%s" % (self.call_id, assessor.account_id),
                                 {"maxCards": 100, "regions": [self.region]})
        self.coordinator.post("/v1/calls/%s/assignments" % self.call_id)

    def work(self):
        """Assesses the next applications; gives how many cards that were."""
        waiting = [(card["applicationId"], assessor, card) for assessor in self.assessors["32"]
                   for card in assessor.pages("/v1/me/cards", "cards", limit=50) if card["state"] in ("DECLARATION_DUE", "OPEN")]
        chosen = sorted({application for application, _, _ in waiting})[:EACH_TIME]
        todo = [(assessor, card) for application, assessor, card in waiting if application in chosen]
        for assessor, card in todo:
            programme.score(self, assessor, card, (1400, 1500, 1300, 1600, 1400))
        self.done = len(todo)


def assess(active, centre):
    threads = [threading.Thread(target=one.work) for one in active]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_until("all is told", lambda: all(told(centre, one) for one in active), 120)


def at_work(active, centre):
    """Processor seconds of a card where these regions assess at once; without what the same houses use as long at rest,
    measured right after it; and how long all of it took."""
    houses_of = [centre] + [one.house for one in active]
    before, began = sum(map(processor_seconds, houses_of)), time.monotonic()
    assess(active, centre)
    seconds, after = time.monotonic() - began, sum(map(processor_seconds, houses_of))
    time.sleep(max(5, min(seconds, 20)))
    rest = (sum(map(processor_seconds, houses_of)) - after) / (time.monotonic() - began - seconds)
    cards_done = sum(one.done for one in active)
    return (after - before) / cards_done, (after - before - rest * seconds) / cards_done, seconds


def show_card(what, each, added, seconds, alone):
    show("processor time of a card, " + what, "%.1f ms (%.1f, %.1f s)" % (1000 * each, 1000 * added, seconds), "1.15 x that of one",
         each / alone, each / alone <= 1.15)


def compare(regions, centre):
    """Everybody works once before it counts: connections, plans and caches are made then. Four work alone, two before the
    others and two after them: what lies between these is chance."""
    for one in regions:
        assess([one], centre)
    singles = [at_work([one], centre) for one in regions[-2:]]
    several = [(count, at_work(regions[:count], centre)) for count in (2, 4, 8, 16) if count <= len(regions)]
    singles += [at_work([one], centre) for one in regions[-4:-2]]
    mean = [sum(column) / len(singles) for column in zip(*singles)]
    for one in singles:
        show_card("alone", *one, mean[0])
    show_card("1 region at work (their mean)", *mean, mean[0])
    for count, measured in several:
        show_card("%d regions at work" % count, *measured, mean[0])


def cards(work, centre, most):
    regions = [Region(work, centre, number) for number in range(most)]
    try:
        for one in regions:
            one.house.start()
        place = programme.World(work, centre, None, None, None)
        place.owner = centre.open_account("owner", [("OWNER", "*"), ("COORDINATOR", "*")])
        place.applicants = {}
        place.applications = {one.region: [] for one in regions}
        scenes = programme.scenes_of(centre)
        scenes.owner, scenes.regions = place.owner, {one.region: "Region " + one.region for one in regions}
        for one in regions:
            demo_places.setdefault(one.region, [one.region + "01011"] * 3)
        with open(os.path.join(TOP, "deploy", "demo", "call.json"), encoding="utf-8") as file:
            place.definition = dict(json.load(file), applicationsPerPerson=0)
        scenes.announce_call(place.definition)
        place.call_id, place.scenes = scenes.call_id, scenes
        programme.keep_open(place, 1800)
        with open(os.path.join(TOP, "deploy", "demo", "applications.json"), encoding="utf-8") as file:
            place.texts = json.load(file)
        applicant = programme.named(centre, "Wnioskodawca", [])
        for one in regions:
            one.people()
            place.applications[one.region], place.applicants["first"] = ["first"], applicant
            for _ in range(APPLICATIONS):
                programme.another_application(place, one.region, wait=False)
        for one in regions:
            one.give_out(place)
        before = sum(processor_seconds(one.house) for one in regions)
        time.sleep(IDLE_S)
        idle = (sum(processor_seconds(one.house) for one in regions) - before) / IDLE_S / len(regions)
        show("an idle site, of one core", "%.1f %%" % (100 * idle), "", idle, True)
        compare(regions, centre)
    finally:
        for one in regions:
            one.house.stop()


def told(centre, one):
    head = one.house.rows("evaluation", "select sequence from runtime.stream where region = 'report'")
    return not head or centre.rows("evaluation", "select taken from site where region = '%s'" % one.region) == head


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--only-cards", action="store_true")
    parser.add_argument("--regions", type=int, default=len(REGIONS), help="how many sites stand beside the centre")
    options = parser.parse_args()
    # As slow to be started anew as in life: the other node must take over.
    os.environ["WLACZNIK_RESTART_PAUSE_MOST"] = "30"
    centre = houses.House(options.work, "centre", options.port, "--partners", "127.0.0.1")
    os.makedirs(centre.data)
    with open(os.path.join(centre.data, "local.ini"), "w", encoding="ascii") as file:
        file.write(SETTINGS)
    line = options.port + 50
    Line([(line, options.port + 11)], delay=0.02)
    try:
        centre.start()
        if not options.only_cards:
            catching_up(centre, line)
            ringing(centre)
            failover(centre)
        cards(options.work, centre, options.regions)
    finally:
        centre.stop()


if __name__ == "__main__":
    main()
