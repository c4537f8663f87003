export { RunsPage } from "./components/list/runs-page.tsx";
export { LiveRunProvider, type WatchLog } from "./components/live-run-provider.tsx";
export { RunNotFound } from "./components/run-not-found.tsx";
export { RunPage } from "./components/run-page.tsx";
export { RunScreen } from "./components/run-screen.tsx";
export { parseRunsFilter, runsListInput } from "./model/list/runs-filter.ts";
export { readLiveTexts } from "./model/live/live-texts.ts";
export type { RunSnapshot } from "./model/live/run-snapshot.ts";
export { runTitle } from "./model/words/run-title.ts";
