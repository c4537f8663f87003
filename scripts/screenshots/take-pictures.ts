import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { type PictureOf, type Size, sizes } from "./picture.ts";
import type { Scenario } from "./scenario.ts";

interface Session {
  readonly url: string;
  readonly pages: readonly PictureOf[];
  readonly scenario: Scenario;
  readonly sizes: readonly Size[];
  readonly schemes: readonly Scheme[];
  tell(line: string): void;
}

export const schemes = ["dark", "light"] as const;
export type Scheme = (typeof schemes)[number];
export const allSizes = ["wide", "phone", "zoomed"] as const;
const folder = join(repositoryRoot, ".penstock/screenshots");
/** The pictures in the README, in the theme that suits them best. */
const published = new Map([["run-streaming-dark-wide", join(repositoryRoot, "docs/images/run.png")]]);

/** Photographs each page in the session's themes and sizes. Returns how many failed, or had console errors. */
export async function takePictures(browser: Browser, session: Session): Promise<number> {
  mkdirSync(folder, { recursive: true });
  let faults = 0;
  for (const picture of session.pages) {
    const found = await takePage(browser, session, picture).catch((error: unknown) => [
      error instanceof Error ? error.message : String(error),
    ]);
    faults += found.length === 0 ? 0 : 1;
    session.tell([`  ${picture.name}`, ...found.map((fault) => `    ${fault}`)].join("\n"));
  }
  session.tell(`Pictures: ${folder}`);
  return faults;
}

async function takePage(browser: Browser, session: Session, picture: PictureOf): Promise<readonly string[]> {
  const live = await picture.before?.(session.scenario);
  const path = live?.path ?? picture.path(session.scenario);
  const faults: string[] = [];
  try {
    // Opened again at each size: narrowing an open page is not the same as opening it on a phone.
    for (const size of session.sizes.filter((one) => (picture.only ?? allSizes).includes(one))) {
      faults.push(...(await takeAtSize(browser, session, { picture, path, size })));
    }
    return faults;
  } finally {
    await live?.end();
  }
}

async function takeAtSize(
  browser: Browser,
  { url, scenario, schemes: wanted }: Session,
  { picture, path, size }: { readonly picture: PictureOf; readonly path: string; readonly size: Size },
): Promise<readonly string[]> {
  const context = await browser.newContext({
    baseURL: url,
    storageState: scenario.visitors.states[picture.as],
    deviceScaleFactor: 1.5,
    viewport: sizes[size],
    hasTouch: size === "phone",
    reducedMotion: "reduce",
  });
  try {
    const page = await context.newPage();
    const faults = listenForFaults(page, picture.expects);
    await page.goto(path);
    await settle(page);
    await picture.act?.(page);
    for (const scheme of wanted) {
      await page.emulateMedia({ colorScheme: scheme });
      await settle(page);
      await takeOne(page, `${picture.name}-${scheme}-${size}`);
    }
    return [...faults, ...(await sidewaysOverflow(page)), ...(await outOfReach(page))].map(
      (fault) => `${size}: ${fault}`,
    );
  } finally {
    await context.close();
  }
}

/** A page must not scroll sideways; wide content scrolls inside itself. */
async function sidewaysOverflow(page: Page): Promise<readonly string[]> {
  const excess = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  return excess > 0 ? [`The page is ${excess} px wider than its window.`] : [];
}

/** Controls outside of the window that cannot be scrolled to. */
async function outOfReach(page: Page): Promise<readonly string[]> {
  const names = await page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.querySelectorAll<HTMLElement>("button, a[href], input, select, textarea")]
      .filter((control) => {
        const { left, right, width, height } = control.getBoundingClientRect();
        const isBeside = right > window.innerWidth + 1 || left < -1;
        // Visually hidden elements are one pixel large, and a control's shadow in its form is hidden from everybody.
        const isHidden = width <= 1 || height <= 1 || control.ariaHidden === "true";
        return !isHidden && isBeside && control.checkVisibility() && !scrolls(control);
      })
      .map((control) => control.ariaLabel ?? control.textContent.trim().slice(0, 40));
  });
  return names.map((name) => `"${name}" is outside the window.`);
}

function listenForFaults(page: Page, expected: RegExp | undefined): readonly string[] {
  const faults: string[] = [];
  const note = (fault: string) => {
    if (expected === undefined || !expected.test(fault)) faults.push(fault);
  };
  page.on("console", (message) => {
    if (message.type() === "error") note(`${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => note(error.message));
  return faults;
}

async function takeOne(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}.png`), scale: "css" });
  const place = published.get(name);
  if (place !== undefined) await page.screenshot({ path: place, scale: "device" });
}

/** Fonts are loaded, requests have finished, and the graph has been laid out. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const frames = async (count: number): Promise<void> => {
      for (let frame = 0; frame < count; frame += 1) await new Promise(requestAnimationFrame);
    };
    await frames(20);
    while (document.querySelector('[role="status"][aria-label]') !== null) await frames(5);
    await frames(10);
  });
}
