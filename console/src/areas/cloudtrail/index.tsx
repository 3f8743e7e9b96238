import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import { Suspense, lazy } from 'react';
import { t as frame } from '../../app/texts';
import { Events } from './events';

const Trail = lazy(() => import('./trails').then((m) => ({ default: m.Trail })));
const Trails = lazy(() => import('./trails').then((m) => ({ default: m.Trails })));
const Stores = lazy(() => import('./lake').then((m) => ({ default: m.Stores })));
const Editor = lazy(() => import('./lake').then((m) => ({ default: m.Editor })));

export default function CloudTrail({ path }: { path: string[] }) {
  return <Suspense fallback={<Box textAlign="center"><Spinner /> {frame.loading}</Box>}><Page path={path} /></Suspense>;
}

function Page({ path }: { path: string[] }) {
  const [kind, id] = path;
  if (kind === 'trails') return id ? <Trail key={id} arn={id} /> : <Trails />;
  if (kind === 'stores') return <Stores />;
  if (kind === 'lake') return <Editor key={id} asked={id} />;
  return <Events path={path} />;
}
