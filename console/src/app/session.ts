// Who is signed in: session credentials only, kept for the life of the tab.

export interface Identity {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** ISO 8601. */
  expiration: string;
  arn: string;
  account: string;
}

export interface State {
  /** The signed-in identity first, then the roles that were switched to. */
  identities: Identity[];
  active: number;
  region: string;
  regions: string[];
}

const KEY = 'cloudkeep.session';
const listeners = new Set<() => void>();
let state: State | null = read();

function read(): State | null {
  try {
    const text = sessionStorage.getItem(KEY);
    return text ? (JSON.parse(text) as State) : null;
  } catch {
    return null;
  }
}

export const current = (): State | null => state;

export function identity(): Identity {
  const found = state?.identities[state.active];
  if (!found) throw new Error('nobody is signed in');
  return found;
}

export function set(next: State | null): void {
  state = next;
  if (next) sessionStorage.setItem(KEY, JSON.stringify(next));
  else sessionStorage.removeItem(KEY);
  listeners.forEach((tell) => tell());
}

export function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** `ada`, `role/session`, `root`: the last part of an ARN, as a person says it. */
export function shortName(arn: string): string {
  const resource = arn.split(':').slice(5).join(':');
  if (resource === 'root') return 'root';
  const parts = resource.split('/');
  return resource.startsWith('assumed-role/') ? `${parts[1]}/${parts[2]}` : (parts.at(-1) ?? resource);
}

/** Minutes that a session has left; negative when it is over. */
export const minutesLeft = (expiration: string, now: number): number => Math.floor((Date.parse(expiration) - now) / 60_000);

/** Adds an identity, or replaces that of the same ARN, and makes it the active one. */
export function withIdentity(before: State, added: Identity): State {
  const at = before.identities.findIndex((known) => known.arn === added.arn);
  const identities = at < 0 ? [...before.identities, added] : before.identities.with(at, added);
  return { ...before, identities, active: at < 0 ? identities.length - 1 : at };
}
