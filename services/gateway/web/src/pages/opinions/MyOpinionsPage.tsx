/* What somebody was asked to write for other regions, and entering a code that another region gave. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { MySecondOpinion, SecondOpinionAnswer } from "../../api/shapes";
import { formatDate } from "../../format/moments";
import { regionName } from "../../format/regions";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { useTask } from "../../parts/task";
import { opinions } from "../../texts/opinions";

function Code({ answer }: { answer: SecondOpinionAnswer }) {
  const words = useScoped(opinions);

  return (
    <div class="notice" role="status">
      <p>{words.codeHelp} <a href={`${answer.address}/me/second-opinions`}>{answer.address}</a></p>
      <p><strong>{words.code}:</strong> <code>{answer.code}</code></p>
    </div>
  );
}

function Item({ opinion, onAnswered }: { opinion: MySecondOpinion; onAnswered: () => void }) {
  const { language } = useLanguage();
  const words = useScoped(opinions);
  const [answer, setAnswer] = useState<SecondOpinionAnswer | null>(null);
  const { problem, busy, run } = useTask();
  const id = `opinion-${opinion.offerId}`;
  const reply = (agree: boolean) => run(async () => {
    const given = await post("/v1/me/second-opinions/{offerId}", { path: { offerId: opinion.offerId }, body: { agree } });
    setAnswer(agree ? given : null);
    onAnswered();
  });
  const open = !opinion.here && !opinion.closedAt;

  return (
    <li>
      <section aria-labelledby={id}>
        <h3 id={id}>
          <span lang="pl">{words.asks(regionName(opinion.region), opinion.applications)}</span>
          {" "}<span class="tag">{opinion.closedAt ? words.closed : words.state[opinion.state]}</span>
        </h3>
        <p class="quiet">{words.day(formatDate(opinion.until, language))}</p>
        {opinion.here && <p>{words.here}</p>}
        <Refusal problem={problem} />
        {answer && <Code answer={answer} />}
        {open && opinion.state === "OPINION_OFFERED" && (
          <>
            <p>{words.consent}</p>
            <p class="act">
              <button class="button" type="button" aria-disabled={busy} onClick={() => void reply(true)}>{words.agree}</button>{" "}
              <button class="button plain" type="button" aria-disabled={busy} onClick={() => void reply(false)}>{words.decline}</button>
            </p>
          </>
        )}
        {open && opinion.state === "OPINION_AGREED" && (
          <p class="act">
            <a href={`${opinion.address}/me/second-opinions`}>{words.toAddress}</a>{" "}
            {!answer && <button class="button plain" type="button" aria-disabled={busy} onClick={() => void reply(true)}>{words.anew}</button>}
          </p>
        )}
      </section>
    </li>
  );
}

function Arrive({ onArrived }: { onArrived: () => void }) {
  const words = useScoped(opinions);
  const [done, setDone] = useState(false);
  const submission = useSubmission(["code"], async (value) => {
    setDone(false);
    await post("/v1/me/second-opinion-arrivals", { body: { code: value("code").trim() } });
    setDone(true);
    onArrived();
  }, ({ field, detail }) => [field, detail]);

  return (
    <section aria-labelledby="enter">
      <h2 id="enter">{words.enter}</h2>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.enterButton}>
        <TextField name="code" label={words.enterLabel} help={words.enterHelp} errors={submission.errors} autocomplete="off" />
      </Form>
      <p role="status">{done && <strong>{words.entered}</strong>}</p>
    </section>
  );
}

export function MyOpinionsPage() {
  const words = useScoped(opinions);
  const loaded = useResource("my second opinions", () => get("/v1/me/second-opinions", {}));

  return (
    <LoadedPage resource={loaded}>
      {({ secondOpinions }, refresh) => (
        <Page title={words.mine}>
          <p class="lead">{words.mineLead}</p>
          {secondOpinions.length === 0 ? <p>{words.mineNone}</p>
            : <ul class="rows">{secondOpinions.map((each) => <Item key={each.offerId} opinion={each} onAnswered={refresh} />)}</ul>}
          <Arrive onArrived={refresh} />
        </Page>
      )}
    </LoadedPage>
  );
}
