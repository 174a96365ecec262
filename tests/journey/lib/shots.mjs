// What every page of a journey is held against while it is pictured: axe, no sideways scrolling, both languages.
import { assertAccessible } from "./axe.mjs";
import { assertFits, settled } from "./browser.mjs";
import { picture } from "./picture.mjs";

async function speak(page, language) {
  if (await page.locator("html").getAttribute("lang") === language) return;
  await page.locator(`.languages button[lang=${language}]`).click();
  await page.locator(`html[lang=${language}]`).waitFor();
  await settled(page);
}

/** `journey`: what the pictures' names begin with. */
export function shots(journey) {
  const shot = async (page, name) => {
    await assertAccessible(page);
    await assertFits(page);
    await picture(page, `${journey}-${name}`);
  };

  /** The page as it stands in the other language, and back. */
  const shotInBoth = async (page, name) => {
    const first = await page.locator("html").getAttribute("lang");
    for (const language of first === "pl" ? ["pl", "en"] : ["en", "pl"]) {
      await speak(page, language);
      await shot(page, `${name}-${language}`);
    }
    await speak(page, first);
  };

  return { shot, shotInBoth };
}
