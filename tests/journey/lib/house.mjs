// What a journey needs around it, made through the public API as other people of the house would make it:
// an open call, applications, decisions. The journey itself goes through the pages.
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { base, demo } from "./settings.mjs";

const MINUTE = 60_000;

/** A client of the API as one account of the demo. */
export async function clientOf(email) {
  const signedIn = await ask("POST", "/v1/sessions", { email, password: demo.password });
  const token = signedIn.token;
  return {
    account: signedIn.account,
    get: (path) => ask("GET", path, undefined, token),
    post: (path, body = {}) => ask("POST", path, body, token),
    put: (path, body) => ask("PUT", path, body, token),
  };
}

async function ask(verb, path, body, token) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  const response = await fetch(base + path, {
    method: verb, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.ok(response.ok, `${verb} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

export const person = (role, number) => `${role}${String(number).padStart(2, "0")}@demo.wlacznik.example`;

export async function until(what, condition, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await wait(150)) {
    const value = await condition();
    if (value) return value;
  }
  return assert.fail(`${what} did not happen within ${seconds} s`);
}

const moment = (fromNow) => new Date(Date.now() + fromNow).toISOString();

let counter = 0;

/** Publishes a call with the demo's rules that is open now; `change` may alter its definition. */
export async function openCall(change = (definition) => definition) {
  const owner = await clientOf(demo.owner);
  const { definition } = await owner.get(`/v1/calls/${demo.callId}`);
  const code = `J${Date.now() % 1_000_000}-${++counter}`;
  const fresh = change({
    ...definition, code,
    title: { pl: `Nabór próbny ${code}`, en: `Rehearsal call ${code}` },
    fillFrom: moment(-2 * MINUTE), submitFrom: moment(-MINUTE), submitUntil: moment(3 * 24 * 60 * MINUTE),
    applicationsPerPerson: 0,
  });
  const call = await owner.post("/v1/calls", { definition: fresh });
  return owner.post(`/v1/calls/${call.id}/publish`);
}

/** Answers that fit the demo's form. */
export const answers = [
  { field: "title", text: "Ławka opowieści" },
  { field: "summary", text: "Seniorzy i młodzież spotykają się co tydzień i nagrywają rozmowy o okolicy." },
  { field: "problem", text: "Wiele starszych osób w gminie nie rozmawia z nikim przez kilka dni z rzędu." },
  { field: "novelty", text: "Kluby seniora działają w mieście; tu spotkanie przychodzi pod dom." },
  { field: "how", text: "Przenośna ławka z rejestratorem, dwoje prowadzących, pięć tematów rozmów." },
  { field: "recipients", text: "Osoby po 70. roku życia, które mieszkają same" },
  { field: "place", text: "3064011" },
  { field: "group-size", number: "20" },
  { field: "team", text: "Animatorka kultury i pielęgniarka środowiskowa, obie z tej gminy." },
  { field: "amount", number: "2500000" },
  { field: "declaration", choices: ["yes"] },
];

/** An application of the demo's applicant `number`, as far as `upTo`: "draft" or "submitted". */
export async function application(call, number, { upTo = "submitted", region = "30", list = answers } = {}) {
  const client = await clientOf(person("applicant", number));
  const members = [{ name: client.account.name, email: client.account.email }];
  const made = await client.post("/v1/applications", { callId: call.id, region, applicant: { type: "PERSON", members } });
  const saved = await client.put(`/v1/applications/${made.id}`, {
    version: made.version, applicant: made.applicant, answers: { list },
  });
  if (upTo === "submitted")
    await client.post(`/v1/applications/${made.id}/submit`, { version: saved.version });
  return { id: made.id, client };
}

/** Decides the formal check of one dossier, once it has arrived. */
export async function passFormalCheck(coordinator, call, applicationId) {
  const dossier = await until("the application reaches evaluation", async () => {
    const { dossiers } = await coordinator.get(`/v1/calls/${call.id}/dossiers?limit=500`);
    return dossiers.find((each) => each.applicationId === applicationId);
  });
  const items = call.definition.stages[0].formalItems.map(({ key }) => ({ item: key, answer: "YES" }));
  await coordinator.post(`/v1/dossiers/${dossier.applicationId}/formal-check`, { items });
}

/** Puts assessors of the demo (by number) on a call and gives out what is due. */
export async function giveOutCards(call, numbers, region = "30") {
  const owner = await clientOf(demo.owner);
  for (const number of numbers) {
    const { account } = await clientOf(person("assessor", number));
    await owner.put(`/v1/calls/${call.id}/assessors/${account.id}`, { maxCards: 50, regions: [region] });
  }
  await owner.post(`/v1/calls/${call.id}/assignments`);
}

/** The cards of a call that a client of an assessor has. */
export async function cardsOf(client, call) {
  const { cards } = await client.get("/v1/me/cards?limit=200");
  return cards.filter(({ callId }) => callId === call.id);
}
