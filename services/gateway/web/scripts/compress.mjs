import { readdir, readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);
const compressible = /\.(html|css|js|json|svg|txt)$/;

async function compress(path) {
  const plain = await readFile(path);
  const parameters = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  await writeFile(`${path}.br`, await brotli(plain, { params: parameters }));
  await writeFile(`${path}.gz`, await deflate(plain, { level: constants.Z_BEST_COMPRESSION }));
}

// Fonts (woff2) are compressed already.
export async function compressAll(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  await Promise.all(entries.map((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return compressAll(path);
    return compressible.test(entry.name) ? compress(path) : undefined;
  }));
}
