// Service control policies from the root down to an account: each level must let a call through.
import type { EvaluationResult } from '@aws-sdk/client-iam';

export interface LevelPolicy { id: string; name: string; content: string }
export interface Level { id: string; name: string; policies: LevelPolicy[] }
export type Verdict = 'allows' | 'denies' | 'silent';
export interface Judged { level: Level; verdict: Verdict; statements: { policy: LevelPolicy; line: number; text: string }[] }

/** `PolicyInputList.2` is the second policy that was asked about. */
const nth = (source?: string) => Number(/(\d+)$/.exec(source ?? '')?.[1] ?? 1) - 1;

/** The text of a statement, which stands on these lines of its policy, moved to the left margin. */
export function statementAt(text: string, line: number, endLine: number): string {
  const lines = text.split('\n').slice(line - 1, Math.max(line, endLine));
  const margin = /^\s*/.exec(lines.at(-1) ?? '')?.[0].length ?? 0;
  return lines.map((one) => one.slice(Math.min(margin, /^\s*/.exec(one)?.[0].length ?? 0)).trimEnd()).join('\n').replace(/,$/, '');
}

export function judged(level: Level, result: EvaluationResult): Judged {
  const verdict: Verdict = result.EvalDecision === 'allowed' ? 'allows' : result.EvalDecision === 'explicitDeny' ? 'denies' : 'silent';
  const statements = verdict === 'silent' ? [] : (result.MatchedStatements ?? []).flatMap((match) => {
    const policy = level.policies[nth(match.SourcePolicyId)];
    return policy ? [{ policy, line: match.StartPosition?.Line ?? 1, text: statementAt(policy.content, match.StartPosition?.Line ?? 1, match.EndPosition?.Line ?? 1) }] : [];
  });
  return { level, verdict, statements };
}

/** The level that decides: the first from above that does not let a call through; none if all do. */
export const deciding = (levels: Judged[]): Judged | undefined => levels.find((one) => one.verdict === 'denies') ?? levels.find((one) => one.verdict === 'silent');

/** `aws:RequestedRegion=eu-west-1` as an entry of the context; several values of a key are one entry. */
export function contextEntries(text: string): { ContextKeyName: string; ContextKeyValues: string[]; ContextKeyType: 'string' | 'stringList' }[] {
  const keys = new Map<string, string[]>();
  for (const pair of text.split(/\s+/).filter((one) => one.includes('='))) {
    const at = pair.indexOf('=');
    keys.set(pair.slice(0, at), [...(keys.get(pair.slice(0, at)) ?? []), pair.slice(at + 1)]);
  }
  return [...keys].map(([ContextKeyName, ContextKeyValues]) => ({ ContextKeyName, ContextKeyValues, ContextKeyType: ContextKeyValues.length > 1 ? 'stringList' : 'string' }));
}
