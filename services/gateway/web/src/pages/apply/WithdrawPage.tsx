import { post } from "../../api/client";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { apply } from "../../texts/apply";
import { titleOf } from "./HomePage";
import { loadWork, type Work } from "./work";

function WithdrawForm({ work }: { work: Work }) {
  const texts = useScoped(apply);
  const { application, definition } = work;
  const here = `/applications/${application.id}`;
  const draft = application.number === "";
  const submission = useSubmission(["reason"], async (value) => {
    await post("/v1/applications/{applicationId}/withdraw", {
      path: { applicationId: application.id }, body: { reason: value("reason").trim() },
    });
    navigate(here, "replace");
  });

  return (
    <Page title={texts.withdraw.title} refused={submission.problem !== null}
      above={(
        <>
          <p class="back"><a href={here}>{titleOf(work, texts.home.untitled)}</a></p>
          <ErrorSummary submission={submission} />
        </>
      )}>
      <p class="lead">{draft ? texts.withdraw.draftLead : texts.withdraw.lead}</p>
      {!draft && definition.withdrawnCounts && <p>{texts.withdraw.counts}</p>}
      <Form submission={submission} button={texts.withdraw.submit} warning>
        {!draft && (
          <div class="field">
            <label for="reason">{texts.withdraw.reason}</label>
            <textarea id="reason" name="reason" rows={4} maxLength={2000} />
          </div>
        )}
      </Form>
      <p><a href={here}>{texts.withdraw.stay}</a></p>
    </Page>
  );
}

export function WithdrawPage({ id = "" }: PathParameters) {
  const work = useResource(`withdraw ${id}`, () => loadWork(id));

  return <LoadedPage resource={work}>{(found) => <WithdrawForm work={found} />}</LoadedPage>;
}
