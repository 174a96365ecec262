export type PathParameters = Readonly<Record<string, string>>;

/** Matches "/calls/:id" against "/calls/42" -> { id: "42" }; null when it does not fit. */
export function matchPath(pattern: string, path: string): PathParameters | null {
  const wanted = pattern.split("/");
  const given = path.replace(/(?<=.)\/$/, "").split("/");
  const found: Record<string, string> = {};

  if (wanted.length !== given.length) return null;
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":") && value !== "") found[part.slice(1)] = decoded(value);
    else if (part !== value) return null;
  }
  return found;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const HERE = "https://here.invalid";

/** `wanted` when it is a path of ours, else "/me": a sign-in link must not lead to a foreign site. Read as a browser
 *  reads it, which leaves out tabs and takes "/." away, so that what is looked at is where it leads. */
export function safeReturn(wanted: string | null): string {
  if (!wanted?.startsWith("/")) return "/me";
  try {
    const { origin, pathname, search, hash } = new URL(wanted, HERE);
    return origin === HERE && !pathname.startsWith("//") ? pathname + search + hash : "/me";
  } catch {
    return "/me";
  }
}
