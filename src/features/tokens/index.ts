export { TokenListPage } from "./components/token-list-page.tsx";
