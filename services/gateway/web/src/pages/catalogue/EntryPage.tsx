import { get } from "../../api/client";
import type { Entry, EntryText } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { formatMoney } from "../../format/numbers";
import { regionName } from "../../format/regions";
import { useLanguage } from "../../language/context";
import { Facts } from "../../parts/Facts";
import { LoadedPage } from "../../parts/Loaded";
import { Prose } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";

const sections = ["problem", "solution", "recipients", "evidence", "steps"] as const;

function InShort({ entry, text }: { entry: Entry; text: EntryText }) {
  const { language, texts } = useLanguage();

  return (
    <section class="aside" aria-labelledby="facts">
      <h2 id="facts">{texts.entry.facts}</h2>
      <Facts facts={[
        text.authors ? { name: texts.entry.authors, value: <span lang="pl">{text.authors}</span> } : null,
        entry.region
          ? { name: texts.entry.region, value: <span lang="pl">{regionName(entry.region)}</span> } : null,
        BigInt(text.costGrosze) > 0n
          ? { name: texts.entry.cost, value: formatMoney(text.costGrosze, language) } : null,
        text.licence ? { name: texts.entry.licence, value: text.licence } : null,
        entry.publishedAt
          ? { name: texts.entry.published, value: formatDay(entry.publishedAt, language) } : null,
        entry.callId
          ? { name: texts.entry.call, value: <a href={`/calls/${entry.callId}`}>{texts.entry.callLink}</a> } : null,
      ]} />
    </section>
  );
}

function EntryBody({ entry, text }: { entry: Entry; text: EntryText }) {
  const { texts } = useLanguage();

  return (
    <Page title={text.title} titleLanguage="pl"
      above={<p class="back"><a href="/catalogue">{texts.entry.back}</a></p>}>
      <div class="lead"><Prose text={text.summary} language="pl" /></div>
      <div class="with-aside">
        <div>
          {sections.filter((name) => text[name]).map((name) => (
            <section key={name} aria-labelledby={name}>
              <h2 id={name}>{texts.entry[name]}</h2>
              <Prose text={text[name]} language="pl" />
            </section>
          ))}
        </div>
        <InShort entry={entry} text={text} />
      </div>
    </Page>
  );
}

export function EntryPage({ slug = "" }: PathParameters) {
  const entry = useResource(`entry ${slug}`, () => get("/v1/catalogue/{slug}", { path: { slug } }));

  return (
    <LoadedPage resource={entry}>
      {(found) => found.text && <EntryBody entry={found} text={found.text} />}
    </LoadedPage>
  );
}
