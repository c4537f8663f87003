export { DecisionCardOnDemand } from "./components/decision-card-on-demand.tsx";
export { DecisionsPage } from "./components/decisions-page.tsx";
export { RunDecisions } from "./components/run-decisions.tsx";
