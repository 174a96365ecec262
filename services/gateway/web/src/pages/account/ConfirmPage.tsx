import { useState } from "preact/hooks";
import { post } from "../../api/client";
import { useTexts } from "../../language/context";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { Page } from "../../parts/Page";
import { useLinkToken } from "./linkToken";
import { ResultPage } from "./ResultPage";

interface Props {
  path: "/v1/accounts/confirm" | "/v1/accounts/email";
  /** What stands in the place of the form when it was done. */
  done: string;
}

/** A click confirms, because mail scanners open links by themselves. */
function Confirmation({ path, done: doneText }: Props) {
  const texts = useTexts();
  const token = useLinkToken();
  const [done, setDone] = useState(false);
  const submission = useSubmission([], async () => {
    await post(path, { body: { token } });
    setDone(true);
  });

  if (done)
    return (
      <ResultPage title={texts.confirm.doneTitle}>
        <p>{doneText}</p>
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

/** The link of the first letter. */
export function ConfirmPage() {
  return <Confirmation path="/v1/accounts/confirm" done={useTexts().confirm.done} />;
}

/** The link that a new address of an account was sent. */
export function ConfirmEmailPage() {
  return <Confirmation path="/v1/accounts/email" done={useTexts().confirm.emailDone} />;
}
