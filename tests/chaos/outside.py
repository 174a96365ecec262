"""The reckoning from outside: what people were told, against what the API, their mail and the public's data
say afterwards. No database is looked into."""
import time

RECEIPT = "Przyjęliśmy"


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
    def __init__(self):
        self.good = True

    def check(self, what, good, detail=""):
        print("  %-84s %s %s" % (what, "ok" if good else "WRONG", "" if good else str(detail)[:400]), flush=True)
        self.good &= bool(good)

    def own_lists(self, applicants, told):
        """`told`: for each applicant {application id: receipt}."""
        for client, receipts in zip(applicants, told):
            listed = pages(client, "/v1/me/applications", "applications", limit=100)
            numbers = {one["id"]: one.get("number", "") for one in listed}
            submitted = {one for one, number in numbers.items() if number}
            self.check("applicant %s: every receipt is in the own list, and nothing else" % client.place,
                       submitted == set(receipts), (submitted ^ set(receipts)))
            self.check("... with the number of the receipt", all(
                numbers.get(one) == receipt["number"] for one, receipt in receipts.items()))

    def receipts(self, public, told, most):
        every = [receipt for receipts in told for receipt in receipts.values()]
        numbers = [receipt["number"] for receipt in every]
        self.check("no number was given twice", len(set(numbers)) == len(numbers))
        step = max(1, len(every) // most)
        false = [one["number"] for one in every[::step] if not public.get(
            "/v1/receipts/" + one["digest"], number=one["number"]).get("genuine")]
        self.check("the house stands by its receipts (%d asked)" % len(every[::step]), not false, false[:5])

    def dossiers(self, coordinators, call_id, told):
        wanted = sorted(one for receipts in told for one in receipts)

        def listed():
            return sorted(one["applicationId"] for client in coordinators for one in pages(
                client, "/v1/calls/%s/dossiers" % call_id, "dossiers", limit=500))
        wait_until(lambda: len(listed()) >= len(wanted), 120)
        found = listed()
        self.check("the coordinators have each application once, and no other", found == wanted,
                   "%d for %d" % (len(found), len(wanted)))

    def inboxes(self, applicants, told):
        for client, receipts in zip(applicants, told):
            def letters():
                return [one.get("applicationId") for one in pages(client, "/v1/me/messages", "messages", limit=100)
                        if one.get("subject", "").startswith(RECEIPT)]
            wait_until(lambda: len(letters()) >= len(receipts), 700)
            self.check("applicant %s: one receipt in the inbox for each submission" % client.place,
                       sorted(letters()) == sorted(receipts), "%d for %d" % (len(letters()), len(receipts)))

    def mails(self, mailbox, applicants, told, cut_off):
        """A letter whose sending was cut off may come twice, and none may be missing. `cut_off` bounds how many."""
        twice = 0
        for client, receipts in zip(applicants, told):
            def arrived():
                mailbox.refresh()
                return len([subject for subject, _ in mailbox.of(client.email) if subject.startswith(RECEIPT)])
            wait_until(lambda: arrived() >= len(receipts), 600)
            self.check("applicant %s: no mail is missing" % client.place, arrived() >= len(receipts),
                       "%d for %d" % (arrived(), len(receipts)))
            twice += max(0, arrived() - len(receipts))
        self.check("mails that came twice: %d, at most %d were cut off" % (twice, cut_off), twice <= cut_off)

    def public_data(self, public, call_id, told):
        wanted = sum(len(receipts) for receipts in told)
        found = []

        def says():
            calls = public.get("/data/calls.json").get("calls", [])
            found[:] = [one.get("submitted", 0) for one in calls if call_id in (one.get("callId"), one.get("id"))]
            return [int(one) for one in found] == [wanted]
        self.check("the public's data count %d" % wanted, wait_until(says, 150), found)


def flat(samples, what, slack):
    """Whether the last third is no more than the second third, but for `slack` and a twentieth."""
    third = len(samples) // 3
    if third < 3:
        return True, "too few samples"
    before, after = max(samples[third:2 * third]), max(samples[2 * third:])
    return after <= before * 1.05 + slack, "%s %d -> %d" % (what, before, after)
