/* Voivodeships and counties by name. What an answer holds is the TERYT code; a commune's seven digits can be
 * typed as they are. Pure but for the loading. */
import { get } from "../api/client";
import { voivodeships } from "../format/regions";

export interface Place {
  code: string;
  name: string;
}

let known: Promise<Place[]> | null = null;

export function loadPlaces(): Promise<Place[]> {
  known ??= get("/v1/places", {}).then(({ places }) => places).catch((error: unknown) => {
    known = null;
    throw error;
  });
  return known;
}

/* From 61 on a county's number is that of a city with its rights. */
const FIRST_CITY = 61;

/** "powiat poznański, wielkopolskie", "Poznań, wielkopolskie", "województwo wielkopolskie". */
export function placeLabel({ code, name }: Place): string {
  const region = voivodeships[code.slice(0, 2)] ?? code.slice(0, 2);
  if (code.length === 2) return `województwo ${region}`;
  return `${Number(code.slice(2, 4)) < FIRST_CITY ? "powiat " : ""}${name}, ${region}`;
}

/** The place of a code; of a commune's the county that it lies in. */
export function placeOf(code: string, places: readonly Place[]): Place | undefined {
  return places.find((place) => place.code === code)
    ?? (code.length === 7 ? places.find((place) => place.code === code.slice(0, 4)) : undefined);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll("ł", "l").normalize("NFD").replaceAll(/\p{M}/gu, "").trim();
}

const MOST = 8;

/** Places whose name begins like that before those that only contain it; Polish letters may be left out. */
export function findPlaces(text: string, places: readonly Place[]): Place[] {
  const wanted = plain(text);
  if (wanted === "" || /^\d/.test(wanted)) return [];
  const named = places.map((place) => ({ place, name: plain(place.name), label: plain(placeLabel(place)) }));
  const starts = named.filter(({ name }) => name.startsWith(wanted));
  const others = named.filter((each) => !starts.includes(each) && each.label.includes(wanted));
  return [...starts, ...others].slice(0, MOST).map(({ place }) => place);
}
