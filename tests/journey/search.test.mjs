// Staff search: by words without Polish letters, by state and amount, a search as an address, and nothing of others.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit } from "./lib/browser.mjs";
import { press, signIn } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo } from "./lib/settings.mjs";

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function shot(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

const count = (page) => page.locator("tbody tr").count();

test("a coordinator finds an application and narrows the search down", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.coordinator);
  await visit(page, "/office");
  await press(page, 'a[href="/office/search"]');
  await page.locator("#text").waitFor();
  await page.fill("#text", "lawki rozmowa");
  await page.keyboard.press("Enter");
  await page.waitForURL(/text=lawki/);
  await page.locator("tbody a", { hasText: "Ławka rozmów" }).first().waitFor();
  await settled(page);
  await shot(page, "office-search-pl-light");

  await page.locator("summary").first().click();
  await page.fill("#text", "");
  await page.selectOption("#order", "DOSSIERS_BY_AMOUNT");
  await page.fill("#amountFrom", "dużo");
  await page.press("#amountFrom", "Enter");
  await page.locator(".error", { hasText: "cyframi" }).waitFor();
  await page.fill("#amountFrom", "30 000");
  await page.press("#amountFrom", "Enter");
  await page.waitForURL(/amountFrom=30/);
  await settled(page);
  assert.ok(await count(page) > 0);
  await shot(page, "office-search-narrowed-pl-light");
  const before = await count(page);
  await page.reload();
  await settled(page);
  assert.equal(await count(page), before);
  assertQuiet(page);
  await page.close();
});

test("on a telephone", async () => {
  const page = await openPage(browser, { width: narrow });
  await signIn(page, demo.coordinator);
  await visit(page, "/office/search?text=xyzzy");
  await page.locator('[role="status"]', { hasText: "Nic nie pasuje" }).waitFor();
  await visit(page, "/office/search?text=");
  await page.locator("tbody tr").first().waitFor();
  await settled(page);
  await shot(page, "office-search-narrow-pl-light");
  assertQuiet(page);
  await page.close();
});
