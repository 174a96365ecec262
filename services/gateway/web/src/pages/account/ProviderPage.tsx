/* Where the identity provider sends the browser back to. */
import { useEffect, useState } from "preact/hooks";
import { post } from "../../api/client";
import { Problem } from "../../api/problem";
import { useTexts } from "../../language/context";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { Loading, ProblemText } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem } from "../../parts/resource";
import { navigate } from "../../router/location";
import { safeReturn } from "../../router/path";
import { useSession } from "../../session";
import { takeNext } from "./next";

/* Read once, and out of the address bar at once: the answer is nobody else's. */
function takeAnswer() {
  const query = new URLSearchParams(location.search);
  history.replaceState(null, "", location.pathname);
  return { state: query.get("state") ?? "", code: query.get("code") ?? "", issuer: query.get("iss") ?? "" };
}

export function ProviderPage() {
  const texts = useTexts();
  const { begin } = useSession();
  const [answer] = useState(takeAnswer);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [asksCode, setAsksCode] = useState(false);
  const send = async (body: { state: string; code?: string; issuer?: string; oneTimeCode?: string }) => {
    const { session, codeNeeded } = await post("/v1/sessions/by-provider", { body });
    setAsksCode(codeNeeded);
    if (!session) return;
    if (session.account) begin(session.account, session.expiresAt);
    navigate(safeReturn(takeNext()), "replace");
  };
  const submission = useSubmission(["oneTimeCode"], (value) =>
    send({ state: answer.state, oneTimeCode: value("oneTimeCode").trim() }));

  useEffect(() => {
    if (answer.code) send(answer).catch((error: unknown) => setProblem(asProblem(error)));
    else setProblem(new Problem(401, "provider-said-no", texts.signIn.providerRefused));
  }, []);
  return (
    <Page title={texts.signIn.title} refused={problem !== null || submission.problem !== null}
      above={<ErrorSummary submission={submission} />}>
      {problem && (
        <>
          <div class="errors" role="alert"><ProblemText problem={problem} /></div>
          <p><a class="button" href="/sign-in">{texts.signIn.title}</a></p>
        </>
      )}
      {asksCode && (
        <Form submission={submission} button={texts.signIn.submit}>
          <TextField name="oneTimeCode" label={texts.signIn.code} help={texts.signIn.codeHelp}
            errors={submission.errors} autocomplete="one-time-code" />
        </Form>
      )}
      {!problem && !asksCode && <Loading />}
    </Page>
  );
}
