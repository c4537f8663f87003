/**
 * `memory` saves typing next time and is forgotten on signing out. `work` is text that is not saved on the server yet;
 * it stays until it is.
 */
export type PersonalArea = "memory" | "work";

/** Whose it is and in which workspace: nobody else at this browser sees it. */
export interface PersonalOwner {
  readonly userId: string;
  readonly workspaceId: string;
}

/** This browser's storage for one person in one workspace. */
export interface PersonalStorage {
  read(name: string): string | null;
  /** Returns false if the browser stores nothing or is out of space. */
  write(name: string, text: string): boolean;
  remove(name: string): void;
}

/** From versions that did not separate people. */
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

/** Forgets what anybody has typed here. */
export function forgetMemory(): void {
  attempt((storage) => {
    for (const key of Object.keys(storage))
      if (key.startsWith("penstock.memory.") || key.startsWith(oldPrefix)) storage.removeItem(key);
  });
}

/** A browser may refuse to store anything. */
function attempt<Value>(use: (storage: Storage) => Value): Value | undefined {
  try {
    return use(window.localStorage);
  } catch {
    return undefined;
  }
}
