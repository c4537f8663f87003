import type { GraphShape } from "./graph-shape.ts";
import { type BothLayouts, layoutBothWays } from "./layout-graph.ts";

export interface LayoutRequest {
  readonly number: number;
  readonly shape: GraphShape;
}

/** `both` null: the worker is ready for requests. */
export interface LayoutAnswer {
  readonly number: number;
  readonly both: BothLayouts | null;
}

const answer = (told: LayoutAnswer) => self.postMessage(told);

// A web worker: each answer carries the number of its request.
self.addEventListener("message", ({ data: { number, shape } }: MessageEvent<LayoutRequest>) =>
  answer({ number, both: layoutBothWays(shape) }),
);
// Its code may load in parts, and a message sent before the last one would be lost.
answer({ number: 0, both: null });
