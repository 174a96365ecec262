import { mkdir, readdir, copyFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../../../intake/examples/", import.meta.url));

/* The calls that ship with the programs, for the editor to begin with. */
export async function writeExamples(folder) {
  await mkdir(`${folder}/examples`, { recursive: true });
  const names = (await readdir(source)).filter((name) => name.endsWith(".json"));
  await Promise.all(names.map((name) => copyFile(source + name, `${folder}/examples/${name}`)));
}
