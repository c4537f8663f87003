export { NodeFaceFrame } from "./components/node-face.tsx";
export { NodeTypeIcon } from "./components/node-type-icon.tsx";
export { PipelineGraph } from "./components/pipeline-graph.tsx";
export type { EdgeLook, GraphParts, NodeFaceProps } from "./graph-context.ts";
export {
  type GraphEdgeShape,
  type GraphShape,
  graphShapeOf,
} from "./graph-shape.ts";
