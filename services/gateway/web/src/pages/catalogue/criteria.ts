/* What somebody looks for in the catalogue, as it stands in the address: words and facets. */
import type { FacetValue } from "../../api/shapes";

export const facetKinds = ["THEME", "RECIPIENT_GROUP", "REGION", "REACH", "COST", "LICENCE", "EVIDENCE"] as const;

export type FacetKind = (typeof facetKinds)[number];

/** The API's names; the address has the same. */
export const facetNames = {
  THEME: "themes",
  RECIPIENT_GROUP: "recipientGroups",
  REGION: "regions",
  REACH: "reaches",
  COST: "costs",
  LICENCE: "licences",
  EVIDENCE: "evidenceLevels",
} as const satisfies Record<FacetKind, string>;

export interface Criteria {
  query: string;
  chosen: Readonly<Record<FacetKind, readonly string[]>>;
}

export function chosenBy(valuesOf: (kind: FacetKind) => readonly string[]): Criteria["chosen"] {
  return Object.fromEntries(facetKinds.map((kind) => [kind, valuesOf(kind)])) as unknown as Criteria["chosen"];
}

export function readCriteria(address: URLSearchParams): Criteria {
  return {
    query: address.get("q")?.trim().slice(0, 200) ?? "",
    chosen: chosenBy((kind) => address.getAll(facetNames[kind]).slice(0, 20)),
  };
}

export function hasFacets({ chosen }: Criteria): boolean {
  return facetKinds.some((kind) => chosen[kind].length > 0);
}

/** As the API asks for it. The casts of names that came from an address: the API refuses what it does not know. */
export function askedFor(criteria: Criteria) {
  const facets = Object.fromEntries(facetKinds.map((kind) => [facetNames[kind], criteria.chosen[kind]]));

  return { query: criteria.query, ...facets } as { query: string; themes: string[]; regions: string[] };
}

export function addressOfCriteria({ query, chosen }: Criteria): string {
  const address = new URLSearchParams(query ? { q: query } : {});

  for (const kind of facetKinds) for (const value of chosen[kind]) address.append(facetNames[kind], value);
  return address.size > 0 ? `/catalogue?${address}` : "/catalogue";
}

export function withFacet(criteria: Criteria, kind: FacetKind, value: string, on: boolean): Criteria {
  const others = criteria.chosen[kind].filter((each) => each !== value);

  return { ...criteria, chosen: { ...criteria.chosen, [kind]: on ? [...others, value] : others } };
}

/** The values to show: what was counted, and what is chosen although nothing has it. */
export function valuesOf(kind: FacetKind, facets: readonly FacetValue[], criteria: Criteria): { value: string; count: number }[] {
  const counted = facets.filter((each) => each.kind === kind && !each.value.endsWith("UNSPECIFIED"));
  const missing = criteria.chosen[kind].filter((value) => counted.every((each) => each.value !== value));

  return [...counted.map(({ value, count }) => ({ value, count })), ...missing.map((value) => ({ value, count: 0 }))];
}
