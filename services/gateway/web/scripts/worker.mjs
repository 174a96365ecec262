import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { build } from "esbuild";

/* The version is that of the files, so a browser that has them all fetches nothing. */
export async function writeWorker(root, folder) {
  const assets = (await readdir(`${folder}/assets`)).sort().map((name) => `/assets/${name}`);
  const files = ["/index.html", ...assets];
  const version = createHash("sha256").update(files.join()).digest("hex").slice(0, 16);
  await build({
    absWorkingDir: root,
    entryPoints: ["src/service-worker.ts"],
    outfile: `${folder}/service-worker.js`,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome111", "firefox114", "safari16.4"],
    define: { FILES: JSON.stringify(files), VERSION: JSON.stringify(version) },
    logLevel: "warning",
  });
}
