import { z } from "zod";

/** How much a model thinks before it answers, in the vendors' own words, from none to the maximum. */
export const efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;
export const effortSchema = z.enum(efforts);
export type Effort = z.infer<typeof effortSchema>;
