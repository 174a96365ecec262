/* The file that both sides signed: sent whole and checked before anything is signed with it. */
import { post } from "../../api/client";
import type { Attachment, SignedDocument } from "../../api/shapes";
import type { Integer64 } from "../../api/values";
import { useScoped } from "../../language/scoped";
import { Frame } from "../../parts/fields";
import type { FieldErrors } from "../../parts/form";
import { together } from "../../texts/together";
import { sendWhole } from "./sendWhole";

export async function sendSigned(applicationId: string, document: Exclude<SignedDocument, "SIGNED_DOCUMENT_UNSPECIFIED">, file: File): Promise<Attachment> {
  return sendWhole(file, await post("/v1/applications/{applicationId}/signed-files", {
    path: { applicationId }, body: { document, name: file.name, size: String(file.size) as Integer64 },
  }));
}

interface FieldProps {
  name?: string;
  label?: string;
  errors: FieldErrors;
  onChange: (file: File | null) => void;
}

export function SignedFileField({ name = "signedFileId", label, errors, onChange }: FieldProps) {
  const { cooperation: words } = useScoped(together);

  return (
    <Frame name={name} label={label ?? words.file} errors={errors}>
      <input id={name} type="file" accept="application/pdf" aria-invalid={errors[name] ? true : undefined}
        aria-describedby={errors[name] ? `${name}-error` : undefined} onChange={(event) => onChange(event.currentTarget.files?.[0] ?? null)} />
    </Frame>
  );
}

/** Where a file is kept here; nothing otherwise. */
export function SignedFileLink({ id }: { id: string }) {
  const { cooperation: words } = useScoped(together);

  return id === "" ? null : <a href={`/v1/attachments/${id}/content`} download>{words.download}</a>;
}
