/* One indicator over time: what there was beside what was planned. */
import { formatDate } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { PictureFiles } from "../../parts/PictureFiles";
import { Table } from "../../parts/Table";
import { linesIn, type LinePoint } from "../../pictures/lines";
import { localText } from "../../parts/Local";
import { targets } from "../../texts/targets";
import type { WithText } from "./TargetTable";
import { askedOn, plannedOn, shownValue } from "./values";

const WIDE = 480, HIGH = 180;

const dayOf = (on: string) => Date.parse(on) / 86_400_000;

/* The plan has its corners, and both series begin and end on the same days. */
function seriesOf({ text, points }: WithText): [LinePoint[], LinePoint[]] {
  const actual = points.map(({ on, value }) => ({ day: dayOf(on), value: Number(value) }));
  const days = [text.startsOn, ...text.milestones.map(({ dueOn }) => dueOn), text.dueOn, ...points.map(({ on }) => on)].sort();

  return [actual, days.map((on) => ({ day: dayOf(on), value: plannedOn(text, on) }))];
}

function Lines({ indicator }: { indicator: WithText }) {
  const { language } = useLanguage();
  const { one, table } = useScoped(targets);
  const { text, points } = indicator;
  const [actual, planned] = seriesOf(indicator);
  const [solid, dashed] = linesIn([actual, planned], WIDE, HIGH);
  const most = Math.max(...[...actual, ...planned].map(({ value }) => value));
  const days = [text.startsOn, ...points.map(({ on }) => on), text.dueOn].sort();
  const edge = (at: number) => formatDate(days.at(at) ?? "", language);

  return (
    <div>
      <svg class="lines" viewBox={`-4 -4 ${WIDE + 8} ${HIGH + 8}`} role="img" aria-label={one.linePicture}>
        <line class="ground" x1="0" y1={HIGH} x2={WIDE} y2={HIGH} />
        <path class="planned" d={dashed} />
        <path class="actual" d={solid} />
      </svg>
      <p class="quiet ends"><span>{edge(0)}</span> <span>{edge(-1)}</span></p>
      <ul class="legend">
        <li><span class="swatch done" aria-hidden="true" /> {table.actual}</li>
        <li><span class="swatch planned" aria-hidden="true" /> {one.plan}</li>
      </ul>
      <PictureFiles file="wlacznik-target" title={localText(text.name, language)} draw={(pictures, frame) => pictures.linesPicture({
        ...frame, actual, planned, names: [table.actual, one.plan], ticks: [shownValue(text, String(Math.round(most)) as typeof text.target, language), edge(0), edge(-1)] })} />
    </div>
  );
}

export function Growth({ indicator }: { indicator: WithText }) {
  const { language } = useLanguage();
  const { one, table } = useScoped(targets);
  const { text, points } = indicator;

  return (
    <section aria-labelledby="points">
      <h2 id="points">{one.points}</h2>
      {points.length === 0 ? <p>{one.noPoints}</p> : (
        <div class="beside">
          <Table file="wlacznik-target" caption={text.measure === "MEASURE_ENTERED" ? one.valuesTable : one.pointsTable} rows={[...points].reverse()} keyOf={({ on }) => on} columns={[
            { title: one.day, header: true, value: ({ on }) => formatDate(on, language) },
            { title: table.actual, numeric: true, value: ({ value }) => shownValue(text, value, language) },
            { title: one.plan, numeric: true, value: ({ on }) => shownValue(text, askedOn(text, on), language) },
          ]} />
          <Lines indicator={indicator} />
        </div>
      )}
    </section>
  );
}
