import type { ServiceContext } from "#server/services/context.ts";

/**
 * Parsing definitions takes the web process's time, so each person's are limited per minute.
 * @throws AppError RATE_LIMITED.
 */
export async function countDefinition({ actor, ports }: ServiceContext): Promise<void> {
  await ports.rateLimits.consume("definition-by-person", actor.userId);
}
