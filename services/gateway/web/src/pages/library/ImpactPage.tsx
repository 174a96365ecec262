/* The numbers of the programme: each picture has its table beside it. */
import { get } from "../../api/client";
import type { Impact } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { LoadedPage } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { library } from "../../texts/library";
import { PublicTargets } from "../targets/PublicTargets";
import { Funnel } from "./Funnel";
import { Months } from "./Months";
import { PlaceMap } from "./PlaceMap";
import { loadPlaces } from "./places";

async function load() {
  const [impact, places, { programmes }, { indicators }] = await Promise.all([
    get("/v1/impact", { query: {} }), loadPlaces(), get("/v1/programmes", {}), get("/v1/indicators", { query: {} })]);

  return { impact, places, programmes, indicators, target: programmes.reduce((sum, { policyTarget }) => sum + policyTarget, 0) };
}

function PolicySection({ impact, target }: { impact: Impact; target: number }) {
  const { impact: words } = useScoped(library);
  const inForce = impact.policies.find(({ status }) => status === "IN_FORCE")?.innovations ?? 0;

  return (
    <section aria-labelledby="policy">
      <h2 id="policy">{words.policy}</h2>
      <p>{words.target(inForce, target)}</p>
      {target > 0 && (
        <svg class="progress" width="100%" height="18" aria-hidden="true" focusable="false">
          <rect class="track" width="100%" height="18" rx="4" />
          <rect class="fill" width={`${Math.min(100, (100 * inForce) / target)}%`} height="18" rx="4" />
        </svg>
      )}
      <p><a href="/policies">{words.policies}</a></p>
    </section>
  );
}

function OpenData() {
  const { impact: words } = useScoped(library);

  return (
    <section aria-labelledby="data">
      <h2 id="data">{words.data}</h2>
      <p>{words.dataLead}</p>
      <ul>{Object.entries(words.files).map(([address, name]) => <li key={address}><a href={address}>{name}</a></li>)}</ul>
    </section>
  );
}

export function ImpactPage() {
  const { impact: words } = useScoped(library);
  const loaded = useResource("impact", load);

  return (
    <LoadedPage resource={loaded}>
      {({ impact, places, programmes, indicators, target }) => (
        <Page title={words.title}>
          <p class="lead">{words.lead}</p>
          <PublicTargets indicators={indicators} programmes={programmes} />
          <Funnel steps={impact.funnel} />
          <PlaceMap counts={impact.places} places={places} />
          <Months months={impact.months} />
          <PolicySection impact={impact} target={target} />
          <OpenData />
        </Page>
      )}
    </LoadedPage>
  );
}
