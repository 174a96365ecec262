// From the catalogue to other places and into policy: what a visitor, an adopter, an author and an editor do.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, narrow, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { clientOf, person, until } from "./lib/house.mjs";
import { linkTo } from "./lib/mailbox.mjs";
import { arrive, press, signIn, tabTo } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { base, demo, screenshots } from "./lib/settings.mjs";

const editorAddress = person("staff", 3);
const entryPath = `/catalogue/${demo.slug}`;

let browser;
before(async () => {
  browser = await launch();
  if (screenshots) await mkdir(screenshots, { recursive: true });
});
after(() => browser.close());

async function shot(page, name) {
  await assertAccessible(page);
  await assertFits(page);
  await picture(page, name);
}

const get = async (path) => (await fetch(base + path)).json();
const errorsOf = (page) => page.locator(".errors a").evaluateAll((links) => links.map((link) => link.hash));

test("facets narrow the catalogue, the address says so, and the search is kept", async () => {
  const page = await openPage(browser);
  await signIn(page, person("applicant", 40));
  await visit(page, "/catalogue");
  await page.locator("[id='LICENCE-CC-BY-4.0']").check();
  await page.waitForURL("**/catalogue?licences=CC-BY-4.0");
  await page.locator(".card").first().waitFor();
  await shot(page, "catalogue-facets");
  await page.reload();
  await settled(page);
  assert.ok(await page.locator("[id='LICENCE-CC-BY-4.0']").isChecked());
  await page.locator(".keep summary").click();
  await page.locator(".keep form button").click();
  await page.locator(".errors a").waitFor();
  assert.deepEqual(await errorsOf(page), ["#name"]);
  await page.locator("#name").fill("Otwarte licencje");
  await page.locator(".keep form button").click();
  await page.locator(".keep a[href='/me/searches']").click();
  await arrive(page, "Zapisane wyszukiwania");
  assert.equal(await page.locator(".work-item").count(), 1);
  assert.equal(await page.locator(".work-item a").getAttribute("href"), "/catalogue?licences=CC-BY-4.0");
  await shot(page, "searches");
  await page.locator(".work-item button").click();
  await page.locator(".work-item").waitFor({ state: "detached" });
  await assertQuiet(page);
  await page.context().close();
});

async function adopt(page, institution, place, parent) {
  await page.locator(`a[href="${entryPath}/adopt"]`).click();
  await page.locator("#institution").waitFor();
  await page.locator("form button[type=submit]").click();
  await page.locator(".errors a").first().waitFor();
  assert.deepEqual(await errorsOf(page), ["#institution", "#place"]);
  await shot(page, `adopt-refused-${institution.length}`);
  await page.locator("#institution").fill(institution);
  await page.locator("#place").selectOption(place);
  await page.locator("#cost").fill("12 500,50");
  await page.locator("#changed").fill("Dyżury też w soboty.");
  await page.locator("#contact").fill("Jan Kowalski, 600 000 000");
  await page.locator("#namedInPublic").check();
  if (parent) await page.locator("#parentId").selectOption({ label: parent });
  await page.locator("form button[type=submit]").click();
  await page.waitForURL("**/me/adoptions/*");
  await settled(page);
}

/* Each as SVG with the numbers in it, and as a PNG of the same shape, twice as large. */
async function downloadsPictures(page, sections) {
  const take = async (section, kind) => {
    const [download] = await Promise.all([page.waitForEvent("download"),
      page.locator(`section[aria-labelledby=${section}] .picture-files button`, { hasText: kind }).click()]);
    assert.match(download.suggestedFilename(), new RegExp(`^wlacznik-[a-z]+\\.${kind.toLowerCase()}$`));
    return readFile(await download.path());
  };
  for (const section of sections) {
    const svg = (await take(section, "SVG")).toString("utf8");
    const [, wide, high] = /<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg);
    assert.ok(svg.includes("<title>") && svg.endsWith("</svg>\n"), section);
    const png = await take(section, "PNG");
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [2 * wide, 2 * high], section);
    if (screenshots) await writeFile(`${screenshots}/picture-${section}.png`, png);
  }
}

test("an institution adopts, reports, and another one learns from it; the tree and its table say so", async () => {
  const page = await openPage(browser);
  await signIn(page, person("applicant", 41));
  await visit(page, entryPath);
  await shot(page, "entry-before-adoption");
  await adopt(page, "Gmina Kórnik", "3021");
  await shot(page, "adoption-interested");
  await page.locator("button", { hasText: "Zaczynamy wdrożenie" }).click();
  await page.locator("#text").waitFor();
  await page.locator("section[aria-labelledby=report] form button[type=submit]").click();
  await page.locator(".errors a").first().waitFor();
  assert.deepEqual(await errorsOf(page), ["#outcome"]);
  await page.locator("#outcome-WORKED_PARTLY").check();
  await page.locator("#people").fill("40");
  await page.locator("#text").fill("Zimą było pusto, latem pełno.");
  await page.locator("#thanks").fill("Dziękujemy za pomysł!");
  await page.locator("section[aria-labelledby=report] form button[type=submit]").click();
  await page.locator(".notice", { hasText: "Sprawozdanie" }).waitFor();
  await shot(page, "adoption-reported");
  await page.context().close();

  const second = await openPage(browser, { width: narrow, scheme: "dark" });
  await signIn(second, person("applicant", 42));
  await until("the first adoption is public", async () => (await get(`/v1${entryPath}/lineage`)).nodes.length > 0);
  await visit(second, entryPath);
  await adopt(second, "Miasto Środa Wielkopolska", "3025", "Gmina Kórnik");
  await second.locator("button", { hasText: "Zaczynamy wdrożenie" }).click();
  await second.locator("#text").waitFor();
  await until("the second adoption is public", async () => (await get(`/v1${entryPath}/lineage`)).nodes.length > 1);
  await visit(second, entryPath);
  const tree = second.locator(".tree > li > ul > li", { hasText: "Gmina Kórnik" });
  await tree.locator("li", { hasText: "Środa" }).first().waitFor();
  assert.equal(await second.locator("blockquote").first().textContent(), "Dziękujemy za pomysł!");
  const rows = await second.locator("section[aria-labelledby=became] tbody tr").evaluateAll((list) => list.map((row) => row.textContent));
  assert.ok(rows.some((row) => row.includes("Środa") && row.includes("Gmina Kórnik") && row.includes("średzki")), rows.join("\n"));
  assert.ok(!(await second.content()).includes("600 000 000"), "who to call is not public");
  await shot(second, "entry-lineage-narrow");
  await downloadsPictures(second, ["became"]);
  await assertQuiet(second, { refusals: 1 });
  await second.context().close();
});

test("the author reads what became of it, with the thanks", async () => {
  const author = await until("whose innovation it is", async () => {
    for (let number = 0; number < 62; number++) {
      const client = await clientOf(person("applicant", number));
      if ((await client.get("/v1/me/innovations")).innovations.length > 0) return person("applicant", number);
    }
    return null;
  }, 120);
  const page = await openPage(browser);
  await signIn(page, author);
  await visit(page, "/me/innovations");
  assert.equal(await page.locator("blockquote").first().textContent(), "Dziękujemy za pomysł!");
  await shot(page, "my-innovations");
  await assertQuiet(page);
  await page.context().close();
});

test("an editor changes an entry, publishes it, and readers see what changed; with keys alone", async () => {
  const page = await openPage(browser);
  await signIn(page, editorAddress);
  await visit(page, "/");
  await press(page, "header a[href='/editor']");
  await arrive(page, "Redakcja katalogu");
  await shot(page, "editor");
  await press(page, "tbody a");
  await page.locator("#quality").waitFor();
  await settled(page);
  await shot(page, "editor-entry");
  await tabTo(page, "#summary", { limit: 60 });
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" Sprawdzona w dwóch gminach.");
  await press(page, "section[aria-labelledby=text] form button[type=submit]");
  await page.locator(".notice", { hasText: "zapisany" }).waitFor();
  await page.locator("#note").fill("Dopisane, gdzie sprawdzono.");
  await page.locator("section[aria-labelledby=acts] form button[type=submit]").first().click();
  await page.locator(".notice", { hasText: "opublikowany" }).waitFor();
  await until("readers have it", async () => (await get(`/v1${entryPath}`)).text.summary.includes("dwóch gminach"));
  await visit(page, entryPath);
  await page.locator("summary", { hasText: "Wersje wpisu" }).click();
  await page.locator(`a[href="${entryPath}/versions/2"]`).click();
  await arrive(page, "Co się zmieniło");
  assert.match(await page.locator("ins").first().textContent(), /Sprawdzona|dwóch/);
  await shot(page, "changes");
  await assertQuiet(page);
  await page.context().close();
});

test("a document in force counts towards the target; pictures have their tables beside them", async () => {
  const page = await openPage(browser);
  await signIn(page, editorAddress);
  await visit(page, "/editor/policies");
  await page.locator("main button", { hasText: "Dodaj dokument" }).click();
  await page.locator("form button[type=submit]").click();
  await page.locator(".errors a").first().waitFor();
  assert.ok((await errorsOf(page)).includes("#document"));
  await page.locator("#slug").fill(demo.slug);
  await page.locator("#document").fill("Strategia rozwiązywania problemów społecznych 2027–2032");
  await page.locator("#institution").fill("Gmina Kórnik");
  await page.locator("#place").fill("3021");
  await page.locator("#status").selectOption("IN_FORCE");
  await page.locator("#inForceOn").fill("2026-11-01");
  await page.locator("form summary").click();
  await page.locator("[id='files[0].title']").fill("Uchwała nr 17");
  await page.locator("[id='files[0].url']").fill("https://bip.example/uchwala-17.pdf");
  await page.locator("[id='files[0].copy']").setInputFiles({ name: "u.pdf", mimeType: "application/pdf", buffer: Buffer.from("abc") });
  const digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  await page.waitForFunction((wanted) => document.getElementById("files[0].sha256").value === wanted, digest);
  await shot(page, "editor-policy");
  await page.locator("form button[type=submit]").click();
  await page.locator(".notice", { hasText: "Zapisane" }).waitFor();
  await until("it counts", async () => (await get("/v1/impact")).policies.some(({ status, innovations }) => status === "IN_FORCE" && innovations === 1));
  await visit(page, "/policies?status=IN_FORCE");
  assert.ok((await page.locator("tbody").textContent()).includes(digest));
  await shot(page, "policies");
  const target = (await get("/v1/programmes")).programmes.reduce((sum, { policyTarget }) => sum + policyTarget, 0);
  for (const [language, scheme, width] of [["pl", "light", wide], ["en", "dark", narrow]]) {
    const reader = await openPage(browser, { language, scheme, width });
    await visit(reader, "/impact");
    assert.match(await reader.locator("section[aria-labelledby=policy] p").first().textContent(), new RegExp(`${target}.*1`, "s"));
    const { funnel } = await get("/v1/impact");
    const shown = await reader.locator("section[aria-labelledby=funnel] tbody tr td:nth-of-type(1)").allTextContents();
    assert.deepEqual(shown.map(Number), funnel.map(({ count }) => count));
    await reader.locator(".tile", { hasText: "wielkopolskie" }).click();
    await reader.locator("section[aria-labelledby=map] tbody", { hasText: "poznański" }).waitFor();
    await shot(reader, `impact-${language}-${scheme}-${width}`);
    await downloadsPictures(reader, ["funnel", "map", "time"]);
    await assertQuiet(reader);
    await reader.context().close();
  }
  await page.context().close();
});

test("calls and results are open data, as their call publishes them", async () => {
  const { calls } = await get("/data/calls.json");
  const call = calls.find(({ id }) => id === demo.callId);
  assert.deepEqual([call.submitted, call.recommended, call.onReserve], [62, 10, 0]);
  assert.ok(call.suppressed.includes("onReserve"), "3 are on the reserve list: too few to tell");
  assert.ok((await (await fetch(`${base}/data/calls.csv`)).text()).includes("\"<5\""));
  const { results } = await get(`/data/calls/${demo.callId}/results.json`);
  const { entries } = await get(`/v1/calls/${demo.callId}/results`);
  assert.deepEqual(results.map(({ number, points }) => [number, points]), entries.map(({ number, points }) => [number, points]));
  assert.deepEqual(results.map(({ applicant }) => applicant), entries.map(({ applicant }) => applicant));
  assert.equal((await fetch(`${base}/data/calls/01890a5d-ac96-774b-bcce-b302099a8057/results.csv`)).status, 404);
});

test("letters without an account: asked for, confirmed, read, ended", async () => {
  const address = `czytelnik-${Date.now()}@example.org`;
  const page = await openPage(browser, { width: narrow });
  await visit(page, "/news");
  await page.locator("#subscribe form button[type=submit]").click();
  await page.locator(".errors a").waitFor();
  assert.deepEqual(await errorsOf(page), ["#email"]);
  await page.locator("#email").fill(address);
  await page.locator("#topics-INNOVATIONS").uncheck();
  await page.locator("#subscribe form button[type=submit]").click();
  await page.locator("#subscribe .notice").waitFor();
  await shot(page, "news-asked-narrow");
  await visit(page, await linkTo(address, /\/subscription#token=[\w-]+/));
  await page.locator("main button").click();
  await page.locator(".facts").waitFor();
  await shot(page, "subscription-confirmed");
  await page.context().close();

  const editor = await openPage(browser);
  await signIn(editor, editorAddress);
  await visit(editor, "/editor/news");
  await editor.locator("form button[type=submit]").click();
  await editor.locator(".errors a").first().waitFor();
  assert.deepEqual(await errorsOf(editor), ["#title", "#text"]);
  await editor.locator("#title").fill("Spotkanie <b>sieci</b>");
  await editor.locator("#text").fill("Zapraszamy na herbatę.");
  await editor.locator("#startsAt").fill("2031-03-01T17:00");
  await editor.locator("#place").fill("Poznań, Ratajczaka 44");
  await editor.locator("form button[type=submit]").click();
  await editor.locator(".notice", { hasText: "Ogłoszone" }).waitFor();
  await shot(editor, "editor-news");
  await assertQuiet(editor, { refusals: 1 });
  await editor.context().close();

  const reader = await openPage(browser);
  await until("it is announced", async () => (await get("/v1/announcements?upcoming=true")).announcements.length > 0);
  await visit(reader, "/news");
  assert.match(await reader.locator("#upcoming ~ ul").textContent(), /Spotkanie <b>sieci<\/b>.*1 marca 2031, 17:00/s);
  await shot(reader, "news");
  await visit(reader, await linkTo(address, /\/unsubscribe#token=[\w-]+/));
  await reader.locator("main button").click();
  await reader.locator(".notice", { hasText: "usunęliśmy" }).waitFor();
  await shot(reader, "unsubscribed");
  await assertQuiet(reader);
  await reader.context().close();
});
