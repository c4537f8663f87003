/** The contents of the tabs that are not open at first. */
export { EventList } from "../event-list.tsx";
export { AgentStepList } from "../node/agent-step-list.tsx";
export { AttemptList } from "../node/attempt-list.tsx";
export { NodeRuns } from "../node/node-runs.tsx";
export { RunSummaryView } from "../run-summary-view.tsx";
