import type { Page } from "@playwright/test";
import type { Scenario } from "./scenario.ts";
import type { VisitorName } from "./visitors.ts";

/** A desktop, a small phone, and a window of 1,280 by 800 with text at 200 %. */
export const sizes = {
  wide: { width: 1440, height: 900 },
  phone: { width: 360, height: 780 },
  zoomed: { width: 640, height: 400 },
} as const;
export type Size = keyof typeof sizes;

/** A page to photograph, as one of the visitors sees it. */
export interface PictureOf {
  readonly name: string;
  readonly as: VisitorName;
  path(scenario: Scenario): string;
  /** Prepares the page's data before it is opened; the returned function cleans up after the pictures. */
  readonly before?: (scenario: Scenario) => Promise<Live>;
  /** Brings the page into the state to photograph. */
  readonly act?: (page: Page) => Promise<void>;
  /** The sizes to take; by default all of them. */
  readonly only?: readonly Size[];
  /** Console errors that are expected on this page. */
  readonly expects?: RegExp;
}

interface Live {
  readonly path: string;
  end(): Promise<void>;
}

type More = Pick<PictureOf, "act" | "only" | "expects">;

/** A page of the demo workspace, as its owner sees it. */
export function inWorkspace(name: string, path: string | PictureOf["path"], more: More = {}): PictureOf {
  const pathOf = typeof path === "string" ? () => path : path;
  return {
    name,
    as: "demo",
    path: (scenario) => `/${scenario.workspaceSlug}/${pathOf(scenario)}`,
    ...more,
  };
}

/** The same page after pressing something. */
export function pressing(...names: readonly (string | RegExp)[]): NonNullable<PictureOf["act"]> {
  return async (page) => {
    for (const name of names) await page.getByRole("button", { name }).first().click();
  };
}

/** Uses an action of a table row: its button, or the row's menu in a narrow window. */
export const pressingInRow = (word: string, name: string) => async (page: Page) => {
  const button = page.getByRole("button", { name: `${word} ${name}` }).first();
  const menu = page.getByRole("button", { name: `More about ${name}` }).first();
  await button.or(menu).first().waitFor();
  if (await button.isVisible()) return button.click();
  await menu.click();
  await page.getByRole("menuitem", { name: word }).click();
};
