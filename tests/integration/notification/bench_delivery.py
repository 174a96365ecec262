"""How fast letters leave, with durable commits: `WLACZNIK_TEST_FSYNC=on tests/integration/with-postgres
/usr/bin/python3 bench_delivery.py NOTIFICATION GATEWAY POSTFIX_FOLDER [LETTERS]`

The limit is measured in the same run: postfix's own smtp-source, which writes no row and composes nothing, to the same
smtp-sink over as many connections.
"""
import os
import subprocess
import sys
import time

from world import FROM, World, free_port, sql

CONNECTIONS = 8


def tool(folder, name, *arguments, **options):
    environment = {**os.environ, "LD_LIBRARY_PATH": f"{folder}/usr/lib/postfix"}
    return subprocess.Popen([f"{folder}/usr/sbin/{name}", *arguments], env=environment, **options)


def limit(folder, port, letters, size):
    begun = time.monotonic()
    source = tool(folder, "smtp-source", "-d", "-s", str(CONNECTIONS), "-m", str(letters), "-l", str(size),
                  "-f", FROM, "-t", "a@mail.example", f"127.0.0.1:{port}")
    assert source.wait() == 0
    return letters / (time.monotonic() - begun)


def cpu(pid):
    """Seconds of CPU that a process used, those of its children that ended with it."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def database_cpu():
    postmaster = int(open(sql("SHOW data_directory") + "/postmaster.pid", encoding="ascii").readline())
    children = subprocess.run(["pgrep", "-P", str(postmaster)], capture_output=True, text=True).stdout.split()
    return sum(cpu(pid) for pid in [postmaster, *children])


def main():
    notification, gateway, folder = sys.argv[1:4]
    letters = int(sys.argv[4]) if len(sys.argv) > 4 else 10000
    port = free_port()
    sink = tool(folder, "smtp-sink", "-u", "nobody", f"127.0.0.1:{port}", "200", stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    world = World(notification, gateway)
    try:
        world.start("gateway")
        world.start("notification", WLACZNIK_SMTP_URL=f"smtp://127.0.0.1:{port}", WLACZNIK_SMTP_FROM=FROM,
                    WLACZNIK_SMTP_CONNECTIONS=CONNECTIONS, WLACZNIK_SMTP_SENDERS=os.environ.get("SENDERS", "1"))
        sql("INSERT INTO account (id, email, name, locale, password_hash, created_at) SELECT gen_random_uuid (), "
            f"'person' || i || '@mail.example', 'Osoba ' || i, 'pl', '-', now () FROM generate_series (1, {letters}) i",
            "gateway")
        sql("CREATE TABLE bench (user_id uuid)")
        people = sql("SELECT id FROM account", "gateway").split()
        sql(f"INSERT INTO bench SELECT unnest ('{{{','.join(people)}}}'::uuid[])")
        most = limit(folder, port, letters, 5000)
        pid = world.daemons["notification"].process.pid
        before = cpu(pid), database_cpu()
        begun = time.monotonic()
        sql("INSERT INTO message (id, origin, template, user_id, call_id, facts, created_at, due) SELECT "
            "gen_random_uuid (), 'bench/' || user_id, 'account-exists', user_id, gen_random_uuid (), '', now (), now () "
            "FROM bench")
        composed = 0.0
        while True:
            waiting, queued = sql("SELECT count (*) FILTER (WHERE composed_at IS NULL), count (*) FILTER (WHERE state = 1) "
                                  "FROM message").split("|")
            if waiting == "0" and not composed:
                composed = time.monotonic() - begun
            if queued == "0":
                break
            time.sleep(0.2)
        took = time.monotonic() - begun
        used = cpu(pid) - before[0], database_cpu() - before[1]
        sent = sql("SELECT count (*) FROM dispatch WHERE state = 2")
        print(f"{sent} of {letters} letters in {took:.1f} s, in their inboxes after {composed:.1f} s: "
              f"{letters / took:.0f}/s, limit {most:.0f}/s, ratio {letters / took / most:.2f}; CPU a letter: "
              f"{used[0] / letters * 1e6:.0f} µs, database {used[1] / letters * 1e6:.0f} µs")
    finally:
        world.stop_all()
        sink.kill()


main()
