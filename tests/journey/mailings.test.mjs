// A coordinator writes to many: whom it reaches, the letter of each, four eyes, sending, pause and stop; the words of letters; and letters
// with results that wait until somebody has looked at them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { application, clientOf, openCall, until } from "./lib/house.mjs";
import { arrive, press, signIn } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo } from "./lib/settings.mjs";

const APPLICANTS = [30, 31, 32];
let browser, call, applications, coordinator;

before(async () => {
  browser = await launch();
  call = await openCall((definition) => ({ ...definition, letters: { holdResults: true, fourEyes: true } }));
  applications = [];
  for (const number of APPLICANTS) applications.push(await application(call, number));
  coordinator = await clientOf(demo.coordinator);
  await until("all applications reach evaluation", async () =>
    (await coordinator.get(`/v1/calls/${call.id}/dossiers?limit=100`)).dossiers.length === applications.length);
});
after(() => browser.close());

async function shot(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

const office = () => `/office/calls/${call.id}`;
const reached = (page, count) => page.locator(".lead", { hasText: `${count}` }).waitFor();

test("a message is written, counted, looked at and sent with a second person's word", async () => {
  const page = await openPage(browser);
  await signIn(page, demo.coordinator);
  await visit(page, office());
  await page.locator(`nav.contents a[href="${office()}/mailings"]`).click();
  await arrive(page, "Wiadomości i listy z wynikami");
  await shot(page, "office-mailings-none-pl-light");
  await page.locator("main a.button").click();
  await arrive(page, "Nowa wiadomość");
  await page.locator("form button[type=submit]").click();
  await page.locator(".errors a").first().waitFor();
  assert.deepEqual(await page.locator(".errors a").allInnerTexts(), ["Napisz temat, w jednej linii.", "Napisz treść."]);
  await shot(page, "office-mailing-refused-pl-light");
  await page.locator("#subject").fill("Nabór {{call}}: zmiana godzin dyżuru");
  await page.locator("#body").fill("Dyżur w sprawie zgłoszenia {{numer}} jest we wtorek.");
  await page.locator("form button[type=submit]").click();
  await page.locator("#body-error", { hasText: "{{numer}}" }).waitFor();
  await page.locator("#body").fill("Dyżur w sprawie zgłoszenia {{number}} „{{title}}” jest we wtorek.\n\n→ Zobacz zgłoszenie: {{url}}/applications/{{application}}");
  await page.locator("form button[type=submit]").click();
  await page.waitForURL((url) => /mailings\/[0-9a-f-]{36}$/.test(url.pathname));
  await reached(page, APPLICANTS.length);
  await settled(page);
  assert.equal(await page.locator("tbody tr").count(), APPLICANTS.length);
  await page.locator("tbody button").first().click();
  await page.locator("#letter").waitFor();
  await settled(page);
  const [{ number }] = (await coordinator.get(`/v1/calls/${call.id}/dossiers?limit=1`)).dossiers;
  assert.match(await page.locator(".card .prose").innerText(), new RegExp(`${number} „Ławka opowieści”`));
  await shot(page, "office-mailing-letter-pl-light");
  await page.locator(".card button", { hasText: "Następny" }).click();
  await page.getByRole("button", { name: "Poproś drugą osobę" }).click();
  await page.locator(".tag", { hasText: "czeka na drugą osobę" }).waitFor();
  await page.locator("main p", { hasText: "inną osobę" }).waitFor();
  await shot(page, "office-mailing-asked-pl-light");
  assert.equal(await page.getByRole("button", { name: "Potwierdź" }).count(), 0);
  const address = new URL(page.url()).pathname;
  await assertQuiet(page, { refusals: 2 });
  await page.context().close();

  const second = await openPage(browser);
  await signIn(second, demo.owner);
  await visit(second, address);
  await press(second, "main .act button[data-act=CONFIRM]");
  await second.locator("dialog[open]").waitFor();
  await shot(second, "office-mailing-sure-pl-light");
  await second.locator("dialog[open] button", { hasText: "Tak" }).click();
  await second.locator(".tag", { hasText: "wysłane" }).waitFor();
  await second.locator("[role=status]", { hasText: `Wysłano ${APPLICANTS.length} z ${APPLICANTS.length}` }).waitFor();
  await settled(second);
  await shot(second, "office-mailing-done-pl-light");
  await assertQuiet(second);
  await second.context().close();
  const { messages } = await applications[0].client.get("/v1/me/messages?limit=5");
  assert.ok(messages.some(({ subject }) => subject.endsWith("zmiana godzin dyżuru")));
});

test("who pauses a message may go on or stop it for good", async () => {
  const made = await coordinator.post(`/v1/calls/${call.id}/mailings`, { content: {
    audience: { kind: "APPLICANTS" }, subject: { pl: "Na próbę" }, body: { pl: "Prosimy o cierpliwość." } } });
  const owner = await clientOf(demo.owner);
  const path = `/v1/mailings/${made.id}`;
  await until("everybody is counted", async () => (await coordinator.get(path)).reach.counting === 0);
  const steer = async (who, act) => who.post(`${path}/steering`, { version: (await who.get(path)).version, act });
  await steer(coordinator, "SEND");
  await steer(owner, "CONFIRM");
  // Whether the letters were faster than the pause is the machine's affair: either way nobody gets two.
  await steer(coordinator, "PAUSE").catch(() => undefined);
  const page = await openPage(browser, { language: "en", scheme: "dark", width: narrow });
  await signIn(page, demo.coordinator);
  await visit(page, `${office()}/mailings/${made.id}`);
  await settled(page);
  const stop = page.getByRole("button", { name: "Stop for good" });
  const paused = await stop.count() > 0;
  await shot(page, `office-mailing-${paused ? "paused" : "done"}-en-dark-320`);
  if (paused) {
    await stop.click();
    await page.locator("dialog[open] button.warning").click();
    await page.locator(".tag", { hasText: "stopped" }).waitFor();
  }
  await assertQuiet(page);
  await page.context().close();
});

for (const [language, scheme, width] of [["pl", "light", wide], ["en", "dark", narrow]])
  test(`letters with results wait until somebody has looked at them, ${language}, ${width} px`, async () => {
    const { id, client } = applications[language === "pl" ? 0 : 1];
    const items = call.definition.stages[0].formalItems.map(({ key }, index) =>
      index === 0 ? { item: key, answer: "NO", reason: "Brakuje opisu odbiorców." } : { item: key, answer: "YES" });
    const formal = await coordinator.post(`/v1/dossiers/${id}/formal-check`, { items });
    if (formal.unconfirmed) await (await clientOf(demo.owner)).post(`/v1/dossiers/${id}/formal-check/confirmation`, { confirmed: true });
    const waiting = await until("the letter waits", async () => {
      const { mailings } = await coordinator.get(`/v1/calls/${call.id}/mailings`);
      return mailings.find(({ kind, state }) => kind === "FORMAL_RESULTS" && state === "MAILING_DRAFT");
    });
    const page = await openPage(browser, { language, scheme, width });
    await signIn(page, demo.coordinator);
    await visit(page, `${office()}/mailings`);
    await shot(page, `office-mailings-${language}-${scheme}-${width}`);
    await page.locator(`tbody a[href$="${waiting.id}"]`).click();
    await settled(page);
    await page.locator("tbody button").first().click();
    await page.locator(".card .prose", { hasText: "Brakuje opisu odbiorców." }).waitFor();
    await settled(page);
    await shot(page, `office-results-letter-${language}-${scheme}-${width}`);
    const letters = async () => (await client.get("/v1/me/messages?limit=20")).messages.filter(({ template, applicationId }) =>
      template === "formally-rejected" && applicationId === id);
    assert.equal((await letters()).length, 0);
    await page.locator("main .act button").first().click();
    await until("it waits for the second person", async () => (await coordinator.get(`/v1/mailings/${waiting.id}`)).state === "MAILING_ASKED");
    const owner = await clientOf(demo.owner);
    const asked = await owner.get(`/v1/mailings/${waiting.id}`);
    await owner.post(`/v1/mailings/${waiting.id}/steering`, { version: asked.version, act: "CONFIRM" });
    await until("the letter is there", async () => (await letters()).length === 1);
    await assertQuiet(page);
    await page.context().close();
  });

for (const [language, scheme, width] of [["pl", "light", wide], ["en", "dark", narrow]])
  test(`a letter gets the call's own words, ${language}, ${scheme}, ${width} px`, async () => {
    const page = await openPage(browser, { language, scheme, width });
    await signIn(page, demo.owner);
    await visit(page, office());
    await page.locator(`nav.contents a[href="${office()}/words"]`).click();
    await page.locator("table").waitFor();
    await settled(page);
    await shot(page, `words-${language}-${scheme}-${width}`);
    const locale = language === "pl" ? "pl" : "en";
    await page.locator(`a[href="${office()}/words/receipt/${locale}"]`).click();
    await page.locator("#body").waitFor();
    const ours = await page.locator("#body").inputValue();
    await page.locator("#body").fill("Zaraz: {{termin}}");
    await page.locator("form button[type=submit]").click();
    await page.locator("#body-error", { hasText: "{{termin}}" }).waitFor();
    await shot(page, `words-refused-${language}-${scheme}-${width}`);
    await page.locator("#body").fill("Mamy zgłoszenie {{number}} „{{title}}”.\n\n→ Zobacz: {{url}}/applications/{{application}}");
    await page.locator("#example").selectOption({ index: 1 });
    await page.locator(".act button").first().click();
    await page.locator("#preview").waitFor();
    assert.match(await page.locator("section[aria-labelledby=preview]").innerText(), /Mamy zgłoszenie [^{ ]+ „[^{]+”/);
    await shot(page, `words-preview-${language}-${scheme}-${width}`);
    await page.locator("form button[type=submit]").click();
    await page.locator(".notice").waitFor();
    await page.locator("section[aria-labelledby=versions] details").waitFor();
    await page.locator(".act button").last().click();
    await page.waitForFunction((text) => document.querySelector("#body")?.value === text, ours);
    await assertQuiet(page, { refusals: 1 });
    await page.context().close();
  });
