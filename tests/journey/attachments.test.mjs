// Files in an application over a line that breaks, a place by its name, and formal defects put right.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { answers, application, cardsOf, clientOf, giveOutCards, openCall, passFormalCheck, person, until } from "./lib/house.mjs";
import { press, signIn, tabTo } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo } from "./lib/settings.mjs";

let browser, call;

const local = (pl) => ({ pl, en: "" });

before(async () => {
  browser = await launch();
  call = await openCall((definition) => {
    const sections = definition.stages[0].form.sections;
    sections[0].fields.push({ key: "files", kind: "FILE", label: { pl: "Załączniki", en: "Attachments" }, maxRows: 2,
      fileTypes: ["application/pdf", "image/png"], maxFileBytes: "5000000" });
    return { ...definition, corrections: { times: 1, days: 7, dayKind: "WORKING_DAYS" } };
  });
});
after(() => browser.close());

async function shot(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

const pdf = (name, size) => ({ name, mimeType: "application/pdf",
  buffer: Buffer.concat([Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"), Buffer.alloc(size, " "), Buffer.from("\n%%EOF\n")]) });
const item = (page, name) => page.locator(".files li", { hasText: name });
const saved = (page) => page.locator(".save-state.saved").waitFor();

/** A draft of an applicant of his own, opened at the part with the files. */
async function openDraft(page, number) {
  const { id, client } = await application(call, number, { upTo: "draft" });
  await signIn(page, person("applicant", number));
  await visit(page, `/applications/${id}/sections/idea`);
  return { id, client };
}

for (const [language, scheme, width, number] of [["pl", "light", wide, 30], ["en", "dark", narrow, 31]])
  test(`files are added, checked, refused in words, and taken out, ${language}, ${scheme}, ${width} px`, async () => {
    const page = await openPage(browser, { language, scheme, width });
    const { id, client } = await openDraft(page, number);
    await page.locator("#files-file").setInputFiles([pdf("Budżet.pdf", 2000), { name: "Zdjęcie.pdf", mimeType: "application/pdf",
      buffer: Buffer.from("To nie jest PDF, tylko zwykły tekst.\n".repeat(20)) }]);
    await item(page, "Budżet.pdf").locator("a").waitFor();
    await item(page, "Zdjęcie.pdf").locator(".error").waitFor();
    await saved(page);
    await shot(page, `files-${language}-${scheme}-${width}`);
    await item(page, "Zdjęcie.pdf").locator("button").click();
    await item(page, "Zdjęcie.pdf").waitFor({ state: "detached" });
    await page.locator("#files-file").setInputFiles([{ name: "plan.exe", mimeType: "application/x-dosexec", buffer: Buffer.from("MZ") }]);
    await page.locator("div.error[role=alert]").waitFor();
    await page.locator("#files-file").setInputFiles([pdf("Za duży.pdf", 5_000_001)]);
    await page.locator("div.error[role=alert]", { hasText: "Za duży.pdf" }).waitFor();
    await shot(page, `files-refused-${language}-${scheme}-${width}`);
    await saved(page);
    const answer = (await client.get(`/v1/applications/${id}`)).answers.list.find(({ field }) => field === "files");
    assert.equal(answer.attachments.length, 1);
    const response = await page.request.get(`/v1/attachments/${answer.attachments[0]}/content`);
    assert.equal(response.headers()["content-type"], "application/pdf");
    await visit(page, `/applications/${id}/check`);
    await page.locator("dd a[download]", { hasText: "Budżet.pdf" }).waitFor();
    await assertAccessible(page);
    await assertQuiet(page, { refusals: 2 });
    await page.context().close();
  });

test("a broken line costs one part; after a reload the same file goes on from where it was", async () => {
  const page = await openPage(browser);
  const { id } = await openDraft(page, 32);
  const file = pdf("Film o pomyśle.pdf", 1_800_000);
  const offsets = [];
  let broken = 1;
  await page.route("**/v1/attachments/*/content*", async (route) => {
    const offset = Number(new URL(route.request().url()).searchParams.get("offset"));
    if (broken !== Infinity && offset > 0 && broken-- > 0) return route.abort();
    if (broken === Infinity && offset > 524_288) return route.abort();
    offsets.push(offset);
    return route.continue();
  });
  await page.locator("#files-file").setInputFiles([file]);
  await item(page, file.name).locator("a").waitFor();
  assert.deepEqual(offsets, [0, 524_288, 1_048_576, 1_572_864], "each part once");

  broken = Infinity;
  const second = pdf("Drugi.pdf", 1_800_000);
  await page.locator("#files-file").setInputFiles([second]);
  await item(page, second.name).locator("p", { hasText: "58%" }).waitFor();
  await item(page, second.name).locator("p", { hasText: "Nie ma połączenia" }).waitFor();
  await saved(page);
  await shot(page, "files-waiting");
  await page.unroute("**/v1/attachments/*/content*");
  await page.reload();
  await settled(page);
  await item(page, second.name).locator("p", { hasText: "Przerwane na 58%" }).waitFor();
  await shot(page, "files-interrupted");
  const again = item(page, second.name).locator("input[type=file]");
  await again.setInputFiles([pdf("Drugi.pdf", 10)]);
  await item(page, second.name).locator("[role=alert]").waitFor();
  await again.setInputFiles([second]);
  await item(page, second.name).locator("a").waitFor();
  const client = await clientOf(person("applicant", 32));
  const { attachments } = await client.get(`/v1/applications/${id}/attachments`);
  assert.deepEqual(attachments.map(({ state }) => state), ["READY", "READY"]);
  await page.context().close();
});

/** Clicks, and gives the name under which the browser saves what comes. */
async function savedName(page, link) {
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return download.suggestedFilename();
}

test("files are saved from the office and beside a card, and a cut line is told of", async () => {
  const applicant = await openPage(browser);
  const { id, client } = await openDraft(applicant, 35);
  await applicant.locator("#files-file").setInputFiles([pdf("Budżet testu.pdf", 2000)]);
  await item(applicant, "Budżet testu.pdf").locator("a").waitFor();
  await saved(applicant);
  await client.post(`/v1/applications/${id}/submit`, { version: (await client.get(`/v1/applications/${id}`)).version });
  await applicant.context().close();
  await passFormalCheck(await clientOf(demo.coordinator), call, id);
  await giveOutCards(call, [24, 25]);

  const office = await openPage(browser);
  await signIn(office, demo.coordinator);
  await visit(office, `/office/dossiers/${id}`);
  const file = (page) => page.locator(".reading a[download]", { hasText: "Budżet testu.pdf" });
  await file(office).waitFor();
  assert.equal(await savedName(office, file(office)), "Budzet-testu.pdf");
  await shot(office, "files-office");
  await assertQuiet(office);
  await office.context().close();

  const assessor = await clientOf(person("assessor", 24));
  const card = (await cardsOf(assessor, call)).find(({ applicationId }) => applicationId === id);
  await assessor.post(`/v1/cards/${card.id}/declaration`, { conflict: false });
  const page = await openPage(browser, { width: narrow });
  await signIn(page, person("assessor", 24));
  await visit(page, `/cards/${card.id}`);
  await file(page).waitFor();
  assert.equal(await savedName(page, file(page)), "Budzet-testu.pdf");
  await shot(page, "files-card");
  const away = (route) => route.fulfill({ status: 503, contentType: "application/problem+json",
    body: JSON.stringify({ type: "/problems/files-away", detail: "Pliki wniosków są w centrali, a łączność z nią jest przerwana." }) });
  await page.route("**/v1/cards/*/files/*", away);
  await file(page).click();
  await page.locator(".reading li [role=alert]", { hasText: "w centrali" }).waitFor();
  await shot(page, "files-card-refused");
  await page.route("**/v1/cards/*/files", away);
  await page.reload();
  await settled(page);
  await page.locator(".reading .notice[role=alert]", { hasText: "w centrali" }).waitFor();
  await page.locator(".reading dd", { hasText: "Jest 1 załącznik." }).waitFor();
  await page.locator("#problem-points").waitFor();
  await shot(page, "files-card-away");
  await page.unroute("**/v1/cards/*/files");
  await page.locator(".reading .notice button").click();
  await file(page).waitFor();
  await page.context().close();
});

test("a place is found by its name with the keyboard alone, and a file is added by its button", async () => {
  const page = await openPage(browser);
  const { id, client } = await openDraft(page, 33);
  await visit(page, `/applications/${id}/sections/people`);
  await tabTo(page, "#place");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("gnie");
  await page.locator("#place-list [role=option]").first().waitFor();
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => document.getElementById(document.activeElement.getAttribute("aria-activedescendant")).textContent),
    "powiat gnieźnieński, wielkopolskie");
  await shot(page, "place-suggestions");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#place").inputValue(), "powiat gnieźnieński, wielkopolskie");
  await saved(page);
  const place = (await client.get(`/v1/applications/${id}`)).answers.list.find(({ field }) => field === "place");
  assert.equal(place.text, "3003");
  await page.keyboard.type(" x");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await page.locator("#place-error").waitFor();
  await page.context().close();
});

test("defects are named, put right in the open fields only, and read before and after", async () => {
  const { id, client } = await application(call, 34);
  const office = await openPage(browser);
  await signIn(office, demo.coordinator);
  const coordinator = await clientOf(demo.coordinator);
  await until("the application reaches evaluation", async () =>
    (await coordinator.get(`/v1/calls/${call.id}/dossiers?limit=500`)).dossiers.some(({ applicationId }) => applicationId === id));
  await visit(office, `/office/dossiers/${id}`);
  await office.locator(`a[href='/office/dossiers/${id}/correction']`).click();
  await office.locator("#fields").waitFor();
  await settled(office);
  await office.locator("form button[type=submit]").click();
  await office.locator(".errors a[href='#fields']").waitFor();
  await office.locator("#open-team").check();
  await office.locator("form button[type=submit]").click();
  await office.locator("#text-team-error").waitFor();
  await shot(office, "correction-ask");
  await office.locator("#text-team").fill("Brakuje doświadczenia pielęgniarki. Dopisz je.");
  await office.locator("form button[type=submit]").click();
  await office.locator("#earlier").waitFor();

  const page = await openPage(browser, { width: narrow });
  await signIn(page, person("applicant", 34));
  await visit(page, `/applications/${id}`);
  await page.locator("#defects").waitFor();
  await shot(page, "correction-home");
  assert.deepEqual(await page.locator(".tasks a").evaluateAll((links) => links.map((link) => link.pathname.split("/").pop())), ["people", "check"]);
  await page.locator(".tasks a").first().click();
  await page.locator("#team").waitFor();
  await settled(page);
  assert.equal(await page.locator("#recipients").count(), 0, "closed fields cannot be changed");
  await page.locator("#team").fill("Animatorka kultury i pielęgniarka środowiskowa z dziesięcioletnim doświadczeniem.");
  await saved(page);
  await shot(page, "correction-section");
  await page.locator("form button[type=submit]").click();
  await page.locator(".tasks a[href$='/check']").click();
  await settled(page);
  await shot(page, "correction-check");
  await page.locator("#confirm + p + button, .next button").first().click();
  await page.waitForURL("**/receipt");
  const [correction] = (await client.get(`/v1/applications/${id}/corrections`)).corrections;
  assert.equal(correction.outcome, "CORRECTED");
  await visit(page, `/applications/${id}`);
  await page.locator(".changed-field").waitFor();
  await shot(page, "correction-done");
  await visit(office, `/office/dossiers/${id}`);
  await office.locator(".changed-field", { hasText: "dziesięcioletnim" }).waitFor();
  await shot(office, "correction-office");
  await office.context().close();
  await page.context().close();
});
