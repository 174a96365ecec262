"""deploy/up where it must say no, and signals."""
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time

from api import Refused
from stack import SERVICES, TOP, wait_until

UP = os.path.join(TOP, "deploy", "up")


def up(*options, path=None, seconds=30):
    """(exit code, lines that it said)"""
    environment = dict(os.environ, **({"PATH": path + ":" + os.environ["PATH"]} if path else {}))
    done = subprocess.run([UP, *options], capture_output=True, text=True, timeout=seconds, env=environment,
                          stdin=subprocess.DEVNULL)
    return done.returncode, (done.stdout + done.stderr).splitlines()


def shim(folder, name, text):
    """A program that stands before the real one on the PATH."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="ascii") as file:
        file.write("#!/bin/bash\n" + text)
    os.chmod(path, 0o755)
    return folder


class Deploy:
    def __init__(self, checks, stack):
        self.checks, self.stack = checks, stack
        self.free = stack.port + 40

    def one_line(self, what, answer, *words):
        """Ends non-zero with one line on which all the words stand."""
        code, lines = answer
        self.checks.that(what, code != 0 and len(lines) == 1 and lines[0].startswith("error: ") and
                         all(word in lines[0] for word in words), answer)

    def refusals(self, folder):
        built = ("--no-install", "--no-build")
        fresh = os.path.join(folder, "fresh")
        taken = socket.create_server(("127.0.0.1", self.free + 4))
        self.one_line("a port in its range is taken", up(*built, "--data", fresh, "--port", str(self.free)),
                      "port %d is taken" % (self.free + 4), "--port")
        taken.close()
        self.one_line("the web port is taken", up(*built, "--data", fresh, "--port", str(self.stack.port)),
                      "port %d is taken" % self.stack.port)
        self.one_line("the same data directory again", up(*built, "--data", self.stack.data, "--port", str(self.free)),
                      "another deploy/up", self.stack.data)
        self.one_line("a data directory that cannot be made", up(*built, "--data", "/dev/null/x"),
                      "cannot make the data directory", "/dev/null/x")
        self.one_line("a file where the data directory should be", up(*built, "--data", "/etc/passwd"), "/etc/passwd")
        self.one_line("an unknown option", up("--frobnicate"), "--frobnicate", "--help")
        for option in ("--data", "--port"):
            self.one_line("%s without its value" % option, up(option), option)
        for port in ("http", "0", "65530", "-1", "99999999999999999999"):
            self.one_line("--port " + port, up(*built, "--data", fresh, "--port", port), "--port")
        if os.geteuid() == 0:
            closed = os.path.join(folder, "closed")
            os.mkdir(closed, 0o700)
            self.one_line("a place that the run user cannot reach", up(
                *built, "--data", os.path.join(closed, "data"), "--port", str(self.free)), "cannot reach", "--data")

    def help(self):
        code, lines = up("--help")
        said = "\n".join(lines)
        self.checks.that("--help", code == 0 and all(option in said for option in (
            "--data", "--port", "--demo", "--no-install", "--help")), said)

    def shims(self, folder):
        packages = shim(folder, "dpkg-query", '/usr/bin/dpkg-query "$@" | grep -v -e libczmq-dev -e ninja-build\n')
        code, lines = up("--no-install", "--data", os.path.join(folder, "p"), "--port", str(self.free), path=packages)
        self.checks.that("--no-install names what is missing", code != 0 and len(lines) == 1 and all(
            name in lines[0] for name in ("libczmq-dev", "ninja-build")) and "cmake" not in lines[0], (code, lines))
        os.unlink(os.path.join(folder, "dpkg-query"))
        full = shim(folder, "df", 'printf "Filesystem 1024-blocks Used Available\\n/dev/x 100000 99000 1000 99%% /\\n"\n')
        self.one_line("a full disk", up("--no-install", "--no-build", "--data", os.path.join(folder, "full"),
                                        "--port", str(self.free), path=full), "full")


def run_deploy(checks, stack):
    tests = Deploy(checks, stack)
    before = stack.pids()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        os.chmod(folder, 0o711)
        tests.refusals(folder)
        tests.shims(folder)
    tests.help()
    checks.equal("the stack beside it runs on", stack.pids(), before)


# ---- signals ----

def append_setting(stack, line):
    """What comes last in the file holds."""
    with open(os.path.join(stack.data, "wlacznik.ini"), "a", encoding="utf-8") as file:
        file.write("[log]\n%s\n" % line)


def provoke(stack):
    """How many lines of level debug come of requests that fail by their sender's fault."""
    before = stack.log("intake").count("level=debug")
    for _ in range(3):
        try:
            stack.public.get("/v1/calls/01890a5d-ac96-774b-bcce-b302099a8057")
        except Refused as refused:
            assert refused.status == 404, refused
    time.sleep(0.2)
    return stack.log("intake").count("level=debug") - before


def reload(stack, count):
    stack.signal("intake", signal.SIGHUP)
    wait_until("the reload", lambda: stack.log("intake").count("configuration") == count, 5)


def run_signals(checks, stack):
    before = stack.pids()
    checks.that("at level debug, requests that fail are logged", provoke(stack) > 0)
    append_setting(stack, "level = info")
    reload(stack, 1)
    checks.equal("after SIGHUP with level info, they are not", provoke(stack), 0)
    path = os.path.join(stack.data, "wlacznik.ini")
    with open(path, encoding="utf-8") as file:
        good = file.read()
    append_setting(stack, "levle = debug")
    reload(stack, 2)
    checks.that("a setting that is none is refused by name, and what was there stands", "levle" in
                stack.log("intake").splitlines()[-1] and provoke(stack) == 0, stack.log("intake")[-300:])
    with open(path, "w", encoding="utf-8") as file:
        file.write(good)
    append_setting(stack, "level = debug")
    reload(stack, 3)
    checks.that("after SIGHUP with level debug, they are logged again", provoke(stack) > 0)
    checks.equal("SIGHUP ended nobody", stack.pids(), before)
    death(checks, stack, before)


def death(checks, stack, before):
    stack.signal("dissemination", signal.SIGKILL)
    wait_until("a new process", lambda: stack.pid("dissemination") != before["dissemination"])
    wait_until("its readiness", lambda: stack.admin("dissemination", "/readyz")[0] == 200)
    with open(stack.out, encoding="utf-8") as file:
        said = [line for line in file.read().splitlines() if line.startswith("dissemination ended")]
    checks.that("a daemon that is killed is started again, and said so", len(said) == 1 and "KILL" in said[0] and
                os.path.join(stack.data, "log", "dissemination.log") in said[0], said)
    checks.equal("... and only that one", {name for name, pid in stack.pids().items() if pid != before[name]},
                 {"dissemination"})
    checks.that("the catalogue answers", stack.public.get("/v1/catalogue") is not None)


# ---- the end ----

def half_a_request(stack, client):
    """A command whose headers and half of whose body are sent."""
    body = json.dumps({"name": "Program", "policyTarget": 3}).encode("utf-8")
    connection = socket.create_connection(("127.0.0.1", stack.port), timeout=10)
    connection.sendall(("POST /v1/programmes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                        "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (
                            client.token, len(body))).encode("ascii") + body[:10])
    return connection, body[10:]


def times(stack, name):
    """When it last said these."""
    found = {}
    for moment, what in re.findall(r"^time=(\S+) .*message=(stopping|stopped)\b", stack.log(name), re.M):
        found[what] = moment
    return found


def run_down(checks, stack, world):
    connection, rest = half_a_request(stack, world.people["owner"])
    time.sleep(0.3)
    os.kill(int(os.environ["WLACZNIK_UP_PID"]), signal.SIGTERM)
    wait_until("the gateway begins to stop", lambda: "stopping" in times(stack, "gateway"))
    connection.sendall(rest)
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    checks.equal("a request that was under way at SIGTERM is answered", answer.status, 201)
    connection.close()
    wait_until("the end", lambda: open(stack.out, encoding="utf-8").read().rstrip().splitlines()[-1].startswith(
        "Stopped"), 40)
    ends = {name: times(stack, name) for name in SERVICES}
    checks.that("each daemon stopped in order", all(
        set(moments) == {"stopping", "stopped"} for moments in ends.values()), ends)
    checks.that("the door first", all(
        ends["gateway"]["stopped"] <= ends[name]["stopping"] for name in SERVICES if name != "gateway"), ends)
    checks.that("who tells after who writes", all(
        ends[name]["stopped"] <= ends["notification"]["stopping"] for name in ("intake", "evaluation", "dissemination")),
        ends)
    last = stack.log("postgresql").rstrip().splitlines()[-1]
    checks.that("the database last, and in order", "database system is shut down" in last, last)
    checks.that("nothing is left running", not [name for name in SERVICES + ["postgresql"] if os.path.exists(
        os.path.join(stack.run, name + ".pid"))])
    errors = [line for name in SERVICES for line in stack.log(name).splitlines()
              if "level=error" in line and "levle" not in line]
    checks.that("in all that was done here, no daemon met an error", not errors, errors[:3])
    errors = [line for line in stack.log("postgresql").splitlines() if re.search("ERROR:|PANIC:", line)]
    checks.that("... and no statement failed", not errors, errors[:3])
