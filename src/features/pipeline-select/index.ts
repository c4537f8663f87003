export { PipelineSelect } from "./pipeline-select.tsx";
