"""Debian's Postfix as it is, in a folder of its own: unpacked and not installed, because a machine may have a mail
server already. Its master starts as root (sudo where we are not) and ends with the test."""
import fcntl
import os
import pathlib
import pwd
import socket
import subprocess
import tempfile
import unittest

from world import free_port, wait_until

PACKAGES = "postfix", "sasl2-bin"
# Users of every Debian. Postfix wants two that own nothing else here.
OWNER, GROUP = "uucp", "games"
USER, PASSWORD = "wlacznik", "Zażółć gęślą"

MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
config_directory = {home}/config
daemon_directory = {root}/usr/lib/postfix/sbin
command_directory = {root}/usr/sbin
shlib_directory = {root}/usr/lib/postfix
meta_directory = {home}/config
mail_owner = {owner}
setgid_group = {group}
import_environment = MAIL_CONFIG TZ LANG=C LD_LIBRARY_PATH={root}/usr/lib/postfix
maillog_file = {home}/log
maillog_file_prefixes = {home}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.incubator.example
mydestination =
mynetworks =
alias_maps =
alias_database =
virtual_mailbox_domains = incubator.example mail.example
virtual_mailbox_base = {home}/mail
virtual_mailbox_maps = texthash:{home}/config/people
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
# Takes everything, so that an unknown address comes back as a letter.
smtpd_reject_unlisted_recipient = no
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_tls_security_level = may
smtpd_tls_cert_file = {home}/config/cert.pem
smtpd_tls_key_file = {home}/config/key.pem
smtpd_sasl_auth_enable = yes
smtpd_tls_auth_only = yes
smtpd_sasl_local_domain = incubator.example
smtpd_delay_reject = yes
"""

MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
tlsmgr    unix - - n 1000? 1 tlsmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
proxymap  unix - - n - - proxymap
error     unix - - n - - error
retry     unix - - n - - error
virtual   unix - n n - - virtual
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""

SASL = """
pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: {home}/config/users
mech_list: PLAIN LOGIN
"""


def unpack(folder):
    """The packages' files below `folder`/root, fetched once."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "root").exists():
            subprocess.run(["apt-get", "-q", "download", *PACKAGES], cwd=folder, check=True, capture_output=True)
            for package in folder.glob("*.deb"):
                subprocess.run(["dpkg-deb", "-x", package, folder / "unpacked"], check=True)
            (folder / "unpacked").rename(folder / "root")
    return folder / "root"


def as_root():
    if os.geteuid() == 0:
        return []
    if subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode != 0:
        raise unittest.SkipTest("Postfix's master starts as root only, and there is no sudo without a password")
    return ["sudo", "-n"]


class Postfix:
    def __init__(self, folder, people, name="127.0.0.1"):
        """`people`: whose letters it keeps; of others they come back. `name`: what its certificate is for."""
        self.as_root = as_root()
        self.root = unpack(folder)
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="wlacznik-postfix-"))
        self.home.chmod(0o755)
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "LD_LIBRARY_PATH": str(self.root / "usr/lib/postfix"),
                            "MAIL_CONFIG": str(self.home / "config")}
        self.process = None
        self.write(people)
        self.certify(name)
        self.own()
        self.start()

    def write(self, people):
        # Whoever runs the test reads the mail; Postfix delivers nothing as root.
        self.reader = pwd.getpwnam(OWNER) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        values = {"home": self.home, "root": self.root, "owner": OWNER, "group": GROUP, "port": self.port,
                  "uid": self.reader.pw_uid, "gid": self.reader.pw_gid}
        config = self.home / "config"
        for folder in ("config", "data", "mail", "queue"):
            (self.home / folder).mkdir()
        for folder in ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop", "pid",
                       "private", "public", "saved", "trace"):
            (self.home / "queue" / folder).mkdir()
        (config / "main.cf").write_text(MAIN.format(**values))
        (config / "master.cf").write_text(MASTER.format(**values))
        (config / "sasl").mkdir()  # where Debian's Postfix looks
        (config / "sasl" / "smtpd.conf").write_text(SASL.format(**values))
        (config / "people").write_text("".join(f"{address} {address}/\n" for address in people))
        for address in people:
            for folder in ("new", "cur", "tmp"):
                (self.home / "mail" / address / folder).mkdir(parents=True)
        subprocess.run([self.root / "usr/sbin/saslpasswd2", "-p", "-c", "-f", config / "users", "-u", "incubator.example", USER],
                       input=PASSWORD, text=True, check=True, capture_output=True)

    def certify(self, name):
        """A certificate for `name` that only this server has."""
        kind = "IP" if name[0].isdigit() else "DNS"
        self.certificate = self.home / "config" / "cert.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=mx",
                        "-addext", f"subjectAltName={kind}:{name}", "-keyout", self.home / "config" / "key.pem",
                        "-out", self.certificate], check=True, capture_output=True)

    def own(self):
        """The owners that master insists on."""
        def give(whom, *paths):
            subprocess.run([*self.as_root, "chown", "-R", whom, *paths], check=True)

        queue = self.home / "queue"
        give("root", queue, self.home / "config")
        give(OWNER, self.home / "config" / "users", self.home / "data", *(one for one in queue.iterdir() if one.name != "pid"))
        give(self.reader.pw_name, self.home / "mail")

    def start(self):
        self.process = subprocess.Popen(
            [*self.as_root, "env", f"LD_LIBRARY_PATH={self.environment['LD_LIBRARY_PATH']}", self.root / "usr/lib/postfix/sbin/master",
             "-d", "-c", self.home / "config"], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        wait_until("Postfix listens", self.listens)

    def listens(self):
        if self.process.poll() is not None:
            raise RuntimeError(self.process.stderr.read() + self.log())
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def read(self, path):
        return subprocess.run([*self.as_root, "cat", self.home / path], capture_output=True, text=True).stdout

    def log(self):
        return self.read("log")

    def stop(self):
        if self.process:
            subprocess.run([*self.as_root, "kill", "-TERM", self.read("queue/pid/master.pid").strip()], check=True)
            self.process.wait(20)
            self.process.stderr.close()
            self.process = None

    def remove(self):
        self.stop()
        subprocess.run([*self.as_root, "rm", "-rf", self.home], check=True)

    def mails(self, address):
        """The files of whoever the address is."""
        return sorted((self.home / "mail" / address / "new").glob("*"))
