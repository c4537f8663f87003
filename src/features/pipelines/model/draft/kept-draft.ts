import { z } from "zod";
import type { PersonalStorage } from "#features/shell/index.ts";

const keptDraftSchema = z.object({ text: z.string(), revision: z.number() });

/** A draft that is not saved on the server, as this browser keeps it meanwhile. */
export type KeptDraft = z.infer<typeof keptDraftSchema>;

export interface DraftKeeper {
  /** What was not saved when the page was left; null when nothing was. */
  read(): KeptDraft | null;
  /** False where the browser does not keep it. */
  keep(draft: KeptDraft): boolean;
  /** It is saved now. What another tab keeps of the same pipeline stays. */
  drop(): void;
}

/** Keeps what is written in one pipeline until it is saved, so that leaving the page, or losing it, loses no words. */
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

/** For whoever only reads. */
export const keepsNothing: DraftKeeper = { read: () => null, keep: () => false, drop: () => {} };

function parse(text: string): KeptDraft | null {
  try {
    return keptDraftSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
