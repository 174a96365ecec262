import type { CallDefinition, Stage } from "../../api/shapes";
import { useLanguage } from "../../language/context";
import type { Language } from "../../language/languages";
import type { Texts } from "../../texts/pl";
import { Local, localText } from "../../parts/Local";
import { MeritRules } from "./MeritRules";

function StageAssessment({ stage, named }: { stage: Stage; named: boolean }) {
  const { texts } = useLanguage();
  const Heading = named ? "h4" : "h3";

  return (
    <>
      {named && <h3><Local text={stage.title} /></h3>}
      {stage.formalItems.length > 0 && (
        <>
          <Heading>{texts.call.formal}</Heading>
          <p>{texts.call.formalLead}</p>
          <ul class="checks">
            {stage.formalItems.map((item) => <li key={item.key}><Local text={item.text} /></li>)}
          </ul>
        </>
      )}
      {stage.assessment === "DECISION" && <p>{texts.call.decision}</p>}
      {stage.assessment === "POINTS" && stage.meritCard && (
        <>
          <Heading>{texts.call.merit}</Heading>
          <MeritRules card={stage.meritCard} />
        </>
      )}
    </>
  );
}

function tieRules(ranking: CallDefinition["ranking"]) {
  if (!ranking) return [];
  if (ranking.tieChain.length > 0) return ranking.tieChain;
  return ranking.tieSteps.map((step) => ({ step, criterion: step === "TIE_CRITERION" ? ranking.tieCriterion : "" }));
}

function tieTexts(definition: CallDefinition, texts: Texts, language: Language): string[] {
  const { tie } = texts.call;
  const criteria = definition.stages.flatMap((stage) => stage.meritCard?.criteria ?? []);
  return tieRules(definition.ranking).map(({ step, criterion }) => {
    switch (step) {
      case "TIE_CRITERION":
        return tie.criterion(localText(criteria.find((each) => each.key === criterion)?.title, language));
      case "TIE_LOWER_AMOUNT": return tie.lowerAmount;
      case "TIE_FILED_EARLIER": return tie.filedEarlier;
      case "TIE_TOPIC_COVERAGE": return tie.topicCoverage;
      case "TIE_REGION_COVERAGE": return tie.regionCoverage;
      case "TIE_DRAW": return tie.draw(localText(definition.ranking?.drawSource, language));
      case "TIE_STEP_UNSPECIFIED": return "";
    }
  });
}

function moneyTexts(ranking: NonNullable<CallDefinition["ranking"]>, texts: Texts): string {
  return [
    ranking.skipTooLarge ? texts.call.skipsTooLarge : texts.call.stopsAtMoney,
    ranking.partFunding ? texts.call.partFunding(ranking.partMinPercent) : "",
    ranking.pools.length > 0 ? texts.call.regionalPools : "",
    ranking.carryOver ? texts.call.carryOver : "",
    ranking.reserveCount > 0 ? texts.call.reserve(ranking.reserveCount) : "",
  ].filter(Boolean).join(" ");
}

function RankingRules({ definition }: { definition: CallDefinition }) {
  const { language, texts } = useLanguage();
  const { ranking } = definition;
  const ties = tieTexts(definition, texts, language);

  return (
    <>
      <h3>{texts.call.ranking}</h3>
      <p>{ties.length > 0 ? texts.call.rankingLead : texts.call.rankingPlain}</p>
      {ties.length > 0 && <ol>{ties.map((text) => <li key={text}>{text}</li>)}</ol>}
      <p>{ranking && moneyTexts(ranking, texts)}</p>
    </>
  );
}

export function Assessment({ definition }: { definition: CallDefinition }) {
  const { texts } = useLanguage();
  const several = definition.stages.length > 1;

  return (
    <section aria-labelledby="assessed">
      <h2 id="assessed">{texts.call.assessed}</h2>
      {definition.stages.map((stage) => <StageAssessment key={stage.key} stage={stage} named={several} />)}
      <RankingRules definition={definition} />
    </section>
  );
}
