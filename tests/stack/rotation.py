"""A service's CURVE key is replaced by the runbook (deploy/upgrade.md, "New keys without stopping") while requests
go on: two replicas of evaluation and two gateways, with nothing but the network between them."""
import json
import os
import subprocess
import threading
import time
import uuid

import wire
from door import Door
from hostile_bus import Caller, read_key
from stack import wait_until

PEOPLE, PAUSE_S = 3, 0.5


class Node:
    """One replica beside deploy/up's; what it is told by its environment can change from start to start."""

    def __init__(self, stack, service, number, place, **settings):
        self.stack, self.service, self.name = stack, service, "%s-rotation-%d" % (service, number)
        self.admin = stack.port + place
        self.settings = dict(settings, ADMIN_PORT=self.admin)
        if service == "gateway":
            self.settings.update(BUS_LISTEN="ipc://%s/%s.rpc" % (stack.run, self.name),
                                 BUS_LOG_LISTEN="ipc://%s/%s.log" % (stack.run, self.name))
        self.start()

    def start(self):
        stack, as_user = self.stack, []
        if os.geteuid() == 0:
            as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--no-new-privs"]
        own = {"WLACZNIK_%s_%s" % (self.service.upper(), key): str(value) for key, value in self.settings.items()}
        with open(os.path.join(stack.data, "log", self.name + ".log"), "ab") as log:
            self.process = subprocess.Popen(
                as_user + [os.path.join(stack.data, "bin", "wlacznik-" + self.service), "--config",
                           os.path.join(stack.data, "wlacznik.ini")],
                env=dict(os.environ, **own), stdout=log, stderr=log)
        door = Door([self.admin])
        wait_until(self.name + " is ready", lambda: door.once(self.admin, "GET", "/readyz", None, {})[0] == 200)

    def restart(self, **settings):
        self.settings.update(settings)
        self.stop()
        self.start()

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


class Load:
    """People who read and change what evaluation holds, through either door; nobody is left without an answer."""

    def __init__(self, world, ports):
        self.world, self.door, self.ports = world, Door(ports), ports
        self.ended, self.done, self.failed = threading.Event(), 0, []
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.run, args=(n,)) for n in range(PEOPLE)]

    def run(self, turn):
        client = self.world.people["coordinator-30"]
        call = "/v1/calls/%s" % self.world.call_id
        acts = (("GET", call + "/dossiers", None),
                ("PUT", "%s/assessors/%s" % (call, self.world.people["assessor"].account_id),
                 json.dumps({"maxCards": 9, "regions": ["30"]})))
        while not self.ended.is_set():
            turn += 1
            self.ask(client, turn, *acts[turn % 2])

    def ask(self, client, turn, method, path, body):
        headers = {"Authorization": "Bearer " + client.token, "Idempotency-Key": str(uuid.uuid4()),
                   "Content-Type": "application/json"}
        tried = []
        for attempt in range(2):
            status, raw = self.door.once(self.ports[(turn + attempt) % 2], method, path, body, headers)
            if 200 <= status < 300:
                with self.lock:
                    self.done += 1
                return
            tried.append((status, raw[:200]))
        self.failed.append((method, path, tried))

    def phase(self, checks, what, *acts):
        before = self.done
        for act in acts:
            act()
        time.sleep(PAUSE_S)
        checks.that("%s: %d requests meanwhile" % (what, self.done - before), self.done > before)


def run(checks, stack, world):
    port, folder = stack.port, os.path.join(stack.data, "keys")
    old = read_key(os.path.join(folder, "evaluation.key"))
    gateway = read_key(os.path.join(folder, "gateway.key"))
    rpc = ["tcp://127.0.0.1:%d" % (port + place) for place in (60, 62)]
    logs = ["tcp://127.0.0.1:%d" % (port + place) for place in (61, 63)]
    nodes, doors = [], []
    try:
        nodes += [Node(stack, "evaluation", n, 66 + n, BUS_LISTEN=rpc[n], BUS_LOG_LISTEN=logs[n]) for n in range(2)]
        doors += [Node(stack, "gateway", n, 68 + n, HTTP_PORT=port + 64 + n, SERVICES_EVALUATION=" ".join(rpc),
                       SERVICES_EVALUATION_LOG=" ".join(logs), SERVICES_EVALUATION_KEY=old[0].decode()) for n in range(2)]
        load = Load(world, [port + 64, port + 65])
        for thread in load.threads:
            thread.start()
        try:
            new = rotate(checks, stack, load, nodes, doors)
        finally:
            load.ended.set()
            for thread in load.threads:
                thread.join()
        checks.equal("no request of %d failed" % load.done, load.failed, [])
        for n in range(2):
            with Caller(stack, "evaluation", rpc[n], (*old, new[0])) as caller:
                checks.equal("replica %d refuses the old key" % n, caller.ask("NoSuchMethod", "x", patience_ms=700)[0], None)
            with Caller(stack, "evaluation", rpc[n], (*new, new[0])) as caller:
                checks.equal("... and knows the new one", caller.ask("NoSuchMethod", "x")[0], wire.UNIMPLEMENTED)
            with Caller(stack, "evaluation", rpc[n], (*gateway, old[0])) as caller:
                checks.equal("... and does not show the old one", caller.ask("NoSuchMethod", "x", patience_ms=700)[0], None)
    finally:
        for node in doors + nodes:
            node.stop()


def rotate(checks, stack, load, nodes, doors):
    """The runbook's steps; the new pair."""
    fresh, folder = os.path.join(stack.data, "keys", "new"), os.path.join(stack.data, "keys")
    load.phase(checks, "the old key")
    os.makedirs(fresh)
    os.chmod(fresh, 0o700)
    if os.geteuid() == 0:
        about = os.stat(folder)
        os.chown(fresh, about.st_uid, about.st_gid)
    code, said = stack.operate("keys", "new", "evaluation", "--directory", fresh)
    checks.that("wlacznik keys new evaluation --directory NEW", code == 0, said)
    new = read_key(os.path.join(fresh, "evaluation.key"))
    with open(os.path.join(fresh, "peers"), encoding="ascii") as file, \
            open(os.path.join(folder, "peers"), "a", encoding="ascii") as peers:
        peers.write(file.read())
    own = {"BUS_KEY_FILE": os.path.join(fresh, "evaluation.key")}
    told = {"SERVICES_EVALUATION_KEY": new[0].decode()}
    load.phase(checks, "the first replica has the new key", lambda: nodes[0].restart(**own))
    load.phase(checks, "the first gateway knows it", lambda: doors[0].restart(**told))
    load.phase(checks, "the second gateway", lambda: doors[1].restart(**told))
    load.phase(checks, "the second replica has it", lambda: nodes[1].restart(**own))
    old = read_key(os.path.join(folder, "evaluation.key"))
    load.phase(checks, "the old key is revoked", lambda: stack.operate(
        "keys", "revoke", old[0].decode(), "--directory", folder), lambda: time.sleep(1.2))
    return new
