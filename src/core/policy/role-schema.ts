import { z } from "zod";
import { roles } from "./roles.ts";

/** Separate from the roles themselves: pages use roles without loading the validation. */
export const roleSchema = z.enum(roles);
