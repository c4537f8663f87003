import { parseRunsFilter, type RunsFilter, runsFilterQuery } from "./runs-filter.ts";

/** What the address of the page says just now, in the browser. */
export function readRunsFilter(): RunsFilter {
  const parameters = new URLSearchParams(window.location.search);
  return parseRunsFilter((name) => parameters.get(name));
}

/** Shows other runs at once: the page reads them by itself, so its server need not make it again. */
export function turnTo(filter: RunsFilter, how: "push" | "replace"): void {
  const address = window.location.pathname + runsFilterQuery(filter);
  if (how === "push") window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
}
