export { GraphSkeleton } from "./components/graph-skeleton.tsx";
export { NodeFaceFrame } from "./components/node-face.tsx";
export { NodeTypeIcon } from "./components/node-type-icon.tsx";
export { PipelineGraph } from "./components/pipeline-graph.tsx";
export { GraphDrawing } from "./drawing/components/graph-drawing.tsx";
export {
  type Chosen,
  type DrawingCommand,
  type NewNodeCommand,
  nothingChosen,
} from "./drawing/drawing-command.ts";
export type { GraphDrawingProps } from "./drawing/drawing-props.ts";
export type { EdgeLook, GraphParts, NodeFaceProps } from "./graph-context.ts";
export {
  type GraphEdgeShape,
  type GraphShape,
  type GroupShape,
  graphShapeOf,
  type InnerNodeShape,
  type NoteShape,
} from "./graph-shape.ts";
