// Which rows of a long list are on the screen.

export interface Window { first: number; last: number; before: number; after: number }

/** The rows to draw: those in view and some around them, with the heights of what is above and below, in pixels. */
export function windowed(count: number, rowHeight: number, scrolled: number, height: number, around = 8): Window {
  const first = Math.min(count, Math.max(0, Math.floor(scrolled / rowHeight) - around));
  const last = Math.min(count, Math.max(first, Math.ceil((scrolled + height) / rowHeight) + around));
  return { first, last, before: first * rowHeight, after: (count - last) * rowHeight };
}
