export { AccountPage } from "./components/account-page.tsx";
export { SettingsPage } from "./components/settings-page.tsx";
