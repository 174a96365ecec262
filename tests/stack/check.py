"""One line for each check; the reckoning at the end."""
import sys
import threading
import time
import traceback


class Checks:
    def __init__(self):
        self.good = 0
        self.bad = []
        self.lock = threading.Lock()

    def that(self, what, good, detail=""):
        with self.lock:
            if good:
                self.good += 1
            else:
                self.bad.append(what)
            print("  %-92s %s %s" % (what, "ok" if good else "WRONG", "" if good else detail), flush=True)
        return good

    def equal(self, what, found, wanted):
        return self.that(what, found == wanted, "found %r, wanted %r" % (found, wanted))

    def chapter_of(self, title, body, *arguments):
        """A chapter that stumbles is a failed check, and the next one still runs."""
        print("\n" + title, flush=True)
        began = time.monotonic()
        try:
            body(self, *arguments)
        except Exception:  # whatever it is, it is a finding
            self.that("the chapter came to its end", False, traceback.format_exc())
        print("  (%.1f s)" % (time.monotonic() - began))

    def end(self):
        print("\n%d ok, %d wrong" % (self.good, len(self.bad)))
        for what in self.bad:
            print("  WRONG: " + what)
        sys.exit(1 if self.bad or not self.good else 0)
