import { z } from "zod";
import { roles } from "./roles.ts";

/** Apart from the roles themselves: pages know roles without bringing what checks them. */
export const roleSchema = z.enum(roles);
