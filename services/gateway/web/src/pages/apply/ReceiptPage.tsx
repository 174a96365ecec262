import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { LoadedPage } from "../../parts/Loaded";
import { localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { apply } from "../../texts/apply";
import { loadWork, type Work } from "./work";

function Receipt({ work }: { work: Work }) {
  const { language } = useLanguage();
  const { home, receipt } = useScoped(apply);
  const { application, definition, position, stage } = work;
  const here = `/applications/${application.id}`;
  const later = position > 0;

  if (!application.digest) return <Page title={home.receipt}><p>{receipt.none} <a href={here}>{receipt.toApplication}</a></p></Page>;
  return (
    <Page title={later && !application.mayEdit ? receipt.stageTitle(localText(stage.title, language)) : receipt.title}>
      <div class="receipt">
        <p>{receipt.number}</p>
        <p class="big-number code">{application.number}</p>
      </div>
      <p class="lead">{receipt.lead}</p>
      <Facts facts={[
        { name: home.call, value: localText(definition.title, language) },
        application.title ? { name: home.innovation, value: <span lang="pl">{application.title}</span> } : null,
        application.submittedAt ? { name: home.submittedAt, value: formatMoment(application.submittedAt, language) } : null,
        { name: home.digest, value: <code>{application.digest}</code>, help: home.digestHelp },
      ]} />
      <p class="act">
        <button class="button plain" type="button" onClick={() => print()}>{receipt.print}</button>
      </p>
      <h2>{receipt.next}</h2>
      <p>{later ? receipt.nextStage : receipt.nextFormal}</p>
      <p><a href={here}>{receipt.toApplication}</a></p>
    </Page>
  );
}

export function ReceiptPage({ id = "" }: PathParameters) {
  const work = useResource(`receipt ${id}`, () => loadWork(id));

  return <LoadedPage resource={work}>{(found) => <Receipt work={found} />}</LoadedPage>;
}
