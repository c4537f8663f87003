import { setTimeout as sleep } from "node:timers/promises";
import { deletePipeline } from "#server/services/deletion/delete-pipeline.ts";
import { listRuns } from "#server/services/runs/reading/list-runs.ts";
import { percentile } from "../measure.ts";
import type { Stage } from "../stage.ts";
import { countPages } from "./count-pages.ts";
import { newestRuns } from "./questions/question.ts";
import type { Seeded } from "./seed.ts";

/** How long the worker is observed. */
const watchedMs = 60_000;
/** The pause between two questions, like a person who browses quickly. */
const pauseMs = 100;

/**
 * How fast the worker purges the runs of the busiest pipeline after it was deleted, and bodies older than a day; and
 * how quickly the run list responds meanwhile, and how many pages it reads.
 */
export async function measurePurge(stage: Stage, { busyPipeline }: Seeded): Promise<string> {
  const { context, asOwner } = stage;
  const count = async () => {
    const [row] = await asOwner<{ runs: number; without: number }>(
      "select count(*)::int as runs, count(bodies_deleted_at)::int as without from runs",
    );
    return row ?? { runs: 0, without: 0 };
  };
  const [pipeline] = await asOwner<{ name: string }>("select name from pipelines where id = $1", [
    busyPipeline,
  ]);
  const before = await count();
  const confirm = pipeline?.name ?? "";
  await deletePipeline(context, { pipelineId: busyPipeline, confirm, evenIfCalled: true });
  await asOwner("update workspaces set retention_days = 1");
  await asOwner("update system.clearings set look_at = now() - interval '1 second'");
  const database = await countPages(stage);
  const [times, pages]: [number[], number[]] = [[], []];
  const beganMs = performance.now();
  while (performance.now() - beganMs < watchedMs) {
    const order = times.length % 2 === 0 ? "newest" : "costliest";
    const pagesBefore = await database.pages();
    const askedMs = performance.now();
    await listRuns({ ...context, db: database.db }, { ...newestRuns, order });
    times.push(performance.now() - askedMs);
    pages.push((await database.pages()) - pagesBefore);
    await sleep(pauseMs);
  }
  const minutes = (performance.now() - beganMs) / 60_000;
  await database.close();
  const left = await count();
  const perMinute = (rows: number) => Math.round(rows / minutes).toLocaleString("en-US");
  const shares = (samples: number[], unit: string) => {
    const sorted = samples.toSorted((one, other) => one - other);
    return [0.5, 0.95, 1].map((share) => `${Math.round(percentile(sorted, share))} ${unit}`).join(", ");
  };
  return [
    `A purge meanwhile: ${perMinute(before.runs - left.runs)} runs a minute deleted, of ${perMinute(left.without - before.without)} a minute the bodies.`,
    `runs.list while it went on, p50, p95, longest of ${times.length}: ${shares(times, "ms")}; ${shares(pages, "pages")}.`,
  ].join("\n");
}
