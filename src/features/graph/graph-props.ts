import type { GraphParts } from "./graph-context.ts";
import type { GraphShape } from "./graph-shape.ts";

export interface PipelineGraphProps {
  readonly shape: GraphShape;
  /** What the graph is of. */
  readonly label: string;
  /** Give the same object each time. */
  readonly parts: GraphParts;
  readonly selectedId: string | null;
  readonly onSelect: (nodeId: string) => void;
  /** A click beside all nodes. */
  readonly onClear?: () => void;
}
