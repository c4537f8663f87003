import { type CommandName, usageError } from "#appliance/bootstrap/command-lines.mjs";

/** A whole number of a command line. @throws what ends the command with its usage. */
export function countOf(
  command: CommandName,
  option: string,
  given: string,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const count = Number(given);
  if (Number.isSafeInteger(count) && count >= least && count <= most) return count;
  throw usageError(command, `${option} must be a whole number from ${least} to ${most}, and is ${given}.`);
}
