export const languages = ["pl", "en"] as const;

export type Language = (typeof languages)[number];

const stored = "wlacznik.language";

function isLanguage(value: string | null): value is Language {
  return languages.some((language) => language === value);
}

/** What the person chose before, or Polish. A browser that forbids storage only forgets the choice. */
export function rememberedLanguage(): Language {
  try {
    const value = localStorage.getItem(stored);
    return isLanguage(value) ? value : "pl";
  } catch {
    return "pl";
  }
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(stored, language);
  } catch {
    /* Then the next visit begins in Polish again. */
  }
}
