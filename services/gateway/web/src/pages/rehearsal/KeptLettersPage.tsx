/* The mailbox of a rehearsal: every letter that would have gone, in order, as its reader would see it. */
import { get } from "../../api/client";
import type { KeptLetter } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { LoadedPage } from "../../parts/Loaded";
import { Prose } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { useLocation } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { rehearsal as words } from "../../texts/rehearsal";

const PAGE = 20;

function Letter({ letter, here, alone }: { letter: KeptLetter; here: string; alone: boolean }) {
  const { language } = useLanguage();
  const texts = useScoped(words);

  return (
    <li class="card">
      <h2 lang={letter.locale}>{letter.failed ? <span lang={language}>{texts.failed}</span> : letter.subject}</h2>
      <p class="quiet">
        {texts.to}: <span lang="pl">{letter.name}</span>
        {letter.keptAt && ` · ${formatMoment(letter.keptAt, language)}`}
        {letter.applicationId !== "" && <> · <a href={`/office/dossiers/${letter.applicationId}`}>{texts.application}</a></>}
      </p>
      <Prose text={letter.text} language={letter.locale} />
      {!alone && letter.userId !== "" && <p><a href={`${here}?of=${letter.userId}`}>{texts.only(letter.name)}</a></p>}
    </li>
  );
}

export function KeptLettersPage({ id = "" }: PathParameters) {
  const texts = useScoped(words);
  const { query } = useLocation();
  const of = query.get("of") ?? "", cursor = query.get("from") ?? "";
  const here = `/office/calls/${id}/rehearsal/letters`;
  const loaded = useResource(`letters ${id} ${of} ${cursor}`, () => get("/v1/calls/{callId}/rehearsal/letters", {
    path: { callId: id }, query: { limit: PAGE, cursor, total: true, ...(of ? { userId: of } : {}) },
  }));

  return (
    <LoadedPage resource={loaded}>
      {({ letters, nextCursor, total }) => (
        <Page title={texts.letters} above={<p class="back"><a href={`/office/calls/${id}/rehearsal`}>{texts.title}</a></p>}>
          <p class="lead">{total === 0 ? texts.noLetters : `${texts.lettersLead} ${texts.lettersCount(total)}.`}</p>
          {of && <p>{texts.onlyShown} <a href={here}>{texts.all}</a></p>}
          <ol class="cards broad">
            {letters.map((letter) => <Letter key={letter.id} letter={letter} here={here} alone={of !== ""} />)}
          </ol>
          {nextCursor !== "" && (
            <p><a class="button plain" href={`${here}?${new URLSearchParams({ ...(of ? { of } : {}), from: nextCursor }).toString()}`}>{texts.more}</a></p>
          )}
          {cursor !== "" && <p><a href={of ? `${here}?of=${of}` : here}>{texts.first}</a></p>}
        </Page>
      )}
    </LoadedPage>
  );
}
