import { post } from "../../api/client";
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
  const submission = useSubmission(["email", "password"], async (value) => {
    const session = await post("/v1/sessions", {
      body: { email: value("email").trim(), password: value("password") },
    });
    if (session.account) begin(session.account);
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
      </Form>
      <p>{texts.signIn.none} <a href="/register">{texts.signIn.register}</a></p>
    </Page>
  );
}
