/* A person with a phone's passkey in a real browser: Chromium with a virtual authenticator, and the
 * identity provider's button on the same page.
 *
 *   node browser.mjs URL EMAIL PASSWORD
 */
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [base, email, password] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.JOURNEY_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

async function open() {
  const context = await browser.newContext({ baseURL: base, locale: "pl" });
  const page = await context.newPage();
  await context.addInitScript(() => {
    localStorage.setItem("wlacznik.language", "pl");
    window.violations = [];
    addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
  });
  return page;
}

async function addAuthenticator(page, verified = true) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
      isUserVerified: verified, automaticPresenceSimulation: true,
    },
  });
  return { devtools, authenticatorId };
}

async function move(from, to) {
  const { credentials } = await from.devtools.send("WebAuthn.getCredentials", { authenticatorId: from.authenticatorId });
  for (const credential of credentials)
    await to.devtools.send("WebAuthn.addCredential", { authenticatorId: to.authenticatorId, credential });
  return credentials;
}

try {
  const home = await open();
  const phone = await addAuthenticator(home);
  await home.goto("/sign-in?next=/me/security");
  await home.getByLabel("Adres e-mail").fill(email);
  await home.getByLabel("Hasło", { exact: true }).fill(password);
  await home.getByRole("button", { name: "Zaloguj się", exact: true }).click();
  await home.getByRole("heading", { name: "Logowanie i bezpieczeństwo" }).waitFor();

  await home.getByLabel("Nazwa nowego klucza").fill("telefon");
  await home.locator("section[aria-labelledby=passkeys] input[type=password]").fill("to nie jest hasło");
  await home.getByRole("button", { name: "Dodaj klucz" }).click();
  await home.getByRole("alert").first().waitFor();
  await home.locator("section[aria-labelledby=passkeys] input[type=password]").fill(password);
  await home.getByRole("button", { name: "Dodaj klucz" }).click();
  await home.getByText("Klucz jest dodany.").waitFor();
  await home.getByRole("button", { name: /Zmień nazwę\s*: telefon/ }).click();
  await home.getByLabel("Nowa nazwa klucza").fill("mój telefon");
  await home.getByRole("button", { name: "Zmień nazwę", exact: true }).click();
  await home.getByText("Nazwa jest zmieniona.").waitFor();
  if (process.env.PICTURES) await home.screenshot({ path: `${process.env.PICTURES}/security.png`, fullPage: true });
  console.log("ok - a passkey is added and renamed");

  const away = await open();
  const same = await addAuthenticator(away);
  const credentials = await move(phone, same);
  assert.equal(credentials.length, 1);
  assert.equal(credentials[0].isResidentCredential, true);
  await away.goto("/sign-in?next=/me/security");
  await away.getByRole("button", { name: "Zaloguj się przez: Urząd" }).waitFor();
  if (process.env.PICTURES) await away.screenshot({ path: `${process.env.PICTURES}/sign-in.png`, fullPage: true });
  await away.getByRole("button", { name: "Zaloguj się kluczem dostępu" }).click();
  await away.getByRole("heading", { name: "Logowanie i bezpieczeństwo" }).waitFor();
  await away.getByText("mój telefon").first().waitFor();
  console.log("ok - it signs in in another browser, without an address");
  assert.deepEqual(await away.evaluate(() => window.violations), []);

  const third = await open();
  await addAuthenticator(third);
  await third.goto("/sign-in");
  await third.getByRole("button", { name: "Zaloguj się kluczem dostępu" }).click();
  await third.waitForTimeout(500);
  assert.equal(new URL(third.url()).pathname, "/sign-in");
  console.log("ok - a device without the key stays outside");

  const cookies = await home.context().cookies();
  assert.equal(cookies.find(({ name }) => name.endsWith("wlacznik_session")).httpOnly, true);

  await third.goto("/sign-in?next=/me/security");
  await third.getByRole("button", { name: "Zaloguj się przez: Urząd" }).click();
  await third.locator("input[name=login]").fill("browser@example.pl");
  await third.locator("input[name=password]").fill("x");
  await third.locator("button[type=submit]").click();
  await third.locator("button[type=submit]").click();
  await third.getByRole("heading", { name: "Logowanie i bezpieczeństwo" }).waitFor();
  await third.getByRole("heading", { name: "Logowanie przez dostawcę tożsamości" }).waitFor();
  assert.equal(new URL(third.url()).pathname, "/me/security");
  assert.deepEqual(await third.evaluate(() => window.violations), []);
  console.log("ok - the identity provider signs in and leads back to where one was going");

  await home.getByRole("button", { name: /Usuń\s*: mój telefon/ }).click();
  await home.getByText("Nie masz jeszcze klucza.").waitFor();
  await away.goto("/sign-in");
  await away.getByRole("button", { name: "Zaloguj się kluczem dostępu" }).click();
  await away.getByRole("alert").waitFor();
  console.log("ok - a removed passkey signs in no more");
} finally {
  await browser.close();
}
