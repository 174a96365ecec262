import { useState } from "preact/hooks";
import { put } from "../../api/client";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { apply } from "../../texts/apply";
import { ApplicantFields, applicantFields, applicantWording, draftOfApplicant, newApplicant, sentApplicant }
  from "./ApplicantFields";
import { loadWork, type Work } from "./work";

function WhoForm({ work }: { work: Work }) {
  const texts = useScoped(apply);
  const { application, definition } = work;
  const home = `/applications/${application.id}`;
  const [applicant, setApplicant] = useState(() => application.applicant
    ? draftOfApplicant(application.applicant) : newApplicant(work.account, definition.applicantTypes));
  const submission = useSubmission(applicantFields(applicant), async () => {
    await put("/v1/applications/{applicationId}", {
      path: { applicationId: application.id },
      body: { version: application.version, applicant: sentApplicant(applicant), answers: { list: work.answers } },
    });
    navigate(home);
  }, applicantWording(texts));

  return (
    <Page title={texts.who.title} refused={submission.problem !== null}
      above={(
        <>
          <p class="back"><a href={home}>{texts.section.back}</a></p>
          <ErrorSummary submission={submission} />
        </>
      )}>
      <p class="lead">{texts.who.lead}</p>
      <Form submission={submission} button={texts.who.save}>
        <ApplicantFields draft={applicant} types={definition.applicantTypes} errors={submission.errors}
          onChange={setApplicant} />
      </Form>
    </Page>
  );
}

export function WhoPage({ id = "" }: PathParameters) {
  const work = useResource(`who ${id}`, () => loadWork(id));

  return <LoadedPage resource={work}>{(found) => <WhoForm work={found} />}</LoadedPage>;
}
