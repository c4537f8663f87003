export { LiveRunProvider, type WatchLog } from "./components/live-run-provider.tsx";
export { RunNotFound } from "./components/run-not-found.tsx";
export { RunPage } from "./components/run-page.tsx";
export { RunScreen } from "./components/run-screen.tsx";
export { RunsPage } from "./components/runs-page.tsx";
export { useRunHref } from "./hooks/use-run-href.ts";
export { type LiveTexts, readLiveTexts } from "./model/live-texts.ts";
export type { RunSnapshot, RunSummary } from "./model/run-snapshot.ts";
export { parseRunsFilter, runsListInput } from "./model/runs-filter.ts";
