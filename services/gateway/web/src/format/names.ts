/* Names that are made of addresses. */

/** "osoby-starsze" -> "Osoby starsze". */
export function nameOfSlug(slug: string): string {
  const words = slug.replaceAll("-", " ");
  return words.charAt(0).toLocaleUpperCase("pl") + words.slice(1);
}

/** What people write into one line -> slugs: "Osoby starsze, zdrowie" -> osoby-starsze, zdrowie. */
export function slugsOf(text: string): string[] {
  return text.split(",").map((each) => each.trim().toLocaleLowerCase("pl").replaceAll("ł", "l").normalize("NFD")
    .replaceAll(/\p{M}/gu, "").replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "")).filter(Boolean);
}
