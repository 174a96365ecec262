// What people may do about their data: taking it along, a rectification from the asking to where it stands, an erasure
// that is refused; and the register in which the office answers in time.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { assertQuiet, launch, narrow, openPage, settled, visit } from "./lib/browser.mjs";
import { application, clientOf, openCall, person, until } from "./lib/house.mjs";
import { signIn } from "./lib/people.mjs";
import { demo } from "./lib/settings.mjs";
import { shots } from "./lib/shots.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const { shot, shotInBoth } = shots("data");
const form = (page, id) => page.locator("details", { has: page.locator(id) });
const submit = (page, id) => form(page, id).locator("button[type=submit]");

/** Answers the request with these words in it, in the register. */
async function answer(office, words, decision, name) {
  const request = office.locator("main section", { hasText: words });
  await request.locator("summary").click();
  await request.locator("button[type=submit]").click();
  await request.locator(".errors a").first().waitFor();
  await shot(office, `${name}-refused`);
  await request.locator(`input[id$='-${decision}']`).check();
  await request.locator("textarea").fill("Zgodnie z art. 16 i 17 RODO.");
  await request.locator("button[type=submit]").click();
  await request.locator("summary").waitFor({ state: "detached" });
  await shotInBoth(office, name);
}

test("a rectification stands beside what was submitted, an erasure is refused with its reason", async () => {
  const call = await openCall();
  const { id } = await application(call, 43);
  const page = await openPage(browser, { width: narrow });
  await signIn(page, person("applicant", 43));
  await page.locator("main a[href='/me/data']").click();
  await settled(page);
  await shotInBoth(page, "mine");
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#see ~ p button").click()]);
  const whole = JSON.parse(await readFile(await download.path(), "utf8"));
  assert.ok(whole.applications.some((each) => each.id === id));

  await form(page, "#applicationId").locator("summary").click();
  await page.locator("#applicationId").selectOption(id);
  await page.locator("#field option[value='idea/summary']").waitFor({ state: "attached" });
  await page.locator("#field").selectOption("idea/summary");
  await submit(page, "#applicationId").click();
  await page.locator("#correctText-error").waitFor();
  await shot(page, "rectify-refused");
  const words = `Spotkania są co dwa tygodnie (${Date.now() % 1_000_000}).`;
  await page.locator("#correctText").fill(words);
  await submit(page, "#applicationId").click();
  await page.locator("#requests ~ ul li", { hasText: words }).waitFor();
  const reason = `Nie chcę już brać udziału (${Date.now() % 1_000_000}).`;
  await form(page, "#note-erase").locator("summary").click();
  await page.locator("#note-erase").fill(reason);
  await submit(page, "#note-erase").click();
  await page.locator("#requests ~ ul li", { hasText: reason }).waitFor();
  await shotInBoth(page, "asked");

  const office = await openPage(browser);
  await signIn(office, demo.administrator);
  await office.locator("header a[href='/admin/data-requests']").click();
  await settled(office);
  await shotInBoth(office, "register");
  await answer(office, words, "ANSWER_DONE", "rectified");
  await answer(office, reason, "ANSWER_REFUSED", "erasure-refused");
  await visit(office, "/admin/data-requests?all");
  await office.locator("main section", { hasText: words }).waitFor();

  await visit(page, `/applications/${id}`);
  await page.locator("section[aria-labelledby=rectified]", { hasText: words }).waitFor();
  await shotInBoth(page, "beside-the-answers");
  await visit(page, "/me/data");
  await shot(page, "answered");
  const coordinator = await clientOf(demo.coordinator);
  await until("the office has the application", () => coordinator.get(`/v1/dossiers/${id}`).then(() => true, () => false));
  const desk = await openPage(browser);
  await signIn(desk, demo.coordinator);
  await visit(desk, `/office/dossiers/${id}`);
  await desk.locator("section[aria-labelledby=rectified]", { hasText: words }).waitFor();
  await shot(desk, "beside-the-answers-of-the-office");
  for (const each of [page, office]) await assertQuiet(each, { refusals: each === page ? 1 : 0 });
  for (const each of [page, office, desk]) await each.context().close();
});
