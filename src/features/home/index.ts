export { HomePage } from "./components/home-page.tsx";
export { failedLately, runningNow } from "./model/home-runs.ts";
