/**
 * `memory`: what saves typing next time; forgotten when its person signs out. `work`: what was written and is not saved
 * on the server yet; it stays until it is.
 */
export type PersonalArea = "memory" | "work";

/** Whose it is, and in which workspace: nobody else who uses this browser is shown it. */
export interface PersonalOwner {
  readonly userId: string;
  readonly workspaceId: string;
}

/** What this browser keeps for one person in one workspace. */
export interface PersonalStorage {
  read(name: string): string | null;
  /** False where the browser keeps nothing, or has no more room. */
  write(name: string, text: string): boolean;
  remove(name: string): void;
}

/** Of versions that did not distinguish between people. */
const oldPrefix = "penstock.input.";

export function personalStorage(area: PersonalArea, owner: PersonalOwner): PersonalStorage {
  const keyOf = (name: string) => `penstock.${area}.${owner.userId}.${owner.workspaceId}.${name}`;
  return {
    read: (name) => attempt((storage) => storage.getItem(keyOf(name))) ?? null,
    write: (name, text) =>
      attempt((storage) => {
        storage.setItem(keyOf(name), text);
        return true;
      }) ?? false,
    remove: (name) => attempt((storage) => storage.removeItem(keyOf(name))),
  };
}

/** Forgets what people typed here before, whoever they were. */
export function forgetMemory(): void {
  attempt((storage) => {
    for (const key of Object.keys(storage))
      if (key.startsWith("penstock.memory.") || key.startsWith(oldPrefix)) storage.removeItem(key);
  });
}

/** A browser may refuse to keep anything at all. */
function attempt<Value>(use: (storage: Storage) => Value): Value | undefined {
  try {
    return use(window.localStorage);
  } catch {
    return undefined;
  }
}
