"""A rehearsal is nobody's news: what everybody may read, and every count, has the same bytes before, during and after
one; what of it has an address of its own is not there for anybody but its staff."""
import http.client
import json
import re
import signal

from stack import SERVICES, wait_until

STANDARD = {"region": "30", "stage": "idea", "language": "en", "number": "1"}
# Of each service, what counts over all calls.
COUNTS = {
    "dissemination": ["funnel", "entry", "call_programme"],
    "notification": ["message where composed_at is not null", "dispatch", "mailing", "digest_item"],
    "gateway": ["account"],
}


class Public:
    """Every read that needs no account, as openapi.json tells; not those that name something by a secret."""

    def __init__(self, stack, world):
        self.stack, self.world = stack, world
        paths = stack.public.get("/openapi.json")["paths"]
        self.paths = sorted(path for path, verbs in paths.items() if "PUBLIC" in verbs.get("get", {}).get("x-roles", []))

    def read(self, path):
        connection = http.client.HTTPConnection(self.stack.public.address.hostname, self.stack.public.address.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Accept-Language": "pl"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def address(self, path, call):
        return re.sub(r"\{(\w+)\}", lambda name: call if name.group(1) == "callId" else STANDARD.get(name.group(1), "nie-ma"), path)

    def look(self, call):
        """{address: (status, bytes)} of all, with one call where one is asked for."""
        return {path: self.without_the_hour(*self.read(self.address(path, call))) for path in self.paths}

    @staticmethod
    def without_the_hour(status, body):
        """A problem names its trace; a harvester's answer, an empty feed and DCAT the moment at which they were made."""
        return status, re.sub(rb'"instance":"[^"]*"|<responseDate>[^<]*</responseDate>|<updated>[^<]*</updated>|"dct:modified": *"[^"]*"',
                              b"", body)


def counts(stack):
    return {(service, what): stack.rows(service, "select count (*) from " + what)[0][0]
            for service, tables in COUNTS.items() for what in tables}


def differences(before, after):
    return [(path, before[path][0], after[path][0], after[path][1][:200]) for path in before if before[path] != after[path]]


def forget_pages(stack):
    """The gateway keeps what everybody reads for a minute; a new one keeps nothing yet."""
    before = stack.pid("gateway")
    stack.signal("gateway", signal.SIGKILL)
    wait_until("another gateway", lambda: stack.pid("gateway") not in (0, before) and answers(stack))


def answers(stack):
    try:
        return stack.all_answer()
    except OSError:
        return False


def settle(stack):
    """The letters of earlier chapters are on their way no more."""
    wait_until("nothing waits to be composed", lambda: stack.rows("notification", "select 1 from message where due < now ()") == [])


def play(stack, world, rehearsal):
    """Applications, a formal check, cards, letters: all that would be told of a real call."""
    owner, coordinator = world.people["owner"], world.people["coordinator-30"]
    owner.post("/v1/calls/%s/rehearsal/applications" % rehearsal, {"count": 6})
    found = wait_until("applications in the region", lambda: (
        lambda found: found if len(found) == 3 else None)(coordinator.get("/v1/calls/%s/dossiers" % rehearsal).get("dossiers", [])))
    items = owner.get("/v1/calls/" + rehearsal)["definition"]["stages"][0]["formalItems"]
    for place, dossier in enumerate(found):
        coordinator.post("/v1/dossiers/%s/formal-check" % dossier["applicationId"], {"items": [
            {"item": item["key"], "answer": "NO" if place == 0 else "YES", **({"reason": "Brakuje podpisu pod budżetem."} if place == 0 else {})}
            for item in items]})
    for client in (world.people["assessor"], world.others["assessor"]):
        coordinator.put("/v1/calls/%s/assessors/%s" % (rehearsal, client.account_id), {"maxCards": 9, "regions": ["30"]})
    coordinator.post("/v1/calls/%s/assignments" % rehearsal)
    owner.post("/v1/calls/%s/rehearsal/clock" % rehearsal, {"days": 60})
    # Six receipts, a rejection, four cards.
    wait_until("its letters are kept", lambda: owner.get(
        "/v1/calls/%s/rehearsal/letters" % rehearsal, total="true").get("total", 0) >= 11, 60)


def hidden(checks, stack, world, public, rehearsal):
    nothing = "01890a5d-ac96-8abc-8bce-b302099a0000"
    theirs, none = public.look(rehearsal), public.look(nothing)
    wrong = [path for path in public.paths if "{callId}" in path and (
        theirs[path][0] != none[path][0] or theirs[path][1].replace(rehearsal.encode(), b"") != none[path][1].replace(nothing.encode(), b""))]
    checks.that("everybody is told of a rehearsal what they are told of nothing", not wrong, wrong)
    seen = json.dumps([world.people["innovator"].get("/v1/me/messages"), world.people["assessor"].get("/v1/me/messages")])
    checks.that("nobody has a message of it", rehearsal not in seen and "PRÓBA" not in seen, seen[:300])
    stack.mailbox.refresh()
    mails = [mail for mails in stack.mailbox.messages.values() for mail in mails]
    checks.that("no mail is about it", bool(mails) and not any("PRÓBA" in subject + text or "Próba" in subject for subject, text in mails))


def run(checks, stack, world):
    owner = world.people["owner"]
    public = Public(stack, world)
    settle(stack)
    before, counted = public.look(world.call_id), counts(stack)
    kept = {service: marked(stack, service) for service in ("intake", "evaluation", "notification")}
    checks.that("public reads are found", len(public.paths) > 25, len(public.paths))
    rehearsal = owner.post("/v1/calls/%s/rehearsals" % world.call_id)["id"]
    play(stack, world, rehearsal)
    forget_pages(stack)
    checks.equal("during a rehearsal every public read has the same bytes", differences(before, public.look(world.call_id)), [])
    checks.equal("... and every count is as it was", {key: value for key, value in counts(stack).items() if counted[key] != value}, {})
    hidden(checks, stack, world, public, rehearsal)
    owner.ask("DELETE", "/v1/calls/%s/rehearsal" % rehearsal)
    for service, had in kept.items():
        wait_until(service + " has let go", lambda s=service, h=had: marked(stack, s) == h)
    checks.equal("after it, too", differences(before, public.look(world.call_id)), [])
    for service in SERVICES:
        checks.equal("no event of it is dead in " + service, stack.rows(service, "select type from runtime.dead_letters"), [])


def marked(stack, service):
    """How many ids of rehearsals each column has: other chapters start some, too. The log has its events for ever."""
    columns = stack.rows(service, """select table_name, column_name from information_schema.columns
        where table_schema = 'public' and data_type = 'uuid' order by 1, 2""")
    return stack.rows(service, " union all ".join("select '%s.%s', count (*) from %s where rehearsed (\"%s\")" % (
        table, column, table, column) for table, column in columns))
