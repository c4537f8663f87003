export { NewPipelinePage } from "./components/new-pipeline-page.tsx";
export { PipelineListPage } from "./components/pipeline-list-page.tsx";
export { PipelinePage } from "./components/pipeline-page.tsx";
export { pipelineListInput } from "./model/pipeline-list-input.ts";
