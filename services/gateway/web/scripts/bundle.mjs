import { basename } from "node:path";
import { build } from "esbuild";

// The gateway lets browsers keep /assets/NAME-DIGEST.* for ever, so every name here has its digest.
const options = {
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  target: ["chrome111", "firefox114", "safari16.4"],
  loader: { ".woff2": "file", ".svg": "copy" },
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

function find(names, pattern) {
  const name = names.find((candidate) => pattern.test(candidate));
  if (!name) throw new Error(`The bundle has no file like ${pattern}.`);
  return `/assets/${name}`;
}

/* What the browser needs besides the first script before it can run it: chunks shared with lazy pages. */
function importedBy(outputs, start) {
  const found = new Set();
  const waiting = [start];
  for (let path = waiting.pop(); path; path = waiting.pop())
    for (const { path: next, kind } of outputs[path].imports)
      if (kind === "import-statement" && !found.has(next)) {
        found.add(next);
        waiting.push(next);
      }
  return [...found].map((path) => `/assets/${basename(path)}`);
}

export async function bundle(root, folder) {
  const { metafile } = await build({
    ...options,
    absWorkingDir: root,
    entryPoints: ["src/main.tsx", "src/mark.svg"],
    outdir: `${folder}/assets`,
  });
  const names = Object.keys(metafile.outputs).map((name) => basename(name));
  const first = Object.keys(metafile.outputs).find((path) => metafile.outputs[path].entryPoint === "src/main.tsx");
  return {
    imports: importedBy(metafile.outputs, first),
    script: find(names, /^main-.*\.js$/),
    style: find(names, /^main-.*\.css$/),
    icon: find(names, /^mark-.*\.svg$/),
    fonts: names.filter((name) => name.endsWith(".woff2")).map((name) => `/assets/${name}`),
    preload: [find(names, /-latin-400-/), find(names, /-latin-ext-400-/)],
  };
}
