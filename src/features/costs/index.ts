export { CostsPage } from "./components/costs-page.tsx";
