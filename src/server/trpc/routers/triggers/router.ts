import { trpc } from "#server/trpc/init.ts";
import { fireTriggerProcedure } from "./fire-trigger.ts";
import { listFiringsProcedure } from "./list-firings.ts";
import { listTriggersProcedure } from "./list-triggers.ts";
import { pauseTriggerProcedure } from "./pause-trigger.ts";
import { resumeTriggerProcedure } from "./resume-trigger.ts";
import { rotateTriggerSecretProcedure } from "./rotate-trigger-secret.ts";

export const triggersRouter = trpc.router({
  list: listTriggersProcedure,
  firings: listFiringsProcedure,
  pause: pauseTriggerProcedure,
  resume: resumeTriggerProcedure,
  fire: fireTriggerProcedure,
  rotateSecret: rotateTriggerSecretProcedure,
});
