// openapi.json is a description that tools can rely on, by Redocly's recommended rules: node openapi.mjs FILE.
// The library and not the command line program: that one brings a hundred packages and wants a newer Node.
import { createConfig, formatProblems, lint } from "@redocly/openapi-core";

// The licence is the house's to choose and not yet chosen.
const config = await createConfig({ extends: ["recommended"], rules: { "info-license": "off" } });
const problems = await lint({ ref: process.argv[2], config });

if (problems.length > 0)
  formatProblems(problems, { format: "stylish", totals: { errors: 0, warnings: 0, ignored: 0 }, version: "" });
console.log(`${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
