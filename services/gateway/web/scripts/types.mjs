// openapi.json -> src/generated/api.ts. Moments, 64-bit integers and free-form identifiers are all
// strings in JSON; here the first two get types of their own, so that the compiler tells them apart.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import openapi, { astToString } from "openapi-typescript";
import ts from "typescript";

const root = new URL("../", import.meta.url);
const source = process.env.WLACZNIK_OPENAPI
  ?? fileURLToPath(new URL("../../../build/release/generated/openapi.json", root));
const generated = new URL("src/generated/", root);

const head = `// Generated from openapi.json by scripts/types.mjs.
import type { Integer64, Moment } from "../api/values";
`;

function named(name) {
  return ts.factory.createTypeReferenceNode(name);
}

function ownType(schema) {
  if (schema.format === "date-time") return named("Moment");
  if (schema.format === "int64" || schema.format === "uint64") return named("Integer64");
  return undefined;
}

async function readContract() {
  try {
    return JSON.parse(await readFile(source, "utf8"));
  } catch (error) {
    throw new Error(`${source} cannot be read (${error.message}). `
      + "Build the programs first, or name the file in WLACZNIK_OPENAPI.");
  }
}

export async function generateTypes() {
  const tree = await openapi(await readContract(), { transform: ownType, silent: true });
  await mkdir(generated, { recursive: true });
  await writeFile(new URL("api.ts", generated), head + astToString(tree));
}
