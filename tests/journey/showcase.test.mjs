// The pictures of the README: `tests/journey/pictures` leaves them in services/gateway/web/pictures, as WebP and
// small enough to be kept there; `run --screenshots FOLDER` in FOLDER/readme, as PNG too, to be looked at.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch, openPage, visit } from "./lib/browser.mjs";
import { application, cardsOf, clientOf, giveOutCards, openCall, passFormalCheck, person } from "./lib/house.mjs";
import { signIn } from "./lib/people.mjs";
import { demo, screenshots } from "./lib/settings.mjs";

const LIMIT = 400_000;
const title = { pl: "Nabór II: innowacje dla samotnych seniorów", en: "Call II: innovations for lonely seniors" };
const skip = screenshots ? false : "no --screenshots";
const folder = `${screenshots}/readme`;
const size = { width: 1120, height: 780 };
let browser, encoder, total = 0;

before(async () => {
  browser = await launch();
  encoder = await browser.newPage();
});
after(() => browser.close());

/* Chromium writes WebP itself, which keeps letters sharp in a third of what JPEG needs. */
async function webp(png) {
  const [, data] = (await encoder.evaluate(async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.naturalWidth, height: image.naturalHeight });
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", 0.8);
  }, `data:image/png;base64,${png.toString("base64")}`)).split("base64,");
  return Buffer.from(data, "base64");
}

async function take(page, name, path, ready = "main h1") {
  await visit(page, path);
  await page.locator(ready).first().waitFor();
  await page.evaluate(() => document.activeElement?.blur());
  const png = await page.screenshot();
  const picture = await webp(png);
  await writeFile(`${folder}/${name}.png`, png);
  await writeFile(`${folder}/${name}.webp`, picture);
  total += picture.length;
}

/** A page of somebody's, signed in. */
async function pageOf(email, options = {}) {
  const page = await openPage(browser, { viewport: size, ...options });
  if (email) await signIn(page, email);
  return page;
}

/* So that the front page shows one such call, however often pictures are taken. */
async function endEarlier(owner) {
  const { calls } = await owner.get("/v1/calls?limit=100");
  for (const { id } of calls.filter((each) => each.title.pl === title.pl && each.state === "CALL_PUBLISHED"))
    await owner.post(`/v1/calls/${id}/annul`, { reason: { pl: "Zdjęcia strony zrobiono ponownie." } });
}

test("the main pages, small enough for a README", { skip }, async () => {
  await mkdir(folder, { recursive: true });
  const owner = await clientOf(demo.owner);
  await endEarlier(owner);
  const call = await openCall((definition) => ({ ...definition, title }));
  const coordinator = await clientOf(demo.coordinator);
  for (const number of [34, 35]) {
    const { id } = await application(call, number);
    await passFormalCheck(coordinator, call, id);
  }
  await application(call, 36);
  const { id } = await application(call, 40, { upTo: "draft" });
  await giveOutCards(call, [14, 15]);

  const reader = await pageOf();
  await take(reader, "calls", "/");
  await take(reader, "results", `/calls/${demo.callId}/results`, "#RECOMMENDED");
  await take(reader, "entry", `/catalogue/${demo.slug}`);
  await take(reader, "impact", "/impact");
  await take(await pageOf(person("applicant", 40)), "application", `/applications/${id}`);
  await take(await pageOf(demo.coordinator), "board", `/office/calls/${call.id}`, ".counts, .next");
  const assessor = await clientOf(person("assessor", 14));
  const [card] = await cardsOf(assessor, call);
  await assessor.post(`/v1/cards/${card.id}/declaration`, { conflict: false });
  await take(await pageOf(person("assessor", 14)), "card", `/cards/${card.id}`);
  const draft = await owner.post(`/v1/calls/${demo.callId}/copy`, { code: `P${Date.now() % 1_000_000}`, fillFrom: "2027-03-01T00:00:00Z",
    submitFrom: "2027-03-01T00:00:00Z", submitUntil: "2027-04-01T00:00:00Z" });
  await take(await pageOf(demo.owner, { scheme: "dark" }), "form-builder", `/office/calls/${draft.id}/edit/stages/${draft.definition.stages[0].key}/form`);
  assert.ok(total < LIMIT, `${total} bytes of ${LIMIT}`);
});
