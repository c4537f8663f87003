import type { ServiceContext } from "#server/services/context.ts";

/**
 * Reading a definition is work of the web process, so each person may have only a limited number read per minute.
 * @throws AppError RATE_LIMITED.
 */
export async function countDefinition({ actor, ports }: ServiceContext): Promise<void> {
  await ports.rateLimits.consume("definition-by-person", actor.userId);
}
