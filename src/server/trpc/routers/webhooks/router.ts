import { trpc } from "#server/trpc/init.ts";
import { createWebhookProcedure } from "./create-webhook.ts";
import { listDeliveriesProcedure } from "./list-deliveries.ts";
import { listWebhooksProcedure } from "./list-webhooks.ts";
import { removeWebhookProcedure } from "./remove-webhook.ts";
import { resendDeliveryProcedure } from "./resend-delivery.ts";
import { rotateWebhookSecretProcedure } from "./rotate-webhook-secret.ts";
import { testWebhookProcedure } from "./test-webhook.ts";
import { updateWebhookProcedure } from "./update-webhook.ts";

export const webhooksRouter = trpc.router({
  list: listWebhooksProcedure,
  create: createWebhookProcedure,
  update: updateWebhookProcedure,
  remove: removeWebhookProcedure,
  rotateSecret: rotateWebhookSecretProcedure,
  test: testWebhookProcedure,
  deliveries: listDeliveriesProcedure,
  resend: resendDeliveryProcedure,
});
