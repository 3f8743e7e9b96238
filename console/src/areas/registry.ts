// The areas: a folder and a line each. Their names stand in the frame's texts.
import type { ComponentType } from 'react';
import { learn } from '../app/language';
import { t } from '../app/texts';

/** The pages of an area. `path` is what stands behind the area's name in the address. */
export type Area = ComponentType<{ path: string[] }>;

export interface Entry {
  id: string;
  title: string;
  words: string;
  load: () => Promise<{ default: Area }>;
  pages: { path: string; title: string }[];
}

type Id = keyof typeof t.areas;

/** `texts` are those besides its own that an area shows. */
function area(id: Id, load: () => Promise<{ default: Area }>, ...texts: string[]): Entry {
  const { title, words, pages } = t.areas[id] as { title: string; words: string; pages: Record<string, string> };
  return { id, title, words, load: async () => { await learn(id, ...texts); return load(); }, pages: Object.entries(pages).map(([path, name]) => ({ path, title: name })) };
}

export const areas: Entry[] = [
  area('home', () => import('./home')),
  area('iam', () => import('./iam'), 'policy'),
  area('cloudtrail', () => import('./cloudtrail')),
  area('organizations', () => import('./organizations'), 'policy'),
  area('securityhub', () => import('./securityhub')),
  area('guardduty', () => import('./guardduty')),
  area('config', () => import('./config')),
  area('secretsmanager', () => import('./secretsmanager')),
  area('kms', () => import('./kms')),
  area('cloudwatch', () => import('./cloudwatch')),
  area('s3', () => import('./s3')),
  area('sqs', () => import('./sqs')),
  area('sns', () => import('./sns')),
  area('eventbridge', () => import('./eventbridge')),
  area('scheduler', () => import('./scheduler')),
  area('lambda', () => import('./lambda')),
];
