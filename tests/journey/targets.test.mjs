// What a programme is to reach: readers see it with its picture and files; an owner records a target, counted and
// entered ones, enters values, changes a target and withdraws it, with a mouse and with keys alone.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { assertQuiet, launch, narrow, openPage, settled, visit } from "./lib/browser.mjs";
import { clientOf } from "./lib/house.mjs";
import { press, signIn, tabTo } from "./lib/people.mjs";
import { base, demo } from "./lib/settings.mjs";
import { shots } from "./lib/shots.mjs";

const { shot, shotInBoth } = shots("targets");
const day = (fromNow) => new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10);
const errorsOf = (page) => page.locator(".errors a").evaluateAll((links) => links.map((link) => link.hash));

let browser, owner, programme, address;

before(async () => {
  browser = await launch();
  owner = await clientOf(demo.owner);
  // A programme of this journey's own: what its owner does leaves the demo's numbers alone.
  programme = await owner.post("/v1/programmes", { name: `Program celów ${Date.now() % 1_000_000}` });
  address = `/office/programmes/${programme.id}/targets`;
});
after(() => browser.close());

const listed = async () => (await owner.get(`/v1/programmes/${programme.id}/indicators`)).indicators;

test("readers see the targets of the demo: a table, its picture, what is counted, files", async () => {
  const { indicators } = await (await fetch(`${base}/v1/indicators`)).json();
  const page = await openPage(browser);
  await visit(page, "/impact");
  const rows = page.locator("section[aria-labelledby=targets] tbody tr");
  const { programmeId } = (await owner.get(`/v1/calls/${demo.callId}`)).definition;
  const own = indicators.filter((each) => each.programmeId === programmeId);
  assert.ok(own.length >= 6 && await rows.count() === indicators.length);
  const ideas = own.find(({ text }) => text.measure === "MEASURE_IDEAS");
  const row = rows.filter({ hasText: ideas.text.name.pl });
  assert.equal(await row.locator("td").nth(3).innerText(), String(ideas.actual / 100));
  assert.ok(ideas.actual > 0);
  assert.ok((await page.locator("section[aria-labelledby=targets]").innerText()).includes("Szkice się nie liczą"));
  assert.ok(!(await page.locator("main").innerText()).includes("zadowoleni"), "the survey is the owner's");
  /* Other programmes, as of an earlier run of this journey, have tables of their own. */
  const at = await page.locator("section[aria-labelledby=targets] table").evaluateAll(
    (tables, name) => tables.findIndex(({ textContent }) => textContent.includes(name)), ideas.text.name.pl);
  const [table] = await Promise.all([page.waitForEvent("download"),
    page.locator("section[aria-labelledby=targets] button", { hasText: "CSV" }).nth(at).click()]);
  const text = await readFile(await table.path(), "utf8");
  assert.ok(text.includes(ideas.text.name.pl) && text.split("\r\n").length === own.length + 2, text);
  const [picture] = await Promise.all([page.waitForEvent("download"),
    page.locator("section[aria-labelledby=targets] .picture-files button", { hasText: "SVG" }).nth(at).click()]);
  assert.ok((await readFile(await picture.path(), "utf8")).includes(ideas.text.name.pl));
  await shotInBoth(page, "public");
  await page.emulateMedia({ media: "print" });
  assert.ok(await rows.first().isVisible());
  await page.emulateMedia({ media: "screen" });
  await assertQuiet(page);
  await page.context().close();

  const small = await openPage(browser, { width: narrow, scheme: "dark" });
  await visit(small, "/impact");
  await shot(small, "public-narrow");
  const plain = await openPage(browser, { javaScriptEnabled: false });
  await plain.goto("/impact");
  assert.ok((await plain.locator("main").innerText()).includes(ideas.text.name.pl));
  await Promise.all([small.context().close(), plain.context().close()]);
});

test("an owner records a target that is counted, and changes it; the history has both", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.owner);
  await visit(page, "/office/programmes");
  await page.locator(`a[href="${address}"]`).click();
  await settled(page);
  await shotInBoth(page, "none");
  await page.locator(`a[href="${address}/new"]`).click();
  await page.locator("#measure").waitFor();
  await page.locator("form button[type=submit]").click();
  await page.locator(".errors a").first().waitFor();
  assert.deepEqual(await errorsOf(page), ["#measure", "#namePl", "#startsOn", "#dueOn", "#target"]);
  await shotInBoth(page, "refused");
  await page.locator("#measure").selectOption("MEASURE_IN_POLICY");
  await page.locator("#namePl").fill("Co najmniej pięć innowacji w polityce");
  await page.locator("#startsOn").fill(day(-365));
  await page.locator("#dueOn").fill(day(365));
  await page.locator("#target").fill("pięć");
  await page.locator("form button[type=submit]").click();
  await page.waitForFunction(() => document.querySelectorAll(".errors a").length === 1);
  assert.deepEqual(await errorsOf(page), ["#target"]);
  await page.locator("#target").fill("5");
  await page.locator("fieldset button").click();
  await page.locator("#milestone-value-1").fill("1");
  await page.locator("#milestone-dueOn-1").fill(day(200));
  await page.locator("form button[type=submit]").click();
  await page.locator("#facts").waitFor();
  await settled(page);
  const [made] = await listed();
  assert.deepEqual([made.text.target, made.text.milestones.length, made.standing, made.text.isPublic], ["500", 1, "ON_TRACK", true]);
  await shotInBoth(page, "one");
  await page.locator("section[aria-labelledby=change] button").click();
  await page.locator("#target").fill("4");
  await page.locator("form button[type=submit]").click();
  await page.locator("#reason-error").waitFor();
  await page.locator("#reason").fill("Aneks nr 2");
  await page.locator("form button[type=submit]").click();
  await page.locator(".notice").waitFor();
  await page.locator("section[aria-labelledby=history] td", { hasText: "Aneks nr 2" }).waitFor();
  assert.equal((await listed())[0].text.target, "400");
  await assertQuiet(page, { refusals: 2 });
  await page.context().close();
});

test("a value that nothing counts is entered with keys alone, replaced, and the indicator withdrawn", async () => {
  const page = await openPage(browser, { language: "en" });
  await signIn(page, demo.owner);
  await visit(page, `${address}/new`);
  await tabTo(page, "#measure");
  await page.keyboard.press("End"); // the last of the list
  await page.locator("#unitPl").waitFor();
  const type = async (selector, text) => {
    await tabTo(page, selector);
    await page.keyboard.type(text);
  };
  /* As Chromium's own locale asks for it: month, day, year. */
  const date = (fromNow) => day(fromNow).replace(/^(\d+)-(\d+)-(\d+)$/, "$2$3$1");
  await type("#namePl", "Zadowolenie");
  await type("#unitPl", "procent");
  await type("#definitionPl", "Oceny 4 i 5.");
  await type("#startsOn", date(-100));
  await type("#dueOn", date(100));
  await type("#target", "80");
  await press(page, "form button[type=submit]");
  await page.locator("#record").waitFor();
  await settled(page);
  const record = async (value, source) => {
    await type("#value", value);
    await type("#on", date(-1));
    await type("#source", source);
    await press(page, "section[aria-labelledby=record] button[type=submit]");
    await page.locator("section[aria-labelledby=history] td", { hasText: source }).waitFor();
  };
  await record("70,5", "ankieta");
  await record("81", "ankieta po poprawce");
  const found = (await listed()).find(({ text }) => text.measure === "MEASURE_ENTERED");
  assert.deepEqual([found.actual, found.standing, found.source, found.points.length], ["8100", "TARGET_REACHED", "ankieta po poprawce", 1]);
  await shotInBoth(page, "entered");
  await visit(page, address);
  assert.equal(await page.locator("tbody tr").count(), 2);
  await shotInBoth(page, "owner");
  await press(page, `a[href="${address}/${found.id}"]`);
  await page.locator("#change").waitFor();
  await settled(page);
  await press(page, "section[aria-labelledby=change] button");
  await type("#reason", "Nikt nie odpowiada");
  await tabTo(page, "#withdrawn");
  await page.keyboard.press("Space");
  await press(page, "section[aria-labelledby=change] button[type=submit]");
  await page.waitForURL(`**${address}`);
  await settled(page);
  assert.equal((await listed()).length, 1);
  await assertQuiet(page);
  await page.context().close();
});
