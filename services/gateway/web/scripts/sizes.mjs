import { stat } from "node:fs/promises";

// Everything that a browser may fetch before the first page is whole, as it goes over the wire.
const LIMIT = 150_000;

async function sent(folder, path) {
  const sizes = await Promise.all([path, `${path}.br`].map((name) =>
    stat(folder + name).then((file) => file.size, () => Infinity)));
  return Math.min(...sizes);
}

function row(name, bytes) {
  return `  ${name.padEnd(58)} ${String(bytes).padStart(7)} B`;
}

export async function checkSizes(folder, assets) {
  const paths = ["/index.html", assets.script, ...assets.imports, assets.style, assets.icon, ...assets.fonts];
  const sizes = await Promise.all(paths.map((path) => sent(folder, path)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log("First page, compressed:");
  paths.forEach((path, index) => console.log(row(path, sizes[index])));
  console.log(row(`total (limit ${LIMIT})`, total));
  if (total > LIMIT) throw new Error("The first page is too large.");
}
