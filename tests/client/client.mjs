// A program that knows Włącznik by its openapi.json alone: types and paths are made by openapi-typescript, requests by
// openapi-fetch. The compiler checks this file against the contract (tsc), then it runs against a stack with the demo:
// signs in, reads, changes something by version, and is told what is wrong in the documented way.
import createClient from "openapi-fetch";

/** What of Node.js this needs; its types are a package of their own.
 * @type {{ argv: string[], exitCode?: number }} */
const process = /** @type {any} */ (globalThis).process;

/** @typedef {import("./generated/api").paths} paths */
/** @typedef {import("./generated/api").components["schemas"]["Problem"]} Problem */

const [url = "", email = "", password = "", callId = ""] = process.argv.slice(2);

/** @param {unknown} held @param {string} what */
function check(held, what) {
  console.log(`${held ? "ok" : "WRONG"}  ${what}`);
  if (!held) process.exitCode = 1;
}

/** @type {ReturnType<typeof createClient<paths>>} */
const nobody = createClient({ baseUrl: url });

const calls = await nobody.GET("/v1/calls", { params: { query: { limit: 10 } } });
check(calls.data?.calls?.some(({ id }) => id === callId), "what is public is read without an account");
const refused = await nobody.GET("/v1/me", {});
/** @type {Problem | undefined} */
const problem = refused.error;
check(refused.response.status === 401 && problem?.type === "/problems/sign-in-needed", "a refusal is a Problem of a documented type");
check((await fetch(new URL(problem?.type ?? "", url))).ok, "... which has a page");
const wrong = await nobody.POST("/v1/accounts", { body: { email: "x", name: "", password: "y" } });
check(wrong.error?.errors?.some(({ field }) => field === "email"), "... and names every bad field");

const session = await nobody.POST("/v1/sessions", { body: { email, password } });
check(session.response.status === 201 && session.data?.token, "signing in gives a token");
/** @type {ReturnType<typeof createClient<paths>>} */
const me = createClient({ baseUrl: url, headers: { Authorization: `Bearer ${session.data?.token}` } });
const account = await me.GET("/v1/me", {});
check(account.data?.email === email, "the token is of the account");
const found = await me.GET("/v1/dossiers", { params: { query: { callId, total: true, limit: 5, order: "DOSSIERS_BY_POINTS" } } });
const [first] = found.data?.dossiers ?? [];
check(first?.applicationId && (found.data?.total ?? 0) >= 5, "a coordinator's search has results and their number");
const next = await me.GET("/v1/dossiers", { params: { query: { callId, limit: 5, order: "DOSSIERS_BY_POINTS", cursor: found.data?.nextCursor } } });
check(next.data?.dossiers?.every(({ points = 0 }) => points <= (first?.points ?? 0)), "... and the next page follows");
const one = await me.GET("/v1/dossiers/{applicationId}", {
  params: { path: { applicationId: first?.applicationId ?? "" }, query: { fields: "number,state" } } });
check(one.data?.number === first?.number && Object.keys(one.data ?? {}).length === 2, "one of them by its address, with chosen fields");
const missing = await me.GET("/v1/dossiers/{applicationId}", {
  params: { path: { applicationId: "01890a5d-ac96-774b-bcce-b302099a8057" } } });
check(missing.response.status === 404 && missing.error?.type === "/problems/not-found", "what is not there is 404");
const ended = await me.DELETE("/v1/sessions/current", {});
check(ended.response.ok && (await me.GET("/v1/me", {})).response.status === 401, "signing out ends it");
