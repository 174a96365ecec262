#!/usr/bin/python3
"""Load, kills, and the reckoning. See run.

People keep submitting through the public API and repeat each command with its own Idempotency-Key until
it is answered; what got a receipt is written down here. Meanwhile processes are killed. Afterwards the
databases are compared with what was written down.
"""
import argparse
import collections
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "deploy", "demo"))
sys.dont_write_bytecode = True

import outside  # noqa: E402
import people  # noqa: E402
from api import Client, Refused  # noqa: E402
from mailbox import Mailbox  # noqa: E402
from scenes import Scenes, instant  # noqa: E402
from tell import Progress  # noqa: E402

VICTIMS = ["intake", "evaluation", "notification", "dissemination", "gateway", "postgresql"]
PEOPLE = 6
PAUSE = 1.5  # between two kills: long enough that most kills meet a system at work


class StubbornClient(Client):
    """Repeats a command with the same key until it is answered, as a good client does."""

    def insist(self, method, path, body):
        key = str(uuid.uuid4())
        until = time.monotonic() + 60
        while True:
            try:
                return self.once(method, path, body, key)
            except Refused as refused:
                if refused.status < 500 or time.monotonic() > until:
                    raise
            except (http.client.HTTPException, OSError):
                self.local.connection = None
                if time.monotonic() > until:
                    raise
            time.sleep(0.05)

    def once(self, method, path, body, key):
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json",
                   "Idempotency-Key": key}
        connection = self.connection()
        connection.request(method, path, json.dumps(body).encode("utf-8"), headers)
        answer = connection.getresponse()
        raw = answer.read()
        parsed = json.loads(raw) if raw else {}
        if answer.status >= 300:
            raise Refused(answer.status, parsed)
        return parsed


class Load:
    def __init__(self, url, scenes, text):
        self.scenes, self.text = scenes, text
        self.clients = [StubbornClient(url, client.token) for client in scenes.applicants]
        self.accepted = {}  # application id -> receipt
        self.errors = []
        self.ended = threading.Event()
        self.lock = threading.Lock()

    def submit_one(self, number):
        client = self.clients[number]
        draft = client.insist("POST", "/v1/applications", {
            "callId": self.scenes.call_id, "region": ("30", "32")[number % 2],
            "applicant": {"type": "PERSON", "members": [{"name": people.name(number),
                                                         "email": people.address("applicant", number)}]}})
        saved = client.insist("PUT", "/v1/applications/" + draft["id"], {
            "version": draft["version"], "applicant": draft["applicant"],
            "answers": self.scenes.answers(number, self.text, "30")})
        receipt = client.insist("POST", "/v1/applications/%s/submit" % draft["id"], {"version": saved["version"]})
        with self.lock:
            if receipt["applicationId"] in self.accepted:
                self.errors.append("two receipts for one application")
            self.accepted[receipt["applicationId"]] = receipt

    def run(self, number):
        while not self.ended.is_set():
            time.sleep(0.05)  # people do pause; and every receipt must be mailed before the reckoning
            try:
                self.submit_one(number)
            except (Refused, OSError, http.client.HTTPException) as error:
                self.errors.append(str(error))
                return


class Killer:
    def __init__(self, data):
        self.run_folder = os.path.join(data, "run")
        self.kills = {name: 0 for name in VICTIMS}

    def kill(self, name):
        try:
            with open(os.path.join(self.run_folder, name + ".pid"), encoding="ascii") as file:
                os.kill(int(file.read()), signal.SIGKILL)
            self.kills[name] += 1
        except (OSError, ValueError):
            pass  # just being started again

    def run(self, seconds):
        until = time.monotonic() + seconds
        chance = random.Random(20261123)
        order = []
        while time.monotonic() < until:
            if not order:
                order = VICTIMS[:]
                chance.shuffle(order)
            self.kill(order.pop())
            time.sleep(PAUSE * (0.5 + chance.random()))


class Books:
    """What the services' databases say, read beside them."""

    def __init__(self, run_folder):
        self.run_folder = run_folder

    def rows(self, service, sql):
        out = subprocess.run(
            ["/usr/lib/postgresql/15/bin/psql", "-h", self.run_folder, "-U", "wlacznik_" + service, "-d",
             "wlacznik_" + service, "-qAtX", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql],
            check=True, capture_output=True, text=True).stdout
        return [line.split("\t") for line in out.splitlines()]

    def behind(self):
        """How many events each consumer still has before it, and messages that wait."""
        total = 0
        for source, consumer in (("intake", "evaluation"), ("intake", "notification"), ("evaluation", "intake"),
                                 ("evaluation", "notification"), ("evaluation", "dissemination")):
            heads = dict(self.rows(source, "select region, max (sequence) from runtime.log group by region"))
            offsets = dict(self.rows(consumer, "select region, sequence from runtime.offsets "
                                               "where source = '%s'" % source))
            total += sum(int(head) - int(offsets.get(region, 0)) for region, head in heads.items())
        for service in ("intake", "evaluation"):
            total += int(self.rows(service, "select count(*) from runtime.outbox")[0][0])
        return total + int(self.rows("notification", "select count(*) from message where state = 1")[0][0])


def prepare(url, data, password):
    scenes = Scenes(Client(url), Mailbox(os.path.join(data, "mail")), Progress(1))
    scenes.progress.live, scenes.progress.scene = False, lambda title: None
    scenes.administrator = scenes.sign_in("admin@wlacznik.localhost", password)
    scenes.owner = scenes.open_account("staff", 0)
    scenes.grant(scenes.owner, "OWNER", "*")
    scenes.applicants = [scenes.open_account("applicant", n) for n in range(PEOPLE)]
    with open(os.path.join(TOP, "deploy", "demo", "call.json"), encoding="utf-8") as file:
        scenes.announce_call(dict(json.load(file), applicationsPerPerson=0))
    scenes.owner.post("/v1/calls/%s/extend" % scenes.call_id, {"submitUntil": instant(86400)})
    scenes.amounts = [1500000] * PEOPLE
    return scenes


def reckon(reckoning, books, accepted, errors, mailbox, kills):
    """`accepted`: {application id: receipt}; `kills`: how often each was killed."""
    check = reckoning.check
    stored = {row[0]: row[1:] for row in books.rows(
        "intake", "select id, number, digest from application where number is not null and number <> ''")}
    events = books.rows("intake", "select aggregate, count(*) from runtime.log "
                                  "where type = 'intake.ApplicationSubmitted' group by 1")
    dossiers = books.rows("evaluation", "select application_id, count(*) from dossier group by 1")
    mails = collections.Counter(subject for own in mailbox.messages.values() for subject, _ in own
                                if subject.startswith(outside.RECEIPT))
    letters = books.rows("notification", "select application_id, count(*), min(state), max(state) from message "
                                         "where template = 'receipt' group by 1")
    numbers = [row[0] for row in stored.values()]
    check("no unexpected answer", not errors, errors[:3])
    check("something was accepted", accepted)
    check("every accepted submission is stored", set(accepted) <= set(stored), sorted(set(accepted) - set(stored))[:3])
    check("numbers and digests are those of the receipts", all(
        stored[i] == [r["number"], r["digest"]] for i, r in accepted.items() if i in stored))
    check("no number stands twice", len(set(numbers)) == len(numbers))
    check("one event for each stored submission", {r[0]: r[1] for r in events} == {i: "1" for i in stored})
    check("one dossier for each", {r[0]: r[1] for r in dossiers} == {i: "1" for i in stored})
    check("one receipt letter for each, sent", {r[0]: r[1:] for r in letters} == {i: ["1", "2", "2"] for i in stored})
    missing = [number for number in numbers if not mails[outside.SUBJECT % number]]
    check("no mail is missing", not missing, missing[:3])
    # A crash in the middle of a send may repeat that one message: one for each thread that sends.
    cut_off = 2 * (kills["notification"] + kills["postgresql"] + kills["gateway"])
    twice = mails.total() - len(mails)
    check("only mails that were cut off in a send came twice", twice <= cut_off, "%d of at most %d" % (twice, cut_off))
    for service in ("gateway", "evaluation", "notification", "dissemination", "intake"):
        check("no dead letters in " + service, books.rows(service, "select count(*) from runtime.dead_letters") == [["0"]])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--seconds", type=int, required=True)
    options = parser.parse_args()
    scenes = prepare(options.url, options.data, os.environ["WLACZNIK_ADMINISTRATOR_PASSWORD"])
    with open(os.path.join(TOP, "deploy", "demo", "applications.json"), encoding="utf-8") as file:
        text = json.load(file)[0]
    load, killer = Load(options.url, scenes, text), Killer(options.data)
    books = Books(killer.run_folder)
    threads = [threading.Thread(target=load.run, args=(n,)) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    killer.run(options.seconds)
    load.ended.set()
    for thread in threads:
        thread.join()
    until = time.monotonic() + 240
    while time.monotonic() < until:
        try:
            if books.behind() == 0:
                break
        except subprocess.CalledProcessError as error:
            if "connect" not in error.stderr and "starting up" not in error.stderr:
                raise  # anything but PostgreSQL coming back from the last kill
        time.sleep(0.5)
    scenes.mailbox.refresh()
    print("%d submissions accepted while these were killed: %s" % (
        len(load.accepted), ", ".join("%s %d" % pair for pair in killer.kills.items())))
    reckoning = outside.Reckoning()
    reckon(reckoning, books, load.accepted, load.errors, scenes.mailbox, killer.kills)
    sys.exit(1 if reckoning.wrong else 0)


if __name__ == "__main__":
    main()
