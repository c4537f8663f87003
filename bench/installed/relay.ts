import type { PenstockClient } from "#client/create-client.ts";
import { watchRun } from "#client/watch-run.ts";
import type { Figure } from "../figure.ts";
import { percentile } from "../measure.ts";
import { type ProcessorShare, watchShares } from "../price/processor-time.ts";
import { type StartedInstallation, withStartedInstallation } from "./installation.ts";
import { piecesPerAnswer, piecesPerSecond, startVendor, type Vendor } from "./vendor.ts";

/** Numbers of parallel streams, increasing; the last is the target. */
const rungs = [10, 25, 50, 100, 200] as const;
/** At most twenty calls per second start with one key, and each workspace has its own. */
const streamsPerWorkspace = 20;

interface Talk {
  readonly client: PenstockClient;
  readonly pipelineId: string;
}

/**
 * P6: many answers of 200 pieces per second each through the whole path (vendor's socket, worker, log, web, SSE), and
 * the delay of each piece until it reaches its reader. No answer starts before all calls have arrived, so that this
 * many streams really run in parallel. The first and last second, when that many runs start and end at the same time,
 * are reported separately. The pieces carry the time; lost or reordered ones are counted.
 */
export async function measureRelay(): Promise<readonly Figure[]> {
  const vendor = await startVendor();
  try {
    return await withStartedInstallation(async (installation) => {
      const talks = await makeTalks(installation, vendor);
      const figures: Figure[] = [];
      for (const streams of rungs) figures.push(...(await relay(installation, vendor, talks, streams)));
      return figures;
    }, vendor.host);
  } finally {
    await vendor.stop();
  }
}

async function makeTalks(installation: StartedInstallation, vendor: Vendor): Promise<readonly Talk[]> {
  const clients = await installation.clientsOfWorkspaces(Math.max(...rungs) / streamsPerWorkspace);
  return Promise.all(
    clients.map(async (client) => ({ client, pipelineId: await vendor.publishTalk(client) })),
  );
}

async function relay(
  installation: StartedInstallation,
  vendor: Vendor,
  talks: readonly Talk[],
  streams: number,
): Promise<readonly Figure[]> {
  const processes = [
    ...(await installation.processes()),
    { name: "vendor", pid: vendor.pid, withChildren: false },
  ];
  const shares = await watchShares([
    ...processes,
    { name: "readers", pid: process.pid, withChildren: false },
  ]);
  vendor.answerTogether(streams);
  const chosen = Array.from({ length: streams }, (_, index) => talks[index % talks.length]);
  const heard = await Promise.all(chosen.flatMap((talk) => (talk === undefined ? [] : [listen(talk)])));
  const used = await shares.end();
  const steady = sorted(
    heard.flatMap(({ latenessMs }) => latenessMs.slice(piecesPerSecond, -piecesPerSecond)),
  );
  const all = sorted(heard.flatMap(({ latenessMs }) => latenessMs));
  const isWhole = streams === Math.max(...rungs);
  const lost = heard.reduce((sum, { lost }) => sum + lost, 0);
  const p6 = { work: "P6", unit: "ms" } as const;
  return [
    { ...p6, what: `${streams} streams, lateness, p50`, value: percentile(steady, 0.5) },
    {
      ...p6,
      what: `${streams} streams, lateness, p95`,
      value: percentile(steady, 0.95),
      ...(isWhole ? { target: 100 } : {}),
      detail: describe(used),
    },
    {
      ...p6,
      what: "the same with those of the first and the last second",
      value: percentile(all, 0.95),
    },
    {
      ...p6,
      what: `${streams} streams, processor time per 1,000 pieces`,
      value: (used.reduce((sum, { usedMs }) => sum + usedMs, 0) * 1_000) / (streams * piecesPerAnswer),
    },
    {
      work: "P6",
      what: `${streams} streams, pieces`,
      value: lost,
      unit: "lost",
      ...(isWhole ? { target: 0 } : {}),
    },
  ];
}

function sorted(values: readonly number[]): readonly number[] {
  return values.toSorted((left, right) => left - right);
}

/** Shares of one processor, and how many processors there were. */
function describe(shares: readonly ProcessorShare[]): string {
  const told = shares.map(({ name, share }) => `${name} ${(share * 100).toFixed(0)} %`);
  return `of one processor: ${told.join(", ")}`;
}

interface Heard {
  readonly latenessMs: readonly number[];
  readonly lost: number;
}

/** Starts a run and reads its text as it arrives. */
async function listen({ client, pipelineId }: Talk): Promise<Heard> {
  const { runId } = await client.runs.start.mutate({ pipelineId, input: "Go on." });
  const latenessMs: number[] = [];
  let lastMs = 0;
  let lost = 0;
  let rest = "";
  for await (const event of watchRun(client, { runId })) {
    if (event.type !== "node.delta") continue;
    const nowMs = performance.timeOrigin + performance.now();
    const pieces = (rest + event.text).split(" ");
    rest = pieces.pop() ?? "";
    for (const piece of pieces.map(Number)) {
      latenessMs.push(nowMs - piece);
      if (piece < lastMs) lost += 1;
      lastMs = piece;
    }
  }
  return { latenessMs, lost: lost + piecesPerAnswer - latenessMs.length };
}
