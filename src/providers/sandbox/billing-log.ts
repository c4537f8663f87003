/** One request as the sandbox billed it, to compare a ledger with. */
export interface BillingEntry {
  readonly requestId: string;
  readonly model: string;
  readonly userId: string | null;
  readonly startedAtMs: number;
  endedAtMs: number | null;
  status: number | null;
  piecesSent: number;
  /** All input, cached or not. */
  inputTokens: number;
  /** Of these, read from the cache and written to it. */
  cacheReadTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
  /** How it ended: `completed`, the fault's name, or `closed-by-client`; `open` while it is in progress. */
  outcome: string;
  /** When the client disconnected before the end. Null: it did not. */
  closedByClientAtMs: number | null;
}

export interface SandboxStats {
  /** Totals of all requests since the start, including those no longer listed. */
  readonly requests: number;
  readonly open: number;
  readonly closedByClient: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** The latest requests, oldest first. */
  readonly entries: readonly Readonly<BillingEntry>[];
}

const usuallyKept = 5_000;

export interface BillingLog {
  open(request: Pick<BillingEntry, "requestId" | "model" | "userId">): BillingEntry;
  /** Closes an entry; later calls have no effect. */
  close(entry: BillingEntry, outcome: string): void;
  stats(): SandboxStats;
}

/** Keeps at least the latest `keptEntries` entries. */
export function createBillingLog(keptEntries = usuallyKept): BillingLog {
  const entries: BillingEntry[] = [];
  const totals = { requests: 0, open: 0, closedByClient: 0, inputTokens: 0, outputTokens: 0 };
  return {
    open(request) {
      const entry: BillingEntry = {
        ...request,
        startedAtMs: Date.now(),
        endedAtMs: null,
        status: null,
        piecesSent: 0,
        inputTokens: 0,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        outputTokens: 0,
        outcome: "open",
        closedByClientAtMs: null,
      };
      entries.push(entry);
      // Trimmed in large steps: `shift` would move the whole list each time.
      if (entries.length > 2 * keptEntries) entries.splice(0, keptEntries);
      totals.requests += 1;
      totals.open += 1;
      return entry;
    },
    close(entry, outcome) {
      if (entry.endedAtMs !== null) return;
      entry.endedAtMs = Date.now();
      entry.outcome = outcome;
      totals.open -= 1;
      totals.inputTokens += entry.inputTokens;
      totals.outputTokens += entry.outputTokens;
      if (outcome === "closed-by-client") {
        entry.closedByClientAtMs = entry.endedAtMs;
        totals.closedByClient += 1;
      }
    },
    stats: () => ({ ...totals, entries: entries.slice(-keptEntries).map((entry) => ({ ...entry })) }),
  };
}
