#!/usr/bin/python3
"""Two versions side by side under load. See run."""
import argparse
import http.client
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
for folder in ("tests/stack", "deploy/demo", "tests/chaos", "tests/regions"):
    sys.path.insert(0, os.path.join(TOP, folder))
sys.dont_write_bytecode = True

import outside  # noqa: E402
from api import Client, Refused  # noqa: E402
from door import Door  # noqa: E402
from faults import DAEMONS, Machine  # noqa: E402
from long import Load, settle_in  # noqa: E402


class Applicant(Client):
    def __init__(self, url, client, place, door):
        super().__init__(url, client.token)
        self.email, self.place, self.door = client.email, place, door
        self.receipts, self.unanswered, self.second, self.asked, self.turn = {}, [], 0, 0, place

    def insist(self, method, path, body):
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json",
                   "Idempotency-Key": str(uuid.uuid4())}
        self.asked += 1
        self.turn += 1
        for attempt in range(200):
            port = self.door.ports[(self.turn + attempt) % 2]
            status, raw = self.door.once(port, method, path, json.dumps(body), headers)
            if 0 < status < 500:
                if status >= 300:
                    raise Refused(status, json.loads(raw or b"{}"))
                self.second += attempt == 1
                if attempt > 1:
                    self.unanswered.append("%s %s after %d tries" % (method, path, attempt + 1))
                return json.loads(raw)
            if attempt > 0:
                time.sleep(0.1)
        raise TimeoutError(path)


class House:
    """First replicas are deploy/up's and found by their program; second ones are ours."""

    def __init__(self, data, port):
        self.data, self.port = data, port
        self.machine = Machine(data, None, {}, data)
        self.second = {}

    def as_run_user(self):
        if os.getuid() != 0:
            return []
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--no-new-privs"]

    def is_ready(self, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def wait_ready(self, port, what):
        until = time.monotonic() + 120
        while not self.is_ready(port):
            if time.monotonic() > until:
                raise TimeoutError(what + " does not get ready")
            time.sleep(0.1)

    def start_second(self, name, programs):
        program = os.path.join(self.data, "second", "wlacznik-" + name)
        os.makedirs(os.path.dirname(program), exist_ok=True)
        shutil.copy(os.path.join(programs, "wlacznik-" + name), program)
        number, run = DAEMONS.index(name), os.path.join(self.data, "run")
        config = os.path.join(self.data, "second", name + ".ini")
        with open(os.path.join(self.data, "wlacznik.ini"), encoding="utf-8") as file:
            lines = file.read()
        lines += "\n[%s]\nbus.listen = ipc://%s/%s-b.rpc\nbus.log_listen = ipc://%s/%s-b.log\nadmin.port = %d\n" % (
            name, run, name, run, name, self.port + 21 + number)
        lines += "http.port = %d\n" % (self.port + 20)
        with open(config, "w", encoding="utf-8") as file:
            file.write(lines)
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            for path in (os.path.dirname(program), program, config):
                os.chown(path, account.pw_uid, account.pw_gid)
        log = open(os.path.join(self.data, "log", name + "-b.log"), "ab")  # the child's
        self.second[name] = subprocess.Popen(self.as_run_user() + [program, "--config", config], stderr=log, stdout=log)
        log.close()
        self.wait_ready(self.port + 21 + number, "the second " + name)

    def replace_first(self, name, programs):
        target = os.path.join(self.data, "bin", "wlacznik-" + name)
        pid = self.machine.pid(name)
        shutil.copy(os.path.join(programs, "wlacznik-" + name), target + ".new")
        os.rename(target + ".new", target)
        os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + 60
        while os.path.exists("/proc/%d/exe" % pid) and time.monotonic() < until:
            time.sleep(0.05)
        self.wait_ready(self.port + 1 + DAEMONS.index(name), "the first " + name)
        with open("/proc/%d/exe" % self.machine.pid(name), "rb") as running, open(target, "rb") as wanted:
            if running.read() != wanted.read():
                raise AssertionError(name + " is not the version that it is to be")

    def stop_second(self):
        for name in reversed(DAEMONS):
            if name in self.second:
                daemon = self.second.pop(name)
                daemon.terminate()
                daemon.wait(60)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--url", "--data", "--before", "--now"):
        parser.add_argument(name, required=True)
    parser.add_argument("--seconds", type=int, required=True)
    options = parser.parse_args()
    port = int(options.url.rsplit(":", 1)[1])
    door = Door([port, port + 20])
    scenes, coordinators, applicants, text = settle_in(options, lambda client, place: Applicant(options.url, client, place, door))
    load, house, reckoning = Load(applicants, scenes, text, 1), House(options.data, port), outside.Reckoning()
    threads = [threading.Thread(target=load.run, args=(n,)) for n in range(len(applicants))]

    def phase(title, each=None):
        asked, late = sum(one.asked for one in applicants), sum(len(one.unanswered) for one in applicants)
        began = time.monotonic()
        for name in DAEMONS if each else []:
            each(name)
        time.sleep(options.seconds)
        now = sum(one.asked for one in applicants) - asked
        left = sum(len(one.unanswered) for one in applicants) - late
        reckoning.check("%s: %d requests in %.0f s, none without an answer from one of two doors" % (
            title, now, time.monotonic() - began), now > 0 and left == 0, [one.unanswered[-3:] for one in applicants])

    try:
        house.start_second("gateway", options.before)  # two doors from the start, as a balancer has them
        for thread in threads:
            thread.start()
        phase("the release before, alone")
        house.stop_second()
        phase("a second replica of each, of this version", lambda name: house.start_second(name, options.now))
        phase("the first ones replaced", lambda name: house.replace_first(name, options.now))
        phase("and taken back to the release before", lambda name: house.replace_first(name, options.before))
        load.ended.set()
        for thread in threads:
            thread.join()
        print("%d submissions; %d requests went to the second door" % (
            sum(len(client.receipts) for client in applicants), sum(one.second for one in applicants)))
        outside.everything(reckoning, scenes, coordinators, applicants, load.errors, 8 * 3)
    finally:
        load.ended.set()
        house.stop_second()
    sys.exit(1 if reckoning.wrong else 0)


if __name__ == "__main__":
    main()
