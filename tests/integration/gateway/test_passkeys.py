"""Passkeys, with keys of openssl's own: what a browser and its authenticator would say, and what they would not."""

import base64
import hashlib
import json
import struct
import subprocess
import sys
import tempfile
import unittest
import uuid

from world import PASSWORD, Gateway, letters_to, reason, sql

SITE, ORIGIN = "wlacznik.example", "https://wlacznik.example"
PRESENT, VERIFIED, ATTESTED, BACKED_UP = 1, 4, 64, 8 | 16
gateway = None


def setUpModule():
    global gateway
    gateway = Gateway(program, PUBLIC_URL=ORIGIN)


def tearDownModule():
    status = gateway.stop()
    written = gateway.written()
    assert status == 0, written
    for personal in ("@example.pl", "Nowak", PASSWORD, "telefon"):
        assert personal not in written, f"the log has {personal}"


def text(data):
    return base64.b64encode(data).decode()


def cbor(value):
    """Just what a COSE key needs: numbers, bytes and maps."""
    def head(kind, number):
        return bytes([kind << 5 | number]) if number < 24 else (
            bytes([kind << 5 | 24, number]) if number < 256 else bytes([kind << 5 | 25]) + struct.pack(">H", number))
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    return head(5, len(value)) + b"".join(cbor(key) + cbor(each) for key, each in value.items())


class Authenticator:
    """A device with one key."""

    def __init__(self, algorithm=-7):
        self.algorithm, self.count, self.id = algorithm, 0, uuid.uuid4().bytes * 2
        self.file = tempfile.NamedTemporaryFile(suffix=".pem")
        kind = {-7: ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"], -8: ["ED25519"],
                -257: ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]}[algorithm]
        self.openssl("genpkey", "-algorithm", *kind, "-out", self.file.name)

    def openssl(self, *words):
        return subprocess.run(["openssl", *words], check=True, capture_output=True).stdout

    def cose(self):
        public = self.openssl("pkey", "-in", self.file.name, "-pubout", "-outform", "DER")
        if self.algorithm == -7:
            return {1: 2, 3: -7, -1: 1, -2: public[-64:-32], -3: public[-32:]}
        if self.algorithm == -8:
            return {1: 1, 3: -8, -1: 6, -2: public[-32:]}
        return {1: 3, 3: -257, -1: public[-261:-5], -2: b"\x01\x00\x01"}

    def data(self, flags, site=SITE, attested=b""):
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count) + attested

    def make(self, challenge, flags=PRESENT | VERIFIED | ATTESTED, site=SITE, **client):
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor(self.cose())
        return {"clientData": said("webauthn.create", challenge, **client),
                "authenticatorData": text(self.data(flags, site, attested))}

    def use(self, challenge, flags=PRESENT | VERIFIED, site=SITE, kind="webauthn.get", **client):
        client_data = said(kind, challenge, **client)
        data = self.data(flags, site)
        with tempfile.NamedTemporaryFile() as signed:
            signed.write(data + hashlib.sha256(base64.b64decode(client_data)).digest())
            signed.flush()
            way = ["-rawin"] if self.algorithm == -8 else ["-rawin", "-digest", "sha256"]
            signature = self.openssl("pkeyutl", "-sign", "-inkey", self.file.name, "-in", signed.name, *way)
        return {"credentialId": text(self.id), "clientData": client_data, "authenticatorData": text(data),
                "signature": text(signature)}


def said(kind, challenge, origin=ORIGIN, **more):
    return text(json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False, **more}).encode())


def begin(session, password=PASSWORD):
    return gateway.call("POST", "/v1/me/passkeys/begin", {"password": password}, session)


def add(session, device, name="telefon", **more):
    offer = begin(session)[2]
    return gateway.call("POST", "/v1/me/passkeys", {**device.make(offer["challenge"], **more), "name": name}, session)


def challenge():
    return gateway.call("POST", "/v1/sessions/passkey", {})[2]["challenge"]


def sign_in(device, **more):
    return gateway.call("POST", "/v1/sessions/by-passkey", device.use(challenge(), **more))


class Adding(unittest.TestCase):
    def test_a_key_is_added_named_listed_and_removed(self):
        email = "keys@example.pl"
        account, session = gateway.make_account(email)
        offer = begin(session)[2]
        self.assertEqual((offer["relyingParty"], offer["userName"], offer["algorithms"]), (SITE, email, [-8, -7, -257]))
        self.assertEqual(base64.b64decode(offer["userHandle"]), uuid.UUID(account).bytes)
        phone, laptop = Authenticator(), Authenticator()
        status, _, key = add(session, phone)
        self.assertEqual((status, key["name"], key["backedUp"]), (201, "telefon", False))
        self.assertEqual(letters_to(email)[-1], "passkey-added")
        self.assertEqual(add(session, laptop, "laptop", flags=PRESENT | VERIFIED | ATTESTED | BACKED_UP)[2]["backedUp"], True)
        self.assertEqual({base64.b64decode(each) for each in begin(session)[2]["credentialIds"]}, {phone.id, laptop.id})
        path = f"/v1/me/passkeys/{key['id']}"
        _, stranger = gateway.make_account("keys-other@example.pl")
        self.assertEqual(gateway.call("PUT", path, {"name": "x"}, stranger)[0], 404)
        self.assertEqual(gateway.call("DELETE", path, token=stranger)[0], 404)
        self.assertEqual(gateway.call("PUT", path, {"name": "stary telefon"}, session)[2]["name"], "stary telefon")
        listed = gateway.call("GET", "/v1/me/passkeys", token=session)[2]["passkeys"]
        self.assertEqual([each["name"] for each in listed], ["laptop", "stary telefon"])
        self.assertEqual(sign_in(phone)[0], 201)
        self.assertEqual(gateway.call("DELETE", path, token=session)[0], 200)
        self.assertEqual(letters_to(email)[-1], "passkey-removed")
        self.assertEqual((sign_in(phone)[0], sign_in(laptop)[0]), (401, 201))

    def test_it_takes_the_password_a_session_and_ones_own_challenge(self):
        _, session = gateway.make_account("prove@example.pl")
        _, other = gateway.make_account("prove-other@example.pl")
        self.assertEqual(begin(session, "nie to hasło wcale")[0], 400)
        self.assertEqual(begin(session, "")[0], 400)
        token = gateway.call("POST", "/v1/me/tokens", {"name": "x", "days": 1, "write": True}, session)[2]["token"]
        self.assertEqual(reason(begin(token)), "session-needed")
        theirs = begin(other)[2]["challenge"]
        for wrong in (Authenticator().make(theirs), Authenticator().make("A" * 43), Authenticator().make(challenge())):
            answer = gateway.call("POST", "/v1/me/passkeys", {**wrong, "name": "x"}, session)
            self.assertEqual((answer[0], reason(answer)), (400, "passkey-not-made"))

    def test_who_has_no_password_needs_a_fresh_session(self):
        account, session = gateway.make_account("fresh@example.pl")
        sql(f"UPDATE account SET password_hash = '' WHERE id = '{account}'")
        self.assertEqual(begin(session, "")[0], 200)
        sql(f"UPDATE session SET created_at = now() - interval '16 minutes' WHERE account_id = '{account}'")
        self.assertEqual(reason(begin(session, "")), "session-not-fresh")

    def test_what_no_browser_of_ours_says_is_refused(self):
        _, session = gateway.make_account("says@example.pl")
        for wrong in ({"flags": PRESENT | ATTESTED}, {"flags": VERIFIED | ATTESTED}, {"flags": PRESENT | VERIFIED},
                      {"site": "evil.example"}, {"origin": "https://evil.example"}, {"origin": ORIGIN + ":8443"},
                      {"origin": "http://wlacznik.example"}, {"crossOrigin": True}, {"type": "webauthn.get"}):
            self.assertEqual(add(session, Authenticator(), **wrong)[0], 400, wrong)
        offer = begin(session)[2]
        good = Authenticator().make(offer["challenge"])
        for data in (b"", b"x", bytes(37), base64.b64decode(good["authenticatorData"])[:-1], bytes(4096)):
            answer = gateway.call("POST", "/v1/me/passkeys", {
                **Authenticator().make(begin(session)[2]["challenge"]), "authenticatorData": text(data), "name": "x"}, session)
            self.assertEqual(answer[0], 400, data)
        device = Authenticator()
        self.assertEqual((add(session, device)[0], add(session, device)[0]), (201, 400))

    def test_there_are_twenty_at_most(self):
        _, session = gateway.make_account("twenty@example.pl")
        answers = [add(session, Authenticator()) for _ in range(21)]
        self.assertEqual([each[0] for each in answers], [201] * 20 + [400])
        self.assertEqual(reason(answers[-1]), "too-many-passkeys")


class Using(unittest.TestCase):
    def test_each_kind_of_key_signs_in_and_is_both_factors(self):
        account, session = gateway.make_account("kinds@example.pl")
        for algorithm in (-7, -8, -257):
            device = Authenticator(algorithm)
            self.assertEqual(add(session, device)[0], 201, algorithm)
            status, headers, opened = sign_in(device)
            self.assertEqual((status, opened["account"]["id"]), (201, account), algorithm)
            self.assertIn("__Host-wlacznik_session=", headers["Set-Cookie"])
            sessions = gateway.call("GET", "/v1/me/sessions", token=opened["token"])[2]["sessions"]
            self.assertTrue(next(each for each in sessions if each["current"])["secondFactor"])

    def test_a_challenge_counts_once_and_not_for_long(self):
        _, session = gateway.make_account("once@example.pl")
        device = Authenticator()
        add(session, device)
        answer = device.use(challenge())
        self.assertEqual([gateway.call("POST", "/v1/sessions/by-passkey", answer)[0] for _ in range(2)], [201, 401])
        late = device.use(challenge())
        sql("UPDATE flow SET expires_at = now()")
        self.assertEqual(gateway.call("POST", "/v1/sessions/by-passkey", late)[0], 401)

    def test_what_the_key_did_not_sign_for_us_now_is_refused(self):
        account, session = gateway.make_account("signed@example.pl")
        device, other = Authenticator(), Authenticator()
        add(session, device)
        for wrong in ({"flags": PRESENT}, {"flags": VERIFIED}, {"site": "evil.example"}, {"crossOrigin": True},
                      {"origin": "https://evil.example"}, {"kind": "webauthn.create"}):
            answer = sign_in(device, **wrong)
            self.assertEqual((answer[0], reason(answer)), (401, "passkey-not-valid"), wrong)
        self.assertEqual(sign_in(other)[0], 401)
        other.id = device.id
        self.assertEqual(sign_in(other)[0], 401)
        good = device.use(challenge())
        for part in ("signature", "authenticatorData", "clientData"):
            raw = bytearray(base64.b64decode(device.use(challenge())[part]))
            raw[-1] ^= 1
            self.assertEqual(gateway.call("POST", "/v1/sessions/by-passkey", {
                **device.use(challenge()), part: text(bytes(raw))})[0], 401, part)
        foreign = {**good, "userHandle": text(uuid.uuid4().bytes)}
        self.assertEqual(gateway.call("POST", "/v1/sessions/by-passkey", foreign)[0], 401)
        own = {**device.use(challenge()), "userHandle": text(uuid.UUID(account).bytes)}
        self.assertEqual(gateway.call("POST", "/v1/sessions/by-passkey", own)[0], 201)

    def test_a_copy_is_noticed_by_its_count(self):
        _, session = gateway.make_account("copy@example.pl")
        device = Authenticator()
        device.count = 5
        add(session, device)
        statuses = []
        for device.count in (6, 6, 5, 0, 7):
            statuses.append(sign_in(device)[0])
        self.assertEqual(statuses, [201, 401, 401, 401, 201])


if __name__ == "__main__":
    program = sys.argv.pop(1)
    unittest.main()
