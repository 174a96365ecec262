import { mkdir } from "node:fs/promises";
import { screenshots } from "./settings.mjs";

export async function picture(page, name) {
  if (!screenshots) return;
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
}
