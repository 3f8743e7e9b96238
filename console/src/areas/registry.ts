// The areas: a folder and a line each.
import type { ComponentType } from 'react';

/** The pages of an area. `path` is what stands behind the area's name in the address. */
export type Area = ComponentType<{ path: string[] }>;

export interface Entry {
  id: string;
  title: string;
  words: string;
  load: () => Promise<{ default: Area }>;
  pages: { path: string; title: string }[];
}

export const areas: Entry[] = [
  { id: 'home', title: 'Home', words: 'overview attention dashboard', load: () => import('./home'), pages: [] },
  { id: 'iam', title: 'IAM', words: 'identity access permissions', load: () => import('./iam'), pages: [{ path: 'users', title: 'Users' }, { path: 'groups', title: 'Groups' }, { path: 'roles', title: 'Roles' }, { path: 'policies', title: 'Policies' }, { path: 'simulate', title: 'Would this be denied?' }, { path: 'who', title: 'Who can do it?' }] },
  { id: 'cloudtrail', title: 'CloudTrail', words: 'audit events log history', load: () => import('./cloudtrail'), pages: [{ path: 'events', title: 'Event history' }, { path: 'trails', title: 'Trails' }, { path: 'stores', title: 'Event data stores' }, { path: 'lake', title: 'Lake editor' }] },
  { id: 'organizations', title: 'Organizations', words: 'accounts scp rcp units', load: () => import('./organizations'), pages: [{ path: 'tree', title: 'Accounts and units' }, { path: 'policies', title: 'Policies' }, { path: 'simulate', title: 'Would this be denied?' }] },
  { id: 'securityhub', title: 'Security Hub', words: 'findings standards controls compliance', load: () => import('./securityhub'), pages: [{ path: 'findings', title: 'Findings' }, { path: 'standards', title: 'Standards' }, { path: 'controls', title: 'Controls' }, { path: 'insights', title: 'Insights' }] },
  { id: 'guardduty', title: 'GuardDuty', words: 'threats attacks detection findings', load: () => import('./guardduty'), pages: [{ path: 'findings', title: 'Findings' }] },
  { id: 'config', title: 'Config', words: 'resources history timeline rules compliance', load: () => import('./config'), pages: [{ path: 'resources', title: 'Resources' }, { path: 'rules', title: 'Rules' }, { path: 'packs', title: 'Conformance packs' }, { path: 'query', title: 'Advanced query' }] },
  { id: 'secretsmanager', title: 'Secrets Manager', words: 'passwords credentials rotation', load: () => import('./secretsmanager'), pages: [{ path: 'secrets', title: 'Secrets' }] },
  { id: 'kms', title: 'KMS', words: 'keys encryption', load: () => import('./kms'), pages: [{ path: 'keys', title: 'Keys' }] },
  { id: 'cloudwatch', title: 'CloudWatch', words: 'alarms metrics logs groups monitoring', load: () => import('./cloudwatch'), pages: [{ path: 'alarms', title: 'Alarms' }, { path: 'metrics', title: 'Metrics' }, { path: 'dashboards', title: 'Dashboards' }, { path: 'groups', title: 'Log groups' }, { path: 'insights', title: 'Logs Insights' }, { path: 'tail', title: 'Live Tail' }] },
  { id: 's3', title: 'S3', words: 'buckets objects storage', load: () => import('./s3'), pages: [{ path: 'buckets', title: 'Buckets' }] },
  { id: 'sqs', title: 'SQS', words: 'queues messages', load: () => import('./sqs'), pages: [{ path: 'queues', title: 'Queues' }] },
  { id: 'sns', title: 'SNS', words: 'topics notifications subscriptions', load: () => import('./sns'), pages: [{ path: 'topics', title: 'Topics' }] },
  { id: 'eventbridge', title: 'EventBridge', words: 'rules events bus', load: () => import('./eventbridge'), pages: [{ path: 'rules', title: 'Rules' }] },
  { id: 'scheduler', title: 'EventBridge Scheduler', words: 'schedules cron rate', load: () => import('./scheduler'), pages: [{ path: 'schedules', title: 'Schedules' }] },
  { id: 'lambda', title: 'Lambda', words: 'functions', load: () => import('./lambda'), pages: [{ path: 'functions', title: 'Functions' }] },
];
