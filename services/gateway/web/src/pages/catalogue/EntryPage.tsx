import { get } from "../../api/client";
import type { Entry, EntrySummary, EntryText, Material } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { formatMoney } from "../../format/numbers";
import { regionName } from "../../format/regions";
import { useLanguage } from "../../language/context";
import { EntryCard } from "../../parts/EntryCard";
import { Facts } from "../../parts/Facts";
import { lazyPart } from "../../parts/lazy";
import { Loaded, LoadedPage } from "../../parts/Loaded";
import { Prose } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { useLocation } from "../../router/location";
import type { PathParameters } from "../../router/path";

const sections = ["problem", "solution", "recipients", "evidence", "steps", "roles", "duration", "costNote", "risks"] as const;

const Became = lazyPart("became", () => import("./Became").then(({ Became: part }) => part));

interface Props {
  entry: Entry;
  text: EntryText;
}

function InShort({ entry, text }: Props) {
  const { language, texts } = useLanguage();

  return (
    <section class="aside" aria-labelledby="facts">
      <h2 id="facts">{texts.entry.facts}</h2>
      <Facts facts={[
        text.authors ? { name: texts.entry.authors, value: <span lang="pl">{text.authors}</span> } : null,
        text.contact ? { name: texts.entry.contact, value: <span lang="pl">{text.contact}</span> } : null,
        entry.region
          ? { name: texts.entry.region, value: <span lang="pl">{regionName(entry.region)}</span> } : null,
        { name: texts.entry.reach, value: texts.facets.value[entry.reach] },
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

function Materials({ materials }: { materials: readonly Material[] }) {
  const { texts } = useLanguage();

  if (materials.length === 0) return null;
  return (
    <section aria-labelledby="materials">
      <h2 id="materials">{texts.entry.materials}</h2>
      <ul>
        {materials.map(({ title, url, format, accessible }) => (
          <li key={url}>
            <a href={url} rel="noreferrer" lang="pl">{title}</a>{format && ` (${format})`}
            {accessible && <span class="quiet">, {texts.entry.accessible}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Kit({ entry }: { entry: Entry }) {
  const { texts } = useLanguage();
  const language = entry.language && entry.language !== "pl" ? `?language=${entry.language}` : "";
  const address = `/v1/catalogue/${entry.slug}`;

  return (
    <section aria-labelledby="kit">
      <h2 id="kit">{texts.entry.kit}</h2>
      <div class="act">
        <a class="button" href={`/catalogue/${entry.slug}/adopt`}>{texts.entry.adopt}</a>
        <a href={`${address}/kit.zip${language}`} download>{texts.entry.kitZip}</a>
        <a href={`${address}/kit.html${language}`}>{texts.entry.kitPage}</a>
      </div>
    </section>
  );
}

function Versions({ slug }: { slug: string }) {
  const { language, texts } = useLanguage();
  const loaded = useResource(`versions ${slug}`, () => get("/v1/catalogue/{slug}/versions", { path: { slug } }));

  return (
    <Loaded resource={loaded}>
      {({ versions }) => (
        <details>
          <summary>{texts.entry.versions} ({versions.length})</summary>
          <ul>
            {versions.map(({ number, publishedAt, note }) => (
              <li key={number}>
                {publishedAt && texts.entry.version(number, formatDay(publishedAt, language))}
                {note && <span lang="pl">: {note}</span>}
                {number > 1 && <> · <a href={`/catalogue/${slug}/versions/${number}`}>{texts.entry.changes}<span class="unseen"> ({number})</span></a></>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Loaded>
  );
}

function Similar({ slug }: { slug: string }) {
  const { texts } = useLanguage();
  const loaded = useResource(`similar ${slug}`, () => get("/v1/catalogue/{slug}/similar", { path: { slug } }));
  const list = (entries: EntrySummary[]) => entries.length > 0 && (
    <section aria-labelledby="similar">
      <h2 id="similar">{texts.entry.similar}</h2>
      <ul class="cards">{entries.map((each) => <EntryCard key={each.slug} heading="h3" entry={each} />)}</ul>
    </section>
  );

  return <Loaded resource={loaded}>{({ entries }) => list(entries)}</Loaded>;
}

function Languages({ entry }: { entry: Entry }) {
  const { texts } = useLanguage();
  const others = ["pl", ...entry.languages].filter((each) => each !== (entry.language || "pl"));

  if (others.length === 0) return null;
  return (
    <p>
      {texts.entry.otherLanguages}:{" "}
      {others.map((each, at) => (
        <span key={each}>{at > 0 && " · "}
          <a href={`/catalogue/${entry.slug}${each === "pl" ? "" : `?language=${each}`}`}>
            {each === "pl" ? texts.entry.inPolish : texts.entry.language(each)}
          </a>
        </span>
      ))}
    </p>
  );
}

function EntryBody({ entry, text }: Props) {
  const { texts } = useLanguage();
  const written = entry.language || "pl";

  return (
    <Page title={text.title} titleLanguage={written}
      above={<p class="back"><a href="/catalogue">{texts.entry.back}</a></p>}>
      <div class="lead"><Prose text={text.summary} language={written} /></div>
      <Languages entry={entry} />
      <div class="with-aside">
        <div>
          {sections.filter((name) => text[name]).map((name) => (
            <section key={name} aria-labelledby={name}>
              <h2 id={name}>{texts.entry[name]}</h2>
              <Prose text={text[name]} language={written} />
            </section>
          ))}
          <Materials materials={text.materials} />
        </div>
        <InShort entry={entry} text={text} />
      </div>
      <Kit entry={entry} />
      <section aria-labelledby="became">
        <h2 id="became">{texts.entry.became}</h2>
        <Became slug={entry.slug} title={text.title} />
      </section>
      <Versions slug={entry.slug} />
      <Similar slug={entry.slug} />
    </Page>
  );
}

/* Its address stays and says when and why. */
function Tombstone({ entry }: { entry: Entry }) {
  const { language, texts } = useLanguage();

  return (
    <Page title={texts.entry.loadingTitle} above={<p class="back"><a href="/catalogue">{texts.entry.back}</a></p>}>
      <p class="notice">{entry.withdrawnAt && texts.entry.withdrawn(formatDay(entry.withdrawnAt, language))}</p>
      {entry.withdrawalReason && <p><strong>{texts.entry.withdrawnReason}:</strong> <span lang="pl">{entry.withdrawalReason}</span></p>}
    </Page>
  );
}

export function EntryPage({ slug = "" }: PathParameters) {
  const language = useLocation().query.get("language")?.slice(0, 3) ?? "";
  const entry = useResource(`entry ${slug} ${language}`, () => get("/v1/catalogue/{slug}", { path: { slug }, query: { language } }));

  return (
    <LoadedPage resource={entry}>
      {(found) => found.text ? <EntryBody entry={found} text={found.text} /> : <Tombstone entry={found} />}
    </LoadedPage>
  );
}
