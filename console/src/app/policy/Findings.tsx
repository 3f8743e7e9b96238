// What is wrong with a policy, below where it is written.
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Finding } from './check';
import { t } from './texts';

export function Findings({ of, quiet }: { of: Finding[]; quiet?: boolean }) {
  if (of.length === 0) return quiet ? null : <StatusIndicator type="success">{t.wellFormed}</StatusIndicator>;
  return <div aria-live="polite">{of.map((finding) => <div key={finding.text}><StatusIndicator type={finding.severity}>{finding.text}</StatusIndicator></div>)}</div>;
}
