/* What becomes of a text that two wrote at the same time: two people, two windows, or one without a
 * connection. Compared value by value, so that only what both changed is a question for a person. */

export type Values = Readonly<Record<string, unknown>>;

export interface Conflict {
  key: string;
  mine: unknown;
  theirs: unknown;
}

export interface Merged<V extends Values> {
  values: V;
  conflicts: Conflict[];
}

export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

export function sameValues(a: Values, b: Values): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
}

/** `mine` and `theirs` both come from `base`. In a conflict the merged values keep mine. */
export function merge<V extends Values>(base: V, mine: V, theirs: V): Merged<V> {
  const values: Record<string, unknown> = {};
  const conflicts: Conflict[] = [];

  for (const key of new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)])) {
    const mineChanged = !same(mine[key], base[key]);
    const theirsChanged = !same(theirs[key], base[key]);
    values[key] = mineChanged ? mine[key] : theirs[key];
    if (mineChanged && theirsChanged && !same(mine[key], theirs[key]))
      conflicts.push({ key, mine: mine[key], theirs: theirs[key] });
  }
  return { values: values as V, conflicts };
}
