// A pie, or bars, of values by name, with the table behind it.
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Spinner from '@cloudscape-design/components/spinner';
import { Suspense, lazy } from 'react';
import type { CategoriesProps, Part } from './categories';
import { digits, percent } from './language';
import { Rows } from './table';
import { t } from './texts';

const Categories = lazy(() => import('./categories'));

export function Shares(props: CategoriesProps & { id: string; command: string }) {
  const sum = props.parts.reduce((all, part) => all + Math.max(0, part.value), 0);
  return (
    <>
      <Suspense fallback={<Box textAlign="center"><Spinner /> {t.loading}</Box>}><Categories {...props} /></Suspense>
      <ExpandableSection headerText={t.values}>
        <Rows<Part>
          id={props.id} title={props.label} level={2} items={props.parts} command={props.command} empty={{ title: t.nothingToDraw, hint: '' }}
          columns={[
            { id: 'name', header: t.series, text: (part) => part.title },
            { id: 'value', header: t.value, number: true, text: (part) => digits(part.value), order: (part) => part.value },
            { id: 'share', header: t.share, text: (part) => percent(sum === 0 ? 0 : Math.max(0, part.value) / sum), order: (part) => part.value },
          ]}
        />
      </ExpandableSection>
    </>
  );
}
