import { AppError } from "#core/errors.ts";
import type { ServicePorts } from "#server/services/context.ts";

/**
 * Checks that messages may be sent to an address. What its name resolves to is checked again at each sending.
 * @throws AppError INVALID_INPUT, HTTP_BLOCKED.
 */
export function checkEndpointAddress({ webhooks }: ServicePorts, url: string): void {
  webhooks.checkAddress(url);
  if (new URL(url).hash === "") return;
  throw new AppError("INVALID_INPUT", "url: leave out what follows #: it is never sent.");
}
