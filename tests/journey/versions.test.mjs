// A form that is mended while people write: what they are told, and taking the newer version.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, visit, wide } from "./lib/browser.mjs";
import { application, clientOf, openCall, person } from "./lib/house.mjs";
import { press, signIn } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo } from "./lib/settings.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function mend(call) {
  const owner = await clientOf(demo.owner);
  const { version, definition } = await owner.get(`/v1/calls/${call.id}`);
  const form = definition.stages[0].form;
  form.sections[0].fields[0].label = { pl: "Jak się nazywa?", en: "What is it called?" };
  form.sections[0].fields.push({ key: "film", kind: "LINK", label: { pl: "Film o pomyśle", en: "A film about the idea" } });
  await owner.put(`/v1/calls/${call.id}/stages/${definition.stages[0].key}/form`, {
    version, form, note: { pl: "Można dodać film; prosiło o to wiele osób.", en: "A film can be added; many asked for it." } });
}

for (const [language, scheme, width, number] of [["pl", "light", wide, 47], ["en", "dark", narrow, 48]])
  test(`the newer form is told and taken, ${language}, ${scheme}, ${width} px`, async () => {
    const call = await openCall();
    const { id, client } = await application(call, number, { upTo: "draft" });
    await mend(call);
    const page = await openPage(browser, { language, scheme, width });
    await signIn(page, person("applicant", number));
    await visit(page, `/applications/${id}`);
    const notice = page.locator("section[aria-labelledby=newer-form]");
    await notice.locator("p", { hasText: language === "pl" ? "Można dodać film" : "A film can be added" }).waitFor();
    await notice.locator("li", { hasText: language === "pl" ? "Nowe pytania: Film o pomyśle" : "New questions: A film about the idea" }).waitFor();
    assert.equal(await notice.locator("h3").count(), 1, "the version that one has is not told again");
    await assertAccessible(page);
    await assertFits(page);
    await picture(page, `newer-form-${language}-${scheme}-${width}`);
    await press(page, "section[aria-labelledby=newer-form] button");
    await notice.waitFor({ state: "detached" });
    const taken = await client.get(`/v1/applications/${id}`);
    assert.deepEqual([taken.formVersion, taken.newerForm], [2, false]);
    assert.ok(taken.answers.list.some(({ text }) => text === "Ławka opowieści"), "the answers stay");
    await assertQuiet(page);
    await page.context().close();
  });
