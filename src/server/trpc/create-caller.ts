import { trpc } from "./init.ts";
import { appRouter } from "./root.ts";

/** Calls procedures from the server's own code. Errors are `TRPCError`s whose cause is the AppError. */
export const createServerCaller = trpc.createCallerFactory(appRouter);
