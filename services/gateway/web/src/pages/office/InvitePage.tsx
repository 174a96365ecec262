/* Inviting assessors of a call's programme, a list at once; who could not be invited stays on the list. */
import { useState } from "preact/hooks";
import { get, post, remove } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Invitation } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { describedBy, Frame } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import type { PathParameters } from "../../router/path";
import { invite } from "../../texts/invite";
import { office } from "../../texts/office";
import { Radios } from "../apply/ApplicantFields";
import { loadCallDesk, ownRegions, type CallDesk } from "./desk";
import { INVITEES_MAX, readInvitees, type Invitee } from "./invitees";

interface Refused {
  person: Invitee;
  detail: string;
}

function InviteForm({ desk, onSent }: { desk: CallDesk; onSent: () => void }) {
  const { language } = useLanguage();
  const words = useScoped(invite);
  const regions = ownRegions(desk);
  const [text, setText] = useState("");
  const [region, setRegion] = useState(regions.length === 1 ? regions[0]?.region ?? "" : "");
  const [sent, setSent] = useState<number | null>(null);
  const [refused, setRefused] = useState<Refused[]>([]);
  const submission = useSubmission(["list", "region"], async () => {
    const { people, unreadable } = readInvitees(text);
    const list = unreadable.length > 0 ? words.unreadable(unreadable.join(", ")) : people.length === 0 ? words.empty
      : people.length > INVITEES_MAX ? words.tooMany(people.length) : "";
    const wrong = [list && { field: "list", code: "list", detail: list }, region === "" && { field: "region", code: "required", detail: words.chooseRegion }]
      .filter((each) => each !== "" && each !== false);
    setSent(null);
    setRefused([]);
    if (wrong.length > 0) throw new Problem(400, "invalid", "", wrong);
    const { outcomes } = await post("/v1/invitations/batch", { body: { invitations: people.map(({ name, email }) => (
      { name, email, role: "ASSESSOR" as const, region, programmeId: desk.definition.programmeId })) } });
    const left = people.flatMap((person, at) => {
      const outcome = outcomes[at];
      return outcome?.done ? [] : [{ person, detail: outcome?.errors[0]?.detail || (outcome?.detail ?? "") }];
    });
    setText(left.map(({ person }) => person.line).join("\n"));
    setRefused(left);
    setSent(people.length - left.length);
    onSent();
  }, ({ field, detail }) => [field, detail]);
  const field = { name: "list", label: words.list, help: words.listHelp, errors: submission.errors };

  return (
    <>
      <ErrorSummary submission={submission} />
      <div role="status" class={sent === null ? undefined : "notice"}>
        {sent !== null && <p><strong>{words.sent(sent)}</strong></p>}
        {refused.length > 0 && (
          <>
            <p>{words.left}</p>
            <ul>{refused.map(({ person, detail }) => <li key={person.line}><span lang="pl">{person.line}</span>: {detail}</li>)}</ul>
          </>
        )}
      </div>
      <Form submission={submission} button={words.submit}>
        <Frame {...field}>
          <textarea id="list" name="list" rows={8} value={text} spellcheck={false} aria-describedby={describedBy(field)}
            aria-invalid={submission.errors.list ? true : undefined} onInput={(event) => setText(event.currentTarget.value)} />
        </Frame>
        <Radios id="region" legend={words.region} value={region} errors={submission.errors} onChange={setRegion}
          options={regions.map((each) => [each.region, each.name] as const)} optionLanguage={language === "en" ? "pl" : undefined} />
      </Form>
    </>
  );
}

function Waiting({ invitations, onChanged }: { invitations: readonly Invitation[]; onChanged: () => void }) {
  const { language } = useLanguage();
  const words = useScoped(invite);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState("");
  const takeBack = async (invitationId: string) => {
    try {
      await remove("/v1/invitations/{invitationId}", { path: { invitationId } });
      setProblem(null);
      setSaid(words.takenBack);
      onChanged();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };

  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{words.waiting}</h2>
      <p role="status">{said}</p>
      <Refusal problem={problem} />
      {invitations.length === 0 ? <p>{words.none}</p> : (
        <Table wide caption={words.waiting} quietCaption rows={invitations} keyOf={({ id }) => id} columns={[
          { title: words.name, header: true, value: ({ name }) => <span lang="pl">{name}</span> },
          { title: words.email, value: ({ email }) => email },
          { title: words.until, value: ({ expiresAt }) => expiresAt && formatDay(expiresAt, language) },
          { title: words.act, value: ({ id, name }) => (
            <button class="button plain small" type="button" onClick={() => void takeBack(id)}>{words.takeBack}<span class="unseen">: {name}</span></button>
          ) },
        ]} />
      )}
    </section>
  );
}

export function InvitePage({ id = "" }: PathParameters) {
  const words = useScoped(invite);
  const { assessors } = useScoped(office);
  const loaded = useResource(`invite ${id}`, async () => {
    const [desk, { invitations }] = await Promise.all([loadCallDesk(id), get("/v1/invitations", {})]);
    const own = invitations.filter(({ role, programmeId }) => role === "ASSESSOR" && programmeId === desk.definition.programmeId);
    return { desk, invitations: own };
  });

  return (
    <LoadedPage resource={loaded}>
      {({ desk, invitations }, refresh) => (
        <Page title={words.title} above={<p class="back"><a href={`/office/calls/${id}/assessors`}>{assessors.title}</a></p>}>
          <p class="lead">{words.lead}</p>
          <InviteForm desk={desk} onSent={refresh} />
          <Waiting invitations={invitations} onChanged={refresh} />
        </Page>
      )}
    </LoadedPage>
  );
}
