// What can be said of a policy before the server sees it.

export interface Finding { severity: 'error' | 'warning'; text: string }

const list = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** Mistakes that the server would refuse, and what it would take but nobody should want. */
export function check(text: string): Finding[] {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (error) {
    return [{ severity: 'error', text: `This is not JSON: ${(error as Error).message}` }];
  }
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) return [{ severity: 'error', text: 'A policy is a JSON object.' }];
  const document = policy as Record<string, unknown>;
  const findings: Finding[] = [];
  const error = (message: string) => findings.push({ severity: 'error', text: message });
  const warning = (message: string) => findings.push({ severity: 'warning', text: message });
  for (const key of Object.keys(document)) if (!['Version', 'Id', 'Statement'].includes(key)) error(`“${key}” is no element of a policy.`);
  if (document.Version === undefined || document.Version === '2008-10-17') warning('Without "Version": "2012-10-17" policy variables are plain text.');
  else if (document.Version !== '2012-10-17') error('The version is 2012-10-17.');
  const statements = list(document.Statement);
  if (statements.length === 0) error('A policy has at least one statement.');
  statements.forEach((item, index) => {
    const name = `Statement ${index + 1}`;
    if (typeof item !== 'object' || item === null) return error(`${name} is not an object.`);
    const statement = item as Record<string, unknown>;
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') error(`${name}: Effect is Allow or Deny.`);
    if (('Action' in statement) === ('NotAction' in statement)) error(`${name}: give either Action or NotAction.`);
    if ('Resource' in statement && 'NotResource' in statement) error(`${name}: give either Resource or NotResource.`);
    for (const action of [...list(statement.Action), ...list(statement.NotAction)]) {
      if (typeof action !== 'string' || !/^(\*|[\w-]+:[\w*?]+)$/.test(action)) error(`${name}: “${String(action)}” is no action such as s3:GetObject.`);
    }
    const all = (value: unknown) => list(value).includes('*');
    if (statement.Effect === 'Allow' && all(statement.Action) && all(statement.Resource) && !statement.Condition) warning(`${name} allows everything on everything.`);
    if (statement.Effect === 'Allow' && statement.NotAction !== undefined) warning(`${name} allows all actions but those named, future ones too.`);
    return undefined;
  });
  return findings;
}

/** The longest service control policy, in characters without the blanks that the server leaves out too. */
const LONGEST_SCP = 5120;

/** The same for a service control policy, which names nobody: it is for whom it is attached to. */
export function checkGuardrail(text: string): Finding[] {
  const findings = check(text).filter((finding) => !/allows everything on everything/.test(finding.text));
  if (findings.some((finding) => /not JSON|JSON object/.test(finding.text))) return findings;
  list((JSON.parse(text) as Record<string, unknown>).Statement).forEach((item, index) => {
    const statement = (item ?? {}) as Record<string, unknown>;
    if ('Principal' in statement || 'NotPrincipal' in statement) findings.push({ severity: 'error', text: `Statement ${index + 1}: a service control policy names no principals.` });
    if (!('Resource' in statement) && !('NotResource' in statement)) findings.push({ severity: 'error', text: `Statement ${index + 1}: give a Resource, such as "*".` });
  });
  if (JSON.stringify(JSON.parse(text)).length > LONGEST_SCP) findings.push({ severity: 'error', text: `The policy is longer than ${LONGEST_SCP} characters.` });
  return findings;
}
