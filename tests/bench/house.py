"""The running house, as the measurements reach it: its databases, processes and programs."""
import json
import os
import re
import subprocess
import time

PG = "/usr/lib/postgresql/15/bin/"
SERVICES = ("intake", "evaluation", "dissemination", "notification", "gateway")


class House:
    def __init__(self, data, programs, url):
        self.data, self.programs, self.url = data, programs, url
        self.port = int(url.rsplit(":", 1)[1])
        with open(os.path.join(data, "wlacznik.ini"), encoding="utf-8") as file:
            self.run = re.search(r"ipc://(.*)/intake\.rpc", file.read()).group(1)

    def path(self, name):
        return os.path.join(self.data, name)

    def save(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    # ---- databases ----

    def postgres(self, program, database, *arguments, text=None):
        done = subprocess.run([PG + program, "-h", self.run, "-U", "wlacznik", *arguments, database],
                              input=text, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError("%s: %s" % (program, done.stderr[-2000:]))
        return done.stdout

    def sql(self, database, text):
        return self.postgres("psql", database, "-qAtX", "-v", "ON_ERROR_STOP=1", text=text).strip()

    def number(self, service, sql):
        return int(self.sql("wlacznik_" + service, sql))

    def until_quiet(self):
        """Until every event has its place in the log and every service has taken in what it hears."""
        for _ in range(1200):
            head = self.number("intake", "select coalesce (sum (sequence), 0) from runtime.stream")
            behind = [head - self.number(service, "select coalesce (sum (sequence), 0) from runtime.offsets"
                                                  " where source = 'intake'")
                      for service in ("evaluation", "notification")]
            if max(behind) <= 0 and self.number("intake", "select count (*) from runtime.outbox") == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("the services do not catch up")

    # ---- programs ----

    def bench_lines(self, name, *arguments):
        out = subprocess.run([os.path.join(self.programs, name), *map(str, arguments)], check=True,
                             stdout=subprocess.PIPE, text=True, timeout=300).stdout
        return [json.loads(line) for line in out.strip().splitlines()]

    def bench(self, name, *arguments):
        return self.bench_lines(name, *arguments)[-1]

    def start(self, name, *arguments):
        return subprocess.Popen([os.path.join(self.programs, name), *map(str, arguments)], stdin=subprocess.PIPE)

    # ---- processes ----

    def memory(self):
        """(resident, proportional) of the five daemons, in MB."""
        kilobytes = {"Rss": 0, "Pss": 0}
        for service in SERVICES:
            with open("%s/%s.pid" % (self.run, service), encoding="ascii") as file:
                process = file.read().strip()
            with open("/proc/%s/smaps_rollup" % process, encoding="ascii") as file:
                for name, value in re.findall(r"^(Rss|Pss): *(\d+)", file.read(), re.M):
                    kilobytes[name] += int(value)
        return kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024
