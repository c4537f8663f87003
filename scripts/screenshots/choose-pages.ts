import { readCommandLine, usageError } from "#appliance/bootstrap/command-lines.mjs";
import { pages } from "./pages/all.ts";
import type { PictureOf, Size } from "./picture.ts";
import { allSizes, type Scheme, schemes } from "./take-pictures.ts";

interface Chosen {
  readonly pages: readonly PictureOf[];
  readonly sizes: readonly Size[];
  readonly schemes: readonly Scheme[];
}

/** All pages, or the named ones: `npm run screenshots -- run-streaming sign-in --size phone`. */
export function choosePages(): Chosen {
  const { positionals, values } = readCommandLine("screenshots");
  const names = pages.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw usageError("screenshots", `There is no page ${unknown}. There are: ${names.join(", ")}.`);
  return {
    pages: pages.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
    sizes: chooseFrom("--size", allSizes, values.size),
    schemes: chooseFrom("--scheme", schemes, values.scheme),
  };
}

function chooseFrom<Choice extends string>(
  option: string,
  choices: readonly Choice[],
  wanted: string | undefined,
): readonly Choice[] {
  const chosen = choices.filter((choice) => wanted === undefined || wanted === choice);
  if (chosen.length > 0) return chosen;
  throw usageError("screenshots", `${option} must be one of ${choices.join(", ")}.`);
}
