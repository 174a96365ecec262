// Debian's Chromium, and pages that watch themselves.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { base } from "./settings.mjs";

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const narrow = 320;
export const wide = 1280;

export function launch() {
  return chromium.launch({ executablePath: process.env.JOURNEY_CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

function watch(page) {
  const seen = { foreign: [], errors: [] };
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol) && url.origin !== base) seen.foreign.push(request.url());
  });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") seen.errors.push(message.text());
  });
  return seen;
}

/** A page of its own browser context (own cookies and storage), in a language, a scheme and a width. */
export async function openPage(browser, { language = "pl", scheme = "light", width = wide, ...options } = {}) {
  const context = await browser.newContext({
    baseURL: base,
    colorScheme: scheme,
    viewport: { width, height: 900 },
    reducedMotion: "reduce",
    acceptDownloads: true,
    ...options,
  });
  await context.addInitScript((chosen) => {
    if (!localStorage.getItem("wlacznik.language")) localStorage.setItem("wlacznik.language", chosen);
  }, language);
  await context.addInitScript(() => {
    window.violations = [];
    addEventListener("securitypolicyviolation", (event) =>
      window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  const page = await context.newPage();
  page.seen = watch(page);
  return page;
}

/** Goes to a path and waits until everything that it loads is shown. */
export async function visit(page, path) {
  await page.goto(path, { waitUntil: "load" });
  await settled(page);
}

export async function settled(page) {
  await page.locator("main h1").waitFor();
  await page.waitForFunction(() => !document.querySelector(".loading"));
  await page.evaluate(() => document.fonts.ready);
}

/** Nothing came from another host, nothing was forbidden by our own policy, nothing failed. */
export async function assertQuiet(page, { refusals = 0 } = {}) {
  const answers = page.seen.errors.filter((text) => text.startsWith("Failed to load resource"));
  const errors = page.seen.errors.filter((text) => !text.startsWith("Failed to load resource"));

  assert.deepEqual(page.seen.foreign, [], "requests to other hosts");
  assert.deepEqual(await page.evaluate(() => window.violations), [], "violations of the content policy");
  assert.deepEqual(errors, [], "errors in the console");
  assert.equal(answers.length, refusals, `refused requests: ${answers.join("; ")}`);
}

/** Nothing makes the page scroll sideways. */
export async function assertFits(page) {
  const [content, window] = await page.evaluate(() =>
    [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(content <= window, `${content} px of content in ${window} px`);
}
