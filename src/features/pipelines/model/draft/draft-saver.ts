import type { DraftKeeper, KeptDraft } from "./kept-draft.ts";
import { type SaveState, stateAfter } from "./save-state.ts";

export interface DraftSaverOptions {
  /** The draft on the server when the page was loaded. */
  readonly saved: KeptDraft;
  readonly save: (text: string, expectedRevision: number) => Promise<{ readonly draftRevision: number }>;
  /** Loads the current draft from the server. */
  readonly read: () => Promise<KeptDraft>;
  /** Stores unsaved text in this browser, and has what was left unsaved last time. */
  readonly keeper: DraftKeeper;
  /** Whether the server could parse it; otherwise it is not sent. */
  readonly canRead?: (text: string) => boolean;
  readonly delayMs?: number;
  readonly firstRetryMs?: number;
}

const saved: SaveState = { kind: "saved" };
const longestRetryMs = 30_000;
/** States that typing does not end. */
const lasting: ReadonlySet<SaveState["kind"]> = new Set(["conflict", "signed-out", "unreachable"]);

/**
 * Saves a draft while it is edited: shortly after the last change, one request at a time, each with the revision it
 * builds on, so that nobody's work is overwritten unseen. What cannot be saved is stored in this browser, and saved
 * when possible.
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
  /** Texts sent without an answer: the server may have one of them. */
  readonly #mine = new Set<string>();
  readonly #options: Required<DraftSaverOptions>;
  readonly #listeners = new Set<() => void>();
  /** Whether it started from text left unsaved last time. */
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

  /** The last saved revision, which this text builds on. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether the server lacks part of the text. */
  get hasUnsaved(): boolean {
    return this.#text !== this.#savedText;
  }

  /**
   * Whether a draft saved by others may replace this text. Not while a request is in flight: the new draft may be our
   * own, and a text that was reverted meanwhile would equal the one saved before it.
   */
  get mayAdopt(): boolean {
    return this.#inFlight === null && !this.hasUnsaved;
  }

  /** Takes a new text, and saves it once typing pauses. */
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

  /** Stores unsaved text in this browser. Returns true if leaving would lose nothing. */
  keep(): boolean {
    return !this.hasUnsaved || this.#options.keeper.keep({ text: this.#text, revision: this.#revision });
  }

  /** Saves immediately. Returns true if everything is on the server afterwards. */
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

  /** Continues from what somebody else saved, and drops the local text. */
  adopt(text: string, revision: number): void {
    clearTimeout(this.#timer);
    this.#text = text;
    this.#savedText = text;
    this.#isSaved(revision);
  }

  /** Overwrites what somebody else saved, after a person has decided so. */
  async overwrite(revision: number): Promise<boolean> {
    this.#revision = revision;
    this.#tell({ kind: "unsaved" });
    return this.flush();
  }

  /** Called when the page is mounted: saves what was left unsaved last time. */
  open(): void {
    this.#isOpen = true;
    if (this.hasUnsaved && this.#state.kind !== "conflict") void this.flush();
  }

  /** Called when the page is left: saves once more, then stops. What cannot be saved stays in this browser. */
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

  /** After a lost answer the server may have our own text, which is not a conflict. */
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
