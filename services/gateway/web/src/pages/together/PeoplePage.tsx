/* Who writes an application with its leader: inviting, roles, and handing it over. */
import { useState } from "preact/hooks";
import { get, post, put, remove } from "../../api/client";
import type { Application, Coauthor, Coauthors } from "../../api/shapes";
import { formatDay, formatLastMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { SelectField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { useSession } from "../../session";
import { together } from "../../texts/together";
import { ActButton, ActProblem, AskedButton, useActs, type Acts } from "./acts";
import { Back } from "./Back";

type Writable = "COAUTHOR_EDITOR" | "COAUTHOR_READER";

interface PersonProps {
  all: Coauthors;
  person: Coauthor;
  acts: Acts;
}

function LeaderActs({ all, person, acts }: PersonProps) {
  const { people } = useScoped(together);
  const path = { applicationId: all.applicationId, coauthorId: person.id };
  const editor = person.role === "COAUTHOR_EDITOR";
  const name = person.name || people.former;
  const other: Writable = editor ? "COAUTHOR_READER" : "COAUTHOR_EDITOR";

  return (
    <>
      <ActButton acts={acts} text={editor ? people.toReader(name) : people.toEditor(name)}
        what={() => put("/v1/applications/{applicationId}/co-authors/{coauthorId}", { path, body: { role: other } })} />
      {person.userId !== "" && all.transferToId === "" && (
        <ActButton acts={acts} text={people.handOver(name)}
          what={() => post("/v1/applications/{applicationId}/transfer", { path: { applicationId: all.applicationId }, body: { coauthorId: person.id } })} />
      )}
      <AskedButton acts={acts} text={people.remove(name)}
        what={() => remove("/v1/applications/{applicationId}/co-authors/{coauthorId}", { path })} />
    </>
  );
}

function Person({ all, person, acts }: PersonProps) {
  const { language } = useLanguage();
  const { people, role } = useScoped(together);
  const { account } = useSession();
  const own = account !== null && person.userId === account.id;

  return (
    <li>
      <p>
        <strong lang={person.name ? "pl" : undefined}>{person.name || people.former}</strong>{own && ` (${people.you})`}:{" "}
        {role[person.role]}{" "}
        <span class="quiet">
          {person.email}{person.email && (person.joinedAt || person.invitedUntil) && ", "}
          {person.joinedAt ? people.joined(formatDay(person.joinedAt, language))
            : person.invitedUntil && people.open(formatLastMoment(person.invitedUntil, language))}
        </span>
      </p>
      {all.yourRole === "COAUTHOR_LEADER" && <div class="act tight"><LeaderActs all={all} person={person} acts={acts} /></div>}
    </li>
  );
}

function Transfer({ all, acts, own }: { all: Coauthors; acts: Acts; own: Coauthor | undefined }) {
  const { people } = useScoped(together);
  const path = { applicationId: all.applicationId };
  const cancel = () => remove("/v1/applications/{applicationId}/transfer", { path });

  if (all.transferToId === "") return null;
  if (own?.id === all.transferToId)
    return (
      <div class="notice">
        <p>{people.offeredToYou}</p>
        <p class="act">
          <ActButton acts={acts} text={people.take} what={() => post("/v1/applications/{applicationId}/transfer/accept", { path })} />
          <ActButton acts={acts} text={people.decline} what={cancel} />
        </p>
      </div>
    );
  if (all.yourRole !== "COAUTHOR_LEADER") return null;
  return (
    <div class="notice">
      <p>{people.offered(all.list.find(({ id }) => id === all.transferToId)?.name ?? "")}</p>
      <p class="act"><ActButton acts={acts} text={people.takeBack} what={cancel} /></p>
    </div>
  );
}

function InviteForm({ all, onDone }: { all: Coauthors; onDone: () => void }) {
  const { people, role } = useScoped(together);
  const [round, setRound] = useState(0);
  const submission = useSubmission(["name", "email", "role"], async (value) => {
    await post("/v1/applications/{applicationId}/co-authors", {
      path: { applicationId: all.applicationId },
      body: { name: value("name").trim(), email: value("email").trim(), role: value("role") as Writable },
    });
    setRound((before) => before + 1);
    onDone();
  });

  return (
    <section aria-labelledby="invite">
      <h2 id="invite">{people.inviteTitle}</h2>
      <p class="quiet">{people.inviteHelp}</p>
      <ErrorSummary submission={submission} />
      <Form key={round} submission={submission} button={people.invite}>
        <TextField name="name" label={people.name} errors={submission.errors} autocomplete="off" />
        <TextField name="email" type="email" label={people.email} errors={submission.errors} autocomplete="off" />
        <SelectField name="role" label={people.role} errors={submission.errors} value="COAUTHOR_EDITOR"
          options={[["COAUTHOR_EDITOR", role.COAUTHOR_EDITOR], ["COAUTHOR_READER", role.COAUTHOR_READER]]} />
      </Form>
    </section>
  );
}

function People({ application, all, counts, refresh }: { application: Application; all: Coauthors; counts: boolean; refresh: () => void }) {
  const { people } = useScoped(together);
  const { account } = useSession();
  const [invited, setInvited] = useState(false);
  const acts = useActs(refresh);
  const own = all.list.find(({ userId }) => userId !== "" && userId === account?.id);

  return (
    <Page title={people.title} above={<Back application={application} />}>
      <p class="lead">{people.lead}</p>
      {counts && <p>{people.counts}</p>}
      <p role="status">{invited && people.invited}</p>
      <ActProblem acts={acts} />
      <Transfer all={all} acts={acts} own={own} />
      {all.list.length === 0 ? <p>{people.none}</p>
        : <ul>{all.list.map((person) => <Person key={person.id} all={all} person={person} acts={acts} />)}</ul>}
      {all.yourRole === "COAUTHOR_LEADER" ? <InviteForm all={all} onDone={() => { setInvited(true); refresh(); }} /> : own && (
        <div class="act"><AskedButton acts={acts} text={people.leave} what={() =>
          remove("/v1/applications/{applicationId}/co-authors/{coauthorId}", { path: { applicationId: all.applicationId, coauthorId: own.id } })
            .then(() => navigate("/me", "replace"))} /></div>
      )}
    </Page>
  );
}

export function PeoplePage({ id = "" }: PathParameters) {
  const loaded = useResource(`people ${id}`, async () => {
    const [all, application] = await Promise.all([
      get("/v1/applications/{applicationId}/co-authors", { path: { applicationId: id } }),
      get("/v1/applications/{applicationId}", { path: { applicationId: id } }),
    ]);
    const { definition } = await get("/v1/calls/{callId}", { path: { callId: application.callId } });
    return { application, all, counts: definition?.coauthorsCount === true && definition.applicationsPerPerson > 0 };
  });

  return <LoadedPage resource={loaded}>{({ application, all, counts }) => (
    <People application={application} all={all} counts={counts} refresh={() => { if (loaded.state === "ready") loaded.refresh(); }} />
  )}</LoadedPage>;
}
