// The charts of the design system: a chunk of its own, loaded where something is drawn.
import MixedLineBarChart, { type MixedLineBarChartProps } from '@cloudscape-design/components/mixed-line-bar-chart';
import { useMemo } from 'react';
import type { PlotProps } from './plot';
import { readable, shortMoment } from './language';
import { t } from './texts';

export default function Charts({ series, bars, stacked, label, unit, thresholds = [], height = 240, from, to, hideFilter = true }: PlotProps) {
  const drawn = useMemo(() => {
    const lines = series.map((one): MixedLineBarChartProps.DataSeries<Date> => ({ type: bars ? 'bar' : 'line', title: one.title, data: one.points.map(([x, y]) => ({ x: new Date(x), y })) }) as unknown as MixedLineBarChartProps.DataSeries<Date>);
    const marks = thresholds.map((one): MixedLineBarChartProps.DataSeries<Date> => ({ type: 'threshold', title: one.title, y: one.value }) as unknown as MixedLineBarChartProps.DataSeries<Date>);
    return [...lines, ...marks];
  }, [series, thresholds, bars]);
  const days = from !== undefined && to !== undefined && to - from > 86_400_000;
  const moments = series.flatMap((one) => one.points.map(([x]) => x));
  const xDomain = bars ? [...new Set(moments)].sort((a, b) => a - b).map((x) => new Date(x)) : from !== undefined && to !== undefined ? [new Date(from), new Date(to)] : undefined;
  return (
    <MixedLineBarChart<Date>
      series={drawn} xScaleType={bars ? 'categorical' : 'time'} stackedBars={stacked} height={height} hideFilter={hideFilter} ariaLabel={label} yTitle={unit ?? ''} xTitle={t.utc}
      xDomain={xDomain as Date[] | undefined}
      yDomain={reach(series, thresholds.map((one) => one.value), stacked)}
      i18nStrings={{
        xTickFormatter: (x) => shortMoment(x.getTime(), days),
        yTickFormatter: readable,
        chartAriaRoleDescription: t.chart, xAxisAriaRoleDescription: t.xAxis, yAxisAriaRoleDescription: t.yAxis, legendAriaLabel: t.legend, detailPopoverDismissAriaLabel: t.close, filterLabel: t.series, filterPlaceholder: t.series,
      }}
      empty={t.nothingToDraw} noMatch={t.noMatch}
    />
  );
}

/** From zero, unless something is below it, to a little above the highest. */
function reach(series: PlotProps['series'], marks: number[], stacked?: boolean): [number, number] {
  const sums = new Map<number, number>();
  for (const one of series) for (const [x, y] of one.points) sums.set(x, stacked ? (sums.get(x) ?? 0) + y : Math.max(sums.get(x) ?? y, y));
  let [low, high] = [0, 0];
  for (const value of [...sums.values(), ...marks]) high = Math.max(high, value);
  for (const one of series) for (const [, y] of one.points) low = Math.min(low, y);
  for (const mark of marks) low = Math.min(low, mark);
  return high === low ? [low, low + 1] : [low < 0 ? low * 1.05 : 0, high * 1.05];
}
