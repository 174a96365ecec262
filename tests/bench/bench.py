#!/usr/bin/python3
"""The measurements of tests/bench/run: each against a limit of the same machine in the same minutes."""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
DEMO = os.path.join(TOP, "deploy", "demo")
sys.path[1:1] = [DEMO]

import live  # noqa: E402
import deadline  # noqa: E402
from drafts import Drafts  # noqa: E402
from house import PG, House  # noqa: E402
from tell import say  # noqa: E402

CONNECTIONS = 32
ROUNDS, SECONDS = 3, 5  # pgbench and HTTP take turns, so that a busy moment of the machine hits both
CLIENT_DRAFTS = 4000    # of each pgbench client, all rounds together; submit.sql counts with it
EVENTS = 200000
EFFECTS = 300
STREAMS, FOLLOWERS = 5000, 500
SLUG = "bench"
ASSESSORS, CARDS_EACH = 200, 20
HOSTILE_SECONDS, FLOOD_SECONDS = 15, 3

rows = []


def add(name, measured, limit, ratio, goal=None, least=False):
    """`goal` is the most that the ratio may be, or the least; None: there is none."""
    good = None if goal is None else ratio >= goal if least else ratio <= goal
    wanted = "" if goal is None else "%s %.2f" % ("at least" if least else "at most", goal)
    rows.append({"name": name, "measured": measured, "limit": limit, "ratio": round(ratio, 3), "goal": wanted,
                 "ok": good})
    say("  %s: %s" % (name, measured))


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


# ---- at rest ----

def at_rest(house, started):
    time.sleep(5)
    resident, proportional = house.memory()
    add("start after build", "%.1f s" % started, "3 s", started / 3, 1)
    # What the five hold together: a page that they share is there once. The sum of what each shows has
    # every library in it five times.
    add("five daemons idle, resident together", "%.0f MB" % proportional, "80 MB", proportional / 80, 1)
    add("  shared pages counted for each", "%.0f MB" % resident, "80 MB", resident / 80)


def rpc(house):
    result = house.bench("bench-rpc")
    add("rpc round trip", "%d us" % result["ours_us"], "%d us, bare czmq echo" % result["bare_us"], result["ratio"], 2)


# ---- the assignment solver ----

def assignment(house):
    """CPU time, so that other work counts for neither; LEMON's network simplex solves the same problems."""
    for line in house.bench_lines("bench-assignment"):
        add("assignment %s" % line["problem"], "%.2f s, %.0f MB" % (line["seconds"], line["megabytes"]),
            "%.2f s; LEMON %.2f s" % (line["limit_seconds"], line["lemon_seconds"]), line["limit_ratio"], 1)


# ---- the event log ----

def replay(house):
    """Events of a region that nobody else uses, so that their chain begins with them."""
    house.sql("wlacznik_intake", """
        insert into runtime.outbox (region, type, aggregate, at, trace, payload)
          select '32', 'bench.Event', gen_random_uuid ()::text, now (), repeat ('t', 55), decode (repeat ('ab', 150), 'hex')
            from generate_series (1, %d)""" % EVENTS)
    house.until_quiet()
    house.sql("wlacznik_intake", "vacuum analyze runtime.outbox; vacuum analyze runtime.log")
    result = house.bench("bench-replay", "ipc://%s/intake.log" % house.run, "intake", "32", EVENTS)
    rate = result["events_per_second"]
    add("event replay out of PostgreSQL", "%d/s" % rate, "50000/s", rate / 50000, 1, least=True)
    result = house.bench("bench-log")
    add("  its bus alone", "%d/s" % result["events_per_second"], "50000/s", result["events_per_second"] / 50000)


def event_to_effect(house, drafts):
    """From the receipt to the dossier in evaluation, as a connection sees it that asks all the time."""
    probe = subprocess.Popen([PG + "psql", "-h", house.run, "-U", "wlacznik", "-d", "wlacznik_evaluation", "-qAtX"],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    times = []
    for application in drafts.submit_one_by_one(EFFECTS):
        began = time.monotonic()
        seen = ""
        while seen != "1" and time.monotonic() < began + 10:
            probe.stdin.write("select count (*) from dossier where application_id = '%s';\n" % application)
            probe.stdin.flush()
            seen = probe.stdout.readline().strip()
        times.append((time.monotonic() - began) * 1000)
    probe.stdin.close()
    probe.wait()
    p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
    add("event to effect, p99", "%.1f ms (p50 %.1f)" % (p99, p50), "50 ms", p99 / 50, 1)


# ---- streams and webhooks ----

def streams(house, drafts):
    each, count, threads, took = live.memory_per_stream(house, drafts, STREAMS)
    add("a stream of events, of %d" % count, "%.1f kB of the gateway" % (each / 1024), "16 kB", each / 1024 / 16, 1)
    add("  threads for all of them", "%d more" % threads, "8", threads / 8, 1)
    add("  opened", "%.0f/s" % (count / took), "100/s", count / took / 100, 1, least=True)
    inbox, webhook = live.event_to_people(house, drafts, EFFECTS, FOLLOWERS)
    for name, times, limit in (("event to inbox (stream), p99", inbox, 100), ("event to webhook, p99", webhook, 200)):
        p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
        add(name, "%.1f ms (p50 %.1f)" % (p99, p50), "%d ms" % limit, p99 / limit, 1)


# ---- submissions ----

def pgbench(house, drafts, turn):
    """The same rows by the same statements, in a database of their own that no service works in."""
    content, event = house.sql("wlacznik_intake", """
        select content, (select payload from runtime.log where type = 'intake.ApplicationSubmitted' limit 1)
          from submission limit 1""").split("|")
    start = turn * CLIENT_DRAFTS // ROUNDS
    before = int(house.sql("bench", "checkpoint; select count (*) from submission"))
    out = house.postgres("pgbench", "bench", "-n", "-M", "prepared", "-f", os.path.join(HERE, "submit.sql"),
                         "-T", str(SECONDS), "-c", str(CONNECTIONS), "-j", "2",
                         "-D", "start=%d" % start, "-D", "n=%d" % start,
                         "-D", "call_id=" + drafts.scenes.call_id, "-D", "content=" + content, "-D", "event=" + event)
    done = int(re.search(r"actually processed: (\d+)", out).group(1))
    if int(house.sql("bench", "select count (*) from submission")) - before != done:
        raise RuntimeError("pgbench ran out of drafts")
    return float(re.search(r"tps = ([\d.]+)", out).group(1))


def make_bench_database(house):
    house.sql("postgres", "create database bench")
    house.sql("bench", house.postgres("pg_dump", "wlacznik_intake", "--no-owner"))


def load(house, drafts, name, rate, count):
    result = house.bench("bench-load", house.port, drafts.make(name, count), CONNECTIONS, rate, SECONDS)
    if result["used_up"]:
        raise RuntimeError("too few drafts for this machine")
    house.until_quiet()
    # The letters and comparisons of so many would go on for minutes; the next measurement is not about them.
    house.sql("wlacznik_notification", "update message set due = null where due is not null;"
                                       "update dispatch set ready = null where ready is not null")
    house.sql("wlacznik_intake", "delete from runtime.timers where kind = 'likeness'")
    return result


def submissions(house, drafts):
    for _ in drafts.submit_one_by_one(1):  # the content that pgbench writes
        pass
    drafts.copy_applications("bench", 1, CONNECTIONS * CLIENT_DRAFTS)
    limits, rates, errors = [], [], 0
    for turn in range(ROUNDS):
        limits.append(pgbench(house, drafts, turn))
        most = load(house, drafts, "as-fast-as-it-goes", 0, int(limits[-1] * SECONDS))
        rates.append(most["rate"])
        errors += most["errors"]
    house.sql("postgres", "drop database bench")  # or its autovacuum would share the disk with what follows
    limit, rate = statistics.mean(limits), statistics.mean(rates)
    add("accepted submissions", "%.0f/s, %d errors" % (rate, errors), "%.0f/s, pgbench" % limit, rate / limit, 0.35,
        least=True)
    half = load(house, drafts, "at-half-that-rate", rate / 2, int(rate / 2 * SECONDS) + 100)
    add("  at half that rate, p99", "%.1f ms (p50 %.1f), %d errors" % (half["p99_ms"], half["p50_ms"], half["errors"]),
        "50 ms", half["p99_ms"] / 50, 1)


# ---- cards ----

def cards(house, drafts):
    """200 assessors with an account, a session and their own cards; each saves a card once a second, which no
    typing does. Over as many connections as a proxy keeps open."""
    result = house.bench("bench-load", house.port, drafts.make_cards("cards", ASSESSORS, CARDS_EACH), CONNECTIONS,
                         ASSESSORS, CARDS_EACH * 0.9)
    if result["used_up"]:
        raise RuntimeError("too few cards for this machine")
    add("card save, 200 assessors at once, p99",
        "%.1f ms (p50 %.1f), %d errors" % (result["p99_ms"], result["p50_ms"], result["errors"]),
        "20 ms", result["p99_ms"] / 20, 1)


def cards_among_many(programs):
    """Evaluation's own part, in a PostgreSQL of its own."""
    out = subprocess.run([os.path.join(TOP, "tests", "integration", "with-postgres"),
                          os.path.join(programs, "bench-cards")],
                         env=dict(os.environ, WLACZNIK_TEST_FSYNC="on"), check=True, capture_output=True, text=True)
    result = json.loads(out.stdout)
    for act in ("save", "lock"):
        add("a card's %s among %d, median" % (act, result["stored"]), "%.2f ms" % result[act + "_ms_at_stored"],
            "%.2f ms among 1,000" % result[act + "_ms_at_1000"], result[act + "_ratio"], 1.15)
    add("the list of %d applications, through the handler" % result["listed"], "%.2f s" % result["list_s"], "1 s",
        result["list_s"], 1)


# ---- writing ----

def writing(programs):
    """Intake's own part of it, in a PostgreSQL of its own: a million applications stay out of the house."""
    out = subprocess.run([os.path.join(TOP, "tests", "integration", "with-postgres"),
                          os.path.join(programs, "bench-writing")],
                         env=dict(os.environ, WLACZNIK_TEST_FSYNC="on"), check=True, capture_output=True, text=True)
    result = json.loads(out.stdout)
    add("drafts saved (no HTTP)", "%d/s" % result["saves_per_second"], "%d/s, pgbench" % result["pgbench_per_second"],
        result["save_ratio"], 0.5, least=True)
    add("a submission among %d, median" % result["stored"], "%.1f ms" % result["submit_ms_at_stored"],
        "%.1f ms among 1,000" % result["submit_ms_at_1000"], result["submit_ratio"], 1.15)


# ---- letters ----

def letters(programs):
    """With the gateway, intake and evaluation, in a PostgreSQL of their own. The bound of a decision letter stands for
    10,000 of them; a machine that pushes the bare bytes slower than that is none to measure it on."""
    here = os.path.join(TOP, "tests", "integration")
    out = subprocess.run([os.path.join(here, "with-postgres"), "/usr/bin/python3", "-B",
                          os.path.join(here, "notification", "bench_delivery.py"), programs],
                         env=dict(os.environ, WLACZNIK_TEST_FSYNC="on"), check=True, capture_output=True, text=True)
    result = json.loads(out.stdout.splitlines()[-1])
    add("letters sent over 8 connections", "%d/s (%d + %d us of CPU)" % (
        result["letters_per_second"], result["cpu_us"], result["database_cpu_us"]), "1000/s", result["letters_per_second"] / 1000, 1, least=True)
    add("  of the bare bytes by libcurl", "%d/s" % result["letters_per_second"], "%d/s" % result["pushed_per_second"], result["ratio"])
    add("%d decision letters, from the list to the end" % result["letters"], "%.1f s" % result["decision_seconds"], "15 s",
        result["decision_seconds"] / 15, 1)


# ---- near-duplicates ----

def likeness(programs):
    """In a database of its own: 100,000 applications are more than the house's should be slowed by."""
    out = subprocess.run([os.path.join(TOP, "tests", "integration", "with-postgres"),
                          os.path.join(programs, "bench-likeness"), os.path.join(DEMO, "applications.json")],
                         env=dict(os.environ, WLACZNIK_TEST_FSYNC="on"), check=True, capture_output=True, text=True)
    result = json.loads(out.stdout)
    add("near-duplicates of one in %d, p99" % result["stored"],
        "%.1f ms (p50 %.1f)" % (result["p99_ms"], result["median_ms"]), "50 ms", result["ratio"], 1)
    found = result["recall"]
    add("  recall; precision %.2f" % result["precision"],
        ", ".join("%s %.2f" % pair for pair in found.items()), "1.00", min(found.values()), 0.75, least=True)


# ---- the catalogue ----

def publish_entry(house, call_id):
    """An entry as an editor leaves it, about 4 kB, without the year that an innovation takes to get there."""
    paragraph = "Spotkania prowadzą dwie osoby z sąsiedztwa; materiały są w tekście łatwym do czytania. "
    text = "\n".join('%s: "%s"' % (name, paragraph * times) for name, times in (
        ("title", 1), ("summary", 3), ("problem", 10), ("solution", 12), ("recipients", 3), ("evidence", 8),
        ("steps", 10)))
    packed = subprocess.run(["protoc", "--encode=dissemination.EntryText", "-I", os.path.join(TOP, "proto"),
                             "wlacznik/dissemination.proto"], input=text.encode("utf-8"), cwd=TOP,
                            stdout=subprocess.PIPE, check=True).stdout
    house.sql("wlacznik_dissemination", """
        with made as (
          insert into entry (id, slug, state, application_id, call_id, region, text, title, summary, created_at,
                             updated_at, published_at, published_version, public_changed_at)
            values (gen_random_uuid (), '%s', 2, gen_random_uuid (), '%s', '30', '\\x%s', 'bench', 'bench', now (), now (),
                    now (), 1, now ()) returning id, text)
          insert into entry_version select id, 1, now (), null, '', text from made""" % (SLUG, call_id, packed.hex()))


def wrk(url):
    out = subprocess.run(["wrk", "-t1", "-c%d" % CONNECTIONS, "-d5s", url], check=True, capture_output=True,
                         text=True).stdout
    if "Non-2xx" in out:
        raise RuntimeError(out)
    return float(re.search(r"Requests/sec: +([\d.]+)", out).group(1))


def fill_list(house):
    """Two pages of the catalogue's list, which its search index answers."""
    house.sql("wlacznik_dissemination", """
        with made as (
          insert into entry (id, slug, state, application_id, call_id, region, text, title, summary, created_at, updated_at,
                             published_at, published_version, public_changed_at)
            select gen_random_uuid (), 'bench-' || n, 2, gen_random_uuid (), gen_random_uuid (), '30', e.text,
                   'Ławka rozmów ' || n, repeat ('Spotkania prowadzą dwie osoby z sąsiedztwa. ', 5), now (), now (), now (), 1,
                   now () from generate_series (1, 48) as n, entry as e where e.slug = '%s' returning id)
          insert into search_entry (entry_id, published_at, region, themes, recipient_groups, licence, reach, cost,
                                    evidence_level, built, title_terms, terms, words, head_terms)
            select id, now (), '30', '{samotnosc}', '{seniorzy}', 'CC-BY-4.0', 1, 2, 2, 'bench', '', '', '{}', ''
              from made""" % SLUG)


def public_read(house, name, path):
    """A page that many read at once, against a bare civetweb handler that sends the same bytes."""
    url = house.url + path
    body = house.path("body.json")
    subprocess.run(["curl", "-sf", "-o", body, url], check=True)
    bare = house.start("bench-civetweb", house.port + 8, body)
    time.sleep(0.5)
    limit = wrk("http://127.0.0.1:%d/" % (house.port + 8))
    bare.stdin.close()
    bare.wait()
    ours = wrk(url)
    add("%s (%d bytes)" % (name, os.path.getsize(body)), "%.0f/s" % ours, "%.0f/s, bare civetweb" % limit, ours / limit,
        0.7, least=True)


def catalogue(house, drafts):
    publish_entry(house, drafts.scenes.call_id)
    public_read(house, "catalogue read", "/v1/catalogue/" + SLUG)
    fill_list(house)
    public_read(house, "catalogue list, 24 of it", "/v1/catalogue?limit=24")


# ---- search ----

def search(programs):
    """A PostgreSQL of its own: 100,000 entries, and the labelled questions over the demo's innovations."""
    alone = [os.path.join(TOP, "tests", "integration", "with-postgres")]
    out = subprocess.run(alone + [os.path.join(programs, "bench-search"), "100000", "json"],
                         env=dict(os.environ, WLACZNIK_TEST_FSYNC="on"), check=True, capture_output=True, text=True)
    for line in out.stdout.splitlines():
        result = json.loads(line)
        add("search, %s: p99" % result["question"], "%.1f ms (p50 %.1f)" % (result["p99_ms"], result["p50_ms"]), "50 ms",
            result["p99_ms"] / 50, 1)
    out = subprocess.run(alone + ["/usr/bin/python3", "-B", os.path.join(HERE, "search", "measure.py"),
                                  os.path.join(programs, "wlacznik-gateway"), os.path.join(programs, "wlacznik-dissemination")],
                         check=True, capture_output=True, text=True)
    for kind, (count, recall, rank) in json.loads(out.stdout).items():
        add("search, recall@10, %s (MRR %.2f)" % (kind, rank), "%.3f of %d questions" % (recall, count), "1.000", recall,
            0.9, least=True)


# ---- sessions ----

def sessions(programs):
    """A gateway and a PostgreSQL of their own, durable."""
    out = subprocess.run([os.path.join(TOP, "tests", "integration", "with-postgres"), "/usr/bin/python3", "-B",
                          os.path.join(HERE, "sessions.py"), programs],
                         env=dict(os.environ, WLACZNIK_TEST_FSYNC="on"), check=True, capture_output=True, text=True)
    read, memory = (json.loads(line) for line in out.stdout.splitlines())
    add("authenticated small read, GET /v1/me (%d bytes)" % read["bytes"], "%.0f/s" % read["ours"],
        "%.0f/s, bare civetweb" % read["limit"], read["ours"] / read["limit"], 0.5, least=True)
    total = memory["gateway"] + memory["table"]
    add("10,000 sessions, each used: memory of the gateway and the table", "%.1f MB (%.1f + %.1f)" % (
        total / 1e6, memory["gateway"] / 1e6, memory["table"] / 1e6), "10 MB", total / 10e6, 1)


# ---- hostile connections ----

def start_proxy(house, port):
    """deploy/proxy as it ships, with a certificate of its own; (process, certificate)."""
    certificate = house.path("tls.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                    "-keyout", certificate + ".key", "-out", certificate], check=True, capture_output=True)
    folder = os.path.join(TOP, "deploy", "proxy")
    with open(house.path("haproxy.log"), "w", encoding="utf-8") as log:
        proxy = subprocess.Popen(["haproxy", "-db", "-f", os.path.join(folder, "haproxy.cfg")], stdout=log, stderr=log, env={
            **os.environ, "TLS": "127.0.0.1:%d" % port, "PLAIN": "127.0.0.1:%d" % (port + 1), "CERTIFICATE": certificate,
            "GATEWAY": "127.0.0.1:%d" % house.port, "PAGES": folder, "UNPRIVILEGED": "1"})
    time.sleep(1)
    if proxy.poll() is not None:
        raise RuntimeError("haproxy did not start; see haproxy.log")
    return proxy, certificate


def hostile(house):
    """Honest requests through the proxy: alone, beside the hostile connections, and alone again, so that a
    machine that got busier meanwhile does not pass for harm done. Then while all of them come at once."""
    script, port = os.path.join(HERE, "hostile.py"), house.port + 20
    proxy, certificate = start_proxy(house, port)
    place = "127.0.0.1:%d" % port

    def honest(seconds):
        return json.loads(subprocess.run([sys.executable, script, "honest", place, certificate, str(seconds)],
                                         check=True, capture_output=True, text=True).stdout)

    def beside(role, seconds):
        # In life they have machines of their own: here they get what the house leaves.
        attack = subprocess.Popen(["chrt", "--idle", "0", sys.executable, script, role, place, certificate,
                                   str(seconds + 5)], stdout=subprocess.PIPE, text=True)
        if attack.stdout.readline() != "ready\n":
            raise RuntimeError("the hostile ones did not start")
        return honest(seconds), json.loads(attack.communicate()[0] or "null")

    try:
        alone = [honest(HOSTILE_SECONDS)]
        attacked, told = beside("attack", HOSTILE_SECONDS)
        if told is None:
            raise RuntimeError("the machine is too busy to hold so many connections open")
        alone.append(honest(HOSTILE_SECONDS))
        flooded, _ = beside("flood", FLOOD_SECONDS)
    finally:
        proxy.terminate()
        proxy.wait()
    limit = statistics.mean(each["p99_ms"] for each in alone)
    for name, measured, goal in (("beside %d hostile connections" % told["open"], attacked, 2),
                                 ("while 3,000 come in two seconds", flooded, None)):
        failed = sum(each["failed"] for each in (measured, *alone))
        add("honest p99 " + name, "%.1f ms (p50 %.1f), %d failed" % (measured["p99_ms"], measured["p50_ms"], failed),
            "%.1f ms alone" % limit, measured["p99_ms"] / limit, goal)


# ---- JSON ----

def transcoding(programs):
    """CPU time, so that other work counts for neither."""
    out = subprocess.run([os.path.join(programs, "bench-json"), os.path.join(DEMO, "applications.json")], check=True,
                         capture_output=True, text=True).stdout
    for line in map(json.loads, out.strip().splitlines()):
        for way in ("in", "out"):
            rate = line["%s_mb_s" % way]
            add("JSON %s, %s" % (way, line["what"]), "%d MB/s" % rate, "%d MB/s" % line["limit_mb_s"],
                rate / line["limit_mb_s"], 1, least=True)


# ---- the table ----

def show(result, load_before):
    widths = [max(len(row[k]) for row in rows) for k in ("name", "measured", "limit", "goal")]
    say("")
    for row in rows:
        verdict = {None: "", True: "ok", False: "MISSED"}[row["ok"]]
        say("  %-*s  %*s  of %-*s  %6.2f  %-*s  %s" % (
            widths[0], row["name"], widths[1], row["measured"], widths[2], row["limit"], row["ratio"], widths[3],
            row["goal"], verdict))
    say("")
    say("  The machine's load before it began was %.1f; much above 0, others' work is in these figures." % load_before)
    with open(result, "w", encoding="utf-8") as file:
        json.dump({"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "cores": os.cpu_count(),
                   "load_before": load_before, "rows": rows}, file, indent=1)


def main():
    parser = argparse.ArgumentParser()
    for name in ("url", "data", "programs", "started", "load", "result"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("chapters", nargs="*")
    options = parser.parse_args()
    house = House(options.data, options.programs, options.url)
    drafts = None
    # A row a chapter: whether it needs the drafts, and what measures it.
    chapters = {
        "rest": (False, lambda: at_rest(house, float(options.started))),
        "rpc": (False, lambda: rpc(house)),
        "assignment": (False, lambda: assignment(house)),
        "replay": (False, lambda: replay(house)),
        "effect": (True, lambda: event_to_effect(house, drafts)),
        "streams": (True, lambda: streams(house, drafts)),
        "submissions": (True, lambda: submissions(house, drafts)),
        "deadline": (True, lambda: deadline.measure(house, drafts, add)),
        "cards": (True, lambda: cards(house, drafts)),
        "catalogue": (True, lambda: catalogue(house, drafts)),
        "many-cards": (False, lambda: cards_among_many(options.programs)),
        "sessions": (False, lambda: sessions(options.programs)),
        "hostile": (False, lambda: hostile(house)),
        "json": (False, lambda: transcoding(options.programs)),
        "search": (False, lambda: search(options.programs)),
        "writing": (False, lambda: writing(options.programs)),
        "likeness": (False, lambda: likeness(options.programs)),
        "letters": (False, lambda: letters(options.programs)),
    }
    unknown = set(options.chapters) - set(chapters)
    if unknown:
        parser.error("there is no %s; there are %s" % (", ".join(sorted(unknown)), ", ".join(chapters)))
    for name in options.chapters or chapters:
        with_drafts, measure = chapters[name]
        if with_drafts and drafts is None:
            drafts = Drafts(house, DEMO, os.environ["WLACZNIK_ADMINISTRATOR_PASSWORD"])
            make_bench_database(house)
        measure()
    show(options.result, float(options.load))


if __name__ == "__main__":
    main()
