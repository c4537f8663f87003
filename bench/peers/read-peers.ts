import { z } from "zod";

/** The peers, and for each the mode that records every step in a database or a log of its own. */
export const peers = [
  { title: "raw PostgreSQL", peer: "raw", variant: "pg-commit1" },
  { title: "Restate", peer: "restate", variant: "single node" },
  { title: "DBOS", peer: "dbos", variant: "direct" },
  { title: "Mastra", peer: "mastra", variant: "pg" },
] as const;

export type Peer = (typeof peers)[number];

/** A peer's measurements; null if it has none, or it failed. */
export interface PeerFigures {
  /** Ten recorded steps in a row. */
  readonly rowMs: number | null;
  readonly runsPerSecond: number | null;
  /** One, fifty in parallel, and one that waits for all. */
  readonly fanMs: number | null;
  /** The cost of a step among 500 compared with one among ten. */
  readonly growth: number | null;
  /** A single-row commit in raw PostgreSQL at the same time. */
  readonly commitMs: number | null;
  /** When the last of it was measured. */
  readonly measuredAt: string;
}

/** A line of a peer's output: one work, with its figures. */
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

/** A peer's latest figures in the output; null if there are none. Other lines are ignored. */
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
