import { useState } from "preact/hooks";
import { post } from "../../api/client";
import { useLanguage } from "../../language/context";
import { PasswordField, TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { Page } from "../../parts/Page";
import { ResultPage } from "./ResultPage";

export function RegisterPage() {
  const { language, texts } = useLanguage();
  const [sentTo, setSentTo] = useState("");
  const submission = useSubmission(["name", "email", "password"], async (value) => {
    const email = value("email").trim();
    await post("/v1/accounts", {
      body: { email, password: value("password"), name: value("name").trim(), locale: language },
    });
    setSentTo(email);
  });
  const { errors } = submission;

  if (sentTo)
    return (
      <ResultPage title={texts.register.doneTitle}>
        <p>{texts.register.done(sentTo)}</p>
        <p>{texts.register.doneHelp}</p>
      </ResultPage>
    );
  return (
    <Page title={texts.register.title} refused={submission.problem !== null}
      above={<ErrorSummary submission={submission} />}>
      <p class="lead">{texts.register.lead}</p>
      <Form submission={submission} button={texts.register.submit}>
        <TextField name="name" label={texts.register.name} errors={errors} autocomplete="name" />
        <TextField name="email" type="email" label={texts.forms.email} help={texts.register.emailHelp}
          errors={errors} autocomplete="email" />
        <PasswordField name="password" label={texts.forms.password} help={texts.register.passwordHelp}
          errors={errors} autocomplete="new-password" />
      </Form>
      <p>{texts.register.have} <a href="/sign-in">{texts.menu.signIn}</a></p>
    </Page>
  );
}
