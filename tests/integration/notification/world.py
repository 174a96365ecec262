"""A running notification with the real gateway (addresses) and PostgreSQL, and mail servers that it writes to.

Only what is not there to be run is acted: events of other services come as rows, as their handlers write them.
"""
import asyncio
import email
import email.policy
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid

import zmq
from aiosmtpd.controller import Controller

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "stack"))
import wire  # noqa: E402

FROM = "wlacznik@incubator.example"


def sql(statement, database="notification"):
    done = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-"],
                          input=statement, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{statement[:2000]}\n{done.stderr}")
    return done.stdout.strip()


def empty():
    """Before the daemon starts: of two transactions that wait for each other's tables PostgreSQL ends one."""
    if sql("SELECT to_regclass ('dispatch')"):
        sql("TRUNCATE message, dispatch, delivery, digest_item, suppression, inbox_feed CASCADE")


def wait_until(what, condition, patience=20.0):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise TimeoutError(what)


class Daemon:
    def __init__(self, world, name, program, **settings):
        self.log = world.folder / f"{name}.log"
        sockets = f"ipc://{world.folder}"
        environment = {**os.environ,
                       "WLACZNIK_DATABASE_URL": os.environ["WLACZNIK_TEST_DB"].replace(
                           "dbname=postgres", f"dbname={name}"),
                       "WLACZNIK_BUS_LISTEN": f"{sockets}/{name}.rpc",
                       "WLACZNIK_BUS_LOG_LISTEN": f"{sockets}/{name}.log.ipc",
                       **{f"WLACZNIK_SERVICES_{other.upper()}": f"{sockets}/{other}.rpc"
                          for other in ("gateway", "intake", "evaluation", "dissemination", "notification")},
                       **{f"WLACZNIK_SERVICES_{other.upper()}_LOG": f"{sockets}/{other}.log.ipc"
                          for other in ("gateway", "intake", "evaluation", "dissemination", "notification")},
                       **{key: str(value) for key, value in settings.items()}}
        with open(self.log, "a", encoding="utf-8") as log:
            self.begins = log.tell()
            self.process = subprocess.Popen([program], stderr=log, env=environment)
        try:
            wait_until(f"{name} is ready", lambda: "message=ready" in self.written() or self.process.poll() is not None, 60)
        finally:
            if "message=ready" not in self.written():
                raise RuntimeError(self.written())

    def written(self):
        with open(self.log, encoding="utf-8") as log:
            log.seek(self.begins)
            return log.read()

    def stop(self, with_signal=signal.SIGTERM):
        self.process.send_signal(with_signal)
        return self.process.wait(30)


class World:
    def __init__(self, notification, gateway, **others):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wlacznik-notification-"))
        self.programs = {"notification": notification, "gateway": gateway, **others}
        self.daemons = {}
        for database in self.programs:
            sql(f"CREATE DATABASE {database}", "postgres")

    def start(self, name, **settings):
        if name == "gateway":
            settings.setdefault("WLACZNIK_HTTP_PORT", 0)
        self.daemons[name] = Daemon(self, name, self.programs[name], **settings)
        return self.daemons[name]

    def stop(self, name, with_signal=signal.SIGTERM):
        return self.daemons.pop(name).stop(with_signal)

    def stop_all(self):
        for name in list(self.daemons):
            status = self.stop(name)
            assert status == 0, (name, status, (self.folder / f"{name}.log").read_text())

    def account(self, address, name="Żaneta Ćwiek", locale="pl"):
        account = str(uuid.uuid4())
        quoted = name.replace("'", "''")
        sql("INSERT INTO account (id, email, name, locale, password_hash, created_at) VALUES "
            f"('{account}', '{address}', '{quoted}', '{locale}', '-', now())", "gateway")
        return account

    def ask(self, method, *fields, caller="gateway", by=None, key=None, service="notification"):
        """(status, reason, reply): one request over the bus."""
        socket = zmq.Context.instance().socket(zmq.DEALER)
        socket.linger = 0
        try:
            socket.connect(f"ipc://{self.folder}/{service}.rpc")
            header = wire.request_header(service, method, caller, by, key=key or str(uuid.uuid4()))
            socket.send_multipart([bytes(8), header, wire.message(*fields)])
            if not socket.poll(10000):
                raise TimeoutError(method)
            _, header, payload = socket.recv_multipart()
            return (*wire.reply_status(header), wire.parse(payload))
        finally:
            socket.close()

    def send(self, address, template="account-exists", facts=(), locale="pl", key=None):
        """Asks for a letter to an address; the id of its message."""
        status, reason, reply = self.ask(
            "SendMessage", (2, address), (3, locale), (4, template),
            *[(5, [(1, name), (2, value)]) for name, value in facts], key=key)
        assert status == wire.OK, (status, reason)
        return reply[1][0].decode()

    @staticmethod
    def queue(addresses):
        """Letters to many addresses, as the handler of an event writes them; the ids of their messages."""
        values = ", ".join(f"('test/' || gen_random_uuid (), '{address}')" for address in addresses)
        return sql("INSERT INTO message (id, origin, template, email, locale, facts, created_at, due) "
                   "SELECT gen_random_uuid (), origin, 'account-exists', email, 'pl', '', now (), now () "
                   f"FROM (VALUES {values}) AS v (origin, email) RETURNING id").split()

    def dispatch(self, message, columns="state"):
        return sql(f"SELECT {columns} FROM dispatch WHERE message_id = '{message}' AND channel = 1")


class Sink:
    """An SMTP server that keeps what it takes. Faults are functions of the recipient that give an answer, None: take it."""

    def __init__(self, port=0, rcpt=None, data=None, **options):
        self.taken = []
        self.tries = []
        self.senders = set()
        self.connections = 0
        self.rcpt, self.data = rcpt, data
        self.controller = Controller(self, hostname="127.0.0.1", port=port or free_port(), enable_SMTPUTF8=True,
                                     **options)
        self.controller.start()
        self.port = self.controller.port
        self.url = f"smtp://127.0.0.1:{self.port}"

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tries.append(address)
        answer = self.rcpt(address) if self.rcpt else None
        if asyncio.iscoroutine(answer):
            answer = await answer
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        answer = self.data(envelope.rcpt_tos[0]) if self.data else None
        if asyncio.iscoroutine(answer):
            answer = await answer
        if answer:
            return answer
        self.senders.add(envelope.mail_from)
        self.taken.append((envelope.rcpt_tos[0], email.message_from_bytes(envelope.content, policy=email.policy.default)))
        return f"250 2.0.0 Ok: queued as {len(self.taken):06d}"

    def to(self, address):
        return [mail for recipient, mail in self.taken if recipient == address]

    def stop(self):
        self.controller.stop()


class RawServer:
    """A TCP server that says what it is told to, line by line; what no SMTP server should."""

    def __init__(self, talk):
        self.port = free_port()
        self.talk = talk
        self.visits = 0
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.ready = threading.Event()
        self.thread.start()
        self.ready.wait(5)

    def run(self):
        asyncio.set_event_loop(self.loop)

        async def visited(reader, writer):
            self.visits += 1
            try:
                await self.talk(reader, writer)
            except (ConnectionError, asyncio.IncompleteReadError):
                pass
            finally:
                writer.close()

        self.server = self.loop.run_until_complete(asyncio.start_server(visited, "127.0.0.1", self.port))
        self.ready.set()
        self.loop.run_forever()

    def stop(self):
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
