/* Where somebody wanted to go before they were sent to the identity provider. */
const KEY = "wlacznik.next";

export function keepNext(next: string | null): void {
  try {
    if (next) sessionStorage.setItem(KEY, next);
    else sessionStorage.removeItem(KEY);
  } catch {
    /* Then they come to their own page. */
  }
}

export function takeNext(): string | null {
  try {
    const next = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return next;
  } catch {
    return null;
  }
}
