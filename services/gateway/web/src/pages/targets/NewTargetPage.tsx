import { post } from "../../api/client";
import { useScoped } from "../../language/scoped";
import { Page } from "../../parts/Page";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { targets } from "../../texts/targets";
import { TargetForm } from "./TargetForm";

export function NewTargetPage({ programme = "" }: PathParameters) {
  const { form, one } = useScoped(targets);
  const address = `/office/programmes/${programme}/targets`;

  return (
    <Page title={form.newTitle} above={<p class="back"><a href={address}>{one.back}</a></p>}>
      <TargetForm button={form.create} send={async (text) => {
        const { id } = await post("/v1/programmes/{programmeId}/indicators", { path: { programmeId: programme }, body: { text } });
        navigate(`${address}/${id}`);
      }} />
    </Page>
  );
}
