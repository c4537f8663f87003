"use client";

import type { GraphShape } from "./graph-shape.ts";
import type { LayoutAnswer } from "./layout.worker.ts";
import type { BothLayouts } from "./layout-graph.ts";

interface Helper {
  readonly worker: Worker;
  readonly ready: Promise<unknown>;
}

/** How long to wait for the worker's code. */
const longestLoadMs = 5_000;

let helper: Helper | null = null;
let asked = 0;

/**
 * Computes a layout in a web worker: a few hundred nodes take a second, during which nobody could type. Rejects if that
 * fails; the caller then computes it in place.
 */
export async function layoutApart(shape: GraphShape): Promise<BothLayouts> {
  helper ??= startHelper();
  const { worker, ready } = helper;
  asked += 1;
  const number = asked;
  try {
    await ready;
    const answer = nextMessage(worker, (told) => told.number === number);
    worker.postMessage({ number, shape });
    const { both } = await answer;
    if (both === null) throw new Error("The layout's worker answered nothing");
    return both;
  } catch (error) {
    // A later attempt may succeed.
    if (helper?.worker === worker) helper = null;
    worker.terminate();
    throw error;
  }
}

function startHelper(): Helper {
  const worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
  return { worker, ready: nextMessage(worker, () => true, AbortSignal.timeout(longestLoadMs)) };
}

/** The next matching message; rejects if the worker fails or the time is up. */
function nextMessage(
  worker: Worker,
  isWanted: (told: LayoutAnswer) => boolean,
  late?: AbortSignal,
): Promise<LayoutAnswer> {
  const done = new AbortController();
  const until = { signal: done.signal };
  return new Promise<LayoutAnswer>((resolve, reject) => {
    const fail = () => reject(new Error("The layout's worker cannot be reached"));
    worker.addEventListener(
      "message",
      ({ data }: MessageEvent<LayoutAnswer>) => isWanted(data) && resolve(data),
      until,
    );
    worker.addEventListener("error", fail, until);
    late?.addEventListener("abort", fail, until);
  }).finally(() => done.abort());
}
