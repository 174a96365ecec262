/* One application as the office sees it, and the decision of a stage that the commission decides. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Dossier, StageOutcome } from "../../api/shapes";
import { formatLastMoment, formatMoment } from "../../format/moments";
import { formatMoney, formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Local, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { formal } from "../../texts/formal";
import { grant } from "../../texts/grant";
import { office } from "../../texts/office";
import { together } from "../../texts/together";
import { Radios } from "../apply/ApplicantFields";
import { CorrectionHistory } from "../apply/Corrections";
import { Rectifications } from "../apply/Rectifications";
import { Content } from "./CheckPage";
import { hasRole, loadCallDesk, regionNameOf, type CallDesk } from "./desk";
import { StageCards } from "./StageCards";

interface Opened {
  desk: CallDesk;
  dossier: Dossier;
}

type Outcome = Exclude<StageOutcome, "STAGE_OUTCOME_UNSPECIFIED">;
const outcomes: readonly Outcome[] = ["GO_ON", "RETURN", "STOP"];

function DecisionForm({ dossier, onDone }: { dossier: Dossier; onDone: () => void }) {
  const { one } = useScoped(office);
  const [outcome, setOutcome] = useState<Outcome | "">("");
  const wording: Wording = ({ field, detail }) =>
    field === "reason" ? [field, one.chooseReason] : field === "outcome" ? [field, one.chooseOutcome] : [field, detail];
  const submission = useSubmission(["outcome", "reason"], async (value) => {
    if (outcome === "") throw new Problem(400, "invalid", "", [{ field: "outcome", code: "required", detail: "" }]);
    await post("/v1/dossiers/{applicationId}/decision", {
      path: { applicationId: dossier.applicationId },
      body: { stage: dossier.stage, outcome, reason: value("reason").trim() },
    });
    onDone();
  }, wording);
  const error = submission.errors.reason;

  return (
    <section aria-labelledby="decision">
      <h2 id="decision">{one.decision}</h2>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={one.submit}>
        <Radios<Outcome> id="outcome" legend={one.outcome} value={outcome} errors={submission.errors} onChange={setOutcome}
          {...(outcome ? { help: one.outcomeHelp[outcome] } : {})}
          options={outcomes.map((each) => [each, one.outcomes[each]] as const)} />
        <div class={error ? "field wrong" : "field"}>
          <label for="reason">{one.reason}</label>
          <p class="quiet" id="reason-help">{one.reasonHelp}</p>
          {error && <p class="error" id="reason-error">{error}</p>}
          <textarea id="reason" name="reason" rows={5} maxLength={4000} aria-invalid={error ? true : undefined}
            aria-describedby={error ? "reason-help reason-error" : "reason-help"} />
        </div>
      </Form>
    </section>
  );
}

function FormalResult({ desk, dossier }: Opened) {
  const { language } = useLanguage();
  const { one, check } = useScoped(office);
  const words = useScoped(formal);
  const result = dossier.formalCheck;
  const items = desk.definition.stages.find(({ key }) => key === dossier.stage)?.formalItems ?? [];
  const failed = result?.items.filter(({ answer }) => answer === "NO") ?? [];

  if (!result?.decidedAt) return null;
  return (
    <section aria-labelledby="formal">
      <h2 id="formal">{one.formal}</h2>
      <p><strong>{result.passed ? one.passed : one.failed}</strong> {result.confirmedBy && words.checkedBy}</p>
      {result.appealUntil && <p>{words.appealUntil(formatLastMoment(result.appealUntil, language))}</p>}
      {failed.length > 0 && (
        <ul>
          {failed.map(({ item, reason }) => (
            <li key={item}>
              <Local text={items.find(({ key }) => key === item)?.text} />: {check.answer.NO}. <span lang="pl">{reason}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/* Noted where the application was written: the copy that is assessed does not know them. */
function Rectified({ desk, dossier }: Opened) {
  const may = hasRole(desk.account, "COORDINATOR");
  const loaded = useResource(`rectified ${dossier.applicationId} ${may}`, async () =>
    may ? get("/v1/applications/{applicationId}", { path: { applicationId: dossier.applicationId } }).catch(() => null) : null);

  return loaded.state === "ready" && loaded.data
    ? <Rectifications application={loaded.data} stages={desk.definition.stages} /> : null;
}

/* Whether the list chose it is intake's to say; before it is ranked there is nothing to sign. */
function mayHaveGrant({ state, stage }: Dossier, stages: readonly { key: string }[]): boolean {
  return state === "RANKED" || state === "DECIDED" || stages.findIndex(({ key }) => key === stage) > 0;
}

function Body({ desk, dossier, refresh }: Opened & { refresh: () => void }) {
  const { language } = useLanguage();
  const { board, dossier: states, one } = useScoped(office);
  const { correction } = useScoped(formal);
  const grantWords = useScoped(grant);
  const { links } = useScoped(together);
  const [decided, setDecided] = useState(false);
  const stage = desk.definition.stages.find(({ key }) => key === dossier.stage);

  return (
    <Page title={dossier.title || dossier.number} titleLanguage="pl"
      above={<p class="back"><a href={`/office/calls/${dossier.callId}`}>{one.back}</a></p>}>
      {decided && <div class="notice" role="status"><p>{one.done}</p></div>}
      <div class="with-aside">
        <div>
          {stage?.assessment === "DECISION" && hasRole(desk.account, "COORDINATOR") && <StageCards dossier={dossier} />}
          {dossier.state === "DECISION_DUE" && !stage?.panel && (
            <DecisionForm dossier={dossier} onDone={() => {
              setDecided(true);
              refresh();
            }} />
          )}
          <FormalResult desk={desk} dossier={dossier} />
          {mayHaveGrant(dossier, desk.definition.stages) && <p><a href={`/office/dossiers/${dossier.applicationId}/grant`}>{grantWords.link}</a></p>}
          {mayHaveGrant(dossier, desk.definition.stages) && (
            <ul>
              <li><a href={`/applications/${dossier.applicationId}/cooperation`}>{links.cooperation}</a></li>
              <li><a href={`/applications/${dossier.applicationId}/diary`}>{links.diary}</a></li>
            </ul>
          )}
          {dossier.state === "FORMAL_REVIEW" && (desk.definition.corrections?.times ?? 0) > 0
            && <p><a href={`/office/dossiers/${dossier.applicationId}/correction`}>{correction.link}</a></p>}
          <CorrectionHistory applicationId={dossier.applicationId}
            fields={stage?.form?.sections.flatMap((section) => section.fields) ?? []} />
          <Rectified dossier={dossier} desk={desk} />
          <Content dossier={dossier} desk={desk} />
        </div>
        <section class="aside" aria-labelledby="facts">
          <h2 id="facts">{one.facts}</h2>
          <Facts facts={[
            { name: board.number, value: <span class="code">{dossier.number}</span> },
            { name: one.state, value: states[dossier.state] },
            { name: board.stage, value: localText(stage?.title, language) },
            { name: board.region, value: <span lang="pl">{regionNameOf(desk.call, dossier.region)}</span> },
            BigInt(dossier.amountGrosze) > 0n ? { name: board.amount, value: formatMoney(dossier.amountGrosze, language) } : null,
            dossier.submittedAt ? { name: board.submitted, value: formatMoment(dossier.submittedAt, language) } : null,
            dossier.cardsLocked + dossier.cardsOpen > 0
              ? { name: board.cards, value: board.cardsOf(dossier.cardsLocked, dossier.cardsLocked + dossier.cardsOpen) } : null,
            dossier.points > 0 ? { name: board.points, value: formatPoints(dossier.points, language) } : null,
          ]} />
        </section>
      </div>
    </Page>
  );
}

export function DossierPage({ id = "" }: PathParameters) {
  const loaded = useResource(`dossier page ${id}`, async () => {
    const dossier = await get("/v1/dossiers/{applicationId}", { path: { applicationId: id } });
    return { dossier, desk: await loadCallDesk(dossier.callId) };
  });

  return (
    <LoadedPage resource={loaded}>
      {(found, refresh) => <Body {...found} refresh={refresh} />}
    </LoadedPage>
  );
}
