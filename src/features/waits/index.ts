export { DecisionCard } from "./components/decision-card.tsx";
export { DecisionsPage } from "./components/decisions-page.tsx";
export { RunDecisions } from "./components/run-decisions.tsx";
