/* What a commission decided a stage by: words, recommendations, the carer's opinion, the decision. */
import { get } from "../../api/client";
import type { ConsolidatedCard, Stage } from "../../api/shapes";
import { formatPointLimit, formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Local, Prose } from "../../parts/Local";
import { useResource } from "../../parts/resource";
import { apply } from "../../texts/apply";
import { CardCheck } from "./CardCheck";
import type { Work } from "./work";

interface Decided {
  stage: Stage;
  card: ConsolidatedCard;
}

/* Those that are behind it; the last one is when the application has come to its end. */
async function loadDecided({ application, definition, position }: Work): Promise<Decided[]> {
  const ended = application.state === "COMPLETED" || application.state === "ENDED";
  const stages = definition.stages.filter(({ assessment, meritCard }, index) =>
    assessment === "DECISION" && meritCard && (index < position || (ended && index === position)));
  return Promise.all(stages.map(async (stage) => ({
    stage,
    card: await get("/v1/applications/{applicationId}/assessment", { path: { applicationId: application.id }, query: { stage: stage.key } }),
  })));
}

function StageCard({ stage, card }: Decided) {
  const { language } = useLanguage();
  const { decided, card: words } = useScoped(apply);
  const heading = `decided-${stage.key}`;

  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}><Local text={stage.title} /></h2>
      {card.decision && card.decision.outcome !== "STAGE_OUTCOME_UNSPECIFIED" && (
        <>
          <p><strong>{decided.outcome}: {decided.outcomes[card.decision.outcome]}</strong></p>
          <Prose text={card.decision.reason} language="pl" />
        </>
      )}
      {card.recommendations.length > 0 && (
        <>
          <h3>{decided.recommendations}</h3>
          <ul>{card.recommendations.map((each, index) => <li key={index}>{each !== "STAGE_OUTCOME_UNSPECIFIED" && decided.outcomes[each]}</li>)}</ul>
        </>
      )}
      {card.carerOpinion && (
        <>
          <h3>{decided.opinion}</h3>
          <Prose text={card.carerOpinion.text} language="pl" />
        </>
      )}
      {card.criteria.map((each) => (
        <section key={each.criterion} class="criterion-read">
          <h3><Local text={each.title} /></h3>
          {each.maxPoints > 0 && <p><strong>{words.criterion(formatPoints(each.points, language), formatPointLimit(each.maxPoints, language))}</strong></p>}
          <ul class="reasons" aria-label={words.reasons}>
            {each.reasons.filter(Boolean).map((reason, index) => <li key={index}><Prose text={reason} language="pl" /></li>)}
          </ul>
        </section>
      ))}
      <CardCheck stage={stage.key} card={card} />
    </section>
  );
}

export function DecidedStages({ work }: { work: Work }) {
  const loaded = useResource(`decided ${work.application.id}`, () => loadDecided(work));

  if (loaded.state !== "ready") return null;
  return <>{loaded.data.map((each) => <StageCard key={each.stage.key} {...each} />)}</>;
}
