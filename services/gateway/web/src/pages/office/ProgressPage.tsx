/* How far the assessment is, and which applications have waited longest. */
import type { Dossier } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { useResource } from "../../parts/resource";
import { Table, type Column } from "../../parts/Table";
import type { PathParameters } from "../../router/path";
import { office } from "../../texts/office";
import { CallPage } from "./CallPage";
import { loadCallDesk, loadDossiers, regionNameOf, type CallDesk } from "./desk";

const SHOWN = 50;

function Waiting({ desk, dossiers }: { desk: CallDesk; dossiers: Dossier[] }) {
  const { language } = useLanguage();
  const { board, dossier: states, progress } = useScoped(office);
  const columns: Column<Dossier>[] = [
    { title: board.number, value: (each) => <span class="code">{each.number}</span> },
    { title: board.applicationTitle, header: true, value: (each) => <a lang="pl" href={`/office/dossiers/${each.applicationId}`}>{each.title}</a> },
    { title: board.region, value: (each) => <span lang="pl">{regionNameOf(desk.call, each.region)}</span> },
    { title: board.state, value: (each) => states[each.state] },
    { title: board.cards, numeric: true, value: (each) => board.cardsOf(each.cardsLocked, each.cardsLocked + each.cardsOpen) },
    { title: progress.waiting, value: (each) => each.submittedAt && formatDay(each.submittedAt, language) },
  ];

  return <Table caption={progress.late} quietCaption wide columns={columns} rows={dossiers} keyOf={(each) => each.applicationId} />;
}

export function ProgressPage({ id = "" }: PathParameters) {
  const { progress } = useScoped(office);
  const loaded = useResource(`progress ${id}`, async () => {
    const [desk, dossiers] = await Promise.all([loadCallDesk(id), loadDossiers(id)]);
    const locked = dossiers.reduce((sum, each) => sum + each.cardsLocked, 0);
    return { desk, dossiers, locked, cards: dossiers.reduce((sum, each) => sum + each.cardsOpen, locked) };
  });

  return (
    <CallPage resource={loaded} title={progress.title} lead={({ locked, cards }) => progress.lead(locked, cards)}>
      {({ desk, dossiers, locked, cards }) => {
        const late = dossiers.filter((each) => each.cardsOpen > 0)
          .sort((a, b) => (a.submittedAt ?? "").localeCompare(b.submittedAt ?? "")).slice(0, SHOWN);
        return (
          <>
            <progress max={Math.max(1, cards)} value={locked} aria-label={progress.title} />
            <h2>{progress.late}</h2>
            <p>{late.length > 0 ? progress.lateHelp : progress.none}</p>
            {late.length > 0 && <Waiting desk={desk} dossiers={late} />}
          </>
        );
      }}
    </CallPage>
  );
}
