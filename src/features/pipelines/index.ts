export { PipelineListPage } from "./components/list/pipeline-list-page.tsx";
export { NewPipelinePage } from "./components/new/new-pipeline-page.tsx";
export { PipelinePage } from "./components/pipeline-page.tsx";
export { pipelineListInput } from "./model/pipeline-list-input.ts";
export { parsePipelineOrder } from "./model/pipeline-order.ts";
