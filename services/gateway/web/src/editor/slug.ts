/* Keys: what the house calls a thing, made from what people call it. They never change afterwards, because
 * answers, scores and conditions hang on them. */

const KEY_MAX = 40;
const own: Readonly<Record<string, string>> = { ł: "l", Ł: "l", ß: "ss" };

function plain(label: string): string {
  return label.replaceAll(/[łŁß]/g, (letter) => own[letter] ?? "").normalize("NFD").replaceAll(/\p{M}/gu, "")
    .toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "");
}

/** "Odbiorcy i ich liczba" -> "odbiorcy-i-ich-liczba", with a number behind it where that is taken. */
export function keyFor(label: string, taken: ReadonlySet<string>, otherwise = "x"): string {
  const base = plain(label).slice(0, KEY_MAX - 3).replace(/-+$/, "") || otherwise;
  if (!taken.has(base)) return base;
  for (let number = 2; ; number++)
    if (!taken.has(`${base}-${number}`)) return `${base}-${number}`;
}
