import type { Browser, BrowserContextOptions, Page } from "@playwright/test";

/** The cost of a cold page load. */
export interface PageVitals {
  /** The JavaScript that the page's HTML requests, in bytes transferred. */
  readonly firstLoadKb: number;
  /** The same with what it loaded by itself afterwards, such as an editor. */
  readonly allScriptsKb: number;
  readonly largestPaintMs: number;
  /** Cumulative layout shift, including shifts after an input, which the browser's own figure excludes. */
  readonly layoutShift: number;
  /** Total blocking time: the part of each long task beyond 50 ms. */
  readonly blockedMs: number;
  /** From a key press to the next paint. */
  readonly keyToPaintMs: number;
}

interface Visit {
  readonly url: string;
  readonly storageState: NonNullable<BrowserContextOptions["storageState"]>;
  /** How long to observe pages that keep changing. */
  readonly stayMs: number;
}

/** Opens a page with an empty cache. */
export async function measurePage(browser: Browser, visit: Visit): Promise<PageVitals> {
  const context = await browser.newContext({
    storageState: visit.storageState,
    viewport: { width: 1440, height: 900 },
  });
  try {
    const page = await context.newPage();
    const weighScripts = await followScripts(page);
    await page.addInitScript(observe);
    await page.goto(visit.url, { waitUntil: "load" });
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(visit.stayMs);
    const scripts = weighScripts();
    await page.keyboard.press("Tab");
    await page.waitForTimeout(200);
    return { ...scripts, ...(await page.evaluate(read)) };
  } finally {
    await context.close();
  }
}

/** Counts transferred bytes of scripts: those in the HTML, and all of them. */
async function followScripts(page: Page) {
  const session = await page.context().newCDPSession(page);
  const scripts = new Map<string, { readonly isNamed: boolean; bytes: number }>();
  session.on("Network.requestWillBeSent", ({ requestId, type, initiator }) => {
    if (type === "Script") scripts.set(requestId, { isNamed: initiator.type === "parser", bytes: 0 });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId);
    if (script !== undefined) script.bytes = encodedDataLength;
  });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const sum = (some: Iterable<{ readonly bytes: number }>) =>
    [...some].reduce((all, { bytes }) => all + bytes, 0) / 1000;
  return () => ({
    firstLoadKb: sum([...scripts.values()].filter(({ isNamed }) => isNamed)),
    allScriptsKb: sum(scripts.values()),
  });
}

interface Watched {
  readonly __vitals: {
    largestPaintMs: number;
    layoutShift: number;
    blockedMs: number;
    keyToPaintMs: number;
  };
}

/** Runs in the page, before the page's own scripts. */
function observe(): void {
  const vitals = { largestPaintMs: 0, layoutShift: 0, blockedMs: 0, keyToPaintMs: 0 };
  Object.assign(globalThis, { __vitals: vitals });
  const watch = (type: string, note: (entry: PerformanceEntry) => void, options: object = {}) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) note(entry);
    }).observe({ type, buffered: true, ...options });
  watch("largest-contentful-paint", ({ startTime }) => {
    vitals.largestPaintMs = startTime;
  });
  watch("layout-shift", (entry) => {
    vitals.layoutShift += (entry as PerformanceEntry & { readonly value: number }).value;
  });
  watch("longtask", ({ duration }) => {
    vitals.blockedMs += Math.max(0, duration - 50);
  });
  watch(
    "event",
    ({ duration }) => {
      vitals.keyToPaintMs = Math.max(vitals.keyToPaintMs, duration);
    },
    { durationThreshold: 16 },
  );
}

function read(): Watched["__vitals"] {
  return (globalThis as unknown as Watched).__vitals;
}
