/**
 * Sets an own field of an object, whatever its name: a plain assignment to `__proto__` would change the object's
 * prototype and store nothing. Use it, or `Object.fromEntries`, wherever a name comes from outside.
 */
export function setOwn<Value>(object: { [key: string]: Value }, key: string, value: Value): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** The own field of an object; undefined if there is none, also for what every object inherits. */
export function ownField<Value>(object: { readonly [key: string]: Value }, key: string): Value | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
