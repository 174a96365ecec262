"""The scenes of the demo, in order. Each does what people in that role do, through the API alone."""
import concurrent.futures
import datetime
import time

import people
import plan
from api import Client, Refused

REGIONS = {"30": "Wielkopolskie", "32": "Zachodniopomorskie"}
PLACES = {"30": ["3064011", "3021011", "3062011"], "32": ["3262011", "3201011", "3201033"]}
# domain.md 4.8: persons 35 %, informal groups 20 %, NGOs 30 %, firms 10 %, public bodies 5 %.
TYPES = (["PERSON"] * 21 + ["INFORMAL_GROUP"] * 12 + ["NGO"] * 19 + ["FIRM"] * 6 + ["PUBLIC_BODY"] * 3 +
         ["PERSON"])
# Seconds that the demo's call stays open: enough on a quick machine; extended on a slow one.
WINDOW, TOO_CLOSE = 20, 6
REASONS = {
    "problem": "Wnioskodawca opisuje problem konkretnie i podaje, skąd o nim wie.",
    "novelty": "Porównanie z istniejącymi rozwiązaniami jest rzetelne, choć niepełne.",
    "scalability": "Rozwiązanie da się powielić, jeśli znajdzie się lokalny partner.",
    "team": "Zespół zna odbiorców i pracował z nimi wcześniej.",
    "feasibility": "Plan i koszty są realne dla testu tej wielkości.",
}


def instant(seconds_from_now):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds_from_now)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def wait_until(what, condition, seconds=90):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise TimeoutError("%s did not happen within %d s" % (what, seconds))


class Scenes:
    def __init__(self, public, mailbox, progress):
        self.public = public
        self.mailbox = mailbox
        self.progress = progress
        self.password = "zielony-kubek-%d" % (time.time_ns() % 1000000)
        self.pool = concurrent.futures.ThreadPoolExecutor(8)
        self.cards_given = {}
        self.regions = dict(REGIONS)

    def everyone(self, act, things):
        return list(self.pool.map(act, things))

    # ---- accounts ----

    def open_account(self, role, number):
        """Registers, reads the e-mail, confirms, signs in."""
        address = people.address(role, number)
        self.public.post("/v1/accounts", {"email": address, "password": self.password,
                                          "name": people.name(number), "locale": "pl"})
        token = self.mailbox.wait_for(address, r"confirm#token=([A-Za-z0-9_-]+)").group(1)
        self.public.post("/v1/accounts/confirm", {"token": token})
        client = self.sign_in(address, self.password)
        client.name = people.name(number)
        self.progress.step()
        return client

    def sign_in(self, address, password):
        session = self.public.post("/v1/sessions", {"email": address, "password": password})
        client = Client(self.public.address.geturl(), session["token"])
        client.account_id = session["account"]["id"]
        client.email = address
        return client

    def grant(self, client, role, region):
        self.administrator.post("/v1/accounts/%s/roles" % client.account_id, {"role": role, "region": region})

    def open_house(self, address, password):
        self.progress.scene("Zakładamy konta: urząd, eksperci, wnioskodawcy")
        self.administrator = self.sign_in(address, password)
        staff = self.everyone(lambda n: self.open_account("staff", n), range(5))
        self.owner, coordinator_30, coordinator_32, self.editor, second_administrator = staff
        self.coordinators = {"30": coordinator_30, "32": coordinator_32}
        # The programme's office coordinates what spans regions: here, assessors who serve both.
        self.grant(self.owner, "OWNER", "*")
        self.grant(self.owner, "COORDINATOR", "*")
        self.grant(self.editor, "EDITOR", "*")
        self.grant(second_administrator, "ADMINISTRATOR", "*")
        for region, client in self.coordinators.items():
            self.grant(client, "COORDINATOR", region)
        self.assessors = self.everyone(lambda n: self.open_account("assessor", n), range(26))
        self.everyone(lambda client: self.grant(client, "ASSESSOR", "*"), self.assessors)
        # The last application repeats the first one's idea: the same person files it again.
        self.applicants = self.everyone(lambda n: self.open_account("applicant", n), range(61))
        self.applicants.append(self.applicants[0])
        self.progress.step()

    # ---- the call ----

    def announce_call(self, definition):
        self.progress.scene("Program, regiony i ogłoszenie naboru")
        programme = self.owner.post("/v1/programmes", {
            "name": "Włącznik Innowacji Społecznych",
            "description": {"pl": "Szukamy, wypracowujemy, testujemy, oceniamy i upowszechniamy innowacje społeczne."},
            "policyTarget": 5})
        self.set_targets(programme["id"])
        for region, name in self.regions.items():
            self.owner.put("/v1/programmes/%s/regions/%s" % (programme["id"], region), {"name": name})
        definition = dict(definition, programmeId=programme["id"], fillFrom=instant(-3600),
                          submitFrom=instant(-1800), submitUntil=instant(WINDOW))
        self.open_until = definition["submitUntil"]
        call = self.owner.post("/v1/calls", {"definition": definition})
        self.call_id = call["id"]
        self.owner.post("/v1/calls/%s/publish" % self.call_id)

    def set_targets(self, programme_id):
        """What the programme is to reach by the end of the year after next; readers see all but the survey."""
        year = datetime.date.today().year
        for name, kind, measure, target, more in [
                ("Zgłoszone pomysły", "OUTPUT", "IDEAS", 400, {}),
                ("Innowacje z grantem na test", "OUTPUT", "FUNDED", 50, {}),
                ("Innowacje upowszechnione", "RESULT", "CATALOGUE", 12, {}),
                ("Co czwarta przetestowana innowacja upowszechniona", "RESULT", "CATALOGUE", 25, {"shareOf": "MEASURE_TESTED"}),
                ("Wdrożenia w innych miejscach", "RESULT", "ADOPTIONS", 30, {
                    "milestones": [{"dueOn": "%d-12-31" % (year + 1), "value": "800"}]}),
                ("Co najmniej pięć innowacji w polityce publicznej", "RESULT", "IN_POLICY", 5, {}),
                ("Grantobiorcy zadowoleni ze wsparcia", "RESULT", "ENTERED", 80, {
                    "unit": {"pl": "procent ankiet", "en": "per cent of answers"}, "isPublic": False,
                    "definition": {"pl": "Oceny 4 i 5 w ankiecie po teście, wśród wszystkich, którzy odpowiedzieli."}})]:
            self.owner.post("/v1/programmes/%s/indicators" % programme_id, {"text": {
                "name": {"pl": name}, "kind": kind + "_INDICATOR", "measure": "MEASURE_" + measure, "target": str(100 * target),
                "startsOn": "%d-01-01" % year, "dueOn": "%d-12-31" % (year + 2), "isPublic": True, **more}})

    # ---- applications ----

    def applicant_of(self, number, text):
        kind = TYPES[number]
        client = self.applicants[number]
        members = [{"name": client.name, "email": client.email}]
        if kind == "INFORMAL_GROUP":
            members += [{"name": people.name(100 + number), "email": people.address("member", number)}]
        applicant = {"type": kind, "members": members}
        names = {"NGO": people.NGOS, "FIRM": people.FIRMS, "PUBLIC_BODY": people.BODIES}.get(kind)
        if names:
            applicant["organisation"] = names[TYPES[:number].count(kind)]
        return applicant

    def answers(self, number, text, region):
        values = {"title": text["title"], "summary": text["summary"], "problem": text["problem"],
                  "novelty": text["novelty"], "how": text["how"], "recipients": text["recipients"],
                  "team": text["team"], "place": PLACES[region][number % 3]}
        answers = [{"field": key, "text": value} for key, value in values.items()]
        answers += [{"field": "group-size", "number": str(8 + number % 23)},
                    {"field": "amount", "number": str(self.amounts[number])},
                    {"field": "declaration", "choices": ["yes"]}]
        return {"list": answers}

    def region_of(self, number):
        return "30" if number % 50 < 33 else "32"

    def submit_one(self, job):
        number, text = job
        client = self.applicants[number]
        region = self.region_of(number)
        draft = client.post("/v1/applications", {"callId": self.call_id, "region": region,
                                                 "applicant": self.applicant_of(number, text)})
        saved = client.put("/v1/applications/%s" % draft["id"], {
            "version": draft["version"], "applicant": draft["applicant"],
            "answers": self.answers(number, text, region)})
        self.extend_if_close()
        receipt = client.post("/v1/applications/%s/submit" % draft["id"], {"version": saved["version"]})
        assert receipt["number"] and receipt["digest"]
        self.progress.step(2)
        return draft["id"]

    def extend_if_close(self):
        """What a coordinator does when the last hour is too busy: moves the last moment."""
        with self.progress.lock:
            if self.open_until > instant(TOO_CLOSE):
                return
            self.open_until = instant(WINDOW)
            self.owner.post("/v1/calls/%s/extend" % self.call_id, {"submitUntil": self.open_until})

    def apply(self, texts):
        self.progress.scene("62 osoby, grupy i instytucje składają zgłoszenia")
        assert len(texts) == 62
        self.plan_outcomes(len(texts))
        self.best_text, self.late_text = texts[self.best], dict(texts[5], title="Spóźniony pomysł")
        self.applications = self.everyone(self.submit_one, enumerate(texts))

    def plan_outcomes(self, count):
        """Which application fails formally, and which cards the others get. Spread over the numbers, so
        that no order of filing shows in the result."""
        failing = [61, 14, 23, 37, 44]  # 61 repeats 0 under another title, 14 is about tourism
        self.failures = dict(zip(failing, plan.FORMAL_FAILURES))
        merit = [n for n in range(count) if n not in self.failures]
        self.cards = {n: plan.SCORES[i * 20 % len(plan.SCORES)] for i, n in enumerate(merit)}
        place = {plan.SCORES[i]: rank for rank, i in enumerate(plan.by_rank())}
        self.amounts = {}
        for n in range(count):
            rank = place.get(self.cards.get(n), 99)
            self.amounts[n] = plan.AMOUNTS_OF_THE_BEST[rank] if rank < 11 else 1200000 + n * 37000
        self.best = next(n for n in merit if place[self.cards[n]] == 0)

    # ---- formal check ----

    def dossiers(self, region, state=None):
        return list(self.coordinators[region].pages("/v1/calls/%s/dossiers" % self.call_id, "dossiers",
                                                    state=state, limit=100))

    def check_one(self, job):
        region, dossier = job
        number = self.applications.index(dossier["applicationId"])
        items = self.public.get("/v1/calls/%s" % self.call_id)["definition"]["stages"][0]["formalItems"]
        organisation = TYPES[number] in ("NGO", "FIRM", "PUBLIC_BODY")
        answers = []
        for item in items:
            answer = {"item": item["key"], "answer": "YES"}
            if item["key"] == "statutory-scope" and not organisation:
                answer["answer"] = "NOT_APPLICABLE"
            if number in self.failures and self.failures[number][0] == item["key"]:
                answer.update(answer="NO", reason=self.failures[number][1])
            answers.append(answer)
        self.coordinators[region].post("/v1/dossiers/%s/formal-check" % dossier["applicationId"], {"items": answers})
        self.progress.step()

    def check_formally(self):
        self.progress.scene("Koordynatorzy sprawdzają zgłoszenia formalnie")
        jobs = wait_until("all applications reach evaluation", lambda: self.all_dossiers(62))
        self.everyone(self.check_one, jobs)

    def all_dossiers(self, count):
        jobs = [(region, dossier) for region in self.regions for dossier in self.dossiers(region, "FORMAL_REVIEW")]
        return jobs if len(jobs) == count else None

    # ---- assessment ----

    def assess(self):
        self.progress.scene("26 ekspertów składa oświadczenia i ocenia")
        self.give_out()
        # A third assessor is called when two cards disagree: go round until nobody has anything left.
        while sum(self.everyone(self.do_cards, enumerate(self.assessors))) > 0:
            pass
        self.late_application_is_refused()

    def give_out(self):
        for number, client in enumerate(self.assessors):
            regions = ["30", "32"] if number % 3 else [("30", "32")[number % 2]]
            self.owner.put("/v1/calls/%s/assessors/%s" % (self.call_id, client.account_id),
                           {"maxCards": 9, "regions": regions})
        for client in self.coordinators.values():
            given = client.post("/v1/calls/%s/assignments" % self.call_id)
            assert not given.get("shortOfAssessors"), given

    def do_cards(self, job):
        number, client = job
        done = 0
        for card in list(client.pages("/v1/me/cards", "cards", limit=50)):
            if card["state"] not in ("DECLARATION_DUE", "OPEN"):
                continue
            done += 1
            # Two assessors find that they know the applicant: another one gets the card.
            conflict = number in (3, 11) and not getattr(client, "declared", False)
            client.declared = True
            declared = client.post("/v1/cards/%s/declaration" % card["id"], {
                "conflict": conflict, "reason": "Znam wnioskodawcę z poprzedniej pracy." if conflict else ""})
            if not conflict:
                self.fill_card(client, declared["id"])
        return done

    def fill_card(self, client, card_id):
        card = client.get("/v1/cards/%s" % card_id)
        number = self.applications.index(card["applicationId"])
        with self.progress.lock:
            turn = 2 if card["third"] else self.cards_given.setdefault(number, 0)
            if not card["third"]:
                self.cards_given[number] += 1
        points = plan.split_points(self.cards[number][turn])
        scores = [{"criterion": criterion["key"], "points": p, "reason": REASONS[criterion["key"]]}
                  for criterion, p in zip(card["rules"]["criteria"], points)]
        saved = client.put("/v1/cards/%s" % card_id, {"version": card["version"], "scores": {"list": scores}})
        client.post("/v1/cards/%s/lock" % card_id, {"version": saved["version"]})
        self.progress.step()

    def late_application_is_refused(self):
        """The last moment passes; what comes after it is not accepted, and says so."""
        self.progress.scene("Mija termin naboru; spóźnione zgłoszenie nie przechodzi")
        client = self.applicants[5]
        draft = client.post("/v1/applications", {"callId": self.call_id, "region": "30",
                                                 "applicant": self.applicant_of(5, None)})
        client.put("/v1/applications/%s" % draft["id"], {
            "version": draft["version"], "applicant": draft["applicant"],
            "answers": self.answers(5, self.late_text, "30")})
        until = self.public.get("/v1/calls/%s" % self.call_id)["definition"]["submitUntil"]
        wait_until("the deadline", lambda: instant(0) > until, 2 * WINDOW)
        try:
            client.post("/v1/applications/%s/submit" % draft["id"])
        except Refused as refused:
            assert refused.status in (400, 409), refused
            return
        raise AssertionError("an application after the deadline was accepted")

    # ---- ranking and letters ----

    def rank_and_publish(self):
        self.progress.scene("Lista rankingowa: budowa i publikacja")
        ranking = self.owner.post("/v1/calls/%s/ranking" % self.call_id)
        self.progress.step()
        again = self.owner.post("/v1/calls/%s/ranking" % self.call_id)
        assert again["inputsDigest"] == ranking["inputsDigest"], "the same inputs gave another list"
        self.owner.post("/v1/calls/%s/ranking/publish" % self.call_id, {"inputsDigest": ranking["inputsDigest"]})
        self.progress.step(3)

    def result_letters(self):
        """How many applications have a letter with their result in the mailbox of their applicant."""
        self.mailbox.refresh()
        count = 0
        for number in range(62):
            subjects = [subject for subject, _ in self.mailbox.of(self.applicants[number].email)]
            own = [s for s in subjects if self.numbers[number] in s and "Przyjęliśmy" not in s]
            count += 1 if own else 0
        return count

    def wait_for_letters(self):
        self.progress.scene("Listy do wszystkich wnioskodawców")
        self.numbers = self.everyone(
            lambda n: self.applicants[n].get("/v1/applications/%s" % self.applications[n])["number"], range(62))
        wait_until("a letter to every applicant", lambda: self.result_letters() == 62, 120)
        self.progress.step(62)
        return self.result_letters()

    # ---- one innovation, from the list to the catalogue ----

    def write_stage(self, client, application_id, stage, answers):
        application = wait_until("stage %s opens" % stage, lambda: self.open_stage(client, application_id, stage))
        saved = client.put("/v1/applications/%s" % application_id, {
            "version": application["version"], "applicant": application["applicant"], "answers": {"list": answers}})
        client.post("/v1/applications/%s/submit" % application_id, {"version": saved["version"]})
        region = application["region"]
        wait_until("stage %s reaches the commission" % stage, lambda: [
            d for d in self.dossiers(region, "DECISION_DUE") if d["applicationId"] == application_id])
        self.coordinators[region].post("/v1/dossiers/%s/decision" % application_id, {
            "stage": stage, "outcome": "GO_ON",
            "reason": "Komisja jednogłośnie uznała dokument za kompletny i przekonujący."})
        self.progress.step(2)

    def open_stage(self, client, application_id, stage):
        application = client.get("/v1/applications/%s" % application_id)
        return application if application["state"] == "IN_INCUBATION" and application["stage"] == stage else None

    def carry_one_to_the_catalogue(self):
        self.progress.scene("Najlepsza innowacja: specyfikacja, test, raport, katalog")
        client, application_id = self.applicants[self.best], self.applications[self.best]
        self.write_stage(client, application_id, "specification", [
            {"field": "summary", "text": "Sześć miesięcy testu z dwudziestoma osobami w dwóch gminach: trzy miesiące "
             "przygotowań razem z odbiorcami i trzy miesiące działania z cotygodniowym dziennikiem."},
            {"field": "schedule", "text": "Miesiąc 1–3: warsztaty i prototyp. Miesiąc 4–6: test. Koszty: "
             "wynagrodzenia 60 %, materiały 25 %, dostępność i dojazdy 15 %."},
            {"field": "risks", "text": "Ryzyko rezygnacji uczestników zmniejszamy przez spotkania blisko domu. "
             "Materiały powstaną w tekście łatwym do czytania i z tłumaczeniem na PJM."}])
        self.write_stage(client, application_id, "report", [
            {"field": "summary", "text": "W teście wzięły udział 23 osoby. U 17 z nich po trzech miesiącach wzrosło "
             "poczucie sprawczości mierzone ankietą na początku i na końcu; 19 chce korzystać dalej."},
            {"field": "participants", "number": "23"},
            {"field": "changes", "text": "Skróciliśmy instrukcję do dwóch stron i dodaliśmy nagrania audio."}])
        return self.publish_entry(application_id)

    def publish_entry(self, application_id):
        entry = wait_until("the editor has a draft of the entry", lambda: next(
            (e for e in self.editor.pages("/v1/entries", "entries") if e["applicationId"] == application_id), None))
        text = dict(entry["text"])
        text.update(problem=self.best_text["problem"], solution=self.best_text["how"],
                    steps="1. Znajdź miejsce i dwie osoby prowadzące.\n2. Zaproś odbiorców do ułożenia programu.\n"
                          "3. Prowadź spotkania przez trzy miesiące i zapisuj dziennik.\n4. Porównaj ankiety.",
                    licence="CC-BY-4.0", authors=text.get("authors") or people.name(self.best))
        entry = self.editor.put("/v1/entries/%s" % entry["id"], {"version": entry["version"], "text": text})
        entry = self.editor.post("/v1/entries/%s/publish" % entry["id"], {"version": entry["version"]})
        self.public.get("/v1/catalogue/%s" % entry["slug"])
        self.progress.step(2)
        return entry["slug"]
