// Values by name: a pie or bars, a chunk of its own, loaded where one is drawn.
import BarChart from '@cloudscape-design/components/bar-chart';
import PieChart from '@cloudscape-design/components/pie-chart';
import { percent, readable } from './language';
import { t } from './texts';

export interface Part { title: string; value: number }
export interface CategoriesProps { label: string; parts: Part[]; as: 'pie' | 'bar'; height?: number; unit?: string }

export default function Categories({ label, parts, as, height = 200, unit }: CategoriesProps) {
  const i18nStrings = { chartAriaRoleDescription: t.chart, detailPopoverDismissAriaLabel: t.close, legendAriaLabel: t.legend };
  if (as === 'bar') {
    return (
      <BarChart
        horizontalBars height={height} hideFilter hideLegend ariaLabel={label} xScaleType="categorical" xDomain={parts.map((part) => part.title)} yDomain={[Math.min(0, ...parts.map((part) => part.value)), Math.max(...parts.map((part) => part.value), 0) * 1.05 || 1]}
        series={[{ title: unit ?? label, type: 'bar', data: parts.map((part) => ({ x: part.title, y: part.value })), valueFormatter: readable }]}
        i18nStrings={{ ...i18nStrings, xAxisAriaRoleDescription: t.xAxis, yAxisAriaRoleDescription: t.yAxis, yTickFormatter: readable }} empty={t.nothingToDraw} noMatch={t.noMatch}
      />
    );
  }
  const sum = parts.reduce((all, part) => all + Math.max(0, part.value), 0);
  return (
    <PieChart
      // What is negative has no share of a whole.
      data={parts.filter((part) => part.value > 0).map((part) => ({ title: part.title, value: part.value }))}
      size={height < 180 ? 'small' : 'medium'} hideFilter ariaLabel={label}
      segmentDescription={(part) => `${readable(part.value)} (${percent(sum === 0 ? 0 : part.value / sum)})`}
      detailPopoverContent={(part) => [{ key: t.value, value: readable(part.value) }, { key: t.share, value: percent(sum === 0 ? 0 : part.value / sum) }]}
      i18nStrings={{ ...i18nStrings, segmentAriaRoleDescription: t.segment }} empty={t.nothingToDraw} noMatch={t.noMatch}
    />
  );
}
