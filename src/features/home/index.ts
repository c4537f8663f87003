export { HomePage } from "./components/home-page.tsx";
export { failedLately, runningNow, waitingForMe } from "./model/home-runs.ts";
