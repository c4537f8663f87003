export { AwayNotices } from "./components/away-notices.tsx";
export { BrowserNoticesSection } from "./components/browser-notices-section.tsx";
