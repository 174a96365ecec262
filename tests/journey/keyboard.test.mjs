// What a person does who has only a keyboard: nothing here uses a mouse.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { tabTo } from "./lib/people.mjs";
import { demo } from "./lib/settings.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function assertFocused(page, path) {
  await page.waitForURL(`**${path}`);
  await page.waitForFunction(() => document.activeElement.tagName === "H1");
  await settled(page);
}

async function assertArrived(page, path) {
  await assertFocused(page, path);
  assert.equal(await page.evaluate(() => scrollY), 0, "the page begins at its top");
}

for (const width of [wide, narrow])
  test(`from the front page to the results and a catalogue entry, ${width} px`, async () => {
    const call = `/calls/${demo.callId}`;
    const page = await openPage(browser, { width });
    await visit(page, "/");

    await tabTo(page, `main a[href="${call}"]`);
    await page.keyboard.press("Enter");
    await assertArrived(page, call);
    await tabTo(page, `main a[href="${call}/results"]`);
    await page.keyboard.press("Enter");
    await assertArrived(page, `${call}/results`);
    assert.equal(await page.locator("#RECOMMENDED ~ .table tbody tr").count(), 10);

    await page.goBack();
    await assertFocused(page, call);
    await visit(page, "/");
    await tabTo(page, "header a[href=\"/catalogue\"]");
    await page.keyboard.press("Enter");
    await assertArrived(page, "/catalogue");
    await tabTo(page, `main a[href="/catalogue/${demo.slug}"]`);
    await page.keyboard.press("Enter");
    await assertArrived(page, `/catalogue/${demo.slug}`);
    await assertQuiet(page);
    await page.context().close();
  });

test("the first stop skips to the content", async () => {
  const page = await openPage(browser);
  await visit(page, "/catalogue");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "content");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null));
  await page.context().close();
});

test("the language is chosen with the keyboard and remembered", async () => {
  const page = await openPage(browser);
  await visit(page, "/catalogue");
  await tabTo(page, ".languages button[lang=en]");
  await page.keyboard.press("Space");
  await page.getByRole("heading", { level: 1, name: "Catalogue of innovations" }).waitFor();
  await page.reload();
  await settled(page);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.context().close();
});

test("searching the catalogue needs no mouse and has its own address", async () => {
  const page = await openPage(browser);
  await visit(page, "/catalogue");
  const word = (await page.locator(".card h2").first().innerText()).split(/[^\p{L}]+/u).find((each) => each.length > 3);
  await tabTo(page, "#q");
  await page.keyboard.type(word);
  await page.keyboard.press("Enter");
  await assertArrived(page, `/catalogue?${new URLSearchParams({ q: word })}`);
  assert.ok(await page.locator(".card").count() > 0, `something is found for "${word}"`);
  await page.context().close();
});

test("the catalogue finds while somebody types, and the focus stays where it is", async () => {
  const page = await openPage(browser);
  await visit(page, "/catalogue");
  await tabTo(page, "#q");
  await page.keyboard.type("xyzzyx");
  await page.locator("main [role=status]", { hasText: "xyzzyx" }).waitFor();
  assert.equal(await page.locator(".card").count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  for (let key = 0; key < 6; key++) await page.keyboard.press("Backspace");
  await page.locator(".card").first().waitFor();
  assert.equal(new URL(page.url()).search, "");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await assertQuiet(page);
  await page.context().close();
});
