// The main pages of each role as those see them who need it otherwise: 320 px in the dark and in English, 200 %,
// forced colours, text spaced out, paper. checklist.test.mjs and pages.test.mjs do this with every public page.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, visit, wide } from "./lib/browser.mjs";
import { application, cardsOf, clientOf, giveOutCards, openCall, passFormalCheck, person } from "./lib/house.mjs";
import { signIn } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo } from "./lib/settings.mjs";

let browser, pagesOf;

before(async () => {
  browser = await launch();
  const call = await openCall();
  const coordinator = await clientOf(demo.coordinator);
  const { id } = await application(call, 53);
  const draft = await application(call, 54, { upTo: "draft" });
  await passFormalCheck(coordinator, call, id);
  await giveOutCards(call, [16, 17]);
  const assessor = await clientOf(person("assessor", 16));
  const [card] = await cardsOf(assessor, call);
  await assessor.post(`/v1/cards/${card.id}/declaration`, { conflict: false });
  const board = `/office/calls/${call.id}`;
  pagesOf = {
    innovator: [person("applicant", 54), ["/me", `/applications/${draft.id}`, `/applications/${draft.id}/who`, `/applications/${draft.id}/sections/${call.definition.stages[0].form.sections[0].key}`,
      `/applications/${draft.id}/check`, "/me/notifications", "/me/security"]],
    assessor: [person("assessor", 16), ["/cards", `/cards/${card.id}`, "/me/certificates", "/me/second-opinions"]],
    coordinator: [demo.coordinator, ["/office", board, `${board}/check`, `${board}/assessors`, `${board}/invite`, `${board}/second-opinions`, `${board}/progress`, `${board}/tables`, `/office/dossiers/${id}`, "/office/search"]],
    owner: [demo.owner, ["/office/programmes", "/office/new-call", `${board}/manage`, `${board}/ranking`, `${board}/edit`, `${board}/grants`]],
    administrator: [demo.administrator, ["/admin/accounts", "/admin/outbox", "/admin/services", "/admin/services/evaluation", "/admin/audit"]],
  };
});
after(() => browser.close());

const looks = {
  "320 px, dark, English": { options: { language: "en", scheme: "dark", width: narrow } },
  "200 %": { options: { width: wide / 2, deviceScaleFactor: 2 } },
  "forced colours": { options: { forcedColors: "active" } },
  "spaced out text": { style: "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }" },
  "paper": { print: true },
};

function addStyle(page, text) {
  return page.evaluate((rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
  }, text);
}

for (const role of ["innovator", "assessor", "coordinator", "owner", "administrator"])
  for (const [look, { options = {}, style, print }] of Object.entries(looks))
    test(`${role}: ${look}`, async () => {
      const [email, paths] = pagesOf[role];
      const page = await openPage(browser, options);
      await signIn(page, email);
      for (const path of paths) {
        await visit(page, path);
        if (style) await addStyle(page, style);
        if (print) {
          await page.emulateMedia({ media: "print", colorScheme: "light" });
          assert.equal(await page.locator("header nav").isVisible(), false, `${path}: the menu on paper`);
          assert.ok(await page.locator("main h1").isVisible(), path);
        } else await assertAccessible(page).catch((error) => { throw new Error(`${path}: ${error.message}`); });
        await assertFits(page).catch((error) => { throw new Error(`${path}: ${error.message}`); });
        await picture(page, `look-${role}-${paths.indexOf(path)}-${look.replaceAll(/\W+/g, "-")}`);
        if (print) await page.emulateMedia({ media: "screen" });
      }
      await assertQuiet(page);
      await page.context().close();
    });
