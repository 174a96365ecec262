"""What a session costs: the small read that every page begins with, and 10,000 people signed in. A gateway and a
PostgreSQL of their own; prints a line of JSON a figure.

    tests/integration/with-postgres python3 -B tests/bench/sessions.py PROGRAMS"""
import hashlib
import http.client
import json
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration", "gateway"))
from world import Gateway, sql  # noqa: E402

SESSIONS, CONNECTIONS, SECONDS, ROUNDS = 10000, 16, 3, 3


def wrk(url, *headers):
    words = [word for header in headers for word in ("-H", header)]
    out = subprocess.run(["wrk", "-t1", "-c%d" % CONNECTIONS, "-d%ds" % SECONDS, *words, url], check=True,
                         capture_output=True, text=True).stdout
    if "Non-2xx" in out:
        raise RuntimeError(out)
    return float(re.search(r"Requests/sec: +([\d.]+)", out).group(1))


def read(gateway, programs, token):
    """The same bytes from a bare civetweb handler, in turns, so that both meet the same machine."""
    body = os.path.join(gateway.folder.name, "body.json")
    with open(body, "w", encoding="utf-8") as file:
        json.dump(gateway.call("GET", "/v1/me", token=token)[2], file)
    port = gateway.port + 1 if gateway.port < 65535 else gateway.port - 1
    bare = subprocess.Popen([os.path.join(programs, "bench-civetweb"), str(port), body], stdin=subprocess.PIPE,
                            stdout=subprocess.DEVNULL)
    time.sleep(0.5)
    pairs = [(wrk("http://127.0.0.1:%d/v1/me" % gateway.port, "Authorization: Bearer " + token),
              wrk("http://127.0.0.1:%d/" % port)) for _ in range(ROUNDS)]
    bare.stdin.close()
    bare.wait()
    ours, limit = sorted(pairs, key=lambda pair: pair[0] / pair[1])[ROUNDS // 2]
    return {"figure": "read", "ours": ours, "limit": limit, "bytes": os.path.getsize(body)}


def resident(pid):
    with open("/proc/%d/smaps_rollup" % pid, encoding="ascii") as file:
        return int(re.search(r"Pss: +(\d+)", file.read()).group(1)) * 1024


def tokens():
    """Forty-three letters each, and what the database keeps of them."""
    made = [("%043d" % number) for number in range(SESSIONS)]
    return [(token, hashlib.blake2b(token.encode(), digest_size=32).hexdigest()) for token in made]


def memory(gateway):
    """Each session is used once, over kept connections; then the table with its indexes and the gateway's growth."""
    account = sql("SELECT id FROM account LIMIT 1")
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port)
    before = resident(gateway.process.pid), int(sql("SELECT pg_total_relation_size ('session')"))
    made = tokens()
    for at in range(0, SESSIONS, 500):
        sql("INSERT INTO session (id, token_hash, account_id, created_at, expires_at) VALUES " + ", ".join(
            "(gen_random_uuid (), '\\x%s', '%s', now (), now () + interval '1 hour')" % (digest, account)
            for _, digest in made[at:at + 500]))
    for number, (token, _) in enumerate(made):
        if number % 50 == 0:
            connection.close()
        connection.request("GET", "/v1/me", headers={"Authorization": "Bearer " + token})
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError(answer.read())
        answer.read()
    after = resident(gateway.process.pid), int(sql("SELECT pg_total_relation_size ('session')"))
    return {"figure": "memory", "gateway": after[0] - before[0], "table": after[1] - before[1]}


def main(programs):
    gateway = Gateway(os.path.join(programs, "wlacznik-gateway"), RATE_ACCOUNT="0", RATE_ADDRESS="0")
    try:
        _, token = gateway.make_account("bench@example.pl")
        print(json.dumps(read(gateway, programs, token)))
        print(json.dumps(memory(gateway)))
    finally:
        gateway.stop()


if __name__ == "__main__":
    main(sys.argv[1])
