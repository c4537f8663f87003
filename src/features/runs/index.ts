export { LiveRunProvider, type WatchLog } from "./components/live-run-provider.tsx";
export { RunPage } from "./components/run-page.tsx";
export { RunScreen } from "./components/run-screen.tsx";
export type { RunSnapshot } from "./model/run-snapshot.ts";
