"""The reckoning from outside: what people were told, against what the API, their mail and the public's data
say afterwards. No database is looked into. That each check can say "wrong" is shown by prove.py."""
import collections
import time

RECEIPT = "Przyjęliśmy"
SUBJECT = RECEIPT + " zgłoszenie %s"


def pages(client, path, name, **query):
    return list(client.pages(path, name, **query))


def wait_until(condition, seconds):
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(1)
    return True


class Reckoning:
    """`patience` is how much of the time that a house under load may take is waited for."""

    def __init__(self, patience=1):
        self.patience, self.asked, self.wrong = patience, [], []

    def check(self, what, good, detail=""):
        self.asked.append(what)
        print("  %-84s %s %s" % (what, "ok" if good else "WRONG", "" if good else str(detail)[:400]), flush=True)
        if not good:
            self.wrong.append(what)

    def wait_until(self, condition, seconds):
        return wait_until(condition, seconds * self.patience)

    def own_lists(self, applicants, told):
        """`told`: for each applicant {application id: receipt}."""
        for client, receipts in zip(applicants, told):
            listed = pages(client, "/v1/me/applications", "applications", limit=100)
            numbers = {one["id"]: one.get("number", "") for one in listed}
            submitted = {one for one, number in numbers.items() if number}
            self.check("applicant %s: every receipt is in the own list, and nothing else" % client.place,
                       submitted == set(receipts), (submitted ^ set(receipts)))
            self.check("applicant %s: each with the number of its receipt" % client.place, all(
                numbers.get(one, receipt["number"]) == receipt["number"] for one, receipt in receipts.items()))

    def receipts(self, public, told, most):
        every = [receipt for receipts in told for receipt in receipts.values()]
        numbers = [receipt["number"] for receipt in every]
        self.check("no number was given twice", len(set(numbers)) == len(numbers))
        step = max(1, len(every) // most)
        false = [one["number"] for one in every[::step] if not public.get(
            "/v1/receipts/" + one["digest"], number=one["number"]).get("genuine")]
        self.check("the house stands by its receipts", not false, "%d of %d asked, as %s" % (len(false), len(every[::step]), false[:5]))

    def dossiers(self, coordinators, call_id, told):
        wanted = sorted(one for receipts in told for one in receipts)

        def listed():
            return sorted(one["applicationId"] for client in coordinators for one in pages(
                client, "/v1/calls/%s/dossiers" % call_id, "dossiers", limit=500))
        self.wait_until(lambda: len(listed()) >= len(wanted), 120)
        found = listed()
        self.check("the coordinators have each application once, and no other", found == wanted,
                   "%d for %d" % (len(found), len(wanted)))

    def inboxes(self, applicants, told):
        for client, receipts in zip(applicants, told):
            def letters():
                return [one.get("applicationId") for one in pages(client, "/v1/me/messages", "messages", limit=100)
                        if one.get("subject", "").startswith(RECEIPT)]
            self.wait_until(lambda: len(letters()) >= len(receipts), 700)
            self.check("applicant %s: one receipt in the inbox for each submission" % client.place,
                       sorted(letters()) == sorted(receipts), "%d for %d" % (len(letters()), len(receipts)))

    def mails(self, mailbox, applicants, told, cut_off):
        """A letter whose sending was cut off may come twice, and none may be missing. `cut_off` bounds how many."""
        twice = 0
        for client, receipts in zip(applicants, told):
            def missing():
                mailbox.refresh()
                came = collections.Counter(subject for subject, _ in mailbox.of(client.email) if subject.startswith(RECEIPT))
                return [one["number"] for one in receipts.values() if not came[SUBJECT % one["number"]]], came
            self.wait_until(lambda: not missing()[0], 600)
            lacking, came = missing()
            self.check("applicant %s: no mail is missing" % client.place, not lacking, lacking[:5])
            twice += came.total() - len(set(came))
        self.check("no more mails came twice than were cut off", twice <= cut_off, "%d of at most %d" % (twice, cut_off))
        return twice

    def public_data(self, public, call_id, told):
        wanted = sum(len(receipts) for receipts in told)
        found = []

        def says():
            calls = public.get("/data/calls.json").get("calls", [])
            found[:] = [one.get("submitted", 0) for one in calls if call_id in (one.get("callId"), one.get("id"))]
            return [int(one) for one in found] == [wanted]
        self.check("the public's data count them", self.wait_until(says, 150), "%s for %d" % (found, wanted))


    def calm(self, name, memory, files):
        """`memory` in MB and open files of a daemon, as they were while nothing went wrong."""
        for samples, what, slack in ((memory, "MB", 2), (files, "open files", 4)):
            grew = growth(samples, slack)
            self.check("%s in the calm: %s" % (name, what), grew is None, grew)


def everything(reckoning, scenes, coordinators, applicants, errors, cut_off):
    told = [client.receipts for client in applicants]
    reckoning.check("no unexpected answer, no look at what is another's", not errors, errors[:5])
    reckoning.check("something was accepted", any(told))
    reckoning.own_lists(applicants, told)
    reckoning.receipts(scenes.administrator, told, 2000)
    reckoning.dossiers(coordinators, scenes.call_id, told)
    reckoning.inboxes(applicants, told)
    twice = reckoning.mails(scenes.mailbox, applicants, told, cut_off)
    reckoning.public_data(scenes.administrator, scenes.call_id, told)
    return twice


def growth(samples, slack):
    """What is wrong unless the last third is no more than the second third, but for `slack` and a twentieth."""
    third = len(samples) // 3
    if third < 3:
        return "%d samples tell nothing" % len(samples)
    before, after = max(samples[third:2 * third]), max(samples[2 * third:])
    return None if after <= before * 1.05 + slack else "%d -> %d" % (before, after)
