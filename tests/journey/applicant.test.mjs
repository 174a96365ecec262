// The applicant's journey, from the announcement to the receipt and after it, with a mouse and without one;
// and what must never be lost on the way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { answers, application, clientOf, openCall, passFormalCheck, person } from "./lib/house.mjs";
import { arrive, press, signIn, tabTo } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo } from "./lib/settings.mjs";

let browser, call;
before(async () => {
  browser = await launch();
  call = await openCall();
});
after(() => browser.close());

const text = (key) => answers.find(({ field }) => field === key).text;
const saved = (page) => page.locator(".save-state.saved").waitFor();

async function assertGood(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

for (const [language, scheme, width] of [["pl", "light", wide], ["en", "dark", narrow]])
  test(`an application from the announcement to the receipt, ${language}, ${scheme}, ${width} px`, async () => {
    const page = await openPage(browser, { language, scheme, width });
    const shot = (name) => assertGood(page, `apply-${name}-${language}-${scheme}-${width}`);
    await signIn(page, person("applicant", 10));
    await visit(page, `/calls/${call.id}`);
    await page.locator(`a[href="/calls/${call.id}/apply"]`).click();
    await settled(page);
    await shot("start");

    await page.locator("form button[type=submit]").click();
    await page.locator(".errors").waitFor();
    assert.deepEqual(await page.locator(".errors a").evaluateAll((links) => links.map((link) => link.hash)),
      ["#region", "#type"]);
    await shot("start-refused");

    await page.locator("#region-30").check();
    await page.locator("#type-INFORMAL_GROUP").check();
    await page.locator("#member-1-name").fill("Żaneta Łoś");
    await page.locator("#member-1-email").fill("zaneta@example.org");
    await shot("start-group");
    await page.locator("form button[type=submit]").click();
    await page.locator(".tasks").waitFor();
    await settled(page);
    await shot("tasks-empty");

    await page.locator(".tasks a[href$='/sections/idea']").click();
    await settled(page);
    for (const key of ["title", "summary", "problem", "novelty", "how"]) await page.locator(`#${key}`).fill(text(key));
    await saved(page);
    await shot("section-text");
    await page.locator("form button[type=submit]").click();
    await page.waitForURL("**/sections/people");
    await settled(page);
    for (const key of ["recipients", "place", "team"]) await page.locator(`#${key}`).fill(text(key));
    await page.locator("#group-size").fill("2");
    await page.locator("form button[type=submit]").click();
    await page.locator("#group-size-error").waitFor();
    await shot("section-refused");
    await page.locator("#group-size").fill("dwadzieścia");
    await page.locator("#group-size-error").waitFor();
    await page.locator("#group-size").fill("20");
    await page.locator("form button[type=submit]").click();
    await page.waitForURL("**/sections/money");
    await settled(page);
    await page.locator("#amount").fill("25 000,00 zł");
    await page.locator("form button[type=submit]").click();
    await page.locator(".tasks").waitFor();
    await settled(page);
    await shot("tasks-nearly");

    await page.locator(".tasks a[href$='/check']").click();
    await settled(page);
    await shot("check");
    await page.locator("section.next button").click();
    await page.locator(".errors a").waitFor();
    await shot("check-refused");
    await page.locator(".errors a").click();
    await settled(page);
    await page.waitForFunction(() => document.activeElement.id === "declaration");
    await page.locator("#declaration").check();
    await page.locator("form button[type=submit]").click();
    await page.locator(".tasks a[href$='/check']").click();
    await settled(page);
    await page.locator("section.next button").click();
    await page.waitForURL("**/receipt");
    await settled(page);
    const number = await page.locator(".big-number").innerText();
    assert.ok(number.startsWith(`${call.definition.code}/`), number);
    assert.match(await page.locator("code").innerText(), /^[0-9a-f]{64}$/);
    await shot("receipt");

    await page.locator("main a[href^='/applications/']").click();
    await settled(page);
    assert.equal(await page.locator(".timeline .now strong").innerText(),
      language === "pl" ? "Ocena formalna" : "Formal check");
    await shot("submitted");
    await page.locator("a[href$='/withdraw']").click();
    await settled(page);
    await shot("withdraw");
    await page.locator("#reason").fill("Sprawdzamy, czy da się wycofać.");
    await page.locator("form button[type=submit]").click();
    await page.locator(".timeline .stopped").waitFor();
    await settled(page);
    await shot("withdrawn");
    await assertQuiet(page, { refusals: 3 });
    await page.context().close();
  });

test("the same with the keyboard alone", async () => {
  const page = await openPage(browser);
  await visit(page, `/calls/${call.id}`);
  await press(page, `main a[href="/calls/${call.id}/apply"]`);
  await arrive(page, "Zaloguj się");
  await tabTo(page, "#email");
  await page.keyboard.type(person("applicant", 11));
  await tabTo(page, "#password");
  await page.keyboard.type(demo.password);
  await page.keyboard.press("Enter");
  await arrive(page, "Zacznij zgłoszenie");
  await tabTo(page, "#region-30");
  await page.keyboard.press("Space");
  await tabTo(page, "#type-PERSON");
  await page.keyboard.press("Space");
  await press(page, "form button[type=submit]");
  await page.locator(".tasks").waitFor();
  await settled(page);

  await press(page, ".tasks a[href$='/sections/idea']");
  await arrive(page, "Twój pomysł");
  for (const key of ["title", "summary", "problem", "novelty", "how"]) {
    await tabTo(page, `#${key}`);
    await page.keyboard.type(text(key));
  }
  await press(page, "form button[type=submit]");
  await arrive(page, "Ludzie i miejsce");
  for (const [key, value] of [["recipients", text("recipients")], ["place", text("place")], ["group-size", "20"],
    ["team", text("team")]]) {
    await tabTo(page, `#${key}`);
    await page.keyboard.type(value);
  }
  await press(page, "form button[type=submit]");
  await arrive(page, "Pieniądze i oświadczenia");
  await tabTo(page, "#amount");
  await page.keyboard.type("25000");
  await press(page, "#declaration", "Space");
  await press(page, "form button[type=submit]");
  await page.locator(".tasks").waitFor();
  await settled(page);
  await press(page, ".tasks a[href$='/check']");
  await arrive(page, "Sprawdź, zanim złożysz");
  await press(page, "section.next button");
  await arrive(page, "Zgłoszenie jest złożone");
  assert.ok((await page.locator(".big-number").innerText()).startsWith(`${call.definition.code}/`));
  await assertQuiet(page, { refusals: 1 }); // the first page that wants to know who is there
  await page.context().close();
});

async function openSection(page, number, section = "idea") {
  const draft = await application(call, number, { upTo: "draft" });
  await signIn(page, person("applicant", number));
  await visit(page, `/applications/${draft.id}/sections/${section}`);
  return draft;
}

test("a session that ends in the middle of a form loses nothing", async () => {
  const page = await openPage(browser);
  const draft = await openSection(page, 12);
  await page.context().clearCookies();
  await page.locator("#how").fill("Zdanie napisane po wygaśnięciu sesji.");
  await page.locator("dialog[open]").waitFor();
  await assertGood(page, "apply-session-over-pl-light");
  assert.equal(await page.locator("dialog #email").inputValue(), person("applicant", 12));
  await page.locator("dialog #password").fill(demo.password);
  await page.locator("dialog button[type=submit]").click();
  await saved(page);
  assert.equal(await page.locator("#how").inputValue(), "Zdanie napisane po wygaśnięciu sesji.");
  const stored = await draft.client.get(`/v1/applications/${draft.id}`);
  assert.equal(stored.answers.list.find(({ field }) => field === "how").text, "Zdanie napisane po wygaśnięciu sesji.");
  await page.context().close();
});

test("a session that ends and a reload lose nothing either", async () => {
  const page = await openPage(browser);
  const draft = await openSection(page, 13);
  await page.context().clearCookies();
  await page.locator("#problem").fill("Napisane, zanim okno zostało zamknięte.");
  await page.locator("dialog[open]").waitFor();
  const kept = await page.evaluate(async () => {
    const database = await new Promise((done) => {
      const request = indexedDB.open("wlacznik");
      request.onsuccess = () => done(request.result);
    });
    const all = await new Promise((done) => {
      const request = database.transaction("drafts").objectStore("drafts").getAll();
      request.onsuccess = () => done(request.result);
    });
    return all.map(({ bytes }) => new TextDecoder().decode(bytes)).join("");
  });
  assert.ok(!kept.includes("Napisane"), "what is kept is encrypted");
  await visit(page, "/sign-in");
  await signIn(page, person("applicant", 13));
  await visit(page, `/applications/${draft.id}/sections/idea`);
  await saved(page);
  assert.equal(await page.locator("#problem").inputValue(), "Napisane, zanim okno zostało zamknięte.");
  const stored = await draft.client.get(`/v1/applications/${draft.id}`);
  assert.equal(stored.answers.list.find(({ field }) => field === "problem").text,
    "Napisane, zanim okno zostało zamknięte.");
  await page.context().close();
});

test("without a connection the text waits and is saved later", async () => {
  const page = await openPage(browser);
  const draft = await openSection(page, 14);
  await page.context().setOffline(true);
  await page.locator("#novelty").fill("Napisane w pociągu, w tunelu.");
  await page.locator(".save-state.waiting").waitFor();
  await assertGood(page, "apply-offline-pl-light");
  await page.context().setOffline(false);
  await saved(page);
  const stored = await draft.client.get(`/v1/applications/${draft.id}`);
  assert.equal(stored.answers.list.find(({ field }) => field === "novelty").text, "Napisane w pociągu, w tunelu.");
  await page.context().close();
});

test("two windows: what both changed is asked, what one changed is kept", async () => {
  const page = await openPage(browser, { width: narrow });
  const draft = await openSection(page, 15);
  const now = await draft.client.get(`/v1/applications/${draft.id}`);
  const list = now.answers.list.map((answer) => answer.field === "problem" ? { ...answer, text: "Wersja z drugiego okna." }
    : answer.field === "how" ? { ...answer, text: "Zmienione tylko w drugim oknie." } : answer);
  await draft.client.put(`/v1/applications/${draft.id}`, { version: now.version, applicant: now.applicant, answers: { list } });

  await page.locator("#problem").fill("Wersja z tej strony.");
  await page.locator("#title").fill("Tytuł zmieniony tylko tu");
  await page.locator("section.conflict").waitFor();
  await assertGood(page, "apply-conflict-pl-light-320");
  assert.equal(await page.locator("section.conflict legend").count(), 1, "only what both changed is asked");
  await page.locator("section.conflict input[id$='-both']").check();
  await page.locator("section.conflict button[type=submit]").click();
  await saved(page);
  const stored = (await draft.client.get(`/v1/applications/${draft.id}`)).answers.list;
  const of = (key) => stored.find(({ field }) => field === key).text;
  assert.equal(of("problem"), "Wersja z drugiego okna.\n\nWersja z tej strony.");
  assert.equal(of("how"), "Zmienione tylko w drugim oknie.");
  assert.equal(of("title"), "Tytuł zmieniony tylko tu");
  await page.context().close();
});

test("back, forward and reload keep what was typed a moment before", async () => {
  const page = await openPage(browser);
  const draft = await openSection(page, 16, "people");
  await page.locator("#recipients").fill("Osoby, które wróciły z emigracji");
  await page.locator("main .back a").click();
  await page.locator(".tasks").waitFor();
  await page.goBack();
  await page.locator("#recipients").waitFor();
  assert.equal(await page.locator("#recipients").inputValue(), "Osoby, które wróciły z emigracji");
  await page.locator("#team").fill("Zespół wpisany tuż przed odświeżeniem.");
  await page.waitForTimeout(400);
  await page.reload();
  await page.locator("#team").waitFor();
  assert.equal(await page.locator("#team").inputValue(), "Zespół wpisany tuż przed odświeżeniem.");
  await saved(page);
  assert.ok(draft.id);
  await page.context().close();
});

test("the status tells where the application is", async () => {
  const { id } = await application(call, 17);
  await passFormalCheck(await clientOf(demo.coordinator), call, id);
  const page = await openPage(browser);
  await signIn(page, person("applicant", 17));
  await visit(page, `/applications/${id}`);
  await page.locator(".timeline .now strong", { hasText: "Ocena merytoryczna" }).waitFor();
  await assertGood(page, "application-in-assessment-pl-light");
  await page.context().close();
});

for (const [language, scheme, width] of [["pl", "light", wide], ["en", "dark", narrow]])
  test(`the consolidated card after the results, ${language}`, async () => {
    const page = await openPage(browser, { language, scheme, width });
    await signIn(page, demo.applicant);
    const address = await page.locator("a[href^='/applications/']").last().getAttribute("href");
    await visit(page, address);
    await page.locator("a[href$='/assessment']").click();
    await settled(page);
    await page.locator("h1", { hasText: language === "pl" ? "Karta oceny" : "Assessment card" }).waitFor();
    await assertGood(page, `consolidated-card-${language}-${scheme}-${width}`);
    await assertQuiet(page);
    await page.context().close();
  });

const label = (pl, en) => ({ pl, en });
const extra = {
  key: "plan", title: label("Plan i koszty", "Plan and costs"),
  fields: [
    { key: "costs", kind: "BUDGET", required: true, label: label("Koszty testu", "Costs of the test"),
      choices: [{ key: "work", label: label("Praca", "Work") }, { key: "things", label: label("Materiały", "Materials") }] },
    { key: "crew", kind: "PERSON_LIST", required: true, label: label("Kto prowadzi test", "Who runs the test") },
    { key: "events", kind: "TABLE", label: label("Spotkania", "Meetings"), columns: [
      { key: "what", kind: "SHORT_TEXT", required: true, label: label("Temat", "Topic") },
      { key: "when", kind: "CALENDAR_DATE", label: label("Dzień", "Day") }] },
    { key: "partner", kind: "SINGLE_CHOICE", required: true, label: label("Czy masz partnera?", "Do you have a partner?"),
      choices: [{ key: "yes", label: label("tak", "yes") }, { key: "no", label: label("nie", "no") }] },
    { key: "partner-name", kind: "SHORT_TEXT", required: true, label: label("Kto nim jest?", "Who is it?"),
      visibleIf: { list: [{ field: "partner", test: "CHOSEN", value: "yes" }] } },
    { key: "news", kind: "CONSENT", label: label("Chcę dostawać wiadomości o innowacjach.", "I want news of innovations.") },
  ],
};

for (const [language, scheme, width] of [["pl", "light", wide], ["en", "dark", narrow]])
  test(`costs, people, tables and questions that appear when they are asked, ${language}`, async () => {
    const number = language === "pl" ? 18 : 19;
    const richer = await openCall((definition) => ({
      ...definition, stages: definition.stages.map((stage, index) =>
        index === 0 ? { ...stage, form: { sections: [...stage.form.sections, extra] } } : stage),
    }));
    const draft = await application(richer, number, { upTo: "draft" });
    const page = await openPage(browser, { language, scheme, width });
    await signIn(page, person("applicant", number));
    await visit(page, `/applications/${draft.id}/sections/plan`);
    assert.equal(await page.locator("#partner-name").count(), 0);
    await page.locator("#costs-0-category").selectOption("work");
    await page.locator("#costs-0-name").fill("Animatorka");
    await page.locator("#costs-0-price").fill("1 500,50");
    await page.locator("#costs-0-count").fill("trzy");
    await page.locator("#costs-0-count-error").waitFor();
    await assertGood(page, `apply-rows-refused-${language}-${scheme}-${width}`);
    await page.locator("#costs-0-count").fill("3");
    await page.locator("#costs > .button.plain").click();
    await page.waitForFunction(() => document.activeElement.id === "costs-1-category");
    await page.locator("#costs-1-category").selectOption("things");
    await page.locator("#costs-1-name").fill("Rejestrator");
    await page.locator("#costs-1-price").fill("499");
    await page.locator("#costs-1-count").fill("1");
    assert.match(await page.locator(".rows-total").innerText(), /(5\s000,50|5,000\.50)/);
    await page.locator("#crew-0-person").fill("Jadwiga Łoś");
    await page.locator("#crew-0-part").fill("prowadzi spotkania");
    await page.locator("#events-0-what").fill("Pierwsza rozmowa");
    await page.locator("#events-0-when").fill("2027-03-08");
    await page.locator("#partner-yes").check();
    await page.locator("#partner-name").fill("Biblioteka w Świdwinie");
    await saved(page);
    await assertGood(page, `apply-rows-${language}-${scheme}-${width}`);
    const { answers: { list } } = await draft.client.get(`/v1/applications/${draft.id}`);
    const of = (key) => list.find(({ field }) => field === key);
    assert.equal(of("costs").number, "500050");
    assert.deepEqual(of("costs").budget.map(({ unitPriceGrosze, count }) => [unitPriceGrosze, count]), [["150050", "3"], ["49900", "1"]]);
    assert.equal(of("crew").people[0].name, "Jadwiga Łoś");
    assert.equal(of("events").rows[0].cells[1].text, "2027-03-08");
    await page.reload();
    await settled(page);
    assert.equal(await page.locator("#costs-1-price").inputValue(), "499");
    await visit(page, `/applications/${draft.id}/check`);
    await assertGood(page, `apply-check-rows-${language}-${scheme}-${width}`);
    await page.locator("section.next button").click();
    await page.waitForURL("**/receipt");
    await assertQuiet(page);
    await page.context().close();
  });
