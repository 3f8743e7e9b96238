// What needs attention, worked out from what the APIs answer.
import { t } from './texts';

export interface Concern { severity: 'error' | 'warning'; text: string; path: string[] }

/** Days after which a key should have been replaced. */
const OLD = 90;

/** One row of IAM's credential report. */
export type CredentialRow = Record<string, string>;

export function parseReport(text: string): CredentialRow[] {
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

export function ofCredentials(rows: CredentialRow[], now: number): Concern[] {
  const concerns: Concern[] = [];
  for (const row of rows) {
    const root = row.user === '<root_account>';
    const path = root ? ['iam', 'users'] : ['iam', 'users', row.user ?? ''];
    const who = root ? t.theRoot : t.user(row.user ?? '');
    const active = [1, 2].filter((n) => row[`access_key_${n}_active`] === 'true');
    if (root && active.length > 0) concerns.push({ severity: 'error', text: t.rootKey, path });
    if (row.mfa_active === 'false' && (root || row.password_enabled === 'true')) concerns.push({ severity: root ? 'error' : 'warning', text: t.noMfa(who), path });
    for (const n of active) {
      const age = Math.floor((now - Date.parse(row[`access_key_${n}_last_rotated`] ?? '')) / 86_400_000);
      if (age > OLD) concerns.push({ severity: 'warning', text: t.oldKey(who, age), path });
    }
  }
  return concerns;
}
