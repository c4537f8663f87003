import type { DraftKeeper, KeptDraft } from "./kept-draft.ts";
import { type SaveState, stateAfter } from "./save-state.ts";

export interface DraftSaverOptions {
  /** What the server keeps. */
  readonly saved: KeptDraft;
  readonly save: (text: string, expectedRevision: number) => Promise<{ readonly draftRevision: number }>;
  /** What the server keeps now. */
  readonly read: () => Promise<KeptDraft>;
  /** Keeps what is not saved yet, and has what was not saved last time. */
  readonly keeper: DraftKeeper;
  /** Whether the server could read it; it is not asked to keep what it could not. */
  readonly canRead?: (text: string) => boolean;
  readonly delayMs?: number;
  readonly firstRetryMs?: number;
}

const saved: SaveState = { kind: "saved" };
const longestRetryMs = 30_000;
/** What is not over because somebody goes on writing. */
const lasting: ReadonlySet<SaveState["kind"]> = new Set(["conflict", "signed-out", "unreachable"]);

/**
 * Saves a draft while it is written: a moment after the last change, one request at a time, each naming the revision it
 * builds on, so that nobody's work is written over unseen. What cannot be saved is kept here, and saved when it can be.
 */
export class DraftSaver {
  #state: SaveState = saved;
  #text: string;
  #savedText: string;
  #revision: number;
  #inFlight: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retryMs: number;
  #isOpen = true;
  /** Sent from here without an answer: the server may have it by now. */
  readonly #mine = new Set<string>();
  readonly #options: Required<DraftSaverOptions>;
  readonly #listeners = new Set<() => void>();
  /** Whether it began with what was not saved last time. */
  readonly isRestored: boolean;

  constructor(options: DraftSaverOptions) {
    this.#options = { canRead: () => true, delayMs: 700, firstRetryMs: 1_000, ...options };
    this.#retryMs = this.#options.firstRetryMs;
    const kept = options.keeper.read();
    const { text, revision } = options.saved;
    this.isRestored = kept !== null && kept.text !== text;
    this.#savedText = text;
    this.#text = kept?.text ?? text;
    this.#revision = kept?.revision ?? revision;
    if (!this.isRestored) this.#isSaved(revision);
    else if (this.#revision < revision) this.#state = { kind: "conflict" };
    else this.#state = { kind: this.#options.canRead(this.#text) ? "unsaved" : "unreadable" };
    if (this.isRestored) this.#mine.add(this.#text);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): SaveState => this.#state;

  get text(): string {
    return this.#text;
  }

  /** The revision that is kept and that this text builds on. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether the server does not have all of it. */
  get hasUnsaved(): boolean {
    return this.#text !== this.#savedText;
  }

  /**
   * Whether what others have saved may take the place of this text. Not while a request is out: what it saves is one's
   * own, and a text that one has gone back to in the meantime is the one that was saved before it.
   */
  get mayAdopt(): boolean {
    return this.#inFlight === null && !this.hasUnsaved;
  }

  /** Takes a new text; saves it when nothing more is written for a moment. */
  change(text: string): void {
    this.#text = text;
    clearTimeout(this.#timer);
    if (this.#inFlight !== null) return;
    if (!this.hasUnsaved && this.#state.kind !== "conflict") {
      this.#isSaved(this.#revision);
      return;
    }
    if (!lasting.has(this.#state.kind)) this.#tell({ kind: "unsaved" });
    const isHeld = this.#state.kind === "signed-out" || this.#state.kind === "conflict";
    this.#timer = setTimeout(() => void (isHeld ? this.keep() : this.flush()), this.#options.delayMs);
  }

  /** Keeps in this browser what is not saved. True when nothing would be lost by leaving. */
  keep(): boolean {
    return !this.hasUnsaved || this.#options.keeper.keep({ text: this.#text, revision: this.#revision });
  }

  /** Saves at once what is not saved yet. True when all of it is kept on the server afterwards. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.keep();
    while (this.hasUnsaved && this.#state.kind !== "conflict") {
      const tried = this.#text;
      if (this.#inFlight === null && !this.#options.canRead(tried)) {
        this.#tell({ kind: "unreadable" });
        break;
      }
      this.#inFlight ??= this.#write();
      await this.#inFlight;
      if (this.#state.kind === "signed-out") break;
      if (this.#state.kind === "unreachable") {
        this.#retryLater();
        break;
      }
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
    this.#isSaved(revision);
  }

  /** Saves this text over what somebody else has saved, after a person has decided so. */
  async overwrite(revision: number): Promise<boolean> {
    this.#revision = revision;
    this.#tell({ kind: "unsaved" });
    return this.flush();
  }

  /** Its page is there: what was not saved last time is, now. */
  open(): void {
    this.#isOpen = true;
    if (this.hasUnsaved && this.#state.kind !== "conflict") void this.flush();
  }

  /** Its page is left: saves what there is once more, and nothing after that. What cannot be saved stays kept here. */
  close(): void {
    this.#isOpen = false;
    void this.flush();
  }

  #retryLater(): void {
    clearTimeout(this.#timer);
    if (!this.#isOpen) return;
    this.#timer = setTimeout(() => void this.flush(), this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, longestRetryMs);
  }

  async #write(): Promise<void> {
    const text = this.#text;
    if (!lasting.has(this.#state.kind)) this.#tell({ kind: "saving" });
    try {
      this.#hasSaved(text, (await this.#options.save(text, this.#revision)).draftRevision);
    } catch (error) {
      const state = stateAfter(error);
      if (state.kind === "unreachable") this.#mine.add(text);
      if (state.kind === "conflict" && (await this.#wasMine(text))) return;
      this.#tell(state);
    } finally {
      this.#inFlight = null;
    }
  }

  /** An answer that was lost is not another person: the server may have what was sent before. */
  async #wasMine(text: string): Promise<boolean> {
    const now = await this.#options.read().catch(() => null);
    if (now === null || !(now.text === text || this.#mine.has(now.text))) return false;
    this.#hasSaved(now.text, now.revision);
    return true;
  }

  #hasSaved(text: string, revision: number): void {
    this.#savedText = text;
    this.#revision = revision;
    if (this.hasUnsaved) this.#tell({ kind: "unsaved" });
    else this.#isSaved(revision);
  }

  #isSaved(revision: number): void {
    this.#revision = revision;
    this.#mine.clear();
    this.#retryMs = this.#options.firstRetryMs;
    this.#options.keeper.drop();
    this.#tell(saved);
  }

  #tell(state: SaveState): void {
    if (state.kind === this.#state.kind && state.kind !== "failed") return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
