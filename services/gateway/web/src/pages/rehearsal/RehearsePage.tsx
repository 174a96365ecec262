/* What a rehearsal of a call is, and the button that starts one. */
import { post } from "../../api/client";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Local } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { rehearsal as words } from "../../texts/rehearsal";
import { loadCallDesk, type CallDesk } from "../office/desk";

function Start({ desk: { call, definition } }: { desk: CallDesk }) {
  const texts = useScoped(words);
  const submission = useSubmission([], async () => {
    const rehearsal = await post("/v1/calls/{callId}/rehearsals", { path: { callId: call.id } });
    navigate(`/office/calls/${rehearsal.id}/rehearsal`);
  });
  const board = call.state === "CALL_DRAFT" ? `/office/calls/${call.id}/edit` : `/office/calls/${call.id}`;

  return (
    <Page title={texts.start} above={<p class="back"><a href={board}><Local text={definition.title} /></a></p>}>
      <p class="lead">{texts.startLead}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={texts.startYes}>{null}</Form>
    </Page>
  );
}

export function RehearsePage({ id = "" }: PathParameters) {
  const desk = useResource(`rehearse ${id}`, () => loadCallDesk(id));

  return <LoadedPage resource={desk}>{(found) => <Start desk={found} />}</LoadedPage>;
}
