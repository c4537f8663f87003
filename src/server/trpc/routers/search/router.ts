import { trpc } from "#server/trpc/init.ts";
import { findContentsProcedure } from "./find-contents.ts";

export const searchRouter = trpc.router({ find: findContentsProcedure });
