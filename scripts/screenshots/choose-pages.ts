import { readCommandLine, usageError } from "#appliance/bootstrap/command-lines.mjs";
import { pages } from "./pages/all.ts";

/** All pages, or those that were named: `npm run screenshots -- run-streaming sign-in`. */
export function choosePages(): typeof pages {
  const { positionals } = readCommandLine("screenshots");
  const names = pages.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw usageError("screenshots", `There is no page ${unknown}. There are: ${names.join(", ")}.`);
  return pages.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
}
