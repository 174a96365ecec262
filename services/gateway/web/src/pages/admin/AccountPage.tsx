/* One account: its roles, and giving and taking them. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Account, Role } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { regionName } from "../../format/regions";
import { endOf, momentOf } from "../../format/warsaw";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { admin } from "../../texts/admin";
import { Radios } from "../apply/ApplicantFields";

type Grant = Account["roles"][number];

const grantable: readonly Role[] = ["ASSESSOR", "COORDINATOR", "CARER", "EDITOR", "ADOPTER", "OWNER", "ADMINISTRATOR"];
const EVERYWHERE = "*";

interface Props {
  account: Account;
  regions: readonly (readonly [string, string])[];
  programmes: readonly (readonly [string, string])[];
  onChanged: (account: Account, said: string) => void;
}

function useRegionName(): (region: string) => string {
  const { account } = useScoped(admin);
  return (region) => region === EVERYWHERE ? account.everywhere : regionName(region);
}

function GrantForm({ account, regions, programmes, onChanged }: Props) {
  const { account: words, role: names } = useScoped(admin);
  const [role, setRole] = useState<Role | "">("");
  const [region, setRegion] = useState<string>("");
  const [programme, setProgramme] = useState<string>(EVERYWHERE);
  const wording: Wording = ({ field, detail }) =>
    field === "role" ? [field, words.chooseRole] : field === "region" ? [field, words.chooseRegion] : [field, detail];
  const administrator = role === "ADMINISTRATOR";
  const submission = useSubmission(["role", "programmeId", "region", "validFrom", "validUntil"], async (value) => {
    const wanted = administrator ? EVERYWHERE : region;
    const missing = [role === "" && "role", wanted === "" && "region"].filter((each) => each !== false);
    if (role === "" || missing.length > 0)
      throw new Problem(400, "invalid", "", missing.map((field) => ({ field, code: "required", detail: "" })));
    const from = momentOf(`${value("validFrom")}T00:00`), until = endOf(`${value("validUntil")}T23:59:59`);
    const programmeId = administrator || programme === EVERYWHERE ? "" : programme;
    const body = { role, region: wanted, ...programmeId && { programmeId }, ...from && { validFrom: from }, ...until && { validUntil: until } };
    onChanged(await post("/v1/accounts/{accountId}/roles", { path: { accountId: account.id }, body }), words.granted);
  }, wording);

  return (
    <section aria-labelledby="grant">
      <h2 id="grant">{words.grant}</h2>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.grantSubmit}>
        <Radios<Role> id="role" legend={words.role} value={role} errors={submission.errors} onChange={setRole}
          options={grantable.map((each) => [each, names[each] ?? each] as const)} />
        {administrator ? <p>{words.administratorEverywhere}</p> : (
          <>
            <Radios id="programmeId" legend={words.programme} value={programme} errors={submission.errors} onChange={setProgramme} options={programmes} />
            <Radios id="region" legend={words.region} value={region} errors={submission.errors} onChange={setRegion} options={regions} />
          </>
        )}
        <TextField name="validFrom" type="date" label={words.from} help={words.fromHelp} errors={submission.errors} autocomplete="off" />
        <TextField name="validUntil" type="date" label={words.untilDay} help={words.untilDayHelp} errors={submission.errors} autocomplete="off" />
      </Form>
    </section>
  );
}

function Roles({ account, programmes, onChanged }: Omit<Props, "regions">) {
  const { language } = useLanguage();
  const { account: words, role: names } = useScoped(admin);
  const nameOf = useRegionName();
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = async (work: Promise<Account>, said: string) => {
    try {
      onChanged(await work, said);
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const path = { accountId: account.id };
  const revoke = ({ role, region, programmeId }: Grant) =>
    act(post("/v1/accounts/{accountId}/roles/revoke", { path, body: { role, region, programmeId } }), words.revoked);
  const approve = ({ role, region }: Grant) => act(post("/v1/accounts/{accountId}/roles/approve", { path, body: { role, region } }), words.granted);
  const scopeOf = ({ region, programmeId }: Pick<Grant, "region" | "programmeId">) =>
    programmeId === "" ? nameOf(region) : `${nameOf(region)}, ${words.only(programmes.find(([id]) => id === programmeId)?.[1] ?? programmeId)}`;
  const describe = ({ validFrom, validUntil, ...grant }: Grant) => (
    <p>
      <strong>{names[grant.role]}</strong>, {scopeOf(grant)}
      {validFrom && Date.parse(validFrom) > Date.now() && <span class="quiet"> {words.since(formatDay(validFrom, language))}</span>}
      {validUntil && <span class="quiet"> {words.until(formatDay(validUntil, language))}</span>}
    </p>
  );

  return (
    <section aria-labelledby="roles">
      <h2 id="roles">{words.roles}</h2>
      <Refusal problem={problem} />
      {account.roles.length + account.waitingRoles.length === 0 && <p>{words.noRoles}</p>}
      <ul class="rows">
        {account.roles.map((grant) => (
          <li key={`${grant.role} ${grant.region} ${grant.programmeId}`} class="work-item">
            <div>{describe(grant)}</div>
            <button class="button plain small" type="button" onClick={() => void revoke(grant)}>
              {words.revoke}<span class="unseen">: {names[grant.role]}, {scopeOf(grant)}</span>
            </button>
          </li>
        ))}
        {account.waitingRoles.map((grant) => (
          <li key={`waiting ${grant.role} ${grant.region}`} class="work-item">
            <div>{describe(grant)}<p class="quiet">{words.waiting}</p></div>
            <button class="button small" type="button" onClick={() => void approve(grant)}>{words.approve}</button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Body({ first, regions, programmes }: { first: Account; regions: Props["regions"]; programmes: Props["programmes"] }) {
  const { language } = useLanguage();
  const { accounts, account: words } = useScoped(admin);
  const [account, setAccount] = useState(first);
  const [said, setSaid] = useState("");
  const [round, setRound] = useState(0);
  const onChanged = (next: Account, text: string) => {
    setAccount(next);
    setSaid(text);
    setRound(round + 1);
  };

  return (
    <Page title={account.name} titleLanguage="pl" above={<p class="back"><a href="/admin/accounts">{words.back}</a></p>}>
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      <Facts facts={[
        { name: words.email, value: account.email },
        { name: words.state, value: account.confirmed ? words.confirmed : accounts.unconfirmed },
        account.createdAt ? { name: words.created, value: formatDay(account.createdAt, language) } : null,
        { name: words.id, value: <code>{account.id}</code>, help: words.idHelp },
      ]} />
      <Roles account={account} programmes={programmes} onChanged={onChanged} />
      <GrantForm key={round} account={account} regions={regions} programmes={programmes} onChanged={onChanged} />
    </Page>
  );
}

export function AccountPage({ id = "" }: PathParameters) {
  const { account: words } = useScoped(admin);
  const loaded = useResource(`account ${id}`, async () => {
    const [account, { programmes }] = await Promise.all([
      get("/v1/accounts/{accountId}", { path: { accountId: id } }), get("/v1/programmes", {})]);
    const regions = new Map(programmes.flatMap((programme) => programme.regions.map(({ region, name }) => [region, name])));
    return { account, regions: [...regions], programmes: programmes.map(({ id: each, name }) => [each, name] as const) };
  });

  return (
    <LoadedPage resource={loaded}>
      {({ account, regions, programmes }) => (
        <Body first={account} regions={[[EVERYWHERE, words.everywhere], ...regions]} programmes={[[EVERYWHERE, words.everyProgramme], ...programmes]} />
      )}
    </LoadedPage>
  );
}
