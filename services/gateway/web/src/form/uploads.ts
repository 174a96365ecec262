/* The files of one application, also while somebody goes from part to part of its form. */
import { createContext } from "preact";
import { get, post, remove } from "../api/client";
import { noAnswer, Problem, problemOf } from "../api/problem";
import type { Attachment } from "../api/shapes";
import type { Integer64 } from "../api/values";
import { asProblem } from "../parts/resource";
import { awaitCheck, sendFile, type Wire } from "./upload";

export interface Upload {
  attachment: Attachment;
  /** It is being sent from this page. */
  running: boolean;
  /** It stands still and goes on by itself. */
  waiting: Problem | undefined;
  /** It stopped, and somebody must do something. */
  stopped: Problem | undefined;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
  });
}

async function putPart(id: string, offset: number, part: Blob): Promise<Attachment> {
  let response: Response;
  try {
    response = await fetch(`/v1/attachments/${id}/content?offset=${offset}`, {
      method: "PATCH", body: part,
      headers: { "Content-Type": "application/octet-stream", "Accept-Language": document.documentElement.lang },
    });
  } catch {
    throw noAnswer();
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOf(response.status, body);
  return body as Attachment;
}

export const wire: Wire = {
  put: putPart,
  get: (attachmentId) => get("/v1/attachments/{attachmentId}", { path: { attachmentId } }),
  pause,
};

export class Uploads {
  private readonly files = new Map<string, Upload>();
  private readonly sources = new Map<string, Blob>();
  private readonly listeners = new Set<() => void>();

  constructor(readonly applicationId: string, known: readonly Attachment[]) {
    this.know(known);
  }

  know(known: readonly Attachment[]): void {
    for (const attachment of known) {
      const before = this.files.get(attachment.id);
      if (!before?.running) this.files.set(attachment.id, { attachment, running: false, waiting: undefined, stopped: undefined });
      if (!before?.running && attachment.state === "CHECKING") void this.run(attachment);
    }
  }

  find(id: string): Upload | undefined {
    return this.files.get(id);
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Announces a file and begins to send it. Throws what the API says against it. */
  async add(field: string, file: File): Promise<Attachment> {
    const attachment = await post("/v1/applications/{applicationId}/attachments", {
      path: { applicationId: this.applicationId },
      body: { field, name: file.name.normalize("NFC"), size: String(file.size) as Integer64 },
    });
    this.sources.set(attachment.id, file);
    void this.run(attachment);
    return attachment;
  }

  /** Goes on with a file that was interrupted, here or in an earlier visit. False: it is another file. */
  resume(id: string, file?: File): boolean {
    const upload = this.files.get(id);
    const source = file ?? this.sources.get(id);
    if (!upload || !source || String(source.size) !== upload.attachment.size) return false;
    this.sources.set(id, source);
    if (!upload.running) void this.run(upload.attachment);
    return true;
  }

  /** Whether it can go on without asking for the file again. */
  has(id: string): boolean {
    return this.sources.has(id);
  }

  async drop(id: string): Promise<void> {
    const { running } = this.files.get(id) ?? {};
    this.forget(id);
    try {
      await remove("/v1/attachments/{attachmentId}", { path: { attachmentId: id } });
    } catch (error) {
      /* Submitted ones stay, and one that is gone is gone. */
      if (!(error instanceof Problem) || (error.status !== 404 && error.reason !== "already-submitted")) throw error;
    }
    if (running) this.tell();
  }

  private forget(id: string): void {
    this.files.delete(id);
    this.sources.delete(id);
    this.tell();
  }

  private set(id: string, change: Partial<Upload>): void {
    const before = this.files.get(id);
    if (before) this.files.set(id, { ...before, ...change });
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private async run(start: Attachment): Promise<void> {
    const { id } = start;
    const source = this.sources.get(id);
    const wanted = () => this.files.has(id);
    this.files.set(id, { attachment: start, running: true, waiting: undefined, stopped: undefined });
    this.tell();
    try {
      const sent = source
        ? await sendFile(source, start, wire, ({ attachment, waiting }) => this.set(id, { attachment, waiting }), wanted) : start;
      this.set(id, { attachment: sent, waiting: undefined });
      const checked = await awaitCheck(sent, wire, wanted);
      this.set(id, { attachment: checked, running: false });
      if (checked.state !== "UPLOADING") this.sources.delete(id);
    } catch (error) {
      this.set(id, { running: false, waiting: undefined, stopped: asProblem(error) });
    }
  }
}

const open = new Map<string, Uploads>();

/** What is on its way here, with what the API knows. */
export async function loadUploads(applicationId: string): Promise<Uploads> {
  const { attachments } = await get("/v1/applications/{applicationId}/attachments", { path: { applicationId } });
  const found = open.get(applicationId) ?? new Uploads(applicationId, []);
  open.set(applicationId, found);
  found.know(attachments);
  return found;
}

/** Undefined: files are shown only by how many there are, as in a preview. */
export const UploadsContext = createContext<Uploads | undefined>(undefined);
