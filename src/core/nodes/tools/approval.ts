import { z } from "zod";
import { deadlineSecondsSchema, failOnTimeout, whoSchema } from "../wait/config.ts";

/** Which of its tool calls an agent asks people about first. */
export const approveSchema = z.enum(["never", "writes", "always"]);
export type Approve = z.output<typeof approveSchema>;

/** Who decides on a call. A call that nobody has approved is not made: a deadline never approves. */
export const approvalSchema = z
  .strictObject({
    who: whoSchema.optional(),
    /** The person who started the run cannot decide. */
    noSelfApproval: z.boolean().default(false),
    /** If left out, it waits as long as it takes. */
    deadlineSeconds: deadlineSecondsSchema.optional(),
    /** What follows if nobody decides in time: the model is told that the call was rejected, or the node fails. */
    onTimeout: z.enum(["reject", failOnTimeout]).default(failOnTimeout),
  })
  .refine(({ onTimeout, deadlineSeconds }) => onTimeout === failOnTimeout || deadlineSeconds !== undefined, {
    path: ["onTimeout"],
    message: "has no effect without deadlineSeconds: give it one, or leave onTimeout out",
  });
export type ApprovalOfCalls = z.output<typeof approvalSchema>;
