/* One application: what to do with it now, or what became of it. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { Problem } from "../../api/problem";
import { formatLastMoment, formatMoment } from "../../format/moments";
import { formatMoney } from "../../format/numbers";
import { progressOf } from "../../form/progress";
import { readForm, shownSections } from "../../form/reading";
import { SectionAnswers } from "../../form/Answers";
import { draftOf } from "../../form/values";
import type { ComponentChildren } from "preact";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { FormVersions } from "../../form/FormVersions";
import { LoadedPage, ProblemText } from "../../parts/Loaded";
import { Local, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { apply } from "../../texts/apply";
import { grant } from "../../texts/grant";
import { remedies } from "../../texts/remedies";
import { versions } from "../../texts/versions";
import { UploadsContext } from "../../form/uploads";
import { TogetherLinks } from "../together/TogetherLinks";
import { CorrectionCall, CorrectionHistory } from "./Corrections";
import { Pitch } from "./Pitch";
import { Rectifications } from "./Rectifications";
import { Timeline } from "./Timeline";
import { nextDateOf } from "./way";
import { applicantType, loadWork, type Work } from "./work";

const assessed = ["FORMALLY_REJECTED", "BELOW_THRESHOLD", "NOT_SELECTED", "RESERVE", "RECOMMENDED", "IN_INCUBATION",
  "COMPLETED", "ENDED"];

export function titleOf({ application }: Work, untitled: string): string {
  return application.title || untitled;
}

/** The state in a sentence. */
function useSentence({ application, position, stage }: Work): string {
  const { language, texts } = useLanguage();
  const words = useScoped(apply);
  const title = localText(stage.title, language);
  const waits = application.state === "SUBMITTED" || application.state === "IN_ASSESSMENT";

  if (application.state === "IN_INCUBATION" && application.mayEdit) return words.laterState.writing(title);
  if (position > 0 && waits) return words.laterState.submitted(title);
  return texts.me.state[application.state];
}

function Deadline({ work }: { work: Work }) {
  const { language } = useLanguage();
  const { home } = useScoped(apply);
  const { submitFrom, submitUntil } = work.definition;

  if (work.position > 0) return <p>{home.noDeadline}</p>;
  if (submitUntil && Date.now() >= Date.parse(submitUntil)) return <p>{home.closedDraft}</p>;
  if (submitFrom && Date.now() < Date.parse(submitFrom)) return <p>{home.notYet(formatMoment(submitFrom, language))}</p>;
  return submitUntil ? <p><strong>{home.deadline(formatLastMoment(submitUntil, language))}</strong></p> : null;
}

/** What comes next, and when: the one date that somebody must not miss. */
function NextDate({ work }: { work: Work }) {
  const { language } = useLanguage();
  const { home } = useScoped(apply);
  const next = nextDateOf(work.application, work.definition, Date.now());

  if (!next) return null;
  return <p><strong>{home.nextDate[next.what](next.last ? formatLastMoment(next.at, language) : formatMoment(next.at, language))}</strong></p>;
}

function Task({ address, name, state, done }: { address: string | null; name: ComponentChildren; state: string; done: boolean }) {
  return (
    <li>
      <span>{address ? <a href={address}>{name}</a> : name}</span>
      <span class={done ? "task-state filled" : "task-state"}>{state}</span>
    </li>
  );
}

function TaskList({ work }: { work: Work }) {
  const { language, texts } = useLanguage();
  const words = useScoped(apply);
  const { application } = work;
  const draft = draftOf(work.fields, work.answers, language);
  const asked = readForm(work.sections, draft, applicantType(work));
  const sections = shownSections(asked.filter(({ field }) => work.open?.has(field.key) ?? true));
  const filled = sections.filter((section) => progressOf(section, asked, draft) === "filled").length;
  const here = `/applications/${application.id}`;
  const type = application.applicant ? texts.call.applicant[application.applicant.type] : "";

  return (
    <section aria-labelledby="tasks">
      <h2 id="tasks">{words.home.tasks}</h2>
      {!work.open && <Deadline work={work} />}
      <p>{words.home.progress(filled, sections.length)}</p>
      <ul class="tasks">
        {work.position === 0 && !work.open && <Task address={`${here}/who`} name={words.who.title} state={type} done />}
        {sections.map((section) => {
          const state = progressOf(section, asked, draft);
          return (
            <Task key={section.key} address={`${here}/sections/${section.key}`} name={<Local text={section.title} />}
              state={words.home.task[state]} done={state === "filled"} />
          );
        })}
        <Task address={`${here}/check`} done={false}
          name={application.yourRole !== "COAUTHOR_LEADER" ? words.home.checkOnly : work.open ? words.correction.check : words.home.check}
          state={filled === sections.length ? words.home.task.empty : words.home.checkLater} />
      </ul>
    </section>
  );
}

function Submitted({ work }: { work: Work }) {
  const { language } = useLanguage();
  const { home } = useScoped(apply);
  const { application, call } = work;
  const here = `/applications/${application.id}`;
  const region = call.regions.find(({ region: code }) => code === application.region)?.name ?? application.region;

  return (
    <section aria-labelledby="submitted">
      <h2 id="submitted">{home.submitted}</h2>
      <Facts facts={[
        { name: home.number, value: <strong class="code">{application.number}</strong> },
        application.submittedAt
          ? { name: home.submittedAt, value: formatMoment(application.submittedAt, language) } : null,
        BigInt(application.amountGrosze) > 0n
          ? { name: home.amount, value: formatMoney(application.amountGrosze, language) } : null,
        { name: home.region, value: <span lang="pl">{region}</span> },
        { name: home.receipt, value: <a href={`${here}/receipt`}>{home.receipt}</a> },
      ]} />
      {assessed.includes(application.state) && (
        <p class="act">
          <a class="button" href={`${here}/assessment`}>{home.assessment}</a>
          <span class="quiet">{home.assessmentHelp}</span>
        </p>
      )}
    </section>
  );
}

/* What may still be done about a decision: asked apart, because most applications have none. */
function Remedies({ work }: { work: Work }) {
  const { language } = useLanguage();
  const words = useScoped(remedies);
  const id = work.application.id;
  const wanted = assessed.includes(work.application.state);
  const loaded = useResource(`remedies ${id} ${wanted}`, async () => {
    if (!wanted) return { appeals: [], fileUntil: undefined, offer: null };
    const [{ appeals, fileUntil }, offer] = await Promise.all([
      get("/v1/applications/{applicationId}/appeals", { path: { applicationId: id } }).catch(() => ({ appeals: [], fileUntil: undefined })),
      work.application.state === "RESERVE"
        ? get("/v1/applications/{applicationId}/offer", { path: { applicationId: id } }).catch(() => null) : null,
    ]);
    return { appeals, fileUntil, offer };
  });

  if (loaded.state !== "ready") return null;
  const { appeals, fileUntil, offer } = loaded.data;
  return (
    <>
      {offer?.state === "OFFERED" && (
        <div class="notice">
          <p><strong>{words.offer.title}.</strong> {offer.acceptUntil && words.offer.until(formatLastMoment(offer.acceptUntil, language))}</p>
          <p><a class="button" href={`/applications/${id}/offer`}>{words.offer.link}</a></p>
        </div>
      )}
      {fileUntil && Date.now() < Date.parse(fileUntil) && (
        <p>
          <a href={`/applications/${id}/appeal`}>{words.appeal.link}</a>{" "}
          <span class="quiet">{words.appeal.until(formatLastMoment(fileUntil, language))}</span>
        </p>
      )}
      {appeals.length > 0 && <p><a href={`/applications/${id}/appeal`}>{words.appeal.filed}</a></p>}
    </>
  );
}

/* Asked apart, because few applications have a grant. */
function GrantLink({ work }: { work: Work }) {
  const words = useScoped(grant);
  const { id, state } = work.application;
  const wanted = ["RECOMMENDED", "IN_INCUBATION", "IN_ASSESSMENT", "SUBMITTED", "COMPLETED", "ENDED"].includes(state);
  const loaded = useResource(`grant of ${id} ${wanted}`, async () =>
    wanted && (await get("/v1/me/grants", {})).grants.some(({ applicationId }) => applicationId === id));

  if (loaded.state !== "ready" || !loaded.data) return null;
  return (
    <p class="act">
      <a class="button plain" href={`/applications/${id}/grant`}>{words.link}</a>
      <span class="quiet">{words.linkHelp}</span>
    </p>
  );
}

/* The form was mended after the draft was begun. */
function NewerForm({ work, refresh }: { work: Work; refresh: () => void }) {
  const words = useScoped(versions);
  const { callId, stage, formVersion, id } = work.application;
  const [problem, setProblem] = useState<Problem | null>(null);
  const found = useResource(`versions ${callId} ${stage}`, () =>
    get("/v1/calls/{callId}/stages/{stage}/versions", { path: { callId, stage } }));
  const take = () => post("/v1/applications/{applicationId}/take-newest-form", { path: { applicationId: id } })
    .then(refresh, (error: unknown) => setProblem(asProblem(error)));

  return (
    <section class="notice" aria-labelledby="newer-form">
      <h2 id="newer-form">{words.newer}</h2>
      <p>{words.newerLead}</p>
      {found.state === "ready" && <FormVersions versions={found.data.versions} after={formVersion} heading="h3" />}
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      <p><button class="button" type="button" onClick={() => void take()}>{words.take}</button></p>
    </section>
  );
}

function mayWithdraw({ application }: Work): boolean {
  return ["DRAFT", "SUBMITTED", "IN_CORRECTION", "IN_ASSESSMENT", "RESERVE", "RECOMMENDED", "IN_INCUBATION"].includes(application.state);
}

/* A stage with a panel, and something for it to talk about. */
function mayBeInvited({ application, stage }: Work): boolean {
  const written = application.state === "IN_ASSESSMENT" || (application.state === "IN_INCUBATION" && !application.mayEdit);
  return written && stage.panel !== undefined;
}

function Home({ work, refresh }: { work: Work; refresh: () => void }) {
  const { language, texts } = useLanguage();
  const words = useScoped(apply);
  const sentence = useSentence(work);
  const { application, definition } = work;

  return (
    <UploadsContext.Provider value={work.uploads}>
    <Page title={titleOf(work, words.home.untitled)} titleLanguage={application.title ? "pl" : undefined}
      above={<p class="back"><a href="/me">{words.home.back}</a></p>}>
      <p class="lead">{sentence}</p>
      <p class="quiet">
        {words.home.call}: <a href={`/calls/${application.callId}`}>{localText(definition.title, language)}</a>
      </p>
      <NextDate work={work} />
      {mayBeInvited(work) && <Pitch applicationId={application.id} />}
      <div class="with-aside">
        <div>
          <CorrectionCall application={application} fields={work.fields} />
          {application.mayEdit && application.newerForm && <NewerForm work={work} refresh={refresh} />}
          {application.mayEdit ? <TaskList work={work} /> : application.state === "DRAFT" && <p>{words.home.closedDraft}</p>}
          {application.number !== "" && <Submitted work={work} />}
          <Rectifications application={application} stages={definition.stages} />
          <Remedies work={work} />
          <GrantLink work={work} />
          {!application.mayEdit && (
            <details>
              <summary>{application.number ? words.home.answers : words.home.answersNow}</summary>
              {work.sections.map((section) => (
                <SectionAnswers key={section.key} section={section} answers={work.answers} heading="h3" />
              ))}
            </details>
          )}
          {application.number !== "" && <CorrectionHistory applicationId={application.id} fields={work.fields} />}
          <TogetherLinks application={application} position={work.position} />
          {application.yourRole === "COAUTHOR_LEADER" && mayWithdraw(work) && (
            <p class="quiet"><a href={`/applications/${application.id}/withdraw`}>{words.home.withdraw}</a></p>
          )}
        </div>
        <Timeline application={application} definition={definition} />
      </div>
      <p class="unseen">{texts.footer.time}</p>
    </Page>
    </UploadsContext.Provider>
  );
}

export function HomePage({ id = "" }: PathParameters) {
  const work = useResource(`application ${id}`, () => loadWork(id));

  return <LoadedPage resource={work}>{(found) => <Home work={found} refresh={work.state === "ready" ? work.refresh : () => undefined} />}</LoadedPage>;
}
