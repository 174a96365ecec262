/* A thing of a definition on a page of its own: what is typed about it saves itself, and merges entry by
 * entry with what others write about the same thing. */
import { useMemo } from "preact/hooks";
import { Problem } from "../api/problem";
import type { Call, CallDefinition } from "../api/shapes";
import type { Remote } from "../drafts/autosave";
import { begin, useAutosave, type Autosave, type Beginning } from "../drafts/useAutosave";
import type { Language } from "../language/languages";
import type { Desk, Held } from "./desk";
import { applyValues, entryAt, plainValues, valuesOf, type Entry, type Values } from "./entries";
import { getAt, within } from "./path";

export interface Piece {
  desk: Desk;
  /** Of this thing in this call. */
  name: string;
  held: Held;
  /** Where the thing is now; undefined: somebody took it out. */
  locate: (definition: CallDefinition) => string | undefined;
  entries: readonly Entry[];
  beginning: Beginning<Values>;
}

function thingIn(definition: CallDefinition, locate: Piece["locate"]): object {
  const path = locate(definition);
  const found = path === undefined ? undefined : getAt(definition, path);
  if (typeof found !== "object" || found === null) throw new Problem(404, "gone", "");
  return found;
}

/** Throws a Problem with 404 when there is no such thing. */
export async function beginPiece(desk: Desk, what: string, locate: Piece["locate"],
  entriesFor: (definition: CallDefinition, call: Call) => readonly Entry[], language: Language): Promise<Piece> {
  const name = `${desk.revising ? "revision" : "call"} ${desk.call.id} ${what}`;
  const held = await desk.load();
  const thing = thingIn(held.definition, locate);
  const entries = entriesFor(held.definition, desk.call);
  const beginning = await begin<Values>(name, { values: valuesOf(entries, thing, language), version: held.version },
    (values) => plainValues(entries, values, language));
  return { desk, name, held, locate, entries, beginning };
}

export function remoteOf({ desk, held, locate, entries }: Piece, language: Language): Remote<Values> {
  let { definition } = held;

  return {
    plain: (values) => plainValues(entries, values, language),
    save: async (values, version) => {
      const next = structuredClone(definition);
      applyValues(entries, values, thingIn(next, locate));
      const saved = await desk.save(next, version);
      definition = next;
      return saved;
    },
    load: async () => {
      const newer = await desk.load();
      definition = newer.definition;
      return { values: valuesOf(entries, thingIn(definition, locate), language), version: newer.version };
    },
    held: (values) => applyValues(entries, values, structuredClone(thingIn(definition, locate))),
    keyOf: (field) => {
      const path = within(field, "definition");
      const inside = path === null ? null : within(path, locate(definition) ?? "");
      return (inside !== null && entryAt(entries, inside)?.key) || "";
    },
  };
}

export function usePiece(piece: Piece, language: Language): Autosave<Values> {
  const remote = useMemo(() => remoteOf(piece, language), [piece.name]);
  return useAutosave<Values>(piece.name, piece.beginning, remote);
}
