import { z } from "zod";
import type { PersonalStorage } from "#features/shell/index.ts";

const keptDraftSchema = z.object({ text: z.string(), revision: z.number() });

/** An unsaved draft in this browser's storage. */
export type KeptDraft = z.infer<typeof keptDraftSchema>;

export interface DraftKeeper {
  /** What was unsaved when the page was left; null if nothing was. */
  read(): KeptDraft | null;
  /** Returns false if the browser cannot store it. */
  keep(draft: KeptDraft): boolean;
  /** Called after saving. Another tab's unsaved text of the same pipeline stays. */
  drop(): void;
}

/** Stores unsaved text of one pipeline until it is saved, so that leaving the page, or a crash, loses nothing. */
export function draftKeeper(work: PersonalStorage, pipelineId: string): DraftKeeper {
  const name = `draft.${pipelineId}`;
  let last: string | null = null;
  return {
    read: () => {
      last = work.read(name);
      return last === null ? null : parse(last);
    },
    keep: (draft) => {
      const written = JSON.stringify(draft);
      if (written === last && work.read(name) === written) return true;
      last = written;
      return work.write(name, written);
    },
    drop: () => {
      if (last !== null && work.read(name) === last) work.remove(name);
      last = null;
    },
  };
}

/** For read-only pages. */
export const keepsNothing: DraftKeeper = { read: () => null, keep: () => false, drop: () => {} };

function parse(text: string): KeptDraft | null {
  try {
    return keptDraftSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
