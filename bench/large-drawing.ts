import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { type EditCost, measureEdits } from "./drawing-edits.ts";
import { followMainThread } from "./main-thread.ts";

/** P9: what it takes to draw in a pipeline of this many nodes. */
export const manyNodes = 500;
/** How many of them stand side by side. */
const branches = 10;

/** Ten rows of agents behind one trigger, with a note and a few groups: as large as people draw. */
export function largeDefinition(): PipelineDefinitionInput {
  const steps = (manyNodes - 1) / branches;
  const rows = Array.from({ length: branches }, (_, row) =>
    Array.from({ length: Math.ceil(steps) }, (_, step) => `r${row}s${step}`),
  );
  const ids = rows.flat().slice(0, manyNodes - 1);
  const known = new Set(ids);
  return {
    name: `Drawing of ${manyNodes}`,
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      ...ids.map((id) => ({
        id,
        type: "agent" as const,
        name: `Step ${id}`,
        config: { model: "sandbox/brief", task: "Say it in a word: {{ nodes.start.output }}" },
      })),
    ],
    edges: rows.flatMap((row) =>
      row
        .filter((id) => known.has(id))
        .map((id, step) => ({ id: `e-${id}`, from: row[step - 1] ?? "start", to: id })),
    ),
    groups: rows.map((row, index) => ({
      id: `g${index}`,
      name: `Row ${index}`,
      nodes: row.slice(0, 5),
    })),
  };
}

export interface FrameTimes {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly longestMs: number;
  /** Processor time of the main thread per frame: it says as much on a busy machine. */
  readonly mainMs: number;
  readonly scriptMs: number;
}

export interface DrawingVitals {
  /** From the address to the first node that is seen. */
  readonly seenMs: number;
  /** How many nodes are on the page when all are in sight. */
  readonly nodesInSight: number;
  readonly pan: FrameTimes;
  readonly drag: FrameTimes;
  readonly zoom: FrameTimes;
  /** The same at a size that can be read, where nodes come into sight and leave it. */
  readonly closePan: FrameTimes;
  readonly closeDrag: FrameTimes;
  readonly edits: readonly EditCost[];
}

const recordedMs = 2_500;
/** On a machine that has much else to do. */
const patienceMs = 480_000;

/** Opens a pipeline in the editor, pans and zooms in its drawing, and counts the frames meanwhile. */
export async function measureDrawing(
  browser: Browser,
  visit: { readonly url: string; readonly storageState: NonNullable<BrowserContextOptions["storageState"]> },
): Promise<DrawingVitals> {
  const context = await browser.newContext({
    storageState: visit.storageState,
    viewport: { width: 1680, height: 1000 },
  });
  try {
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    const began = performance.now();
    await page.goto(visit.url);
    await untilDrawn(page);
    const seenMs = performance.now() - began;
    await page.getByRole("button", { name: "Show all" }).click();
    // The move to it takes a moment of its own.
    await page.waitForTimeout(1_000);
    const nodesInSight = await page.locator(".react-flow__node-pipeline").count();
    const moveView = async (until: number) => drag(page, await page.evaluate(emptySpot), until);
    const moveNode = async (until: number) => drag(page, await page.evaluate(spotOnNode), until);
    const takeBack = () => page.getByRole("button", { name: /^Undo: Move/ }).click();
    const pan = await recordWhile(page, moveView);
    const nodeDrag = await recordWhile(page, moveNode);
    await takeBack();
    const zoom = await recordWhile(page, (until) => turnWheel(page, until));
    const closePan = await recordWhile(page, moveView);
    const closeDrag = await recordWhile(page, moveNode);
    await takeBack();
    const edits = await measureEdits(page);
    return { seenMs, nodesInSight, pan, drag: nodeDrag, zoom, closePan, closeDrag, edits };
  } finally {
    await context.close();
  }
}

/** Throws with what the page shows instead, where no node comes. */
async function untilDrawn(page: Page): Promise<void> {
  try {
    await page.locator(".react-flow__node-pipeline").first().waitFor();
  } catch (error) {
    const shown = (await page.locator("body").innerText()).slice(0, 500);
    throw new Error(`No node was drawn at ${page.url()}, which shows: ${shown}`, { cause: error });
  }
}

/** Frames are counted on the page while something is done on it from outside. */
async function recordWhile(page: Page, act: (until: number) => Promise<void>): Promise<FrameTimes> {
  const read = await followMainThread(page);
  const before = await read();
  const recording = page.evaluate(recordFrames, recordedMs);
  await act(performance.now() + recordedMs);
  const gaps = (await recording).toSorted((left, right) => left - right);
  const after = await read();
  const at = (share: number) =>
    gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))] ?? Number.NaN;
  const sum = gaps.reduce((total, gap) => total + gap, 0);
  return {
    perSecond: (1_000 * gaps.length) / sum,
    medianMs: at(0.5),
    p95Ms: at(0.95),
    longestMs: at(1),
    mainMs: (after.taskMs - before.taskMs) / gaps.length,
    scriptMs: (after.scriptMs - before.scriptMs) / gaps.length,
  };
}

/** On the page: the milliseconds between one frame and the next. */
function recordFrames(lengthMs: number): Promise<readonly number[]> {
  return new Promise((resolve) => {
    const gaps: number[] = [];
    const began = performance.now();
    let last = began;
    const next = (now: number) => {
      if (now > last) gaps.push(now - last);
      last = now;
      if (now - began < lengthMs) requestAnimationFrame(next);
      else resolve(gaps);
    };
    requestAnimationFrame(next);
  });
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Takes hold of what is at a place, and moves it in a circle. */
async function drag(page: Page, from: Spot, until: number): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let turn = 0; performance.now() < until; turn += 0.06) {
    await page.mouse.move(from.x + 160 * Math.sin(turn), from.y + 90 * (1 - Math.cos(turn)));
  }
  await page.mouse.up();
}

/** On the page: the middle of a node that can be seen and taken hold of. */
function spotOnNode(): Spot {
  for (const node of document.querySelectorAll(".react-flow__node-pipeline")) {
    const { left, top, width, height } = node.getBoundingClientRect();
    const spot = { x: left + width / 2, y: top + height / 2 };
    const isInside = document.elementFromPoint(spot.x - 200, spot.y - 120)?.closest(".react-flow") != null;
    if (isInside && node.contains(document.elementFromPoint(spot.x, spot.y))) return spot;
  }
  throw new Error("No node can be taken hold of");
}

/** On the page: a place in the drawing where no node is. */
function emptySpot(): Spot {
  const box = document.querySelector(".react-flow__pane")?.getBoundingClientRect();
  if (box === undefined) throw new Error("There is no drawing on the page");
  for (let y = box.top + 60; y < box.bottom - 260; y += 7) {
    for (let x = box.left + 240; x < box.right - 240; x += 7) {
      if (document.elementFromPoint(x, y)?.matches(".react-flow__pane") === true) return { x, y };
    }
  }
  throw new Error("Nodes cover all of the drawing");
}

/** In to a size that can be read, out again, and in. */
async function turnWheel(page: Page, until: number): Promise<void> {
  const box = await page.locator(".react-flow__pane").boundingBox();
  if (box === null) throw new Error("There is no drawing on the page");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let step = 0; performance.now() < until; step += 1) {
    await page.mouse.wheel(0, Math.floor(step / 40) % 2 === 0 ? -60 : 60);
  }
  for (let step = 0; step < 40; step += 1) await page.mouse.wheel(0, -60);
}
