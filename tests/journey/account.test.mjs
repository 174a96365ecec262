// Forms and what stands behind a sign-in: errors tied to their fields, registration with a real
// message, my matters of an applicant and of an assessor.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertQuiet, launch, narrow, openPage, visit, wide } from "./lib/browser.mjs";
import { confirmationLink } from "./lib/mailbox.mjs";
import { schemes } from "./lib/pages.mjs";
import { picture } from "./lib/picture.mjs";
import { demo, mail } from "./lib/settings.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function fill(page, values) {
  for (const [field, value] of Object.entries(values)) await page.locator(`#${field}`).fill(value);
  await page.locator("form button[type=submit]").click();
}

async function assertMine(page) {
  await page.getByRole("heading", { level: 1, name: "Moje sprawy" }).waitFor();
  assert.match(await page.title(), /^Moje sprawy/);
}

async function signIn(page, email, password) {
  await visit(page, "/sign-in");
  await fill(page, { email, password });
  await assertMine(page);
}

for (const [language, prefix] of [["pl", "Błąd: "], ["en", "Error: "]])
  test(`an empty form names every field, ${language}`, async () => {
    const page = await openPage(browser, { language, width: narrow });
    await visit(page, "/register");
    await page.locator("form button[type=submit]").click();
    await page.locator(".errors").waitFor();

    assert.ok((await page.title()).startsWith(prefix), await page.title());
    assert.ok(await page.evaluate(() => document.activeElement.matches(".errors")), "the summary has the focus");
    const links = page.locator(".errors a");
    const addresses = await links.evaluateAll((list) => list.map((link) => link.getAttribute("href")));
    assert.deepEqual(addresses, ["#name", "#email", "#password"], "in the order of the form");
    await assertAccessible(page);
    for (const field of ["name", "email", "password"]) {
      const input = page.locator(`#${field}`);
      assert.equal(await input.getAttribute("aria-invalid"), "true");
      assert.match(await input.getAttribute("aria-describedby"), new RegExp(`${field}-error`));
      assert.ok(await page.locator(`#${field}-error`).isVisible());
    }
    await links.last().click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "password");
    await picture(page, `register-refused-${language}-light-${narrow}`);
    await assertQuiet(page, { refusals: 1 });
    await page.context().close();
  });

test("a wrong password is refused in words and keeps the address", async () => {
  const page = await openPage(browser, { scheme: "dark" });
  await visit(page, "/sign-in");
  await fill(page, { email: demo.applicant, password: "not the password at all" });
  await page.locator(".errors").waitFor();
  assert.equal(await page.locator("#email").inputValue(), demo.applicant);
  await assertAccessible(page);
  await picture(page, `sign-in-refused-pl-dark-${wide}`);
  await page.context().close();
});

test("a password can be shown, and says that it is", async () => {
  const page = await openPage(browser);
  await visit(page, "/register");
  const button = page.getByRole("button", { name: "Pokaż hasło" });
  await button.click();
  assert.equal(await page.locator("#password").getAttribute("type"), "text");
  await page.getByRole("button", { name: "Ukryj hasło" }).click();
  assert.equal(await page.locator("#password").getAttribute("type"), "password");
  await page.context().close();
});

test("my matters ask for a sign-in and come back", async () => {
  const page = await openPage(browser);
  await visit(page, "/me");
  await page.waitForURL("**/sign-in?next=/me");
  await fill(page, { email: demo.applicant, password: demo.password });
  await assertMine(page);
  await page.context().close();
});

for (const role of ["applicant", "assessor"])
  for (const scheme of schemes)
    test(`my matters of an ${role}, ${scheme}`, async () => {
      const page = await openPage(browser, { scheme, width: scheme === "dark" ? narrow : wide });
      await signIn(page, demo[role], demo.password);
      assert.ok(await page.locator(role === "applicant" ? "#applications ~ ul li" : "#cards ~ ul li").count() > 0);
      const message = page.locator("#messages ~ ul summary").first();
      await message.click();
      await page.locator("#messages ~ ul details[open] .prose").waitFor();
      await assertAccessible(page);
      await picture(page, `me-${role}-pl-${scheme}`);
      await assertQuiet(page);

      await page.getByRole("button", { name: "Wyloguj się" }).click();
      await page.waitForURL((url) => url.pathname === "/");
      await page.locator("header a[href=\"/sign-in\"]").waitFor();
      await page.context().close();
    });

test("an account is opened, confirmed from its message and used", { skip: !existsSync(mail) && "no mail folder" },
  async () => {
    const page = await openPage(browser);
    const email = `journey-${Date.now()}@demo.wlacznik.example`;
    const password = "sześć zwykłych słów o domu";
    await visit(page, "/register");
    await fill(page, { name: "Grażyna Źdźbło-Ćwik", email, password });
    await page.getByRole("heading", { level: 1, name: "Sprawdź pocztę" }).waitFor();
    await assertAccessible(page);

    await visit(page, await confirmationLink(email));
    await page.getByRole("button", { name: "Potwierdzam adres" }).click();
    await page.getByRole("heading", { level: 1, name: "Adres jest potwierdzony" }).waitFor();
    await assertAccessible(page);
    await signIn(page, email, password);
    assert.ok((await page.locator(".lead").innerText()).includes("Grażyna Źdźbło-Ćwik"));
    await assertQuiet(page);
    await page.context().close();
  });
