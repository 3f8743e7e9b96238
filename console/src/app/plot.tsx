// A chart with the table behind it.
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Spinner from '@cloudscape-design/components/spinner';
import { Suspense, lazy, useMemo } from 'react';
import { digits, when } from './language';
import { type Series, table, thinned } from './series';
import { Rows } from './table';
import { t } from './texts';

const Charts = lazy(() => import('./charts'));

export interface PlotProps {
  /** The name of the chart, for who cannot see it. */
  label: string;
  series: Series[];
  bars?: boolean;
  stacked?: boolean;
  unit?: string;
  thresholds?: { title: string; value: number }[];
  height?: number;
  /** Milliseconds since 1970. */
  from?: number;
  to?: number;
  hideFilter?: boolean;
}

export function Plot(props: PlotProps & { id: string; command: string }) {
  const { series, id, label } = props;
  const drawn = useMemo(() => thinned(series), [series]);
  const rows = useMemo(() => table(series), [series]);
  return (
    <>
      <Suspense fallback={<Box textAlign="center"><Spinner /> {t.loading}</Box>}><Charts {...props} series={drawn} /></Suspense>
      <ExpandableSection headerText={t.values}>
        <Rows
          id={id} title={label} level={2} scrolled items={rows} command={props.command} empty={{ title: t.nothingToDraw, hint: '' }}
          columns={[{ id: 'time', header: t.timeUtc, text: (row) => when(row.time) }, ...series.map((one, index) => ({ id: `s${index}`, header: one.title, number: true, text: (row: { values: (number | undefined)[] }) => (row.values[index] === undefined ? '' : digits(row.values[index])), order: (row: { values: (number | undefined)[] }) => row.values[index] ?? -Infinity }))]}
        />
      </ExpandableSection>
    </>
  );
}
