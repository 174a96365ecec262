/* Who assesses in a call, and giving out the cards. */
import { useState } from "preact/hooks";
import { get, post, put } from "../../api/client";
import type { AssessorWork, Dossier } from "../../api/shapes";
import { formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { Refusal } from "../../parts/Loaded";
import { useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { useTask } from "../../parts/task";
import type { PathParameters } from "../../router/path";
import { invite } from "../../texts/invite";
import { office } from "../../texts/office";
import { plan } from "../../texts/plan";
import { TextInput } from "../apply/ApplicantFields";
import { CallPage } from "./CallPage";
import { loadCallDesk, loadDossiers, ownRegions, regionNameOf, type CallDesk } from "./desk";

interface PutProps {
  desk: CallDesk;
  list: readonly AssessorWork[];
  /** Whom the form begins with; null: somebody new. */
  edited: AssessorWork | null;
  onSaved: () => void;
}

function PutForm({ desk, list, edited, onSaved }: PutProps) {
  const { language } = useLanguage();
  const { assessors } = useScoped(office);
  const { work } = useScoped(plan);
  const regions = ownRegions(desk);
  const known = edited?.assessor;
  const [user, setUser] = useState(known?.userId ?? "");
  const [most, setMost] = useState(String(known?.maxCards ?? 8));
  const [least, setLeast] = useState(String(known?.profile?.minCards ?? 0));
  const [from, setFrom] = useState(known?.profile?.availableFrom ?? "");
  const [until, setUntil] = useState(known?.profile?.availableUntil ?? "");
  const [chosen, setChosen] = useState<readonly string[]>(known?.regions ?? (regions.length === 1 ? regions.map(({ region }) => region) : []));
  const [saved, setSaved] = useState<[number, number] | null>(null);
  const wording: Wording = ({ field, detail }) => {
    if (field === "userId") return ["user", assessors.fieldUser];
    if (field === "maxCards") return ["cards", assessors.fieldCards];
    if (field === "profile.minCards") return ["least", detail];
    if (field === "profile.availableFrom") return ["from", work.fieldDay];
    if (field === "profile.availableUntil") return ["until", detail || work.fieldDay];
    return field === "regions" ? ["regions", assessors.fieldRegions] : [field, detail];
  };
  const submission = useSubmission(["user", "cards", "least", "from", "until", "regions"], async () => {
    setSaved(null);
    const userId = user.trim();
    /* Who is on the list already keeps what the form does not ask. */
    const { affiliation, ...profile } = list.find(({ assessor }) => assessor?.userId === userId)?.assessor?.profile ?? {};
    const answer = await put("/v1/calls/{callId}/assessors/{userId}", {
      path: { callId: desk.call.id, userId: userId || "-" },
      body: {
        maxCards: Number(most) || 0, regions: [...chosen],
        profile: {
          ...profile, minCards: Number(least) || 0, availableFrom: from.trim(), availableUntil: until.trim(),
          ...(affiliation ? { affiliation } : {}),
        },
      },
    });
    onSaved();
    setSaved([answer.cards, answer.maxCards]);
    setUser("");
  }, wording);
  const { errors } = submission;
  const toggle = (region: string, on: boolean) => setChosen(on ? [...chosen, region] : chosen.filter((each) => each !== region));

  return (
    <section aria-labelledby="put">
      <h2 id="put">{assessors.put}</h2>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={assessors.save}>
        <TextInput id="user" label={assessors.user} help={assessors.userHelp} value={user} errors={errors} onChange={setUser} />
        <TextInput id="cards" label={assessors.cards} value={most} errors={errors} onChange={setMost} />
        <TextInput id="least" label={work.least} help={work.leastHelp} value={least} errors={errors} onChange={setLeast} />
        <TextInput id="from" label={work.availableFrom} help={work.dayHelp} value={from} errors={errors} onChange={setFrom} />
        <TextInput id="until" label={work.availableUntil} help={work.dayHelp} value={until} errors={errors} onChange={setUntil} />
        <fieldset class={errors.regions ? "field wrong" : "field"} id="regions" tabIndex={-1}>
          <legend>{assessors.regions}</legend>
          {errors.regions && <p class="error">{errors.regions}</p>}
          {regions.map(({ region, name }) => (
            <div class="choice" key={region}>
              <input type="checkbox" id={`region-${region}`} checked={chosen.includes(region)}
                onChange={(event) => toggle(region, event.currentTarget.checked)} />
              <label for={`region-${region}`} lang={language === "en" ? "pl" : undefined}>{name}</label>
            </div>
          ))}
        </fieldset>
      </Form>
      <p role="status">{saved ? assessors.saved(...saved) : ""}</p>
    </section>
  );
}

function List({ desk, list, onEdit }: { desk: CallDesk; list: readonly AssessorWork[]; onEdit: (edited: AssessorWork) => void }) {
  const { language } = useLanguage();
  const { assessors, board } = useScoped(office);
  const { work } = useScoped(plan);
  const availability = (from: string | undefined, until: string | undefined) =>
    from && until ? work.between(from, until) : from ? work.from(from) : until ? work.until(until) : work.always;

  if (list.length === 0) return <p>{assessors.nobody}</p>;
  return (
    <>
    <Table caption={assessors.list} quietCaption wide rows={list} keyOf={({ assessor }) => assessor?.userId ?? ""} columns={[
      { title: work.expert, header: true, value: ({ assessor, name }) => (
        <>
          {name && <span lang="pl">{name}</span>}
          <p class="quiet"><code>{assessor?.userId}</code></p>
        </>
      ) },
      { title: board.region, value: ({ assessor }) => (
        <span lang={language === "en" ? "pl" : undefined}>{assessor?.regions.map((region) => regionNameOf(desk.call, region)).join(", ")}</span>
      ) },
      { title: assessors.held, numeric: true, value: ({ assessor }) => board.cardsOf(assessor?.cards ?? 0, assessor?.maxCards ?? 0) },
      { title: assessors.locked, numeric: true, value: ({ locked }) => locked },
      { title: assessors.waiting, numeric: true, value: ({ waiting }) => waiting },
      { title: work.late, numeric: true, value: ({ late }) => late },
      { title: assessors.declined, numeric: true, value: ({ declined }) => declined },
      { title: work.hours, numeric: true, value: ({ locked, medianHours }) => locked > 0 ? work.inHours(medianHours) : "" },
      { title: work.distance, numeric: true, value: ({ compared, meanDistance, meanLeaning }) =>
        compared > 0 ? work.leaning(formatPoints(meanDistance, language), formatPoints(meanLeaning, language)) : "" },
      { title: work.availability, value: ({ assessor }) => availability(assessor?.profile?.availableFrom, assessor?.profile?.availableUntil) },
      { title: work.act, value: (each) => (
        <button class="button plain small" type="button" onClick={() => onEdit(each)}
          aria-label={work.changeOf(each.name || (each.assessor?.userId ?? ""))}>{work.change}</button>
      ) },
    ]} />
    <p class="quiet">{work.distance}: {work.distanceHelp}</p>
    </>
  );
}

interface Given {
  made: number;
  short: string[];
  more: boolean;
}

function Short({ ids, dossiers }: { ids: string[]; dossiers: Dossier[] }) {
  const { assessors } = useScoped(office);
  const found = (id: string) => dossiers.find(({ applicationId }) => applicationId === id);

  if (ids.length === 0) return null;
  return (
    <div class="notice warm">
      <p><strong>{assessors.short(ids.length)}</strong></p>
      <ul>
        {ids.map((id) => (
          <li key={id}><a href={`/office/dossiers/${id}`} lang="pl">{found(id)?.number ?? id} {found(id)?.title}</a></li>
        ))}
      </ul>
      <p>{assessors.shortHelp}</p>
    </div>
  );
}

function Assign({ desk, onAssigned }: { desk: CallDesk; onAssigned: () => void }) {
  const { assessors } = useScoped(office);
  const [given, setGiven] = useState<Given | null>(null);
  const [dossiers, setDossiers] = useState<Dossier[]>([]);
  const { problem, busy, run } = useTask();
  const assign = () => run(async () => {
    const { made, shortOfAssessors, more } = await post("/v1/calls/{callId}/assignments", { path: { callId: desk.call.id }, body: {} });
    if (shortOfAssessors.length > 0) setDossiers(await loadDossiers(desk.call.id, "MERIT_REVIEW"));
    setGiven({ made, short: shortOfAssessors, more });
    onAssigned();
  });

  return (
    <section aria-labelledby="assign">
      <h2 id="assign">{assessors.assign}</h2>
      <p>{assessors.assignLead} <a href={`/office/calls/${desk.call.id}/plan`}>{useScoped(plan).link}</a></p>
      <Refusal problem={problem} />
      <button class="button" type="button" aria-disabled={busy} onClick={() => void assign()}>{assessors.assign}</button>
      <p role="status">{given && <strong>{assessors.assigned(given.made)}</strong>} {given?.more && assessors.more}</p>
      {given && <Short ids={given.short} dossiers={dossiers} />}
    </section>
  );
}

export function AssessorsPage({ id = "" }: PathParameters) {
  const { assessors } = useScoped(office);
  const invitation = useScoped(invite);
  const [edited, setEdited] = useState<AssessorWork | null>(null);
  const edit = (whom: AssessorWork) => {
    setEdited(whom);
    setTimeout(() => document.getElementById("cards")?.focus());
  };
  const loaded = useResource(`assessors ${id}`, async () => {
    const [desk, { assessors: list }] = await Promise.all([loadCallDesk(id),
      get("/v1/calls/{callId}/assessors", { path: { callId: id } })]);
    return { desk, list };
  });

  return (
    <CallPage resource={loaded} title={assessors.title} lead={assessors.lead}>
      {({ desk, list }, refresh) => (
        <>
          <section aria-labelledby="list">
            <h2 id="list">{assessors.list}</h2>
            <List desk={desk} list={list} onEdit={edit} />
            <p><a class="button plain" href={`/office/calls/${id}/invite`}>{invitation.link}</a></p>
          </section>
          <PutForm key={edited?.assessor?.userId ?? ""} desk={desk} list={list} edited={edited} onSaved={refresh} />
          <Assign desk={desk} onAssigned={refresh} />
        </>
      )}
    </CallPage>
  );
}
