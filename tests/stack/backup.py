"""A backup of the running house, and the same house made of it."""
import os
import re
import shutil
import subprocess
import tempfile
import threading
import uuid

import idempotency
from stack import SERVICES

PG = "/usr/lib/postgresql/15/bin/"
# Nothing that a service heard may be later than what the speaker's log holds.
HEARD = "select source, region, sequence from runtime.offsets"
HEADS = "select region, sequence from runtime.stream"


class House:
    """The databases of a restored backup, beside the running ones in the same cluster."""

    def __init__(self, stack, folder):
        self.stack, self.run = stack, stack.run
        self.config = os.path.join(folder, "restored.ini")
        with open(os.path.join(stack.data, "wlacznik.ini"), encoding="utf-8") as file:
            text = file.read()
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(re.sub(r"dbname=wlacznik_(\w+)", r"dbname=restored_\1", text))
        for service in SERVICES:
            self.psql("postgres", "create database restored_%s owner wlacznik_%s" % (service, service))

    def psql(self, database, sql):
        done = subprocess.run([PG + "psql", "-h", self.run, "-U", "wlacznik", "-d", database, "-qAtX", "-F", " ",
                               "-v", "ON_ERROR_STOP=1", "-c", sql], capture_output=True, text=True, check=True)
        return [line.split(" ") for line in done.stdout.splitlines()]

    def rows(self, service, sql):
        return self.psql("restored_" + service, sql)

    def drop(self):
        for service in SERVICES:
            self.psql("postgres", "drop database restored_%s with (force)" % service)


def command(stack, config, *words):
    """(exit code, what it said)"""
    done = subprocess.run([os.path.join(stack.data, "bin", "wlacznik"), "--config", config, *words],
                          capture_output=True, text=True, timeout=120,
                          env=dict(os.environ, PATH=PG + ":" + os.environ["PATH"]))
    return done.returncode, done.stdout + done.stderr


def write_meanwhile(world, ends):
    """People go on working: drafts are made until the backup is there."""
    client = world.people["innovator"]
    while not ends.is_set():
        idempotency.send(client, "POST", "/v1/applications", world.draft_body(client), str(uuid.uuid4()))


def make(checks, stack, world, folder):
    ours = os.path.join(stack.data, "wlacznik.ini")
    code, said = command(stack, ours, "backup", "key", "--to", folder)
    secret, open_key = os.path.join(folder, "backup.secret"), os.path.join(folder, "backup.public")
    checks.that("the keys of backups are made", code == 0 and os.stat(secret).st_mode & 0o077 == 0, said)
    code, said = command(stack, ours, "backup", "key", "--to", folder)
    checks.that("... and never written over", code != 0 and "File exists" in said, said)
    ends = threading.Event()
    writer = threading.Thread(target=write_meanwhile, args=(world, ends))
    writer.start()
    backup = os.path.join(folder, "backup")
    code, said = command(stack, ours, "backup", "make", "--to", backup, "--key", open_key)
    ends.set()
    writer.join()
    checks.that("a backup is made while people work", code == 0 and "5 databases of one moment" in said, said)
    checks.equal("... of the services and a table of contents", sorted(os.listdir(backup)),
                 sorted(service + ".sealed" for service in SERVICES + ["contents"]))
    sealed = b"".join(open(os.path.join(backup, name), "rb").read() for name in os.listdir(backup))
    checks.that("nobody reads it without the key", b"PGDMP" not in sealed and b"runtime" not in sealed)
    code, said = command(stack, ours, "backup", "make", "--to", backup, "--key", open_key)
    checks.that("a second one does not overwrite it", code != 0 and "already there" in said, said)
    return backup, secret


def damage(checks, stack, folder, backup, secret):
    ours = os.path.join(stack.data, "wlacznik.ini")
    code, said = command(stack, ours, "backup", "verify", backup, "--secret", secret)
    checks.that("it is verified", code == 0 and said.count("whole") == 5, said)
    other = os.path.join(folder, "other")
    os.mkdir(other)
    command(stack, ours, "backup", "key", "--to", other)
    code, said = command(stack, ours, "backup", "verify", backup, "--secret", os.path.join(other, "backup.secret"))
    checks.that("another key opens nothing", code != 0 and "another key" in said, said)
    broken = os.path.join(folder, "broken")
    shutil.copytree(backup, broken)
    path = os.path.join(broken, "intake.sealed")
    with open(path, "r+b") as file:
        file.seek(os.path.getsize(path) // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))
    code, said = command(stack, ours, "backup", "verify", broken, "--secret", secret)
    checks.that("one changed bit is found", code != 0 and said.count("whole") == 4 and "changed or cut" in said, said)
    return broken


def restore(checks, stack, house, backup, broken, secret):
    ours = os.path.join(stack.data, "wlacznik.ini")
    code, said = command(stack, ours, "restore", backup, "--secret", secret)
    checks.that("a restore overwrites nothing", code != 0 and "not empty" in said, said)
    code, said = command(stack, house.config, "restore", broken, "--secret", secret)
    checks.that("a damaged backup is not restored", code != 0 and "left empty" in said, said)
    tables = "select count (*) from pg_class where relkind = 'r' and relnamespace::regnamespace::text = 'runtime'"
    checks.equal("... and leaves nothing behind", house.rows("intake", tables), [["0"]])
    code, said = command(stack, house.config, "restore", backup, "--secret", secret)
    checks.that("an empty house takes it", code == 0 and "Everything is as it was" in said, said)


def fits_together(checks, stack, house):
    heads = {(service, region): int(sequence) for service in SERVICES
             for region, sequence in house.rows(service, HEADS)}
    late = [(service, source, region) for service in SERVICES for source, region, sequence in house.rows(service, HEARD)
            if int(sequence) > heads.get((source, region), 0)]
    checks.that("nobody has heard what was not said", heads and not late, late)
    for service in SERVICES:
        code, said = command(stack, house.config, "events", "verify", service)
        checks.that("the chains of %s hold" % service, code == 0 and "BROKEN" not in said, said)
    kept = house.rows("intake", "select count (*) from submission")
    checks.equal("every submission is there", kept, [[str(stack.rows("intake", "select count(*) from submission")[0][0])]])


def run(checks, stack, world):
    with tempfile.TemporaryDirectory() as folder:
        backup, secret = make(checks, stack, world, folder)
        broken = damage(checks, stack, folder, backup, secret)
        house = House(stack, folder)
        restore(checks, stack, house, backup, broken, secret)
        fits_together(checks, stack, house)
        house.drop()
