import { describeRequestError } from "#features/errors/index.ts";

/** How what is on the screen compares with what is kept. */
export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "unsaved" }
  | { readonly kind: "saving" }
  /** The text cannot be read at all, so the server refuses to keep it. */
  | { readonly kind: "unreadable" }
  /** Somebody else has saved since this text was begun. Nothing is saved until a person decides. */
  | { readonly kind: "conflict" }
  | { readonly kind: "failed"; readonly error: unknown };

export interface DraftSaverOptions {
  readonly text: string;
  readonly revision: number;
  readonly save: (text: string, expectedRevision: number) => Promise<{ readonly draftRevision: number }>;
  /** Whether the server could read it; it is not asked to keep what it could not. */
  readonly canRead?: (text: string) => boolean;
  readonly delayMs?: number;
}

const saved: SaveState = { kind: "saved" };

/**
 * Saves a draft while it is written: a moment after the last change, one request at a time, each naming the revision it builds on, so
 * that nobody's work is written over unseen.
 */
export class DraftSaver {
  #state: SaveState = saved;
  #text: string;
  #savedText: string;
  #revision: number;
  #inFlight: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #save: DraftSaverOptions["save"];
  readonly #canRead: (text: string) => boolean;
  readonly #delayMs: number;
  readonly #listeners = new Set<() => void>();

  constructor({ text, revision, save, canRead = () => true, delayMs = 700 }: DraftSaverOptions) {
    this.#text = text;
    this.#savedText = text;
    this.#revision = revision;
    this.#save = save;
    this.#canRead = canRead;
    this.#delayMs = delayMs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): SaveState => this.#state;

  /** The revision that is kept and that this text builds on. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether leaving now would lose something. */
  get hasUnsaved(): boolean {
    return this.#text !== this.#savedText;
  }

  /** Takes a new text; saves it when nothing more is written for a moment. */
  change(text: string): void {
    this.#text = text;
    if (this.#state.kind === "conflict") return;
    clearTimeout(this.#timer);
    if (this.#inFlight !== null) return;
    this.#tell(this.hasUnsaved ? { kind: "unsaved" } : saved);
    if (this.hasUnsaved) this.#timer = setTimeout(() => void this.flush(), this.#delayMs);
  }

  /** Saves at once what is not saved yet. True when all of it is kept afterwards. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    while (this.hasUnsaved && this.#state.kind !== "conflict") {
      const tried = this.#text;
      if (this.#inFlight === null && !this.#canRead(tried)) {
        this.#tell({ kind: "unreadable" });
        break;
      }
      this.#inFlight ??= this.#write();
      await this.#inFlight;
      const isStuck = this.#state.kind === "failed" || this.#state.kind === "unreadable";
      if (isStuck && this.#text === tried) break;
    }
    return !this.hasUnsaved;
  }

  /** Goes on from what somebody else has saved, and drops the text that was here. */
  adopt(text: string, revision: number): void {
    clearTimeout(this.#timer);
    this.#text = text;
    this.#savedText = text;
    this.#revision = revision;
    this.#tell(saved);
  }

  /** Saves this text over what somebody else has saved, after a person has decided so. */
  async overwrite(revision: number): Promise<boolean> {
    this.#revision = revision;
    this.#tell({ kind: "unsaved" });
    return this.flush();
  }

  async #write(): Promise<void> {
    const text = this.#text;
    this.#tell({ kind: "saving" });
    try {
      const { draftRevision } = await this.#save(text, this.#revision);
      this.#revision = draftRevision;
      this.#savedText = text;
      this.#tell(this.hasUnsaved ? { kind: "unsaved" } : saved);
    } catch (error) {
      this.#tell(stateAfter(error));
    } finally {
      this.#inFlight = null;
    }
  }

  #tell(state: SaveState): void {
    if (state.kind === this.#state.kind && state.kind !== "failed") return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function stateAfter(error: unknown): SaveState {
  const { code } = describeRequestError(error);
  if (code === "CONFLICT") return { kind: "conflict" };
  // Faults are accepted in a draft; what is refused all the same cannot be read.
  if (code === "INVALID_DEFINITION") return { kind: "unreadable" };
  return { kind: "failed", error };
}
