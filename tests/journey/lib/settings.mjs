// What `run` was told, through the environment.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; start the tests with tests/journey/run`);
  return value;
}

export const base = new URL(required("JOURNEY_URL")).origin;
const demoFile = required("JOURNEY_DEMO_RESULT");

/** What the demo left: callId, slug, applicant, assessor, password. */
export const demo = JSON.parse(readFileSync(demoFile, "utf8"));

/** Where the messages of the stack are, as files: beside the demo's result, in the data directory. */
export const mail = join(dirname(demoFile), "mail");

/** Where deploy/up keeps the ids of its processes. */
export const run = join(dirname(demoFile), "run");

/** Runs SQL in a service's database, as its own role; the answer's lines. For what no API may do. */
export function sql(service, statement) {
  const role = `wlacznik_${service}`;
  return execFileSync("psql", ["-h", run, "-U", role, "-d", role, "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", statement], { encoding: "utf8" })
    .split("\n").filter(Boolean);
}

/** Where pictures of the pages go; undefined: none are taken. */
export const screenshots = process.env.JOURNEY_SCREENSHOTS;
