import { type InngestDoor, openInngestDoor } from "#inngest/door.ts";
import { environment } from "#server/env.ts";
import { createLogger } from "#server/logger.ts";

/** On the global object, because the route and the start-up hook are bundled separately and must share one door. */
const sharedProcess = globalThis as { penstockInngestDoor?: Promise<InngestDoor> };

/** The process's Inngest door; null with the embedded engine, which exposes nothing. */
export function processDoor(): Promise<InngestDoor> | null {
  const current = environment();
  if (current.engine !== "inngest") return null;
  sharedProcess.penstockInngestDoor ??= openInngestDoor(
    current,
    createLogger({ level: current.logLevel, service: "web" }),
  );
  return sharedProcess.penstockInngestDoor;
}
