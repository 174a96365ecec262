import { copyFile, mkdir } from "node:fs/promises";

// The page under /api, where people read what /openapi.json says: Swagger UI's own files beside ours, all
// from this house, because the content policy allows nothing else.
const page = ["index.html", "reference.css", "reference.js"];
const viewer = ["swagger-ui.css", "swagger-ui-bundle.js"];

export async function writeReference(root, folder) {
  const target = `${folder}/api`;

  await mkdir(target, { recursive: true });
  await Promise.all([
    ...page.map((name) => copyFile(`${root}src/reference/${name}`, `${target}/${name}`)),
    ...viewer.map((name) => copyFile(`${root}node_modules/swagger-ui-dist/${name}`, `${target}/${name}`)),
  ]);
}
