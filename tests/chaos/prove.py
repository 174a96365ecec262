#!/usr/bin/python3
"""Whether both reckonings, from outside and of the databases, find what they are there to find. See run --prove.

A quiet house takes a few applications; then faults are put in, one at a time, in its databases, in its mail and in
what people hold in their hands. Each must be named, alone, and is taken out again; and each check must have spoken.
"""
import argparse
import collections
import contextlib
import copy
import email
import email.policy
import io
import os
import random
import re
import shutil
import sys

import long  # (makes the others' folders known)

sys.path.insert(1, os.path.join(long.TOP, "tests", "stack"))

import chaos  # noqa: E402
import outside  # noqa: E402
from altered import altered, copied  # noqa: E402
from check import Checks  # noqa: E402
from mailbox import Mailbox  # noqa: E402

EACH = 2  # applications of one person
MARK = "00000000-0000-7000-8000-0000000000aa"
LISTED, NUMBERED = "applicant 0: every receipt is in the own list, and nothing else", "applicant 0: each with the number of its receipt"
RECEIPTS, DOSSIERS = "the house stands by its receipts", "the coordinators have each application once, and no other"
INBOX, MAIL, TWICE = ("applicant 0: one receipt in the inbox for each submission", "applicant 0: no mail is missing",
                      "no more mails came twice than were cut off")
ERRORS, SOMETHING, DATA = "no unexpected answer, no look at what is another's", "something was accepted", "the public's data count them"
STORED = ("every accepted submission is stored", "one event for each stored submission", "one dossier for each",
          "one receipt letter for each, sent")
OWN, DOSSIER, LETTER, MAIL_MISSING = STORED[1], STORED[2], STORED[3], "no mail is missing"
MAIL_TWICE = "only mails that were cut off in a send came twice"
OF_RECEIPT = "template = 'receipt' and application_id = '{own}'"

# What is done, in whose database and table, and what each reckoning must say of it: from outside, of the databases.
ALTERED = [
    ("an application is gone", "intake", "application", "delete from application where id = '{own}'", [LISTED], STORED),
    ("an application stands twice", "intake", "application", copied("application", "id = '{own}'", id="'%s'" % MARK),
     [LISTED], ["no number stands twice", OWN, DOSSIER, LETTER]),
    ("an application has another's number", "intake", "application", "update application set number = '{other_number}' where id = '{own}'",
     [NUMBERED], ["numbers and digests are those of the receipts", "no number stands twice"]),
    ("an application has another digest", "intake", "application", "update application set digest = reverse (digest) where id = '{own}'",
     [], ["numbers and digests are those of the receipts"]),
    ("another thing was submitted than the receipt says", "intake", "submission",
     "update submission set digest = sha256 (digest) where application_id = '{own}'", [RECEIPTS], []),
    ("an event is gone", "intake", "runtime.log", "delete from runtime.log where aggregate = '{own}' and type = 'intake.ApplicationSubmitted'",
     [], [OWN]),
    ("an event stands twice", "intake", "runtime.log", "update runtime.log set type = 'intake.ApplicationSubmitted'"
     " where aggregate = '{own}' and type = 'intake.ApplicationStarted'", [], [OWN]),
    ("a dossier is gone", "evaluation", "dossier", "delete from dossier where application_id = '{own}'", [DOSSIERS], [DOSSIER]),
    ("there is a dossier of no application", "evaluation", "dossier",
     copied("dossier", "application_id = '{own}'", application_id="'%s'" % MARK), [DOSSIERS], [DOSSIER]),
    ("a dossier is gone and another's stands twice", "evaluation", "dossier",
     "update dossier set application_id = '%s' where application_id = '{own}'" % MARK, [DOSSIERS], [DOSSIER]),
    ("a receipt is not in the inbox", "notification", "message", "delete from message where " + OF_RECEIPT, [INBOX], [LETTER]),
    ("a receipt is in the inbox twice", "notification", "message", copied("message", OF_RECEIPT, id="'%s'" % MARK, origin="'proof'"),
     [INBOX], [LETTER]),
    ("a receipt was not sent", "notification", "message", "update message set state = 3 where " + OF_RECEIPT, [], [LETTER]),
] + [
    ("%s gave an event up" % service, service, "runtime.dead_letters", "insert into runtime.dead_letters"
     " (source, region, sequence, type, aggregate, at, trace, payload, hash, reason, attempts)"
     " values ('intake', '30', 1, 'intake.ApplicationStarted', 'x', now (), '', '', '', 'proof', 8)", [], ["no dead letters in " + service])
    for service in ("gateway", "evaluation", "notification", "dissemination", "intake")
]


class Proof:
    def __init__(self, checks, scenes, coordinators, applicants, text, data):
        self.checks, self.scenes, self.coordinators, self.applicants = checks, scenes, coordinators, applicants
        self.text, self.data, self.run = text, data, os.path.join(data, "run")
        self.asked, self.spoken = set(), set()

    def judge(self, errors=(), patience=0, loud=False):
        """What both find wrong."""
        errors, mailbox = list(errors), Mailbox(os.path.join(self.data, "mail"))
        mailbox.refresh()
        accepted = {one: receipt for client in self.applicants for one, receipt in client.receipts.items()}
        scenes, found = copy.copy(self.scenes), []
        scenes.mailbox = mailbox
        for reckon in (
                lambda r: outside.everything(r, scenes, self.coordinators, self.applicants, errors, 0),
                lambda r: chaos.reckon(r, chaos.Books(self.run), accepted, errors, mailbox, collections.Counter())):
            reckoning, said = outside.Reckoning(patience), io.StringIO()
            with contextlib.nullcontext() if loud else contextlib.redirect_stdout(said):
                reckon(reckoning)
            found.append(reckoning.wrong)
            self.asked.update(re.sub(r"applicant \d+", "applicant", what) for what in reckoning.asked)
            self.spoken.update(re.sub(r"applicant \d+", "applicant", what) for what in reckoning.wrong)
        return found

    def named(self, what, found, *said):
        """Each of both said what it was to say, and nothing else."""
        good = all(len(ones) == len(wanted) and all(any(re.fullmatch(want, one) for one in ones) for want in wanted)
                   for ones, wanted in zip(found, said))
        self.checks.that(what, good, found)

    def judge_held(self, change):
        """What both find wrong if people held `change (receipts, place)` in their hands."""
        kept = [client.receipts for client in self.applicants]
        for client in self.applicants:
            client.receipts = change(dict(client.receipts), client.place)
        try:
            return self.judge()
        finally:
            for client, receipts in zip(self.applicants, kept):
                client.receipts = receipts


def run_quiet(checks, proof):
    load = long.Load(proof.applicants, proof.scenes, proof.text, 1)
    for client in proof.applicants:
        for _ in range(EACH):
            load.submit(client)
        load.peek(client, load.chances[client.place])
    checks.equal("a quiet run, and nothing is wrong", proof.judge(load.errors, 1, True), [[], []])


def run_altered(checks, proof):
    (own, _), (other, _) = (list(client.receipts) for client in proof.applicants[:2])
    words = {"own": own, "other_number": proof.applicants[1].receipts[other]["number"]}
    for what, service, table, sql, from_outside, of_databases in ALTERED:
        with altered(proof.run, service, table, sql.format(**words)):
            found = proof.judge()
        proof.named(what, found, from_outside, of_databases)
    checks.equal("... and all is well again", proof.judge(), [[], []])


def run_mails(checks, proof):
    folder, receipts = os.path.join(proof.data, "mail"), list(proof.applicants[0].receipts.values())
    paths = {}
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            paths[str(email.message_from_binary_file(file, policy=email.policy.default)["Subject"])] = file.name
    one, two = (paths[outside.SUBJECT % receipt["number"]] for receipt in receipts)
    away, again = os.path.join(folder, ".away"), os.path.join(folder, "again.eml")
    os.rename(one, away)
    proof.named("a mail is missing", proof.judge(), [MAIL], [MAIL_MISSING])
    shutil.copy(two, again)
    proof.named("a mail is missing and another came twice", proof.judge(), [MAIL, TWICE], [MAIL_MISSING, MAIL_TWICE])
    os.rename(away, one)
    proof.named("a mail came twice", proof.judge(), [TWICE], [MAIL_TWICE])
    os.remove(again)
    checks.equal("... and all is well again", proof.judge(), [[], []])


def run_held(_, proof):
    client, other = proof.applicants[:2]
    own, second = client.receipts
    receipt, others = client.receipts[own], list(other.receipts.values())[0]

    def instead(application, **members):
        return lambda receipts, place: dict(receipts, **{application: dict(receipt, **members)}) if place == 0 else receipts
    proof.named("two receipts have one number", proof.judge_held(instead(own, number=client.receipts[second]["number"])),
                [NUMBERED, "no number was given twice", RECEIPTS], ["numbers and digests are those of the receipts"])
    proof.named("a receipt is forged", proof.judge_held(instead(own, digest=others["digest"])),
                [RECEIPTS], ["numbers and digests are those of the receipts"])
    proof.named("there is nothing that a receipt was given for", proof.judge_held(instead(MARK, number="WIS-1/9999")),
                [LISTED, RECEIPTS, DOSSIERS, INBOX, MAIL, DATA], STORED[:1])
    proof.named("nobody was given a receipt", proof.judge_held(lambda receipts, place: {}), [SOMETHING, DOSSIERS, DATA] + [
        what.replace("0", str(one.place)) for one in proof.applicants for what in (LISTED, INBOX)], [SOMETHING])


class Repeating(long.Applicant):
    """Gets the answers of another's commands once more, as from a house that takes a new command for an old one."""

    def insist(self, method, path, body):
        key = (method, re.sub(r"[0-9a-f]{8}-[-0-9a-f]+", "ID", path))
        if key not in self.answers:
            self.answers[key] = super().insist(method, path, body)
        return self.answers[key]


def run_errors(checks, proof):
    client, other = proof.applicants[:2]
    own = list(client.receipts)[0]

    def complained(what, act, said):
        load = long.Load(proof.applicants[:2], proof.scenes, proof.text, 1)
        act(load)
        checks.that(what, len(load.errors) == 1 and re.fullmatch(said, load.errors[0]), load.errors)
        return load.errors

    with altered(proof.run, "intake", "application", "update application set user_id = (select user_id from application"
                 " where id = '%s')" % list(other.receipts)[0]):
        errors = complained("another's application can be read", lambda load: load.peek(other, random.Random(1)),
                            "applicant 1 read the application of 0")
    proof.named("... which both say", proof.judge(errors), [ERRORS], ["no unexpected answer"])
    token, other.token = other.token, "wrong"
    complained("a look is answered by something else", lambda load: load.peek(other, random.Random(1)), "a peek was answered with 401")
    other.token = token

    def refused(load):
        load.scenes = copy.copy(load.scenes)
        load.scenes.call_id = MARK
        load.run(0)
    complained("a command is refused", refused, r"applicant 0: Refused\(.*")

    def repeated(load):
        same = Repeating(client.url, client, 0)
        same.answers, same.receipts = {("POST", "/v1/applications/ID/submit"): client.receipts[own]}, client.receipts
        load.submit(same)
    complained("one receipt is given for two applications", repeated, "two receipts for one application")


def run_calm(checks, _):
    """Numbers alone."""
    def wrong(samples, files):
        reckoning = outside.Reckoning()
        with contextlib.redirect_stdout(io.StringIO()):
            reckoning.calm("intake", samples, files)
        return reckoning.wrong
    flat, files, growing = [20.0] * 30, [40.0] * 30, [20 + n / 2 for n in range(30)]
    checks.equal("what is flat is good", wrong(flat, files), [])
    checks.equal("so is what grew before", wrong(growing[:10] + [25.0] * 20, files), [])
    checks.equal("memory that grows is named", wrong(growing, files), ["intake in the calm: MB"])
    checks.equal("files that stay open are named", wrong(flat, [40 + n for n in range(30)]), ["intake in the calm: open files"])
    checks.equal("a daemon that told nothing is named", wrong([], files), ["intake in the calm: MB"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--data", required=True)
    options = parser.parse_args()
    checks = Checks()
    proof = Proof(checks, *long.settle_in(options, lambda client, place: long.Applicant(options.url, client, place)), options.data)
    for title, chapter in (
            ("A quiet run", run_quiet),
            ("Databases", run_altered),
            ("Mails", run_mails),
            ("What people hold in their hands", run_held),
            ("What was said while it burnt", run_errors),
            ("The calm", run_calm),
    ):
        checks.chapter_of(title, chapter, proof)
    checks.equal("every check has said \"wrong\"", sorted(proof.asked - proof.spoken), [])
    checks.end()


if __name__ == "__main__":
    main()
