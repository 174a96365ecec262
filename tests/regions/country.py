"""A centre and three regions' sites, each in a network namespace of its own with a clock of its own; between
them the lines of distance.c: real packets, late, lost and cut off."""
import ctypes
import json
import os
import socket
import subprocess
import time

import houses
import replicas
import world as programme
from scenes import instant
from sites import NAMES
from stack import TOP, wait_until

REGIONS = ("30", "32", "02")
PORTS_EACH = 14
DELAY_MS, LOST_OF_1000 = 40, 20  # each way
LIBC = ctypes.CDLL(None, use_errno=True)


class Ground:
    """The namespaces and the lines between them. What connects to a house's port is put into its namespace."""

    def __init__(self, work, port, seed):
        self.port = port
        self.names = ["wlacznik-%d-%s" % (port, name) for name in ("centre", *REGIONS)]
        self.home = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        self.lines = {region: [DELAY_MS, LOST_OF_1000, 1] for region in REGIONS}
        self.distance = None
        for name in self.names:
            subprocess.run(["ip", "netns", "delete", name], stderr=subprocess.DEVNULL)
            subprocess.run(["ip", "netns", "add", name], check=True)
            subprocess.run(["ip", "-n", name, "link", "set", "lo", "up"], check=True)
        self.spaces = [os.open("/run/netns/" + name, os.O_RDONLY | os.O_CLOEXEC) for name in self.names]
        self.distance = subprocess.Popen([os.path.join(work, "distance"), str(seed), *self.names], text=True,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self.distance.stdout.readline() != "ready\n":
            raise RuntimeError("no lines between namespaces can be made here")
        for number, name in enumerate(self.names):
            subprocess.run(["ip", "-n", name, "address", "add", "10.77.0.%d/24" % (number + 1), "dev", "line"], check=True)
            subprocess.run(["ip", "-n", name, "link", "set", "line", "up"], check=True)
        for region in REGIONS:
            self.tell(region)
        self.connect = socket.create_connection
        socket.create_connection = self.connect_within

    def within(self, number):
        return ("nsenter", "--net=/run/netns/" + self.names[number])

    def connect_within(self, address, *arguments, **named):
        """A socket stays in the namespace where it was made; its thread comes back."""
        number = (address[1] - self.port) // PORTS_EACH
        if not 0 <= number < len(self.spaces):
            return self.connect(address, *arguments, **named)
        self.enter(self.spaces[number])
        try:
            return self.connect(address, *arguments, **named)
        finally:
            self.enter(self.home)

    @staticmethod
    def enter(space):
        if LIBC.setns(space, 0x40000000) != 0:  # CLONE_NEWNET
            raise OSError(ctypes.get_errno(), "setns")

    def tell(self, region):
        self.distance.stdin.write("%d %d %d %d\n" % (REGIONS.index(region) + 2, *self.lines[region]))
        self.distance.stdin.flush()

    def line(self, region, delay=None, lost=None, up=None):
        for place, value in enumerate((delay, lost, up)):
            if value is not None:
                self.lines[region][place] = int(value)
        self.tell(region)

    def counted(self):
        """{region: (packets carried, lost, swallowed by a cut)}"""
        self.distance.stdin.write("count\n")
        self.distance.stdin.flush()
        numbers = [int(word) for word in self.distance.stdout.readline().split()]
        return {region: tuple(numbers[3 * i:3 * i + 3]) for i, region in enumerate(REGIONS)}

    def end(self):
        if self.distance is not None:
            self.distance.stdin.close()
            self.distance.wait(10)
        for name in self.names:
            subprocess.run(["ip", "netns", "delete", name], stderr=subprocess.DEVNULL)


class Clock:
    """A house's own time: skew.c reads from a file how wrong it is."""

    def __init__(self, folder, name, seconds):
        self.path, self.library = os.path.join(folder, "clock-" + name), os.path.join(folder, "skew.so")
        with open(self.path, "wb") as file:
            file.write(bytes(8))
        os.chmod(self.path, 0o644)
        self.set(seconds)

    def set(self, seconds):
        self.seconds, self.since = seconds, time.monotonic()
        with open(self.path, "r+b") as file:
            file.write(int(seconds * 1e6).to_bytes(8, "little", signed=True))

    def environment(self):
        return {"LD_PRELOAD": self.library, "WLACZNIK_SKEW": self.path}


class Country:
    """As world.World, for three sites. What people were promised is written down: `applications` were accepted,
    `locked` cards were locked."""

    def __init__(self, work, port, ground, skews):
        self.work, self.ground, self.nodes = work, ground, {}
        self.clocks = {name: Clock(work, name, skews[name]) for name in ("centre", *REGIONS)}
        self.centre = houses.House(work, "centre", port, "--partners", "10.77.0.1",
                                   environment=self.clocks["centre"].environment())
        self.centre.within = ground.within(0)
        self.sites = {}
        for number, region in enumerate(REGIONS):
            site = houses.House(work, "site-" + region, port + PORTS_EACH * (number + 1), "--region", region, "--join",
                                os.path.join(work, region + ".invitation"), environment=self.clocks[region].environment())
            site.within = ground.within(number + 1)
            self.sites[region] = site
        self.locked = {region: set() for region in REGIONS}
        self.applications, self.applicants = {region: [] for region in REGIONS}, {}
        self.coordinators, self.assessors = {}, {"32": []}

    def houses(self):
        return {"centre": self.centre, **self.sites}

    def start(self):
        os.makedirs(self.centre.data)
        with open(os.path.join(self.centre.data, "local.ini"), "w", encoding="ascii") as file:
            file.write("[rate]\naccount = 0\naddress = 0\nentrance = 0\n")
        self.centre.start()
        for region, site in self.sites.items():
            code, said = self.centre.tool("region", "invite", region, "--out", os.path.join(self.work, region + ".invitation"))
            if code != 0:
                raise RuntimeError(said)
            os.makedirs(site.data)
            replicas.settings(site)
            site.start()

    def stop(self):
        for node in self.nodes.values():
            node.process.terminate()
        for house in (*self.sites.values(), self.centre):
            house.stop()

    def announce(self):
        self.owner = self.centre.open_account("owner", [("OWNER", "*"), ("COORDINATOR", "*")])
        scenes = programme.scenes_of(self.centre)
        scenes.owner, scenes.regions = self.owner, {region: NAMES[region] for region in REGIONS}
        with open(os.path.join(TOP, "deploy", "demo", "call.json"), encoding="utf-8") as file:
            self.definition = dict(json.load(file), applicationsPerPerson=0)
        scenes.announce_call(self.definition)
        self.call_id, self.scenes = scenes.call_id, scenes
        self.owner.post("/v1/calls/%s/extend" % self.call_id, {"submitUntil": instant(6 * 3600)})
        with open(os.path.join(TOP, "deploy", "demo", "applications.json"), encoding="utf-8") as file:
            self.texts = json.load(file)
        applicant = programme.named(self.centre, "Wnioskodawca", [])
        for region, site in self.sites.items():
            self.coordinators[region] = programme.named(site, "Koordynator", [("COORDINATOR", region)])
            self.assessors[region] = [programme.named(site, "Ekspert %d" % n, [("ASSESSOR", region)]) for n in range(4)]
            self.applications[region], self.applicants["first"] = ["first"], applicant
            wait_until("the site has the call", lambda s=site: s.public.get("/v1/calls")["calls"], 60)
            for assessor in self.assessors[region]:
                self.coordinators[region].put("/v1/calls/%s/assessors/%s" % (self.call_id, assessor.account_id),
                                              {"maxCards": 900, "regions": [region]})

    # ---- what people do; each may be refused while something is being started anew ----

    def submit(self, region):
        programme.another_application(self, region, wait=False)

    def assess(self, region, cards=1):
        """A coordinator checks what came and gives out cards; assessors lock `cards` of them."""
        programme.check_formally(self, region)
        for assessor in self.assessors[region]:
            for card in list(assessor.pages("/v1/me/cards", "cards", limit=50)):
                if card["state"] in ("DECLARATION_DUE", "OPEN") and cards > 0:
                    programme.score(self, assessor, card, (1400, 1500, 1300, 1600, 1400))
                    self.locked[region].add(card["id"])
                    cards -= 1

    def node(self, region):
        """A second node of the region's evaluation comes, or dies."""
        there = self.nodes.pop(region, None)
        if there is None:
            self.nodes[region] = replicas.Node(self.sites[region], 1)
            return "starts"
        there.process.kill()
        there.process.wait(30)
        return "dies"
