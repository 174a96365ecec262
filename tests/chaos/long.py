#!/usr/bin/python3
"""Hours of load and faults, then a calm, then the reckoning from outside. See README.md.

    long.py --url URL --data FOLDER --seconds N --seed S [--disk MOUNT] --ground FOLDER [--only KINDS]

People submit through a line that can be cut, repeat every command with its own Idempotency-Key until it is
answered, and now and then try to read what is not theirs.
"""
import argparse
import http.client
import json
import os
import random
import sys
import threading
import time
import uuid

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
for folder in ("deploy/demo", "tests/regions"):
    sys.path.insert(0, os.path.join(TOP, folder))
sys.dont_write_bytecode = True

import faults  # noqa: E402
import outside  # noqa: E402
import people  # noqa: E402
from api import Client, Refused  # noqa: E402
from chaos import prepare  # noqa: E402
from line import Line  # noqa: E402

PAUSE = 0.4  # between two submissions of one person
PATIENCE = 900  # a command that is not answered for so long is a finding
REGIONS = ("30", "32")


class Applicant(Client):
    def __init__(self, url, client, place):
        super().__init__(url, client.token)
        self.url = url
        self.email, self.place = client.email, place
        self.receipts, self.refusals, self.longest = {}, {}, 0.0

    def insist(self, method, path, body):
        """Asks until there is an answer. Only what a queue or a failing house says is asked again."""
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json",
                   "Idempotency-Key": str(uuid.uuid4())}
        began = time.monotonic()
        while True:
            try:
                connection = self.connection()
                connection.request(method, path, json.dumps(body).encode("utf-8"), headers)
                answer = connection.getresponse()
                raw = answer.read()
                if answer.status < 300:
                    self.longest = max(self.longest, time.monotonic() - began)
                    return json.loads(raw)
                self.refusals[answer.status] = self.refusals.get(answer.status, 0) + 1
                if answer.status < 500 or time.monotonic() - began > PATIENCE:
                    raise Refused(answer.status, json.loads(raw or b"{}"))
            except (http.client.HTTPException, OSError):
                self.refusals["no answer"] = self.refusals.get("no answer", 0) + 1
                self.local.connection = None
                if time.monotonic() - began > PATIENCE:
                    raise
            time.sleep(0.1)


class Load:
    def __init__(self, applicants, scenes, text, seed):
        self.applicants, self.scenes, self.text = applicants, scenes, text
        self.chances = [random.Random("%d/%d" % (seed, one.place)) for one in applicants]
        self.ended = threading.Event()
        self.errors, self.peeks = [], 0

    def submit(self, client):
        draft = client.insist("POST", "/v1/applications", {
            "callId": self.scenes.call_id, "region": REGIONS[client.place % 2],
            "applicant": {"type": "PERSON", "members": [{"name": people.name(client.place), "email": client.email}]}})
        saved = client.insist("PUT", "/v1/applications/" + draft["id"], {
            "version": draft["version"], "applicant": draft["applicant"],
            "answers": self.scenes.answers(client.place, self.text, "30")})
        receipt = client.insist("POST", "/v1/applications/%s/submit" % draft["id"], {"version": saved["version"]})
        if receipt["applicationId"] in client.receipts:
            self.errors.append("two receipts for one application")
        client.receipts[receipt["applicationId"]] = receipt

    def peek(self, client, chance):
        """What is not yours looks like what does not exist, also while the house burns."""
        other = chance.choice([one for one in self.applicants if one is not client])
        wanted = chance.choice(list(other.receipts) or [None])
        if wanted is None:
            return
        try:
            client.get("/v1/applications/" + wanted)
            self.errors.append("applicant %d read the application of %d" % (client.place, other.place))
        except Refused as refused:
            if refused.status not in (404, 502, 503, 504):
                self.errors.append("a peek was answered with %d" % refused.status)
        except (OSError, http.client.HTTPException):
            pass
        self.peeks += 1

    def run(self, place):
        client, chance = self.applicants[place], self.chances[place]
        while not self.ended.wait(PAUSE * chance.uniform(0.5, 1.5)):
            try:
                self.submit(client)
                if chance.random() < 0.1:
                    self.peek(client, chance)
            except Exception as error:  # whatever it is, it is a finding
                self.errors.append("applicant %d: %r" % (place, error))
                return


class Watch:
    """Memory and open files of every daemon, as its admin port tells them, in the calm."""

    def __init__(self, port):
        self.port, self.samples = port, {name: ([], []) for name in faults.DAEMONS}

    def read(self, name):
        connection = http.client.HTTPConnection("127.0.0.1", self.port + 1 + faults.DAEMONS.index(name), timeout=5)
        try:
            connection.request("GET", "/metrics")
            lines = connection.getresponse().read().decode("utf-8").splitlines()
        finally:
            connection.close()
        values = dict(line.rsplit(" ", 1) for line in lines if line.startswith("process_"))
        return float(values["process_resident_memory_bytes"]) / 1e6, float(values["process_open_fds"])

    def run(self, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for name, (memory, files) in self.samples.items():
                try:
                    now = self.read(name)
                except (OSError, KeyError, http.client.HTTPException):
                    continue
                memory.append(now[0])
                files.append(now[1])
            time.sleep(2)


def settle_in(options, applicant):
    """The call, its coordinators, its applicants as `applicant` (client, place) makes them, and what they write."""
    scenes = prepare(options.url, options.data, os.environ["WLACZNIK_ADMINISTRATOR_PASSWORD"])
    coordinators = [scenes.open_account("staff", 1 + n) for n in range(len(REGIONS))]
    for client, region in zip(coordinators, REGIONS):
        scenes.grant(client, "COORDINATOR", region)
    with open(os.path.join(TOP, "deploy", "demo", "applications.json"), encoding="utf-8") as file:
        text = json.load(file)[0]
    applicants = []
    for place, client in enumerate(scenes.applicants):
        client.email = people.address("applicant", place)
        applicants.append(applicant(client, place))
    return scenes, coordinators, applicants, text


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--disk")
    parser.add_argument("--ground", required=True)
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    options = parser.parse_args()
    port = int(options.url.rsplit(":", 1)[1])
    lines = {"people": Line([(port + 10, port)]), "mail": Line([(port + 11, port + 9)])}
    near = "http://127.0.0.1:%d" % (port + 10)
    scenes, coordinators, applicants, text = settle_in(options, lambda client, place: Applicant(near, client, place))
    load = Load(applicants, scenes, text, options.seed)
    machine = faults.Machine(options.data, options.disk, lines, options.ground)
    threads = [threading.Thread(target=load.run, args=(n,), daemon=True) for n in range(len(applicants))]
    for thread in threads:
        thread.start()
    calm = max(60, options.seconds // 10)
    counts = faults.run(machine, random.Random(options.seed), options.seconds - calm, options.only,
                        lambda line: print(line, flush=True))
    watch = Watch(port)
    watch.run(calm)
    load.ended.set()
    for thread in threads:
        thread.join()
    told = [client.receipts for client in applicants]
    refusals = {}
    for client in applicants:
        for status, count in client.refusals.items():
            refusals[status] = refusals.get(status, 0) + count
    print("seed %d, %d s of load (%d of them calm): %d submissions accepted, %d peeks; %s" % (
        options.seed, options.seconds, calm, sum(map(len, told)), load.peeks,
        ", ".join("%s %d" % pair for pair in counts.items())))
    print("refusals that were asked again: %s; the longest wait for an answer: %.1f s" % (
        refusals, max(client.longest for client in applicants)))
    reckoning = outside.Reckoning()
    # Each of these may cut off what each of eight connections was sending.
    twice = outside.everything(reckoning, scenes, coordinators, applicants, load.errors, 8 * sum(counts.values()))
    print("mails that came twice: %d" % twice)
    for name, (memory, files) in watch.samples.items():
        print("%s in the calm: %.0f MB, %d open files" % (name, max(memory, default=0), max(files, default=0)))
        reckoning.calm(name, memory, files)
    sys.exit(1 if reckoning.wrong else 0)


if __name__ == "__main__":
    main()
