/* Signing in, with the code of a second factor once the API asks for it. On a page of its own and in the
 * middle of another. */
import { useState } from "preact/hooks";
import { post } from "../api/client";
import { Problem } from "../api/problem";
import type { Session } from "../api/shapes";
import { useTexts } from "../language/context";
import { PasswordField, TextField } from "./fields";
import { Form, useSubmission, type Submission } from "./form";

interface SignIn {
  submission: Submission;
  asksCode: boolean;
}

/** `onSession` may throw a Problem to refuse what the API allowed. */
export function useSignIn(onSession: (session: Session) => Promise<void> | void): SignIn {
  const [asksCode, setAsksCode] = useState(false);
  const submission = useSubmission(["email", "password", "code"], async (value) => {
    const session = await post("/v1/sessions", {
      body: { email: value("email").trim(), password: value("password"), code: value("code").trim() },
    }).catch((error: unknown) => {
      if (error instanceof Problem && error.reason === "second-factor-needed") setAsksCode(true);
      throw error;
    });
    await onSession(session);
  });
  return { submission, asksCode };
}

interface Props extends SignIn {
  button: string;
  email?: string | undefined;
}

export function SignInForm({ submission, asksCode, button, email }: Props) {
  const texts = useTexts();
  const { errors } = submission;

  return (
    <Form submission={submission} button={button}>
      <TextField name="email" type="email" label={texts.forms.email} errors={errors} autocomplete="username"
        value={email} />
      <PasswordField name="password" label={texts.forms.password} errors={errors} autocomplete="current-password" />
      {asksCode && <TextField name="code" label={texts.signIn.code} help={texts.signIn.codeHelp} errors={errors}
        autocomplete="one-time-code" />}
    </Form>
  );
}
