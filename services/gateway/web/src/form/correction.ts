/* What a correction opens: the fields that were named, and those that an answer to one of them may bring up.
 * Pure; whether a change is allowed is decided by the API. */
import type { Conditions, FormSection } from "../api/shapes";

function asksOf(conditions: Conditions | undefined, keys: ReadonlySet<string>): boolean {
  return conditions?.list.some(({ field }) => keys.has(field)) ?? false;
}

export function openFields(sections: readonly FormSection[], named: readonly string[]): Set<string> {
  const open = new Set(named);

  for (const section of sections)
    for (const field of section.fields)
      if (asksOf(section.visibleIf, open) || asksOf(field.visibleIf, open)) open.add(field.key);
  return open;
}
