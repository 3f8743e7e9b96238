// What is different between two configurations of a resource.

export interface Difference { path: string; before?: unknown; after?: unknown }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Texts that are JSON are compared as what they say: policies are kept as text. */
const opened = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

/** The places that were added, removed or changed, in the order of their names. */
export function diff(before: unknown, after: unknown, path = ''): Difference[] {
  const [a, b] = [opened(before), opened(after)];
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  if (isObject(a) && isObject(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
    return names.flatMap((name) => diff(a[name], b[name], path ? `${path}.${name}` : name));
  }
  return [{ path, ...(a === undefined ? {} : { before: a }), ...(b === undefined ? {} : { after: b }) }];
}
