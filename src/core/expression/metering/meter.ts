import { ExpressionFailure } from "./expression-failure.ts";
import { expressionLimits } from "./limits.ts";
import { StepWorkSpent } from "./step-work-spent.ts";

const copiedCharactersPerUnit = 32;
const searchedCharactersPerUnit = 16;
const unitsPerFailure = 100;
const unitsPerKey = 2;
const unitsPerKeyOfLargeObject = 8;
const largeObjectKeys = 1_000;

/**
 * Counts the work of an evaluation and stops it when its budget is used up. One unit is one step of the evaluator, one
 * element touched or copied, or a few characters read: each about 20 ns, so the budget bounds time as well as memory.
 * It counts work and not time, so that the same expression on the same data always ends the same way.
 */
export class Meter {
  private readonly units: number;
  private readonly isOfStep: boolean;
  private remaining: number;
  private readonly prepared = new Set<string>();

  constructor(units: number = expressionLimits.workUnits, isOfStep = false) {
    this.units = units;
    this.isOfStep = isOfStep;
    this.remaining = units;
  }

  /** A whole budget, or what the step has left if that is less: then exhausting it throws `StepWorkSpent`. */
  static within(stepUnits: number): Meter {
    const whole = expressionLimits.workUnits;
    return stepUnits >= whole ? new Meter() : new Meter(Math.max(0, stepUnits), true);
  }

  /** The work done so far. */
  get spent(): number {
    return this.units - this.remaining;
  }

  charge(units: number): void {
    this.remaining -= units;
    if (this.remaining >= 0) return;
    if (this.isOfStep) throw new StepWorkSpent();
    throw new ExpressionFailure(
      "limit",
      "this takes more work than one expression may do on data of this size; filter or shorten the data first",
    );
  }

  /** An object that is created once per evaluation and reused in it, such as a zone's calendar. */
  chargeOnce(what: string, units: number): void {
    if (this.prepared.has(what)) return;
    this.prepared.add(what);
    this.charge(units);
  }

  /** A failure that was caught inside the expression: much more expensive than a step. */
  chargeFailure(): void {
    this.charge(unitsPerFailure);
  }

  /** An object's keys, listed or looked up; expensive for a large one, which the runtime stores as a hash table. */
  chargeKeys(count: number): void {
    this.charge(count * (count > largeObjectKeys ? unitsPerKeyOfLargeObject : unitsPerKey));
  }

  /** Text that is read once, copied or compared. */
  chargeText(characters: number): void {
    this.charge(Math.ceil(characters / copiedCharactersPerUnit));
  }

  /** Text that is processed character by character. */
  chargeSearch(characters: number): void {
    this.charge(1 + Math.ceil(characters / searchedCharactersPerUnit));
  }

  /** Call before text is concatenated. */
  chargeBuiltText(characters: number): void {
    if (characters > expressionLimits.builtCharacters) {
      throw new ExpressionFailure(
        "limit",
        `an expression may build at most ${figure(expressionLimits.builtCharacters)} characters; this would be ${figure(characters)}`,
      );
    }
    this.chargeText(characters);
  }
}

function figure(count: number): string {
  return count.toLocaleString("en-US");
}
