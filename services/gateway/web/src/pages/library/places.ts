/* Places of adoptions: the register's names, and where a voivodeship stands on the map of tiles. */
import { get } from "../../api/client";
import type { Option } from "../../parts/moreFields";

export interface Places {
  /** The name of a voivodeship or county; the code itself when the register has no such place. */
  nameOf: (code: string) => string;
  /** Counties below the name of their voivodeship, for a list to choose from. */
  groups: readonly (readonly [string, readonly Option[]])[];
}

let known: Promise<Places> | null = null;

async function ask(): Promise<Places> {
  const { places } = await get("/v1/places", {});
  const names = new Map(places.map(({ code, name }) => [code, name]));
  const groups = places.filter(({ code }) => code.length === 2).map(({ code, name }) => [name,
    places.filter((each) => each.code.length === 4 && each.code.startsWith(code))
      .map((each) => [each.code, each.name] as const)] as const);

  return { nameOf: (code) => names.get(code.slice(0, 4)) ?? names.get(code.slice(0, 2)) ?? code, groups };
}

/** Once a visit: the register changes once in years. */
export function loadPlaces(): Promise<Places> {
  known ??= ask().catch((error: unknown) => {
    known = null;
    throw error;
  });
  return known;
}

/** Column and row of each voivodeship: about where it is, each as large as the others, so that small
 * ones are seen and large ones do not shout. */
export const tiles: readonly (readonly [code: string, column: number, row: number])[] = [
  ["32", 0, 0], ["22", 1, 0], ["28", 2, 0], ["20", 3, 0],
  ["08", 0, 1], ["30", 1, 1], ["04", 2, 1], ["14", 3, 1],
  ["02", 0, 2], ["10", 1, 2], ["26", 2, 2], ["06", 3, 2],
  ["16", 0, 3], ["24", 1, 3], ["12", 2, 3], ["18", 3, 3],
];

/** 0 for none, else 1 to 4: how dark a tile is beside the one with the most. */
export function shadeOf(count: number, most: number): number {
  return count === 0 || most === 0 ? 0 : Math.max(1, Math.ceil((4 * count) / most));
}
