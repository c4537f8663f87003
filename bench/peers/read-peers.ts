import { z } from "zod";

/** Those that are compared with, and the way of each that records every step in a database or a log of its own. */
export const peers = [
  { title: "raw PostgreSQL", peer: "raw", variant: "pg-commit1" },
  { title: "Restate", peer: "restate", variant: "single node" },
  { title: "DBOS", peer: "dbos", variant: "direct" },
  { title: "Mastra", peer: "mastra", variant: "pg" },
] as const;

export type Peer = (typeof peers)[number];

/** What a peer measured of itself; null where it did not, or failed. */
export interface PeerFigures {
  /** Ten recorded steps in a row. */
  readonly rowMs: number | null;
  readonly runsPerSecond: number | null;
  /** One, fifty side by side, and one that waits for all. */
  readonly fanMs: number | null;
  /** A step of 500 in a row to one of ten. */
  readonly growth: number | null;
  /** A commit of a single row in raw PostgreSQL, in the same minute. */
  readonly commitMs: number | null;
  /** When the last of it was measured. */
  readonly measuredAt: string;
}

/** A line that a peer's bench prints: one work each, the figures that belong to it. */
const lineSchema = z.object({
  ts: z.string(),
  peer: z.string(),
  variant: z.string(),
  work: z.string(),
  p50_ms: z.number().nullish(),
  runs_per_s: z.number().nullish(),
  growth_vs_10: z.number().nullish(),
  probe: z.object({ c1_p50_ms: z.number().nullish() }).optional(),
});

type PeerLine = z.infer<typeof lineSchema>;

/**
 * The latest figures of a peer among the lines that peers printed; null where there are none of it. What is not such a
 * line is passed over: programs print other things, too.
 */
export function readPeer(
  text: string,
  { peer, variant }: Pick<Peer, "peer" | "variant">,
): PeerFigures | null {
  const lines = text.split("\n").flatMap(readLine);
  const own = lines.filter((line) => line.peer === peer && line.variant === variant);
  const last = own.at(-1);
  if (last === undefined) return null;
  const of = (work: string) => own.findLast((line) => line.work === work);
  return {
    rowMs: of("W1.latency")?.p50_ms ?? null,
    runsPerSecond: of("W1.best")?.runs_per_s ?? null,
    fanMs: of("W2.fan50")?.p50_ms ?? null,
    growth: of("W3.chain500")?.growth_vs_10 ?? null,
    commitMs: of("W1.latency")?.probe?.c1_p50_ms ?? null,
    measuredAt: last.ts,
  };
}

function readLine(line: string): readonly PeerLine[] {
  if (!line.startsWith("{")) return [];
  try {
    const parsed = lineSchema.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
