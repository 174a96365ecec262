/* Says which field is empty: five times "this is required" tells nobody where. */
import type { Wording } from "../../parts/form";

/** `labels`: what each field is called on its page. */
export function namedWording(labels: Readonly<Record<string, string>>, missing: (label: string) => string): Wording {
  return ({ field, code, detail }) => {
    const label = labels[field];
    return [field, label && code === "required" ? missing(label) : detail];
  };
}
