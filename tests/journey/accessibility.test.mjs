// The accessibility declaration, and the request with a term that the law gives everybody.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { until } from "./lib/house.mjs";
import { press, tabTo } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { base, mail } from "./lib/settings.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const path = "/deklaracja-dostepnosci";

async function shot(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

test("it has the parts that the ministry's conditions name, without JavaScript, too", async () => {
  const html = await (await fetch(base + path, { headers: { Accept: "text/html", "Accept-Language": "pl" } })).text();
  for (const id of ["wstep", "podmiot", "url", "data-publikacja", "data-aktualizacja", "status", "data-sporzadzenie", "ocena", "kontakt",
    "email", "telefon", "procedura", "aplikacje", "architektura"])
    assert.ok(html.includes(`id="a11y-${id}"`), id);
});

for (const [language, scheme, width] of [["pl", "light", wide], ["en", "dark", narrow]])
  test(`it is read and asked by, ${language}, ${scheme}, ${width} px`, async () => {
    const page = await openPage(browser, { language, scheme, width });
    await visit(page, "/");
    await page.locator(`footer a[href="${path}"]`).click();
    await page.locator("#a11y-procedura").waitFor();
    await settled(page);
    await shot(page, `accessibility-${language}-${scheme}-${width}`);
    await page.locator("form button[type=submit]").click();
    await page.locator(".errors a").first().waitFor();
    assert.deepEqual(await page.locator(".errors a").evaluateAll((links) => links.map((link) => link.hash)),
      ["#place", "#problem", "#name", "#contact"]);
    await shot(page, `accessibility-refused-${language}-${scheme}-${width}`);
    await page.locator("#place").fill(`Film w katalogu (${language})`);
    await page.locator("#problem").fill("Film nie ma napisów. Ą ę <b>");
    await page.locator("#wish").fill("Tekst zamiast filmu");
    await page.locator("#name").fill("Zofia Żak");
    await page.locator("#contact").fill("zofia@example.org");
    await page.locator("form button[type=submit]").click();
    await page.locator(".notice strong").waitFor();
    const [number] = /D-[0-9a-f]{8}/.exec(await page.locator(".notice strong").textContent());
    await shot(page, `accessibility-sent-${language}-${scheme}-${width}`);
    await until("the operator gets the request", async () => {
      const names = (await readdir(mail)).filter((name) => name.endsWith(".eml"));
      const letters = await Promise.all(names.map((name) => readFile(join(mail, name), "utf8")));
      return letters.some((letter) => letter.includes("X-Envelope-To: operator@wlacznik.localhost") && letter.includes(number));
    });
    await assertQuiet(page, { refusals: 1 });
    await page.context().close();
  });

test("with the keyboard alone", async () => {
  const page = await openPage(browser);
  await visit(page, path);
  for (const [id, text] of [["place", "Regulamin"], ["problem", "Skan bez tekstu"], ["name", "Jan"], ["contact", "600 100 200"]]) {
    await tabTo(page, `#${id}`);
    await page.keyboard.type(text);
  }
  await press(page, "form button[type=submit]");
  await page.locator(".notice strong").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.className), "notice");
  await page.context().close();
});
