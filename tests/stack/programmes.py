"""A role for one programme opens nothing of another: every operation for staff alone, asked by somebody who
holds all five roles in another programme, of what is there and of what is nowhere. Both answer alike. Somebody
who holds them in this programme is the proof that there was something to see."""
import re
import uuid

from secrecy import NOTHING, Asker

STAFF = ("ASSESSOR", "COORDINATOR", "CARER", "EDITOR", "OWNER")
# About no programme's object, so only for whom the role is given everywhere.
OF_THE_HOUSE = {"CreateProgramme", "ImportEntries", "CountSubscriptions", "Announce", "WithdrawAnnouncement"}
# They may name a programme or a call, and the example does not.
UNNAMED = {"Invite"}
# Lists that go across programmes and have what the caller's programmes have.
ACROSS = {"ListMyCards", "ListAssessedCalls", "ListMyCertificates", "DeleteMyCertificate", "ListAccompaniedInnovations",
          "ListDrafts", "ListAdoptions", "ListInvitations", "SearchDossiers"}
# Many at once: each item is asked as the single operation is.
MANY = {"DecideFormalChecks", "ConfirmFormalChecks", "RecordReceipts", "InviteMany"}


def add_entry(stack, world):
    """By hand: an entry takes an innovation a year."""
    entry, adoption = str(uuid.uuid4()), str(uuid.uuid4())
    stack.rows("dissemination", """
        insert into entry (id, slug, state, application_id, call_id, region, text, title, summary, created_at,
            updated_at) values ('%s', '%s', 1, gen_random_uuid (), '%s', '30', '', '', '', now (), now ());
        insert into adoption (id, entry_id, depth, account_id, state, place, named_in_public, plan, created_at, updated_at)
            values ('%s', '%s', 0, '%s', 1, '', false, '', now (), now ());
        insert into policy (id, entry_id, status, text, created_at, updated_at)
            values ('%s', '%s', 1, '', now (), now ())""" % (
                entry, entry, world.call_id, adoption, entry, world.people["innovator"].account_id, adoption, entry))
    return entry, adoption


def add_indicator(stack, programme):
    indicator = str(uuid.uuid4())
    stack.rows("dissemination", """
        insert into indicator (id, programme_id, is_public, text, updated_at) values ('%s', '%s', false, '', now ());
        insert into indicator_version values ('%s', 1, now (), '', false, '')""" % (indicator, programme, indicator))
    return indicator


def names_of(stack, world):
    """What stands for each {parameter} of an address."""
    coordinator = world.people["coordinator-30"]
    entry, adoption = add_entry(stack, world)
    mailing = coordinator.post("/v1/calls/%s/mailings" % world.call_id, {"content": {
        "audience": {"kind": "APPLICANTS"}, "subject": {"pl": "Temat"}, "body": {"pl": "Treść"}}})["id"]
    assignment = coordinator.get("/v1/calls/%s/assignments" % world.call_id)["assignments"][0]["id"]
    programme = coordinator.get("/v1/calls/" + world.call_id)["definition"]["programmeId"]
    indicator = add_indicator(stack, programme)
    return {"callId": world.call_id, "applicationId": world.application, "otherApplicationId": world.draft,
            "cardId": world.card, "meetingId": world.meeting, "mailingId": mailing, "assignmentId": assignment,
            "entryId": entry, "slug": entry, "adoptionId": adoption, "policyId": adoption, "programmeId": programme,
            "indicatorId": indicator,
            "scopeId": world.call_id, "userId": world.people["assessor"].account_id}


def open_staff(stack, programme):
    client = stack.open_account("innovator")
    for role in STAFF:
        stack.administrator.post("/v1/accounts/%s/roles" % client.account_id, {
            "role": role, "region": "*", "programmeId": programme})
    return stack.sign_in(client.email, stack.password)


def address(path, names):
    plain = {"region": "30", "position": "1", "stage": "idea", "name": "receipt", "locale": "pl", "language": "pl",
             "table": "RANKING", "code": "0" * 20}
    return re.sub(r"\{(\w+)\}", lambda found: plain.get(found.group(1)) or names.get(found.group(1), NOTHING), path)


def run(checks, stack, world, operations):
    asker = Asker(stack, stack.public.get("/openapi.json"))
    names = names_of(stack, world)
    second = world.people["owner"].post("/v1/programmes", {"name": "Drugi program"})["id"]
    stranger, insider = open_staff(stack, second), open_staff(stack, names["programmeId"])
    staff_only = [o for o in operations if o.roles & set(STAFF) and not o.roles & {"PUBLIC", "SIGNED_IN"}
                  and o.method not in ACROSS | MANY and o.method != "RevokeInvitation"]
    apart, refused, open_to_strangers, seen = [], set(), [], {}
    for operation in staff_only:
        body = asker.examples.body(operation.described)
        query = asker.examples.query(operation.described)
        theirs, nothing = (asker.ask(stranger, operation.verb, address(operation.path, each) + query, body)
                           for each in (names, {}))
        if theirs != nothing:
            apart.append("%s %s: %s, nothing: %s" % (operation.verb, operation.path, theirs[2][:120], nothing[2][:120]))
        if theirs[0] < 300 or (theirs[0] == 403) != (operation.method in OF_THE_HOUSE | UNNAMED):
            open_to_strangers.append("%s %s: %d %s" % (operation.verb, operation.path, theirs[0], theirs[2][:120]))
        refused.add(theirs[0])
        if operation.verb == "GET":
            found = asker.ask(insider, "GET", address(operation.path, names) + query, None)
            seen.setdefault(operation.service, {})[operation.path] = found[0]
    checks.that("%d operations for staff: another programme's and nobody's answer alike" % len(staff_only),
                len(staff_only) > 80 and not apart, "%d: %s" % (len(apart), apart[:6]))
    checks.that("... none opens, and only what is of no programme is forbidden",
                not open_to_strangers and 404 in refused, "%d: %s" % (len(open_to_strangers), open_to_strangers[:6]))
    for service in ("intake", "evaluation", "dissemination", "notification"):
        checks.that("... whose programme it is reads it in %s" % service,
                    list(seen.get(service, {}).values()).count(200) > 0, seen.get(service))
    many(checks, world, stranger, insider)
    lists(checks, world, stranger, insider)


def many(checks, world, stranger, insider):
    """Receipts of an application that is there and of none."""
    receipts = [{"applicationId": each, "kind": "FORMAL_APPEAL", "receivedAt": "2026-01-01T00:00:00Z"}
                for each in (world.application, NOTHING)]
    told = stranger.post("/v1/receipts", {"receipts": receipts})["outcomes"]
    checks.that("many at once: strangers' items are not there", told[0] == told[1] and told[0]["type"] == "/problems/not-found", told)
    told = insider.post("/v1/receipts", {"receipts": receipts})["outcomes"]
    checks.that("... whose programme it is hears what is wrong with the first", told[0]["type"] != told[1]["type"], told)


def lists(checks, world, stranger, insider):
    """Lists across programmes have the caller's programmes only."""
    world.people["administrator"].post("/v1/invitations", {
        "email": "zqprogram-%s@poczta.example" % uuid.uuid4().hex[:6], "name": "Gość", "role": "ASSESSOR", "region": "30",
        "programmeId": insider.get("/v1/calls/" + world.call_id)["definition"]["programmeId"]})
    definition = world.people["owner"].get("/v1/calls/" + world.call_id)["definition"]
    world.people["owner"].post("/v1/calls", {"definition": dict(definition, code="WIS-P")})
    for path, kind in (("/v1/entries", "entries"), ("/v1/adoptions", "adoptions"), ("/v1/invitations", "invitations"),
                       ("/v1/calls?drafts=true", "calls"), ("/v1/dossiers", "dossiers")):
        checks.equal("strangers' %s: none" % path, stranger.get(path).get(kind, []), [])
        checks.that("... those of the programme have some", len(insider.get(path).get(kind, [])) > 0)
