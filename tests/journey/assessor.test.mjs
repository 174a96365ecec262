// The assessor's journey: what to do next, the declaration, the card beside the application, locking; the
// same with keys alone; and work without a connection.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { application, cardsOf, clientOf, giveOutCards, openCall, passFormalCheck, person } from "./lib/house.mjs";
import { arrive, press, signIn, tabTo } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo } from "./lib/settings.mjs";

const REASON = "Opis jest konkretny, a źródła są podane i dają się sprawdzić.";
const criteria = ["problem", "novelty", "scalability", "team", "feasibility"];
let browser, call;

before(async () => {
  browser = await launch();
  call = await openCall();
  const coordinator = await clientOf(demo.coordinator);
  for (const number of [20, 21, 22, 23]) {
    const { id } = await application(call, number);
    await passFormalCheck(coordinator, call, id);
  }
  await giveOutCards(call, [20, 21, 22]);
});
after(() => browser.close());

async function shot(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

const saved = (page) => page.locator(".save-state.saved").waitFor();

async function fillCard(page, points) {
  for (const [index, key] of criteria.entries()) {
    await page.locator(`#${key}-points`).fill(points[index]);
    await page.locator(`#${key}-reason`).fill(REASON);
  }
}

/** A card of this call that the assessor has declared to be free of conflict, opened in the page. */
async function openedCard(page, number) {
  const client = await clientOf(person("assessor", number));
  const card = (await cardsOf(client, call)).find(({ state }) => state === "DECLARATION_DUE");
  await client.post(`/v1/cards/${card.id}/declaration`, { conflict: false });
  await signIn(page, person("assessor", number));
  await visit(page, `/cards/${card.id}`);
  return { client, card };
}

for (const [language, scheme, width, number] of [["pl", "light", wide, 20], ["en", "dark", narrow, 21]])
  test(`from the list to a locked card, ${language}, ${scheme}, ${width} px`, async () => {
    const page = await openPage(browser, { language, scheme, width });
    const name = (what) => `assess-${what}-${language}-${scheme}-${width}`;
    const client = await clientOf(person("assessor", number));
    const card = (await cardsOf(client, call)).find(({ state }) => state === "DECLARATION_DUE");
    await signIn(page, person("assessor", number));
    await visit(page, "/cards");
    await shot(page, name("list"));

    await page.locator(`a[href="/cards/${card.id}"]`).click();
    await settled(page);
    assert.equal(await page.locator(".reading").count(), 0, "nothing is shown before the declaration");
    await page.locator("form button[type=submit]").click();
    await page.locator(".errors a").waitFor();
    await shot(page, name("declaration"));
    await page.locator("#answer-none").check();
    await page.locator("form button[type=submit]").click();
    await page.locator(".scoring").waitFor();
    await settled(page);
    await shot(page, name("card-empty"));

    await page.locator("#problem-points").fill("25");
    await page.locator("#problem-points-error").waitFor();
    await page.locator("#team-reason").fill("Uzasadnienie bez punktów.");
    await page.locator("#team-points-error").waitFor();
    await shot(page, name("card-refused"));
    await fillCard(page, ["15", "12,5", "14", "10", "11"]);
    await page.locator("#team-reason").fill("za krótko");
    await saved(page);
    assert.match(await page.locator(".total strong").innerText(), /62[,.]50/);
    await page.locator(".scoring .save-bar > button").click();
    await page.locator("dialog[open] .button:not(.plain)").click();
    await page.locator(".errors a").waitFor();
    assert.deepEqual(await page.locator(".errors a").evaluateAll((links) => links.map((link) => link.hash)), ["#team-reason"]);
    await page.locator(".errors a").click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "team-reason");
    await page.locator("#team-reason").fill(REASON);
    await saved(page);
    await shot(page, name("card-full"));
    await page.locator(".scoring .save-bar > button").click();
    await page.locator("dialog[open]").waitFor();
    await shot(page, name("lock"));
    await page.locator("dialog[open] .button:not(.plain)").click();
    await page.locator("h1", { hasText: language === "pl" ? "Karta jest zatwierdzona" : "The card is locked" }).waitFor();
    await settled(page);
    await shot(page, name("locked"));
    assert.equal((await client.get(`/v1/cards/${card.id}`)).state, "LOCKED");
    await assertQuiet(page, { refusals: 2 }); // points above the maximum; locking with a short reason
    await page.context().close();
  });

test("the same with the keyboard alone", async () => {
  const page = await openPage(browser);
  const client = await clientOf(person("assessor", 22));
  const card = (await cardsOf(client, call)).find(({ state }) => state === "DECLARATION_DUE");
  await signIn(page, person("assessor", 22));
  await visit(page, "/cards");
  await press(page, `a[href="/cards/${card.id}"]`);
  await arrive(page, "Oświadczenie o bezstronności");
  await tabTo(page, "#answer-none");
  await page.keyboard.press("Space");
  await press(page, "form button[type=submit]");
  await page.locator(".scoring").waitFor();
  await settled(page);
  for (const [index, key] of criteria.entries()) {
    await tabTo(page, `#${key}-points`);
    await page.keyboard.type(String(10 + index));
    await tabTo(page, `#${key}-reason`);
    await page.keyboard.type(REASON);
  }
  await saved(page);
  await press(page, ".scoring .save-bar > button");
  await page.locator("dialog[open]").waitFor();
  await press(page, "dialog .button:not(.plain)");
  await arrive(page, "Karta jest zatwierdzona");
  assert.equal((await client.get(`/v1/cards/${card.id}`)).state, "LOCKED");
  await assertQuiet(page);
  await page.context().close();
});

test("a conflict of interest takes the card away", async () => {
  const page = await openPage(browser);
  const client = await clientOf(person("assessor", 20));
  const card = (await cardsOf(client, call)).find(({ state }) => state === "DECLARATION_DUE");
  await signIn(page, person("assessor", 20));
  await visit(page, `/cards/${card.id}`);
  await page.locator("#answer-conflict").check();
  await page.locator("#reason").fill("Prowadziliśmy razem projekt.");
  await shot(page, "assess-conflict-pl-light");
  await page.locator("form button[type=submit]").click();
  await page.locator(".lead", { hasText: "ktoś inny" }).waitFor();
  await shot(page, "assess-conflict-declared-pl-light");
  assert.equal((await cardsOf(client, call)).find(({ id }) => id === card.id).state, "CONFLICT");
  await page.context().close();
});

test("without a connection: pages open, the card is filled in, and everything is sent later", async () => {
  const page = await openPage(browser);
  const { client, card } = await openedCard(page, 21);
  await visit(page, "/cards");
  await page.locator(".offline-note", { hasText: "zaszyfrowane" }).waitFor();
  await page.context().setOffline(true);
  await visit(page, "/cards");
  await page.locator(".notice.warm").waitFor();
  await shot(page, "assess-offline-list-pl-light");
  await page.locator(`a[href="/cards/${card.id}"]`).click();
  await page.locator(".scoring").waitFor();
  await fillCard(page, ["10", "11", "12", "13", "14"]);
  await page.locator(".save-state.waiting").waitFor();
  await shot(page, "assess-offline-card-pl-light");
  await page.reload();
  await page.locator(".scoring").waitFor();
  assert.equal(await page.locator("#team-points").inputValue(), "13", "a reload without a connection loses nothing");
  assert.equal((await client.get(`/v1/cards/${card.id}`)).scores?.list?.length ?? 0, 0, "nothing was sent yet");

  await visit(page, "/cards");
  await page.context().setOffline(false);
  await visit(page, "/cards");
  await page.locator(".offline-note", { hasText: "zaszyfrowane" }).waitFor();
  const stored = (await client.get(`/v1/cards/${card.id}`)).scores.list;
  assert.deepEqual(stored.map(({ points }) => points), [1000, 1100, 1200, 1300, 1400]);
  await page.context().close();
});

test("scores written without a connection meet newer ones and ask", async () => {
  const page = await openPage(browser, { width: narrow, scheme: "dark" });
  const { client, card } = await openedCard(page, 22);
  await visit(page, "/cards");
  await page.locator(".offline-note", { hasText: "zaszyfrowane" }).waitFor();
  await page.context().setOffline(true);
  await visit(page, `/cards/${card.id}`);
  await page.locator("#problem-points").fill("18");
  await page.locator("#problem-reason").fill("Napisane w pociągu.");
  await page.locator(".save-state.waiting").waitFor();
  const now = await client.get(`/v1/cards/${card.id}`);
  await client.put(`/v1/cards/${card.id}`, {
    version: now.version, scores: { list: [{ criterion: "problem", points: 500, reason: "Napisane na innym komputerze." }] },
  });
  await page.context().setOffline(false);
  await page.locator("section.conflict").waitFor();
  await shot(page, "assess-two-versions-pl-dark-320");
  await page.locator("section.conflict input[id$='-mine']").check();
  await page.locator("section.conflict button[type=submit]").click();
  await saved(page);
  const [stored] = (await client.get(`/v1/cards/${card.id}`)).scores.list;
  assert.equal(stored.points, 1800);
  assert.equal(stored.reason, "Napisane w pociągu.");
  await page.context().close();
});

test("signing out destroys what was taken along", async () => {
  const page = await openPage(browser);
  await signIn(page, person("assessor", 21));
  await visit(page, "/cards");
  await page.locator(".offline-note", { hasText: /zaszyfrowane/ }).waitFor();
  await visit(page, "/me");
  await page.getByRole("button", { name: "Wyloguj się" }).click();
  await page.waitForURL((url) => url.pathname === "/");
  const left = await page.evaluate(async () => {
    const database = await new Promise((done) => {
      const request = indexedDB.open("wlacznik");
      request.onsuccess = () => done(request.result);
    });
    const count = (name) => new Promise((done) => {
      const request = database.transaction(name).objectStore(name).count();
      request.onsuccess = () => done(request.result);
    });
    return await count("keys") + await count("drafts");
  });
  assert.equal(left, 0);
  await page.context().close();
});
