import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type Invitation = RouterOutputs["members"]["invitations"]["invitations"][number];
