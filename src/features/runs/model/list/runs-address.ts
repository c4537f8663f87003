import { turnAddress } from "#components/ui/turn-address.ts";
import { parseRunsFilter, type RunsFilter, runsFilterQuery } from "./runs-filter.ts";

const form = { parse: parseRunsFilter, query: runsFilterQuery };

/** Changes the filter immediately; parameters that are not given stay as they are. */
export function turnTo(part: Partial<RunsFilter>, how: "push" | "replace"): void {
  turnAddress(form, part, how);
}
