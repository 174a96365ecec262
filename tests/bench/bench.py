#!/usr/bin/python3
"""The measurements of tests/bench/run: each against a limit of the same machine in the same minutes."""
import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import time

sys.dont_write_bytecode = True
parser = argparse.ArgumentParser()
for name in ("url", "data", "programs", "started", "result", "top"):
    parser.add_argument("--" + name, required=True)
options = parser.parse_args()
sys.path.insert(0, os.path.join(options.top, "deploy", "demo"))

import people  # noqa: E402
from api import Client  # noqa: E402
from mailbox import Mailbox  # noqa: E402
from scenes import Scenes, instant  # noqa: E402
from tell import Progress, say  # noqa: E402

PG = "/usr/lib/postgresql/15/bin/"
DRAFTS = 90000
SECONDS = 6
rows = []


def tell(text):
    say("  " + text)


def add(name, measured, limit, value, goal, good):
    rows.append({"name": name, "measured": measured, "limit": limit, "value": value, "goal": goal, "ok": bool(good)})


def psql(service, sql):
    return subprocess.run([PG + "psql", "-h", run_folder(), "-U", "wlacznik_" + service, "-d", "wlacznik_" + service,
                           "-qAtX", "-v", "ON_ERROR_STOP=1"], input=sql, check=True, capture_output=True,
                          text=True).stdout.strip()


def run_folder():
    with open(os.path.join(options.data, "wlacznik.ini"), encoding="utf-8") as file:
        return re.search(r"ipc://(.*)/intake\.rpc", file.read()).group(1)


# ---- memory, before anything was asked of the daemons ----

def memory():
    rss = pss = 0
    for service in ("intake", "evaluation", "dissemination", "notification", "gateway"):
        with open(os.path.join(run_folder(), service + ".pid"), encoding="ascii") as file:
            pid = file.read().strip()
        with open("/proc/%s/smaps_rollup" % pid, encoding="ascii") as file:
            text = file.read()
        rss += int(re.search(r"^Rss: *(\d+)", text, re.M).group(1))
        pss += int(re.search(r"^Pss: *(\d+)", text, re.M).group(1))
    add("five daemons idle, resident", "%.0f MB (PSS %.0f MB)" % (rss / 1024, pss / 1024), "80 MB", rss / 1024 / 80,
        "under 1.00", rss / 1024 < 80)


# ---- a call with many drafts, all alike but for their ids ----

def prepare():
    scenes = Scenes(Client(options.url), Mailbox(os.path.join(options.data, "mail")), Progress(1))
    scenes.progress.live, scenes.progress.scene = False, lambda title: None
    scenes.administrator = scenes.sign_in("admin@wlacznik.localhost", os.environ["WLACZNIK_ADMINISTRATOR_PASSWORD"])
    scenes.owner = scenes.open_account("staff", 0)
    scenes.grant(scenes.owner, "OWNER", "*")
    scenes.applicants = [scenes.open_account("applicant", 0)]
    with open(os.path.join(options.top, "deploy", "demo", "call.json"), encoding="utf-8") as file:
        scenes.announce_call(dict(json.load(file), applicationsPerPerson=0))
    scenes.owner.post("/v1/calls/%s/extend" % scenes.call_id, {"submitUntil": instant(86400)})
    scenes.amounts = [1500000]
    with open(os.path.join(options.top, "deploy", "demo", "applications.json"), encoding="utf-8") as file:
        text = dict(json.load(file)[0])
    for field in ("problem", "novelty", "how"):  # a typical application has about 6 kB
        text[field] = (text[field] + " ") * 12
        text[field] = text[field][:1900].strip()
    return scenes, text


def draft(scenes, text):
    client = scenes.applicants[0]
    made = client.post("/v1/applications", {"callId": scenes.call_id, "region": "30", "applicant": {
        "type": "PERSON", "members": [{"name": people.name(0), "email": client.email}]}})
    client.put("/v1/applications/" + made["id"], {"version": made["version"], "applicant": made["applicant"],
                                                  "answers": scenes.answers(0, text, "30")})
    return made["id"]


def copy_drafts(model, count):
    """Set-up, not measured: a draft typed once stands `count` times."""
    columns = psql("intake", "select string_agg (column_name, ', ' order by ordinal_position) from "
                             "information_schema.columns where table_name = 'application' and column_name <> 'id'")
    return psql("intake", "with made as (insert into application (id, %s) select gen_random_uuid (), %s from "
                          "application, generate_series (1, %d) where id = '%s' returning id) select id from made"
                % (columns, columns, count, model)).split()


# ---- submissions ----

LUA = """
local paths, n = {}, 0
for line in io.lines("%s") do paths[#paths + 1] = "/v1/applications/" .. line .. "/submit" end
local headers = { ["Authorization"] = "Bearer %s", ["Content-Type"] = "application/json" }
request = function ()
    n = n + 1
    return wrk.format ("POST", paths[n] or "/v1/none", headers, "{}")
end
"""


def submitted():
    return int(psql("intake", "select count (*) from submission"))


def submissions_by_http(ids, token):
    lists = os.path.join(options.data, "ids")
    with open(lists, "w", encoding="ascii") as file:
        file.write("\n".join(ids))
    script = os.path.join(options.data, "submit.lua")
    with open(script, "w", encoding="ascii") as file:
        file.write(LUA % (lists, token))
    before, began = submitted(), time.monotonic()
    out = subprocess.run(["wrk", "-t1", "-c32", "-d%ds" % SECONDS, "--latency", "-s", script, options.url],
                         check=True, capture_output=True, text=True).stdout
    taken = time.monotonic() - began
    count = submitted() - before
    if "Non-2xx" in out and count >= len(ids):
        raise RuntimeError("too few drafts for this machine")
    if "Non-2xx" in out:
        raise RuntimeError(out)
    return count / taken


PGBENCH = """
select nextval ('bench_next') as n \\gset
select id as id from bench_draft where n = :n::int \\gset
begin;
select pg_advisory_xact_lock (hashtextextended (:id::text, 0));
select method, digest, reply from runtime.commands where owner = 'bench' and key = :id::text;
select * from application where id = :id::uuid for update;
with frozen as (insert into submission (application_id, stage, round, call_id, serial, submitted_at, content, digest)
  select :id::uuid, 0, 1, call_id, -(:n::int), now (), content, digest from bench_content)
 update application set state = 2, version = version + 1, submitted_at = now (), digest = 'x' where id = :id::uuid;
insert into runtime.outbox (at, region, type, aggregate, trace, payload)
  select now (), 'pgbench', 'pgbench', :id::text, repeat ('t', 55), payload from bench_event;
insert into runtime.commands (owner, key, method, digest, reply, at)
  select 'bench', :id::text, 'SubmitApplication', digest, substring (content for 200), now () from bench_content;
commit;
"""


def submissions_by_pgbench(ids):
    psql("intake", "drop table if exists bench_draft, bench_content, bench_event; drop sequence if exists bench_next; "
                   "create sequence bench_next; create table bench_draft (n int primary key, id uuid); "
                   "create table bench_content as select call_id, content, digest from submission limit 1; "
                   "create table bench_event as select payload from runtime.log "
                   "where type = 'intake.ApplicationSubmitted' limit 1")
    psql("intake", "insert into bench_draft values " + ",".join("(%d,'%s')" % pair for pair in enumerate(ids, 1)))
    script = os.path.join(options.data, "submit.sql")
    with open(script, "w", encoding="ascii") as file:
        file.write(PGBENCH)
    out = subprocess.run([PG + "pgbench", "-h", run_folder(), "-U", "wlacznik_intake", "-n", "-M", "prepared", "-f",
                          script, "-T", str(SECONDS), "-c", "32", "-j", "2", "wlacznik_intake"],
                         capture_output=True, text=True)
    if "tps" not in out.stdout:
        raise RuntimeError(out.stderr[-2000:])
    psql("intake", "delete from runtime.outbox where region = 'pgbench'; delete from runtime.log where region = 'pgbench'; "
                   "delete from runtime.stream where region = 'pgbench'")
    return float(re.search(r"tps = ([\d.]+)", out.stdout).group(1))


class Pacer:
    """Sends at a constant rate whatever the answers do, and counts from when each should have gone."""

    def __init__(self, ids, token, rate):
        self.ids, self.token, self.rate = iter(ids), token, rate
        self.latencies, self.errors = [], 0
        host, port = options.url.split("//")[1].split(":")
        self.address = (host, int(port))

    async def one(self, connections, path, due):
        reader, writer = await connections.get()
        writer.write(("POST %s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
                      "Content-Length: 2\r\n\r\n{}" % (path, self.token)).encode("ascii"))
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(re.search(rb"Content-Length: (\d+)", head, re.I).group(1))
            await reader.readexactly(length)
            self.errors += not head.startswith(b"HTTP/1.1 200")
            self.latencies.append(time.monotonic() - due)
        except (OSError, asyncio.IncompleteReadError):
            self.errors += 1
            reader, writer = await asyncio.open_connection(*self.address)
        connections.put_nowait((reader, writer))

    async def run(self, seconds):
        connections = asyncio.Queue()
        for _ in range(32):
            connections.put_nowait(await asyncio.open_connection(*self.address))
        began, tasks = time.monotonic(), []
        for n in range(int(self.rate * seconds)):
            due = began + n / self.rate
            await asyncio.sleep(max(0, due - time.monotonic()))
            tasks.append(asyncio.create_task(self.one(connections, "/v1/applications/%s/submit" % next(self.ids), due)))
        await asyncio.gather(*tasks)
        self.latencies.sort()
        return self


def percentile(values, share):
    return values[min(len(values) - 1, int(len(values) * share))]


# ---- the rest ----

def until_quiet():
    """Until evaluation and notification have taken in what was submitted; mail may still go out."""
    for _ in range(600):
        waiting = int(psql("intake", "select count (*) from runtime.outbox"))
        head = int(psql("intake", "select coalesce (sum (sequence), 0) from runtime.stream") or 0)
        taken = int(psql("evaluation", "select coalesce (sum (sequence), 0) from runtime.offsets where source = 'intake'"))
        if waiting == 0 and taken >= head:
            return
        time.sleep(0.2)


def event_to_effect(scenes, ids):
    """From the receipt to the dossier in evaluation, seen by a connection that asks all the time."""
    probe = subprocess.Popen([PG + "psql", "-h", run_folder(), "-U", "wlacznik_evaluation", "-d",
                              "wlacznik_evaluation", "-qAtX"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    times = []
    for application in ids:
        scenes.applicants[0].post("/v1/applications/%s/submit" % application, {})
        began = time.monotonic()
        while True:
            probe.stdin.write("select count (*) from dossier where application_id = '%s';\n" % application)
            probe.stdin.flush()
            if probe.stdout.readline().strip() == "1":
                break
        times.append((time.monotonic() - began) * 1000)
    probe.stdin.close()
    probe.wait()
    times.sort()
    return times


def wrk_rate(url):
    out = subprocess.run(["wrk", "-t1", "-c32", "-d5s", url], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in out:
        raise RuntimeError(out)
    return float(re.search(r"Requests/sec: +([\d.]+)", out).group(1))


def catalogue():
    answer = Client(options.url).get("/v1/catalogue")
    body = os.path.join(options.data, "body.json")
    with open(body, "w", encoding="utf-8") as file:
        json.dump(answer, file)
    port = int(options.url.rsplit(":", 1)[1]) + 8
    bare = subprocess.Popen([os.path.join(options.programs, "bench-civetweb"), str(port), body], stdin=subprocess.PIPE)
    time.sleep(0.5)
    limit = wrk_rate("http://127.0.0.1:%d/" % port)
    bare.stdin.close()
    bare.wait()
    ours = wrk_rate(options.url + "/v1/catalogue")
    add("catalogue read", "%.0f/s" % ours, "%.0f/s by a bare civetweb handler" % limit, ours / limit, "at least 0.70",
        ours / limit >= 0.7)


def program(name):
    out = subprocess.run([os.path.join(options.programs, name)], check=True, capture_output=True, text=True, timeout=120)
    return json.loads(out.stdout.strip().splitlines()[-1])


def show():
    widths = [max(len(row[k]) for row in rows) for k in ("name", "measured", "limit", "goal")]
    say("")
    for row in rows:
        say("  %-*s  %*s  against %-*s  %6.2f  goal %-*s  %s" % (
            widths[0], row["name"], widths[1], row["measured"], widths[2], row["limit"], row["value"], widths[3],
            row["goal"], "ok" if row["ok"] else "MISSED"))
    with open(options.result, "w", encoding="utf-8") as file:
        json.dump({"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "cores": os.cpu_count(), "rows": rows},
                  file, indent=1)


def main():
    tell("memory and start")
    time.sleep(3)
    memory()
    add("start after build", options.started + " s", "3 s", float(options.started) / 3, "under 1.00",
        float(options.started) < 3)
    tell("rpc round trip")
    rpc = program("bench-rpc")
    add("rpc round trip", "%d us" % rpc["ours_us"], "%d us for a bare czmq echo" % rpc["bare_us"], rpc["ratio"],
        "at most 2.00", rpc["ratio"] <= 2)
    tell("event replay")
    replay = program("bench-log")
    add("event replay over the bus", "%d/s" % replay["events_per_second"], "50000/s", replay["events_per_second"] / 50000,
        "at least 1.00", replay["events_per_second"] >= 50000)
    tell("drafts for the submissions")
    scenes, text = prepare()
    ids = copy_drafts(draft(scenes, text), DRAFTS)
    token = scenes.applicants[0].token
    tell("event to effect")
    effects = event_to_effect(scenes, ids[:300])
    add("event to effect, p99", "%.1f ms (p50 %.1f)" % (percentile(effects, 0.99), percentile(effects, 0.5)), "50 ms",
        percentile(effects, 0.99) / 50, "under 1.00", percentile(effects, 0.99) < 50)
    tell("submissions by pgbench, then through HTTP")
    third = (DRAFTS - 300) // 3
    limit = submissions_by_pgbench(ids[300:300 + third])
    rate = submissions_by_http(ids[300 + third:300 + 2 * third], token)
    until_quiet()
    # The letters of the burst would take minutes to send; the next measurement is not about them.
    psql("notification", "delete from runtime.timers where kind = 'send'")
    add("accepted submissions", "%.0f/s" % rate, "%.0f/s by pgbench, same rows" % limit, rate / limit, "at least 0.35",
        rate / limit >= 0.35)
    tell("submissions at half that rate")
    pace = asyncio.run(Pacer(ids[300 + 2 * third:], token, rate / 2).run(SECONDS))
    p99 = percentile(pace.latencies, 0.99) * 1000
    add("submission at half that rate, p99", "%.1f ms (p50 %.1f), %d errors" % (
        p99, percentile(pace.latencies, 0.5) * 1000, pace.errors), "50 ms", p99 / 50, "under 1.00",
        p99 < 50 and pace.errors == 0)
    tell("catalogue")
    catalogue()
    show()


if __name__ == "__main__":
    main()
