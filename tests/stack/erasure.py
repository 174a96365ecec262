"""A person who asked to be erased is in none of the five databases any more: every table of every schema is
searched for what they typed, as text and as the bytes of packed messages."""
import json
import secrets

from api import Client
from stack import SERVICES, wait_until

MARK = "zqusunieta"


def open_account(stack, mark, name):
    """As the stack's own people, but with words that nobody else has."""
    address = "%s.%s@poczta.example" % (mark, name)
    stack.public.post("/v1/accounts", {"email": address, "password": stack.password, "locale": "pl",
                                       "name": "%s %s" % (mark.title(), name.title())})
    token = stack.mailbox.wait_for(address, r"confirm#token=([A-Za-z0-9_-]+)").group(1)
    stack.public.post("/v1/accounts/confirm", {"token": token})
    client = stack.sign_in(address, stack.password)
    client.name = "%s %s" % (mark.title(), name.title())
    return client


def fill(world, client, mark):
    """A draft with answers that carry the mark."""
    body = world.draft_body(client)
    body["applicant"]["organisation"] = mark.title() + " Dom"
    draft = client.post("/v1/applications", body)
    saved = world.save_body(draft)
    saved["answers"] = json.loads(json.dumps(saved["answers"]).replace("zqtarninowy", mark))
    saved["applicant"] = dict(body["applicant"])
    return client.put("/v1/applications/" + draft["id"], saved)


def live(stack, world, mark):
    """Leaves something in as many places as one person can."""
    person, friend = open_account(stack, mark, "anna"), world.others["innovator"]
    submitted = fill(world, person, mark)
    person.post("/v1/applications/%s/submit" % submitted["id"], {"version": submitted["version"]})
    person.post("/v1/applications/%s/withdraw" % submitted["id"], {"reason": mark + " nie ma czasu"})
    draft = fill(world, person, mark)
    path = "/v1/applications/" + draft["id"]
    person.post(path + "/attachments", {"field": "film", "name": mark + ".pdf", "size": 8})
    person.post(path + "/comments", {"field": "title", "text": mark + " poprawmy"})
    # In an application of somebody else: invited, joined, said something.
    theirs = "/v1/applications/" + friend.post("/v1/applications", world.draft_body(friend))["id"]
    friend.post(theirs + "/co-authors", {"email": person.email, "name": person.name, "role": "COAUTHOR_EDITOR"})
    token = stack.mailbox.wait_for(person.email, r"co-author#token=([0-9a-f]+)").group(1)
    person.post("/v1/co-authorships", {"token": token})
    person.post(theirs + "/comments", {"field": "title", "text": mark + " u znajomej"})
    person.post("/v1/me/tokens", {"name": mark, "days": 1})
    person.post("/v1/me/webhooks", {"url": "https://example.com/" + mark})
    person.post("/v1/me/searches", {"name": mark, "criteria": {"query": mark}})
    wait_until("the receipt in the inbox", lambda: person.get("/v1/me/messages").get("messages"))
    return person


def tables(stack, service):
    return ["%s.%s" % (schema, name) for schema, name in stack.rows(service, """
        select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE'
            and table_schema not in ('pg_catalog', 'information_schema')""")]


def places(stack, mark, account_id):
    """["intake public.application", ...] where the mark stands, in any case of its letters. What other people
    were answered is kept for command.keep_days, in case they ask again, and goes with them."""
    found = []
    forms = sorted({mark, mark.title(), mark.upper()})
    asked = " or ".join("position ('%s' in t::text) > 0 or position ('%s' in t::text) > 0" % (
        form, form.encode().hex()) for form in forms)
    for service in SERVICES:
        for table in tables(stack, service):
            own = "owner = '%s' and " % account_id if table == "runtime.commands" else ""
            if stack.rows(service, "select 1 from %s t where %s(%s) limit 1" % (table, own, asked)):
                found.append("%s %s" % (service, table))
    return found


def run(checks, stack, world):
    mark = MARK + secrets.token_hex(3)
    person = live(stack, world, mark)
    seeded = places(stack, mark, person.account_id)
    checks.that("the person stands in intake, notification and gateway",
                {"intake", "notification", "gateway"} <= {place.split()[0] for place in seeded}, seeded)
    page = person.send("GET", "/v1/me/data/page", None, {"Authorization": "Bearer " + person.token})
    checks.that("everything about them is a page that people read",
                page[0] == 200 and mark.encode() in page[2] and b"<h1>" in page[2], page[0])
    request = person.post("/v1/me/data-requests", {"kind": "ERASURE", "note": mark})
    stack.administrator.post("/v1/data-requests/%s/answer" % request["id"], {
        "answer": "ANSWER_DONE", "reason": "Na prośbę."})

    def confirmed():
        listed = stack.administrator.get("/v1/data-requests?limit=100")["requests"]
        return {place.split()[0] for one in listed if one["id"] == request["id"] for place in one.get("confirmed", [])}
    wait_until("all four others say that it is done",
               lambda: confirmed() >= {"evaluation", "dissemination", "notification", "gateway"})
    left = places(stack, mark, person.account_id)
    checks.that("nothing of the person is left in five databases", not left, left)
    checks.that("... and nobody can sign in as them", Client(stack.url).send(
        "GET", "/v1/me", None, {"Authorization": "Bearer " + person.token})[0] == 401)
