// The pictures of the README: `tests/journey/run --screenshots FOLDER` leaves them in FOLDER/readme, small enough
// to be kept in services/gateway/web/pictures.
import assert from "node:assert/strict";
import { mkdir, stat } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch, openPage, visit } from "./lib/browser.mjs";
import { application, clientOf, openCall } from "./lib/house.mjs";
import { signIn } from "./lib/people.mjs";
import { demo, screenshots } from "./lib/settings.mjs";

const LIMIT = 300_000;

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test("the main pages, small enough for a README", { skip: screenshots ? false : "no --screenshots" }, async () => {
  const folder = `${screenshots}/readme`;
  const sizes = [];
  await mkdir(folder, { recursive: true });
  const take = async (page, name, path) => {
    await visit(page, path);
    await page.screenshot({ path: `${folder}/${name}.jpg`, type: "jpeg", quality: 62 });
    sizes.push((await stat(`${folder}/${name}.jpg`)).size);
  };
  const options = { width: 1080, viewport: { width: 1080, height: 760 } };
  const page = await openPage(browser, options);
  await take(page, "calls", "/");
  await take(page, "results", `/calls/${demo.callId}/results`);
  const call = await openCall();
  const { id } = await application(call, 40, { upTo: "draft" });
  await signIn(page, "applicant40@demo.wlacznik.example");
  await take(page, "application", `/applications/${id}`);
  const office = await openPage(browser, { ...options, scheme: "dark" });
  const owner = await clientOf(demo.owner);
  const draft = await owner.post(`/v1/calls/${demo.callId}/copy`, { code: `P${Date.now() % 1_000_000}`, fillFrom: "2027-03-01T00:00:00Z",
    submitFrom: "2027-03-01T00:00:00Z", submitUntil: "2027-04-01T00:00:00Z" });
  await signIn(office, demo.owner);
  await take(office, "form-builder", `/office/calls/${draft.id}/edit/stages/${draft.definition.stages[0].key}/form`);
  await page.context().close();
  await office.context().close();
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total < LIMIT, `${total} bytes of ${LIMIT}`);
});
