/* Numbers as people type them. */

/** Hundredths, of zloty or of points: "1 250,5" -> 125050n; null when it is no amount. */
export function parseHundredths(text: string): bigint | null {
  const plain = text.replace(/zł|pln/i, "").replaceAll(/[\s\u00a0\u202f]/g, "");
  const found = /^(\d{1,15})(?:[.,](\d{1,2}))?$/.exec(plain);
  if (!found) return null;
  return BigInt(found[1] ?? "0") * 100n + BigInt((found[2] ?? "").padEnd(2, "0"));
}

/** "1 250" -> 1250n; null when it is no whole number. */
export function parseWhole(text: string): bigint | null {
  const plain = text.replaceAll(/[\s\u00a0\u202f]/g, "");
  return /^-?\d{1,18}$/.test(plain) ? BigInt(plain) : null;
}
