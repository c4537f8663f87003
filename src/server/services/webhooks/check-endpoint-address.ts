import { AppError } from "#core/errors.ts";
import type { ServicePorts } from "#server/services/context.ts";

/**
 * That messages may be sent there at all. Where a name leads to is checked again whenever one is sent.
 * @throws AppError INVALID_INPUT, HTTP_BLOCKED.
 */
export function checkEndpointAddress({ webhooks }: ServicePorts, url: string): void {
  webhooks.checkAddress(url);
  if (new URL(url).hash === "") return;
  throw new AppError("INVALID_INPUT", "url: leave out what follows #: it is never sent.");
}
