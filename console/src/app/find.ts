import type { Entry } from '../areas/registry';

export interface Place { title: string; path: string[]; kind?: string }

/** Services and pages that have all words of what is typed, those whose title begins with it first. */
export function find(areas: Entry[], typed: string): Place[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const places = areas.flatMap((area) => [
    { title: area.title, path: [area.id], text: `${area.title} ${area.words}` },
    ...area.pages.map((page) => ({ title: `${area.title} › ${page.title}`, path: [area.id, page.path], text: `${area.title} ${page.title} ${area.words}` })),
  ]);
  const found = places.filter((place) => words.every((word) => place.text.toLowerCase().includes(word)));
  const rank = (place: Place) => (place.title.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b) || a.path.length - b.path.length).map(({ title, path }) => ({ title, path }));
}

/** Resources whose name or kind has all words of what is typed; those whose name begins with it first, short ones before long ones. */
export function findNames(places: Place[], typed: string): Place[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = places.filter((place) => words.every((word) => `${place.title} ${place.kind}`.toLowerCase().includes(word)));
  const rank = (place: Place) => (place.title.toLowerCase().startsWith(words[0] ?? '') ? 0 : place.title.toLowerCase().includes(words[0] ?? '') ? 1 : 2);
  return found.sort((a, b) => rank(a) - rank(b) || a.title.length - b.title.length);
}
