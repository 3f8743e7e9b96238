// Asking many principals one after another, several at a time.
import type { EvaluationResult } from '@aws-sdk/client-iam';

/** Does the work for each of a list, so many at a time, until told to stop. What fails is given as the error. */
export async function each<T, R>(all: T[], atOnce: number, work: (one: T) => Promise<R>, told: (one: T, result: R | Error) => void, stopped: () => boolean): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < all.length && !stopped()) {
      const one = all[next++] as T;
      let result: R | Error;
      try {
        result = await work(one);
      } catch (error) {
        result = error instanceof Error ? error : new Error(String(error));
      }
      if (!stopped()) told(one, result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker));
}

export interface Reasons { guardrail: string; boundary: string; nothingAllows: string }

/** Why a simulation came out as it did, in a few words. */
export function because(result: EvaluationResult, words: Reasons): string {
  const reasons: string[] = [];
  if (result.OrganizationsDecisionDetail?.AllowedByOrganizations === false) reasons.push(words.guardrail);
  if (result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false) reasons.push(words.boundary);
  const matched = (result.MatchedStatements ?? []).map((statement) => `${statement.SourcePolicyId} (${statement.SourcePolicyType})`);
  if (matched.length > 0) reasons.push([...new Set(matched)].join(', '));
  return reasons.join('; ') || (result.EvalDecision === 'allowed' ? '' : words.nothingAllows);
}
