const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text has the form of one of our ids; not whether it exists. */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** The id in an address, if it has the form of one. */
export function asId<Id extends string>(text: string | null): Id | null {
  return text !== null && isUuid(text) ? (text as Id) : null;
}
