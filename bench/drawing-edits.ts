import type { Page } from "@playwright/test";
import { followMainThread } from "./main-thread.ts";

/** What one user action costs the main thread until everything has been rendered. */
export interface EditCost {
  readonly name: string;
  readonly mainMs: number;
  readonly scriptMs: number;
}

const letters = "a note to read";
/** About typing speed. */
const letterMs = 60;
/** A main thread that was busy for less than this in such an interval has finished. */
const [idleMs, restMs] = [6, 400];

/** Types into a large pipeline's text, moves a node, undoes that and computes the layout. */
export async function measureEdits(page: Page): Promise<readonly EditCost[]> {
  const read = await followMainThread(page);
  const settle = async () => {
    for (let last = Number.NEGATIVE_INFINITY; ; ) {
      await page.waitForTimeout(restMs);
      const { taskMs } = await read();
      if (taskMs - last < idleMs) return;
      last = taskMs;
    }
  };
  const costs: EditCost[] = [];
  const measure = async (name: string, times: number, act: () => Promise<void>) => {
    await settle();
    const before = await read();
    await act();
    await settle();
    const after = await read();
    costs.push({
      name,
      mainMs: (after.taskMs - before.taskMs) / times,
      scriptMs: (after.scriptMs - before.scriptMs) / times,
    });
  };
  const press = (key: string) => () => page.keyboard.press(key);
  await page.getByRole("textbox", { name: /^Definition of / }).click();
  await press("Control+End")();
  await measure("a letter", letters.length, async () => {
    await page.keyboard.type(`# ${letters}`, { delay: letterMs });
  });
  await measure("undo in the text", 1, press("Control+z"));
  // Nodes out of view are not in the DOM.
  await page.getByRole("button", { name: "Show all" }).click();
  await page.getByRole("button", { name: /^Start, trigger/ }).focus();
  await measure("choose a node", 1, press("Space"));
  await measure("move it, the first", 1, press("Shift+ArrowDown"));
  await measure("move it again", 1, press("Shift+ArrowDown"));
  await measure("undo", 1, press("Control+z"));
  await measure("lay out", 1, press("l"));
  return costs;
}
