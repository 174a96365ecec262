"""Prepares what is measured: a call, and many complete drafts, each of another person with an account
and a session of their own. The first is made through the API; the others are copies of its rows."""
import base64
import hashlib
import json
import os
import time

import people
from api import Client
from mailbox import Mailbox
from scenes import Scenes, instant
from tell import Progress

MODEL = 100000  # the number of the model's applicant; the copies count on from it
LONG = 1900     # characters of each long answer: about 6 kB in all


class Drafts:
    """Hands out ranges of prepared drafts, none twice."""

    def __init__(self, house, demo, password):
        self.house, self.taken = house, 0
        self.scenes = Scenes(Client(house.url), Mailbox(house.path("mail")), Progress(1))
        self.scenes.progress.live, self.scenes.progress.scene = False, lambda title: None
        self.demo = demo
        self.open_call(password)
        self.model = self.make_model()

    def load(self, name):
        with open(os.path.join(self.demo, name), encoding="utf-8") as file:
            return json.load(file)

    def open_call(self, password):
        scenes = self.scenes
        scenes.administrator = scenes.sign_in("admin@wlacznik.localhost", password)
        scenes.owner = scenes.open_account("staff", 0)
        scenes.grant(scenes.owner, "OWNER", "*")
        scenes.announce_call(self.load("call.json"))
        scenes.owner.post("/v1/calls/%s/extend" % scenes.call_id, {"submitUntil": instant(86400)})

    def text(self):
        """Answers as long as people write them; real sentences, so that they compress as such."""
        texts = self.load("applications.json")
        text = dict(texts[0])
        for place, field in enumerate(("problem", "novelty", "how")):
            text[field] = " ".join(other[field] for other in texts[place * 20:] + texts)[:LONG].strip()
        return text

    def make_model(self):
        scenes, address = self.scenes, people.address("applicant", MODEL)
        client = scenes.open_account("applicant", MODEL)
        draft = client.post("/v1/applications", {"callId": scenes.call_id, "region": "30", "applicant": {
            "type": "PERSON", "members": [{"name": people.name(0), "email": address}]}})
        scenes.amounts = [1500000]
        client.put("/v1/applications/" + draft["id"], {
            "version": draft["version"], "applicant": draft["applicant"],
            "answers": scenes.answers(0, self.text(), "30")})
        self.account = client.account_id
        return draft["id"]

    # ---- copies; numbers from 1 ----

    @staticmethod
    def token(number):
        return base64.urlsafe_b64encode(hashlib.sha256(b"bench %d" % number).digest()).decode().rstrip("=")

    def copy_accounts(self, first, last):
        hashes = ",".join("(%d,'\\x%s'::bytea)" % (
            n, hashlib.blake2b(self.token(n).encode(), digest_size=32).hexdigest()) for n in range(first, last + 1))
        self.house.sql("wlacznik_gateway", """
            insert into account (id, email, name, locale, password_hash, created_at)
              select %s, 'applicant' || %d + n || '@demo.wlacznik.example', name, locale, password_hash, created_at
                from account, generate_series (%d, %d) as n where id = '%s';
            insert into session (id, token_hash, account_id, created_at, expires_at)
              select gen_random_uuid (), hash, %s, now (), now () + interval '1 day'
                from (values %s) as fresh (n, hash)"""
                       % (identifier(8, "n"), MODEL, first, last, self.account, identifier(8, "n"), hashes))

    def copy_applications(self, database, first, last):
        """The applicant's address is in packed bytes, so each copy's must be as long as the model's."""
        columns = self.house.sql(database, """
            select string_agg (column_name, ', ' order by ordinal_position) from information_schema.columns
             where table_schema = 'public' and table_name = 'application'
               and column_name not in ('id', 'user_id', 'applicant')""")
        self.house.sql(database, """
            insert into application (id, user_id, applicant, %s)
              select %s, %s, overlay (applicant placing convert_to ((%d + n)::text, 'UTF8')
                                      from position ('%d'::bytea in applicant)), %s
                from application, generate_series (%d, %d) as n where id = '%s';
            vacuum analyze application"""
                       % (columns, identifier(7, "n"), identifier(8, "n"), MODEL, MODEL, columns, first, last,
                          self.model))

    def make(self, name, count):
        """A file for bench-load: `count` submissions that nobody has sent yet."""
        first, last = self.taken + 1, self.taken + count
        self.taken = last
        self.copy_accounts(first, last)
        self.copy_applications("wlacznik_intake", first, last)
        self.house.sql("postgres", "checkpoint")
        os.sync()  # else the disk still writes what preparing left behind, and commits wait for it
        return self.house.save(name, "".join(
            "/v1/applications/%s/submit %s %s\n" % (application(n), self.token(n), application(n))
            for n in range(first, last + 1)))

    def make_cards(self, name, assessors, each):
        """A file for bench-load: one save of each of the open cards that each assessor has, round after round."""
        first, last = self.taken + 1, self.taken + assessors
        self.taken = last
        self.house.until_quiet()  # evaluation must have heard of the call
        self.copy_accounts(first, last)
        self.house.sql("wlacznik_gateway", "insert into account_role (account_id, role, region, granted_by, granted_at)"
                       " select %s, 3, '30', '%s', now () from generate_series (%d, %d) as n"
                       % (identifier(8, "n"), self.account, first, last))
        self.house.sql("wlacznik_evaluation", """
            create temp table given as
              select n, %s as id, %s as assessor from (select m, m %% %d + %d as n from generate_series (0, %d) as m) as all_cards;
            insert into dossier (application_id, stage, call_id, current, region, number, state, applicant_type,
                applicant_user_id, amount_grosze, submitted_at, to_merit)
              select id, 'idea', '%s', true, '30', 'B/' || id, 3, 1, id, 3000000, now (), true from given;
            insert into content select id, 'idea', 'Pomysł', 'Pomysł', '', '', decode (repeat ('0a00', 3000), 'hex'), '' from given;
            insert into card (id, application_id, stage, call_id, assessor_user_id, state, third, assigned_at)
              select id, id, 'idea', '%s', assessor, 2, false, now () from given;
            vacuum analyze card"""
                       % (identifier(9, "m"), identifier(8, "n"), assessors, first, assessors * each - 1,
                          self.scenes.call_id, self.scenes.call_id))
        self.house.sql("postgres", "checkpoint")
        os.sync()
        scores = [{"criterion": key, "points": 1200, "reason": ("Opis jest konkretny i daje się sprawdzić. " * 8).strip()}
                  for key in ("problem", "novelty", "scalability", "team", "feasibility")]
        body = json.dumps({"version": "1", "scores": {"list": scores}}, ensure_ascii=False)
        return self.house.save(name, "".join(
            "/v1/cards/00000000-0000-9000-8000-%012x %s save-%d %s\n"
            % (number, self.token(number % assessors + first), number, body)
            for number in range(assessors * each)))

    def submit_one_by_one(self, count):
        """Yields the application right after its receipt came, and each at another moment."""
        for line in open(self.make("one-by-one", count), encoding="ascii"):
            path, token, _ = line.split()
            Client(self.house.url, token).post(path, {})
            yield path.split("/")[3]
            time.sleep(int(path.split("/")[3][-2:], 16) / 256 * 0.04)


def identifier(version, number):
    return "('00000000-0000-%d000-8000-' || lpad (to_hex (%s), 12, '0'))::uuid" % (version, number)


def application(number):
    return "00000000-0000-7000-8000-%012x" % number
