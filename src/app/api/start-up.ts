import { noteSocketAddresses } from "#server/auth/socket-address.ts";
import { processDoor } from "./inngest/process-door.ts";

/** What a web process does before it answers the first request. */
export async function startUp(): Promise<void> {
  noteSocketAddresses();
  await processDoor();
}
