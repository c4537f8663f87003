import type { Browser, BrowserContextOptions, Page } from "@playwright/test";

/** What opening a page cold costs whoever opens it. */
export interface PageVitals {
  /** JavaScript that the page's own HTML asks for, as it travels. */
  readonly firstLoadKb: number;
  /** The same with what it fetched afterwards by itself, such as an editor. */
  readonly allScriptsKb: number;
  readonly largestPaintMs: number;
  /** Cumulative layout shift, all of it: what the browser forgives after an input is counted too. */
  readonly layoutShift: number;
  /** What long tasks held up beyond 50 ms each. */
  readonly blockedMs: number;
  /** From a key to the picture of what it did. */
  readonly keyToPaintMs: number;
}

interface Visit {
  readonly url: string;
  readonly storageState: NonNullable<BrowserContextOptions["storageState"]>;
  /** How long to stay and watch, for pages that go on moving. */
  readonly stayMs: number;
}

/** Opens a page as somebody who was never here: nothing is cached. */
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

/** Counts the bytes of scripts on the wire: those that the HTML names, and all of them. */
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

/** Runs in the page, before anything of the page does. */
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
