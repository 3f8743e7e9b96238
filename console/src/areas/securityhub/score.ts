// Scores of standards and states of controls, worked out from findings as Security Hub's own pages do it.
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

export type State = 'PASSED' | 'FAILED' | 'UNKNOWN' | 'NO_DATA';
export interface Checks { state: State; failed: number; checks: number }

/** `standards/cis…/v/1.4.0`: what stands in a finding for the ARN of a standard. */
export const standardId = (arn: string): string => arn.split(':').slice(5).join(':');

/** Standard → control → what its findings say. Findings that are suppressed or archived must not be among them. */
export function tally(findings: Pick<AwsSecurityFinding, 'Compliance'>[]): Map<string, Map<string, Checks>> {
  const standards = new Map<string, Map<string, Checks>>();
  for (const { Compliance: compliance } of findings) {
    const control = compliance?.SecurityControlId;
    if (!control) continue;
    for (const { StandardsId: id } of compliance.AssociatedStandards ?? []) {
      if (!id) continue;
      const controls = standards.get(id) ?? new Map<string, Checks>();
      standards.set(id, controls);
      controls.set(control, added(controls.get(control), compliance.Status));
    }
  }
  return standards;
}

/** One failed check fails a control; one that could not be made leaves it unknown. */
export function added(before: Checks = { state: 'NO_DATA', failed: 0, checks: 0 }, status?: string): Checks {
  const failed = before.failed + (status === 'FAILED' ? 1 : 0);
  const unknown = before.state === 'UNKNOWN' || (status !== 'FAILED' && status !== 'PASSED');
  return { state: failed > 0 ? 'FAILED' : unknown ? 'UNKNOWN' : 'PASSED', failed, checks: before.checks + 1 };
}

/** The share of the controls that passed among those with findings, in per cent; nothing while there are none. */
export function score(controls: Iterable<Checks>): number | undefined {
  const judged = [...controls].filter((control) => control.state !== 'NO_DATA');
  if (judged.length === 0) return undefined;
  return Math.round((100 * judged.filter((control) => control.state === 'PASSED').length) / judged.length);
}
