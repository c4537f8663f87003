import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { type EditCost, measureEdits } from "./drawing-edits.ts";
import { followMainThread } from "./main-thread.ts";

/** P9: what drawing in a pipeline with this many nodes costs. */
export const drawnNodes = 500;
/** The number of parallel nodes. */
const branches = 10;

/** Ten rows of agents after one trigger, with a note and a few groups: as large as real drawings get. */
export function largeDefinition(): PipelineDefinitionInput {
  const steps = (drawnNodes - 1) / branches;
  const rows = Array.from({ length: branches }, (_, row) =>
    Array.from({ length: Math.ceil(steps) }, (_, step) => `r${row}s${step}`),
  );
  const ids = rows.flat().slice(0, drawnNodes - 1);
  const known = new Set(ids);
  return {
    name: `Drawing of ${drawnNodes}`,
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
  /** The main thread's processor time per frame, which a busy machine hardly changes. */
  readonly mainMs: number;
  readonly scriptMs: number;
}

export interface DrawingVitals {
  /** From the navigation to the first visible node. */
  readonly seenMs: number;
  /** How many nodes are in the DOM when all are in view. */
  readonly nodesInSight: number;
  readonly pan: FrameTimes;
  readonly drag: FrameTimes;
  readonly zoom: FrameTimes;
  /** The same at a readable zoom, where nodes come into view and leave it. */
  readonly closePan: FrameTimes;
  readonly closeDrag: FrameTimes;
  readonly edits: readonly EditCost[];
}

const recordedMs = 2_500;
/** Generous, for a busy machine. */
const patienceMs = 480_000;

/** Opens a pipeline in the editor, pans and zooms its drawing, and counts the frames. */
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
    // Moving the view there takes a moment.
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

/** Throws with the page's content if no node appears. */
async function untilDrawn(page: Page): Promise<void> {
  try {
    await page.locator(".react-flow__node-pipeline").first().waitFor();
  } catch (error) {
    const shown = (await page.locator("body").innerText()).slice(0, 500);
    throw new Error(`No node was drawn at ${page.url()}, which shows: ${shown}`, { cause: error });
  }
}

/** Counts frames in the page during an action from outside. */
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

/** Runs in the page: the milliseconds between frames. */
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

/** Drags what is at a point in a circle. */
async function drag(page: Page, from: Spot, until: number): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let turn = 0; performance.now() < until; turn += 0.06) {
    await page.mouse.move(from.x + 160 * Math.sin(turn), from.y + 90 * (1 - Math.cos(turn)));
  }
  await page.mouse.up();
}

/** Runs in the page: the centre of a node that is visible and can be dragged. */
function spotOnNode(): Spot {
  for (const node of document.querySelectorAll(".react-flow__node-pipeline")) {
    const { left, top, width, height } = node.getBoundingClientRect();
    const spot = { x: left + width / 2, y: top + height / 2 };
    const isInside = document.elementFromPoint(spot.x - 200, spot.y - 120)?.closest(".react-flow") != null;
    if (isInside && node.contains(document.elementFromPoint(spot.x, spot.y))) return spot;
  }
  throw new Error("No node can be taken hold of");
}

/** Runs in the page: a point in the drawing without a node. */
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

/** Zooms in to a readable size, out, and in again. */
async function turnWheel(page: Page, until: number): Promise<void> {
  const box = await page.locator(".react-flow__pane").boundingBox();
  if (box === null) throw new Error("There is no drawing on the page");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let step = 0; performance.now() < until; step += 1) {
    await page.mouse.wheel(0, Math.floor(step / 40) % 2 === 0 ? -60 : 60);
  }
  for (let step = 0; step < 40; step += 1) await page.mouse.wheel(0, -60);
}
