export { KeyListPage } from "./components/key-list-page.tsx";
