/** What may be shown of a secret: enough to distinguish two, far too little to use or guess one. */
export interface MaskedSecret {
  readonly prefix: string;
  readonly lastFour: string;
}

const longestPrefix = 7;
const suffixLength = 4;

/**
 * The beginning and the last four characters of a secret, never more than a third of it: less for a short one, nothing
 * for a very short one.
 */
export function maskSecret(secret: string): MaskedSecret {
  const mayShow = Math.floor(secret.length / 3);
  const suffix = Math.min(suffixLength, mayShow);
  const prefix = Math.min(longestPrefix, mayShow - suffix);
  return { prefix: secret.slice(0, prefix), lastFour: suffix === 0 ? "" : secret.slice(-suffix) };
}

/** One line for people: `sk-ant-…f3Qa`. */
export function describeSecret({ prefix, lastFour }: MaskedSecret): string {
  return `${prefix}…${lastFour}`;
}
