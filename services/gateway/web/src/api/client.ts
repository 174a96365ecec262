/* Requests typed by the contract: the compiler knows every path, its parameters and its answers. */
import type { paths } from "../generated/api";
import { noAnswer, problemOf } from "./problem";
import type { Received } from "./values";

type Verb = "get" | "post" | "put" | "delete";

type PathsWith<V extends Verb> = {
  [P in keyof paths]: paths[P] extends { [K in V]: { responses: unknown } } ? P : never;
}[keyof paths];

type Operation<V extends Verb, P extends PathsWith<V>> = paths[P][V];

type JsonOf<T> = T extends { content: { "application/json": infer Json } } ? Json : never;

type Answer<O> = O extends { responses: infer R } ? Received<JsonOf<R[keyof R]>> : never;

type ParametersIn<O, Where extends string> =
  O extends { parameters: { [W in Where]?: infer Given } } ? NonNullable<Given> : never;

type Input<O> =
  & ([ParametersIn<O, "path">] extends [never] ? unknown : { path: ParametersIn<O, "path"> })
  & ([ParametersIn<O, "query">] extends [never] ? unknown : { query?: ParametersIn<O, "query"> })
  & (O extends { requestBody: infer B } ? { body: JsonOf<B> } : unknown);

interface AnyInput {
  path?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

export function addressOf(template: string, input: AnyInput): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(input.path?.[name] ?? ""));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {}))
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined && each !== "") query.append(name, String(each));
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/* crypto.randomUUID is missing on plain-http hosts other than localhost. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0")).join("");
}

function headersFor(verb: Verb, input: AnyInput): Record<string, string> {
  const headers: Record<string, string> = {
    "Accept": "application/json",
    "Accept-Language": document.documentElement.lang,
  };
  if (verb !== "get") headers["Idempotency-Key"] = newKey();
  if (input.body !== undefined) headers["Content-Type"] = "application/json";
  return headers;
}

async function send(verb: Verb, template: string, input: AnyInput): Promise<unknown> {
  const request: RequestInit = { method: verb.toUpperCase(), headers: headersFor(verb, input) };
  if (input.body !== undefined) request.body = JSON.stringify(input.body);
  let response: Response;
  try {
    response = await fetch(addressOf(template, input), request);
  } catch {
    throw noAnswer();
  }
  const body = await jsonOf(response);
  if (!response.ok) throw problemOf(response.status, body);
  return body;
}

/* The one cast from what the wire brings to what the contract promises. */
function bind<V extends Verb>(verb: V) {
  return <P extends PathsWith<V>>(path: P, input: Input<Operation<V, P>>) =>
    send(verb, path, input as AnyInput) as Promise<Answer<Operation<V, P>>>;
}

/** Each throws a Problem when the answer is not a success, or when there is none. */
export const get = bind("get");
export const post = bind("post");
export const put = bind("put");
export const remove = bind("delete");
