import { describe, expect, it } from "vitest";
import type { PlayedCase, PlayedVerdict } from "./test-outputs.ts";
import {
  changeSince,
  countOutcomes,
  isBeingJudged,
  lacksVerdicts,
  verdictBefore,
  verdictWords,
} from "./test-words.ts";

const verdict = (more: Partial<PlayedVerdict>): PlayedVerdict => ({
  ...{ assertion: 0, state: "given", passed: true, score: null, reason: "So it is.", run: null },
  ...more,
});

function played(
  outcome: PlayedCase["outcome"],
  own: PlayedVerdict,
  before: PlayedVerdict | null = null,
): PlayedCase {
  const baseline =
    before === null
      ? null
      : {
          outcome: before.passed === true ? ("passed" as const) : ("failed" as const),
          reasons: [],
          verdicts: [before],
        };
  const rest = {
    caseId: "c" as PlayedCase["caseId"],
    name: "Case",
    status: "completed",
    output: null,
    answered: 0,
  };
  return { ...rest, outcome, reasons: [], verdicts: [own], baseline };
}

describe("what a judge has said", () => {
  it("is a word, whatever its state", () => {
    const words = (["wanted", "asked", "unanswered"] as const).map(
      (state) => verdictWords(verdict({ state })).word,
    );
    expect(words).toEqual(["not asked yet", "judging", "no verdict"]);
    expect([true, false].map((passed) => verdictWords(verdict({ passed })).word)).toEqual(["yes", "no"]);
  });

  it("stands beside what the same judge said in the other version, where that differs", () => {
    const toldBefore = (own: Partial<PlayedVerdict>, other: Partial<PlayedVerdict>) => {
      const one = played("passed", verdict(own), verdict(other));
      return verdictBefore(verdict(own), one.baseline);
    };
    expect(toldBefore({}, { passed: false })).toBe("was no");
    expect(toldBefore({ passed: false }, {})).toBe("was yes");
    expect(toldBefore({ score: 80 }, { score: 60, passed: false })).toBe("was 60");
    expect(toldBefore({}, {})).toBeNull();
    expect(toldBefore({}, { state: "wanted", passed: null })).toBeNull();
    expect(toldBefore({}, { assertion: 1, passed: false })).toBeNull();
    expect(verdictBefore(verdict({}), null)).toBeNull();
  });
});

describe("what came of a set", () => {
  it("says what is left to ask, and what is being asked, in either version", () => {
    const wanted = verdict({ state: "wanted", passed: null });
    const asked = verdict({ state: "asked", passed: null });
    expect(
      [played("unjudged", wanted), played("passed", verdict({}), wanted)].map((one) => lacksVerdicts([one])),
    ).toEqual([true, true]);
    expect(lacksVerdicts([played("unjudged", asked)])).toBe(false);
    expect(isBeingJudged([played("passed", verdict({}), asked)])).toBe(true);
    expect(isBeingJudged([played("unjudged", wanted)])).toBe(false);
  });

  it("is counted by outcome, and says what changed since the other version", () => {
    const cases = [played("passed", verdict({})), played("unjudged", verdict({ state: "wanted" }))];
    expect(countOutcomes(cases)).toBe("1 passed · 1 not judged");
    expect(changeSince(played("failed", verdict({ passed: false }), verdict({})))).toBe("was passed");
    expect(changeSince(played("passed", verdict({}), verdict({ passed: false })))).toBe("fixed");
  });
});
