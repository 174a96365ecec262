"""What is not yours looks like what is not there: every operation that names an object, as everybody, on
their own, on somebody else's and on none at all. Somebody else's and none must answer alike in status, in
every byte of the body but the trace, in the headers, and in how long they may take.

Of time, what the services count themselves is compared: how often a request waited for PostgreSQL
(wlacznik_rpc_round_trips_total). Whoever is told apart by time is told apart by a wait more or less, some
hundred microseconds that averaging brings out over any network; a row more in one answer of the database
is nanoseconds. And a count is the same on a quiet and on a busy machine, while medians of two cores that
nine share are not; they are printed, for people to look at."""
import http.client
import json
import re
import statistics
import time
import uuid

from examples import Examples, names_in
from stack import SERVICES, wait_until

ROUNDS = 3      # of each request, so that a repeat after a lost race does not pass for a difference
SAMPLES = 40    # of the times that are printed
NOTHING = str(uuid.UUID(int=0x01890a5dac967abc8bceb302099a0000))


class Thing:
    """An object: who may see it, who not, and the addresses that name it."""

    def __init__(self, what, prefix, names, strangers, owner=None, named=False):
        """`names`: what stands for each {parameter} of an address that begins with `prefix`. `named`: also
        operations whose contract does not say that the object must be the caller's own."""
        self.what, self.prefix, self.names, self.strangers, self.owner = what, prefix, names, strangers, owner
        self.named = named

    def address(self, path, real):
        """Without a parameter of the object's own it is the caller's to say: a region, a slug."""
        def stand_in(found):
            name = found.group(1)
            if name in self.names:
                return self.names[name] if real else NOTHING
            return {"region": "30", "position": "1", "stage": "idea", "name": "receipt", "locale": "pl"}.get(
                name, NOTHING)
        return re.sub(r"\{(\w+)\}", stand_in, path)

    def is_of(self, path):
        return path.startswith(self.prefix) and any(name in self.names for name in names_in(path))


def everyone_but(world, *names):
    people = {**world.people, "other-innovator": world.others["innovator"], "other-assessor": world.others["assessor"]}
    return {who: client for who, client in people.items() if who not in names}


def only(world, *names):
    return {who: world.people[who] for who in names}


def add_adoption(stack, account_id):
    """By hand: a published entry takes an innovation a year."""
    entry, adoption = str(uuid.uuid4()), str(uuid.uuid4())
    stack.rows("dissemination", """
        insert into entry (id, slug, state, application_id, call_id, region, text, title, summary, created_at,
            updated_at) values ('%s', md5 (random ()::text), 1, gen_random_uuid (), gen_random_uuid (), '30', '', '', '', now (), now ());
        insert into adoption (id, entry_id, depth, account_id, state, place, named_in_public, plan, created_at, updated_at)
            values ('%s', '%s', 0, '%s', 1, '', false, '', now (), now ())""" % (entry, adoption, entry, account_id))
    return adoption


def add_certificate(stack, world):
    """By hand: nobody has locked a card here."""
    code = "7F3KQ9XW2M4HTRCD0J5V"
    stack.rows("evaluation", """
        insert into certificate (code, user_id, call_id, name, cards, first_on, last_on, issued_at, statement, signature, public_key)
            values ('%s', '%s', '%s', '', 1, '2026-01-01', '2026-01-01', now (), '', '', '')""" % (
                code, world.people["assessor"].account_id, world.call_id))
    return code


def add_second_opinion(stack, world):
    """(request, offer): 14 asks 30 alone, which offers the assessor; by hand, because 14 has no coordinator here."""
    opinion, offer = str(uuid.uuid4()), str(uuid.uuid4())
    stack.rows("evaluation", """
        insert into second_opinion (id, call_id, stage, region, of_region, topics, applications, until, address, here, asked_at)
            values ('%s', '%s', 'idea', '14', '30', '{}', 1, '2030-01-01', 'http://localhost', true, now ());
        insert into second_opinion_offer (id, second_opinion_id, home_region, state, home_user_id, offered_at)
            values ('%s', '%s', '30', 1, '%s', now ())""" % (
                opinion, world.call_id, offer, opinion, world.people["assessor"].account_id))
    return opinion, offer


def add_ways_in(stack, account_id):
    """By hand: a provider and an authenticator would be needed; tests/oidc and test_passkeys.py have them."""
    identity, passkey = str(uuid.uuid4()), str(uuid.uuid4())
    stack.rows("gateway", """
        insert into identity values ('%s', 'https://id.example', md5 (random ()::text), '%s', now (), now ());
        insert into passkey (id, credential_id, account_id, algorithm, public_key, sign_count, backed_up, name, created_at)
            values ('%s', decode (md5 (random ()::text), 'hex'), '%s', -7, '', 0, false, 'x', now ())""" % (
                identity, account_id, passkey, account_id))
    return identity, passkey


def things(stack, world):
    person, owner = world.people, world.people["innovator"]
    draft_file = owner.post("/v1/applications/%s/attachments" % world.draft, {
        "field": "film", "name": "Film.pdf", "size": 8})["id"]
    session = owner.get("/v1/me/sessions")["sessions"][0]["id"]
    token = owner.post("/v1/me/tokens", {"name": "x", "days": 1})["description"]["id"]
    webhook = owner.post("/v1/me/webhooks", {"url": "https://example.com/hook"})["id"]
    search = owner.post("/v1/me/searches", {"name": "Moje", "criteria": {}})["id"]
    identity, passkey = add_ways_in(stack, owner.account_id)
    invitation = person["coordinator-30"].post("/v1/invitations", {
        "email": "zqsekret-%s@poczta.example" % uuid.uuid4().hex[:6], "name": "Gość", "role": "ASSESSOR", "region": "30"})["id"]
    mailing = person["coordinator-30"].post("/v1/calls/%s/mailings" % world.call_id, {"content": {
        "audience": {"kind": "APPLICANTS"}, "subject": {"pl": "Temat"}, "body": {"pl": "Treść"}}})["id"]
    definition = person["owner"].get("/v1/calls/" + world.call_id)["definition"]
    hidden_call = person["owner"].post("/v1/calls", {"definition": dict(definition, code="WIS-9")})["id"]
    rehearsal = person["owner"].post("/v1/calls/%s/rehearsals" % world.call_id)["id"]
    opinion, offer = add_second_opinion(stack, world)
    assignments = person["coordinator-30"].get("/v1/calls/%s/assignments" % world.call_id)["assignments"]
    return [
        Thing("a submitted application", "/v1/applications/", {"applicationId": world.application,
              "otherApplicationId": world.draft}, everyone_but(world, "innovator", "coordinator-30", "owner"), owner),
        Thing("a draft", "/v1/applications/", {"applicationId": world.draft, "otherApplicationId": world.application},
              everyone_but(world, "innovator"), owner),
        Thing("a dossier", "/v1/dossiers/", {"applicationId": world.application, "fileId": world.file},
              only(world, "coordinator-32"), person["coordinator-30"]),
        Thing("a card", "/v1/cards/", {"cardId": world.card, "fileId": world.file}, everyone_but(
            world, "assessor", "coordinator-30"), person["assessor"]),
        Thing("another's card of the same application", "/v1/cards/", {"cardId": world.second_card, "fileId": world.file},
              everyone_but(world, "coordinator-30")),
        Thing("an assignment", "/v1/assignments/", {"assignmentId": assignments[0]["id"]},
              only(world, "coordinator-32"), person["coordinator-30"]),
        Thing("a panel's meeting", "/v1/panel-meetings/", {
              "meetingId": world.meeting, "applicationId": world.application},
              only(world, "coordinator-32"), person["coordinator-30"]),
        Thing("an innovation in somebody's care", "/v1/me/accompanied-innovations/", {"applicationId": world.application},
              only(world, "carer")),
        Thing("another's certificate", "/v1/me/certificates/", {"code": add_certificate(stack, world)},
              {"other-assessor": world.others["assessor"]}),
        Thing("another region's request for a second opinion", "/v1/second-opinions/", {"secondOpinionId": opinion},
              only(world, "coordinator-32")),
        Thing("an offer to write one", "/v1/me/second-opinions/", {"offerId": offer}, everyone_but(world, "assessor")),
        Thing("a draft's file", "/v1/attachments/", {"attachmentId": draft_file}, everyone_but(world, "innovator"), owner),
        Thing("a session", "/v1/me/sessions/", {"sessionId": session}, everyone_but(world, "innovator")),
        Thing("a token", "/v1/me/tokens/", {"tokenId": token}, everyone_but(world, "innovator")),
        Thing("a webhook", "/v1/me/webhooks/", {"webhookId": webhook}, everyone_but(world, "innovator")),
        Thing("a kept search", "/v1/me/searches/", {"searchId": search}, everyone_but(world, "innovator")),
        Thing("a mailing", "/v1/mailings/", {"mailingId": mailing}, only(world, "coordinator-32"), person["coordinator-30"]),
        Thing("a message", "/v1/me/messages/", {"messageId": world.message}, everyone_but(world, "innovator")),
        Thing("a mailing of another region", "/v1/mailings/", {"mailingId": mailing}, only(world, "coordinator-32"),
              person["coordinator-30"]),
        Thing("an adoption", "/v1/adoptions/", {"adoptionId": add_adoption(stack, owner.account_id)},
              everyone_but(world, "innovator", "editor", "owner")),
        Thing("an identity", "/v1/me/identities/", {"identityId": identity}, everyone_but(world, "innovator")),
        Thing("a passkey", "/v1/me/passkeys/", {"passkeyId": passkey}, everyone_but(world, "innovator")),
        Thing("an invitation to another region", "/v1/invitations/", {"invitationId": invitation},
              only(world, "coordinator-32")),
        Thing("a person's token at the door for programs", "/v1/service-accounts/", {
              "accountId": owner.account_id, "tokenId": token}, only(world, "administrator"), named=True),
        Thing("the draft of a call", "/v1/calls/", {"callId": hidden_call}, {
              who: client for who, client in everyone_but(
                  world, "owner", "coordinator-30", "coordinator-32", "administrator").items()}, person["owner"], named=True),
        Thing("a rehearsal", "/v1/calls/", {"callId": rehearsal}, everyone_but(
              world, "owner", "coordinator-30", "coordinator-32", "administrator", "assessor", "other-assessor"),
              person["owner"], named=True),
    ]


class Asker:
    """Requests one after the other; what a service waited for is read between them."""

    def __init__(self, stack, description):
        self.stack, self.examples, self.description = stack, Examples(description), description
        self.connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=20)

    def ask(self, client, verb, path, body):
        """(status, headers that tell something, body without its trace)"""
        headers = {"Authorization": "Bearer " + client.token, "Accept-Language": "pl"}
        if verb != "GET":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        if isinstance(body, bytes):
            headers["Content-Type"] = "application/octet-stream"
        elif body is not None:
            headers["Content-Type"], body = "application/json", json.dumps(body).encode()
        self.connection.request(verb, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        told = sorted((name, value) for name, value in answer.getheaders()
                      if name not in ("Date", "RateLimit", "Content-Length", "Connection"))
        content = re.sub(rb'"instance":"[0-9a-f]+"', b"", content)
        return answer.status, told, content.replace(path.encode(), b"")

    def waits(self, service, method):
        """None before the method's first answer is counted."""
        return self.stack.metrics(service)['wlacznik_rpc_round_trips_total{method="%s"}' % method]

    def answered(self, service, method):
        return sum(value for key, value in self.stack.metrics(service).items()
                   if key.startswith('wlacznik_rpc_total{method="%s",' % method))

    def seen(self, client, operation, path):
        """What somebody can tell of one address: (the answers, how often one waited)."""
        body = self.examples.body(operation.described)
        path += self.examples.query(operation.described)
        answers, waits = set(), []
        for _ in range(ROUNDS):
            before = self.waits(operation.service, operation.method)
            count = self.answered(operation.service, operation.method)
            answer = self.ask(client, operation.verb, path, body)
            answers.add((answer[0], str(answer[1]), answer[2]))
            # The worker counts after it has replied. A 400 may be the gateway's own, which nobody counts.
            self.until_counted(operation, count, 0.1 if answer[0] == 400 else 5)
            waits.append(self.waits(operation.service, operation.method) - before)
        return answers, statistics.median(waits)

    def until_counted(self, operation, count, seconds):
        until = time.monotonic() + seconds
        while self.answered(operation.service, operation.method) == count and time.monotonic() < until:
            time.sleep(0.002)


def difference(theirs, nothing):
    """What tells them apart, in short."""
    if theirs[0] == nothing[0]:
        return "waits %d, nothing waits %d" % (theirs[1], nothing[1])
    return "%s, nothing: %s" % tuple("%d %s" % (answer[0], answer[2][:150]) for answer in (
        sorted(theirs[0])[0], sorted(nothing[0])[0]))


def indistinguishable(checks, asker, thing, operations):
    """Everybody who may call the operation but not see the object."""
    pairs, wrong, refused = 0, [], set()
    for operation in operations:
        for who, client in thing.strangers.items():
            if not operation.allows(who.removeprefix("other-")):
                continue
            theirs = asker.seen(client, operation, thing.address(operation.path, True))
            nothing = asker.seen(client, operation, thing.address(operation.path, False))
            pairs += 1
            refused |= {answer[0] for answer in theirs[0]}
            if len(theirs[0]) != 1 or theirs != nothing:
                wrong.append("%s %s by %s: %s" % (operation.verb, operation.path, who, difference(theirs, nothing)))
    checks.that("%s: %d operations, %d pairs of others' and none alike" % (thing.what, len(operations), pairs),
                pairs > 0 and not wrong, "%d: %s" % (len(wrong), wrong[:6]))
    # 400 where another field was looked at first; 200 where a list of nothing is no secret.
    checks.that("... and what is refused is refused as not there", refused <= {200, 400, 404} and 404 in refused, refused)


def own_is_there(checks, asker, thing, operations):
    """So that "not there" is not what everybody gets."""
    reads = [o for o in operations if o.verb == "GET"]
    found = {o.path: asker.ask(thing.owner, "GET", thing.address(o.path, True), None)[0] for o in reads}
    checks.that("... whom it belongs to reads it", 200 in found.values() or not reads, found)


def times(asker, thing, operation, client):
    """Medians in ms, others' and none in turns: printed, not judged."""
    out = {True: [], False: []}
    body = asker.examples.body(operation.described)
    for n in range(2 * SAMPLES):
        path = thing.address(operation.path, n % 2 == 0) + asker.examples.query(operation.described)
        began = time.perf_counter()
        asker.ask(client, operation.verb, path, body)
        out[n % 2 == 0].append((time.perf_counter() - began) * 1000)
    return statistics.median(out[True]), statistics.median(out[False])


def run(checks, stack, world, operations):
    asker = Asker(stack, stack.public.get("/openapi.json"))
    of_nobody = [o for o in operations if o.own]
    for thing in things(stack, world):
        matching = [o for o in operations if thing.is_of(o.path) and (o.own or thing.named)
                    and not o.path.endswith("/mute")]  # the caller's own list of ids, whatever they name
        of_nobody = [o for o in of_nobody if o not in matching]
        indistinguishable(checks, asker, thing, matching)
        if thing.owner:
            own_is_there(checks, asker, thing, matching)
        read = next((o for o in matching if o.verb == "GET"), None)
        who = next((w for w in thing.strangers if read and read.allows(w.removeprefix("other-"))), None)
        if who:
            print("    GET %s by %s, medians of %d: others' %.2f ms, none %.2f ms" % (
                read.path, who, SAMPLES, *times(asker, thing, read, thing.strangers[who])))
    checks.equal("no operation with an object of its own is left out", [o.path for o in of_nobody], [])
