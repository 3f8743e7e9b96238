// What may stand in a policy: services, their actions by access level, types of resources, condition keys. Facts of the Service Authorization Reference.
import { fits } from '../denial';

export const LEVELS = ['List', 'Read', 'Write', 'Permissions management', 'Tagging'] as const;
export type AccessLevel = (typeof LEVELS)[number];

interface Packed { name: string; types: Record<string, string>; keys: Record<string, string>; levels: Record<AccessLevel, string> }
export interface Action { name: string; level: AccessLevel; types: string[] }
export interface Service { prefix: string; name: string; types: Record<string, string>; keys: Record<string, string>; actions: Action[] }
export type Catalogue = Map<string, Service>;

export function unpacked(packed: Record<string, Packed>): Catalogue {
  return new Map(Object.entries(packed).map(([prefix, { name, types, keys, levels }]) => {
    const names = Object.keys(types);
    const actions = LEVELS.flatMap((level) => levels[level].split(' ').filter(Boolean).map((one): Action => {
      const [action = '', ...on] = one.split('.');
      return { name: action, level, types: on.map((place) => names[Number(place)] ?? '') };
    }));
    return [prefix, { prefix, name, types, keys, actions }];
  }));
}

/** The catalogue, loaded when the form is first shown. */
export const catalogue = async (): Promise<Catalogue> => unpacked((await import('./actions.json')).default as Record<string, Packed>);

const prefixOf = (pattern: string): string => pattern.split(':')[0]?.toLowerCase() ?? '';

/** How many actions of the catalogue a pattern fits; nothing if its service is not in it. */
export function fitting(all: Catalogue, pattern: string): number | undefined {
  if (pattern === '*') return [...all.values()].reduce((sum, service) => sum + service.actions.length, 0);
  const service = all.get(prefixOf(pattern));
  return service?.actions.filter((action) => fits(pattern, `${service.prefix}:${action.name}`)).length;
}

/** The pattern among those given that covers an action without naming it. */
export const coveredBy = (patterns: string[], action: string): string | undefined => patterns.find((pattern) => /[*?]/.test(pattern) && fits(pattern, action));

/** Services that patterns of actions speak of. */
export function servicesOf(all: Catalogue, patterns: string[]): Service[] {
  if (patterns.includes('*')) return [...all.values()];
  return [...new Set(patterns.map(prefixOf))].flatMap((prefix) => all.get(prefix) ?? []);
}

export interface ResourceType { service: string; type: string; arn: string; wanted: boolean }

/** Types of resources of the services that actions speak of; those that the actions can be bound to first. */
export function typesFor(all: Catalogue, patterns: string[]): ResourceType[] {
  const found = servicesOf(all, patterns).flatMap((service) => {
    const wanted = new Set(service.actions.filter((action) => patterns.some((pattern) => fits(pattern, `${service.prefix}:${action.name}`))).flatMap((action) => action.types));
    return Object.entries(service.types).map(([type, arn]) => ({ service: service.prefix, type, arn, wanted: wanted.has(type) }));
  });
  return found.sort((a, b) => Number(b.wanted) - Number(a.wanted) || a.service.localeCompare(b.service) || a.type.localeCompare(b.type));
}

/** The parts of an ARN's pattern that are to be filled in, without the partition. */
export const partsOf = (arn: string): string[] => [...arn.matchAll(/\$\{(\w+)\}/g)].map(([, part]) => part as string).filter((part) => part !== 'Partition');

/** An ARN of a pattern; what is left empty is any. */
export const builtArn = (pattern: string, parts: Record<string, string>): string => pattern.replace(/\$\{(\w+)\}/g, (_, part: string) => (part === 'Partition' ? 'aws' : parts[part]?.trim() || '*'));

/** Whether a text can be a resource of a policy: `*`, or an ARN with wildcards and variables. */
export const isResource = (text: string): boolean => text === '*' || /^arn:[\w*?-]*:[\w*?-]*:[^:\s]*:[^:\s]*:\S+$/.test(text);

/** Condition keys that every service knows, with their types. */
export const GLOBAL_KEYS: Record<string, string> = {
  'aws:CalledVia': 'ArrayOfString', 'aws:CalledViaFirst': 'String', 'aws:CalledViaLast': 'String', 'aws:CurrentTime': 'Date', 'aws:EpochTime': 'Numeric', 'aws:FederatedProvider': 'String', 'aws:MultiFactorAuthAge': 'Numeric',
  'aws:MultiFactorAuthPresent': 'Bool', 'aws:PrincipalAccount': 'String', 'aws:PrincipalArn': 'ARN', 'aws:PrincipalIsAWSService': 'Bool', 'aws:PrincipalOrgID': 'String', 'aws:PrincipalOrgPaths': 'ArrayOfString',
  'aws:PrincipalServiceName': 'String', 'aws:PrincipalTag/${TagKey}': 'String', 'aws:PrincipalType': 'String', 'aws:RequestTag/${TagKey}': 'String', 'aws:RequestedRegion': 'String', 'aws:ResourceAccount': 'String',
  'aws:ResourceOrgID': 'String', 'aws:ResourceOrgPaths': 'ArrayOfString', 'aws:ResourceTag/${TagKey}': 'String', 'aws:SecureTransport': 'Bool', 'aws:SourceAccount': 'String', 'aws:SourceArn': 'ARN', 'aws:SourceIdentity': 'String',
  'aws:SourceIp': 'IPAddress', 'aws:SourceOrgID': 'String', 'aws:SourceVpc': 'String', 'aws:SourceVpce': 'String', 'aws:TagKeys': 'ArrayOfString', 'aws:TokenIssueTime': 'Date', 'aws:UserAgent': 'String',
  'aws:ViaAWSService': 'Bool', 'aws:VpcSourceIp': 'IPAddress', 'aws:userid': 'String', 'aws:username': 'String',
};

const OPERATORS: Record<string, string[]> = {
  String: ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  Numeric: ['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals'],
  Date: ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
  Bool: ['Bool'],
  ARN: ['ArnLike', 'ArnNotLike', 'ArnEquals', 'ArnNotEquals'],
  IPAddress: ['IpAddress', 'NotIpAddress'],
  Binary: ['BinaryEquals'],
};

export const ALL_OPERATORS = [...Object.values(OPERATORS).flat(), 'Null'];

/** A key as it stands in the catalogue: what follows the slash is of the reader's choice. */
function typeOf(keys: Record<string, string>, key: string): string | undefined {
  const known = Object.entries(keys).find(([name]) => name.toLowerCase() === key.toLowerCase() || (name.includes('${') && key.toLowerCase().startsWith(name.slice(0, name.indexOf('${')).toLowerCase())));
  return known?.[1];
}

/** Operators for a key: those of its type first, and all others after them, since the server takes any. Keys with several values want a quantifier. */
export function operatorsFor(all: Catalogue, patterns: string[], key: string): { fitting: string[]; others: string[]; many: boolean } {
  const type = typeOf({ ...GLOBAL_KEYS, ...Object.assign({}, ...servicesOf(all, patterns).map((service) => service.keys)) as Record<string, string> }, key) ?? 'String';
  const many = type.startsWith('ArrayOf');
  const fittingOnes = [...(OPERATORS[many ? type.slice('ArrayOf'.length) : type] ?? OPERATORS.String ?? []), 'Null'];
  return { fitting: fittingOnes, others: ALL_OPERATORS.filter((operator) => !fittingOnes.includes(operator)), many };
}

/** Keys that may be asked of the services that actions speak of, and of all. */
export const keysFor = (all: Catalogue, patterns: string[]): string[] => [...new Set([...servicesOf(all, patterns).flatMap((service) => Object.keys(service.keys)), ...Object.keys(GLOBAL_KEYS)])];

/** The parts of an operator's name: `ForAnyValue:StringLikeIfExists`. */
export function operatorParts(name: string): { quantifier: string; operator: string; ifExists: boolean } {
  const [, quantifier = '', operator = name, ifExists] = /^(ForAllValues|ForAnyValue)?:?(\w+?)(IfExists)?$/.exec(name) ?? [];
  return { quantifier, operator, ifExists: ifExists !== undefined };
}

export const operatorName = (quantifier: string, operator: string, ifExists: boolean): string => `${quantifier ? `${quantifier}:` : ''}${operator}${ifExists && operator !== 'Null' ? 'IfExists' : ''}`;
