/* The mailings of a call: what was written to many, and results that wait; and writing a new one. */
import { get } from "../../api/client";
import type { Mailing } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { LoadedPage } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { mailings } from "../../texts/mailings";
import { CallPage } from "./CallPage";
import { loadCallDesk, type CallDesk } from "./desk";
import { MailingForm } from "./MailingForm";
import { mailingTitle, stateText } from "./mailings";

const SHOWN = 100;

function List({ desk, list }: { desk: CallDesk; list: Mailing[] }) {
  const { language } = useLanguage();
  const texts = useScoped(mailings);

  return (
    <Table caption={texts.list.caption} quietCaption wide rows={list} keyOf={({ id }) => id} columns={[
      { title: texts.list.subject, header: true, value: (each) => (
        <a href={`/office/calls/${desk.call.id}/mailings/${each.id}`} lang="pl">{mailingTitle(each, desk.call, texts, "pl")}</a>
      ) },
      { title: texts.list.state, value: (each) => stateText(each, texts) },
      { title: texts.list.reach, numeric: true, value: (each) => each.reach?.letters ?? 0 },
      { title: texts.list.when, value: (each) => {
        const moment = each.sentAt ?? each.listedAt;
        return moment && formatMoment(moment, language);
      } },
    ]} />
  );
}

export function MailingsPage({ id = "" }: PathParameters) {
  const texts = useScoped(mailings);
  const loaded = useResource(`mailings ${id}`, async () => {
    const [desk, { mailings: list }] = await Promise.all([loadCallDesk(id),
      get("/v1/calls/{callId}/mailings", { path: { callId: id }, query: { limit: SHOWN } })]);
    return { desk, list };
  });

  return (
    <CallPage resource={loaded} title={texts.list.title} lead={texts.list.lead}>
      {({ desk, list }) => (
        <>
          <p class="act"><a class="button" href={`/office/calls/${id}/mailings/new`}>{texts.list.write}</a></p>
          {list.length === 0 ? <p>{texts.list.none}</p> : <List desk={desk} list={list} />}
        </>
      )}
    </CallPage>
  );
}

export function NewMailingPage({ id = "" }: PathParameters) {
  const texts = useScoped(mailings);
  const loaded = useResource(`new mailing ${id}`, () => loadCallDesk(id));

  return (
    <LoadedPage resource={loaded}>
      {(desk) => (
        <Page title={texts.compose.title}
          above={<p class="back"><a href={`/office/calls/${id}/mailings`}>{texts.list.back}</a></p>}>
          <p class="lead">{texts.compose.lead}</p>
          <MailingForm desk={desk} onSaved={(saved) => navigate(`/office/calls/${id}/mailings/${saved.id}`)} />
        </Page>
      )}
    </LoadedPage>
  );
}
