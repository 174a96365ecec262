import { useState } from "preact/hooks";
import { post } from "../../api/client";
import { useTexts } from "../../language/context";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { Page } from "../../parts/Page";
import { useLocation } from "../../router/location";
import { ResultPage } from "./ResultPage";

/** The link of the first message. A click confirms, because mail scanners open links by themselves. */
export function ConfirmPage() {
  const texts = useTexts();
  const token = useLocation().query.get("token") ?? "";
  const [done, setDone] = useState(false);
  const submission = useSubmission([], async () => {
    await post("/v1/accounts/confirm", { body: { token } });
    setDone(true);
  });

  if (done)
    return (
      <ResultPage title={texts.confirm.doneTitle}>
        <p>{texts.confirm.done}</p>
        <p><a class="button" href="/sign-in">{texts.menu.signIn}</a></p>
      </ResultPage>
    );
  return (
    <Page title={texts.confirm.title} refused={submission.problem !== null}
      above={<ErrorSummary submission={submission} />}>
      {token ? (
        <>
          <p>{texts.confirm.lead}</p>
          <Form submission={submission} button={texts.confirm.submit}>{null}</Form>
        </>
      ) : <p>{texts.confirm.noToken}</p>}
    </Page>
  );
}
