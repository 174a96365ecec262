"""Spans as a collector gets them over OTLP/HTTP: one submission through five services, each span below
the one that caused it, and nothing about people in any."""
import glob
import http.server
import json
import os
import re
import secrets
import threading

from stack import MARKS, SERVICES, wait_until


class Collector(http.server.ThreadingHTTPServer):
    """Takes what an OTLP collector takes; keeps every span, and every body as it came. `broken` refuses."""
    daemon_threads = True

    def __init__(self, port):
        self.spans, self.bodies, self.lock = [], [], threading.Lock()
        self.broken = False
        super().__init__(("127.0.0.1", port), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def take(self, body):
        request = json.loads(body)
        with self.lock:
            self.bodies.append(body.decode("utf-8"))
            for resource in request["resourceSpans"]:
                service = attributes(resource["resource"])["service.name"]
                for scope in resource["scopeSpans"]:
                    self.spans += [Span(service, span) for span in scope["spans"]]

    def of(self, trace):
        with self.lock:
            return [span for span in self.spans if span.trace == trace]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        good = (self.path == "/v1/traces" and self.headers["Content-Type"] == "application/json"
                and not self.server.broken)
        if good:
            self.server.take(body)
        answer = b"{}"
        self.send_response(200 if good else 503)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def attributes(holder):
    return {one["key"]: next(iter(one["value"].values())) for one in holder["attributes"]}


class Span:
    def __init__(self, service, given):
        self.service, self.name, self.kind = service, given["name"], given["kind"]
        self.trace, self.id, self.parent = given["traceId"], given["spanId"], given.get("parentSpanId")
        self.began, self.ended = int(given["startTimeUnixNano"]), int(given["endTimeUnixNano"])
        self.facts, self.status = attributes(given), given.get("status", {})

    def __repr__(self):
        return "%s/%s %s<-%s" % (self.service, self.name, self.id, self.parent)


def submit(client, world, traceparent):
    draft = client.post("/v1/applications", world.draft_body(client))
    saved = client.put("/v1/applications/" + draft["id"], world.save_body(draft))
    status, _, _ = client.send(
        "POST", "/v1/applications/%s/submit" % draft["id"], json.dumps({"version": saved["version"]}),
        {"traceparent": traceparent, "Authorization": "Bearer " + client.token, "Content-Type": "application/json"})
    return status


def one(spans, service, name):
    found = [span for span in spans if span.service == service and span.name == name]
    return found[0] if len(found) == 1 else None


def check_submission(checks, stack, world, client):
    trace, outside = secrets.token_hex(16), secrets.token_hex(8)
    status = submit(client, world, "00-%s-%s-01" % (trace, outside))
    checks.that("a submission with a traceparent is accepted", 200 <= status < 300, status)
    wanted = [("gateway", "intake.SubmitApplication"), ("intake", "intake.SubmitApplication")]
    wanted += [(service, "intake.ApplicationSubmitted") for service in ("evaluation", "dissemination", "notification")]
    wanted += [("notification", "notification.mail")]
    spans = wait_until("the spans of a submission", lambda: all(
        one(stack.collector.of(trace), *pair) for pair in wanted) and stack.collector.of(trace))
    door, work, assess, catalogue, _, mail = [one(spans, *pair) for pair in wanted]
    letters = [span for span in spans if span.name == "intake.ApplicationSubmitted" and span.service == "notification"]
    by_id = {span.id: span for span in spans}
    checks.equal("one trace spans five services", {span.service for span in spans}, set(SERVICES))
    checks.equal("the gateway's span is below the caller's", door.parent, outside)
    checks.equal("intake's is below the gateway's", work.parent, door.id)
    for span in [assess, catalogue] + letters:
        checks.equal("%s's span of the event is below intake's" % span.service, span.parent, work.id)
    checks.that("the mail is below notification's span of the event", mail.parent in {span.id for span in letters}, mail)
    asked = [span for span in spans if span.service == "intake" and span.parent == assess.id]
    checks.that("what evaluation asks intake for is below its own span", bool(asked), spans)
    checks.that("every span but the first is below another one of the trace",
                all(span.parent in by_id for span in spans if span is not door), spans)
    checks.that("ids are used once", len(by_id) == len(spans))
    checks.that("a span ends after it began, and not before the one above it began", all(
        span.began <= span.ended and (span.parent not in by_id or span.began >= by_id[span.parent].began - 5000000)
        for span in spans), spans)
    checks.equal("kinds: servers, consumers, a client", (door.kind, work.kind, assess.kind, mail.kind), (2, 2, 5, 3))
    checks.that("an event's span says its region and its place",
                assess.facts["wlacznik.region"] == "30" and int(assess.facts["wlacznik.sequence"]) > 0, assess.facts)
    return trace


def check_mail(checks, stack, trace):
    found = wait_until("the receipt's header", lambda: [mail for mail in all_mail(stack) if trace in mail])
    checks.that("the receipt says which trace it is of", bool(re.search(
        r"^Traceparent: 00-%s-[0-9a-f]{16}-01\s*$" % trace, found[0], re.M)), found[0][:600])


def all_mail(stack):
    for path in glob.glob(os.path.join(stack.data, "mail", "**", "*"), recursive=True):
        if os.path.isfile(path):
            with open(path, encoding="utf-8", errors="replace") as file:
                yield file.read()


def check_failure(checks, stack):
    trace = secrets.token_hex(16)
    stack.public.send("GET", "/v1/applications/0190f1d8-0000-7000-8000-000000000000", None,
                      {"traceparent": "00-%s-%s-01" % (trace, secrets.token_hex(8))})
    span = wait_until("the span of a refusal", lambda: stack.collector.of(trace))[0]
    checks.equal("a refusal's span says how it was answered", span.facts.get("http.response.status_code"), "401")
    quiet = secrets.token_hex(16)
    stack.public.send("GET", "/v1/calls", None, {"traceparent": "00-%s-%s-00" % (quiet, secrets.token_hex(8))})
    checks.equal("what the caller does not record is not recorded", stack.collector.of(quiet), [])


def sent(stack, key):
    return sum(stack.metrics(name).get(key, 0) for name in SERVICES)


def check_away(checks, stack, world, client):
    """A collector that refuses costs spans, which are counted, and no request."""
    refused = 'wlacznik_spans_dropped_total{why="refused"}'
    before = sent(stack, refused)
    stack.collector.broken = True
    status = submit(client, world, "00-%s-%s-01" % (secrets.token_hex(16), secrets.token_hex(8)))
    checks.that("with the collector broken a submission is accepted", 200 <= status < 300, status)
    checks.that("spans that nobody took are counted", bool(wait_until(
        "a refused span", lambda: sent(stack, refused) > before)))
    stack.collector.broken = False
    trace = secrets.token_hex(16)
    submit(client, world, "00-%s-%s-01" % (trace, secrets.token_hex(8)))
    checks.that("once it is whole again, spans come again", bool(wait_until(
        "a span", lambda: stack.collector.of(trace))))
    checks.that("no span was dropped for want of room", sent(stack, 'wlacznik_spans_dropped_total{why="full"}') == 0)


def run(checks, stack, world):
    client = stack.open_account("innovator")  # the world's has as many drafts as one may have
    trace = check_submission(checks, stack, world, client)
    check_mail(checks, stack, trace)
    check_failure(checks, stack)
    check_away(checks, stack, world, client)
    with stack.collector.lock:
        bodies = "\n".join(stack.collector.bodies)
        checks.that("timers have traces of their own", any(
            span.facts["wlacznik.system"] == "timer" and not span.parent for span in stack.collector.spans))
    for what, word in MARKS.items():
        checks.that("no span of all these tests says a person's %s" % what, word.lower() not in bodies.lower())
