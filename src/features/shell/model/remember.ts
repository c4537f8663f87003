"use client";

import {
  formatSteps,
  parseSteps,
  type StepMark,
  type StepOwner,
  type StepPlace,
  stepsCookie,
} from "./first-steps.ts";
import { parseTheme, sidebarCookie, type Theme, themeCookie } from "./preferences.ts";

const yearSeconds = 31_536_000;

function setCookie(name: string, value: string, path = "/"): void {
  // Safari and Firefox have no Cookie Store to write to, or not for long.
  Reflect.set(document, "cookie", `${name}=${value}; path=${path}; max-age=${yearSeconds}; samesite=lax`);
}

/** Changes the theme of this page and of all that follow. */
export function chooseTheme(theme: Theme): void {
  setCookie(themeCookie, theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function currentTheme(): Theme {
  return parseTheme(document.documentElement.dataset.theme);
}

export function rememberSidebar(isFolded: boolean): void {
  setCookie(sidebarCookie, isFolded ? "folded" : "open");
}

/** What this browser knows of somebody's first steps. */
export function knownSteps(owner: StepOwner): ReadonlySet<StepMark> {
  const name = `${stepsCookie(owner)}=`;
  const written = document.cookie.split("; ").find((cookie) => cookie.startsWith(name));
  return parseSteps(written?.slice(name.length));
}

/** Each workspace has a cookie of its own: with many of them, requests for other things would become too long. */
export function rememberStep(place: StepPlace, mark: StepMark): void {
  const known = knownSteps(place);
  if (!known.has(mark))
    setCookie(stepsCookie(place), formatSteps(new Set([...known, mark])), `/${place.slug}`);
}
