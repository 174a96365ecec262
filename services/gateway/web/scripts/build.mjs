// The whole build: types, bundle, page, licences, compressed forms, sizes. `dist` is replaced at the
// very end, so a build that fails leaves the last good one where it was.
import { spawnSync } from "node:child_process";
import { rename, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";
import { compressAll } from "./compress.mjs";
import { writeCard } from "./card.mjs";
import { writeExamples } from "./examples.mjs";
import { writeLicences } from "./licences.mjs";
import { writePage } from "./page.mjs";
import { writeReference } from "./reference.mjs";
import { checkSizes } from "./sizes.mjs";
import { generateTypes } from "./types.mjs";
import { writeWorker } from "./worker.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const fresh = `${root}node_modules/.dist`;

function checkTypes() {
  const compiler = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
  if (spawnSync(process.execPath, [compiler, "--noEmit"], { cwd: root, stdio: "inherit" }).status !== 0)
    throw new Error("The types do not fit.");
}

try {
  await generateTypes();
  checkTypes();
  await rm(fresh, { recursive: true, force: true });
  const assets = await bundle(root, fresh);
  await writePage(root, fresh, assets);
  await writeWorker(root, fresh);
  await writeReference(root, fresh);
  await writeExamples(fresh);
  await writeCard(fresh);
  await writeLicences(root, fresh);
  await compressAll(fresh);
  await checkSizes(fresh, assets);
  await rm(`${root}dist`, { recursive: true, force: true });
  await rename(fresh, `${root}dist`);
} catch (error) {
  console.error(`build: ${error.message}`);
  process.exitCode = 1;
}
