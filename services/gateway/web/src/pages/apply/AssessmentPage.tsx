/* The consolidated card: points and reasons of each criterion, without the assessors' names. */
import { get } from "../../api/client";
import type { ConsolidatedCard } from "../../api/shapes";
import { formatPointLimit, formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { LoadedPage, ProblemText } from "../../parts/Loaded";
import { Local, Prose } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { apply } from "../../texts/apply";
import { CardCheck } from "./CardCheck";
import { DecidedStages } from "./DecidedStages";
import { loadWork, type Work } from "./work";

function Failed({ work, card }: { work: Work; card: ConsolidatedCard }) {
  const texts = useScoped(apply);
  const items = work.definition.stages.flatMap((stage) => stage.formalItems);

  if (card.failedItems.length === 0) return null;
  return (
    <section aria-labelledby="failed">
      <h2 id="failed">{texts.card.failed}</h2>
      <ul class="rows">
        {card.failedItems.map(({ item, reason }) => (
          <li key={item}>
            <p><strong><Local text={items.find(({ key }) => key === item)?.text} /></strong></p>
            {reason && <Prose text={reason} language="pl" />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Criteria({ card }: { card: ConsolidatedCard }) {
  const { language } = useLanguage();
  const texts = useScoped(apply);

  if (card.criteria.length === 0) return null;
  return (
    <section aria-labelledby="criteria">
      <h2 id="criteria">{texts.card.criteria}</h2>
      {card.criteria.map((each) => (
        <section key={each.criterion} class="criterion-read">
          <h3><Local text={each.title} /></h3>
          <p><strong>{texts.card.criterion(formatPoints(each.points, language), formatPointLimit(each.maxPoints, language))}</strong></p>
          <meter min={0} max={each.maxPoints} value={each.points} aria-hidden="true" />
          <ul class="reasons" aria-label={texts.card.reasons}>
            {each.reasons.filter(Boolean).map((reason, index) => <li key={index}><Prose text={reason} language="pl" /></li>)}
          </ul>
        </section>
      ))}
      <p class="quiet">{texts.card.note}</p>
    </section>
  );
}

function Card({ work, stage, card }: { work: Work; stage: string; card: ConsolidatedCard }) {
  const { language, texts } = useLanguage();
  const words = useScoped(apply).card;
  const points = formatPoints(card.points, language);
  const rejected = card.failedItems.length > 0;
  const listed = card.group !== "LIST_GROUP_UNSPECIFIED";

  return (
    <Page title={words.title} above={<p class="back"><a href={`/applications/${work.application.id}`}>{work.application.title}</a></p>}>
      <p class="lead">{words.lead(card.number)}</p>
      {listed && <Facts facts={[
        { name: words.group, value: texts.results.group[card.group], help: texts.results.help[card.group] },
        rejected ? null : {
          name: words.points,
          value: <strong>{card.threshold > 0 ? words.of(points, formatPointLimit(card.threshold, language)) : words.noThreshold(points)}</strong>,
          help: card.threshold === 0 ? undefined : card.passed ? words.passed : words.notPassed,
        },
        card.place > 0 ? { name: words.place, value: card.place } : null,
        card.cards > 0 ? { name: words.cards, value: card.cards } : null,
      ]} />}
      <Failed work={work} card={card} />
      {listed && <Criteria card={card} />}
      {listed && <CardCheck stage={stage} card={card} />}
      <DecidedStages work={work} />
      {listed && <p><a href={`/calls/${work.application.callId}/results`}>{words.results}</a></p>}
    </Page>
  );
}

export function AssessmentPage({ id = "" }: PathParameters) {
  const words = useScoped(apply).card;
  const loaded = useResource(`assessment ${id}`, async () => {
    const work = await loadWork(id);
    const { stages } = work.definition;
    const stage = stages.some(({ assessment }) => assessment === "POINTS") ? "" : stages.find(({ meritCard }) => meritCard)?.key ?? "";
    const card = await get("/v1/applications/{applicationId}/assessment", { path: { applicationId: id }, query: { stage } });
    return { work, stage, card };
  });
  const notYet = loaded.state === "failed" && loaded.problem.reason === "results-not-published" && loaded.problem;

  if (notYet)
    return (
      <Page title={words.title} above={<p class="back"><a href={`/applications/${id}`}>{words.title}</a></p>}>
        <ProblemText problem={notYet} />
      </Page>
    );
  return <LoadedPage resource={loaded}>{({ work, stage, card }) => <Card work={work} stage={stage} card={card} />}</LoadedPage>;
}
