/* The last look: every answer with its way back, and the act of submitting. */
import { useEffect, useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { FormField } from "../../api/shapes";
import { SectionAnswers } from "../../form/Answers";
import { readForm, shownSections } from "../../form/reading";
import { UploadsContext } from "../../form/uploads";
import { draftOf } from "../../form/values";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorPanel, type ErrorLink } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { apply } from "../../texts/apply";
import { NotFoundPage } from "../NotFoundPage";
import { applicantField, applicantWording } from "./ApplicantFields";
import { applicantType, keyIn, loadWork, rememberRefusals, type Work } from "./work";

function Who({ work }: { work: Work }) {
  const { texts } = useLanguage();
  const { check, change, who } = useScoped(apply);
  const { applicant } = work.application;

  if (!applicant) return null;
  return (
    <section class="answers" aria-labelledby="who">
      <h2 id="who">{check.who}</h2>
      <dl class="summary-list">
        <div>
          <dt>{who.title}</dt>
          <dd>
            <p>{texts.call.applicant[applicant.type]}</p>
            {applicant.organisation && <p lang="pl">{applicant.organisation}</p>}
            {applicant.members.map((member) => <p key={member.email}>{member.name}, {member.email}</p>)}
          </dd>
          {work.position === 0 && (
            <dd class="change">
              <a href={`/applications/${work.application.id}/who`}>{change}<span class="unseen">: {who.title}</span></a>
            </dd>
          )}
        </div>
      </dl>
    </section>
  );
}

/* A co-author who writes looks it through; who leads it submits. */
function WhoSubmits({ work, leader }: { work: Work; leader: string }) {
  const { check } = useScoped(apply);
  const here = `/applications/${work.application.id}`;

  return (
    <section class="next" aria-labelledby="confirm">
      <h2 id="confirm">{check.whoSubmits}</h2>
      <p>{check.leaderSubmits} {leader && <strong lang="pl">{leader}</strong>}</p>
      <p><a href={`${here}/talk`}>{check.tellThem}</a></p>
    </section>
  );
}

interface CheckProps {
  work: Work;
  /** Who submits instead; null: whoever looks at the page does. */
  leader: string | null;
  reload: () => void;
}

function Check({ work, leader, reload }: CheckProps) {
  const texts = useScoped(apply);
  const { application, sections } = work;
  const here = `/applications/${application.id}`;
  const { language } = useLanguage();
  const asked = readForm(sections, draftOf(work.fields, work.answers, language), applicantType(work));
  const isOpen = (field: FormField) => work.open?.has(field.key) ?? true;
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const placeOf = (field: FormField) => {
    const section = sections.find(({ fields }) => fields.includes(field));
    return `${here}/sections/${section?.key ?? ""}#${field.key}`;
  };
  const links: ErrorLink[] = (problem?.fields ?? []).map((each) => {
    const field = work.fields.find(({ key }) => keyIn(each.field) === key);
    if (field) return { address: placeOf(field), text: each.detail };
    return { address: `${here}/who#${applicantField(each.field)}`, text: applicantWording(texts)(each)[1] };
  });
  const submit = async () => {
    if (sending) return;
    setSending(true);
    try {
      await post("/v1/applications/{applicationId}/submit", {
        path: { applicationId: application.id }, body: { version: application.version },
      });
      navigate(`${here}/receipt`, "replace");
    } catch (error) {
      const found = asProblem(error);
      rememberRefusals(application.id, found);
      setProblem(found);
      setSending(false);
      if (found.status === 409) reload();
    }
  };

  useEffect(() => {
    if (problem?.status === 401) navigate(`/sign-in?next=${here}/check`);
  }, [problem]);
  return (
    <UploadsContext.Provider value={work.uploads}>
    <Page title={leader !== null ? texts.check.titleRead : work.open ? texts.correction.checkTitle : texts.check.title}
      refused={problem !== null}
      above={(
        <>
          <p class="back"><a href={here}>{texts.section.back}</a></p>
          <ErrorPanel title={texts.errorIn} problem={problem} links={links}
            text={problem?.status === 409 ? texts.check.changed : undefined} />
        </>
      )}>
      <p class="lead">{work.open ? texts.correction.checkLead : texts.check.lead}</p>
      {!work.open && <Who work={work} />}
      {shownSections(asked.filter(({ field }) => isOpen(field))).map((section) => (
        <SectionAnswers key={section.key} section={section} answers={work.answers} change={placeOf}
          isAsked={(field) => isOpen(field) && asked.some((each) => each.field === field && each.shown)} />
      ))}
      {leader !== null ? <WhoSubmits work={work} leader={leader} /> : <section class="next" aria-labelledby="confirm">
        <h2 id="confirm">{texts.check.confirm}</h2>
        <p>{work.open ? texts.correction.confirm : texts.check.confirmText}</p>
        <button class="button" type="button" aria-disabled={sending} onClick={() => void submit()}>
          {sending ? texts.check.submitting : work.open ? texts.correction.submit : texts.check.submit}
        </button>
      </section>}
    </Page>
    </UploadsContext.Provider>
  );
}

async function loadCheck(id: string): Promise<{ work: Work; leader: string | null }> {
  const work = await loadWork(id);
  if (work.application.yourRole === "COAUTHOR_LEADER") return { work, leader: null };
  const { leaderName } = await get("/v1/applications/{applicationId}/co-authors", { path: { applicationId: id } });
  return { work, leader: leaderName };
}

export function CheckPage({ id = "" }: PathParameters) {
  const loaded = useResource(`check ${id}`, () => loadCheck(id));

  return (
    <LoadedPage resource={loaded}>
      {({ work, leader }) => work.application.mayEdit && loaded.state === "ready"
        ? <Check work={work} leader={leader} reload={loaded.refresh} /> : <NotFoundPage />}
    </LoadedPage>
  );
}
