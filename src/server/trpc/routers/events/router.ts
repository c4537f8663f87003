import { trpc } from "#server/trpc/init.ts";
import { listEventsProcedure } from "./list-events.ts";
import { sendEventProcedure } from "./send-event.ts";

export const eventsRouter = trpc.router({ send: sendEventProcedure, list: listEventsProcedure });
