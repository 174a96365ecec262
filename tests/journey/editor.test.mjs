// A call from nothing to its announcement and after it, by the pages alone: with a mouse and with keys alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { clientOf } from "./lib/house.mjs";
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

let counter = 0;
const freshCode = () => `E${Date.now() % 1_000_000}-${++counter}`;

async function saved(page) {
  await page.locator(".save-state.saved").waitFor();
}

async function back(page) {
  await page.locator(".save-bar button[type=submit]").click();
  await page.waitForURL((url) => !/\/(basics|dates|money|applicants|corrections|ranking|rules|formal)$|\/(fields|sections|criteria)\//.test(url.pathname));
  await settled(page);
}

/* The demo's programme, where there are several. */
async function chooseProgramme(page) {
  const { programmeId } = await definitionOf(demo.callId);
  const choice = page.locator(`#programme-${programmeId}`);
  if (await choice.count() > 0) await choice.check();
}

async function startCall(page, way) {
  const code = freshCode();
  await visit(page, "/office/new-call");
  await page.locator(`#way-${way}`).check();
  await chooseProgramme(page);
  await page.locator("#code").fill(code);
  await page.locator("form button[type=submit]").click();
  await page.waitForURL("**/edit");
  await settled(page);
  return { code, id: /calls\/([^/]+)\/edit/.exec(page.url())[1] };
}

const definitionOf = async (id) => (await (await clientOf(demo.owner)).get(`/v1/calls/${id}`)).definition;

for (const [language, scheme, width] of [["pl", "light", wide], ["en", "dark", narrow]])
  test(`a call from nothing is written, checked and announced, ${language}, ${scheme}, ${width} px`, async () => {
    const page = await openPage(browser, { language, scheme, width });
    const look = `${language}-${scheme}-${width}`;
    await signIn(page, demo.owner);
    await visit(page, "/office");
    await shot(page, `office-drafts-${look}`);
    await visit(page, "/office/new-call");
    await page.locator("form button[type=submit]").click();
    await page.locator(".errors a").first().waitFor();
    await shot(page, `new-call-refused-${look}`);
    const { id, code } = await startCall(page, "nothing");
    await shot(page, `editor-home-${look}`);

    await page.locator("a[href$='/edit/basics']").click();
    await settled(page);
    await page.locator("#title-pl").fill("Nabór próbny z edytora");
    await page.locator("#title-en").fill("A call from the editor");
    await page.locator("#summary-pl").fill("Szukamy pomysłów, które pomagają sąsiadom.");
    await saved(page);
    await page.locator("#title-pl").fill("");
    await page.locator(".field.wrong, fieldset.wrong").first().waitFor();
    await page.locator(".save-bar button[type=submit]").click();
    await page.locator(".errors a[href='#title']").waitFor();
    await shot(page, `editor-basics-refused-${look}`);
    await page.locator("#title-pl").fill("Nabór próbny z edytora");
    await back(page);

    await page.locator("a[href$='/edit/dates']").click();
    await settled(page);
    await page.locator("#submitUntil-day").fill("2027-03-31");
    await page.locator("#submitUntil-clock").fill("15:30:07");
    await saved(page);
    await shot(page, `editor-dates-${look}`);
    await back(page);
    assert.equal((await definitionOf(id)).submitUntil, "2027-03-31T13:30:08Z");

    await page.locator("a[href$='/edit/money']").click();
    await settled(page);
    await page.locator("#poolGrosze").fill("329 834,50");
    await page.locator("#maxGrantGrosze").fill("dużo");
    await page.locator("#regionTerms-add").click();
    await page.locator("#regionTerms-0-operatorName").fill("ROPS w Poznaniu");
    await page.locator("#regionTerms-0-operatorEmail").fill("nabor@rops.example");
    await page.waitForFunction(() => document.querySelector("#maxGrantGrosze-error"));
    await page.locator("#maxGrantGrosze").fill("50000");
    await saved(page);
    await shot(page, `editor-money-${look}`);
    await back(page);
    const money = await definitionOf(id);
    assert.deepEqual([money.poolGrosze, money.maxGrantGrosze, money.regionTerms[0].operatorName], ["32983450", "5000000", "ROPS w Poznaniu"]);

    await page.locator("a[href$='/form']").click();
    await settled(page);
    await page.locator(".builder-part summary").first().click();
    await page.locator("#add-pomysl-label").fill("W jakiej gminie?");
    await page.locator("#add-pomysl-kind").selectOption("SINGLE_CHOICE");
    await page.locator(".builder-part form button").first().click();
    await page.waitForURL("**/fields/w-jakiej-gminie");
    await settled(page);
    await page.locator("#label-en").fill("In which commune?");
    await page.locator("#hiddenFromAssessors").check();
    await page.locator("#choices-add").click();
    await page.locator("#choices-2-label-pl").fill("Jeszcze nie wiem");
    await page.locator("#choices-2-label-en").fill("Not known yet");
    await page.locator("#visibleIf-add").click();
    await page.locator("#visibleIf-0-NGO").check();
    await saved(page);
    await shot(page, `editor-field-${look}`);
    await back(page);
    await shot(page, `editor-form-${look}`);
    const field = (await definitionOf(id)).stages[0].form.sections[0].fields[2];
    assert.deepEqual([field.key, field.choices.map(({ key }) => key), field.visibleIf.list[0].applicantTypes, field.hiddenFromAssessors],
      ["w-jakiej-gminie", ["tak", "nie", "jeszcze-nie-wiem"], ["NGO"], true]);

    if (width === wide) {
      await page.locator("[data-item='w-jakiej-gminie'] .grip").dragTo(page.locator("[data-item='nazwa']"), { targetPosition: { x: 60, y: 8 } });
      await page.waitForFunction(() => document.querySelector(".builder .draggable").dataset.item === "w-jakiej-gminie");
    } else {
      await page.locator("#field-w-jakiej-gminie-up").click();
      await page.waitForFunction(() => document.querySelectorAll(".builder .draggable")[1].dataset.item === "w-jakiej-gminie");
      await page.locator("#field-w-jakiej-gminie-up").click();
      await page.waitForFunction(() => document.querySelector(".builder .draggable").dataset.item === "w-jakiej-gminie");
    }
    assert.deepEqual((await definitionOf(id)).stages[0].form.sections[0].fields.map(({ key }) => key), ["w-jakiej-gminie", "nazwa", "opis"]);

    await page.locator("a[href$='/preview']").click();
    await settled(page);
    assert.equal(await page.locator("[id='w-jakiej-gminie']").count(), 0, "asked of organisations only");
    await page.locator("#as-NGO").check();
    await page.locator("[id='w-jakiej-gminie']").waitFor();
    await page.locator(".save-bar button").click();
    await page.locator("#said .errors a").first().waitFor();
    await shot(page, `editor-preview-${look}`);

    await visit(page, `/office/calls/${id}/edit/stages/pomysl/card`);
    await page.locator("#new-criterion").fill("Wykonalność");
    await page.locator(".add-part button").click();
    await page.waitForURL("**/criteria/wykonalnosc");
    await settled(page);
    await page.locator("#maxPoints").fill("12,5");
    await page.locator("#step").fill("1");
    await page.locator("#guide-add").click();
    await page.locator("#guide-0-points").fill("10");
    await page.locator("#guide-0-text-pl").fill("Plan jest pełny.");
    await saved(page);
    await shot(page, `editor-criterion-${look}`);
    await back(page);
    await shot(page, `editor-card-${look}`);

    await visit(page, `/office/calls/${id}/edit/check`);
    const problem = page.locator("a[href$='/criteria/wykonalnosc#step']");
    await problem.waitFor();
    await shot(page, `editor-check-bad-${look}`);
    await problem.click();
    await page.locator("#step").waitFor();
    await page.waitForFunction(() => document.activeElement.id === "step");
    await page.locator("#step").fill("0,5");
    await back(page);
    await visit(page, `/office/calls/${id}/edit`);
    await page.locator("a[href$='/edit/check']").click();
    await page.locator("#publish").waitFor();
    await settled(page);
    await shot(page, `editor-check-good-${look}`);
    await page.locator("#sure").check();
    await page.locator("form button[type=submit]").click();
    await page.waitForURL("**/manage?announced=yes");
    await settled(page);
    await shot(page, `manage-${look}`);
    const call = await (await clientOf(demo.owner)).get(`/v1/calls/${id}`);
    assert.deepEqual([call.state, call.definition.code], ["CALL_PUBLISHED", code]);
    await assertQuiet(page, { refusals: 1 });
    await page.context().close();
  });

test("an announced call is extended, suspended, resumed, mended and annulled", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.owner);
  const { id } = await startCall(page, "wlacznik");
  const owner = await clientOf(demo.owner);
  await owner.post(`/v1/calls/${id}/publish`);
  const stateOf = async () => (await owner.get(`/v1/calls/${id}`)).state;
  const said = (word) => page.locator("[role=status].notice", { hasText: word }).waitFor();
  await visit(page, `/office/calls/${id}/manage`);
  await page.locator("#extend summary").click();
  await page.locator("#submitUntil-day").fill("2026-12-01");
  await page.locator("#extend button[type=submit]").click();
  await page.locator("#extend .error").waitFor();
  await shot(page, "manage-extend-refused");
  await page.locator("#submitUntil-day").fill("2027-06-30");
  await page.locator("#submitUntil-clock").fill("23:59:59");
  await page.locator("#extend button[type=submit]").click();
  await said("przedłużony");
  assert.equal((await owner.get(`/v1/calls/${id}`)).definition.submitUntil, "2027-06-30T22:00:00Z");

  await page.locator("#suspend summary").click();
  await page.locator("#suspend button[type=submit]").click();
  await page.locator("#suspend .errors a").waitFor();
  await page.locator("#suspend-pl").fill("Awaria w urzędzie.");
  await page.locator("#suspend button[type=submit]").click();
  await said("zawieszony");
  assert.equal(await stateOf(), "CALL_SUSPENDED");
  await shot(page, "manage-suspended");
  await page.locator("#resume summary").click();
  await page.locator("#resume button[type=submit]").click();
  await said("wznowiony");

  await page.locator("#revision summary").click();
  await page.locator("#revision a[href$='/edit']").click();
  await settled(page);
  await page.locator("a[href$='/form']").first().click();
  await settled(page);
  const firstField = await page.locator(".builder .draggable").first().getAttribute("data-item");
  await page.locator(".builder .draggable a").first().click();
  await page.waitForURL("**/fields/*");
  await settled(page);
  await page.locator("#label-pl").fill("Jak się nazywa Twoja innowacja?");
  await back(page);
  await shot(page, "editor-revision");
  assert.notEqual((await definitionOf(id)).stages[0].form.sections[0].fields[0].label.pl, "Jak się nazywa Twoja innowacja?", "not announced yet");
  await page.locator("a[href$='/manage#revision']").click();
  await page.locator("#revision form button[type=submit]").click();
  await page.locator("#revision .errors a[href='#note-pl']").waitFor();
  await page.locator("#note-pl").fill("Pytamy o nazwę prościej.");
  await shot(page, "manage-revision");
  await page.locator("#revision form button[type=submit]").click();
  await said("Nowa wersja");
  await page.locator("section[aria-labelledby=versions]", { hasText: "Pytamy o nazwę prościej." }).waitFor();
  await page.locator("section[aria-labelledby=versions] li", { hasText: "Inaczej zapisane pytania: Jak się nazywa Twoja innowacja?" }).waitFor();
  await shot(page, "manage-versions");
  const mended = (await definitionOf(id)).stages[0].form.sections[0].fields[0];
  assert.deepEqual([mended.key, mended.label.pl], [firstField, "Jak się nazywa Twoja innowacja?"]);

  await page.locator("#annul summary").click();
  await page.locator("#annul-pl").fill("Program się skończył.");
  await page.locator("#annul button[type=submit]").click();
  await page.locator("#annul .errors a").waitFor();
  await shot(page, "manage-annul-refused");
  await page.locator("#annul-sure").check();
  await page.locator("#annul button[type=submit]").click();
  await said("unieważniony");
  assert.equal(await stateOf(), "CALL_ANNULLED");
  await assertQuiet(page, { refusals: 1 });
  await page.context().close();
});

test("with the keyboard alone: from the office to a question that is moved", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.owner);
  await visit(page, "/office");
  await press(page, "a[href='/office/new-call']");
  await page.waitForURL("**/new-call");
  await settled(page);
  await tabTo(page, "[name=way]");
  await page.keyboard.press("Space");
  await tabTo(page, "[name=programme], #code");
  if (await page.evaluate(() => document.activeElement.name === "programme")) {
    await page.keyboard.press("Space");
    await tabTo(page, "#code");
  }
  await page.keyboard.type(freshCode());
  await page.keyboard.press("Enter");
  await page.waitForURL("**/edit");
  await settled(page);
  await press(page, "a[href$='/form']");
  await page.waitForURL("**/form");
  await settled(page);
  await press(page, ".builder-part summary");
  await tabTo(page, "#add-pomysl-label");
  await page.keyboard.type("Kto pomoże?");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/fields/kto-pomoze");
  await settled(page);
  await tabTo(page, "#required");
  await page.keyboard.press("Space");
  await press(page, ".save-bar button");
  await page.waitForURL("**/form");
  await settled(page);
  await press(page, "#field-kto-pomoze-up");
  await page.waitForFunction(() => document.querySelectorAll(".builder .draggable")[1].dataset.item === "kto-pomoze");
  assert.equal(await page.evaluate(() => document.activeElement.id), "field-kto-pomoze-up", "the focus stays on the button");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".builder .draggable").dataset.item === "kto-pomoze");
  assert.equal(await page.evaluate(() => document.activeElement.id), "field-kto-pomoze-down", "at the top the other one has it");
  const id = /calls\/([^/]+)\//.exec(page.url())[1];
  const [first] = (await definitionOf(id)).stages[0].form.sections[0].fields;
  assert.deepEqual([first.key, first.required, first.kind], ["kto-pomoze", true, "LONG_TEXT"]);
  await assertQuiet(page);
  await page.context().close();
});

test("two people change different things of one question, and nothing is lost", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.owner);
  const { id } = await startCall(page, "nothing");
  await visit(page, `/office/calls/${id}/edit/stages/pomysl/fields/opis`);
  const owner = await clientOf(demo.owner);
  const { version, definition } = await owner.get(`/v1/calls/${id}`);
  definition.stages[0].form.sections[0].fields[1].maxLength = 1234;
  definition.title.en = "By somebody else";
  await owner.put(`/v1/calls/${id}`, { version, definition, unfinished: true });
  await page.locator("#help-pl").fill("Trzy zdania wystarczą.");
  await saved(page);
  const merged = await definitionOf(id);
  const field = merged.stages[0].form.sections[0].fields[1];
  assert.deepEqual([field.help.pl, field.maxLength, merged.title.en], ["Trzy zdania wystarczą.", 1234, "By somebody else"]);
  await page.waitForFunction(() => document.querySelector("#maxLength").value === "1234");
  await page.context().close();
});

test("a programme gets its regions; a copy and a file make drafts", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.owner);
  await visit(page, "/office/programmes");
  await shot(page, "programmes");
  const name = `Program ${freshCode()}`;
  await page.locator("#name").fill(name);
  await page.locator("#policyTarget").fill("5");
  await page.locator("section[aria-labelledby=new] form button[type=submit]").click();
  const section = page.locator("section", { has: page.locator("h2", { hasText: name }) });
  await section.waitFor();
  const region = section.locator("details").first();
  await region.locator("summary").click();
  await region.locator("form button[type=submit]").click();
  await region.locator(".errors a").waitFor();
  await region.locator("select").selectOption("30");
  await region.locator("form button[type=submit]").click();
  await section.locator("li", { hasText: "wielkopolskie" }).waitFor();
  await assertAccessible(page);
  const retention = section.locator("details").nth(1);
  await retention.locator("summary").click();
  await retention.locator("form button[type=submit]").click();
  await retention.locator(".errors a").waitFor();
  await shot(page, "programme-retention");
  await retention.locator("input[type=date]").fill("2031-12-31");
  await retention.locator("textarea").fill("Rozporządzenie 2021/1060, art. 82");
  await retention.locator("form button[type=submit]").click();
  await page.locator("p.notice[role=status]", { hasText: "Okres przechowywania" }).waitFor();
  await retention.locator("summary").click();
  assert.equal(await retention.locator("input[type=date]").inputValue(), "2031-12-31");

  await visit(page, `/office/new-call?from=${demo.callId}`);
  await page.locator("#code").fill(freshCode());
  await page.locator("form button[type=submit]").click();
  await page.waitForURL("**/edit");
  await settled(page);
  const copied = await definitionOf(/calls\/([^/]+)\/edit/.exec(page.url())[1]);
  assert.deepEqual(copied.stages, (await definitionOf(demo.callId)).stages);

  await visit(page, "/office/new-call");
  await page.locator("#way-file").check();
  await page.locator("#file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await chooseProgramme(page);
  await page.locator("#code").fill(freshCode());
  await page.locator("form button[type=submit]").click();
  await page.locator(".errors a[href='#file']").waitFor();
  const file = { ...copied, programmeId: "" };
  await page.locator("#file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(file)) });
  await page.waitForTimeout(100);
  await page.locator("form button[type=submit]").click();
  await page.waitForURL("**/edit");
  await page.context().close();
});
