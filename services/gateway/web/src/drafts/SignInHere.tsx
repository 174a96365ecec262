/* A session that ends in the middle: sign in where you are, and the text on the page is saved. */
import { useEffect, useRef, useState } from "preact/hooks";
import { remove } from "../api/client";
import { Problem } from "../api/problem";
import { useTexts } from "../language/context";
import { useScoped } from "../language/scoped";
import { ErrorSummary } from "../parts/form";
import { SignInForm, useSignIn } from "../parts/SignInForm";
import { useSession } from "../session";
import { writing } from "../texts/writing";
import type { Saver } from "./useAutosave";

export function SignInHere({ saver }: { saver: Pick<Saver, "state" | "flush"> }) {
  const texts = useTexts();
  const words = useScoped(writing);
  const { account, begin } = useSession();
  const [later, setLater] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const due = saver.state.kind === "signed-out";
  const signIn = useSignIn(async (session) => {
    if (!session.account || (account && session.account.id !== account.id)) {
      await remove("/v1/sessions/current", {});
      throw new Problem(400, "other-account", words.signInOther);
    }
    begin(session.account, session.expiresAt);
    dialog.current?.close();
    await saver.flush();
  });

  useEffect(() => {
    if (due && !later) dialog.current?.showModal();
    if (!due) setLater(false);
  }, [due, later]);
  const postpone = () => {
    setLater(true);
    dialog.current?.close();
  };
  return (
    <>
      {due && later && (
        <div class="notice warm">
          <p>{words.signInLead}</p>
          <button class="button" type="button" onClick={() => setLater(false)}>{words.signInSubmit}</button>
        </div>
      )}
      <dialog class="dialog" ref={dialog} aria-labelledby="sign-in-title" onCancel={postpone}>
        {due && (
          <>
            <ErrorSummary submission={signIn.submission} />
            <h2 id="sign-in-title">{words.signInTitle}</h2>
            <p>{words.signInLead}</p>
            <SignInForm {...signIn} button={words.signInSubmit} email={account?.email} />
            <p>
              {words.signInElsewhere} <a href="/sign-in" target="_blank">{texts.menu.signIn}</a>{" "}
              <button class="button plain small" type="button" onClick={() => void saver.flush()}>{words.signInDone}</button>
            </p>
            <p><button class="button plain" type="button" onClick={postpone}>{words.signInLater}</button></p>
          </>
        )}
      </dialog>
    </>
  );
}
