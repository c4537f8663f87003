import type { GraphParts } from "./graph-context.ts";
import type { GraphShape } from "./graph-shape.ts";

export interface PipelineGraphProps {
  readonly shape: GraphShape;
  /** The accessible name of the graph. */
  readonly label: string;
  /** Must be a stable object. */
  readonly parts: GraphParts;
  readonly selectedId: string | null;
  readonly onSelect: (nodeId: string) => void;
  /** A click on the background. */
  readonly onClear?: () => void;
}
