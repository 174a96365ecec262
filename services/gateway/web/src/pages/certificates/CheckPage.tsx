/* For whoever was shown a certificate: the code goes into the address and nothing else does. */
import { useState } from "preact/hooks";
import { useScoped } from "../../language/scoped";
import { Page } from "../../parts/Page";
import { navigate } from "../../router/location";
import { certificates } from "../../texts/certificates";

export function CheckForm({ wrong }: { wrong?: boolean }) {
  const { check } = useScoped(certificates);
  const [code, setCode] = useState("");

  return (
    <form noValidate onSubmit={(event) => {
      event.preventDefault();
      if (code.trim() !== "") navigate(`/certificates/${encodeURIComponent(code.trim())}`);
    }}>
      <div class={wrong ? "field wrong" : "field"}>
        <label for="code">{check.code}</label>
        <p class="quiet" id="code-help">{check.codeHelp}</p>
        {wrong && <p class="error" id="code-error" role="alert">{check.wrong}</p>}
        <input id="code" class="code" autocomplete="off" spellcheck={false} value={code} maxLength={40}
          aria-describedby={wrong ? "code-help code-error" : "code-help"} aria-invalid={wrong ? true : undefined}
          onInput={(event) => setCode(event.currentTarget.value)} />
      </div>
      <button class="button" type="submit">{check.submit}</button>
    </form>
  );
}

export function CheckPage() {
  const { check } = useScoped(certificates);

  return (
    <Page title={check.title}>
      <p class="lead">{check.lead}</p>
      <CheckForm />
    </Page>
  );
}
