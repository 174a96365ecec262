"""The line between a site and the centre: a TCP proxy that counts, delays and can be cut."""
import selectors
import socket
import threading
import time


class Line:
    """`ports` are pairs (where the site connects, where the centre listens)."""

    def __init__(self, ports, delay=0.0):
        self.delay = delay
        self.up = self.down = self.connections = 0
        self.is_cut = False
        self.lock = threading.Lock()
        self.open = set()
        for near, far in ports:
            listener = socket.create_server(("127.0.0.1", near), backlog=64)
            threading.Thread(target=self.accept, args=(listener, far), daemon=True).start()

    def accept(self, listener, far):
        while True:
            near, _ = listener.accept()
            if self.is_cut:
                near.close()
                continue
            try:
                beyond = socket.create_connection(("127.0.0.1", far), timeout=5)
            except OSError:
                near.close()
                continue
            near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            beyond.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.lock:
                self.connections += 1
                self.open.add((near, beyond))
            for source, target, way in ((near, beyond, "up"), (beyond, near, "down")):
                threading.Thread(target=self.pump, args=(source, target, way, (near, beyond)), daemon=True).start()

    def pump(self, source, target, way, pair):
        """Each chunk leaves `delay` after it came, so a delay costs no throughput."""
        waiting, ended = [], threading.Event()
        changed = threading.Condition()

        def deliver():
            while True:
                with changed:
                    while not waiting and not ended.is_set():
                        changed.wait()
                    if not waiting:
                        return
                    due, data = waiting.pop(0)
                time.sleep(max(0.0, due - time.monotonic()))
                try:
                    target.sendall(data)
                except OSError:
                    return

        if self.delay:
            threading.Thread(target=deliver, daemon=True).start()
        try:
            while data := source.recv(65536):
                with self.lock:
                    setattr(self, way, getattr(self, way) + len(data))
                if not self.delay:
                    target.sendall(data)
                    continue
                with changed:
                    waiting.append((time.monotonic() + self.delay, data))
                    changed.notify()
        except OSError:
            pass
        with changed:
            ended.set()
            changed.notify()
        self.close(pair)

    def close(self, pair):
        with self.lock:
            self.open.discard(pair)
        for end in pair:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    def cut(self):
        self.is_cut = True
        for pair in list(self.open):
            self.close(pair)

    def mend(self):
        self.is_cut = False
