"""The deadline hour of domain.md 4.8 with 10,000 applicants, 24 times as fast: drafts are saved and submitted at
rates that do not wait for answers; 15 % of the submissions come in what stands for the last minutes, and the
last of them after the first instant that is too late."""
import json

import people
from drafts import MODEL, application
from scenes import instant

APPLICANTS = 10000
SAVES_EACH = 5           # while the hour lasts, before each submits
HOUR, LAST = 150.0, 15.0  # seconds; of the last ones 15 % of the submissions come
AROUND = 6.0             # of the last ones, 3 before and 3 behind the first instant that is too late
LATE_SHARE = 0.15
SHORT = 900              # characters of each long answer: a request with its body is at most 8 kB


def bodies(drafts):
    """The body of a save, with a place for who applies and for the version."""
    scenes = drafts.scenes
    text = {key: value[:SHORT] if isinstance(value, str) else value for key, value in drafts.text().items()}
    return json.dumps({"applicant": None, "answers": scenes.answers(0, text, "30")}, ensure_ascii=False)


def applicant(drafts, number):
    return {"type": "PERSON", "members": [{"name": people.name(0), "email": people.address("applicant", number)}]}


class Hour:
    def __init__(self, house, drafts):
        self.house, self.drafts = house, drafts
        lines = open(drafts.make("deadline", APPLICANTS), encoding="ascii").read().split("\n")[:APPLICANTS]
        self.first = drafts.taken - APPLICANTS + 1
        self.submits = [line + "\n" for line in lines]
        self.version = house.number("intake", "select version from application where id = '%s'" % application(self.first))
        self.body = bodies(drafts)

    def saves(self, place, turn):
        number = self.first + place
        body = self.body.replace('"applicant": null', '"version": "%d", "applicant": %s' % (
            self.version + turn, json.dumps(applicant(self.drafts, MODEL + number), ensure_ascii=False)), 1)
        return "/v1/applications/%s %s save-%d-%d %s\n" % (
            application(number), self.drafts.token(number), place, turn, body)

    def phase(self, name, lines, seconds):
        """All of the lines, in their order, evenly over the seconds."""
        path = self.house.save(name, "".join(lines))
        return self.house.bench("bench-load", self.house.port, path, 64, len(lines) / seconds, seconds + 60)

    def mixed(self, first, last):
        """Those with these places: each saves five times, then submits, with others' requests between."""
        group, out = range(first, last), []
        for turn in range(SAVES_EACH):
            out += [self.saves(place, turn) for place in group]
        return out + [self.submits[place] for place in group]

    def lines(self, first, last, groups):
        """Group after group, so that there are saves and submissions all the time."""
        size = -(-(last - first) // groups)
        return [line for start in range(first, last, size) for line in self.mixed(start, min(start + size, last))]


def move_end(house, call_id, at):
    """By hand: through the API it only moves to a later moment."""
    house.sql("wlacznik_intake", "update call set submit_until = '%s' where id = '%s'" % (at, call_id))


def measure(house, drafts, add):
    hour = Hour(house, drafts)
    early, late = int(APPLICANTS * (1 - LATE_SHARE)), int(APPLICANTS * (1 - 0.05))
    most = hour.phase("deadline-hour", hour.lines(0, early, 20), HOUR)
    rush = hour.phase("deadline-rush", hour.lines(early, late, 4), LAST)
    end = instant(AROUND / 2)
    move_end(house, drafts.scenes.call_id, end)
    last = hour.phase("deadline-last", hour.submits[late:], AROUND)
    accepted = house.number("intake", "select count(*) from submission where call_id = '%s' and application_id between"
                            " '%s' and '%s'" % (drafts.scenes.call_id, application(hour.first), application(drafts.taken)))
    too_late = house.number("intake", "select count(*) from submission where submitted_at >= '%s'" % end)
    move_end(house, drafts.scenes.call_id, instant(86400))
    for name, result in (("deadline hour, %d applicants" % APPLICANTS, most), ("  its last minutes", rush)):
        add("%s, p99" % name, "%.1f ms at %.0f/s (p50 %.1f), %d errors" % (
            result["p99_ms"], result["sent"] / (HOUR if result is most else LAST), result["p50_ms"], result["errors"]),
            "250 ms", result["p99_ms"] / 250, 1)
    errors = most["errors"] + rush["errors"]
    add("  answers that are neither done nor too late", "%d of %d" % (errors, most["sent"] + rush["sent"]), "0", errors, 0)
    wrong = abs(accepted - (late + last["sent"] - last["errors"])) + too_late
    add("  receipts and rows that differ, or came too late", "%d of %d; %d refused as too late" % (
        wrong, accepted, last["errors"]), "0", wrong, 0)
    house.until_quiet()
