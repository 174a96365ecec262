/* Where the link of an invitation leads. A click takes it, because mail scanners open links by themselves. */
import { post } from "../../api/client";
import { useTexts } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { Page } from "../../parts/Page";
import { navigate } from "../../router/location";
import { useSession } from "../../session";
import { together } from "../../texts/together";
import { useLinkToken } from "../account/linkToken";

export function JoinPage() {
  const texts = useTexts();
  const { join } = useScoped(together);
  const token = useLinkToken();
  const { account } = useSession();
  const submission = useSubmission([], async () => {
    const { applicationId } = await post("/v1/co-authorships", { body: { token } });
    navigate(`/applications/${applicationId}`, "replace");
  });

  return (
    <Page title={join.title} refused={submission.problem !== null} above={<ErrorSummary submission={submission} />}>
      {!token ? <p>{texts.confirm.noToken}</p> : account === null ? (
        <>
          <p class="lead">{join.signIn}</p>
          <p><a class="button" href="/sign-in">{texts.menu.signIn}</a> <a href="/register">{join.register}</a></p>
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
