"""What may go wrong with a machine, done to a running stack: each fault by name, for as long as it takes.

Processes are found by their program in the data directory, because a full disk leaves no room for a file
that would say which they are.
"""
import os
import resource
import signal
import struct
import subprocess
import threading
import time

DAEMONS = ["intake", "evaluation", "dissemination", "notification", "gateway"]
EVERYBODY = DAEMONS + ["postgresql"]


class Machine:
    def __init__(self, data, disk, lines, ground):
        """`disk` is where the file system of `data` is mounted, if it is one of our own, or None; `lines`
        can be cut: {"people": Line, "mail": Line}. `ground` has the files "clock" and "names" of the stack's
        processes, if they have their own."""
        self.data, self.disk, self.lines = data, disk, lines
        self.clock, self.names = os.path.join(ground, "clock"), os.path.join(ground, "names")
        self.stopped = set()
        self.lock = threading.Lock()

    def pid(self, name):
        if name == "postgresql":
            try:
                with open(os.path.join(self.data, "postgresql", "postmaster.pid"), encoding="ascii") as file:
                    return int(file.readline() or 0)
            except (OSError, ValueError):
                return 0
        program = os.path.join(self.data, "bin", "wlacznik-" + name)
        for folder in os.listdir("/proc"):
            try:
                if folder.isdigit() and os.readlink("/proc/%s/exe" % folder) == program:
                    return int(folder)
            except OSError:
                pass
        return 0

    def send(self, name, number):
        pid = self.pid(name)
        try:
            if pid:
                os.kill(pid, number)
            return bool(pid)
        except OSError:
            return False

    # ---- the faults: each returns what it did, or None when it could not ----

    def kill(self, chance):
        name = chance.choice(EVERYBODY)
        return "kill -9 " + name if self.send(name, signal.SIGKILL) else None

    def kill_several(self, chance):
        """As when a node loses its power: everything at the same time."""
        names = chance.sample(EVERYBODY, chance.randint(2, len(EVERYBODY)))
        return "kill -9 " + " ".join(name for name in names if self.send(name, signal.SIGKILL))

    def stop(self, chance):
        name, seconds = chance.choice(EVERYBODY), chance.uniform(0.5, 8)
        pid = self.pid(name)
        try:
            if not pid:
                return None
            os.kill(pid, signal.SIGSTOP)
            time.sleep(seconds)
            os.kill(pid, signal.SIGCONT)
        except OSError:  # it ended
            pass
        return "stop %s for %.1f s" % (name, seconds)

    def restart_postgresql(self, chance):
        number = chance.choice([signal.SIGINT, signal.SIGQUIT])  # fast, immediate
        return "restart postgresql (%s)" % number.name if self.send("postgresql", number) else None

    def fill_disk(self, chance):
        if self.disk is None:
            return None
        filler, seconds = os.path.join(self.disk, "filler"), chance.uniform(1, 8)
        try:
            with open(filler, "wb") as file:
                while True:  # to the last block
                    room = os.statvfs(self.disk)
                    left = room.f_bavail * room.f_frsize
                    os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, max(left, 1))
        except OSError:
            pass
        time.sleep(seconds)
        os.remove(filler)
        return "full disk for %.1f s" % seconds

    def slow_disk(self, chance):
        """Writes hang and come back: fsfreeze holds them, reads go on."""
        if self.disk is None:
            return None
        times = chance.randint(3, 10)
        for _ in range(times):
            subprocess.run(["fsfreeze", "-f", self.disk], check=True)
            try:
                time.sleep(chance.uniform(0.05, 0.8))
            finally:
                subprocess.run(["fsfreeze", "-u", self.disk], check=True)
            time.sleep(chance.uniform(0.02, 0.3))
        return "slow disk, %d times" % times

    def cut_line(self, chance):
        name, seconds = chance.choice(sorted(self.lines)), chance.uniform(0.2, 6)
        self.lines[name].cut()
        time.sleep(seconds)
        self.lines[name].mend()
        return "cut the %s's line for %.1f s" % (name, seconds)

    def clock_jumps(self, chance):
        """Forwards or backwards, PostgreSQL's too, and back again: as when somebody sets it by hand."""
        if not os.path.exists(self.clock):
            return None
        by, seconds = chance.choice([-1, 1]) * chance.uniform(2, 600), chance.uniform(2, 10)
        set_clock(self.clock, by)
        time.sleep(seconds)
        set_clock(self.clock, 0)
        return "the clock is %+d s wrong for %.1f s" % (by, seconds)

    def short_of_memory(self, chance):
        """A daemon gets no more than it has: each larger allocation fails. (What the kernel does where its own
        memory ends is a kill -9.)"""
        name, seconds = chance.choice(DAEMONS), chance.uniform(1, 10)
        pid = self.pid(name)
        try:
            with open("/proc/%d/statm" % pid, encoding="ascii") as file:
                size = int(file.read().split()[0]) * resource.getpagesize()
        except OSError:
            return None
        if not set_address_space(pid, str(size + chance.randint(0, 1 << 20))):
            return None
        time.sleep(seconds)
        ended = not set_address_space(pid, "unlimited")
        return "no more memory for %s for %.1f s%s" % (name, seconds, ", of which it ended" if ended else "")

    def names_lost(self, chance):
        """The mail server's name is not found."""
        if not os.path.exists(self.names):
            return None
        with open(self.names, encoding="ascii") as file:
            names = file.read()
        seconds = chance.uniform(1, 10)
        replace(self.names, "")
        time.sleep(seconds)
        replace(self.names, names)
        return "names lost for %.1f s" % seconds


def set_address_space(pid, soft):
    """As its own user, because root may have no right to another's limits in a container."""
    try:
        owner = os.stat("/proc/%d" % pid)
        return subprocess.run(["prlimit", "--pid", str(pid), "--as=%s:" % soft], user=owner.st_uid, group=owner.st_gid,
                              extra_groups=[], check=False, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def set_clock(path, seconds):
    """In place: the processes have the file in their memory."""
    with open(path, "r+b") as file:
        file.write(struct.pack("q", round(seconds * 1e6)))


def replace(path, text):
    """At once, because others read it at any time."""
    with open(path + ".new", "w", encoding="ascii") as file:
        file.write(text)
    os.chmod(path + ".new", 0o644)
    os.replace(path + ".new", path)


KINDS = [(Machine.kill, 8), (Machine.kill_several, 1), (Machine.stop, 4), (Machine.restart_postgresql, 1),
         (Machine.fill_disk, 1), (Machine.slow_disk, 1), (Machine.cut_line, 2),
         (Machine.clock_jumps, 1), (Machine.names_lost, 1), (Machine.short_of_memory, 1)]


def run(machine, chance, seconds, only, tell):
    """Faults one after another until the time is over, of all kinds or of those that `only` names; {kind: how often}."""
    kinds = [(kind, weight) for kind, weight in KINDS if not only or kind.__name__ in only]
    counts = {kind.__name__: 0 for kind, _ in kinds}
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        time.sleep(chance.uniform(0.5, 5))
        kind = chance.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]
        at = time.monotonic() - began
        did = kind(machine, chance)
        if did:
            counts[kind.__name__] += 1
            tell("%8.1f s  %s" % (at, did))
    return counts
