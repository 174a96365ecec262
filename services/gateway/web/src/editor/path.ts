/* Places in a definition, named as the API names them: "stages[0].form.sections[1].label.pl". */

type Step = string | number;
type Bag = Record<Step, unknown>;

export function stepsOf(path: string): Step[] {
  return path === "" ? [] : path.split(".").flatMap((part) => {
    const [name = "", ...indices] = part.split("[");
    return [...(name ? [name] : []), ...indices.map((index) => Number(index.slice(0, -1)))];
  });
}

export function getAt(root: unknown, path: string): unknown {
  return stepsOf(path).reduce<unknown>((found, step) =>
    typeof found === "object" && found !== null ? (found as Bag)[step] : undefined, root);
}

/** Sets a value in `root`, which changes. Undefined takes it out; a parent that is not there is made only
 * for a value. */
export function setAt(root: object, path: string, value: unknown): void {
  const steps = stepsOf(path);
  const last = steps.pop();
  let place = root as Bag;

  if (last === undefined) return;
  for (const step of steps) {
    if (typeof place[step] !== "object" || place[step] === null) {
      if (value === undefined) return;
      place[step] = {};
    }
    place = place[step] as Bag;
  }
  if (value === undefined) delete place[last];
  else place[last] = value;
}

/** What follows `base` in `path`; null when `path` lies elsewhere. */
export function within(path: string, base: string): string | null {
  if (base === "") return path;
  if (path === base) return "";
  return path.startsWith(`${base}.`) || path.startsWith(`${base}[`) ? path.slice(base.length).replace(/^\./, "") : null;
}
