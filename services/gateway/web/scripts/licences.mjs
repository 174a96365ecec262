import { readFile, writeFile } from "node:fs/promises";

// What is shipped to browsers, and so must bring its licence along.
const shipped = ["preact", "@fontsource/atkinson-hyperlegible", "swagger-ui-dist"];

export async function writeLicences(root, folder) {
  const texts = await Promise.all(shipped.map(async (name) => {
    const { version } = JSON.parse(await readFile(`${root}node_modules/${name}/package.json`, "utf8"));
    return `${name} ${version}\n\n${await readFile(`${root}node_modules/${name}/LICENSE`, "utf8")}`;
  }));
  await writeFile(`${folder}/licences.txt`, texts.join(`\n${"-".repeat(72)}\n\n`));
}
