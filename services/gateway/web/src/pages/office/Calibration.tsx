/* How lenient and how noisy each assessor was, and whose place near the money line is within the noise.
 * Advice: it moves nobody. */
import { get } from "../../api/client";
import type { Calibration as Found } from "../../api/shapes";
import { formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Loaded } from "../../parts/Loaded";
import { useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { office } from "../../texts/office";

function Bands({ found }: { found: Found }) {
  const { language } = useLanguage();
  const { calibration: words, ranking } = useScoped(office);
  const points = (hundredths: number) => formatPoints(hundredths, language);
  const grey = found.entries.filter(({ band }) => band === "GREY_ZONE");

  return (
    <>
      <p><strong>{words.grey(grey.length)}</strong>{grey.length > 0 && `: ${grey.map(({ number }) => number).join(", ")}`}</p>
      <p class="quiet">{words.line(points(found.line))}</p>
      <details>
        <summary>{words.bands}</summary>
        <Table caption={words.bands} quietCaption wide rows={found.entries} keyOf={({ applicationId }) => applicationId} columns={[
          { title: ranking.list, header: true, value: (each) => `${each.place}. ${each.number}` },
          { title: ranking.points, numeric: true, value: (each) => points(each.points) },
          { title: words.adjusted, numeric: true, value: (each) => points(each.adjustedPoints) },
          { title: words.interval, numeric: true, value: (each) => `${points(each.low)} – ${points(each.high)}` },
          { title: words.band, value: (each) => words.bandOf[each.band] },
        ]} />
        <Table caption={words.assessors} wide rows={found.assessors} keyOf={({ assessorUserId }) => assessorUserId} columns={[
          { title: words.assessor, header: true, value: (each) => <span class="code">{each.assessorUserId.slice(-12)}</span> },
          { title: words.cards, numeric: true, value: (each) => each.cards },
          { title: words.leniency, numeric: true, value: (each) => points(each.leniency) },
          { title: words.interval, numeric: true, value: (each) => `${points(each.leniencyLow)} – ${points(each.leniencyHigh)}` },
          { title: words.noise, numeric: true, value: (each) => points(each.noise) },
        ]} />
      </details>
    </>
  );
}

export function Calibration({ callId, digest }: { callId: string; digest: string }) {
  const { calibration: words } = useScoped(office);
  const loaded = useResource(`calibration ${digest}`, () => get("/v1/calls/{callId}/ranking/calibration", { path: { callId } }));

  return (
    <section aria-labelledby="calibration">
      <h2 id="calibration">{words.title}</h2>
      <p>{words.lead}</p>
      <Loaded resource={loaded}>{(found) => <Bands found={found} />}</Loaded>
    </section>
  );
}
