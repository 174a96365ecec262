import { useState } from "preact/hooks";
import { post } from "../../api/client";
import { Problem } from "../../api/problem";
import { useTexts } from "../../language/context";
import { PasswordField, TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { Page } from "../../parts/Page";
import { navigate, useLocation } from "../../router/location";
import { safeReturn } from "../../router/path";
import { useSession } from "../../session";

export function SignInPage() {
  const texts = useTexts();
  const { query } = useLocation();
  const { begin } = useSession();
  const wanted = query.get("next");
  const [asksCode, setAsksCode] = useState(false);
  const submission = useSubmission(["email", "password", "code"], async (value) => {
    const session = await post("/v1/sessions", {
      body: { email: value("email").trim(), password: value("password"), code: value("code").trim() },
    }).catch((error: unknown) => {
      if (error instanceof Problem && error.reason === "second-factor-needed") setAsksCode(true);
      throw error;
    });
    if (session.account) begin(session.account, session.expiresAt);
    navigate(safeReturn(wanted), "replace");
  });
  const { errors } = submission;

  return (
    <Page title={texts.signIn.title} refused={submission.problem !== null}
      above={<ErrorSummary submission={submission} />}>
      {wanted && <p>{texts.signIn.again}</p>}
      <Form submission={submission} button={texts.signIn.submit}>
        <TextField name="email" type="email" label={texts.forms.email} errors={errors} autocomplete="username" />
        <PasswordField name="password" label={texts.forms.password} errors={errors}
          autocomplete="current-password" />
        {asksCode && <TextField name="code" label={texts.signIn.code} help={texts.signIn.codeHelp} errors={errors}
          autocomplete="one-time-code" />}
      </Form>
      <p><a href="/reset">{texts.signIn.forgotten}</a></p>
      <p>{texts.signIn.none} <a href="/register">{texts.signIn.register}</a></p>
    </Page>
  );
}
