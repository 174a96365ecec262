/* Whether regions are comparable: how lenient each is by the people who scored in two. Advice: it moves nobody. */
import { get } from "../../api/client";
import type { RegionComparison as Found } from "../../api/shapes";
import { formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Loaded } from "../../parts/Loaded";
import { useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { opinions } from "../../texts/opinions";
import { regionNameOf, type CallDesk } from "./desk";

function Pairs({ desk, found }: { desk: CallDesk; found: Found }) {
  const { language } = useLanguage();
  const words = useScoped(opinions);
  const points = (hundredths: number) => formatPoints(hundredths, language);
  const name = (region: string) => regionNameOf(desk.call, region);

  return (
    <>
      {found.pairs.length > 0 && (
        <Table caption={words.compare} quietCaption wide rows={found.pairs} keyOf={({ region, other }) => `${region} ${other}`} columns={[
          { title: words.pair, header: true, value: (each) => <span lang="pl">{name(each.region)} – {name(each.other)}</span> },
          { title: words.difference, numeric: true, value: (each) => points(each.difference) },
          { title: words.interval, numeric: true, value: (each) => `${points(each.low)} – ${points(each.high)}` },
          { title: words.people, value: (each) => words.peopleCount(each.experts) },
          { title: words.cards, value: (each) => words.cardsOf(each.cards, each.otherCards) },
        ]} />
      )}
      {found.unlinked.length > 0 && <p><strong>{words.unlinked(found.unlinked.map(name).join(", "))}</strong></p>}
      <p class="quiet">{words.least(found.leastCards)}</p>
    </>
  );
}

export function RegionComparison({ desk, digest }: { desk: CallDesk; digest: string }) {
  const words = useScoped(opinions);
  const loaded = useResource(`regions ${digest}`, () => get("/v1/calls/{callId}/ranking/regions", { path: { callId: desk.call.id } }));

  return (
    <section aria-labelledby="regions-compared">
      <h2 id="regions-compared">{words.compare}</h2>
      <p>{words.compareLead}</p>
      <Loaded resource={loaded}>{(found) => <Pairs desk={desk} found={found} />}</Loaded>
    </section>
  );
}
