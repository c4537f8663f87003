export { PriceListPage } from "./components/price-list-page.tsx";
