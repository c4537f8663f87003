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
  // The Cookie Store API is missing in Safari and Firefox, or recent there.
  Reflect.set(document, "cookie", `${name}=${value}; path=${path}; max-age=${yearSeconds}; samesite=lax`);
}

/** Changes the theme of this page and of later ones. */
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

/** Reads a person's first steps from this browser. */
export function knownSteps(owner: StepOwner): ReadonlySet<StepMark> {
  const name = `${stepsCookie(owner)}=`;
  const written = document.cookie.split("; ").find((cookie) => cookie.startsWith(name));
  return parseSteps(written?.slice(name.length));
}

/** One cookie per workspace, sent only with its pages: otherwise many workspaces would make every request too large. */
export function rememberStep(place: StepPlace, mark: StepMark): void {
  const known = knownSteps(place);
  if (!known.has(mark))
    setCookie(stepsCookie(place), formatSteps(new Set([...known, mark])), `/${place.slug}`);
}
