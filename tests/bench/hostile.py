"""3,000 connections that mean no good, of which some 2,200 are open at once, and what honest people notice.

Run by bench.py; by hand:
    hostile.py attack HOST:PORT CERTIFICATE SECONDS    the hostile ones; says "ready" when they are all there and the
                                                       first of each kind were cut off and came back, and stays
    hostile.py flood HOST:PORT CERTIFICATE SECONDS     the same, all of them within two seconds; says "ready" at once
    hostile.py honest HOST:PORT CERTIFICATE SECONDS    prints the honest ones' times as a line of JSON
CERTIFICATE "-" means without TLS.

A sixth each: headers that come a byte a second; connections that never say a word (not even the
handshake); headers of 100 kB; idle ones after an answer; bodies of 900 kB that come a byte a second once
the proxy's buffer is full, every other one as a stream of events; readers that never take an answer of
some hundred kB. What is cut off comes back. They come from 20 addresses of 150 each, as of a botnet: no limit by
connections meets them. The honest ones are a constant 100 requests a second, ten on a connection of eight at a
time, each timed from when it was due; a visit's first has the handshake in its time."""
import heapq
import json
import select
import socket
import ssl
import sys
import threading
import time

CONNECTIONS, ADDRESSES, RATE, HONEST = 3000, 20, 100, 8
BACK_AFTER = 5.0  # seconds; not a flood of handshakes
ARRIVALS, FLOOD = 150, 1500  # new ones a second, until all are there
SETTLED = CONNECTIONS / ARRIVALS + 16  # seconds; by then the first of each kind were cut off and came back
VISIT = 10  # requests of an honest one on one connection; so the newcomers are within the 99th of a hundred
LEAST_OPEN = 1900  # of them at once; the others were cut off a moment ago
KINDS = ("drips", "silent", "huge", "idle", "bodies", "readers")
REQUEST = b"GET /problems/style.css HTTP/1.1\r\nHost: localhost\r\n\r\n"
READ = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
BODY = (b"POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s"
        b"Content-Length: 900000\r\n\r\n")
BODIES = [BODY % line + b"{" * 70000 for line in (b"", b"Accept: text/event-stream\r\n")]  # more than the proxy's buffer holds


class Hostile:
    """One connection, driven by the loop; never blocks."""

    def __init__(self, number, address, context, arrivals):
        self.kind, self.address = KINDS[number % len(KINDS)], address
        self.body = BODIES[number // len(KINDS) % 2]
        self.source = ("127.1.%d.1" % (number % ADDRESSES), 0)
        self.context = None if self.kind == "silent" else context
        self.socket, self.due, self.shaken, self.sent = None, number / arrivals, False, 0

    def open(self):
        raw = socket.socket()
        raw.setblocking(False)
        if self.kind == "readers":
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.bind(self.source)
        raw.connect_ex(self.address)
        self.socket = self.context.wrap_socket(raw, server_hostname="localhost", do_handshake_on_connect=False) \
            if self.context else raw
        self.shaken, self.sent = self.context is None, 0

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket = None

    def said(self):
        """What it says next."""
        if self.kind == "drips":
            return (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 100000)[self.sent:self.sent + 1]
        if self.kind == "huge":
            return (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 100000)[self.sent:self.sent + 16384]
        if self.kind == "bodies":
            return self.body[self.sent:] or b"{"
        return {"idle": REQUEST, "readers": READ}.get(self.kind, b"")[self.sent:]

    def step(self):
        """Seconds until the next one; raises OSError when it was cut off."""
        if not self.socket:
            self.open()
            return 0.05
        try:
            if not self.shaken:
                self.socket.do_handshake()
                self.shaken = True
            text = self.said()
            if text:
                self.sent += self.socket.send(text)
            self.notice_the_end()
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        return 1.0

    def notice_the_end(self):
        if self.kind == "readers":
            ends = select.poll()
            ends.register(self.socket, select.POLLRDHUP)
            ended = bool(ends.poll(0))
        else:
            ended = not self.socket.recv(65536)
        if ended:
            raise ConnectionResetError


def attack(address, context, seconds, arrivals, settled):
    everyone = [Hostile(number, address, context, arrivals) for number in range(CONNECTIONS)]
    began = time.monotonic()
    queue = [(one.due, number) for number, one in enumerate(everyone)]
    heapq.heapify(queue)
    cut = steps = 0
    ready = False
    while time.monotonic() - began < settled + seconds:
        if not ready and time.monotonic() - began >= settled:
            print("ready", flush=True)
            ready = True
        due, number = heapq.heappop(queue)
        wait = due - (time.monotonic() - began)
        if wait > 0:
            time.sleep(wait)
        one = everyone[number]
        steps += 1
        try:
            pause = one.step()
        except OSError:
            cut += 1
            one.close()
            pause = BACK_AFTER
        heapq.heappush(queue, (max(due, time.monotonic() - began - 1) + pause, number))
    open_now = sum(1 for one in everyone if one.socket)
    if open_now < LEAST_OPEN:
        sys.exit("only %d hostile ones are open: this machine is too busy to measure on" % open_now)
    print(json.dumps({"open": open_now, "cut_off": cut, "steps": steps}), flush=True)


class Honest(threading.Thread):
    def __init__(self, address, context, number, seconds):
        super().__init__()
        self.address, self.context, self.number, self.seconds = address, context, number, seconds
        self.times, self.failed, self.connection = [], 0, None

    def open(self):
        raw = socket.create_connection(self.address, timeout=15)
        self.connection = self.context.wrap_socket(raw, server_hostname="localhost") if self.context else raw
        self.connection.setblocking(True)
        self.connection.settimeout(15)

    def once(self):
        if not self.connection:
            self.open()
        self.connection.sendall(REQUEST)
        got = b""
        while b"\r\n\r\n" not in got or len(got) < got.index(b"\r\n\r\n") + 4 + self.length_of(got):
            piece = self.connection.recv(65536)
            if not piece:
                raise ConnectionResetError
            got += piece
        if not got.startswith(b"HTTP/1.1 200"):
            raise ConnectionResetError
        if b"connection: close" in got.lower():
            self.connection.close()
            self.connection = None

    @staticmethod
    def length_of(got):
        head = got[:got.index(b"\r\n\r\n")].lower()
        return int(head.split(b"content-length:")[1].split(b"\r\n")[0])

    def run(self):
        began = time.monotonic()
        for n in range(int(self.seconds * RATE / HONEST)):
            if n % VISIT == 0 and self.connection:
                self.connection.close()
                self.connection = None
            due = began + (n * HONEST + self.number) / RATE
            time.sleep(max(0, due - time.monotonic()))
            try:
                self.once()
            except OSError:
                self.failed += 1
                if self.connection:
                    self.connection.close()
                self.connection = None
            self.times.append((time.monotonic() - due) * 1000)


def honest(address, context, seconds):
    people = [Honest(address, context, number, seconds) for number in range(HONEST)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    times = sorted(t for person in people for t in person.times)
    print(json.dumps({"p50_ms": times[len(times) // 2], "p99_ms": times[len(times) * 99 // 100], "most_ms": times[-1],
                      "requests": len(times), "failed": sum(person.failed for person in people)}), flush=True)


def main():
    role, place, certificate, seconds = sys.argv[1:]
    host, port = place.rsplit(":", 1)
    context = None if certificate == "-" else ssl.create_default_context(cafile=certificate)
    address = (host, int(port))
    if role == "honest":
        honest(address, context, float(seconds))
    else:
        attack(address, context, float(seconds), *{"attack": (ARRIVALS, SETTLED), "flood": (FLOOD, 0)}[role])


if __name__ == "__main__":
    main()
