"""The proxy that deploy/proxy ships, with real handshakes: TLS and what it refuses, what passes through it,
and what slow or greedy clients get."""

import http.client
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import warnings

from world import PASSWORD, Gateway, token_of

PROXY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../deploy/proxy")
REQUEST_TIME = 2
ADDRESS_CONNECTIONS = 20
gateway = proxy = folder = None
ports = {}


def free_port():
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


def make_certificate():
    certificate = folder.name + "/tls.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                    "-keyout", certificate + ".key", "-out", certificate], check=True, capture_output=True)
    return certificate


def start_proxy(port):
    """Its output is a file: a child that holds ours would keep whoever waits for its end."""
    ports.update(plain=free_port(), tls=free_port())
    with open(folder.name + "/haproxy.log", "w", encoding="utf-8") as log:
        return subprocess.Popen(["haproxy", "-db", "-f", PROXY + "/haproxy.cfg"], stdout=log, stderr=log, env={
            **os.environ, "PLAIN": f"127.0.0.1:{ports['plain']}", "TLS": f"127.0.0.1:{ports['tls']}",
            "CERTIFICATE": make_certificate(), "GATEWAY": f"127.0.0.1:{port}", "PAGES": PROXY, "UNPRIVILEGED": "1",
            "REQUEST_TIME": f"{REQUEST_TIME}s", "ADDRESS_CONNECTIONS": str(ADDRESS_CONNECTIONS)})


def stop_proxy():
    proxy.terminate()
    proxy.wait(10)


def setUpModule():
    global gateway, proxy, folder
    folder = tempfile.TemporaryDirectory(prefix="wlacznik-proxy-")
    unittest.addModuleCleanup(folder.cleanup)
    gateway = Gateway(program, RATE_ADDRESS="160", PUBLIC_URL="https://localhost", HTTP_REQUEST_TIMEOUT_MS="5000")
    unittest.addModuleCleanup(gateway.stop)
    proxy = start_proxy(gateway.port)
    unittest.addModuleCleanup(stop_proxy)
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", ports["tls"]), timeout=1).close()
            return
        except OSError:
            if proxy.poll() is not None or time.monotonic() > until:
                with open(folder.name + "/haproxy.log", encoding="utf-8") as log:
                    raise RuntimeError("haproxy did not start: " + log.read()) from None
            time.sleep(0.05)


def trusting():
    return ssl.create_default_context(cafile=folder.name + "/tls.pem")


def connect(source="127.0.0.1", context=None):
    """A connection with its handshake done, from an address of ours."""
    raw = socket.create_connection(("127.0.0.1", ports["tls"]), timeout=20, source_address=(source, 0))
    try:
        return (context or trusting()).wrap_socket(raw, server_hostname="localhost")
    except OSError:
        raw.close()
        raise


def send(connection, text):
    connection.sendall(text.replace("\n", "\r\n").encode())


def answer_of(connection):
    """What comes before the connection ends."""
    got = b""
    while True:
        try:
            piece = connection.recv(65536)
        except ssl.SSLEOFError:
            piece = b""
        if not piece:
            return got.decode()
        got += piece


def ask(verb, path, body=None, headers=None, source="127.0.0.1"):
    """(status, headers, content)"""
    connection = http.client.HTTPSConnection("localhost", ports["tls"], context=trusting(), timeout=20,
                                             source_address=(source, 0))
    headers = dict(headers or {})
    if body is not None:
        headers["Content-Type"] = "application/json"
        body = json.dumps(body)
    connection.request(verb, path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, answer.headers, content


class Handshake(unittest.TestCase):
    def agreed(self, context):
        with connect(context=context) as secured:
            return secured.version(), secured.cipher()[0], secured.selected_alpn_protocol()

    def old(self, least, most):
        """A client that would take anything, so that what is refused is refused by the proxy."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that is the point of the test
            context.minimum_version, context.maximum_version = least, most
        return context

    def test_the_newest_is_agreed_on(self):
        context = trusting()
        context.set_alpn_protocols(["h2", "http/1.1"])
        version, cipher, protocol = self.agreed(context)
        self.assertEqual((version, protocol), ("TLSv1.3", "h2"))
        self.assertTrue(cipher.startswith("TLS_"))

    def test_tls_1_2_has_forward_secrecy_and_authenticated_ciphers_only(self):
        version, cipher, _ = self.agreed(self.old(ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_2))
        self.assertEqual(version, "TLSv1.2")
        self.assertRegex(cipher, "^ECDHE-.*(GCM|POLY1305)")

    def test_weak_ciphers_are_refused(self):
        for ciphers in ("AES128-GCM-SHA256:AES256-SHA", "ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384",
                        "DHE-RSA-AES128-GCM-SHA256"):
            context = self.old(ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_2)
            context.set_ciphers(ciphers + ":@SECLEVEL=0")
            with self.assertRaisesRegex(ssl.SSLError, "HANDSHAKE_FAILURE"):
                self.agreed(context)

    def test_what_is_older_is_refused_by_name(self):
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            with self.assertRaisesRegex(ssl.SSLError, "ALERT_PROTOCOL_VERSION"):
                self.agreed(self.old(version, version))

    def test_sessions_of_tls_1_2_leave_no_ticket(self):
        with connect(context=self.old(ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_2)) as secured:
            self.assertFalse(secured.session.has_ticket)


class Scan(unittest.TestCase):
    """What somebody else's scanner says: it offers hundreds of suites, also such as OpenSSL no longer has, and grades
    them as SSL Labs does."""

    @classmethod
    def setUpClass(cls):
        cls.said = subprocess.run(["nmap", "-Pn", "-sT", "-n", "-p", str(ports["tls"]), "--script", "ssl-enum-ciphers",
                                   "127.0.0.1"], check=True, capture_output=True, text=True).stdout

    def test_every_suite_is_of_grade_a(self):
        self.assertIn("least strength: A\n", self.said)
        self.assertEqual(set(re.findall(r"TLS_\w+ \(.*\) - (\w)", self.said)), {"A"}, self.said)
        self.assertNotIn("warnings", self.said)

    def test_there_are_two_protocols_and_six_suites(self):
        suites = re.findall(r"(TLS_\w+) ", self.said)
        self.assertEqual(re.findall(r"(SSLv\d|TLSv[\d.]+):", self.said), ["TLSv1.2", "TLSv1.3"])
        self.assertEqual(len(suites), 6, suites)
        for suite in suites:
            self.assertRegex(suite, "^TLS_(ECDHE_ECDSA|AKE)_WITH_(AES_128_GCM|AES_256_GCM|CHACHA20_POLY1305)_SHA(256|384)$")

    def test_no_compression_and_no_renegotiation_by_the_client(self):
        self.assertEqual(set(re.findall(r"compressors: \n\| +(\w+)", self.said)), {"NULL"})
        said = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{ports['tls']}", "-tls1_2"], input="R\n",
                              capture_output=True, text=True, timeout=20)
        self.assertIn("Secure Renegotiation IS supported", said.stdout)
        self.assertIn("RENEGOTIATING", said.stderr + said.stdout)
        self.assertIn("no renegotiation", (said.stderr + said.stdout).lower())


class Through(unittest.TestCase):
    def test_plain_http_is_sent_to_tls(self):
        connection = http.client.HTTPConnection("127.0.0.1", ports["plain"], timeout=20)
        connection.request("GET", "/calls?x=1", headers={"Host": "wlacznik.example"})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.getheader("Location")), (308, "https://wlacznik.example/calls?x=1"))
        connection.close()

    def test_http_2_is_spoken(self):
        said = subprocess.run(["curl", "-sS", "--http2", "--cacert", folder.name + "/tls.pem", "-o", "/dev/null", "-w",
                               "%{http_version} %{http_code} %{ssl_verify_result}",
                               f"https://localhost:{ports['tls']}/openapi.json"], check=True, capture_output=True, text=True)
        self.assertEqual(said.stdout, "2 200 0")

    def test_browsers_are_told_once_to_insist_on_tls(self):
        status, headers, content = ask("GET", "/openapi.json")
        self.assertEqual((status, headers.get_all("Strict-Transport-Security")), (200, ["max-age=63072000"]))
        self.assertEqual(json.loads(content)["openapi"][:3], "3.1")

    def test_cookies_are_of_this_host_and_work(self):
        ask("POST", "/v1/accounts", {"email": "tls@example.pl", "name": "Anna", "password": PASSWORD})
        ask("POST", "/v1/accounts/confirm", {"token": token_of("tls@example.pl")})
        status, headers, _ = ask("POST", "/v1/sessions", {"email": "tls@example.pl", "password": PASSWORD})
        self.assertEqual(status, 201)
        cookies = headers.get_all("Set-Cookie")
        self.assertEqual(len(cookies), 2)
        for cookie in cookies:
            self.assertRegex(cookie, "^__Host-wlacznik_(session|device)=[^;]+; Path=/; HttpOnly; SameSite=Strict; Secure;")
        session = next(cookie.split(";")[0] for cookie in cookies if "session" in cookie)
        self.assertEqual(ask("GET", "/v1/me", headers={"Cookie": session})[0], 200)

    def test_a_long_answer_and_a_long_body_pass(self):
        body = {"email": "long@example.pl", "password": "x" * 200000}
        status, _, content = ask("POST", "/v1/sessions", body)
        self.assertEqual((status, json.loads(content)["errors"][0]["field"]), (400, "password"))

    def test_when_the_gateway_is_away_people_are_told_so(self):
        """A proxy of its own, with nobody behind it."""
        kept = dict(ports)
        away = start_proxy(free_port())
        try:
            until = time.monotonic() + 20
            while True:
                try:
                    status, headers, content = ask("GET", "/")
                    break
                except OSError:
                    self.assertLess(time.monotonic(), until)
                    time.sleep(0.05)
            self.assertEqual((status, headers["Strict-Transport-Security"]), (503, "max-age=63072000"))
            self.assertIn("Chwilowa przerwa", content.decode())
        finally:
            away.terminate()
            away.wait(10)
            ports.update(kept)


def until_refused(ask_once):
    """The statuses up to the first 429. On a slow machine some of the allowance comes back meanwhile."""
    statuses = []
    while len(statuses) < 200 and 429 not in statuses:
        statuses.append(ask_once(len(statuses)))
    return statuses


class Addresses(unittest.TestCase):
    """The gateway counts 40 requests at once of an address, then says 429."""

    def assertCounted(self, statuses, what=""):
        self.assertGreaterEqual(len(statuses), 41, what)
        self.assertEqual((set(statuses[:-1]), statuses[-1]), ({401}, 429), what)

    def test_who_comes_through_the_proxy_cannot_choose_their_address(self):
        claims = [("X-Forwarded-For", "192.0.2.%d"), ("Forwarded", "for=192.0.2.%d"), ("X-Real-IP", "192.0.2.%d")]
        for number, (header, value) in enumerate(claims):
            self.assertCounted(until_refused(lambda n: ask("GET", "/v1/me", headers={header: value % n},
                                                           source=f"127.0.3.{number + 1}")[0]), header)

    def test_each_address_behind_the_proxy_counts_for_itself(self):
        self.assertCounted(until_refused(lambda n: ask("GET", "/v1/me", source="127.0.4.1")[0]))
        self.assertEqual(ask("GET", "/v1/me", source="127.0.4.2")[0], 401)

    def test_who_goes_around_the_proxy_is_not_believed(self):
        def status(n):
            connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=20,
                                                    source_address=("127.0.5.1", 0))
            connection.request("GET", "/v1/me", headers={"X-Forwarded-For": f"192.0.2.{n}"})
            answer = connection.getresponse().status
            connection.close()
            return answer
        self.assertCounted(until_refused(status))


class Slow(unittest.TestCase):
    def test_headers_that_drip_end_in_408_and_reach_nobody(self):
        with connect("127.0.6.1") as connection:
            send(connection, "GET /v1/me HTTP/1.1\nHost: localhost\n")
            began = time.monotonic()
            answer = answer_of(connection)
        self.assertRegex(answer, "^HTTP/1.1 408 ")
        self.assertLess(time.monotonic() - began, REQUEST_TIME + 5)

    def test_a_body_that_drips_ends_in_408_and_reaches_nobody(self):
        before = gateway.written().count("message=http ")
        with connect("127.0.6.2") as connection:
            send(connection, "POST /v1/sessions HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
                             "Content-Length: 3000\n\n{")
            answer = answer_of(connection)
        self.assertRegex(answer, "(?is)^HTTP/1.1 408 .*strict-transport-security.*/problems/request-too-slow")
        self.assertEqual(gateway.written().count("message=http "), before)

    def test_huge_headers_are_refused_and_reach_nobody(self):
        before = gateway.written().count("message=http ")
        with connect("127.0.6.3") as connection:
            send(connection, "GET / HTTP/1.1\nHost: localhost\nX-Long: %s" % ("x" * 66000))
            self.assertRegex(answer_of(connection), "^HTTP/1.1 400 ")
        self.assertEqual(gateway.written().count("message=http "), before)

    def test_two_lengths_are_refused(self):
        for lines in ("Content-Length: 2\nContent-Length: 3\n", "Content-Length: 2\nTransfer-Encoding: chunked\n"):
            with connect("127.0.6.4") as connection:
                send(connection, "POST /v1/sessions HTTP/1.1\nHost: localhost\nConnection: close\n%s\n{}" % lines)
                self.assertRegex(answer_of(connection), "^HTTP/1.1 (400|415|408) ")

    def test_connections_that_say_nothing_keep_nobody_out(self):
        idle = [connect(f"127.0.7.{n // 10 + 1}") for n in range(200)]
        halves = [socket.create_connection(("127.0.0.1", ports["tls"]), timeout=20, source_address=(f"127.0.8.{n // 10 + 1}", 0))
                  for n in range(200)]
        try:
            began = time.monotonic()
            self.assertEqual(ask("GET", "/openapi.json")[0], 200)
            self.assertLess(time.monotonic() - began, REQUEST_TIME)
        finally:
            for connection in idle + halves:
                connection.close()

    def drip(self, network, headers):
        """More large bodies than the gateway has threads; each would hold one for 5 s."""
        dripping = []
        try:
            for n in range(100):
                # Its time runs from the handshake: on a slow machine a hundred of those take longer.
                dripping.append(connect(f"127.0.{network}.{n // 10 + 1}"))
                send(dripping[-1], "POST /v1/sessions HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
                                   "%s\n\n%s" % (headers, "{" * 70000))
            time.sleep(0.5)
            began = time.monotonic()
            self.assertEqual(ask("GET", "/openapi.json")[0], 200)
            self.assertLess(time.monotonic() - began, 3)
        finally:
            for connection in dripping:
                connection.close()

    def test_large_bodies_that_drip_have_a_part_of_the_threads_only(self):
        self.drip(9, "Content-Length: 900000")

    def test_and_so_have_those_that_call_themselves_streams(self):
        self.drip(11, "Content-Length: 900000\nAccept: text/event-stream")

    def test_one_address_has_so_many_connections_and_others_theirs(self):
        mine = [connect("127.0.10.1") for _ in range(ADDRESS_CONNECTIONS)]
        try:
            with self.assertRaises((ssl.SSLError, ConnectionError)):
                connect("127.0.10.1")
            connect("127.0.10.2").close()
        finally:
            for connection in mine:
                connection.close()


if __name__ == "__main__":
    program = sys.argv.pop(1)
    unittest.main()
