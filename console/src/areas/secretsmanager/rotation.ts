// How far a rotation is, told from the secret's versions and from what happened by itself.
import type { SecretVersionsListEntry } from '@aws-sdk/client-secrets-manager';

export type StepState = 'done' | 'running' | 'waiting' | 'failed';
export interface Happened { id: string; name: string; time: number; error?: string; version?: string }
export interface Progress { made: StepState; told: StepState; current: StepState; error?: string; over: boolean }

/** The version that is to become current, while it is not. */
export const pendingOf = (versions: SecretVersionsListEntry[]): string | undefined => versions.find((v) => v.VersionStages?.includes('AWSPENDING') && !v.VersionStages.includes('AWSCURRENT'))?.VersionId;

export const currentOf = (versions: SecretVersionsListEntry[]): string | undefined => versions.find((v) => v.VersionStages?.includes('AWSCURRENT'))?.VersionId;

/** Where a rotation stands that began when `before` was current, at `began` (milliseconds since 1970). */
export function progress(versions: SecretVersionsListEntry[], happened: Happened[], before: string | undefined, began: number): Progress {
  const since = happened.filter((one) => one.time >= began - 1000).sort((a, b) => a.time - b.time);
  const ended = since.findLast((one) => /^Rotation(Succeeded|Abandoned)$/.test(one.name));
  const failure = since.findLast((one) => one.name === 'RotationFailed');
  const changed = currentOf(versions) !== before;
  const pending = pendingOf(versions) !== undefined;
  if (changed && !pending) return { made: 'done', told: 'done', current: 'done', over: true };
  if (ended?.name === 'RotationAbandoned') return { made: 'done', told: 'failed', current: 'waiting', error: failure?.error ?? '', over: true };
  if (pending) return { made: 'done', told: failure ? 'failed' : 'running', current: 'waiting', error: failure ? (failure.error ?? '') : undefined, over: false };
  return { made: 'running', told: 'waiting', current: 'waiting', over: false };
}
