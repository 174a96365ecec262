// The call and its published list say the same as the API does.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch, openPage, visit } from "./lib/browser.mjs";
import { base, demo } from "./lib/settings.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function ask(path) {
  const response = await fetch(base + path);
  assert.equal(response.status, 200, path);
  return response.json();
}

const plain = (text) => text.replaceAll(/[\u00a0\u202f]/g, " ").trim();

test("the funnel is a picture with the same numbers in a table", async () => {
  const funnel = await ask(`/v1/calls/${demo.callId}/funnel`);
  const page = await openPage(browser);
  await visit(page, `/calls/${demo.callId}`);
  const steps = [funnel.submitted, funnel.toMerit, funnel.assessed, funnel.aboveThreshold, funnel.recommended,
    funnel.completed];
  const shown = steps.slice(0, steps.findLastIndex((count) => count > 0) + 1).map(String);

  assert.deepEqual(await page.locator(".bars strong").allInnerTexts(), shown);
  assert.deepEqual(await page.locator(".beside:has(.bars) .table td:nth-child(2)").allInnerTexts(), shown);
  await page.context().close();
});

test("the list has every application, its points with two decimals and its sums", async () => {
  const ranking = await ask(`/v1/calls/${demo.callId}/results`);
  const page = await openPage(browser);
  await visit(page, `/calls/${demo.callId}/results`);
  for (const group of new Set(ranking.entries.map((entry) => entry.group))) {
    const entries = ranking.entries.filter((entry) => entry.group === group);
    const rows = page.locator(`#${group} ~ .table tbody tr`);
    assert.equal(await rows.count(), entries.length, group);
    const text = plain(await rows.first().innerText());
    assert.ok(text.includes(entries[0].number), `${entries[0].number} in ${text}`);
    if (group === "REJECTED_FORMALLY") assert.ok(text.includes(plain(entries[0].reason)), text);
    else assert.match(text, new RegExp(`${Math.floor(entries[0].points / 100)},\\d\\d\\b`));
  }
  const sum = ranking.entries.filter((entry) => entry.group === "RECOMMENDED")
    .reduce((total, entry) => total + BigInt(entry.amountGrosze), 0n);
  const foot = plain(await page.locator("#RECOMMENDED ~ .table tfoot").innerText()).replaceAll(" ", "");
  assert.ok(foot.includes(`${sum / 100n},${String(sum % 100n).padStart(2, "0")}zł`), foot);
  await page.context().close();
});

test("the list is downloaded as a table for spreadsheets", async () => {
  const ranking = await ask(`/v1/calls/${demo.callId}/results`);
  const page = await openPage(browser);
  await visit(page, `/calls/${demo.callId}/results`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Pobierz listę (CSV)" }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  assert.match(download.suggestedFilename(), /^wyniki-.*\.csv$/);
  assert.equal(text.charCodeAt(0), 0xfeff);
  assert.equal(text.trimEnd().split("\r\n").length, ranking.entries.length + 1);
  await page.context().close();
});

test("a result list that is not there says so plainly", async () => {
  const page = await openPage(browser);
  await visit(page, "/calls/00000000-0000-7000-8000-000000000000/results");
  assert.equal(await page.locator("h1").innerText(), "Nie ma takiej strony");
  await page.context().close();
});
