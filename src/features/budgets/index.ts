export { BudgetListPage } from "./components/budget-list-page.tsx";
export { type Budget, nameOfBudget, waitingWords } from "./model/budget-words.ts";
