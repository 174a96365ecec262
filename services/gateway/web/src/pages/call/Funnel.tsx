import type { Call, Funnel } from "../../api/shapes";
import type { Texts } from "../../texts/pl";
import { formatCount, formatShare } from "../../format/numbers";
import { regionName } from "../../format/regions";
import { useLanguage } from "../../language/context";
import { Facts } from "../../parts/Facts";
import { localText } from "../../parts/Local";
import { PictureFiles } from "../../parts/PictureFiles";
import { Table } from "../../parts/Table";

interface Step {
  name: string;
  count: number;
}

/* What is known only after a later moment is left out before it. */
function stepsOf(funnel: Funnel, texts: Texts): Step[] {
  const steps: [string, number][] = [
    [texts.funnel.submitted, funnel.submitted],
    [texts.funnel.toMerit, funnel.toMerit],
    [texts.funnel.assessed, funnel.assessed],
    [texts.funnel.aboveThreshold, funnel.aboveThreshold],
    [texts.funnel.recommended, funnel.recommended],
    [texts.funnel.completed, funnel.completed],
  ];
  const last = steps.findLastIndex(([, count]) => count > 0);
  return steps.slice(0, last + 1).map(([name, count]) => ({ name, count }));
}

function Bars({ steps, total }: { steps: Step[]; total: number }) {
  const { language, texts } = useLanguage();

  return (
    <div class="bars" role="img" aria-label={texts.funnel.picture}>
      {steps.map(({ name, count }) => (
        <div key={name} class="bar">
          <p><strong>{formatCount(count, language)}</strong> {name}</p>
          <svg width="100%" height="18" aria-hidden="true" focusable="false">
            <rect class="track" width="100%" height="18" rx="4" />
            <rect class="fill" width={`${(100 * count) / total}%`} height="18" rx="4" />
          </svg>
        </div>
      ))}
    </div>
  );
}

function Regions({ funnel, call }: { funnel: Funnel; call: Call }) {
  const { language, texts } = useLanguage();
  const nameOf = (region: string) =>
    call.regions.find((each) => each.region === region)?.name ?? regionName(region);

  return (
    <Table wide file={`${call.definition?.code ?? "call"}-regions`.replace(/[^\w-]/g, "-")} caption={texts.funnel.regions} rows={funnel.regions} keyOf={(row) => row.region} columns={[
      { title: texts.funnel.region, header: true, value: (row) => <span lang="pl">{nameOf(row.region)}</span> },
      { title: texts.funnel.submitted, numeric: true, value: (row) => formatCount(row.submitted, language) },
      { title: texts.funnel.recommended, numeric: true, value: (row) => formatCount(row.recommended, language) },
    ]} />
  );
}

function Aside({ funnel }: { funnel: Funnel }) {
  const { language, texts } = useLanguage();
  const counts: [string, number][] = [
    [texts.funnel.rejected, funnel.formallyRejected],
    [texts.funnel.cards, funnel.cardsLocked],
    [texts.funnel.thirds, funnel.thirdAssessments],
    [texts.funnel.reserve, funnel.onReserve],
    [texts.funnel.withdrawn, funnel.withdrawn],
  ];
  const known = counts.filter(([, count]) => count > 0);

  if (known.length === 0) return null;
  return (
    <>
      <h3>{texts.funnel.also}</h3>
      <Facts facts={known.map(([name, count]) => ({ name, value: formatCount(count, language) }))} />
    </>
  );
}

/** The funnel of a call as a picture, with the same numbers in a table beside it. */
export function FunnelSection({ funnel, call }: { funnel: Funnel; call: Call }) {
  const { language, texts } = useLanguage();
  const steps = stepsOf(funnel, texts);
  const file = `${call.definition?.code ?? "call"}-funnel`.replace(/[^\w-]/g, "-");

  return (
    <section aria-labelledby="funnel">
      <h2 id="funnel">{texts.funnel.title}</h2>
      {steps.length === 0 ? <p>{texts.funnel.empty}</p> : (
        <>
          <div class="beside">
            <div>
              <Bars steps={steps} total={funnel.submitted} />
              <PictureFiles file={file} title={`${localText(call.definition?.title, language)}: ${texts.funnel.title}`}
                draw={(pictures, frame) => pictures.barsPicture({ ...frame, bars: steps.map((step) => ({ ...step, shown: formatCount(step.count, language) })) })} />
            </div>
            <Table file={file} caption={texts.funnel.table} rows={steps} keyOf={(row) => row.name} columns={[
              { title: texts.funnel.step, header: true, value: (row) => row.name },
              { title: texts.funnel.count, numeric: true, value: (row) => formatCount(row.count, language) },
              {
                title: texts.funnel.share, numeric: true,
                value: (row) => formatShare(row.count, funnel.submitted, language),
              },
            ]} />
          </div>
          <div class="beside">
            <div><Aside funnel={funnel} /></div>
            {funnel.regions.length > 0 && <Regions funnel={funnel} call={call} />}
          </div>
        </>
      )}
    </section>
  );
}
