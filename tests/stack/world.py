"""One small call with one application in region 30, assessed by two of three assessors: enough that
everybody has something of their own that others must not see."""
import json
import os

import attachments
from scenes import Scenes, instant
from stack import MARKS, TOP, wait_until
from tell import Progress

ROLES = {
    "innovator": [],
    "assessor": [("ASSESSOR", "*")],
    "coordinator-30": [("COORDINATOR", "30")],
    "coordinator-32": [("COORDINATOR", "32")],
    "carer": [("CARER", "*")],
    "editor": [("EDITOR", "*")],
    "owner": [("OWNER", "*")],
    "administrator": [("ADMINISTRATOR", "*")],
}


def quiet_scenes(stack):
    scenes = Scenes(stack.public, stack.mailbox, Progress(1))
    scenes.progress.live, scenes.progress.scene = False, lambda title: None
    scenes.amounts = [1500000] * 8
    return scenes


def marked_text(stack):
    with open(os.path.join(TOP, "deploy", "demo", "applications.json"), encoding="utf-8") as file:
        text = json.load(file)[0]
    return {key: "%s %s" % (MARKS["answer"], value) if isinstance(value, str) else value
            for key, value in text.items()}


class World:
    def __init__(self, stack):
        self.stack = stack
        self.people = dict(zip(ROLES, quiet_scenes(stack).everyone(
            lambda role: stack.open_account(role, ROLES[role]), ROLES)))
        self.others = {"innovator": stack.open_account("innovator"),
                       "assessor": stack.open_account("assessor", ROLES["assessor"])}
        self.foreign_assessor = None
        self.announce()
        self.apply()
        self.assign()

    def announce(self):
        scenes = quiet_scenes(self.stack)
        scenes.owner = self.people["owner"]
        with open(os.path.join(TOP, "deploy", "demo", "call.json"), encoding="utf-8") as file:
            definition = dict(json.load(file), applicationsPerPerson=0)
        definition["stages"][0]["form"]["sections"][-1]["fields"].append(
            {"key": "film", "kind": "FILE", "label": {"pl": "Film o pomyśle"}, "maxRows": 3})
        definition["stages"][0]["panel"] = {"movesPlaces": True}
        scenes.announce_call(definition)
        scenes.owner.post("/v1/calls/%s/extend" % scenes.call_id, {"submitUntil": instant(86400)})
        self.call_id, self.scenes = scenes.call_id, scenes

    def draft_body(self, client, region="30"):
        return {"callId": self.call_id, "region": region,
                "applicant": {"type": "NGO", "organisation": MARKS["organisation"] + " Most", "nip": "6281955388", "krs": "0000125522",
                              "members": [{"name": client.name, "email": client.email}]}}

    def save_body(self, draft):
        return {"version": draft["version"], "applicant": draft["applicant"],
                "answers": self.scenes.answers(0, marked_text(self.stack), "30")}

    def apply(self):
        client = self.people["innovator"]
        draft = client.post("/v1/applications", self.draft_body(client))
        self.application, body = draft["id"], self.save_body(draft)
        self.file = attachments.upload(client, self.application, "film", MARKS["answer"] + ".pdf", b"%PDF-1.7\n" + b"klatka " * 100)
        body["answers"]["list"].append({"field": "film", "attachments": [self.file]})
        saved = client.put("/v1/applications/" + self.application, body)
        client.post("/v1/applications/%s/submit" % self.application, {"version": saved["version"]})
        self.draft = client.post("/v1/applications", self.draft_body(client))["id"]
        self.message = wait_until("the receipt in the inbox", lambda: [
            message["id"] for message in client.get("/v1/me/messages").get("messages", [])])[0]

    def assign(self):
        coordinator = self.people["coordinator-30"]
        dossier = "/v1/dossiers/" + self.application
        wait_until("the dossier", lambda: coordinator.get(
            "/v1/calls/%s/dossiers" % self.call_id).get("dossiers"))
        with open(os.path.join(TOP, "deploy", "demo", "call.json"), encoding="utf-8") as file:
            items = json.load(file)["stages"][0]["formalItems"]
        coordinator.post(dossier + "/formal-check", {"items": [
            {"item": item["key"], "answer": "YES"} for item in items]})
        second = self.stack.open_account("assessor", ROLES["assessor"])
        for client in (self.people["assessor"], second):
            coordinator.put("/v1/calls/%s/assessors/%s" % (self.call_id, client.account_id),
                            {"maxCards": 9, "regions": ["30"]})
        coordinator.post("/v1/calls/%s/assignments" % self.call_id)
        self.card = self.people["assessor"].get("/v1/me/cards")["cards"][0]["id"]
        self.second_card = second.get("/v1/me/cards")["cards"][0]["id"]
        self.meeting = coordinator.post("/v1/calls/%s/panel-meetings" % self.call_id, {
            "plan": self.panel_plan()})["id"]

    def panel_plan(self):
        chair = self.people["assessor"]
        return {"region": "30", "startsAt": instant(30 * 86400), "place": "Sala 12",
                "members": [{"userId": chair.account_id, "name": chair.name, "voting": True, "chair": True}],
                "agenda": [{"applicationId": self.application}]}
