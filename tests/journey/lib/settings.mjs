// What `run` was told, through the environment.
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

/** Where pictures of the pages go; undefined: none are taken. */
export const screenshots = process.env.JOURNEY_SCREENSHOTS;
