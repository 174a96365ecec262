// The pages that everybody can open, with their titles in both languages.
import { demo } from "./settings.mjs";

export const languages = ["pl", "en"];
export const schemes = ["light", "dark"];

const call = `/calls/${demo.callId}`;
const catalogue = { pl: /^Katalog innowacji/, en: /^Catalogue of innovations/ };
const confirm = { pl: /^Potwierdź adres/, en: /^Confirm your/ };

export const pages = [
  { name: "front", path: "/", title: { pl: /^Pomysły.* – Włącznik$/, en: /^Ideas.* – Włącznik$/ } },
  { name: "call", path: call, title: { pl: /^Nabór I.* – Włącznik$/, en: /^Call I.* – Włącznik$/ } },
  { name: "results", path: `${call}/results`, title: { pl: /^Wyniki: .* – Włącznik$/, en: /^Results: .* – Włącznik$/ } },
  { name: "catalogue", path: "/catalogue", title: catalogue },
  { name: "entry", path: `/catalogue/${demo.slug}`, title: { pl: /.+ – Włącznik$/, en: /.+ – Włącznik$/ } },
  { name: "nothing-found", path: "/catalogue?q=xyzzyx", title: catalogue },
  { name: "impact", path: "/impact", title: { pl: /^Efekty/, en: /^Impact/ } },
  { name: "policies", path: "/policies", title: { pl: /^Innowacje w polityce/, en: /^Innovations in public/ } },
  { name: "news", path: "/news", title: { pl: /^Aktualności/, en: /^News/ } },
  { name: "subscription", path: "/subscription#token=unused", title: { pl: /^Potwierdź zapis/, en: /^Confirm your/ } },
  { name: "unsubscribe", path: "/unsubscribe#token=unused", title: { pl: /^Wypisz się/, en: /^Unsubscribe/ } },
  { name: "sign-in", path: "/sign-in", title: { pl: /^Zaloguj się/, en: /^Sign in/ } },
  { name: "register", path: "/register", title: { pl: /^Załóż konto/, en: /^Open an account/ } },
  { name: "confirm", path: "/confirm#token=unused", title: confirm },
  { name: "reset", path: "/reset", title: { pl: /^Nowe hasło/, en: /^A new password/ } },
  { name: "reset-by-link", path: "/reset#token=unused", title: { pl: /^Ustaw nowe/, en: /^Choose a new/ } },
  { name: "sign-in-link", path: "/sign-in-link#token=unused", title: { pl: /^Zaloguj się/, en: /^Sign in/ } },
  { name: "invitation", path: "/invitation#token=unused", title: { pl: /^Przyjmij/, en: /^Accept/ } },
  { name: "confirm-email", path: "/confirm-email#token=unused", title: confirm },
  { name: "confirm-without-token", path: "/confirm", title: confirm },
  { name: "not-found", path: "/no-such-page", title: { pl: /^Nie ma takiej/, en: /^There is no such/ } },
];
