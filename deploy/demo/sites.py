"""The same call where each region assesses on its own premises: its coordinator and its assessors have
their accounts at its site, everybody else theirs at the centre."""
import os

import scenes
from api import Client
from mailbox import Mailbox
from scenes import Scenes, wait_until

# In the order in which sites are started; domain.md 4.8 has 58 % in 30, 27 % in 32 and 15 % elsewhere.
NAMES = {"30": "Wielkopolskie", "32": "Zachodniopomorskie", "02": "Dolnośląskie", "08": "Lubuskie"}
SHARES = {1: (50,), 2: (33, 50), 3: (29, 42, 50), 4: (29, 42, 46, 50)}  # of 50, summed up
ASSESSORS = {1: (26,), 2: (16, 26), 3: (13, 21, 26), 4: (12, 18, 22, 26)}
scenes.PLACES.update({"02": ["0264011", "0201011", "0202011"], "08": ["0861011", "0862011", "0804011"]})


def place(number, sums):
    return next(i for i, end in enumerate(sums) if number < end)


class SiteScenes(Scenes):
    """`sites` are lists of region, URL and folder of mail; their first passwords come in the environment."""

    def __init__(self, public, mailbox, progress, sites):
        super().__init__(public, mailbox, progress)
        self.regions = {region: NAMES[region] for region, _, _ in sites}
        self.houses = {}
        for region, url, mail in sites:
            house = Scenes(Client(url), Mailbox(mail), progress)
            house.password = self.password
            self.houses[region] = house

    def region_of(self, number):
        return list(self.regions)[place(number % 50, SHARES[len(self.regions)])]

    def assessors_region(self, number):
        return list(self.regions)[place(number, ASSESSORS[len(self.regions)])]

    def open_house(self, address, password):
        self.progress.scene("Zakładamy konta: centrala i wnioskodawcy, a w regionach eksperci")
        self.administrator = self.sign_in(address, password)
        staff = self.everyone(lambda n: self.open_account("staff", n), (0, 3, 4))
        self.owner, self.editor, second_administrator = staff
        self.grant(self.owner, "OWNER", "*")
        self.grant(self.editor, "EDITOR", "*")
        self.grant(second_administrator, "ADMINISTRATOR", "*")
        self.coordinators = {}
        for number, (region, house) in enumerate(self.houses.items()):
            house.administrator = house.sign_in(address, os.environ["WLACZNIK_PASSWORD_%s" % region])
            self.coordinators[region] = house.open_account("staff", 10 + number)
            house.grant(self.coordinators[region], "COORDINATOR", region)
        self.assessors = self.everyone(self.open_assessor, range(26))
        self.applicants = self.everyone(lambda n: self.open_account("applicant", n), range(61))
        self.applicants.append(self.applicants[0])
        self.progress.step()

    def open_assessor(self, number):
        region = self.assessors_region(number)
        client = self.houses[region].open_account("assessor", number)
        self.houses[region].grant(client, "ASSESSOR", region)
        return client

    def give_out(self):
        for number, client in enumerate(self.assessors):
            region = self.assessors_region(number)
            self.coordinators[region].put("/v1/calls/%s/assessors/%s" % (self.call_id, client.account_id),
                                          {"maxCards": 40, "regions": [region]})
        for client in self.coordinators.values():
            given = client.post("/v1/calls/%s/assignments" % self.call_id)
            assert not given.get("shortOfAssessors"), given

    def rank_and_publish(self):
        self.progress.scene("Regiony zamykają swoje listy")
        lists = "/v1/calls/%s/region-lists" % self.call_id
        digests = {client.post(lists)["digest"] for client in self.coordinators.values()}
        wait_until("the centre holds what the regions closed", lambda: {
            one["digest"] for one in self.owner.get(lists)["lists"] if one.get("complete")} == digests)
        super().rank_and_publish()
