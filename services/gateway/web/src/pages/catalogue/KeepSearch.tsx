import { useEffect, useState } from "preact/hooks";
import { post } from "../../api/client";
import { Problem } from "../../api/problem";
import { useTexts } from "../../language/context";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { addressOfCriteria, askedFor, type Criteria } from "./criteria";

/** Keeps what is searched for now; its owner is told of each new innovation that fits. */
export function KeepSearch({ criteria }: { criteria: Criteria }) {
  const texts = useTexts();
  const [kept, setKept] = useState(false);
  const address = addressOfCriteria(criteria);
  const submission = useSubmission(["name"], async (value) => {
    if (!value("name").trim())
      throw new Problem(400, "invalid", "", [{ field: "name", code: "required", detail: texts.catalogue.keepNameMissing }]);
    await post("/v1/me/searches", { body: { name: value("name").trim(), criteria: askedFor(criteria) } });
    setKept(true);
  }, ({ field, detail }) => [field, detail]);

  useEffect(() => setKept(false), [address]);
  return (
    <details class="keep">
      <summary>{texts.catalogue.keep}</summary>
      <p>{texts.catalogue.keepHelp}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={texts.catalogue.keepSubmit}>
        <TextField name="name" label={texts.catalogue.keepName} autocomplete="off" errors={submission.errors}
          value={criteria.query} />
      </Form>
      <p role="status">{kept && texts.catalogue.kept} <a href="/me/searches">{texts.catalogue.keptList}</a></p>
    </details>
  );
}
