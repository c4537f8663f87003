export { HomePage } from "./components/home-page.tsx";
export { completedRun, failedLately, newestRun, runningNow, waitingForMe } from "./model/home-runs.ts";
export { hasBegun } from "./model/next-steps.ts";
