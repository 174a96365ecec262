// The API's reference under /api: every operation is there, and the viewer needs nothing that our content
// policy forbids, not even when an operation is open.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertQuiet, launch, openPage } from "./lib/browser.mjs";
import { base } from "./lib/settings.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test("people read what /openapi.json says", async () => {
  const page = await openPage(browser, { language: "en" });
  const { paths, tags } = await (await fetch(`${base}/openapi.json`)).json();
  const operations = Object.values(paths).flatMap((verbs) => Object.keys(verbs)).length;

  await page.goto("/api", { waitUntil: "load" });
  await page.locator(".opblock-tag").first().waitFor();
  assert.equal(await page.locator(".opblock-tag").count(), tags.length);
  // A section at a time, as people read: with all 200 open at once Swagger UI 5 loses some of them.
  let shown = 0;
  for (const { name } of tags) {
    const section = page.locator(`.opblock-tag-section:has(#operations-tag-${name})`);
    await section.locator(".opblock-tag").click();
    await section.locator(".opblock").first().waitFor();
    shown += await section.locator(".opblock").count();
    await section.locator(".opblock-tag").click();
    await section.locator(".opblock").first().waitFor({ state: "detached" });
  }
  assert.equal(shown, operations);

  await page.locator("#operations-tag-Gateway").click();
  const signIn = page.locator("#operations-Gateway-gatewaySignIn");
  await signIn.locator(".opblock-summary-control").click();
  await signIn.locator(".responses-table").waitFor();
  assert.match(await signIn.innerText(), /Too many requests, or failed attempts to sign in/);
  await assertQuiet(page);
});
