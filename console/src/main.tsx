// Texts are there before the first component that has any.
import { Mode, applyMode } from '@cloudscape-design/global-styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { language, learn } from './app/language';

const dark = localStorage.getItem('cloudkeep.theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
applyMode(dark === 'dark' ? Mode.Dark : Mode.Light);
document.documentElement.lang = language;

async function show(root: HTMLElement) {
  await learn('app');
  const { default: App } = await import('./app/App');
  createRoot(root).render(<StrictMode><App /></StrictMode>);
}

const root = document.getElementById('root');
if (root) void show(root);
