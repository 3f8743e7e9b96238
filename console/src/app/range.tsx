// How far back: a choice of ranges that end now.
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { t } from './texts';

/** Milliseconds by their names. */
export const RANGES: Record<string, number> = { '15m': 900_000, '1h': 3_600_000, '3h': 10_800_000, '12h': 43_200_000, '1d': 86_400_000, '1w': 604_800_000, '4w': 2_419_200_000 };

export function Range({ value, change, names = ['1h', '3h', '12h', '1d', '1w'] }: { value: string; change: (name: string) => void; names?: string[] }) {
  return <SegmentedControl label={t.range} selectedId={value} options={names.map((id) => ({ id, text: id }))} onChange={({ detail }) => change(detail.selectedId)} />;
}
