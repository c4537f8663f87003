import type { Page } from "@playwright/test";

/** Processor time of a page's main thread, in milliseconds: what others do on the machine is not in it. */
export interface MainThreadTime {
  /** All of it: scripts, style, layout, painting and what the browser does around them. */
  readonly taskMs: number;
  readonly scriptMs: number;
}

/** Counts from now on; what comes back says how much there has been so far. */
export async function followMainThread(page: Page): Promise<() => Promise<MainThreadTime>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const seconds = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    return { taskMs: seconds("TaskDuration") * 1_000, scriptMs: seconds("ScriptDuration") * 1_000 };
  };
}
