export { AppFrame } from "./components/app-frame.tsx";
export { NoWorkspace } from "./components/no-workspace.tsx";
export { NothingHere } from "./components/nothing-here.tsx";
export { OutsidePage } from "./components/outside-page.tsx";
export { ThemeSwitch } from "./components/theme-switch.tsx";
export { type Crumb, TopLine } from "./components/top-line.tsx";
export { UiProviders } from "./components/ui-providers.tsx";
export { parseTheme, sidebarCookie, themeCookie } from "./preferences.ts";
export { type Shell, useOptionalShell, useShell } from "./shell-context.ts";
