// The administrator finds an account, gives it a role and takes it away, with a mouse and with keys alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { clientOf, person } from "./lib/house.mjs";
import { press, signIn, tabTo } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo } from "./lib/settings.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function shot(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

const rolesOf = async (email) => (await clientOf(email)).account.roles.map(({ role, region }) => `${role} ${region}`);

for (const [language, scheme, width] of [["pl", "light", wide], ["en", "dark", narrow]])
  test(`a role is given and taken away, ${language}, ${scheme}, ${width} px`, async () => {
    const page = await openPage(browser, { language, scheme, width });
    const email = person("applicant", language === "pl" ? 50 : 51);
    await signIn(page, demo.administrator);
    await page.locator("header a[href='/admin/accounts']").click();
    await settled(page);
    await shot(page, `admin-accounts-${language}-${scheme}-${width}`);
    await page.locator("#q").fill(email);
    await page.locator("form[role=search] button").click();
    await page.waitForURL("**/admin/accounts?q=*");
    await page.waitForFunction(() => document.querySelectorAll(".work-item").length === 1);
    await page.locator(".work-item a").click();
    await page.locator("#roles").waitFor();
    await settled(page);
    await page.locator("form button[type=submit]").click();
    await page.locator(".errors a").first().waitFor();
    assert.deepEqual(await page.locator(".errors a").evaluateAll((links) => links.map((link) => link.hash)), ["#role", "#region"]);
    await shot(page, `admin-account-refused-${language}-${scheme}-${width}`);
    await page.locator("#role-CARER").check();
    await page.locator("[name=programmeId]").nth(1).check(); // the first is all of them
    await page.locator("#region-32").check();
    await page.locator("form button[type=submit]").click();
    await page.locator(".notice").waitFor();
    assert.deepEqual(await rolesOf(email), ["CARER 32"]);
    assert.notEqual((await clientOf(email)).account.roles[0].programmeId, "");
    await shot(page, `admin-account-${language}-${scheme}-${width}`);
    await page.locator(".work-item button").click();
    await page.locator(".work-item").waitFor({ state: "detached" });
    assert.deepEqual(await rolesOf(email), []);
    await assertQuiet(page);
    await page.context().close();
  });

test("the same with the keyboard alone", async () => {
  const page = await openPage(browser);
  const email = person("applicant", 52);
  await signIn(page, demo.administrator);
  await visit(page, "/admin/accounts");
  await tabTo(page, "#q");
  await page.keyboard.type(email);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/admin/accounts?q=*");
  await page.waitForFunction(() => document.querySelectorAll(".work-item").length === 1
    && document.activeElement.tagName === "H1");
  await press(page, ".work-item a");
  await page.locator("#roles").waitFor();
  await settled(page);
  await page.waitForFunction(() => document.activeElement.tagName === "H1");
  await tabTo(page, "[name=role]");
  await page.keyboard.press("Space");
  await tabTo(page, "[name=region]");
  await page.keyboard.press("Space");
  await press(page, "form button[type=submit]");
  await page.locator(".notice").waitFor();
  assert.deepEqual(await rolesOf(email), ["ASSESSOR *"]);
  await tabTo(page, ".work-item button", { key: "Shift+Tab" });
  await page.keyboard.press("Enter");
  await page.locator(".work-item").waitFor({ state: "detached" });
  assert.deepEqual(await rolesOf(email), []);
  await assertQuiet(page);
  await page.context().close();
});
