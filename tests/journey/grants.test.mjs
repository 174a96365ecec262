// A grant from the offer to the last grosz: the office with a mouse, the grantee with keys alone; a session that
// ends over a report loses nothing; who did and saw all that.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { application, cardsOf, clientOf, giveOutCards, openCall, passFormalCheck, person, until } from "./lib/house.mjs";
import { press, signIn, tabTo } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo } from "./lib/settings.mjs";

const REASON = "Opis jest konkretny, a źródła są podane i dają się sprawdzić.";
const GRANTEE = 37;
let browser, call, id;

before(async () => {
  browser = await launch();
  await choose();
});
after(() => browser.close());

async function shot(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

/** An application that a published list recommends. */
async function choose() {
  call = await openCall((definition) => {
    const [stage] = definition.stages;
    stage.meritCard = { ...stage.meritCard, assessors: 1, thirdGap: 0, thirdOnSplit: false };
    return { ...definition, submitUntil: new Date(Date.now() + 20_000).toISOString() };
  });
  ({ id } = await application(call, GRANTEE));
  await passFormalCheck(await clientOf(demo.coordinator), call, id);
  await giveOutCards(call, [10]);
  const assessor = await clientOf(person("assessor", 10));
  const [card] = await until("the card arrives", async () => {
    const cards = await cardsOf(assessor, call);
    return cards.length > 0 && cards;
  });
  await assessor.post(`/v1/cards/${card.id}/declaration`, { conflict: false });
  const { version, rules } = await assessor.get(`/v1/cards/${card.id}`);
  const list = rules.criteria.map(({ key, maxPoints }) => ({ criterion: key, points: maxPoints, reason: REASON }));
  const saved = await assessor.put(`/v1/cards/${card.id}`, { version, scores: { list } });
  await assessor.post(`/v1/cards/${card.id}/lock`, { version: saved.version });
  const owner = await clientOf(demo.owner);
  await until("the call is over", () => Date.now() > Date.parse(call.definition.submitUntil));
  await until("the list can be published", async () => {
    try {
      const { entries, inputsDigest } = await owner.post(`/v1/calls/${call.id}/ranking`);
      if (entries.length === 0) return false;
      await owner.post(`/v1/calls/${call.id}/ranking/publish`, { inputsDigest });
      return true;
    } catch (error) {
      if (/: 4\d\d /.test(error.message)) return false;
      throw error;
    }
  });
  const grantee = await clientOf(person("applicant", GRANTEE));
  await until("the applicant is chosen", async () =>
    ["RECOMMENDED", "IN_INCUBATION"].includes((await grantee.get(`/v1/applications/${id}`)).state));
}

const day = (fromNow) => new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10);

async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`#${name}`).fill(value);
}

const send = async (page) => {
  await page.locator("main form button[type=submit]").click();
  await page.locator("main form").waitFor({ state: "detached" });
  await page.locator(".notice[role=status]").waitFor();
};

const office = (page) => visit(page, `/office/dossiers/${id}/grant`);

const signed = (name) => ({ name, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n") });

test("the office offers and signs an agreement and pays the first tranche, with a mouse", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.coordinator);
  await visit(page, `/office/dossiers/${id}`);
  await page.locator(`a[href='/office/dossiers/${id}/grant']`).click();
  await page.locator("#number").waitFor();
  await page.locator("main form button[type=submit]").click();
  await page.locator(".errors").waitFor();
  assert.equal(await page.locator(".errors a").first().getAttribute("href"), "#number");
  await shot(page, "grant-offer-refused");
  await fill(page, { number: `G/${Date.now() % 1_000_000}`, startsOn: day(1), endsOn: day(200), acceptOn: day(20), "amount-1": "15 000",
    "due-1": day(60), "amount-2": "10 000,00", "due-2": day(210) });
  await send(page);
  await page.getByRole("button", { name: "Zapisz podpisanie" }).click();
  await fill(page, { signedOn: day(0) });
  await page.locator("#signedFileId").setInputFiles([signed("Umowa.pdf")]);
  await shot(page, "grant-sign");
  await send(page);
  await page.locator("main a[download]").waitFor();
  await page.getByRole("button", { name: "Zapisz wypłatę 1. transzy" }).click();
  await fill(page, { document: "P/1/2026" });
  await send(page);
  assert.match(await page.locator("main").innerText(), /Czekamy na sprawozdanie z 1\. transzy/);
  await shot(page, "grant-office");
  await assertQuiet(page, { refusals: 1 }); /* there was no grant yet */
  await page.context().close();
});

test("the grantee reports with keys alone, and a session that ends meanwhile loses nothing", async () => {
  const page = await openPage(browser);
  await signIn(page, person("applicant", GRANTEE));
  await visit(page, `/applications/${id}`);
  await press(page, `a[href='/applications/${id}/grant']`);
  await page.locator("#spentGrosze").waitFor();
  await settled(page);
  await shot(page, "grant-grantee");
  await press(page, "main form fieldset > .act button");
  await tabTo(page, "#item-1", { key: "Shift+Tab" });
  await page.keyboard.type("Wynajem sali");
  await tabTo(page, "#amount-1");
  await page.keyboard.type("14 200,50");
  await page.locator("main form p[role=status]", { hasText: "14 200,50" }).waitFor();
  await shot(page, "grant-spending");
  await tabTo(page, "#participants");
  await page.keyboard.type("24");
  await tabTo(page, "#summary");
  await page.keyboard.type("Dwadzieścia cztery osoby spotkały się sześć razy.");
  await page.waitForTimeout(300);
  await page.reload();
  await settled(page);
  assert.equal(await page.locator("#item-1").inputValue(), "Wynajem sali");
  assert.equal(await page.locator("#summary").inputValue(), "Dwadzieścia cztery osoby spotkały się sześć razy.", "a reload keeps what was typed");
  await page.context().clearCookies();
  await press(page, "main form button[type=submit]");
  await page.locator("dialog[open]").waitFor();
  await shot(page, "grant-signed-out");
  await tabTo(page, "#password");
  await page.keyboard.type(demo.password);
  await page.keyboard.press("Enter");
  await page.locator(".notice[role=status]").waitFor();
  assert.match(await page.locator(".notice[role=status]").innerText(), /Sprawozdanie jest złożone/);
  const grantee = await clientOf(person("applicant", GRANTEE));
  const [first] = (await grantee.get(`/v1/applications/${id}/grant`)).reports;
  assert.deepEqual([first.state, first.spentGrosze, first.participants], ["REPORT_SUBMITTED", "1420050", 24]);
  assert.deepEqual(first.statement.lines, [{ item: "Wynajem sali", document: "", paidOn: "", amountGrosze: "1420050" }]);
  await press(page, "section[aria-labelledby=amendments] button");
  await page.locator("#ask:focus").waitFor(); // the form takes the focus when it is there
  await tabTo(page, "#changeGrosze");
  await page.keyboard.type("-1 000");
  await tabTo(page, "#reason");
  await page.keyboard.type("Druga część testu kosztuje mniej.");
  await press(page, "section[aria-labelledby=ask] button[type=submit]");
  await page.locator(".notice[role=status]", { hasText: "Prośba" }).waitFor();
  await assertQuiet(page, { refusals: 1 });
  await page.context().close();
});

test("the office sees what waits, decides, and the ledger sums to the last grosz", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.coordinator);
  await visit(page, `/office/calls/${call.id}/grants`);
  assert.match(await page.locator(".next").innerText(), /1 sprawozdanie do sprawdzenia/);
  assert.match(await page.locator(".next").innerText(), /1 prośba o aneks/);
  await shot(page, "grants-of-call");
  await page.locator(`a[href='/office/dossiers/${id}/grant']`).click();
  await page.locator("#tranches").waitFor();
  await page.getByRole("button", { name: "Sprawdź sprawozdanie z 1. transzy" }).click();
  await page.locator("#outcome-no").check();
  await fill(page, { reason: "Brakuje listy obecności.", mendOn: day(30) });
  await send(page);
  const grantee = await clientOf(person("applicant", GRANTEE));
  await grantee.post(`/v1/applications/${id}/grant/reports/1/submit`, { spentGrosze: "1420050", participants: 24, summary: "Z listą obecności.",
    statement: { lines: [{ item: "Wynajem sali", document: "FV/7/2026", paidOn: day(0), amountGrosze: "1420050" }] } });
  await office(page);
  await page.getByRole("button", { name: "Sprawdź sprawozdanie z 1. transzy" }).click();
  await page.locator("#outcome-yes").check();
  await fill(page, { protocolNumber: "PO/1", protocolSignedOn: day(0) });
  await page.locator("#protocolFileId").setInputFiles([signed("Protokol.pdf")]);
  await send(page);
  await page.locator("#tranches ~ ul details summary").first().click();
  await page.locator("#tranches ~ ul table", { hasText: "FV/7/2026" }).waitFor();
  await shot(page, "grant-statement");
  await page.getByRole("button", { name: "Odpowiedz na prośbę 1" }).click();
  await page.locator("#outcome-yes").check();
  await fill(page, { number: "A/1" });
  await send(page);
  await page.getByRole("button", { name: "Zapisz zwrot pieniędzy" }).click();
  await fill(page, { amountGrosze: "799,50", document: "Z/1" });
  await send(page);
  const { ledger } = await grantee.get(`/v1/applications/${id}/grant`);
  assert.deepEqual(ledger.map(({ kind }) => kind), ["AGREED", "PAID", "COST_ACCEPTED", "LOWERED", "MONEY_RETURNED"]);
  const last = ledger.at(-1);
  assert.equal(BigInt(last.agreed), [last.toPay, last.advanced, last.accepted, last.returned, last.released].reduce((sum, each) => sum + BigInt(each), 0n));
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Pobierz księgę" }).click()]);
  assert.match(download.suggestedFilename(), /^ksiega-G-\d+\.csv$/);
  await shot(page, "grant-office-settled");
  await assertQuiet(page);
  await page.context().close();
});

test("both sides at 320 px, dark, in English, in forced colours and with twice the text", async () => {
  for (const [email, path] of [[person("applicant", GRANTEE), `/applications/${id}/grant`], [demo.coordinator, `/office/calls/${call.id}/grants`],
    [demo.coordinator, `/office/dossiers/${id}/grant`]]) {
    const page = await openPage(browser, { language: "en", scheme: "dark", width: narrow });
    await signIn(page, email);
    await visit(page, path);
    await shot(page, `grant-dark-320-${path.split("/")[1]}-${path.split("/").at(-1)}`);
    await page.emulateMedia({ media: "print" });
    await assertFits(page);
    await assertQuiet(page);
    await page.context().close();
    const forced = await openPage(browser, { width: narrow, forcedColors: "active" });
    await signIn(forced, email);
    await visit(forced, path);
    await shot(forced, `grant-forced-320-${path.split("/")[1]}-${path.split("/").at(-1)}`);
    await forced.context().close();
  }
});

test("the journal tells who did and saw what with an application", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.administrator);
  await page.locator("header a[href='/admin/audit']").click();
  await page.locator("#objectId").waitFor();
  await settled(page);
  await shot(page, "audit");
  await page.locator("#objectId").fill("nothing");
  await page.locator("form[role=search] button").click();
  await page.locator("#objectId-error").waitFor();
  await page.locator("#objectId").fill(id);
  await page.locator("form[role=search] button").click();
  await page.waitForURL(`**/admin/audit?objectId=${id}`);
  await page.locator("main table code", { hasText: "intake.PayTranche" }).waitFor();
  await assertQuiet(page);
  await page.context().close();
});
