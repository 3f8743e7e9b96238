// Where we are stands behind the #: it can be shared, and never reaches the server.
import { useSyncExternalStore } from 'react';

export const parse = (hash: string): string[] =>
  hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });

export const href = (...parts: string[]): string => `#/${parts.map(encodeURIComponent).join('/')}`;

export function go(...parts: string[]): void {
  location.hash = href(...parts);
}

function subscribe(tell: () => void): () => void {
  window.addEventListener('hashchange', tell);
  return () => window.removeEventListener('hashchange', tell);
}

/** The parts of the present place, such as `['iam', 'users', 'ada']`. */
export function useRoute(): string[] {
  return parse(useSyncExternalStore(subscribe, () => location.hash));
}
