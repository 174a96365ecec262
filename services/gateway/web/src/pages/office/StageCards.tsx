/* What a stage without points is decided by: the cards without names, and the carer with their opinion. */
import { useState } from "preact/hooks";
import { get, put } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Dossier, StageAssessment } from "../../api/shapes";
import { formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Loaded, Refusal } from "../../parts/Loaded";
import { Local, Prose } from "../../parts/Local";
import { asProblem, useResource } from "../../parts/resource";
import { office } from "../../texts/office";
import { TextInput } from "../apply/ApplicantFields";

function Cards({ found }: { found: StageAssessment }) {
  const { language } = useLanguage();
  const { one } = useScoped(office);

  return (
    <>
      {found.cards.map(({ label, third, scores }) => (
        <details key={label} open={found.cards.length < 3}>
          <summary>
            {one.card(label)}{third && ` (${one.third})`}
            {scores && scores.recommendation !== "STAGE_OUTCOME_UNSPECIFIED" && `: ${one.outcomes[scores.recommendation]}`}
          </summary>
          <dl class="summary-list">
            {found.rules?.criteria.map((criterion) => {
              const score = scores?.list.find((each) => each.criterion === criterion.key);
              return (
                <div key={criterion.key}>
                  <dt><Local text={criterion.title} /></dt>
                  <dd>
                    {criterion.scale !== "SCALE_WORDS" && <p><strong>{formatPoints(score?.points ?? 0, language)}</strong></p>}
                    {score?.reason && <Prose text={score.reason} language="pl" />}
                  </dd>
                </div>
              );
            })}
          </dl>
        </details>
      ))}
    </>
  );
}

function Carer({ dossier, found, onDone }: { dossier: Dossier; found: StageAssessment; onDone: () => void }) {
  const { one } = useScoped(office);
  const [user, setUser] = useState(found.carer?.userId ?? "");
  const [problem, setProblem] = useState<Problem | null>(null);
  const appoint = async () => {
    try {
      await put("/v1/dossiers/{applicationId}/carer", { path: { applicationId: dossier.applicationId }, body: { userId: user.trim() } });
      setProblem(null);
      onDone();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };

  return (
    <details>
      <summary>{found.carer?.userId ? one.carerChange : one.carerNone}</summary>
      <Refusal problem={problem} />
      <form noValidate onSubmit={(event) => {
        event.preventDefault();
        void appoint();
      }}>
        <TextInput id="carer" label={one.carer} help={one.carerHelp} value={user} errors={{}} onChange={setUser} />
        <button class="button plain" type="submit">{one.carerSave}</button>
      </form>
    </details>
  );
}

export function StageCards({ dossier }: { dossier: Dossier }) {
  const { one } = useScoped(office);
  const loaded = useResource(`stage assessment ${dossier.applicationId} ${dossier.stage} ${dossier.state}`, () =>
    get("/v1/dossiers/{applicationId}/assessment", { path: { applicationId: dossier.applicationId } }));

  return (
    <section aria-labelledby="stage-cards">
      <h2 id="stage-cards">{one.basis}</h2>
      <Loaded resource={loaded}>
        {(found, refresh) => (
          <>
            {found.panelDecides && found.state === "DECISION_DUE"
              && <div class="notice"><p><a href={`/office/calls/${dossier.callId}/panel`}>{one.panelDecides}</a></p></div>}
            <Cards found={found} />
            {found.cards.length === 0 && <p class="quiet">{one.noCards}</p>}
            {found.carerOpinionDue && <div class="notice warm"><p>{one.opinionDue}</p></div>}
            {found.carerOpinion && (
              <>
                <h3>{one.opinion}</h3>
                {found.carerOpinion.recommendation !== "STAGE_OUTCOME_UNSPECIFIED" && <p><strong>{one.outcomes[found.carerOpinion.recommendation]}</strong></p>}
                <Prose text={found.carerOpinion.text} language="pl" />
              </>
            )}
            <Carer key={found.carer?.userId ?? ""} dossier={dossier} found={found} onDone={refresh} />
          </>
        )}
      </Loaded>
    </section>
  );
}
