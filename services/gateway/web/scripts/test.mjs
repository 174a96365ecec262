// The rules of the client (no browser): bundles test/ so that Node, which reads no TypeScript, runs it.
import { spawnSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = `${root}node_modules/.test`;
const names = (await readdir(`${root}test`)).filter((name) => name.endsWith(".test.mjs"));

await build({
  absWorkingDir: root,
  entryPoints: names.map((name) => `test/${name}`),
  outdir: folder,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
});

// Each in a process of its own, without --test: Node 18's runner sometimes loses what its children say.
for (const name of names)
  if (spawnSync(process.execPath, [`${folder}/${name}`], { cwd: root, stdio: "inherit" }).status !== 0)
    process.exitCode = 1;
