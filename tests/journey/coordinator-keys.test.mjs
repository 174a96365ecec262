// The coordinator's and the owner's way through one call without a mouse, from the queue of formal checks to the
// published list: coordinator.test.mjs is the same with a mouse but for the queue.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { assertQuiet, launch, openPage, settled, visit } from "./lib/browser.mjs";
import { application, cardsOf, clientOf, openCall, person, until } from "./lib/house.mjs";
import { arrive, press, signIn, tabTo } from "./lib/people.mjs";
import { demo } from "./lib/settings.mjs";

const OPEN_FOR = 25_000;
const assessors = [20, 21];
let browser, call, applications;

before(async () => {
  browser = await launch();
  call = await openCall((definition) => ({ ...definition, submitUntil: new Date(Date.now() + OPEN_FOR).toISOString() }));
  applications = [];
  for (const number of [45, 46]) applications.push(await application(call, number));
  const coordinator = await clientOf(demo.coordinator);
  await until("all applications reach evaluation", async () =>
    (await coordinator.get(`/v1/calls/${call.id}/dossiers?limit=100`)).dossiers.length === applications.length);
});
after(() => browser.close());

const board = () => `/office/calls/${call.id}`;

/* The focus is on the heading after signing in: the menu stands before it. */
async function toOffice(page) {
  await tabTo(page, "header a[href='/office']", { key: "Shift+Tab" });
  await page.keyboard.press("Enter");
}

async function typeInto(page, selector, text) {
  if (!await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) await tabTo(page, selector);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

test("from the office over formal checks to cards that are given out and their progress", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.coordinator);
  await toOffice(page);
  await page.waitForURL("**/office");
  await settled(page);
  await press(page, `main a[href="${board()}"]`);
  await arrive(page, "Nabór próbny");
  await press(page, `a[href="${board()}/check"]`);
  await page.locator(".formal-item").first().waitFor();
  for (const place of ["1 z 2", "2 z 2"]) {
    await page.locator(".step-of", { hasText: place }).waitFor();
    await page.waitForFunction(() => document.activeElement.id === "complete-YES");
    for (let key = 0; key < 8; key++) await page.keyboard.press("t");
    await page.keyboard.press("Control+Enter");
  }
  await arrive(page, "Kolejka jest pusta");

  await visit(page, board());
  await press(page, `a[href="${board()}/assessors"]`);
  await page.waitForURL("**/assessors");
  await settled(page);
  for (const number of assessors) {
    const { account } = await clientOf(person("assessor", number));
    await typeInto(page, "#user", account.id);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("#user").value === "");
  }
  await press(page, "section[aria-labelledby=assign] button");
  await page.locator("section[aria-labelledby=assign] [role=status]", { hasText: "Rozdano" }).waitFor();

  await visit(page, board());
  await press(page, `a[href="${board()}/progress"]`);
  await page.waitForURL("**/progress");
  await settled(page);
  await press(page, "tbody a");
  await page.waitForURL("**/office/dossiers/*");
  await settled(page);
  await page.goBack();
  await page.waitForURL("**/progress");
  await settled(page);
  await assertQuiet(page);
  await page.context().close();
});

async function assessAll() {
  for (const number of assessors) {
    const client = await clientOf(person("assessor", number));
    for (const card of await cardsOf(client, call)) {
      await client.post(`/v1/cards/${card.id}/declaration`, { conflict: false });
      const opened = await client.get(`/v1/cards/${card.id}`);
      const list = opened.rules.criteria.map(({ key }) => ({ criterion: key, points: 1500, reason: "Opis jest konkretny i daje się sprawdzić." }));
      const saved = await client.put(`/v1/cards/${card.id}`, { version: opened.version, scores: { list } });
      await client.post(`/v1/cards/${card.id}/lock`, { version: saved.version });
    }
  }
}

test("the owner builds the list and publishes it", async () => {
  await assessAll();
  await wait(Math.max(0, Date.parse(call.definition.submitUntil) - Date.now() + 500));
  const page = await openPage(browser);
  await signIn(page, demo.owner);
  await toOffice(page);
  await page.waitForURL("**/office");
  await settled(page);
  await press(page, `main a[href="${board()}"]`);
  await arrive(page, "Nabór próbny");
  await press(page, `.next a[href$='/ranking']`);
  await page.waitForURL("**/ranking");
  await settled(page);
  await press(page, "main .act button");
  await page.locator("#group-RECOMMENDED").waitFor();
  await settled(page);
  const publish = page.getByRole("button", { name: "Opublikuj listę" });
  await publish.evaluate((button) => button.setAttribute("data-publish", ""));
  await press(page, "[data-publish]");
  await page.locator("dialog[open]").waitFor();
  assert.ok(await page.evaluate(() => document.activeElement.closest("dialog") !== null), "the dialog has the focus");
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  assert.ok(await page.evaluate(() => document.activeElement.hasAttribute("data-publish")), "the focus is back where it was");
  await page.keyboard.press("Enter");
  await page.locator("dialog[open]").waitFor();
  await tabTo(page, "dialog[open] button.warning");
  await page.keyboard.press("Enter");
  await page.locator(".notice[role=status]").waitFor();
  const owner = await clientOf(demo.owner);
  assert.equal((await owner.get(`/v1/calls/${call.id}/results`)).published, true);
  await page.context().close();
});
