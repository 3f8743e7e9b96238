// A number with a bar as long as it is great among the others of its column.
import { readable } from './language';

export function Bar({ value, most }: { value: number; most: number }) {
  return <div className="bar"><span aria-hidden="true" style={{ width: `${(60 * value) / Math.max(most, value, 1)}%` }} />{readable(value)}</div>;
}
