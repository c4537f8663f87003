import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { repositoryRoot } from "../bootstrap/paths.mjs";
import { type PictureOf, type Size, sizes } from "./picture.ts";
import type { Scenario } from "./scenario.ts";

interface Session {
  readonly url: string;
  readonly pages: readonly PictureOf[];
  readonly scenario: Scenario;
  tell(line: string): void;
}

const schemes = ["dark", "light"] as const;
const folder = join(repositoryRoot, ".penstock/screenshots");
/** The few that the README shows, in the look that suits them best. */
const published = new Map([["run-streaming-dark-wide", join(repositoryRoot, "docs/images/run.png")]]);

/** Takes each page in dark and light, wide and on a phone. Resolves to how many were not right: not taken, or with errors in the console. */
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
  const { name, only = ["wide", "phone"] } = picture;
  const { states } = session.scenario.visitors;
  const live = await picture.before?.(session.scenario);
  const context = await browser.newContext({
    baseURL: session.url,
    storageState: states[picture.as],
    deviceScaleFactor: 1.5,
    viewport: sizes[only[0] ?? "wide"],
    reducedMotion: "reduce",
  });
  try {
    const page = await context.newPage();
    const faults = listenForFaults(page, picture.expects);
    await page.goto(live?.path ?? picture.path(session.scenario));
    await settle(page);
    await picture.act?.(page);
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const size of only) await takeOne(page, size, `${name}-${scheme}-${size}`);
    }
    return faults;
  } finally {
    await context.close();
    await live?.end();
  }
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

async function takeOne(page: Page, size: Size, name: string): Promise<void> {
  await page.setViewportSize(sizes[size]);
  await settle(page);
  await page.screenshot({ path: join(folder, `${name}.png`), scale: "css" });
  const place = published.get(name);
  if (place !== undefined) await page.screenshot({ path: place, scale: "device" });
}

/** Fonts are there, what loads has loaded, and the graph has found its place. */
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
