"""Streams of events, and webhooks: what they cost and how soon they tell."""
import http.client
import http.server
import json
import os
import re
import selectors
import socket
import threading
import time

STREAM = "GET /v1/me/stream HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n\r\n"


class Streams:
    """Many readers in one thread: for each the last count of unread, and when each message of each came."""

    def __init__(self, port, tokens):
        self.selector = selectors.DefaultSelector()
        self.arrivals, self.begun, self.refused, self.ended = {}, 0, 0, 0
        self.readers = []
        for token in tokens:
            self.open(port, token)
        self.stopping = False
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def open(self, port, token):
        connection = socket.create_connection(("127.0.0.1", port), timeout=30)
        connection.sendall((STREAM % token).encode())
        reader = {"socket": connection, "text": b""}
        while b"event: unread" not in reader["text"] or not reader["text"].endswith(b"\n\n"):
            part = connection.recv(65536)
            if not part or not (reader["text"] + part).startswith(b"HTTP/1.1 200"):
                self.refused += 1
                connection.close()
                return
            reader["text"] += part
        reader["text"] = b""
        connection.setblocking(False)
        self.begun += 1
        self.readers.append(reader)
        self.selector.register(connection, selectors.EVENT_READ, reader)

    def read(self):
        while not self.stopping:
            for key, _ in self.selector.select(0.2):
                reader, now = key.data, time.monotonic()
                try:
                    part = reader["socket"].recv(65536)
                except BlockingIOError:
                    continue
                if not part:
                    self.ended += 1
                    self.selector.unregister(reader["socket"])
                    continue
                reader["text"] += part
                whole, _, reader["text"] = reader["text"].rpartition(b"\n\n")
                for identifier in re.findall(rb'event: message\ndata: \{"id":"([0-9a-f-]{36})"', whole):
                    self.arrivals.setdefault(identifier.decode(), now)

    def close(self):
        self.stopping = True
        self.thread.join()
        for reader in self.readers:
            reader["socket"].close()


def resident(house, service):
    with open("%s/%s.pid" % (house.run, service), encoding="ascii") as file:
        process = file.read().strip()
    with open("/proc/%s/smaps_rollup" % process, encoding="ascii") as file:
        rss = int(re.search(r"^Rss: *(\d+)", file.read(), re.M).group(1))
    with open("/proc/%s/status" % process, encoding="ascii") as file:
        return rss, int(re.search(r"^Threads:\t(\d+)", file.read(), re.M).group(1))


def memory_per_stream(house, drafts, count):
    """(bytes of the gateway's memory for each stream, streams, threads more, seconds to open them)."""
    import resource
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(count, hard - 500)
    first, last = drafts.taken + 1, drafts.taken + count
    drafts.taken = last
    drafts.copy_accounts(first, last)
    warm = Streams(house.port, [drafts.token(first)])  # what the first one costs is not each one's
    warm.close()
    time.sleep(2)
    before, threads_before = resident(house, "gateway")
    began = time.monotonic()
    streams = Streams(house.port, [drafts.token(n) for n in range(first, last + 1)])
    took = time.monotonic() - began
    after, threads_after = resident(house, "gateway")
    streams.close()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if streams.refused or streams.ended:
        raise RuntimeError("%d streams were refused, %d ended" % (streams.refused, streams.ended))
    return (after - before) * 1024 / streams.begun, streams.begun, threads_after - threads_before, took


class Receiver(http.server.ThreadingHTTPServer):
    """Answers 204 and notes when each message came."""

    def __init__(self):
        arrivals = self.arrivals = {}

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                now = time.monotonic()
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                arrivals.setdefault(body["data"]["messageId"], now)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *arguments):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


def add_webhooks(house, first, last, url):
    """A webhook of each of these accounts, as AddWebhook keeps it."""
    house.sql("wlacznik_notification", """
        insert into webhook (id, user_id, url, secret, created_at)
          select gen_random_uuid (), ('00000000-0000-8000-8000-' || lpad (to_hex (n), 12, '0'))::uuid, '%s',
                 decode (repeat ('5a', 32), 'hex'), now () from generate_series (%d, %d) as n""" % (url, first, last))


def submit(house, line):
    address, token, _ = line
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
    connection.request("POST", address, b"{}", {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError("%d %s" % (answer.status, body[:300]))
    return time.monotonic()


def event_to_people(house, drafts, count, others):
    """Milliseconds from the answer "submitted" to the receipt on the person's stream, and to the call at their webhook.
    `others` follow their own inboxes meanwhile."""
    receiver, first = Receiver(), drafts.taken + 1
    with open(drafts.make("followed", count + others), encoding="ascii") as file:
        lines = [line.split() for line in file]
    add_webhooks(house, first, first + count - 1, "http://127.0.0.1:%d/" % receiver.server_port)
    streams = Streams(house.port, [line[1] for line in lines])
    house.until_quiet()
    inbox, webhook = [], []
    for place, line in enumerate(lines[:count]):
        began = submit(house, line)
        while min(len(streams.arrivals), len(receiver.arrivals)) <= place and time.monotonic() < began + 10:
            time.sleep(0.0005)
        if min(len(streams.arrivals), len(receiver.arrivals)) <= place:
            raise RuntimeError("%d messages and %d calls came of %d" % (len(streams.arrivals), len(receiver.arrivals), place + 1))
        inbox.append((max(streams.arrivals.values()) - began) * 1000)
        webhook.append((max(receiver.arrivals.values()) - began) * 1000)
        time.sleep(int(line[2][-2:], 16) / 256 * 0.04)
    streams.close()
    receiver.shutdown()
    return inbox, webhook
