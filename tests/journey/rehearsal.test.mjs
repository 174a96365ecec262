// A rehearsal from start to end: started from the call's board, filled with invented applications, its clock moved, its mailbox read, and
// deleted; with the banner on every page of it, and nothing of it where the public looks.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit } from "./lib/browser.mjs";
import { clientOf, openCall, until } from "./lib/house.mjs";
import { arrive, press, signIn } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo } from "./lib/settings.mjs";

let browser, call, coordinator;

before(async () => {
  browser = await launch();
  call = await openCall();
  coordinator = await clientOf(demo.coordinator);
});
after(() => browser.close());

async function shot(page, name) {
  await settled(page);
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

const banner = (page) => page.locator(".rehearsed", { hasText: "Próba: to nie jest prawdziwy nabór" }).waitFor();

test("a coordinator rehearses a call", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.coordinator);
  await visit(page, `/office/calls/${call.id}`);
  await page.locator("nav.contents a", { hasText: "Przećwicz ten nabór" }).click();
  await arrive(page, "Przećwicz ten nabór");
  assert.equal(await page.locator(".rehearsed").count(), 0);
  await shot(page, "rehearse-pl-light");
  await press(page, "form button[type=submit]");
  await arrive(page, "Próba naboru");
  await banner(page);
  const here = new URL(page.url()).pathname, id = here.split("/")[3];

  // What is no number is said at the field.
  await page.locator("#count").fill("0");
  await page.getByRole("button", { name: "Dodaj wnioski" }).click();
  await page.locator("#count-error", { hasText: "od 1 do 500" }).waitFor();
  await shot(page, "rehearsal-refused-pl-light");
  await page.locator("#count").fill("6");
  await page.getByRole("button", { name: "Dodaj wnioski" }).click();
  await page.locator("#applications ~ p strong", { hasText: "Złożono 6 wniosków." }).waitFor();
  await until("the letters are kept", async () =>
    (await coordinator.get(`/v1/calls/${id}/rehearsal/letters?total=true`)).total >= 6);
  await visit(page, here);
  await shot(page, "rehearsal-pl-light");

  await page.getByRole("link", { name: "Otwórz skrzynkę" }).click();
  await arrive(page, "Skrzynka");
  await banner(page);
  assert.equal(await page.locator("ol.cards > li").count(), 6);
  await shot(page, "rehearsal-letters-pl-light");
  const one = page.locator("ol.cards > li a", { hasText: "Tylko listy do: Wnioskodawca próbny" }).first();
  await one.click();
  await page.locator("p", { hasText: "Widzisz listy jednej osoby." }).waitFor();
  assert.equal(await page.locator("ol.cards > li").count(), 1);

  await visit(page, here);
  await page.locator("#days").fill("60");
  await page.getByRole("button", { name: "Przesuń zegar" }).click();
  await page.locator("#clock ~ p strong", { hasText: "o 60 dni" }).waitFor();
  assert.equal(await page.locator("#count").count(), 0);
  await page.setViewportSize({ width: narrow, height: 900 });
  await shot(page, "rehearsal-moved-pl-narrow");

  // Everywhere in it, and nowhere else.
  await visit(page, `/office/calls/${id}`);
  await banner(page);
  await visit(page, `/office/calls/${call.id}`);
  assert.equal(await page.locator(".rehearsed").count(), 0);
  await visit(page, "/office");
  await page.locator("#rehearsals ~ ul a").first().waitFor();
  await visit(page, "/");
  assert.equal(await page.getByText("Próba:").count(), 0);
  await assertQuiet(page);

  await visit(page, here);
  await page.locator("#end summary").click();
  await page.locator("#end").getByRole("button", { name: "Usuń próbę" }).click();
  await page.locator("#sure-error").waitFor();
  await page.locator("#sure").check();
  await page.locator("#end").getByRole("button", { name: "Usuń próbę" }).click();
  await page.locator("main [role=status]", { hasText: "Próba jest usunięta." }).waitFor();
  await shot(page, "rehearsal-gone-pl-narrow");
  await page.context().close();
});

test("with keys alone, and in English", async () => {
  const page = await openPage(browser, { language: "en" });
  await signIn(page, demo.coordinator);
  await visit(page, `/office/calls/${call.id}/rehearse`);
  await arrive(page, "Rehearse this call");
  await page.locator("form button[type=submit]").focus();
  await page.keyboard.press("Enter");
  await arrive(page, "Rehearsal of a call");
  await page.locator(".rehearsed", { hasText: "Rehearsal: this is no real call" }).waitFor();
  await page.locator("#count").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await page.locator("#applications ~ p strong", { hasText: "2 applications are filed." }).waitFor();
  await shot(page, "rehearsal-en-light");
  await page.context().close();
});
