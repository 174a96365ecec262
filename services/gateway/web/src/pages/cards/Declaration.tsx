import { useState } from "preact/hooks";
import { post } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Card } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { Page } from "../../parts/Page";
import { Radios } from "../apply/ApplicantFields";
import { cards as words } from "../../texts/cards";
import { forget } from "../../drafts/vault";
import { cardDraftName } from "./desk";

type Answer = "none" | "conflict";

async function declare(card: Card, conflict: boolean, reason: string): Promise<void> {
  await post("/v1/cards/{cardId}/declaration", { path: { cardId: card.id }, body: { conflict, reason } });
  if (conflict) await forget(cardDraftName(card.id));
}

function Reason() {
  const { declaration } = useScoped(words);

  return (
    <div class="field">
      <label for="reason">{declaration.reason}</label>
      <p class="quiet" id="reason-help">{declaration.reasonHelp}</p>
      <textarea id="reason" name="reason" rows={3} maxLength={2000} aria-describedby="reason-help" />
    </div>
  );
}

/** What comes before anything of the application is shown. */
export function DeclarationPage({ card, onDone }: { card: Card; onDone: () => void }) {
  const texts = useScoped(words);
  const [answer, setAnswer] = useState<Answer | "">("");
  const submission = useSubmission(["answer"], async (value) => {
    if (answer === "")
      throw new Problem(400, "invalid", "", [{ field: "answer", code: "required", detail: texts.declaration.choose }]);
    await declare(card, answer === "conflict", answer === "conflict" ? value("reason").trim() : "");
    onDone();
  });

  return (
    <Page title={texts.declaration.title} refused={submission.problem !== null}
      above={(
        <>
          <p class="back"><a href="/cards">{texts.card.back}</a></p>
          <ErrorSummary submission={submission} />
        </>
      )}>
      <p class="lead">{texts.declaration.lead(card.number)}</p>
      <p>{texts.declaration.when}</p>
      <ul>{texts.declaration.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
      <Form submission={submission} button={texts.declaration.submit}>
        <Radios<Answer> id="answer" legend={texts.declaration.question} value={answer} errors={submission.errors}
          onChange={setAnswer}
          options={[["none", texts.declaration.none], ["conflict", texts.declaration.conflict]]} />
        {answer === "conflict" && <Reason />}
      </Form>
    </Page>
  );
}

/** A conflict that shows only in the text. */
export function LateConflict({ card, onDone }: { card: Card; onDone: () => void }) {
  const { declaration } = useScoped(words);
  const submission = useSubmission([], async (value) => {
    await declare(card, true, value("reason").trim());
    onDone();
  });

  return (
    <details>
      <summary>{declaration.later}</summary>
      <p>{declaration.laterLead}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={declaration.laterSubmit} warning><Reason /></Form>
    </details>
  );
}
