import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { repositoryRoot } from "../bootstrap/paths.mjs";
import type { PictureOf } from "./pages.ts";
import type { Scenario } from "./scenario.ts";

interface Session {
  readonly url: string;
  /** The demo account's. */
  readonly password: string;
  readonly pages: readonly PictureOf[];
  readonly scenario: Scenario;
  tell(line: string): void;
}

const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const schemes = ["dark", "light"] as const;
const folder = join(repositoryRoot, ".penstock/screenshots");
/** The few that the README shows, in the look that suits them best. */
const published = new Map([["run-streaming-dark-wide", join(repositoryRoot, "docs/images/run.png")]]);

/** Takes each page in dark and light, wide and on a phone. Resolves to how many pages could not be taken. */
export async function takePictures(browser: Browser, session: Session): Promise<number> {
  mkdirSync(folder, { recursive: true });
  let faults = 0;
  for (const picture of session.pages) {
    try {
      await takePage(browser, session, picture);
      session.tell(`  ${picture.name}`);
    } catch (error) {
      faults += 1;
      session.tell(`  ${picture.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  session.tell(`Pictures: ${folder}`);
  return faults;
}

async function takePage(browser: Browser, session: Session, picture: PictureOf): Promise<void> {
  const live = await picture.before?.(session.scenario);
  const path = live?.path ?? picture.path(session.scenario);
  const context = await browser.newContext({ baseURL: session.url, deviceScaleFactor: 1.5 });
  try {
    if (picture.as === "demo") await signInAsDemo(context, session.password);
    const page = await context.newPage();
    await page.goto(path);
    await picture.act?.(page);
    await settle(page);
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport);
        await settle(page);
        await takeOne(page, `${picture.name}-${scheme}-${size}`);
      }
    }
  } finally {
    await context.close();
    await live?.end();
  }
}

async function takeOne(page: Page, name: string): Promise<void> {
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
    await frames(30);
    while (document.querySelector('[role="status"][aria-label]') !== null) await frames(5);
    await frames(10);
  });
}

async function signInAsDemo(context: BrowserContext, password: string): Promise<void> {
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("demo@penstock.local");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.close();
}
