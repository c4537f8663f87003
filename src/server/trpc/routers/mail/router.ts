import { trpc } from "#server/trpc/init.ts";
import { chooseMailsProcedure } from "./choose-mails.ts";
import { getMailProcedure } from "./get-mail.ts";

export const mailRouter = trpc.router({ get: getMailProcedure, choose: chooseMailsProcedure });
