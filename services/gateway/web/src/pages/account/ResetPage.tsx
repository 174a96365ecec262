import { useState } from "preact/hooks";
import { post } from "../../api/client";
import { useTexts } from "../../language/context";
import { PasswordField, TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { Page } from "../../parts/Page";
import { useLinkToken } from "./linkToken";
import { ResultPage } from "./ResultPage";

/** Without a link: asks for one. The answer is the same whether or not the address has an account. */
function Ask() {
  const texts = useTexts();
  const [sent, setSent] = useState(false);
  const submission = useSubmission(["email"], async (value) => {
    await post("/v1/accounts/password-reset", { body: { email: value("email").trim() } });
    setSent(true);
  });

  if (sent)
    return (
      <ResultPage title={texts.reset.sentTitle}>
        <p>{texts.reset.sent}</p>
        <p>{texts.register.doneHelp}</p>
      </ResultPage>
    );
  return (
    <Page title={texts.reset.title} refused={submission.problem !== null}
      above={<ErrorSummary submission={submission} />}>
      <p class="lead">{texts.reset.lead}</p>
      <Form submission={submission} button={texts.reset.ask}>
        <TextField name="email" type="email" label={texts.forms.email} errors={submission.errors}
          autocomplete="username" />
      </Form>
    </Page>
  );
}

function Choose({ token }: { token: string }) {
  const texts = useTexts();
  const [done, setDone] = useState(false);
  const submission = useSubmission(["password"], async (value) => {
    await post("/v1/accounts/password", { body: { token, password: value("password") } });
    setDone(true);
  });

  if (done)
    return (
      <ResultPage title={texts.reset.doneTitle}>
        <p>{texts.reset.done}</p>
        <p><a class="button" href="/sign-in">{texts.menu.signIn}</a></p>
      </ResultPage>
    );
  return (
    <Page title={texts.reset.chooseTitle} refused={submission.problem !== null}
      above={<ErrorSummary submission={submission} />}>
      <Form submission={submission} button={texts.reset.submit}>
        <PasswordField name="password" label={texts.reset.password} help={texts.register.passwordHelp}
          errors={submission.errors} autocomplete="new-password" />
      </Form>
    </Page>
  );
}

export function ResetPage() {
  const token = useLinkToken();
  return token ? <Choose token={token} /> : <Ask />;
}
