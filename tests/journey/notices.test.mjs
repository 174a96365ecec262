// Messages that come while somebody looks, what people choose about them, and the operator's outbox.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { clientOf, person } from "./lib/house.mjs";
import { signIn } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { base, demo } from "./lib/settings.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function shot(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

const unread = (page) => page.locator("header .count").textContent().then(Number, () => 0);

/* Whoever signs in on a device of which nothing is known gets a letter about it. */
const tellSomething = clientOf;

test("a message shows while somebody looks, in the list, the menu and aloud", async () => {
  const email = person("applicant", 40);
  const page = await openPage(browser);
  await signIn(page, email);
  await visit(page, "/me");
  await page.locator("header .count").waitFor();
  const before = await unread(page);
  const listed = await page.locator("section[aria-labelledby=messages] li").count();
  await tellSomething(email);
  await page.waitForFunction((count) => Number(document.querySelector("header .count")?.textContent) > count, before);
  await page.waitForFunction((count) => document.querySelectorAll("section[aria-labelledby=messages] li").length > count, listed);
  assert.match(await page.locator("p.unseen[role=status]").textContent(), /^Nowa wiadomość: ./);
  await shot(page, `me-live-pl-light-${wide}`);
  const now = await unread(page);
  await page.locator("section[aria-labelledby=messages] summary").first().click();
  await page.waitForFunction((count) => Number(document.querySelector("header .count")?.textContent ?? 0) === count - 1, now);
  await assertQuiet(page);
  await page.context().close();
});

test("without a place among the streams the page asks now and then", async () => {
  const email = person("applicant", 41);
  const page = await openPage(browser);
  let asked = 0;
  await page.route("**/v1/me/stream", (route) => route.fulfill({ status: 503, headers: { "Retry-After": "60" }, body: "{}" }));
  page.on("request", (request) => { asked += /\/v1\/me\/messages\?limit=1$/.test(request.url()) ? 1 : 0; });
  await signIn(page, email);
  await page.locator("header .count").waitFor();
  assert.ok(asked >= 1);
  await page.context().close();
});

for (const [language, scheme, width] of [["pl", "light", wide], ["en", "dark", narrow]])
  test(`people choose how they are told, ${language}, ${scheme}, ${width} px`, async () => {
    const page = await openPage(browser, { language, scheme, width });
    await signIn(page, person("assessor", language === "pl" ? 10 : 11));
    await visit(page, "/me/notifications");
    await shot(page, `notices-${language}-${scheme}-${width}`);
    const field = page.locator("[id='card-assigned E_MAIL']");
    await field.selectOption("NEVER");
    await page.locator("#quietFrom").fill("22:00");
    await page.locator("#quietUntil").fill("06:30");
    await page.locator("section[aria-labelledby=events] button[type=submit]").click();
    await page.locator(".notice").waitFor();
    await visit(page, "/me/notifications");
    assert.deepEqual([await field.inputValue(), await page.locator("#quietFrom").inputValue(), await page.locator("#quietUntil").inputValue()],
      ["NEVER", "22:00", "06:30"]);

    const feed = page.locator("section[aria-labelledby=feed]");
    await feed.locator("button").click();
    const address = new URL(await page.locator("#feed-address").inputValue());
    const read = () => fetch(base + address.pathname);
    assert.match(await (await read()).text(), /<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/);
    await shot(page, `notices-feed-${language}-${scheme}-${width}`);
    await feed.locator("button").last().click();
    await page.locator("#feed-address").waitFor({ state: "detached" });
    assert.equal((await read()).status, 404);
    await assertQuiet(page);
    await page.context().close();
  });

test("a call is muted on its page and heard again in the settings", async () => {
  const page = await openPage(browser);
  await signIn(page, person("applicant", 42));
  await visit(page, `/calls/${demo.callId}`);
  await page.getByRole("button", { name: "Wycisz ten nabór" }).click();
  await page.getByRole("button", { name: "Włącz powiadomienia o tym naborze" }).waitFor();
  await visit(page, "/me/notifications");
  await page.locator("section[aria-labelledby=muted] button").click();
  await page.locator("section[aria-labelledby=muted] li").waitFor({ state: "detached" });
  await assertQuiet(page);
  await page.context().close();
});

for (const [language, scheme, width] of [["pl", "light", wide], ["en", "dark", narrow]])
  test(`the operator sees what was sent and reads it, ${language}, ${scheme}, ${width} px`, async () => {
    const page = await openPage(browser, { language, scheme, width });
    await signIn(page, demo.administrator);
    await page.locator("header a[href='/admin/outbox']").click();
    await settled(page);
    await shot(page, `outbox-${language}-${scheme}-${width}`);
    await page.locator("a[href='/admin/outbox?state=DELIVERED']").click();
    await page.waitForURL("**/admin/outbox?state=DELIVERED");
    await page.locator("table").waitFor();
    assert.ok(await page.locator("tbody tr").count() > 20);
    await shot(page, `outbox-delivered-${language}-${scheme}-${width}`);
    const letter = page.locator("section[aria-labelledby=kept] details").first();
    await letter.locator("summary").click();
    await letter.locator("pre").waitFor();
    assert.match(await letter.locator("pre").textContent(), /https?:\/\//);
    await shot(page, `outbox-letter-${language}-${scheme}-${width}`);
    await assertQuiet(page);
    await page.context().close();
  });

for (const [language, scheme, width] of [["pl", "light", wide], ["en", "dark", narrow]])
  test(`a program is told of messages: made, paused, renewed, deleted, ${language}, ${scheme}, ${width} px`, async () => {
    const email = person("applicant", language === "pl" ? 43 : 44);
    const page = await openPage(browser, { language, scheme, width });
    await signIn(page, email);
    await visit(page, "/me/notifications");
    await page.locator("a[href='/me/webhooks']").click();
    await settled(page);
    await page.locator("#url").fill("http://program.example/hook");
    await page.locator("form button[type=submit]").click();
    await page.locator("#url-error").waitFor();
    await shot(page, `webhooks-refused-${language}-${scheme}-${width}`);
    await page.locator("#url").fill("https://program.invalid/hook");
    await page.locator("form button[type=submit]").click();
    const secret = page.locator("input[id^=secret-]");
    await secret.waitFor();
    const first = await secret.inputValue();
    assert.match(first, /^whsec_/);
    await tellSomething(email);
    const hook = page.locator("section").filter({ hasText: "program.invalid" });
    const [pauseOrEnable, rotate, end] = [0, 1, 2].map((place) => hook.locator(".act button").nth(place));
    await rotate.click();
    await page.waitForFunction((before) => document.querySelector("input[id^=secret-]")?.value !== before, first);
    await hook.locator("summary").click();
    await hook.locator("table, details p").first().waitFor();
    for (let tries = 0; tries < 240 && await hook.locator("tbody tr").count() === 0; tries++) {
      await page.waitForTimeout(250);
      await hook.locator("details button").click();
    }
    assert.ok(await hook.locator("tbody tr").count() > 0);
    await shot(page, `webhooks-calls-${language}-${scheme}-${width}`);
    await pauseOrEnable.click();
    await hook.getByText(language === "pl" ? "Wstrzymany od" : "Paused since").waitFor();
    await visit(page, "/me/webhooks");
    assert.equal(await secret.count(), 0);
    await pauseOrEnable.click();
    await hook.getByText(language === "pl" ? "Działa." : "It works.").waitFor();
    await end.click();
    await hook.waitFor({ state: "detached" });
    await assertQuiet(page, { refusals: 1 });
    await page.context().close();
  });
