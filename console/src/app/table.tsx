// Tables of resources: found, sorted, paged or scrolled, exported, with the CLI command that gives the same.
import { useCollection } from '@cloudscape-design/collection-hooks';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import Pagination from '@cloudscape-design/components/pagination';
import PropertyFilter from '@cloudscape-design/components/property-filter';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useMemo, useState } from 'react';
import { Beside, BesideButton, type BesideOf } from './beside';
import { csv, save } from './export';
import { forPeople, isMoment, readable } from './language';
import { Explained } from './notices';
import { Cli, Heading, Teach, useLoad } from './parts';
import { Scrolled } from './scrolled';
import { t } from './texts';

export interface Column<T> {
  id: string;
  header: string;
  text: (item: T) => string;
  cell?: (item: T) => ReactNode;
  /** What it is sorted by, where that is not its text. */
  order?: (item: T) => number | string;
  /** Its texts are numbers as computers write them: shown as people do. */
  number?: boolean;
}

export interface TableProps<T> {
  id: string;
  title: string;
  columns: Column<T>[];
  command: string;
  empty: { title: string; hint: string };
  actions?: (reload: () => void) => ReactNode;
  /** Actions on the rows that are chosen; without them none can be. */
  choose?: (chosen: T[], reload: () => void) => ReactNode;
  description?: string;
  /** The heading's level: 2 within a page that has its own. */
  level?: 1 | 2;
  /** All rows are scrolled through instead of turned over, unless the reader prefers pages. */
  scrolled?: boolean;
  /** What is shown of an item beside the table. */
  beside?: BesideOf<T>;
}

/** As a number of rows of a page: all of them, scrolled. */
const ALL = 1_000_000;

export interface Row<T> { item: T; key: string }

interface Preferences { pageSize?: number; wrapLines?: boolean; contentDisplay?: readonly { id: string; visible: boolean }[] }

function kept(id: string): Preferences {
  try {
    return JSON.parse(localStorage.getItem(id) ?? '{}') as Preferences;
  } catch {
    return {};
  }
}

const order = <T,>(of: (item: T) => number | string) => (a: Row<T>, b: Row<T>) => {
  const [x, y] = [of(a.item), of(b.item)];
  return typeof x === 'string' && typeof y === 'string' ? x.localeCompare(y) : x < y ? -1 : x > y ? 1 : 0;
};

/** What whoever reads sees of a column's text, and finds it by. Sorting and exports keep the text itself. */
const shownOf = <T,>(column: Column<T>, text: string): string => (column.number && text !== '' ? readable(Number(text)) : forPeople(text));

/** A text in a cell; a moment stays on one line. */
const plain = (text: string, shown: string): ReactNode => (isMoment(text) ? <span className="moment">{shown}</span> : shown || '–');

/** A table of what a call lists. */
export function ResourceTable<T>(props: TableProps<T> & { load: () => Promise<T[]>; on?: unknown[] }) {
  const { value, error, loading, reload } = useLoad(props.load, props.on);
  return <Rows {...props} items={value} error={error} loading={loading} reload={reload} />;
}

/** A table of what is already here. */
export function Rows<T>(props: TableProps<T> & { items?: T[]; error?: unknown; loading?: boolean; reload?: () => void }) {
  const { id, title, columns, empty, items: given, reload, beside } = props;
  const place = `cloudkeep.table.${id}`;
  const [preferences, setPreferences] = useState<Preferences>(() => ({ pageSize: props.scrolled ? ALL : 50, ...kept(place) }));
  // Columns are written where the table is, anew each time: what is listed decides.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const rows = useMemo(() => (given ?? []).map((item, index): Row<T> => ({ item, key: String(index), ...Object.fromEntries(columns.map((c) => [c.id, shownOf(c, c.text(item))])) })), [given]);
  const text = (row: Row<T>, column: string) => (row as unknown as Record<string, string>)[column] ?? '';
  const { items, filteredItemsCount, collectionProps, propertyFilterProps, paginationProps, allPageItems, actions } = useCollection(rows, {
    propertyFiltering: {
      filteringProperties: columns.map((c) => ({ key: c.id, propertyLabel: c.header, groupValuesLabel: c.header, operators: [':', '!:', '=', '!='] })),
      empty: <Teach title={empty.title} hint={empty.hint} />,
      noMatch: <Teach title={t.noMatch} hint="" />,
    },
    pagination: { pageSize: preferences.pageSize ?? 50 },
    sorting: {},
    selection: { keepSelection: false, trackBy: 'key' },
  });
  const chosen = (collectionProps.selectedItems ?? []) as Row<T>[];
  const again = () => { actions.setSelectedItems([]); reload?.(); };
  const exported = (kind: string) => {
    const name = `${id}.${kind}`;
    if (kind === 'csv') save(name, 'text/csv', csv([columns.map((c) => c.header), ...allPageItems.map(({ item }) => columns.map((c) => c.text(item)))]));
    else save(name, 'application/json', JSON.stringify(allPageItems.map(({ item }) => item), null, 2));
  };
  const definitions = columns.map((c, index) => ({
    id: c.id,
    header: c.header,
    sortingField: c.id,
    sortingComparator: order(c.order ?? c.text),
    isRowHeader: index === 0,
    cell: (row: Row<T>) => {
      const shown = c.cell?.(row.item) ?? plain(c.text(row.item), text(row, c.id));
      return index === 0 && beside ? <span className="with-beside"><BesideButton itemKey={beside.key(row.item)} name={beside.name(row.item)} />{shown}</span> : shown;
    },
  }));
  const header = (
    <Heading
      level={props.level}
      description={props.description}
      counter={given ? `(${readable(given.length)})` : undefined}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          {reload && <Button iconName="refresh" ariaLabel={t.refresh} loading={props.loading} onClick={reload} />}
          <Cli command={props.command} />
          <ButtonDropdown items={Object.entries(t.formats).map(([kind, name]) => ({ id: kind, text: name }))} onItemClick={({ detail }) => exported(detail.id)}>{t.download}</ButtonDropdown>
          {props.choose?.(chosen.map(({ item }) => item), again)}
          {props.actions?.(again)}
        </SpaceBetween>
      }
    >
      {title}
    </Heading>
  );
  const filter = <PropertyFilter {...propertyFilterProps} filteringPlaceholder={t.filter} filteringAriaLabel={t.filter} countText={t.matches(filteredItemsCount)} />;
  const settings = (
    <CollectionPreferences
      title={t.preferences}
      confirmLabel={t.confirm}
      cancelLabel={t.cancel}
      preferences={preferences}
      onConfirm={({ detail }) => {
        setPreferences(detail);
        localStorage.setItem(place, JSON.stringify(detail));
      }}
      pageSizePreference={{ title: t.rows, options: [...[20, 50, 200].map((n) => ({ value: n, label: readable(n) })), { value: ALL, label: t.allScrolled }] }}
      wrapLinesPreference={{ label: t.wrapLines, description: '' }}
      contentDisplayPreference={{ title: t.columns, options: columns.map((c, index) => ({ id: c.id, label: c.header, alwaysVisible: index === 0 })) }}
    />
  );
  const loading = (props.loading ?? false) && given === undefined;
  const scrolled = preferences.pageSize === ALL && !props.choose && !loading && allPageItems.length > 0;
  return (
    <SpaceBetween size="m">
      {beside && <Beside of={beside} items={allPageItems.map(({ item }) => item)} />}
      {props.error !== undefined && <Alert type="error" header={t.failed}><Explained error={props.error} /></Alert>}
      {scrolled ? (
        <Scrolled
          rows={allPageItems} label={title} header={header} filter={filter} settings={settings} text={text}
          columns={visible(definitions, preferences.contentDisplay)} sorting={collectionProps}
        />
      ) : (
        <Table<Row<T>>
          {...collectionProps}
          items={items as Row<T>[]}
          {...(props.choose ? {
            selectionType: 'multi' as const,
            ariaLabels: {
              selectionGroupLabel: t.choose,
              allItemsSelectionLabel: () => t.chooseAll,
              itemSelectionLabel: (_: unknown, row: Row<T>) => t.chooseOne(text(row, columns[0]?.id ?? '')),
            },
          } : { selectionType: undefined, selectedItems: undefined, onSelectionChange: undefined })}
          variant={props.level === 2 ? 'container' : 'full-page'}
          stickyHeader={false}
          loading={loading}
          loadingText={t.loading}
          wrapLines={preferences.wrapLines ?? true}
          columnDisplay={preferences.contentDisplay}
          columnDefinitions={definitions}
          header={header}
          filter={filter}
          pagination={<Pagination {...paginationProps} ariaLabels={{ nextPageLabel: t.nextPage, previousPageLabel: t.previousPage, pageLabel: t.page }} />}
          preferences={settings}
        />
      )}
    </SpaceBetween>
  );
}

/** The columns that the reader wants, in the order that the reader wants. */
function visible<D extends { id: string }>(all: D[], display: Preferences['contentDisplay']): D[] {
  if (!display) return all;
  return display.filter((entry) => entry.visible).flatMap((entry) => all.find((column) => column.id === entry.id) ?? []);
}
