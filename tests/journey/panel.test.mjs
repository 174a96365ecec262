// A panel from its plan to its protocol, with keys alone where it meets; assessors who agree on a common
// text; certificates; and a stage that is decided by cards in words, a carer's opinion and a decision.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { application, cardsOf, clientOf, giveOutCards, openCall, passFormalCheck, person, until } from "./lib/house.mjs";
import { arrive, signIn, tabTo } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo } from "./lib/settings.mjs";

const REASON = "Opis jest konkretny, a źródła są podane i dają się sprawdzić.";
let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function shot(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

/** A page to print, as the reader got it; where it stands no script may run, axe's neither. */
async function shotOfDocument(page, address, name) {
  const answer = await page.request.get(address);
  assert.equal(answer.status(), 200);
  assert.match(answer.headers()["content-type"], /^text\/html/);
  const html = await answer.text();
  const copy = await browser.newPage({ viewport: { width: 800, height: 900 } });
  await copy.setContent(html);
  await shot(copy, name);
  await copy.close();
  return html;
}

/** Declares no conflict, scores everything with so many points and locks. */
async function lock(client, card, points, recommendation) {
  await client.post(`/v1/cards/${card.id}/declaration`, { conflict: false });
  const { version, rules } = await client.get(`/v1/cards/${card.id}`);
  const list = rules.criteria.map(({ key, maxPoints }) => ({ criterion: key, points: Math.min(points, maxPoints), reason: REASON }));
  const saved = await client.put(`/v1/cards/${card.id}`, { version, scores: { list, ...(recommendation ? { recommendation } : {}) } });
  await client.post(`/v1/cards/${card.id}/lock`, { version: saved.version });
}

/** A call whose first stage is as `change` makes it, with applications of these applicants, checked formally. */
async function callWith(change, applicants) {
  const call = await openCall((definition) => {
    change(definition.stages[0], definition);
    return definition;
  });
  const coordinator = await clientOf(demo.coordinator);
  const applications = [];
  for (const number of applicants) {
    const made = await application(call, number);
    await passFormalCheck(coordinator, call, made.id);
    applications.push(made);
  }
  return { call, coordinator, applications };
}

const accountOf = async (role, number) => (await clientOf(person(role, number))).account;

/** In a moment, as an input has it, in Polish time. */
function soon(minutes) {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Warsaw", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).format(Date.now() + minutes * 60_000);
  return parts.replace(" ", "T");
}

test("a panel is planned, meets with keys alone, and its protocol can be read", async () => {
  const { call, applications } = await callWith((stage) => {
    stage.panel = { movesPlaces: true, quorumLeast: 2 };
    stage.meritCard = { ...stage.meritCard, assessors: 1, thirdGap: 0, thirdOnSplit: false };
  }, [34, 35, 36]);
  await giveOutCards(call, [10]);
  const assessor = await clientOf(person("assessor", 10));
  for (const [index, card] of (await cardsOf(assessor, call)).entries()) await lock(assessor, card, 1800 - 200 * index);

  const page = await openPage(browser);
  await signIn(page, demo.coordinator);
  await visit(page, `/office/calls/${call.id}`);
  await page.locator(`nav.contents a[href$="/panel"]`).click();
  await arrive(page, "Posiedzenia panelu");
  await page.locator("form button[type=submit]").click();
  await page.locator(".errors").waitFor();
  await shot(page, "panel-plan-refused-pl-light");

  await page.locator("#startsAt").fill(soon(2));
  await page.locator("#place").fill("Urząd, sala 12");
  const members = [await accountOf("assessor", 11), await accountOf("assessor", 12), await accountOf("applicant", 35)];
  for (const [index, { id, name }] of members.entries()) {
    await page.locator(`#member-${index}-user`).fill(id);
    await page.locator(`#member-${index}-name`).fill(name);
  }
  for (const { id } of applications) await page.locator(`#on-${id}`).check();
  await page.locator("form button[type=submit]").click();
  await arrive(page, "Posiedzenie panelu");
  await shot(page, "panel-planned-pl-light");

  await page.locator(`#there-${members[0].id}`).check();
  await page.locator(`#there-${members[1].id}`).check();
  await page.locator(`#there-${members[2].id}`).check();
  await page.locator("section[aria-labelledby=open-meeting] button[type=submit]").click();
  await page.locator(".room-agenda").waitFor();
  await shot(page, "panel-room-empty-pl-light");

  /* The application of 35 is on the table: its author leaves it and has no vote. */
  await tabTo(page, ".room-agenda li:nth-child(2) button");
  await page.keyboard.press("Enter");
  await page.locator(".room-table h2").waitFor();
  assert.match(await page.locator("section[aria-labelledby=left]").innerText(), /własny wniosek/);
  assert.equal(await page.locator(".voter").count(), 2);
  await shot(page, "panel-room-table-pl-light");
  await page.locator(".voter input").first().focus();
  await page.keyboard.press("z");
  await page.keyboard.press("z");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Zapisz głosowanie/);
  await page.keyboard.press("Enter");
  await page.locator(".room-outcome", { hasText: "Przyjęto" }).waitFor();

  await page.locator(".room-agenda li:nth-child(3) button").click();
  await page.locator("#motion-kind-MOTION_MOVE").check();
  await page.locator("#motion-neighbour").selectOption({ index: 1 });
  await page.locator("#motion-reason").fill("Jedyny pomysł z tej gminy, a pierwszy robi to samo.");
  await page.locator(".voter input").first().focus();
  for (const key of ["z", "z", "p"]) await page.keyboard.press(key);
  await page.locator(`[id$="-minority"]`).fill("Punkty mówią co innego.");
  await shot(page, "panel-room-move-pl-light");
  await page.locator("form.motion button[type=submit]").click();
  await page.locator(".room-outcome", { hasText: "2 za, 1 przeciw" }).waitFor();

  const small = await openPage(browser, { language: "en", scheme: "dark", width: narrow });
  await signIn(small, demo.coordinator);
  await visit(small, new URL(page.url()).pathname);
  await shot(small, "panel-room-en-dark-320");
  await small.context().close();

  await page.locator("button", { hasText: "Zamknij posiedzenie" }).click();
  await shot(page, "panel-close-pl-light");
  await page.locator("dialog button", { hasText: "Zamykam" }).click();
  const protocol = page.locator("a", { hasText: "Protokół do druku" });
  await protocol.waitFor();
  await shot(page, "panel-closed-pl-light");
  await assertQuiet(page, { refusals: 1 });
  assert.match(await shotOfDocument(page, await protocol.getAttribute("href"), "panel-protocol-pl"), /Punkty mówią co innego/);
  await page.context().close();
});

test("assessors who differ agree on a text and sign it", async () => {
  const { call } = await callWith((stage) => {
    stage.meritCard = { ...stage.meritCard, assessors: 2, thirdGap: 0, thirdOnSplit: false, desk: "DESK_ON_DIFFERENCE", deskGapPercent: 20 };
  }, [37]);
  await giveOutCards(call, [13, 14]);
  const cards = [];
  for (const [number, points] of [[13, 1800], [14, 1000]]) {
    const client = await clientOf(person("assessor", number));
    const card = (await cardsOf(client, call))[0];
    await lock(client, card, points);
    cards.push(card);
  }

  const page = await openPage(browser);
  await signIn(page, person("assessor", 13));
  await visit(page, "/cards");
  await page.locator(`a[href="/cards/${cards[0].id}/agreement"]`).click();
  await arrive(page, "Uzgodnienie ocen");
  await shot(page, "agreement-pl-light");
  const fields = page.locator("textarea[id^=text-]");
  for (let index = 0; index < await fields.count(); index++)
    await fields.nth(index).fill("Pomysł jest ważny, ale opis odbiorców wymaga źródeł.");
  await page.locator("button", { hasText: "Zapisz wspólny tekst" }).click();
  await page.locator("[role=status]", { hasText: "Zapisano" }).waitFor();
  await page.locator("button", { hasText: "Podpisuję" }).click();
  await page.locator("section[aria-labelledby=signatures]", { hasText: "podpisano" }).waitFor();
  await assertQuiet(page);
  await page.context().close();

  const other = await openPage(browser, { language: "en", scheme: "dark", width: narrow });
  await signIn(other, person("assessor", 14));
  await visit(other, `/cards/${cards[1].id}/agreement`);
  await shot(other, "agreement-en-dark-320");
  await other.locator("#minority").fill("Źródła są, tylko słabe.");
  await other.locator("button", { hasText: "I sign" }).click();
  await other.locator(".lead", { hasText: "Everybody has signed" }).waitFor();
  await shot(other, "agreement-closed-en-dark-320");
  await assertQuiet(other);
  await other.context().close();
});

test("a certificate is issued, printed, checked by anybody, and withdrawn", async () => {
  const page = await openPage(browser);
  await signIn(page, person("assessor", 13));
  await visit(page, "/cards");
  await page.locator("a[href='/me/certificates']").click();
  await arrive(page, "Moje zaświadczenia");
  await page.locator("section[aria-labelledby=calls] button").first().click();
  const issued = page.locator("[role=status] strong");
  await issued.waitFor();
  const code = (await issued.innerText()).match(/[0-9A-Z]{5}(-[0-9A-Z]{5}){3}/)[0];
  await shot(page, "certificates-mine-pl-light");

  const anybody = await openPage(browser, { language: "en", scheme: "dark", width: narrow });
  await visit(anybody, "/certificates");
  await shot(anybody, "certificates-check-en-dark-320");
  await anybody.locator("#code").fill("00000-00000-00000-00000");
  await anybody.locator("form button").click();
  await anybody.locator("#code-error").waitFor();
  await shot(anybody, "certificates-wrong-en-dark-320");
  await anybody.locator("#code").fill(code.toLowerCase().replaceAll("-", " "));
  await anybody.locator("form button").click();
  await arrive(anybody, "The certificate is genuine");
  await anybody.locator("summary").click();
  await shot(anybody, "certificate-en-dark-320");
  await assertQuiet(anybody, { refusals: 1 });
  assert.match(await shotOfDocument(anybody, `/v1/certificates/${code}/page?language=pl`, "certificate-page-pl"), new RegExp(code));

  await page.locator("button", { hasText: "Wycofaj" }).first().click();
  await page.locator("dialog[open] button.warning").click();
  await until("the certificate is gone", async () => (await fetch(new URL(`/v1/certificates/${code}`, page.url()))).status === 404);
  await anybody.context().close();
  await page.context().close();
});

test("a stage is decided by cards in words, the carer's opinion and the commission", async () => {
  const words = (key, pl) => ({ key, title: { pl, en: key }, scale: "SCALE_WORDS" });
  const { call, applications } = await callWith((stage, definition) => {
    stage.assessment = "DECISION";
    stage.carerOpinion = true;
    delete stage.meritAppeal;
    stage.meritCard = {
      assessors: 1, recommendations: true, reasonMinLength: 20, criteria: [
        words("effectiveness", "Skuteczność"), words("efficiency", "Efektywność"),
        words("durability", "Trwałość i skalowalność"), words("potential", "Potencjał innowatora")],
    };
    definition.ranking = { reserveCount: 0 };
  }, [38]);
  await giveOutCards(call, [15]);
  const administrator = await clientOf(demo.administrator);
  const carer = await accountOf("applicant", 20);
  await administrator.post(`/v1/accounts/${carer.id}/roles`, { role: "CARER", region: "30" });

  const page = await openPage(browser);
  await signIn(page, person("assessor", 15));
  const assessor = await clientOf(person("assessor", 15));
  const card = (await cardsOf(assessor, call))[0];
  await assessor.post(`/v1/cards/${card.id}/declaration`, { conflict: false });
  await visit(page, `/cards/${card.id}`);
  for (const key of ["effectiveness", "efficiency", "durability", "potential"]) await page.locator(`#${key}-reason`).fill(REASON);
  await page.locator(".save-state.saved").waitFor();
  await page.locator("button", { hasText: "Zatwierdź kartę" }).click();
  await page.locator("dialog button", { hasText: "Zatwierdzam" }).click();
  await page.locator(".errors a[href='#recommendation']").waitFor();
  await shot(page, "final-card-refused-pl-light");
  await page.locator("#recommendation-GO_ON").check();
  await page.locator(".save-state.saved").waitFor();
  await page.locator("button", { hasText: "Zatwierdź kartę" }).click();
  await page.locator("dialog button", { hasText: "Zatwierdzam" }).click();
  await arrive(page, "Karta jest zatwierdzona");
  await shot(page, "final-card-locked-pl-light");
  await assertQuiet(page, { refusals: 1 });
  await page.context().close();

  const desk = await openPage(browser);
  await signIn(desk, demo.coordinator);
  await visit(desk, `/office/dossiers/${applications[0].id}`);
  await desk.locator("summary", { hasText: "Wyznacz opiekuna" }).click();
  await desk.locator("#carer").fill(carer.id);
  await desk.locator("button", { hasText: "Zapisz opiekuna" }).click();
  await desk.locator("summary", { hasText: "Zmień opiekuna" }).waitFor();
  await shot(desk, "final-dossier-pl-light");

  const companion = await openPage(browser, { language: "en", scheme: "dark", width: narrow });
  await signIn(companion, person("applicant", 20));
  await companion.locator("a[href='/innovations']").first().click();
  await arrive(companion, "Innovations in my care");
  const own = companion.locator(`section[aria-labelledby^="innovation-${applications[0].id}"]`);
  await own.locator("form button[type=submit]").click();
  await companion.locator(".errors").waitFor();
  await shot(companion, "final-opinion-refused-en-dark-320");
  await own.locator("input[id$=-GO_ON]").check();
  await own.locator("textarea").fill("Towarzyszę im od początku i widzę, że umieją to prowadzić dalej.");
  await own.locator("form button[type=submit]").click();
  await companion.locator("[role=status]", { hasText: "saved" }).waitFor();
  await shot(companion, "final-opinion-en-dark-320");
  await companion.context().close();

  await visit(desk, `/office/dossiers/${applications[0].id}`);
  await desk.locator("#outcome-GO_ON").check();
  await desk.locator("#reason").fill("Test się udał i inni chcą go powtórzyć.");
  await desk.locator("section[aria-labelledby=decision] button[type=submit]").click();
  await desk.locator(".notice", { hasText: "Decyzja jest zapisana" }).waitFor();
  await desk.context().close();

  const applicant = await openPage(browser);
  await signIn(applicant, person("applicant", 38));
  await until("the decision is known", async () => {
    const found = await applications[0].client.get(`/v1/applications/${applications[0].id}`);
    return found.state === "IN_INCUBATION";
  });
  await visit(applicant, `/applications/${applications[0].id}/assessment`);
  await applicant.locator("h3", { hasText: "Opinia opiekuna" }).waitFor();
  await applicant.locator("button", { hasText: "Sprawdź karty" }).click();
  await applicant.locator("p", { hasText: "Wszystkie karty są takie, jak je zatwierdzono" }).waitFor();
  await shot(applicant, "final-assessment-pl-light");
  await assertQuiet(applicant);
  await applicant.context().close();
});
