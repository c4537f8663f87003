import { ExpressionError } from "./expression-error.ts";
import { expressionLimits } from "./limits.ts";

const charactersPerUnit = 32;
const searchedCharactersPerUnit = 8;
const unitsPerFailure = 40;

/**
 * Counts the work of an evaluation and stops it when its budget is used up. One unit is one step of the evaluator, one
 * element touched or copied, or a few dozen characters read: each at most about 100 ns, so the budget bounds time as well as
 * memory. It counts work and not time, so that the same expression on the same data always ends the same way.
 */
export class Meter {
  private remaining: number;
  /** Lists and objects that this evaluation made, as opposed to those it found in its scope. */
  private readonly built = new WeakSet<object>();

  constructor(units: number = expressionLimits.workUnits) {
    this.remaining = units;
  }

  charge(units: number): void {
    this.remaining -= units;
    if (this.remaining < 0) {
      throw new ExpressionError(
        "limit",
        "this takes more work than one expression may do on data of this size; filter or shorten the data first",
      );
    }
  }

  /** A failure that was caught inside the expression: much dearer than a step. */
  chargeFailure(): void {
    this.charge(unitsPerFailure);
  }

  /** Text that is read once, copied or compared. */
  chargeText(characters: number): void {
    this.charge(Math.ceil(characters / charactersPerUnit));
  }

  /** Text that is looked at character by character. */
  chargeSearch(characters: number): void {
    this.charge(1 + Math.ceil(characters / searchedCharactersPerUnit));
  }

  /** Call before text is put together. */
  chargeBuiltText(characters: number): void {
    if (characters > expressionLimits.builtCharacters) {
      throw new ExpressionError(
        "limit",
        `an expression may build at most ${expressionLimits.builtCharacters} characters, this would be ${characters}`,
      );
    }
    this.chargeText(characters);
  }

  markBuilt<T extends object>(container: T): T {
    this.built.add(container);
    return container;
  }

  isBuilt(container: object): boolean {
    return this.built.has(container);
  }
}
