/** Settings of the interface in this browser, in cookies: the server reads them so that the first paint is right. */
export const themeCookie = "penstock.theme";
export const sidebarCookie = "penstock.sidebar";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Anything but `light` and `dark` follows the system. */
export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}
