export { BudgetListPage } from "./components/budget-list-page.tsx";
export { nameOfBudget } from "./model/budget-words.ts";
