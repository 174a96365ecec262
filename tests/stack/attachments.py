"""A file of 200 MB up and down again: every byte, from any place, and nobody's memory grows with it."""
import hashlib
import http.client
import time

from api import Refused
from stack import wait_until

SIZE, PART = 200 * 1000 * 1000, 1 << 19
WARM = 100              # parts until every thread has seen one
FLAT_KB = 6 * 1024      # that either daemon may grow by afterwards, 150 MB long
ROOM_KB = 48 * 1024     # that it may grow by at all: a few parts on each thread


def parts():
    """A PDF as far as anybody can tell, the same every time, without 200 MB of it in memory here."""
    block = hashlib.blake2b(b"attachments").digest() * (PART // 64)
    for start in range(0, SIZE, PART):
        part = bytearray(block[:min(PART, SIZE - start)])
        part[0:9] = b"%PDF-1.7\n" if start == 0 else b"%08d\n" % (start // PART)
        yield start, bytes(part)


class Files:
    def __init__(self, stack, client):
        self.client = client
        self.connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=60)

    def ask(self, method, path, body=None, **headers):
        headers["Authorization"] = "Bearer " + self.client.token
        if body is not None:
            headers["Content-Type"] = "application/octet-stream"
        self.connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        return self.connection.getresponse()

    def put(self, attachment, offset, part):
        answer = self.ask("PATCH", "/v1/attachments/%s/content?offset=%d" % (attachment, offset), part)
        answer.read()
        return answer.status


def upload(client, application, field, name, content):
    """A file of a draft, checked and ready to be submitted; its id."""
    made = client.post("/v1/applications/%s/attachments" % application, {"field": field, "name": name, "size": len(content)})["id"]
    path = "/v1/attachments/" + made
    for start in range(0, len(content), PART):
        client.send("PATCH", "%s/content?offset=%d" % (path, start), content[start:start + PART], {
            "Authorization": "Bearer " + client.token, "Content-Type": "application/octet-stream"})
    wait_until("the file is checked", lambda: client.get(path)["state"] == "READY")
    return made


def memory_kb(pid):
    with open("/proc/%d/status" % pid, encoding="ascii") as file:
        return int(next(line for line in file if line.startswith("VmHWM")).split()[1])


def memories(stack):
    return {name: memory_kb(stack.pid(name)) for name in ("gateway", "intake")}


def status(client, method, path, body=None):
    try:
        client.ask(method, path, body)
        return 200
    except Refused as refused:
        return refused.status


def up(checks, files, attachment, stack):
    digest, answers = hashlib.blake2b(digest_size=32), set()
    for number, (start, part) in enumerate(parts()):
        digest.update(part)
        if number == WARM:
            warm = memories(stack)
            checks.equal("a part that came already is a conflict", files.put(attachment, start - PART, part), 409)
            checks.equal("... and what is missing is known", files.client.get(
                "/v1/attachments/" + attachment)["received"], str(start))
            files.connection.close()  # the line breaks
        answers.add(files.put(attachment, start, part))
    checks.equal("every part is taken", answers, {200})
    grown = {name: size - warm[name] for name, size in memories(stack).items()}
    checks.that("memory stays flat behind the first %d MB" % (WARM * PART // 1000000),
                max(grown.values()) < FLAT_KB, grown)
    return digest.hexdigest()


def down(checks, files, path, digest):
    files.connection.close()  # it may have been idle for longer than the gateway keeps it
    answer, found, length = files.ask("GET", path), hashlib.blake2b(digest_size=32), 0
    while piece := answer.read(PART):
        found.update(piece)
        length += len(piece)
    checks.equal("it comes back whole", (answer.status, length, found.hexdigest()), (200, SIZE, digest))
    checks.equal("... to save and not to show", (
        answer.headers["Content-Disposition"], answer.headers["X-Content-Type-Options"], answer.headers["Content-Type"]),
        ('attachment; filename="Film-o-lawce.pdf"', "nosniff", "application/pdf"))
    answer = files.ask("GET", path, Range="bytes=%d-%d" % (3 * PART, 3 * PART + 8))
    checks.equal("a part of it", (answer.status, answer.read(), answer.headers["Content-Range"]),
                 (206, b"00000003\n", "bytes %d-%d/%d" % (3 * PART, 3 * PART + 8, SIZE)))
    answer = files.ask("GET", path, Range="bytes=-5")
    checks.equal("its end", (answer.status, len(answer.read())), (206, 5))
    answer = files.ask("GET", path, Range="bytes=%d-" % SIZE)
    checks.equal("nothing behind it", (answer.status, answer.headers["Content-Range"], bool(answer.read())),
                 (416, "bytes */%d" % SIZE, True))
    answer = files.ask("GET", path, Range="bytes=5-9", If_Range='"another"')
    checks.equal("all of it to who has a part of another", answer.status, 200)
    answer.close()
    files.connection.close()


def kept_parts(stack):
    return stack.rows("intake", "select count(*) from file_part")


def run(checks, stack, world):
    client = world.people["innovator"]
    application = "/v1/applications/" + world.draft
    before, stored = memories(stack), kept_parts(stack)
    attachment = client.post(application + "/attachments", {
        "field": "film", "name": "Film o ławce.pdf", "size": SIZE})["id"]
    path, files = "/v1/attachments/%s" % attachment, Files(stack, client)
    began = time.monotonic()
    digest = up(checks, files, attachment, stack)
    seconds = time.monotonic() - began
    checked = wait_until("the check of 200 MB", lambda: (
        lambda seen: seen if seen["state"] in ("READY", "REFUSED") else None)(client.get(path)), 60)
    checks.equal("its type and digest are known", (checked["state"], checked["mediaType"], checked["digest"]),
                 ("READY", "application/pdf", digest))
    down(checks, files, path + "/content", digest)
    grown = {name: size - before[name] for name, size in memories(stack).items()}
    checks.that("200 MB up in %.1f s and down; at its most gateway grew by %.1f MB, intake by %.1f" % (
        seconds, grown["gateway"] / 1024, grown["intake"] / 1024), max(grown.values()) < ROOM_KB, grown)
    others = [world.others["innovator"], world.people["coordinator-30"], world.people["assessor"]]
    checks.equal("a draft's file is its owner's alone", {
        status(other, "GET", path + suffix) for other in others for suffix in ("", "/content")}, {404})
    checks.equal("a body of JSON is no part of a file", status(client, "PATCH", path + "/content", {}), 415)
    checks.equal("it can be taken out", (status(client, "DELETE", path), status(client, "GET", path)), (200, 404))
    checks.equal("... and leaves nothing", kept_parts(stack), stored)
