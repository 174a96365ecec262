// axe-core, run by the browser's debugger: the page's own policy allows no foreign script.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const source = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

function describe(violation) {
  const places = violation.nodes.slice(0, 5).map((node) => `    ${node.target.join(" ")}: ${node.failureSummary}`);
  return [`${violation.id}: ${violation.help}`, ...places].join("\n");
}

export async function assertAccessible(page) {
  await page.evaluate(source);
  const { violations } = await page.evaluate((values) =>
    window.axe.run(document, { runOnly: { type: "tag", values } }), tags);
  assert.equal(violations.map(describe).join("\n"), "");
}
