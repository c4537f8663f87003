import { createServer } from "node:net";
import type { Settings } from "./settings.ts";
import { StartError } from "./start-error.ts";

/**
 * Refuses a taken port before anything heavy begins. `localhost` may mean 127.0.0.1 or ::1: a stranger on either
 * would answer in our place.
 */
export async function requireFreePort(settings: Settings, command: string): Promise<void> {
  const hosts = settings.host === "127.0.0.1" ? ["127.0.0.1", "::1"] : [settings.host];
  for (const host of hosts) {
    const fault = await tryToListen(host, settings.port);
    if (fault === "EADDRINUSE") {
      throw new StartError(
        `Port ${settings.port} is taken by another program. Stop it, or choose another port: PORT=${settings.port + 1} ${command}`,
      );
    }
    if (fault === "EACCES")
      throw new StartError(`This user may not listen on port ${settings.port}. Choose one above 1023.`);
    if (fault === "EADDRNOTAVAIL" && host === settings.host) {
      throw new StartError(`HOST ${settings.host} is no address of this machine.`);
    }
  }
}

/** The error's code, or null when the port is free. */
function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "UNKNOWN"));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}
