import type { FacetValue } from "../../api/shapes";
import { nameOfSlug } from "../../format/names";
import { formatCount } from "../../format/numbers";
import { regionName } from "../../format/regions";
import { useLanguage } from "../../language/context";
import type { Texts } from "../../texts/pl";
import { facetKinds, valuesOf, withFacet, type Criteria, type FacetKind } from "./criteria";

/* Beyond these a list is work to read. */
const SHOWN = 12;

export function facetValueName(kind: FacetKind, value: string, texts: Texts): string {
  if (kind === "REGION") return regionName(value);
  if (kind === "LICENCE") return value;
  if (kind === "THEME" || kind === "RECIPIENT_GROUP") return nameOfSlug(value);
  return texts.facets.value[value] ?? value;
}

interface Props {
  facets: readonly FacetValue[];
  criteria: Criteria;
  onChange: (next: Criteria) => void;
}

function Group({ kind, facets, criteria, onChange }: Props & { kind: FacetKind }) {
  const { language, texts } = useLanguage();
  const values = valuesOf(kind, facets, criteria).slice(0, SHOWN);
  const own = kind === "REACH" || kind === "COST" || kind === "EVIDENCE";

  if (values.length === 0) return null;
  return (
    <fieldset>
      <legend>{texts.facets.kind[kind]}</legend>
      {values.map(({ value, count }) => (
        <div class="choice" key={value}>
          <input type="checkbox" id={`${kind}-${value}`} checked={criteria.chosen[kind].includes(value)}
            onChange={(event) => onChange(withFacet(criteria, kind, value, event.currentTarget.checked))} />
          <label for={`${kind}-${value}`}>
            <span lang={own ? undefined : "pl"}>{facetValueName(kind, value, texts)}</span>
            {" "}<span class="quiet">({formatCount(count, language)})</span>
          </label>
        </div>
      ))}
    </fieldset>
  );
}

/** The facets of what was found; each says how many there would be. */
export function Facets(props: Props) {
  const { texts } = useLanguage();

  return (
    <section class="facet-list" aria-labelledby="narrow">
      <h2 id="narrow">{texts.facets.title}</h2>
      {facetKinds.map((kind) => <Group key={kind} kind={kind} {...props} />)}
    </section>
  );
}
