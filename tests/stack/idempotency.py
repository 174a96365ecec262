"""The same command twice is one command."""
import concurrent.futures
import json
import uuid


def send(client, verb, path, body, key):
    """(status, the body's bytes)"""
    headers = {"Authorization": "Bearer " + client.token, "Content-Type": "application/json", "Idempotency-Key": key}
    status, _, raw = client.send(verb, path, json.dumps(body).encode("utf-8"), headers)
    return status, raw


def drafts(client):
    return sum(1 for _ in client.pages("/v1/me/applications", "applications", limit=100))


def run(checks, stack, world):
    client, other = world.people["innovator"], world.others["innovator"]
    body, key = world.draft_body(client), str(uuid.uuid4())
    before = drafts(client)
    first = send(client, "POST", "/v1/applications", body, key)
    second = send(client, "POST", "/v1/applications", body, key)
    checks.equal("a draft is made", first[0], 201)
    checks.equal("the same command with the same key: the same answer, byte for byte", second, first)
    checks.equal("... and one draft", drafts(client), before + 1)
    changed = send(client, "POST", "/v1/applications", world.draft_body(client, "32"), key)
    problem = json.loads(changed[1])
    checks.that("the same key with another body is refused, with the reason",
                400 <= changed[0] < 500 and "idempotency" in problem["type"] and problem["detail"], changed)
    elsewhere = send(client, "POST", "/v1/applications/%s/submit" % world.draft, {}, key)
    checks.that("the same key with another command is refused, or is another command",
                "idempotency" in json.loads(elsewhere[1]).get("type", "") or elsewhere[0] == 400, elsewhere)
    checks.equal("... and neither did anything", drafts(client), before + 1)
    theirs = send(other, "POST", "/v1/applications", world.draft_body(other), key)
    checks.that("somebody else's same key is theirs", theirs[0] == 201 and theirs[1] != first[1], theirs)
    at_once(checks, world, client)
    submitted_twice(checks, stack, world, client, json.loads(first[1]))


def at_once(checks, world, client):
    key, before = str(uuid.uuid4()), drafts(client)
    body = world.draft_body(client)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: send(client, "POST", "/v1/applications", body, key), range(8)))
    checks.that("eight at once with one key: one answer", len(set(answers)) == 1 and answers[0][0] == 201,
                sorted({status for status, _ in answers}))
    checks.equal("... and one draft", drafts(client), before + 1)


def submitted_twice(checks, stack, world, client, draft):
    path = "/v1/applications/" + draft["id"]
    saved = client.put(path, world.save_body(draft))
    key = str(uuid.uuid4())
    answers = [send(client, "POST", path + "/submit", {"version": saved["version"]}, key) for _ in range(3)]
    checks.that("a submission sent three times: one receipt", len(set(answers)) == 1 and answers[0][0] == 200,
                answers[0])
    another = send(client, "POST", path + "/submit", {"version": saved["version"]}, str(uuid.uuid4()))
    checks.that("with a new key it is refused: it is submitted already", 400 <= another[0] < 500, another)
    count = stack.rows("intake", "select count(*) from (select 1 from runtime.log where aggregate = '%s' and type = "
                       "'intake.ApplicationSubmitted' union all select 1 from runtime.outbox where aggregate = '%s') e"
                       % (draft["id"], draft["id"]))
    checks.equal("one event of it", count, [["1"]])
