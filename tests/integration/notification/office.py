"""An office at work: the gateway, intake and evaluation beside notification, and an owner who opens calls."""
import datetime
import hashlib
import json
import pathlib
import re
import secrets
import urllib.error
import urllib.request

from world import FROM, Sink, World, sql, wait_until

OWNER, COORDINATOR = 8, 4
DEFINITION = pathlib.Path(__file__).resolve().parents[1] / "intake" / "definition.json"
world = sink = url = owner = None


def start(programs, **settings):
    """`settings`: of notification, beside the sink's; a sink of one's own is named there."""
    global world, sink, url, owner
    world = World(programs[0], programs[1], intake=programs[3], evaluation=programs[4])
    sink = Sink()
    gateway = world.start("gateway")
    url = "http://127.0.0.1:" + re.search(r"message=listening port=(\d+)", gateway.written()).group(1)
    world.start("intake")
    world.start("evaluation")
    world.start("notification", **{"WLACZNIK_SMTP_URL": sink.url, "WLACZNIK_SMTP_FROM": FROM, "WLACZNIK_PUBLIC_URL": url, **settings})
    owner = session(world.account("owner@mail.example", "Olga Właścicielska"), OWNER)


def stop():
    world.stop_all()
    sink.stop()


def session(account, role=None, region="*"):
    token = secrets.token_urlsafe(32)
    digest = hashlib.blake2b(token.encode(), digest_size=32).hexdigest()
    if role:
        sql(f"INSERT INTO account_role VALUES ('{account}', {role}, '{region}', now (), NULL)", "gateway")
    sql("INSERT INTO session (id, token_hash, account_id, created_at, expires_at) VALUES "
        f"(gen_random_uuid (), '\\x{digest}', '{account}', now (), now () + '1 hour')", "gateway")
    return token


def http(verb, path, token, body=None):
    request = urllib.request.Request(url + path, None if body is None else json.dumps(body).encode(), method=verb, headers={
        "Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as refused:
        raise AssertionError(refused.read().decode()) from None


def moment(**from_now):
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**from_now)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def open_call(terms=None, stage=None, letters=None, themes=None, corrections=None, **until):
    """`stage`: what its one stage has beside definition.json; `letters`: its rules of letters."""
    programme = http("POST", "/v1/programmes", owner, {"name": "Włącznik"})["id"]
    for region, name in (("30", "Wielkopolska"), ("32", "Zachodniopomorskie")):
        http("PUT", f"/v1/programmes/{programme}/regions/{region}", owner, {"name": name})
    definition = json.loads(DEFINITION.read_text())
    definition.update(programmeId=programme, code=f"R{secrets.randbelow(10**6)}", fillFrom=moment(days=-2),
                      submitFrom=moment(days=-1), submitUntil=moment(**until), stages=definition["stages"][:1])
    if terms:
        definition["stages"][0]["terms"] = terms
    definition["stages"][0].update(stage or {})
    if letters:
        definition["letters"] = letters
    if themes:
        definition["themes"] = themes
    if corrections:
        definition["corrections"] = corrections
    call = http("POST", "/v1/calls", owner, {"definition": definition})["id"]
    http("POST", f"/v1/calls/{call}/publish", owner, {})
    wait_until("notification heard of the call", lambda: sql(f"SELECT 1 FROM call_schedule WHERE call_id = '{call}'"))
    return call


def begin(call, address, region="30"):
    token = session(world.account(address, "Zoë O'Brien-Żółkiewska"))
    draft = http("POST", "/v1/applications", token, {"callId": call, "region": region, "applicant": {
        "type": "PERSON", "members": [{"name": "Zoë O'Brien", "email": address}]}})
    wait_until("notification heard of the draft", lambda: sql(f"SELECT 1 FROM draft WHERE application_id = '{draft['id']}'"))
    return token, draft
