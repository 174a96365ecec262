import type { Session } from "../../api/shapes";
import { useTexts } from "../../language/context";
import { ErrorSummary } from "../../parts/form";
import { Page } from "../../parts/Page";
import { SignInForm, useSignIn } from "../../parts/SignInForm";
import { navigate, useLocation } from "../../router/location";
import { safeReturn } from "../../router/path";
import { useSession } from "../../session";
import { OtherWays } from "./OtherWays";

export function SignInPage() {
  const texts = useTexts();
  const { query } = useLocation();
  const { begin } = useSession();
  const wanted = query.get("next");
  const enter = (session: Session) => {
    if (session.account) begin(session.account, session.expiresAt);
    navigate(safeReturn(wanted), "replace");
  };
  const signIn = useSignIn(enter);
  const { submission } = signIn;

  return (
    <Page title={texts.signIn.title} refused={submission.problem !== null}
      above={<ErrorSummary submission={submission} />}>
      {wanted && <p>{texts.signIn.again}</p>}
      <SignInForm {...signIn} button={texts.signIn.submit} />
      <OtherWays next={wanted} onSession={enter} />
      <p><a href="/reset">{texts.signIn.forgotten}</a></p>
      <p>{texts.signIn.none} <a href="/register">{texts.signIn.register}</a></p>
    </Page>
  );
}
