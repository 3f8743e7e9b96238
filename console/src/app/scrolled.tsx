// A table that draws only the rows in view, however many there are.
import Container from '@cloudscape-design/components/container';
import type { TableProps } from '@cloudscape-design/components/table';
import { type CSSProperties, type ReactNode, memo, useMemo, useState } from 'react';
import type { Row } from './table';
import { t } from './texts';
import { windowed } from './window';

/** Pixels: each row is one line, whose full text is its title. */
const ROW = 34;
const HEIGHT = 560;
/** Rows that are scrolled before others are drawn; fewer than are drawn around those in view. */
const STEP = 4;

interface Definition<T> { id: string; header: string; cell: (row: Row<T>) => ReactNode; sortingField: string; sortingComparator?: (a: Row<T>, b: Row<T>) => number }

export function Scrolled<T>(props: {
  rows: readonly Row<T>[];
  columns: Definition<T>[];
  text: (row: Row<T>, column: string) => string;
  sorting: Pick<TableProps<Row<T>>, 'sortingColumn' | 'sortingDescending' | 'onSortingChange'>;
  label: string;
  header: ReactNode;
  filter: ReactNode;
  settings: ReactNode;
}) {
  const { rows, columns, sorting } = props;
  const [top, setTop] = useState(0);
  const { first, last, before, after } = windowed(rows.length, ROW, top, HEIGHT);
  const width = columns.length * 130;
  const template = useMemo(() => ({ gridTemplateColumns: columns.map((_, index) => (index === columns.length - 1 ? '3fr' : '2fr')).join(' '), height: ROW }), [columns]);
  const sortedBy = (column: Definition<T>) => sorting.sortingColumn?.sortingField === column.sortingField;
  const sort = (column: Definition<T>) => sorting.onSortingChange?.(new CustomEvent('sort', { detail: { sortingColumn: column, isDescending: sortedBy(column) && !sorting.sortingDescending } }) as never);
  return (
    <Container header={props.header}>
      <div className="scrolled-tools">{props.filter}{props.settings}</div>
      <div className="scrolled" role="table" aria-label={props.label} aria-rowcount={rows.length + 1} aria-colcount={columns.length} tabIndex={0} style={{ height: Math.min(HEIGHT, (rows.length + 1) * ROW + 20) }} onScroll={(event) => setTop(event.currentTarget.scrollTop - (event.currentTarget.scrollTop % (ROW * STEP)))}>
        <div role="rowgroup" className="scrolled-head" style={{ minWidth: width }}>
          <div role="row" aria-rowindex={1} className="scrolled-row" style={template}>
            {columns.map((column) => (
              <div key={column.id} role="columnheader" aria-sort={sortedBy(column) ? (sorting.sortingDescending ? 'descending' : 'ascending') : 'none'}>
                <button type="button" onClick={() => sort(column)} title={t.sortBy(column.header)}>{column.header}{sortedBy(column) ? (sorting.sortingDescending ? ' ▾' : ' ▴') : ''}</button>
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ paddingBlockStart: before, paddingBlockEnd: after, minWidth: width }}>
          {rows.slice(first, last).map((row, index) => <Line key={row.key} row={row as Row<unknown>} index={first + index + 2} columns={columns as Definition<unknown>[]} text={props.text as Text} style={template} />)}
        </div>
      </div>
    </Container>
  );
}

type Text = (row: Row<unknown>, column: string) => string;

/** A row that is drawn once while it is in view. */
const Line = memo(function Line({ row, index, columns, text, style }: { row: Row<unknown>; index: number; columns: Definition<unknown>[]; text: Text; style: CSSProperties }) {
  return (
    <div role="row" aria-rowindex={index} className="scrolled-row" style={style}>
      {columns.map((column) => <div key={column.id} role="cell" title={text(row, column.id)}>{column.cell(row)}</div>)}
    </div>
  );
});
