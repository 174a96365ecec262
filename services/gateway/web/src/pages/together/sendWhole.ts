/* A file that a page sends to its end: in parts, on from where a broken line left it, and checked. */
import type { Attachment } from "../../api/shapes";
import { awaitCheck, sendFile } from "../../form/upload";
import { wire } from "../../form/uploads";

export async function sendWhole(file: Blob, begun: Attachment): Promise<Attachment> {
  const sent = await sendFile(file, begun, wire, () => {}, () => true);
  return awaitCheck(sent, wire, () => true);
}
