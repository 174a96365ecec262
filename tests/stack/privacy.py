"""What people typed stands in the database and in their mail, and in no log, not even at level debug."""
import glob
import os
import re

from api import Refused
from stack import MARKS, SERVICES


def attempt(client, verb, path, body=None):
    try:
        client.ask(verb, path, body)
    except Refused:
        pass


def traffic(stack, world):
    """Whatever may tempt a daemon or PostgreSQL to quote: failures, repeats, searches, reasons."""
    person, known = world.people, world.people["innovator"]
    account = {"email": known.email, "password": stack.password, "name": MARKS["name"] + " Druga"}
    attempt(stack.public, "POST", "/v1/accounts", account)
    attempt(stack.public, "POST", "/v1/accounts", account)
    attempt(stack.public, "POST", "/v1/sessions", {"email": known.email, "password": MARKS["password"] + "-zle"})
    attempt(stack.public, "POST", "/v1/accounts/confirm", {"token": MARKS["password"]})
    attempt(person["administrator"], "GET", "/v1/accounts?query=" + MARKS["mail"])
    attempt(stack.public, "GET", "/v1/catalogue?query=" + MARKS["query"])
    attempt(stack.public, "GET", "/v1/catalogue/" + MARKS["query"])
    attempt(stack.public, "GET", "/v1/nic/" + MARKS["query"])
    attempt(known, "POST", "/v1/applications/%s/withdraw" % world.draft, {"reason": MARKS["reason"]})
    card = "/v1/cards/" + world.card
    attempt(person["assessor"], "POST", card + "/declaration", {"conflict": False, "reason": MARKS["reason"]})
    attempt(person["assessor"], "PUT", card, {"version": 1, "scores": {"list": [
        {"criterion": "problem", "points": 1500, "reason": MARKS["reason"] + " " * 30}]}})
    attempt(person["coordinator-30"], "POST", "/v1/dossiers/%s/decision" % world.application,
            {"stage": "idea", "outcome": "GO_ON", "reason": MARKS["reason"]})


def lines_with(data, words):
    """The sink's log is left out: it holds mail by its nature."""
    found = []
    for path in sorted(glob.glob(os.path.join(data, "log", "*.log"))):
        if os.path.basename(path) == "mail-sink.log":
            continue
        with open(path, encoding="utf-8", errors="replace") as file:
            found += ["%s: %s" % (os.path.basename(path), line.strip()[:300]) for line in file
                      if any(word.lower() in line.lower() for word in words)]
    return found


def in_streams(stack, words):
    """Where a word stands in what is kept for ever: the logs of all services, with what waits for them."""
    found = []
    for service in SERVICES:
        for table in ("log", "outbox"):
            for word in words:
                text = "convert_to ('%s', 'UTF8')" % word.replace("'", "''")
                rows = stack.rows(service, "select type from runtime.%s where position (%s in payload) > 0 or "
                                           "position ('%s' in region || type || aggregate || trace) > 0 limit 3"
                                  % (table, text, word.replace("'", "''")))
                found += ["%s of %s: %s in %s" % (table, service, word, row[0]) for row in rows]
    return found


def streams(checks, stack, world):
    people = [*world.people.values(), *world.others.values()]
    words = sorted({*MARKS.values(), "poczta.example", "6281955388", "0000125522",
                    *(person.email for person in people), *(person.name for person in people)})
    events = sum(int(stack.rows(service, "select count(*) from runtime.log")[0][0]) for service in SERVICES)
    found = in_streams(stack, words)
    checks.that("no event of %d has one of %d seeded names, addresses and identifiers" % (events, len(words)),
                events > 5 and not found, found[:5])
    checks.that("... and the search finds what is there", bool(in_streams(stack, [world.application])))


def secrets_of(stack):
    """What opens something: the keys of nodes, of sealed columns and of certificates, and the first password."""
    found = {os.environ["WLACZNIK_ADMINISTRATOR_PASSWORD"]}
    for path in glob.glob(os.path.join(stack.data, "keys", "*")):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        found |= set(re.findall(r"^secret (\S{40})$", text, re.M)) | set(re.findall(r"^[0-9a-f]{64}$", text, re.M))
    return found


def processes(checks, stack):
    """Any account of the machine reads command lines, and a crash report or a child has the environment."""
    secrets, told, read = secrets_of(stack), [], 0
    for name, pid in stack.pids().items():
        for place in ("cmdline", "environ"):
            with open("/proc/%d/%s" % (pid, place), "rb") as file:
                text = file.read()
            read += len(text)
            told += ["%s of %s" % (place, name)] * sum(secret.encode() in text for secret in secrets)
    checks.that("no command line or environment of a daemon has one of %d secrets" % len(secrets),
                len(secrets) > 7 and read > 1000 and not told, told)


def run(checks, stack, world):
    processes(checks, stack)
    traffic(stack, world)
    streams(checks, stack, world)
    words = [*MARKS.values(), "poczta.example", stack.password, *(c.token for c in world.people.values())]
    found = lines_with(stack.data, words)
    checks.that("no log has a name, an address, a password, a session, an answer or a query", not found, found[:5])
    checks.that("... though the logs speak of those requests",
                all("level=" in stack.log(name) for name in SERVICES) and
                len(lines_with(stack.data, ["method=RegisterAccount", "method=SaveCard"])) > 5)
    stack.mailbox.refresh()
    stored = stack.rows("intake", "select count(*) from application where title ilike '%%%s%%'" % MARKS["answer"])
    checks.that("... and what people typed was kept where it belongs", stored[0][0] != "0" and any(
        known.email in stack.mailbox.messages for known in world.people.values()), stored)
