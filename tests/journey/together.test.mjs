// Writing together: somebody is invited by a letter, writes, comments, and leads in the end; then the test of an
// innovation: versions for its carer, the log with a photograph from a telephone, the agreement with PESEL numbers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertQuiet, launch, narrow, openPage, settled, visit } from "./lib/browser.mjs";
import { application, clientOf, openCall, person, until } from "./lib/house.mjs";
import { linkTo } from "./lib/mailbox.mjs";
import { signIn } from "./lib/people.mjs";
import { demo } from "./lib/settings.mjs";
import { shots } from "./lib/shots.mjs";

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser.close());

const { shot, shotInBoth } = shots("together");

const submit = (page) => page.locator("main form button[type=submit]");
const act = (page, text) => page.locator("main button[type=button]", { hasText: text });

test("a co-author is invited by a letter, writes, comments, and leads in the end", async () => {
  const call = await openCall();
  const { id, client } = await application(call, 40, { upTo: "draft" });
  const leader = await openPage(browser);
  await signIn(leader, person("applicant", 40));
  await visit(leader, `/applications/${id}`);
  await leader.locator(`a[href='/applications/${id}/people']`).click();
  await settled(leader);
  await submit(leader).click();
  await leader.locator("#email-error").waitFor();
  await shot(leader, "people-refused");
  const second = (await clientOf(person("applicant", 41))).account;
  await leader.locator("#name").fill(second.name);
  await leader.locator("#email").fill(person("applicant", 41));
  await submit(leader).click();
  await leader.locator("main li", { hasText: second.name }).waitFor();
  await shotInBoth(leader, "people-invited");

  const link = await linkTo(person("applicant", 41), /\/co-author#token=[\w%.~-]+/);
  const writer = await openPage(browser, { language: "en", width: narrow });
  await visit(writer, link);
  await shotInBoth(writer, "join-nobody");
  await writer.locator("main a.button").click();
  await writer.locator("#email").fill(person("applicant", 41));
  await writer.locator("#password").fill(demo.password);
  await submit(writer).click();
  await writer.waitForURL("**/co-author");
  await writer.locator("main h1", { hasText: "An invitation to write together" }).waitFor();
  await settled(writer);
  await shot(writer, "join");
  await submit(writer).click();
  await writer.waitForURL(`**/applications/${id}`);
  await settled(writer);
  await shot(writer, "home-of-a-co-author");

  await visit(writer, `/applications/${id}/sections/idea`);
  await writer.locator("#summary").fill("Napisane przez współautora: spotkania co tydzień i nagrania rozmów o okolicy.");
  await writer.locator(".save-state.saved").waitFor();
  const written = (await client.get(`/v1/applications/${id}`)).answers.list.find(({ field }) => field === "summary");
  assert.match(written.text, /współautora/);

  await visit(writer, `/applications/${id}/check`);
  await writer.locator("#confirm + p strong", { hasText: client.account.name }).waitFor();
  assert.equal(await writer.locator("main section.next button").count(), 0);
  await shotInBoth(writer, "check-of-a-co-author");

  await visit(writer, `/applications/${id}/talk`);
  await submit(writer).click();
  await writer.locator("#text-error").waitFor();
  await writer.locator("#field").selectOption("problem");
  await writer.locator("#text").fill("Skąd wiemy, że tak jest? Dodajmy źródło.");
  await submit(writer).click();
  await writer.locator("main li", { hasText: "Dodajmy źródło" }).waitFor();
  await shotInBoth(writer, "talk");
  await writer.locator("#text").fill("Pomyłka, nie to pole.");
  await submit(writer).click();
  const mistake = writer.locator("main li", { hasText: "Pomyłka" });
  await mistake.locator("summary").click();
  await shot(writer, "talk-asked");
  await mistake.locator(".button.warning").click();
  await mistake.waitFor({ state: "detached" });
  await visit(leader, `/applications/${id}/talk`);
  await act(leader, "Załatwione").click();
  await act(leader, "Otwórz ponownie").waitFor();
  await shotInBoth(leader, "talk-resolved");
  const { list } = await client.get(`/v1/applications/${id}/comments`);
  assert.equal(list[0].resolvedByUserId, client.account.id);

  await visit(leader, `/applications/${id}/people`);
  await act(leader, "Przekaż prowadzenie").click();
  await leader.locator("main .notice").waitFor();
  await shotInBoth(leader, "people-offered");
  await visit(writer, `/applications/${id}/people`);
  await shotInBoth(writer, "people-asked");
  await act(writer, "I agree").click();
  await writer.locator("#invite").waitFor();
  await shotInBoth(writer, "people-led");
  const mine = await (await clientOf(person("applicant", 41))).get(`/v1/applications/${id}`);
  assert.equal(mine.yourRole, "COAUTHOR_LEADER");
  await visit(writer, `/applications/${id}/people`);
  await writer.locator("main li", { hasText: client.account.name }).waitFor();
  await visit(leader, `/applications/${id}/people`);
  await shot(leader, "people-handed-over");
  await assertQuiet(leader, { refusals: 1 });
  await assertQuiet(writer, { refusals: 1 });
  await leader.context().close();
  await writer.context().close();
});

/** An innovation of the demo's call in region 30 whose test is open and that nobody accompanies yet, and who leads it. */
async function tested() {
  for (let number = 0; number < 62; number++) {
    const client = await clientOf(person("applicant", number));
    const { applications } = await client.get("/v1/me/applications?limit=100");
    const found = applications.find(({ callId, region, state }) => callId === demo.callId && region === "30" && state === "IN_INCUBATION");
    if (found && (await client.get(`/v1/applications/${found.id}/versions`)).carerUserId === "") return { id: found.id, email: person("applicant", number), client };
  }
  return assert.fail("no innovation of the demo is being tested");
}

test("versions for the carer, the log of the test on a telephone, and the agreement", async (t) => {
  const { id, email, client } = await tested();
  const carer = (await clientOf(person("applicant", 41))).account;
  const coordinator = await clientOf(demo.coordinator);
  await (await clientOf(demo.administrator)).post(`/v1/accounts/${carer.id}/roles`, { role: "CARER", region: "30" });
  await coordinator.put(`/v1/dossiers/${id}/carer`, { userId: carer.id });
  await until("intake knows the carer", async () => (await client.get(`/v1/applications/${id}/versions`)).carerUserId === carer.id);
  const page = await openPage(browser, { width: narrow });
  await signIn(page, email);
  await visit(page, `/applications/${id}`);
  await shotInBoth(page, "home-of-a-test");

  await t.test("a version is shown, and its carer comments", async () => {
    await page.locator(`a[href='/applications/${id}/versions']`).click();
    await settled(page);
    await page.locator("#note").fill("Czy harmonogram jest realny?");
    await submit(page).first().click();
    await page.locator("main a[href*='/versions/']").first().waitFor();
    await shotInBoth(page, "versions");
    const reader = await openPage(browser);
    await signIn(reader, person("applicant", 41));
    await visit(reader, "/innovations");
    await reader.locator(`a[href='/applications/${id}/versions']`).click();
    await settled(reader);
    await reader.locator("#text").fill("Realny, jeśli warsztaty zaczną się w marcu.");
    await submit(reader).click();
    await reader.locator("main li", { hasText: "w marcu" }).waitFor();
    await shotInBoth(reader, "versions-of-a-carer");
    await reader.locator("main a[href*='/versions/']").first().click();
    await settled(reader);
    await shotInBoth(reader, "version");
    await assertQuiet(reader);
    await reader.context().close();
  });

  await t.test("an entry with a photograph is written at 320 px", async () => {
    await visit(page, `/applications/${id}/diary`);
    await page.locator("#participants").fill("kilkanaście");
    await page.locator("#text").fill("Pierwsze spotkanie na ławce; rozmowy o sąsiadach.");
    await submit(page).click();
    await page.locator("#participants-error").waitFor();
    await shot(page, "diary-refused");
    await page.locator("#participants").fill("14");
    await page.locator("#place").fill("Świetlica w Kiszkowie");
    await page.locator("#photos").setInputFiles([{ name: "Ławka.png", mimeType: "image/png", buffer: await page.screenshot() }]);
    await submit(page).click();
    await page.locator("main li a[download]", { hasText: "Ławka.png" }).waitFor();
    await shotInBoth(page, "diary");
    const { entries } = await client.get(`/v1/applications/${id}/diary`);
    assert.equal(entries[0].participants, 14);
    assert.equal(entries[0].photos.length, 1);
    await page.locator("main details summary").first().click();
    await shot(page, "diary-open");
  });

  await t.test("an agreement is prepared, its other side written, and signed", async () => {
    const office = await openPage(browser);
    await signIn(office, demo.coordinator);
    await visit(office, `/office/dossiers/${id}`);
    await office.locator(`a[href='/applications/${id}/cooperation']`).click();
    await office.locator("#number").waitFor();
    await settled(office);
    await submit(office).click();
    await office.locator("#number-error").waitFor();
    await shotInBoth(office, "agreement-prepare");
    await office.locator("#number").fill(`POR/${Date.now() % 1_000_000}/2026`);
    await office.locator("#operatorName").fill("Inkubator Włącznik");
    await office.locator("#operatorRepresentedBy").fill("Anna Dyrektorka");
    await office.locator("#subject").fill("Wspólne przeprowadzenie testu innowacji.");
    await office.locator("#startsOn").fill("2026-12-01");
    await office.locator("#endsOn").fill("2027-05-31");
    await submit(office).first().click();
    await office.locator("#parties").waitFor();

    await visit(page, `/applications/${id}/cooperation`);
    await page.locator("[id='parties[0].name']").fill(client.account.name);
    await page.locator("[id='parties[0].address']").fill("ul. Leśna 1, 62-280 Kiszkowo");
    await page.locator("[id='parties[0].pesel']").fill("44051401358");
    await submit(page).click();
    await page.locator("[id='parties[0].pesel-error']").waitFor();
    await shot(page, "agreement-refused");
    await page.locator("[id='parties[0].pesel']").fill("44051401359");
    await submit(page).click();
    await act(page, "Pokaż numery PESEL").waitFor();
    await shotInBoth(page, "agreement-side");

    await office.reload();
    await settled(office);
    await act(office, "Pokaż numery PESEL").click();
    await office.locator("main li .code", { hasText: "44051401359" }).waitFor();
    await office.locator("#signedOn").fill("2026-11-20");
    await office.locator("#signedFileId").setInputFiles([{ name: "Porozumienie.pdf", mimeType: "application/pdf",
      buffer: Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n") }]);
    await shot(office, "agreement-sign");
    await submit(office).last().click();
    await office.locator("main a[download]").waitFor();
    await shotInBoth(office, "agreement-signed");
    await visit(page, `/applications/${id}/cooperation`);
    await shotInBoth(page, "agreement-of-a-leader");
    await office.context().close();
  });
  await page.context().close();
});
