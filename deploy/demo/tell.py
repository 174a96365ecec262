"""Progress and tables on a terminal; plain lines where there is none."""
import sys
import threading
import time


def say(text):
    print(text, flush=True)


class Progress:
    """A bar that many threads move. Without a terminal: a line for each scene."""

    def __init__(self, total):
        self.total = total
        self.count = 0
        self.title = ""
        self.shown = 0.0
        self.lock = threading.Lock()
        self.live = sys.stdout.isatty()

    def scene(self, title):
        self.title = title
        if not self.live:
            say("  " + title)
        self.show(force=True)

    def step(self, by=1):
        with self.lock:
            self.count += by
        self.show()

    def show(self, force=False):
        now = time.monotonic()
        if not self.live or (now - self.shown < 0.1 and not force):
            return
        self.shown = now
        filled = min(30, 30 * self.count // self.total)
        sys.stdout.write("\r  [%s%s] %3d%%  %-58s" % ("█" * filled, "·" * (30 - filled),
                                                     min(100, 100 * self.count // self.total), self.title[:58]))
        sys.stdout.flush()

    def done(self):
        if self.live:
            self.count = self.total
            self.scene("")
            say("")


def table(head, rows):
    width = max(len(str(row[0])) for row in rows + [head])
    other = max(len(str(row[1])) for row in rows + [head])
    say("  %-*s  %*s" % (width, head[0], other, head[1]))
    say("  %s  %s" % ("─" * width, "─" * other))
    for name, value in rows:
        say("  %-*s  %*s" % (width, name, other, value))
