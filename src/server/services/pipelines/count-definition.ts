import type { ServiceContext } from "#server/services/context.ts";

/**
 * Reading a definition is work of the web process, so a person may have only so many read in a minute, whatever for.
 * @throws AppError RATE_LIMITED.
 */
export async function countDefinition({ actor, ports }: ServiceContext): Promise<void> {
  await ports.rateLimits.consume("definition-by-person", actor.userId);
}
