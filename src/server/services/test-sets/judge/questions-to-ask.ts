import { AppError } from "#core/errors.ts";
import type { TestCaseId } from "#core/ids.ts";
import { describeExcess } from "#core/json/describe-size.ts";
import type { Json } from "#core/json/json.ts";
import { runInputLimits } from "#core/json/json-limits.ts";
import type { JudgeQuestion } from "#core/run/test-set/judge/question.ts";
import type { CaseThatWasPlayed } from "../play-cases.ts";

/** A question to a judge about a case. */
export interface QuestionToAsk {
  readonly caseId: TestCaseId;
  readonly mark: string;
  readonly question: JudgeQuestion;
}

/**
 * The unanswered questions to judges, for cases in which all other assertions hold; without duplicates, since a version
 * and its baseline often have the same output.
 * @throws AppError PAYLOAD_TOO_LARGE naming a case whose judge would have to read more than a run's input may hold.
 */
export function questionsToAsk(played: readonly CaseThatWasPlayed[]): readonly QuestionToAsk[] {
  const found = new Map<string, QuestionToAsk>();
  for (const { testCase, result, baseline } of played) {
    const verdicts = [...result.verdicts, ...(baseline?.verdicts ?? [])];
    for (const { mark, question, state } of verdicts) {
      if (state !== "wanted" && state !== "unanswered") continue;
      const characters = JSON.stringify(question.read).length;
      if (characters > runInputLimits.characters) throw tooLarge(testCase.name, characters);
      found.set(`${testCase.id} ${mark}`, { caseId: testCase.id, mark, question });
    }
  }
  return [...found.values()];
}

/** The input of a judge's run. */
export function inputOf({ read: { rubric, input, expected, actual } }: JudgeQuestion): Json {
  return { rubric, input, expected, actual };
}

function tooLarge(name: string, characters: number): AppError {
  const excess = describeExcess(characters, runInputLimits.characters);
  return new AppError(
    "PAYLOAD_TOO_LARGE",
    `What the judge of "${name}" would have to read is ${excess}. Let it judge a part of the output.`,
  );
}
