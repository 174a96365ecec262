/* What a carer accompanies, and their opinion about a stage that is about to be decided. */
import { useState } from "preact/hooks";
import { get, put } from "../../api/client";
import { Problem } from "../../api/problem";
import type { AccompaniedInnovation, StageOutcome } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Prose } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { innovations as words } from "../../texts/innovations";
import { Radios } from "../apply/ApplicantFields";

type Outcome = Exclude<StageOutcome, "STAGE_OUTCOME_UNSPECIFIED">;
const outcomes: readonly Outcome[] = ["GO_ON", "RETURN", "STOP"];

function OpinionForm({ innovation, onDone }: { innovation: AccompaniedInnovation; onDone: () => void }) {
  const texts = useScoped(words);
  const { opinion } = innovation;
  const id = (name: string) => `${name}-${innovation.applicationId}`;
  const [outcome, setOutcome] = useState<Outcome | "">(outcomes.find((each) => each === opinion?.recommendation) ?? "");
  const [text, setText] = useState(opinion?.text ?? "");
  const wording: Wording = ({ field, detail }) => field === "recommendation" ? [id("recommendation"), texts.chooseRecommendation]
    : field === "text" ? [id("text"), texts.writeOpinion] : [field, detail];
  const submission = useSubmission([id("recommendation"), id("text")], async () => {
    if (outcome === "") throw new Problem(400, "invalid", "", [{ field: "recommendation", code: "required", detail: "" }]);
    await put("/v1/me/accompanied-innovations/{applicationId}/opinion", {
      path: { applicationId: innovation.applicationId },
      body: { stage: innovation.stage, recommendation: outcome, text: text.trim() },
    });
    onDone();
  }, wording);
  const error = submission.errors[id("text")];

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={texts.save}>
        <Radios<Outcome> id={id("recommendation")} legend={texts.recommendation} value={outcome} errors={submission.errors} onChange={setOutcome}
          options={outcomes.map((each) => [each, texts.recommendations[each]] as const)} />
        <div class={error ? "field wrong" : "field"}>
          <label for={id("text")}>{texts.opinion}</label>
          <p class="quiet" id={id("help")}>{texts.opinionHelp}</p>
          {error && <p class="error" id={id("error")}>{error}</p>}
          <textarea id={id("text")} rows={6} maxLength={8000} value={text} aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id("help")} ${id("error")}` : id("help")} onInput={(event) => setText(event.currentTarget.value)} />
        </div>
      </Form>
    </>
  );
}

function Innovation({ innovation, onDone }: { innovation: AccompaniedInnovation; onDone: () => void }) {
  const { language } = useLanguage();
  const texts = useScoped(words);
  const { opinion, opinionOpen, opinionDue } = innovation;
  const heading = `innovation-${innovation.applicationId}`;

  return (
    <section aria-labelledby={`${heading} ${heading}-number`}>
      <h2 id={heading} lang="pl">{innovation.title || innovation.number}</h2>
      <p class="quiet"><span class="code" id={`${heading}-number`}>{innovation.number}</span></p>
      <p>
        <a href={`/applications/${innovation.applicationId}/versions`}>{texts.versions}</a>{", "}
        <a href={`/applications/${innovation.applicationId}/diary`}>{texts.diary}</a>
      </p>
      {opinionDue && <p><strong>{texts.due}</strong></p>}
      {opinion?.writtenAt && (
        <>
          <h3>{texts.written(formatDay(opinion.writtenAt, language))}</h3>
          {opinion.recommendation !== "STAGE_OUTCOME_UNSPECIFIED" && <p><strong>{texts.recommendations[opinion.recommendation]}</strong></p>}
          <Prose text={opinion.text} language="pl" />
        </>
      )}
      {!opinionOpen ? !opinion && <p class="quiet">{texts.closed}</p> : (
        <details open={opinionDue}>
          <summary>{opinion ? texts.change : texts.write}</summary>
          <OpinionForm innovation={innovation} onDone={onDone} />
        </details>
      )}
    </section>
  );
}

export function InnovationsPage() {
  const texts = useScoped(words);
  const loaded = useResource("innovations", () => get("/v1/me/accompanied-innovations", {}));
  const [saved, setSaved] = useState(false);

  return (
    <LoadedPage resource={loaded}>
      {({ innovations }) => (
        <Page title={texts.title}>
          <p class="lead">{innovations.length === 0 ? texts.none : texts.lead}</p>
          <p role="status">{saved && <strong>{texts.saved}</strong>}</p>
          {innovations.map((innovation) => (
            <Innovation key={`${innovation.applicationId} ${innovation.opinion?.writtenAt ?? ""}`} innovation={innovation} onDone={() => {
              setSaved(true);
              if (loaded.state === "ready") loaded.refresh();
            }} />
          ))}
        </Page>
      )}
    </LoadedPage>
  );
}
