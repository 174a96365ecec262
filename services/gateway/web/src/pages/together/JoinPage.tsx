/* Where the link of an invitation leads. A click takes it, because mail scanners open links by themselves. */
import { useEffect } from "preact/hooks";
import { post } from "../../api/client";
import { useTexts } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { Page } from "../../parts/Page";
import { navigate } from "../../router/location";
import { useSession } from "../../session";
import { together } from "../../texts/together";
import { useLinkToken } from "../account/linkToken";

/* Signing in may lead through other pages, also an identity provider's: the invitation waits in this tab. */
const KEY = "wlacznik.invitation";

function kept(): string {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

function keep(token: string): void {
  try {
    if (token) sessionStorage.setItem(KEY, token);
    else sessionStorage.removeItem(KEY);
  } catch {
    /* Then the letter's link is opened once more. */
  }
}

export function JoinPage() {
  const texts = useTexts();
  const { join } = useScoped(together);
  const token = useLinkToken() || kept();
  const { account } = useSession();
  const submission = useSubmission([], async () => {
    const { applicationId } = await post("/v1/co-authorships", { body: { token } });
    keep("");
    navigate(`/applications/${applicationId}`, "replace");
  });

  useEffect(() => keep(token), [token]);
  return (
    <Page title={join.title} refused={submission.problem !== null} above={<ErrorSummary submission={submission} />}>
      {!token ? <p>{texts.confirm.noToken}</p> : account === null ? (
        <>
          <p class="lead">{join.signIn}</p>
          <p><a class="button" href="/sign-in?next=/co-author">{texts.menu.signIn}</a> <a href="/register">{join.register}</a></p>
        </>
      ) : (
        <>
          <p class="lead">{join.lead}</p>
          <Form submission={submission} button={join.accept}>{null}</Form>
        </>
      )}
    </Page>
  );
}
