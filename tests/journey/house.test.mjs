// The house as its administrator sees it: services, regions, and an event that a service cannot take, tried again and
// put aside with a reason; with a mouse and with keys alone.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { clientOf, person, until } from "./lib/house.mjs";
import { press, signIn, tabTo } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo, run, sql } from "./lib/settings.mjs";

const skip = !existsSync(run) && "the stack was not started by deploy/up";
const path = "/v1/services/evaluation/dead-events";
let browser, administrator;
before(async () => {
  browser = await launch();
  administrator = await clientOf(demo.administrator);
});
after(() => browser.close());

async function shot(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

const dead = async () => (await administrator.get(path)).events;

/* An event of intake that evaluation cannot read, and one more about the same thing. Of a kind that nobody else hears. */
async function bringDeadEvent() {
  const aggregate = randomUUID();
  for (let times = 0; times < 2; times++)
    sql("intake", `insert into runtime.outbox (at, region, type, aggregate, trace, payload)
      values (now(), 'pl', 'intake.FormRevised', '${aggregate}', '', '\\xff')`);
  return until("the event is dead", async () => {
    const [event] = await dead();
    return event?.aggregate === aggregate && event.behind === 1 ? event : null;
  }, 60);
}

/* Evaluation reads what is behind by itself, and cannot take that either: gone when it is put aside, too. */
async function endsQuiet() {
  const [left] = await until("the one behind is tried", async () => {
    const events = await dead();
    return events[0] && !events[0].askedAgain ? events : null;
  }, 60);
  await administrator.post(`${path}/${left.id}/aside`, { reason: "Zdarzenie testu, bez skutku." });
  assert.deepEqual(await dead(), []);
}

test("services and regions are looked at, an event is tried again and put aside, with a mouse", { skip }, async () => {
  const event = await bringDeadEvent();
  const page = await openPage(browser, { width: wide });
  await signIn(page, demo.administrator);
  await page.locator("header a[href='/admin/services']").click();
  await page.locator("main table").waitFor();
  await settled(page);
  assert.equal(await page.locator("main tbody tr").count(), 5);
  await page.locator("tr", { hasText: "evaluation" }).locator(".tag", { hasText: "wymaga uwagi" }).waitFor();
  assert.equal(await page.locator(".tag", { hasText: "działa" }).count(), 4);
  await shot(page, "admin-services-pl-light");
  await page.locator("a[href='/admin/services/evaluation']").click();
  await page.locator("h3", { hasText: "intake.FormRevised" }).waitFor();
  await settled(page);
  await shot(page, "admin-service-pl-light");
  await page.getByRole("button", { name: /^Spróbuj ponownie/ }).first().click();
  await page.locator(".notice", { hasText: "1 zdarzenie do ponownej próby" }).waitFor();
  await until("it is tried and fails again", async () => {
    const [again] = await dead();
    return again.id === event.id && !again.askedAgain && again.tries === 1;
  });
  await page.getByRole("button", { name: "Odśwież" }).click();
  await page.locator("main details summary", { hasText: "Odłóż na dobre" }).first().click();
  await page.locator("main details button.warning").first().click();
  await page.locator(".errors a").waitFor();
  await shot(page, "admin-service-refused-pl-light");
  await page.locator(`#reason-${event.id}`).fill("Zgłoszenie wprowadzono ręcznie, wniosek jest w systemie.");
  await page.locator("main details button.warning").first().click();
  await page.locator(".notice", { hasText: "odłożone" }).waitFor();
  await page.locator("section[aria-labelledby=given-up] td", { hasText: "wprowadzono ręcznie" }).first().waitFor();
  await shot(page, "admin-service-aside-pl-light");
  await endsQuiet();
  await assertQuiet(page, { refusals: 1 });
  await page.context().close();
});

test("the same with the keyboard alone, in English, dark, 320 px", { skip }, async () => {
  const event = await bringDeadEvent();
  const page = await openPage(browser, { language: "en", scheme: "dark", width: narrow });
  await signIn(page, demo.administrator);
  await visit(page, "/admin/services");
  await page.locator("main table").waitFor();
  await settled(page);
  await shot(page, "admin-services-en-dark-320");
  await press(page, "main a[href='/admin/services/evaluation']");
  await page.locator("h3", { hasText: "intake.FormRevised" }).waitFor();
  await page.waitForFunction(() => document.activeElement.tagName === "H1");
  await press(page, "#dead ~ ul button");
  await page.locator(".notice", { hasText: "to be tried again" }).waitFor();
  await until("it is tried and fails again", async () => (await dead())[0].tries === 1 && !(await dead())[0].askedAgain);
  await visit(page, "/admin/services/evaluation");
  await press(page, "#dead ~ ul details summary");
  await tabTo(page, `#reason-${event.id}`);
  await page.keyboard.type("Entered by hand; nothing is missing.");
  await press(page, "#dead ~ ul details button");
  await page.locator(".notice", { hasText: "put aside" }).waitFor();
  await shot(page, "admin-service-aside-en-dark-320");
  await endsQuiet();
  await assertQuiet(page);
  await page.context().close();
});

test("a service that is away is said to be away, and nobody but administrators asks", { skip }, async () => {
  const page = await openPage(browser);
  await signIn(page, demo.administrator);
  await page.route("**/v1/services/dissemination/backlog", (route) => route.fulfill({ status: 503, contentType: "application/problem+json", body: "{}" }));
  await visit(page, "/admin/services");
  await page.locator("tr", { hasText: "dissemination" }).locator(".tag", { hasText: "nie odpowiada" }).waitFor();
  await shot(page, "admin-services-away-pl-light");
  await page.context().close();

  const applicant = await openPage(browser);
  await signIn(applicant, person("applicant", 44));
  assert.equal(await applicant.locator("header a[href='/admin/services']").count(), 0);
  await visit(applicant, "/admin/services");
  assert.equal(await applicant.locator("main table").count(), 0);
  await applicant.context().close();
});
