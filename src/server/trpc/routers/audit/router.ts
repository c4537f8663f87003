import { trpc } from "#server/trpc/init.ts";
import { listAuditEventsProcedure } from "./list-audit-events.ts";

export const auditRouter = trpc.router({ list: listAuditEventsProcedure });
