#!/usr/bin/python3
"""See regions."""
import argparse
import json
import os
import signal
import subprocess
import sys
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(1, os.path.join(TOP, "tests", "regions"))

import houses  # noqa: E402
from hostile_bus import read_key  # noqa: E402
from line import Line  # noqa: E402
from stack import wait_until  # noqa: E402

MILLION, OVER_THE_LINE = 1000000, 200000
PROGRAMS = os.path.join(TOP, "build", "release", "bin")
EVENTS = """insert into runtime.outbox (region, type, aggregate, at, trace, payload)
    select '32', 'bench.Event', gen_random_uuid ()::text, now (), repeat ('t', 55), decode (repeat ('ab', 150), 'hex')
      from generate_series (1, %d)"""


def show(what, measured, goal, ratio, good):
    print("  %-52s %-22s %-22s %5.2f  %s" % (what, measured, goal, ratio, "ok" if good else "MISSED"), flush=True)


def replay(centre, keys, port, events):
    server = read_key(os.path.join(centre.data, "keys", "intake.key"))[0].decode()
    out = subprocess.run([os.path.join(PROGRAMS, "bench-replay"), "tcp://127.0.0.1:%d" % port, "intake", "32",
                          str(events), keys, server], check=True, capture_output=True, text=True).stdout
    return json.loads(out)


def catching_up(centre, line):
    code, said = centre.operate("keys", "new", "bench", "--directory", os.path.join(centre.data, "keys"), "--regions", "32")
    assert code == 0, said
    keys = os.path.join(centre.data, "keys", "bench.key")
    began = time.monotonic()
    for _ in range(10):
        centre.rows("intake", EVENTS % (MILLION // 10))
    wait_until("every event has its place", lambda: centre.value("intake", "select count (*) from runtime.outbox") == "0", 300)
    print("  (%d events were written and sequenced in %.0f s)" % (MILLION, time.monotonic() - began))
    centre.rows("intake", "vacuum analyze runtime.log")
    result = replay(centre, keys, centre.port + 11, MILLION)
    show("catching up 1,000,000 events on loopback, CURVE", "%.1f s" % result["seconds"], "60 s",
         result["seconds"] / 60, result["seconds"] <= 60)
    result = replay(centre, keys, line, OVER_THE_LINE)
    rate = result["events_per_second"]
    show("replay over a line of 40 ms there and back, CURVE", "%d/s" % rate, "20,000/s", rate / 20000, rate >= 20000)


def failover(centre):
    """From the death of the node that sequences to the first event that another one gave its place."""
    environment = dict(os.environ, WLACZNIK_EVALUATION_ADMIN_PORT=str(centre.port + 7),
                       WLACZNIK_EVALUATION_BUS_LISTEN="ipc://%s/evaluation-1.rpc" % centre.run,
                       WLACZNIK_EVALUATION_BUS_LOG_LISTEN="ipc://%s/evaluation-1.log" % centre.run)
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    second = subprocess.Popen(as_user + [os.path.join(centre.data, "bin", "wlacznik-evaluation"), "--config",
                                         os.path.join(centre.data, "wlacznik.ini")], env=environment, stderr=subprocess.DEVNULL)
    wait_until("a second node", lambda: centre.admin_at(centre.port + 7, "/readyz") is not None, 60)
    leader = centre.pid("evaluation")
    os.kill(leader, signal.SIGKILL)
    died = time.monotonic()
    centre.rows("evaluation", EVENTS % 1)
    wait_until("its place", lambda: centre.value("evaluation", "select count (*) from runtime.outbox") == "0", 60)
    seconds = time.monotonic() - died
    second.terminate()
    second.wait(30)
    show("failover of the sequencer", "%.2f s" % seconds, "5 s", seconds / 5, seconds <= 5)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    # As slow to be started anew as in life: the other node must take over.
    os.environ["WLACZNIK_RESTART_PAUSE_MOST"] = "30"
    centre = houses.House(options.work, "centre", options.port, "--partners", "127.0.0.1")
    line = options.port + 50
    Line([(line, options.port + 11)], delay=0.02)
    try:
        centre.start()
        catching_up(centre, line)
        failover(centre)
    finally:
        centre.stop()


if __name__ == "__main__":
    main()
