import { useState } from "preact/hooks";
import { post } from "../../api/client";
import { Problem } from "../../api/problem";
import { useTexts } from "../../language/context";
import { PasswordField, TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { Page } from "../../parts/Page";
import { navigate } from "../../router/location";
import { useSession } from "../../session";
import { useLinkToken } from "./linkToken";
import { ResultPage } from "./ResultPage";

/** The link that signs an assessor in. A click does it, because mail scanners open links by themselves. */
export function SignInLinkPage() {
  const texts = useTexts();
  const token = useLinkToken();
  const { begin } = useSession();
  const [asksCode, setAsksCode] = useState(false);
  const submission = useSubmission(["code"], async (value) => {
    const session = await post("/v1/sessions/by-link", { body: { token, code: value("code").trim() } })
      .catch((error: unknown) => {
        if (error instanceof Problem && error.reason === "second-factor-needed") setAsksCode(true);
        throw error;
      });
    if (session.account) begin(session.account);
    navigate("/me", "replace");
  });

  return (
    <Page title={texts.signIn.title} refused={submission.problem !== null}
      above={<ErrorSummary submission={submission} />}>
      {token ? (
        <Form submission={submission} button={texts.signIn.submit}>
          {asksCode && <TextField name="code" label={texts.signIn.code} help={texts.signIn.codeHelp}
            errors={submission.errors} autocomplete="one-time-code" />}
        </Form>
      ) : <p>{texts.confirm.noToken}</p>}
    </Page>
  );
}

/** Accepts an invitation; who has an account already leaves the password empty. */
export function InvitationPage() {
  const texts = useTexts();
  const token = useLinkToken();
  const [done, setDone] = useState(false);
  const submission = useSubmission(["password"], async (value) => {
    await post("/v1/invitations/accept", { body: { token, password: value("password") } });
    setDone(true);
  });

  if (done)
    return (
      <ResultPage title={texts.invitation.doneTitle}>
        <p>{texts.invitation.done}</p>
        <p><a class="button" href="/sign-in">{texts.menu.signIn}</a></p>
      </ResultPage>
    );
  return (
    <Page title={texts.invitation.title} refused={submission.problem !== null}
      above={<ErrorSummary submission={submission} />}>
      {token ? (
        <>
          <p class="lead">{texts.invitation.lead}</p>
          <Form submission={submission} button={texts.invitation.submit}>
            <PasswordField name="password" label={texts.invitation.password}
              help={texts.register.passwordHelp} errors={submission.errors} autocomplete="new-password" />
          </Form>
        </>
      ) : <p>{texts.confirm.noToken}</p>}
    </Page>
  );
}
