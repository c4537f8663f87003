/**
 * How values travel between the router and its clients: as plain JSON, without anything around them. All that
 * procedures take and answer is JSON (times are milliseconds), so nothing has to be marked; no key of people's data is
 * special on the way. tRPC is given it as a transformer because the types of answers then are the procedures' own.
 */
export const wire = {
  serialize: (value: unknown): unknown => value,
  deserialize: (value: unknown): unknown => value,
};
