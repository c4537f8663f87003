import { spawn } from "node:child_process";
import { once } from "node:events";
import { repositoryRoot } from "../bootstrap/paths.mjs";

export interface ProgramResult {
  readonly code: number | null;
  /** The end of what it printed, both streams in the order of arrival. */
  readonly printed: string;
}

const keptCharacters = 60_000;

/** Runs a JavaScript program under this Node to its end. */
export async function runProgram(
  command: readonly string[],
  environment: { readonly [name: string]: string } = {},
): Promise<ProgramResult> {
  const child = spawn(process.execPath, [...command], {
    cwd: repositoryRoot,
    env: { ...process.env, NODE_ENV: "test", NO_COLOR: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      printed = (printed + chunk.toString("utf8")).slice(-keptCharacters);
    });
  }
  const [code] = await once(child, "close");
  return { code, printed: printed.trim() };
}
