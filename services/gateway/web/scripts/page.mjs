import { readFile, writeFile } from "node:fs/promises";

export async function writePage(root, folder, assets) {
  const preload = assets.preload
    .map((font) => `<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin>`)
    .concat(assets.imports.map((script) => `<link rel="modulepreload" href="${script}">`))
    .join("\n");
  const page = (await readFile(`${root}src/index.html`, "utf8"))
    .replace("{{script}}", assets.script)
    .replace("{{style}}", assets.style)
    .replace("{{icon}}", assets.icon)
    .replace("{{preload}}", preload);
  await writeFile(`${folder}/index.html`, page);
}
