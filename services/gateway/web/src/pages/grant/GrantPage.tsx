/* The grantee's side of a grant. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Grant } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { LoadedPage } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { whoAmI } from "../../session";
import { grant as texts } from "../../texts/grant";
import { AskAmendment, Decline, WriteReport } from "./GranteeForms";
import { Agreement, Amendments, BalancesView, Ledger, Tranches, Turn } from "./GrantView";
import { loadGrant } from "./load";
import { amendmentWaits, balancesOf, turnOf } from "./standing";

/** What was just done, heard and with the focus, because the form that did it is gone. */
export function Said({ text }: { text: string }) {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (text) box.current?.focus();
  }, [text]);
  return text ? <div class="notice" role="status" tabIndex={-1} ref={box}><p>{text}</p></div> : null;
}

function Body({ first }: { first: Grant }) {
  const [{ grant, said, round }, setState] = useState({ grant: first, said: "", round: 0 });
  const act = { grant, onDone: (next: Grant, text: string) => setState({ grant: next, said: text, round: round + 1 }) };
  const turn = turnOf(grant, Date.now());
  const due = turn.what === "report" || turn.what === "mend" ? grant.reports.find(({ position }) => position === turn.position) : undefined;
  const running = grant.state === "GRANT_RUNNING";

  return (
    <>
      <Said key={`said ${round}`} text={said} />
      <Turn grant={grant} />
      <div class="with-aside">
        <div>
          {due && <WriteReport key={`report ${round}`} report={due} {...act} />}
          {running && <BalancesView balances={balancesOf(grant)} />}
          <Tranches grant={grant} />
          <Amendments grant={grant}>
            {running && !amendmentWaits(grant) && <AskAmendment key={`ask ${round}`} {...act} />}
          </Amendments>
          {grant.state === "GRANT_OFFERED" && <Decline {...act} />}
        </div>
        <Agreement grant={grant} />
      </div>
      <Ledger grant={grant} />
    </>
  );
}

export function GrantPage({ id = "" }: PathParameters) {
  const words = useScoped(texts);
  const loaded = useResource(`grant ${id}`, async () => {
    await whoAmI(); /* opens the vault, too */
    return { grant: await loadGrant(id) };
  });

  return (
    <LoadedPage resource={loaded}>
      {({ grant }) => (
        <Page title={grant ? words.of(grant.number) : words.title} above={<p class="back"><a href={`/applications/${id}`}>{words.back}</a></p>}>
          {grant ? <Body first={grant} /> : <p>{words.none}</p>}
        </Page>
      )}
    </LoadedPage>
  );
}
