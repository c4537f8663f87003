import { takenMessage, tryToListen } from "#appliance/bootstrap/port.mjs";
import { StartError } from "../start-error.ts";
import type { Settings } from "./settings.ts";

/**
 * Refuses a taken port, and one that browsers do not open, before anything heavy begins. `localhost` may mean 127.0.0.1
 * or ::1: another program on either would answer in our place.
 */
export async function requireFreePort(settings: Settings, command: string): Promise<void> {
  const hosts = settings.host === "127.0.0.1" ? ["127.0.0.1", "::1"] : [settings.host];
  for (const host of hosts) {
    const fault = await tryToListen(host, settings.port);
    if (fault === "EADDRINUSE") throw new StartError(takenMessage(settings.port, command));
    if (fault === "EACCES")
      throw new StartError(`This user may not listen on port ${settings.port}. Choose one above 1023.`);
    // A machine without IPv6 is not an error.
    if (fault !== null && host === settings.host) {
      const reason = fault === "EADDRNOTAVAIL" || fault === "ENOTFOUND" ? "" : ` (${fault})`;
      throw new StartError(`HOST ${settings.host} is not an address of this machine${reason}.`);
    }
  }
  if (await isBlocked(settings.port)) {
    throw new StartError(
      `Browsers refuse to open port ${settings.port}. Choose another one: PORT=3000 ${command}`,
    );
  }
}

/**
 * Some ports belong to other protocols (4190, 6000), so browsers do not open them, nor does our own health check of the
 * web process.
 */
async function isBlocked(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`);
    return false;
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error && error.cause.message === "bad port";
  }
}
