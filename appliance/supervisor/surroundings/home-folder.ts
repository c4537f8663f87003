import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** Creates the data folder for its owner only. Its content is as secret as the keys in it. */
export function prepareHome(home: string): void {
  mkdirSync(join(home, "logs"), { recursive: true, mode: 0o700 });
}
