import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import { Suspense, lazy } from 'react';
import { t as frame } from '../../app/texts';
import { Alarm, Alarms } from './alarms';
import { Groups, Lines } from './logs';

const CreateAlarm = lazy(() => import('./create-alarm').then((m) => ({ default: m.CreateAlarm })));
const Dashboard = lazy(() => import('./dashboards').then((m) => ({ default: m.Dashboard })));
const Dashboards = lazy(() => import('./dashboards').then((m) => ({ default: m.Dashboards })));
const Insights = lazy(() => import('./insights').then((m) => ({ default: m.Insights })));
const Metrics = lazy(() => import('./metrics').then((m) => ({ default: m.Metrics })));
const Tail = lazy(() => import('./tail').then((m) => ({ default: m.Tail })));

export default function CloudWatch({ path }: { path: string[] }) {
  return <Suspense fallback={<Box textAlign="center"><Spinner /> {frame.loading}</Box>}><Page path={path} /></Suspense>;
}

function Page({ path: [kind, id] }: { path: string[] }) {
  if (kind === 'metrics') return <Metrics drawn={id} />;
  if (kind === 'create-alarm') return <CreateAlarm key={id} metric={id} />;
  if (kind === 'dashboards') return id ? <Dashboard key={id} name={id} /> : <Dashboards />;
  if (kind === 'insights') return <Insights asked={id} />;
  if (kind === 'tail') return <Tail key={id} group={id} />;
  if (kind === 'groups') return id ? <Lines key={id} group={id} /> : <Groups />;
  return id ? <Alarm key={id} name={id} /> : <Alarms />;
}
