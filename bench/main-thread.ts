import type { Page } from "@playwright/test";

/** The main thread's processor time, in milliseconds, which excludes other work on the machine. */
export interface MainThreadTime {
  /** All of it: scripts, style, layout, painting and the browser's own work. */
  readonly taskMs: number;
  readonly scriptMs: number;
}

/** Starts counting; the returned function reads the time so far. */
export async function followMainThread(page: Page): Promise<() => Promise<MainThreadTime>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const seconds = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    return { taskMs: seconds("TaskDuration") * 1_000, scriptMs: seconds("ScriptDuration") * 1_000 };
  };
}
