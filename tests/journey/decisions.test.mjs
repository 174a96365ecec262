// What follows a decision, in one small call: the second pair of eyes, calls for corrections, bids, the
// plan of the assignment, the published list, a place that becomes free, an appeal, and the tables.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { application, cardsOf, clientOf, openCall, person, until } from "./lib/house.mjs";
import { arrive, press, signIn, tabTo } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo } from "./lib/settings.mjs";

const OPEN_FOR = 25_000;
/* Of the demo's cards: each criterion up to 20 points. */
const assessors = [11, 12, 13];
let browser, call, applications, coordinator, owner;

/* Money for one project of 25,000 zł; everything that a call may have after a decision is on. */
function rules(definition) {
  const [first, ...later] = definition.stages;
  const items = first.formalItems.map((item) => item.key === "complete" ? { ...item, probe: "PROBE_COMPLETE" } : item);
  const meritCard = { ...first.meritCard, assessors: 1, thirdGap: 0, thirdGapPercent: 0, thirdOnSplit: false, assessorNames: "NAMES_FOR_COORDINATORS", assignment: { bidsWeight: 100 } };
  return {
    ...definition,
    submitUntil: new Date(Date.now() + OPEN_FOR).toISOString(),
    poolGrosze: "2500000", maxGrantGrosze: "2500000",
    corrections: { times: 1, days: 3, dayKind: "WORKING_DAYS" },
    ranking: { ...definition.ranking, reserveCount: 2, acceptanceDays: 5 },
    stages: [{
      ...first, meritCard, formalItems: items, formalFourEyes: "FOUR_EYES_ALL",
      formalAppeal: { days: 3, kind: "TERM_WORKING", answerDays: 5 }, meritAppeal: { days: 5, kind: "TERM_WORKING", answerDays: 5 },
    }, ...later],
  };
}

const dossiers = async () => (await coordinator.get(`/v1/calls/${call.id}/dossiers?limit=100`)).dossiers;
const board = () => `/office/calls/${call.id}`;

before(async () => {
  browser = await launch();
  [coordinator, owner] = await Promise.all([clientOf(demo.coordinator), clientOf(demo.owner)]);
  call = await openCall(rules);
  applications = [];
  for (const number of [40, 41, 42, 43]) applications.push(await application(call, number));
  await until("all applications reach evaluation", async () => (await dossiers()).length === applications.length);
});
after(() => browser.close());

async function shot(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

const yes = () => call.definition.stages[0].formalItems.map(({ key }) => ({ item: key, answer: "YES" }));

test("the queue of formal checks begins with what the house found; a person decides", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.coordinator);
  await visit(page, `${board()}/check`);
  await page.locator(".formal-item").first().waitFor();
  assert.equal(await page.locator("#complete-YES").isChecked(), true);
  assert.match(await page.locator("#item-complete").innerText(), /System zauważył: Wszystkie wymagane/);
  assert.equal(await page.locator("input[type=radio]:checked").count(), 1, "nothing else is chosen for anybody");
  await shot(page, "decisions-check-prefilled-pl");
  await page.locator("a", { hasText: "Wezwij do uzupełnienia" }).first().click();
  await arrive(page, "Wezwanie do uzupełnienia braków");
  await page.locator("form button[type=submit]").click();
  await page.locator(".errors a").waitFor();
  await page.locator("#open-team").check();
  await page.locator("form button[type=submit]").click();
  await page.locator("#text-team-error").waitFor();
  await shot(page, "decisions-correction-pl");
  await page.locator("#text-team").fill("Napisz, kto poprowadzi spotkania.");
  await page.locator("form button[type=submit]").click();
  await page.locator(".notice[role=status]").waitFor();
  const { id, client } = applications[0];
  await until("the check waits", async () => (await dossiers()).some(({ applicationId, state }) => applicationId === id && state === "IN_CORRECTION"));
  await visit(page, board());
  await shot(page, "decisions-board-correction-pl");
  await assertQuiet(page);
  await page.context().close();
  /* The applicant puts it right, as their own pages do. */
  const opened = await client.get(`/v1/applications/${id}`);
  const list = opened.answers.list.map((answer) => answer.field === "team" ? { ...answer, text: "Spotkania poprowadzi Anna." } : answer);
  const saved = await client.put(`/v1/applications/${id}`, { version: opened.version, applicant: opened.applicant, answers: { list } });
  await client.post(`/v1/applications/${id}/submit`, { version: saved.version });
  await until("the check goes on", async () => (await dossiers()).every(({ state }) => state === "FORMAL_REVIEW"));
});

test("a second person confirms checks, or sends one back, with the keyboard alone", async () => {
  for (const { id } of applications) await owner.post(`/v1/dossiers/${id}/formal-check`, { items: yes() });
  const page = await openPage(browser);
  await signIn(page, demo.coordinator);
  await visit(page, board());
  await press(page, `a[href="${board()}/confirm"]`);
  await page.locator(".step-of", { hasText: "1 z 4" }).waitFor();
  await page.waitForFunction(() => document.activeElement.textContent === "Potwierdzam ocenę");
  await shot(page, "decisions-confirm-pl");
  await page.keyboard.press("Enter");
  for (const place of ["2 z 4", "3 z 4"]) {
    await page.locator(".step-of", { hasText: place }).waitFor();
    await page.waitForFunction(() => document.activeElement.textContent === "Potwierdzam ocenę");
    await page.keyboard.press("Enter");
  }
  await page.locator(".step-of", { hasText: "4 z 4" }).waitFor();
  await page.waitForFunction(() => document.activeElement.textContent === "Potwierdzam ocenę");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "why");
  await tabTo(page, "button.warning");
  await page.keyboard.press("Enter");
  await page.locator("#why-error").waitFor();
  await shot(page, "decisions-confirm-back-pl");
  await page.keyboard.type("Sprawdź jeszcze raz zespół.");
  await press(page, "button.warning");
  await arrive(page, "Nic nie czeka na potwierdzenie");
  await assertQuiet(page);

  const checker = await openPage(browser, { language: "en", width: narrow });
  await signIn(checker, demo.owner);
  await visit(checker, `${board()}/check`);
  await checker.locator(".notice.warm").waitFor();
  assert.match(await checker.locator(".notice.warm").innerText(), /Sprawdź jeszcze raz zespół/);
  assert.equal(await checker.locator("input[type=radio]:checked").count(), yes().length, "the answers that were sent back stand there");
  await shot(checker, "decisions-returned-en-320");
  await checker.locator("#decide").click();
  await arrive(checker, "The queue is empty");
  await checker.context().close();
  await coordinator.post(`/v1/dossiers/${applications[3].id}/formal-check/confirmation`, { confirmed: true });
  await page.context().close();
  await until("all are in assessment", async () => (await dossiers()).every(({ state }) => state === "MERIT_REVIEW"));
});

test("an assessor says what they would like to assess", async () => {
  for (const number of assessors) {
    const { account } = await clientOf(person("assessor", number));
    await owner.put(`/v1/calls/${call.id}/assessors/${account.id}`, { maxCards: 4, regions: ["30"] });
  }
  const page = await openPage(browser);
  await signIn(page, person("assessor", assessors[0]));
  await visit(page, "/cards");
  await page.locator(`a[href="/calls/${call.id}/bids"]`).click();
  await arrive(page, "Które zgłoszenia chcesz ocenić?");
  assert.equal(await page.locator("fieldset").count(), applications.length);
  await page.locator(`[id="${applications[0].id}-BID_GLADLY"]`).focus();
  await page.keyboard.press("Space");
  await page.locator(`[id="${applications[1].id}-BID_CONFLICT"]`).check();
  await shot(page, "decisions-bids-pl");
  await page.locator(".save-bar button").click();
  await page.locator("[role=status]", { hasText: "Zapisano 2 odpowiedzi" }).waitFor();
  await assertQuiet(page);
  await page.context().close();
});

test("a plan says why, a swap has its price first, and the cards are given out by it", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.coordinator);
  await visit(page, board());
  await page.locator(`a[href="${board()}/plan"]`).first().click();
  await arrive(page, "Plan przydziału");
  await page.locator("main .act button").first().click();
  await page.locator("#pairs").waitFor();
  await settled(page);
  assert.equal(await page.locator("section[aria-labelledby=pairs] tbody tr").count(), applications.length);
  assert.match(await page.locator("section[aria-labelledby=summary]").innerText(), /Lepszego przydziału przy tych zasadach nie ma/);
  await shot(page, "decisions-plan-pl");
  await page.locator("section[aria-labelledby=pairs] tbody button").first().focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog[open]").waitFor();
  const options = await page.locator("#swap-to option").evaluateAll((list) => list.map(({ value }) => value).filter(Boolean));
  assert.ok(options.length > 0);
  await page.locator("#swap-to").selectOption(options[0]);
  await page.locator("dialog[open] .act button").first().click();
  await page.locator("dialog[open] [role=status] strong").first().waitFor();
  await shot(page, "decisions-swap-pl");
  await page.locator("dialog[open] .act button").first().click();
  await page.locator("[role=status]", { hasText: "Twoje zmiany: 1" }).waitFor();
  assert.equal(await page.locator("section[aria-labelledby=pairs] .tag").count(), 1, "the pair is fixed by hand");
  await page.locator("main .act button", { hasText: "Rozdaj karty" }).click();
  await page.locator("[role=status]", { hasText: "Rozdano 4 karty" }).waitFor();
  await page.locator("section[aria-labelledby=records] tbody tr").waitFor();
  await shot(page, "decisions-given-pl");
  await assertQuiet(page);
  await page.context().close();
});

async function assessAll() {
  for (const number of assessors) {
    const client = await clientOf(person("assessor", number));
    for (const card of (await cardsOf(client, call)).filter(({ state }) => state === "DECLARATION_DUE")) {
      await client.post(`/v1/cards/${card.id}/declaration`, { conflict: false });
      const opened = await client.get(`/v1/cards/${card.id}`);
      const points = 1500 - 100 * applications.findIndex(({ id }) => id === card.applicationId);
      const list = opened.rules.criteria.map(({ key }) =>
        ({ criterion: key, points, reason: "Opis jest konkretny i daje się sprawdzić." }));
      const saved = await client.put(`/v1/cards/${card.id}`, { version: opened.version, scores: { list } });
      await client.post(`/v1/cards/${card.id}/lock`, { version: saved.version });
    }
  }
}

test("who gave up is recorded, and the next one accepts the place", async () => {
  await assessAll();
  await wait(Math.max(0, Date.parse(call.definition.submitUntil) - Date.now() + 500));
  const list = await owner.post(`/v1/calls/${call.id}/ranking`);
  await owner.post(`/v1/calls/${call.id}/ranking/publish`, { inputsDigest: list.inputsDigest });
  const [winner, next] = applications;
  const page = await openPage(browser);
  await signIn(page, demo.coordinator);
  await visit(page, `${board()}/places`);
  await page.locator("form button[type=submit]").click();
  await page.locator(".errors a").first().waitFor();
  await shot(page, "decisions-places-refused-pl");
  await page.locator("#which").selectOption(winner.id);
  await page.locator("#reason").fill("Zadzwonili, że dostali pieniądze gdzie indziej.");
  await page.locator("form button[type=submit]").click();
  await page.locator("section[aria-labelledby=offers] tbody tr").waitFor();
  await page.locator("#version-2").waitFor();
  await shot(page, "decisions-places-pl");
  await assertQuiet(page);

  const home = await openPage(browser, { width: narrow });
  await until("the application waits for an answer", async () => (await next.client.get(`/v1/applications/${next.id}/offer`)).state === "OFFERED");
  await signIn(home, person("applicant", 41));
  await visit(home, `/applications/${next.id}`);
  await home.locator(`a[href="/applications/${next.id}/offer"]`).click();
  await arrive(home, "Masz propozycję grantu");
  await shot(home, "decisions-offer-pl-320");
  await home.getByRole("button", { name: "Rezygnuję" }).click();
  await home.locator("dialog[open]").waitFor();
  await shot(home, "decisions-offer-decline-pl-320");
  await home.locator("dialog[open] button.plain").click();
  await home.getByRole("button", { name: "Przyjmuję grant" }).click();
  await home.locator("[role=status]", { hasText: "Przyjęte" }).waitFor();
  await home.context().close();
  await visit(page, `${board()}/places`);
  await page.locator("td", { hasText: "przyjęte" }).waitFor();
  await page.context().close();
});

test("an applicant appeals, somebody else upholds it, and others assess anew", async () => {
  const { id } = applications[3];
  const page = await openPage(browser);
  await signIn(page, person("applicant", 43));
  await visit(page, `/applications/${id}`);
  await page.locator(`a[href="/applications/${id}/appeal"]`).first().click();
  await arrive(page, "Odwołanie");
  await page.locator("form button[type=submit]").click();
  await page.locator(".errors a").first().waitFor();
  await shot(page, "decisions-appeal-refused-pl");
  assert.equal(await page.locator(".errors a").count(), 2);
  await page.locator("#contested input").first().check();
  await page.locator("#text").fill("Karta mówi, że nie ma opisu zespołu, a jest w czwartej odpowiedzi.");
  await page.locator("form button[type=submit]").click();
  await page.locator(".notice[role=status]").waitFor();
  await shot(page, "decisions-appeal-filed-pl");
  await page.context().close();

  const office = await openPage(browser, { language: "en", scheme: "dark" });
  await signIn(office, demo.coordinator);
  await visit(office, board());
  await office.locator(`.next a[href="${board()}/appeals"]`).click();
  await arrive(office, "Appeals");
  await office.locator("button", { hasText: "Decide" }).first().click();
  await office.locator("#outcome-UPHELD").check();
  await office.locator("form button[type=submit]").click();
  await office.locator("#reason-error").waitFor();
  await shot(office, "decisions-appeals-en-dark");
  await office.locator("#reason").fill("Opis zespołu rzeczywiście jest w zgłoszeniu.");
  await office.locator("form button[type=submit]").click();
  await office.locator(".notice[role=status]").waitFor();
  await office.locator("p", { hasText: "Locked cards of the new assessment: 0 of 1" }).waitFor();
  await shot(office, "decisions-appeals-decided-en-dark");
  await assertQuiet(office);
  await office.context().close();
  await assessAll();
});

test("tables are downloaded, and one is printed", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.owner);
  await visit(page, `${board()}/places`);
  await page.locator("section[aria-labelledby=amend] button").click();
  await page.locator("[role=status]", { hasText: "przeliczona" }).waitFor();
  await visit(page, `${board()}/tables`);
  await shot(page, "decisions-tables-pl");
  for (const format of ["XLSX", "CSV", "JSON"]) {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: `${format}: Lista rankingowa` }).click();
    assert.match((await download).suggestedFilename(), new RegExp(`^J.*-ranking\\.${format.toLowerCase()}$`));
  }
  /* The page to print runs no script at all, so axe reads the same bytes in a page that does. */
  const address = await page.getByRole("link", { name: "Do druku: Oceny" }).getAttribute("href");
  const answer = await page.context().request.get(address);
  assert.match(answer.headers()["content-security-policy"], /default-src 'none'.*sandbox/);
  const print = await page.context().newPage();
  await print.setContent(await answer.text());
  await assertAccessible(print);
  await picture(print, "decisions-print-scores-pl");
  assert.equal(await print.locator("html").getAttribute("lang"), "pl");
  assert.ok(await print.locator("tbody tr").count() >= applications.length + 1, "the second round stands beside the first");
  /* The demo's owner coordinates the region, too, so this call lets them read names. */
  const { account } = await clientOf(person("assessor", assessors[0]));
  assert.ok(await print.locator("td", { hasText: account.name }).count() > 0, "assessors are named");
  assert.equal(await print.locator("td", { hasText: /^Ekspert [0-9a-f]{8}$/ }).count(), 0);
  await assertQuiet(page);
  await page.context().close();
});

for (const [language, width] of [["en", narrow], ["pl", narrow], ["en", wide]])
  test(`the office's pages, ${language}, ${width} px`, async () => {
    const page = await openPage(browser, { language, width });
    await signIn(page, demo.coordinator);
    for (const part of ["tables", "plan", "appeals", "places", "assessors", "confirm"]) {
      await visit(page, `${board()}/${part}`);
      await shot(page, `decisions-${part}-${language}-${width}`);
    }
    await visit(page, `/office/dossiers/${applications[0].id}/correction`);
    await shot(page, `decisions-corrections-${language}-${width}`);
    await assertQuiet(page);
    await page.context().close();
  });
