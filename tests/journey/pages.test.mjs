// Every public page, in each language, scheme and width: accessible, whole, and quiet.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, visit, wide } from "./lib/browser.mjs";
import { languages, pages, schemes } from "./lib/pages.mjs";
import { picture } from "./lib/picture.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function assertWhole(page, title, language) {
  assert.match(await page.title(), title);
  assert.equal(await page.locator("html").getAttribute("lang"), language);
  assert.equal(await page.locator("h1").count(), 1, "one main heading");
  for (const landmark of ["header", "main", "footer", "nav"])
    assert.ok(await page.locator(landmark).count() > 0, `a ${landmark}`);
}

// Half of the eight hold each pair of two of the three; all journeys together take all eight.
const isEven = (...choices) => choices.filter(Boolean).length % 2 === 0;

for (const language of languages)
  for (const scheme of schemes)
    for (const width of [wide, narrow].filter((width) => process.env.JOURNEY_EVERY_LOOK ||
        isEven(language === "en", scheme === "dark", width === narrow)))
      test(`pages in ${language}, ${scheme}, ${width} px`, async (t) => {
        const page = await openPage(browser, { language, scheme, width });
        for (const { name, path, title } of pages)
          await t.test(name, async () => {
            await visit(page, path);
            await assertWhole(page, title[language], language);
            await assertAccessible(page);
            await assertFits(page);
            await assertQuiet(page);
            await picture(page, `${name}-${language}-${scheme}-${width}`);
          });
        await page.context().close();
      });

test("text spaced out as WCAG 1.4.12 asks for still fits", async () => {
  const page = await openPage(browser, { width: narrow });
  for (const { path } of pages) {
    await visit(page, path);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
      document.adoptedStyleSheets = [sheet];
    });
    await assertFits(page);
  }
  await page.context().close();
});

test("forced colours keep every page accessible", async () => {
  const page = await openPage(browser, { forcedColors: "active" });
  for (const { path } of pages) {
    await visit(page, path);
    await assertAccessible(page);
  }
  await page.context().close();
});
