"""How fast letters leave, with durable commits; prints one line of JSON.

    WLACZNIK_TEST_FSYNC=on tests/integration/with-postgres /usr/bin/python3 bench_delivery.py PROGRAMS [LETTERS]

Two rows: letters to as many accounts, and decision letters, from evaluation's events to the end of the last one. The
limit of both is measured in the same run: the bytes of one of these letters, pushed by libcurl over as many connections
to the same sink, with no queue, no rows and no composing (`bench-mail`).
"""
import json
import os
import subprocess
import sys
import tempfile
import time

import office
import wire
from office import open_call
from world import FROM, World, free_port, sql, wait_until

CONNECTIONS = 8


def cpu(pid):
    """Seconds of CPU that a process used, those of its children that ended with it."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def database_cpu():
    with open(sql("SHOW data_directory") + "/postmaster.pid", encoding="ascii") as file:
        postmaster = file.readline().strip()
    children = subprocess.run(["pgrep", "-P", postmaster], capture_output=True, text=True).stdout.split()
    return sum(cpu(pid) for pid in [postmaster, *children])


def people(count):
    sql("INSERT INTO account (id, email, name, locale, password_hash, created_at) SELECT gen_random_uuid (), "
        f"'person' || i || '@mail.example', 'Osoba ' || i, 'pl', '-', now () FROM generate_series (1, {count}) i", "gateway")
    return sql("SELECT id FROM account WHERE email LIKE 'person%'", "gateway").split()


def until_sent(count):
    """Waits until `count` letters went; (seconds until, CPU seconds of notification, of the database)."""
    pid, begun = world.daemons["notification"].process.pid, time.monotonic()
    before = cpu(pid), database_cpu()
    wait_until("all letters went", lambda: int(sql("SELECT count (*) FROM dispatch WHERE state = 2")) >= count, 600)
    return time.monotonic() - begun, cpu(pid) - before[0], database_cpu() - before[1]


def plain(users):
    sql("CREATE TABLE bench (user_id uuid)")
    sql(f"INSERT INTO bench SELECT unnest ('{{{','.join(users)}}}'::uuid[])")
    sql("INSERT INTO message (id, origin, template, user_id, call_id, facts, created_at, due) SELECT gen_random_uuid (), "
        "'bench/' || user_id, 'account-exists', user_id, gen_random_uuid (), '', now (), now () FROM bench")
    return until_sent(len(users))


def decisions(users):
    """A published list as evaluation's rows, and the events that tell of it."""
    call = open_call(days=2)
    list_ = f"unnest ('{{{','.join(users)}}}'::uuid[]) WITH ORDINALITY AS p (id, n)"
    sql("INSERT INTO application (id, call_id, region, user_id, state, stage, round, version, number, applicant, title, created_at) "
        f"SELECT gen_random_uuid (), '{call}', '30', id, 8, 0, 1, 1, 'B-' || n, '', 'Ławka ' || n, now () FROM {list_}", "intake")
    applications = sql("SELECT id || ' ' || user_id || ' ' || number FROM application WHERE number LIKE 'B-%'", "intake").split("\n")
    ids, owners, numbers = zip(*(line.split() for line in applications))
    arrays = f"unnest ('{{{','.join(ids)}}}'::uuid[], '{{{','.join(owners)}}}'::uuid[], '{{{','.join(numbers)}}}'::text[]) " \
             "WITH ORDINALITY AS a (id, owner, number, n)"
    scores = wire.message((1, [(1, "problem"), (2, 7500), (3, "Opis jest konkretny i daje się sprawdzić. " * 10)])).hex()
    sql("INSERT INTO dossier (application_id, stage, call_id, current, region, number, state, applicant_type, applicant_user_id,"
        " amount_grosze, submitted_at, to_merit, points, passed, list_group, place) SELECT id, 'idea', "
        f"'{call}', true, '30', number, 6, 1, owner, 1, now (), true, 7500, true, 1 + n % 2, n FROM {arrays};"
        "INSERT INTO card (id, application_id, stage, call_id, assessor_user_id, state, third, scores, assigned_at, locked_at) SELECT "
        f"gen_random_uuid (), id, 'idea', '{call}', gen_random_uuid (), 3, false, '\\x{scores}', now (), now () "
        f"FROM {arrays}, generate_series (1, 2);"
        "INSERT INTO ranking (call_id, stage, pool_grosze, recommended_grosze, inputs, inputs_digest, built_at, published_at) "
        f"VALUES ('{call}', 'idea', 1, 1, '', '', now (), now ())", "evaluation")
    events = [(application, wire.message((1, application), (2, call), (3, 1 + place % 2), (4, place), (5, 7500), (6, owner), (7, number)).hex())
              for place, (application, owner, number) in enumerate(zip(ids, owners, numbers), 1)]
    rows = ", ".join(f"(now (), '30', 'evaluation.ApplicationRanked', '{application}', '', '\\x{payload}')" for application, payload in events)
    before = int(sql("SELECT count (*) FROM dispatch WHERE state = 2"))
    sql(f"INSERT INTO runtime.outbox (at, region, type, aggregate, trace, payload) VALUES {rows}", "evaluation")
    return until_sent(before + len(users))


def limit(bench, port, count):
    """One of the decision letters, as it went."""
    subject, text = sql("SELECT replace (subject, E'\\n', ' '), replace (text, E'\\n', E'\\x01') FROM message WHERE template = 'recommended' LIMIT 1").split("|", 1)
    html = f"<html><body>{text}</body></html>" * 2
    letter = f"From: {FROM}\nTo: somebody@mail.example\nSubject: {subject}\n\n{text}\n\n{html}\n".replace("\x01", "\n").replace("\n", "\r\n")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="") as file:
        file.write(letter)
        file.flush()
        return float(subprocess.run([bench, "push", str(port), str(CONNECTIONS), str(count), file.name], check=True,
                                    capture_output=True, text=True).stdout)


def main():
    global world
    folder = sys.argv[1]
    letters = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    port, bench = free_port(), f"{folder}/bench-mail"
    sink = subprocess.Popen([bench, "sink", str(port)])
    programs = [f"{folder}/wlacznik{name}" for name in ("-notification", "-gateway", "", "-intake", "-evaluation")]
    office.start(programs, WLACZNIK_SMTP_URL=f"smtp://127.0.0.1:{port}", WLACZNIK_SMTP_CONNECTIONS=CONNECTIONS,
                 WLACZNIK_SMTP_SENDERS=os.environ.get("SENDERS", "1"))
    world = office.world
    try:
        users = people(letters)
        took, own, database = plain(users)
        decided, _, _ = decisions(users)
        most = limit(bench, port, letters)
        print(json.dumps({"letters": letters, "letters_per_second": round(letters / took), "pushed_per_second": round(most),
                          "ratio": round(letters / took / most, 3), "cpu_us": round(own / letters * 1e6),
                          "database_cpu_us": round(database / letters * 1e6), "decision_seconds": round(decided, 1),
                          "decision_ratio": round(decided / (letters / most), 1)}))
    finally:
        world.stop_all()
        sink.kill()


main()
