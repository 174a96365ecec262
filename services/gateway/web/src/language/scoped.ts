/* Words that only some pages need come with those pages, so that a reader does not fetch an office's. */
import { useLanguage } from "./context";
import type { Language } from "./languages";

export type Scoped<T> = Readonly<Record<Language, T>>;

export function useScoped<T>(texts: Scoped<T>): T {
  return texts[useLanguage().language];
}
