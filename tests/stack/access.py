"""Who may do what: generated from /openapi.json, asked over HTTP and again on the bus, where each
service must refuse by itself. Then own and foreign objects."""
import concurrent.futures
import http.client
import json
import re
import uuid

import programmes
import secrecy
import wire
from api import Client, Refused
from hostile_bus import Caller
from stack import SERVICES
from world import ROLES

EVERYBODY = {"anonymous": None, **ROLES}
ROLE_NUMBERS = {"ASSESSOR": 3, "COORDINATOR": 4, "CARER": 5, "EDITOR": 6, "OWNER": 8, "ADMINISTRATOR": 9}


class Operation:
    def __init__(self, verb, path, described):
        self.verb, self.path, self.described = verb.upper(), path, described
        self.roles, self.own = set(described["x-roles"]), described.get("x-own")
        self.bytes = "application/octet-stream" in described.get("requestBody", {}).get("content", {})
        answers = described["responses"].get("200", {}).get("content", {})
        self.live = "text/event-stream" in answers
        self.service = described["tags"][0].lower()
        self.method = described["operationId"][len(self.service):]
        # What every service answers about itself is asked of each.
        self.answered_by = SERVICES if self.service == "operation" else [self.service]

    def allows(self, who):
        held = {"PUBLIC"} | ({"SIGNED_IN"} | {role for role, _ in EVERYBODY[who]} if who != "anonymous" else set())
        return bool(held & self.roles)

    def address(self):
        """A plausible address: an id that nobody has, a region that exists."""
        return re.sub(r"\{(\w+)\}", lambda found: {"region": "30", "slug": "nie-ma-takiej", "service": "notification", "eventId": "77"}.get(
            found.group(1), str(uuid.uuid4())), self.path)


def read_operations(stack):
    paths = stack.public.get("/openapi.json")["paths"]
    return [Operation(verb, path, described) for path, verbs in paths.items() for verb, described in verbs.items()]


def status_of_stream(client, operation):
    """A stream has no end, so only its beginning is read."""
    connection = http.client.HTTPConnection(client.address.hostname, client.address.port, timeout=30)
    try:
        connection.request("GET", operation.address(), headers={"Authorization": "Bearer %s" % client.token}
                           if client.token else {})
        answer = connection.getresponse()
        if answer.status == 200:
            return 200, ""
        return answer.status, json.loads(answer.read()).get("type", "")
    finally:
        connection.close()


def status_of(client, operation):
    """(HTTP status, kind of problem)"""
    if operation.live:
        return status_of_stream(client, operation)
    if operation.bytes:
        status, _, raw = client.send(operation.verb, operation.address(), b"%PDF-", {
            "Authorization": "Bearer %s" % client.token, "Content-Type": "application/octet-stream"} if client.token else {})
        return status, json.loads(raw).get("type", "")
    try:
        client.ask(operation.verb, operation.address(), None if operation.verb in ("GET", "DELETE") else {})
        return 200, ""
    except Refused as refused:
        return refused.status, refused.problem.get("type", "")


class Matrix:
    def __init__(self, checks, stack, world):
        self.checks, self.stack, self.world = checks, stack, world
        self.operations = read_operations(stack)

    def client(self, who):
        if who == "anonymous":
            return Client(self.stack.url)
        # A session of its own, because signing out is one of the operations.
        return self.stack.sign_in(self.world.people[who].email, self.stack.password)

    def ask_all(self, who, operations):
        client = self.client(who)
        return [(operation, *status_of(client, operation)) for operation in operations]

    def over_http(self):
        pool = concurrent.futures.ThreadPoolExecutor(4)
        self.checks.that("the description has the operations of all five services",
                         len(self.operations) > 40 and {o.service for o in self.operations} == {*SERVICES, "operation"})
        self.checks.that("each says who may", all(operation.roles for operation in self.operations))
        clients = {who: self.client(who) for who in EVERYBODY}
        before = self.stack.answered()
        for who, client in clients.items():
            denied = [operation for operation in self.operations if not operation.allows(who)]
            wanted = 401 if who == "anonymous" else 403
            answers = list(pool.map(lambda operation: status_of(client, operation), denied))
            wrong = ["%s %s: %d" % (o.verb, o.path, status) for o, (status, _) in zip(denied, answers)
                     if status != wanted]
            self.checks.that("%s is refused all %d that are not theirs" % (who, len(denied)),
                             bool(denied) and not wrong, wrong[:5])
        after = self.stack.answered()
        # Letters about signing in are on their way meanwhile; nobody can ask for one over HTTP.
        reached = {key: count for key, count in after.items()
                   if count != before.get(key, 0) and key[0] not in ("ResolveSession", "GetMe", "GetContacts", "SendMessage")}
        self.checks.that("... and not one of those reached a service", not reached, reached)
        for who in EVERYBODY:
            self.allowed_over_http(who)

    def allowed_over_http(self, who):
        """Signing out comes last: it ends the session that the others need. Signing out everywhere else
        would end those of the whole world; test_tokens.py has it."""
        allowed = sorted((o for o in self.operations if o.allows(who) and o.method != "EndOtherSessions"),
                         key=lambda o: o.method == "SignOut")
        answers = self.ask_all(who, allowed)
        wrong = ["%s %s: %d %s" % (o.verb, o.path, status, kind) for o, status, kind in answers
                 if status >= 500 or status == 401 or kind.endswith(("/role-missing", "/sign-in-needed"))]
        self.checks.that("%s gets a sensible answer to the other %d" % (who, len(allowed)), not wrong, wrong[:5])
        foreign = ["%s %s: %d" % (o.verb, o.path, status) for o, status, _ in answers
                   if o.own and status not in (400, 404)]
        self.checks.that("... and 404 for objects that are not there", not foreign, foreign[:5])

    def on_the_bus(self):
        """The gateway asks first; if it ever forgot, the service must refuse by itself."""
        wrong, asked = [], 0
        for service in SERVICES:
            with Caller(self.stack, service) as caller:
                for operation in (o for o in self.operations if service in o.answered_by):
                    for who in EVERYBODY:
                        if operation.allows(who):
                            continue
                        asked += 1
                        wanted = wire.UNAUTHENTICATED if who == "anonymous" else wire.PERMISSION_DENIED
                        status = caller.ask(operation.method, "gateway", self.actor(who), contract=operation.service)[0]
                        if status != wanted:
                            wrong.append("%s.%s by %s: %s" % (service, operation.method, who, status))
        self.checks.that("each service refuses by itself, too: %d pairs on the bus" % asked,
                         asked > 100 and not wrong, wrong[:5])

    def actor(self, who):
        if who == "anonymous":
            return None
        grants = [(ROLE_NUMBERS[role], region) for role, region in EVERYBODY[who]]
        return wire.actor(self.world.people[who].account_id, grants)


# ---- own and foreign ----

def status(client, verb, path, body=None):
    try:
        client.ask(verb, path, body)
        return 200
    except Refused as refused:
        return refused.status


def second_opinions(stack, world):
    """Those that 14 asks 30 for, in the form of objects()."""
    opinion, offer = secrecy.add_second_opinion(stack, world)
    person = world.people
    return [
        ("second opinion", None, [person["coordinator-32"]], [
            ("POST", "/v1/second-opinions/%s/close" % opinion, {}),
            ("POST", "/v1/second-opinions/%s/offers" % opinion, {
                "region": "32", "assessorUserId": person["assessor"].account_id})]),
        ("offer of a second opinion", None, [world.others["assessor"], person["innovator"], person["coordinator-30"]], [
            ("POST", "/v1/me/second-opinions/" + offer, {"agree": True})]),
    ]


def objects(world):
    """(what, whose, who else may not, [(verb, path, body)])"""
    application, draft = "/v1/applications/" + world.application, "/v1/applications/" + world.draft
    card, dossier = "/v1/cards/" + world.card, "/v1/dossiers/" + world.application
    person, other = world.people, world.others
    body = world.draft_body(other["innovator"])["applicant"]
    items = {"items": [{"item": "complete", "answer": "YES"}]}
    meeting = "/v1/panel-meetings/" + world.meeting
    item = meeting + "/items/" + world.application
    decision = {"stage": "idea", "outcome": "GO_ON", "reason": "Tak uznała komisja."}
    content = {"audience": {"kind": "APPLICANTS"}, "subject": {"pl": "Temat"}, "body": {"pl": "Treść"}}
    mailing = "/v1/mailings/" + person["coordinator-30"].post(
        "/v1/calls/%s/mailings" % world.call_id, {"content": content})["id"]
    webhook = "/v1/me/webhooks/" + person["innovator"].post("/v1/me/webhooks", {"url": "https://example.com/hook"})["id"]
    strangers = [other["innovator"], person["assessor"], person["coordinator-32"], person["editor"],
                 person["administrator"]]
    return [
        ("application", person["innovator"], strangers, [
            ("GET", application, None), ("POST", application + "/submit", {}), ("POST", application + "/withdraw", {}),
            ("PUT", application, {"version": 1, "applicant": body})]),
        ("corrections", person["innovator"], strangers, [("GET", application + "/corrections", None)]),
        ("a call for corrections", None, [person["coordinator-32"]], [
            ("POST", application + "/corrections", {"defects": [{"field": "title", "text": "Popraw."}]})]),
        ("an application to copy", None, strangers + [person["coordinator-30"]], [
            ("POST", "/v1/applications", {"callId": world.call_id, "region": "30", "applicant": body,
                                          "copyFromId": world.application})]),
        ("draft", person["innovator"], strangers + [person["coordinator-30"], person["owner"]], [
            ("GET", draft, None), ("POST", draft + "/submit", {}), ("POST", draft + "/take-newest-form", {}),
            ("PUT", draft, {"version": 1, "applicant": body})]),
        ("likenesses", person["coordinator-30"], [person["coordinator-32"]], [
            ("GET", application + "/likenesses", None), ("GET", application + "/likenesses/" + world.draft, None),
            ("POST", application + "/likenesses/" + world.draft + "/verdict", {"verdict": "COINCIDENCE"})]),
        ("grant", None, [person["coordinator-32"]], [
            ("GET", application + "/grant", None), ("POST", application + "/grant", {
                "number": "1", "startsOn": "2030-01-01", "endsOn": "2030-02-01", "acceptOn": "2029-12-31",
                "tranches": [{"amountGrosze": "100", "reportDueOn": "2030-02-14"}]})]),
        ("assessment", None, strangers, [
            ("GET", application + "/assessment", None), ("GET", application + "/assessment/records", None),
            ("GET", application + "/appeals", None),
            ("POST", application + "/appeals", {"contested": ["problem"], "text": "Ocena pomija opis odbiorców."}),
            ("GET", application + "/offer", None), ("POST", application + "/offer", {"accept": True})]),
        ("mailing", person["coordinator-30"], [person["coordinator-32"]], [
            ("GET", mailing, None), ("GET", mailing + "/recipients", None), ("GET", mailing + "/recipients/1/letter", None),
            ("PUT", mailing, {"version": 1, "content": content}),
            ("POST", mailing + "/steering", {"version": 1, "act": "SEND"})]),
        ("pitch", None, strangers, [("GET", application + "/pitch", None)]),
        ("meeting", person["coordinator-30"], [person["coordinator-32"]], [
            ("GET", meeting, None), ("GET", meeting + "/protocol", None), ("POST", meeting + "/invitations", {}),
            ("PUT", meeting, {"version": 1, "plan": world.panel_plan()}),
            ("POST", meeting + "/opening", {"present": []}), ("PUT", meeting + "/presence", {"present": []}),
            ("POST", item + "/call", {}), ("POST", item + "/no-show", {}),
            ("POST", item + "/conflicts", {"userId": person["assessor"].account_id}),
            ("POST", item + "/motions", {"motion": {"kind": "MOTION_KEEP"}}),
            ("POST", meeting + "/closing", {}), ("POST", meeting + "/cancellation", {"reason": "Choroba."})]),
        ("innovation", None, [person["carer"]], [
            ("PUT", "/v1/me/accompanied-innovations/%s/opinion" % world.application, {
                "stage": "idea", "recommendation": "GO_ON", "text": "Znam tę grupę i to działa dobrze."})]),
        ("webhook", person["innovator"], strangers, [
            ("GET", webhook + "/deliveries", None), ("POST", webhook + "/pause", {}), ("POST", webhook + "/enable", {}),
            ("POST", webhook + "/rotate", {}), ("DELETE", webhook, None)]),
        ("message", None, strangers, [("POST", "/v1/me/messages/%s/read" % world.message, {})]),
        ("card", person["assessor"], [other["assessor"]], [
            ("GET", card, None), ("POST", card + "/declaration", {"conflict": False}), ("POST", card + "/lock", {"version": 1}),
            ("PUT", card, {"version": 1, "scores": {"list": []}}), ("GET", card + "/versions", None),
            ("GET", card + "/files", None), ("GET", card + "/files/" + world.file, None),
            ("GET", card + "/peers", None), ("GET", card + "/desk", None),
            ("PUT", card + "/desk", {"consensus": {"list": [{"criterion": "problem", "text": "Ważny."}]}}),
            ("POST", card + "/desk/signature", {"version": 1}),
            ("POST", card + "/revisions", {"version": 1, "scores": {"list": [{"criterion": "problem", "points": 1}]},
                                           "reason": "Pomyłka w kolumnie."})]),
        ("card of the other assessor", None, [person["assessor"], other["assessor"]], [
            ("GET", "/v1/cards/" + world.second_card, None)]),
        ("dossier", person["coordinator-30"], [person["coordinator-32"]], [
            ("GET", dossier, None), ("POST", dossier + "/formal-check", items),
            ("POST", dossier + "/decision", decision),
            ("GET", dossier + "/assessment", None),
            ("GET", dossier + "/files", None), ("GET", dossier + "/files/" + world.file, None),
            ("PUT", dossier + "/carer", {"userId": person["assessor"].account_id}),
            ("GET", dossier + "/formal-proposal", None), ("POST", dossier + "/formal-check/confirmation", {"confirmed": True}),
            ("POST", dossier + "/refusal", {"reason": "Dostali pieniądze gdzie indziej."}),
            ("POST", dossier + "/appeals/decision", {"kind": "MERIT_APPEAL", "upheld": True,
                                                     "reason": "Oceniający nie odniósł się do opisu."}),
            ("POST", dossier + "/receipt", {"kind": "FORMAL_APPEAL", "receivedAt": "2026-01-01T00:00:00Z"})]),
    ]


def ways_in(stack, world):
    """What lets people in, in the form of objects(): sessions, tokens, invitations."""
    person, other = world.people, world.others
    owner, admin = person["innovator"], person["administrator"]
    session = owner.get("/v1/me/sessions")["sessions"][0]["id"]
    token = owner.post("/v1/me/tokens", {"name": "x", "days": 1})["description"]["id"]
    identity, passkey = secrecy.add_ways_in(stack, owner.account_id)
    program = admin.post("/v1/service-accounts", {"name": "Program"})["id"]
    invitation = person["coordinator-30"].post("/v1/invitations", {
        "email": "zqgosc@poczta.example", "name": "Gość", "role": "ASSESSOR", "region": "30"})["id"]
    everybody = [other["innovator"], person["assessor"], person["coordinator-30"], person["owner"], admin]
    return [
        ("session", None, everybody, [("DELETE", "/v1/me/sessions/" + session, None)]),
        ("token", None, everybody, [("DELETE", "/v1/me/tokens/" + token, None)]),
        ("identity", None, everybody, [("DELETE", "/v1/me/identities/" + identity, None)]),
        ("passkey", None, everybody, [("DELETE", "/v1/me/passkeys/" + passkey, None),
                                      ("PUT", "/v1/me/passkeys/" + passkey, {"name": "y"})]),
        ("a person's tokens through the door for programs", None, [admin], [
            ("POST", "/v1/service-accounts/%s/tokens" % owner.account_id, {"name": "x", "days": 1}),
            ("DELETE", "/v1/service-accounts/%s/tokens/%s" % (owner.account_id, token), None)]),
        ("a token through a program's account", None, [admin], [
            ("DELETE", "/v1/service-accounts/%s/tokens/%s" % (program, token), None)]),
        ("invitation", None, [person["coordinator-32"]], [("DELETE", "/v1/invitations/" + invitation, None)]),
    ]


def own_and_foreign(checks, stack, world):
    for what, whose, strangers, requests in objects(world) + second_opinions(stack, world) + ways_in(stack, world):
        if whose:
            checks.equal("%s: its owner reads it" % what, status(whose, *requests[0]), 200)
        for verb, path, body in requests:
            found = {client.email.split(".")[1]: status(client, verb, path, body) for client in strangers}
            kind = re.sub(r"[0-9a-f-]{36}", "{id}", path)
            checks.that("%s: %s %s of strangers is 404" % (what, verb, kind), set(found.values()) == {404}, found)
    regions(checks, world)
    lists(checks, world)


def regions(checks, world):
    """A role in one region is none in another; a draft is for staff."""
    person = world.people
    path = "/v1/calls/%s/assessors/%s" % (world.call_id, person["assessor"].account_id)
    checks.that("region 32 sends nobody to assess region 30", status(
        person["coordinator-32"], "PUT", path, {"maxCards": 5, "regions": ["30"]}) in (400, 403, 404))
    files = "/v1/dossiers/%s/files" % world.application
    listed = person["coordinator-30"].get(files).get("files", [])
    checks.equal("a coordinator sees the files of their region", [file["id"] for file in listed], [world.file])
    checks.that("... and reads them", person["coordinator-30"].get(files + "/" + world.file).startswith(b"%PDF-1.7"))
    checks.equal("an assessor, before the declaration, neither", (
        person["assessor"].get("/v1/cards/%s/files" % world.card).get("files", []),
        status(person["assessor"], "GET", "/v1/cards/%s/files/%s" % (world.card, world.file))), ([], 404))
    delivery = "/v1/calls/%s/delivery" % world.call_id
    checks.equal("one region does not count the letters of all", status(person["coordinator-32"], "GET", delivery), 403)
    checks.equal("... the owner does", status(person["owner"], "GET", delivery), 200)
    definition = person["owner"].get("/v1/calls/" + world.call_id)["definition"]
    draft = person["owner"].post("/v1/calls", {"definition": dict(definition, code="WIS-2")})["id"]
    found = {who: status(person[who], "GET", "/v1/calls/" + draft) for who in ("innovator", "assessor", "editor")}
    checks.equal("the draft of a call is for staff only", set(found.values()), {404})
    checks.equal("... who read it", status(person["owner"], "GET", "/v1/calls/" + draft), 200)
    form = "/v1/calls/%s/stages/idea/form" % draft
    checks.equal("... so is its form to print", [status(person[who], "GET", form) for who in ("innovator", "owner")],
                 [404, 200])


def lists(checks, world):
    """What a list does not say: other people's things, other regions' numbers."""
    person, other = world.people, world.others
    seen = json.dumps([other["innovator"].get("/v1/me/applications"), other["innovator"].get("/v1/me/messages"),
                       other["assessor"].get("/v1/me/cards")])
    own = (world.application, world.draft, world.message, world.card)
    checks.that("strangers' lists have none of it", not any(name in seen for name in own), seen[:300])
    path = "/v1/calls/%s/dossiers" % world.call_id
    checks.that("the list of region 30 has the dossier", any(
        d["applicationId"] == world.application for d in person["coordinator-30"].get(path).get("dossiers", [])))
    checks.equal("the list of region 32 is empty", person["coordinator-32"].get(path).get("dossiers", []), [])


def run(checks, stack, world):
    matrix = Matrix(checks, stack, world)
    matrix.over_http()
    matrix.on_the_bus()
    own_and_foreign(checks, stack, world)
    programmes.run(checks, stack, world, matrix.operations)
    secrecy.run(checks, stack, world, matrix.operations)
    checks.that("all five are healthy and ready", stack.all_answer())
