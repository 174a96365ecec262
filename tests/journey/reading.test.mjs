// Public pages without JavaScript, as search engines and social networks read them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertFits, launch, narrow, openPage, wide } from "./lib/browser.mjs";
import { openCall } from "./lib/house.mjs";
import { picture } from "./lib/picture.mjs";
import { base, demo } from "./lib/settings.mjs";

let browser, call;
before(async () => {
  browser = await launch();
  call = await openCall();
});
after(() => browser.close());

const read = (path, language = "pl") => fetch(base + path, { headers: { Accept: "text/html", "Accept-Language": language } });
const meta = (html, name) => new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)">`).exec(html)?.[1];

const pages = () => [
  ["front", "/", /^Pomysły/, call.definition.title.pl],
  ["call", `/calls/${demo.callId}`, /^Nabór I/, "Jak oceniamy"],
  ["results", `/calls/${demo.callId}/results`, /^Wyniki: Nabór I/, "Rekomendowane do grantu"],
  ["catalogue", "/catalogue", /^Katalog innowacji/, "Szukaj"],
  ["entry", `/catalogue/${demo.slug}`, /.+/, "Na czym polega"],
  ["impact", "/impact", /^Efekty/, "zgłoszone pomysły"],
  ["policies", "/policies", /^Innowacje w polityce/, "Strategie, programy"],
  ["news", "/news", /^Aktualności/, "Najbliższe wydarzenia"],
];

test("each has a title, a description, a card and its content in the first answer", async () => {
  for (const [name, path, title, content] of pages()) {
    const response = await read(path);
    const html = await response.text();
    assert.equal(response.status, 200, name);
    assert.match(response.headers.get("content-type"), /^text\/html/);
    assert.match(/<title>([^<]*) – Włącznik<\/title>/.exec(html)?.[1] ?? "", title, name);
    assert.ok(html.includes(content), `${name} has ${content}`);
    assert.ok(meta(html, "description")?.length > 20, `${name} has a description`);
    assert.match(meta(html, "og:title"), title);
    assert.ok(meta(html, "og:url").endsWith(path), meta(html, "og:url"));
    assert.ok(html.includes("<html lang=\"pl\">") && html.includes("type=\"module\""), "it is the client's page");
  }
  const english = await (await read(`/calls/${demo.callId}`, "en")).text();
  assert.ok(english.includes("<html lang=\"en\">") && english.includes("How it is assessed"));
});

test("what is not there is said with its status, and the client still starts", async () => {
  for (const path of ["/calls/0189aaaa-0000-7000-8000-000000000000", "/catalogue/nie-ma-takiej", `/calls/${call.id}/results`]) {
    const response = await read(path);
    assert.equal(response.status, 404, path);
    assert.match(await response.text(), /type="module"/);
  }
  const other = await read("/catalogue?temat=inny");
  assert.equal(other.status, 200, "words of the client's own in the address");
});

test("a text of a call cannot become markup", async () => {
  const evil = await openCall((definition) => ({ ...definition, title: { pl: "<script>alert(1)</script>\"><img src=x>", en: "" } }));
  const html = await (await read(`/calls/${evil.id}`)).text();
  assert.ok(!html.includes("<script>alert") && !html.includes("<img src=x>"));
  assert.ok(html.includes("&lt;script&gt;alert(1)"));
});

for (const [scheme, width] of [["light", wide], ["dark", narrow]])
  test(`they are read, found by search and followed without JavaScript, ${scheme}, ${width} px`, async () => {
    const page = await openPage(browser, { scheme, width, javaScriptEnabled: false, locale: "pl-PL" });
    for (const [name, path, title] of pages()) {
      await page.goto(path);
      assert.match(await page.title(), title);
      assert.equal(await page.locator("h1").count(), 1, name);
      await picture(page, `reading-${name}-${scheme}-${width}`);
    }
    await page.goto("/");
    await page.locator(`a[href="/calls/${call.id}"]`).click();
    await page.locator("h1", { hasText: call.definition.title.pl }).waitFor();
    await page.goto("/catalogue");
    await page.locator("#q").fill("ławka");
    await page.locator("form button").click();
    await page.locator(`a[href="/catalogue/${demo.slug}"]`).click();
    await page.waitForURL(`**/catalogue/${demo.slug}`);
    await page.context().close();
  });

test("axe finds nothing in what is read without JavaScript", async () => {
  for (const [, path] of pages()) {
    const html = (await (await read(path)).text()).replace(/<script[^>]*><\/script>/g, "").replaceAll(/<\/?noscript>/g, "");
    const page = await openPage(browser, { width: narrow });
    await page.route(`${base}${path}`, (route) => route.fulfill({ body: html, contentType: "text/html; charset=utf-8" }));
    await page.goto(path);
    await assertAccessible(page);
    await assertFits(page);
    await page.context().close();
  }
});
