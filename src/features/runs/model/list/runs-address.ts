import { turnAddress } from "#components/ui/turn-address.ts";
import { parseRunsFilter, type RunsFilter, runsFilterQuery } from "./runs-filter.ts";

const form = { parse: parseRunsFilter, query: runsFilterQuery };

/** Shows other runs immediately; what is not named stays as the address has it. */
export function turnTo(part: Partial<RunsFilter>, how: "push" | "replace"): void {
  turnAddress(form, part, how);
}
