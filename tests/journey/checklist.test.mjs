// The failures that a real Polish application site admits in its own declaration (domain.md 3.2), one by one, on
// every public page; and how pages do at 200 %, without motion, on paper and on a slow line.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, assertQuiet, launch, openPage, settled, visit, wide } from "./lib/browser.mjs";
import { application, openCall, person, until } from "./lib/house.mjs";
import { pages } from "./lib/pages.mjs";
import { signIn, tabTo } from "./lib/people.mjs";
import { picture } from "./lib/picture.mjs";
import { demo, run } from "./lib/settings.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/* ---- errors are tied to their fields, and say what to do ---- */

const forms = [
  { path: "/register", submit: "main form button[type=submit]" },
  { path: "/deklaracja-dostepnosci", submit: "main form button[type=submit]" },
  { path: "/reset#token=unused", submit: "main form button[type=submit]" },
  { path: `/catalogue/${demo.slug}/adopt`, submit: "main form button[type=submit]", as: person("applicant", 42) },
];

async function refusedForm({ path, submit, as }) {
  const page = await openPage(browser);
  if (as) await signIn(page, as);
  await visit(page, path);
  await page.locator(submit).click();
  await page.locator(".errors").waitFor();
  return page;
}

for (const form of forms)
  test(`errors of ${form.path} are tied to their fields and say what to do`, async () => {
    const page = await refusedForm(form);
    const links = await page.locator(".errors a").evaluateAll((list) => list.map(({ hash, textContent }) => [hash, textContent]));
    assert.ok(links.length > 0, "the summary leads to fields");
    assert.ok(await page.evaluate(() => document.activeElement.matches(".errors")), "the summary has the focus");
    for (const [hash, text] of links) {
      const [told, invalid, exists] = await page.evaluate((id) => {
        const field = document.getElementById(id);
        const controls = field ? [field, ...field.querySelectorAll("input, select, textarea")] : [];
        const described = controls.flatMap((each) => (each.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
        return [described.map((each) => document.getElementById(each)?.textContent ?? ""),
          controls.some((each) => each.getAttribute("aria-invalid") === "true") || field?.tagName === "FIELDSET", field !== null];
      }, hash.slice(1));
      assert.ok(exists, `${hash} is on the page`);
      assert.ok(invalid, `${hash} is marked as wrong`);
      assert.ok(told.some((each) => each === text), `${hash} itself says: ${text}`);
      assert.match(text, /\p{L}+ \p{L}+/u, "more than a word: what to do");
    }
    await page.context().close();
  });

/* ---- everything by keyboard ---- */

/** Marks what a mouse can use; of a group of radio buttons one, because arrows reach the others. */
function markControls() {
  const seen = new Set();
  const wanted = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((each) => {
    const box = each.getBoundingClientRect();
    if (box.width === 0 || each.disabled || each.type === "hidden" || each.closest("[hidden], dialog:not([open])") || each.tabIndex < 0) return false;
    if (getComputedStyle(each).visibility !== "visible" || (each.closest("details:not([open])") && each.tagName !== "SUMMARY")) return false;
    if (each.type !== "radio") return true;
    const first = !seen.has(each.name);
    seen.add(each.name);
    return first;
  });
  wanted.forEach((each) => { each.dataset.wanted = "yes"; });
  return wanted.length;
}

test("everything that a mouse can use is reached with Tab, on every public page", async () => {
  const page = await openPage(browser);
  for (const { name, path } of pages) {
    await visit(page, path);
    const all = await page.evaluate(markControls);
    await page.evaluate(() => { document.activeElement.blur(); getSelection().removeAllRanges(); });
    for (let presses = 0; presses < all + 5; presses++) {
      await page.keyboard.press("Tab");
      await page.evaluate(() => delete document.activeElement.dataset.wanted);
    }
    const left = await page.locator("[data-wanted]").evaluateAll((list) => list.map(({ outerHTML }) => outerHTML.slice(0, 100)));
    assert.deepEqual(left, [], `${name}: not reached`);
  }
  await page.context().close();
});

/* ---- no riddles ---- */

test("no page asks anybody to prove that they are a person", async () => {
  const page = await openPage(browser);
  for (const path of ["/register", "/sign-in", "/reset", "/deklaracja-dostepnosci", "/news"]) {
    await visit(page, path);
    assert.equal(await page.locator("iframe, canvas, main form img").count(), 0, path);
    assert.doesNotMatch(await page.locator("main").innerHTML(), /captcha|robotem|robot\b/i, path);
  }
  await page.context().close();
});

/* ---- nothing by colour alone ---- */

test("what has a colour has words, too, and links in a text have a line under them", async () => {
  const page = await openPage(browser);
  for (const { name, path } of pages) {
    await visit(page, path);
    const silent = await page.locator("main :is(.tag, .status, .tile, .shade, .legend li, .task-state)").evaluateAll((list) =>
      list.filter((each) => each.textContent.trim() === "").map(({ outerHTML }) => outerHTML.slice(0, 100)));
    assert.deepEqual(silent, [], `${name}: a colour without words`);
    const bare = await page.locator("main p a:not(.button)").evaluateAll((list) => list.filter((each) => {
      const inText = [...each.parentElement.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim().length > 1);
      return inText && !getComputedStyle(each).textDecorationLine.includes("underline");
    }).map(({ outerHTML }) => outerHTML.slice(0, 100)));
    assert.deepEqual(bare, [], `${name}: a link known by its colour only`);
  }
  await page.context().close();
});

/* ---- what a file is, and how large ---- */

test("every file says its format, and how large it is where that is known", async () => {
  const page = await openPage(browser);
  let files = 0;
  for (const { name, path } of pages) {
    await visit(page, path);
    const links = await page.locator("main a[href]").evaluateAll((list) =>
      list.filter((each) => each.hasAttribute("download") || /\.(csv|json|jsonld|pdf|zip|docx?|xlsx?|epub|eml)($|\?)/.test(each.href))
        .map((each) => [each.getAttribute("href"), `${each.textContent} ${each.parentElement.textContent}`]));
    files += links.length;
    for (const [address, text] of links) assert.match(text, /CSV|JSON|PDF|ZIP|DOCX?|XLSX?|EPUB|DCAT|HTML/i, `${name}: ${address}`);
  }
  assert.ok(files > 3, `${files} files`);
  await page.context().close();
});

/* ---- titles ---- */

test("no two pages have the same title", async () => {
  const page = await openPage(browser);
  const titles = new Map();
  const twins = new Set(["confirm", "confirm-email", "confirm-without-token", "sign-in-link", "sign-in", "nothing-found", "catalogue"]);
  for (const { name, path } of pages) {
    await visit(page, path);
    const title = await page.title();
    assert.match(title, /^.{3,} – Włącznik$/, name);
    if (!twins.has(name)) assert.ok(!titles.has(title), `${name} and ${titles.get(title)}: ${title}`);
    titles.set(title, name);
  }
  await page.context().close();
});

/* ---- zoom, motion, paper ---- */

test("at 200 % everything is there, fits and is accessible", async () => {
  const page = await openPage(browser, { width: wide / 2, deviceScaleFactor: 2 });
  for (const { name, path } of pages) {
    await visit(page, path);
    await assertFits(page);
    await assertAccessible(page);
    await picture(page, `${name}-zoom-200`);
  }
  await page.context().close();
});

test("who wants no motion sees none", async () => {
  const page = await openPage(browser, { reducedMotion: "reduce" });
  for (const { name, path } of pages) {
    await visit(page, path);
    const moving = await page.evaluate(() => document.getAnimations().filter((each) => {
      const { duration, iterations } = each.effect?.getComputedTiming() ?? {};
      return Number(duration) * iterations > 10;
    }).length);
    assert.equal(moving, 0, name);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto", name);
  }
  await page.context().close();
});

test("on paper there is the content, dark on white, without menus", async () => {
  const page = await openPage(browser, { scheme: "dark" });
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  for (const { name, path } of pages) {
    await visit(page, path);
    assert.ok(await page.locator("main h1").isVisible(), name);
    assert.equal(await page.locator("header nav").isVisible(), false, `${name}: the menu`);
    await assertFits(page);
  }
  await page.context().close();
});

/* ---- a slow line, and one that breaks ---- */

test("on a slow line a draft is opened, written and saved", async () => {
  const call = await openCall();
  const { id, client } = await application(call, 41, { upTo: "draft" });
  const page = await openPage(browser, { width: 320 });
  await signIn(page, person("applicant", 41));
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  /* As the browser's own tools have "Slow 3G": 400 kbit/s with two seconds there and back. */
  await network.send("Network.emulateNetworkConditions", { offline: false, latency: 2000, downloadThroughput: 50_000, uploadThroughput: 50_000 });
  await visit(page, `/applications/${id}`);
  await page.locator(".tasks a[href*='/sections/']").first().click();
  await page.locator("main textarea, main input[type=text]").first().waitFor();
  await settled(page);
  await tabTo(page, "#field-title, #title, main input[type=text], main textarea");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Ławka na wolnym łączu");
  await page.locator(".save-state.saved").waitFor({ timeout: 60_000 });
  await until("the API has it", async () => {
    const { answers } = await client.get(`/v1/applications/${id}`);
    return answers.list.some(({ text }) => text === "Ławka na wolnym łączu");
  });
  await assertAccessible(page);
  await assertQuiet(page);
  await page.context().close();
});

test("a server that dies in the middle of a form comes back, and nothing is lost", async (t) => {
  if (!existsSync(join(run, "gateway.pid"))) return t.skip("the stack was not started by deploy/up");
  const call = await openCall();
  const { id, client } = await application(call, 43, { upTo: "draft" });
  const page = await openPage(browser);
  await signIn(page, person("applicant", 43));
  await visit(page, `/applications/${id}`);
  await page.locator(".tasks a[href*='/sections/']").first().click();
  await page.locator("#title").waitFor();
  await settled(page);
  for (const service of ["gateway", "intake"]) {
    process.kill(Number(readFileSync(join(run, `${service}.pid`), "utf8")), "SIGKILL");
    await page.locator("#title").fill(`Napisane, kiedy ${service} nie działał`);
    await page.locator(".save-state.saved").waitFor({ timeout: 60_000 });
    await until("the API has it", async () => {
      const { answers } = await client.get(`/v1/applications/${id}`).catch(() => ({ answers: { list: [] } }));
      return answers.list.some(({ text }) => text === `Napisane, kiedy ${service} nie działał`);
    }, 60);
  }
  await page.context().close();
});

test("who reads with the mouse alone or on a phone finds targets of 24 px or more", async () => {
  const page = await openPage(browser, { width: 320, hasTouch: true });
  for (const { name, path } of pages) {
    await visit(page, path);
    const small = await page.locator("main :is(button, select, input:not([type=hidden]):not([type=radio]):not([type=checkbox]))").evaluateAll((list) =>
      list.map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
        .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24)).map(([html]) => html));
    assert.deepEqual(small, [], name);
  }
  await page.context().close();
});

