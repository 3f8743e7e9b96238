// What the message of a refusal says, and which statements of a policy it means.

export interface Denial { principal: string; action: string; resource?: string; explicit: boolean; kind?: string; policy?: string }

/** `User: … is not authorized to perform: … on resource: … with an explicit deny in a service control policy: arn:…` */
export function denial(message: string): Denial | undefined {
  const found = /^User: (\S+) is not authorized to perform: ([\w-]+:\w+)(?: on resource: (\S+))?(?: with an explicit deny in (?:an?|the) ([\w -]+?)(?:: (arn:\S+))?)?(?: because no ([\w -]+?) allows .*)?$/.exec(message.trim());
  if (!found) return undefined;
  const [, principal = '', action = '', resource, kind, policy, missing] = found;
  return { principal, action, resource, explicit: kind !== undefined, kind: kind ?? missing, policy };
}

const escaped = (text: string) => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');

/** Whether a pattern with `*` and `?` fits an action; case does not matter. */
export const fits = (pattern: string, action: string): boolean => new RegExp(`^${escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(action);

const list = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** The statements of a policy that deny an action. Resources and conditions are for the server to judge. */
export function denying(policy: string, action: string): Record<string, unknown>[] {
  let document: { Statement?: unknown };
  try {
    document = JSON.parse(policy) as { Statement?: unknown };
  } catch {
    return [];
  }
  return list(document.Statement).filter((item): item is Record<string, unknown> => {
    const statement = item as Record<string, unknown> | null;
    if (statement?.Effect !== 'Deny') return false;
    const any = (value: unknown) => list(value).some((pattern) => typeof pattern === 'string' && fits(pattern, action));
    return statement.NotAction === undefined ? any(statement.Action) : !any(statement.NotAction);
  });
}
