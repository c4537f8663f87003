import type { Page } from "@playwright/test";

/** What a page cost its browser between two moments. */
export interface PageLoad {
  /** The main thread's processor time, and the parts for scripts and layout. */
  readonly busyMs: number;
  readonly scriptMs: number;
  readonly layoutMs: number;
  /** Tasks longer than 50 ms of wall-clock time. */
  readonly longTasks: number;
  readonly worstTaskMs: number;
  readonly frames: number;
  /** Dropped frames, at 60 per second. */
  readonly droppedFrames: number;
  readonly elements: number;
  readonly heapMb: number;
}

export interface PageWatch {
  begin(): Promise<void>;
  /** Everything since `begin`, or since the page was opened if that was later. */
  end(): Promise<PageLoad>;
}

interface Seen {
  tasks: number[];
  frames: number;
  dropped: number;
}

/** Observes everything that is opened in this page. */
export async function watchPage(page: Page): Promise<PageWatch> {
  await page.addInitScript(observe);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async (): Promise<ReadonlyMap<string, number>> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return new Map(metrics.map(({ name, value }) => [name, value]));
  };
  let before = await read();
  return {
    async begin() {
      before = await read();
      await page.evaluate(forget);
    },
    async end() {
      const after = await read();
      const spentMs = (name: string) => ((after.get(name) ?? 0) - (before.get(name) ?? 0)) * 1_000;
      const { tasks, frames, dropped, elements } = await page.evaluate(tellSeen);
      return {
        busyMs: spentMs("TaskDuration"),
        scriptMs: spentMs("ScriptDuration"),
        layoutMs: spentMs("LayoutDuration"),
        longTasks: tasks.length,
        worstTaskMs: Math.max(0, ...tasks),
        frames,
        droppedFrames: dropped,
        elements,
        heapMb: (after.get("JSHeapUsedSize") ?? 0) / 1e6,
      };
    },
  };
}

/** Runs in the page, before the page's own scripts. */
function observe(): void {
  const seen: Seen = { tasks: [], frames: 0, dropped: 0 };
  Object.assign(globalThis, { __seen: seen });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration);
  }).observe({ type: "longtask", buffered: true });
  let lastMs: number | null = null;
  const frame = (nowMs: number) => {
    seen.frames += 1;
    if (lastMs !== null) seen.dropped += Math.max(0, Math.round((nowMs - lastMs) / (1_000 / 60)) - 1);
    lastMs = nowMs;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** The totals of an empty page. */
function forget(): void {
  const { __seen } = globalThis as unknown as { readonly __seen?: Seen };
  if (__seen !== undefined) Object.assign(__seen, { tasks: [], frames: 0, dropped: 0 });
}

function tellSeen(): Seen & { readonly elements: number } {
  const { __seen } = globalThis as unknown as { readonly __seen: Seen };
  return { ...__seen, elements: document.querySelectorAll("*").length };
}
