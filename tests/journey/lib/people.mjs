// Signing in through the page, and getting about with the keyboard alone.
import assert from "node:assert/strict";
import { settled, visit } from "./browser.mjs";
import { demo } from "./settings.mjs";

export async function signIn(page, email, password = demo.password) {
  await visit(page, "/sign-in");
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  await page.locator("form button[type=submit]").click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  await settled(page);
}

/** Presses Tab until the focus is on what `selector` names; every stop on the way must be visible. */
export async function tabTo(page, selector, { limit = 80, key = "Tab" } = {}) {
  for (let press = 0; press < limit; press++) {
    await page.keyboard.press(key);
    const stop = await page.evaluate((wanted) => {
      const focused = document.activeElement;
      const box = focused.getBoundingClientRect();
      const style = getComputedStyle(focused);
      return {
        there: focused.matches(wanted),
        name: focused.outerHTML.slice(0, 120),
        visible: box.width > 0 && box.bottom > 0 && style.outlineStyle !== "none"
          && parseFloat(style.outlineWidth) >= 2,
      };
    }, selector);
    assert.ok(stop.visible, `the focus can be seen on ${stop.name}`);
    if (stop.there) return;
  }
  assert.fail(`${selector} is not reached within ${limit} presses of ${key}`);
}

/** Goes to an element with Tab and presses a key there. */
export async function press(page, selector, key = "Enter") {
  await tabTo(page, selector);
  await page.keyboard.press(key);
}

/** Waits until the page with this heading is open and has the focus on it. */
export async function arrive(page, heading) {
  await page.locator("h1", { hasText: heading }).waitFor();
  await settled(page);
}
