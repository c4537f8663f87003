export { AccountPage } from "./components/account/account-page.tsx";
export { SettingsPage } from "./components/settings-page.tsx";
