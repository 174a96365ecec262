// The coordinator's and the owner's journey through one small call: the queue of formal checks with keys
// alone, assessors and cards, progress, the ranking workbench, publication, the decision of a stage.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { application, cardsOf, clientOf, openCall, person, until } from "./lib/house.mjs";
import { arrive, press, signIn } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo } from "./lib/settings.mjs";

const OPEN_FOR = 20_000;
let browser, call, applications;

before(async () => {
  browser = await launch();
  call = await openCall((definition) => ({ ...definition, submitUntil: new Date(Date.now() + OPEN_FOR).toISOString() }));
  /* One after the other: the queue goes by number, and the second in it is rejected below. */
  applications = [];
  for (const number of [30, 31, 32, 33]) applications.push(await application(call, number));
  const coordinator = await clientOf(demo.coordinator);
  await until("all applications reach evaluation", async () =>
    (await coordinator.get(`/v1/calls/${call.id}/dossiers?limit=100`)).dossiers.length === applications.length);
});
after(() => browser.close());

async function shot(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

const board = () => `/office/calls/${call.id}`;
const dossiers = async () => (await (await clientOf(demo.coordinator)).get(`/v1/calls/${call.id}/dossiers?limit=100`)).dossiers;

test("the formal checks of a queue, with the keyboard alone", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.coordinator);
  await visit(page, "/office");
  await shot(page, "office-home-pl-light");
  await press(page, `a[href="${board()}"]`);
  await arrive(page, "Nabór próbny");
  await shot(page, "office-board-pl-light");
  await press(page, `a[href="${board()}/check"]`);
  await page.locator(".formal-item").first().waitFor();
  await settled(page);
  await page.waitForFunction(() => document.activeElement.id === "complete-YES");
  await shot(page, "office-check-pl-light");

  for (let key = 0; key < 7; key++) await page.keyboard.press("t");
  await page.keyboard.press("d");
  assert.equal(await page.evaluate(() => document.activeElement.id), "decide");
  assert.match(await page.locator(".outcome").innerText(), /Wszystkie warunki/);
  await page.keyboard.press("Enter");

  await page.locator(".step-of", { hasText: "2 z 4" }).waitFor();
  await page.waitForFunction(() => document.activeElement.id === "complete-YES");
  await page.keyboard.press("t");
  await page.keyboard.press("n");
  assert.equal(await page.evaluate(() => document.activeElement.id), "eligible-applicant-reason");
  await page.keyboard.press("Control+Enter");
  await page.locator(".errors").waitFor();
  await shot(page, "office-check-refused-pl-light");
  assert.equal(await page.locator(".errors a").count(), 7);
  await page.locator("#eligible-applicant-reason").focus();
  await page.keyboard.type("Ntdy, wnioskodawca jest pracownikiem inkubatora.");
  assert.equal(await page.locator("#eligible-applicant-NO").isChecked(), true, "keys typed into a reason are text");
  for (const key of ["no-links", "not-funded-elsewhere", "not-a-duplicate", "theme-fits", "amount-fits", "statutory-scope"]) {
    await page.locator(`#${key}-YES`).focus();
    await page.keyboard.press("t");
  }
  await page.keyboard.press("Control+Enter");
  await page.locator(".step-of", { hasText: "3 z 4" }).waitFor();
  for (const place of ["3 z 4", "4 z 4"]) {
    await page.locator(".step-of", { hasText: place }).waitFor();
    await page.waitForFunction(() => document.activeElement.id === "complete-YES");
    for (let key = 0; key < 8; key++) await page.keyboard.press("t");
    await page.keyboard.press("Control+Enter");
  }
  await arrive(page, "Kolejka jest pusta");
  await shot(page, "office-check-done-pl-light");
  const states = (await dossiers()).map(({ state }) => state).sort();
  assert.deepEqual(states, ["FORMALLY_REJECTED", "MERIT_REVIEW", "MERIT_REVIEW", "MERIT_REVIEW"]);
  await assertQuiet(page);
  await page.context().close();
});

test("assessors are put on the call and cards given out; too few are told", async () => {
  const page = await openPage(browser);
  const ids = await Promise.all([23, 24, 25].map(async (number) => (await clientOf(person("assessor", number))).account.id));
  await signIn(page, demo.coordinator);
  await visit(page, `${board()}/assessors`);
  await page.locator("form button[type=submit]").click();
  await page.locator(".errors a").waitFor();
  await shot(page, "office-assessors-refused-pl-light");
  await page.locator("#user").fill(ids[0]);
  await page.locator("form button[type=submit]").click();
  await page.locator("[role=status]", { hasText: "Zapisano" }).waitFor();
  await page.locator("section[aria-labelledby=assign] button").click();
  await page.locator(".notice.warm li").first().waitFor();
  await shot(page, "office-assign-short-pl-light");
  for (const id of ids.slice(1)) {
    await page.locator("#user").fill(id);
    await page.locator("form button[type=submit]").click();
    await page.waitForFunction(() => document.querySelector("#user").value === "");
  }
  await page.locator("section[aria-labelledby=assign] button").click();
  await page.locator("section[aria-labelledby=assign] [role=status]", { hasText: "Rozdano 3 karty" }).waitFor();
  await page.locator(".notice.warm").waitFor({ state: "detached" });
  await shot(page, "office-assigned-pl-light");
  await assertQuiet(page, { refusals: 1 });
  await page.context().close();
});

for (const [language, scheme, width] of [["pl", "light", wide], ["en", "dark", narrow]])
  test(`progress and one application, ${language}, ${width} px`, async () => {
    const page = await openPage(browser, { language, scheme, width });
    await signIn(page, demo.coordinator);
    await visit(page, `${board()}/progress`);
    assert.match(await page.locator(".lead").innerText(), /0 (z|of) 6/);
    await shot(page, `office-progress-${language}-${scheme}-${width}`);
    await page.locator("tbody a").first().click();
    await settled(page);
    await shot(page, `office-dossier-${language}-${scheme}-${width}`);
    await visit(page, board());
    await shot(page, `office-board-later-${language}-${scheme}-${width}`);
    await assertQuiet(page);
    await page.context().close();
  });

async function assessAll() {
  for (const number of [23, 24, 25]) {
    const client = await clientOf(person("assessor", number));
    for (const card of await cardsOf(client, call)) {
      await client.post(`/v1/cards/${card.id}/declaration`, { conflict: false });
      const opened = await client.get(`/v1/cards/${card.id}`);
      const points = 1200 + 100 * applications.findIndex(({ id }) => id === card.applicationId);
      const list = opened.rules.criteria.map(({ key }) =>
        ({ criterion: key, points, reason: "Opis jest konkretny i daje się sprawdzić." }));
      const saved = await client.put(`/v1/cards/${card.id}`, { version: opened.version, scores: { list } });
      await client.post(`/v1/cards/${card.id}/lock`, { version: saved.version });
    }
  }
}

test("the ranking is built, looked at, compared and published", async () => {
  const page = await openPage(browser);
  await assessAll();
  await wait(Math.max(0, Date.parse(call.definition.submitUntil) - Date.now() + 500));
  await signIn(page, demo.owner);
  await visit(page, board());
  await page.locator(".next a[href$='/ranking']").click();
  await settled(page);
  await page.locator("main .act button").click();
  await page.locator("#group-RECOMMENDED").waitFor();
  await settled(page);
  await shot(page, "office-ranking-pl-light");
  assert.equal(await page.locator("#group-RECOMMENDED ~ .table tbody tr").count(), 3);
  await page.locator("main .act button.plain").first().click();
  await page.locator("[role=status]", { hasText: "żadne miejsce się nie zmieniło" }).waitFor();
  await page.getByRole("button", { name: "Opublikuj listę" }).click();
  await page.locator("dialog[open]").waitFor();
  await shot(page, "office-publish-pl-light");
  await page.locator("dialog[open] button.warning").click();
  await page.locator(".notice[role=status]").waitFor();
  const owner = await clientOf(demo.owner);
  assert.equal((await owner.get(`/v1/calls/${call.id}/results`)).published, true);
  await visit(page, board());
  await page.locator(".counts").waitFor();
  await settled(page);
  await shot(page, "office-board-published-pl-light");
  await assertQuiet(page, { refusals: 1 }); // so few cards tell nothing of who is severe
  await page.context().close();
});

test("the commission's decision of a later stage is recorded", async () => {
  const { id, client } = applications[3];
  const draft = await until("the next stage opens", async () => {
    const found = await client.get(`/v1/applications/${id}`);
    return found.state === "IN_INCUBATION" ? found : null;
  });
  const list = [{ field: "summary", text: "Sześć miesięcy testu w dwóch gminach." },
    { field: "schedule", text: "Miesiąc 1–3 warsztaty, miesiąc 4–6 test." }, { field: "risks", text: "Spotykamy się blisko domu." }];
  const saved = await client.put(`/v1/applications/${id}`, { version: draft.version, applicant: draft.applicant, answers: { list } });
  await client.post(`/v1/applications/${id}/submit`, { version: saved.version });
  await until("the specification reaches the commission", async () =>
    (await dossiers()).some(({ applicationId, state }) => applicationId === id && state === "DECISION_DUE"));

  const page = await openPage(browser, { width: narrow });
  await signIn(page, demo.coordinator);
  await visit(page, `/office/dossiers/${id}`);
  const record = page.getByRole("button", { name: "Zapisz decyzję" });
  await record.click();
  await page.locator(".errors a").waitFor();
  await page.locator("#outcome-GO_ON").check();
  await record.click();
  await page.locator("#reason-error").waitFor();
  await shot(page, "office-decision-pl-light-320");
  await page.locator("#reason").fill("Komisja uznała plan testu za przekonujący.");
  await record.click();
  await page.locator(".notice[role=status]").waitFor();
  await until("the report opens", async () => (await client.get(`/v1/applications/${id}`)).stage === "report");
  await page.context().close();
});

test("an applicant finds no office", async () => {
  const page = await openPage(browser);
  await signIn(page, person("applicant", 34));
  assert.equal(await page.locator("header a[href='/office']").count(), 0);
  await visit(page, "/office");
  await page.locator(".lead", { hasText: "dla koordynatorów" }).waitFor();
  await visit(page, `/office/calls/${call.id}`);
  assert.equal(await page.locator("table").count(), 0);
  await page.context().close();
});

test("experts are invited from a pasted list; who cannot be stays on it, and an invitation is taken back", async () => {
  const { id } = await openCall();
  const page = await openPage(browser);
  const stamp = Date.now() % 1_000_000;
  const coordinator = await clientOf(demo.coordinator);
  const often = { email: `czesto${stamp}@example.org`, name: "Ola Częsta", role: "ASSESSOR", region: "30", programmeId: call.definition.programmeId };
  for (let times = 0; times < 3; times++) await coordinator.post("/v1/invitations", often);
  await signIn(page, demo.coordinator);
  await visit(page, `/office/calls/${id}/assessors`);
  await page.locator(`a[href="/office/calls/${id}/invite"]`).click();
  await page.locator("#list").waitFor();
  await page.locator("form button[type=submit]").click();
  await page.locator("#list-error").waitFor();
  await page.locator("#list").fill("Zły Adres, bez@małpy");
  await page.locator("form button[type=submit]").click();
  await page.locator("#list-error", { hasText: ": 1." }).waitFor();
  await page.locator("#list").fill(`Anna Nowak, anna${stamp}@example.org\nJan Kowalski <jan${stamp}@example.org>\nOla Częsta, ${often.email}`);
  const region = page.locator("[name=region]:checked");
  if (await region.count() === 0) await page.locator("[name=region]").first().check();
  await page.locator("form button[type=submit]").click();
  await page.locator(".notice", { hasText: "Zaproszono: 2" }).waitFor();
  assert.equal(await page.locator("#list").inputValue(), `Ola Częsta, ${often.email}`);
  await page.locator(".notice li", { hasText: "trzy zaproszenia" }).waitFor();
  const own = page.locator("tbody tr", { hasText: /(anna|jan)\d+@example.org/ }).filter({ hasText: String(stamp) });
  await own.nth(1).waitFor();
  await shot(page, "invite");
  await own.first().locator("button").click();
  await own.nth(1).waitFor({ state: "detached" });
  assert.equal(await own.count(), 1);
  await assertQuiet(page);
  await page.context().close();
});
