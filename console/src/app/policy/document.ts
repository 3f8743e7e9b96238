// A policy as a form can show it, and back. The text is the truth: a change reads it, changes one statement and writes it again; what the form does not know stays as it was.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Statement = { [key: string]: Json };

/** Why a text, or a statement, cannot be shown as a form. */
export type Obstacle =
  | { kind: 'json'; said: string }
  | { kind: 'object' }
  | { kind: 'twice'; key: string }
  | { kind: 'number'; text: string }
  | { kind: 'element'; key: string }
  | { kind: 'both'; keys: [string, string] }
  | { kind: 'effect' }
  | { kind: 'values'; key: string };

export interface Read { statements: Json[]; obstacle?: undefined }

const isObject = (value: Json | undefined): value is { [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What JSON would lose when it is read and written again: a key that stands twice in an object, or a number that has more digits than a number keeps. */
export function lossy(text: string): Obstacle | undefined {
  // The text is JSON already: strings, marks and what stands between them are told apart by a glance each.
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
  const keys: (Set<string> | undefined)[] = [];
  let expectsKey = false;
  for (const [found] of text.matchAll(token)) {
    if (found === '{') { keys.push(new Set()); expectsKey = true; }
    else if (found === '[') { keys.push(undefined); expectsKey = false; }
    else if (found === '}' || found === ']') { keys.pop(); expectsKey = false; }
    else if (found === ',') expectsKey = keys.at(-1) !== undefined;
    else if (found === ':') expectsKey = false;
    else if (found.startsWith('"')) {
      if (!expectsKey) continue;
      const key = JSON.parse(found) as string;
      if (keys.at(-1)?.has(key)) return { kind: 'twice', key };
      keys.at(-1)?.add(key);
    } else if (/^-?\d/.test(found) && String(Number(found)) !== found) return { kind: 'number', text: found };
  }
  return undefined;
}

/** The statements of a policy, or why the whole text cannot be shown as a form. */
export function read(text: string): Read | { obstacle: Obstacle } {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return { obstacle: { kind: 'json', said: (error as Error).message } };
  }
  if (!isObject(value)) return { obstacle: { kind: 'object' } };
  const lost = lossy(text);
  if (lost) return { obstacle: lost };
  const other = Object.keys(value).find((key) => !['Version', 'Id', 'Statement'].includes(key));
  if (other !== undefined) return { obstacle: { kind: 'element', key: other } };
  const all = value.Statement;
  return { statements: all === undefined ? [] : Array.isArray(all) ? all : [all] };
}

/** What a policy is for: what a principal may do, what nobody in an account may do, or who may assume a role. */
export type Kind = 'identity' | 'guardrail' | 'trust';

const KNOWN = ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
const shownIn = (kind: Kind, key: string): boolean => KNOWN.includes(key) && (kind === 'trust' ? !/Resource$/.test(key) : key !== 'Principal');
/** The types of principals. */
export const PRINCIPALS = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
const texts = (value: Json | undefined): boolean => value === undefined || typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
const scalar = (value: Json): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** Why a statement cannot be shown as a form; nothing if it can. */
export function obstacle(statement: Json, policy: Kind = 'identity'): Obstacle | undefined {
  if (!isObject(statement)) return { kind: 'object' };
  const other = Object.keys(statement).find((key) => !shownIn(policy, key));
  if (other !== undefined) return { kind: 'element', key: other };
  for (const keys of [['Action', 'NotAction'], ['Resource', 'NotResource']] as [string, string][]) if (keys.every((key) => key in statement)) return { kind: 'both', keys };
  if (statement.Effect !== undefined && statement.Effect !== 'Allow' && statement.Effect !== 'Deny') return { kind: 'effect' };
  if (statement.Sid !== undefined && typeof statement.Sid !== 'string') return { kind: 'values', key: 'Sid' };
  for (const key of ['Action', 'NotAction', 'Resource', 'NotResource']) if (!texts(statement[key])) return { kind: 'values', key };
  const { Principal: whom } = statement;
  if (whom !== undefined && whom !== '*' && !(isObject(whom) && Object.entries(whom).every(([type, values]) => PRINCIPALS.includes(type) && values !== undefined && texts(values)))) return { kind: 'values', key: 'Principal' };
  const condition = statement.Condition;
  if (condition === undefined) return undefined;
  if (!isObject(condition)) return { kind: 'values', key: 'Condition' };
  for (const [operator, tests] of Object.entries(condition)) {
    if (!isObject(tests) || Object.keys(tests).length === 0) return { kind: 'values', key: operator };
    for (const [key, values] of Object.entries(tests)) if (!(scalar(values) || (Array.isArray(values) && values.every(scalar)))) return { kind: 'values', key };
  }
  return undefined;
}

/** The text after a statement was changed, removed (`undefined`) or added behind the last. A statement that stood alone stays alone. */
export function changed(text: string, index: number, statement: Json | undefined): string {
  const value = JSON.parse(text) as { [key: string]: Json };
  const before = value.Statement;
  const all = before === undefined ? [] : Array.isArray(before) ? [...before] : [before];
  if (statement === undefined) all.splice(index, 1);
  else all.splice(index, index < all.length ? 1 : 0, statement);
  const alone = isObject(before) && all.length === 1;
  return JSON.stringify({ ...value, Statement: alone ? (all[0] as Json) : all }, null, 2);
}

/** The texts of an element that is one or several. */
export const several = (value: Json | undefined): string[] => (value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)]);

/** Puts texts where texts were: one stays alone if it was, several become a list. */
const as = (before: Json | undefined, values: string[]): Json => (values.length === 1 && !Array.isArray(before) && before !== undefined ? (values[0] as string) : values);

/** With other actions or resources. `element` may be another than before: `NotAction` in place of `Action`, at the same place. */
export function withTexts(statement: Statement, element: 'Action' | 'NotAction' | 'Resource' | 'NotResource', values: string[]): Statement {
  const opposite = element.startsWith('Not') ? element.slice(3) : `Not${element}`;
  const made = as(statement[element] ?? statement[opposite], values);
  if (!(opposite in statement)) return element in statement ? { ...statement, [element]: made } : inOrder({ ...statement, [element]: made });
  return Object.fromEntries(Object.entries(statement).map(([key, value]) => (key === opposite ? [element, made] : [key, value])));
}

export const withEffect = (statement: Statement, effect: 'Allow' | 'Deny'): Statement => ('Effect' in statement ? { ...statement, Effect: effect } : inOrder({ ...statement, Effect: effect }));

export function withSid(statement: Statement, sid: string): Statement {
  const { Sid: _, ...rest } = statement;
  if (sid === '') return rest;
  return 'Sid' in statement ? { ...statement, Sid: sid } : { Sid: sid, ...rest };
}

/** In the order in which statements are commonly written, for elements that are new. */
const inOrder = (statement: Statement): Statement => Object.fromEntries(KNOWN.flatMap((key) => (statement[key] === undefined ? [] : [[key, statement[key]]])));

export interface Whom { type: string; value: string }

/** The principals of a statement; everybody (`*`) is of no type. */
export function principals(statement: Statement): Whom[] {
  const whom = statement.Principal;
  if (whom === undefined) return [];
  if (!isObject(whom)) return [{ type: '', value: String(whom) }];
  return Object.entries(whom).flatMap(([type, values]) => several(values).map((value) => ({ type, value })));
}

/** With one more principal, or everybody in place of all others. */
export function withPrincipal(statement: Statement, { type, value }: Whom): Statement {
  if (type === '') return inOrder({ ...statement, Principal: value });
  const whom = isObject(statement.Principal) ? statement.Principal : {};
  const known = several(whom[type]);
  const next = { ...whom, [type]: known.length === 0 ? value : [...known.filter((one) => one !== value), value] };
  return 'Principal' in statement ? { ...statement, Principal: next } : inOrder({ ...statement, Principal: next });
}

/** Without one of its principals; a type that has none left goes too. */
export function withoutPrincipal(statement: Statement, { type, value }: Whom): Statement {
  const whom = statement.Principal;
  if (!isObject(whom)) { const { Principal: _, ...rest } = statement; return rest; }
  const left = several(whom[type]).filter((one) => one !== value);
  const { [type]: before, ...others } = whom;
  return { ...statement, Principal: left.length === 0 ? others : { ...whom, [type]: as(before, left) } };
}

export interface Condition { operator: string; key: string; values: Json[] }

export function conditions(statement: Statement): Condition[] {
  const all = isObject(statement.Condition) ? statement.Condition : {};
  return Object.entries(all).flatMap(([operator, tests]) => (isObject(tests) ? Object.entries(tests).map(([key, values]) => ({ operator, key, values: Array.isArray(values) ? values : [values] })) : []));
}

/** With other values of a condition; without any it is removed, and what it leaves empty too. */
export function withCondition(statement: Statement, operator: string, key: string, values: Json[]): Statement {
  const all = isObject(statement.Condition) ? statement.Condition : {};
  const tests = isObject(all[operator]) ? all[operator] : {};
  const before = tests[key];
  const { [key]: _, ...otherKeys } = tests;
  const alone = values.length === 1 && before !== undefined && !Array.isArray(before);
  const next = values.length === 0 ? otherKeys : { ...tests, [key]: alone || (before === undefined && values.length === 1) ? (values[0] as Json) : values };
  const { [operator]: __, ...otherOperators } = all;
  const condition = Object.keys(next).length === 0 ? otherOperators : { ...all, [operator]: next };
  const { Condition: ___, ...rest } = statement;
  return Object.keys(condition).length === 0 ? rest : { ...statement, Condition: condition };
}

/** Where a message of the server points to: the statement's number from nought, if it names one. */
export function placeOf(message: string): number | undefined {
  const found = /\bat Statement\[(\d+)\]/.exec(message)?.[1];
  return found === undefined ? (/\bat Statement\b/.test(message) ? 0 : undefined) : Number(found);
}
