/* News and events, and letters about them without an account. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { Announcement, Topic } from "../../api/shapes";
import { formatDay, formatMoment } from "../../format/moments";
import { nameOfSlug } from "../../format/names";
import { regionName, voivodeshipCodes } from "../../format/regions";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Prose } from "../../parts/Local";
import { CheckField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { library } from "../../texts/library";

const topics = ["CALLS", "INNOVATIONS", "EVENTS", "NEWS"] as const;

async function load() {
  const [upcoming, news, catalogue] = await Promise.all([
    get("/v1/announcements", { query: { upcoming: true, limit: 20 } }),
    get("/v1/announcements", { query: { topic: "NEWS", limit: 20 } }),
    get("/v1/catalogue", { query: { limit: 1 } }),
  ]);
  const themes = catalogue.facets.filter(({ kind }) => kind === "THEME").map(({ value }) => value).slice(0, 20);
  return { upcoming: upcoming.announcements, news: news.announcements, themes };
}

function Item({ announcement: { text, publishedAt } }: { announcement: Announcement }) {
  const { language } = useLanguage();
  const { news: words } = useScoped(library);

  if (!text) return null;
  return (
    <li>
      <h3 lang="pl">{text.title}</h3>
      {text.startsAt && <p><strong>{words.when}:</strong> {formatMoment(text.startsAt, language)}</p>}
      {text.place && <p><strong>{words.where}:</strong> <span lang="pl">{text.place}</span></p>}
      {!text.startsAt && publishedAt && <p class="quiet">{formatDay(publishedAt, language)}</p>}
      <Prose text={text.text} language="pl" />
      {text.url && <p><a href={text.url} rel="noreferrer">{words.more}<span class="unseen">: {text.title}</span></a></p>}
    </li>
  );
}

function Items({ id, title, none, list }: { id: string; title: string; none: string; list: readonly Announcement[] }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {list.length === 0 ? <p>{none}</p> : <ul class="rows">{list.map((each) => <Item key={each.id} announcement={each} />)}</ul>}
    </section>
  );
}

/* The browser's own form data: of boxes with one name it knows which are on. */
function chosen(name: string): string[] {
  const form = document.querySelector<HTMLFormElement>("#subscribe form");
  return form ? new FormData(form).getAll(name).map(String) : [];
}

function Subscribe({ themes }: { themes: readonly string[] }) {
  const { language } = useLanguage();
  const { news: words } = useScoped(library);
  const [said, setSaid] = useState("");
  const submission = useSubmission(["email"], async (value) => {
    const answer = await post("/v1/subscriptions", {
      body: {
        email: value("email").trim(), locale: language, topics: chosen("topics") as Topic[], themes: chosen("themes"),
        regions: chosen("regions"),
      },
    });
    setSaid(answer.text);
  }, ({ field, detail }) => [field, field === "email" ? words.emailWrong : detail]);

  return (
    <section id="subscribe" aria-labelledby="subscribe-title" class="aside">
      <h2 id="subscribe-title">{words.subscribe}</h2>
      <p>{words.subscribeLead}</p>
      <ErrorSummary submission={submission} />
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      <Form submission={submission} button={words.submit}>
        <TextField name="email" type="email" label={words.email} autocomplete="email" errors={submission.errors} />
        <fieldset class="field">
          <legend>{words.topics}</legend>
          {topics.map((topic) => <CheckField key={topic} name="topics" value={topic} label={words.topic[topic] ?? topic} checked />)}
        </fieldset>
        {themes.length > 0 && (
          <details>
            <summary>{words.themes}</summary>
            <fieldset class="field">
              <legend class="unseen">{words.themes}</legend>
              <p class="quiet">{words.themesHelp}</p>
              {themes.map((theme) => <CheckField key={theme} name="themes" value={theme} label={nameOfSlug(theme)} />)}
            </fieldset>
          </details>
        )}
        <details>
          <summary>{words.regions}</summary>
          <fieldset class="field">
            <legend class="unseen">{words.regions}</legend>
            <p class="quiet">{words.themesHelp}</p>
            {voivodeshipCodes.map((code) => <CheckField key={code} name="regions" value={code} label={regionName(code)} />)}
          </fieldset>
        </details>
      </Form>
    </section>
  );
}

export function NewsPage() {
  const { news: words } = useScoped(library);
  const loaded = useResource("news", load);

  return (
    <LoadedPage resource={loaded}>
      {({ upcoming, news, themes }) => (
        <Page title={words.title}>
          <p class="lead">{words.lead}</p>
          <div class="with-aside">
            <div>
              <Items id="upcoming" title={words.upcoming} none={words.noEvents} list={upcoming} />
              <Items id="newest" title={words.newest} none={words.noNews} list={news} />
            </div>
            <Subscribe themes={themes} />
          </div>
        </Page>
      )}
    </LoadedPage>
  );
}
