"""What every operation answers alike: versions as ETag and If-Match, chosen fields, no body on wish."""
import http.client
import json
import re

from access import read_operations, status


class Api:
    def __init__(self, stack, token):
        self.port, self.token = stack.port, token

    def ask(self, verb, path, body=None, **headers):
        """(status, headers, JSON or None)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers.update({"Authorization": "Bearer " + self.token, "Content-Type": "application/json"})
        connection.request(verb, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), json.loads(content) if content else None


# ---- totals ----

PAGE, MOST = 40, 250  # so many pages at most: the audit has thousands of entries by now


def items_of(answer):
    return next((value for value in answer.values() if isinstance(value, list)), [])


def walk(client, path):
    """(total at first, items on all pages, total at last); things come meanwhile."""
    page = client.get(path, limit=1, total="true")
    first, count, cursor = page["total"], 0, ""
    for _ in range(MOST):
        page = client.get(path, limit=PAGE, total="true", cursor=cursor)
        count, cursor = count + len(items_of(page)), page["nextCursor"]
        if not cursor:
            break
    return first, count, page["total"]


def totals(checks, stack, world):
    """Of every list with pages, asked by everybody who may: the total is what the pages hold, and counts nothing else."""
    people = {"anonymous": stack.public, **world.people}
    values = {"service": "intake", "callId": world.call_id, "applicationId": world.application, "mailingId": people["coordinator-30"].post(
        "/v1/calls/%s/mailings" % world.call_id, {"content": {
            "audience": {"kind": "APPLICANTS"}, "subject": {"pl": "Temat"}, "body": {"pl": "Treść"}}})["id"]}
    lists = [o for o in read_operations(stack) if {"limit", "cursor", "total"} <= {
        each.get("name") for each in o.described.get("parameters", [])}]
    wrong, walked, something = [], 0, set()
    for operation in lists:
        path = re.sub(r"\{(\w+)\}", lambda found: values[found.group(1)], operation.path)
        for who in (name for name in people if operation.allows(name) and status(people[name], "GET", path) == 200):
            first, count, last = walk(people[who], path)
            walked += 1
            something |= {operation.method} if count else set()
            if not first <= count <= last or (count == 0) != (last == 0):
                wrong.append("%s by %s: %d, then %d items, then %d" % (operation.method, who, first, count, last))
    checks.that("%d lists say as total what their pages hold, %d times asked" % (len(lists), walked),
                len(lists) > 18 and walked > 40 and not wrong, wrong)
    checks.that("... and %d of them hold something" % len(something), len(something) > 8, something)
    checks.equal("a total that was not asked for is not counted", people["coordinator-30"].get(
        "/v1/calls/%s/dossiers" % world.call_id)["total"], 0)


def run(checks, stack, world):
    totals(checks, stack, world)
    person = world.people["innovator"]
    api, path = Api(stack, person.token), "/v1/applications/" + world.draft
    status, headers, draft = api.ask("GET", path)
    tag = headers.get("ETag")
    checks.equal("a draft's ETag is its version", (status, tag), (200, '"%s"' % draft["version"]))
    change = {"applicant": draft["applicant"]}
    status, headers, _ = api.ask("PUT", path, change, If_Match=tag)
    newer = headers.get("ETag")
    checks.that("If-Match stands for the version of the body", status == 200 and newer not in (None, tag),
                (status, newer))
    status, _, problem = api.ask("PUT", path, change, If_Match=tag)
    checks.equal("a version that has passed is 412", status, 412)
    status, _, _ = api.ask("PUT", path, dict(change, version=draft["version"]))
    checks.equal("... and 409 when the body said it", status, 409)
    for match in ("*", "W/" + newer, "%s, %s" % (newer, tag), '"x"'):
        status, _, problem = api.ask("PUT", path, change, If_Match=match)
        checks.equal("If-Match: %s is refused" % match, (status, problem["type"]),
                     (400, "/problems/if-match-not-valid"))
    status, _, problem = api.ask("PUT", path, dict(change, version="1"), If_Match=newer)
    checks.equal("two versions in one request are refused", status, 400)
    status, headers, body = api.ask("PUT", path, change, If_Match=newer, Prefer="return=minimal")
    checks.that("Prefer: return=minimal has no body and a new ETag",
                (status, body) == (204, None) and headers.get("ETag") not in (None, newer), (status, headers))
    _, _, some = api.ask("GET", path + "?fields=id,applicant.type,version")
    checks.equal("fields choose, in depth", {key: some.get(key) for key in ("id", "applicant")},
                 {"id": world.draft, "applicant": {"type": "NGO"}})
    checks.that("... and nothing else comes", set(some) == {"id", "applicant", "version"}, some)
    status, _, problem = api.ask("GET", path + "?fields=id,secrets")
    checks.equal("... a field that is not there is named", [e["field"] for e in problem["errors"]], ["fields[1]"])
