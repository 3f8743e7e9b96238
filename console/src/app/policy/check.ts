// What can be said of a policy before the server sees it.
import { t } from './texts';

/** `statement` counts from nought; a finding without it is about the whole policy. */
export interface Finding { severity: 'error' | 'warning'; text: string; statement?: number; about?: 'json' | 'everything' }

const list = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** Mistakes that the server would refuse, and what it would take but nobody should want. */
export function check(text: string): Finding[] {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (error) {
    return [{ severity: 'error', text: t.notJson((error as Error).message), about: 'json' }];
  }
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) return [{ severity: 'error', text: t.notObject, about: 'json' }];
  const document = policy as Record<string, unknown>;
  const findings: Finding[] = [];
  const error = (message: string, statement?: number) => findings.push({ severity: 'error', text: message, statement });
  const warning = (message: string, statement?: number, about?: Finding['about']) => findings.push({ severity: 'warning', text: message, statement, about });
  for (const key of Object.keys(document)) if (!['Version', 'Id', 'Statement'].includes(key)) error(t.noElement(key));
  if (document.Version === undefined || document.Version === '2008-10-17') warning(t.oldVersion);
  else if (document.Version !== '2012-10-17') error(t.version);
  const statements = list(document.Statement);
  if (statements.length === 0) error(t.noStatement);
  statements.forEach((item, index) => {
    const name = t.statement(index + 1);
    if (typeof item !== 'object' || item === null) return error(t.statementObject(name), index);
    const statement = item as Record<string, unknown>;
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') error(t.effect(name), index);
    if (('Action' in statement) === ('NotAction' in statement)) error(t.oneOf(name, 'Action', 'NotAction'), index);
    else if (list(statement.Action ?? statement.NotAction).length === 0) error(t.noActions(name), index);
    if ('Resource' in statement && 'NotResource' in statement) error(t.oneOf(name, 'Resource', 'NotResource'), index);
    for (const element of ['Resource', 'NotResource']) if (element in statement && list(statement[element]).length === 0) error(t.noResources(name), index);
    for (const action of [...list(statement.Action), ...list(statement.NotAction)]) {
      if (typeof action !== 'string' || !/^(\*|[\w-]+:[\w*?]+)$/.test(action)) error(t.noAction(name, String(action)), index);
    }
    const all = (value: unknown) => list(value).includes('*');
    if (statement.Effect === 'Allow' && all(statement.Action) && all(statement.Resource) && !statement.Condition) warning(t.everything(name), index, 'everything');
    if (statement.Effect === 'Allow' && statement.NotAction !== undefined) warning(t.allBut(name), index);
    return undefined;
  });
  return findings;
}

/** The same for a trust policy, which names who may assume the role, and no resources: it is the role's own. */
export function checkTrust(text: string): Finding[] {
  const findings = check(text).filter((finding) => finding.about !== 'everything');
  if (findings.some((finding) => finding.about === 'json')) return findings;
  list((JSON.parse(text) as Record<string, unknown>).Statement).forEach((item, index) => {
    const statement = (item ?? {}) as Record<string, unknown>;
    const name = t.statement(index + 1);
    const whom = statement.Principal;
    const nobody = whom === undefined ? statement.NotPrincipal === undefined : typeof whom === 'object' && whom !== null && Object.values(whom).flat().length === 0;
    if (nobody) findings.push({ severity: 'error', text: t.nobody(name), statement: index });
    if ('Resource' in statement || 'NotResource' in statement) findings.push({ severity: 'error', text: t.noResourceHere(name), statement: index });
    const everybody = whom === '*' || (typeof whom === 'object' && whom !== null && list((whom as Record<string, unknown>).AWS).includes('*'));
    if (statement.Effect === 'Allow' && everybody && !statement.Condition) findings.push({ severity: 'warning', text: t.everybody(name), statement: index });
  });
  return findings;
}

/** The longest service control policy, in characters without the blanks that the server leaves out too. */
const LONGEST_SCP = 5120;

/** The same for a service control policy, which names nobody: it is for whom it is attached to. */
export function checkGuardrail(text: string): Finding[] {
  const findings = check(text).filter((finding) => finding.about !== 'everything');
  if (findings.some((finding) => finding.about === 'json')) return findings;
  list((JSON.parse(text) as Record<string, unknown>).Statement).forEach((item, index) => {
    const statement = (item ?? {}) as Record<string, unknown>;
    const name = t.statement(index + 1);
    if ('Principal' in statement || 'NotPrincipal' in statement) findings.push({ severity: 'error', text: t.noPrincipals(name), statement: index });
    if (!('Resource' in statement) && !('NotResource' in statement)) findings.push({ severity: 'error', text: t.resourceNeeded(name), statement: index });
  });
  if (JSON.stringify(JSON.parse(text)).length > LONGEST_SCP) findings.push({ severity: 'error', text: t.tooLong(LONGEST_SCP) });
  return findings;
}
