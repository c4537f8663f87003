import type { GraphShape } from "./graph-shape.ts";
import { type BothLayouts, layoutBothWays } from "./layout-graph.ts";

export interface LayoutRequest {
  readonly number: number;
  readonly shape: GraphShape;
}

/** `both` null: it is ready to be asked. */
export interface LayoutAnswer {
  readonly number: number;
  readonly both: BothLayouts | null;
}

const answer = (told: LayoutAnswer) => self.postMessage(told);

// A worker of the browser: what it is asked for it answers under the same number.
self.addEventListener("message", ({ data: { number, shape } }: MessageEvent<LayoutRequest>) =>
  answer({ number, both: layoutBothWays(shape) }),
);
// Its code may come in parts, and what is sent before the last of them is there reaches nobody.
answer({ number: 0, both: null });
