/* Second opinions of a call: asking other regions for somebody, and offering somebody to them. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import { Problem } from "../../api/problem";
import type { AssessorWork, Dossier, SecondOpinion, SecondOpinionOffer } from "../../api/shapes";
import { formatDate } from "../../format/moments";
import { voivodeshipCodes } from "../../format/regions";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { Refusal } from "../../parts/Loaded";
import { localText } from "../../parts/Local";
import { SelectField } from "../../parts/moreFields";
import { useResource } from "../../parts/resource";
import { useTask } from "../../parts/task";
import type { PathParameters } from "../../router/path";
import { opinions } from "../../texts/opinions";
import { CallPage } from "../office/CallPage";
import { loadCallDesk, loadDossiers, ownRegions, regionNameOf, type CallDesk } from "../office/desk";

interface Opened {
  desk: CallDesk;
  asked: SecondOpinion[];
  assessors: AssessorWork[];
  dossiers: Dossier[];
}

/** A region's site knows of no other region but that there are voivodeships. */
function otherRegions({ call }: CallDesk, own: string) {
  const known = call.regions.length > 1 ? call.regions.map(({ region }) => region) : voivodeshipCodes;
  return known.filter((region) => region !== own);
}

/** The choices of the field that says what applications are about. */
function topicsOf({ definition }: CallDesk) {
  const stage = definition.stages.find(({ meritCard }) => meritCard?.assignment?.topicsField);
  const fields = stage?.form?.sections.flatMap(({ fields: list }) => list) ?? [];
  return fields.find(({ key }) => key === stage?.meritCard?.assignment?.topicsField)?.choices ?? [];
}

/* ---- asking ---- */

function AskForm({ opened, onAsked }: { opened: Opened; onAsked: () => void }) {
  const { language } = useLanguage();
  const words = useScoped(opinions);
  const { desk, dossiers } = opened;
  const regions = ownRegions(desk);
  const [region, setRegion] = useState(regions[0]?.region ?? "");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [topics, setTopics] = useState<readonly string[]>([]);
  const [sent, setSent] = useState(false);
  const offered = dossiers.filter((each) => each.region === region);
  const toggle = (list: readonly string[], key: string, on: boolean) => on ? [...list, key] : list.filter((each) => each !== key);
  const wording: Wording = ({ field, detail }) => field === "applicationIds" ? ["applications", words.fieldApplications]
    : field === "until" ? ["until", detail || words.fieldUntil] : [field, detail];
  const submission = useSubmission(["region", "ofRegion", "topics", "applications", "until"], async (value) => {
    setSent(false);
    await post("/v1/calls/{callId}/second-opinions", {
      path: { callId: desk.call.id },
      body: { region, ofRegion: value("ofRegion"), topics: [...topics], applicationIds: [...chosen], until: value("until").trim() },
    });
    setChosen([]);
    setSent(true);
    onAsked();
  }, wording);
  const { errors } = submission;

  return (
    <section aria-labelledby="ask">
      <h2 id="ask">{words.ask}</h2>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.send}>
        <div class="field">
          <label for="region">{words.region}</label>
          <select id="region" name="region" lang="pl" value={region}
            onChange={(event) => { setRegion(event.currentTarget.value); setChosen([]); }}>
            {regions.map((each) => <option key={each.region} value={each.region}>{regionNameOf(desk.call, each.region)}</option>)}
          </select>
        </div>
        <SelectField name="ofRegion" label={words.ofRegion} errors={errors} options={[["", words.everybody],
          ...otherRegions(desk, region).map((each) => [each, regionNameOf(desk.call, each)] as const)]} />
        {topicsOf(desk).length > 0 && (
          <fieldset class="field">
            <legend>{words.topics}</legend>
            {topicsOf(desk).map(({ key, label }) => (
              <div class="choice" key={key}>
                <input type="checkbox" id={`topic-${key}`} checked={topics.includes(key)}
                  onChange={(event) => setTopics(toggle(topics, key, event.currentTarget.checked))} />
                <label for={`topic-${key}`}>{localText(label, language)}</label>
              </div>
            ))}
          </fieldset>
        )}
        <fieldset class={errors.applications ? "field wrong" : "field"} id="applications" tabIndex={-1}>
          <legend>{words.applications}</legend>
          <p class="quiet">{offered.length > 0 ? words.applicationsHelp : words.noApplications}</p>
          {errors.applications && <p class="error">{errors.applications}</p>}
          {offered.map(({ applicationId, number, title }) => (
            <div class="choice" key={applicationId}>
              <input type="checkbox" id={`of-${applicationId}`} checked={chosen.includes(applicationId)}
                onChange={(event) => setChosen(toggle(chosen, applicationId, event.currentTarget.checked))} />
              <label for={`of-${applicationId}`} lang="pl">{number} {title}</label>
            </div>
          ))}
        </fieldset>
        <TextField name="until" type="date" label={words.until} help={words.untilHelp} errors={errors} autocomplete="off" />
      </Form>
      <p role="status">{sent && <strong>{words.sent}</strong>}</p>
    </section>
  );
}

/* ---- what was asked ---- */

function Offer({ desk, asked, offer }: { desk: CallDesk; asked: SecondOpinion; offer: SecondOpinionOffer }) {
  const words = useScoped(opinions);
  const [invited, setInvited] = useState(false);
  const { problem, busy, run } = useTask();
  const invite = () => run(async () => {
    await post("/v1/invitations", { body: { email: offer.email, name: offer.name, role: "ASSESSOR", region: asked.region } });
    setInvited(true);
  });

  return (
    <li>
      {offer.name && <strong lang="pl">{offer.name}</strong>} {asked.own && offer.email}{" "}
      <span class="quiet">{words.from(regionNameOf(desk.call, offer.homeRegion))}</span>{" "}
      <span class="tag">{words.state[offer.state]}</span>{" "}
      {asked.own && offer.state === "OPINION_ARRIVED" && offer.email !== "" && !invited
        && <button class="button plain small" type="button" aria-disabled={busy} onClick={() => void invite()}>{words.invite}</button>}
      <Refusal problem={problem} />
      <p role="status">{invited && words.invited(offer.name)}</p>
    </li>
  );
}

function OfferForm({ desk, asked, assessors, onOffered }: {
  desk: CallDesk; asked: SecondOpinion; assessors: AssessorWork[]; onOffered: () => void;
}) {
  const words = useScoped(opinions);
  const regions = ownRegions(desk).filter(({ region }) => region !== asked.region && (asked.ofRegion === "" || asked.ofRegion === region));
  const name = `person-${asked.id}`;
  const people = regions.flatMap(({ region }) => assessors.filter(({ assessor }) => assessor?.regions.includes(region))
    .map((each) => [`${region} ${each.assessor?.userId ?? ""}`, `${each.name || each.assessor?.userId}, ${regionNameOf(desk.call, region)}`] as const));
  const submission = useSubmission([name], async (value) => {
    const [region, person] = value(name).split(" ");
    if (!region || !person) throw new Problem(400, "invalid", "", [{ field: "assessorUserId", code: "required", detail: words.fieldPerson }]);
    await post("/v1/second-opinions/{secondOpinionId}/offers", {
      path: { secondOpinionId: asked.id }, body: { region, assessorUserId: person },
    });
    onOffered();
  }, ({ field, detail }) => [field === "assessorUserId" ? name : field, detail]);

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.offer}>
        <SelectField name={name} label={words.offer} help={words.offerHelp} errors={submission.errors} options={[["", words.choose], ...people]} />
      </Form>
    </>
  );
}

function Item({ opened, asked, onChanged }: { opened: Opened; asked: SecondOpinion; onChanged: () => void }) {
  const { language } = useLanguage();
  const words = useScoped(opinions);
  const { desk } = opened;
  const { problem, busy, run } = useTask();
  const close = () => run(async () => {
    await post("/v1/second-opinions/{secondOpinionId}/close", { path: { secondOpinionId: asked.id } });
    onChanged();
  });
  const [offered, setOffered] = useState(false);
  const id = `asked-${asked.id}`;
  const named = topicsOf(desk).filter(({ key }) => asked.topics.includes(key)).map(({ label }) => localText(label, language));
  const mine = opened.dossiers.filter(({ applicationId }) => asked.applicationIds.includes(applicationId));

  return (
    <li>
      <section aria-labelledby={id}>
        <h3 id={id}>
          <span lang="pl">{words.asks(regionNameOf(desk.call, asked.region), asked.applications)}</span>
          {asked.closedAt && <> <span class="tag">{words.closed}</span></>}
        </h3>
        <p class="quiet">
          {words.asked(asked.ofRegion ? regionNameOf(desk.call, asked.ofRegion) : words.everybody)}, {words.day(formatDate(asked.until, language))}
        </p>
        {named.length > 0 && <p>{words.about(named.join(", "))}</p>}
        {mine.length > 0 && (
          <ul>{mine.map((each) => <li key={each.applicationId}><a lang="pl" href={`/office/dossiers/${each.applicationId}`}>{each.number} {each.title}</a></li>)}</ul>
        )}
        <p><strong>{words.offers}:</strong> {asked.offers.length === 0 && words.nobody}</p>
        {asked.offers.length > 0 && <ul>{asked.offers.map((offer) => <Offer key={offer.id} desk={desk} asked={asked} offer={offer} />)}</ul>}
        <Refusal problem={problem} />
        {asked.own && !asked.closedAt
          && <button class="button plain" type="button" aria-disabled={busy} onClick={() => void close()}>{words.close}</button>}
        {!asked.own && !asked.closedAt && (
          <OfferForm desk={desk} asked={asked} assessors={opened.assessors} onOffered={() => { setOffered(true); onChanged(); }} />
        )}
        <p role="status">{offered && words.offered}</p>
      </section>
    </li>
  );
}

function List({ title, opened, asked, onChanged }: { title: string; opened: Opened; asked: SecondOpinion[]; onChanged: () => void }) {
  const words = useScoped(opinions);

  return (
    <section aria-label={title}>
      <h2>{title} <span class="count">{asked.length}</span></h2>
      {asked.length === 0 ? <p>{words.none}</p>
        : <ul class="rows">{asked.map((each) => <Item key={each.id} opened={opened} asked={each} onChanged={onChanged} />)}</ul>}
    </section>
  );
}

export function SecondOpinionsPage({ id = "" }: PathParameters) {
  const words = useScoped(opinions);
  const loaded = useResource(`second opinions ${id}`, async () => {
    const [desk, { secondOpinions: asked }, { assessors }, ...dossiers] = await Promise.all([loadCallDesk(id),
      get("/v1/calls/{callId}/second-opinions", { path: { callId: id } }), get("/v1/calls/{callId}/assessors", { path: { callId: id } }),
      loadDossiers(id, "FORMAL_REVIEW"), loadDossiers(id, "MERIT_REVIEW"), loadDossiers(id, "THIRD_ASSESSMENT")]);
    return { desk, asked, assessors, dossiers: dossiers.flat() };
  });

  return (
    <CallPage resource={loaded} title={words.title} lead={words.lead}>
      {(opened, refresh) => (
        <>
          <List title={words.own} opened={opened} asked={opened.asked.filter(({ own }) => own)} onChanged={refresh} />
          <List title={words.others} opened={opened} asked={opened.asked.filter(({ own }) => !own)} onChanged={refresh} />
          <AskForm opened={opened} onAsked={refresh} />
        </>
      )}
    </CallPage>
  );
}
