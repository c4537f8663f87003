import type { Page } from "@playwright/test";
import type { Scenario } from "./scenario.ts";
import type { VisitorName } from "./visitors.ts";

/** A desk, a small phone, and a window of 1,280 by 800 whose text is twice as large. */
export const sizes = {
  wide: { width: 1440, height: 900 },
  phone: { width: 360, height: 780 },
  zoomed: { width: 640, height: 400 },
} as const;
export type Size = keyof typeof sizes;

/** A page to take pictures of, as one of the visitors sees it. */
export interface PictureOf {
  readonly name: string;
  readonly as: VisitorName;
  path(scenario: Scenario): string;
  /** Makes what the picture needs, before the page is opened; its end is called after the pictures. */
  readonly before?: (scenario: Scenario) => Promise<Live>;
  /** Brings the page to what the picture is of. */
  readonly act?: (page: Page) => Promise<void>;
  /** The sizes at which there is something to see; all of them unless it says so. */
  readonly only?: readonly Size[];
  /** What the page may write to its console: errors that the picture is about. */
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

/** The same page with something pressed. */
export function pressing(...names: readonly (string | RegExp)[]): NonNullable<PictureOf["act"]> {
  return async (page) => {
    for (const name of names) await page.getByRole("button", { name }).first().click();
  };
}

/** Does something with a row of a table: by its button, or by the row's menu where there is no room for buttons. */
export const pressingInRow = (word: string, name: string) => async (page: Page) => {
  const button = page.getByRole("button", { name: `${word} ${name}` }).first();
  const menu = page.getByRole("button", { name: `More about ${name}` }).first();
  await button.or(menu).first().waitFor();
  if (await button.isVisible()) return button.click();
  await menu.click();
  await page.getByRole("menuitem", { name: word }).click();
};
