import type { Page } from "@playwright/test";
import { followMainThread } from "./main-thread.ts";

/** What one action of a person costs the main thread until everything that follows from it is drawn. */
export interface EditCost {
  readonly name: string;
  readonly mainMs: number;
  readonly scriptMs: number;
}

const letters = "a note to read";
/** About as quick as people type. */
const letterMs = 60;
/** A thread that was busy for less than this in such a time has nothing left to do. */
const [idleMs, restMs] = [6, 400];

/** Types into the text of a large pipeline, moves one of its nodes, takes that back and lays the drawing out. */
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
  // What is out of sight is not on the page.
  await page.getByRole("button", { name: "Show all" }).click();
  await page.getByRole("button", { name: /^Start, trigger/ }).focus();
  await measure("choose a node", 1, press("Space"));
  await measure("move it, the first", 1, press("Shift+ArrowDown"));
  await measure("move it again", 1, press("Shift+ArrowDown"));
  await measure("undo", 1, press("Control+z"));
  await measure("lay out", 1, press("l"));
  return costs;
}
